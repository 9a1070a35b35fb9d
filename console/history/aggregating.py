"""Quarter-hour aggregates of changes, weighted by how long each value stood."""

from __future__ import annotations

from typing import Any

import numpy as np

from console.history.storage import unpack_flags
from engines.values.points import PointFreshness, PointQuality

Array = np.ndarray[Any, Any]
QUARTER_US = 900 * 1_000_000


def aggregate(point: Array, time_us: Array, value: Array, flags: Array, begin_us: int) -> dict[str, Array]:
    """Aggregates of one quarter hour, a row a point.

    Args:
        point, time_us, value, flags: changes sorted by point and time; of each point first what stood when the
            quarter hour began (with an earlier time), where there is one.

    Returns ``point``, ``mean``, ``lowest``, ``highest``, ``known_share`` and ``changes``.
    """
    end_us = begin_us + QUARTER_US
    n = len(point)
    if not n:
        return {name: np.empty(0) for name in ("point", "mean", "lowest", "highest", "known_share", "changes")}
    begins = np.flatnonzero(np.r_[True, point[1:] != point[:-1]])
    following = np.r_[time_us[1:], end_us]
    following[np.r_[begins[1:] - 1, n - 1]] = end_us
    stood = np.clip(following, begin_us, end_us) - np.clip(time_us, begin_us, end_us)
    quality, freshness, _ = unpack_flags(flags)
    usable = np.isfinite(value) & (quality != PointQuality.INVALID) & (freshness != PointFreshness.STALE)
    weight = np.where(usable, stood, 0).astype(np.float64)
    known = np.add.reduceat(weight, begins)
    total = np.add.reduceat(weight * np.where(usable, value, 0.0), begins)
    seen = usable & (stood > 0)
    lowest = np.minimum.reduceat(np.where(seen, value, np.inf), begins)
    highest = np.maximum.reduceat(np.where(seen, value, -np.inf), begins)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known > 0, total / known, np.nan)
    return {
        "point": point[begins].astype(np.int32),
        "mean": mean,
        "lowest": np.where(np.isfinite(lowest), lowest, np.nan),
        "highest": np.where(np.isfinite(highest), highest, np.nan),
        "known_share": known / QUARTER_US,
        "changes": np.add.reduceat((time_us >= begin_us).astype(np.int64), begins),
    }
