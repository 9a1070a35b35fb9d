"""Recorded values of points: what was, when, and how good it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PointChanges:
    """Changes of some points, in the order they were taken over; what is handed to the history.

    Attributes:
        point: ``(n,)`` int32, rows of ``point_ids`` of the recording.
        value: ``(n,)`` float64; NaN where the field gave none.
        quality, freshness: ``(n,)`` uint8, :class:`engines.values.points.PointQuality` and ``PointFreshness``.
        is_by_hand: ``(n,)`` bool; a person's value stands in front of the telemetered one.
        source_time_us: ``(n,)`` int64, by the field's clock; 0 where it gave none.
        receive_time_us: ``(n,)`` int64, by this machine's clock, microseconds since 1970 UTC.
    """

    point: Array
    value: Array
    quality: Array
    freshness: Array
    is_by_hand: Array
    source_time_us: Array
    receive_time_us: Array

    def __len__(self) -> int:
        return len(self.point)


@dataclass(frozen=True, slots=True, eq=False)
class PointSeries:
    """One point over a span, in the order of time.

    The value of a moment is the last one at or before it: history is kept by exception. The first entry is the
    one that stood when the span began, at its own (earlier) time, where there is one.

    Attributes:
        point_id: which point.
        time_us: ``(n,)`` int64 by this machine's clock, microseconds since 1970 UTC.
        value: ``(n,)``; NaN where it was not known.
        quality, freshness: ``(n,)`` uint8.
        is_by_hand: ``(n,)`` bool.
        is_thinned: fewer entries than were recorded; lowest and highest of each part of the span are among them.
    """

    point_id: str
    time_us: Array
    value: Array
    quality: Array
    freshness: Array
    is_by_hand: Array
    is_thinned: bool = False

    def __len__(self) -> int:
        return len(self.time_us)


@dataclass(frozen=True, slots=True, eq=False)
class QuarterHours:
    """Aggregates of one point over whole quarter hours of UTC, time-weighted.

    Attributes:
        begin_us: ``(n,)`` beginning of each quarter hour.
        mean, lowest, highest: ``(n,)``; NaN where nothing usable was known.
        known_share: ``(n,)`` part of the quarter hour, 0 to 1, in which the value was usable.
        changes: ``(n,)`` recorded changes.
    """

    point_id: str
    begin_us: Array
    mean: Array
    lowest: Array
    highest: Array
    known_share: Array
    changes: Array


@dataclass(frozen=True, slots=True, eq=False)
class RecordedMoment:
    """Every point as it stood at a moment.

    Attributes:
        time_us: the moment, microseconds since 1970 UTC.
        point_ids: which points were ever recorded up to then.
        value, quality, freshness, is_by_hand: ``(n,)`` as in :class:`PointSeries`.
        since_us: ``(n,)`` when each entry was received.
        is_recorded: whether anything was recording at that moment; where nothing was, every freshness is stale.
    """

    time_us: int
    point_ids: tuple[str, ...]
    value: Array
    quality: Array
    freshness: Array
    is_by_hand: Array
    since_us: Array
    is_recorded: bool = True


@dataclass(frozen=True, slots=True)
class RecordedSpan:
    """What there is: from the oldest to the newest recorded change, and the spans nothing was recorded in.

    Attributes:
        from_us, to_us: microseconds since 1970 UTC; both 0 where nothing was recorded yet.
        gaps: ``(from_us, to_us)`` in which nothing was recording, oldest first.
        size_bytes: on the disk.
    """

    from_us: int = 0
    to_us: int = 0
    gaps: tuple[tuple[int, int], ...] = ()
    size_bytes: int = 0
