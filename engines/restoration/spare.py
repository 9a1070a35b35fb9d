"""How much more each way into the dead part might carry: a guess to begin a search with, never a verdict."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.restoration.arrangement import Arrangement
from engines.restoration.bounds import Bounds
from engines.restoration.reclosing import way_to_source
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]


def spare_kw(arrangement: Arrangement, joins: list[int], result: LoadFlowResult, limits: Bounds) -> dict[int, float]:
    """By open join into the dead part, the least spare power on the switched branches of its way to the source, kW.

    Args:
        result: load flow of the arrangement.
    """
    at_join = spare_at_joins(arrangement, result, limits)
    toward = way_to_source(arrangement)
    state, live = arrangement.area.state, arrangement.area.stays_live | arrangement.served
    found = {}
    for j in joins:
        zone = next((z for z in state.ends[j].tolist() if live[z]), -1)
        least = float("inf")
        while zone in toward:
            join, zone = toward[zone]
            least = min(least, float(at_join[join]))
        found[j] = least
    return found


def spare_at_joins(arrangement: Arrangement, result: LoadFlowResult, limits: Bounds) -> Array:
    """``(n_join,)`` what the branch a join stands on may carry beyond what it does, kW; infinite where unknown."""
    state = arrangement.area.state
    graph, network = state.zones.graph, state.snapshot.network
    spare = np.full(len(network["switch"]), np.inf)
    for table, flow in result.branches.items():
        if table == "switch" or table not in EDGE_TABLES:
            continue
        of_table = graph.table[graph.switch_edge] == EDGE_TABLES.index(table)
        rows = graph.row[graph.switch_edge[of_table]]
        loading, limit = flow.loading_percent[rows], limits.percent[table][rows]
        kva = 1e3 * np.hypot(flow.p_from_mw[rows], flow.q_from_mvar[rows])
        with np.errstate(divide="ignore", invalid="ignore"):
            spare[graph.switch_row[of_table]] = np.nan_to_num(kva * (limit / loading - 1.0), nan=np.inf)
    return np.asarray(spare[state.join])
