"""How far each entry of a series may be believed, as one number that orders them."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from engines.values.history import PointSeries
from engines.values.points import PointFreshness, PointQuality

Array = np.ndarray[Any, Any]


class Doubt(IntEnum):
    """From plainly good to not known; the worst of quality and freshness."""

    NONE = 0
    QUESTIONABLE = 1
    """The field itself doubts it, or its link is silent for longer than it promised."""
    STALE = 2
    UNKNOWN = 3
    """No value, or one that is invalid: nothing to draw."""


def doubt_of(series: PointSeries) -> Array:
    """``(n,)`` uint8, :class:`Doubt` of every entry."""
    return doubt(series.value, series.quality, series.freshness)


def doubt(value: Array, quality: Array, freshness: Array) -> Array:
    """``(n,)`` uint8, :class:`Doubt` of values with their quality and freshness."""
    found = np.zeros(len(value), np.uint8)
    found[(quality == PointQuality.QUESTIONABLE) | (freshness == PointFreshness.SUSPECT)] = Doubt.QUESTIONABLE
    found[freshness == PointFreshness.STALE] = Doubt.STALE
    found[(quality == PointQuality.INVALID) | ~np.isfinite(value)] = Doubt.UNKNOWN
    return found
