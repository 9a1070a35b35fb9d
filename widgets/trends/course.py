"""What is known of one point: the past as it was told, and what has come since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.trends.joining import empty_series, joined, with_gaps
from engines.trends.thinning import taken
from engines.values.history import PointSeries

Array = np.ndarray[Any, Any]
MOST_TAIL = 20_000
"""More entries than that are dropped from the front: the history has them."""
GROWTH = 256


class Course:
    """The course of one point.

    Attributes:
        known_to_us: until then the past tells everything.
        gaps: spans nothing was recorded in.
    """

    def __init__(self, point_id: str) -> None:
        self.point_id = point_id
        self.known_to_us = 0
        self.gaps: Sequence[tuple[int, int]] = ()
        self._past = empty_series(point_id)
        self._n = 0
        self._columns: list[Array] = [
            np.empty(GROWTH, kind) for kind in (np.int64, np.float64, np.uint8, np.uint8, bool)
        ]
        self._joined: PointSeries | None = None

    @property
    def tail_begin_us(self) -> int:
        """From then on every change is known here; 0 where nothing has come yet."""
        return int(self._columns[0][0]) if self._n else 0

    def set_past(self, past: PointSeries, known_to_us: int) -> None:
        """What the history tells, complete until ``known_to_us``."""
        self._past, self.known_to_us, self._joined = past, known_to_us, None

    def set_gaps(self, gaps: Sequence[tuple[int, int]]) -> None:
        """Spans nothing was recorded in."""
        if tuple(gaps) != tuple(self.gaps):
            self.gaps, self._joined = tuple(gaps), None

    def append(self, time_us: Array, value: Array, quality: Array, freshness: Array, is_by_hand: Array) -> None:
        """What has come, in its order. A clock that went back does not take the entries with it."""
        n = len(time_us)
        if not n:
            return
        if self._n + n > MOST_TAIL:
            drop = self._n // 2
            self._columns = [column[drop:].copy() for column in self._columns]
            self._n -= drop
        while self._n + n > len(self._columns[0]):
            self._columns = [np.concatenate([c, np.empty_like(c)]) for c in self._columns]
        place = slice(self._n, self._n + n)
        last = int(self._columns[0][self._n - 1]) if self._n else 0
        times = np.maximum.accumulate(np.maximum(np.asarray(time_us, np.int64), last))
        for column, values in zip(self._columns, (times, value, quality, freshness, is_by_hand), strict=True):
            column[place] = values
        self._n += n
        self._joined = None

    def series(self, now_us: int) -> PointSeries:
        """All that is known."""
        if self._joined is None:
            columns = [column[: self._n] for column in self._columns]
            tail = PointSeries(self.point_id, columns[0], columns[1], columns[2], columns[3], columns[4])
            whole = with_gaps(joined(self._past, self.known_to_us, tail), self.gaps, now_us)
            # The tail goes on being written to: what was handed out must not change.
            self._joined = taken(whole, slice(None))
        return self._joined
