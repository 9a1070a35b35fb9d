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
from engines.estimation.selected_inverse import selected_inverse

Array = np.ndarray[Any, Any]
STATIONARY = 1e-6
"""Largest step, in radian and pu, after which nothing more is to be gained."""
MOST_STEPS = 25


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
        inverse = selected_inverse((h.T @ self._weight @ h).tocsc())
        # States that meet in one equation meet in the gain matrix: every entry that counts is there.
        fitted = np.asarray((h @ inverse).multiply(h).sum(axis=1)).ravel()
        return self._magnitudes(inverse), self.equations.std**2 - fitted

    def loose_variance(self, solution: Solution) -> Array:
        """``(n,)`` variance of the magnitudes if next to nothing were assumed: large where nothing measured tells."""
        is_assumed = self.equations.basis == Basis.PSEUDO
        std = np.where(is_assumed, self.equations.std * LOOSE, self.equations.std)
        h = self._functions.jacobian(solution.va, solution.vm)[:, self._free].tocsr()
        return self._magnitudes(selected_inverse((h.T @ sp.diags(1.0 / std**2) @ h).tocsc()))

    def _magnitudes(self, inverse: sp.csr_matrix) -> Array:
        found = np.zeros(2 * self._grid.n)
        found[self._free] = inverse.diagonal()
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


LOOSE = 300.0
"""By so much the deviation of every assumed load is widened to see what measurements alone determine."""
OPEN_VARIANCE = 0.02**2
"""A magnitude that varies by more than that then (0.02 pu) is not determined by measurements."""
