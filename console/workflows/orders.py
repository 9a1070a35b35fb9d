"""What may be done with a switching order, and when. Pure: an order in, an order out.

A step done by telephone is instructed, read back, executed and confirmed; one done remotely has no read-back. Steps go
one after the other; whatever is not as expected suspends the order, and a changed one is proven anew before it goes on.
All functions raise ``InputError`` where a step out of turn is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engines.values.switching_orders import OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.validation import InputError

# Writing ---------------------------------------------------------------------------------------------------


def with_steps(order: SwitchingOrder, steps: Sequence[OrderStep]) -> SwitchingOrder:
    """Other steps in place of those not begun; what was begun stays as it is, in front."""
    _need(order, not order.state.is_over, "is over", "write a new order")
    _need(order, order.state is not OrderState.EXECUTING, "is being carried out", "suspend it first")
    begun = [step for step in order.steps if step.state.is_begun or step.state is OrderStepState.LEFT_OUT]
    rest = [step for step in steps if not step.state.is_begun and step.state is not OrderStepState.LEFT_OUT]
    numbered = tuple(replace(step, number=k) for k, step in enumerate([*begun, *rest], start=1))
    state = OrderState.SUSPENDED if order.begun_us else OrderState.DRAFT
    return replace(
        order, steps=numbered, state=state, is_checked=False, checked_by="", checked_us=0, approved_by="", approved_us=0
    )


def without_step(order: SwitchingOrder, number: int) -> SwitchingOrder:
    """The operator does not want that step."""
    step = _step(order, number)
    _need(order, step.state is OrderStepState.PLANNED, f"step {number} is begun", "let it end, or mark it as failed")
    return with_steps(order, [other for other in order.steps if other.number != number])


def checked(order: SwitchingOrder, by: str, now_us: int, problems: Sequence[str] = ()) -> SwitchingOrder:
    """Every step still to come was solved; with ``problems`` it is not accepted and stays a draft."""
    _need(order, order.state is not OrderState.EXECUTING and not order.state.is_over, _is(order), "suspend it")
    _need(order, bool(order.steps), "has no step", "plan one first")
    if problems:
        return replace(order, is_checked=False, reason=problems[0])
    state = order.state if order.state in (OrderState.APPROVED, OrderState.SUSPENDED) else OrderState.CHECKED
    return replace(order, state=state, is_checked=True, checked_by=by, checked_us=now_us, reason="")


def approved(order: SwitchingOrder, by: str, now_us: int) -> SwitchingOrder:
    """A second person agrees."""
    _need(order, order.is_checked and order.state in (OrderState.CHECKED, OrderState.SUSPENDED), _is(order), "check it")
    _need(order, bool(by), "is approved by nobody", "sign in")
    _need(order, by != order.author, f"was written by {by}", "have a second person approve it")
    state = OrderState.APPROVED if order.state is OrderState.CHECKED else order.state
    return replace(order, state=state, approved_by=by, approved_us=now_us)


# Carrying out ----------------------------------------------------------------------------------------------


def begun(order: SwitchingOrder, now_us: int, console: str = "") -> SwitchingOrder:
    """Begin, or go on after a suspension; ``console`` carries it out from now on."""
    _need(order, order.state in (OrderState.CHECKED, OrderState.APPROVED, OrderState.SUSPENDED), _is(order), "check it")
    _need(order, order.is_checked, "has changed since it was checked", "check it again")
    if order.needs_approval:
        _need(order, bool(order.approved_by), "needs the approval of a second person", "have it approved")
    failed = next((step for step in order.steps if step.state is OrderStepState.FAILED), None)
    if failed is not None:
        _need(order, False, f"step {failed.number} has failed", "leave it out, or try it again")
    begins = order.begun_us or now_us
    return _finished(replace(order, state=OrderState.EXECUTING, begun_us=begins, reason="", console=console), now_us)


def instructed(order: SwitchingOrder, number: int, now_us: int, crew_id: str = "") -> SwitchingOrder:
    """The command leaves, or the crew is told."""
    step = _due(order, number, OrderStepState.PLANNED)
    _need(order, step.is_remote or bool(crew_id), f"step {number} is done on site", "say which crew")
    return _put(order, replace(step, state=OrderStepState.INSTRUCTED, instructed_us=now_us, crew_id=crew_id))


def read_back(order: SwitchingOrder, number: int, now_us: int) -> SwitchingOrder:
    """The crew has repeated it word for word, even where the order was halted meanwhile."""
    step = _due(order, number, OrderStepState.INSTRUCTED, may_be_halted=True)
    _need(order, not step.is_remote, f"step {number} is remote", "wait for its feedback")
    return _put(order, replace(step, state=OrderStepState.READ_BACK, read_back_us=now_us))


def executed(order: SwitchingOrder, number: int, now_us: int) -> SwitchingOrder:
    """Device or crew say that it is done, even where the order was halted meanwhile."""
    wanted = OrderStepState.INSTRUCTED if _step(order, number).is_remote else OrderStepState.READ_BACK
    step = _due(order, number, wanted, may_be_halted=True)
    return _put(order, replace(step, state=OrderStepState.EXECUTED, executed_us=now_us))


def confirmed(order: SwitchingOrder, number: int, by: str, now_us: int, outcome: str = "") -> SwitchingOrder:
    """Its effect is seen; with the last step the order is done, unless it was halted meanwhile."""
    step = _due(order, number, OrderStepState.EXECUTED, may_be_halted=True)
    done = replace(step, state=OrderStepState.CONFIRMED, confirmed_us=now_us, by=by, outcome=outcome)
    after = _put(order, done)
    return _finished(after, now_us) if order.state is OrderState.EXECUTING else after


def withdrawn(order: SwitchingOrder, number: int, reason: str = "") -> SwitchingOrder:
    """A remote step was taken back before it was sent: it is still to come. With a ``reason`` the order is halted."""
    step = _due(order, number, OrderStepState.INSTRUCTED, may_be_halted=True)
    _need(order, step.is_remote, f"step {number} is done on site", "mark it as failed")
    after = _put(order, replace(step, state=OrderStepState.PLANNED, instructed_us=0))
    return suspended(after, reason) if reason and order.state is OrderState.EXECUTING else after


def failed(order: SwitchingOrder, number: int, reason: str) -> SwitchingOrder:
    """It did not do what it should; the order is suspended."""
    step = _step(order, number)
    _need(
        order, step.state.is_begun and not step.state.is_behind, f"step {number} is not under way", "instruct it first"
    )
    after = _put(order, replace(step, state=OrderStepState.FAILED, outcome=reason))
    return replace(after, state=OrderState.SUSPENDED, is_checked=False, reason=f"step {number}: {reason}")


def tried_again(order: SwitchingOrder, number: int) -> SwitchingOrder:
    """A failed step is to be done once more; the order is proven anew first."""
    step = _step(order, number)
    _need(order, step.state is OrderStepState.FAILED, f"step {number} has not failed", "go on with it")
    again = replace(
        step, state=OrderStepState.PLANNED, crew_id="", instructed_us=0, read_back_us=0, executed_us=0, outcome=""
    )
    return replace(_put(order, again), is_checked=False)


def left_out(order: SwitchingOrder, number: int, by: str, reason: str) -> SwitchingOrder:
    """Somebody decides to go on without it; the order is proven anew first."""
    step = _step(order, number)
    may = step.state in (OrderStepState.PLANNED, OrderStepState.FAILED) and not order.state.is_over
    _need(order, may and order.state is not OrderState.EXECUTING, f"step {number} cannot be left out now", "suspend it")
    _need(order, bool(reason.strip()), "a reason is missing", "say why, in a few words")
    after = _put(order, replace(step, state=OrderStepState.LEFT_OUT, by=by, outcome=reason.strip()))
    return replace(after, is_checked=False)


def suspended(order: SwitchingOrder, reason: str) -> SwitchingOrder:
    """Halt it: nothing further is instructed."""
    _need(order, order.state is OrderState.EXECUTING, _is(order), "it is not being carried out")
    return replace(order, state=OrderState.SUSPENDED, reason=reason)


def aborted(order: SwitchingOrder, reason: str, now_us: int) -> SwitchingOrder:
    """Give it up. What was done stays done."""
    _need(order, not order.state.is_over, _is(order), "it is over")
    under_way = [step.number for step in order.steps if step.state.is_begun and not step.state.is_behind]
    waiting = [n for n in under_way if order.step(n).state is not OrderStepState.FAILED]
    if waiting:
        _need(order, False, f"step {waiting[0]} is under way", "let it end, or mark it as failed")
    _need(order, bool(reason.strip()), "a reason is missing", "say why, in a few words")
    return replace(order, state=OrderState.ABORTED, ended_us=now_us, reason=reason.strip())


def recovered(order: SwitchingOrder) -> SwitchingOrder:
    """An order found after the console was ended in the middle: halted, and nothing is sent again by itself."""
    if not is_left_under_way(order):
        return order
    step = order.next_step
    if step is None or not step.state.is_begun:
        return replace(order, state=OrderState.SUSPENDED, is_checked=False, reason="the console was ended meanwhile")
    return failed(order, step.number, "the console was ended before its outcome was known; look at the device")


def held_by_crew(order: SwitchingOrder) -> OrderStep | None:
    """The step that a crew was told and has not ended; ``None`` where no crew has an instruction."""
    step = order.next_step
    told = (OrderStepState.INSTRUCTED, OrderStepState.READ_BACK, OrderStepState.EXECUTED)
    return step if step is not None and not step.is_remote and step.state in told else None


def is_left_under_way(order: SwitchingOrder) -> bool:
    """Whether an order rests on its console: it is being carried out, or halted while a remote step was running."""
    if order.state is not OrderState.SUSPENDED:
        return order.state is OrderState.EXECUTING
    step = order.next_step
    running = (OrderStepState.INSTRUCTED, OrderStepState.EXECUTED)
    return step is not None and step.is_remote and step.state in running


def _finished(order: SwitchingOrder, now_us: int) -> SwitchingOrder:
    return order if order.next_step is not None else replace(order, state=OrderState.DONE, ended_us=now_us)


def _due(order: SwitchingOrder, number: int, wanted: OrderStepState, *, may_be_halted: bool = False) -> OrderStep:
    """The step, which must be the next one, in the state before the one asked for."""
    is_halted = may_be_halted and order.state is OrderState.SUSPENDED
    _need(order, is_halted or order.state is OrderState.EXECUTING, _is(order), "begin it first")
    step, due = _step(order, number), order.next_step
    _need(
        order, due is not None and due.number == number, f"step {number} is not the next", "keep to the order of steps"
    )
    _need(order, step.state is wanted, f"step {number} is {step.state.value.replace('_', ' ')}", "keep to its course")
    return step


def _step(order: SwitchingOrder, number: int) -> OrderStep:
    try:
        return order.step(number)
    except KeyError as error:
        raise InputError(order.order_id, f"there is no step {number}", f"it has {len(order.steps)}") from error


def _put(order: SwitchingOrder, step: OrderStep) -> SwitchingOrder:
    return replace(order, steps=tuple(step if other.number == step.number else other for other in order.steps))


def _is(order: SwitchingOrder) -> str:
    return f"is {order.state.value}" + ("" if order.is_checked or order.state.is_over else ", not checked")


def _need(order: SwitchingOrder, holds: bool, reason: str, remedy: str) -> None:
    if not holds:
        raise InputError(f"switching order {order.order_id}", reason, remedy)
