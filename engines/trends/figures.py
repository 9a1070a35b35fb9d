"""What a series says at a moment, and over a span."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.trends.doubt import Doubt, doubt_of
from engines.trends.thinning import clipped
from engines.values.history import PointSeries

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Reading:
    """One point at one moment; NaN and ``UNKNOWN`` where nothing usable stood then."""

    value: float = NAN
    doubt: Doubt = Doubt.UNKNOWN
    is_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """One point over a span; NaN where nothing usable was known.

    Attributes:
        mean: weighted by time, of the usable part.
        known_share: part of the span, 0 to 1, in which the value was usable.
    """

    lowest: float = NAN
    highest: float = NAN
    mean: float = NAN
    known_share: float = 0.0


def reading_at(series: PointSeries, time_us: int) -> Reading:
    """What stood at a moment: the last entry at or before it."""
    row = int(np.searchsorted(series.time_us, time_us, "right")) - 1
    if row < 0:
        return Reading()
    one = slice(row, row + 1)
    how = Doubt(int(doubt_of(clipped(series, time_us, time_us))[0]))
    value = float(series.value[one][0]) if how < Doubt.UNKNOWN else NAN
    return Reading(value, how, bool(series.is_by_hand[row]))


def span_figures(series: PointSeries, from_us: int, to_us: int) -> SpanFigures:
    """Lowest, highest and mean between two moments, in whichever order they are given."""
    first, last = min(from_us, to_us), max(from_us, to_us)
    inside = clipped(series, first, last)
    usable = doubt_of(inside) < Doubt.UNKNOWN
    if not usable.any():
        return SpanFigures()
    begins = np.maximum(inside.time_us, first)
    held_us = np.diff(np.append(begins, last)).astype(np.float64)
    weight, value = held_us[usable], inside.value[usable]
    total = float(weight.sum())
    mean = float(np.average(value, weights=weight)) if total > 0 else float(value[-1])
    share = total / (last - first) if last > first else 1.0
    return SpanFigures(float(value.min()), float(value.max()), mean, share)
