"""A plot over the hours of a plan: a title, what is read at its right, and the cursor that all plots share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.charts.plot import dress_plot, make_plot, pen
from widgets.dispatch.bands import band_item
from widgets.dispatch.lines import ChartView, Course, Hours
from widgets.dispatch.stairs import drawn, name_places, tick_hours
from widgets.faults.labels import FittingLabel
from widgets.numbers import number_text
from widgets.slices import Steps, run_steps
from widgets.theme import LABEL_PX, theme, ui_font

Array = np.ndarray[Any, Any]
_DASHES = {"dash": [5.0, 3.0], "dot": [1.5, 2.5]}
_NO_HOURS = Hours((), 1.0)
NARROW_PX = 300
"""Below this a reading has no room beside its title and stands beneath it."""


class HourPlot(QWidget):
    """One plot; dragging in it moves the cursor, arrow keys step it, Escape takes it away.

    Attributes:
        plot: pyqtgraph's.

    Signals:
        step_wanted: number of the step a person points at by dragging or keys, -1 for none.
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hours, self._view, self._step = _NO_HOURS, ChartView(""), -1
        self._cursor: Any = None
        self._ticks: dict[float, str] = {}
        self.plot = make_plot()
        item = self.plot.getPlotItem()
        item.vb.setMouseEnabled(x=False, y=False)
        item.setContentsMargins(0, 4, 14, 0)
        item.getAxis("left").setWidth(38)
        axis = item.getAxis("bottom")
        axis.setHeight(18)
        axis.tickValues = self._tick_places
        axis.tickStrings = lambda values, _scale, _spacing: [self._ticks.get(round(v, 6), "") for v in values]
        self.plot.viewport().installEventFilter(self)
        self.plot.installEventFilter(self)
        self.title = QLabel(self)
        self.title.setFont(ui_font(bold=True))
        self.title.setObjectName("chartTitle")
        self.caption = FittingLabel(self, tone="muted", is_small=True)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(12, 4, 14, 0)
        self._head.addWidget(self.title)
        self._head.addWidget(self.caption, 1)
        self._stand(is_beneath=False)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self._head)
        self.column.addWidget(self.plot, 1)

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(220, 140)

    def minimumSizeHint(self) -> QSize:
        """Enough for a line and its axis."""
        return QSize(120, 92)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reading goes beneath the title where it is narrow."""
        super().resizeEvent(event)
        self._stand(is_beneath=self.width() < NARROW_PX)

    def _stand(self, *, is_beneath: bool) -> None:
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.TopToBottom if is_beneath else ways.LeftToRight)
        self._head.setSpacing(0 if is_beneath else 8)
        side = Qt.AlignmentFlag.AlignLeft if is_beneath else Qt.AlignmentFlag.AlignRight
        self.caption.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    # What is shown -----------------------------------------------------------------------------------------

    def show_chart(self, view: ChartView, hours: Hours) -> None:
        """Draw courses over these hours."""
        run_steps(self.chart_steps(view, hours))

    def chart_steps(self, view: ChartView, hours: Hours) -> Steps[None]:
        """:meth:`show_chart` in slices."""
        self._view = view
        self.begin(view.title, hours)
        self.plot.getPlotItem().getAxis("left").setStyle(showValues=view.has_scale)
        yield
        for band in view.bands:
            self.plot.addItem(band_item(band, hours), ignoreBounds=True)
        for course in view.courses:
            if course.is_drawn:
                self.add_course(course)
        edges = [edge for band in view.bands for edge in (band.low, band.high)]
        self.set_range([*(c.values for c in view.courses), *edges], view.low, view.high)
        yield
        yield from self._name_steps(view)
        self.show_step(self._step)

    def begin(self, title: str, hours: Hours) -> None:
        """Clear, and show these hours."""
        self.hours = hours
        self.plot.clear()
        if self._cursor is not None:
            self.plot.addItem(self._cursor, ignoreBounds=True)
        self.title.setText(title)
        self.plot.setAccessibleName(title)
        self.plot.getPlotItem().vb.setXRange(0.0, max(hours.span, 1e-6), padding=0)

    def set_range(self, values: list[Array], low: float, high: float) -> None:
        """The range of the axis: all values, at least ``low`` to ``high``, and a little room."""
        found = np.concatenate([np.asarray(v, float).ravel() for v in (*values, [low, high])])
        found = found[np.isfinite(found)]
        bottom, top = (float(found.min()), float(found.max())) if len(found) else (0.0, 1.0)
        # Names of several lines need a line of letters more above the highest.
        share = 0.2 if sum(bool(c.label and c.is_read) for c in self._view.courses) > 1 else 0.08
        room = top - bottom if top > bottom else max(abs(top) * 0.6, 6.0)
        bottom = bottom if bottom == 0 else bottom - 0.08 * room
        self.plot.getPlotItem().vb.setYRange(bottom, top + share * room, padding=0)

    def add_course(self, course: Course) -> None:
        """One line."""
        import pyqtgraph as pg

        x, y = drawn(course, self.hours)
        line = pg.PlotCurveItem(x, y, pen=dashed(course), connect="finite", antialias=True)
        self.plot.addItem(line, ignoreBounds=True)

    def _name_steps(self, view: ChartView) -> Steps[None]:
        """Where several lines are read, each has its name where it is farthest from the others."""
        read = [c for c in view.courses if c.is_read and c.label]
        if len(read) < 2 or self.hours.n_step < 2:
            return
        for course, (step, is_above) in zip(read, name_places([c.values for c in read]), strict=True):
            hour = (step + (1.0 if course.at_ends else 0.5)) * self.hours.step_hours
            token = "text" if view.bands else "muted"  # muted letters would not stand out from a band
            self.add_name(course.label, hour, float(course.values[step]), (0.5, 1.0 if is_above else 0.0), token)
            yield

    def add_name(self, text: str, x: float, y: float, anchor: tuple[float, float], token: str) -> None:
        """A small name at a place of the plot, held within it."""
        import pyqtgraph as pg

        view = self.plot.getPlotItem().vb
        low, high = view.viewRange()[1]
        near = 0.06 * (high - low)
        if y > high - near:
            anchor = (anchor[0], 0.0)
        elif y < low + near:
            anchor = (anchor[0], 1.0)
        span = self.hours.span
        anchor = (0.0 if x < 0.08 * span else 1.0 if x > 0.92 * span else anchor[0], anchor[1])
        name = pg.TextItem(text, color=theme().color(token), anchor=anchor)
        name.setFont(ui_font(LABEL_PX))
        name.setPos(x, y)
        name.setZValue(5)
        self.plot.addItem(name, ignoreBounds=True)

    def dress(self) -> None:
        """The colours of the theme in force; the lines are drawn anew by whoever gave them."""
        dress_plot(self.plot)
        if self._cursor is not None:
            self.plot.removeItem(self._cursor)
            self._cursor = None

    # The cursor --------------------------------------------------------------------------------------------

    def show_step(self, step: int) -> None:
        """Stand at a step and say its values; -1 for no step."""
        import pyqtgraph as pg

        self._step = step if 0 <= step < self.hours.n_step else -1
        if self._cursor is None:
            self._cursor = pg.LinearRegionItem(movable=False, pen=pen("accent"), brush=theme().color("accent", 0.14))
            self._cursor.setZValue(20)
            self.plot.addItem(self._cursor, ignoreBounds=True)
        self._cursor.setVisible(self._step >= 0)
        if self._step >= 0:
            begin = self._step * self.hours.step_hours
            self._cursor.setRegion((begin, begin + self.hours.step_hours))
        if self._step >= 0:
            self.caption.say_longest(self._readings())
        else:
            self.caption.say(self._view.empty or self._view.summary)

    @property
    def reading(self) -> str:
        """What stands at the right of the title."""
        return self.caption.text()

    def _readings(self) -> tuple[str, ...]:
        """All there is to read at the step, and, for where that has no room, without where it was found."""
        read = [c for c in self._view.courses if c.is_read and self._step < len(c.values)]
        if not read:
            return (self._view.empty,)
        bare = [replace(course, notes=()) if not course.is_told else course for course in read]
        return tuple(" · ".join(course_text(c, self._step, len(read) > 1) for c in courses) for courses in (read, bare))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Dragging and keys."""
        if isinstance(event, QMouseEvent) and watched is self.plot.viewport():
            kind, buttons = event.type(), event.buttons()
            is_press = kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
            if is_press and buttons & Qt.MouseButton.LeftButton:
                self.plot.setFocus(Qt.FocusReason.MouseFocusReason)
                self._want(self._step_at(event.position()))
                return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.plot:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        last = self.hours.n_step - 1
        wanted = {
            Qt.Key.Key_Left: max(self._step - 1, 0),
            Qt.Key.Key_Right: min(self._step + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Escape: -1,
        }.get(Qt.Key(event.key()))
        if wanted is None or last < 0:
            return False
        self._want(wanted)
        return True

    def _want(self, step: int) -> None:
        if step != self._step:
            self.step_wanted.emit(step)

    def _step_at(self, position: QPointF) -> int:
        view = self.plot.getPlotItem().vb
        hour = view.mapSceneToView(self.plot.mapToScene(position.toPoint())).x()
        step = int(hour // self.hours.step_hours) if self.hours.n_step else -1
        return min(max(step, 0), self.hours.n_step - 1)

    def _tick_places(self, _low: float, _high: float, size: float) -> list[tuple[float, list[float]]]:
        found = tick_hours(self.hours, round(size))
        self._ticks = {round(place, 6): text for place, text in found}
        return [(1.0, [place for place, _ in found])]


def course_text(course: Course, step: int, is_named: bool) -> str:
    """The value of a course at a step, with its name where there are several."""
    value = "" if course.is_told else number_text(float(course.values[step]), course.decimals)
    note = course.notes[step] if step < len(course.notes) else ""
    return " ".join(part for part in (course.label if is_named else "", value, note) if part)


def dashed(course: Course) -> QPen:
    """The pen of a course."""
    made = pen(course.token, course.width)
    if course.dash:
        made.setDashPattern(_DASHES[course.dash])
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made
