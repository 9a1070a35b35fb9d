"""What the lines and shapes of the layer in force mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from engines.values.points import PointFreshness
from widgets.diagram.fault_signs import ZoneKind
from widgets.diagram.layers import Layer
from widgets.diagram.overlays import Card
from widgets.diagram.palette import Palette
from widgets.diagram.signs import Sign
from widgets.diagram.strokes import dashed, draw_lines
from widgets.diagram.styles import N_FEEDER_COLORS, N_RAMP, STYLES, Look
from widgets.diagram.symbols import Symbol, draw_symbol
from widgets.diagram.trust import ValueOrigin
from widgets.diagram.value_style import begin_value, paint_doubt
from widgets.diagram.words import Words
from widgets.diagram.zones_painter import paint_zone_sample
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

_FIGURE, _FIGURE_PX = "1.00", 26.0
_RIM, _THIN_RIM, _LINE, _SAMPLE, _SHAPE, _BETWEEN = 8.0, 4.0, 16.0, 34.0, 14.0, 16.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: looks to show side by side, a shape, a figure or a zone; and what it means."""

    text: str
    looks: tuple[int, ...] = ()
    symbol: int = 0
    token: str = ""
    figure: str = ""
    origin: int = ValueOrigin.CALCULATED
    doubt: int = PointFreshness.FRESH
    zone: ZoneKind | None = None


def entries(layer: Layer, looks: Collection[int] = (), signs: Collection[Sign] = ()) -> list[Entry]:
    """The legend of a layer, with every look a line has now and every sign there is."""
    beyond = [
        Entry(_tr("beyond the normal limit"), symbol=Symbol.VIOLATION_MEDIUM, token="medium"),
        Entry(_tr("beyond the emergency limit"), symbol=Symbol.VIOLATION_HIGH, token="high"),
    ]
    own = _own_entries(layer)
    known = {look for entry in own for look in entry.looks}
    lines = [entry for entry in _line_entries() if entry.looks[0] in looks and not known & set(entry.looks)]
    return [*own, *beyond, *lines, *(entry for sign, entry in _sign_entries().items() if sign in signs)]


def _sign_entries() -> dict[Sign, Entry]:
    """What comes from the field, and how good it is."""
    return {
        Sign.CALCULATED: Entry(_tr("calculated"), figure=_FIGURE),
        Sign.MEASURED: Entry(_tr("measured"), figure=_FIGURE, origin=ValueOrigin.MEASURED),
        Sign.ESTIMATED: Entry(_tr("estimated, loads not measured"), figure=_FIGURE, origin=ValueOrigin.ESTIMATED),
        Sign.SUSPECT: Entry(_tr("may be old"), figure=_FIGURE, doubt=PointFreshness.SUSPECT),
        Sign.STALE: Entry(_tr("old"), figure=_FIGURE, doubt=PointFreshness.STALE),
        Sign.BY_HAND: Entry(_tr("position set by hand"), symbol=Symbol.BY_HAND, token="text"),
        Sign.COMMANDED: Entry(_tr("command running"), symbol=Symbol.RING, token="text"),
        Sign.ZONE_SUSPECTED: Entry(_tr("the fault may be here"), token="high", zone=ZoneKind.SUSPECTED),
        Sign.ZONE_PLANNED: Entry(_tr("planned, not dead yet"), token="plan", zone=ZoneKind.PLANNED),
        Sign.ZONE_ISOLATED: Entry(_tr("isolated"), token="muted", zone=ZoneKind.ISOLATED),
        Sign.ZONE_RESTORED: Entry(_tr("supplied again"), token="plan", zone=ZoneKind.RESTORED),
        Sign.STEP: Entry(_tr("switching step"), symbol=Symbol.STEP, token="plan"),
        Sign.CREW: Entry(_tr("crew"), symbol=Symbol.CREW, token="text"),
    }


def _line_entries() -> list[Entry]:
    """What lines look like on every layer."""
    return [
        Entry(_tr("open tie"), (Look.TIE,)),
        Entry(_tr("without voltage"), (Look.DEAD,)),
        Entry(_tr("possibly energised"), (Look.POSSIBLE,)),
        Entry(_tr("may be fed from below"), (Look.BACKFED,)),
        Entry(_tr("proven dead or earthed"), (Look.PROVEN_DEAD,)),
        Entry(_tr("supply not known"), (Look.UNKNOWN,)),
    ]


def _own_entries(layer: Layer) -> list[Entry]:
    ramp = tuple(range(Look.RAMP, Look.RAMP + N_RAMP))
    if layer is Layer.VOLTAGE:
        return [Entry(_tr("voltage in pu"))]
    if layer is Layer.LOADING:
        return [Entry(_tr("0 … 100 % of the limit"), ramp)]
    if layer is Layer.LOSSES:
        return [Entry(_tr("active losses, wider is more"), ramp)]
    if layer is Layer.FEEDERS:
        colors = tuple(range(Look.FEEDER, Look.FEEDER + N_FEEDER_COLORS))
        return [Entry(_tr("one colour for each feeder"), colors), Entry(_tr("source side"), (Look.WIRE,))]
    if layer is Layer.ENERGISATION:
        return [
            Entry(_tr("energised"), (Look.WIRE,)),
            Entry(_tr("possibly energised"), (Look.POSSIBLE,)),
            Entry(_tr("may be fed from below"), (Look.BACKFED_MARKED,)),
            Entry(_tr("dead, not proven"), (Look.DEAD,)),
            Entry(_tr("proven dead"), symbol=Symbol.PROVEN_DEAD, token="wire"),
            Entry(_tr("earthed"), symbol=Symbol.EARTH, token="wire"),
        ]
    return [Entry(_tr("change of voltage in pu"))]


