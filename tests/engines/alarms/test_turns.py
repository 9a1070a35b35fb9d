"""The state diagram: what may follow upon what, and that nothing is forgotten."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition
from hypothesis.stateful import rule as step

from engines.alarms import turns
from engines.alarms.horn import Horn
from engines.alarms.metrics import Raising, alarm_metrics, flood_spans, is_flood, peak
from engines.values.alarms import (
    AlarmCondition,
    AlarmDefinition,
    AlarmKind,
    AlarmOccurrence,
    AlarmPriority,
    AlarmState,
)

MINUTE_US = 60_000_000
HIGH, MEDIUM, LOW = AlarmPriority.HIGH, AlarmPriority.MEDIUM, AlarmPriority.LOW


def definition(name: str = "a", priority: AlarmPriority = LOW, is_latching: bool = False) -> AlarmDefinition:
    """Something that can be wrong."""
    return AlarmDefinition(
        name, "bus:1", AlarmKind.STATE, AlarmCondition.EQUALS, priority, message=name, is_latching=is_latching
    )


def alarm(priority: AlarmPriority = LOW, is_latching: bool = False, name: str = "a") -> AlarmOccurrence:
    """Raised at one second."""
    return turns.raised(definition(name, priority, is_latching), f"id {name}", 1.0, 1_000_000, 1_000_000)


def test_the_ways_from_raised_to_over() -> None:
    first = alarm()
    assert first.state is AlarmState.UNACKNOWLEDGED
    seen = turns.acknowledged(first, "anna", 2)
    assert (seen.state, seen.acknowledged_by) == (AlarmState.ACKNOWLEDGED, "anna")
    over = turns.returned(seen, 3)
    assert (over.state, over.ended_us) == (AlarmState.NORMAL, 3)
    gone = turns.returned(first, 2)
    assert (gone.state, gone.ended_us) == (AlarmState.RETURNED_UNACKNOWLEDGED, 0)
    assert turns.acknowledged(gone, "anna", 4).ended_us == 4


def test_what_comes_back_is_to_be_acknowledged_anew() -> None:
    seen = turns.acknowledged(turns.returned(alarm(), 2), "anna", 3)
    again = turns.raised_again(turns.returned(alarm(), 2), 2.0, 5)
    assert seen.ended_us
    assert (again.state, again.count, again.value) == (AlarmState.UNACKNOWLEDGED, 2, 2.0)


def test_a_latched_alarm_waits_for_a_person() -> None:
    latched = turns.returned(alarm(is_latching=True), 2)
    assert latched.state is AlarmState.LATCHED_UNACKNOWLEDGED
    seen = turns.acknowledged(latched, "anna", 3)
    assert (seen.state, seen.ended_us) == (AlarmState.LATCHED_ACKNOWLEDGED, 0)
    assert turns.reset(seen, 4).ended_us == 4
    assert turns.reset(alarm(is_latching=True), 4).is_active, "an active alarm cannot be reset away"


def test_an_active_alarm_is_owed_again_when_it_comes_off_the_shelf() -> None:
    shelved = turns.shelved(turns.acknowledged(alarm(), "anna", 2), "anna", 99, "chatters", 3)
    assert shelved.state is AlarmState.SHELVED
    assert turns.unshelved(shelved, 99).state is AlarmState.UNACKNOWLEDGED
    assert turns.unshelved(turns.returned(shelved, 50), 99).ended_us == 99


def test_a_source_s_time_in_the_future_is_not_believed() -> None:
    early = turns.raised(definition(), "x", 1.0, 5_000_000_000, 1_000_000)
    assert early.raised_us == 1_000_000


def test_three_times_a_minute_is_chattering_and_a_day_is_stale() -> None:
    now = 10 * MINUTE_US
    lately = [now - 50_000_000, now - 30_000_000, now - 1_000_000]
    assert turns.aged(alarm(), lately, now).is_chattering
    assert not turns.aged(alarm(), lately[1:], now).is_chattering
    assert turns.aged(alarm(), (), 25 * 60 * MINUTE_US).is_stale


class Diagram(RuleBasedStateMachine):
    """Any order of turns, over an alarm that latches or not."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 10
        self.alarm = alarm()
        self.is_cause_there = True

    def turn(self, after: AlarmOccurrence) -> None:
        """Take it."""
        self.alarm, self.now = after, self.now + 1

    @step(latching=st.booleans())
    @precondition(lambda self: self.alarm.ended_us)
    def begin(self, latching: bool) -> None:
        self.turn(alarm(is_latching=latching))
        self.is_cause_there = True

    @step()
    @precondition(lambda self: not self.alarm.ended_us)
    def returns(self) -> None:
        self.turn(turns.returned(self.alarm, self.now))
        self.is_cause_there = False

    @step()
    @precondition(lambda self: not self.alarm.ended_us)
    def comes_back(self) -> None:
        self.turn(turns.raised_again(self.alarm, 1.0, self.now))
        self.is_cause_there = True

    @step(deed=st.sampled_from(["acknowledge", "shelve", "unshelve", "take", "put", "suppress", "release", "reset"]))
    @precondition(lambda self: not self.alarm.ended_us)
    def answer(self, deed: str) -> None:
        now, a = self.now, self.alarm
        after = {
            "acknowledge": lambda: turns.acknowledged(a, "anna", now),
            "shelve": lambda: turns.shelved(a, "anna", now + 5, "why", now),
            "unshelve": lambda: turns.unshelved(a, now),
            "take": lambda: turns.taken_out(a, "anna", "why", now),
            "put": lambda: turns.put_back(a, now),
            "suppress": lambda: turns.suppressed(a, True, now),
            "release": lambda: turns.suppressed(a, False, now),
            "reset": lambda: turns.reset(a, now),
        }[deed]()
        self.turn(after)

    @invariant()
    def what_is_there_is_never_over(self) -> None:
        assert self.alarm.is_active is self.is_cause_there
        if self.alarm.is_active:
            assert not self.alarm.ended_us
        assert bool(self.alarm.ended_us) is (self.alarm.state is AlarmState.NORMAL)


