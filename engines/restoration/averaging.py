"""Averages of probabilities that are kept as logarithms."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def log_mean(values: Array, weight: Array | None = None) -> Array:
    """``(...,)`` logarithm of the mean of ``exp(values)`` over the last axis; ``weight`` adds up to one."""
    peak = values.max(axis=-1, keepdims=True)
    peak = np.where(np.isfinite(peak), peak, 0.0)
    share = np.exp(values - peak)
    mean = share.mean(axis=-1) if weight is None else (share * weight).sum(axis=-1)
    with np.errstate(divide="ignore"):
        return np.asarray(peak[..., 0] + np.log(mean))


def weighted_band(values: Array, weight: Array, level: float = 0.9) -> tuple[float, float, float]:
    """Mean of ``values`` under ``weight``, and the values between which ``level`` of it lies."""
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weight[order]) / weight.sum()
    tail = (1.0 - level) / 2
    last = len(values) - 1
    low = values[order[min(int(np.searchsorted(running, tail)), last)]]
    high = values[order[min(int(np.searchsorted(running, 1.0 - tail)), last)]]
    return float(values @ weight / weight.sum()), float(low), float(high)
