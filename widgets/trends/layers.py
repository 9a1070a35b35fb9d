"""What lies under and over the curves: grid, limits, bands of states, signs of doubt, numbers at the line ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from engines.trends.doubt import Doubt
from widgets.theme import LABEL_PX, theme, ui_font
from widgets.trends.drawn import Drawn
from widgets.trends.scales import Scale
from widgets.trends.trace import Limit, Trace, token_of

LANE_PX, RIBBON_PX, FOOT_PX = 18.0, 6.0, 4.0
CHIP_PX = 15.0
HAND_PX = 4.5
MOST_RECTS = 1500


@dataclass(slots=True)
class Shown:
    """What the layers draw.

    Attributes:
        traces: by number; shapes: of each, ``None`` while nothing is known.
        lanes: numbers of the traces that are bands of states, from the top.
        doubted: numbers of the curves that are doubtful somewhere in the span, from the top.
        scales: axes; ticks_x: seconds; ticks_y: shares of the first axis.
        moment_x: a past moment that the window shows; NaN for none.
        has_focus: whether keys reach the chart.
    """

    traces: Sequence[Trace] = ()
    shapes: list[Drawn | None] = field(default_factory=list)
    tails: list[Drawn | None] = field(default_factory=list)
    lanes: Sequence[int] = ()
    doubted: Sequence[int] = ()
    scales: Sequence[Scale] = ()
    ticks_x: Sequence[float] = ()
    ticks_y: Sequence[float] = ()
    from_x: float = 0.0
    to_x: float = 1.0
    now_x: float = 0.0
    moment_x: float = float("nan")
    emphasised: int = -1
    has_focus: bool = False

    def scale_of(self, number: int) -> Scale | None:
        """The axis a trace stands on."""
        return next((s for s in self.scales if number in s.traces), None)

    @property
    def foot_px(self) -> float:
        """Height that is not for curves, at the bottom."""
        ribbons = len(self.doubted) * RIBBON_PX
        lanes = len(self.lanes) * LANE_PX
        return (FOOT_PX + ribbons + lanes) if ribbons + lanes else 0.0


class Layer(QGraphicsObject):
    """A child of the plot's view box that paints in its pixels."""

    def __init__(self, view_box: Any, shown: Shown, z: float) -> None:
        super().__init__(view_box)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._view_box, self.shown = view_box, shown
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        view_box.sigResized.connect(lambda *_: self.prepareGeometryChange())

    def boundingRect(self) -> QRectF:
        """All of the view box."""
        return QRectF(self._view_box.rect())

    @property
    def curves_rect(self) -> QRectF:
        """Where the curves are."""
        return self.boundingRect().adjusted(0, 0, 0, -self.shown.foot_px)

    def x_px(self, x: Any) -> Any:
        """Pixels of seconds."""
        shown = self.shown
        return (x - shown.from_x) / (shown.to_x - shown.from_x) * self.boundingRect().width()

    def y_px(self, share: float) -> float:
        """Pixels of a share of an axis."""
        rect = self.curves_rect
        return rect.bottom() - share * rect.height()

    def limit_lines(self, scale: Scale) -> list[tuple[float, Limit]]:
        """Height of each limit that lies on its axis."""
        limits = limits_of(self.shown, scale)
        return [(round(self.y_px(scale.share(limit.value))) + 0.5, limit) for limit in limits]


class UnderLayer(Layer):
    """Grid and limits."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Hairlines, then the limits of each axis."""
        rect, shown = self.curves_rect, self.shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme().color("line", 0.8), 1))
        for x in shown.ticks_x:
            across = round(self.x_px(x)) + 0.5
            painter.drawLine(QLineF(across, 0, across, self.boundingRect().bottom()))
        for share in shown.ticks_y:
            up = round(self.y_px(share)) + 0.5
            painter.drawLine(QLineF(0, up, rect.right(), up))
        for scale in shown.scales:
            for up, limit in self.limit_lines(scale):
                pen = QPen(theme().color("high" if limit.is_emergency else "muted"), 1)
                pen.setDashPattern([6.0, 4.0])
                painter.setPen(pen)
                painter.drawLine(QLineF(0, up, rect.right(), up))


def limits_of(shown: Shown, scale: Scale) -> list[Limit]:
    """The limits that lie on an axis, each once; of many only those of the trace that is pointed out."""
    of_all = {limit for number in scale.traces for limit in shown.traces[number].limits}
    found = {limit for limit in of_all if 0.0 <= scale.share(limit.value) <= 1.0}
    if len(found) > 4:
        number = shown.emphasised if shown.emphasised in scale.traces else scale.traces[0]
        found &= set(shown.traces[number].limits)
    return sorted(found, key=lambda limit: limit.value)


