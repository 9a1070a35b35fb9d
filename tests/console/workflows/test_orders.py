"""A switching order's course: nothing out of turn, nothing unproven, nothing sent twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.workflows import orders
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.validation import InputError

STEPS = (
    OrderStep(1, OrderAction.OPEN, "switch:1", "R12", True, "keeps the fault away"),
    OrderStep(2, OrderAction.OPEN, "switch:2", "S7", False, "keeps the fault away"),
    OrderStep(3, OrderAction.CLOSE, "switch:3", "T3", True, "412 customers get supply"),
)
ORDER = SwitchingOrder("order:1", "incident:1", "Restore F1", "restore", "anna", 10, STEPS)


def under_way(order: SwitchingOrder = ORDER) -> SwitchingOrder:
    """Checked and begun."""
    return orders.begun(orders.checked(order, "anna", 20), 30)


def remote(order: SwitchingOrder, number: int, now: int) -> SwitchingOrder:
    """A remote step, whole."""
    order = orders.executed(orders.instructed(order, number, now), number, now + 1)
    return orders.confirmed(order, number, "anna", now + 2)


def by_telephone(order: SwitchingOrder, number: int, now: int) -> SwitchingOrder:
    """A step on site, whole."""
    order = orders.read_back(orders.instructed(order, number, now, "crew 2"), number, now + 1)
    return orders.confirmed(orders.executed(order, number, now + 2), number, "anna", now + 3)


def test_an_order_from_draft_to_done() -> None:
    order = remote(by_telephone(remote(under_way(), 1, 40), 2, 50), 3, 60)
    assert order.state is OrderState.DONE
    assert order.ended_us == 62
    second = order.step(2)
    assert (second.instructed_us, second.read_back_us, second.executed_us, second.confirmed_us) == (50, 51, 52, 53)
    assert second.crew_id == "crew 2"


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (lambda: orders.begun(ORDER, 1), "is draft"),
        (lambda: orders.begun(orders.checked(ORDER, "anna", 1, ["no solution"]), 1), "is draft"),
        (lambda: orders.instructed(under_way(), 2, 1, "crew 2"), "step 2 is not the next"),
        (lambda: orders.instructed(under_way(), 9, 1), "there is no step 9"),
        (lambda: orders.executed(under_way(), 1, 1), "step 1 is planned"),
        (lambda: orders.read_back(orders.instructed(under_way(), 1, 1), 1, 2), "step 1 is remote"),
        (lambda: orders.instructed(orders.instructed(under_way(), 1, 1), 1, 2), "step 1 is instructed"),
        (lambda: orders.instructed(remote(under_way(), 1, 1), 2, 2), "is done on site"),
        (
            lambda: orders.executed(orders.instructed(remote(under_way(), 1, 1), 2, 2, "crew"), 2, 3),
            "step 2 is instructed",
        ),
        (lambda: orders.without_step(under_way(), 2), "is being carried out"),
        (lambda: orders.checked(replace(ORDER, steps=()), "anna", 1), "has no step"),
        (lambda: orders.aborted(orders.instructed(under_way(), 1, 1), "enough", 2), "step 1 is under way"),
        (lambda: orders.aborted(under_way(), " ", 2), "a reason is missing"),
        (lambda: orders.failed(under_way(), 1, "stuck"), "is not under way"),
        (lambda: orders.begun(remote(by_telephone(remote(under_way(), 1, 1), 2, 2), 3, 3), 9), "is done"),
    ],
)
def test_what_is_out_of_turn_is_refused_with_the_reason(turn: object, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        turn()  # type: ignore[operator]


def test_an_order_that_needs_a_second_person_waits_for_one() -> None:
    order = orders.checked(replace(ORDER, needs_approval=True), "anna", 1)
    with pytest.raises(InputError, match="approval of a second person"):
        orders.begun(order, 2)
    with pytest.raises(InputError, match="was written by anna"):
        orders.approved(order, "anna", 2)
    with pytest.raises(InputError, match="approved by nobody"):
        orders.approved(order, "", 2)
    order = orders.begun(orders.approved(order, "ben", 2), 3)
    assert order.state is OrderState.EXECUTING


def test_a_changed_order_is_proven_and_approved_anew() -> None:
    order = orders.approved(orders.checked(replace(ORDER, needs_approval=True), "anna", 1), "ben", 2)
    changed = orders.without_step(order, 2)
    assert changed.state is OrderState.DRAFT
    assert [step.number for step in changed.steps] == [1, 2]
    assert [step.element_id for step in changed.steps] == ["switch:1", "switch:3"]
    assert not changed.is_checked
    assert not changed.approved_by
    with pytest.raises(InputError, match="is draft"):
        orders.begun(changed, 3)


def test_a_step_that_fails_halts_the_order_until_somebody_decides() -> None:
    order = orders.failed(orders.instructed(under_way(), 1, 40), 1, "it is stuck")
    assert order.state is OrderState.SUSPENDED
    assert "it is stuck" in order.reason
    with pytest.raises(InputError, match="has changed since it was checked"):
        orders.begun(order, 50)
    with pytest.raises(InputError, match="step 1 has failed"):
        orders.begun(orders.checked(order, "anna", 50), 51)
    with pytest.raises(InputError, match="a reason is missing"):
        orders.left_out(order, 1, "anna", "")
    again = orders.begun(orders.checked(orders.tried_again(order, 1), "anna", 50), 51)
    assert again.step(1).state is OrderStepState.PLANNED
    without = orders.begun(orders.checked(orders.left_out(order, 1, "anna", "opened by hand"), "anna", 50), 51)
    next_step = without.next_step
    assert next_step is not None
    assert next_step.number == 2


def test_other_steps_take_the_place_of_those_to_come_and_what_was_done_stays() -> None:
    order = orders.suspended(remote(under_way(), 1, 40), "the feeder is loaded higher than planned")
    other = OrderStep(1, OrderAction.CLOSE, "switch:9", "T9", True)
    after = orders.with_steps(order, [other])
    assert [(s.number, s.element_id) for s in after.steps] == [(1, "switch:1"), (2, "switch:9")]
    assert after.step(1).state is OrderStepState.CONFIRMED
    assert after.state is OrderState.SUSPENDED
    done = remote(orders.begun(orders.checked(after, "anna", 50), 51), 2, 60)
    assert done.state is OrderState.DONE


def test_a_console_that_was_ended_in_a_step_sends_nothing_again() -> None:
    waiting = orders.recovered(under_way())
    assert waiting.state is OrderState.SUSPENDED
    assert waiting.step(1).state is OrderStepState.PLANNED
    sent = orders.recovered(orders.instructed(under_way(), 1, 40))
    assert sent.state is OrderState.SUSPENDED
    assert sent.step(1).state is OrderStepState.FAILED
    assert "look at the device" in sent.reason
    draft = orders.checked(ORDER, "anna", 1)
    assert orders.recovered(draft) is draft
    halted = orders.recovered(orders.suspended(orders.instructed(under_way(), 1, 40), "paused"))
    assert halted.step(1).state is OrderStepState.FAILED, "it was halted before the console was ended"
    assert orders.recovered(halted) is halted
    told = orders.suspended(orders.instructed(remote(under_way(), 1, 40), 2, 50, "crew 2"), "paused")
    assert orders.recovered(told) is told, "the crew still has its word"


def test_what_was_sent_before_a_halt_ends_as_it_ends_and_the_order_stays_halted() -> None:
    sent = orders.suspended(orders.instructed(under_way(), 1, 40), "F2-Q0 tripped")
    ended = orders.confirmed(orders.executed(sent, 1, 41), 1, "anna", 42, "found so")
    assert (ended.state, ended.reason) == (OrderState.SUSPENDED, "F2-Q0 tripped")
    assert (ended.step(1).state, ended.step(1).outcome) == (OrderStepState.CONFIRMED, "found so")
    with pytest.raises(InputError, match="is suspended"):
        orders.instructed(ended, 2, 43, "crew 2")
    assert orders.begun(ended, 44).state is OrderState.EXECUTING
    last = orders.instructed(by_telephone(remote(under_way(), 1, 40), 2, 50), 3, 60)
    halted = orders.suspended(last, "paused")
    behind = orders.confirmed(orders.executed(halted, 3, 61), 3, "anna", 62)
    assert (behind.state, behind.next_step) == (OrderState.SUSPENDED, None)
    assert orders.begun(behind, 70).state is OrderState.DONE


def test_a_crew_keeps_its_instruction_when_the_order_halts_until_it_has_spoken() -> None:
    assert orders.held_by_crew(orders.instructed(under_way(), 1, 40)) is None, "a remote step ends by itself"
    told = orders.suspended(orders.instructed(remote(under_way(), 1, 40), 2, 50, "crew 2"), "F2-Q0 tripped")
    assert orders.held_by_crew(told) == told.step(2)
    with pytest.raises(InputError, match="under way"):
        orders.aborted(told, "no more", 55)
    off = orders.failed(told, 2, "called off")
    assert orders.held_by_crew(off) is None
    assert orders.aborted(off, "no more", 56).state is OrderState.ABORTED
    did = orders.confirmed(orders.executed(orders.read_back(told, 2, 51), 2, 52), 2, "anna", 53)
    assert (did.state, did.reason, orders.held_by_crew(did)) == (OrderState.SUSPENDED, "F2-Q0 tripped", None)


def test_a_step_that_was_never_sent_is_still_to_come() -> None:
    sent = orders.instructed(under_way(), 1, 40)
    again = orders.withdrawn(sent, 1)
    assert (again.state, again.step(1)) == (OrderState.EXECUTING, ORDER.step(1))
    halted = orders.withdrawn(sent, 1, "step 1 withdrawn by anna")
    assert (halted.state, halted.reason) == (OrderState.SUSPENDED, "step 1 withdrawn by anna")
    assert halted.step(1).state is OrderStepState.PLANNED
    told = orders.instructed(remote(under_way(), 1, 40), 2, 50, "crew 2")
    with pytest.raises(InputError, match="is done on site"):
        orders.withdrawn(told, 2)
    with pytest.raises(InputError, match="step 1 is not the next"):
        orders.withdrawn(remote(under_way(), 1, 40), 1)


TURNS = {
    "check": lambda o, n: orders.checked(o, "anna", n),
    "begin": lambda o, n: orders.begun(o, n),
    "instruct": lambda o, n: orders.instructed(o, 1 + n % 3, n, "crew"),
    "read back": lambda o, n: orders.read_back(o, 1 + n % 3, n),
    "execute": lambda o, n: orders.executed(o, 1 + n % 3, n),
    "confirm": lambda o, n: orders.confirmed(o, 1 + n % 3, "anna", n),
    "fail": lambda o, n: orders.failed(o, 1 + n % 3, "stuck"),
    "try": lambda o, n: orders.tried_again(o, 1 + n % 3),
    "leave": lambda o, n: orders.left_out(o, 1 + n % 3, "anna", "why"),
    "withdraw": lambda o, n: orders.withdrawn(o, 1 + n % 3, "why" * (n % 2)),
    "suspend": lambda o, n: orders.suspended(o, "why"),
    "end": lambda o, n: orders.recovered(o),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(TURNS)), st.integers(0, 2)), max_size=40))
def test_whatever_is_tried_steps_go_one_after_the_other(tried: list[tuple[str, int]]) -> None:
    order = ORDER
    for time, (name, number) in enumerate(tried, start=1):
        try:
            after = TURNS[name](order, 3 * time + number)
        except InputError:
            continue
        newly = [s for s, b in zip(after.steps, order.steps, strict=True) if s.state.is_begun and not b.state.is_begun]
        assert not newly or order.state is OrderState.EXECUTING
        assert all(earlier.state.is_behind for step in newly for earlier in after.steps[: step.number - 1])
        under = [s for s in after.steps if s.state.is_begun and not s.state.is_behind]
        assert len(under) <= 1
        assert (after.state is OrderState.DONE) == (after.next_step is None and after.state.is_over)
        order = after
