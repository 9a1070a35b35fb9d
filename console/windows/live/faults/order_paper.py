"""A switching order on paper, in the columns of a control room."""

from __future__ import annotations

from collections.abc import Mapping

from console.studies.phrases import translated
from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import by_at, day_note, full_moment, number_of, time_of_day, way_text
from console.windows.live.faults.paper_values import (
    Cell,
    Paper,
    PaperColumn,
    PaperFacts,
    PaperLine,
    PaperSignatures,
    PaperTable,
    PaperText,
    Signature,
    Weight,
    cell,
)
from console.windows.live.faults.step_texts import gravest_first
from console.windows.live.faults.words import action_text, order_state_text, purpose_text, step_state_text, tr
from engines.values.incidents import Incident
from engines.values.switching_orders import OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import StepProof, SwitchingPlan, SwitchingStep
from widgets.numbers import number_text


def order_paper(
    order: SwitchingOrder,
    plan: SwitchingPlan | None,
    places: Places,
    printed_us: int,
    *,
    network_name: str = "",
    incident: Incident | None = None,
    crews: Mapping[str, str] | None = None,
) -> Paper:
    """The order as a paper.

    Args:
        plan: what it was written from, for what is expected of each step.
        crews: their names by id.
    """
    planned = planned_steps(order, plan)
    warning, detail = warning_of(order)
    rows = tuple(_row(step, planned.get(step.number), places, crews or {}, printed_us) for step in order.steps)
    printed = tr("as of {time}").format(time=full_moment(printed_us))
    return Paper(
        kind=tr("Switching order"),
        number=number_of(order.order_id),
        title=order.title,
        blocks=(
            PaperFacts(_facts(order, incident, network_name, printed_us), columns=5),
            PaperTable(_columns(), rows, empty=tr("This order has no steps."), has_grid=True),
            *_notes(order),
            _signatures(order, printed_us),
        ),
        warning=warning,
        warning_detail=detail,
        foot=" · ".join(part for part in (network_name, order_state_text(order.state), printed) if part),
        is_landscape=True,
    )


def _notes(order: SwitchingOrder) -> tuple[PaperText, ...]:
    """What the plan took for granted."""
    lines = tuple(PaperLine(note) for note in gravest_first(order.notes))
    return (PaperText(lines, tr("Notes")),) if lines else ()


def warning_of(order: SwitchingOrder) -> tuple[str, str]:
    """Large words where an order must not be carried out as it is on this paper, and why; "" where it may."""
    if order.state is OrderState.ABORTED:
        return tr("GIVEN UP – not to be carried out"), order.reason
    if order.state is OrderState.DONE:
        return "", ""
    if order.state is OrderState.SUSPENDED:
        words = tr("HALTED – no further step") if order.is_checked else tr("HALTED and NOT CHECKED as it is now")
        return words, order.reason
    if not order.is_checked:
        return tr("NOT CHECKED – not to be carried out"), order.reason
    if order.needs_approval and not order.approved_by:
        return tr("NOT APPROVED – not to be carried out"), ""
    return "", ""


def planned_steps(order: SwitchingOrder, plan: SwitchingPlan | None) -> Mapping[int, SwitchingStep]:
    """The plan's step for each step of the order, by its number, as far as both take the same course.

    A proof holds for the network as all steps before it leave it: where the order goes another way than the plan,
    nothing that was predicted from there on is expected any more.
    """
    if plan is None:
        return {}
    switching = {step.kind.value for step in plan.steps} | {"open", "close", "shed", "reconnect"}
    steps = [step for step in order.steps if step.action.value in switching]
    best: dict[int, SwitchingStep] = {}
    for begin in range(len(steps)):
        if any(step.state is OrderStepState.PLANNED for step in steps[:begin]):
            break
        found: dict[int, SwitchingStep] = {}
        for mine, theirs in zip(steps[begin:], plan.steps, strict=False):
            is_same = (mine.action.value, mine.element_id) == (theirs.kind.value, theirs.element_id)
            if not is_same or mine.state is OrderStepState.LEFT_OUT:
                break
            found[mine.number] = theirs
        if len(found) > len(best):
            best = found
    return best


def _columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(tr("No."), 22, is_right=True),
        PaperColumn(tr("Operation"), 60),
        PaperColumn(tr("Device"), 92),
        PaperColumn(tr("Place"), 88),
        PaperColumn(tr("Why"), 112),
        PaperColumn(tr("Remote or by"), 50),
        PaperColumn(tr("Instructed"), 48),
        PaperColumn(tr("Read back"), 48),
        PaperColumn(tr("Executed"), 48),
        PaperColumn(tr("Confirmed"), 48),
        PaperColumn(tr("By"), 40),
        PaperColumn(tr("Expected / outcome"), 118),
    )


