"""Few scenarios for many: fast forward selection (Heitsch and Römisch, Computational Optimization and Applications
24, 2003), compared with every choice there is where those are few.
"""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from engines.values.frozen import frozen_array
from engines.values.joint_model import Reduction, Scenarios
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

MOST_CHOICES = 20_000


def reduce_scenarios(scenarios: Scenarios, count: int) -> tuple[Scenarios, Reduction]:
    """The ``count`` scenarios that stand for all with the least Kantorovich distance found.

    The distance of two scenarios is the Euclidean one over units and steps, MW.

    Raises:
        InputError: ``count`` below 1 or above the number of scenarios.
    """
    flat = scenarios.p_mw.reshape(len(scenarios.p_mw), -1)
    reduction = select(cdist(flat, flat), scenarios.probability, count)
    kept = Scenarios(scenarios.units, scenarios.step_hours, scenarios.p_mw[reduction.kept], reduction.probability)
    return kept, reduction


def select(distance: Array, probability: Array, count: int) -> Reduction:
    """Which ``count`` of the points with ``(n, n)`` distances stand for all. Raises ``InputError``."""
    n = len(probability)
    if not 1 <= count <= n:
        raise InputError("reduce", f"{count} of {n} scenarios cannot be kept", f"keep 1 to {n}")
    order = fast_forward(distance, probability, count)
    is_exact = comb(n, count) <= MOST_CHOICES
    if is_exact:
        best = exhaustive(distance, probability, count)
        # Greedy and best choice are often the same; then the greedy order is the more telling.
        if _distance(distance, probability, best) < _distance(distance, probability, order) - 1e-12:
            order = best
    nearest = np.argmin(distance[:, order], axis=1)
    nearest[order] = np.arange(count)
    share = np.bincount(nearest, weights=probability, minlength=count)
    return Reduction(
        kept=frozen_array(order),
        probability=frozen_array(share / share.sum()),
        nearest=frozen_array(nearest),
        distance=_distance(distance, probability, order),
        distance_of_one=float(np.min(probability @ distance)),
        is_exact=is_exact,
    )


def fast_forward(distance: Array, probability: Array, count: int) -> Array:
    """``(count,)`` points, each the one that helps most after those before it."""
    nearest = np.full(len(probability), np.inf)
    chosen: list[int] = []
    for _ in range(count):
        left = probability @ np.minimum(distance, nearest[:, None])
        left[chosen] = np.inf
        best = int(np.argmin(left))
        chosen.append(best)
        nearest = np.minimum(nearest, distance[:, best])
    return np.array(chosen)


def exhaustive(distance: Array, probability: Array, count: int) -> Array:
    """``(count,)`` points of the best choice of all."""
    choices = np.array(list(combinations(range(len(probability)), count)))
    totals = np.array([_distance(distance, probability, choice) for choice in choices])
    return np.asarray(choices[int(np.argmin(totals))])


def _distance(distance: Array, probability: Array, kept: Array) -> float:
    return float(probability @ distance[:, kept].min(axis=1))
