"""When generators and storage are connected: gone with the voltage, back some time after it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Table
from engines.plant.clock import NEVER, microseconds
from engines.plant.options import GenerationOptions

Array = np.ndarray[Any, Any]


class Connection:
    """Of the rows of one table.

    Attributes:
        is_connected: ``(n,)`` whether each runs.
    """

    def __init__(self, table: Table, bus_row: Array, options: GenerationOptions) -> None:
        self.is_connected: Array = np.ones(len(table), bool)
        self._bus_row = np.maximum(bus_row, 0)
        self._had_voltage: Array = np.ones(len(table), bool)
        self._return_us: Array = np.full(len(table), NEVER, np.int64)
        self._since_us: Array = np.full(len(table), -microseconds(options.ramp_s), np.int64)
        self._delay_us, self._ramp_us = microseconds(options.reconnect_s), microseconds(options.ramp_s)

    @property
    def next_us(self) -> int:
        """When something happens next."""
        return int(self._return_us.min(initial=NEVER))

    def on_voltage(self, is_energized: Array, now_us: int) -> bool:
        """Take notice of which buses have voltage (``(n_bus,)``); whether anything was disconnected."""
        has = is_energized[self._bus_row] if len(self._bus_row) else np.zeros(0, bool)
        lost, back = self._had_voltage & ~has, has & ~self._had_voltage
        self._had_voltage = has
        self.is_connected[lost] = False
        self._return_us[lost] = NEVER
        self._return_us[back] = now_us + self._delay_us
        return bool(lost.any())

    def advance(self, now_us: int) -> bool:
        """Whether anything returned at this moment."""
        returns = self._return_us <= now_us
        if not returns.any():
            return False
        self.is_connected[returns] = True
        self._since_us[returns] = now_us
        self._return_us[returns] = NEVER
        return True

    def ramp(self, now_us: int) -> Array:
        """``(n,)`` share of its power each may give at this moment, 0 while disconnected."""
        if self._ramp_us <= 0:
            return self.is_connected.astype(np.float64)
        return np.where(self.is_connected, np.clip((now_us - self._since_us) / self._ramp_us, 0.0, 1.0), 0.0)
