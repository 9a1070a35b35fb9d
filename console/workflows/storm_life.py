"""The course of one incident of a storm, from the trip to the last closed switch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.workflows import incidents
from console.workflows.storm_constraints import abnormal
from console.workflows.storm_course import Course, Outcome, Process
from console.workflows.storm_crews import end_work, let_go, skill_for
from console.workflows.storm_evidence import held, is_open, ranked
from console.workflows.storm_repair import find, mend, urgent_damage
from console.workflows.storm_switching import carry_out, note_isolated, out_of_between
from engines.values.incidents import IncidentState
from engines.values.repair import WorkOrder, WorkState

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

LOOK_S = 5.0
AFTER_S = 5.0
"""Beyond the longest dead time a device that stands open has locked out."""
HOLDS_S = 25.0
LONGEST_SEQUENCE_S = 240.0
MOST_ROUNDS = 12
AGAIN_S = 300.0
LONG_S = 1800.0
MOST_ATTEMPTS = 30


def course_of(desk: StormDesk, course: Course) -> Process[None]:
    """Lockout, location, supply, search, repair, back to normal, closed; again where it trips on the way."""
    for _ in range(MOST_ATTEMPTS):
        course.has_tripped = False
        if (yield from _after_lockout(desk, course)):
            desk.note(course, "reclosed, and holds")
            break
        yield from desk.pause(desk.options.listen_s)
        _locate(desk, course)
        outcome = yield from _supply(desk, course)
        if outcome is not Outcome.TRIPPED:
            outcome = yield from _repair(desk, course)
        if outcome is not Outcome.TRIPPED:
            outcome = yield from _back(desk, course)
        if outcome is Outcome.DONE and not desk.field.log.owned(course.number):
            break
        _begin_again(desk, course, outcome)
    let_go(desk, course)
    _close(desk, course)


def _after_lockout(desk: StormDesk, course: Course) -> Process[bool]:
    """Wait until the protection is through with it; whether it has closed again and holds."""
    if not course.devices:
        return False
    devices = [d for d in course.devices if desk.can_hear(d)]
    settings = desk.field.plant.settings.devices
    times = [
        t for d in devices
        for r in [settings[desk.switch_row(d)].reclosing] if r is not None
        for t in r.dead_times_s
    ]  # fmt: skip
    opened = closed = 0.0
    passed = 0.0
    while opened < max(times, default=0.0) + AFTER_S and closed < HOLDS_S and passed < LONGEST_SEQUENCE_S:
        yield from desk.pause(LOOK_S)
        passed += LOOK_S
        stands_open = any(is_open(desk, [d]) for d in devices)
        opened, closed = (opened + LOOK_S, 0.0) if stands_open else (0.0, closed + LOOK_S)
    return closed >= HOLDS_S and not desk.field.log.owned(course.number)


def _locate(desk: StormDesk, course: Course) -> None:
    desk.policy.locate(desk, course)
    desk.claim(course, course.causes)
    if not course.located_us and course.suspects:
        course.located_us = desk.now_us
        course.held = held(desk, course)
    if course.work is None or course.work.state.is_over or course.work.state is WorkState.CLEARED:
        end_work(course, desk.now_us)
        course.past += [course.work] if course.work is not None else []
        place = desk.zones.elements[course.ranked[0]][0] if course.ranked else course.devices[0]
        skill = skill_for(desk, course.ranked[:1])
        course.work = WorkOrder(
            desk.next_id("work"), course.incident.incident_id, place, "find and repair", skill, new_us=desk.now_us
        )


def _supply(desk: StormDesk, course: Course) -> Process[Outcome]:
    """Give supply back as far as what is known allows, planned anew whenever something is not as expected."""
    is_given = False
    for _ in range(MOST_ROUNDS):
        yield from out_of_between(desk, course)
        if course.has_tripped:
            return Outcome.TRIPPED
        draft = desk.policy.supply(desk, course)
        outcome = Outcome.DONE if draft is None else (yield from carry_out(desk, course, draft))
        if outcome is Outcome.DONE and draft is not None and draft.is_proven:
            # What is done was the first part where more can be given back by hand, or the state has changed since.
            is_given = True
            continue
        if outcome is Outcome.DONE:
            if draft is not None or is_given:
                note_isolated(desk, course, "isolated, and supply given back as far as it goes")
                _reach(desk, course, IncidentState.RESTORED, "who can be supplied before the repair is")
                course.restored_us = course.restored_us or desk.now_us
            return outcome
        if outcome in (Outcome.TRIPPED, Outcome.PATROL):
            return outcome
        yield from desk.pause(LOOK_S if outcome is not Outcome.BLOCKED else AGAIN_S)
    return Outcome.FAILED


def _repair(desk: StormDesk, course: Course) -> Process[Outcome]:
    """Search and repair in turn: what was found is repaired before the next is searched for where that gives supply.

    The crew stands there already, and whoever waits for this repair only has supply before the rest is found.
    """
    is_searched, stuck = False, set[int]()
    while True:
        is_more = not is_searched or bool(course.doubted)
        place = urgent_damage(desk, course, course.damage.keys() - stuck, is_last=not is_more)
        if place is not None:
            if (yield from mend(desk, course, place)) is not Outcome.DONE:
                stuck.add(place)
            elif not course.has_tripped and (course.damage or course.doubted or course.suspects):
                outcome = yield from _supply_between(desk, course)
                if outcome is Outcome.TRIPPED:
                    return outcome
        elif not is_more:
            break
        else:
            yield from find(desk, course)
            is_searched = True
            if course.found is not None and (yield from _supply(desk, course)) is Outcome.TRIPPED:
                return Outcome.TRIPPED
            course.ranked = [zone for zone in ranked(desk, course, []) if zone in course.doubted]
        if course.has_tripped:
            return Outcome.TRIPPED
    if not course.damage:
        _reach(desk, course, IncidentState.REPAIRED, "nothing is broken any more")
    return Outcome.DONE


def _supply_between(desk: StormDesk, course: Course) -> Process[Outcome]:
    """Supply for whoever has waited for one of several repairs."""
    left = course.damage.keys() | course.doubted | course.suspects.keys()
    course.suspects = dict.fromkeys(sorted(left), 1.0 / len(left))
    return (yield from _supply(desk, course))


def _back(desk: StormDesk, course: Course) -> Process[Outcome]:
    """Back to normal, as far as it is this incident's to do; waits for others where they stand in the way."""
    course.is_returning, course.waited, tries = True, 0, 0
    while tries < MOST_ROUNDS:
        yield from out_of_between(desk, course)
        draft = None if course.has_tripped else desk.policy.back(desk, course)
        outcome = Outcome.DONE if draft is None else (yield from carry_out(desk, course, draft))
        if outcome is Outcome.TRIPPED or course.has_tripped:
            return Outcome.TRIPPED
        if draft is not None:
            tries += outcome is Outcome.FAILED
            course.waited = 0
            yield from desk.pause(AGAIN_S if outcome is Outcome.BLOCKED else LOOK_S)
            continue
        left = [s for s in abnormal(desk, course) if desk.owner(s) == course.number]
        dark = desk.field.log.owned(course.number)
        if not left and not dark:
            return Outcome.DONE
        if len(desk.open_courses()) == 1:
            tries += 1
            if dark and tries > 1:
                return Outcome.FAILED
        if course.waited and _is_dark_for_no_reason(desk, dark):
            return Outcome.FAILED
        course.waited += 1
        let_go(desk, course)
        course.excluded.clear()
        yield from _others_move(desk)
    return Outcome.DONE


