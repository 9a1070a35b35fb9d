"""From searching the suspected zones to handing the place back: what the crew of an incident does on site."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from console.workflows import incidents, safety
from console.workflows.crew_reports import CrewReport, CrewRequest, CrewTask, CrewWord
from console.workflows.restoration_time import USUAL
from console.workflows.storm_course import Course, Outcome, Process
from console.workflows.storm_crews import give_way, hear, need
from console.workflows.storm_switching import carry_out, note_isolated
from engines.grid.switches import SwitchPosition
from engines.values.fault_evidence import EvidenceKind
from engines.values.repair import FaultCause, SafetyDocument

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

AGAIN_S = 600.0
MOST_TRIES = 20
SEARCH_RATIO, REPAIR_RATIO = 2.0, 4.0
"""Before a search, and before a repair, a crew leaves for so many times the customers."""


def find(desk: StormDesk, course: Course) -> Process[None]:
    """Have the zones searched in their order; what is found is in the course, and how the switches there stand."""
    assert course.work is not None
    give_way(desk, course, SEARCH_RATIO)
    crew_id = yield from need(desk, course)
    about = f"{course.work.work_id}/{desk.next_id('search')}"
    sections = tuple(desk.zones.elements[zone] for zone in course.ranked)
    known = tuple(report.event_id for report in course.damage.values())
    desk.field.tell(CrewRequest(CrewTask.SEARCH, crew_id, about, sections=sections, known=known))
    report = yield from hear(desk, course, about, (CrewWord.FOUND, CrewWord.NOTHING_FOUND))
    course.found = report if report is not None and report.word is CrewWord.FOUND else None
    if course.found is not None and course.found.event_id not in desk.field.faults:
        # Another incident's crew has repaired it meanwhile: there is nothing to be made safe.
        desk.note(course, f"{course.found.element_id} is repaired already")
        place = desk.zones.of(course.found.element_id)[0]
        course.ranked = course.ranked[course.ranked.index(place) :]
        yield from find(desk, course)
        return
    searched = course.ranked
    if course.found is not None:
        place = desk.zones.of(course.found.element_id)[0]
        searched = course.ranked[: course.ranked.index(place) + 1]
        course.suspects, course.damage[place] = {place: 1.0}, course.found
        course.incident = incidents.caused(
            course.incident, course.found.cause, (course.found.element_id,), crew_id, desk.now_us
        )
    else:
        course.suspects = {}
        desk.note(course, "nothing is broken where it was searched")
    course.doubted -= set(searched)
    _read_switches(desk, course, searched)


def _read_switches(desk: StormDesk, course: Course, zones: list[int]) -> None:
    """Who walks along sees how the switches without telemetry stand, blown fuses among them."""
    field = desk.field
    sides = desk.zones.zones.of_switch
    near = np.isin(sides, zones).any(axis=1) & ~field.is_remote
    for row in np.flatnonzero(near).tolist():
        switch_id = str(field.network["switch"].id[row])
        stands = field.true_position(switch_id)
        if stands != field.position(switch_id):
            field.set_known(switch_id, stands)
            if desk.owner(switch_id) is None:
                desk.owners[switch_id] = course.number


def usual_minutes(found: CrewReport) -> float:
    """What such a repair usually takes."""
    return USUAL.get(found.cause, USUAL[FaultCause.UNKNOWN]).median_min


def urgent_damage(desk: StormDesk, course: Course, places: Collection[int], *, is_last: bool) -> int | None:
    """The zone whose repair gives most customers supply a minute, over the network as it normally is.

    Args:
        is_last: nothing is left to be searched; else ``None`` where no repair gives anybody supply while the rest of
            what is suspected stays dark.
    """
    blocked = course.damage.keys() | course.doubted | course.suspects.keys()
    state = desk.zones.state(desk.field.snapshot)
    fed = desk.zones.fed_normally(state, blocked)

    def gain(place: int) -> float:
        more = desk.zones.fed_normally(state, blocked - {place}) - fed
        waiting = [load for load in desk.field.log.dark if more.intersection(desk.zones.of(load))]
        return desk.customers.count(waiting) / usual_minutes(course.damage[place])

    ranked = sorted((-gain(place), usual_minutes(course.damage[place]), place) for place in places)
    return ranked[0][2] if ranked and (is_last or ranked[0][0] < 0) else None


def mend(desk: StormDesk, course: Course, place: int) -> Process[Outcome]:
    """Make a damaged zone safe, repair it, and take all back. What stands in the way is noted and tried again."""
    found = course.damage[place]
    give_way(desk, course, REPAIR_RATIO)
    yield from need(desk, course)
    for _ in range(MOST_TRIES):
        document = yield from _isolated(desk, course, place, found)
        if document is not None and (yield from _earthed(desk, course, document)):
            yield from _repaired(desk, course, course.documents[-1], found)
            del course.damage[place]
            course.suspects.pop(place, None)
            return Outcome.DONE
        yield from desk.pause(AGAIN_S)
    desk.note(course, "the place could not be made safe")
    return Outcome.BLOCKED


def _isolated(desk: StormDesk, course: Course, place: int, found: CrewReport) -> Process[SafetyDocument | None]:
    """A document whose every point of isolation is known to be open; ``None`` where the place is still fed."""
    field = desk.field
    state = desk.zones.state(field.snapshot)
    part, around = desk.zones.joined(state, place)
    if any(state.is_source[zone] for zone in part):
        draft = desk.policy.isolate(desk, course, place)
        if draft is None or (yield from carry_out(desk, course, draft)) is not Outcome.DONE:
            return None
        part, around = desk.zones.joined(desk.zones.state(field.snapshot), place)
    if not around:
        return None
    work = f"repair of {found.element_id}"
    document = SafetyDocument(desk.next_id("document"), course.incident.incident_id, work, around, (found.element_id,))
    document = safety.isolated(document, lambda s: field.position(s) is SwitchPosition.OPEN, desk.now_us)
    course.put_document(document)
    note_isolated(desk, course, f"isolated with {', '.join(around)}")
    return document


def _earthed(desk: StormDesk, course: Course, document: SafetyDocument) -> Process[bool]:
    """Prove dead, earth, issue; false where there was voltage."""
    crew_id, place = (yield from need(desk, course)), document.earths[0]
    desk.field.tell(CrewRequest(CrewTask.PROVE_DEAD, crew_id, document.document_id, place))
    tested = yield from hear(desk, course, document.document_id, (CrewWord.PROVED_DEAD, CrewWord.NOT_DEAD))
    if tested is None or tested.word is CrewWord.NOT_DEAD:
        course.put_document(safety.cancelled(document, desk.now_us))
        desk.note(course, f"{place} is not dead")
        _read_switches(desk, course, list(range(desk.zones.zones.count)))
        return False
    document = course.put_document(safety.proved_dead(document, desk.now_us))
    desk.field.tell(CrewRequest(CrewTask.EARTH, crew_id, document.document_id, place))
    yield from hear(desk, course, document.document_id, (CrewWord.EARTHED,))
    document = safety.earthed(document, (place,), desk.now_us)
    course.put_document(safety.issued(document, crew_id, desk.operator, desk.now_us))
    return True


def _repaired(desk: StormDesk, course: Course, document: SafetyDocument, found: CrewReport) -> Process[None]:
    """The repair itself, the document returned and cancelled, the earth off."""
    assert course.work is not None
    about, crew_id = course.work.work_id, course.crew_id
    request = CrewRequest(CrewTask.REPAIR, crew_id, about, found.element_id, event_id=found.event_id, cause=found.cause)
    desk.field.tell(request)
    yield from hear(desk, course, about, (CrewWord.REPAIRED,))
    if not course.repaired_us:
        course.repaired_us, course.left = desk.now_us, course.incident.outage.customers_out
    yield from hear(desk, course, about, (CrewWord.CLEARED,))
    document = course.put_document(safety.returned(document, crew_id, desk.now_us))
    course.put_document(safety.cancelled(document, desk.now_us))
    desk.field.tell(CrewRequest(CrewTask.REMOVE_EARTH, crew_id, document.document_id, document.earths[0]))
    yield from hear(desk, course, document.document_id, (CrewWord.EARTH_REMOVED,))
    desk.note(course, f"{found.element_id} is repaired, and cleared")
    for other in desk.courses:
        # A wire on the ground may have been told to another incident of the same feeder.
        other.calls = [c for c in other.calls if (c.kind, c.element_id) != (EvidenceKind.WIRE_DOWN, found.element_id)]
