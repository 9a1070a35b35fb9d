"""Figures over days with 95 % intervals: a bootstrap over whole blocks of days that are alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.dispatch.joint.estimates import RESAMPLES, SEED
from engines.dispatch.scenarios.risk import worst_case
from engines.values.joint_model import Estimated

Array = np.ndarray[Any, Any]
Statistic = Callable[[Array], float]

LEAST_BLOCKS = 5
"""Of fewer blocks too few different samples can be drawn for an interval."""
METHOD = f"95 % percentile intervals of a bootstrap over whole blocks of days ({RESAMPLES} resamples)"


def bootstrap(values: Array, block: Array, statistic: Statistic) -> Estimated:
    """``statistic`` of ``(n_day, ...)`` values and its interval.

    Blocks are drawn with replacement, each with all its days; what is paired in a row stays paired. NaN bounds where
    there are fewer than five blocks.
    """
    _, place = np.unique(block, return_inverse=True)
    members = [np.flatnonzero(place == k) for k in range(int(place.max()) + 1)]
    found = statistic(values)
    if len(members) < LEAST_BLOCKS:
        return Estimated(found)
    drawn = np.random.default_rng(SEED).integers(len(members), size=(RESAMPLES, len(members)))
    spread = [statistic(values[np.concatenate([members[k] for k in row])]) for row in drawn]
    low, high = np.nanquantile(spread, [0.025, 0.975])
    return Estimated(found, float(low), float(high))


def mean(values: Array) -> float:
    """The mean of ``(n_day,)`` values."""
    return float(values.mean())


def tail_mean(level: float) -> Statistic:
    """The conditional value at risk of days that are equally likely: the mean of the dearest ``1 - level`` of them."""

    def statistic(values: Array) -> float:
        return float(worst_case(values, np.full(len(values), 1.0 / len(values)), level) @ values)

    return statistic


def share(values: Array) -> float:
    """Sum of the first of ``(n_day, 2)`` columns over that of the second; NaN where that is nothing."""
    part, whole = values.sum(axis=0)
    return float(part / whole) if whole > 0 else float("nan")
