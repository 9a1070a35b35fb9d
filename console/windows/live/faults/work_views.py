"""Crews and their work as the incident page shows them."""

from __future__ import annotations

from collections.abc import Callable

from console.faults.faults import Faults
from console.windows.live.faults.words import clock_text, duration_text, tr, work_state_text
from console.workflows.work import unheard_min
from engines.values.incidents import Incident
from engines.values.repair import CrewChoice, FaultCause, WorkOrder, WorkState
from widgets.faults.dialog_lines import Choice, CrewLine
from widgets.faults.lines import ActionLine, WorkView
from widgets.faults.words import cause_text

NEXT = {
    WorkState.ASSIGNED: WorkState.EN_ROUTE,
    WorkState.EN_ROUTE: WorkState.ON_SITE,
    WorkState.ON_SITE: WorkState.FOUND,
    WorkState.FOUND: WorkState.REPAIRED,
    WorkState.REPAIRED: WorkState.CLEARED,
}


def work_views(faults: Faults, incident: Incident, name: Callable[[str], str]) -> tuple[WorkView, ...]:
    """The work orders of an incident."""
    return tuple(_view(faults, incident, work, name) for work in faults.desk.board.works_of(incident.incident_id))


def place_ids(incident: Incident, work: WorkOrder) -> tuple[str, ...]:
    """Where a work order is done: where the fault was found, before that where the crew was sent."""
    return incident.element_ids if work.found_us and incident.element_ids else (work.element_id,)


def place_text(incident: Incident, work: WorkOrder, name: Callable[[str], str]) -> str:
    places = place_ids(incident, work)
    text = ", ".join(map(name, places))
    if work.element_id in places:
        return text
    return tr("{place} (sent to {first})").format(place=text, first=name(work.element_id))


def _view(faults: Faults, incident: Incident, work: WorkOrder, name: Callable[[str], str]) -> WorkView:
    title = faults.repairing.crew_name(work.crew_id) if work.crew_id else tr("Waits for a crew")
    since = {
        WorkState.ASSIGNED: work.assigned_us, WorkState.EN_ROUTE: work.en_route_us, WorkState.ON_SITE: work.on_site_us,
        WorkState.FOUND: work.found_us, WorkState.REPAIRED: work.repaired_us, WorkState.CLEARED: work.cleared_us,
    }.get(work.state, 0)  # fmt: skip
    parts = [work_state_text(work.state)] if work.state is not WorkState.NEW else []
    if since and parts:
        parts[0] += f" {clock_text(since)}"
    if work.cause is not FaultCause.UNKNOWN:
        parts.append(cause_text(work.cause))
    parts.append(place_text(incident, work, name))
    if work.skill:
        parts.append(tr("needs {skill}").format(skill=work.skill))
    if work.refused_by:
        names = ", ".join(map(faults.repairing.crew_name, work.refused_by))
        parts.append(tr("did not come: {crews}").format(crews=names))
    silent = unheard_min(work, faults.desk.now_us)
    if silent:
        parts.insert(1, tr("no answer for {minutes} min: call again, or choose another crew").format(minutes=silent))
    severity = "medium" if work.state is WorkState.NEW or silent else ""
    return WorkView(work.work_id, title, " · ".join(parts), severity, _work_actions(faults, work))


def _work_actions(faults: Faults, work: WorkOrder) -> tuple[ActionLine, ...]:
    if work.state.is_over or work.state is WorkState.CLEARED:
        return ()
    if work.state is WorkState.NEW:
        choices = faults.repairing.choices(work)
        best = next((c for c in choices if c.can_go), None)
        why = "" if choices else tr("no crew is known: name a crew file in faults.toml")
        if best is None and choices:
            why = tr("no crew can go: {reason}").format(reason=choices[0].reason)
        text = tr("Send {crew}").format(crew=best.crew.name or best.crew.crew_id) if best is not None else tr("Send")
        tip = _way(best) if best is not None else ""
        return (
            ActionLine("drop", tr("Not needed…"), tr("The work order ends; the reason stands in the record")),
            ActionLine("choose", tr("Choose a crew…"), is_enabled=bool(choices)),
            ActionLine("send", text, tip, True, best is not None, why),
        )
    due = NEXT[work.state]
    words = {
        WorkState.EN_ROUTE: tr("En route"),
        WorkState.ON_SITE: tr("On site"),
        WorkState.FOUND: tr("Fault found…"),
        WorkState.REPAIRED: tr("Repaired"),
        WorkState.CLEARED: tr("Place cleared"),
    }
    actions = []
    if work.state in (WorkState.ASSIGNED, WorkState.EN_ROUTE):
        actions.append(
            ActionLine("no_answer", tr("Does not come"), tr("Does not answer or cannot: choose another crew"))
        )
    actions.append(ActionLine(str(due), words[due], tr("The crew says so"), is_primary=False))
    return tuple(actions)


def work_actions(faults: Faults, incident: Incident) -> tuple[ActionLine, ...]:
    """What can be begun beside what there is."""
    works = faults.desk.board.works_of(incident.incident_id)
    if incident.state.is_over or any(not w.state.is_over for w in works):
        return ()
    return (ActionLine("new", tr("New work order"), tr("For the likeliest place")),)


def crew_lines(choices: tuple[CrewChoice, ...]) -> tuple[CrewLine, ...]:
    """The crews to choose from, best first."""
    return tuple(CrewLine(c.crew.crew_id, c.crew.name or c.crew.crew_id, _text(c), c.can_go, c.reason) for c in choices)


def crew_choices(faults: Faults) -> list[Choice]:
    """Every crew, to be chosen from by name."""
    return [Choice(c.crew_id, c.name or c.crew_id) for c in faults.repairing.crews.values()]


def _text(choice: CrewChoice) -> str:
    parts = [_way(choice), ", ".join(choice.crew.skills)]
    if choice.jobs:
        parts.append(tr("{count} other jobs").format(count=choice.jobs))
    if choice.crew.phone:
        parts.append(choice.crew.phone)
    return " · ".join(part for part in parts if part)


def _way(choice: CrewChoice) -> str:
    if choice.travel_min != choice.travel_min:
        return tr("way not known")
    return tr("{time} on the way").format(time=duration_text(choice.travel_min))
