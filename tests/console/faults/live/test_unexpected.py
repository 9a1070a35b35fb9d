"""What nobody ordered: a switch that sticks, a link that is lost, another fault, an order that holds no more."""

from __future__ import annotations

import os
import signal

import pytest

from console.control.command import Stage
from console.faults.shares import open_loads
from console.study_actions import buses_of
from engines.grid.topology import analyse
from engines.restoration.replaying import replay
from engines.values.incidents import IncidentState
from engines.values.points import LinkState
from engines.values.site import TagKind
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
FIRST = "line:F8-W03"


def first_remote(room: FaultRoom, order_id: str, action: OrderAction) -> OrderStep:
    """The first remote step of its kind."""
    return next(s for s in room.order(order_id).steps if s.is_remote and s.action is action)


def commands_to(room: FaultRoom, element_id: str) -> int:
    """How many commands to a device were sent."""
    return sum(record.element_id == element_id for record in room.journal("command"))


def ends(room: FaultRoom, element_id: str) -> tuple[int, ...]:
    """Rows of the buses an element stands at."""
    assert room.console.district is not None
    network = room.console.district.opened.network
    ref = network.find(element_id)
    assert ref is not None
    return buses_of(network, ref)


def taken_over(room: FaultRoom, prefix: str, feeder: str) -> list[str]:
    """Lines that another feeder supplies now."""
    district = room.console.district
    assert district is not None
    lines = [str(i) for i in district.opened.network["line"].id if str(i).startswith(prefix)]
    return [line for line in lines if district.place_of(line)[0].startswith(feeder)]


def is_sent(room: FaultRoom, order_id: str, number: int) -> bool:
    """Whether the field has the command of a step."""
    step = room.order(order_id).step(number)
    assert room.console.operations is not None
    desk = room.console.operations.desk
    assert desk is not None
    stages = [view.stage for view in desk.active() if view.facts.element_id == step.element_id]
    return bool({Stage.SENT, Stage.AWAITING_FEEDBACK} & set(stages)) or step.state is OrderStepState.CONFIRMED


def test_a_switch_that_sticks_halts_the_order_which_goes_on_without_it(room: FaultRoom) -> None:
    incident_id = room.break_line("line:F10-W03", is_found=True)
    order_id = room.write_order(incident_id)
    stuck = first_remote(room, order_id, OrderAction.OPEN)
    room.inject("stuck_drive", stuck.element_id, place="start")
    room.press_order("through", order_id)
    wait_until(lambda: room.order(order_id).state is OrderState.SUSPENDED, "the order to halt")
    failed = room.order(order_id).step(stuck.number)
    assert failed.state is OrderStepState.FAILED
    assert stuck.name in failed.outcome or "moved" in failed.outcome
    assert commands_to(room, stuck.element_id) == 1, "nothing is sent twice"
    wait_until(
        lambda: (
            (plan := room.thought(incident_id).plan) is not None
            and not room.thought(incident_id).is_planning
            and stuck.element_id not in [s.element_id for s in plan.steps]
        ),
        "a plan without it",
    )
    room.press_order("take_plan", order_id)
    wait_until(lambda: room.order(order_id).is_checked, "the plan to be taken over")
    assert room.order(order_id).step(stuck.number).state is OrderStepState.LEFT_OUT
    room.carry_out(order_id)
    assert room.order(order_id).state is OrderState.DONE
    assert commands_to(room, stuck.element_id) == 1
    assert not room.is_live_at("line:F10-W03")
    wait_until(lambda: room.incident(incident_id).state is IncidentState.RESTORED, "the rest to be supplied")


def test_removing_a_step_proves_the_rest_at_once(room: FaultRoom) -> None:
    incident_id = room.break_line(FIRST, is_found=True)
    plan = room.thought(incident_id).plan
    assert plan is not None
    opening = next(s for s in plan.steps if s.kind.value == "open")
    room.shown.orders.remove_asked.emit(opening.number)
    wait_until(lambda: room.thought(incident_id).chosen == "changed", "the plan without it to be proven")
    changed = room.thought(incident_id).plan
    assert changed is not None
    assert opening.element_id not in [s.element_id for s in changed.steps]
    room.faults.thinking.choose(incident_id, "best")
    order_id = room.write_order(incident_id)
    number = next(s.number for s in room.order(order_id).steps if s.element_id == opening.element_id)
    before = len(room.order(order_id).steps)
    room.shown.orders.remove_asked.emit(number)
    wait_until(
        lambda: (
            len(room.order(order_id).steps) < before
            and order_id not in room.faults.carrying_out.proving
            and (room.order(order_id).is_checked or bool(room.order(order_id).reason))
        ),
        "the order to be proven anew",
    )
    after = room.order(order_id)
    assert opening.element_id not in [s.element_id for s in after.steps]
    assert after.is_checked != bool(after.reason), "it holds, or it is said why not"


