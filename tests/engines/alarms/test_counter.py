"""What is counted as it happens is what the reference counts over the whole span."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engines.alarms import turns
from engines.alarms.counter import COPIED, AlarmCounter, RaisingCounter
from engines.alarms.metrics import Raising, alarm_metrics
from engines.alarms.ring import COMPACT, Ring
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmOccurrence, AlarmPriority

SECOND_US = 1_000_000
SPAN_US = 3 * 3600 * SECOND_US
# Steps of all lengths that matter: the same moment, a storm, around a tenth of ten minutes, and quiet.
STEPS = st.sampled_from([0, 1, 2, 30, 59, 60, 61, 75, 149, 150, 151, 599, 600, 601, 5000])
RAISED = st.lists(st.tuples(STEPS, st.integers(0, 14), st.sampled_from(AlarmPriority)), max_size=150)


def raisings_of(raised: list[tuple[int, int, AlarmPriority]]) -> list[Raising]:
    """In the order of time; the words of an alarm change now and then."""
    found, now = [], SECOND_US
    for k, (step, alarm, priority) in enumerate(raised):
        now += step * SECOND_US
        found.append(Raising(now, f"alarm {alarm}", f"words {k % 4}", priority))
    return found


@settings(max_examples=200, deadline=None)
@given(RAISED, st.integers(1, 4), st.integers(1, 3))
@example([(60, k % 3, AlarmPriority.LOW) for k in range(150)], 1, 1)
@example([(1, k, AlarmPriority.LOW) for k in range(12)] + [(600, 1, AlarmPriority.LOW)] * 40, 1, 1)
def test_the_measures_are_those_of_the_reference_at_every_moment(
    raised: list[tuple[int, int, AlarmPriority]], every: int, operators: int
) -> None:
    raisings, counter = raisings_of(raised), AlarmCounter()
    for k, raising in enumerate(raisings, 1):
        counter.raised(raising)
        if k % every == 0:
            now = raising.time_us + every * 97 * SECOND_US
            now = min(now, raisings[k].time_us) if k < len(raisings) else now
            _same(counter, raisings[:k], max(now, raising.time_us + 1), operators)
    end = raisings[-1].time_us if raisings else SECOND_US
    for later in (SPAN_US // 3, SPAN_US - 600 * SECOND_US, SPAN_US - SECOND_US, SPAN_US, 2 * SPAN_US):
        _same(counter, raisings, end + later, operators)


def _same(counter: AlarmCounter, raisings: list[Raising], now_us: int, operators: int) -> None:
    wanted = alarm_metrics(raisings, [], now_us - SPAN_US, now_us, operators)
    assert counter.metrics(now_us - SPAN_US, now_us, operators) == wanted


@settings(max_examples=60, deadline=None)
@given(RAISED, st.integers(1, 60))
def test_what_was_forgotten_for_its_number_shortens_the_span(
    raised: list[tuple[int, int, AlarmPriority]], most: int
) -> None:
    raisings, counter = raisings_of(raised), AlarmCounter(most)
    for raising in raisings:
        counter.raised(raising)
    end = raisings[-1].time_us + 1 if raisings else SECOND_US
    found = counter.metrics(0, end)
    begin = raisings[-most - 1].time_us + 1 if len(raisings) > most else 0
    assert found == alarm_metrics(raisings, [], begin, end)
    assert found.raised <= most


@given(RAISED, st.integers(0, 150))
def test_what_was_raised_before_the_console_began_stands_in_front(
    raised: list[tuple[int, int, AlarmPriority]], begun: int
) -> None:
    raisings, counter, earlier = raisings_of(raised), AlarmCounter(), RaisingCounter()
    for raising in raisings[:begun]:
        earlier.add(raising)
    for raising in raisings[begun:]:
        counter.raised(raising)
    for _ in counter.taking_over(earlier):
        pass
    end = raisings[-1].time_us + 1 if raisings else SECOND_US
    found = counter.metrics(0, end)
    wanted = alarm_metrics(raisings, [], 0, end)
    # Of an alarm whose words have changed the last ones are told, in both.
    assert found == wanted


def test_what_is_raised_while_the_past_is_taken_over_is_not_lost() -> None:
    counter, earlier = AlarmCounter(), RaisingCounter()
    words = ("words", AlarmPriority.LOW)
    earlier.add(Raising(0, "before", *words))
    for k in range(3 * COPIED):
        counter.raised(Raising(SECOND_US + k, "since", *words))
    for k, _ in enumerate(counter.taking_over(earlier)):
        counter.raised(Raising(2 * SECOND_US + k, "meanwhile", *words))
    found = counter.metrics(0, 3 * SECOND_US)
    assert found.most_frequent[0] == ("since", "words", 3 * COPIED)
    assert {name for name, _, _ in found.most_frequent} == {"before", "since", "meanwhile"}


def test_forgetting_goes_on_where_it_may_not_all_be_done_at_once() -> None:
    counter = AlarmCounter()
    for k in range(2 * COMPACT):
        counter.raised(Raising(k, f"a{k % 7}", "words", AlarmPriority.LOW))
    assert not counter.forget(2 * COMPACT, COMPACT)
    assert counter.forget(2 * COMPACT, COMPACT)
    assert counter.metrics(0, 2 * COMPACT) == alarm_metrics([], [], 0, 2 * COMPACT)


def test_an_alarm_raised_at_the_very_end_of_the_span_counts() -> None:
    counter = AlarmCounter()
    counter.raised(Raising(500, "a", "words", AlarmPriority.HIGH))
    found = counter.metrics(0, 500)
    assert (found.raised, found.to_us) == (1, 501)


def test_what_comes_late_counts_for_the_latest_moment() -> None:
    counter = AlarmCounter()
    for time_us in (900, 100):
        counter.raised(Raising(time_us, "a", "words", AlarmPriority.HIGH))
    assert counter.metrics(500, 1000).raised == 2


DEEDS = st.sampled_from(
    ["raise", "return", "acknowledge", "shelve", "unshelve", "suppress", "allow", "out", "in", "age"]
)


@given(st.lists(st.tuples(st.integers(0, 5), DEEDS), max_size=60))
def test_the_present_is_counted_as_it_turns(deeds: list[tuple[int, str]]) -> None:
    counter, present = AlarmCounter(), dict[str, AlarmOccurrence]()
    for now, (number, deed) in enumerate(deeds, 1):
        occurrence_id = f"o{number}"
        alarm = _done(present.get(occurrence_id) or _new(occurrence_id), deed, now)
        if alarm.ended_us:
            present.pop(occurrence_id, None)
            counter.turned(occurrence_id, None)
        else:
            present[occurrence_id] = alarm
            counter.turned(occurrence_id, alarm)
        assert counter.metrics(0, 100) == alarm_metrics([], present.values(), 0, 100)


def _new(name: str) -> AlarmOccurrence:
    kinds = (AlarmKind.STATE, AlarmCondition.EQUALS, AlarmPriority.LOW)
    return turns.raised(AlarmDefinition(name, "bus:1", *kinds), name, 1.0, 1, 1)


def _done(alarm: AlarmOccurrence, deed: str, now: int) -> AlarmOccurrence:
    match deed:
        case "raise":
            return turns.raised_again(alarm, 1.0, now)
        case "return":
            return turns.returned(alarm, now)
        case "acknowledge":
            return turns.acknowledged(alarm, "anna", now)
        case "shelve":
            return turns.shelved(alarm, "anna", now + 9, "why", now)
        case "unshelve":
            return turns.unshelved(alarm, now)
        case "suppress" | "allow":
            return turns.suppressed(alarm, deed == "suppress", now)
        case "out":
            return turns.taken_out(alarm, "anna", "why", now)
        case "in":
            return turns.put_back(alarm, now)
    return replace(alarm, is_stale=alarm.is_active and now % 2 == 0, is_chattering=now % 3 == 0)


@pytest.mark.parametrize("code", ["q", "l"])
def test_places_stay_when_the_oldest_are_forgotten(code: str) -> None:
    ring = Ring(code)
    for k in range(3 * COMPACT):
        ring.append(10 * k)
    for begin in (5, COMPACT, 2 * COMPACT, 3 * COMPACT - 1):
        ring.forget(begin)
        assert ring[begin] == 10 * begin
        assert ring.first_from(0) == ring.first_after(0) == begin
        assert (ring.first_from(10 * begin), ring.first_after(10 * begin)) == (begin, begin + 1)
    assert len(ring) == 1
