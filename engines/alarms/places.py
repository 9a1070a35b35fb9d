"""Where equipment is: the bus an alarm of it belongs to."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network

Array = np.ndarray[Any, Any]
_BUS_COLUMNS = ("bus", "lv_bus", "from_bus")
"""The side away from the source, as far as the table tells."""


class Places:
    """Element ids of a network, with their bus."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._place: dict[str, tuple[str, int]] = {}
        self._bus: dict[str, int] = {}
        for name, table in network.tables.items():
            if name == "customer":
                continue
            if name == "bus":
                rows = np.arange(len(table))
            else:
                column = next((c for c in _BUS_COLUMNS if c in table), None)
                rows = network.bus_row(table[column]) if column is not None else np.full(len(table), -1)
            for row, (element_id, bus) in enumerate(zip(table.id, np.asarray(rows).tolist(), strict=True)):
                self._place[str(element_id)] = (name, row)
                self._bus[str(element_id)] = int(bus)

    def place_of(self, element_id: str) -> tuple[str, int] | None:
        """Table and row, ``None`` where the network has no such equipment."""
        return self._place.get(element_id)

    def bus_of(self, element_id: str) -> int:
        """Row of its bus, -1 where there is none."""
        return self._bus.get(element_id, -1)