def _is_dark_for_no_reason(desk: StormDesk, loads: tuple[str, ...]) -> bool:
    """Whether somebody has no supply where it is known to be: something nobody hears of has opened."""
    live = desk.zones.live(desk.field.snapshot)
    return any(live[zone] for zone in desk.zones.of_loads(loads))


def _others_move(desk: StormDesk) -> Process[None]:
    """Wait until something was switched or an incident is over; a while later it is looked at anyway."""
    yield from desk.pause(AGAIN_S)
    mark, number = desk.mark(), len(desk.open_courses())
    yield from desk.until(lambda: (mark, number) != (desk.mark(), len(desk.open_courses())), LONG_S)


def _begin_again(desk: StormDesk, course: Course, outcome: Outcome) -> None:
    """It has tripped on the way, or somebody is still without supply: suspected is what got voltage last."""
    why = "something has tripped on the way" if outcome is Outcome.TRIPPED else "somebody is still without supply"
    desk.note(course, f"located anew: {why}")
    course.area |= course.fresh | desk.zones.of_loads(desk.field.log.owned(course.number))
    if course.has_tripped:
        course.begun_us, course.before = course.closed[1], desk.before_trip(course)
    # Where somebody was sent and has not looked yet remains in doubt.
    course.doubted |= set(course.suspects) - course.damage.keys()
    course.suspects, course.found, course.is_returning = {}, None, False
    if not course.has_tripped:
        course.struck = set()
    course.excluded.clear()


def _close(desk: StormDesk, course: Course) -> None:
    now = desk.now_us
    end_work(course, now)
    works = course.works
    reason = incidents.why_not_close(course.incident, course.orders, course.documents, works)
    if reason:
        desk.note(course, f"stays open: {reason}")
        return
    _reach(desk, course, IncidentState.NORMAL, "back to normal")
    course.incident = incidents.closed(course.incident, course.orders, course.documents, works, desk.operator, now)
    course.incident = replace(
        course.incident,
        order_ids=tuple(o.order_id for o in course.orders),
        document_ids=tuple(d.document_id for d in course.documents),
        work_ids=tuple(w.work_id for w in works),
    )


def _reach(desk: StormDesk, course: Course, state: IncidentState, sentence: str) -> None:
    """A later part of its course; one that is behind already is not gone back to."""
    if incidents.COURSE.index(state) > incidents.COURSE.index(course.incident.state):
        course.incident = incidents.reached(course.incident, state, sentence, desk.now_us)
