"""Which evidence belongs to which of several incidents, and in which order zones are searched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from console.workflows.storm_course import Course
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.fault_evidence import EvidenceKind, FaultEvidence

Array = np.ndarray[Any, Any]

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

PER_KM_MIN, AT_ZONE_MIN = 8.0, 4.0
"""A km of line searched on foot; the way to a zone and a look around."""


def evidence_for(desk: StormDesk, course: Course) -> tuple[FaultEvidence, ...]:
    """What was heard since an incident began, less what another one explains."""
    field = desk.field
    heard = (*field.book.gathered(course.begun_us, field.freshness()), *course.calls)
    others = [other for other in desk.open_courses() if other is not course]
    area = set().union(*(other.area for other in others))
    devices = {device for other in others for device in other.devices} - set(course.devices)
    return tuple(item for item in heard if _is_mine(desk, item, course, area, devices))


def _is_mine(desk: StormDesk, item: FaultEvidence, course: Course, area: set[int], devices: set[str]) -> bool:
    if item.kind in (EvidenceKind.BREAKER_OPERATION, EvidenceKind.FAULT_CURRENT):
        # A relay that has tripped for another fault says nothing of this one.
        return item.element_id not in devices
    zones = set(desk.zones.of(item.element_id))
    return bool(zones & course.area) or not zones & area


def holds(desk: StormDesk, course: Course) -> Array:
    """``(n_zone,)`` where nothing is wrong: what is known to stand under voltage, and nobody there says otherwise."""
    live = desk.zones.live(desk.field.snapshot).copy()
    live[sorted(desk.zones.of_loads(desk.field.log.owned(course.number)))] = False
    return live


def patrol_order(desk: StormDesk, course: Course) -> list[int]:
    """The zones without supply of an incident, from the tripped device outward."""
    field = desk.field
    state = desk.zones.state(field.snapshot)
    sound = holds(desk, course)
    dead = {zone for zone in course.area if not sound[zone]} or set(course.area)
    start = {zone for device in course.devices for zone in desk.zones.of(device)}
    return desk.zones.outward(state, dead, start & dead)


def by_promise(desk: StormDesk, suspects: Mapping[int, float]) -> list[int]:
    """Suspected zones in the order of the least expected search: by the probability that a minute there finds it.

    The rule of Smith (1956) for jobs of known length and weight; the way between zones is not counted.
    """
    return sorted(
        suspects, key=lambda zone: (-suspects[zone] / (desk.zones.km_of(zone) * PER_KM_MIN + AT_ZONE_MIN), zone)
    )


def ranked(desk: StormDesk, course: Course, likely: list[int]) -> list[int]:
    """In which order zones are searched: the likely ones, those in doubt, and then whatever is dead."""
    order = [*likely, *sorted(course.doubted), *patrol_order(desk, course)]
    return [zone for zone in dict.fromkeys(order) if zone not in course.damage or zone in likely]


def nearest_protection(desk: StormDesk, before: Snapshot, zones: set[int]) -> str:
    """The protective device before some zones that have lost supply, whatever it says; "" where there is none."""
    for zone in sorted(zones):
        chain = [s for s in desk.zones.upstream(before, zone) if desk.is_device(s)]
        if chain:
            return chain[0]
    return ""


def by_protection(desk: StormDesk, loads: list[str]) -> list[list[str]]:
    """Loads that have lost supply unnoticed, those together that one device can have taken.

    ::

        source ──[recloser]── ──[fuse A]── load 1 ──[fuse B]── load 2      both silent: fuse A, and not two fuses
    """
    before = desk.field.snapshot
    chains = {
        load: [s for zone in desk.zones.of(load) for s in desk.zones.upstream(before, zone) if desk.is_device(s)]
        for load in loads
    }
    nearest = {chain[0] for chain in chains.values() if chain}
    groups: dict[str, list[str]] = {}
    for load, chain in chains.items():
        outermost = [device for device in chain if device in nearest]
        groups.setdefault(outermost[-1] if outermost else "", []).append(load)
    return list(groups.values())


def silent_loads(desk: StormDesk, after_us: int) -> list[str]:
    """Loads whose meters say that they have no supply although it is known to be there, for some while.

    Args:
        after_us: how long a meter must have said so, and its place be known as live.
    """
    field, now = desk.field, desk.now_us
    readings = field.plant.readings()
    taken = set().union(*(course.area for course in desk.open_courses()))
    found = []
    for row in desk.meter_rows.tolist():
        if readings.value[row] != 0.0:
            continue
        load = field.plant.points[row].element_id
        zones = desk.zones.of(load)
        since = max([int(readings.time_us[row]) + desk.begin_us, *(int(field.live_since_us[z]) for z in zones)])
        is_live = all(field.live_since_us[z] > 0 for z in zones)
        if is_live and not taken & set(zones) and now - since >= after_us:
            found.append(load)
    return found


def is_open(desk: StormDesk, switch_ids: list[str]) -> bool:
    """Whether every one of some devices is known to be open."""
    return all(desk.field.position(s) is SwitchPosition.OPEN for s in switch_ids)


def held(desk: StormDesk, course: Course) -> bool | None:
    """Whether the suspects hold what is broken in the incident's area in truth; ``None`` where nothing is."""
    broken = [set(desk.zones.of(element)) for element in desk.field.faults.values()]
    inside = [zones for zones in broken if zones & course.area]
    if not inside:
        return None
    return any(zones & set(course.suspects) for zones in inside)


def indicator_points(evidence: tuple[FaultEvidence, ...]) -> tuple[str, ...]:
    """Points by which the indicators that have flagged are reset."""
    flagged = (e.element_id for e in evidence if e.kind is EvidenceKind.INDICATOR)
    return tuple(np.unique([f"{element_id}/fault_passage" for element_id in flagged]).tolist())
