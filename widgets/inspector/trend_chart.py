"""A small curve of the day in the inspector, read by pointing at it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from widgets.charts.time_curves import envelope, finite_runs
from widgets.inspector.trend import Trend
from widgets.numbers import number_text
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

HEIGHT_PX, WORDS_PX = 64, 16


class TrendChart(QWidget):
    """Draws a :class:`~widgets.inspector.trend.Trend` with its lowest and highest value."""

    def __init__(self, trend: Trend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend = trend
        self._pointed: int | None = None
        self.setFixedHeight(HEIGHT_PX + WORDS_PX)
        self.setMouseTracking(True)
        self.setAccessibleName(trend.title)
        self.setAccessibleDescription(self._words())
        theme_chooser().changed.connect(self.update)

    def _words(self) -> str:
        trend, known = self._trend, self._trend.values[np.isfinite(self._trend.values)]
        if not known.size:
            return self.tr("not known")
        if self._pointed is not None:
            clock = str(np.datetime64(int(trend.seconds[self._pointed]), "s"))[11:16]
            return f"{clock}  {number_text(float(trend.values[self._pointed]), trend.decimals)} {trend.unit}"
        low, high = (number_text(float(v), trend.decimals) for v in (known.min(), known.max()))
        return f"{low} … {high} {trend.unit}"

    def _range(self) -> tuple[float, float]:
        shown = [*self._trend.values, *self._trend.limits]
        known = [float(v) for v in shown if np.isfinite(v)]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        room = max(high - low, 1e-6) * 0.08
        return low - room, high + room

    def _x(self, second: float) -> float:
        seconds = self._trend.seconds
        span = float(seconds[-1] - seconds[0]) or 1.0
        return (second - float(seconds[0])) / span * (self.width() - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Limits, curve, the shown moment, figures."""
        painter, trend = QPainter(self), self._trend
        low, high = self._range()
        painter.fillRect(QRectF(0, 0, self.width(), HEIGHT_PX), theme().color("canvas"))

        def y(value: float) -> float:
            return HEIGHT_PX - (value - low) / (high - low) * HEIGHT_PX

        for limit in trend.limits:
            if np.isfinite(limit):
                painter.setPen(QPen(theme().color("medium"), 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(0, y(limit)), QPointF(self.width(), y(limit)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("wire"), 1.4))
        x, _, values = envelope(trend.seconds, trend.values, trend.values, max(60, self.width()))
        for run in finite_runs(values):
            points = [QPointF(self._x(a), y(b)) for a, b in zip(x[run].tolist(), values[run].tolist(), strict=True)]
            painter.drawPolyline(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if np.isfinite(trend.now_s) and trend.seconds[0] <= trend.now_s <= trend.seconds[-1]:
            painter.fillRect(QRectF(self._x(trend.now_s) - 1, 0, 2, HEIGHT_PX), theme().color("accent"))
        if self._pointed is not None:
            across = self._x(float(trend.seconds[self._pointed]))
            painter.fillRect(QRectF(across, 0, 1, HEIGHT_PX), theme().color("muted"))
        painter.setFont(ui_font(LABEL_PX))
        painter.setPen(theme().color("muted"))
        place = QRectF(0, HEIGHT_PX, self.width(), WORDS_PX)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words())
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the step under the pointer."""
        share = min(1.0, max(0.0, event.position().x() / max(1, self.width() - 1)))
        self._pointed = round(share * (len(self._trend.seconds) - 1))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Lowest and highest again."""
        self._pointed = None
        self.update()