def _facts(
    order: SwitchingOrder, incident: Incident | None, network_name: str, printed_us: int
) -> tuple[tuple[str, str], ...]:
    about = number_of(order.incident_id)
    if incident is not None:
        about = f"{number_of(incident.incident_id)} {incident.title}".strip()
    checked = by_at(order.checked_by, order.checked_us, printed_us) if order.is_checked else ""
    needed = tr("not needed") if not order.needs_approval else ""
    return (
        (tr("Incident"), about),
        (tr("Purpose"), purpose_text(order.purpose)),
        (tr("Network"), network_name),
        (tr("State"), order_state_text(order.state)),
        (tr("Printed"), full_moment(printed_us)),
        (tr("Written by"), by_at(order.author, order.created_us, printed_us)),
        (tr("Checked by"), checked),
        (tr("Approved by"), by_at(order.approved_by, order.approved_us, printed_us) or needed),
        (tr("Begun"), by_at("", order.begun_us, printed_us)),
        (tr("Ended"), by_at("", order.ended_us, printed_us)),
    )


def _row(
    step: OrderStep, planned: SwitchingStep | None, places: Places, crews: Mapping[str, str], printed_us: int
) -> tuple[Cell, ...]:
    why = step.reason
    if planned is not None and planned.reason.text == why:
        why = translated(planned.reason)
    times = (step.instructed_us, step.read_back_us, step.executed_us, step.confirmed_us)
    name = step.name or places.name(step.element_id)
    is_over = step.state is OrderStepState.LEFT_OUT
    return (
        cell(str(step.number)),
        cell(action_text(step.action), is_strong=not is_over),
        cell(name, step.element_id if step.element_id != name else "", is_strong=not is_over),
        cell(places.station(step.element_id), places.feeder(step.element_id)),
        cell(why),
        cell(way_text(step, crews)),
        *(_time(step, k, at, printed_us) for k, at in enumerate(times)),
        cell(step.by),
        _expected(step, planned),
    )


def _time(step: OrderStep, place: int, time_us: int, printed_us: int) -> Cell:
    if place == 1 and step.is_remote:
        # Nobody reads a remote command back: no empty field that waits for a time.
        return cell("", "–")
    return cell(time_of_day(time_us), day_note(time_us, printed_us))


def _expected(step: OrderStep, planned: SwitchingStep | None) -> Cell:
    lines = []
    if step.state is not OrderStepState.PLANNED:
        said = step_state_text(step.state)
        lines.append(PaperLine(f"{said}: {step.outcome}" if step.outcome else said, Weight.STRONG))
    if planned is not None:
        lines += [PaperLine(text, Weight.QUIET) for text in proof_texts(planned.proof)]
    return tuple(lines)


def proof_texts(proof: StepProof) -> tuple[str, ...]:
    """What is expected after a step: voltage, loading and customers, or why it is not accepted."""
    voltage = tr("lowest {value} pu").format(value=number_text(proof.vm_min_pu, 3))
    loading = tr("highest {value} %").format(value=number_text(proof.loading_max_percent, 0))
    with_bus, with_branch = (tr("{value} at {name}"), tr("{value}, {name}"))
    texts = [
        with_bus.format(value=voltage, name=proof.vm_min_bus) if proof.vm_min_bus else voltage,
        with_branch.format(value=loading, name=proof.loading_max_element) if proof.loading_max_element else loading,
        tr("{count} customers without").format(count=number_text(proof.customers_unserved, 0)),
    ]
    if not proof.is_accepted:
        texts.insert(0, tr("NOT ACCEPTED: {reason}").format(reason=proof.reason or proof.status.value))
    return tuple(texts)


def _signatures(order: SwitchingOrder, printed_us: int) -> PaperSignatures:
    checked = by_at(order.checked_by, order.checked_us, printed_us) if order.is_checked else ""
    return PaperSignatures(
        (
            Signature(tr("Written"), by_at(order.author, order.created_us, printed_us)),
            Signature(tr("Checked"), checked),
            Signature(tr("Approved"), by_at(order.approved_by, order.approved_us, printed_us)),
            Signature(tr("Carried out"), by_at("", order.ended_us, printed_us)),
        )
    )
