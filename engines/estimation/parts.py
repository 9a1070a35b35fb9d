"""Parts of the network that no measurement determines, by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from engines.estimation.grid_model import GridModel
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot

Array = np.ndarray[Any, Any]


def unobservable_parts(snapshot: Snapshot, grid: GridModel, is_open: Array) -> tuple[tuple[str, int], ...]:
    """Connected parts of nodes that nothing measured determines: name of their first bus, and number of buses.

    ``is_open``: ``(n,)`` by node. The largest part first.
    """
    if not is_open.any():
        return ()
    joins = is_open[grid.from_node] & is_open[grid.to_node]
    ends = (grid.from_node[joins], grid.to_node[joins])
    graph = sp.coo_matrix((np.ones(int(joins.sum()), np.int8), ends), shape=(grid.n, grid.n))
    part = connected_components(graph, directed=False)[1]
    rows = np.flatnonzero(grid.node_of_bus >= 0)
    rows = rows[is_open[grid.node_of_bus[rows]]]
    of = part[grid.node_of_bus[rows]]
    found = []
    for number in np.unique(of):
        members = rows[of == number]
        found.append((snapshot.network.label(ElementRef("bus", int(members[0]))), len(members)))
    return tuple(sorted(found, key=lambda entry: -entry[1]))