TestDiagram = Diagram.TestCase
TestDiagram.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_silence_acknowledges_nothing_and_holds_until_something_as_bad_comes() -> None:
    horn = Horn()
    first, worse, lesser = alarm(MEDIUM, name="m"), alarm(HIGH, name="h"), alarm(LOW, name="l")
    assert horn.look([first], [first]).priority is MEDIUM
    horn.silence()
    assert horn.look([first]).is_silenced
    assert horn.look([first, lesser], [lesser]).priority is None, "what is less does not sound again"
    assert horn.look([first, lesser, worse], [worse]).priority is HIGH
    horn.silence()
    same = alarm(HIGH, name="h2")
    assert horn.look([first, worse, same], [same]).priority is HIGH, "equal priority sounds again"
    assert all(a.state is AlarmState.UNACKNOWLEDGED for a in (first, worse, same))
    seen = [turns.acknowledged(a, "anna", 9) for a in (first, worse, same, lesser)]
    assert horn.look(seen).priority is None
    assert not horn.state.is_silenced


def test_more_than_ten_in_ten_minutes_are_a_flood_until_fewer_than_five_remain() -> None:
    ten = [k * 1_000_000 for k in range(10)]
    assert flood_spans(ten, 99 * MINUTE_US) == ()
    eleven = [*ten, 11_000_000]
    assert flood_spans(eleven, 99 * MINUTE_US) == ((0, 6_000_000 + 10 * MINUTE_US, 11),)
    assert is_flood(eleven, 5 * MINUTE_US)
    assert not is_flood(eleven, 11 * MINUTE_US)
    assert peak(eleven) == 11


@given(st.lists(st.integers(0, 7200), max_size=80))
def test_floods_lie_apart_in_order_and_hold_all_their_alarms(seconds: list[int]) -> None:
    times = sorted(s * 1_000_000 for s in seconds)
    spans = flood_spans(times, 9000_000_000)
    for begin, end, count in spans:
        assert count > 10
        assert sum(begin <= t <= end for t in times) >= count
    for (_, end, _), (begin, _, _) in itertools.pairwise(spans):
        assert begin >= end - 10 * MINUTE_US


def test_measures_of_an_hour() -> None:
    raisings = [Raising(k * MINUTE_US, "often", "words", LOW) for k in range(30)]
    raisings += [Raising(40 * MINUTE_US, f"once {k}", "words", HIGH) for k in range(6)]
    standing = [alarm(), turns.shelved(alarm(name="b"), "anna", 9, "why", 3)]
    found = alarm_metrics(raisings, standing, 0, 60 * MINUTE_US, operators=2)
    assert (found.raised, found.per_operator_hour, found.standing, found.shelved) == (36, 18.0, 1, 1)
    assert found.most_frequent[0] == ("often", "words", 30)
    assert dict(found.by_priority) == {HIGH: 6, MEDIUM: 0, LOW: 30}
