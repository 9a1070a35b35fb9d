"""The point store: what arrives, how good it is, how fresh, and what changed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from console.points.store import PointStore
from engines.grid.quality import Origin
from engines.values.history import RecordedMoment
from engines.values.points import (
    LinkHealth,
    LinkState,
    PointBatch,
    PointDefinition,
    PointFreshness,
    PointKind,
    PointQuality,
    Quantity,
)

NAN = float("nan")


class Clock:
    """A clock the test turns."""

    def __init__(self) -> None:
        self.now_us = 1_000_000_000

    def __call__(self) -> int:
        return self.now_us


def batch(rows: list[int], values: list[float], clock: Clock, quality: int = PointQuality.GOOD) -> PointBatch:
    n = len(rows)
    return PointBatch(
        np.array(rows, np.int32),
        np.array(values),
        np.full(n, quality, np.uint8),
        np.full(n, clock.now_us - 5_000, np.int64),
        np.full(n, clock.now_us, np.int64),
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> PointStore:
    feeder = [
        PointDefinition("switch:S1", Quantity.P_MW, PointKind.ANALOG, low=-10.0, high=10.0),
        PointDefinition("switch:S1", Quantity.POSITION, PointKind.POSITION),
    ]
    meters = [PointDefinition("load:L1", Quantity.VM_PU, PointKind.ANALOG, reporting_interval_s=60.0)]
    return PointStore([("feeders", feeder), ("meters", meters)], clock)


def test_nothing_is_known_before_the_first_value(store: PointStore) -> None:
    reading = store.find("switch:S1/p_mw")
    assert reading is not None
    assert math.isnan(reading.value)
    assert (reading.quality, reading.freshness) == (PointQuality.INVALID, PointFreshness.STALE)
    assert math.isnan(reading.age_s)
    assert not reading.is_current
    assert store.find("switch:S1/q_mvar") is None


def test_a_value_under_a_live_link_is_current_however_old(store: PointStore, clock: Clock) -> None:
    store.set_health(LinkHealth("feeders", LinkState.UP))
    store.apply(0, batch([0], [3.5], clock))
    clock.now_us += 3_600_000_000
    store.tick()
    reading = store.find("switch:S1/p_mw")
    assert reading is not None
    assert (reading.value, reading.origin, reading.is_current) == (3.5, Origin.TELEMETERED, True)
    assert reading.age_s == pytest.approx(3600.0)


@pytest.mark.parametrize(
    ("state", "freshness"),
    [
        (LinkState.SUSPECT, PointFreshness.SUSPECT),
        (LinkState.DOWN, PointFreshness.STALE),
        (LinkState.CONNECTING, PointFreshness.STALE),
    ],
)
def test_a_silent_link_makes_all_its_points_and_no_others_old(
    store: PointStore, clock: Clock, state: LinkState, freshness: PointFreshness
) -> None:
    for server in ("feeders", "meters"):
        store.set_health(LinkHealth(server, LinkState.UP))
    store.apply(0, batch([0, 1], [3.5, 1.0], clock))
    store.apply(1, batch([0], [1.01], clock))
    store.take_changed()
    store.set_health(LinkHealth("feeders", state))
    assert list(store.freshness) == [freshness, freshness, PointFreshness.FRESH]
    assert list(store.take_changed()) == [0, 1]
    store.set_health(LinkHealth("feeders", LinkState.UP))
    assert list(store.freshness) == [PointFreshness.FRESH] * 3


def test_a_point_that_promised_to_report_grows_old_by_itself(store: PointStore, clock: Clock) -> None:
    store.set_health(LinkHealth("meters", LinkState.UP))
    store.apply(1, batch([0], [1.01], clock))
    seen = []
    for _ in range(4):
        clock.now_us += 50_000_000
        store.tick()
        seen.append(int(store.freshness[2]))
    assert seen == [PointFreshness.FRESH, PointFreshness.SUSPECT, PointFreshness.SUSPECT, PointFreshness.STALE]
    store.apply(1, batch([0], [1.02], clock))
    assert store.freshness[2] == PointFreshness.FRESH


def test_what_makes_no_sense_is_questionable_and_what_is_no_number_invalid(store: PointStore, clock: Clock) -> None:
    store.set_health(LinkHealth("feeders", LinkState.UP))
    store.apply(0, batch([0], [11.0], clock))
    assert store.quality[0] == PointQuality.QUESTIONABLE
    for odd in (NAN, math.inf, -math.inf):
        store.apply(0, batch([0], [odd], clock))
        assert store.quality[0] == PointQuality.INVALID
        reading = store.find("switch:S1/p_mw")
        assert reading is not None
        assert not reading.is_known
    store.apply(0, batch([0], [5.0], clock, PointQuality.INVALID))
    assert store.quality[0] == PointQuality.INVALID


def test_of_several_values_in_a_batch_the_last_one_stands(store: PointStore, clock: Clock) -> None:
    store.apply(0, batch([0, 1, 0, 0], [1.0, 1.0, 2.0, 3.0], clock))
    assert store.value[0] == 3.0
    reading = store.find("switch:S1/p_mw")
    assert reading is not None
    assert reading.updates_per_s == pytest.approx(0.3)


def test_only_what_changed_is_told_once(store: PointStore, clock: Clock) -> None:
    store.take_changed()
    assert len(store.take_changed()) == 0
    store.apply(1, batch([0], [1.0], clock))
    assert list(store.take_changed()) == [2]
    assert len(store.take_changed()) == 0


def test_a_substituted_value_stands_until_released_and_the_field_is_heard_behind_it(
    store: PointStore, clock: Clock
) -> None:
    store.set_health(LinkHealth("feeders", LinkState.UP))
    store.apply(0, batch([0], [3.5], clock))
    store.substitute({"switch:S1/p_mw": 2.0, "switch:nowhere/p_mw": 1.0})
    store.apply(0, batch([0], [4.5], clock))
    reading = store.find("switch:S1/p_mw")
    assert reading is not None
    assert (reading.value, reading.telemetered, reading.origin) == (2.0, 4.5, Origin.MANUAL)
    assert reading.quality is PointQuality.QUESTIONABLE
    store.set_health(LinkHealth("feeders", LinkState.DOWN))
    assert store.freshness[0] == PointFreshness.FRESH, "a person's value does not depend on the link"
    store.substitute({})
    reading = store.find("switch:S1/p_mw")
    assert reading is not None
    assert (reading.value, reading.origin, reading.freshness) == (4.5, Origin.TELEMETERED, PointFreshness.STALE)


def test_values_for_points_that_do_not_exist_are_counted_and_nothing_else_moves(
    store: PointStore, clock: Clock
) -> None:
    store.apply(0, batch([0, 2, -1, 99], [1.0, 7.0, 7.0, 7.0], clock))
    assert store.rejected == 3
    assert store.value[0] == 1.0
    assert np.isnan(store.value[2]), "the other server's point is not this server's to write"


def test_a_point_named_twice_is_refused_by_name() -> None:
    point = PointDefinition("switch:S1", Quantity.POSITION, PointKind.POSITION)
    with pytest.raises(ValueError, match="switch:S1/position is named twice"):
        PointStore([("one", [point]), ("two", [point])])


def test_a_link_that_tells_no_more_grows_older_than_what_it_told_last(store: PointStore, clock: Clock) -> None:
    assert math.isnan(store.heard_age_s(0))
    store.set_health(LinkHealth("feeders", LinkState.UP, heard_age_s=0.2))
    clock.now_us += 8_000_000
    store.set_health(LinkHealth("feeders", LinkState.DOWN, "its process is silent", heard_age_s=0.2))
    assert store.heard_age_s(0) == pytest.approx(8.2)
    clock.now_us += 2_000_000
    store.set_health(LinkHealth("feeders", LinkState.DOWN, "its process has ended"))
    assert store.heard_age_s(0) == pytest.approx(10.2)
    store.set_health(LinkHealth("feeders", LinkState.UP, heard_age_s=0.1))
    assert store.heard_age_s(0) == pytest.approx(0.1)


def test_every_value_that_was_taken_over_is_handed_on(store: PointStore, clock: Clock) -> None:
    store.set_health(LinkHealth("feeders", LinkState.UP))
    taken = store.apply(0, batch([0, 1, 0, 7], [1.0, float("nan"), 2.0, 5.0], clock))
    assert taken.point.tolist() == [0, 1, 0], "both values of the first point, nothing of a point that is not there"
    np.testing.assert_array_equal(taken.value, [1.0, np.nan, 2.0])
    assert taken.quality.tolist() == [PointQuality.GOOD, PointQuality.INVALID, PointQuality.GOOD]


def test_a_recorded_moment_is_shown_as_it_was(store: PointStore, clock: Clock) -> None:
    store.set_health(LinkHealth("feeders", LinkState.UP))
    store.apply(0, batch([0, 1], [9.0, 9.0], clock))
    ids = ("switch:gone/p_mw", store.definitions[0].point_id)
    moment = RecordedMoment(
        clock.now_us - 5_000_000,
        ids,
        np.array([7.0, 3.5]),
        np.array([0, PointQuality.QUESTIONABLE], np.uint8),
        np.array([0, PointFreshness.SUSPECT], np.uint8),
        np.array([False, True]),
        np.full(2, clock.now_us - 8_000_000, np.int64),
    )
    store.restore(moment)
    reading = store.reading(0)
    assert (reading.value, reading.quality, reading.freshness, reading.origin) == (
        3.5,
        PointQuality.QUESTIONABLE,
        PointFreshness.SUSPECT,
        Origin.MANUAL,
    )
    unknown = store.reading(1)
    assert math.isnan(unknown.value)
    assert (unknown.quality, unknown.freshness) == (PointQuality.INVALID, PointFreshness.STALE)
    store.restore(replace(moment, is_recorded=False))
    assert store.freshness[0] == PointFreshness.STALE, "nothing was recording: nobody knows whether it still held"
