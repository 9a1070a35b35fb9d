"""What is written down of incidents and orders: one transaction each, whoever else is writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from console.faults import incident_deeds, order_deeds, repair_deeds
from console.site.site import Site, open_site
from console.workflows import incidents, orders, safety, work
from console.workflows.store import WorkflowLedger, WorkflowStore
from engines.values.incidents import Incident, IncidentState
from engines.values.phrase import phrase
from engines.values.repair import FaultCause, SafetyDocument, SafetyState, WorkOrder, WorkState
from engines.values.switching_orders import OrderState, OrderStepState, SwitchingOrder
from engines.values.switching_plan import (
    PlanPurpose,
    PlanStatus,
    ProofStatus,
    StepKind,
    StepProof,
    SwitchingPlan,
    SwitchingStep,
)
from engines.values.validation import InputError

T = TypeVar("T")
MINUTE = 60_000_000


def count(loads: tuple[str, ...]) -> int:
    return 10 * len(loads)


def step(number: int, kind: StepKind, switch: str, *, is_remote: bool = True, why_not: str = "") -> SwitchingStep:
    proof = StepProof(ProofStatus.VIOLATES if why_not else ProofStatus.ACCEPTED, why_not)
    return SwitchingStep(number, kind, switch, switch, is_remote, 30.0, phrase("because"), proof)


def plan(*steps: SwitchingStep, purpose: PlanPurpose = PlanPurpose.RESTORE) -> SwitchingPlan:
    return SwitchingPlan(purpose, PlanStatus.COMPLETE, 1, "r", steps=steps)


OPEN, CLOSE = step(1, StepKind.OPEN, "switch:1"), step(2, StepKind.CLOSE, "switch:2")


class Desk:
    """A console at the site."""

    def __init__(self, site: Site) -> None:
        self.store = WorkflowStore(site.journal)

    def do(self, work: Callable[[WorkflowLedger], T]) -> T:
        return self.store.transact(work)

    def trip(self, device: str, at: int = 10 * MINUTE) -> Incident:
        return self.do(lambda g: incident_deeds.open_incident(g, f"{device} tripped", (device,), "F1", at))

    def incident(self, incident_id: str) -> Incident:
        return self.store.find(Incident, incident_id)

    def observe(self, incident_id: str, dead: set[str], at: int) -> Incident:
        return self.do(lambda g: incident_deeds.observe(g, incident_id, dead, count, at))

    def write(self, incident_id: str, *steps: SwitchingStep, **more: PlanPurpose) -> SwitchingOrder:
        made = plan(*(steps or (OPEN, CLOSE)), **more)
        return self.do(
            lambda g: order_deeds.write_order(g, incident_id, made, "title", "anna", 20, needs_approval=False)
        )

    def turn(self, order_id: str, change: order_deeds.Turn, said: str = "turned") -> SwitchingOrder:
        return self.do(lambda g: order_deeds.turn(g, order_id, change, "anna", said, 30))

    def carry_out(self, order: SwitchingOrder) -> SwitchingOrder:
        order = self.turn(order.order_id, lambda o: orders.begun(o, 30, "desk 1"))
        for number in range(1, len(order.steps) + 1):
            order = self.step(order.order_id, number)
        return order

    def step(self, order_id: str, number: int) -> SwitchingOrder:
        self.turn(order_id, lambda o: orders.instructed(o, number, 30))
        return self.turn(order_id, lambda o: orders.confirmed(orders.executed(o, number, 31), number, "anna", 32))


@pytest.fixture
def desks(kept_in: str, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two consoles of one site."""
    first = open_site(f"north {kept_in}", chosen=tmp_path, console="desk 1")
    second = open_site(first.place.name, chosen=tmp_path, console="desk 2")
    yield Desk(first), Desk(second)
    second.close()
    first.close()


@pytest.fixture
def desk(desks: tuple[Desk, Desk]) -> Desk:
    return desks[0]


# Trips ---------------------------------------------------------------------------------------------------------


