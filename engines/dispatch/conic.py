"""Clarabel on a programme; only a solution it calls solved is one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import clarabel
import numpy as np
from scipy.sparse import csc_matrix, diags, vstack

from engines.dispatch.programme import Programme

Array = np.ndarray[Any, Any]

TOLERANCE = 1e-7
"""At 1e-8 Clarabel often ends almost solved, which is refused."""
_STATUS = {
    "Solved": "solved",
    "PrimalInfeasible": "infeasible",
    "AlmostPrimalInfeasible": "infeasible",
    "MaxTime": "out_of_time",
}
_SMALL = 0.01
"""What does not end solved is tried again with its costs measured in another unit: by the largest, then by this."""


@dataclass(frozen=True, slots=True, eq=False)
class ConicSolution:
    """What Clarabel found.

    Attributes:
        status: ``solved``, ``infeasible``, ``out_of_time`` or ``failed`` (its own word in ``word``).
        x: ``(n_column,)``; value: its cost; bound: the dual's.
        equal_dual, fixed_dual, upper_dual, cone_dual: what one unit more on the right would save (negative: cost).
    """

    status: str
    word: str
    x: Array
    value: float
    bound: float
    equal_dual: Array
    fixed_dual: Array
    upper_dual: Array
    cone_dual: Array
    iterations: int

    @property
    def is_solved(self) -> bool:
        """Whether ``x`` may be used."""
        return self.status == "solved"


@dataclass(frozen=True, slots=True, eq=False)
class Fixing:
    """Further equalities: switched devices held."""

    matrix: csc_matrix
    right: Array


def solve_conic(
    programme: Programme,
    fixing: Fixing | None = None,
    *,
    cost: Array | None = None,
    quadratic: Array | None = None,
    origin: Array | None = None,
    almost: bool = False,
    seconds: float = float("inf"),
) -> ConicSolution:
    """Solve, with ``fixing`` and another ``cost`` where given.

    ``quadratic``: ``(n_column,)`` adds ``x @ (quadratic * x) / 2`` to the cost; ``value`` and ``bound`` contain it.
    ``origin``: ``(n_column,)`` columns are counted from there while solving. The answer is the same; but a strong pull
    to a place far from zero makes a large number of the cost, and the tolerance is a share of that number.
    ``almost``: a solution that is only almost one will do where it but shows the way; ``word`` then says so, and its
    ``bound`` proves nothing.
    """
    p = programme
    n = p.layout.n_column
    fixing = fixing or Fixing(csc_matrix((0, n)), np.empty(0))
    matrix = vstack([p.equal, fixing.matrix, p.upper, p.cone], format="csc")
    right = np.concatenate([p.equal_right, fixing.right, p.upper_right, p.cone_right])
    counts = (len(p.equal_right), len(fixing.right), len(p.upper_right), len(p.cone_right))
    cones: list[Any] = [clarabel.ZeroConeT(counts[0] + counts[1]), clarabel.NonnegativeConeT(counts[2])]
    for count, size in p.cone_sizes:
        cones += [clarabel.SecondOrderConeT(size)] * count
    if seconds <= 0:
        return _nothing("out_of_time", "no time left", n, counts)
    objective, offset = p.cost if cost is None else cost, p.constant
    curvature = csc_matrix((n, n)) if quadratic is None else csc_matrix(diags(quadratic))
    if origin is not None:
        bent = curvature @ origin
        offset += float((objective + 0.5 * bent) @ origin)
        objective, right = objective + bent, right - matrix @ origin
    begin = time.perf_counter()
    for scale in (1.0, float(np.abs(objective).max(initial=0.0)) or 1.0, _SMALL):
        left = seconds - (time.perf_counter() - begin)
        solver = clarabel.DefaultSolver(
            curvature / scale, objective / scale, matrix, right, cones, _settings(max(left, 0.01))
        )
        answer = _solved(solver)
        word = "panic" if answer is None else str(answer.status)
        status = "solved" if almost and word == "AlmostSolved" else _STATUS.get(word, "failed")
        if status != "failed":
            break
    if status != "solved":
        return _nothing(status, word, n, counts)
    assert answer is not None
    z = np.split(np.array(answer.z) * scale, np.cumsum(counts)[:-1])
    x = np.array(answer.x) + (0.0 if origin is None else origin)
    if not np.isfinite(x).all():
        return _nothing("failed", "its answer contains values that are not numbers", n, counts)
    value, bound = (float(v) * scale + offset for v in (answer.obj_val, answer.obj_val_dual))
    return ConicSolution(status, word, x, value, bound, z[0], z[1], z[2], z[3], int(answer.iterations))


def _solved(solver: Any) -> Any:
    """The answer, ``None`` where the solver's own code gave up (a panic of Rust is no ``Exception``)."""
    try:
        return solver.solve()
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return None


def _settings(seconds: float) -> Any:
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    for name in ("tol_gap_abs", "tol_gap_rel", "tol_feas"):
        setattr(settings, name, TOLERANCE)
    settings.presolve_enable = False
    if np.isfinite(seconds):
        settings.time_limit = seconds
    return settings


def _nothing(status: str, word: str, n: int, counts: tuple[int, ...]) -> ConicSolution:
    nan = [np.full(k, np.nan) for k in counts]
    return ConicSolution(status, word, np.full(n, np.nan), np.nan, np.nan, nan[0], nan[1], nan[2], nan[3], 0)
