"""A plan that is no order yet, and the plans to choose from, as the order panel shows them."""

from __future__ import annotations

from console.faults.thought import Thought
from console.studies.phrases import translated
from console.windows.live.faults.step_texts import (
    chance_text,
    closing_text,
    expected_text,
    gravest_first,
    precaution_text,
    served_text,
    with_notes,
    worst_closing_text,
    worst_of,
    worst_text,
)
from console.windows.live.faults.words import action_text, loading_text, purpose_text, tr, volt_text
from engines.values.incidents import Incident
from engines.values.switching_plan import Precaution, SwitchingPlan, SwitchingStep
from widgets.faults.order_lines import ActionLine, OrderView, PlanLine, StepLine, StepState
from widgets.numbers import number_text

PLAN_ID = ""
"""A plan that is no order yet stands under this id."""


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
        safety=worst_closing_text(step.chance for step in plan.steps) if plan is not None else "",
        notes=gravest_first(plan.notes) if plan is not None else (),
        steps=steps,
        actions=actions,
        plans=plan_lines(thought, incident.outage.customers_out),
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
        parts.insert(0, served_text(plan, 0))
    if all(step.proof.is_accepted for step in plan.steps) and plan.steps:
        parts.append(tr("every step solved"))
    if plan.steps:
        parts.append(worst_text(*_worst(plan)))
    if thought.is_refining:
        parts.append(tr("looking for a better one …"))
    return " · ".join(parts)


def _worst(plan: SwitchingPlan) -> tuple[float, float]:
    return worst_of(
        (step.proof.vm_min_pu for step in plan.steps), (step.proof.loading_max_percent for step in plan.steps)
    )


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


def plan_lines(thought: Thought, out: int) -> tuple[PlanLine, ...]:
    """The plans there are to choose from, none where there is just one; ``out`` as in :func:`served_text`."""
    if len(thought.plans) < 2:
        return ()
    lines = []
    for k, (key, plan) in enumerate(thought.plans):
        lowest, highest = _worst(plan)
        lines.append(
            PlanLine(
                key, chr(ord("A") + k),
                served_text(plan, out),
                operations_text(plan), volt_text(lowest), loading_text(highest), _remark(key, plan),
                plan.is_usable, key == thought.chosen,
            )
        )  # fmt: skip
    return tuple(lines)


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
        chance=chance_text(step.chance) if step.chance > 0 else "",
    )


def _step_tip(step: SwitchingStep) -> str:
    proof = step.proof
    lines = [
        tr("After it: lowest {voltage} at {bus}, highest loading {loading} {element}").format(
            voltage=volt_text(proof.vm_min_pu), bus=proof.vm_min_bus,
            loading=loading_text(proof.loading_max_percent), element=proof.loading_max_element,
        ),
        tr("{count} customers of the whole network without supply").format(count=proof.customers_unserved),
    ]  # fmt: skip
    if step.chance > 0:
        lines.append(closing_text(step.chance))
    return "\n".join((*lines, *step.notes))
