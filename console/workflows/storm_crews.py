"""Crews for the incidents of a storm: who gets one first, and how they are called and listened to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from console.workflows import incidents, work
from console.workflows.crew_files import CABLE, OVERHEAD, SWITCHING
from console.workflows.crew_reports import CrewReport, CrewRequest, CrewTask, CrewWord
from console.workflows.places import Places, travel_min
from console.workflows.restoration_time import estimate
from console.workflows.storm_course import Course, Process
from engines.values.repair import Crew, CrewChoice, WorkOrder, WorkState

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

ANSWER_S = 600.0
"""Who has not answered by then does not come."""
LOOK_S = 60.0
WORK_STATES = {
    CrewWord.EN_ROUTE: WorkState.EN_ROUTE,
    CrewWord.ON_SITE: WorkState.ON_SITE,
    CrewWord.FOUND: WorkState.FOUND,
    CrewWord.REPAIRED: WorkState.REPAIRED,
    CrewWord.CLEARED: WorkState.CLEARED,
}
Urgency = tuple[bool, int, int, int]


class CrewBoard:
    """Who is where, who is busy, and who waits for a crew: life support first, then critical customers, then many.

    Args:
        place_of: where a crew is now, in km.
    """

    def __init__(self, crews: Sequence[Crew], places: Places, place_of: Callable[[str], tuple[float, float]]) -> None:
        self.crews, self._places, self._place_of = tuple(crews), places, place_of
        self._busy: dict[str, int] = {}
        self._waiting: dict[int, Urgency] = {}

    def wait(self, course: Course, urgency: Urgency) -> None:
        """A course asks for a crew, with how urgent it is by now; the smaller the sooner."""
        self._waiting[course.number] = urgency

    def take(self, course: Course, order: WorkOrder, minute_of_day: int) -> CrewChoice | None:
        """The crew that may go now; ``None`` while all are busy, or others come first."""
        free = [c for c in self._choices(order, minute_of_day) if c.can_go and not c.jobs]
        mine = self._waiting[course.number]
        ahead = sum(other < mine for number, other in self._waiting.items() if number != course.number)
        if len(free) <= ahead:
            return None
        del self._waiting[course.number]
        self._busy[free[0].crew.crew_id] = course.number
        return free[0]

    def has_refused_all(self, order: WorkOrder, minute_of_day: int) -> bool:
        """Whether everybody who is on shift and able was asked in vain."""
        asked = [c for c in self._choices(order, minute_of_day) if c.crew.crew_id in order.refused_by]
        return bool(asked) and not any(c.can_go for c in self._choices(order, minute_of_day))

    def release(self, crew_id: str) -> None:
        """A crew is free again."""
        self._busy.pop(crew_id, None)

    def is_wanted(self, urgency: Urgency, ratio: float) -> bool:
        """Whether a crew should leave its incident for a more urgent one with so many times its customers."""
        return any(other < urgency and other[2] <= ratio * urgency[2] for other in self._waiting.values())

    def is_waiting(self, course: Course) -> bool:
        """Whether a course has asked for a crew and has none yet."""
        return course.number in self._waiting

    def forget(self, course: Course) -> None:
        """A course does not wait any more."""
        self._waiting.pop(course.number, None)

    def _choices(self, order: WorkOrder, minute_of_day: int) -> tuple[CrewChoice, ...]:
        place = self._places.of(order.element_id)
        road = {c.crew_id: travel_min(self._place_of(c.crew_id), place) for c in self.crews}
        jobs = dict.fromkeys(self._busy, 1)
        known = {skill for crew in self.crews for skill in crew.skills}
        # Where nobody at all has a skill, it cannot be asked for.
        skill = order.skill if order.skill in known else ""
        return work.rank_crews(self.crews, place, skill, minute_of_day, jobs, unwanted=order.refused_by, road_min=road)


def skill_for(desk: StormDesk, zones: Sequence[int]) -> str:
    """What a fault in these zones asks for."""
    return OVERHEAD if desk.zones.is_overhead(zones) else CABLE


def need(desk: StormDesk, course: Course) -> Process[str]:
    """Wait for a crew, call it, and go on to the next one where it does not answer; its id."""
    while not course.crew_id:
        renew(desk, course)
        assert course.work is not None
        choice = None
        while choice is None:
            if desk.board.has_refused_all(course.work, desk.field.minute_of_day):
                desk.note(course, "no crew has answered; all are asked again")
                course.past.append(_ended(course.work, desk.now_us))
                course.work = desk.renewed(course.work)
            desk.board.wait(course, desk.urgency(course))
            choice = desk.board.take(course, course.work, desk.field.minute_of_day)
            if choice is None:
                yield from desk.pause(LOOK_S)
        crew_id = choice.crew.crew_id
        course.work = work.assigned(course.work, crew_id, desk.now_us)
        about = f"{course.work.work_id}/{len(course.work.refused_by)}"
        desk.field.tell(CrewRequest(CrewTask.COME, crew_id, about, course.work.element_id))
        answer = yield from hear(desk, course, about, (CrewWord.ANSWERED,), seconds=ANSWER_S)
        if answer is None:
            desk.note(course, f"{choice.crew.name} does not answer")
            course.work = work.unanswered(course.work, desk.now_us)
            desk.field.tell(CrewRequest(CrewTask.RELEASE, crew_id, about))
            desk.board.release(crew_id)
            continue
        course.crew_id = crew_id
        told = estimate(course.work, desk.now_us, choice.travel_min)
        course.incident = incidents.estimated(course.incident, told)
    return course.crew_id


def renew(desk: StormDesk, course: Course) -> None:
    """Somebody must come once more after the work is done: another work order, to switch."""
    order = course.work
    if order is None or order.state not in (WorkState.NEW, WorkState.ASSIGNED, WorkState.EN_ROUTE):
        assert order is not None
        over = order if order.state.is_over else _ended(order, desk.now_us)
        course.past.append(over)
        again = replace(order, task="switching", skill=SWITCHING) if course.is_returning else order
        course.work = desk.renewed(again)


def _ended(order: WorkOrder, now_us: int) -> WorkOrder:
    if order.state is WorkState.CLEARED:
        return work.advanced(order, WorkState.CLOSED, now_us)
    return work.cancelled(order, "not needed any more", now_us)


def end_work(course: Course, now_us: int) -> None:
    """Nobody is needed any more."""
    if course.work is not None and not course.work.state.is_over:
        course.work = _ended(course.work, now_us)


def hear(
    desk: StormDesk, course: Course, about: str, words: Sequence[CrewWord], *, number: int = 0,
    seconds: float = float("inf"),
) -> Process[CrewReport | None]:  # fmt: skip
    """Wait for one of some words; ``None`` where none was said in time."""

    def said() -> CrewReport | None:
        return next((r for r in course.reports if r.about == about and r.number == number and r.word in words), None)

    if not (yield from desk.until(lambda: said() is not None, seconds)):
        return None
    report = said()
    assert report is not None
    course.reports.remove(report)
    return report


def note_report(course: Course, report: CrewReport) -> None:
    """The work order follows what the crew says."""
    state = WORK_STATES.get(report.word)
    order = course.work
    if state is None or order is None or not order.crew_id or order.crew_id != report.crew_id:
        return
    if work.COURSE.index(state) > work.COURSE.index(order.state):
        course.work = work.advanced(order, state, report.time_us, report.cause if state is WorkState.FOUND else None)
        course.incident = incidents.estimated(course.incident, estimate(course.work, report.time_us))


def give_way(desk: StormDesk, course: Course, ratio: float) -> None:
    """Between two jobs the crew goes to a more urgent incident, if one waits.

    Args:
        ratio: how many times the customers must wait there: the crew's way, and what it has found, are lost.
    """
    if course.crew_id and desk.board.is_wanted(desk.urgency(course), ratio):
        desk.note(course, "the crew goes to a more urgent incident first")
        let_go(desk, course)


def let_go(desk: StormDesk, course: Course) -> None:
    """The crew is not needed here any more."""
    if course.crew_id:
        desk.field.tell(CrewRequest(CrewTask.RELEASE, course.crew_id, course.incident.incident_id))
        desk.board.release(course.crew_id)
        course.crew_id = ""
    desk.board.forget(course)
