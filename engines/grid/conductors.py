"""How alive a conductor is, apart from the buses at its ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, EdgeState, GridGraph
from engines.grid.network import Network
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.topology import SupplyState

Array = np.ndarray[Any, Any]

_DANGER = np.array([2, 5, 4, 3, 1, 0])
"""How alive each ``SupplyState`` is; of a conductor's two ends the more dangerous counts."""
_BY_DANGER = np.argsort(_DANGER)


def branch_states(
    network: Network, graph: GridGraph, edges: EdgeState, supply: Array
) -> tuple[FrozenMap[str, Array], FrozenMap[str, Array]]:
    """Supply of each conductor, and whether it joins its buses, by table."""
    danger = np.full((graph.n_edge, 2), -1, np.int64)
    for end, node in ((0, graph.first), (1, graph.second)):
        at_bus = supply[node]
        through_unknown = np.where(at_bus == SupplyState.ENERGIZED, SupplyState.POSSIBLY_ENERGIZED, at_bus)
        seen = np.where(edges.closed[:, end], at_bus, through_unknown)
        reached = edges.in_service & edges.maybe_closed[:, end]
        danger[:, end] = np.where(reached, _DANGER[seen], -1)
    worst, joined = danger.max(axis=1), edges.supplies
    is_switch = graph.is_table("switch")
    # A switch has no conductor of its own to be charged: it is as alive as the more dangerous of its buses.
    ends = np.maximum(_DANGER[supply[graph.first]], _DANGER[supply[graph.second]])
    worst = np.where(is_switch, ends, worst)
    states: dict[str, Array] = {}
    closed: dict[str, Array] = {}
    for code, table in enumerate(EDGE_TABLES):
        of_table = np.flatnonzero(graph.table == code)
        row = graph.row[of_table]
        state, is_closed = np.full(len(network[table]), -1, np.int64), np.zeros(len(network[table]), bool)
        np.maximum.at(state, row, worst[of_table])
        is_closed[row] = True
        np.logical_and.at(is_closed, row, joined[of_table])
        known = np.where(state < 0, SupplyState.DEAD, _BY_DANGER[state])
        states[table], closed[table] = frozen_array(known.astype(np.int8)), frozen_array(is_closed)
    return _with_end_switches(graph, edges, supply, states, closed)


def _with_end_switches(
    graph: GridGraph, edges: EdgeState, supply: Array, states: dict[str, Array], closed: dict[str, Array]
) -> tuple[FrozenMap[str, Array], FrozenMap[str, Array]]:
    """A switch at the end of a branch is as alive as the more dangerous of its bus and its branch."""
    if len(graph.switch_row):
        state, is_closed = states["switch"].copy(), closed["switch"].copy()
        edge = graph.switch_edge
        node = np.where(graph.switch_end == 0, graph.first[edge], graph.second[edge])
        branch = np.empty(len(edge), np.int64)
        for code, table in enumerate(EDGE_TABLES):
            of_table = graph.table[edge] == code
            branch[of_table] = states[table][graph.row[edge[of_table]]]
        state[graph.switch_row] = _BY_DANGER[np.maximum(_DANGER[supply[node]], _DANGER[branch])]
        is_closed[graph.switch_row] = edges.closed[edge, graph.switch_end]
        states["switch"], closed["switch"] = frozen_array(state), frozen_array(is_closed)
    return FrozenMap(states), FrozenMap(closed)
