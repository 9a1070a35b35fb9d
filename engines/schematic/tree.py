"""The tree a diagram is drawn from: who is fed through whom while every switch stands in its normal position."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network

Array = np.ndarray[Any, Any]

EDGE_TABLES = ("switch", "line", "trafo", "trafo3w", "impedance")
"""Tables whose rows connect two buses; of ``switch`` only those between buses. A code is the position here."""

SWITCH, LINE, TRAFO, TRAFO3W, IMPEDANCE = range(5)

_ENDS = ((LINE, "from_bus", "to_bus"), (TRAFO, "hv_bus", "lv_bus"), (IMPEDANCE, "from_bus", "to_bus"))
_SWITCHED = (("l", LINE), ("t", TRAFO), ("t3", TRAFO3W))


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Every two-ended connection, three-winding transformers as two (high to middle, high to low).

    Attributes:
        table: ``(n,)`` code in :data:`EDGE_TABLES`; row: ``(n,)`` row of that table.
        u, v: ``(n,)`` bus rows, from/high side first; always valid.
        is_closed: ``(n,)`` whether it carries in the normal state.
    """

    table: Array
    row: Array
    u: Array
    v: Array
    is_closed: Array

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """One tree per source, and one per part that no source reaches.

    Attributes:
        edges: the connections the lists below speak of.
        order: bus rows, parents before children.
        parent, parent_edge: by bus row; -1 at a root.
        roots: bus rows; ``n_source_roots`` of them, first, stand at a source.
        non_tree: edges outside the trees, self loops among them.
    """

    edges: Edges
    order: list[int]
    parent: list[int]
    parent_edge: list[int]
    roots: list[int]
    n_source_roots: int
    non_tree: list[int]


def normal_edges(network: Network) -> Edges:
    """All connections between existing buses; a branch with a missing bus is left out."""
    parts: list[tuple[int, Array, Array, Array, Array]] = [_bus_bus_switches(network)]
    open_rows = _open_by_switch(network)
    for code, from_column, to_column in _ENDS:
        table = network[EDGE_TABLES[code]]
        closed = table["in_service"] & ~open_rows.get(code, np.zeros(len(table), bool))
        u, v = network.bus_row(table[from_column]), network.bus_row(table[to_column])
        parts.append((code, np.arange(len(table)), u, v, closed))
    three = network["trafo3w"]
    closed = three["in_service"] & ~open_rows[TRAFO3W]
    high = network.bus_row(three["hv_bus"])
    for low in (network.bus_row(three["mv_bus"]), network.bus_row(three["lv_bus"])):
        parts += [(TRAFO3W, np.arange(len(three)), high, low, closed)]
    table_code = np.concatenate([np.full(len(rows), code) for code, rows, *_ in parts])
    row, u, v, is_closed = (np.concatenate([part[k] for part in parts]) for k in range(1, 5))
    exists = (u >= 0) & (v >= 0)
    table_code, row, u, v, is_closed = (a[exists] for a in (table_code, row, u, v, is_closed))
    in_service = network.bus["in_service"]
    return Edges(table_code, row, u, v, is_closed & in_service[u] & in_service[v])


def _bus_bus_switches(network: Network) -> tuple[int, Array, Array, Array, Array]:
    switch = network["switch"]
    rows = np.flatnonzero(switch["et"] == "b") if len(switch) else np.zeros(0, np.int64)
    u, v = network.bus_row(switch["bus"][rows]), network.bus_row(switch["element"][rows])
    return SWITCH, rows, u, v, switch["normal_closed"][rows].astype(bool)


def _open_by_switch(network: Network) -> dict[int, Array]:
    """By table code, which rows have a normally open switch at one of their ends."""
    switch = network["switch"]
    opened: dict[int, Array] = {}
    for letter, code in _SWITCHED:
        table = network[EDGE_TABLES[code]]
        mask = np.zeros(len(table), bool)
        if len(switch) and len(table):
            rows = np.flatnonzero((switch["et"] == letter) & ~switch["normal_closed"])
            at = rows_in(table.index, switch["element"][rows])
            mask[at[at >= 0]] = True
        opened[code] = mask
    return opened


