"""Days drawn from a copula that is known."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtri

from engines.values.joint_model import Unit, UnitDays, UnitKind

Array = np.ndarray[Any, Any]


def true_correlation(n_unit: int, n_step: int, between: float = 0.6, after: float = 0.8) -> Array:
    """Equal correlation between units, falling with time."""
    units = np.full((n_unit, n_unit), between) + (1 - between) * np.eye(n_unit)
    steps = after ** np.abs(np.subtract.outer(np.arange(n_step), np.arange(n_step)))
    return np.kron(units, steps)


def synthetic_days(
    n_day: int,
    n_unit: int = 3,
    n_step: int = 6,
    seed: int = 1,
    mass: float = 0.0,
    degrees: float = float("inf"),
    correlation: Array | None = None,
) -> UnitDays:
    """``n_day`` days; a share ``mass`` of each cell is exactly 0."""
    rng = np.random.default_rng(seed)
    matrix = true_correlation(n_unit, n_step) if correlation is None else correlation
    normal = rng.standard_normal((n_day, len(matrix))) @ np.linalg.cholesky(matrix).T
    if np.isfinite(degrees):
        normal *= np.sqrt(degrees / rng.chisquare(degrees, n_day))[:, None]
    values = np.maximum(normal - ndtri(mass), 0.0) if mass else np.exp(normal / 2)
    units = tuple(Unit(f"pv {k}", UnitKind.PV, 1.0) for k in range(n_unit))
    days = np.datetime64("2021-01-01") + np.arange(n_day)
    return UnitDays(units, days, values.reshape(n_day, n_unit, n_step), 24.0 / n_step, "synthetic")
