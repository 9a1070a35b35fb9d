"""The control room of a storm, unattended: hears the field, opens incidents, and lets each take its course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from console.workflows import incidents
from console.workflows import storm_life as life
from console.workflows.customers import CustomerList
from console.workflows.storm_course import Course, Process
from console.workflows.storm_crews import CrewBoard, Urgency, note_report
from console.workflows.storm_evidence import indicator_points, nearest_protection, silent_loads
from console.workflows.storm_field import Heard, StormField
from console.workflows.storm_limits import LimitWatch
from console.workflows.storm_plans import StormPolicy
from console.workflows.storm_supply import NOBODY, DarkLoad
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.values.fault_evidence import EvidenceKind, FaultEvidence
from engines.values.frozen import FrozenMap
from engines.values.points import Quantity
from engines.values.repair import SafetyDocument, WorkOrder

Array = np.ndarray[Any, Any]
SECOND_US = 1_000_000
CLOSING_US = 10 * SECOND_US
"""A trip so soon after a closing comes from it."""
SLOW_US = 15 * 60 * SECOND_US
SILENT_US = 120 * SECOND_US
LEAST_REPAIR_H, MOST_REPAIR_H = 4.0, 24.0


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How the control room works.

    Attributes:
        plan_seconds: for refining each plan; 0 takes the first.
        look_s: how often it looks for outages nobody has reported by protection.
        listen_s: so long it listens for late evidence once a device has locked out.
        longest_h: simulated hours after the last fault until whatever is open stays open.
    """

    plan_seconds: float = 0.0
    look_s: float = 60.0
    listen_s: float = 45.0
    longest_h: float = 96.0


