"""Weighted least squares on the equations: holds a solution against them, improves it, and says how sure it is.

Gauss-Newton on the normal equations (A. Abur, A. Gomez Exposito, "Power System State Estimation", chapter 2);
normalised residuals and their covariance as in its chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu

from engines.estimation.functions import Functions
from engines.estimation.grid_model import GridModel
from engines.estimation.problem import Basis, Equations

Array = np.ndarray[Any, Any]
STATIONARY = 1e-6
"""Largest step, in radian and pu, after which nothing more is to be gained."""
MOST_STEPS = 25
CHUNK = 256


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A state that fits the equations best.

    Attributes:
        va, vm: ``(n,)`` radian and pu; steps: taken here after what the fast solver gave.
    """

    va: Array
    vm: Array
    steps: int


class WeightedLeastSquares:
    """The equations of one estimate."""

    def __init__(self, grid: GridModel, equations: Equations) -> None:
        self._grid, self.equations = grid, equations
        self._functions = Functions(grid, equations)
        self._weight = sp.diags(1.0 / equations.std**2)
        free = np.ones(2 * grid.n, bool)
        free[grid.reference] = False
        self._free = np.flatnonzero(free)

    def solve(self, va: Array, vm: Array) -> Solution | None:
        """From a start to the best fit; ``None`` where it is not found."""
        for step in range(MOST_STEPS):
            change = self._step(va, vm)
            if change is None or not np.isfinite(change).all():
                return None
            largest = float(np.abs(change).max(initial=0.0))
            if largest < STATIONARY:
                return Solution(va, vm, step)
            # Far from the solution a full step overshoots.
            change = change * min(1.0, 0.5 / largest)
            x = np.r_[va, vm]
            x[self._free] += change
            va, vm = x[: self._grid.n], x[self._grid.n :]
            if (vm <= 0.05).any() or (vm > 3.0).any():
                return None
        return None

    def residuals(self, solution: Solution) -> Array:
        """``(m,)`` told less estimated."""
        return self.equations.value - self._functions.values(solution.va, solution.vm)

    def covariance(self, solution: Solution) -> tuple[Array, Array]:
        """Variances of the magnitudes ``(n,)``, and of the residuals ``(m,)``."""
        h = self._functions.jacobian(solution.va, solution.vm)[:, self._free].tocsr()
        factor = self._factor(h)
        n_free = len(self._free)
        size = np.zeros(2 * self._grid.n)
        fitted = np.zeros(len(self.equations))
        inverse_rows: list[Array] = []
        for begin in range(0, n_free, CHUNK):
            unit = np.zeros((n_free, min(CHUNK, n_free - begin)))
            unit[np.arange(begin, begin + unit.shape[1]), np.arange(unit.shape[1])] = 1.0
            inverse_rows.append(factor.solve(unit))
        inverse = np.concatenate(inverse_rows, axis=1) if inverse_rows else np.zeros((0, 0))
        size[self._free] = np.diagonal(inverse)
        for begin in range(0, len(fitted), CHUNK):
            part = h[begin : begin + CHUNK]
            fitted[begin : begin + CHUNK] = np.asarray((part @ inverse) * part.toarray()).sum(axis=1)
        return np.maximum(size[self._grid.n :], 0.0), self.equations.std**2 - fitted

    def loose_variance(self, solution: Solution) -> Array:
        """``(n,)`` variance of the magnitudes if next to nothing were assumed: large where nothing measured tells."""
        is_assumed = self.equations.basis == Basis.PSEUDO
        std = np.where(is_assumed, self.equations.std * LOOSE, self.equations.std)
        h = self._functions.jacobian(solution.va, solution.vm)[:, self._free].tocsr()
        factor = splu((h.T @ sp.diags(1.0 / std**2) @ h).tocsc())
        found = np.zeros(2 * self._grid.n)
        found[self._free] = _inverse_diagonal(factor, len(self._free))
        return np.maximum(found[self._grid.n :], 0.0)

    def _step(self, va: Array, vm: Array) -> Array | None:
        h = self._functions.jacobian(va, vm)[:, self._free]
        r = self.equations.value - self._functions.values(va, vm)
        try:
            return np.asarray(self._factor(h).solve(h.T @ (self._weight @ r)))
        except RuntimeError:
            # Exactly singular: some state is told by nothing at all.
            return None

    def _factor(self, h: Any) -> Any:
        return splu((h.T @ self._weight @ h).tocsc())


def _inverse_diagonal(factor: Any, n: int) -> Array:
    found = np.empty(n)
    for begin in range(0, n, CHUNK):
        places = np.arange(begin, min(begin + CHUNK, n))
        unit = np.zeros((n, len(places)))
        unit[places, np.arange(len(places))] = 1.0
        found[places] = factor.solve(unit)[places, np.arange(len(places))]
    return found


LOOSE = 300.0
"""By so much the deviation of every assumed load is widened to see what measurements alone determine."""
OPEN_VARIANCE = 0.02**2
"""A magnitude that varies by more than that then (0.02 pu) is not determined by measurements."""
