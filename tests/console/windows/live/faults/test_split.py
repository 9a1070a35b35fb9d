"""Two faults taken for one, and told apart again, by the buttons of the incident."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from engines.values.incidents import IncidentState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until
from widgets.faults.choice_dialog import ChoiceDialog

pytestmark = pytest.mark.slow
FIRST, SECOND = "line:F10-W03", "line:F3-W02"


@pytest.fixture(autouse=True)
def no_leaked_threads() -> None:
    """The console lives longer than a test: its threads are counted when it is closed."""


def offered() -> list[str]:
    """What the question in front offers."""
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), ChoiceDialog), "the question")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChoiceDialog)
    return [str(dialog.choice.itemData(row)) for row in range(dialog.choice.count())]


def test_what_was_merged_can_be_split(room: FaultRoom) -> None:
    first, second = room.break_line(FIRST), room.break_line(SECOND)
    wait_until(lambda: all(room.incident(i).outage.customers_out for i in (first, second)), "both to be without supply")
    devices = {i: room.incident(i).device_ids for i in (first, second)}
    out = {i: room.incident(i).outage.customers_out for i in (first, second)}
    room.shown.choose(first)
    wait_until(lambda: room.shown.page.incident_id == first, "the page of the first")
    room.press_incident("merge")
    assert offered() == [second]
    room.choose(second)
    wait_until(lambda: room.incident(second).state is IncidentState.MERGED, "the second to be part of the first")
    assert set(room.incident(first).device_ids) == {*devices[first], *devices[second]}
    assert room.incident(first).outage.customers_out == sum(out.values())

    room.press_incident("split")
    assert set(offered()) == {*devices[first], *devices[second]}
    room.choose(devices[second][0])
    wait_until(lambda: len(room.incidents()) == 2, "an incident of its own")
    (fresh,) = (i for i in room.incidents() if i.incident_id not in (first, second))
    assert fresh.device_ids == devices[second]
    assert room.incident(first).device_ids == devices[first]
    assert fresh.outage.customers_out == out[second]
    assert room.incident(first).outage.customers_out == out[first]
    assert "tripped" in fresh.title
    assert not room.said


def test_both_are_planned_for_on_their_own(room: FaultRoom) -> None:
    page = room.shown.page
    for incident_id in [i.incident_id for i in room.incidents()]:

        def is_planned(incident_id: str = incident_id) -> bool:
            plan = room.thought(incident_id).plan
            return plan is not None and plan.is_usable

        def is_shown(incident_id: str = incident_id) -> bool:
            return page.incident_id == incident_id and not page.is_filling

        wait_until(is_planned, f"a plan for {incident_id}")
        room.shown.choose(incident_id)
        wait_until(is_shown, "its page")
        wait_until(lambda: "split" not in page.action_row.buttons, "nothing more to be split")
