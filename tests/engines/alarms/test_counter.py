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
MINUTE_US = 60 * SECOND_US
SPANS_US = [6 * MINUTE_US, 10 * MINUTE_US, 13 * MINUTE_US, 40 * MINUTE_US, 180 * MINUTE_US]
# Steps of all lengths that matter: the same moment, a storm, around a tenth and a fifth of ten minutes, and quiet.
STEPS = st.sampled_from([0, 1, 2, 30, 45, 59, 60, 61, 75, 120, 149, 150, 151, 599, 600, 601, 5000])
ALARMS, PRIORITIES = st.integers(0, 14), st.sampled_from(AlarmPriority)
BLOCKS = st.tuples(STEPS, st.integers(1, 14), ALARMS, PRIORITIES)


def raisings_of(blocks: list[tuple[int, int, int, AlarmPriority]]) -> list[Raising]:
    """Blocks of raisings a step apart, in the order of time; the words of an alarm change now and then."""
    found, now = [], SECOND_US
    for step, count, alarm, priority in blocks:
        for k in range(count):
            now += step * SECOND_US
            found.append(Raising(now, f"alarm {(alarm + k * (alarm % 3)) % 15}", f"words {len(found) % 4}", priority))
    return found


RAISED = st.lists(BLOCKS, max_size=12).map(raisings_of)


@settings(max_examples=120, deadline=None)
@given(RAISED, st.sampled_from(SPANS_US), st.integers(1, 3))
@example(raisings_of([(1, 12, 0, AlarmPriority.LOW), (600, 40, 0, AlarmPriority.LOW)]), SPANS_US[-1], 1)
@example(raisings_of([(45, 14, 0, AlarmPriority.LOW), (120, 14, 0, AlarmPriority.LOW)] * 3), SPANS_US[-1], 1)
@example(raisings_of([(59, 150, 1, AlarmPriority.LOW)]), SPANS_US[-1], 1)
def test_the_measures_are_those_of_the_reference_at_every_moment(
    raisings: list[Raising], span_us: int, operators: int
) -> None:
    counter, end = AlarmCounter(), raisings[-1].time_us if raisings else SECOND_US
    # Whatever is counted changes when one comes, and right after one has left the span.
    moments = sorted({end + 1, *(r.time_us + late for r in raisings for late in (1, span_us, span_us + 1))})
    known = 0
    for now in moments:
        while known < len(raisings) and raisings[known].time_us < now:
            counter.raised(raisings[known])
            known += 1
        wanted = alarm_metrics(raisings[:known], [], now - span_us, now, operators)
        assert counter.metrics(now - span_us, now, operators) == wanted


@settings(max_examples=60, deadline=None)
@given(RAISED, st.integers(1, 60))
def test_what_was_forgotten_for_its_number_shortens_the_span(raisings: list[Raising], most: int) -> None:
    counter = AlarmCounter(most)
    for raising in raisings:
        counter.raised(raising)
    end = raisings[-1].time_us + 1 if raisings else SECOND_US
    found = counter.metrics(0, end)
    begin = raisings[-most - 1].time_us + 1 if len(raisings) > most else 0
    assert found == alarm_metrics(raisings, [], begin, end)
    assert found.raised <= most


@given(RAISED, st.integers(0, 150))
def test_what_was_raised_before_the_console_began_stands_in_front(raisings: list[Raising], begun: int) -> None:
    counter, earlier = AlarmCounter(), RaisingCounter()
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
