"""A day or a year at a glance: power, losses and the band of voltages, with a cursor at the shown moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from engines.values.series import SeriesResult
from widgets.charts.empty_state import EmptyOr
from widgets.charts.profile_lines import VoltageLimits
from widgets.charts.time_plot import TimePlot
from widgets.numbers import number_text
from widgets.slices import Steps, run_steps
from widgets.theme import theme_chooser

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class DayCurves:
    """What is drawn: ``(n_step,)`` each, NaN where a step has no solution.

    Attributes:
        seconds: beginning of each step, seconds since 1970.
        generation_mw: injected positive.
        has_solution: ``(n_step,)``.
    """

    seconds: Array
    losses_kw: Array
    vm_min_pu: Array
    vm_max_pu: Array
    load_mw: Array
    generation_mw: Array
    has_solution: Array

    @property
    def step_s(self) -> float:
        """Length of a step."""
        return float(self.seconds[1] - self.seconds[0]) if len(self.seconds) > 1 else 900.0


class DayChart(EmptyOr):
    """Three plots, beside one another where it is wide, else stacked.

    A click chooses the step under it; pointing at a moment reads its figures; the wheel narrows, a double click
    shows everything again.

    Signals:
        time_chosen: ``datetime64[s]`` at the beginning of a step.
    """

    time_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Day chart"))
        self.setAccessibleDescription(self.tr("Left and right step, Home and End go to the edges"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._curves: DayCurves | None = None
        self._limits = VoltageLimits(*(float("nan"),) * 4)
        self._time: float | None = None
        self._content = QWidget(self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._content)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.show_empty(self._nothing())
        theme_chooser().changed.connect(self._dress)

    def prepare(self) -> None:
        """Make what it is drawn with, before there is anything to draw."""
        _ = self._plots

    def _nothing(self) -> str:
        return self.tr("The day is solved in the background as soon as a network with profiles is shown.")

    @property
    def curves(self) -> DayCurves | None:
        """What is drawn; ``None`` while there is nothing."""
        return self._curves

    def show_series(self, series: SeriesResult | None, limits: VoltageLimits | None = None) -> None:
        """Draw a series with the voltage limits that hold for most buses."""
        run_steps(self.series_steps(series, limits))

    def series_steps(self, series: SeriesResult | None, limits: VoltageLimits | None = None) -> Steps[None]:
        """:meth:`show_series` in slices."""
        if series is None:
            self._curves = None
            self.show_empty(self._nothing())
            return
        steps = series.steps
        self._limits = limits or VoltageLimits(*(float("nan"),) * 4)
        yield from self.day_steps(
            series.times, steps.losses_kw, steps.vm_min_pu, steps.vm_max_pu, steps.load_mw, steps.generation_mw
        )

    def show_day(
        self,
        times: Array,
        losses_kw: Array,
        vm_min_pu: Array,
        vm_max_pu: Array,
        load_mw: Array,
        generation_mw: Array,
    ) -> None:
        """Draw a day, or any other span in equal steps; a step without losses has no solution."""
        run_steps(self.day_steps(times, losses_kw, vm_min_pu, vm_max_pu, load_mw, generation_mw))

    def day_steps(
        self,
        times: Array,
        losses_kw: Array,
        vm_min_pu: Array,
        vm_max_pu: Array,
        load_mw: Array,
        generation_mw: Array,
    ) -> Steps[None]:
        """:meth:`show_day` in slices."""
        if not len(times) or np.asarray(times).dtype.kind != "M":
            self._curves = None
            self.show_empty(self.tr("This network has no times to draw a day over."))
            return
        seconds = np.asarray(times).astype("datetime64[s]").astype(np.float64)
        self._curves = DayCurves(
            seconds, losses_kw, vm_min_pu, vm_max_pu, load_mw, generation_mw, np.isfinite(losses_kw)
        )
        if not self._curves.has_solution.any():
            self._curves = None
            self.show_empty(self.tr("No step of this day has a solution."))
            return
        yield from self._draw_steps()
        self.show_content(self._content)

    def set_time(self, time: np.datetime64 | None) -> None:
        """Where the cursor stands."""
        self._time = None if time is None else float(time.astype("datetime64[s]").astype(np.int64))
        self._show_cursor()

    # Drawing -----------------------------------------------------------------------------------------------

    @cached_property
    def _plots(self) -> tuple[TimePlot, ...]:
        """Made when there is something to draw: a window without a result shows sooner."""
        titles = (self.tr("Power, MW"), self.tr("Losses, kW"), self.tr("Voltage, pu"))
        plots = tuple(TimePlot(title, self._content) for title in titles)
        for plot in plots:
            self._row.addWidget(plot, 1)
            plot.plot.setFocusProxy(self)
            plot.second_clicked.connect(self._on_clicked)
            plot.second_pointed.connect(self._read)
        for plot in plots[1:]:
            plot.plot.getPlotItem().vb.setXLink(plots[0].plot.getPlotItem().vb)
        return plots

    def _draw_steps(self) -> Steps[None]:
        curves = self._curves
        if curves is None:
            return
        for plot in self._plots:
            plot.begin(float(curves.seconds[0]), float(curves.seconds[-1] + curves.step_s))
            yield
        power, losses, voltage = self._plots
        power.set_height(0.0, _highest(curves.load_mw, curves.generation_mw))
        power.add_curve(curves.seconds, curves.generation_mw, "wire_2", width=1.0, fill="wire_2")
        yield
        power.add_curve(curves.seconds, curves.load_mw, "text")
        yield
        losses.set_height(0.0, _highest(curves.losses_kw))
        losses.add_curve(curves.seconds, curves.losses_kw, "wire")
        yield
        low, high = (v for v in self._voltage_range(curves))
        voltage.set_height(low, high)
        voltage.add_band(curves.seconds, curves.vm_min_pu, curves.vm_max_pu, "wire")
        yield
        voltage.add_edge(curves.seconds, curves.vm_min_pu, is_upper=False)
        voltage.add_edge(curves.seconds, curves.vm_max_pu, is_upper=True)
        yield
        for limit in (self._limits.min_pu, self._limits.max_pu):
            voltage.add_limit(limit, "muted")
        for limit in (self._limits.emergency_min_pu, self._limits.emergency_max_pu):
            if low <= limit <= high:
                voltage.add_limit(limit, "high")
        yield
        for plot in self._plots:
            plot.mark_missing(curves.seconds[~curves.has_solution])
        self._show_cursor()
        self._read(float("nan"))

    def _voltage_range(self, curves: DayCurves) -> tuple[float, float]:
        low, high = float(np.nanmin(curves.vm_min_pu)), float(np.nanmax(curves.vm_max_pu))
        floor, ceiling = self._limits.min_pu, self._limits.max_pu
        low = min(low, floor) if np.isfinite(floor) else low
        high = max(high, ceiling) if np.isfinite(ceiling) else high
        return low - 0.05 * (high - low), high

    def _show_cursor(self) -> None:
        curves = self._curves
        for plot in self._plots if curves is not None else ():
            plot.show_cursor(self._time)

    def _dress(self) -> None:
        for plot in self.__dict__.get("_plots", ()):
            plot.dress()
        run_steps(self._draw_steps())

    # Choosing ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right step, with Shift four steps; Home and End go to the edges."""
        curves = self._curves
        if curves is None:
            super().keyPressEvent(event)
            return
        far = 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        at, last = self._step_at(float("nan") if self._time is None else self._time), len(curves.seconds) - 1
        wanted = {
            Qt.Key.Key_Left: max(0, at - far),
            Qt.Key.Key_Right: min(last, at + far),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif wanted != at:
            self._on_clicked(float(curves.seconds[wanted]))

    # Reading -----------------------------------------------------------------------------------------------

    def _step_at(self, second: float) -> int:
        curves = self._curves
        if curves is None or second != second:
            return -1
        step = int((second - curves.seconds[0]) // curves.step_s)
        return step if 0 <= step < len(curves.seconds) else -1

    def _on_clicked(self, second: float) -> None:
        step = self._step_at(second)
        if step >= 0 and self._curves is not None:
            time = np.datetime64(int(self._curves.seconds[step]), "s")
            self.set_time(time)
            self.time_chosen.emit(time)

    def _read(self, second: float) -> None:
        curves, step = self._curves, self._step_at(second)
        if curves is None:
            return
        power, losses, voltage = self._plots
        hours = curves.step_s / 3600.0
        if step < 0:
            energy = float(np.nansum(curves.losses_kw)) * hours / 1e3
            power.set_caption(self.tr("load, generation shaded"))
            losses.set_caption(self.tr("{energy} MWh").format(energy=number_text(energy, 2)))
            low, high = float(np.nanmin(curves.vm_min_pu)), float(np.nanmax(curves.vm_max_pu))
            voltage.set_caption(f"{number_text(low, 3)} … {number_text(high, 3)}")
            return
        clock = str(np.datetime64(int(curves.seconds[step]), "s"))[11:16]
        if not curves.has_solution[step]:
            for plot in self._plots:
                plot.set_caption(self.tr("{time}: no solution").format(time=clock))
            return
        load, generation = (number_text(float(v[step]), 2) for v in (curves.load_mw, curves.generation_mw))
        power.set_caption(
            self.tr("{time}: {load} load, {generation} generation").format(time=clock, load=load, generation=generation)
        )
        losses.set_caption(f"{clock}: {number_text(float(curves.losses_kw[step]), 1)}")
        low, high = float(curves.vm_min_pu[step]), float(curves.vm_max_pu[step])
        voltage.set_caption(f"{clock}: {number_text(low, 3)} … {number_text(high, 3)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside one another or stacked."""
        super().resizeEvent(event)
        is_wide = self.width() > 1.5 * self.height()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)


def _highest(*columns: Array) -> float:
    known = [float(np.nanmax(column)) for column in columns if np.isfinite(column).any()]
    return max([*known, 1e-6])
