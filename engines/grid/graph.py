"""A network as a graph: what could be connected to what, whatever the switches say.

::

    bus ──switch──▏line▕──switch── bus      an edge with a switch at either end (et "l", "t", "t3")
    bus ────────switch──────────── bus      an edge that is the switch itself (et "b")
    hv ──┐
         ◯── mv                             a three-winding transformer: a node of its own, three edges
    lv ──┘

The graph depends on the structure alone and is kept for the structures looked at last, so that one more switch
position costs only the search. scipy is imported where a search begins: a window that only draws a topology
starts 0.2 s sooner without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.grid.network import Network, Table, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Array = np.ndarray[Any, Any]

EDGE_TABLES = ("line", "trafo", "trafo3w", "impedance", "switch")
"""Tables whose rows become edges; ``GridGraph.table`` counts in this order."""

_ENDS = {
    "line": ("from_bus", "to_bus"),
    "trafo": ("hv_bus", "lv_bus"),
    "trafo3w": ("hv_bus", "mv_bus", "lv_bus"),
    "impedance": ("from_bus", "to_bus"),
    "switch": ("bus", "element"),
}
_SWITCHED = {"l": "line", "t": "trafo", "t3": "trafo3w"}
_KEPT_STRUCTURES = 4
_graphs: dict[str, GridGraph] = {}


@dataclass(frozen=True, slots=True, eq=False)
class GridGraph:
    """Nodes are bus rows, followed by one star point per three-winding transformer.

    Attributes:
        first, second: ``(n_edge,)`` nodes; for a winding of a three-winding transformer ``first`` is the bus.
        table, row: ``(n_edge,)`` place in :data:`EDGE_TABLES` and row there.
        length_km: ``(n_edge,)`` length of lines, 0 for all else.
        switch_row, switch_edge, switch_end: ``(m,)`` switches standing at the end (0 first, 1 second) of an edge.
        coupling_edge: ``(n_switch,)`` the edge a bus-bus switch is, -1 for other switches.
        entry_start: ``(n_node + 1,)``; the edges at node ``k`` are ``entry_edge[entry_start[k]:entry_start[k + 1]]``
            in ascending order, ``entry_node`` the nodes they lead to.
    """

    n_bus: int
    n_node: int
    first: Array
    second: Array
    table: Array
    row: Array
    length_km: Array
    switch_row: Array
    switch_edge: Array
    switch_end: Array
    coupling_edge: Array
    entry_start: Array
    entry_node: Array
    entry_edge: Array

    @property
    def n_edge(self) -> int:
        """Number of edges."""
        return len(self.first)

    def is_table(self, table: str) -> Array:
        """``(n_edge,)`` whether the edge is a row of ``table``."""
        return np.asarray(self.table == EDGE_TABLES.index(table))

    def matrix(self, alive: Array) -> csr_matrix:
        """The symmetric adjacency of the edges that are ``alive`` (``(n_edge,)`` bool)."""
        from scipy.sparse import csr_matrix

        keep = alive[self.entry_edge]
        kept = np.concatenate([[0], np.cumsum(keep)])[self.entry_start]
        nodes = self.entry_node[keep]
        shape = (self.n_node, self.n_node)
        return csr_matrix((np.ones(len(nodes)), nodes.astype(np.int32), kept.astype(np.int32)), shape=shape)

    def components(self, alive: Array) -> tuple[int, Array]:
        """How many connected parts the edges ``alive`` make, and ``(n_node,)`` which part each node is in."""
        from scipy.sparse.csgraph import connected_components

        count, part = connected_components(self.matrix(alive), directed=False)
        return int(count), np.asarray(part, np.int64)

    def neighbours(self, node: int) -> list[tuple[int, int]]:
        """``(edge, node at its other end)`` of every edge at ``node``, alive or not."""
        part = slice(int(self.entry_start[node]), int(self.entry_start[node + 1]))
        return list(zip(self.entry_edge[part].tolist(), self.entry_node[part].tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class EdgeState:
    """Which edges are there at one moment.

    Attributes:
        in_service: ``(n_edge,)`` the equipment and the buses at both ends take part.
        closed: ``(n_edge, 2)`` the end is joined to its node, for supply (every switch there known as closed).
        maybe_closed: ``(n_edge, 2)`` the same for safety (no switch there known as open).
    """

    in_service: Array
    closed: Array
    maybe_closed: Array

    @property
    def supplies(self) -> Array:
        """``(n_edge,)`` connects, for supply."""
        return np.asarray(self.in_service & self.closed[:, 0] & self.closed[:, 1])

    @property
    def endangers(self) -> Array:
        """``(n_edge,)`` may connect, for safety."""
        return np.asarray(self.in_service & self.maybe_closed[:, 0] & self.maybe_closed[:, 1])


def graph_of(network: Network) -> GridGraph:
    """The graph of a network; the last few structures are remembered."""
    known = _graphs.get(network.structure_revision)
    if known is not None:
        return known
    graph = _build(network)
    if network.structure_revision:
        while len(_graphs) >= _KEPT_STRUCTURES:
            _graphs.pop(next(iter(_graphs)), None)
        _graphs[network.structure_revision] = graph
    return graph


def edge_state(graph: GridGraph, snapshot: Snapshot) -> EdgeState:
    """Which edges of ``graph`` are in service and closed in ``snapshot``."""
    bus_in_service = np.concatenate(
        [snapshot.column("bus", "in_service"), np.ones(graph.n_node - graph.n_bus, bool)]
    ).astype(bool)
    in_service = bus_in_service[graph.first] & bus_in_service[graph.second]
    for code, table in enumerate(EDGE_TABLES[:-1]):
        of_table = graph.table == code
        in_service[of_table] &= np.asarray(snapshot.column(table, "in_service"), bool)[graph.row[of_table]]
    position = np.asarray(snapshot.switch_position)
    is_coupling = graph.coupling_edge >= 0
    closed = np.ones((graph.n_edge, 2), bool)
    maybe_closed = closed.copy()
    for ends, wanted in ((closed, position == SwitchPosition.CLOSED), (maybe_closed, position != SwitchPosition.OPEN)):
        not_so = ~wanted[graph.switch_row]
        ends[graph.switch_edge[not_so], graph.switch_end[not_so]] = False
        ends[graph.coupling_edge[is_coupling & ~wanted]] = False
    return EdgeState(in_service, closed, maybe_closed)


def _build(network: Network) -> GridGraph:
    n_bus = len(network.bus)
    n_node = n_bus + len(network["trafo3w"])
    parts = [_edges(network, code, table, n_bus) for code, table in enumerate(EDGE_TABLES)]
    table, row, first, second = (np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True))
    real = (first >= 0) & (second >= 0) & (first != second)
    table, row, first, second = table[real], row[real], first[real], second[real]
    length = np.zeros(len(row))
    is_line = table == EDGE_TABLES.index("line")
    length[is_line] = network["line"]["length_km"][row[is_line]]
    coupling = np.full(len(network["switch"]), -1, np.int64)
    is_switch = np.flatnonzero(table == EDGE_TABLES.index("switch"))
    coupling[row[is_switch]] = is_switch
    switch_row, switch_edge, switch_end = _end_switches(network, table, row, first, second)
    start, node, edge = _entries(n_node, first, second)
    return GridGraph(
        n_bus=n_bus,
        n_node=n_node,
        first=first,
        second=second,
        table=table,
        row=row,
        length_km=length,
        switch_row=switch_row,
        switch_edge=switch_edge,
        switch_end=switch_end,
        coupling_edge=coupling,
        entry_start=start,
        entry_node=node,
        entry_edge=edge,
    )


def _edges(network: Network, code: int, name: str, n_bus: int) -> tuple[Array, Array, Array, Array]:
    table = network[name]
    rows = np.arange(len(table))
    if name == "switch":
        rows = np.flatnonzero(table["et"] == "b")
    ends = [_bus_rows(network, table, column)[rows] for column in _ENDS[name]]
    if name == "trafo3w":
        star = n_bus + rows
        return (
            np.full(3 * len(rows), code),
            np.repeat(rows, 3),
            np.stack(ends, axis=1).ravel(),
            np.repeat(star, 3),
        )
    return np.full(len(rows), code), rows, ends[0], ends[1]


def _bus_rows(network: Network, table: Table, column: str) -> Array:
    return np.asarray(rows_of(network.bus.index, table[column]), np.int64)


def _end_switches(
    network: Network, table: Array, row: Array, first: Array, second: Array
) -> tuple[Array, Array, Array]:
    switch = network["switch"]
    at_bus = _bus_rows(network, switch, "bus")
    found: list[tuple[Array, Array, Array]] = []
    for et, name in _SWITCHED.items():
        switches = np.flatnonzero(switch["et"] == et)
        if not len(switches):
            continue
        element = np.asarray(rows_of(network[name].index, switch["element"][switches]), np.int64)
        edges = np.flatnonzero(table == EDGE_TABLES.index(name))
        for end, nodes in ((0, first), (1, second)):
            # A winding's second node is its star point, where no switch can stand.
            key = {(int(row[e]), int(nodes[e])): int(e) for e in edges.tolist()}
            pairs = zip(element.tolist(), at_bus[switches].tolist(), strict=True)
            edge = np.array([key.get(pair, -1) for pair in pairs], np.int64)
            hit = edge >= 0
            found.append((switches[hit], edge[hit], np.full(np.count_nonzero(hit), end)))
    if not found:
        nothing = np.empty(0, np.int64)
        return nothing, nothing, nothing
    parts = [np.concatenate(column).astype(np.int64) for column in zip(*found, strict=True)]
    return parts[0], parts[1], parts[2]


def _entries(n_node: int, first: Array, second: Array) -> tuple[Array, Array, Array]:
    edge = np.tile(np.arange(len(first)), 2)
    here, there = np.concatenate([first, second]), np.concatenate([second, first])
    order = np.lexsort((edge, here))
    start = np.concatenate([[0], np.cumsum(np.bincount(here, minlength=n_node))])
    return start, there[order], edge[order]
