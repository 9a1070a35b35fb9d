"""What zones, steps and crews say in words: of an element, and to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.grid.network import ElementRef, Network
from widgets.diagram.fault_signs import CrewState, FaultSigns, StepState, ZoneKind

_MOST = 4
"""More zones than that are counted, not read out."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def zone_word(kind: ZoneKind) -> str:
    """A kind of zone."""
    return {
        ZoneKind.SUSPECTED: _tr("Suspected fault zone"),
        ZoneKind.PLANNED: _tr("Planned outage, not dead yet"),
        ZoneKind.ISOLATED: _tr("Isolated zone"),
        ZoneKind.RESTORED: _tr("Supplied again"),
    }[kind]


def step_word(state: StepState) -> str:
    """How far a step is."""
    return {
        StepState.PLANNED: _tr("planned"),
        StepState.NEXT: _tr("next"),
        StepState.DONE: _tr("done"),
        StepState.FAILED: _tr("failed"),
    }[state]


def crew_word(state: CrewState) -> str:
    """What is known of a crew."""
    return {
        CrewState.ASSIGNED: _tr("assigned"),
        CrewState.EN_ROUTE: _tr("en route"),
        CrewState.ON_SITE: _tr("on site"),
        CrewState.SILENT: _tr("does not answer"),
    }[state]


def name_of(network: Network, ref: ElementRef) -> str:
    """What a person calls an element, "" where the network does not have it."""
    is_known = ref.table in network.tables and 0 <= ref.row < len(network[ref.table])
    return network.label(ref) if is_known else ""


def rows_of(fault: FaultSigns, ref: ElementRef) -> list[tuple[str, str]]:
    """What of a fault concerns one element: quantity and value."""
    rows = [(zone_word(zone.kind), zone.text) for zone in fault.zones if ref in zone.refs]
    rows += [
        (_tr("Step {number}").format(number=step.number), step_word(step.state))
        for step in fault.steps
        if step.ref == ref
    ]
    rows += [(_tr("Crew"), f"{crew.name}, {crew_word(crew.state)}") for crew in fault.crews if crew.ref == ref]
    return rows


def fault_sentence(network: Network, fault: FaultSigns) -> str:
    """The zones and the next step in a line for a screen reader; "" where there are none."""
    said = [_tr("This is a plan, not the present.")] if fault.is_plan else []
    for kind in ZoneKind:
        texts = [zone.text for zone in fault.zones if zone.kind is kind and zone.text]
        if texts:
            more = [_tr("{count} more").format(count=len(texts) - _MOST)] if len(texts) > _MOST else []
            said.append(f"{zone_word(kind)}: {'; '.join([*texts[:_MOST], *more])}.")
    steps = [step for step in fault.steps if name_of(network, step.ref)]
    failed = [step for step in steps if step.state is StepState.FAILED]
    following = [step for step in steps if step.state is StepState.NEXT]
    for step in [*failed[:1], *following[:1]]:
        words = (
            _tr("Step {number} is next: {switch}.") if step not in failed else _tr("Step {number} failed: {switch}.")
        )
        said.append(words.format(number=step.number, switch=step.tip or name_of(network, step.ref)))
    return " ".join(said)
