"""A series as lines ready to be drawn: steps, with gaps, and told apart by how far they may be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.trends.doubt import Doubt, doubt_of
from engines.values.history import PointSeries

Array = np.ndarray[Any, Any]
SECOND_US = 1_000_000
MOST_HAND_MARKS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A series as steps: a value stands until the next one came.

    Attributes:
        x: ``(2 n,)`` seconds since the chart's beginning; y: ``(2 n,)`` values.
        certain, doubtful: ``(2 n,)`` uint8, whether a line goes from each place to the next; never both.
        spans: ``(m, 3)`` from, to (seconds) and :class:`Doubt` of each stretch that is not plainly good.
        hand_x, hand_y: where a person's value begins.
    """

    x: Array
    y: Array
    certain: Array
    doubtful: Array
    spans: Array
    hand_x: Array
    hand_y: Array

    def __len__(self) -> int:
        return len(self.x)


def drawn(series: PointSeries, base_us: int, until_us: int) -> Drawn:
    """The steps of a series; the last value stands until ``until_us``."""
    n = len(series)
    if not n:
        nothing = np.empty(0)
        flags = np.empty(0, np.uint8)
        return Drawn(nothing, nothing, flags, flags, np.empty((0, 3)), nothing, nothing)
    begin = (series.time_us - base_us) / SECOND_US
    end = np.append(begin[1:], max((until_us - base_us) / SECOND_US, float(begin[-1])))
    doubt = doubt_of(series)
    value = _filled(np.where(doubt < Doubt.UNKNOWN, series.value, np.nan))
    x, y = np.empty(2 * n), np.repeat(value, 2)
    x[0::2], x[1::2] = begin, end
    # A rise is believed as far as the less certain of the two values it joins.
    rise = np.maximum(doubt, np.append(doubt[1:], Doubt.UNKNOWN))
    of_line = np.empty(2 * n, np.uint8)
    of_line[0::2], of_line[1::2] = doubt, rise
    certain = (of_line == Doubt.NONE).astype(np.uint8)
    doubtful = ((of_line > Doubt.NONE) & (of_line < Doubt.UNKNOWN)).astype(np.uint8)
    by_hand = series.is_by_hand & (doubt < Doubt.UNKNOWN)
    fresh = np.flatnonzero(by_hand & ~np.concatenate([[False], by_hand[:-1]]))[:MOST_HAND_MARKS]
    return Drawn(x, y, certain, doubtful, _spans(begin, end, doubt), begin[fresh], value[fresh])


def _filled(value: Array) -> Array:
    """Places without a value take their neighbour's: no line goes there, but the drawing must not jump."""
    known = np.isfinite(value)
    if not known.any():
        return np.zeros(len(value))
    row = np.maximum.accumulate(np.where(known, np.arange(len(value)), -1))
    return np.where(row >= 0, value[row], value[int(np.argmax(known))])


def _spans(begin: Array, end: Array, doubt: Array) -> Array:
    firsts = np.flatnonzero(np.concatenate([[True], doubt[1:] != doubt[:-1]]))
    lasts = np.append(firsts[1:], len(doubt)) - 1
    found = np.column_stack([begin[firsts], end[lasts], doubt[firsts].astype(np.float64)])
    return found[found[:, 2] > Doubt.NONE]


def value_range(shape: Drawn, from_x: float, to_x: float) -> tuple[float, float]:
    """Lowest and highest value drawn within a span; NaN where nothing is."""
    line = (shape.certain | shape.doubtful).astype(bool)
    shown = line & (shape.x <= to_x) & (np.append(shape.x[1:], np.inf) >= from_x)
    values = shape.y[shown]
    return (float(values.min()), float(values.max())) if len(values) else (float("nan"), float("nan"))
