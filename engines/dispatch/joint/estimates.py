"""Means over days with confidence intervals that respect that days of one block are alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.values.joint_model import Estimated

Array = np.ndarray[Any, Any]

RESAMPLES = 2_000
SEED = 20_160_101


def estimate(values: Array, block: Array) -> Estimated:
    """Mean of ``(n_day,)`` values and the 95 % interval of a bootstrap over whole blocks.

    NaN bounds where there are fewer than two blocks.
    """
    _, place = np.unique(block, return_inverse=True)
    sums, counts = np.bincount(place, weights=values), np.bincount(place)
    n = len(counts)
    mean = float(values.mean())
    if n < 2:
        return Estimated(mean)
    drawn = np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimated(mean, float(low), float(high))
