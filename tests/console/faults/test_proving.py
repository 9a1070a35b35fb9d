"""An order goes on only with what its proof still promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.faults.order_deeds import PLANNED_ANEW, is_isolated
from console.faults.proving import is_to_be_proven, loses_to, problem_of
from engines.values.phrase import phrase
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import (
    PlanPurpose,
    PlanStatus,
    ProofStatus,
    StepKind,
    StepProof,
    SwitchingPlan,
    SwitchingStep,
)

OPEN = OrderStep(1, OrderAction.OPEN, "a", "A", True, customers_unserved=100)
CLOSE = OrderStep(2, OrderAction.CLOSE, "t", "T10", True, customers_unserved=40)
ORDER = SwitchingOrder("order:1", "incident:1", "t", "restore", "anna", 1, (OPEN, CLOSE), OrderState.CHECKED)


def proven(dead: int, after_open: int, after_close: int) -> SwitchingPlan:
    """What the same steps would do now."""
    steps = tuple(
        SwitchingStep(k, kind, element, name, True, 1.0, phrase("because"),
                      StepProof(ProofStatus.ACCEPTED, customers_unserved=left))
        for k, (kind, element, name, left) in enumerate(
            ((StepKind.OPEN, "a", "A", after_open), (StepKind.CLOSE, "t", "T10", after_close)), start=1
        )
    )  # fmt: skip
    return SwitchingPlan(
        PlanPurpose.RESTORE,
        PlanStatus.COMPLETE,
        1,
        "network", steps=steps, customers_dead=dead,
        customers_unserved=after_close,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("dead", "after_open", "after_close", "is_held_back"),
    [
        (100, 100, 40, False),
        (300, 300, 300, True),
        (300, 300, 240, False),
        (30, 30, 30, False),
    ],
    ids=["as promised", "its helper has no voltage", "another fault beside it", "they have come back otherwise"],
)
def test_a_closing_that_has_promised_supply_must_still_bring_it(
    dead: int, after_open: int, after_close: int, *, is_held_back: bool
) -> None:
    problem = problem_of(proven(dead, after_open, after_close), ORDER)
    assert bool(problem) is is_held_back
    if is_held_back:
        assert problem == "close T10 would supply nobody, 60 customers were promised; plan from here"


def test_another_plan_is_held_against_no_promise() -> None:
    assert not problem_of(proven(300, 300, 300))


def test_what_waits_for_its_proof_alone_is_proven_anew() -> None:
    assert is_to_be_proven(replace(ORDER, state=OrderState.SUSPENDED))
    assert not is_to_be_proven(replace(ORDER, is_checked=True))
    assert not is_to_be_proven(replace(ORDER, state=OrderState.EXECUTING))
    failed = replace(ORDER, steps=(replace(OPEN, state=OrderStepState.FAILED), CLOSE))
    assert not is_to_be_proven(failed), "a person decides about it first"


def test_a_part_is_isolated_once_every_opening_is_done_not_left_out() -> None:
    def order(state: OrderStepState, outcome: str = "") -> SwitchingOrder:
        return replace(ORDER, steps=(replace(OPEN, state=state, outcome=outcome), CLOSE))

    assert is_isolated(order(OrderStepState.CONFIRMED))
    assert not is_isolated(order(OrderStepState.PLANNED))
    assert not is_isolated(order(OrderStepState.LEFT_OUT, "it is stuck"))
    assert is_isolated(order(OrderStepState.LEFT_OUT, PLANNED_ANEW)), "others do its work"


def test_an_order_that_nobody_has_begun_is_held_against_one_that_takes_its_tie() -> None:
    mine = replace(ORDER, is_checked=True)
    other = replace(ORDER, order_id="order:2", incident_id="incident:2", state=OrderState.EXECUTING, begun_us=9)
    assert loses_to(mine, other)
    assert loses_to(replace(mine, state=OrderState.APPROVED), other), "begun comes before approved"
    approved = replace(other, state=OrderState.APPROVED, begun_us=0)
    assert loses_to(mine, approved)
    assert not loses_to(replace(mine, state=OrderState.APPROVED), approved)
    assert not loses_to(replace(mine, begun_us=5), other), "who has begun goes on"
    assert not loses_to(replace(mine, is_checked=False), other)
    assert not loses_to(mine, replace(other, incident_id="incident:1"))
    assert not loses_to(mine, replace(other, steps=()))
