"""A moment of the network by zones: which are live, what they need, and which switches between them may be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.grid.topology import generating_buses, live_sources
from engines.restoration.customer_counts import N_PRIORITY, customers_by_bus
from engines.restoration.options import RestorationOptions
from engines.restoration.zones import Zones, zones_of

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ZoneState:
    """Zones and the switches that join two of them ("joins"), at one moment.

    Attributes:
        join: ``(m,)`` switch rows; ends: ``(m, 2)`` the zones at their sides.
        is_closed, is_open: ``(m,)`` known to be so; what is neither counts as closed for safety.
        may_operate: ``(m,)`` neither excluded nor tagged, and its position known.
        is_disconnector: ``(m,)`` may not make or break load.
        is_remote: ``(m,)``; effort_s: ``(m,)`` what one operation takes, with the way to it.
        is_source: ``(n_zone,)`` a source in service stands in it.
        is_live: ``(n_zone,)`` joined to a source by closed switches; may_be_live: by switches not known as open.
        has_generation: ``(n_zone,)`` something may hold up a voltage.
        forms_grid: ``(n_zone,)`` a unit stands in it that can hold up an island.
        p_kw: ``(n_zone,)`` present load; customers: ``(n_zone, 4)`` connections by priority.
        value_kw: ``(n_zone,)`` load plus what the connections weigh.
    """

    snapshot: Snapshot
    zones: Zones
    join: Array
    ends: Array
    is_closed: Array
    is_open: Array
    may_operate: Array
    is_disconnector: Array
    is_remote: Array
    effort_s: Array
    is_source: Array
    is_live: Array
    may_be_live: Array
    has_generation: Array
    forms_grid: Array
    p_kw: Array
    customers: Array
    value_kw: Array

    def reached(self, from_zones: Array, conducting: Array) -> Array:
        """``(n_zone,)`` what joins ``conducting`` (``(m,)`` bool) connect to ``from_zones`` (bool)."""
        part = self.parts(conducting)
        return np.asarray(np.isin(part, np.unique(part[from_zones])))

    def parts(self, conducting: Array) -> Array:
        """``(n_zone,)`` which part each zone is in, joined by ``conducting``."""
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        ends = self.ends[conducting]
        n = self.zones.count
        matrix = coo_matrix((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), (n, n))
        return np.asarray(connected_components(matrix, directed=False)[1], np.int64)

    def bus_mask(self, zones: Array) -> Array:
        """``(n_bus,)`` the buses of ``zones`` (``(n_zone,)`` bool)."""
        return np.asarray(zones[self.zones.of_bus])


def zone_state(snapshot: Snapshot, options: RestorationOptions) -> ZoneState:
    """The zones of ``snapshot`` with what they need and how they may be joined."""
    network = snapshot.network
    zones = zones_of(network)
    join = zones.switches_between()
    ends = zones.of_switch[join]
    switch = network["switch"]
    position = np.asarray(snapshot.switch_position)[join]
    closed, opened = position == SwitchPosition.CLOSED, position == SwitchPosition.OPEN
    ids = switch.id[join].tolist()
    barred = options.excluded | options.tagged
    may = np.array([i not in barred for i in ids], bool) & (closed | opened)
    remote = np.array([options.remote.get(i, bool(r)) for i, r in zip(ids, switch["remote"][join], strict=True)], bool)
    travel = np.array([options.travel_s.get(i, options.default_travel_s) for i in ids], float)
    p_kw = _load_kw(snapshot, zones)
    customers = _customers(snapshot, zones, options)
    source = np.zeros(zones.count, bool)
    source[zones.of_bus[live_sources(snapshot)]] = True
    generates = np.zeros(zones.count, bool)
    generates[zones.of_bus[generating_buses(snapshot)]] = True
    forms = _forming(network, zones, options)
    nothing = np.zeros(zones.count, bool)
    made = ZoneState(
        snapshot, zones, join, ends, closed, opened, may,
        np.asarray(switch["kind"][join] == SwitchKind.DISCONNECTOR), remote,
        np.where(remote, options.remote_s, travel), source, nothing, nothing, generates, forms, p_kw, customers,
        p_kw + options.customer_kw * customers.sum(axis=1),
    )  # fmt: skip
    object.__setattr__(made, "is_live", made.reached(source, closed))
    object.__setattr__(made, "may_be_live", made.reached(source, ~opened))
    return made


def _forming(network: Network, zones: Zones, options: RestorationOptions) -> Array:
    forms = np.zeros(zones.count, bool)
    for unit_id in options.grid_forming:
        ref = network.find(unit_id)
        zone = zones.of_element(network, ref) if ref is not None and "bus" in network[ref.table] else -1
        forms[[zone] if zone >= 0 else []] = True
    return forms


def _load_kw(snapshot: Snapshot, zones: Zones) -> Array:
    total = np.zeros(zones.count)
    bus = snapshot.network.bus
    for table, columns in (("load", ("p_mw",)), ("asymmetric_load", ("p_a_mw", "p_b_mw", "p_c_mw"))):
        rows = np.asarray(rows_of(bus.index, snapshot.network[table]["bus"]))
        p_mw = sum((snapshot.column(table, c) for c in columns), np.zeros(len(rows)))
        p_mw = p_mw * snapshot.column(table, "scaling") * snapshot.column(table, "in_service")
        known = rows >= 0
        np.add.at(total, zones.of_bus[rows[known]], 1e3 * np.nan_to_num(p_mw[known]))
    return total


def _customers(snapshot: Snapshot, zones: Zones, options: RestorationOptions) -> Array:
    counts = np.zeros((zones.count, N_PRIORITY), np.int64)
    np.add.at(counts, zones.of_bus, customers_by_bus(snapshot.network, options))
    return counts
