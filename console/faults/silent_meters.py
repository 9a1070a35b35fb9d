"""Meters that tell of lost supply where nothing has tripped: a blown fuse, a broken conductor."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from console.points.store import PointStore
from console.workflows.customers import CustomerList
from engines.grid.network import Network, rows_of
from engines.values.points import PointFreshness, PointQuality, Quantity

SURE_S = 10.0
"""A meter that is back so soon was never without."""
LEAST_CONNECTIONS = 2
"""A single customer's own fuse is no incident."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Loads of one feeder whose meters have lost their voltage, since when, microseconds since 1970 UTC."""

    feeder: str
    loads: frozenset[str]
    since_us: int


class SilentMeters:
    """Reads one store; free of Qt."""

    def __init__(self, network: Network, store: PointStore, customers: CustomerList) -> None:
        self._store, self._customers = store, customers
        rows = [row for row, d in enumerate(store.definitions) if d.quantity is Quantity.IS_POWERED]
        self._rows = np.array(rows, np.int64)
        load_of = _load_of_meter(network)
        self._load = [load_of.get(store.definitions[row].element_id, "") for row in rows]
        self._since: dict[str, float] = {}

    def dead(self) -> frozenset[str]:
        """Loads whose meters say now, and can be believed, that they have no voltage."""
        store, rows = self._store, self._rows
        tells = (
            (store.value[rows] == 0.0)
            & (store.quality[rows] != PointQuality.INVALID)
            & (store.freshness[rows] != PointFreshness.STALE)
        )
        return frozenset(self._load[k] for k in np.flatnonzero(tells).tolist() if self._load[k])

    def unexplained(
        self, dead: frozenset[str], explained: frozenset[str], feeder_of: Callable[[str], str]
    ) -> tuple[Silence, ...]:
        """What is silent for a while and belongs to nothing that is known, by feeder.

        Args:
            dead: as :meth:`dead` gives it; explained: loads without a way to a source, or of incidents under way.
        """
        now = time.monotonic()
        silent = dead - explained
        self._since = {load: self._since.get(load, now) for load in silent}
        sure = [load for load, since in self._since.items() if now - since >= SURE_S]
        by_feeder: dict[str, set[str]] = {}
        for load in sure:
            by_feeder.setdefault(feeder_of(load), set()).add(load)
        return tuple(
            Silence(feeder, frozenset(loads), self._since_us(loads))
            for feeder, loads in by_feeder.items()
            if self._customers.count(loads) >= LEAST_CONNECTIONS or len(loads) >= LEAST_CONNECTIONS
        )

    def _since_us(self, loads: set[str]) -> int:
        at = [
            int(self._store.source_time_us[row] or self._store.receive_time_us[row])
            for row, load in zip(self._rows.tolist(), self._load, strict=True)
            if load in loads
        ]
        return min(at, default=0)


def _load_of_meter(network: Network) -> Mapping[str, str]:
    """The load a meter stands for, by the meter's id: its own, or its customer's."""
    loads, customers = network["load"], network["customer"]
    found = {str(i): str(i) for i in loads.id}
    if len(customers):
        for row, load in enumerate(rows_of(loads.index, customers["load"]).tolist()):
            if load >= 0:
                found[str(customers.id[row])] = str(loads.id[load])
    return found
