"""What would tell most about the place of a fault, begun by its button."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.control.command import Stage
from engines.values.location import NextStep, StepKind
from engines.values.phrase import phrase
from engines.values.repair import WorkState
from tests.console.faults.live.fault_room import CREW, FaultRoom
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
LINE, SWITCH, ELSEWHERE, FURTHER = "line:F10-W03", "switch:F10-S1", "line:F10-W06", "line:F10-W16"


@pytest.fixture(autouse=True)
def no_leaked_threads() -> None:
    """The console lives longer than a test: its threads are counted when it is closed."""


def buttons(room: FaultRoom) -> dict[str, tuple[str, bool]]:
    row = room.shown.page.location.next_row
    return {key: (button.text(), button.isEnabled()) for key, button in row.buttons.items()}


def is_offered(room: FaultRoom, incident_id: str, element_id: str) -> bool:
    """As if a walk along that line would tell most, also where the console has thought anew meanwhile."""
    thought = room.thought(incident_id)
    assert thought.location is not None
    step = NextStep(StepKind.PATROL, element_id, (1,), 0.4, 12.0, phrase("patrol {name}", name=element_id))
    if thought.location.next_steps != (step,):
        thought.location = replace(thought.location, next_steps=(step,))
        room.shown.show_all()
    return f"patrol {element_id}" in buttons(room)


def offer_patrol(room: FaultRoom, incident_id: str, element_id: str) -> str:
    """The key of its button."""
    wait_until(lambda: is_offered(room, incident_id, element_id), "the patrol to be offered")
    return f"patrol {element_id}"


def test_a_switching_asks_and_sends_nothing_by_itself(room: FaultRoom) -> None:
    incident_id = room.break_line(LINE)
    wait_until(lambda: room.shown.page.incident_id == incident_id, "the page")
    room.press(lambda: room.shown.page.location.next_row, f"open {SWITCH}")
    operations = room.console.operations
    assert operations is not None
    wait_until(lambda: bool(operations.desk.active()), "the command to be asked for")
    (view,) = operations.desk.active()
    assert (view.facts.element_id, view.facts.value) == (SWITCH, 0.0)
    operating = room.console.commands.operating
    assert operating is not None
    wait_until(lambda: bool(operating.panels), "its panel")
    wait_until(lambda: view.command_id in operating.panels, "the panel of this command")
    assert room.position(SWITCH) == 1.0
    stages = {shown.stage for shown in operations.desk.active()}
    assert not stages & {Stage.JOURNALED, Stage.SENT, Stage.AWAITING_FEEDBACK}
    (ref,) = room.console.window.selection.refs
    assert room.console.district is not None
    assert room.console.district.opened.network.label(ref) == "F10-S1"
    operations.desk.cancel(view.command_id)
    wait_until(lambda: not operations.desk.active(), "the command to be withdrawn")
    assert room.position(SWITCH) == 1.0


def test_a_patrol_takes_the_work_order_nobody_has(room: FaultRoom) -> None:
    (incident,) = room.incidents()
    wait_until(lambda: bool(room.faults.desk.board.works_of(incident.incident_id)), "the work order")
    (before,) = room.faults.desk.board.works_of(incident.incident_id)
    assert before.state is WorkState.NEW
    key = offer_patrol(room, incident.incident_id, ELSEWHERE)
    room.press(lambda: room.shown.page.location.next_row, key)
    wait_until(lambda: room.faults.desk.board.works[before.work_id].element_id == ELSEWHERE, "the order to go there")
    (work,) = room.faults.desk.board.works_of(incident.incident_id)
    assert (work.work_id, work.state, work.crew_id) == (before.work_id, WorkState.NEW, "")
    assert "F10-W06" in work.task
    assert room.incident(incident.incident_id).timeline[-1].author == "anna"
    wait_until(
        lambda: (
            is_offered(room, incident.incident_id, ELSEWHERE)
            and not buttons(room)[key][1]
            and "there is a work order for it" in room.shown.page.location.next_row.reason
        ),
        "it to be there already",
    )


def test_a_crew_on_its_way_is_told_to_look_elsewhere(room: FaultRoom) -> None:
    (incident,) = room.incidents()
    (work,) = room.faults.desk.board.works_of(incident.incident_id)
    room.faults.repairing.send(work.work_id, CREW)
    wait_until(lambda: room.faults.desk.board.works[work.work_id].crew_id == CREW, "the crew to be sent")
    key = offer_patrol(room, incident.incident_id, FURTHER)
    room.press(lambda: room.shown.page.location.next_row, key)
    wait_until(lambda: room.faults.desk.board.works[work.work_id].element_id == FURTHER, "the crew to be told")
    assert room.faults.desk.board.works[work.work_id].crew_id == CREW
    assert not room.said


def test_without_a_work_order_a_patrol_is_a_new_one(room: FaultRoom) -> None:
    (incident,) = room.incidents()
    (work,) = room.faults.desk.board.works_of(incident.incident_id)
    room.faults.repairing.cancel_work(work.work_id, "sent elsewhere")
    wait_until(lambda: room.faults.desk.board.works[work.work_id].state.is_over, "the order to be over")
    room.press(lambda: room.shown.page.location.next_row, offer_patrol(room, incident.incident_id, ELSEWHERE))
    wait_until(lambda: len(room.faults.desk.board.works_of(incident.incident_id)) == 2, "the work order")
    fresh = room.faults.desk.board.works_of(incident.incident_id)[-1]
    assert (fresh.element_id, fresh.state, fresh.crew_id) == (ELSEWHERE, WorkState.NEW, "")
