"""The tree that a set of open ways leaves, in the order of a depth-first walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.reconfiguration_network import NotPossible, SwitchableNetwork

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """A spanning tree in the order of a depth-first walk; position 0 is the root.

    Attributes:
        node, way: ``(n,)`` node at each position and the way to it from its parent (-1 at the root).
        parent: ``(n,)`` position of the parent; end: one past the last position below.
        downward: whether the way leads from its tail (the parent) to its head.
        position: ``(n,)`` position of each node.
        chords: ways outside the tree that are closed all the same, because no switch opens them.
    """

    node: Array
    way: Array
    parent: Array
    end: Array
    downward: Array
    position: Array
    chords: Array

    def above(self, nodes: Array) -> Array:
        """``(len(nodes), n)`` whether each position lies on the way from the root to a node."""
        at = self.position[nodes][:, None]
        k = np.arange(len(self.node))[None, :]
        return np.asarray((k <= at) & (at < self.end[None, :]))


class Walker:
    """Finds the tree that a set of open ways leaves."""

    def __init__(self, net: SwitchableNetwork) -> None:
        self._net = net
        self._around: list[list[tuple[int, int]]] = [[] for _ in range(net.n_node)]
        for way, (a, b) in enumerate(zip(net.tail.tolist(), net.head.tolist(), strict=True)):
            self._around[a].append((way, b))
            self._around[b].append((way, a))

    def walk(self, is_open: Array, chords: Array) -> Walk | None:
        """The tree over all ways neither open nor chords; ``None`` where it does not reach every node."""
        n = self._net.n_node
        closed = ~is_open
        closed[chords] = False
        usable = closed.tolist()
        position = [-1] * n
        node, way, parent = [0] * n, [-1] * n, [0] * n
        count, waiting = 0, [(0, -1, 0)]
        while waiting:
            here, came, above = waiting.pop()
            if position[here] >= 0:
                return None
            position[here] = at = count
            node[at], way[at], parent[at] = here, came, above
            count += 1
            waiting += [(there, w, at) for w, there in self._around[here] if usable[w] and w != came]
        if count < n:
            return None
        size = [1] * n
        for at in range(n - 1, 0, -1):
            size[parent[at]] += size[at]
        nodes, ways = np.array(node), np.array(way)
        downward = self._net.head[ways] == nodes
        return Walk(nodes, ways, np.array(parent), np.arange(n) + size, downward, np.array(position), chords)


def spanning(net: SwitchableNetwork) -> tuple[frozenset[int], Array]:
    """Ways to leave open, closed ones kept before open ones; and closed loops that no switch opens.

    Raises ``NotPossible`` where there is no switch that could open a loop.
    """
    above = list(range(net.n_node))

    def root(node: int) -> int:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    rank = np.where(~net.is_openable, 0, np.where(net.is_closed, 1, 2))
    opened, fixed = [], []
    for way in np.argsort(rank, kind="stable").tolist():
        a, b = root(int(net.tail[way])), root(int(net.head[way]))
        if a != b:
            above[a] = b
        elif net.is_openable[way]:
            opened.append(way)
        else:
            fixed.append(way)
    if not opened:
        raise NotPossible("there is no loop that a switch which may be operated could close or open")
    return frozenset(opened), np.array(fixed, np.int64)
