"""What a plan wants of the selected device in the step that is shown, in the inspector."""

from __future__ import annotations

from dataclasses import replace

from console.dispatch.planned_district import PlannedDistrict
from console.windows.live.dispatch.words import tr
from engines.grid.network import ElementRef
from engines.values.dispatch import DeviceKind, DeviceSchedule
from widgets.inspector.values import ElementDescription, Fact, Section
from widgets.numbers import MISSING, number_text


def planned_description(
    description: ElementDescription, district: PlannedDistrict, ref: ElementRef
) -> ElementDescription:
    """The description with the plan's own figures first; what is only known of the present is left out."""
    network, planned = district.opened.network, district.kept.planned
    if ref.table == "storage":
        description = _without_charge(description)
    element_id = str(network[ref.table].id[ref.row])
    schedule = () if planned is None else planned.plan.schedule
    device = next((each for each in schedule if each.element == element_id), None)
    facts = () if device is None else _facts(device, district.step)
    if not facts:
        return description
    return replace(description, sections=(Section(tr("In this step of the plan"), facts), *description.sections))


def _facts(device: DeviceSchedule, step: int) -> tuple[Fact, ...]:
    found: list[Fact] = []

    def add(name: str, values: object, unit: str, decimals: int) -> None:
        if values is not None:
            value = float(values[step])  # type: ignore[index]
            found.append(Fact(name, number_text(value, decimals), unit, tr("planned")))

    add(tr("Position"), device.position, "", 0)
    add(tr("Voltage to hold"), device.vm_set_pu, "pu", 4)
    add(tr("Active power, injected"), device.p_mw, "MW", 4)
    if device.kind is not DeviceKind.CAPACITOR:
        add(tr("Reactive power, injected"), device.q_mvar, "Mvar", 4)
    add(tr("The weather allows"), device.available_mw, "MW", 4)
    if device.kind is DeviceKind.STORAGE:
        add(tr("Energy at the end"), device.energy_mwh, "MWh", 4)
    return tuple(found)


def _without_charge(description: ElementDescription) -> ElementDescription:
    """The network's state of charge is none of that hour."""
    sections = tuple(
        replace(section, facts=tuple(replace(f, value=MISSING) if f.unit == "%" else f for f in section.facts))
        for section in description.sections
    )
    return replace(description, sections=sections)
