"""Fault passage indicators: where they hang, that they flag, and how they are reset."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.switches import SwitchKind
from engines.plant.clock import NEVER, microseconds

Array = np.ndarray[Any, Any]

SECTIONING = (SwitchKind.LOAD_BREAK_SWITCH, SwitchKind.DISCONNECTOR)


class Indicators:
    """One at every normally closed sectioning switch of a line.

    At a remote switch it uses the switch's own communication; at one without, it hangs on the line and
    reports by itself.

    Attributes:
        switch_rows: the switches they hang at; at_switch: ``(n_switch,)`` reports as part of the switch.
        line_rows: lines with an indicator of their own.
        has_flagged: ``(k,)`` in the order of ``switch_rows``.
    """

    def __init__(self, network: Network, reset_s: float) -> None:
        switch = network["switch"]
        sectioning = np.isin(switch["kind"], [str(kind) for kind in SECTIONING])
        line_row = np.asarray([_row_of(network, row) for row in range(len(switch))], np.int64)
        self.switch_rows: Array = np.flatnonzero(sectioning & switch["normal_closed"] & (line_row >= 0))
        remote = np.asarray(switch["remote"], bool)
        self.at_switch: Array = np.zeros(len(switch), bool)
        self.at_switch[self.switch_rows] = remote[self.switch_rows]
        on_line = ~remote[self.switch_rows]
        # A line with a manual switch at both ends still has one indicator point.
        self.line_rows: Array = np.unique(line_row[self.switch_rows[on_line]])
        self.has_flagged: Array = np.zeros(len(self.switch_rows), bool)
        self._line_of: Array = np.where(on_line, line_row[self.switch_rows], -1)
        self._reset_us: Array = np.full(len(self.switch_rows), NEVER, np.int64)
        self._duration_us = microseconds(reset_s)

    @property
    def next_us(self) -> int:
        """When the next one resets itself."""
        return int(self._reset_us.min(initial=NEVER))

    def flag(self, passes: Array, now_us: int) -> None:
        """Flag where fault current has passed; ``passes`` ``(n_switch,)`` bool."""
        hit = passes[self.switch_rows] if len(self.switch_rows) else np.zeros(0, bool)
        self.has_flagged |= hit
        self._reset_us[hit] = now_us + self._duration_us

    def reset(self, table: str, row: int) -> None:
        """Reset the indicator of a switch or on a line."""
        which = self.switch_rows == row if table == "switch" else self._line_of == row
        self.has_flagged[which] = False
        self._reset_us[which] = NEVER

    def advance(self, now_us: int) -> None:
        """Reset those whose time has come."""
        due = self._reset_us <= now_us
        self.has_flagged[due] = False
        self._reset_us[due] = NEVER

    def show(self, switches: Array, lines: Array) -> None:
        """Write the flags into a column of the switches and one of the lines."""
        switches[self.switch_rows] = self.has_flagged
        lines[self.line_rows] = 0.0
        lines[self._line_of[(self._line_of >= 0) & self.has_flagged]] = 1.0


def _row_of(network: Network, row: int) -> int:
    switch = network["switch"]
    if switch["et"][row] != "l":
        return -1
    at = np.flatnonzero(network["line"].index == switch["element"][row])
    return int(at[0]) if len(at) else -1
