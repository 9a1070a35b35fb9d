"""The control room of a storm, unattended: hears the field, opens incidents, and lets each take its course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from console.workflows import incidents
from console.workflows.customers import CustomerList
from console.workflows.storm_constraints import withheld_by
from console.workflows.storm_course import Course, Process
from console.workflows.storm_crews import CrewBoard, Urgency
from console.workflows.storm_evidence import indicator_points
from console.workflows.storm_field import StormField
from console.workflows.storm_hearing import claim, hear, look
from console.workflows.storm_limits import LimitWatch
from console.workflows.storm_plans import StormPolicy
from console.workflows.storm_supply import NOBODY
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.solving import LoadFlowSolver
from engines.values.fault_evidence import FaultEvidence
from engines.values.points import Quantity
from engines.values.repair import SafetyDocument, WorkOrder

Array = np.ndarray[Any, Any]
SECOND_US = 1_000_000


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
        owners: by switch the number of the incident that operated it last, or for which it tripped.
        priority, connections: by load, of the customers' list.
        plans: how many were made and begun; false_calls: calls from people who had supply.
    """

    operator, supervisor = "operator", "supervisor"

    def __init__(
        self, field: StormField, policy: StormPolicy, board: CrewBoard, customers: CustomerList,
        options: DeskOptions, progress: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.field, self.policy, self.board, self.options = field, policy, board, options
        self.customers, self.progress = customers, progress
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
        self.owners: dict[str, int] = {}
        self.switched: list[int] = []
        self._counts: Counter[str] = Counter()
        self.next_look_us = self.begin_us
        self._devices = set(field.plant.settings.devices)
        self.priority, self.connections = _by_load(customers)

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
            self.progress(f"{self.clock()}  {course.incident.incident_id}: {sentence}")

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
            going = [course for course in self.open_courses() if course.process is not None]
            if self.field.is_script_over:
                end_us = end_us or self.now_us + round(self.options.longest_h * 3600 * SECOND_US)
                unnoticed = any(record.owner == NOBODY for record in self.field.log.dark.values())
                if self.now_us >= end_us or not (going or unnoticed):
                    return
            until_us = min([self.next_look_us, *(course.wait[0] for course in going)])
            hear(self, self.field.advance(max(until_us, self.now_us + 1)))
            if self.now_us >= self.next_look_us:
                look(self)
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

    def claim(self, course: Course, causes: set[str]) -> None:
        """See :func:`console.workflows.storm_hearing.claim`."""
        claim(self, course, causes)

    def open_courses(self) -> list[Course]:
        """Those under way."""
        return [course for course in self.courses if course.is_open]

    # What the courses ask ----------------------------------------------------------------------------------

    def urgency(self, course: Course) -> Urgency:
        """Who comes first: life support, critical customers, the number of customers, the earlier incident.

        Who belongs to another incident and must stay dark for what this one suspects counts in both.
        """
        withheld = withheld_by(self, course)
        waiting = {load for load in self.field.log.dark if withheld.intersection(self.zones.of(load))}
        loads = tuple(sorted(waiting.union(self.field.log.owned(course.number))))
        found = [c for load in loads for c in self.customers.by_load.get(load, ())]
        support = any(c.has_life_support for c in found)
        return not support, -sum(c.count for c in found if c.priority >= 2), -self.customers.count(loads), course.number

    def mark(self) -> int:
        """Where the list of everything switched stands now."""
        return len(self.switched)

    def has_changed(self, course: Course, mark: int) -> bool:
        """Whether anybody else has switched since, or anything has tripped."""
        return any(number != course.number for number in self.switched[mark:])

    def has_switched(self, course: Course, switch_id: str) -> None:
        """A course has operated a switch."""
        self.switched.append(course.number)
        self.owners[switch_id] = course.number

    def owner(self, switch_id: str) -> int | None:
        """The open incident that has brought a switch to where it is, if any."""
        number = self.owners.get(switch_id)
        return number if number is not None and self.courses[number].is_open else None

    def is_normally_closed(self, switch_id: str) -> bool:
        """How a switch stands when nothing is wrong."""
        return bool(self.switch["normal_closed"][self.switch_row(switch_id)])

    def documents(self) -> list[SafetyDocument]:
        """All of them."""
        return [document for course in self.courses for document in course.documents]

    def take_for_open(self, course: Course, device: str) -> None:
        """A device nobody hears of has opened, by all that is known."""
        course.area |= self.zones.lost_without(course.before, [device])
        if self.field.position(device) is SwitchPosition.CLOSED:
            self.field.set_known(device, SwitchPosition.OPEN)
            self.owners[device] = course.number
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

    def clear_what_holds(self) -> None:
        """What stands under voltage is suspected by nobody any more, whoever has given it."""
        held = self.zones.live(self.field.snapshot)
        for course in self.open_courses():
            course.doubted = {zone for zone in course.doubted if not held[zone]}
            left = {z: p for z, p in course.suspects.items() if not held[z] or z in course.damage}
            before, after = sum(course.suspects.values()), sum(left.values())
            course.suspects = {z: p * before / after for z, p in left.items()} if after > 0.0 else left

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
