"""What people on site say of equipment: tested dead, earthed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from engines.grid.graph import EDGE_TABLES, EdgeState, GridGraph
from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.values.topology import SupplyState
from engines.values.validation import InputError


def claimed_buses(
    snapshot: Snapshot,
    graph: GridGraph,
    edges: EdgeState,
    proven_dead: Collection[str],
    earthed: Collection[str],
) -> list[tuple[int, SupplyState]]:
    """``(bus row, claimed state)``, each bus once; earthed goes beyond proven dead."""
    claims: dict[int, SupplyState] = {}
    for ids, state in ((proven_dead, SupplyState.PROVEN_DEAD), (earthed, SupplyState.EARTHED)):
        for element_id in sorted(ids):
            claims.update(dict.fromkeys(_buses_of(snapshot.network, graph, edges, element_id), state))
    return sorted(claims.items())


def _buses_of(network: Network, graph: GridGraph, edges: EdgeState, element_id: str) -> list[int]:
    ref = network.find(element_id)
    if ref is None:
        raise InputError(element_id, "is not in the network", "name a bus or an element of it")
    if ref.table == "bus":
        return [ref.row]
    if ref.table not in EDGE_TABLES:
        column = network[ref.table]["bus"] if "bus" in network[ref.table] else np.empty(0, np.int64)
        rows = rows_of(network.bus.index, column[ref.row : ref.row + 1])
        return [int(r) for r in rows if r >= 0]
    of_element = (graph.table == EDGE_TABLES.index(ref.table)) & (graph.row == ref.row)
    if ref.table == "switch" and not of_element.any():
        bus = rows_of(network.bus.index, network["switch"]["bus"][ref.row : ref.row + 1])
        return [int(r) for r in bus if r >= 0]
    found = [node[of_element & edges.closed[:, end]] for end, node in ((0, graph.first), (1, graph.second))]
    return sorted({int(n) for n in np.concatenate(found) if n < graph.n_bus})
