"""Safety documents as the incident page shows them."""

from __future__ import annotations

from collections.abc import Callable

from console.faults.faults import Faults
from console.windows.live.faults.words import clock_text, document_state_text, tr
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import SafetyDocument, SafetyState
from widgets.faults.lines import ActionLine, DocumentView, FactLine


def document_views(faults: Faults, incident: Incident, name: Callable[[str], str]) -> tuple[DocumentView, ...]:
    """The documents of an incident."""
    return tuple(_view(faults, d, name) for d in faults.desk.board.documents_of(incident.incident_id))


def _view(faults: Faults, document: SafetyDocument, name: Callable[[str], str]) -> DocumentView:
    at = {
        SafetyState.ISOLATED: document.isolated_us, SafetyState.PROVED_DEAD: document.proved_dead_us,
        SafetyState.EARTHED: document.earthed_us, SafetyState.ISSUED: document.issued_us,
        SafetyState.RETURNED: document.returned_us, SafetyState.CANCELLED: document.cancelled_us,
    }.get(document.state, 0)  # fmt: skip
    text = document_state_text(document.state) + (f" {clock_text(at)}" if at else "")
    if document.holder:
        text += " · " + tr("held by {crew}").format(crew=faults.repairing.crew_name(document.holder))
    if document.generation and document.state is not SafetyState.CANCELLED:
        units = ", ".join(map(name, document.generation))
        text += " · " + tr("generation inside, to be disconnected on site: {units}").format(units=units)
    devices, snapshot = faults.devices, faults.snapshot
    isolation = []
    for switch in document.isolation:
        is_open = devices.is_open(switch, snapshot)
        muted, severity = (tr("open"), "") if is_open else (tr("NOT OPEN"), "high")
        if document.state is SafetyState.CANCELLED:
            muted, severity = "", ""
        isolation.append(FactLine(name(switch), muted, severity if document.state.protects else "", switch))
    placed = faults.safety.placed_earths
    no_earth = "" if document.state is SafetyState.CANCELLED else tr("no earth")
    earths = tuple(FactLine(name(e), tr("earth on") if e in placed else no_earth, "", e) for e in document.earths)
    is_live = document.state.protects
    severity = "medium" if document.state is SafetyState.ISSUED else ""
    title = f"{tr('Safety document')} {document.document_id.rpartition(':')[2]}"
    return DocumentView(
        document.document_id, title, text, tuple(isolation), earths,
        "high" if is_live and any(f.severity for f in isolation) else severity, _actions(faults, document),
    )  # fmt: skip


def _actions(faults: Faults, document: SafetyDocument) -> tuple[ActionLine, ...]:
    printing = ActionLine("print", tr("Print…"))
    if document.state is SafetyState.CANCELLED:
        if faults.safety.any_earth_on(document):
            tip = tr("The crew has taken them off")
            return (printing, ActionLine("unearth", tr("Earths removed"), tip, is_primary=True))
        return (printing,)
    give_up = ActionLine("give_up", tr("Give up"), tr("Nobody needs it any more"))
    if document.state is SafetyState.DRAFT:
        isolate = ActionLine(
            f"advance {document.state}",
            tr("Isolated: tag the points"),
            tr("Every point stands open and gets its tag"),
            True,
        )
        return (printing, give_up, isolate)
    if document.state is SafetyState.ISOLATED:
        return (
            printing,
            give_up,
            ActionLine(f"advance {document.state}", tr("Proved dead"), tr("The crew has tested it"), True),
        )
    if document.state is SafetyState.PROVED_DEAD:
        if faults.safety.earths_on(document):
            return (
                printing,
                give_up,
                ActionLine(f"advance {document.state}", tr("Earthed"), tr("Every earth is on"), True),
            )
        tip = tr("The crew has put them on: they are recorded")
        return (printing, give_up, ActionLine("earth", tr("Earths are on"), tip, True))
    if document.state is SafetyState.EARTHED:
        return (printing, give_up, ActionLine("issue", tr("Issue…"), tr("To the crew that works there"), True))
    if document.state is SafetyState.ISSUED:
        return (
            printing,
            ActionLine(
                f"advance {document.state}", tr("Returned"), tr("People and tools are away, says the crew"), True
            ),
        )
    return (
        printing,
        ActionLine(f"advance {document.state}", tr("Cancel it"), tr("It protects nobody any more; its tags go"), True),
    )


def document_actions(faults: Faults, incident: Incident) -> tuple[ActionLine, ...]:
    """What can be begun beside what there is."""
    is_early = incident.state in (IncidentState.NEW, IncidentState.LOCATED)
    standing = [d for d in faults.desk.board.documents_of(incident.incident_id) if d.state is not SafetyState.CANCELLED]
    if incident.state.is_over or incident.state is IncidentState.NORMAL or standing:
        return ()
    first = tr("switch the place off first") if incident.is_planned else tr("isolate the fault first")
    why = first if is_early else ""
    return (ActionLine("draft", tr("Safety document"), tr("For those who work at it"), False, not why, why),)