def _sample_width(entry: Entry) -> float:
    if entry.figure or entry.zone:
        return _FIGURE_PX + 6
    return _SAMPLE + 8 if entry.looks else _SHAPE + 6 if entry.symbol else 0.0


class Legend(Card):
    """A small card at the lower rim: in one row where there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._entries: list[Entry] = []
        self._places: list[QPointF] = []
        self._room = 0.0
        self._words = Words()
        self._picture: QPixmap | None = None
        theme_chooser().changed.connect(self._forget_picture)
        self.show_layer(Layer.VOLTAGE)

    @property
    def texts(self) -> list[str]:
        """What is explained."""
        return [entry.text for entry in self._entries]

    def show_layer(self, layer: Layer, looks: Collection[int] = (), signs: Collection[Sign] = ()) -> bool:
        """Explain a layer, the looks lines have now and other signs; whether that changed anything."""
        now = entries(layer, looks, signs)
        if now == self._entries:
            return False
        self._entries = now
        self.setAccessibleName(self.tr("Legend: {texts}").format(texts=", ".join(self.texts)))
        self.arrange(self._room)
        return True

    def arrange(self, room: float) -> None:
        """Take at most so many pixels across: rows filled one after the other."""
        self._room = room
        metrics = QFontMetricsF(ui_font(LABEL_PX))
        x, y, widest = _RIM, _THIN_RIM, 0.0
        self._places = []
        for entry in self._entries:
            width = metrics.horizontalAdvance(entry.text) + _sample_width(entry)
            if x > _RIM and x + width + _RIM > room:
                x, y = _RIM, y + _LINE
            self._places.append(QPointF(x, y))
            widest = max(widest, x + width + _RIM)
            x += width + _BETWEEN
        self.resize(int(widest + 2), int(y + _LINE + _THIN_RIM))
        self._forget_picture()

    def _forget_picture(self) -> None:
        self._picture = None
        self.update()

    def paint_card(self, painter: QPainter) -> None:
        """Samples and their meaning, drawn once: the diagram beneath paints them again in every frame."""
        ratio = painter.device().devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(self._picture)
            self._paint_entries(own)
            own.end()
        painter.drawPixmap(0, 0, self._picture)

    def _paint_entries(self, painter: QPainter) -> None:
        palette = Palette(theme())
        painter.setFont(ui_font(LABEL_PX))
        for entry, place in zip(self._entries, self._places, strict=True):
            left = place.x() + _sample_width(entry)
            if entry.figure:
                self._figure(painter, palette, entry, place)
            elif entry.zone is not None:
                paint_zone_sample(painter, palette, entry.zone, entry.token, place + QPointF(0, _LINE / 2))
            elif entry.looks or entry.symbol:
                self._sample(painter, palette, entry, place + QPointF(0, _LINE / 2))
            painter.setPen(theme().color("muted"))
            painter.drawText(QRectF(left, place.y(), 600, _LINE), Qt.AlignmentFlag.AlignVCenter, entry.text)

    def _figure(self, painter: QPainter, palette: Palette, entry: Entry, at: QPointF) -> None:
        box = QRectF(at.x(), at.y(), _FIGURE_PX, _LINE)
        begin_value(self._words, painter, LABEL_PX, entry.origin)
        is_old = entry.doubt >= PointFreshness.STALE
        paint_doubt(painter, palette, box.adjusted(0, 2, 0, -2), entry.doubt)
        painter.setPen(palette.color["faint" if is_old else "text"])
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.figure)
        painter.setFont(ui_font(LABEL_PX))

    def _sample(self, painter: QPainter, palette: Palette, entry: Entry, at: QPointF) -> None:
        x, y = at.x(), at.y()
        if entry.symbol:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(QPointF(x + _SHAPE / 2, y))
            if entry.symbol == Symbol.RING:
                painter.scale(0.5, 0.5)
            draw_symbol(painter, entry.symbol, palette.color[entry.token], palette.veil("raised", 1.0))
            painter.restore()
            return
        part = _SAMPLE / len(entry.looks)
        for k, look in enumerate(entry.looks):
            style = STYLES[look]
            pen = palette.pen(style.token, style.width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            line = QLineF(x + k * part, y, x + (k + 1) * part, y)
            if style.dash:
                draw_lines(painter, dashed(np.array([[line.x1(), y, line.x2(), y]]), style.dash, style.gap))
            else:
                painter.drawLine(line)