class OverLayer(Layer):
    """Bands of states, ribbons of doubt, and a number at the end of each line."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """What concerns the exposed part."""
        exposed: QRectF = option.exposedRect
        shown, rect = self.shown, self.boundingRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(ui_font(LABEL_PX))
        top = rect.bottom() - shown.foot_px + FOOT_PX
        for number in shown.doubted:
            place = QRectF(0, top, rect.width(), RIBBON_PX - 2)
            if place.intersects(exposed):
                self._draw_ribbon(painter, number, place)
            top += RIBBON_PX
        for number in shown.lanes:
            place = QRectF(0, top, rect.width(), LANE_PX - 3)
            if place.intersects(exposed):
                self._draw_lane(painter, number, place)
            top += LANE_PX
        self._draw_moments(painter)
        for scale in shown.scales:
            self._draw_limit_names(painter, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(shown.traces)):
            self._draw_hand_marks(painter, number)
        for number, place in self.chips():
            if place.intersects(exposed):
                draw_chip(painter, place, number)
        if shown.has_focus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(theme().color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def chips_rect(self) -> QRectF:
        """The strip in which the numbers stand."""
        rect = self.boundingRect()
        return QRectF(rect.right() - 2 * CHIP_PX, 0, 2 * CHIP_PX, rect.height())

    def chips(self) -> list[tuple[int, QRectF]]:
        """Where the number of each curve stands: at its end, pushed apart where ends meet."""
        shown, rect = self.shown, self.curves_rect
        wanted = []
        for number in range(len(shown.traces)):
            scale, value = shown.scale_of(number), end_value(shown, number)
            if scale is not None and value == value:
                wanted.append((min(max(self.y_px(scale.share(value)), 8.0), rect.bottom() - 8), number))
        wanted.sort()
        places: list[tuple[int, QRectF]] = []
        tops = _apart([y for y, _ in wanted], CHIP_PX + 1, 8.0, rect.bottom() - 8)
        for y, (_, number) in zip(tops, wanted, strict=True):
            places.append((number, QRectF(rect.right() - CHIP_PX - 2, y - CHIP_PX / 2, CHIP_PX, CHIP_PX)))
        return places

    def _draw_moments(self, painter: QPainter) -> None:
        shown, bottom = self.shown, self.boundingRect().bottom()
        if shown.from_x < shown.now_x < shown.to_x:
            across = round(self.x_px(shown.now_x)) + 0.5
            painter.setPen(QPen(theme().color("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(across, 0, across, bottom))
        if shown.from_x <= shown.moment_x <= shown.to_x:
            across = round(self.x_px(shown.moment_x))
            painter.fillRect(QRectF(across - 1, 0, 2, bottom), theme().color("bar_replay"))

    def _spans(self, number: int) -> list[tuple[float, float, Doubt]]:
        shape, shown = self.shown.shapes[number], self.shown
        tail = self.shown.tails[number]
        parts = [s.spans for s in (shape, tail) if s is not None and len(s.spans)]
        if not parts:
            return []
        spans = np.concatenate(parts)
        inside = spans[(spans[:, 1] >= shown.from_x) & (spans[:, 0] <= shown.to_x)][:MOST_RECTS]
        left = np.maximum(self.x_px(inside[:, 0]), 0.0)
        right = np.maximum(np.minimum(self.x_px(inside[:, 1]), self.boundingRect().width()), left + 1.0)
        return [
            (a, b, Doubt(int(d))) for a, b, d in zip(left.tolist(), right.tolist(), inside[:, 2].tolist(), strict=True)
        ]

    def _draw_ribbon(self, painter: QPainter, number: int, place: QRectF) -> None:
        color = theme().color(token_of(number))
        for left, right, doubt in self._spans(number):
            rect = QRectF(left, place.top(), right - left, place.height())
            if doubt is Doubt.UNKNOWN:
                painter.setPen(QPen(color, 1))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
            else:
                painter.fillRect(rect, doubt_brush(color, doubt))

    def _draw_lane(self, painter: QPainter, number: int, place: QRectF) -> None:
        """Each state a stretch with its word; high is full, low is a line, unknown is hatched."""
        trace, color = self.shown.traces[number], theme().color(token_of(number))
        metrics = QFontMetricsF(painter.font())
        painter.fillRect(place, theme().color("panel"))
        for left, right, value in self._stretches(number):
            rect = QRectF(left, place.top(), max(1.0, right - left), place.height())
            if value != value:
                painter.fillRect(rect, QBrush(theme().color("faint"), Qt.BrushStyle.BDiagPattern))
            elif value:
                painter.fillRect(rect, _thinned_color(color, 0.35))
                painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 2), color)
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color)
            word = trace.text(value)
            if metrics.horizontalAdvance(word) + 10 < rect.width():
                painter.setPen(theme().color("text"))
                painter.drawText(rect.adjusted(5, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, word)
        for left, right, doubt in self._spans(number):
            if doubt is not Doubt.UNKNOWN:
                brush = doubt_brush(theme().color("text"), doubt)
                painter.fillRect(QRectF(left, place.top() + 2, right - left, place.height() - 3), brush)
        chip = QRectF(place.right() - CHIP_PX - 2, place.top(), CHIP_PX, CHIP_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_chip(painter, chip, number)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_limit_names(self, painter: QPainter, scale: Scale) -> None:
        rect = self.curves_rect
        taken: list[float] = []
        for up, limit in self.limit_lines(scale):
            if all(abs(up - other) > 13 for other in taken):
                taken.append(up)
                text = f"{limit.value:g} {scale.unit}".strip()
                width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 8
                below = up + 14 <= rect.bottom() and limit.value > (scale.low + scale.high) / 2
                place = QRectF(4, up + 1 if below else up - 14, width, 13)
                painter.fillRect(place, theme().color("panel", 0.8))
                painter.setPen(theme().color("high" if limit.is_emergency else "muted"))
                painter.drawText(place.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_hand_marks(self, painter: QPainter, number: int) -> None:
        """A diamond where a person's value begins."""
        scale = self.shown.scale_of(number)
        if scale is None:
            return
        painter.setPen(QPen(theme().color(token_of(number)), 1.5))
        painter.setBrush(theme().color("panel"))
        for shape in (self.shown.shapes[number], self.shown.tails[number]):
            if shape is None:
                continue
            for x, y in zip(shape.hand_x.tolist(), shape.hand_y.tolist(), strict=True):
                at = QPointF(float(self.x_px(x)), self.y_px(scale.share(y)))
                corners = (QPointF(0, -HAND_PX), QPointF(HAND_PX, 0), QPointF(0, HAND_PX), QPointF(-HAND_PX, 0))
                painter.drawPolygon(QPolygonF([at + corner for corner in corners]))

    def _stretches(self, number: int) -> list[tuple[float, float, float]]:
        found: list[tuple[float, float, float]] = []
        shown, width = self.shown, self.boundingRect().width()
        for shape in (self.shown.shapes[number], self.shown.tails[number]):
            if shape is None or not len(shape):
                continue
            known = (shape.certain[0::2] | shape.doubtful[0::2]).astype(bool)
            begin, end = shape.x[0::2], shape.x[1::2]
            value = np.where(known, shape.y[0::2], np.nan)
            inside = np.flatnonzero((end > shown.from_x) & (begin <= shown.to_x))[:MOST_RECTS]
            left = np.clip(self.x_px(begin[inside]), 0.0, width)
            right = np.clip(self.x_px(end[inside]), 0.0, width)
            for a, b, v in zip(left.tolist(), right.tolist(), value[inside].tolist(), strict=True):
                if found and (found[-1][2] == v or (v != v and found[-1][2] != found[-1][2])) and a <= found[-1][1] + 1:
                    found[-1] = (found[-1][0], max(b, found[-1][1]), v)
                else:
                    found.append((a, b, v))
        return found


