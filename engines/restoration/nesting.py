"""What lies behind what: a tree in which everything behind a node is one run of numbers.

::

    source ── a ──[S1]── b ──[S2]── c       S1 stands before b, S2 and c: without it none of them is fed.
              └──[S3]── d ─┬─ e             e is fed over two ways; only what both have in common (a, S3)
                     └─────┘                stands before it.

In graph terms the dominator tree seen from the source (Cooper, Harvey, Kennedy: A simple, fast dominance
algorithm, 2006, as networkx has it): exact for radial networks, and honest about rings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Nesting:
    """Nodes that are fed, each with all that is fed through it alone.

    Attributes:
        before: ``(n_node,)`` the next node toward the source that all ways to it share, -1 at the source.
        order: the fed nodes such that those behind a node follow it directly.
        begin, end: ``(n_node,)`` what is behind node ``k``, itself included, is ``order[begin[k]:end[k]]``;
            both 0 where it is not fed.
    """

    before: Array
    order: Array
    begin: Array
    end: Array

    def is_fed(self) -> Array:
        """``(n_node,)`` whether a way leads there from the source."""
        return np.asarray(self.end > self.begin)

    def stands_before(self, node: Any, other: Any) -> Any:
        """Whether ``other`` is fed through ``node`` alone (or is it); both may be arrays."""
        return (self.begin[node] <= self.begin[other]) & (self.begin[other] < self.end[node])

    def behind(self, node: int) -> Array:
        """What is fed through ``node`` alone, itself first."""
        return np.asarray(self.order[self.begin[node] : self.end[node]])

    def sums(self, values: Array) -> Array:
        """``(n_node, ...)`` sum of ``values`` over all that is behind each node, itself included."""
        running = np.zeros((len(self.order) + 1, *values.shape[1:]))
        np.cumsum(values[self.order], axis=0, out=running[1:])
        return np.asarray(running[self.end] - running[self.begin])


def nest(n_node: int, pairs: Array, sources: Array) -> Nesting:
    """The nesting of ``n_node`` nodes joined by ``pairs`` ``(n, 2)`` and fed at ``sources``."""
    import networkx as nx

    root = n_node
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(root)
    graph.add_edges_from((root, source) for source in sources.tolist())
    graph.add_edges_from(pairs.tolist())
    graph.add_edges_from(pairs[:, ::-1].tolist())
    below: dict[int, list[int]] = {}
    before = np.full(n_node, -1, np.int64)
    for node, above in sorted(nx.immediate_dominators(graph, root).items()):
        if node != root:
            below.setdefault(above, []).append(node)
            before[node] = above if above != root else -1
    order: list[int] = []
    begin, end = np.zeros(n_node, np.int64), np.zeros(n_node, np.int64)
    waiting = [(node, False) for node in reversed(below.get(root, []))]
    while waiting:
        node, is_done = waiting.pop()
        if is_done:
            end[node] = len(order)
            continue
        begin[node] = len(order)
        order.append(node)
        waiting.append((node, True))
        waiting += [(child, False) for child in reversed(below.get(node, []))]
    return Nesting(frozen_array(before), frozen_array(order, np.int64), frozen_array(begin), frozen_array(end))
