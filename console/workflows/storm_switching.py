"""A switching order of a storm carried out step by step: by command or by telephone, and stopped by the unexpected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from console.workflows import incidents, orders
from console.workflows.crew_reports import CrewRequest, CrewTask, CrewWord
from console.workflows.plan_orders import standing_against
from console.workflows.storm_course import Course, Outcome, Process
from console.workflows.storm_crews import give_way, hear, need
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.incidents import IncidentState
from engines.values.switching_orders import OrderAction, OrderStep, SwitchingOrder
from engines.values.switching_plan import Precaution

if TYPE_CHECKING:
    from console.workflows.storm_desk import StormDesk

FEEDBACK_S = 20.0
HAND_S = 3.0
"""After a crew has said that it is done, the plant moves."""
SEE_S = 4.0
"""So long a closing is watched before the next step."""
_RECLOSING = {OrderAction.RECLOSING_OFF: 0.0, OrderAction.RECLOSING_ON: 1.0}
_SWITCHING = {OrderAction.OPEN: SwitchPosition.OPEN, OrderAction.CLOSE: SwitchPosition.CLOSED}


@dataclass(frozen=True, slots=True)
class Draft:
    """An order not begun, what its steps ask for beforehand, and whether every step of it was proven."""

    order: SwitchingOrder
    precautions: Mapping[int, Precaution] = field(default_factory=dict)
    is_proven: bool = False


def carry_out(desk: StormDesk, course: Course, draft: Draft) -> Process[Outcome]:
    """Carry an order out as far as it goes; what stops it is in the order and in the course."""
    order = orders.checked(draft.order, desk.operator, desk.now_us)
    if order.needs_approval:
        order = orders.approved(order, desk.supervisor, desk.now_us)
    order = course.put_order(orders.begun(order, desk.now_us))
    course.planned = {step.element_id for step in order.steps if step.action in _SWITCHING}
    mark = desk.mark()
    outcome = Outcome.DONE
    while outcome is Outcome.DONE and (step := order.next_step) is not None:
        if not _is_by_command(step) and not course.has_tripped:
            # Others go on while it waits for somebody: whether the step still holds is asked once they are there.
            yield from _crew_for(desk, course)
        if desk.has_changed(course, mark) and not course.has_tripped and desk.policy.holds(desk, course, order):
            mark = desk.mark()
        outcome = _why_stop(desk, course, order, draft.precautions.get(step.number, Precaution.NONE), mark)
        if outcome is Outcome.DONE and draft.precautions.get(step.number) is Precaution.PROVE_DEAD:
            outcome = yield from _prove_dead(desk, course, order, step)
        if outcome is Outcome.DONE:
            order, outcome = yield from _step(desk, course, order, step, is_proven=draft.is_proven)
            course.put_order(order)
    course.planned = set()
    if not order.state.is_over:
        order = course.put_order(orders.aborted(order, _WORDS[outcome], desk.now_us))
        # Tried again every few minutes until they are away: told once.
        is_waiting = outcome is Outcome.BLOCKED
        desk.note(course, f"waits: {order.reason}" if is_waiting else f"{order.order_id}: {order.reason}")
    return outcome


_WORDS = {
    Outcome.DONE: "done",
    Outcome.FAILED: "a step has failed; planned anew",
    Outcome.TRIPPED: "closed onto a fault",
    Outcome.PATROL: "somebody has to look before the next step",
    Outcome.CHANGED: "something else was switched meanwhile; planned anew",
    Outcome.BLOCKED: "people work where it would switch",
}


def _is_by_command(step: OrderStep) -> bool:
    return step.is_remote or step.action in _RECLOSING


def _crew_for(desk: StormDesk, course: Course) -> Process[None]:
    """Somebody who switches; on a way back that gives nobody supply, whoever needs the crew more has it first."""
    if course.is_returning and not desk.field.log.owned(course.number):
        give_way(desk, course, 1.0)
    yield from need(desk, course)


def _why_stop(
    desk: StormDesk, course: Course, order: SwitchingOrder, precaution: Precaution, mark: int
) -> Outcome:  # fmt: skip
    if course.has_tripped:
        return Outcome.TRIPPED
    if desk.has_changed(course, mark):
        return Outcome.CHANGED
    if standing_against(order, desk.documents()):
        return Outcome.BLOCKED
    return Outcome.PATROL if precaution is Precaution.PATROL_OR_TEST else Outcome.DONE


def _step(
    desk: StormDesk, course: Course, order: SwitchingOrder, step: OrderStep, *, is_proven: bool
) -> Process[tuple[SwitchingOrder, Outcome]]:
    """One step; the order as it stands afterwards."""
    field, before = desk.field, desk.field.plant.result
    if step.action in _SWITCHING:
        live = desk.zones.live(field.snapshot)
        after = desk.zones.live(_with(desk, step.element_id, _SWITCHING[step.action]))
        course.fresh = set(np.flatnonzero(after & ~live).tolist())
    if _is_by_command(step):
        order, reason = yield from _by_command(desk, course, order, step)
    else:
        order, reason = yield from _by_telephone(desk, course, order, step)
        before = course.result_before
    if reason:
        desk.note(course, f"{step.action} {step.name}: {reason}")
        return orders.failed(order, step.number, reason), Outcome.FAILED
    order = orders.executed(order, step.number, desk.now_us)
    if step.action in _SWITCHING:
        desk.has_switched(course, step.element_id)
        if is_proven:
            desk.limits.after_step(before, field.plant.result, f"{step.action} {step.name}", desk.clock())
    if step.action is OrderAction.CLOSE:
        course.closed = (step.element_id, desk.now_us)
        yield from desk.until(lambda: course.has_tripped, SEE_S)
        if course.has_tripped:
            return orders.failed(order, step.number, "it has tripped again"), Outcome.TRIPPED
        desk.clear_what_holds()
    return orders.confirmed(order, step.number, desk.operator, desk.now_us), Outcome.DONE


def _by_command(
    desk: StormDesk, course: Course, order: SwitchingOrder, step: OrderStep
) -> Process[tuple[SwitchingOrder, str]]:
    """Send it and wait for its feedback; why it failed, or nothing."""
    order = orders.instructed(order, step.number, desk.now_us)
    quantity, value = "is_reclosing_on", _RECLOSING.get(step.action, 0.0)
    if step.action in _SWITCHING:
        quantity, value = "position", float(_SWITCHING[step.action])
        if step.action is OrderAction.OPEN:
            course.causes.add(step.element_id)
    point = f"{step.element_id}/{quantity}"
    reply = desk.field.command(point, value)
    reason = "" if reply.accepted else reply.reason
    if reply.accepted:
        arrived = yield from desk.until(lambda: desk.field.value(point) == value, FEEDBACK_S, every_s=1.0)
        reason = "" if arrived else "no feedback in time; it does not move, or cannot be heard"
    if step.action is OrderAction.RECLOSING_OFF and not reason:
        course.reclosing_off.add(step.element_id)
    elif step.action is OrderAction.RECLOSING_ON and not reason:
        course.reclosing_off.discard(step.element_id)
    if reason:
        _learn(course, step)
    return order, reason


def _learn(course: Course, step: OrderStep) -> None:
    """What has failed is not asked for in the same way again."""
    if step.action in _RECLOSING:
        course.reclosing_deaf.add(step.element_id)
    elif step.is_remote and step.element_id not in course.on_site:
        course.on_site.add(step.element_id)
    else:
        course.excluded.add(step.element_id)


def _by_telephone(
    desk: StormDesk, course: Course, order: SwitchingOrder, step: OrderStep
) -> Process[tuple[SwitchingOrder, str]]:
    """Have a crew do it; why it failed, or nothing."""
    crew_id = yield from need(desk, course)
    order = orders.instructed(order, step.number, desk.now_us, crew_id)
    if step.action is OrderAction.OPEN:
        course.causes.add(step.element_id)
    wanted = _SWITCHING[step.action]
    yield from _instruct(desk, course, order.order_id, step.number, step.element_id, wanted)
    order = orders.read_back(order, step.number, desk.now_us)
    reason = yield from _moved(desk, course, order.order_id, step.number, step.element_id, wanted)
    if reason:
        course.excluded.add(step.element_id)
    return order, reason


def by_hand(
    desk: StormDesk, course: Course, about: str, number: int, switch_id: str, wanted: SwitchPosition
) -> Process[str]:
    """A crew operates a switch; why it did not, or nothing."""
    yield from need(desk, course)
    yield from _instruct(desk, course, about, number, switch_id, wanted)
    return (yield from _moved(desk, course, about, number, switch_id, wanted))


def _instruct(
    desk: StormDesk, course: Course, about: str, number: int, switch_id: str, wanted: SwitchPosition
) -> Process[None]:
    """Tell the crew, and hear it read back."""
    task = CrewTask.CLOSE if wanted is SwitchPosition.CLOSED else CrewTask.OPEN
    desk.field.tell(CrewRequest(task, course.crew_id, about, switch_id, number))
    yield from hear(desk, course, about, (CrewWord.READ_BACK,), number=number)


def _moved(
    desk: StormDesk, course: Course, about: str, number: int, switch_id: str, wanted: SwitchPosition
) -> Process[str]:
    """Hear that it is done, and see it; why it was not, or nothing."""
    report = yield from hear(desk, course, about, (CrewWord.EXECUTED, CrewWord.STUCK), number=number)
    course.result_before = desk.field.plant.result
    if report is None or report.word is CrewWord.STUCK:
        return "the crew says that it does not move by hand either"
    moved = yield from desk.until(lambda: desk.field.true_position(switch_id) == wanted, HAND_S, every_s=0.5)
    desk.field.set_known(switch_id, desk.field.true_position(switch_id))
    return "" if moved or desk.field.true_position(switch_id) == wanted else "it is blocked"


def _prove_dead(desk: StormDesk, course: Course, order: SwitchingOrder, step: OrderStep) -> Process[Outcome]:
    """A crew tests before the step."""
    crew_id = yield from need(desk, course)
    about = f"{order.order_id}/test"
    desk.field.tell(CrewRequest(CrewTask.PROVE_DEAD, crew_id, about, step.element_id, step.number))
    words = (CrewWord.PROVED_DEAD, CrewWord.NOT_DEAD)
    report = yield from hear(desk, course, about, words, number=step.number)
    if report is not None and report.word is CrewWord.PROVED_DEAD:
        return Outcome.DONE
    desk.note(course, f"{step.name} is not dead on both sides")
    course.excluded.add(step.element_id)
    return Outcome.FAILED


def out_of_between(desk: StormDesk, course: Course) -> Process[None]:
    """Switches that have stopped between their positions are opened by hand: nothing can be planned around them."""
    for row in np.flatnonzero(desk.field.known > SwitchPosition.CLOSED).tolist():
        switch_id = str(desk.field.network["switch"].id[row])
        if desk.owner(switch_id) not in (None, course.number) or switch_id in course.excluded:
            continue
        course.causes.add(switch_id)
        about = desk.next_id("between")
        reason = yield from by_hand(desk, course, about, 0, switch_id, SwitchPosition.OPEN)
        if reason:
            course.excluded.add(switch_id)
        else:
            desk.has_switched(course, switch_id)
        desk.note(course, f"{switch_id} stood between its positions: {reason or 'opened by hand'}")


def note_isolated(desk: StormDesk, course: Course, sentence: str) -> None:
    """The faulted part is apart."""
    if not course.isolated_us:
        course.isolated_us = desk.now_us
        # Repaired and tripped again: it does not fall back behind what was reached.
        if incidents.COURSE.index(course.incident.state) <= incidents.COURSE.index(IncidentState.ISOLATED):
            course.incident = incidents.reached(course.incident, IncidentState.ISOLATED, sentence, desk.now_us)


def _with(desk: StormDesk, switch_id: str, position: SwitchPosition) -> Snapshot:
    ref = desk.field.network.find(switch_id)
    assert ref is not None
    return desk.field.snapshot.with_values("switch", "position", [ref.row], position)
