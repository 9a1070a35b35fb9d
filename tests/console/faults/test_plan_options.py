"""What a plan goes by: whatever people and devices forbid reaches the planner, and what is unknown stops nothing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.faults.board import FaultBoard
from console.faults.devices import Devices
from console.faults.plan_options import bars_of, failed_switches, plan_options, reclosing_off, repair_hours
from console.faults.settings import FaultSettings
from console.workflows.customers import customers_of_network
from engines.restoration.options import RestorationOptions, check_options
from engines.values.fault_evidence import EvidenceKind, FaultEvidence
from engines.values.incidents import Incident, IncidentState
from engines.values.points import Quantity
from engines.values.repair import (
    Outage,
    OutageStage,
    RestorationEstimate,
    SafetyDocument,
    SafetyState,
    WorkOrder,
)
from engines.values.site import DeviceLock, PortableEarth, SiteState, Tag, TagKind
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from tests.console.faults.field import Field, network

SWITCH, OTHER = "switch:F2-S2", "switch:T2"
LINE = "line:F2-W26"


def options(site: SiteState | None = None, field: Field | None = None, **more: object) -> RestorationOptions:
    field = field or Field()
    devices = Devices(field.network, field.store, 60.0)
    given = {"seconds": 0.0, "repair_hours": 4.0} | more
    found = plan_options(network(), site or SiteState(), devices, FaultSettings(), **given)  # type: ignore[arg-type]
    check_options(network(), found)
    return found


@pytest.mark.parametrize("kind", list(TagKind))
def test_only_tags_that_bar_are_heeded(kind: TagKind) -> None:
    site = SiteState(tags=(Tag("tag:1", SWITCH, kind, "why", "anna", 1),))
    bars = kind in (TagKind.DO_NOT_OPERATE, TagKind.LIVE_LINE_WORK)
    assert (SWITCH in options(site).tagged) == bars


def test_earths_stand_at_their_line_or_bus() -> None:
    bus = str(network().bus.id[3])
    site = SiteState(earths=(PortableEarth("earth:1", bus, "anna", 1, LINE), PortableEarth("earth:2", bus, "anna", 1)))
    assert options(site).earthed == {LINE, bus}


@pytest.mark.parametrize("state", list(SafetyState))
def test_a_document_that_protects_keeps_its_points_and_earths(state: SafetyState) -> None:
    document = SafetyDocument("document:1", "incident:1", "repair", (SWITCH,), (LINE,), state)
    found = options(documents=(document,))
    assert (SWITCH in found.tagged, LINE in found.earthed) == (state.protects, state.protects)


def test_a_wire_on_the_ground_and_other_incidents_are_kept_dead() -> None:
    wire = FaultEvidence(EvidenceKind.WIRE_DOWN, LINE)
    call = FaultEvidence(EvidenceKind.TROUBLE_CALL, "line:F2-W21")
    found = options(heard=(wire, call), kept_dead=("line:F1-W03",), kept_out=(OTHER, "line:F1-W03"))
    assert found.wire_down == {LINE}
    assert found.tagged == {"line:F1-W03"}
    assert found.excluded == {OTHER}


def test_locked_refusing_and_unreachable_switches_are_not_commanded() -> None:
    field = Field()
    field.say(SWITCH, Quantity.IS_OPENING_BLOCKED, 1.0)
    field.say("switch:F2-Q0", Quantity.IS_LOCAL, 1.0)
    lock = DeviceLock(f"{OTHER}/position", "command 1", 1.0, 1, "outcome unknown")
    found = options(SiteState(locks=(lock,)), field)
    assert found.excluded == {SWITCH, OTHER}
    assert found.remote["switch:F2-Q0"] is False


@given(st.lists(st.text(max_size=8)))
def test_what_the_network_does_not_have_stops_no_plan(names: list[str]) -> None:
    tags = tuple(Tag(f"tag:{k}", n, TagKind.DO_NOT_OPERATE, "", "anna", 1) for k, n in enumerate(names))
    found = options(SiteState(tags=tags), kept_out=names, kept_dead=names)
    assert not found.tagged
    assert not found.excluded


def test_customers_of_a_file_weigh_life_support_most() -> None:
    customers = customers_of_network(network())
    found = options(customers=customers)
    assert set(found.customers) == set(customers.by_load)
    assert sum(found.customers.values()) == customers.count(customers.by_load)
    assert set(found.priority.values()) <= {0, 1, 2, 3}


def bars(
    *incidents: Incident, works: tuple[WorkOrder, ...] = (), suspected: tuple[str, ...] = ("first", "second")
) -> tuple[set[str], set[str]]:
    """What the others, and its own other places, forbid the first one: switches, places."""
    board = FaultBoard({i.incident_id: i for i in incidents}, works={w.work_id: w for w in works})
    found = bars_of(incidents[0], board, lambda _incident: suspected)
    return set(found.kept_out), set(found.kept_dead)


MINE = Incident("incident:1", "mine", 1, device_ids=("q1",), element_ids=("place",))


@pytest.mark.parametrize("state", list(IncidentState))
def test_what_another_fault_keeps_dead_is_free_once_it_is_repaired(state: IncidentState) -> None:
    other = Incident("incident:2", "other", 2, state, device_ids=("q2",), element_ids=("e2",), isolated_ids=("b2",))
    is_before = state not in (IncidentState.REPAIRED, IncidentState.NORMAL) and not state.is_over
    assert bars(MINE, other)[1] == ({"e2", "b2"} if is_before else set())


def test_where_another_is_still_searched_every_credible_place_stays_dead() -> None:
    out = Outage((OutageStage(("load",), 7, 1),))
    other = Incident("incident:2", "other", 2, outage=out, device_ids=("q2",))
    assert bars(MINE, other) == ({"q2"}, {"first", "second"})
    assert bars(MINE, replace(other, outage=Outage()))[1] == {"first", "second"}, "where nobody lives, too"
    assert bars(MINE, replace(other, isolated_ids=("b2",)))[1] == {"b2"}


def test_what_another_has_cut_off_stays_dead_until_it_is_located() -> None:
    out = Outage((OutageStage(("load:1",), 7, 1), OutageStage(("load:2",), 3, 1, end_us=5)))
    other = Incident("incident:2", "other", 2, outage=out, device_ids=("q2",))
    assert bars(MINE, other, suspected=())[1] == {"load:1"}


def test_of_a_fault_that_broke_more_than_one_place_the_others_stay_dead() -> None:
    both = replace(MINE, element_ids=("place", "further"))
    assert bars(both)[1] == {"further"}
    assert not bars(replace(both, state=IncidentState.REPAIRED))[1]
    assert not bars(replace(both, is_planned=True))[1], "these are made dead by the plan itself"


def of_other(*steps: OrderStep, state: OrderState, begun_us: int) -> FaultBoard:
    made = SwitchingOrder("order:9", "incident:2", "t", "restore", "anna", 1, steps, state, begun_us=begun_us)
    other = Incident("incident:2", "other", 2)
    return FaultBoard({"incident:1": MINE, "incident:2": other}, orders={"order:9": made})


def test_a_draft_takes_no_switch_and_what_is_over_only_what_it_has_moved() -> None:
    steps = (
        OrderStep(1, OrderAction.OPEN, "a", "A", True, state=OrderStepState.CONFIRMED),
        OrderStep(2, OrderAction.CLOSE, "b", "B", True),
    )
    for state, begun_us, taken in (
        (OrderState.DRAFT, 0, set()),
        (OrderState.CHECKED, 0, set()),
        (OrderState.EXECUTING, 5, {"a", "b"}),
        (OrderState.SUSPENDED, 5, {"a", "b"}),
        (OrderState.DONE, 5, {"a"}),
        (OrderState.ABORTED, 5, {"a"}),
    ):
        found = bars_of(MINE, of_other(*steps, state=state, begun_us=begun_us), lambda _incident: ())
        assert set(found.kept_out) == taken, state


def approved(order_id: str, incident_id: str, at_us: int, begun_us: int = 0) -> SwitchingOrder:
    state = OrderState.EXECUTING if begun_us else OrderState.APPROVED
    steps = (OrderStep(1, OrderAction.CLOSE, "tie", "T4", True),)
    return SwitchingOrder(
        order_id, incident_id, "t", "restore", "anna", 1, steps, state, approved_us=at_us, begun_us=begun_us
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "first", "second"),
    [
        (None, (5, 0), set[str](), {"tie"}),
        ((4, 0), (5, 0), {"tie"}, set[str]()),
        ((6, 0), (5, 0), set[str](), {"tie"}),
        ((4, 0), (5, 9), set[str](), {"tie"}),
        ((5, 9), (4, 0), {"tie"}, set[str]()),
    ],
)
def test_what_was_begun_or_else_approved_first_has_the_tie_and_the_other_is_told_why_not(
    mine: tuple[int, int] | None, theirs: tuple[int, int], first: set[str], second: set[str]
) -> None:
    """``first``: what is kept from the other incident's plans, ``second``: from mine."""
    other = Incident("incident:2", "F3-Q0 tripped", 2)
    orders = {"order:9": approved("order:9", "incident:2", *theirs)}
    if mine is not None:
        orders["order:8"] = approved("order:8", "incident:1", *mine)
    board = FaultBoard({"incident:1": MINE, "incident:2": other}, orders=orders)
    for incident, kept in ((MINE, second), (other, first)):
        found = bars_of(incident, board, lambda _incident: ())
        assert set(found.held) == kept == {s for s in found.kept_out if s == "tie"}
    if second:
        assert "order:9 of F3-Q0 tripped needs it" in bars_of(MINE, board, lambda _incident: ()).held["tie"]


