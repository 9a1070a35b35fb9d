"""Everything of one plan over its hours: the power large, the rest small beneath it, one cursor over all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from widgets.charts.empty_state import EmptyOr
from widgets.dispatch.hour_plot import HourPlot
from widgets.dispatch.lines import CoursesView
from widgets.dispatch.power_plot import PowerPlot
from widgets.slices import Slices, Steps
from widgets.theme import theme_chooser

NARROW_PX = 560


class Courses(EmptyOr):
    """Charts of a plan, or the sentence that says why there are none.

    Attributes:
        power: the large plot; small: the others, made when they are first needed; step: where the cursor stands.

    Signals:
        step_changed: number of the step the cursor has come to, -1 for none.
    """

    step_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("The plan over its hours"))
        self.step = -1
        self._view: CoursesView | None = None
        self._slices = Slices(self)
        self._content = QWidget(self)
        self.power: PowerPlot | None = None
        self.small: list[HourPlot] = []
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(4)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._columns = 3
        theme_chooser().changed.connect(self._dress)

    def show_plan(self, view: CoursesView | None, missing: str = "") -> None:
        """Draw a plan in turns of the event loop, or say what is missing."""
        self._view = view
        if view is None:
            self._slices.cancel()
            self.show_empty(missing)
            return
        if self.step >= view.hours.n_step:
            self.step = -1
        self._slices.start(self._steps(view), lambda _done: self.show_content(self._content))

    @property
    def is_drawing(self) -> bool:
        """Whether something is still to be drawn."""
        return self._slices.is_busy

    def _steps(self, view: CoursesView) -> Steps[None]:
        if self.power is None:
            self.power = PowerPlot(self._content)
            self.power.step_wanted.connect(self.go_to)
            self._column.addWidget(self.power, 5)
            self._column.addLayout(self._grid, 5)
            yield
        yield from self.power.power_steps(view.title, view.power, view.hours)
        yield
        while len(self.small) < len(view.charts):
            plot = HourPlot(self._content)
            plot.step_wanted.connect(self.go_to)
            self.small.append(plot)
            self._place()
            yield
        for number, plot in enumerate(self.small):
            plot.setVisible(number < len(view.charts))
            if number < len(view.charts):
                yield from plot.chart_steps(view.charts[number], view.hours)
                plot.show_step(self.step)
            yield
        self.power.show_step(self.step)

    def _place(self) -> None:
        for number, plot in enumerate(self.small):
            self._grid.addWidget(plot, number // self._columns, number % self._columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three beside one another, two where it is narrow."""
        super().resizeEvent(event)
        columns = 2 if self.width() < NARROW_PX else 3
        if columns != self._columns:
            self._columns = columns
            self._place()

    def go_to(self, step: int) -> None:
        """Move the cursor of all charts; -1 takes it away."""
        n_step = self._view.hours.n_step if self._view is not None else 0
        step = step if 0 <= step < n_step else -1
        if step == self.step:
            return
        self.step = step
        for plot in (*((self.power,) if self.power is not None else ()), *self.small):
            plot.show_step(step)
        self.step_changed.emit(step)

    def _dress(self) -> None:
        for plot in (*((self.power,) if self.power is not None else ()), *self.small):
            plot.dress()
        if self._view is not None:
            self.show_plan(self._view)