def test_an_order_that_holds_no_more_does_not_begin(room: FaultRoom) -> None:
    (incident,) = [i for i in room.incidents() if "F8" in i.title]
    (order,) = room.faults.desk.board.orders_of(incident.incident_id)
    room.faults.carrying_out.abort(order.order_id, "another one is written")
    wait_until(lambda: room.order(order.order_id).state is OrderState.ABORTED, "the end of the old one")
    room.faults.thinking.choose(incident.incident_id, "best")
    order_id = room.write_order(incident.incident_id)
    barred = first_remote(room, order_id, OrderAction.CLOSE)
    operations = room.console.operations
    district = room.console.district
    assert operations is not None
    assert district is not None
    tag = operations.site.store.place_tag(barred.element_id, TagKind.DO_NOT_OPERATE, "crew at the switch", "anna")
    wait_until(lambda: any(t.element_id == barred.element_id for t in district.site.tags), "the tag")
    said = len(room.said)
    room.press_order("begin", order_id)
    wait_until(lambda: len(room.said) > said, "the refusal")
    assert room.said[-1].startswith("Not begun:")
    wait_until(lambda: not room.order(order_id).is_checked, "the order to be unchecked")
    assert not room.order(order_id).begun_us
    assert commands_to(room, barred.element_id) == 0
    operations.site.store.lift_tag(tag.result(20).tag_id, "anna")
    wait_until(lambda: not district.site.tags, "the tag to go")


def test_a_link_that_is_lost_between_two_steps_halts_the_order(room: FaultRoom) -> None:
    (incident,) = [i for i in room.incidents() if "F8" in i.title]
    order_id = room.faults.desk.board.orders_of(incident.incident_id)[-1].order_id
    room.press_order("check", order_id)
    wait_until(lambda: room.order(order_id).is_checked, "the order to be proven")
    room.press_order("begin", order_id)
    wait_until(lambda: room.order(order_id).state is OrderState.EXECUTING, "the order to be begun")
    links, process = room.console.links, room.console.source.process  # type: ignore[union-attr]
    assert links is not None
    os.kill(process.process_id, signal.SIGSTOP)
    try:
        wait_until(lambda: links.links[0].health.state is LinkState.DOWN, "the link to be lost")
        wait_until(lambda: room.order(order_id).state is OrderState.SUSPENDED, "the order to halt")
        assert "no link" in room.order(order_id).reason
        said = len(room.said)
        room.faults.carrying_out.begin(order_id, goes_on=True)
        assert "no link" in room.said[said]
        assert room.order(order_id).state is OrderState.SUSPENDED
    finally:
        os.kill(process.process_id, signal.SIGCONT)
    wait_until(lambda: links.links[0].health.state is LinkState.UP, "the link to be back")
    assert all(s.state is OrderStepState.PLANNED for s in room.order(order_id).steps)
    room.press_order("begin", order_id)
    wait_until(lambda: room.order(order_id).state is OrderState.EXECUTING, "the order to go on")


def test_a_pause_while_a_step_runs_lets_it_end_and_the_order_goes_on_after_it(room: FaultRoom) -> None:
    (incident,) = [i for i in room.incidents() if "F8" in i.title]
    order_id = room.faults.desk.board.orders_of(incident.incident_id)[-1].order_id
    number = room.due(order_id)
    step = room.order(order_id).step(number)
    assert step.is_remote
    room.press_order("next", order_id)
    # What is journaled and not sent yet would be withdrawn.
    wait_until(lambda: is_sent(room, order_id, number), "the command to be sent")
    room.press_order("pause", order_id)
    wait_until(lambda: room.order(order_id).state is OrderState.SUSPENDED, "the order to halt")
    wait_until(lambda: room.order(order_id).step(number).state is OrderStepState.CONFIRMED, "what was sent to end")
    assert room.order(order_id).state is OrderState.SUSPENDED
    room.carry_out(order_id)
    assert room.order(order_id).state is OrderState.DONE
    assert commands_to(room, step.element_id) == 1


def test_a_second_fault_in_the_restored_part_is_an_incident_of_its_own(room: FaultRoom) -> None:
    (first,) = [i for i in room.incidents() if "F8" in i.title]
    wait_until(lambda: room.incident(first.incident_id).state is IncidentState.RESTORED, "the rest to be supplied")
    wait_until(lambda: bool(taken_over(room, "line:F8", "F9")), "what was taken over")
    line = taken_over(room, "line:F8", "F9")[-1]
    known = {i.incident_id for i in room.incidents()}
    room.inject("network_fault", line)
    wait_until(lambda: {i.incident_id for i in room.incidents()} - known != set(), "the second incident")
    (second,) = {i.incident_id for i in room.incidents()} - known
    # The way in leads through a fuse, which tells nobody: meters or indicators do.
    assert room.incident(second).title.startswith("F9 Campus:")
    wait_until(lambda: room.incident(second).outage.customers_out > 0, "its customers")
    both = [open_loads(room.incident(i)) for i in (first.incident_id, second)]
    assert not both[0] & both[1], "each customer is without supply once"
    wait_until(lambda: room.thought(second).plan is not None and not room.thought(second).is_planning, "its plan")
    plan, start = room.thought(second).plan, room.thought(second).start
    assert plan is not None
    assert start is not None
    for state in replay(start, plan):
        topology = analyse(state)
        assert not any(topology.is_energized[row] for row in ends(room, FIRST)), "the first fault stays dead"