def rows_in(index: Array, wanted: Array) -> Array:
    """Rows of pandapower indices, -1 for none, also where ``index`` repeats or is empty."""
    if not len(index) or not len(wanted):
        return np.full(len(wanted), -1)
    order = np.argsort(index, kind="stable")
    at = order[np.clip(np.searchsorted(index, wanted, sorter=order), 0, len(index) - 1)]
    return np.where(index[at] == wanted, at, -1)


def spanning_forest(network: Network) -> Forest:
    """Trees by breadth first search from the sources, closed connections before open ones.

    What hangs behind normally open connections only (a spare bay, a section open on both sides) joins the
    tree through one of them, so that it is drawn beside its station.
    """
    edges = normal_edges(network)
    walk = _Walk(len(network.bus), edges)
    for root in _source_rows(network):
        walk.start(root)
    walk.spread()
    n_source_roots = len(walk.roots)
    for root in _island_roots(network, edges):
        if not walk.is_seen[root]:
            walk.start(root)
            walk.spread()
    used = set(walk.parent_edge)
    non_tree = [e for e in range(len(edges)) if e not in used]
    return Forest(edges, walk.order, walk.parent, walk.parent_edge, walk.roots, n_source_roots, non_tree)


def _source_rows(network: Network) -> list[int]:
    grid, gen = network["ext_grid"], network["gen"]
    at = np.concatenate([grid["bus"][grid["in_service"]], gen["bus"][gen["in_service"] & gen["slack"]]])
    rows = network.bus_row(at)
    return list(dict.fromkeys(int(r) for r in rows if r >= 0 and network.bus["in_service"][r]))


def _island_roots(network: Network, edges: Edges) -> list[int]:
    """Bus rows in the order in which they may become the root of a part without source."""
    n = len(network.bus)
    degree = np.bincount(edges.u, minlength=n) + np.bincount(edges.v, minlength=n)
    level = np.nan_to_num(network.bus["vn_kv"], nan=0.0)
    return [int(r) for r in np.lexsort((np.arange(n), -degree, -level))]


class _Walk:
    """Breadth first search that keeps open connections for later."""

    def __init__(self, n_bus: int, edges: Edges) -> None:
        n = len(edges)
        ends = np.concatenate([edges.u, edges.v])
        by_bus = np.argsort(ends, kind="stable")
        other = np.concatenate([edges.v, edges.u])[by_bus]
        self._first: list[int] = np.searchsorted(ends[by_bus], np.arange(n_bus + 1)).tolist()
        self._edge: list[int] = (by_bus % n if n else by_bus).tolist()
        self._other: list[int] = other.tolist()
        self._is_closed: list[bool] = edges.is_closed.tolist()
        self._ahead: deque[int] = deque()
        self._behind_open: deque[tuple[int, int, int]] = deque()
        self.is_seen = [False] * n_bus
        self.parent = [-1] * n_bus
        self.parent_edge = [-1] * n_bus
        self.order: list[int] = []
        self.roots: list[int] = []

    def start(self, root: int) -> None:
        self.is_seen[root] = True
        self.roots.append(root)
        self._ahead.append(root)

    def spread(self) -> None:
        self._spread_closed()
        while self._behind_open:
            bus, other, edge = self._behind_open.popleft()
            if not self.is_seen[other]:
                self._reach(bus, other, edge)
                self._spread_closed()

    def _reach(self, bus: int, other: int, edge: int) -> None:
        self.is_seen[other] = True
        self.parent[other] = bus
        self.parent_edge[other] = edge
        self._ahead.append(other)

    def _spread_closed(self) -> None:
        first, edges, others, is_closed, is_seen = self._first, self._edge, self._other, self._is_closed, self.is_seen
        ahead = self._ahead
        while ahead:
            bus = ahead.popleft()
            self.order.append(bus)
            for k in range(first[bus], first[bus + 1]):
                other = others[k]
                if is_seen[other]:
                    continue
                if is_closed[edges[k]]:
                    self._reach(bus, other, edges[k])
                else:
                    self._behind_open.append((bus, other, edges[k]))
