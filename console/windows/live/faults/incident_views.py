"""The page of an incident, but for its diagram and its orders."""

from __future__ import annotations

from console.faults.faults import Faults
from console.windows.live.faults.document_views import document_actions, document_views
from console.windows.live.faults.incident_lines import progress_text
from console.windows.live.faults.location_views import location_view
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.supply_views import customer_lines, estimate_view, supply_bar
from console.windows.live.faults.words import clock_text, tr
from console.windows.live.faults.work_views import work_actions, work_views
from console.workflows import incidents
from engines.values.incidents import Incident, IncidentState, TimelineEntry
from engines.values.repair import FaultCause
from widgets.faults.lines import ActionLine, IncidentView, TimelineLine
from widgets.faults.words import cause_text


def incident_view(faults: Faults, incident: Incident, namer: Namer) -> IncidentView:
    """The page of an incident."""
    number = incident.incident_id.rpartition(":")[2]
    opened = tr("incident {number} · opened {time}").format(number=number, time=clock_text(incident.opened_us))
    parts = [opened, progress_text(faults, incident)]
    if incident.cause is not FaultCause.UNKNOWN:
        parts.insert(1, cause_text(incident.cause))
    notice, severity = _notice(faults, incident, namer)
    return IncidentView(
        incident.incident_id,
        incident.title,
        " · ".join(parts),
        notice,
        severity,
        location=location_view(faults, incident, namer),
        supply=supply_bar(faults, incident),
        estimate=estimate_view(incident),
        customers=customer_lines(faults, incident),
        works=work_views(faults, incident, namer.name),
        work_actions=work_actions(faults, incident),
        documents=document_views(faults, incident, namer.name),
        document_actions=document_actions(faults, incident),
        timeline=tuple(
            TimelineLine(clock_text(e.time_us), e.author, namer.said(e.sentence), _weight(e)) for e in incident.timeline
        ),
        actions=_actions(faults, incident, namer),
    )


def _weight(entry: TimelineEntry) -> str:
    """What in a timeline a person must not read over."""
    is_trip = not entry.author and entry.sentence.endswith("tripped")
    is_halt = any(word in entry.sentence for word in (" failed: ", " halted: "))
    return "high" if is_trip or is_halt else ""


def _notice(faults: Faults, incident: Incident, namer: Namer) -> tuple[str, str]:
    if incident.state is IncidentState.MERGED:
        return tr("Part of {incident}").format(incident=namer.said(incident.merged_into)), ""
    thought = faults.thinking.of(incident.incident_id)
    is_early = incident.state in (IncidentState.NEW, IncidentState.LOCATED)
    if is_early and incident.device_ids and not thought.is_locked_out:
        return tr("The protection may still reclose: wait for lockout."), "medium"
    return "", ""


def _actions(faults: Faults, incident: Incident, namer: Namer) -> tuple[ActionLine, ...]:
    """What can be done with the incident as a whole, the next thing last."""
    report = ActionLine("report", tr("Report…"), tr("The outage report: on paper, as PDF or data"))
    if incident.state.is_over:
        return (report,)
    board = faults.desk.board
    others = [i for i in board.open_incidents() if i.incident_id != incident.incident_id]
    note = ActionLine("note", tr("Note…"), tr("A line in its timeline"))
    actions = [report, note]
    if others:
        actions.append(ActionLine("merge", tr("Merge…"), tr("With another incident of the same fault")))
    if len(incident.device_ids) > 1:
        actions.append(ActionLine("split", tr("Split…"), tr("A device of it belongs to another fault")))
    if incident.state is IncidentState.REPAIRED:
        running = any(not o.state.is_over for o in board.orders_of(incident.incident_id))
        protects = [d for d in board.documents_of(incident.incident_id) if d.state.protects]
        why = tr("an order is under way") if running else ""
        if protects:
            why = tr("cancel the safety document first")
        actions.append(ActionLine("normal", tr("Plan the way back to normal"), "", True, not why, why))
        return tuple(actions)
    why = namer.said(
        incidents.why_not_close(
            incident, board.orders_of(incident.incident_id), board.documents_of(incident.incident_id),
            board.works_of(incident.incident_id),
        )
    )  # fmt: skip
    if incident.state in (IncidentState.NORMAL, IncidentState.RESTORED, IncidentState.NEW, IncidentState.LOCATED):
        is_last = incident.state is IncidentState.NORMAL
        actions.append(
            ActionLine("close", tr("Close the incident"), tr("Its record is complete"), is_last, not why, why)
        )
    return tuple(actions)
