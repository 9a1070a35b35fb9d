"""Crews that play themselves bring a repair to its returned document, while the desk does the desk's part."""

from __future__ import annotations

import pytest

from console.faults.played_people import PlayedPeople
from console.workflows.crew_play import CrewOptions
from engines.values.incidents import IncidentState
from engines.values.repair import SafetyState, WorkState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
LINE = "line:F2-W26"


@pytest.fixture
def people(room: FaultRoom) -> PlayedPeople:
    """Crews that always answer and never meet a stuck switch, in a hurry."""
    assert room.console.district is not None
    instructor = room.console.commands.instructor
    assert instructor is not None
    found = PlayedPeople(
        room.faults,
        room.console.district,
        instructor.panel.inject_asked.emit,
        instructor.panel.clear_asked.emit,
        instructor,
        seed=2,
        options=CrewOptions(silent_share=0.0, stuck_share=0.0),
    )
    found.speed = 1200.0
    return found


def test_crews_play_a_repair_to_the_returned_document(room: FaultRoom, people: PlayedPeople) -> None:
    board = room.faults.desk
    incident_id = room.break_line(LINE)
    people.know_events(room.events())
    said: list[str] = []
    people.said.connect(said.append)
    people.play(True)
    try:
        order_id = room.write_order(incident_id)
        room.press_order("through", order_id)

        def tell_whom_it_concerns() -> bool:
            step = room.order(order_id).next_step
            if step is not None and not step.is_remote and step.state.value == "planned":
                room.faults.carrying_out.tell_crew(order_id, step.number, "crew-1")
            return room.order(order_id).state.is_over

        wait_until(tell_whom_it_concerns, "crews and console to carry the order out")
        wait_until(lambda: room.incident(incident_id).state is IncidentState.RESTORED, "the rest to be supplied")
        (work,) = board.board.works_of(incident_id)
        room.press_work("send")
        wait_until(lambda: board.board.works[work.work_id].state is WorkState.FOUND, "the crew to find it")
        assert room.incident(incident_id).element_ids == (LINE,)
        room.press(lambda: room.shown.page.documents.action_row, "draft")
        room.press_document("advance")
        wait_until(lambda: board.board.documents_of(incident_id)[0].state is SafetyState.PROVED_DEAD, "proving dead")
        district = room.console.district
        assert district is not None
        wait_until(lambda: any(e.line_id == LINE for e in district.site.earths), "the earths to be put on")
        room.press_document("advance")
        wait_until(lambda: board.board.documents_of(incident_id)[0].state is SafetyState.EARTHED, "the earths")
        assert board.board.works[work.work_id].state is WorkState.FOUND, "nobody works before it is issued"
        room.press_document("issue")
        wait_until(
            lambda: board.board.documents_of(incident_id)[0].state is SafetyState.RETURNED, "the document to come back"
        )
        assert board.board.works[work.work_id].state is WorkState.CLEARED
        wait_until(lambda: room.incident(incident_id).state is IncidentState.REPAIRED, "the repair")
        wait_until(lambda: LINE not in str(room.events()), "the fault to be gone from the field")
    finally:
        people.play(False)
    assert any("returns" in words for words in said)
