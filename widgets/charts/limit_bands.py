"""Draws the limits of the voltage levels behind the voltage profile."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from widgets.charts.level_bands import LevelBand, LimitLine, limit_lines
from widgets.charts.plot import pen
from widgets.numbers import number_text
from widgets.theme import LABEL_PX, theme, ui_font

NARROWEST_PX = 24
"""A level whose buses all stand at one distance is drawn as wide as that."""
ROW_PX = 13


class LimitBands(pg.GraphicsObject):  # type: ignore[misc]
    """Shaded between the normal limits of each level, dashed at the limits, each with the level's name.

    A limit beyond the edge of the view is named at that edge, with its value and an arrow.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-20)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._bands: tuple[LevelBand, ...] = ()
        self._lines: tuple[LimitLine, ...] = ()

    @property
    def lines(self) -> tuple[LimitLine, ...]:
        """The limits that are drawn."""
        return self._lines

    def show_bands(self, bands: tuple[LevelBand, ...]) -> None:
        """Draw these levels."""
        self._bands, self._lines = bands, limit_lines(bands)
        self.update()

    def boundingRect(self) -> QRectF:
        """What is seen: limits are drawn to its edges."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:
        """Names stay at the edges of the view."""
        super().viewTransformChanged()
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Bands, lines, names, in this order."""
        view, to_screen = self.viewRect(), painter.transform()
        painter.resetTransform()
        edge = to_screen.mapRect(view)
        fill = theme().color("canvas", 0.6)
        for band in self._bands:
            limits = band.limits
            if limits.min_pu == limits.min_pu and limits.max_pu == limits.max_pu:
                place = QRectF(QPointF(band.from_km, limits.min_pu), QPointF(band.to_km, limits.max_pu))
                painter.fillRect(_widened(to_screen.mapRect(place), edge).intersected(edge), fill)
        taken: list[QRectF] = []
        for line in self._lines:
            self._draw_line(painter, line, to_screen, edge, taken)

    def _draw_line(self, painter: QPainter, line: LimitLine, to_screen: Any, edge: QRectF, taken: list[QRectF]) -> None:
        place = QRectF(QPointF(line.from_km, line.pu), QPointF(line.to_km, line.pu))
        on_screen = _widened(to_screen.mapRect(place), edge)
        left, right = max(on_screen.left(), edge.left()), min(on_screen.right(), edge.right())
        y = on_screen.center().y()
        if right <= left:
            return
        if edge.top() <= y <= edge.bottom():
            token = "high" if line.is_emergency else "muted"
            painter.setPen(pen(token, 1.0, alpha=0.7, is_dashed=True))
            painter.drawLine(QLineF(left, y, right, y))
            self._name(painter, line, line.name, QPointF(right, y), edge, taken)
        elif not line.is_emergency:
            is_above = y < edge.top()
            text = f"{line.name} {number_text(line.pu, 2)} {'↑' if is_above else '↓'}"
            at = QPointF(right, edge.top() if is_above else edge.bottom())
            self._name(painter, line, text, at, edge, taken)

    def _name(
        self, painter: QPainter, line: LimitLine, text: str, at: QPointF, edge: QRectF, taken: list[QRectF]
    ) -> None:
        """Outside the band, right-aligned at the end of its line; left out where another name stands."""
        font = ui_font(LABEL_PX)
        width = QFontMetrics(font).horizontalAdvance(text) + 4.0
        top = at.y() - ROW_PX if line.is_upper else at.y()
        top = min(max(top, edge.top()), edge.bottom() - ROW_PX)
        place = QRectF(max(at.x() - width, edge.left()), top, width, ROW_PX)
        if any(place.intersects(other) for other in taken):
            return
        taken.append(place)
        painter.setFont(font)
        painter.setPen(theme().color("high" if line.is_emergency else "muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _widened(place: QRectF, edge: QRectF) -> QRectF:
    if place.width() >= NARROWEST_PX:
        return place
    left = max(place.center().x() - NARROWEST_PX / 2, edge.left())
    return QRectF(left, place.top(), NARROWEST_PX, place.height())
