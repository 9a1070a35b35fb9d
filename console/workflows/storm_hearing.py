"""What the control room makes of what it hears: which incident it belongs to, and whether it is a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.workflows import incidents
from console.workflows import storm_life as life
from console.workflows.crew_reports import CrewReport
from console.workflows.storm_course import Course
from console.workflows.storm_crews import note_report
from console.workflows.storm_evidence import by_protection, nearest_protection, silent_loads
from console.workflows.storm_field import Heard
from console.workflows.storm_supply import NOBODY, DarkLoad
from engines.grid.switches import SwitchPosition
from engines.values.fault_evidence import EvidenceKind, FaultEvidence

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

SECOND_US = 1_000_000
CLOSING_US = 10 * SECOND_US
"""A trip so soon after a closing comes from it."""
SLOW_US = 15 * 60 * SECOND_US
"""A fuse may take so long."""
TOGETHER_US = 15 * SECOND_US
"""Devices of one part that trip so soon after one another have seen one fault."""
SILENT_US = 120 * SECOND_US
"""So long a meter must be without supply where there should be some."""


def hear(desk: StormDesk, heard: Heard) -> None:
    for device in heard.trips:
        _take_trip(desk, device)
    for change in heard.changes:
        _count(desk, change.lost, change.back)
    for report in heard.reports:
        for course in desk.open_courses():
            if _speaks_to(report, course):
                note_report(course, report)
                course.reports.append(report)
    for call in heard.calls:
        _take_call(desk, call)


def _speaks_to(report: CrewReport, course: Course) -> bool:
    """Whether a crew was sent by this incident, or is being asked for it."""
    if course.crew_id:
        return report.crew_id == course.crew_id
    return course.work is not None and report.about.startswith(f"{course.work.work_id}/")


def look(desk: StormDesk) -> None:
    """Meters may say what no relay does."""
    desk.next_look_us = desk.now_us + round(desk.options.look_s * SECOND_US)
    if any(course.devices for course in desk.open_courses()):
        desk.limits.in_between(desk.field.plant.result, desk.clock())
    loads = silent_loads(desk, SILENT_US) if desk.field.log.dark else []
    for group in by_protection(desk, loads):
        told = f"{len(group)} meters" if len(group) > 1 else "a meter"
        _open_silent(desk, group, f"{told} without supply, no trip", ())


def open_course(desk: StormDesk, title: str, devices: list[str], area: set[int]) -> Course:
    """A new incident takes its course."""
    incident = incidents.opened(desk.next_id("incident"), title, devices, "", desk.now_us)
    course = Course(len(desk.courses), incident, desk.field.snapshot, desk.now_us, devices, set(area))
    desk.courses.append(course)
    desk.progress(f"{desk.clock()}  {incident.incident_id}: {title}")
    course.process = life.course_of(desk, course)
    course.wait = (desk.now_us, lambda: True)
    return course


def claim(desk: StormDesk, course: Course, causes: set[str]) -> None:
    """What these openings have taken and nobody counts yet counts in an incident, from when it was lost."""
    course.causes |= causes
    mine = [r for r in desk.field.log.dark.values() if r.cause in causes and r.owner == NOBODY]
    for since_us in sorted({record.since_us for record in mine}):
        for record in mine:
            if record.since_us == since_us:
                record.owner = course.number
        _observe(desk, course, since_us)


def _take_trip(desk: StormDesk, device: str) -> None:
    """A device has tripped: by somebody's closing, again, or for a new fault."""
    lost = desk.zones.lost_without(desk.field.snapshot, [device])
    desk.switched.append(NOBODY)
    course = _closer(desk, lost)
    if course is None:
        mine = [c for c in desk.open_courses() if device in c.devices and desk.owners.get(device) == c.number]
        course = mine[0] if mine and not lost else None
    if course is not None:
        course.struck = course.fresh & lost
        _trip_again(desk, course, device, lost)
    elif (course := _of_the_same_fault(desk, device, lost)) is not None:
        course.devices = list(dict.fromkeys([*course.devices, device]))
        course.area |= lost
        course.incident = incidents.tripped(course.incident, [device], desk.now_us)
    else:
        course = open_course(desk, f"{desk.label(device)} tripped", [device], lost)
    course.causes.add(device)
    desk.owners[device] = course.number


