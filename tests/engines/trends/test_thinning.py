"""However short a series is made: no extreme, no doubt and no standing value is lost."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.trends.doubt import Doubt, doubt_of
from engines.trends.figures import reading_at, span_figures
from engines.trends.joining import empty_series, joined, with_gaps
from engines.trends.thinning import FEWEST, clipped, thinned
from engines.values.history import PointSeries

MINUTE_US = 60_000_000


def series_of(times, values, quality=None, freshness=None, by_hand=None) -> PointSeries:
    n = len(times)
    return PointSeries(
        "bus:1/vm_pu",
        np.array(times, np.int64),
        np.array(values, np.float64),
        np.zeros(n, np.uint8) if quality is None else np.array(quality, np.uint8),
        np.zeros(n, np.uint8) if freshness is None else np.array(freshness, np.uint8),
        np.zeros(n, bool) if by_hand is None else np.array(by_hand, bool),
    )


@st.composite
def any_series(draw) -> PointSeries:
    n = draw(st.integers(1, 300))
    gaps = draw(st.lists(st.integers(0, 10**7), min_size=n, max_size=n))
    value = st.one_of(st.floats(-1e6, 1e6), st.just(float("nan")), st.sampled_from([0.0, 1.0]))
    values = draw(st.lists(value, min_size=n, max_size=n))
    quality = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=n, max_size=n))
    freshness = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=n, max_size=n))
    return series_of(np.cumsum(gaps), values, quality, freshness)


@settings(max_examples=100, deadline=None)
@given(series=any_series(), edges=st.tuples(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2)), entries=st.integers(1, 120))
def test_extremes_are_never_hidden_and_the_first_value_of_the_span_is_kept(series, edges, entries) -> None:
    last = int(series.time_us[-1]) + 1
    from_us, to_us = sorted(int(e * last) for e in edges)
    short, whole = thinned(series, from_us, to_us, entries), clipped(series, from_us, to_us)
    assert len(short) <= max(FEWEST, entries)
    assert np.all(np.diff(short.time_us) >= 0)
    if not len(whole):
        assert not len(short)
        return
    # The same first and last entry.
    assert short.time_us[0] == whole.time_us[0]
    np.testing.assert_equal(short.value[0], whole.value[0])
    np.testing.assert_equal(short.value[-1], whole.value[-1])
    usable, kept = whole.value[doubt_of(whole) < Doubt.UNKNOWN], short.value[doubt_of(short) < Doubt.UNKNOWN]
    assert len(usable) == 0 or (usable.min(), usable.max()) == (kept.min(), kept.max())
    assert doubt_of(whole).max() == doubt_of(short).max()
    # Nothing is made up: every entry was recorded.
    recorded = set(zip(whole.time_us.tolist(), map(repr, whole.value.tolist()), strict=True))
    assert set(zip(short.time_us.tolist(), map(repr, short.value.tolist()), strict=True)) <= recorded


@settings(max_examples=60, deadline=None)
@given(series=any_series(), entries=st.integers(8, 60))
def test_extremes_of_every_part_stay(series, entries) -> None:
    from_us, to_us = int(series.time_us[0]), int(series.time_us[-1]) + 1
    short = thinned(series, from_us, to_us, entries)
    parts = max(1, (max(FEWEST, entries) - 2) // 4)
    edges = np.linspace(from_us, to_us, parts + 1)

    def highest(of: PointSeries, a: float, b: float) -> float:
        inside = (of.time_us >= a) & (of.time_us < b) & (doubt_of(of) < Doubt.UNKNOWN)
        return float(of.value[inside].max()) if inside.any() else -np.inf

    # Any window as wide as two parts of the coarsest cut holds a whole part: its peak is seen within it.
    for k in range(parts - 1):
        a, b = edges[k], edges[k + 2]
        assert highest(short, a - (b - a), b + (b - a)) >= highest(series, a, b)


def test_a_value_that_stood_through_a_silence_is_the_last_one_and_not_an_extreme_before_it() -> None:
    times = [*range(0, 1000, 1), 900_000]
    values = [1.0, 5.0, *[1.01] * 998, 1.02]
    short = thinned(series_of(times, values), 0, 1_000_000, 12)
    assert reading_at(short, 500_000).value == 1.01
    assert short.value.max() == 5.0


def test_a_long_gap_stays_a_gap() -> None:
    values = np.sin(np.arange(10_000) / 100.0)
    values[3000:5000] = np.nan
    short = thinned(series_of(np.arange(10_000), values), 0, 10_000, 100)
    for moment in range(3100, 5000, 50):
        assert reading_at(short, moment).doubt is Doubt.UNKNOWN
    assert reading_at(short, 5200).doubt is Doubt.NONE


def test_a_month_of_seconds_is_made_short_and_keeps_its_extreme() -> None:
    n = 500_000
    values = np.sin(np.arange(n) / 1000.0)
    values[123_456] = 9.0
    series = series_of(np.arange(n) * 5_000_000, values)
    short = thinned(series, 0, n * 5_000_000, 2000)
    assert len(short) <= 2000
    assert short.value.max() == 9.0
    assert short.is_thinned


def test_a_span_before_the_first_entry_is_empty_and_one_after_the_last_holds_the_value_that_stands() -> None:
    series = series_of([100, 200], [1.0, 2.0])
    assert len(clipped(series, 0, 50)) == 0
    assert clipped(series, 300, 400).value.tolist() == [2.0]


def test_what_has_come_since_follows_what_the_history_told() -> None:
    past = series_of([0, 10, 20], [1.0, 2.0, 3.0])
    tail = series_of([15, 20, 30], [2.5, 3.0, 4.0])
    assert joined(past, 25, tail).value.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert joined(past, 25, empty_series("x")) is past
    assert joined(empty_series("x"), 25, tail) is tail


def test_nothing_is_known_between_the_told_past_and_a_tail_that_began_later() -> None:
    both = joined(series_of([0], [1.0]), 50, series_of([90], [4.0]))
    assert both.time_us.tolist() == [0, 50, 90]
    assert reading_at(both, 60).doubt is Doubt.UNKNOWN
    assert reading_at(both, 95).value == 4.0


def test_where_nothing_was_recording_nothing_is_known() -> None:
    cut = with_gaps(series_of([0, 100], [1.0, 2.0]), [(40, 100)], 200)
    assert reading_at(cut, 30).value == 1.0
    assert reading_at(cut, 60).doubt is Doubt.UNKNOWN
    assert reading_at(cut, 120).value == 2.0
    assert with_gaps(cut, [(150, 300)], 120) is cut


def test_the_mean_is_weighted_by_time_and_leaves_out_what_is_not_known() -> None:
    series = series_of([0, 30, 40], [1.0, 9.0, np.nan])
    figures = span_figures(series, 50, 0)
    assert (figures.lowest, figures.highest) == (1.0, 9.0)
    assert figures.mean == (30 * 1.0 + 10 * 9.0) / 40
    assert figures.known_share == 0.8
    assert np.isnan(span_figures(series, 41, 45).mean)


def test_an_invalid_value_is_no_reading_and_a_stale_one_says_so() -> None:
    series = series_of([0, 10, 20], [1.0, 2.0, 3.0], quality=[0, 2, 1], freshness=[2, 0, 0])
    assert reading_at(series, -1).doubt is Doubt.UNKNOWN
    assert reading_at(series, 5).doubt is Doubt.STALE
    assert np.isnan(reading_at(series, 15).value)
    assert reading_at(series, 25).doubt is Doubt.QUESTIONABLE