def test_a_fault_does_not_wait_for_planned_work_that_nobody_has_begun() -> None:
    work = Incident("incident:2", "work", 2, is_planned=True)
    for begun_us, kept in ((0, set[str]()), (7, {"tie"})):
        orders = {"order:9": approved("order:9", "incident:2", 5, begun_us)}
        board = FaultBoard({"incident:1": MINE, "incident:2": work}, orders=orders)
        assert set(bars_of(MINE, board, lambda _incident: ()).held) == kept


def test_an_outage_brings_nobody_back_whom_a_fault_has_cut_off() -> None:
    out = Outage((OutageStage(("load:1", "load:2"), 7, 1), OutageStage(("load:3",), 7, 1, 2)))
    planned = replace(MINE, is_planned=True)
    assert bars(planned, Incident("incident:2", "other", 2, outage=out))[1] == {"load:1", "load:2", "first", "second"}


def test_what_was_merged_is_not_forgotten_before_the_repair() -> None:
    part = Incident(
        "incident:2", "part", 2, IncidentState.MERGED, merged_into="incident:1", suspects=(("s2", 0.6), ("s3", 0.4)),
        closed_us=50,
    )  # fmt: skip
    deeper = replace(part, incident_id="incident:3", merged_into="incident:2", isolated_ids=("b3",))
    other = Incident("incident:4", "other", 4)
    assert bars(MINE, part, deeper)[1] == {"first", "second", "b3"}
    assert bars(MINE, part, deeper, suspected=())[1] == {"s2", "s3", "b3"}, "after a restart, what was written down"
    assert bars(other, MINE, part, deeper)[1] == {"place", "first", "second", "b3"}
    repaired = replace(MINE, state=IncidentState.REPAIRED)
    assert not bars(repaired, part, deeper)[1]
    assert not bars(other, repaired, part, deeper)[1]
    # What a crew has found since says where it was; a place that was known by then stays dead all the same.
    found = WorkOrder("work:1", "incident:1", "place", "repair", found_us=60)
    assert not bars(MINE, part, works=(found,))[1]
    assert bars(MINE, replace(part, element_ids=("e2",)), works=(found,))[1] == {"e2"}


