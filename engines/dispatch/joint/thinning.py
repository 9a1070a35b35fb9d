"""Undoes what uniform ranks within point masses take from a separable correlation.

Drawing every tied rank given all other cells is too dear for many units. Instead days are drawn from the model,
their ranks made as blurred as the real ones, and the model is moved until both come out alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from engines.dispatch.joint.correlation import SeparableCorrelation
from engines.dispatch.joint.shrinkage import positive_definite, separable_factors

Array = np.ndarray[Any, Any]

ROUNDS = 3


def undo_thinning(
    seen: tuple[Array, Array], low: Array, high: Array, active: Array, grid: Array, rng: np.random.Generator
) -> tuple[Array, Array]:
    """The factors whose days, blurred, show the factors ``seen``.

    Args:
        seen: ``(n_unit, n_unit)`` and ``(n_step, n_step)`` from blurred ranks.
        low, high: ``(n_day, n_active)`` rank intervals of the days.
        active: ``(n_active,)`` cells; grid: ``(n_unit, n_step)`` whether each is one.
    """
    if not np.any(high > low):
        return seen
    begins, ends = np.sort(low, axis=0), np.sort(high, axis=0)
    seed = int(rng.integers(2**32))
    units, steps = seen
    for _ in range(ROUNDS):
        # The same chance in each round, so that only the factors make the difference.
        chance = np.random.default_rng(seed)
        drawn = SeparableCorrelation(units, steps, active).draw(chance, len(low))
        blurred = np.zeros((len(low), grid.size))
        blurred[:, active] = _blur(drawn, begins, ends, chance)
        found = separable_factors(blurred.reshape(len(low), *grid.shape), grid)
        units, steps = (_moved(f, s, b) for f, s, b in zip((units, steps), seen, found, strict=True))
    return units, steps


def _blur(latent: Array, begins: Array, ends: Array, rng: np.random.Generator) -> Array:
    share = ndtr(latent)
    row = np.minimum((share * len(begins)).astype(np.int64), len(begins) - 1)
    cell = np.arange(latent.shape[1])
    low, high = begins[row, cell], ends[row, cell]
    blurred = np.where(high > low, low + rng.random(share.shape) * (high - low), share)
    return np.asarray(ndtri(np.clip(blurred, 1e-9, 1 - 1e-9)))


def _moved(factor: Array, seen: Array, found: Array) -> Array:
    moved = np.clip(factor + seen - found, -0.999, 0.999)
    np.fill_diagonal(moved, 1.0)
    return positive_definite(moved)
