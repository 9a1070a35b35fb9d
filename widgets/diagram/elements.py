"""One number for every drawn element, so that arrays can speak of all tables at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.schema import INJECTION_TABLES
from engines.values.schematic import DiagramLayout

Array = np.ndarray[Any, Any]

BRANCHES = ("line", "trafo", "trafo3w", "impedance", "switch")


class Elements:
    """Tables laid end to end: buses, branches and switches, devices.

    Attributes:
        tables: drawn tables in order; start: first number of each.
        count: elements in all.
        bus: ``(count,)`` bus row an element belongs to (its own, its from/high side, or where it hangs); -1 for none.
        other_bus: ``(count,)`` bus row at the far end of a branch, else -1.
    """

    def __init__(self, network: Network, layout: DiagramLayout) -> None:
        hung = [t for t in layout.device if t not in INJECTION_TABLES]
        self.tables = ("bus", *BRANCHES, *INJECTION_TABLES, *hung)
        self.sizes = {t: len(network.tables[t]) if t in network.tables else 0 for t in self.tables}
        ends = np.cumsum([0, *self.sizes.values()])
        self.start: dict[str, int] = dict(zip(self.tables, ends.tolist(), strict=False))
        self.count = int(ends[-1])
        self._ends = ends
        self.bus = np.full(self.count, -1, np.int64)
        self.other_bus = np.full(self.count, -1, np.int64)
        self._find_buses(network)

    def _find_buses(self, network: Network) -> None:
        near = {"bus": None, "line": "from_bus", "trafo": "hv_bus", "trafo3w": "hv_bus", "impedance": "from_bus"}
        far = {"line": "to_bus", "trafo": "lv_bus", "trafo3w": "mv_bus", "impedance": "to_bus"}
        for table in self.tables:
            if not self.sizes[table]:
                continue
            column = near.get(table, "bus")
            rows = np.arange(self.sizes[table]) if column is None else network.bus_row(network[table][column])
            self.bus[self.part(table)] = rows
            if table in far:
                self.other_bus[self.part(table)] = network.bus_row(network[table][far[table]])
        switch = network["switch"]
        if len(switch):
            rows = np.where(switch["et"] == "b", network.bus_row(switch["element"]), -1)
            self.other_bus[self.part("switch")] = rows

    def part(self, table: str) -> slice:
        """Where the rows of ``table`` lie."""
        return slice(self.start[table], self.start[table] + self.sizes[table])

    def number(self, ref: ElementRef) -> int:
        """The element's number, -1 where it is not drawn."""
        if ref.table not in self.start or not 0 <= ref.row < self.sizes[ref.table]:
            return -1
        return int(self.start[ref.table] + ref.row)

    def ref(self, number: int) -> ElementRef:
        """The element with this number."""
        at = int(np.searchsorted(self._ends, number, side="right")) - 1
        return ElementRef(self.tables[at], int(number - self._ends[at]))