def order(*steps: tuple[OrderAction, str, OrderStepState, int]) -> SwitchingOrder:
    made = tuple(
        OrderStep(k, action, switch, switch, True, state=state, instructed_us=at)
        for k, (action, switch, state, at) in enumerate(steps, start=1)
    )
    return SwitchingOrder("order:1", "incident:1", "title", "restore", "anna", 1, made, OrderState.SUSPENDED)


def test_a_switch_that_failed_is_not_planned_with_again_until_somebody_tries_it_once_more() -> None:
    confirmed, failed, left_out = OrderStepState.CONFIRMED, OrderStepState.FAILED, OrderStepState.LEFT_OUT
    found = order(
        (OrderAction.OPEN, "a", confirmed, 1),
        (OrderAction.OPEN, "b", failed, 2),
        (OrderAction.OPEN, "c", left_out, 3),
        (OrderAction.OPEN, "d", left_out, 0),
        (OrderAction.OPEN, "e", OrderStepState.PLANNED, 0),
    )
    assert set(failed_switches((found,))) == {"b", "c"}


def test_only_reclosing_that_is_still_off_is_to_be_put_on_again() -> None:
    off, on, done = OrderAction.RECLOSING_OFF, OrderAction.RECLOSING_ON, OrderStepState.CONFIRMED
    found = order((off, "a", done, 1), (off, "b", done, 2), (on, "b", done, 3), (off, "c", OrderStepState.FAILED, 4))
    assert reclosing_off((found,)) == ("a",)


@given(st.integers(-(10**13), 10**13))
def test_a_plan_holds_until_the_repair_is_over_and_never_for_no_time(late_us: int) -> None:
    incident = Incident("incident:1", "t", 1, estimates=(RestorationEstimate(1, late_us, 1),))
    hours = repair_hours(incident, 4.0, 0)
    assert 0.5 <= hours <= 168.0
    assert math.isclose(hours, min(max(late_us / 3.6e9, 0.5), 168.0))
    assert repair_hours(Incident("incident:2", "t", 1), 4.0, 0) == 4.0
