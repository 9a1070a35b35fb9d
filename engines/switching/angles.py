"""The voltage angle across an open switch."""

from __future__ import annotations

import math

import numpy as np

from engines.grid.graph import EDGE_TABLES, graph_of
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import LoadFlowResult

NAN = float("nan")


def angle_across(snapshot: Snapshot, result: LoadFlowResult | None, row: int, near: int, far: int) -> float:
    """Degrees, 0 to 180, between the two sides of a switch; NaN where one of them is not known.

    Of a branch that hangs on its far end only, its drop is left out: it carries no more than its own charging.
    A transformer turns the angle by its vector group (pandapower: low side = high side - ``shift_degree``).

    Args:
        result: load flow with the switch open.
        near, far: rows of the switch's bus and of the bus beyond it, -1 where there is none.
    """
    if result is None or near < 0 or far < 0:
        return NAN
    degree = float(result.va_degree[near] - result.va_degree[far])
    graph, network = graph_of(snapshot.network), snapshot.network
    at = np.flatnonzero(graph.switch_row == row)
    if len(at):
        edge = int(graph.switch_edge[at[0]])
        table = EDGE_TABLES[int(graph.table[edge])]
        if table == "trafo3w":
            return NAN
        if table == "trafo":
            shift = float(network["trafo"]["shift_degree"][int(graph.row[edge])])
            stands_high = int(graph.first[edge]) == near
            degree += -shift if stands_high else shift
    return abs(math.remainder(degree, 360.0)) if math.isfinite(degree) else NAN
