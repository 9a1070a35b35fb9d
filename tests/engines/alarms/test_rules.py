"""Which conditions hold: limits with dead band and delay, states, rates, doubts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.alarms.rules import PointValues, RuleTable
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmPriority
from engines.values.points import PointFreshness, PointQuality

NAN = float("nan")


def rule(condition: AlarmCondition, threshold: float = 1.0, point: str = "bus:1/vm_pu", **how: Any) -> AlarmDefinition:
    """A rule on one of two points."""
    name = f"{point}#{condition}"
    return AlarmDefinition(
        name, "bus:1", AlarmKind.LIMIT, condition, AlarmPriority.LOW, point, threshold=threshold, **how
    )


class Bench:
    """A table of rules over two points, and a clock."""

    def __init__(self, *rules: AlarmDefinition) -> None:
        self.table = RuleTable(rules, {"bus:1/vm_pu": 0, "bus:2/vm_pu": 1}, 2)
        self.now_s = 0.0
        self.time_us = 1_000_000

    def values(self, *values: float, row: int = 0, quality: int = 0, freshness: int = 0, step_s: float = 1.0) -> list:
        """Values of a point, a second apart by their source; turns as ``(alarm_id, is_active)``."""
        n = len(values)
        times = self.time_us + np.arange(1, n + 1, dtype=np.int64) * round(step_s * 1e6)
        self.time_us = int(times[-1])
        points = PointValues(
            np.full(n, row), np.array(values), np.full(n, quality, np.uint8), np.full(n, freshness, np.uint8), times
        )
        return [(t.alarm_id.partition("#")[2], t.is_active) for t in self.table.observe(points, self.now_s)]

    def wait(self, seconds: float) -> list:
        """Let time pass."""
        self.now_s += seconds
        return [(t.alarm_id.partition("#")[2], t.is_active) for t in self.table.tick(self.now_s)]


def test_a_limit_is_left_only_beyond_its_dead_band() -> None:
    bench = Bench(rule(AlarmCondition.ABOVE, 1.05, dead_band=0.01))
    assert bench.values(1.05) == []
    assert bench.values(1.051) == [("above", True)]
    assert bench.values(1.045) == [], "within the dead band it goes on"
    assert bench.values(1.039) == [("above", False)]


def test_a_limit_holds_for_its_delay_before_it_is_an_alarm_and_is_gone_for_its_own() -> None:
    bench = Bench(rule(AlarmCondition.BELOW, 0.95, on_delay_s=30.0, off_delay_s=10.0))
    assert bench.values(0.94) == []
    assert bench.wait(29.9) == []
    assert bench.wait(0.2) == [("below", True)]
    assert bench.values(0.96) == []
    assert bench.wait(9.0) == []
    assert bench.values(0.94) == []
    assert bench.wait(20.0) == [], "it never went for long enough"
    assert bench.values(0.96) == []
    assert bench.wait(10.0) == [("below", False)]


def test_a_short_excursion_is_no_alarm() -> None:
    bench = Bench(rule(AlarmCondition.ABOVE, 1.05, on_delay_s=5.0))
    bench.values(1.06)
    bench.wait(4.0)
    bench.values(1.04)
    assert bench.wait(10.0) == []
    assert not bench.table.is_waiting


@pytest.mark.parametrize(
    ("value", "quality", "freshness"),
    [(NAN, 0, 0), (1.0, PointQuality.INVALID, 0), (1.0, 0, PointFreshness.STALE), (NAN, 2, 2)],
)
def test_what_cannot_be_believed_neither_clears_nor_raises(value: float, quality: int, freshness: int) -> None:
    bench = Bench(rule(AlarmCondition.ABOVE, 1.05), rule(AlarmCondition.BELOW, 0.95))
    bench.values(1.06)
    assert bench.values(value, quality=quality, freshness=freshness) == []
    assert bench.table.is_active.tolist() == [True, False]
    assert bench.values(1.0) == [("above", False)]


def test_every_value_of_a_burst_counts_in_its_order() -> None:
    bench = Bench(rule(AlarmCondition.ABOVE, 1.05))
    assert bench.values(1.06, 1.0, 1.07) == [("above", True), ("above", False), ("above", True)]


def test_a_value_older_than_the_one_before_it_is_left_out() -> None:
    bench = Bench(rule(AlarmCondition.ABOVE, 1.05))
    bench.values(1.0, 1.0, 1.0)
    bench.time_us -= 2_500_000
    assert bench.values(1.2) == []


def test_a_state_is_an_alarm_while_the_value_is_the_abnormal_one() -> None:
    bench = Bench(rule(AlarmCondition.EQUALS, 0.0))
    assert bench.values(1.0) == []
    assert bench.values(0.0) == [("equals", True)]
    assert bench.values(1.0) == [("equals", False)]


def test_a_rate_is_told_by_the_times_of_the_source() -> None:
    bench = Bench(rule(AlarmCondition.RATE_ABOVE, 0.1))
    assert bench.values(1.0, 1.05, 1.0) == []
    assert bench.values(0.8) == [("rate_above", True)]
    assert bench.values(0.8) == [("rate_above", False)]


def test_a_step_is_a_rate_however_long_the_value_stood_before() -> None:
    bench = Bench(rule(AlarmCondition.RATE_ABOVE, 0.1))
    bench.values(1.0)
    assert bench.values(1.2, step_s=3600.0) == [("rate_above", True)]


def test_a_value_that_is_not_told_any_more_has_no_rate() -> None:
    bench = Bench(rule(AlarmCondition.RATE_ABOVE, 0.1))
    assert bench.values(1.0, 1.2) == [("rate_above", True)]
    assert bench.wait(9.0) == []
    assert bench.wait(2.0) == [("rate_above", False)]


def test_what_comes_from_or_goes_to_nothing_has_no_rate() -> None:
    bench = Bench(rule(AlarmCondition.RATE_ABOVE, 0.1, floor=0.2))
    assert bench.values(1.0, 0.0, 1.0, 0.15, 1.0) == []
    assert bench.values(0.8) == [("rate_above", True)]


def test_after_a_gap_the_rate_is_not_known() -> None:
    bench = Bench(rule(AlarmCondition.RATE_ABOVE, 0.1))
    bench.values(1.0)
    bench.values(NAN, quality=PointQuality.INVALID)
    assert bench.values(1.3) == []
    assert bench.values(1.6) == [("rate_above", True)]


def test_a_silent_device_and_a_doubtful_value_are_told_apart() -> None:
    bench = Bench(rule(AlarmCondition.SILENT), rule(AlarmCondition.QUESTIONABLE))
    assert bench.values(1.0, quality=PointQuality.QUESTIONABLE) == [("questionable", True)]
    assert sorted(bench.values(NAN, quality=PointQuality.INVALID)) == [("questionable", False), ("silent", True)]
    assert bench.values(1.0, freshness=PointFreshness.STALE) == [], "nothing is heard at all: that is the link's alarm"


def test_conditions_that_held_before_a_restart_go_on() -> None:
    definition = rule(AlarmCondition.ABOVE, 1.05, dead_band=0.01)
    bench = Bench(definition)
    bench.table.restore({definition.alarm_id})
    assert bench.values(1.045) == []
    assert bench.values(1.0) == [("above", False)]


@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0.8, 1.2) | st.just(NAN), st.integers(0, 2)), max_size=40))
def test_one_burst_turns_as_its_values_one_by_one(told: list[tuple[int, float, int]]) -> None:
    rules = [
        rule(condition, 1.02, point, dead_band=0.02)
        for point in ("bus:1/vm_pu", "bus:2/vm_pu")
        for condition in (AlarmCondition.ABOVE, AlarmCondition.BELOW, AlarmCondition.QUESTIONABLE)
    ]
    burst, single = Bench(*rules).table, Bench(*rules).table
    times = np.arange(1, len(told) + 1, dtype=np.int64) * 1_000_000
    rows, values, quality = (np.array(column) for column in zip(*told, strict=True)) if told else (np.zeros(0),) * 3
    points = PointValues(
        rows.astype(np.int64), values.astype(float), quality.astype(np.uint8), np.zeros(len(told), np.uint8), times
    )
    together = burst.observe(points, 0.0)
    apart = []
    for k in range(len(told)):
        one = PointValues(*(getattr(points, name)[k : k + 1] for name in PointValues.__slots__))
        apart += single.observe(one, 0.0)
    assert sorted(map(repr, together)) == sorted(map(repr, apart))
    assert burst.is_active.tolist() == single.is_active.tolist()


def test_silence_has_the_time_it_was_noticed_at_not_that_of_the_last_word() -> None:
    table = RuleTable((rule(AlarmCondition.SILENT), rule(AlarmCondition.ABOVE)), {"bus:1/vm_pu": 0}, 1)

    def tell(value: float, quality: PointQuality, time_us: int) -> list[int]:
        points = PointValues(
            np.array([0]), np.array([value]), np.array([quality], np.uint8), np.zeros(1, np.uint8), np.array([time_us])
        )
        return [turn.time_us for turn in table.observe(points, 0.0)]

    assert tell(2.0, PointQuality.GOOD, 5_000_000) == [5_000_000], "a value has the time of its source"
    assert tell(NAN, PointQuality.INVALID, 5_000_000) == [0], "the desk's own clock says when"
