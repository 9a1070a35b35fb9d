"""The network cut at every switch: what hangs together without passing one is a zone.

::

    zone 0        zone 1         zone 2
    bus ──[S1]── bus ══line══ bus ──[S2]── bus        S1 joins zones 0 and 1, S2 zones 1 and 2

Whatever the switches' positions are: a zone is the smallest part that can be isolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, GridGraph, graph_of
from engines.grid.network import ElementRef, Network
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """The zones of one network structure.

    Attributes:
        count: number of zones, numbered by their lowest bus row, those without a bus last.
        of_bus: ``(n_bus,)`` zone of each bus.
        of_edge: ``(n_edge,)`` zone of each edge of the graph; -1 for a switch that is an edge itself. A branch
            with a switch at either end is a zone of its own.
        of_switch: ``(n_switch, 2)`` zones at its two sides, the side of its ``bus`` first; -1 where it stands at
            nothing.
        graph: the network's graph.
        structure_revision: of the network.
    """

    count: int
    of_bus: Array
    of_edge: Array
    of_switch: Array
    graph: GridGraph
    structure_revision: str

    def of_element(self, network: Network, ref: ElementRef) -> int:
        """Zone of a bus, a branch, or of what stands at a bus; -1 for a switch between zones or nothing known."""
        if ref.table == "bus":
            return int(self.of_bus[ref.row])
        if ref.table in EDGE_TABLES:
            is_it = (self.graph.table == EDGE_TABLES.index(ref.table)) & (self.graph.row == ref.row)
            edges = np.flatnonzero(is_it)
            return int(self.of_edge[edges[0]]) if len(edges) else -1
        bus = int(network.bus_row(network[ref.table]["bus"][[ref.row]])[0])
        return int(self.of_bus[bus]) if bus >= 0 else -1

    def switches_between(self) -> Array:
        """Rows of the switches that join two different zones."""
        return np.flatnonzero((self.of_switch >= 0).all(axis=1) & (self.of_switch[:, 0] != self.of_switch[:, 1]))


def zones_of(network: Network) -> Zones:
    """Cut a network at every switch."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = graph_of(network)
    is_coupling = np.zeros(graph.n_edge, bool)
    is_coupling[graph.coupling_edge[graph.coupling_edge >= 0]] = True
    joined = np.repeat(~is_coupling[:, None], 2, axis=1)
    joined[graph.switch_edge, graph.switch_end] = False
    # Buses first, then star points, then each branch as a node of its own between its two ends.
    edge_node = graph.n_node + np.arange(graph.n_edge)
    here = np.concatenate([edge_node[joined[:, 0]], edge_node[joined[:, 1]]])
    there = np.concatenate([graph.first[joined[:, 0]], graph.second[joined[:, 1]]])
    size = graph.n_node + graph.n_edge
    _, part = connected_components(coo_matrix((np.ones(len(here), np.int8), (here, there)), (size, size)), False)
    part = np.asarray(part, np.int64)
    part[edge_node[is_coupling]] = -1
    number = _numbers(part)
    of_bus, of_edge = number[: graph.n_bus], number[graph.n_node :]
    return Zones(
        int(number.max(initial=-1)) + 1,
        frozen_array(of_bus),
        frozen_array(of_edge),
        frozen_array(_sides(graph, number, len(network["switch"]))),
        graph,
        network.structure_revision,
    )


def _numbers(part: Array) -> Array:
    """Zones in the order in which their first node comes; -1 stays."""
    known = part >= 0
    values, first = np.unique(part[known], return_index=True)
    rank = np.empty(int(part.max(initial=-1)) + 1, np.int64)
    rank[values[np.argsort(first, kind="stable")]] = np.arange(len(values))
    number = np.full(len(part), -1, np.int64)
    number[known] = rank[part[known]]
    return number


def _sides(graph: GridGraph, number: Array, n_switch: int) -> Array:
    sides = np.full((n_switch, 2), -1, np.int64)
    at = np.where(graph.switch_end == 0, graph.first[graph.switch_edge], graph.second[graph.switch_edge])
    sides[graph.switch_row, 0] = number[at]
    sides[graph.switch_row, 1] = number[graph.n_node + graph.switch_edge]
    couples = np.flatnonzero(graph.coupling_edge >= 0)
    edges = graph.coupling_edge[couples]
    sides[couples, 0], sides[couples, 1] = number[graph.first[edges]], number[graph.second[edges]]
    return sides
