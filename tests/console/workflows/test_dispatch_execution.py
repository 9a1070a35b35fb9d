"""A plan that is carried out: nothing goes out unreleased, suspended, late or twice."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.workflows import dispatch_execution as turns
from console.workflows.dispatch_values import (
    FOUND_SO,
    ExecutionState,
    MeasuredDeviation,
    PlanExecution,
    ReleaseState,
    SentSetpoint,
)
from console.workflows.packing import pack, unpack
from engines.values.validation import InputError

HOUR = 3_600_000_000
N = 4
SPANS = tuple((k * HOUR, (k + 1) * HOUR) for k in range(1, N + 1))
POINTS = (("storage:A/p_setpoint_mw", 0.25), ("shunt:B/step", 2.0))
DONE = tuple(SentSetpoint(point, value, "done") for point, value in POINTS)
REFUSED = (DONE[0], replace(DONE[1], outcome="refused", reason="a step is still discharging"))


def made(*, needs_approval: bool = False) -> PlanExecution:
    return turns.drafted("plan:1", ("p", 7.0, "Tomorrow"), SPANS, "anna", 0, "desk", needs_approval=needs_approval)


def at(hour: float) -> int:
    return round(hour * HOUR)


def sent(execution: PlanExecution, number: int) -> PlanExecution:
    execution = turns.released(execution, number, "anna", SPANS[number][0], POINTS)
    return turns.settled(execution, number, DONE, SPANS[number][0] + 1)


def test_from_approval_to_the_end() -> None:
    execution = made()
    assert (execution.state, execution.approved_by) == (ExecutionState.APPROVED, "anna")
    for number in range(N):
        execution = sent(turns.passed(execution, SPANS[number][0]), number)
        assert execution.state is ExecutionState.BY_HAND
    execution = turns.passed(execution, at(5))
    assert execution.state is ExecutionState.ENDED
    assert all(step.state is ReleaseState.SENT for step in execution.steps)
    assert unpack(PlanExecution, pack(execution)) == execution


def test_a_second_person_approves_where_the_site_asks_for_it() -> None:
    draft = made(needs_approval=True)
    assert draft.state is ExecutionState.DRAFT
    with pytest.raises(InputError, match="is draft; approve it"):
        turns.released(draft, 0, "anna", at(1), POINTS)
    with pytest.raises(InputError, match="was asked for by anna"):
        turns.approved(draft, "anna", 5)
    assert turns.approved(draft, "ben", 5).state is ExecutionState.APPROVED


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (lambda e: turns.released(e, 0, "anna", at(0.9), POINTS), "has not begun"),
        (lambda e: turns.released(e, 0, "anna", at(1.51), POINTS), "past its half"),
        (lambda e: turns.released(sent(e, 0), 0, "anna", at(1.1), POINTS), "step 1 is sent"),
        (lambda e: turns.released(turns.released(e, 0, "anna", at(1), POINTS), 0, "anna", at(1), POINTS), "sending"),
        (lambda e: turns.released(e, 0, "", at(1), POINTS), "by nobody"),
        (lambda e: turns.released(e, 9, "anna", at(1), POINTS), "no step 10"),
        (lambda e: turns.released(turns.suspended(e, "a trip", 1), 0, "anna", at(1), POINTS), "is suspended; resume"),
        (lambda e: turns.released(turns.ended(e, "enough", 1), 0, "anna", at(1), POINTS), "is ended"),
        (lambda e: turns.armed(turns.suspended(e, "a trip", 1), "anna"), "is suspended; resume"),
        (lambda e: turns.resumed(e, "anna", 1, "desk"), "nothing to resume"),
        (lambda e: turns.settled(e, 0, DONE, 1), "step 1 is waiting"),
        (lambda e: turns.ended(turns.released(e, 0, "anna", at(1), POINTS), "enough", 1), "is sending"),
    ],
)  # fmt: skip
def test_what_is_out_of_turn_is_refused(turn: object, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        turn(made())  # type: ignore[operator]


def test_a_step_nobody_released_is_skipped_at_its_half_and_never_sent_late() -> None:
    execution = turns.passed(made(), at(1.5))
    assert execution.steps[0].state is ReleaseState.WAITING
    execution = turns.passed(execution, at(1.5) + 1)
    assert (execution.steps[0].state, execution.steps[0].note) == (ReleaseState.SKIPPED, turns.MISSED)
    assert execution.due(at(1.6)) is None
    assert execution.next(at(1.6)) == execution.steps[1]


def test_a_failed_setpoint_suspends_and_is_said() -> None:
    execution = turns.armed(made(), "anna")
    execution = turns.settled(turns.released(execution, 0, "anna", at(1), POINTS), 0, REFUSED, at(1) + 5)
    assert execution.state is ExecutionState.SUSPENDED
    assert execution.steps[0].state is ReleaseState.FAILED
    assert execution.reason == "step 1 failed, shunt:B/step: a step is still discharging"
    assert execution.armed_by == ""


def test_a_setpoint_nobody_tells_of_counts_as_unknown() -> None:
    execution = turns.settled(turns.released(made(), 0, "anna", at(1), POINTS), 0, DONE[:1], at(1) + 5)
    assert execution.steps[0].sent[1].outcome == turns.UNKNOWN_OUTCOME
    assert execution.state is ExecutionState.SUSPENDED


def test_what_the_field_showed_already_is_fine() -> None:
    found = tuple(replace(one, outcome=FOUND_SO) for one in DONE)
    execution = turns.settled(turns.released(made(), 0, "anna", at(1), POINTS), 0, found, at(1) + 5)
    assert execution.steps[0].state is ReleaseState.SENT


def test_a_killed_console_leaves_it_suspended_and_the_step_failed() -> None:
    execution = turns.released(turns.armed(made(), "anna"), 0, "anna", at(1), POINTS)
    assert turns.is_left(execution)
    found = turns.recovered(execution, at(1.1))
    assert (found.state, found.reason, found.armed_by) == (ExecutionState.SUSPENDED, turns.RESTARTED, "")
    assert found.steps[0].state is ReleaseState.FAILED
    assert {s.outcome for s in found.steps[0].sent} == {turns.UNKNOWN_OUTCOME}
    assert not turns.is_left(found)
    again = turns.resumed(found, "anna", at(2.1), "desk")
    assert again.state is ExecutionState.BY_HAND
    assert again.due(at(2.1)) == again.steps[1]


def test_a_step_without_time_is_skipped_from_the_beginning() -> None:
    spans = ((0, HOUR), (HOUR, HOUR), (HOUR, 2 * HOUR))
    execution = turns.drafted("plan:1", ("p", 7.0, "Spring"), spans, "anna", 0, "desk", needs_approval=False)
    assert execution.steps[1].state is ReleaseState.SKIPPED
    assert execution.due(HOUR) == execution.steps[2]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["pass", "release", "auto", "settle", "fail", "suspend", "resume", "arm", "disarm", "kill"]),
        st.integers(0, N - 1), st.floats(0.0, 0.6),
    ),
    max_size=40,
)  # fmt: skip


@given(MOVES)
def test_whatever_happens_each_step_goes_out_at_most_once_and_only_while_it_may(
    moves: list[tuple[str, int, float]],
) -> None:
    execution, now, went_out = made(), 0, Counter[int]()
    for move, number, later in moves:
        now += at(later)
        before = execution
        try:
            execution = moved(execution, move, number, now)
        except InputError:
            execution = before
        for was, step in zip(before.steps, execution.steps, strict=True):
            if was.state is not step.state and step.state is ReleaseState.SENDING:
                went_out[step.number] += 1
                assert before.state.is_active
                assert step.begins_us <= now <= step.half_us
                assert move == "release" or before.state is ExecutionState.ARMED
                assert step.released_by
        if before.state is ExecutionState.SUSPENDED and execution.state is not ExecutionState.SUSPENDED:
            assert move == "resume" or execution.state is ExecutionState.ENDED
            assert execution.state is not ExecutionState.ARMED
    assert all(count == 1 for count in went_out.values())


def moved(execution: PlanExecution, move: str, number: int, now: int) -> PlanExecution:
    """One thing that may happen."""
    sending = execution.sending
    if move == "pass":
        return turns.passed(execution, now)
    if move == "release":
        return turns.released(execution, number, "anna", now, POINTS)
    if move == "auto":
        due = execution.due(now)
        is_armed = execution.state is ExecutionState.ARMED
        return execution if due is None or not is_armed else turns.released(execution, due.number, "anna", now, POINTS)
    if move in ("settle", "fail"):
        told = DONE if move == "settle" else REFUSED
        return execution if sending is None else turns.settled(execution, sending.number, told, now)
    if move == "suspend":
        return turns.suspended(execution, "a trip", now)
    if move == "resume":
        return turns.resumed(execution, "anna", now, "desk")
    if move == "arm":
        return turns.armed(execution, "anna")
    return turns.disarmed(execution) if move == "disarm" else turns.recovered(execution, now)


def test_every_suspension_and_what_was_measured_are_kept() -> None:
    execution = turns.suspended(made(), "a trip", at(1))
    execution = turns.resumed(execution, "ben", at(1.2), "desk")
    execution = turns.suspended(execution, "stopped by anna", at(1.3))
    first, second = execution.halts
    assert (first.reason, first.resumed_us, first.resumed_by) == ("a trip", at(1.2), "ben")
    assert (second.reason, second.resumed_us) == ("stopped by anna", 0)
    found = (MeasuredDeviation("exchange", "", 1.0, 1.7, 0.5),)
    told = turns.measured(execution, 0, found)
    assert told.step(0).deviations == found
    # What was written down once stays.
    assert turns.measured(told, 0, ()) == told
    assert unpack(PlanExecution, pack(told)) == told
    # One that was kept before there was such a record is read all the same.
    plain = json.loads(pack(told))
    del plain["halts"]
    for step in plain["steps"]:
        del step["deviations"]
    assert unpack(PlanExecution, json.dumps(plain)).halts == ()
