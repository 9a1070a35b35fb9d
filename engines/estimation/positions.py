"""Switches whose measured flow contradicts the position they report."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.estimation.functions import Functions
from engines.estimation.grid_model import GridModel
from engines.estimation.least_squares import Solution
from engines.estimation.measurements import Accuracy, Measurements
from engines.estimation.problem import Basis, Equations, Kind
from engines.grid.snapshot import Snapshot
from engines.values.estimate import SuspectSwitch

Array = np.ndarray[Any, Any]
CERTAIN = 5.0
"""So many deviations must lie between what is measured and what the position allows."""
P = 1


def suspect_switches(
    snapshot: Snapshot, grid: GridModel, told: Measurements, equations: Equations, solution: Solution
) -> tuple[SuspectSwitch, ...]:
    """Switches said to be open that carry something, and closed ones that carry nothing where they should."""
    accuracy = Accuracy()
    closed = snapshot.switch_closed
    found = []
    for k in np.flatnonzero((told.table == "switch") & (told.quantity == P)).tolist():
        row, p_mw = int(told.row[k]), float(told.value[k])
        least = told.std[k] if np.isfinite(told.std[k]) else accuracy.flow_mw + accuracy.flow_share * abs(p_mw)
        name = str(snapshot.network["switch"].id[row])
        if not closed[row]:
            if abs(p_mw) > CERTAIN * least:
                found.append(SuspectSwitch(name, False, p_mw, 0.0))
            continue
        expected = _expected(snapshot, grid, equations, solution, row)
        if np.isfinite(expected) and abs(p_mw) < 2 * least and abs(expected) > 10 * CERTAIN * least:
            found.append(SuspectSwitch(name, True, p_mw, expected))
    return tuple(found)


def _expected(snapshot: Snapshot, grid: GridModel, equations: Equations, solution: Solution, switch_row: int) -> float:
    """What the loads beyond a switch would take through it, by the estimate; NaN where that is not told."""
    end = grid.end_of_switch.get(switch_row)
    if end is None:
        return float("nan")
    place, is_to = end
    kind = Kind.P_TO if is_to else Kind.P_FROM
    one = Equations(
        np.array([kind], np.int8), np.array([place]), np.zeros(1), np.ones(1), np.array([Basis.MEASURED], np.int8),
        np.array([-1]), np.ones(1),
    )  # fmt: skip
    return float(Functions(grid, one).values(solution.va, solution.vm)[0])
