"""The tree along which a network is supplied: who feeds whom, how far, and which branch closes a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.feeders import FeederOutline
from engines.grid.graph import GridGraph

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class SpanningTree:
    """A spanning tree of every island, rooted at its sources, at its lowest row where it has none.

    The branch with the fewest steps to a root is taken; among equals the lowest row, so that equal states give
    equal trees.

    Attributes:
        parent, parent_edge: ``(n_node,)`` next node toward the root and the edge to it, -1 at roots.
        is_tree_edge: ``(n_edge,)``.
    """

    graph: GridGraph
    parent: Array
    parent_edge: Array
    is_tree_edge: Array

    def depth(self) -> Array:
        """``(n_node,)`` branches to the root; the windings of a three-winding transformer are one."""
        step = (self.parent_edge >= 0).astype(np.int64)
        step[self.graph.n_bus :] = 0
        return _sum_to_root(self.parent, step)

    def distance_km(self) -> Array:
        """``(n_node,)`` line length to the root."""
        return _sum_to_root(self.parent, _at_edges(self.graph.length_km, self.parent_edge, 0.0))

    def bus_parents(self) -> Array:
        """``(n_bus,)`` parent bus, star points of three-winding transformers stepped over."""
        parent = self.parent[: self.graph.n_bus].copy()
        is_star = parent >= self.graph.n_bus
        parent[is_star] = self.parent[parent[is_star]]
        return parent

    def feeder(self, outline: FeederOutline) -> Array:
        """``(n_node,)`` the feeder begun first on the way from the root, -1 before any."""
        begins = np.full(self.graph.n_node, -1, np.int64)
        linked = np.flatnonzero(self.parent_edge >= 0)
        edge = self.parent_edge[linked]
        from_first = self.graph.first[edge] == self.parent[linked]
        begins[linked] = np.where(from_first, outline.head_at[edge, 0], outline.head_at[edge, 1])
        return _topmost(self.parent, begins)

    def loop_edges(self, alive: Array) -> list[int]:
        """Edges outside the tree, but for switches side by side within one group of bars."""
        graph = self.graph
        left_over = np.flatnonzero(alive & ~self.is_tree_edge)
        is_switch = graph.is_table("switch")
        switches = left_over[is_switch[left_over]]
        found = left_over[~is_switch[left_over]].tolist()
        if len(switches):
            _, bar = graph.components(self.is_tree_edge & is_switch)
            for edge in switches.tolist():
                here, there = bar[graph.first[edge]], bar[graph.second[edge]]
                if here != there:
                    found.append(edge)
                    bar[bar == there] = here
        return sorted(found)


def spanning_tree(graph: GridGraph, alive: Array, sources: Array, island: Array) -> SpanningTree:
    """The tree over the edges ``alive``.

    Args:
        sources: ``(n,)`` rows of source buses.
        island: ``(n_node,)`` number of each node's connected part over ``alive``, -1 for nodes left out.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order

    n = graph.n_node
    adjacency = graph.matrix(alive)
    roots = _roots(sources, island)
    # One node above all roots turns the search from many sources into a single one.
    nodes = np.concatenate([adjacency.indices, roots.astype(np.int32)])
    starts = np.concatenate([adjacency.indptr, [len(nodes)]]).astype(np.int32)
    whole = csr_matrix((np.ones(len(nodes)), nodes, starts), shape=(n + 1, n + 1))
    _, found = breadth_first_order(whole, n, directed=True, return_predecessors=True)
    parent = np.where((found[:n] < 0) | (found[:n] == n), -1, found[:n]).astype(np.int64)
    parent_edge = np.full(n, -1, np.int64)
    # Highest first, so that of parallel edges the lowest is written last.
    candidates = np.flatnonzero(alive)[::-1]
    above, below = graph.first[candidates], graph.second[candidates]
    downward, upward = parent[below] == above, parent[above] == below
    edge = np.full((2, n), graph.n_edge, np.int64)
    edge[0, below[downward]] = candidates[downward]
    edge[1, above[upward]] = candidates[upward]
    lowest = edge.min(axis=0)
    parent_edge = np.where(lowest < graph.n_edge, lowest, -1)
    is_tree_edge = np.zeros(graph.n_edge, bool)
    is_tree_edge[parent_edge[parent_edge >= 0]] = True
    return SpanningTree(graph, parent, parent_edge, is_tree_edge)


def _roots(sources: Array, island: Array) -> Array:
    count = int(island.max(initial=-1)) + 1
    has_source = np.zeros(count + 1, bool)
    has_source[island[sources]] = True
    lowest = np.full(count + 1, -1, np.int64)
    # Written from the last row to the first, so that the lowest stays.
    lowest[island[::-1]] = np.arange(len(island))[::-1]
    return np.concatenate([sources, lowest[:count][~has_source[:count]]])


def _at_edges(values: Array, edge: Array, otherwise: float) -> Array:
    picked = np.full(len(edge), otherwise)
    linked = edge >= 0
    picked[linked] = values[edge[linked]]
    return picked


def _sum_to_root(parent: Array, step: Array) -> Array:
    """Sum of ``step`` over each node and all its ancestors, by doubling the stride up the tree."""
    total, above = step.copy(), parent.copy()
    while True:
        climbing = np.flatnonzero(above >= 0)
        if not len(climbing):
            return total
        total[climbing] += total[above[climbing]]
        above[climbing] = above[above[climbing]]


def _topmost(parent: Array, mark: Array) -> Array:
    """The mark (>= 0) nearest to the root among each node and its ancestors, -1 where there is none."""
    top, above = mark.copy(), parent.copy()
    while True:
        climbing = np.flatnonzero(above >= 0)
        if not len(climbing):
            return top
        higher = top[above[climbing]]
        top[climbing] = np.where(higher >= 0, higher, top[climbing])
        above[climbing] = above[above[climbing]]
