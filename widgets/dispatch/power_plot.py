"""Where the power comes from, hour by hour, stacked; the load as a line, the price as dashed steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGraphicsPathItem, QSizePolicy, QVBoxLayout, QWidget

from widgets.charts.plot import pen
from widgets.dispatch.hour_plot import HourPlot, dashed
from widgets.dispatch.lines import Course, Hours, StackView
from widgets.dispatch.stairs import stacked, stair_x, stair_y
from widgets.numbers import number_text
from widgets.slices import Steps, run_steps
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

Array = np.ndarray[Any, Any]
FILLS = {
    "wind": ("wire", 0.66, "panel"),
    "pv": ("dead", 0.5, "text"),
    "turbine": ("text", 0.82, "panel"),
    "storage": ("plan", 0.95, "panel"),
    "grid": ("plan", 0.42, "text"),
}
"""Colour of the theme, how thick it is laid on, and the colour of a name on it: all areas differ in grey print, too."""
PRICE_SHARE = 0.86
"""The highest price stands at this share of the height."""
_THIN_MW = 1e-3
_PAID_SHARE = 0.2
"""A negative price needs room beneath zero."""
_NAMED_SHARE = 0.10
"""An area is named where it is at least this share of the height thick."""


class Legend(QWidget):
    """Names the areas and lines, with their values at the chosen hour; breaks into lines where it is narrow."""

    GAP, SIGN, LINE = 16, 12, 18

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[tuple[Course, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme_chooser().changed.connect(self.update)

    def show_entries(self, entries: tuple[tuple[Course, str], ...]) -> None:
        """Courses with their values as text, "" where no hour is chosen."""
        self.entries = entries
        self.setAccessibleName(self.text)
        self._fit()
        self.update()

    @property
    def text(self) -> str:
        """The same in words."""
        return " · ".join(f"{course.label} {value}".strip() for course, value in self.entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many lines as it takes."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.LINE * (1 + max((line for line, _, _ in self._places(self.width())), default=0)))

    def _places(self, width: int) -> list[tuple[int, int, str]]:
        metrics, x, line, found = self.fontMetrics(), 0, 0, []
        for course, value in self.entries:
            text = f"{course.label} {value}".strip()
            wide = self.SIGN + 4 + metrics.horizontalAdvance(text)
            if x and x + wide > width:
                x, line = 0, line + 1
            found.append((line, x, text))
            x += wide + self.GAP
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sign and words of each."""
        painter, chosen = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(LABEL_PX))
        for (course, _), (line, x, text) in zip(self.entries, self._places(self.width()), strict=True):
            top = line * self.LINE
            if course.token in FILLS:
                token, alpha, _ = FILLS[course.token]
                painter.fillRect(QRectF(x, top + 4, 10, 10), chosen.color(token, alpha))
            else:
                painter.setPen(dashed(course))
                painter.drawLine(x, top + 9, x + 11, top + 9)
            painter.setPen(chosen.color("text"))
            place = QRectF(x + self.SIGN + 4, top, self.width(), self.LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def _between(x: Array, low: Array, high: Array) -> QPainterPath:
    """The shape between two edges."""
    outline = [*zip(x.tolist(), high.tolist(), strict=True), *zip(x[::-1].tolist(), low[::-1].tolist(), strict=True)]
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*place) for place in outline]))
    path.closeSubpath()
    return path


