"""A mixed-integer linear programme as it is collected, and its solution by HiGHS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_matrix

Array = np.ndarray[Any, Any]
_GAP = 0.01
"""An answer this near to its bound counts as the best."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the solver found.

    Attributes:
        columns: the variables; value: of the objective; bound: nothing is better.
        is_optimal: proven so within the time.
    """

    columns: Array
    value: float
    bound: float
    is_optimal: bool


@dataclass(slots=True)
class Rows:
    """Constraints as they are collected."""

    start: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    coefficient: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.low)

    def add(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """One more: ``low <= terms <= high``."""
        self.index += terms.keys()
        self.coefficient += terms.values()
        self.start.append(len(self.index))
        self.low.append(low)
        self.high.append(high)

    def forget(self, count: int) -> None:
        """Drop every constraint after the first ``count``."""
        del self.low[count:], self.high[count:], self.start[count + 1 :]
        del self.index[self.start[-1] :], self.coefficient[self.start[-1] :]


def solve_programme(
    rows: Rows,
    low: Array,
    high: Array,
    is_whole: Array,
    objective: Mapping[int, float],
    *,
    is_largest: bool,
    seconds: float,
    start: Mapping[int, float],
) -> Answer | None:
    """Solve for one objective; ``None`` where nothing was found in the time.

    Args:
        low, high, is_whole: ``(n,)`` bounds of the variables, and which of them are whole numbers.
        start: some of the variables, to begin with.
    """
    n = len(low)
    cost = np.zeros(n)
    cost[list(objective)] = list(objective.values())
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
    lp.row_lower_, lp.row_upper_ = np.array(rows.low), np.array(rows.high)
    matrix = csr_matrix((rows.coefficient, rows.index, rows.start), (len(rows), n))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    types = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [types[k] for k in is_whole.astype(int).tolist()]
    if is_largest:
        lp.sense_ = highspy.ObjSense.kMaximize
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in (
        ("time_limit", max(seconds, 0.05)),
        ("mip_rel_gap", 1e-6),
        ("mip_abs_gap", _GAP),
        ("threads", 1),
        ("random_seed", 1),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    if start:
        solver.setSolution(len(start), np.array(list(start)), np.array(list(start.values()), float))
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    columns = np.array(solver.getSolution().col_value)
    return Answer(columns, float(info.objective_function_value), float(info.mip_dual_bound), is_optimal)
