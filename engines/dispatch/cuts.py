"""Second stage: HiGHS on a linear programme with whole positions, its cones replaced by cuts.

A cone's dual at a solution makes one cut per cone; with the cuts of a conic solution the linear programme has the
same bound as that solution. Cuts of the relaxed solution alone would propose poor positions; each solution with
positions held adds cuts that make the programme exact there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from engines.dispatch.conic import ConicSolution
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching
from engines.dispatch.whole_positions import WholePositions

Array = np.ndarray[Any, Any]

_POLYGON = 8
"""Sides around a circle of apparent power before any solution has touched it."""
_LEAST_DUAL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class LinearAnswer:
    """What HiGHS found: a bound on every plan (NaN without), and positions to try (``None`` without)."""

    bound: float
    switching: Switching | None


class LinearStage:
    """The linear programme; it learns from every conic solution."""

    def __init__(self, programme: Programme, solutions: Sequence[ConicSolution]) -> None:
        self.programme = programme
        self.whole = WholePositions(programme)
        self._cuts = [_polygons(programme)]
        for solution in solutions:
            self.learn(solution)

    def learn(self, solution: ConicSolution) -> None:
        """Add the cuts of a solution: where its cones' duals point, and where its points touch them."""
        p = self.programme
        slack = p.cone_right - p.cone @ solution.x
        self._cuts.append(_cuts(p, solution.cone_dual))
        self._cuts.append(_cuts(p, _touching(p, slack)))

    def solve(
        self, seconds: float, *, start: Switching | None = None, stop: Callable[[], bool] | None = None
    ) -> LinearAnswer:
        """Run HiGHS for a time, from a start where there is one."""
        if seconds <= 0:
            return LinearAnswer(float("nan"), None)
        p, whole = self.programme, self.whole
        more = whole.n_column - p.layout.n_column
        cuts = vstack([c[0] for c in self._cuts], format="csr")
        cut_right = np.concatenate([c[1] for c in self._cuts])
        own = vstack([p.equal, p.upper, cuts], format="csr")
        matrix = vstack([hstack([own, csr_matrix((own.shape[0], more))]), whole.matrix], format="csr")
        low = np.concatenate([p.equal_right, np.full(len(p.upper_right) + len(cut_right), -np.inf), whole.low])
        high = np.concatenate([p.equal_right, p.upper_right, cut_right, whole.high])
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = whole.n_column, matrix.shape[0]
        lp.col_cost_ = np.concatenate([p.cost, np.zeros(more)]) + whole.cost
        lp.col_lower_, lp.col_upper_ = whole.column_low, whole.column_high
        lp.row_lower_, lp.row_upper_ = low, high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
        types = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [types[k] for k in whole.is_whole.astype(int).tolist()]
        solver = _solver(seconds)
        solver.passModel(lp)
        if start is not None:
            columns, values = whole.start(start)
            solver.setSolution(len(columns), columns.astype(np.int32), values)
        if stop is not None:
            solver.cbMipInterrupt.subscribe(lambda event: event.interrupt() if stop() else None)
        solver.run()
        info = solver.getInfo()
        ended = highspy.HighsModelStatus
        if solver.getModelStatus() not in (ended.kOptimal, ended.kTimeLimit, ended.kInterrupt, ended.kSolutionLimit):
            # Of a programme that HiGHS gave up, its bound means nothing.
            return LinearAnswer(float("nan"), None)
        bound = float(info.mip_dual_bound) + p.constant
        bound = bound if np.isfinite(bound) else float("nan")
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return LinearAnswer(bound, None)
        return LinearAnswer(bound, whole.read(np.array(solver.getSolution().col_value)[:]))


def _solver(seconds: float) -> Any:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    for option, value in (("time_limit", seconds), ("mip_rel_gap", 2e-5), ("threads", 1), ("random_seed", 1)):
        solver.setOptionValue(option, value)
    return solver


def _cone_number(programme: Programme) -> Array:
    """``(n_cone_row,)`` which cone each row belongs to."""
    sizes = np.repeat([s for _, s in programme.cone_sizes], [c for c, _ in programme.cone_sizes])
    return np.repeat(np.arange(len(sizes)), sizes)


def _cuts(programme: Programme, weights: Array) -> tuple[csr_matrix, Array]:
    """``weights @ slack >= 0`` of each cone; the weights of a cone must lie in it (the cone is its own dual)."""
    number = _cone_number(programme)
    n_cone = int(number.max(initial=-1)) + 1
    heads = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1]) if len(number) else np.empty(0, np.int64)
    head = weights[heads]
    used = head > _LEAST_DUAL
    scaled = weights / np.where(used, head, 1.0)[number]
    # A dual may lie outside its cone by rounding; shortened, the cut is valid.
    length = np.sqrt(np.bincount(number, np.square(scaled), n_cone) - np.square(scaled[heads]))
    shorter = np.where(length > 1.0, 1.0 / np.maximum(length, 1e-12), 1.0)[number]
    is_head = np.zeros(len(number), bool)
    is_head[heads] = True
    scaled = np.where(is_head, 1.0, scaled * shorter)
    gather = csr_matrix((scaled, (number, np.arange(len(number)))), shape=(n_cone, len(number)))[used]
    return (gather @ programme.cone).tocsr(), gather @ programme.cone_right


def _touching(programme: Programme, slack: Array) -> Array:
    """Weights of the tangents where a point touches, or comes nearest to, its cones."""
    number = _cone_number(programme)
    heads = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1])
    is_head = np.zeros(len(number), bool)
    is_head[heads] = True
    body = np.where(is_head, 0.0, slack)
    length = np.sqrt(np.bincount(number, np.square(body), len(heads)))[number]
    return np.where(is_head, 1.0, -body / np.maximum(length, 1e-9))


def _polygons(programme: Programme) -> tuple[csr_matrix, Array]:
    """A polygon around each circle."""
    at, rows, right = 0, [csr_matrix((0, programme.layout.n_column))], [np.empty(0)]
    for count, size in programme.cone_sizes:
        if size == 3 and count:
            block = np.arange(count * 3).reshape(count, 3) + at
            for angle in 2 * np.pi * np.arange(_POLYGON) / _POLYGON:
                weights = np.zeros(len(programme.cone_right))
                weights[block] = (1.0, -np.cos(angle), -np.sin(angle))
                matrix, constant = _cuts(programme, weights)
                rows.append(matrix)
                right.append(constant)
        at += count * size
    return vstack(rows, format="csr"), np.concatenate(right)
