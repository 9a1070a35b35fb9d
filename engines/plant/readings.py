"""From true values to what the field reports: noise, dead bands, intervals, defects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.plant.clock import NEVER, microseconds
from engines.plant.options import MeterOptions
from engines.plant.point_plan import PlannedPoint, Reporting
from engines.values.frozen import frozen_array
from engines.values.points import PointQuality, Quantity

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PlantReadings:
    """What the field says of every point, in the order of ``Plant.points``; read-only.

    Attributes:
        value: ``(n,)`` float64 as last reported; NaN where nothing was ever reported.
        quality: ``(n,)`` uint8, :class:`engines.values.points.PointQuality`.
        time_us: ``(n,)`` int64, when it was reported: microseconds of simulated time since the start.
        is_reachable: ``(n,)`` bool; false: communication with the device is lost.
    """

    value: Array
    quality: Array
    time_us: Array
    is_reachable: Array


class Telemetry:
    """The reporting of all points.

    Attributes:
        is_reachable: ``(n,)`` bool; a point whose device is not reachable reports nothing.
        override: ``(n,)`` what a wrong indication shows instead of the truth, NaN where none.
        is_frozen: ``(n,)`` keeps its last value as a good one.
        drift_per_us: ``(n,)`` growth of the error of a drifting meter; drift_from_us: ``(n,)`` since when.
    """

    def __init__(self, plan: tuple[PlannedPoint, ...], options: MeterOptions, random: np.random.Generator) -> None:
        n = len(plan)
        self._random, self._options = random, options
        self._place = np.array([p.place for p in plan], np.int64)
        self._sigma = np.array([p.sigma for p in plan])
        gain = np.array([p.gain for p in plan])
        self._gain = 1.0 + gain * random.uniform(-1.0, 1.0, n)
        self._is_size = np.array([p.definition.quantity in (Quantity.I_KA, Quantity.VM_PU) for p in plan], bool)
        self._dead_band = np.array([p.definition.dead_band for p in plan])
        reporting = np.array([p.reporting for p in plan], np.int8)
        self._scanned = np.flatnonzero(reporting == Reporting.SCANNED)
        self._spontaneous = np.flatnonzero(reporting == Reporting.SPONTANEOUS)
        self._smart = np.flatnonzero(reporting == Reporting.SMART)
        self._gasp = np.flatnonzero(reporting == Reporting.GASP)
        self._powered_place = self._gasp_place(plan)
        self._value, self._quality = np.full(n, np.nan), np.full(n, PointQuality.INVALID, np.uint8)
        self._time_us: Array = np.zeros(n, np.int64)
        self.is_reachable: Array = np.ones(n, bool)
        self.override: Array = np.full(n, np.nan)
        self.is_frozen: Array = np.zeros(n, bool)
        self.drift_per_us: Array = np.zeros(n)
        self.drift_from_us: Array = np.zeros(n, np.int64)
        self._changed: Array = np.zeros(n, bool)
        self._interval_us = microseconds(options.smart_interval_s)
        self._smart_due_us = random.integers(0, max(self._interval_us, 1), len(self._smart))
        self._was_powered: Array = np.ones(len(self._gasp), bool)
        self._gasp_due_us: Array = np.full(len(self._gasp), NEVER, np.int64)

    def _gasp_place(self, plan: tuple[PlannedPoint, ...]) -> Array:
        """Where each smart meter's own supply is found; meters and gasps come in pairs, in one order."""
        pairs = [p.place for p in plan if p.definition.quantity is Quantity.IS_POWERED]
        return np.array(pairs, np.int64)

    @property
    def next_us(self) -> int:
        """When a smart meter reports next."""
        return int(min(self._smart_due_us.min(initial=NEVER), self._gasp_due_us.min(initial=NEVER)))

    def readings(self) -> PlantReadings:
        """What was last reported."""
        return PlantReadings(
            frozen_array(self._value),
            frozen_array(self._quality),
            frozen_array(self._time_us),
            frozen_array(self.is_reachable),
        )

    def take_changed(self) -> Array:
        """Rows reported since the last call."""
        rows = np.flatnonzero(self._changed)
        self._changed[:] = False
        return rows

    def touch(self, rows: Array) -> None:
        """Say that something about these points changed that is not their value."""
        self._changed[rows] = True

    def begin(self, bank: Array, *, is_trusted: bool) -> None:
        """First report of every point; without a solution what is measured stays unknown."""
        known = np.arange(len(self._place)) if is_trusted else self._spontaneous
        self._report(known, self._measured(known, bank, 0), 0, is_trusted=True)
        self._gasp_due_us[:] = NEVER
        self._changed[:] = False

    def tell(self, bank: Array, now_us: int) -> None:
        """Let positions, flags, steps and setpoints report what has changed."""
        rows = self._spontaneous
        value = self._measured(rows, bank, now_us)
        differs = (value != self._value[rows]) & ~(np.isnan(value) & np.isnan(self._value[rows]))
        self._report(rows[differs], value[differs], now_us, is_trusted=True)

    def scan(self, bank: Array, now_us: int, *, is_trusted: bool) -> None:
        """Let the meters of the control system look; without a solution they say that they do not know."""
        rows = self._scanned
        if not is_trusted:
            self._doubt(rows, now_us)
            return
        value = self._measured(rows, bank, now_us)
        moved = np.abs(value - self._value[rows]) > self._dead_band[rows]
        moved |= np.isnan(value) != np.isnan(self._value[rows])
        moved |= self._quality[rows] != PointQuality.GOOD
        self._report(rows[moved], value[moved], now_us, is_trusted=True)

    def smart(self, bank: Array, now_us: int, *, is_trusted: bool) -> None:
        """Let those smart meters report whose time has come, if they have power to do so."""
        due = np.flatnonzero(self._smart_due_us <= now_us)
        if len(due):
            self._smart_due_us[due] += self._interval_us
            alive = due[bank[self._powered_place[due]] > 0]
            rows = self._smart[alive]
            if is_trusted:
                self._report(rows, self._measured(rows, bank, now_us), now_us, is_trusted=True)
            else:
                self._doubt(rows, now_us)
        due = np.flatnonzero(self._gasp_due_us <= now_us)
        if len(due):
            self._gasp_due_us[due] = NEVER
            rows = self._gasp[due]
            self._report(rows, self._measured(rows, bank, now_us), now_us, is_trusted=True)
            dead = due[bank[self._powered_place[due]] == 0]
            self._quality[self._smart[dead]] = PointQuality.INVALID
            self._changed[self._smart[dead]] = True
            back = self._smart[due[bank[self._powered_place[due]] > 0]]
            if is_trusted:
                self._report(back, self._measured(back, bank, now_us), now_us, is_trusted=True)

    def watch_power(self, bank: Array, now_us: int) -> None:
        """Let smart meters notice that their voltage has gone or come back."""
        powered = bank[self._powered_place] > 0
        gone, back = np.flatnonzero(self._was_powered & ~powered), np.flatnonzero(powered & ~self._was_powered)
        self._was_powered = powered
        never_heard = np.isnan(self._value[self._gasp]) & (self._gasp_due_us == NEVER) & powered
        back = np.union1d(back, np.flatnonzero(never_heard))
        if len(gone):
            options, draw = self._options, self._random
            delay = draw.uniform(0.0, microseconds(options.last_gasp_s), len(gone))
            heard = draw.uniform(size=len(gone)) >= options.last_gasp_lost
            self._gasp_due_us[gone] = np.where(heard, now_us + delay.astype(np.int64), NEVER)
        if len(back):
            delay = self._random.uniform(0.0, microseconds(self._options.return_s), len(back))
            self._gasp_due_us[back] = now_us + delay.astype(np.int64)

    def _measured(self, rows: Array, bank: Array, now_us: int) -> Array:
        truth = bank[self._place[rows]]
        value = truth * self._gain[rows]
        noisy = self._sigma[rows] > 0
        if noisy.any():
            # Meters suppress what they would show of a dead circuit.
            noise = np.where(truth != 0, self._sigma[rows] * self._random.standard_normal(len(rows)), 0.0)
            value = value + noise
            value = np.where(self._is_size[rows], np.maximum(value, 0.0), value)
        value = value + self.drift_per_us[rows] * (now_us - self.drift_from_us[rows])
        wrong = self.override[rows]
        return np.where(np.isnan(wrong), value, wrong)

    def _report(self, rows: Array, value: Array, now_us: int, *, is_trusted: bool) -> None:
        speaks = self.is_reachable[rows] & ~self.is_frozen[rows]
        rows, value = rows[speaks], value[speaks]
        self._value[rows], self._time_us[rows] = value, now_us
        quality = PointQuality.GOOD if is_trusted else PointQuality.QUESTIONABLE
        self._quality[rows] = np.where(np.isnan(value), PointQuality.INVALID, quality)
        self._changed[rows] = True

    def _doubt(self, rows: Array, now_us: int) -> None:
        """Keep the last values and say that they may no longer hold."""
        rows = rows[self.is_reachable[rows] & (self._quality[rows] == PointQuality.GOOD)]
        self._quality[rows], self._time_us[rows] = PointQuality.QUESTIONABLE, now_us
        self._changed[rows] = True
