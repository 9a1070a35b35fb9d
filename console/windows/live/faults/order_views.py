"""A switching order or a plan as the order panel shows it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from console.faults.faults import Faults
from console.faults.thought import Thought
from console.studies.phrases import translated
from console.windows.live.faults.words import (
    action_text,
    clock_text,
    loading_text,
    order_state_text,
    percent_text,
    purpose_text,
    tr,
    volt_text,
)
from engines.values.incidents import Incident, IncidentState
from engines.values.switching_orders import OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose, Precaution, SwitchingPlan, SwitchingStep
from widgets.faults.order_lines import ActionLine, OrderView, PlanLine, StepLine, StepState
from widgets.numbers import number_text

PLAN_ID = ""
"""A plan that is no order yet stands under this id."""
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
    return bool(thought.plans or thought.is_planning) and thought.purpose is PlanPurpose.RETURN_TO_NORMAL


# A plan --------------------------------------------------------------------------------------------------------


def plan_view(incident: Incident, thought: Thought) -> OrderView:
    """The chosen plan, which nobody has made an order of."""
    plan = thought.plan
    steps = tuple(_planned(step, k == 0) for k, step in enumerate(plan.steps)) if plan is not None else ()
    actions = _plan_actions(thought, plan)
    return OrderView(
        PLAN_ID,
        tr("Plan"),
        heading=tr("{purpose}: proposed").format(purpose=purpose_text(thought.purpose)),
        summary=_plan_summary(thought, plan),
        steps=steps,
        actions=actions,
        plans=plan_lines(thought),
        notice=_plan_notice(thought, plan),
        severity="medium" if plan is not None and not plan.is_usable else "",
        is_editable=plan is not None,
        empty=_plan_empty(incident, thought, plan),
    )


def _plan_actions(thought: Thought, plan: SwitchingPlan | None) -> tuple[ActionLine, ...]:
    why = ""
    if plan is None:
        why = thought.problem or tr("There is no plan yet.")
    elif not plan.is_usable:
        why = plan.reason or tr("A step of it fails its proof.")
    is_nothing = plan is not None and plan.is_usable and not plan.steps
    again = ActionLine("replan", tr("Plan again"), tr("From what is true now"), is_enabled=not thought.is_planning)
    if is_nothing:
        text, tip = tr("Nothing to switch: go on"), tr("Note that everybody who can be supplied before the repair is")
        return (again, ActionLine("nothing", text, tip, is_primary=True))
    write = ActionLine("write", tr("Make it an order"), tr("Nothing is switched by that yet"), True, not why, why)
    return (again, write)


def _plan_summary(thought: Thought, plan: SwitchingPlan | None) -> str:
    if plan is None:
        return ""
    parts = [operations_text(plan)]
    if plan.customers_unserved > plan.customers_dead:
        parts.insert(0, _served(plan.customers_dead - plan.customers_unserved, plan.customers_dead))
    if all(step.proof.is_accepted for step in plan.steps) and plan.steps:
        parts.append(tr("every step solved"))
    parts += _worst(plan)
    chance = max((step.chance for step in plan.steps), default=0.0)
    if chance > 0:
        parts.append(tr("chance of closing onto the fault {chance}").format(chance=chance_text(chance)))
    if thought.is_refining:
        parts.append(tr("looking for a better one …"))
    return " · ".join(parts)


def _worst(plan: SwitchingPlan) -> list[str]:
    lowest = min((s.proof.vm_min_pu for s in plan.steps if math.isfinite(s.proof.vm_min_pu)), default=math.nan)
    highest = max(
        (s.proof.loading_max_percent for s in plan.steps if math.isfinite(s.proof.loading_max_percent)),
        default=math.nan,
    )
    if not plan.steps:
        return []
    return [tr("worst {voltage}, {loading}").format(voltage=volt_text(lowest), loading=loading_text(highest))]


def _plan_notice(thought: Thought, plan: SwitchingPlan | None) -> str:
    if plan is None:
        return ""
    if not plan.is_usable:
        wrong = next((s for s in plan.steps if not s.proof.is_accepted), None)
        if wrong is not None:
            told = tr("Not to be carried out: step {number} ({step}) fails its proof: {reason}")
            step = f"{action_text(wrong.kind.value)} {wrong.name}"
            return told.format(number=wrong.number, step=step, reason=wrong.proof.reason)
        return tr("Not to be carried out: {reason}").format(reason=plan.reason or str(plan.status))
    return plan.reason


def _plan_empty(incident: Incident, thought: Thought, plan: SwitchingPlan | None) -> str:
    if thought.is_planning:
        return tr("A plan is being made …")
    if plan is not None:
        return tr("Nothing is to be switched: everybody who can have supply before the repair has it.")
    return thought.problem or tr("There is no plan yet.")


def operations_text(plan: SwitchingPlan) -> str:
    """What a plan takes."""
    if not plan.manual:
        return tr("{count} operations, all remote").format(count=plan.operations)
    minutes = number_text(plan.duration_s / 60, 0)
    text = tr("{count} operations, {manual} on site, about {minutes} min")
    return text.format(count=plan.operations, manual=plan.manual, minutes=minutes)


def plan_lines(thought: Thought) -> tuple[PlanLine, ...]:
    """The plans there are to choose from, none where there is just one."""
    if len(thought.plans) < 2:
        return ()
    lines = []
    for k, (key, plan) in enumerate(thought.plans):
        served = plan.customers_dead - plan.customers_unserved
        lowest = min((s.proof.vm_min_pu for s in plan.steps if math.isfinite(s.proof.vm_min_pu)), default=math.nan)
        highest = max(
            (s.proof.loading_max_percent for s in plan.steps if math.isfinite(s.proof.loading_max_percent)),
            default=math.nan,
        )
        lines.append(
            PlanLine(
                key, chr(ord("A") + k),
                _served(served, plan.customers_dead),
                operations_text(plan), volt_text(lowest), loading_text(highest), _remark(key, plan),
                plan.is_usable, key == thought.chosen,
            )
        )  # fmt: skip
    return tuple(lines)


def _served(served: int, dead: int) -> str:
    if served < 0:
        return tr("cuts off {count} customers").format(count=-served)
    return tr("{served} of {dead} customers").format(served=served, dead=dead)


def _remark(key: str, plan: SwitchingPlan) -> str:
    names = {
        "best": tr("most supplied"),
        "fewer operations": tr("fewer operations"),
        "more margin": tr("more margin"),
        "changed": tr("without the steps you removed"),
    }
    if not plan.is_usable:
        return plan.reason or tr("not to be carried out")
    return names.get(key, key)


def chance_text(chance: float) -> str:
    """How likely a closing meets the fault."""
    return "0 %" if chance == 0 else f"{number_text(100 * chance, 1)} %" if chance >= 0.0005 else "< 0.1 %"


def _planned(step: SwitchingStep, is_first: bool) -> StepLine:
    proof = step.proof
    outcome = expected_text(proof.vm_min_pu, proof.loading_max_percent)
    severity = ""
    if not proof.is_accepted:
        outcome, severity = proof.reason or tr("fails its proof"), "high"
    elif step.precaution is not Precaution.NONE:
        outcome, severity = precaution_text(step.precaution.value), "medium"
    return StepLine(
        step.number,
        action_text(step.kind.value),
        step.name,
        step.element_id,
        with_notes(translated(step.reason), step.notes),
        tr("remote") if step.is_remote else tr("on site"),
        outcome=outcome,
        state=StepState.NEXT if is_first else StepState.PLANNED,
        severity=severity,
        tooltip=_step_tip(step),
    )


def _step_tip(step: SwitchingStep) -> str:
    proof = step.proof
    lines = [
        tr("After it: lowest {voltage} at {bus}, highest loading {loading} {element}").format(
            voltage=volt_text(proof.vm_min_pu), bus=proof.vm_min_bus,
            loading=loading_text(proof.loading_max_percent), element=proof.loading_max_element,
        ),
        tr("{count} customers without supply").format(count=proof.customers_unserved),
    ]  # fmt: skip
    if step.chance > 0:
        lines.append(tr("Chance of closing onto the fault {chance}").format(chance=chance_text(step.chance)))
    return "\n".join((*lines, *step.notes))


def with_notes(reason: str, notes: Sequence[str]) -> str:
    """Why a step is done, and what must be known when it is."""
    return " · ".join((reason, *notes))


def expected_text(vm_min_pu: float, loading_percent: float) -> str:
    """What the load flow promises after a step."""
    if not math.isfinite(vm_min_pu) and not math.isfinite(loading_percent):
        return tr("not solved")
    return tr("min {voltage} · {loading}").format(
        voltage=number_text(vm_min_pu, 3) if math.isfinite(vm_min_pu) else "–", loading=loading_text(loading_percent)
    )


def precaution_text(precaution: str) -> str:
    """What has to be done before a step."""
    return {
        Precaution.PATROL_OR_TEST: tr("patrol first, or a supervised test"),
        Precaution.PROVE_DEAD: tr("prove it dead first: generation may hold a voltage"),
    }.get(Precaution(precaution), "") if precaution else ""  # fmt: skip


# An order ------------------------------------------------------------------------------------------------------


def order_view(faults: Faults, order: SwitchingOrder, thought: Thought) -> OrderView:
    """An order as it stands."""
    due = order.next_step
    steps = tuple(_step(faults, order, step, step is due and not order.state.is_over) for step in order.steps)
    notice, severity = _notice(faults, order)
    may_replace = order.state is OrderState.SUSPENDED and thought.purpose == order.purpose
    return OrderView(
        order.order_id,
        f"{purpose_text(order.purpose)} {order.order_id.rpartition(':')[2]}",
        heading=f"{tr('Switching order')} {order.order_id.rpartition(':')[2]} · {order_state_text(order.state)}",
        summary=_order_summary(order),
        steps=steps,
        actions=order_actions(faults, order, thought),
        plans=plan_lines(thought) if may_replace else (),
        notice=notice,
        severity=severity,
        is_editable=not order.state.is_over and order.state is not OrderState.EXECUTING,
        empty=tr("This order has no steps."),
    )


def _order_summary(order: SwitchingOrder) -> str:
    parts = [tr("written by {name} at {time}").format(name=order.author, time=clock_text(order.created_us))]
    if order.is_checked and order.checked_us:
        parts.append(tr("every step solved at {time}").format(time=clock_text(order.checked_us)))
    if order.approved_by:
        parts.append(tr("approved by {name}").format(name=order.approved_by))
    lowest = [s.vm_min_pu for s in order.steps if math.isfinite(s.vm_min_pu)]
    highest = [s.loading_max_percent for s in order.steps if math.isfinite(s.loading_max_percent)]
    if lowest and highest:
        worst = tr("worst {voltage}, {loading}")
        parts.append(worst.format(voltage=volt_text(min(lowest)), loading=loading_text(max(highest))))
    chance = max((s.chance for s in order.steps), default=0.0)
    if chance > 0:
        parts.append(tr("chance of closing onto the fault {chance}").format(chance=chance_text(chance)))
    return " · ".join(parts)


def _notice(faults: Faults, order: SwitchingOrder) -> tuple[str, str]:
    if order.order_id in faults.carrying_out.proving:
        return tr("Being proven for the present …"), ""
    if order.state is OrderState.SUSPENDED:
        return tr("Halted: {reason}").format(reason=order.reason or tr("no reason was given")), "medium"
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
    return "", ""


def _step(faults: Faults, order: SwitchingOrder, step: OrderStep, is_due: bool) -> StepLine:
    state = _DRAWN.get(step.state, StepState.NEXT if is_due else StepState.PLANNED)
    outcome, severity = _outcome(step)
    at = step.confirmed_us or step.executed_us or step.read_back_us or step.instructed_us
    way = (
        tr("remote") if step.is_remote else faults.repairing.crew_name(step.crew_id) if step.crew_id else tr("on site")
    )
    return StepLine(
        step.number, action_text(step.action), step.name, step.element_id, with_notes(step.reason, step.notes), way,
        clock_text(at) if at else "", outcome, state, severity, _times(step),
    )  # fmt: skip


def _outcome(step: OrderStep) -> tuple[str, str]:
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
    return expected_text(step.vm_min_pu, step.loading_max_percent), ""


def _times(step: OrderStep) -> str:
    told = (
        (tr("told"), step.instructed_us),
        (tr("read back"), step.read_back_us),
        (tr("executed"), step.executed_us),
        (tr("confirmed"), step.confirmed_us),
    )
    lines = [f"{word} {clock_text(at)}" for word, at in told if at]
    if step.customers_unserved >= 0:
        lines.append(tr("promised: {count} customers without supply after it").format(count=step.customers_unserved))
    if step.chance > 0:
        lines.append(tr("Chance of closing onto the fault {chance}").format(chance=percent_text(step.chance)))
    return "\n".join(lines)


# What can be done with it ------------------------------------------------------------------------------------------


def order_actions(faults: Faults, order: SwitchingOrder, thought: Thought) -> tuple[ActionLine, ...]:
    """The buttons, the one that goes on last."""
    printing = ActionLine("print", tr("Print…"), tr("As a PDF or on paper, in the usual columns"))
    if order.state.is_over:
        return (printing,)
    is_busy = order.order_id in faults.carrying_out.proving
    if order.state is OrderState.EXECUTING:
        return _executing_actions(faults, order, printing)
    if order.state is OrderState.SUSPENDED:
        return _halted_actions(order, thought, printing, is_busy)
    give_up = ActionLine("abort", tr("Give up…"), tr("The order ends; what was done stays done"))
    if not order.is_checked:
        check = ActionLine("check", tr("Check again"), tr("Solve every step from what is true now"), True, not is_busy)
        return (printing, give_up, check)
    if order.needs_approval and not order.approved_by:
        text, tip = tr("Have it approved…"), tr("By a second person, who signs for it")
        return (printing, give_up, ActionLine("approve", text, tip, is_primary=True))
    due = order.next_step
    first = f"{action_text(due.action)} {due.name}" if due is not None else ""
    tip = tr("Each remote step follows the feedback of the one before; halts at steps on site and the unexpected")
    through = ActionLine("through", tr("Run through"), tip, is_enabled=not is_busy)
    begin = ActionLine(
        "begin", tr("Start: {step}").format(step=first), tr("Proves what is left for the present, then begins"), True,
        not is_busy, tr("is being proven") if is_busy else "",
    )  # fmt: skip
    return (printing, give_up, through, begin)


def _executing_actions(faults: Faults, order: SwitchingOrder, printing: ActionLine) -> tuple[ActionLine, ...]:
    if order.console != faults.desk.console:
        return (printing, ActionLine("take_over", tr("Take it over"), tr("Halts it there, to go on here"), True))
    pause = ActionLine("pause", tr("Pause"), tr("Nothing further is begun; what was sent ends by itself"))
    due = order.next_step
    if due is None:
        return (printing, pause)
    what = f"{action_text(due.action)} {due.name}"
    if due.state is OrderStepState.PLANNED and due.is_remote:
        why = faults.carrying_out.why_not_step(order, due)
        step = ActionLine("next", tr("Next: {step}").format(step=what), due.reason, True, not why, why)
        if order.order_id in faults.carrying_out.goes_on:
            return (printing, pause, step)
        return (printing, pause, ActionLine("through", tr("Run through"), tr("The remote steps by themselves")), step)
    if due.state is OrderStepState.PLANNED:
        tell = ActionLine("tell", tr("Tell a crew: {step}…").format(step=what), due.reason, is_primary=True)
        return (printing, pause, tell)
    if due.is_remote:
        waits = tr("waits for {name}").format(name=due.name)
        return (printing, pause, ActionLine("next", tr("Next"), "", True, False, waits))
    cannot = ActionLine("cannot", tr("Cannot be done…"), tr("The crew could not do it; the order halts"))
    if due.state is OrderStepState.INSTRUCTED:
        return (printing, pause, cannot, ActionLine("read_back", tr("Read back"), tr("Repeated word for word"), True))
    if due.state is OrderStepState.READ_BACK:
        return (printing, pause, cannot, ActionLine("did", tr("Done: {step}").format(step=what), "", True))
    waits = tr("the field does not show it yet")
    return (printing, pause, cannot, ActionLine("did", tr("Done"), "", True, False, waits))


def _halted_actions(
    order: SwitchingOrder, thought: Thought, printing: ActionLine, is_busy: bool
) -> tuple[ActionLine, ...]:
    give_up = ActionLine("abort", tr("Give up…"), tr("The order ends; what was done stays done"))
    failed = next((s for s in order.steps if s.state is OrderStepState.FAILED), None)
    actions = [printing, give_up]
    has_plan = bool(thought.plans) and thought.purpose == order.purpose and not thought.is_planning
    if failed is not None:
        actions.append(ActionLine("again", tr("Try step {number} again").format(number=failed.number)))
        actions.append(ActionLine("leave_out", tr("Go on without it…"), tr("What is left is proven anew")))
    actions.append(
        ActionLine("replan", tr("Plan from here"), tr("Another plan from what is true now"),
                   is_enabled=not thought.is_planning)
    )  # fmt: skip
    if failed is not None or not order.is_checked:
        if has_plan:
            text, tip = tr("Take the plan over"), tr("The chosen plan replaces the steps still to come")
            usable = thought.plan is not None and thought.plan.is_usable and bool(thought.plan.steps)
            why = "" if usable else (thought.problem or tr("it has no step that can be carried out"))
            actions.append(ActionLine("take_plan", text, tip, True, usable, why))
        elif failed is None:
            actions.append(ActionLine("check", tr("Check again"), tr("Solve every step anew"), True, not is_busy))
        return tuple(actions)
    if order.needs_approval and not order.approved_by:
        actions.append(ActionLine("approve", tr("Have it approved…"), tr("By a second person"), is_primary=True))
    else:
        actions.append(ActionLine("begin", tr("Go on"), tr("Proves what is left, then goes on"), True, not is_busy))
    return tuple(actions)
