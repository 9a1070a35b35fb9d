"""A fault that is gone before the protection gives up: nothing is left to do, and nothing was planned too early."""

from __future__ import annotations

import pytest

from engines.values.incidents import IncidentState
from engines.values.points import Quantity
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until

pytestmark = pytest.mark.slow
LINE, RECLOSER = "line:F1-W03", "switch:F1-Q0"


def test_a_transient_fault_closes_its_incident_by_itself(room: FaultRoom) -> None:
    planned: list[bool] = []

    def note(incident_id: str) -> None:
        thought = room.thought(incident_id)
        planned.append(bool(thought.plans) and not thought.is_locked_out)

    room.faults.thinking.thought.connect(note)
    room.inject("network_fault", LINE, is_permanent=False)
    wait_until(lambda: bool(room.incidents()), "the incident")
    incident_id = room.incidents()[0].incident_id
    assert RECLOSER in room.incident(incident_id).device_ids
    wait_until(lambda: room.shown.page.incident_id == incident_id, "the page")
    wait_until(lambda: "may still reclose" in room.shown.page.notice.text(), "the warning")
    wait_until(lambda: room.position(RECLOSER) == 1.0, "the reclosing")
    tripped = room.faults.devices
    wait_until(lambda: tripped.value(RECLOSER, Quantity.HAS_TRIPPED) == 0.0, "the end of the reclaim time")
    wait_until(lambda: room.incident(incident_id).state is IncidentState.CLOSED, "the incident to close")
    incident = room.incident(incident_id)
    assert len(room.faults.desk.board.incidents) == 1
    assert incident.timeline[-1].sentence == "reclosed by itself, and it holds"
    assert not incident.order_ids
    assert not any(planned), "no plan before lockout"
    stages = incident.outage.stages
    assert all(stage.end_us for stage in stages), "a momentary interruption stays in the record, ended"


def test_a_permanent_fault_that_recloses_in_vain_is_one_incident_planned_after_lockout(room: FaultRoom) -> None:
    known = set(room.faults.desk.board.incidents)
    incident_id = room.break_line(LINE)
    assert set(room.faults.desk.board.incidents) - known == {incident_id}
    assert room.thought(incident_id).is_locked_out
    said = [entry.sentence for entry in room.incident(incident_id).timeline]
    assert any("locked out" in sentence for sentence in said)


def test_indicators_that_tell_without_a_trip_open_an_incident(room: FaultRoom) -> None:
    known = set(room.faults.desk.board.incidents)
    passed = [d.element_id for d in room.console.district.store.definitions if d.quantity is Quantity.FAULT_PASSAGE]  # type: ignore[union-attr]
    place = room.console.district.place_of  # type: ignore[union-attr]
    told = next(element for element in passed if place(element)[0].startswith("F5"))
    room.inject("wrong_indication", told, quantity="fault_passage", value=1.0)
    wait_until(lambda: set(room.faults.desk.board.incidents) - known != set(), "the incident")
    (fresh,) = set(room.faults.desk.board.incidents) - known
    assert "a fault indicator tells of a fault, nothing has tripped" in room.incident(fresh).title
    room.shown.choose(fresh)
    wait_until(lambda: bool(room.incident(fresh).suspects), "its suspects")
    assert room.incident(fresh).outage.customers_out == 0