def _trip_again(desk: StormDesk, course: Course, device: str, lost: set[int]) -> None:
    """An incident has been closed onto a fault."""
    course.has_tripped = True
    course.closings += 1
    course.hidden += course.found is not None or course.is_returning
    course.devices = list(dict.fromkeys([*course.devices, device]))
    course.area |= lost
    course.incident = incidents.tripped(course.incident, [device], desk.now_us)
    desk.note(course, f"{desk.label(device)} has opened again")


def _closer(desk: StormDesk, lost: set[int], within_us: int = CLOSING_US) -> Course | None:
    """Whose closing it was."""
    for course in sorted(desk.open_courses(), key=lambda c: -c.closed[1]):
        switch_id, at_us = course.closed
        if switch_id and desk.now_us - at_us <= within_us and lost & (course.fresh | set(desk.zones.of(switch_id))):
            return course
    return None


def _of_the_same_fault(desk: StormDesk, device: str, lost: set[int]) -> Course | None:
    """An incident whose device has opened just before, at the part that this one has cut off or the other way round."""
    at = set(desk.zones.of(device))
    for course in desk.open_courses():
        theirs = {zone for d in course.devices for zone in desk.zones.of(d)}
        is_recent = desk.now_us - max(course.begun_us, course.closed[1]) <= TOGETHER_US
        if course.devices and is_recent and (theirs & lost or at & course.area):
            return course
    return None


def _take_call(desk: StormDesk, call: FaultEvidence) -> None:
    """A call belongs to the incident that explains it; else the meter is asked, and a new one opened."""
    zones = set(desk.zones.of(call.element_id))
    for course in desk.open_courses():
        if zones & course.area:
            course.calls.append(call)
            return
    dark = desk.field.log.dark.get(call.element_id)
    if call.kind is EvidenceKind.TROUBLE_CALL and dark is None:
        desk.false_calls += 1
    elif dark is not None and dark.owner == NOBODY:
        _open_silent(desk, [call.element_id], "call from a customer without supply", (call,))


def _open_silent(desk: StormDesk, loads: list[str], title: str, calls: tuple[FaultEvidence, ...]) -> None:
    zones = desk.zones.of_loads(loads)
    closer = _closer(desk, zones, SLOW_US)
    if closer is not None and nearest_protection(desk, desk.field.snapshot, zones):
        # A fuse takes its time: what was closed some minutes ago has found a fault after all.
        device = nearest_protection(desk, desk.field.snapshot, zones)
        closer.struck = closer.fresh & zones
        _trip_again(desk, closer, device, zones)
        if desk.field.position(device) is SwitchPosition.CLOSED:
            desk.field.set_known(device, SwitchPosition.OPEN)
            desk.owners[device] = closer.number
        claim(desk, closer, {desk.field.log.dark[load].cause for load in loads if load in desk.field.log.dark})
        return
    course = open_course(desk, title, [], desk.zones.of_loads(loads))
    course.calls += calls
    records = [desk.field.log.dark[load] for load in loads if load in desk.field.log.dark]
    course.begun_us = min((record.since_us for record in records), default=desk.now_us)
    claim(desk, course, {record.cause for record in records})


def _count(desk: StormDesk, lost: tuple[DarkLoad, ...], back: tuple[DarkLoad, ...]) -> None:
    changed = {record.owner for record in back} - {NOBODY}
    for record in lost:
        # Who has operated it last, or for whom it tripped: several incidents may have had to do with one device.
        last = desk.owner(record.cause)
        mine = [c for c in desk.open_courses() if record.cause in c.causes]
        owner = next((c for c in mine if c.number == last), mine[-1] if mine else None)
        if owner is not None:
            record.owner = owner.number
            changed.add(owner.number)
    for number in sorted(changed):
        _observe(desk, desk.courses[number], desk.now_us)


def _observe(desk: StormDesk, course: Course, at_us: int) -> None:
    owned = desk.field.log.owned(course.number)
    course.incident = incidents.observed(course.incident, owned, desk.customers.count, at_us)
    course.peak = max(course.peak, course.incident.outage.customers_out)
