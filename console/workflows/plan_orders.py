"""From a plan to an order, and what speaks against carrying one out."""

from __future__ import annotations

from collections.abc import Iterable

from console.workflows.safety import why_not_energise, why_not_remove_earth
from engines.values.phrase import phrase
from engines.values.repair import SafetyDocument
from engines.values.switching_orders import OrderAction, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import (
    PlanPurpose,
    PlanStatus,
    Precaution,
    ProofStatus,
    StepKind,
    StepProof,
    SwitchingPlan,
    SwitchingStep,
)
from engines.values.validation import InputError


def order_of_plan(
    plan: SwitchingPlan, order_id: str, incident_id: str, title: str, author: str, now_us: int, *, needs_approval: bool
) -> SwitchingOrder:
    """A draft with the steps of a plan. Raises ``InputError`` for a plan that must not be carried out."""
    if not plan.is_usable:
        reason = plan.reason or f"is {plan.status.value.replace('_', ' ')}"
        raise InputError(title, reason, "plan it anew, or write the order by hand")
    steps = tuple(order_step(step, k) for k, step in enumerate(plan.steps, start=1))
    return SwitchingOrder(
        order_id, incident_id, title, plan.purpose.value, author, now_us, steps, needs_approval=needs_approval,
        notes=plan.notes,
    )  # fmt: skip


def order_step(step: SwitchingStep, number: int) -> OrderStep:
    """A planned step as one of an order, with what it promises."""
    proof = step.proof
    return OrderStep(
        number, OrderAction(step.kind.value), step.element_id, step.name, step.is_remote, step.reason.text,
        vm_min_pu=proof.vm_min_pu, loading_max_percent=proof.loading_max_percent,
        customers_unserved=proof.customers_unserved, chance=step.chance,
        precaution="" if step.precaution is Precaution.NONE else step.precaution.value, notes=step.notes,
    )  # fmt: skip


def standing_against(order: SwitchingOrder, documents: Iterable[SafetyDocument]) -> tuple[str, ...]:
    """Why steps still to come must not be taken: people work under a safety document."""
    known = tuple(documents)
    found = []
    for step in order.steps:
        if step.state is not OrderStepState.PLANNED:
            continue
        if step.action.energises:
            found.append(why_not_energise(known, step.element_id))
        elif step.action is OrderAction.REMOVE_EARTH:
            found.append(why_not_remove_earth(known, step.element_id))
    return tuple(reason for reason in found if reason)


def plan_of_order(order: SwitchingOrder, snapshot_revision: int = -1, structure_revision: str = "") -> SwitchingPlan:
    """What an order still has to do, as a plan to be proven anew; numbers are the order's own.

    A step that is under way has no effect yet, as far as anybody knows, and is still to be done.

    Tags, earths and proving dead are done by people and change no load flow: they are left out.
    """
    kinds = {kind.value: kind for kind in StepKind}
    steps = tuple(
        SwitchingStep(
            step.number, kinds[step.action.value], step.element_id, step.name, step.is_remote, 0.0,
            phrase("{reason}", reason=step.reason), StepProof(ProofStatus.ACCEPTED),
        )
        for step in order.steps
        if step.action.value in kinds and not step.state.is_behind and step.state is not OrderStepState.FAILED
    )  # fmt: skip
    return SwitchingPlan(
        PlanPurpose(order.purpose), PlanStatus.COMPLETE, snapshot_revision, structure_revision, steps=steps
    )
