"""A step of a plan ahead of now, in words: on its zone of the time axis, over the diagram, beside it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QDateTime, QLocale

from console.dispatch.kept import KeptPlan
from console.dispatch.planned_district import PlannedDistrict
from console.windows.live.dispatch.words import kind_text, tr
from console.workflows.dispatch_values import ExecutionState, PlanExecution
from engines.grid.network import Network
from engines.switching.operation import label_of
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.dispatch_case import DispatchCase
from widgets.numbers import number_text
from widgets.time_axis.plan_zone import PlanZone

FEW = 2
"""So many devices are named; of more the number is told."""
AT_REST_MW = 1e-4
"""A storage that takes or gives less neither charges nor discharges."""


def plan_zone(execution: PlanExecution, kept: KeptPlan, network: Network) -> PlanZone:
    """The steps of a plan as the time axis draws them."""
    assert kept.planned is not None
    plan = kept.planned.plan
    begins, ends = (
        np.array([getattr(step, name) // 1_000_000 for step in execution.steps], np.int64)
        for name in ("begins_us", "ends_us")
    )
    exchange = np.array([float(plan.purchase_mw[step.number]) for step in execution.steps])
    told = moves_by_step(kept.case, plan.schedule, network)
    moves = tuple("\n".join(told[step.number]) for step in execution.steps)
    return PlanZone(zone_title(execution), begins, ends, exchange, moves)


def zone_title(execution: PlanExecution) -> str:
    """The plan and how it stands."""
    states = {
        ExecutionState.APPROVED: tr("approved"),
        ExecutionState.BY_HAND: tr("released by hand"),
        ExecutionState.ARMED: tr("armed"),
        ExecutionState.SUSPENDED: tr("SUSPENDED"),
    }
    return tr("Plan {name} · {state}").format(name=execution.title, state=states.get(execution.state, ""))


def moves_by_step(
    case: DispatchCase, schedule: tuple[DeviceSchedule, ...], network: Network
) -> tuple[tuple[str, ...], ...]:
    """What is switched as each step begins: taps, capacitors, and whether a storage charges; one phrase each."""
    found: list[list[str]] = [[] for _ in range(case.n_step)]
    first = _first_positions(case, schedule)
    for device in schedule:
        name = device_name(device, network)
        if device.position is not None:
            before = first.get(id(device))
            for step, position in enumerate(device.position.tolist()):
                if before is not None and round(position) != round(before):
                    move = tr("{device}: {before} → {after}")
                    found[step].append(move.format(device=name, before=round(before), after=round(position)))
                before = position
        elif device.kind is DeviceKind.STORAGE and device.p_mw is not None:
            way = 0
            for step, power in enumerate(device.p_mw.tolist()):
                now = 0 if abs(power) < AT_REST_MW else 1 if power > 0 else -1
                if now != way:
                    found[step].append(tr("{device}: {mode}").format(device=name, mode=_mode_text(now)))
                way = now
    return tuple(tuple(phrases) for phrases in found)


def _mode_text(way: int) -> str:
    return {0: tr("rests"), 1: tr("discharges"), -1: tr("charges")}[way]


def _first_positions(case: DispatchCase, schedule: tuple[DeviceSchedule, ...]) -> dict[int, float]:
    """Positions before the first step by device, where the case tells them."""
    told: dict[DeviceKind, list[int | None]] = {
        DeviceKind.SUBSTATION_TAP: [d.initial_position for d in case.substation_taps],
        DeviceKind.FEEDER_TAP: [d.initial_position for d in case.feeder_taps],
        DeviceKind.CAPACITOR: [d.initial_step for d in case.capacitors],
    }
    found: dict[int, float] = {}
    for kind, positions in told.items():
        devices = [device for device in schedule if device.kind is kind]
        found |= {id(d): float(p) for d, p in zip(devices, positions, strict=False) if p is not None}
    return found


def device_name(device: DeviceSchedule, network: Network | None) -> str:
    """A device of a plan as people call it."""
    if device.element and network is not None and network.find(device.element) is not None:
        return label_of(network, device.element)
    place = device.name.rpartition(" at ")[2] or device.name.rpartition(" of ")[2]
    kind = kind_text(device.kind)
    return kind if place == device.name else tr("{kind}, {place}").format(kind=kind, place=place)


def step_clock(begins_us: int, ends_us: int) -> str:
    """Begin and end of a step, local time; the day where it is not today."""
    begin, end = (QDateTime.fromMSecsSinceEpoch(at // 1000) for at in (begins_us, ends_us))
    is_today = begin.date() == QDateTime.currentDateTime().date()
    locale = QLocale()
    clocks = f"{locale.toString(begin, 'HH:mm')}–{locale.toString(end, 'HH:mm')}"
    return clocks if is_today else f"{locale.toString(begin, 'ddd d MMM')} {clocks}"


def banner_words(district: PlannedDistrict) -> tuple[str, ...]:
    """Which plan and which of its steps is shown."""
    count = district.kept.case.n_step
    step = tr("step {number} of {count}").format(number=district.step + 1, count=count)
    return district.kept.name, step, step_clock(district.time_us, district.ends_us)


def planned_words(district: PlannedDistrict) -> tuple[str, str]:
    """Who solved the step, and what it rests on; a line and its meaning."""
    if district.problem:
        return tr("not solved: {reason}").format(reason=district.problem), ""
    ahead = district.ahead
    result = None if ahead is None else ahead.moment.result
    if ahead is None or result is None:
        return tr("this step is being solved"), ""
    if not result.is_converged:
        return tr("NOT SOLVED: {cause}").format(cause=result.cause), ""
    parts = [
        tr("losses {losses} kW").format(losses=number_text(result.losses_kw, 1)),
        tr("exchange {power} MW").format(power=number_text(float(np.sum(result.source_p_mw)), 2)),
        tr("load flow of the planned step, {engine}").format(engine=result.engine),
    ]
    meaning = [tr("Loads and generation are those the plan was made with, not measured ones.")]
    if ahead.beyond:
        names = _beyond_names(district, ahead.beyond)
        few = ", ".join(names) if len(names) <= FEW else tr("{count} devices").format(count=len(names))
        # What somebody must know goes first: where there is little room the end is cut off.
        parts.insert(0, tr("not in this network: {devices}").format(devices=few))
        meaning.append(tr("The case has what this network has not; it is in the load flow: {devices}.").format(
            devices=", ".join(names)))  # fmt: skip
    moved = moved_since(district)
    if moved:
        parts.insert(0, tr("■ {count} switches stand otherwise now").format(count=moved))
        meaning.append(tr("The plan was made with other switch positions than those the field reports now."))
    return " · ".join(parts), "\n".join(meaning)


def _beyond_names(district: PlannedDistrict, beyond: tuple[str, ...]) -> list[str]:
    assert district.kept.planned is not None
    return [device_name(d, None) for d in district.kept.planned.plan.schedule if not d.element and d.name in beyond]


def moved_since(district: PlannedDistrict) -> int:
    """How many switches stand otherwise now than the plan takes them."""
    return int(np.count_nonzero(district.snapshot.switch_position != district.present_positions))
