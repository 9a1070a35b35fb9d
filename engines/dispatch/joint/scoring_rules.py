"""Proper scores of a forecast against what came: the lower the better.

Members are either a sample of the forecast distribution, or the ``whole`` of it, each equally likely. Of a sample the
scores are estimated without bias (fair; Ferro, Q. J. R. Meteorol. Soc. 140, 2014), so that their number does not count.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial.distance import cdist, pdist

Array = np.ndarray[Any, Any]

_BLOCK = 1024
"""Pairs that are looked at at once: what they need stays near the processor."""


def crps(members: Array, observed: Array, whole: bool = False) -> Array:
    """Continuous ranked probability score of each quantity, in its unit.

    Args:
        members: ``(n_member, ...)``; observed: ``(...)``.
    """
    return np.asarray(np.abs(members - observed).mean(axis=0) - half_spread(members, whole))


def half_spread(members: Array, whole: bool = False) -> Array:
    """Half the mean distance between two draws, of each quantity."""
    n = len(members)
    rank = 2.0 * np.arange(1, n + 1) - n - 1
    return np.asarray(np.tensordot(rank, np.sort(members, axis=0), 1) / (n * (n if whole else n - 1)))


def energy_score(members: Array, observed: Array, whole: bool = False) -> float:
    """Energy score (Gneiting and Raftery, J. American Statistical Association 102, 2007).

    Args:
        members: ``(n_member, n)``; observed: ``(n,)``.
    """
    share_of_pairs = (len(members) - 1) / len(members) if whole else 1.0
    return float(cdist(members, observed[None]).mean() - 0.5 * share_of_pairs * pdist(members).mean())


def variogram_score(
    members: Array, observed: Array, pairs: tuple[Array, Array], whole: bool = False, power: float = 0.5
) -> float:
    """Variogram score (Scheuerer and Hamill, Monthly Weather Review 143, 2015), mean over the pairs.

    Args:
        members: ``(n_member, n)``; observed: ``(n,)``; pairs: ``(n_pair,)`` first and second of each.
    """
    n, columns = len(members), np.ascontiguousarray(members.T)
    total = excess = 0.0
    for begin in range(0, len(pairs[0]), _BLOCK):
        first, second = pairs[0][begin : begin + _BLOCK], pairs[1][begin : begin + _BLOCK]
        apart = np.abs(columns[first] - columns[second])
        # The square of a root is what it is the root of.
        square = (apart if power == 0.5 else apart ** (2 * power)).mean(axis=1)
        expected = (np.sqrt(apart, out=apart) if power == 0.5 else apart**power).mean(axis=1)
        came = np.abs(observed[first] - observed[second]) ** power
        total += float(np.square(expected - came).sum())
        excess += float((square - np.square(expected)).sum())
    score = total / len(pairs[0])
    return score if whole else score - excess / ((n - 1) * len(pairs[0]))


def choose_pairs(n: int, most: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """All pairs of ``n`` quantities, or ``most`` of them by chance."""
    if n * (n - 1) // 2 <= most:
        first, second = np.triu_indices(n, 1)
        return first, second
    first = rng.integers(n, size=most)
    return first, (first + rng.integers(1, n, size=most)) % n


def ranks(members: Array, observed: Array, rng: np.random.Generator) -> Array:
    """Rank of what came among the members, in 0..1, drawn where it ties with some (a calm, a night).

    Uniform where the forecast is calibrated; a central interval then covers its nominal share exactly.
    """
    below = np.sum(members < observed, axis=0)
    equal = np.sum(members == observed, axis=0)
    return np.asarray((below + rng.random(below.shape) * (equal + 1)) / (len(members) + 1))
