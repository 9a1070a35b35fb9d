"""Series made as short as a screen can show, without hiding an extreme, a doubt or the value that stood last."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.trends.doubt import Doubt, doubt_of
from engines.values.history import PointSeries

Array = np.ndarray[Any, Any]
FEWEST = 8
"""A series is never made shorter than that."""


def clipped(series: PointSeries, from_us: int, to_us: int) -> PointSeries:
    """The entries that tell the span: those within it, and before them the one that stood when it began."""
    first = max(0, int(np.searchsorted(series.time_us, from_us, "right")) - 1)
    last = int(np.searchsorted(series.time_us, to_us, "right"))
    return taken(series, slice(first, max(first, last)) if last else slice(0, 0))


def taken(series: PointSeries, rows: Any, *, is_thinned: bool | None = None) -> PointSeries:
    """Some entries of a series, in the same order."""
    return PointSeries(
        series.point_id,
        series.time_us[rows],
        series.value[rows],
        series.quality[rows],
        series.freshness[rows],
        series.is_by_hand[rows],
        series.is_thinned if is_thinned is None else is_thinned,
    )


def thinned(series: PointSeries, from_us: int, to_us: int, entries: int) -> PointSeries:
    """The span with at most ``entries`` entries (but never fewer than :data:`FEWEST` where there are more).

    The span is cut into equal parts. Of each part stay: the lowest and the highest usable value; the first entry
    that is believed least; and the last entry, where no other follows in the next part, for it stands until then.
    The entry that stood when the span began and the last one always stay. O(n).
    """
    inside = clipped(series, from_us, to_us)
    most = max(FEWEST, entries)
    if len(inside) <= most:
        return inside
    for share in (2, 3, 4):
        keep = _kept(inside, from_us, to_us, max(1, (most - 2) // share))
        if len(keep) <= most:
            break
    return taken(inside, keep, is_thinned=True)


def _kept(series: PointSeries, from_us: int, to_us: int, parts: int) -> Array:
    n = len(series)
    part = np.clip((series.time_us - from_us) * parts // max(1, to_us - from_us), 0, parts - 1)
    begins = np.flatnonzero(np.concatenate([[True], part[1:] != part[:-1]]))
    lengths = np.diff(np.append(begins, n))
    keep = np.zeros(n, bool)
    keep[[0, n - 1]] = True
    doubt = doubt_of(series)
    known = doubt < Doubt.UNKNOWN
    for fill, extreme in ((np.inf, np.minimum), (-np.inf, np.maximum)):
        value = np.where(known, series.value, fill)
        best = np.repeat(extreme.reduceat(value, begins), lengths)
        keep[_first_of_each(known & (value == best), begins, lengths)] = True
    worst = np.repeat(np.maximum.reduceat(doubt, begins), lengths)
    least = np.repeat(np.minimum.reduceat(doubt, begins), lengths)
    # Of a part in which nothing is known no extreme stays: without its first entry a long gap would be closed.
    is_worse = (worst > least) | (worst == Doubt.UNKNOWN)
    keep[_first_of_each((doubt == worst) & is_worse, begins, lengths)] = True
    ends = begins + lengths - 1
    is_followed = np.append(part[begins[1:]] == part[begins[:-1]] + 1, False)
    keep[ends[~is_followed]] = True
    return np.flatnonzero(keep)


def _first_of_each(mask: Array, begins: Array, lengths: Array) -> Array:
    """Rows at which ``mask`` is true for the first time in their part."""
    rows = np.flatnonzero(mask)
    if not len(rows):
        return rows
    part = np.repeat(np.arange(len(begins)), lengths)[rows]
    first: Array = rows[np.concatenate([[True], part[1:] != part[:-1]])]
    return first