def test_a_trip_that_two_consoles_hear_opens_one_incident(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    here, there = first.trip("switch:1"), second.trip("switch:1", 10 * MINUTE + 900_000)
    assert here == there
    assert second.trip("switch:9").incident_id != here.incident_id
    assert len(first.store.all(Incident)) == 2


def test_a_device_that_trips_once_more_after_isolation_has_met_another_fault(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    before = first.trip("switch:1")
    again = first.trip("switch:1", 12 * MINUTE)
    assert again.incident_id == before.incident_id, "the fault is not isolated yet: it is the same one"
    first.do(lambda g: incident_deeds.reach(g, before.incident_id, IncidentState.ISOLATED, "isolated", 13 * MINUTE))
    late = second.trip("switch:1", 10 * MINUTE + 900_000)
    assert late.incident_id == before.incident_id, "another console's late word of the first trip"
    other = first.trip("switch:1", 14 * MINUTE)
    assert other.incident_id != before.incident_id
    assert second.trip("switch:1", 14 * MINUTE).incident_id == other.incident_id


def test_a_device_that_trips_when_its_incident_is_over_changes_nothing_there(desk: Desk) -> None:
    incident = desk.trip("switch:1")
    closed = desk.do(lambda g: incident_deeds.close(g, incident.incident_id, "anna", 20 * MINUTE))
    after = desk.do(lambda g: incident_deeds.devices_tripped(g, incident.incident_id, ["switch:2"], 21 * MINUTE))
    assert after == closed


def test_a_planned_outage_is_no_trip(desk: Desk) -> None:
    planned = desk.do(
        lambda g: incident_deeds.open_incident(g, "work", ("switch:1",), "F1", 10 * MINUTE, is_planned=True)
    )
    assert desk.trip("switch:1").incident_id != planned.incident_id


def test_what_recloses_and_holds_closes_by_itself_and_nothing_else_does(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    desk.observe(incident_id, {"a"}, 11 * MINUTE)
    assert not desk.do(lambda g: incident_deeds.reclosed(g, incident_id, 12 * MINUTE)).state.is_over, "somebody is out"
    desk.observe(incident_id, set(), 12 * MINUTE)
    order = desk.write(incident_id)
    assert not desk.do(lambda g: incident_deeds.reclosed(g, incident_id, 13 * MINUTE)).state.is_over, "it has an order"
    assert desk.incident(incident_id).order_ids == (order.order_id,)
    other = desk.trip("switch:5").incident_id
    closed = desk.do(lambda g: incident_deeds.reclosed(g, other, 13 * MINUTE))
    assert (closed.state, closed.closed_us) == (IncidentState.CLOSED, 13 * MINUTE)
    assert desk.do(lambda g: incident_deeds.reclosed(g, other, 14 * MINUTE)) == closed
    assert desk.observe(other, {"a"}, 15 * MINUTE) == closed


def test_a_slow_protection_trips_for_what_meters_have_told_of_already(desk: Desk) -> None:
    quiet = desk.do(lambda g: incident_deeds.open_silent(g, "F1: nothing has tripped", "F1", 5, (), {"a"}, count))
    trip = partial(incident_deeds.devices_tripped, incident_id=quiet.incident_id, now_us=9)
    first = desk.do(lambda g: trip(g, device_ids=["switch:1"], title="F1: Q1 tripped"))
    assert (first.title, first.device_ids) == ("F1: Q1 tripped", ("switch:1",))
    second = desk.do(lambda g: trip(g, device_ids=["switch:2"], title="F1: Q2 tripped"))
    assert (second.title, second.device_ids) == ("F1: Q1 tripped", ("switch:1", "switch:2"))


def test_indicators_of_one_feeder_tell_of_one_incident(desk: Desk) -> None:
    one = desk.do(lambda g: incident_deeds.open_indicated(g, "F1: an indicator", "F1", 5, (("switch:3", 0),)))
    assert one.positions_before == (("switch:3", 0),)
    assert desk.do(lambda g: incident_deeds.open_indicated(g, "F1: two", "F1", 6, ())) == one
    assert desk.do(lambda g: incident_deeds.open_indicated(g, "F2: one", "F2", 6, ())).incident_id != one.incident_id


def test_merging_takes_everything_over_and_splitting_gives_it_back(desk: Desk) -> None:
    one, other = desk.trip("switch:1").incident_id, desk.trip("switch:2", 11 * MINUTE).incident_id
    desk.observe(one, {"a", "b"}, 11 * MINUTE)
    desk.observe(other, {"c"}, 12 * MINUTE)
    order = desk.write(other)
    desk.do(lambda g: incident_deeds.informed(g, other, "customer:7", "the hospital", "anna", 13))
    task = desk.do(lambda g: repair_deeds.new_work(g, other, "line:1", "mend", "", 0, 13))
    both = desk.do(lambda g: incident_deeds.merge(g, one, other, count, "anna", 20 * MINUTE))
    assert both.device_ids == ("switch:1", "switch:2")
    assert both.informed == ("customer:7",)
    assert both.outage.customers_out == 30
    assert desk.store.find(SwitchingOrder, order.order_id).incident_id == one
    assert desk.store.find(WorkOrder, task.work_id).incident_id == one
    gone = desk.incident(other)
    assert (gone.state, gone.merged_into, gone.outage.customers_out) == (IncidentState.MERGED, one, 0)
    with pytest.raises(InputError, match="is merged"):
        desk.do(lambda g: incident_deeds.merge(g, one, other, count, "anna", 21 * MINUTE))
    fresh = desk.do(
        lambda g: incident_deeds.split(
            g, one, ("switch:2",), {"c"}, "switch:2 tripped", count, "anna", 22 * MINUTE, merged_ids=(other,)
        )
    )
    assert fresh.device_ids == ("switch:2",)
    assert (fresh.outage.customers_out, desk.incident(one).outage.customers_out) == (10, 20)
    new_id = fresh.incident_id
    assert (fresh.order_ids, fresh.work_ids) == ((order.order_id,), (task.work_id,))
    assert not desk.incident(one).order_ids
    assert not desk.incident(one).work_ids
    assert desk.store.find(SwitchingOrder, order.order_id).incident_id == new_id
    assert desk.store.find(WorkOrder, task.work_id).incident_id == new_id
    minutes = both.outage.customer_minutes(30 * MINUTE)
    parts = fresh.outage.customer_minutes(30 * MINUTE) + desk.incident(one).outage.customer_minutes(30 * MINUTE)
    assert parts == pytest.approx(minutes), "no minute is lost"


def test_what_was_done_after_the_merge_follows_the_place_of_the_fault_it_was_done_for(desk: Desk) -> None:
    one, other = desk.trip("switch:1").incident_id, desk.trip("switch:2", 11 * MINUTE).incident_id
    mine = desk.do(lambda g: repair_deeds.new_work(g, one, "line:1", "mend", "", 0, 13))
    desk.do(lambda g: repair_deeds.send(g, mine.work_id, "crew-1", "Crew 1", "anna", 14))
    cable = FaultCause.CABLE
    desk.do(lambda g: repair_deeds.found(g, mine.work_id, cable, ("line:1",), "", "anna", 15))
    desk.do(lambda g: incident_deeds.merge(g, one, other, count, "anna", 20 * MINUTE))
    desk.do(lambda g: repair_deeds.change_work(g, mine.work_id, lambda w: work.cancelled(w, "", 21), "anna", "x", 21))
    theirs = desk.do(lambda g: repair_deeds.new_work(g, one, "line:2", "mend", "", 0, 22))
    desk.do(lambda g: repair_deeds.send(g, theirs.work_id, "crew-2", "Crew 2", "anna", 23))
    desk.do(lambda g: repair_deeds.found(g, theirs.work_id, cable, ("line:1", "line:2"), "", "anna", 24))
    papers = [
        desk.do(lambda g, at=at: repair_deeds.new_document(g, one, "mend", ("switch:9",), (at,), "anna", 25))
        for at in ("line:1", "line:2")
    ]
    fresh = desk.do(
        lambda g: incident_deeds.split(
            g, one, ("switch:2",), (), "switch:2 tripped", count, "anna", 30 * MINUTE, place_ids={"line:2"}
        )
    )
    left = desk.incident(one)
    assert (left.element_ids, fresh.element_ids) == (("line:1",), ("line:2",))
    assert (left.work_ids, fresh.work_ids) == ((mine.work_id,), (theirs.work_id,))
    assert (left.document_ids, fresh.document_ids) == ((papers[0].document_id,), (papers[1].document_id,))
    assert desk.store.find(WorkOrder, theirs.work_id).incident_id == fresh.incident_id
    assert desk.store.find(SafetyDocument, papers[1].document_id).incident_id == fresh.incident_id
    assert fresh.state is IncidentState.LOCATED


# Orders --------------------------------------------------------------------------------------------------------


def test_an_order_reaches_isolated_restored_and_normal_when_it_does(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    order = desk.write(incident_id)
    assert desk.incident(incident_id).state is IncidentState.NEW
    desk.turn(order.order_id, lambda o: orders.begun(o, 30, "desk 1"))
    assert desk.incident(incident_id).state is IncidentState.NEW
    desk.step(order.order_id, 1)
    assert desk.incident(incident_id).state is IncidentState.ISOLATED, "every opening is behind"
    desk.step(order.order_id, 2)
    assert desk.incident(incident_id).state is IncidentState.RESTORED
    desk.carry_out(desk.write(incident_id, CLOSE, purpose=PlanPurpose.RETURN_TO_NORMAL))
    assert desk.incident(incident_id).state is IncidentState.NORMAL
    sentences = [e.sentence for e in desk.incident(incident_id).timeline]
    assert sum("isolated" in s for s in sentences) == 1


def test_an_order_that_was_never_begun_has_reached_nothing(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    order = desk.write(incident_id, CLOSE)
    desk.turn(order.order_id, lambda o: orders.aborted(o, "not wanted", 30))
    assert desk.incident(incident_id).state is IncidentState.NEW


def test_one_order_at_a_time_and_none_for_what_is_over(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    incident_id = first.trip("switch:1").incident_id
    order = first.write(incident_id)
    with pytest.raises(InputError, match=f"{order.order_id} is checked"):
        second.write(incident_id)
    first.turn(order.order_id, lambda o: orders.aborted(o, "not wanted", 30))
    second.turn(second.write(incident_id).order_id, lambda o: orders.aborted(o, "not wanted", 30))
    first.do(lambda g: incident_deeds.close(g, incident_id, "anna", 20 * MINUTE))
    with pytest.raises(InputError, match="is closed"):
        first.write(incident_id)
    with pytest.raises(InputError, match="is closed"):
        first.do(lambda g: repair_deeds.new_work(g, incident_id, "line:1", "mend", "", 0, 1))
    with pytest.raises(InputError, match="is closed"):
        first.do(lambda g: repair_deeds.new_document(g, incident_id, "mend", ("switch:1",), (), "anna", 1))


def test_a_plan_that_must_not_be_carried_out_becomes_no_order(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    with pytest.raises(InputError):
        desk.write(incident_id, step(1, StepKind.CLOSE, "switch:2", why_not="overloads"))
    assert desk.incident(incident_id).order_ids == ()


def test_what_is_refused_leaves_order_and_incident_as_they_were(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    order = desk.write(incident_id)
    before = desk.incident(incident_id)
    with pytest.raises(InputError, match="is checked"):
        desk.turn(order.order_id, lambda o: orders.instructed(o, 1, 30))
    kept = desk.store.find(SwitchingOrder, order.order_id)
    assert (kept.revision, kept.state, kept.next_step and kept.next_step.number) == (order.revision, order.state, 1)
    assert desk.incident(incident_id) == before


def test_two_consoles_cannot_both_begin_an_order(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    order_id = first.write(first.trip("switch:1").incident_id).order_id
    first.turn(order_id, lambda o: orders.begun(o, 30, "desk 1"))
    with pytest.raises(InputError, match="is executing"):
        second.turn(order_id, lambda o: orders.begun(o, 31, "desk 2"))
    assert first.store.find(SwitchingOrder, order_id).console == "desk 1"


def test_a_proof_of_older_steps_does_not_bring_a_removed_step_back(desk: Desk) -> None:
    order = desk.write(desk.trip("switch:1").incident_id)
    desk.turn(order.order_id, lambda o: orders.without_step(o, 2))
    desk.do(lambda g: order_deeds.replan(g, order.order_id, plan(OPEN, CLOSE), "anna", 40, proven=order))
    kept = desk.store.find(SwitchingOrder, order.order_id)
    assert [s.element_id for s in kept.steps] == ["switch:1"]
    assert not kept.is_checked
    done = desk.do(lambda g: order_deeds.replan(g, kept.order_id, plan(OPEN), "anna", 41, proven=kept))
    assert done.is_checked


def test_planned_anew_after_a_failure_the_failed_step_is_left_out(desk: Desk) -> None:
    order_id = desk.write(desk.trip("switch:1").incident_id).order_id
    desk.turn(order_id, lambda o: orders.begun(o, 30, "desk 1"))
    desk.turn(order_id, lambda o: orders.instructed(o, 1, 30))
    desk.turn(order_id, lambda o: orders.failed(o, 1, "it is stuck"))
    other = step(1, StepKind.OPEN, "switch:7")
    after = desk.do(lambda g: order_deeds.replan(g, order_id, plan(other, CLOSE), "anna", 40, left_out=(1,)))
    assert [s.state for s in after.steps] == [OrderStepState.LEFT_OUT, OrderStepState.PLANNED, OrderStepState.PLANNED]
    assert [s.element_id for s in after.steps] == ["switch:1", "switch:7", "switch:2"]
    assert after.is_checked
    assert desk.turn(order_id, lambda o: orders.begun(o, 50, "desk 1")).state is OrderState.EXECUTING


def test_a_step_under_way_is_not_written_a_second_time(desk: Desk) -> None:
    order_id = desk.write(desk.trip("switch:1").incident_id).order_id
    desk.turn(order_id, lambda o: orders.begun(o, 30, "desk 1"))
    desk.turn(order_id, lambda o: orders.instructed(o, 1, 30))
    desk.turn(order_id, lambda o: orders.suspended(o, "paused"))
    after = desk.do(lambda g: order_deeds.replan(g, order_id, plan(OPEN, CLOSE), "anna", 40))
    assert [(s.element_id, s.state) for s in after.steps] == [
        ("switch:1", OrderStepState.INSTRUCTED),
        ("switch:2", OrderStepState.PLANNED),
    ]


def test_a_plan_that_does_not_hold_leaves_the_order_unchecked_and_unbegun(desk: Desk) -> None:
    order_id = desk.write(desk.trip("switch:1").incident_id).order_id
    after = desk.do(lambda g: order_deeds.replan(g, order_id, plan(OPEN), "anna", 40, "close T1: overloads"))
    assert (after.is_checked, after.reason) == (False, "close T1: overloads")
    with pytest.raises(InputError):
        desk.turn(order_id, lambda o: orders.begun(o, 50, "desk 1"))


def test_an_order_that_needs_a_second_person_is_proven_again_without_losing_the_signature(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    order_id = desk.do(
        lambda g: order_deeds.write_order(g, incident_id, plan(OPEN), "t", "anna", 20, needs_approval=True)
    ).order_id
    with pytest.raises(InputError, match="approval of a second person"):
        desk.turn(order_id, lambda o: orders.begun(o, 30, "desk 1"))
    desk.turn(order_id, lambda o: orders.approved(o, "ben", 30))
    refused = desk.turn(order_id, lambda o: orders.checked(o, "anna", 31, ["overloads"]))
    assert (refused.state, refused.is_checked) == (OrderState.APPROVED, False)
    with pytest.raises(InputError, match="changed since it was checked"):
        desk.turn(order_id, lambda o: orders.begun(o, 32, "desk 1"))
    begun = desk.turn(order_id, lambda o: orders.begun(orders.checked(o, "anna", 33), 33, "desk 1"))
    assert (begun.state, begun.approved_by) == (OrderState.EXECUTING, "ben")


# Work and documents --------------------------------------------------------------------------------------------


def test_a_place_has_one_work_order_until_it_is_over(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    incident_id = first.trip("switch:1").incident_id

    def new(desk: Desk) -> WorkOrder:
        return desk.do(lambda g: repair_deeds.new_work(g, incident_id, "line:1", "mend", "cable", 0, 20))

    one = new(first)
    assert new(second).work_id == one.work_id
    first.do(
        lambda g: repair_deeds.change_work(
            g, one.work_id, lambda w: work.cancelled(w, "elsewhere", 30), "anna", "not needed", 30
        )
    )
    assert new(second).work_id != one.work_id


def test_two_consoles_cannot_send_two_crews_to_one_work(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    incident_id = first.trip("switch:1").incident_id
    task = first.do(lambda g: repair_deeds.new_work(g, incident_id, "line:1", "mend", "", 0, 20))

    def send(desk: Desk, crew: str, instead: str = "") -> WorkOrder:
        return desk.do(lambda g: repair_deeds.send(g, task.work_id, crew, crew, "anna", 30, instead=instead))

    send(first, "crew-1")
    with pytest.raises(InputError, match="was given to crew-1 meanwhile"):
        send(second, "crew-2")
    assert first.store.find(WorkOrder, task.work_id).crew_id == "crew-1"
    assert send(second, "crew-2", instead="crew-1").crew_id == "crew-2", "who knows of it may send another one"


def test_a_cleared_place_makes_the_incident_repaired(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    desk.carry_out(desk.write(incident_id))
    task = desk.do(lambda g: repair_deeds.new_work(g, incident_id, "line:1", "mend", "", 0, 20))

    def change(turn: Callable[[WorkOrder], WorkOrder]) -> None:
        desk.do(lambda g: repair_deeds.change_work(g, task.work_id, turn, "anna", "told", 30))

    change(lambda w: work.assigned(w, "crew-1", 30))
    for state in (WorkState.EN_ROUTE, WorkState.ON_SITE):
        change(lambda w, state=state: work.advanced(w, state, 31))  # type: ignore[misc]
    desk.do(lambda g: repair_deeds.found(g, task.work_id, FaultCause.CABLE, ("line:1",), "a joint", "anna", 32))
    incident = desk.incident(incident_id)
    assert (incident.cause, incident.element_ids) == (FaultCause.CABLE, ("line:1",))
    assert incident.estimate is not None
    change(lambda w: work.advanced(w, WorkState.REPAIRED, 33))
    assert desk.incident(incident_id).state is IncidentState.RESTORED
    change(lambda w: work.advanced(w, WorkState.CLEARED, 34))
    assert desk.incident(incident_id).state is IncidentState.REPAIRED


def test_a_fault_that_is_found_before_it_was_located_is_located(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    task = desk.do(lambda g: repair_deeds.new_work(g, incident_id, "line:1", "mend", "", 0, 20))
    desk.do(lambda g: repair_deeds.send(g, task.work_id, "crew-1", "Crew 1", "anna", 21))
    for state in (WorkState.EN_ROUTE, WorkState.ON_SITE):
        desk.do(
            lambda g, state=state: repair_deeds.change_work(  # type: ignore[misc]
                g, task.work_id, lambda w: work.advanced(w, state, 22), "anna", "told", 22
            )
        )
    desk.do(lambda g: repair_deeds.found(g, task.work_id, FaultCause.CABLE, (), "", "anna", 23))
    assert desk.incident(incident_id).state is IncidentState.NEW, "what it was is known, where is not"
    other = desk.trip("switch:2", 11 * MINUTE)
    placed = incidents.caused(other, FaultCause.CABLE, ("line:2",), "anna", 24)
    assert placed.state is IncidentState.LOCATED


def test_a_document_is_not_isolated_while_a_point_is_not_known_to_be_open(desk: Desk) -> None:
    incident_id = desk.trip("switch:1").incident_id
    with pytest.raises(InputError, match="no point of isolation"):
        desk.do(lambda g: repair_deeds.new_document(g, incident_id, "mend", (), ("line:1",), "anna", 20))
    document = desk.do(
        lambda g: repair_deeds.new_document(g, incident_id, "mend", ("switch:1", "switch:2"), ("line:1",), "anna", 20)
    )
    with pytest.raises(InputError, match="switch:2: is not known to be open"):
        desk.do(lambda g: repair_deeds.isolate_document(g, document.document_id, lambda s: s == "switch:1", "anna", 30))
    assert desk.store.find(SafetyDocument, document.document_id).state is SafetyState.DRAFT
    done = desk.do(lambda g: repair_deeds.isolate_document(g, document.document_id, lambda _s: True, "anna", 30))
    assert done.state is SafetyState.ISOLATED
    with pytest.raises(InputError):
        desk.do(lambda g: incident_deeds.close(g, incident_id, "anna", 40))
    desk.do(
        lambda g: repair_deeds.change_document(
            g, document.document_id, lambda d: safety.cancelled(d, 50), "anna", "given up", 50
        )
    )
    assert desk.do(lambda g: incident_deeds.close(g, incident_id, "anna", 60)).state is IncidentState.CLOSED
