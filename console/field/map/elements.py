"""Which element of the network a node of a server may belong to, by its names."""

from __future__ import annotations

import re
from collections import defaultdict

from console.field.map import words
from engines.grid.network import Network
from engines.values.points import Quantity


class ElementNames:
    """Finds elements by id, the part of the id after its colon, or name; capitals and separators do not count."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name, table in network.tables.items():
            given = table["name"].tolist() if "name" in table else [""] * len(table)
            for element, called in zip(table.id.tolist(), given, strict=True):
                for word in (str(element), str(element).partition(":")[2], str(called)):
                    if _plain(word):
                        self._found[_plain(word)].add((name, str(element)))

    def find(self, names: tuple[str, ...], quantity: Quantity) -> str | None:
        """What the nearest of ``names`` (the last one first) stands for, if exactly one can have the quantity."""
        for name in reversed(names):
            for part in dict.fromkeys((name, *re.split(r"[./|$]", name))):
                tables = words.TABLES[quantity]
                fitting = {element for table, element in self._found.get(_plain(part), ()) if table in tables}
                if len(fitting) == 1:
                    return fitting.pop()
        return None

    def nominal_voltage_kv(self, element: str) -> float | None:
        """Nominal voltage where the element stands; None where it is not known or has several."""
        reference = self._network.find(element)
        if reference is None:
            return None
        table = self._network[reference.table]
        if reference.table == "bus":
            return float(table["vn_kv"][reference.row])
        if "bus" not in table or int(table["bus"][reference.row]) < 0:
            return None
        row = int(self._network.bus_row(int(table["bus"][reference.row])))
        return float(self._network.bus["vn_kv"][row])


def _plain(word: str) -> str:
    return re.sub(r"[\s_\-.:/]+", "", word).lower()
