"""The shift handover on paper: what must not be overlooked first, then each incident with all that is open in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import full_moment, moment, number_of
from console.windows.live.faults.paper_values import (
    Block,
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
from console.windows.live.faults.words import (
    document_state_text,
    incident_state_text,
    order_state_text,
    tr,
    work_state_text,
)
from console.workflows.handover import Handover, IncidentHandover
from console.workflows.plain_sentences import plain
from engines.values.repair import Customer
from widgets.numbers import number_text

MOST_CALLED = 40


def handover_paper(
    handover: Handover,
    places: Places,
    *,
    network_name: str = "",
    person: str = "",
    crews: Mapping[str, str] | None = None,
) -> Paper:
    """The report as a paper; ``person`` hands over, ``crews``: their names by id."""
    at = handover.at_us
    blocks: list[Block] = [
        PaperFacts(
            (
                (tr("Incidents under way"), number_text(len(handover.incidents), 0)),
                (tr("Customers without supply"), number_text(handover.customers_out, 0)),
                (tr("As of"), full_moment(at)),
            ),
            columns=3,
        ),
        _warnings(handover, places, crews or {}),
    ]
    for each in handover.incidents:
        blocks += _incident(each, places, at, crews or {})
    blocks.append(PaperSignatures((Signature(tr("Handed over"), person), Signature(tr("Taken over")))))
    return Paper(
        kind=tr("Shift handover"),
        number="",
        title=network_name or tr("Incidents under way"),
        blocks=tuple(blocks),
        foot=tr("as of {time}").format(time=full_moment(at)),
    )


def _warnings(handover: Handover, places: Places, crews: Mapping[str, str]) -> PaperText:
    lines = tuple(
        PaperLine(
            f"▲ {number_of(each.incident.incident_id)} {each.incident.title}: {plain(warning, places.name, crews)}",
            Weight.STRONG,
        )
        for each in handover.incidents
        for warning in each.warnings
    )
    if not handover.incidents:
        lines = (PaperLine(tr("No incident is under way.")),)
    return PaperText(lines or (PaperLine(tr("Nothing beyond what stands below.")),), tr("Not to be overlooked"))


def _incident(each: IncidentHandover, places: Places, at_us: int, crews: Mapping[str, str]) -> Iterator[Block]:
    incident, estimate = each.incident, each.estimate
    expected = "–" if estimate is None else moment(estimate.at_us, at_us)
    latest = "–" if estimate is None else moment(estimate.late_us, at_us)
    yield PaperFacts(
        (
            (tr("State"), incident_state_text(incident.state, is_planned=incident.is_planned)),
            (tr("Opened"), moment(incident.opened_us, at_us)),
            (tr("Feeder"), incident.feeder),
            (tr("Without supply"), number_text(each.customers_out, 0)),
            (tr("Customer minutes"), number_text(each.customer_minutes, 0)),
            (tr("Expected back"), expected),
            (tr("At the latest"), latest),
            (tr("Where"), _where(each, places)),
        ),
        columns=4,
        title=f"{number_of(incident.incident_id)}  {incident.title}",
    )
    rows = tuple(_open_rows(each, places, crews))
    columns = (PaperColumn(tr("Open"), 110), PaperColumn(tr("What"), 210), PaperColumn(tr("State"), 200))
    yield PaperTable(columns, rows, empty=tr("No order, document or work is open."))
    if each.to_call:
        yield _to_call(each.to_call)


def _where(each: IncidentHandover, places: Places) -> str:
    if each.incident.element_ids:
        return places.names(each.incident.element_ids)
    if not each.incident.suspects:
        return ""
    suspect, probability = each.incident.suspects[0]
    text = tr("suspected: {name}, {percent} %")
    return text.format(name=places.name(suspect), percent=number_text(100 * probability, 0))


def _open_rows(each: IncidentHandover, places: Places, crews: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    for order in each.orders:
        step = order.next_step
        state = order_state_text(order.state)
        if step is not None:
            place = tr("{state}, step {number} of {count}")
            state = place.format(state=state, number=step.number, count=len(order.steps))
        yield (
            cell(tr("Switching order {number}").format(number=number_of(order.order_id))),
            cell(order.title),
            cell(state, order.reason),
        )
    for document in each.documents:
        held = tr("held by {crew}").format(crew=document.holder) if document.holder else ""
        points = ", ".join(places.name(point) for point in (*document.isolation, *document.earths))
        yield (
            cell(tr("Safety document {number}").format(number=number_of(document.document_id)), is_strong=True),
            cell(document.work, points),
            cell(document_state_text(document.state), held),
        )
    for work in each.work:
        crew = crews.get(work.crew_id, work.crew_id)
        yield (
            cell(tr("Work order {number}").format(number=number_of(work.work_id))),
            cell(work.task, places.name(work.element_id)),
            cell(" · ".join(part for part in (work_state_text(work.state), crew) if part)),
        )


def _to_call(customers: tuple[Customer, ...]) -> PaperTable:
    columns = (PaperColumn(tr("Call first"), 190), PaperColumn(tr("Why"), 130), PaperColumn(tr("Contact"), 200))
    rows = []
    for customer in customers[:MOST_CALLED]:
        ranks = (tr("ordinary"), tr("preferred"), tr("critical"))
        why = tr("▲ life support") if customer.has_life_support else ranks[max(0, min(customer.priority, 2))]
        name = customer.name or customer.customer_id
        rows.append(
            (cell(name, is_strong=customer.has_life_support), cell(why), cell(customer.contact or tr("not known")))
        )
    more = len(customers) - MOST_CALLED
    if more > 0:
        rows.append((cell(tr("and {count} more").format(count=number_text(more, 0))), (), ()))
    return PaperTable(columns, tuple(rows))
