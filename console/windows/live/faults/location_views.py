"""Where the fault is suspected, as the incident page shows it."""

from __future__ import annotations

import math

from console.faults.faults import Faults
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.next_step_views import next_step_actions
from console.windows.live.faults.words import percent_text, tr
from console.workflows.incidents import stands_for
from engines.values.incidents import Incident
from engines.values.location import Hypothesis, Location, LocationStatus, NextStep, StepKind
from engines.values.phrase import phrase
from widgets.faults.lines import ActionLine, LocationView, SuspectLine

SHOWN_SUSPECTS = 4
LEAST_SHOWN = 0.01
SHOWN_REASONS = 6


def location_view(faults: Faults, incident: Incident, namer: Namer) -> LocationView | None:
    """Suspects with their evidence; ``None`` for a planned outage."""
    if incident.is_planned:
        return None
    can_hear = not incident.state.is_over
    actions = (ActionLine("hear", tr("Add a report…"), tr("A call, an indicator that was read, a distance")),)
    if incident.element_ids:
        found = ", ".join(map(namer.name, incident.element_ids))
        return LocationView(tr("Found at {place}").format(place=found), actions=actions if can_hear else ())
    thought = faults.thinking.of(incident.incident_id)
    location = thought.location
    if location is None:
        suspects = tuple(SuspectLine(namer.name(i), p, element_ids=(i,)) for i, p in incident.suspects)
        text = thought.problem if not suspects and can_hear else ""
        return LocationView(text, suspects=suspects, actions=actions if can_hear else ())
    text, severity = _location_status(location)
    shown = [h for h in location.hypotheses if h.probability >= LEAST_SHOWN][:SHOWN_SUSPECTS]
    left = 1.0 - sum(h.probability for h in shown)
    # Meters cannot be asked from here: what can be done comes before it.
    steps = sorted(location.next_steps, key=lambda step: step.kind is StepKind.PING)
    if not steps and shown and can_hear and not _is_sent(faults, incident, shown[0]):
        steps = [_patrol(shown[0])]
    return LocationView(
        text,
        severity,
        tuple(_suspect(h, namer) for h in shown),
        elsewhere_text=tr("{share} elsewhere").format(share=percent_text(left)) if left >= 0.005 else "",
        next_step_text=namer.words(steps[0].words) if steps else "",
        next_step_actions=next_step_actions(faults, incident, steps[0], namer) if steps and can_hear else (),
        is_nothing_remote=not any(_is_remote(faults, step) for step in steps),
        contradictions=tuple(namer.words(c) for c in location.contradictions),
        note=_rates(location),
        actions=actions if can_hear else (),
    )


def _is_remote(faults: Faults, step: NextStep) -> bool:
    """Whether it can be asked without anybody going there."""
    if step.kind is StepKind.SWITCH:
        return not faults.devices.uncontrolled((step.element_id,))
    return step.kind is StepKind.PING


def _is_sent(faults: Faults, incident: Incident, found: Hypothesis) -> bool:
    """Whether there is work at the suspected place already."""
    works = faults.desk.board.works_of(incident.incident_id)
    return any(not work.state.is_over and work.element_id in found.element_ids for work in works)


def _patrol(found: Hypothesis) -> NextStep:
    """Where nothing parts the suspects, somebody looks at the likeliest place."""
    element = stands_for(found.element_ids)
    return NextStep(StepKind.PATROL, element, found.zones, 0.0, 0.0, phrase("patrol {name}", name=element))


def _location_status(location: Location) -> tuple[str, str]:
    if location.status is LocationStatus.LOCATED or location.status is LocationStatus.SUSPECTED:
        return "", ""
    texts = {
        LocationStatus.CONTRADICTORY: tr("The evidence contradicts itself: {reason}"),
        LocationStatus.NO_FAULT: tr("Hardly a fault: {reason}"),
        LocationStatus.NO_EVIDENCE: tr("Nothing usable was heard: {reason}"),
        LocationStatus.NO_SUPPLY: tr("Cannot be located: {reason}"),
    }
    return texts[location.status].format(reason=location.reason), "medium"


def _suspect(found: Hypothesis, namer: Namer) -> SuspectLine:
    mine = [namer.words(r.words) for r in found.reasons if r.speaks_for][:SHOWN_REASONS]
    against = [namer.words(r.words) for r in found.reasons if not r.speaks_for][:SHOWN_REASONS]
    lines = [i for i in found.element_ids if i.startswith("line:")]
    ids = (*lines, *(i for i in found.element_ids if i not in lines))
    around = ", ".join(namer.name(i) for i in found.boundary_ids[:3])
    between = tr("between {switches}").format(switches=around) if around else ""
    return SuspectLine(namer.zone(found), found.probability, tuple(mine), tuple(against), ids, between)


def _rates(location: Location) -> str:
    if not math.isfinite(location.gasp_rate.mean):
        return ""
    text = tr("about {gasps} of the dead meters are heard, {flags} of the indicators")
    flags = location.indicator_rate.mean
    return text.format(gasps=percent_text(location.gasp_rate.mean), flags=percent_text(flags))
