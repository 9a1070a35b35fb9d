"""A safety document on paper: what is isolated and earthed for whose work, and who signs for it."""

from __future__ import annotations

from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import by_at, full_moment, moment, number_of
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
from console.windows.live.faults.words import document_state_text, document_step_text, tr
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument, SafetyState


def document_paper(
    document: SafetyDocument,
    places: Places,
    printed_us: int,
    *,
    network_name: str = "",
    incident: Incident | None = None,
) -> Paper:
    """The document as a paper, with empty fields for what is done and signed on site."""
    warning, detail = warning_of(document)
    about = document.incident_id if incident is None else f"{number_of(incident.incident_id)} {incident.title}"
    printed = tr("as of {time}").format(time=full_moment(printed_us))
    return Paper(
        kind=tr("Safety document"),
        number=number_of(document.document_id),
        title=document.work,
        blocks=(
            PaperFacts(
                (
                    (tr("Incident"), about),
                    (tr("Network"), network_name),
                    (tr("State"), document_state_text(document.state)),
                    (tr("Holder"), document.holder),
                    (tr("Issued by"), document.issuer),
                    (tr("Printed"), full_moment(printed_us)),
                ),
                columns=3,
            ),
            _points(tr("Points of isolation"), document.isolation, tr("Open and secured"), document, places),
            *_generation(document, places),
            _points(tr("Earths"), document.earths, tr("Earthed"), document, places),
            _course(document, printed_us),
            PaperText(
                (
                    PaperLine(
                        tr(
                            "Nothing that is isolated or earthed for this work is closed or taken off before this "
                            "document is returned by its holder and cancelled by the control room."
                        )
                    ),
                )
            ),
            PaperSignatures(
                (
                    Signature(tr("Issued (control room)"), by_at(document.issuer, document.issued_us, printed_us)),
                    Signature(tr("Received (crew)"), document.holder),
                    Signature(tr("Returned (crew)"), by_at("", document.returned_us, printed_us)),
                    Signature(tr("Cancelled (control room)"), by_at("", document.cancelled_us, printed_us)),
                )
            ),
        ),
        warning=warning,
        warning_detail=detail,
        foot=" · ".join(part for part in (network_name, document_state_text(document.state), printed) if part),
    )


def _generation(document: SafetyDocument, places: Places) -> tuple[PaperTable, ...]:
    """What no switch of the network parts from the place of work."""
    title, done = tr("Generation inside"), tr("Disconnected")
    return (_points(title, document.generation, done, document, places),) if document.generation else ()


def warning_of(document: SafetyDocument) -> tuple[str, str]:
    """Large words where the document lets nobody work, and why; "" where it does."""
    if document.state is SafetyState.ISSUED:
        return "", ""
    if document.state is SafetyState.CANCELLED:
        return tr("CANCELLED – protects nobody"), tr("Take everything for live.")
    if document.state is SafetyState.RETURNED:
        return tr("RETURNED – no work any more"), tr("Earths stay on until it is cancelled.")
    return tr("NOT ISSUED – no work yet"), tr("It has come so far: {state}.").format(
        state=document_state_text(document.state)
    )


def _points(
    title: str, element_ids: tuple[str, ...], done: str, document: SafetyDocument, places: Places
) -> PaperTable:
    columns = (
        PaperColumn(tr("No."), 22, is_right=True),
        PaperColumn(tr("Device"), 130),
        PaperColumn(tr("Place"), 150),
        PaperColumn(done, 70),
        PaperColumn(tr("Lock or tag no."), 80),
        PaperColumn(tr("Time, by whom"), 90),
    )
    rows = []
    for number, element_id in enumerate(element_ids, start=1):
        name = places.name(element_id)
        device = cell(name, element_id if element_id != name else "", is_strong=True)
        station = cell(places.station(element_id), places.feeder(element_id))
        # A box to tick is drawn by the grid: the cells stay empty.
        rows.append((cell(str(number)), device, station, *((), (), ())))
    return PaperTable(columns, tuple(rows), title, tr("None is named."), has_grid=True)


def _course(document: SafetyDocument, printed_us: int) -> PaperTable:
    times = (
        (SafetyState.ISOLATED, document.isolated_us, ""),
        (SafetyState.PROVED_DEAD, document.proved_dead_us, ""),
        (SafetyState.EARTHED, document.earthed_us, ""),
        (SafetyState.ISSUED, document.issued_us, document.issuer),
        (SafetyState.RETURNED, document.returned_us, document.holder if document.returned_us else ""),
        (SafetyState.CANCELLED, document.cancelled_us, ""),
    )
    rows: list[tuple[Cell, ...]] = []
    for state, at, who in times:
        words = document_step_text(state)
        done = PaperLine(words[:1].upper() + words[1:], Weight.STRONG if at else Weight.PLAIN)
        rows.append(((done,), cell(moment(at, printed_us) if at else ""), cell(who if at else ""), ()))
    columns = (
        PaperColumn(tr("Step"), 130),
        PaperColumn(tr("Time"), 130),
        PaperColumn(tr("By"), 110),
        PaperColumn(tr("Remark"), 172),
    )
    return PaperTable(columns, tuple(rows), tr("Course"), has_grid=True)
