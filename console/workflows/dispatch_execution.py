"""What may be done with a plan that is carried out, and when. Pure: an execution in, an execution out.

A step is released by a person, or at its begin where the plan is armed; each at most once, and never after its half.
Whatever is not as expected suspends: nothing goes out until a person resumes, and then by hand.
All functions raise ``InputError`` where something out of turn is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from console.workflows.dispatch_values import (
    FINE,
    ExecutionState,
    Halt,
    MeasuredDeviation,
    PlanExecution,
    ReleaseState,
    ReleaseStep,
    SentSetpoint,
)
from engines.values.validation import InputError

RESTARTED = "the console was restarted"
MISSED = "not released before its half was over"
NO_TIME = "the change of the clock leaves it no time"
UNKNOWN_OUTCOME = "unknown"

# Approving -------------------------------------------------------------------------------------------------


def drafted(
    execution_id: str,
    plan: tuple[str, float, str],
    spans: Sequence[tuple[int, int]],
    author: str,
    now_us: int,
    console: str,
    *,
    needs_approval: bool,
) -> PlanExecution:
    """A person wants a plan to be carried out; approved at once where nobody else has to agree.

    Args:
        plan: id, when it was planned (seconds since 1970), and name.
        spans: begin and end of each step.
    """
    if not author:
        raise InputError(plan[2], "is approved by nobody", "sign in")
    if not spans:
        raise InputError(plan[2], "has no steps", "plan it first")
    steps = tuple(ReleaseStep(k, begin, end) for k, (begin, end) in enumerate(spans))
    steps = tuple(
        step if step.ends_us > step.begins_us else replace(step, state=ReleaseState.SKIPPED, note=NO_TIME)
        for step in steps
    )
    made = PlanExecution(execution_id, *plan, author, now_us, steps, needs_approval=needs_approval, console=console)
    if not needs_approval:
        made = replace(made, state=ExecutionState.APPROVED, approved_by=author, approved_us=now_us)
    return _past_skipped(made, now_us)


def approved(execution: PlanExecution, by: str, now_us: int) -> PlanExecution:
    """A second person agrees."""
    _need(execution, execution.state is ExecutionState.DRAFT, _is(execution), "nothing is left to be approved")
    _need(execution, bool(by), "is approved by nobody", "sign in")
    _need(execution, by != execution.author, f"was asked for by {by}", "have a second person approve it")
    return replace(execution, state=ExecutionState.APPROVED, approved_by=by, approved_us=now_us)


# Carrying out ----------------------------------------------------------------------------------------------


def armed(execution: PlanExecution, by: str) -> PlanExecution:
    """From now on each step goes out at its begin."""
    _need(execution, execution.state.is_active, _is(execution), _remedy(execution))
    _need(execution, bool(by), "is armed by nobody", "sign in")
    return replace(execution, state=ExecutionState.ARMED, armed_by=by)


def disarmed(execution: PlanExecution) -> PlanExecution:
    """From now on a person releases each step again."""
    _need(execution, execution.state is ExecutionState.ARMED, _is(execution), "there is nothing to disarm")
    return replace(execution, state=ExecutionState.BY_HAND, armed_by="")


def released(
    execution: PlanExecution, number: int, by: str, now_us: int, setpoints: Sequence[tuple[str, float]]
) -> PlanExecution:
    """A step goes out.

    Args:
        setpoints: points and values that can be sent.
    """
    _need(execution, execution.state.is_active, _is(execution), _remedy(execution))
    _need(execution, bool(by), "is released by nobody", "sign in")
    _need(execution, execution.sending is None, "is sending a step already", "wait until it has ended")
    step = _step(execution, number)
    _need(execution, step.state is ReleaseState.WAITING, f"step {number + 1} is {step.state.value}", "take the next")
    _need(execution, now_us >= step.begins_us, f"step {number + 1} has not begun", "wait for its begin")
    _need(execution, now_us <= step.half_us, f"step {number + 1} is past its half", "wait for the next")
    sent = tuple(SentSetpoint(point_id, value) for point_id, value in setpoints)
    state = ReleaseState.SENDING if sent else ReleaseState.SENT
    # An earlier one that was never released is never sent any more.
    steps = tuple(
        replace(s, state=ReleaseState.SKIPPED, note=MISSED)
        if s.state is ReleaseState.WAITING and s.begins_us < step.begins_us
        else s
        for s in execution.steps
    )
    after = replace(execution, steps=steps)
    if after.state is ExecutionState.APPROVED:
        after = replace(after, state=ExecutionState.BY_HAND)
    return _put(after, replace(step, state=state, released_us=now_us, released_by=by, sent=sent))


def settled(execution: PlanExecution, number: int, outcomes: Sequence[SentSetpoint], now_us: int) -> PlanExecution:
    """Every setpoint of a step has ended, even where the plan was suspended meanwhile; a failed one suspends it."""
    step = _step(execution, number)
    _need(execution, step.state is ReleaseState.SENDING, f"step {number + 1} is {step.state.value}", "release it")
    told = {(s.point_id, s.value): s for s in outcomes}
    sent = tuple(told.get((s.point_id, s.value), replace(s, outcome=UNKNOWN_OUTCOME)) for s in step.sent)
    failed = [s for s in sent if s.outcome not in FINE]
    if not failed:
        return _put(execution, replace(step, state=ReleaseState.SENT, sent=sent))
    # What was withdrawn only followed from what had failed before.
    first = next((s for s in failed if s.outcome != "cancelled"), failed[0])
    note = f"{first.point_id}: {first.reason or first.outcome}"
    after = _put(execution, replace(step, state=ReleaseState.FAILED, sent=sent, note=note))
    return suspended(after, f"step {number + 1} failed, {note}", now_us) if after.state.is_active else after


def suspended(execution: PlanExecution, reason: str, now_us: int) -> PlanExecution:
    """Halt it: nothing further goes out."""
    _need(execution, execution.state.is_active, _is(execution), "it is not being carried out")
    halts = (*execution.halts, Halt(now_us, reason))
    return replace(
        execution, state=ExecutionState.SUSPENDED, armed_by="", reason=reason, suspended_us=now_us, halts=halts
    )


def resumed(execution: PlanExecution, by: str, now_us: int, console: str) -> PlanExecution:
    """A person lets it go on, by hand, from ``console``."""
    _need(execution, execution.state is ExecutionState.SUSPENDED, _is(execution), "there is nothing to resume")
    _need(execution, bool(by), "is resumed by nobody", "sign in")
    _need(execution, execution.sending is None, "is still sending a step", "wait until it has ended")
    after = replace(execution, state=ExecutionState.BY_HAND, armed_by="", reason="", suspended_us=0, console=console)
    if execution.halts:
        last = replace(execution.halts[-1], resumed_us=now_us, resumed_by=by)
        after = replace(after, halts=(*execution.halts[:-1], last))
    return _past_skipped(after, now_us)


def measured(execution: PlanExecution, number: int, deviations: Sequence[MeasuredDeviation]) -> PlanExecution:
    """A step is over, and this is where it lay farthest from the plan; written down once."""
    step = _step(execution, number)
    return execution if step.deviations else _put(execution, replace(step, deviations=tuple(deviations)))


def ended(execution: PlanExecution, reason: str, now_us: int) -> PlanExecution:
    """Give the rest of it up. What was sent stays as it is."""
    _need(execution, not execution.state.is_over, _is(execution), "it is over")
    _need(execution, execution.sending is None, "is sending a step", "wait until it has ended")
    return replace(execution, state=ExecutionState.ENDED, armed_by="", reason=reason, ended_us=now_us)


def passed(execution: PlanExecution, now_us: int) -> PlanExecution:
    """What the time does by itself: a step not released before its half is skipped; the plan ends with its last."""
    if execution.state.is_over:
        return execution
    after = _past_skipped(execution, now_us)
    if now_us >= after.ends_us and after.sending is None:
        return replace(after, state=ExecutionState.ENDED, armed_by="", reason="its hours are over", ended_us=now_us)
    return after


def recovered(execution: PlanExecution, now_us: int) -> PlanExecution:
    """One found after its console was ended in the middle: suspended, and nothing is sent again."""
    step = execution.sending
    if step is not None:
        sent = tuple(s if s.outcome else replace(s, outcome=UNKNOWN_OUTCOME, reason=RESTARTED) for s in step.sent)
        execution = _put(execution, replace(step, state=ReleaseState.FAILED, sent=sent, note=RESTARTED))
    return suspended(execution, RESTARTED, now_us) if execution.state.is_active else execution


def is_left(execution: PlanExecution) -> bool:
    """Whether it rests on its console."""
    return execution.state.is_active or execution.sending is not None


def why_not_release(execution: PlanExecution, now_us: int) -> str:
    """Why no step can be released now, one clause; "" where one can."""
    if not execution.state.is_active:
        return _is(execution)
    if execution.sending is not None:
        return "a step is going out"
    return "" if execution.due(now_us) is not None else "no step is due"


def _past_skipped(execution: PlanExecution, now_us: int) -> PlanExecution:
    steps = tuple(
        replace(step, state=ReleaseState.SKIPPED, note=MISSED)
        if step.state is ReleaseState.WAITING and now_us > step.half_us
        else step
        for step in execution.steps
    )
    return execution if steps == execution.steps else replace(execution, steps=steps)


def _step(execution: PlanExecution, number: int) -> ReleaseStep:
    try:
        return execution.step(number)
    except KeyError as error:
        raise InputError(execution.title, f"there is no step {number + 1}", "take one of its own") from error


def _put(execution: PlanExecution, step: ReleaseStep) -> PlanExecution:
    return replace(execution, steps=tuple(step if s.number == step.number else s for s in execution.steps))


def _is(execution: PlanExecution) -> str:
    return f"is {execution.state.value.replace('_', ' ')}"


def _remedy(execution: PlanExecution) -> str:
    return "resume it" if execution.state is ExecutionState.SUSPENDED else "approve it"


def _need(execution: PlanExecution, holds: bool, reason: str, remedy: str) -> None:
    if not holds:
        raise InputError(f"plan {execution.title}", reason, remedy)
