"""All true values of the district in one array, so that a scan of every meter is one look-up."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network

Array = np.ndarray[Any, Any]

FLOWS = tuple(f"{q}_{end}" for end in ("from", "to") for q in ("p", "q", "i"))
_COLUMNS: dict[str, tuple[str, ...]] = {
    "bus": ("vm_pu",),
    "line": (*FLOWS, "fault_passage"),
    "trafo": (*FLOWS, "tap_pos", "is_regulating", "setpoint_pu", "is_local"),
    "switch": (
        *FLOWS,
        "position",
        "is_local",
        "is_opening_blocked",
        "is_closing_blocked",
        "has_tripped",
        "is_locked_out",
        "fault_i_ka",
        "is_reclosing_on",
        "setting_group",
        "fault_passage",
    ),
    "load": ("p_mw", "q_mvar", "vm_pu", "is_powered"),
    "sgen": ("p_mw", "q_mvar", "p_limit_mw", "q_setpoint_mvar", "is_local"),
    "storage": ("p_mw", "q_mvar", "soc_percent", "p_setpoint_mw", "q_setpoint_mvar", "is_local"),
    "shunt": ("step", "q_mvar", "is_local"),
}


class Bank:
    """True values by table and column.

    Attributes:
        values: ``(n,)`` all of them, one column after the other.
    """

    def __init__(self, network: Network) -> None:
        self._part: dict[tuple[str, str], slice] = {}
        stop = 0
        for table, columns in _COLUMNS.items():
            n = len(network[table])
            for column in columns:
                self._part[table, column] = slice(stop, stop + n)
                stop += n
        self.values: Array = np.zeros(stop)

    def at(self, table: str, column: str, row: int) -> int:
        """Place of one value."""
        return int(self._part[table, column].start) + row

    def put(self, table: str, column: str, values: Any) -> None:
        """Write a whole column."""
        self.values[self._part[table, column]] = values

    def column(self, table: str, column: str) -> Array:
        """A whole column, which may be written to."""
        return self.values[self._part[table, column]]
