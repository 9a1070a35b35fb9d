"""Tap changers under load and their automatic voltage regulators."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.plant.clock import NEVER, microseconds
from engines.plant.options import RegulatorOptions

Array = np.ndarray[Any, Any]


class Regulators:
    """All two-winding transformers of a network; only those of ``rows`` have a drive.

    Transformers on one bar follow the first of them that feeds it, so that no current circulates.

    Attributes:
        rows: those that move under load.
        tap_pos: ``(n_trafo,)`` present position.
        is_regulating: ``(n_trafo,)`` the regulator is on.
        setpoint_pu: ``(n_trafo,)`` voltage it holds at the low side.
    """

    def __init__(self, network: Network, options: RegulatorOptions) -> None:
        trafo = network["trafo"]
        n = len(trafo)
        span = np.nan_to_num(trafo["tap_max"] - trafo["tap_min"])
        moves = (span >= options.smallest_range) & np.isfinite(trafo["tap_pos"]) & (trafo["tap_side"] != "")
        self.rows: Array = np.flatnonzero(moves)
        self.tap_pos: Array = trafo["tap_pos"].astype(np.float64)
        self.tap_min, self.tap_max = trafo["tap_min"], trafo["tap_max"]
        self.is_regulating: Array = moves.copy()
        self.setpoint_pu: Array = np.full(n, options.setpoint_pu)
        self.target: Array = self.tap_pos.copy()
        self._lv_row = np.asarray(network.bus_row(trafo["lv_bus"]), np.int64)
        # A step up at the high side takes voltage away from the low side.
        self._sense = np.where(trafo["tap_side"] == "hv", -1.0, 1.0)
        self._step_pu = np.abs(np.nan_to_num(trafo["tap_step_percent"])) / 100
        self._band_pu = options.bandwidth * self._step_pu
        self._move_us: Array = np.full(n, NEVER, np.int64)
        self._due_us: Array = np.full(n, NEVER, np.int64)
        self._has_stepped: Array = np.zeros(n, bool)
        self._way: Array = np.zeros(n)
        self._travel_us = microseconds(options.travel_s)
        self._first_us, self._following_us = microseconds(options.first_delay_s), microseconds(options.next_delay_s)

    @property
    def next_us(self) -> int:
        """When something happens next."""
        return int(min(self._move_us.min(initial=NEVER), self._due_us.min(initial=NEVER)))

    def is_busy(self, row: int) -> bool:
        """Whether a tap changer is moving."""
        return bool(self._move_us[row] != NEVER)

    def start(self, row: int, target: float, now_us: int) -> None:
        """Send a tap changer to a position, step by step."""
        self.target[row] = target
        self._move_us[row] = now_us + self._travel_us

    def advance(self, now_us: int, sticks: Array) -> bool:
        """Whether any tap moved at this moment; ``sticks`` ``(n_trafo,)``: its drive does not move."""
        moved = False
        for row in np.flatnonzero(self._move_us <= now_us).tolist():
            way = float(np.sign(self.target[row] - self.tap_pos[row]))
            if sticks[row] or way == 0:
                self.target[row], self._move_us[row] = self.tap_pos[row], NEVER
                continue
            self.tap_pos[row] += way
            moved = True
            self._move_us[row] = NEVER if self.tap_pos[row] == self.target[row] else now_us + self._travel_us
        for row in np.flatnonzero(self._due_us <= now_us).tolist():
            self._due_us[row] = NEVER
            self._has_stepped[row] = True
            self.start(row, self._bounded(row, self.tap_pos[row] + self._way[row]), now_us)
        return moved

    def watch(self, vm_pu: Array, feeds_bar: Array, is_local: Array, now_us: int) -> None:
        """Let the regulators look at the voltages.

        Args:
            vm_pu: ``(n_bus,)`` true voltages, NaN where there is none.
            feeds_bar: ``(n_trafo,)`` closed on both sides.
            is_local: ``(n_trafo,)`` switched to local, where no regulator acts.
        """
        masters: dict[int, int] = {}
        for row in self.rows.tolist():
            if self.is_busy(row):
                continue
            acts = self.is_regulating[row] and feeds_bar[row] and not is_local[row]
            master = masters.setdefault(int(self._lv_row[row]), row) if acts else row
            if not acts:
                self._calm(row)
            elif master != row:
                self._follow(row, master, now_us)
            else:
                self._compare(row, float(vm_pu[self._lv_row[row]]), now_us)

    def _follow(self, row: int, master: int, now_us: int) -> None:
        self._calm(row)
        wanted = self._bounded(row, self.tap_pos[master])
        if not self.is_busy(master) and wanted != self.tap_pos[row]:
            self.start(row, wanted, now_us)

    def _compare(self, row: int, vm_pu: float, now_us: int) -> None:
        deviation = vm_pu - self.setpoint_pu[row]
        if not abs(deviation) > self._band_pu[row]:  # NaN, a dead bar, is no reason to step
            self._calm(row)
            return
        way = float(-np.sign(deviation) * self._sense[row])
        if self._bounded(row, self.tap_pos[row] + way) == self.tap_pos[row]:
            self._calm(row)
        elif self._due_us[row] == NEVER or self._way[row] != way:
            if self._way[row] != way:
                self._has_stepped[row] = False
            self._way[row] = way
            self._due_us[row] = now_us + (self._following_us if self._has_stepped[row] else self._first_us)

    def _calm(self, row: int) -> None:
        self._due_us[row] = NEVER
        self._has_stepped[row] = False
        self._way[row] = 0.0

    def _bounded(self, row: int, position: float) -> float:
        return float(np.clip(position, self.tap_min[row], self.tap_max[row]))