def end_value(shown: Shown, number: int) -> float:
    """The value a curve has at the right edge, or last before it; NaN where none is drawn."""
    for shape in (shown.tails[number], shown.shapes[number]):
        if shape is None or not len(shape):
            continue
        row = int(np.searchsorted(shape.x[0::2], shown.to_x, "right")) - 1
        if row >= 0 and (shape.certain[2 * row] or shape.doubtful[2 * row]):
            return float(shape.y[2 * row])
    return float("nan")


def _apart(wanted: list[float], least: float, low: float, high: float) -> list[float]:
    """Places in ascending order at least so far apart, as near to the wanted ones as one pass can do."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + least) if places else max(place, low))
    for k in range(len(places) - 1, -1, -1):
        ceiling = high if k == len(places) - 1 else places[k + 1] - least
        places[k] = min(places[k], ceiling)
    return places


def doubt_brush(color: QColor, doubt: Doubt) -> QBrush:
    """Hatched where stale, dotted where questionable."""
    pattern = Qt.BrushStyle.BDiagPattern if doubt is Doubt.STALE else Qt.BrushStyle.Dense5Pattern
    return QBrush(color, pattern)


def _thinned_color(color: QColor, alpha: float) -> QColor:
    thin = QColor(color)
    thin.setAlphaF(alpha)
    return thin


def draw_chip(painter: QPainter, place: QRectF, number: int) -> None:
    """The number of a trace on its colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(token_of(number)))
    painter.drawRoundedRect(place, 3, 3)
    painter.setPen(theme().color("panel"))
    painter.setFont(ui_font(LABEL_PX, bold=True))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(number + 1))
    painter.setFont(ui_font(LABEL_PX))
