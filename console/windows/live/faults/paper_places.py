"""Where equipment is, as a paper says it: its name, its station and its feeder."""

from __future__ import annotations

from engines.grid.network import ElementRef, Network
from engines.values.topology import Topology

_BUSES = {
    "switch": ("bus",),
    "line": ("from_bus", "to_bus"),
    "trafo": ("hv_bus", "lv_bus"),
    "trafo3w": ("hv_bus", "mv_bus"),
    "impedance": ("from_bus", "to_bus"),
}


class Places:
    """Looks equipment up by its id; what is not in the network is called by its id.

    Without a topology no feeder is named: it depends on what is closed.
    """

    def __init__(self, network: Network | None, topology: Topology | None = None) -> None:
        self._network, self._topology = network, topology
        switches = [] if network is None else network["switch"].id.tolist()
        # Orders are about switches: one look at their table instead of one at every table for each step.
        self._switches = {str(name): row for row, name in enumerate(switches)}

    def name(self, element_id: str) -> str:
        """What people call it."""
        ref = self._find(element_id)
        return element_id if ref is None or self._network is None else self._network.label(ref)

    def names(self, element_ids: tuple[str, ...]) -> str:
        """Several of them."""
        return ", ".join(self.name(element_id) for element_id in element_ids)

    def station(self, element_id: str) -> str:
        """The station it stands in; both ends of a line; "" where the network does not say."""
        found = []
        for row in self._bus_rows(element_id):
            assert self._network is not None
            bus = self._network.bus
            found.append(str(bus["substation"][row]) or str(bus["name"][row]))
        return " – ".join(dict.fromkeys(name for name in found if name))

    def feeder(self, element_id: str) -> str:
        """The feeder it belongs to at present; "" where none is known."""
        if self._topology is None:
            return ""
        feeders = [int(self._topology.feeder[row]) for row in self._bus_rows(element_id)]
        return next((self._topology.feeders[k].name for k in feeders if k >= 0), "")

    def _bus_rows(self, element_id: str) -> list[int]:
        ref = self._find(element_id)
        if ref is None or self._network is None:
            return []
        if ref.table == "bus":
            return [ref.row]
        table = self._network[ref.table]
        columns = [c for c in _BUSES.get(ref.table, ("bus",)) if c in table]
        rows = [int(self._network.bus_row(int(table[c][ref.row]))) for c in columns]
        return [row for row in rows if row >= 0]

    def _find(self, element_id: str) -> ElementRef | None:
        if self._network is None or not element_id:
            return None
        row = self._switches.get(element_id)
        return self._network.find(element_id) if row is None else ElementRef("switch", row)