class PowerPlot(HourPlot):
    """The large chart; ``token`` of its areas is a key of :data:`FILLS`.

    Attributes:
        legend: names and values.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = StackView(())
        self._scale = 1.0
        self.legend = Legend(self)
        self.legend.setFont(ui_font(LABEL_PX))
        self.legend.setContentsMargins(0, 0, 0, 0)
        holder = QWidget(self)
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(12, 2, 12, 0)
        inner.addWidget(self.legend)
        self.column.insertWidget(1, holder)

    def sizeHint(self) -> QSize:
        """Large."""
        return QSize(480, 300)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(240, 170)

    def show_power(self, title: str, stack: StackView, hours: Hours) -> None:
        """Draw the power of a plan."""
        run_steps(self.power_steps(title, stack, hours))

    def power_steps(self, title: str, stack: StackView, hours: Hours) -> Steps[None]:
        """:meth:`show_power` in slices."""
        self._stack = stack
        self.begin(title, hours)
        edges = stacked(stack.areas, hours.n_step)
        lines = [stack.load.values] if stack.load is not None else []
        found = [np.zeros(1), *(edge for pair in edges for edge in pair), *lines]
        is_paid = stack.price is not None and bool((stack.price.values < 0).any())
        least = -_PAID_SHARE * max(float(np.nanmax(values)) for values in found) if is_paid else 0.0
        self.set_range(found, least, float("nan"))
        self._scale = self._price_scale(stack.price)
        for area, (low, high) in zip(stack.areas, edges, strict=True):
            self._add_area(area, low, high)
            yield
        if stack.price is not None:
            self._add_price(stack.price)
        if stack.load is not None:
            self.add_course(stack.load)
        self.show_step(self._step)

    def _add_area(self, area: Course, low: Array, high: Array) -> None:
        import pyqtgraph as pg

        x = stair_x(self.hours)
        token, alpha, on_it = FILLS[area.token]
        # A plain shape without signals is gone with its last reference, when the plot is cleared.
        band = QGraphicsPathItem(_between(x, stair_y(low), stair_y(high)))
        band.setPen(QPen(Qt.PenStyle.NoPen))
        band.setBrush(theme().color(token, alpha))
        band.setZValue(-5)
        self.plot.addItem(band, ignoreBounds=True)
        upper = np.where(area.values > _THIN_MW, high, np.nan)
        edge_line = pg.PlotCurveItem(x, stair_y(upper), pen=pen("panel", 1.0), connect="finite")
        edge_line.setZValue(-4)
        self.plot.addItem(edge_line, ignoreBounds=True)
        at = self._name_place(low, high)
        if at >= 0:
            middle = float((low[at] + high[at]) / 2)
            self.add_name(area.label, (at + 0.5) * self.hours.step_hours, middle, (0.5, 0.5), on_it)

    def _name_place(self, low: Array, high: Array) -> int:
        """The step where an area has room for its name, away from the lines over it; -1 for none."""
        if len(low) < 3:
            return -1
        bottom, top = self.plot.getPlotItem().vb.viewRange()[1]
        # Three steps in a row: a name over a single thin step would stand in its neighbours.
        lower = np.maximum(np.maximum(np.roll(low, 1), low), np.roll(low, -1))
        upper = np.minimum(np.minimum(np.roll(high, 1), high), np.roll(high, -1))
        middle = (low + high) / 2
        room = np.minimum(upper - middle, middle - lower)
        for line in (self._stack.load, self._stack.price):
            if line is not None:
                scaled = line.values * (self._scale if line is self._stack.price else 1.0)
                for shift in (-1, 0, 1):
                    room = np.fmin(room, np.abs(np.roll(scaled, shift) - middle))
        room[[0, -1]] = -1.0
        at = int(np.argmax(room))
        return at if room[at] > 0.5 * _NAMED_SHARE * (top - bottom) else -1

    def _price_scale(self, price: Course | None) -> float:
        """Megawatts that one unit of the price is drawn as: zero stands at zero, all of it fits."""
        bottom, top = self.plot.getPlotItem().vb.viewRange()[1]
        if price is None or not np.isfinite(price.values).any():
            return 1.0
        highest, lowest = float(np.nanmax(price.values)), float(np.nanmin(price.values))
        fits = [PRICE_SHARE * top / highest] if highest > 0 else []
        fits += [PRICE_SHARE * bottom / lowest] if lowest < 0 and bottom < 0 else []
        return min(fits, default=1.0)

    def _add_price(self, price: Course) -> None:
        import pyqtgraph as pg

        y = stair_y(price.values * self._scale)
        line = pg.PlotCurveItem(stair_x(self.hours), y, pen=dashed(price), connect="finite", antialias=True)
        self.plot.addItem(line, ignoreBounds=True)
        levels, first = np.unique(price.values[np.isfinite(price.values)], return_index=True)
        for level, step in zip(levels.tolist(), first.tolist(), strict=True) if len(levels) <= 6 else ():
            text = number_text(level, 0 if float(level).is_integer() else 2)
            self.add_name(text, step * self.hours.step_hours, level * self._scale, (0.0, 1.0), price.token)

    def show_step(self, step: int) -> None:
        """Stand at a step; the legend says the values."""
        super().show_step(step)
        stack = self._stack
        courses = [*stack.areas, *(c for c in (stack.load, stack.price) if c is not None)]
        is_at = self._step >= 0
        self.legend.show_entries(
            tuple((c, number_text(float(c.values[self._step]), c.decimals) if is_at else "") for c in courses)
        )
        hours = self.hours
        self.caption.say(f"{hours.begins[self._step]} – {hours.begins[self._step + 1]}" if is_at else "")
