"""Capacitor banks that switch one step after the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.plant.clock import NEVER, microseconds
from engines.plant.options import GenerationOptions

Array = np.ndarray[Any, Any]


class Capacitors:
    """All shunts of a network; those with more than no step can be commanded.

    Attributes:
        step: ``(n,)`` steps in service; target: ``(n,)`` where each is going.
        max_step: ``(n,)`` steps there are.
    """

    def __init__(self, network: Network, options: GenerationOptions) -> None:
        table = network["shunt"]
        self.step: Array = table["step"].astype(np.float64)
        self.max_step: Array = np.maximum(np.nan_to_num(table["max_step"], nan=1.0), self.step)
        self.target: Array = self.step.copy()
        self._due_us: Array = np.full(len(table), NEVER, np.int64)
        self._free_us: Array = np.zeros(len(table), np.int64)
        self._step_us, self._discharge_us = microseconds(options.capacitor_step_s), microseconds(options.discharge_s)

    @property
    def next_us(self) -> int:
        """When something happens next."""
        return int(self._due_us.min(initial=NEVER))

    def is_busy(self, row: int) -> bool:
        """Whether a bank is still switching."""
        return bool(self._due_us[row] != NEVER)

    def discharging_s(self, row: int, now_us: int) -> float:
        """How long a bank must still wait before another step may be switched on; 0 when it need not."""
        return float(max(self._free_us[row] - now_us, 0)) / 1e6

    def start(self, row: int, target: float, now_us: int) -> None:
        """Send a bank to a number of steps."""
        self.target[row] = target
        self._due_us[row] = now_us + self._step_us

    def advance(self, now_us: int, sticks: Array) -> bool:
        """Whether any step was switched at this moment; ``sticks`` ``(n,)``: its switch does not move."""
        due = np.flatnonzero(self._due_us <= now_us)
        stuck = due[sticks[due]]
        self.target[stuck], self._due_us[stuck] = self.step[stuck], NEVER
        due = due[~sticks[due]]
        if not len(due):
            return False
        way = np.sign(self.target[due] - self.step[due])
        self.step[due] += way
        self._free_us[due[way < 0]] = now_us + self._discharge_us
        arrived = self.step[due] == self.target[due]
        self._due_us[due] = np.where(arrived, NEVER, now_us + self._step_us)
        return bool(way.any())
