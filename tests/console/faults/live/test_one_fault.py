"""A fault from its trip to the closed incident, as a person takes it through the window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from engines.values.incidents import Incident, IncidentState
from engines.values.repair import SafetyDocument, SafetyState
from engines.values.site import TagKind
from engines.values.switching_orders import OrderState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until
from widgets.faults.cause_dialog import CauseDialog

pytestmark = pytest.mark.slow
LINE = "line:F2-W26"


def found_there(room: FaultRoom) -> None:
    """The crew tells where the fault is and what it was."""
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), CauseDialog), "the question for the cause")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CauseDialog)
    dialog.cause.setCurrentIndex(dialog.cause.findData("cable"))
    place = dialog.place.findData(LINE)
    dialog.place.setCurrentIndex(place if place >= 0 else dialog.place.findData(""))
    dialog.accept()


def only(room: FaultRoom) -> Incident:
    """The one incident of this module."""
    (incident,) = room.faults.desk.board.incidents.values()
    return incident


def document(room: FaultRoom) -> SafetyDocument:
    """Its safety document."""
    (found,) = room.faults.desk.board.documents_of(only(room).incident_id)
    return found


def document_is(room: FaultRoom, state: SafetyState) -> None:
    """Wait for the document to be as far."""
    wait_until(
        lambda: bool(room.faults.desk.board.documents) and document(room).state is state,
        f"the document to be {state.value}",
    )


def test_the_order_supplies_all_but_the_faulted_part(room: FaultRoom) -> None:
    was_alive: list[bool] = []
    incident_id = room.break_line(LINE)
    assert only(room).device_ids == ("switch:F2-Q0",)
    assert only(room).suspects
    wait_until(lambda: room.shown.page.incident_id == incident_id, "the page")
    assert room.shown.page.location.isVisibleTo(room.console.window)
    out = only(room).outage.customers_out
    assert out > 0
    order_id = room.write_order(incident_id)
    room.carry_out(order_id, lambda: was_alive.append(room.is_live_at(LINE)))
    assert room.order(order_id).state is OrderState.DONE
    assert not any(was_alive), "no step brought voltage to the faulted line"
    wait_until(lambda: only(room).state is IncidentState.RESTORED, "everybody else supplied")
    wait_until(lambda: only(room).outage.customers_out < out, "some to have supply again")
    assert not room.said, "nothing was refused on the way"


def test_nobody_works_before_it_is_isolated_tagged_dead_and_earthed(room: FaultRoom) -> None:
    district = room.console.district
    assert district is not None
    for key in ("send", "en_route", "on_site", "found"):
        room.press_work(key)
    found_there(room)
    wait_until(lambda: only(room).element_ids == (LINE,), "the place to be known")
    room.press(lambda: room.shown.page.documents.action_row, "draft")
    document_is(room, SafetyState.DRAFT)
    room.press_document("advance")
    document_is(room, SafetyState.ISOLATED)

    def barred() -> set[str]:
        return {t.element_id for t in district.site.tags if t.kind is TagKind.DO_NOT_OPERATE}

    wait_until(lambda: barred() >= set(document(room).isolation), "a tag on every point of isolation")
    assert all(room.faults.devices.is_open(s, district.snapshot) for s in document(room).isolation)
    room.press_document("advance")
    document_is(room, SafetyState.PROVED_DEAD)
    room.press_document("earth")
    wait_until(lambda: any(e.line_id == LINE for e in district.site.earths), "the earth")
    room.press_document("advance")
    document_is(room, SafetyState.EARTHED)
    room.press_document("issue")
    document_is(room, SafetyState.ISSUED)
    (work,) = room.faults.desk.board.works_of(only(room).incident_id)
    assert document(room).holder == work.crew_id
    assert not room.said


def test_the_way_back_waits_for_the_document_and_ends_as_normal(room: FaultRoom) -> None:
    district = room.console.district
    assert district is not None
    room.mend(LINE)
    room.press_work("repaired")
    room.press_work("cleared")
    wait_until(lambda: only(room).state is IncidentState.REPAIRED, "the repair")
    wait_until(lambda: "normal" in room.shown.page.action_row.buttons, "the next thing to do")
    assert not room.shown.page.action_row.buttons["normal"].isEnabled()
    assert "cancel the safety document first" in room.shown.page.action_row.reason
    room.press_document("advance")
    document_is(room, SafetyState.RETURNED)
    room.press_document("advance")
    document_is(room, SafetyState.CANCELLED)
    wait_until(lambda: not district.site.tags, "the tags to go")
    room.press_document("unearth")
    wait_until(lambda: not district.site.earths, "the earths to go")
    room.carry_out(room.go_normal(only(room).incident_id))
    wait_until(lambda: only(room).state is IncidentState.NORMAL, "the way back")
    wait_until(lambda: only(room).outage.customers_out == 0, "everybody supplied")
    assert not room.faults.noticing.present_deviations()
    room.press_incident("close")
    wait_until(lambda: only(room).state is IncidentState.CLOSED, "the end")
    assert not room.said


def test_the_record_holds_every_step_and_every_minute(room: FaultRoom) -> None:
    incident = only(room)
    stages = incident.outage.stages
    assert all(stage.end_us > stage.begin_us >= incident.opened_us for stage in stages)
    minutes = sum(stage.customers * (stage.end_us - stage.begin_us) for stage in stages) / 60e6
    assert incident.outage.customer_minutes(incident.closed_us) == pytest.approx(minutes)
    assert incident.outage.customer_minutes(2 * incident.closed_us) == pytest.approx(minutes), "nothing runs on"
    told = [entry.time_us for entry in incident.timeline]
    assert told == sorted(told)
    sentences = [record.sentence for record in room.journal("order")]
    for order_id in incident.order_ids:
        order = room.order(order_id)
        for step in order.steps:
            at = [k for k, s in enumerate(sentences) if s.startswith(f"{order_id}: step {step.number}")]
            assert at, f"{order_id} step {step.number} is in the journal"
            assert sentences[at[-1]].startswith(f"{order_id}: step {step.number} confirmed")
            assert step.confirmed_us >= step.executed_us >= step.instructed_us > 0
            assert bool(step.read_back_us) == (not step.is_remote)
    remote = [s for o in incident.order_ids for s in room.order(o).steps if s.is_remote]
    assert len(room.journal("command_end")) >= len(remote)
