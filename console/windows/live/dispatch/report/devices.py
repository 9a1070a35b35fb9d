"""Storage, taps and capacitors of a plan."""

from __future__ import annotations

import numpy as np

from console.dispatch.figures import moves, of_kind
from console.dispatch.kept import KeptPlan
from console.dispatch.plan_figures import schedule_of
from console.windows.live.dispatch.report.values import Column, Figure, Section, Value
from console.windows.live.dispatch.words import tr
from engines.values.dispatch import DeviceKind
from widgets.numbers import number_text

SWITCHED = (DeviceKind.SUBSTATION_TAP, DeviceKind.FEEDER_TAP, DeviceKind.CAPACITOR)


def storage_section(kept: KeptPlan) -> Section:
    """What each storage holds, and what goes in and out."""
    rows: list[tuple[Value, ...]] = []
    case, hours = kept.case, kept.case.step_hours
    for k, unit in enumerate(case.storages):
        power, energy = _storage(kept, k)
        if power is None or energy is None:
            continue
        name = f"storage at bus {unit.bus}"
        least, most = int(energy.argmin()), int(energy.argmax())
        rows.append(
            (
                name,
                Figure(unit.e_initial_mwh, 4),
                Figure(float(energy[-1]), 4),
                Figure(unit.e_final_mwh, 4),
                Figure(float(energy[least]), 4),
                case.clock_end(least + 1),
                Figure(float(energy[most]), 4),
                case.clock_end(most + 1),
                Figure(unit.e_mwh, 4),
                Figure(float(np.maximum(-power, 0).sum() * hours), 4),
                Figure(float(np.maximum(power, 0).sum() * hours), 4),
            )
        )
    columns = (
        Column(tr("Storage"), 1.8, is_right=False),
        Column(tr("Before, MWh")),
        Column(tr("At the end, MWh")),
        Column(tr("Asked at the end, MWh")),
        Column(tr("Least, MWh")),
        Column(tr("at"), 0.7),
        Column(tr("Most, MWh")),
        Column(tr("at"), 0.7),
        Column(tr("Room, MWh")),
        Column(tr("Charged, MWh")),
        Column(tr("Discharged, MWh")),
    )
    note = tr("Charged and discharged at the terminals; what is held is after losses.")
    if kept.over is not None:
        note += " " + tr("On the day that is expected; each scenario has its own, within the shared modes.")
    empty = tr("There is no storage.") if not case.storages else tr("nothing is known")
    return Section(tr("Storage"), tr("Storage"), columns, tuple(rows), note, empty)


def _storage(kept: KeptPlan, number: int) -> tuple[np.ndarray | None, np.ndarray | None]:
    plan = kept.planned.plan if kept.planned is not None else None
    devices = of_kind(plan.schedule, DeviceKind.STORAGE) if plan is not None else ()
    if number >= len(devices):
        return None, None
    return devices[number].p_mw, devices[number].energy_mwh


def moves_section(kept: KeptPlan) -> Section:
    """The staircase of each tap and bank in words: where it begins, each move, how many of those it may."""
    schedule, case = schedule_of(kept), kept.case
    told = moves(case, schedule)
    initial: dict[DeviceKind, list[int | None]] = {
        DeviceKind.SUBSTATION_TAP: [d.initial_position for d in case.substation_taps],
        DeviceKind.FEEDER_TAP: [d.initial_position for d in case.feeder_taps],
        DeviceKind.CAPACITOR: [d.initial_step for d in case.capacitors],
    }
    rows: list[tuple[Value, ...]] = []
    for kind in SWITCHED:
        for device, begin in zip(of_kind(schedule, kind), initial[kind], strict=False):
            if device.position is None:
                continue
            begins = int(device.position[0]) if begin is None else begin
            counted = told.get(device.name)
            rows.append(
                (
                    device.name,
                    Figure(begins, 0),
                    _staircase(kept, device.position, begins),
                    Figure(int(device.position[-1]), 0),
                    Figure(counted.used if counted else float("nan"), 0),
                    Figure(counted.allowed if counted else float("nan"), 0),
                )
            )
    columns = (
        Column(tr("Device"), 1.5, is_right=False),
        Column(tr("Before, position"), 0.7),
        Column(tr("Moves"), 4, is_right=False),
        Column(tr("At the end, position"), 0.8),
        Column(tr("Moves, count"), 0.6),
        Column(tr("Allowed, count"), 0.7),
    )
    note = tr(
        "Positions of taps and steps of capacitor banks. A regulator in automatic is sent its voltage, not steps."
    )
    return Section(
        tr("Switching moves"), tr("Moves"), columns, tuple(rows), note, tr("There is nothing to be switched.")
    )


def _staircase(kept: KeptPlan, position: np.ndarray, begins: int) -> str:
    before = np.concatenate([[begins], position[:-1]])
    moved = np.flatnonzero(position != before).tolist()
    parts = [f"{kept.case.clock(k)} → {number_text(float(position[k]), 0)}" for k in moved]
    return ", ".join(parts) or tr("none")
