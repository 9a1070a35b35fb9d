"""A switching order as the order panel shows it."""

from __future__ import annotations

import math

from console.faults.faults import Faults
from console.faults.thought import Thought
from console.windows.live.faults.order_actions import order_actions
from console.windows.live.faults.plan_views import plan_lines, plan_view
from console.windows.live.faults.step_texts import (
    as_proven_text,
    chance_text,
    closing_text,
    expected_text,
    gravest_first,
    precaution_text,
    proven_when_text,
    with_notes,
    worst_closing_text,
    worst_of,
    worst_text,
)
from console.windows.live.faults.words import action_text, clock_text, order_state_text, purpose_text, tr
from console.workflows.orders import held_by_crew
from console.workflows.work import silent_min
from engines.values.incidents import Incident, IncidentState
from engines.values.switching_orders import OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose
from widgets.faults.order_lines import OrderView, StepLine, StepState
from widgets.numbers import number_text

HOLDS_US = 60_000_000
"""Loads move: what was solved longer ago is not said as if it were of now."""
_DRAWN = {
    OrderStepState.INSTRUCTED: StepState.RUNNING,
    OrderStepState.READ_BACK: StepState.RUNNING,
    OrderStepState.EXECUTED: StepState.RUNNING,
    OrderStepState.CONFIRMED: StepState.DONE,
    OrderStepState.FAILED: StepState.FAILED,
    OrderStepState.LEFT_OUT: StepState.LEFT_OUT,
}


def order_views(faults: Faults, incident: Incident) -> tuple[OrderView, ...]:
    """The orders of an incident, the latest last, and the plan where it is not an order yet."""
    thought = faults.thinking.of(incident.incident_id)
    found = [order_view(faults, order, thought) for order in faults.desk.board.orders_of(incident.incident_id)]
    if wants_plan(faults, incident):
        found.append(plan_view(incident, thought))
    return tuple(found)


def wants_plan(faults: Faults, incident: Incident) -> bool:
    """Whether the next thing to do about an incident is a plan that is no order yet."""
    running = [o for o in faults.desk.board.orders_of(incident.incident_id) if not o.state.is_over]
    if incident.state.is_over or running:
        return False
    thought = faults.thinking.of(incident.incident_id)
    if incident.state in (IncidentState.NEW, IncidentState.LOCATED):
        return True
    if thought.purpose is PlanPurpose.RESTORE:
        # More can be given back than was: the place is known better, or something else has come back.
        return thought.plan is not None and bool(thought.plan.steps)
    return bool(thought.plans or thought.is_planning) and thought.purpose is PlanPurpose.RETURN_TO_NORMAL


def order_view(faults: Faults, order: SwitchingOrder, thought: Thought) -> OrderView:
    """An order as it stands."""
    due, proven_us = order.next_step, outdated_us(order, faults.desk.now_us)
    steps = tuple(
        _step(faults, step, proven_us, is_due=step is due and not order.state.is_over) for step in order.steps
    )
    chances = [step.chance for step in order.steps]
    incident = faults.desk.board.incidents.get(order.incident_id)
    out = incident.outage.customers_out if incident is not None else 0
    notice, severity = _notice(faults, order)
    may_replace = order.state is OrderState.SUSPENDED and thought.purpose == order.purpose
    return OrderView(
        order.order_id,
        f"{purpose_text(order.purpose)} {order.order_id.rpartition(':')[2]}",
        heading=f"{tr('Switching order')} {order.order_id.rpartition(':')[2]} · {order_state_text(order.state)}",
        summary=_order_summary(order, proven_us),
        safety=" · ".join(part for part in (proven_when_text(proven_us), worst_closing_text(chances)) if part),
        notes=gravest_first(order.notes),
        steps=steps,
        actions=order_actions(faults, order, thought),
        plans=plan_lines(thought, out) if may_replace else (),
        notice=notice,
        severity=severity,
        is_editable=not order.state.is_over and order.state is not OrderState.EXECUTING,
        empty=tr("This order has no steps."),
    )


def outdated_us(order: SwitchingOrder, now_us: int) -> int:
    """When its steps were proven, where the network has changed since or may have; 0 where they hold for now."""
    if order.state.is_over:
        return 0
    proven_us = order.checked_us or order.created_us
    is_moved = order.state is OrderState.SUSPENDED or not order.is_checked
    return proven_us if is_moved or now_us - proven_us > HOLDS_US else 0


def _order_summary(order: SwitchingOrder, proven_us: int) -> str:
    parts = [tr("written by {name} at {time}").format(name=order.author, time=clock_text(order.created_us))]
    if order.is_checked and order.checked_us:
        parts.append(tr("every step solved at {time}").format(time=clock_text(order.checked_us)))
    if order.approved_by:
        parts.append(tr("approved by {name}").format(name=order.approved_by))
    lowest, highest = worst_of((s.vm_min_pu for s in order.steps), (s.loading_max_percent for s in order.steps))
    if math.isfinite(lowest) and math.isfinite(highest):
        worst = worst_text(lowest, highest)
        parts.append(as_proven_text(worst) if proven_us else worst)
    return " · ".join(parts)


