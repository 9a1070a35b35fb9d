"""The charts of a plan on paper: the same lines and bands as on the screen, in ink."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.windows.live.faults.paper_setting import SetText, ink, points
from console.windows.live.faults.paper_values import PaperLine, PaperPicture, Weight
from widgets.dispatch.lines import BandArea, ChartView, Course, Hours
from widgets.numbers import number_text

Array = np.ndarray[Any, Any]
HEIGHT_PT = 118.0
_LEFT, _HEAD, _FOOT, _GAP = points(34), points(25), points(13), points(14)
_SMALL = 6.5
_DASHES = {"": Qt.PenStyle.SolidLine, "dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}
_BESIDE = 2


def chart_pictures(charts: tuple[ChartView, ...], hours: Hours) -> tuple[PaperPicture, ...]:
    """Two charts side by side, one pair beneath the other."""
    shown = [chart for chart in charts if not chart.empty]
    return tuple(_pair(tuple(shown[k : k + _BESIDE]), hours) for k in range(0, len(shown), _BESIDE))


def _pair(charts: tuple[ChartView, ...], hours: Hours) -> PaperPicture:
    def paint(painter: Any, x: float, y: float, width: float, height: float) -> None:
        each = (width - (_BESIDE - 1) * _GAP) / _BESIDE
        for k, chart in enumerate(charts):
            _Drawing(chart, hours, QRectF(x + k * (each + _GAP), y, each, height - points(4))).paint(painter)

    return PaperPicture(HEIGHT_PT, paint)


class _Drawing:
    """One chart within its frame; all lengths in tenths of a point."""

    def __init__(self, chart: ChartView, hours: Hours, frame: QRectF) -> None:
        self.chart, self.hours, self.frame = chart, hours, frame
        self.plot = frame.adjusted(_LEFT, _HEAD, 0, -_FOOT)
        self.low, self.high = _range(chart)

    def x(self, hour: float) -> float:
        return float(self.plot.left() + self.plot.width() * hour / max(self.hours.span, 1e-9))

    def y(self, value: float) -> float:
        return float(self.plot.bottom() - self.plot.height() * (value - self.low) / (self.high - self.low))

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        for band in self.chart.bands:
            self._paint_band(painter, band)
        for course in self.chart.courses:
            if course.is_drawn:
                self._paint_course(painter, course)
        painter.restore()
        self._paint_words(painter)

    def _paint_axes(self, painter: QPainter) -> None:
        for value in _ticks(self.low, self.high) if self.chart.has_scale else ():
            painter.setPen(QPen(ink("line"), points(0.4)))
            painter.drawLine(QPointF(self.plot.left(), self.y(value)), QPointF(self.plot.right(), self.y(value)))
            decimals = max(0, -int(np.floor(np.log10(max(abs(_step(self.low, self.high)), 1e-12)))))
            label = SetText(
                [PaperLine(number_text(value, decimals), Weight.QUIET)], _LEFT - points(4), _SMALL, is_right=True
            )
            label.draw(painter, self.frame.left(), self.y(value) - label.height / 2)
        painter.setPen(QPen(ink("muted"), points(0.6)))
        painter.drawLine(self.plot.bottomLeft(), self.plot.bottomRight())
        for step, clock in self._hours():
            at = self.x(step * self.hours.step_hours)
            painter.setPen(QPen(ink("muted"), points(0.5)))
            painter.drawLine(QPointF(at, self.plot.bottom()), QPointF(at, self.plot.bottom() + points(2)))
            label = SetText([PaperLine(clock, Weight.QUIET)], points(40), _SMALL)
            wide = points(3.2) * len(clock)
            left = min(max(at - wide / 2, self.plot.left()), self.plot.right() - wide)
            label.draw(painter, left, self.plot.bottom() + points(3))

    def _hours(self) -> list[tuple[int, str]]:
        """Four to eight begins of steps, each with its clock time."""
        n_step = self.hours.n_step
        every = max(1, round(n_step / 6))
        return [(k, self.hours.begins[k].rpartition("day ")[2]) for k in range(0, n_step + 1, every)]

    def _edge(self, values: Array, at_ends: bool) -> list[QPointF]:
        found = []
        for k, value in enumerate(np.asarray(values, float).tolist()):
            if not np.isfinite(value):
                continue
            begin, end = k * self.hours.step_hours, (k + 1) * self.hours.step_hours
            if at_ends:
                found.append(QPointF(self.x(end), self.y(value)))
            else:
                found += [QPointF(self.x(begin), self.y(value)), QPointF(self.x(end), self.y(value))]
        return found

    def _paint_band(self, painter: QPainter, band: BandArea) -> None:
        color = QColor(ink(band.token))
        color.setAlphaF(band.alpha)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(
            QPolygonF([*self._edge(band.low, band.at_ends), *self._edge(band.high, band.at_ends)[::-1]])
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_course(self, painter: QPainter, course: Course) -> None:
        pen = QPen(ink(course.token), points(0.7 * course.width), _DASHES[course.dash])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        run: list[QPointF] = []
        values = np.asarray(course.values, float)
        # A step without a value parts the line.
        for begin, end in _runs(np.isfinite(values)):
            part = np.full(len(values), np.nan)
            part[begin:end] = values[begin:end]
            run = self._edge(part, course.at_ends)
            painter.drawPolyline(QPolygonF(run))

    def _paint_words(self, painter: QPainter) -> None:
        width = self.frame.width()
        title = SetText([PaperLine(self.chart.title, Weight.STRONG)], width, 7.5)
        title.draw(painter, self.frame.left(), self.frame.top(), 0, 1)
        summary = SetText([PaperLine(self.chart.summary, Weight.QUIET)], width * 0.62, _SMALL, is_right=True)
        summary.draw(painter, self.frame.left() + width * 0.38, self.frame.top() + points(1), 0, 1)
        at = self.plot.left()
        for course in self.chart.courses:
            if not (course.label and course.is_drawn):
                continue
            pen = QPen(ink(course.token), points(0.9), _DASHES[course.dash])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            middle = self.frame.top() + points(16)
            painter.drawLine(QPointF(at, middle), QPointF(at + points(12), middle))
            SetText([PaperLine(course.label, Weight.QUIET)], points(90), _SMALL).draw(
                painter, at + points(14), middle - points(4.4), 0, 1
            )
            at += points(22) + points(3.5) * len(course.label)
            if at > self.plot.right() - points(30):
                break


def _runs(known: Array) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _range(chart: ChartView) -> tuple[float, float]:
    parts = [np.asarray(c.values, float) for c in chart.courses if c.is_drawn]
    parts += [np.asarray(edge, float) for band in chart.bands for edge in (band.low, band.high)]
    values = np.concatenate([*parts, [chart.low, chart.high]]) if parts else np.array([chart.low, chart.high])
    values = values[np.isfinite(values)]
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    room = high - low if high > low else max(abs(high) * 0.2, 1e-3)
    return (low if low == 0.0 else low - 0.06 * room), high + 0.08 * room


def _step(low: float, high: float) -> float:
    rough = (high - low) / 3
    base = 10 ** np.floor(np.log10(rough))
    return float(next(base * k for k in (1, 2, 5, 10) if base * k >= rough))


def _ticks(low: float, high: float) -> list[float]:
    step = _step(low, high)
    first = np.ceil(low / step - 1e-9)
    return [float(k * step) for k in np.arange(first, np.floor(high / step + 1e-9) + 1)]
