"""Series put together: what the history told, what has come since, and spans nothing was recorded in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.trends.thinning import taken
from engines.values.history import PointSeries
from engines.values.points import PointFreshness, PointQuality

Array = np.ndarray[Any, Any]


def empty_series(point_id: str) -> PointSeries:
    """A point nothing is known of."""
    none = np.empty(0, np.uint8)
    return PointSeries(point_id, np.empty(0, np.int64), np.empty(0), none, none, np.empty(0, bool))


def joined(past: PointSeries, known_to_us: int, tail: PointSeries) -> PointSeries:
    """The past up to where it was told, and after it what has come since.

    Args:
        known_to_us: until then the past tells everything. Between it and the tail's first entry nothing is known.
    """
    if not len(tail):
        return past
    begin = int(tail.time_us[0])
    if not len(past):
        return tail
    if begin > known_to_us:
        return _concatenated(past, _unknown(past.point_id, [known_to_us]), tail)
    # What was told goes before: the tail is only asked for what came after the last entry of it.
    since = int(np.searchsorted(tail.time_us, int(past.time_us[-1]), "right"))
    return _concatenated(past, taken(tail, slice(since, None)))


def with_gaps(series: PointSeries, gaps: Sequence[tuple[int, int]], now_us: int) -> PointSeries:
    """The same with nothing known where nothing was recording; a gap ends with the first entry after it.

    Entries that were written in a gap (by a clock that jumped) stay what they are. ``now_us`` closes the last gap.
    """
    if not gaps or not len(series):
        return series
    begins = np.array([a for a, b in gaps if b > a and a < now_us and a >= int(series.time_us[0])], np.int64)
    if not len(begins):
        return series
    unknown = _unknown(series.point_id, begins)
    both = _concatenated(series, unknown)
    order = np.argsort(both.time_us, kind="stable")
    return taken(both, order)


def _unknown(point_id: str, times_us: Sequence[int] | Array) -> PointSeries:
    n = len(times_us)
    return PointSeries(
        point_id,
        np.asarray(times_us, np.int64),
        np.full(n, np.nan),
        np.full(n, PointQuality.INVALID, np.uint8),
        np.full(n, PointFreshness.STALE, np.uint8),
        np.zeros(n, bool),
    )


def _concatenated(first: PointSeries, *others: PointSeries) -> PointSeries:
    parts = [p for p in (first, *others) if len(p)]
    if len(parts) == 1:
        return parts[0]
    return PointSeries(
        first.point_id,
        np.concatenate([p.time_us for p in parts]),
        np.concatenate([p.value for p in parts]),
        np.concatenate([p.quality for p in parts]),
        np.concatenate([p.freshness for p in parts]),
        np.concatenate([p.is_by_hand for p in parts]),
        any(p.is_thinned for p in parts),
    )
