"""Where everything stands that evidence can come from: its zone, and how many meters it stands for."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.grid.network import ElementRef, Network, rows_of
from engines.restoration.supply_paths import SupplyPaths

Array = np.ndarray[Any, Any]
METER_TABLES = ("customer", "load", "bus")


class Registry:
    """Every element of one network by its id; made once for many faults.

    Attributes:
        ref: by id, table and row.
        fed_bus: ``(n_bus,)`` had supply.
        bus_of, meter_zone, population: by meter table, ``(n,)`` bus row, zone (-1: had no supply) and meters of each
            row.
        default_table: whose rows are the meters where evidence names none: customers, without any loads.
        zone_customers: ``(n_zone,)`` connections that had supply.
    """

    def __init__(self, paths: SupplyPaths) -> None:
        network = paths.snapshot.network
        self.network, self.paths = network, paths
        self.ref: dict[str, ElementRef] = {}
        for name, table in network.tables.items():
            self.ref.update({key: ElementRef(name, row) for row, key in enumerate(table.id.tolist())})
        self.fed_bus: Array = paths.topology.is_energized & (paths.area[paths.zones.of_bus] >= 0)
        self.bus_of = {name: _bus_rows(network, name) for name in METER_TABLES}
        self.meter_zone = {name: self._zones_at(bus) for name, bus in self.bus_of.items()}
        self._switch_bus = np.asarray(network.bus_row(network["switch"]["bus"]), np.int64)
        count = np.maximum(np.asarray(network["customer"]["count"], np.int64), 1)
        self.population = {
            "customer": count,
            "load": np.ones(len(network["load"]), np.int64),
            "bus": np.ones(len(network.bus), np.int64),
        }
        self.default_table = "customer" if len(network["customer"]) else "load"
        self.zone_customers: Array = self.by_zone(self.default_table)

    def switches_at(self, bus_row: int) -> list[int]:
        """Rows of the switches that stand at a bus."""
        return np.flatnonzero(self._switch_bus == bus_row).tolist()

    def _zones_at(self, bus: Array) -> Array:
        """Zone of each bus row that had supply, -1 for the others."""
        known = (bus >= 0) & self.fed_bus[np.maximum(bus, 0)]
        return np.where(known, self.paths.zones.of_bus[np.maximum(bus, 0)], -1)

    def by_zone(self, table: str) -> Array:
        """``(n_zone,)`` meters of a table that had supply."""
        found, zone = np.zeros(self.paths.zones.count), self.meter_zone[table]
        np.add.at(found, zone[zone >= 0], self.population[table][zone >= 0])
        return found

    def zone_of(self, ref: ElementRef) -> int:
        """Zone of anything but a switch between zones; -1 where there is none or it had no supply."""
        if ref.table in METER_TABLES:
            return int(self.meter_zone[ref.table][ref.row])
        if "bus" not in self.network[ref.table] and ref.table not in EDGE_TABLES:
            return -1
        zone = -1 if ref.table == "switch" else self.paths.zones.of_element(self.network, ref)
        return zone if zone >= 0 and self.paths.area[zone] >= 0 else -1


def _bus_rows(network: Network, table: str) -> Array:
    if table == "bus":
        return np.arange(len(network.bus))
    rows = np.asarray(network.bus_row(network[table]["bus"]), np.int64)
    if table == "customer" and len(rows):
        # A customer's load knows its bus better than a missing column does.
        load = network["load"]
        at = np.asarray([-1] * len(rows)) if not len(load) else _load_bus(network)
        rows = np.where(rows >= 0, rows, at)
    return rows


def _load_bus(network: Network) -> Array:
    load_row = np.asarray(rows_of(network["load"].index, network["customer"]["load"]), np.int64)
    bus = np.asarray(network.bus_row(network["load"]["bus"]), np.int64)
    return np.where(load_row >= 0, bus[np.maximum(load_row, 0)], -1)
