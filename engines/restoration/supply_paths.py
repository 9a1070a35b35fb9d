"""How every zone was fed before a fault, and which devices cut which zones off.

::

    source ── zone 0 ──[breaker]── zone 1 ──[switch]── zone 2 ──[recloser]── zone 3
             area 0               ╰────── area 1 ──────────╯                area 2

A *protection area* is what hangs together without passing a closed breaker, recloser or fuse: a short circuit
anywhere in it opens the same devices, and everything that is fed through it alone loses supply.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, edge_state
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse, live_sources
from engines.protection.hierarchy import protective_rows
from engines.restoration.nesting import Nesting, nest
from engines.restoration.zones import Zones, zones_of
from engines.values.frozen import frozen_array
from engines.values.topology import Topology

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class SupplyPaths:
    """The feeding of one snapshot, as seen by whoever looks for a fault.

    Attributes:
        path: nesting of zones (nodes below ``zones.count``) and closed switches (``zones.count + row``).
        area: ``(n_zone,)`` protection area of each fed zone, -1 for those without supply.
        area_path: nesting of areas and, after them, the devices between them.
        devices: by area, rows of the switches that open for a short circuit in it; empty for an area that the
            feeding grid itself would have to cut off.
        behind: ``(n_area,)`` the area whose devices open when its own fail, -1 where there is none.
        conducting: rows of the closed switches between two fed zones.
        topology: of the snapshot.
        structure_revision, snapshot_revision: what was looked at.
    """

    snapshot: Snapshot
    zones: Zones
    path: Nesting
    area: Array
    area_path: Nesting
    devices: tuple[tuple[int, ...], ...]
    behind: Array
    conducting: Array
    topology: Topology

    @property
    def n_area(self) -> int:
        """Number of protection areas with supply."""
        return len(self.devices)

    @property
    def fed_zones(self) -> Array:
        """Zones with supply, ascending."""
        return np.flatnonzero(self.area >= 0)

    def passes(self, switch_rows: Array, zones: Array) -> Array:
        """``(n_switch, n_zone)`` share of the current into a fault in the zone that comes through the switch: 1 where
        it stands alone before it, 0 where it does not, one half (nobody knows) where it is part of a ring before it.
        """
        node = self.zones.count + switch_rows
        share = self.path.stands_before(node[:, None], zones[None, :]).astype(float)
        in_ring = np.flatnonzero(self.path.end[node] - self.path.begin[node] == 1)
        for k in in_ring.tolist():
            before = int(self.path.before[node[k]])
            share[k] = np.where(self.path.stands_before(before, zones), 0.5, 0.0) if before >= 0 else 0.5
        return np.asarray(share)


def supply_paths(snapshot: Snapshot) -> SupplyPaths:
    """How ``snapshot``, the state just before the fault, is fed. Positions not known as closed do not feed."""
    network = snapshot.network
    zones = zones_of(network)
    rows = _conducting(snapshot, zones)
    sides = zones.of_switch[rows]
    node = zones.count + rows
    pairs = np.concatenate([np.stack([sides[:, 0], node], axis=1), np.stack([node, sides[:, 1]], axis=1)])
    sources = np.unique(zones.of_bus[live_sources(snapshot)])
    path = nest(zones.count + len(network["switch"]), pairs, sources)
    fed = path.is_fed()[: zones.count]
    rows = rows[fed[sides].all(axis=1)]
    area, area_path, devices, behind = _areas(snapshot, zones, fed, rows, sources)
    return SupplyPaths(snapshot, zones, path, area, area_path, devices, behind, frozen_array(rows), analyse(snapshot))


def _conducting(snapshot: Snapshot, zones: Zones) -> Array:
    """Closed switches in service between two zones."""
    graph = zones.graph
    in_service = edge_state(graph, snapshot).in_service
    edge = graph.coupling_edge.copy()
    edge[graph.switch_row] = graph.switch_edge
    closed = snapshot.switch_closed & (edge >= 0)
    closed &= np.where(edge >= 0, in_service[np.maximum(edge, 0)], False) if len(in_service) else False
    rows = zones.switches_between()
    return np.asarray(rows[closed[rows]])


def _areas(
    snapshot: Snapshot, zones: Zones, fed: Array, rows: Array, sources: Array
) -> tuple[Array, Nesting, tuple[tuple[int, ...], ...], Array]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    is_device = np.isin(rows, protective_rows(snapshot))
    here, there = zones.of_switch[rows[~is_device]].T
    joined = coo_matrix((np.ones(len(here), np.int8), (here, there)), (zones.count, zones.count))
    _, part = connected_components(joined, directed=False)
    area = np.full(zones.count, -1, np.int64)
    _, area[fed] = np.unique(part[fed], return_inverse=True)
    n_area = int(area.max(initial=-1)) + 1
    device_rows = rows[is_device]
    sides = area[zones.of_switch[device_rows]]
    # A device that another way bridges cuts nothing off.
    cuts = sides[:, 0] != sides[:, 1]
    device_rows, sides = device_rows[cuts], sides[cuts]
    node = n_area + np.arange(len(device_rows))
    pairs = np.concatenate([np.stack([sides[:, 0], node], axis=1), np.stack([node, sides[:, 1]], axis=1)])
    fed_at = np.unique(area[sources[fed[sources]]])
    nesting = nest(n_area + len(device_rows), pairs, fed_at)
    opening: list[list[int]] = [[] for _ in range(n_area)]
    for row, (first, second) in zip(device_rows.tolist(), sides.tolist(), strict=True):
        for own, other in ((first, second), (second, first)):
            if not nesting.stands_before(own, other):
                opening[own].append(row)
    behind = nesting.before[:n_area].copy()
    is_switch = behind >= n_area
    behind[is_switch] = nesting.before[behind[is_switch]]
    return frozen_array(area), nesting, tuple(tuple(o) for o in opening), frozen_array(behind)


def zone_members(paths: SupplyPaths) -> tuple[tuple[str, ...], ...]:
    """By zone, the ids of its buses and branches, buses first."""
    zones, network = paths.zones, paths.snapshot.network
    members: list[dict[str, None]] = [{} for _ in range(zones.count)]
    for bus_id, zone in zip(network.bus.id.tolist(), zones.of_bus.tolist(), strict=True):
        members[zone][bus_id] = None
    graph = zones.graph
    for edge in np.flatnonzero(zones.of_edge >= 0).tolist():
        table = EDGE_TABLES[int(graph.table[edge])]
        members[int(zones.of_edge[edge])][str(network[table].id[graph.row[edge]])] = None
    return tuple(tuple(m) for m in members)


def boundary_switches(paths: SupplyPaths) -> tuple[tuple[int, ...], ...]:
    """By zone, rows of the switches around it, open ones included."""
    around: list[list[int]] = [[] for _ in range(paths.zones.count)]
    for row in paths.zones.switches_between().tolist():
        for zone in paths.zones.of_switch[row].tolist():
            around[zone].append(row)
    return tuple(tuple(a) for a in around)


def knows_currents(paths: SupplyPaths) -> bool:
    """Whether the short-circuit power of a feeding grid is known."""
    power = np.asarray(paths.snapshot.network["ext_grid"]["s_sc_max_mva"], float)
    return bool((power > 0).any())
