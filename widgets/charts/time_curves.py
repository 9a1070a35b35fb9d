"""Curves over time made as short as the screen can show, without losing a peak or closing a gap."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
DAY_S = 86400.0
MOST_POINTS = 800


def envelope(seconds: Array, low: Array, high: Array, most: int = MOST_POINTS) -> tuple[Array, Array, Array]:
    """Times with the lowest ``low`` and highest ``high`` of each of at most ``most`` equal groups.

    Long spans are grouped by whole days, so that day and night do not beat against the groups. A group in which
    nothing is known stays NaN, so that a long gap is seen as one.
    """
    n = len(seconds)
    size = max(1, -(-n // most))
    if size == 1:
        return seconds, low, high
    steps_a_day = max(1, round(DAY_S / float(seconds[1] - seconds[0])))
    if 4 * size > steps_a_day:
        size = -(-size // steps_a_day) * steps_a_day
    groups = -(-n // size)
    padded = np.full((2, groups * size), np.nan)
    padded[0, :n], padded[1, :n] = low, high
    bottom = np.fmin.reduce(padded[0].reshape(groups, size), axis=1)
    top = np.fmax.reduce(padded[1].reshape(groups, size), axis=1)
    return seconds[::size], bottom, top


def finite_runs(*columns: Array) -> list[slice]:
    """Stretches in which every column is known."""
    known = np.logical_and.reduce([np.isfinite(column) for column in columns])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    return [slice(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