class StormDesk:
    """Everything the courses share.

    Attributes:
        courses: incidents in the order in which they were opened.
        plans: how many were made and begun; false_calls: calls from people who had supply.
    """

    operator, supervisor = "operator", "supervisor"

    def __init__(
        self, field: StormField, policy: StormPolicy, board: CrewBoard, customers: CustomerList,
        options: DeskOptions, progress: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.field, self.policy, self.board, self.options = field, policy, board, options
        self.customers, self._progress = customers, progress
        self.zones, self.network = field.zones, field.network
        self.switch = field.network["switch"]
        self.solver = LoadFlowSolver(field.network)
        self.limits = LimitWatch(field.network)
        self.courses: list[Course] = []
        self.plans = self.false_calls = 0
        self.begin_us = field.now_us
        points = field.plant.points
        self.meter_rows: Array = np.flatnonzero([p.quantity is Quantity.IS_POWERED for p in points])
        self._row_of = {p.point_id: row for row, p in enumerate(points)}
        self._owner: dict[str, int] = {}
        self._switched: list[int] = []
        self._counts: Counter[str] = Counter()
        self._next_look_us = self.begin_us
        self._devices = set(field.plant.settings.devices)
        self._priority, self._connections = _by_load(customers)

    @property
    def now_us(self) -> int:
        """The field's moment."""
        return self.field.now_us

    def clock(self) -> str:
        """The moment for a person: local time of the profiles."""
        return datetime.fromtimestamp(self.now_us // SECOND_US, UTC).strftime("%d. %H:%M:%S")

    def next_id(self, kind: str) -> str:
        """A new id, ``order:3``."""
        self._counts[kind] += 1
        return f"{kind}:{self._counts[kind]}"

    def note(self, course: Course, sentence: str) -> None:
        """A line in the timeline; the same one after the other is written once."""
        last = course.incident.timeline[-1].sentence if course.incident.timeline else ""
        if sentence != last:
            course.incident = incidents.noted(course.incident, "", sentence, self.now_us)
            self._progress(f"{self.clock()}  {course.incident.incident_id}: {sentence}")

    # Waiting -----------------------------------------------------------------------------------------------

    def pause(self, seconds: float) -> Process[None]:
        """Let so much time pass."""
        yield from self.until(lambda: False, seconds)

    def until(self, ready: Callable[[], bool], seconds: float, *, every_s: float = 0.0) -> Process[bool]:
        """Wait; false where the time was up first. ``every_s``: how often to look where nothing is heard."""
        end = self.now_us + round(min(seconds, 1e7) * SECOND_US)
        while not ready():
            if self.now_us >= end:
                return False
            yield (min(end, self.now_us + round(every_s * SECOND_US)) if every_s else end), ready
        return True

    # Time --------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Until everything is normal again, or the time is up."""
        end_us = None
        while True:
            if self.field.is_script_over:
                end_us = end_us or self.now_us + round(self.options.longest_h * 3600 * SECOND_US)
                if self.now_us >= end_us or not (self.open_courses() or self.field.log.dark):
                    return
            waits = [course.wait[0] for course in self.open_courses()]
            heard = self.field.advance(max(min([self._next_look_us, *waits]), self.now_us + 1))
            self._hear(heard)
            if self.now_us >= self._next_look_us:
                self._look()
            self._resume()

    def _resume(self) -> None:
        """Let every course go on that may, until all of them wait."""
        is_moving = True
        while is_moving:
            is_moving = False
            for course in self.open_courses():
                until_us, ready = course.wait
                if course.process is not None and (self.now_us >= until_us or ready()):
                    is_moving = True
                    try:
                        course.wait = next(course.process)
                    except StopIteration:
                        course.process = None

    def _hear(self, heard: Heard) -> None:
        for device in heard.trips:
            self._take_trip(device)
        for change in heard.changes:
            self._count(change.lost, change.back)
        for report in heard.reports:
            for course in self.open_courses():
                if report.crew_id == course.crew_id or (course.work and report.about.startswith(course.work.work_id)):
                    note_report(course, report)
                    course.reports.append(report)
        for call in heard.calls:
            self._take_call(call)

    # Incidents ---------------------------------------------------------------------------------------------

    def open_courses(self) -> list[Course]:
        """Those under way."""
        return [course for course in self.courses if course.is_open]

    def _take_trip(self, device: str) -> None:
        """A device has tripped: by somebody's closing, again, or for a new fault."""
        lost = self.zones.lost_without(self.field.snapshot, [device])
        self._switched.append(NOBODY)
        course = self._closer(lost)
        if course is None:
            mine = [c for c in self.open_courses() if device in c.devices and self._owner.get(device) == c.number]
            course = mine[0] if mine and not lost else None
        if course is not None:
            self._tripped_again(course, device, lost)
        else:
            course = self.open(f"{self.label(device)} tripped", [device], lost)
        course.causes.add(device)
        self._owner[device] = course.number

    def _tripped_again(self, course: Course, device: str, lost: set[int]) -> None:
        """An incident has been closed onto a fault."""
        course.has_tripped = True
        course.closings += 1
        course.hidden += life.is_hidden(self, course)
        course.devices = list(dict.fromkeys([*course.devices, device]))
        course.area |= lost
        course.incident = incidents.tripped(course.incident, [device], self.now_us)
        self.note(course, f"{self.label(device)} has opened again")

    def _closer(self, lost: set[int], within_us: int = CLOSING_US) -> Course | None:
        """Whose closing it was."""
        for course in sorted(self.open_courses(), key=lambda c: -c.closed[1]):
            switch_id, at_us = course.closed
            if switch_id and self.now_us - at_us <= within_us and lost & set(self.zones.of(switch_id)):
                return course
        return None

    def open(self, title: str, devices: list[str], area: set[int]) -> Course:
        """A new incident takes its course."""
        incident = incidents.opened(self.next_id("incident"), title, devices, "", self.now_us)
        course = Course(len(self.courses), incident, self.field.snapshot, self.now_us, devices, set(area))
        self.courses.append(course)
        self._progress(f"{self.clock()}  {incident.incident_id}: {title}")
        course.process = life.course_of(self, course)
        course.wait = (self.now_us, lambda: True)
        return course

    def _take_call(self, call: FaultEvidence) -> None:
        """A call belongs to the incident that explains it; else the meter is asked, and a new one opened."""
        zones = set(self.zones.of(call.element_id))
        for course in self.open_courses():
            if zones & course.area:
                course.calls.append(call)
                return
        dark = self.field.log.dark.get(call.element_id)
        if call.kind is EvidenceKind.TROUBLE_CALL and dark is None:
            self.false_calls += 1
        elif dark is not None and dark.owner == NOBODY:
            self._open_silent([call.element_id], "a customer without supply has called", (call,))

    def _look(self) -> None:
        """Meters may say what no relay does."""
        self._next_look_us = self.now_us + round(self.options.look_s * SECOND_US)
        if any(course.devices for course in self.open_courses()):
            self.limits.in_between(self.field.plant.result, self.clock())
        loads = silent_loads(self, SILENT_US) if self.field.log.dark else []
        if loads:
            self._open_silent(loads, f"{len(loads)} meters have lost their supply and nothing has tripped", ())

    def _open_silent(self, loads: list[str], title: str, calls: tuple[FaultEvidence, ...]) -> None:
        zones = self.zones.of_loads(loads)
        closer = self._closer(zones, SLOW_US)
        if closer is not None and nearest_protection(self, self.field.snapshot, zones):
            # A fuse takes its time: what was closed some minutes ago has found a fault after all.
            device = nearest_protection(self, self.field.snapshot, zones)
            self._tripped_again(closer, device, zones)
            if self.field.position(device) is SwitchPosition.CLOSED:
                self.field.set_known(device, SwitchPosition.OPEN)
                self._owner[device] = closer.number
            self.claim(closer, {self.field.log.dark[load].cause for load in loads if load in self.field.log.dark})
            return
        course = self.open(title, [], self.zones.of_loads(loads))
        course.calls += calls
        records = [self.field.log.dark[load] for load in loads if load in self.field.log.dark]
        course.begun_us = min((record.since_us for record in records), default=self.now_us)
        self.claim(course, {record.cause for record in records})

    def claim(self, course: Course, causes: set[str]) -> None:
        """What these openings have taken and nobody counts yet counts in an incident, from when it was lost."""
        course.causes |= causes
        mine = [r for r in self.field.log.dark.values() if r.cause in causes and r.owner == NOBODY]
        for since_us in sorted({record.since_us for record in mine}):
            for record in mine:
                if record.since_us == since_us:
                    record.owner = course.number
            self._observe(course, since_us)

    def _count(self, lost: tuple[DarkLoad, ...], back: tuple[DarkLoad, ...]) -> None:
        changed = {record.owner for record in back} - {NOBODY}
        for record in lost:
            owner = next((c for c in reversed(self.open_courses()) if record.cause in c.causes), None)
            if owner is not None:
                record.owner = owner.number
                changed.add(owner.number)
        for number in sorted(changed):
            self._observe(self.courses[number], self.now_us)

    def _observe(self, course: Course, at_us: int) -> None:
        owned = self.field.log.owned(course.number)
        course.incident = incidents.observed(course.incident, owned, self.customers.count, at_us)
        course.peak = max(course.peak, course.incident.outage.customers_out)

    # What the courses ask ----------------------------------------------------------------------------------

    def urgency(self, course: Course) -> Urgency:
        """Who comes first: life support, critical customers, the number of customers, the earlier incident."""
        loads = self.field.log.owned(course.number)
        found = [c for load in loads for c in self.customers.by_load.get(load, ())]
        support = any(c.has_life_support for c in found)
        return not support, -sum(c.count for c in found if c.priority >= 2), -self.customers.count(loads), course.number

    def mark(self) -> int:
        """Where the list of everything switched stands now."""
        return len(self._switched)

    def has_changed(self, course: Course, mark: int) -> bool:
        """Whether anybody else has switched since, or anything has tripped."""
        return any(number != course.number for number in self._switched[mark:])

    def has_switched(self, course: Course, switch_id: str) -> None:
        """A course has operated a switch."""
        self._switched.append(course.number)
        self._owner[switch_id] = course.number

    def owner(self, switch_id: str) -> int | None:
        """The open incident that has brought a switch to where it is, if any."""
        number = self._owner.get(switch_id)
        return number if number is not None and self.courses[number].is_open else None

    def is_normally_closed(self, switch_id: str) -> bool:
        """How a switch stands when nothing is wrong."""
        return bool(self.switch["normal_closed"][self.switch_row(switch_id)])

    def abnormal(self, course: Course) -> list[str]:
        """Switches that are not as they normally are, less those of other incidents."""
        normal = np.where(self.switch["normal_closed"], SwitchPosition.CLOSED, SwitchPosition.OPEN)
        rows = np.flatnonzero(self.field.known != normal)
        held = self._held_by_others(course)
        return [s for s in (str(self.switch.id[row]) for row in rows) if s not in held]

    def documents(self) -> list[SafetyDocument]:
        """All of them."""
        return [document for course in self.courses for document in course.documents]

    def constraints(self, course: Course) -> RestorationOptions:
        """What a plan of one incident must keep to for the sake of the others, and of what has failed."""
        others = [other for other in self.open_courses() if other is not course]
        excluded = set(course.excluded)
        for other in others:
            excluded |= other.planned | other.excluded
            excluded |= {s for d in other.documents if d.state.protects for s in d.isolation}
        excluded |= self._held_by_others(course)
        guarded = set().union(*(life.guarded(self, other, course) for other in others), life.kept_dead(self, course))
        tagged = {self.zones.elements[zone][0] for zone in guarded}
        remote = {s: False for c in self.courses for s in c.on_site if c.is_open}
        return RestorationOptions(
            excluded=frozenset(excluded), tagged=frozenset(tagged), remote=FrozenMap(remote),
            wire_down=life.wires_down(self, course), repair_hours=self._repair_hours(course),
            reclosing=self._reclosing(course), seconds=self.options.plan_seconds,
            customers=FrozenMap(self._connections), priority=FrozenMap(self._priority),
        )  # fmt: skip

    def _held_by_others(self, course: Course) -> set[str]:
        """Switches that are not normal for the sake of another incident; who is on the way back lets go of them."""
        normal = np.where(self.switch["normal_closed"], SwitchPosition.CLOSED, SwitchPosition.OPEN)
        found = set()
        for switch_id in self._owner:
            number, row = self.owner(switch_id), self.switch_row(switch_id)
            if number in (None, course.number) or self.field.known[row] == normal[row]:
                continue
            other = self.courses[number] if number is not None else course
            if not (other.is_returning and course.is_returning):
                found.add(switch_id)
        return found

    def not_mine(self, course: Course) -> frozenset[str]:
        """Switches that are not normal, and not by this incident."""
        normal = np.where(self.switch["normal_closed"], SwitchPosition.CLOSED, SwitchPosition.OPEN)
        ids = [str(self.switch.id[row]) for row in np.flatnonzero(self.field.known != normal)]
        return frozenset(s for s in ids if self.owner(s) != course.number)

    def _repair_hours(self, course: Course) -> float:
        estimate = course.incident.estimate
        hours = LEAST_REPAIR_H if estimate is None else (estimate.at_us - self.now_us) / 3600e6
        return min(max(hours, LEAST_REPAIR_H), MOST_REPAIR_H)

    def _reclosing(self, course: Course) -> frozenset[str]:
        rows = [r for r, p in enumerate(self.field.plant.points) if p.quantity is Quantity.IS_RECLOSING_ON]
        readings = self.field.plant.readings().value
        on = {self.field.plant.points[r].element_id for r in rows if readings[r] == 1.0}
        return frozenset(on - course.reclosing_deaf)

    def take_for_open(self, course: Course, device: str) -> None:
        """A device nobody hears of has opened, by all that is known."""
        course.area |= self.zones.lost_without(course.before, [device])
        if self.field.position(device) is SwitchPosition.CLOSED:
            self.field.set_known(device, SwitchPosition.OPEN)
            self._owner[device] = course.number
        course.devices = list(dict.fromkeys([*course.devices, device]))
        course.incident = incidents.tripped(course.incident, [device], self.now_us)

    def reset_indicators(self, evidence: tuple[FaultEvidence, ...]) -> None:
        """What has been read is reset, so that the next fault can be told from this one."""
        for point in indicator_points(evidence):
            if point in self._row_of:
                self.field.command(point, 0.0)

    def renewed(self, work: WorkOrder) -> WorkOrder:
        """A work order everybody may be asked for again."""
        return WorkOrder(
            self.next_id("work"), work.incident_id, work.element_id, work.task, work.skill, work.priority,
            new_us=self.now_us,
        )  # fmt: skip

    def label(self, element_id: str) -> str:
        """What people call it."""
        ref = self.network.find(element_id)
        return self.network.label(ref) if ref is not None else element_id

    def is_device(self, switch_id: str) -> bool:
        """Whether protection acts on a switch."""
        return self.switch_row(switch_id) in self._devices

    def can_command(self, switch_id: str, course: Course) -> bool:
        """Whether a switch is operated from the control room, as far as is known."""
        return self.field.has_remote(switch_id) and switch_id not in course.on_site

    def dead_zones(self, snapshot: Snapshot) -> set[int]:
        """Zones without supply, as known."""
        return set(np.flatnonzero(~self.zones.live(snapshot)).tolist())

    def can_hear(self, switch_id: str) -> bool:
        """Whether a switch has a position that is told."""
        return self.field.has_remote(switch_id)

    def before_trip(self, course: Course) -> Snapshot:
        """The network with what was closed last still closed."""
        snapshot = self.field.snapshot
        for switch_id in (*course.devices, course.closed[0]):
            if switch_id and self.is_normally_closed(switch_id):
                snapshot = snapshot.with_values(
                    "switch", "position", [self.switch_row(switch_id)], SwitchPosition.CLOSED
                )
        return snapshot

    def stands_for(self, course: Course, left: list[str]) -> bool:
        """Whether switches that are not normal can still become so by this incident."""
        return bool(set(left) - course.excluded)

    def switch_row(self, switch_id: str) -> int:
        """Row of a switch."""
        ref = self.network.find(switch_id)
        assert ref is not None
        return ref.row


def _by_load(customers: CustomerList) -> tuple[dict[str, int], dict[str, int]]:
    """Priority (3: life support) and connections by load."""
    priority = {
        load: max(3 if c.has_life_support else c.priority for c in found) for load, found in customers.by_load.items()
    }
    return priority, {load: sum(c.count for c in found) for load, found in customers.by_load.items()}