def _notice(faults: Faults, order: SwitchingOrder) -> tuple[str, str]:
    if order.order_id in faults.carrying_out.proving:
        return tr("Being proven for the present …"), ""
    if order.state is OrderState.SUSPENDED:
        return _halted(faults, order)
    if not order.is_checked and not order.state.is_over:
        reason = order.reason or tr("it has changed since it was checked")
        return tr("Not accepted as it is now: {reason}").format(reason=reason), "medium"
    if order.state is OrderState.ABORTED:
        return tr("Given up: {reason}").format(reason=order.reason), ""
    if order.state is OrderState.EXECUTING and order.console != faults.desk.console:
        return tr("Carried out at {console}").format(console=order.console), "medium"
    due = order.next_step
    if order.state is OrderState.EXECUTING and due is not None and due.precaution:
        return tr("Before step {number}: {what}").format(
            number=due.number, what=precaution_text(due.precaution)
        ), "medium"
    silent = due is not None and due.state is OrderStepState.INSTRUCTED and not due.is_remote
    minutes = silent_min(due.instructed_us, faults.desk.now_us) if due is not None and silent else 0
    if order.state is OrderState.EXECUTING and due is not None and minutes:
        warning = tr(
            "{crew} has not read step {number} back for {minutes} min: call again, or note that it cannot be done."
        )
        crew = faults.repairing.crew_name(due.crew_id)
        return warning.format(crew=crew, number=due.number, minutes=minutes), "medium"
    return "", ""


def _halted(faults: Faults, order: SwitchingOrder) -> tuple[str, str]:
    """Why it halted; before that, who in the field does not know of it."""
    said = tr("Halted: {reason}").format(reason=order.reason)
    if not order.reason:
        # What was taken over or checked has taken away the reason.
        said = tr("Halted; what is left was proven at {time}").format(time=clock_text(order.checked_us))
    held = held_by_crew(order)
    if held is None:
        return said, "medium"
    crew, what = faults.repairing.crew_name(held.crew_id), f"{action_text(held.action)} {held.name}"
    warning = tr("{crew} still has the instruction “{step}”: call it off, or hear what was done.")
    return f"{warning.format(crew=crew, step=what)} {said}", "high"


def _step(faults: Faults, step: OrderStep, proven_us: int, *, is_due: bool) -> StepLine:
    state = _DRAWN.get(step.state, StepState.NEXT if is_due else StepState.PLANNED)
    outcome, severity = _outcome(step, proven_us)
    at = step.confirmed_us or step.executed_us or step.read_back_us or step.instructed_us
    way = (
        tr("remote") if step.is_remote else faults.repairing.crew_name(step.crew_id) if step.crew_id else tr("on site")
    )
    return StepLine(
        step.number, action_text(step.action), step.name, step.element_id, with_notes(step.reason, step.notes), way,
        clock_text(at) if at else "", outcome, state, severity, _times(step),
        chance_text(step.chance) if step.chance > 0 else "",
    )  # fmt: skip


def _outcome(step: OrderStep, proven_us: int) -> tuple[str, str]:
    seconds = (step.confirmed_us - step.instructed_us) / 1e6
    if step.state is OrderStepState.CONFIRMED:
        waited = tr("feedback after {seconds} s").format(seconds=number_text(seconds, 1))
        text = step.outcome or (waited if step.is_remote else tr("done, told by the crew"))
        return text, ""
    if step.state is OrderStepState.FAILED:
        return step.outcome, "high"
    if step.state is OrderStepState.LEFT_OUT:
        return tr("left out: {reason}").format(reason=step.outcome), ""
    if step.state is OrderStepState.INSTRUCTED:
        return (tr("operating") if step.is_remote else tr("told, waits for the read-back")), ""
    if step.state is OrderStepState.READ_BACK:
        return tr("read back, being done"), ""
    if step.state is OrderStepState.EXECUTED:
        return tr("done, says the crew; the field has to show it"), ""
    if step.precaution:
        return precaution_text(step.precaution), "medium"
    expected = expected_text(step.vm_min_pu, step.loading_max_percent)
    return as_proven_text(expected) if proven_us and math.isfinite(step.vm_min_pu) else expected, ""


def _times(step: OrderStep) -> str:
    told = (
        (tr("told"), step.instructed_us),
        (tr("read back"), step.read_back_us),
        (tr("executed"), step.executed_us),
        (tr("confirmed"), step.confirmed_us),
    )
    lines = [f"{word} {clock_text(at)}" for word, at in told if at]
    if step.customers_unserved >= 0:
        lines.append(
            tr("promised: {count} customers of the whole network without supply after it").format(
                count=step.customers_unserved
            )
        )
    if step.chance > 0:
        lines.append(closing_text(step.chance))
    return "\n".join(lines)
