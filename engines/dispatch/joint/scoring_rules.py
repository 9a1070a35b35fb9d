"""Proper scores of an ensemble against what came: the lower the better."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial.distance import cdist, pdist

Array = np.ndarray[Any, Any]


def crps(ensemble: Array, observed: Array) -> Array:
    """Continuous ranked probability score of each quantity, in its unit.

    The estimate that does not depend on the number of members (fair; Ferro, Q. J. R. Meteorol. Soc. 140, 2014).

    Args:
        ensemble: ``(n_member, ...)``; observed: ``(...)``.
    """
    return np.asarray(np.abs(ensemble - observed).mean(axis=0) - half_spread(ensemble))


def half_spread(ensemble: Array) -> Array:
    """Half the mean distance between two members, of each quantity."""
    n = len(ensemble)
    rank = 2.0 * np.arange(1, n + 1) - n - 1
    return np.asarray(np.tensordot(rank, np.sort(ensemble, axis=0), 1) / (n * (n - 1)))


def energy_score(ensemble: Array, observed: Array, spread: float | None = None) -> float:
    """Energy score (Gneiting and Raftery, J. American Statistical Association 102, 2007).

    Args:
        ensemble: ``(n_member, n)``; observed: ``(n,)``; spread: :func:`energy_spread`, where known already.
    """
    away = float(cdist(ensemble, observed[None]).mean())
    return away - (energy_spread(ensemble) if spread is None else spread)


def energy_spread(ensemble: Array) -> float:
    """Half the mean distance between two members."""
    return 0.5 * float(pdist(ensemble).mean())


def variogram(values: Array, pairs: tuple[Array, Array], power: float = 0.5) -> Array:
    """``(..., n_pair)`` differences of pairs to a power."""
    return np.asarray(np.abs(values[..., pairs[0]] - values[..., pairs[1]]) ** power)


def variogram_score(expected: Array, observed: Array) -> float:
    """Variogram score (Scheuerer and Hamill, Monthly Weather Review 143, 2015), mean over the pairs.

    Args:
        expected: ``(n_pair,)`` mean variogram of the ensemble; observed: ``(n_pair,)`` of what came.
    """
    return float(np.mean((expected - observed) ** 2))


def choose_pairs(n: int, most: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """All pairs of ``n`` quantities, or ``most`` of them by chance."""
    if n * (n - 1) // 2 <= most:
        first, second = np.triu_indices(n, 1)
        return first, second
    first = rng.integers(n, size=most)
    return first, (first + rng.integers(1, n, size=most)) % n


def ranks(ensemble: Array, observed: Array, rng: np.random.Generator) -> Array:
    """Rank of what came among the members, in 0..1, drawn where it ties with some (a calm, a night).

    Uniform where the forecast is calibrated; a central interval then covers its nominal share exactly.
    """
    below = np.sum(ensemble < observed, axis=0)
    equal = np.sum(ensemble == observed, axis=0)
    return np.asarray((below + rng.random(below.shape) * (equal + 1)) / (len(ensemble) + 1))
