"""What is written down of a switching order, each in one transaction with its incident. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from console.faults import incident_deeds
from console.workflows import incidents, orders
from console.workflows.plan_orders import order_of_plan, order_step
from console.workflows.store import WorkflowLedger
from engines.values.incidents import Incident, IncidentState
from engines.values.switching_orders import OrderAction, OrderState, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose, SwitchingPlan
from engines.values.validation import InputError

Turn = Callable[[SwitchingOrder], SwitchingOrder]
PLANNED_ANEW = "planned anew from what is true now"
"""Why a step is left out whose work other steps do now."""
UNDER_WAY = (OrderStepState.INSTRUCTED, OrderStepState.READ_BACK, OrderStepState.EXECUTED)


def write_order(
    ledger: WorkflowLedger,
    incident_id: str,
    plan: SwitchingPlan,
    title: str,
    author: str,
    now_us: int,
    *,
    needs_approval: bool,
) -> SwitchingOrder:
    """A plan as an order, checked as it was planned. Raises ``InputError``, also while another one is under way."""
    incident = ledger.find(Incident, incident_id)
    incident_deeds.need_open(incident)
    for other in (ledger.find(SwitchingOrder, i) for i in incident.order_ids):
        if not other.state.is_over:
            raise InputError(incident_id, f"{other.order_id} is {other.state.value}", "end it, or give it up first")
    order = order_of_plan(
        plan, ledger.new_id("order"), incident_id, title, author, now_us, needs_approval=needs_approval
    )
    order = orders.checked(order, author, now_us)
    order = ledger.put(order, author, f"{order.order_id} written: {title}, {len(order.steps)} steps")
    after = replace(incident, order_ids=(*incident.order_ids, order.order_id), isolated_ids=_isolated(incident, plan))
    said = f"{order.order_id} written: {title}, {len(order.steps)} steps"
    ledger.put(incidents.noted(after, author, said, now_us), author, said)
    return order


def _isolated(incident: Incident, plan: SwitchingPlan) -> tuple[str, ...]:
    """What stays dead by a plan around a fault; a way back keeps what was noted."""
    return plan.isolated if plan.purpose in (PlanPurpose.RESTORE, PlanPurpose.ISOLATE) else incident.isolated_ids


def replan(
    ledger: WorkflowLedger,
    order_id: str,
    plan: SwitchingPlan,
    author: str,
    now_us: int,
    problem: str = "",
    *,
    left_out: Sequence[int] = (),
    proven: SwitchingOrder | None = None,
) -> SwitchingOrder:
    """Put the steps of a plan from the present in the place of those not begun.

    Args:
        problem: why the plan is not accepted: the order stays unchecked.
        left_out: failed steps nobody wants any more.
        proven: the order whose own steps the plan proves, which is left as it is where it does something else by
            now; ``None``: the plan is another one.
    """
    order = ledger.find(SwitchingOrder, order_id)
    if proven is not None and doings(order) != doings(proven):
        return order
    for number in left_out:
        if order.step(number).state is OrderStepState.FAILED:
            order = orders.left_out(order, number, author, PLANNED_ANEW)
    if proven is not None and problem:
        # What was promised stays beside it: the next proof is held against that, not against what failed.
        said = f"{order_id} not accepted: {problem}"
        kept = ledger.put(orders.checked(order, author, now_us, [problem]), author, said)
        incident_deeds.note(ledger, order.incident_id, author, said, now_us)
        return kept
    under_way = {(s.action, s.element_id) for s in order.steps if s.state in UNDER_WAY}
    fresh = [order_step(step, k) for k, step in enumerate(plan.steps, start=1)]
    fresh = [step for step in fresh if (step.action, step.element_id) not in under_way]
    notes = plan.notes if proven is None else plan.notes or order.notes
    order = replace(orders.with_steps(order, fresh), notes=notes)
    if order.steps:
        order = orders.checked(order, author, now_us, [problem] if problem else ())
    said = f"{order_id} {'not accepted: ' + problem if problem else 'checked anew'}, {len(fresh)} steps to go"
    kept = ledger.put(order, author, said)
    incident_deeds.note(ledger, order.incident_id, author, said, now_us)
    return kept


def doings(order: SwitchingOrder) -> list[tuple[object, ...]]:
    """What an order does and has done: a proof holds for it as long as this is the same."""
    return [(step.number, step.action, step.element_id, step.state) for step in order.steps]


def turn(
    ledger: WorkflowLedger, order_id: str, change: Turn, author: str, sentence: str, now_us: int
) -> SwitchingOrder:
    """Any turn of an order; its line stands in the incident's timeline. What it raises leaves all as it was."""
    before = ledger.find(SwitchingOrder, order_id)
    after = change(before)
    if after == before:
        return before
    kept = ledger.put(after, author, f"{order_id}: {sentence}")
    if sentence:
        incident_deeds.note(ledger, kept.incident_id, author, f"{order_id}: {sentence}", now_us)
    _advance(ledger, kept, author, now_us)
    return kept


def _advance(ledger: WorkflowLedger, order: SwitchingOrder, author: str, now_us: int) -> None:
    """What the order has reached, its incident has reached."""
    purpose = order.purpose
    if purpose in (PlanPurpose.RESTORE, PlanPurpose.ISOLATE, PlanPurpose.PLANNED_OUTAGE):
        if order.begun_us and is_isolated(order):
            incident_deeds.reach(ledger, order.incident_id, IncidentState.ISOLATED, "isolated", now_us, author)
        if order.state is OrderState.DONE:
            said = "everybody who can be supplied before the repair is"
            incident_deeds.reach(ledger, order.incident_id, IncidentState.RESTORED, said, now_us, author)
    elif purpose == PlanPurpose.RETURN_TO_NORMAL and order.state is OrderState.DONE:
        said = "the network is as it should be"
        incident_deeds.reach(ledger, order.incident_id, IncidentState.NORMAL, said, now_us, author)


def is_isolated(order: SwitchingOrder) -> bool:
    """Whether every opening is done: the closings that follow pick up what lies outside.

    One that somebody has left out was not done; one that was planned anew is done by others.
    """
    openings = [step for step in order.steps if step.action is OrderAction.OPEN]
    wanted = [s for s in openings if s.state is not OrderStepState.LEFT_OUT or s.outcome != PLANNED_ANEW]
    return all(step.state is OrderStepState.CONFIRMED for step in wanted)
