"""What would tell most about the place of a fault, and the button that begins it."""

from __future__ import annotations

from console.faults.faults import Faults
from console.windows.live.faults.naming import Namer
from console.windows.live.faults.words import tr
from engines.values.incidents import Incident
from engines.values.location import NextStep, StepKind
from engines.values.repair import WorkState
from widgets.faults.lines import ActionLine

OPEN, PATROL, READ = "open", "patrol", "read"
MOVABLE = (WorkState.NEW, WorkState.ASSIGNED, WorkState.EN_ROUTE, WorkState.ON_SITE)
"""A crew that looks for a fault can be told to look elsewhere; one that has found it stays."""


def next_step_actions(faults: Faults, incident: Incident, step: NextStep, namer: Namer) -> tuple[ActionLine, ...]:
    """The button; its key names the equipment, so that what was shown is done and nothing else."""
    if step.kind is StepKind.SWITCH:
        return (_switching(faults, incident, step.element_id, namer),)
    if step.kind is StepKind.PATROL:
        return (_patrol(faults, incident, step.element_id, namer),)
    if step.kind is StepKind.READ_INDICATOR:
        tip = tr("Enter what a person or a crew reads off it")
        return (ActionLine(f"{READ} {step.element_id}", tr("Tell what it shows…"), tip),)
    return ()


def _switching(faults: Faults, incident: Incident, switch_id: str, namer: Namer) -> ActionLine:
    why = _why_wait(faults, incident)
    if faults.devices.is_open(switch_id, faults.snapshot):
        why = why or tr("it is open already")
    elif faults.devices.uncontrolled((switch_id,)):
        why = why or tr("it is operated on site: a crew has to be told")
    elif switch_id in faults.devices.out_of_reach():
        why = why or tr("it cannot be reached from here now")
    tip = tr("Shows what would happen; nothing is sent before you confirm it")
    text = tr("Open {switch}…").format(switch=namer.name(switch_id))
    return ActionLine(f"{OPEN} {switch_id}", text, tip, is_enabled=not why, reason=why)


def _patrol(faults: Faults, incident: Incident, element_id: str, namer: Namer) -> ActionLine:
    place, why = namer.name(element_id), _why_wait(faults, incident)
    tip = tr("A work order for {place}; no crew is sent by that").format(place=place)
    for work in faults.desk.board.works_of(incident.incident_id):
        if work.state.is_over:
            continue
        if work.element_id == element_id:
            why = why or tr("there is a work order for it")
        elif work.state not in MOVABLE:
            why = why or tr("the crew has found the fault")
        elif work.crew_id:
            tip = tr("{crew} is told to look there").format(crew=faults.repairing.crew_name(work.crew_id))
        else:
            tip = tr("The work order that nobody has yet goes there")
    text = tr("Have {place} patrolled").format(place=place)
    return ActionLine(f"{PATROL} {element_id}", text, tip, is_enabled=not why, reason=why)


def _why_wait(faults: Faults, incident: Incident) -> str:
    is_certain = not incident.device_ids or faults.thinking.of(incident.incident_id).is_locked_out
    return "" if is_certain else tr("the protection may still reclose")
