"""What fault repair asks of its workers, with the real engines and a district that is told once."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.faults.cut_off import among_the_dead, cut_off, elements_in, loads_in, of_this
from console.faults.jobs import (
    Ground,
    LocateRequest,
    PlanRequest,
    isolating_job,
    locate_job,
    plan_job,
    play_job,
    prepare_locating_job,
    prepare_planning_job,
)
from console.faults.moments import dead_loads
from console.workflows.plan_orders import order_of_plan, plan_of_order
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.restoration.options import RestorationOptions
from engines.restoration.tripping import tripped
from engines.restoration.zones import zones_of
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments, Reading
from engines.values.frozen import FrozenMap
from engines.values.incidents import Incident
from engines.values.switching_plan import PlanPurpose, PlanStatus, StepKind, SwitchingPlan
from engines.values.work import DirectContext
from tests.console.faults.field import network, with_position

AT_ONCE = RestorationOptions(seconds=0.0)
LINE, OTHER_LINE = "line:F2-W26", "line:F7-W10"


@cache
def normal() -> Snapshot:
    return Snapshot(network())


@cache
def broken(line: str) -> tuple[Snapshot, str]:
    """Right after the protection has cut a fault off, and what it has opened."""
    after, (device,) = tripped(normal(), line)
    return after, device


def ground(snapshot: Snapshot, *, is_told: bool = True) -> Ground:
    return Ground(
        snapshot.network.structure_revision, snapshot.revision, snapshot.state, snapshot.mode, snapshot.time,
        snapshot.network if is_told else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def context() -> DirectContext:
    """A worker that knows the district."""
    told = DirectContext()
    assert prepare_planning_job(told, ground(normal()))
    return told


def request(line: str, **more: object) -> PlanRequest:
    given = {"purpose": PlanPurpose.RESTORE, "options": AT_ONCE, "fault": line} | more
    return PlanRequest(ground(broken(line)[0], is_told=False), **given)  # type: ignore[arg-type]


def planned(context: DirectContext, line: str = LINE) -> SwitchingPlan:
    plan = plan_job(context, request(line))
    assert plan is not None
    assert plan.is_usable
    return plan


def test_a_worker_that_does_not_know_the_network_asks_for_it() -> None:
    fresh, untold = DirectContext(), ground(normal(), is_told=False)
    assert prepare_planning_job(fresh, untold) is None
    assert prepare_locating_job(fresh, untold) is None
    assert locate_job(fresh, LocateRequest(untold, (), Instruments())) is None
    assert plan_job(fresh, request(LINE)) is None
    assert isolating_job(fresh, untold, (LINE,)) is None
    assert prepare_locating_job(fresh, ground(normal()))
    assert isolating_job(fresh, untold, (LINE,)) is not None


# Where ---------------------------------------------------------------------------------------------------------


def opened_by(line: str) -> tuple[str, ...]:
    after = broken(line)[0]
    rows = np.flatnonzero(np.asarray(after.switch_position) != np.asarray(normal().switch_position))
    return tuple(map(str, network()["switch"].id[rows]))


def evidence_of(line: str) -> list[FaultEvidence]:
    """Trip and last gasps of a fault."""
    area = cut_off(normal(), opened_by(line))
    gasps = [FaultEvidence(EvidenceKind.LAST_GASP, load, 2) for load in loads_in(normal(), area)]
    trips = [FaultEvidence(EvidenceKind.BREAKER_OPERATION, d, 1, Reading.TRIPPED) for d in opened_by(line)]
    return [*trips, *gasps]


def test_what_a_device_cuts_off_is_what_loses_supply() -> None:
    for line in (LINE, OTHER_LINE):
        lost = set(loads_in(normal(), cut_off(normal(), opened_by(line))))
        assert lost
        before = dead_loads(network(), analyse(normal()))
        assert lost == set(dead_loads(network(), analyse(broken(line)[0])) - before)


def test_two_faults_at_once_keep_their_evidence_apart(context: DirectContext) -> None:
    both = (*evidence_of(LINE), *evidence_of(OTHER_LINE))
    for line, other in ((LINE, OTHER_LINE), (OTHER_LINE, LINE)):
        mine, theirs = opened_by(line), opened_by(other)
        kept = list(of_this(normal(), cut_off(normal(), mine), both, mine, theirs))
        assert kept == evidence_of(line)
        asked = LocateRequest(ground(normal()), both, Instruments(), mine, theirs, is_alone=False)
        alone = LocateRequest(ground(normal()), tuple(evidence_of(line)), Instruments(), mine)
        together, single = locate_job(context, asked), locate_job(context, alone)
        assert together is not None
        assert single is not None
        assert together.location.status.is_usable
        assert together.credible == single.credible
        assert np.allclose(together.location.zone_probability, single.location.zone_probability)
        assert set(together.lost_ids) == set(single.lost_ids)


def test_the_suspicion_falls_behind_the_device_that_tripped(context: DirectContext) -> None:
    found = locate_job(
        context, LocateRequest(ground(normal()), tuple(evidence_of(LINE)), Instruments(), opened_by(LINE))
    )
    assert found is not None
    suspected = [element for h in found.location.hypotheses for element in h.element_ids]
    assert LINE in suspected
    assert found.lost_ids


# What to do ----------------------------------------------------------------------------------------------------


def test_a_plan_keeps_the_fault_dead_and_its_play_ends_as_promised(context: DirectContext) -> None:
    plan, start = planned(context), broken(LINE)[0]
    played = play_job(context, ground(start, is_told=False), plan)
    assert played is not None
    assert [p.number for p in played] == list(range(len(plan.steps) + 1))
    line = network()["line"]
    ref = network().find(LINE)
    assert ref is not None
    ends = [int(network().bus_row(int(line[end][ref.row]))) for end in ("from_bus", "to_bus")]
    for each in played:
        assert each.result is not None
        assert each.result.is_converged
        assert not each.topology.is_energized[ends].all(), "no step brings voltage to the fault"
    for switch in plan.open_at_end:
        found = network().find(switch)
        assert found is not None
        assert played[-1].state["switch", "position"][found.row] == SwitchPosition.OPEN


def test_a_doubt_about_what_is_live_cuts_nobody_off(context: DirectContext) -> None:
    """False reports from all over the district leave some suspicion in feeders that nothing has happened to."""
    zones = zones_of(network())
    mine, elsewhere = (zones.of_element(network(), network().find(e)) for e in (LINE, OTHER_LINE))  # type: ignore[arg-type]
    doubt = FrozenMap({int(mine): 0.9, int(elsewhere): 0.1})
    plan = plan_job(context, request(LINE, fault=doubt, is_cut_off=True))
    assert plan is not None
    assert plan.is_usable
    assert plan.customers_unserved <= plan.customers_dead, "who is supplied stays so"
    for step in plan.steps:
        assert step.proof.customers_unserved <= plan.customers_dead
    exact = planned(context)
    assert [s.element_id for s in plan.steps] == [s.element_id for s in exact.steps]
    lost = plan_job(context, request(LINE, fault=FrozenMap({int(mine): 0.2, int(elsewhere): 0.8}), is_cut_off=True))
    assert lost is not None
    assert lost.status is PlanStatus.NOT_LOCATED, "nearly all of it lies where supply is: nobody knows the place"


@given(st.dictionaries(st.integers(0, 40), st.floats(0.001, 1.0), min_size=1, max_size=6))
def test_a_suspicion_among_the_dead_names_no_live_zone(told: dict[int, float]) -> None:
    start, zones = broken(LINE)[0], zones_of(network())
    total = sum(told.values())
    found = among_the_dead(start, {zone: p / total for zone, p in told.items()})
    live = set(zones.of_bus[analyse(start).is_energized].tolist())
    assert not live & set(found)
    assert set(found) <= set(told)
    assert sum(found.values()) <= 1.0 + 1e-9


def as_order(plan: SwitchingPlan) -> SwitchingPlan:
    """As it comes back from the order that was made of it."""
    return plan_of_order(order_of_plan(plan, "order:1", "incident:1", "t", "anna", 1, needs_approval=False))


def test_an_order_is_proven_again_from_the_present_and_forgets_what_is_done(context: DirectContext) -> None:
    plan = planned(context)
    again = plan_job(context, request(LINE, plan=as_order(plan)))
    assert again is not None
    assert again.is_usable
    assert [s.element_id for s in again.steps] == [s.element_id for s in plan.steps]
    first = next(s for s in plan.steps if s.kind in (StepKind.OPEN, StepKind.CLOSE))
    position = SwitchPosition.OPEN if first.kind is StepKind.OPEN else SwitchPosition.CLOSED
    moved = with_position(broken(LINE)[0], first.element_id, position)
    after = plan_job(
        context,
        PlanRequest(ground(moved, is_told=False), PlanPurpose.RESTORE, AT_ONCE, LINE, plan=as_order(plan)),
    )
    assert after is not None
    assert after.is_usable
    assert first.element_id not in [s.element_id for s in after.steps]


def test_an_order_without_the_step_that_keeps_the_fault_away_does_not_hold(context: DirectContext) -> None:
    plan = planned(context)
    closings = [s for s in plan.steps if s.kind is StepKind.CLOSE]
    assert closings, "somebody is picked up"
    openings = [s.number for s in plan.steps if s.kind is StepKind.OPEN]
    found = plan_job(context, request(LINE, plan=as_order(plan), without=tuple(openings)))
    assert found is not None
    assert not found.is_usable
    wrong = [s for s in found.steps if not s.proof.is_accepted]
    assert not wrong or all(s.proof.reason for s in wrong)
    assert wrong or found.reason


def test_a_switch_that_is_excluded_is_not_planned_with(context: DirectContext) -> None:
    plan = planned(context)
    stuck = next(s.element_id for s in plan.steps if s.kind is StepKind.OPEN)
    options = RestorationOptions(seconds=0.0, excluded=frozenset((stuck,)))
    other = plan_job(context, request(LINE, options=options))
    assert other is not None
    assert stuck not in [s.element_id for s in other.steps]


def test_the_way_back_ends_as_normal(context: DirectContext) -> None:
    start = broken(LINE)[0]
    for step in planned(context).steps:
        if step.kind in (StepKind.OPEN, StepKind.CLOSE):
            position = SwitchPosition.OPEN if step.kind is StepKind.OPEN else SwitchPosition.CLOSED
            start = with_position(start, step.element_id, position)
    asked = PlanRequest(ground(start, is_told=False), PlanPurpose.RETURN_TO_NORMAL, AT_ONCE)
    back = plan_job(context, asked)
    assert back is not None
    assert back.is_usable
    played = play_job(context, ground(start, is_told=False), back)
    assert played is not None
    assert np.array_equal(played[-1].state["switch", "position"], normal().switch_position)


def test_incidents_of_one_breaker_do_not_shut_each_other_out() -> None:
    """The second fault of a feeder trips the same breaker: its own words stay heard."""
    mine = opened_by(LINE)
    kept = list(of_this(normal(), cut_off(normal(), mine), evidence_of(LINE), mine, ()))
    assert kept == evidence_of(LINE)
    assert Incident("incident:1", "t", 1).device_ids == ()


def zone_at(element_id: str) -> int:
    ref = network().find(element_id)
    assert ref is not None
    return zones_of(network()).of_element(network(), ref)


def test_what_lies_in_the_credible_zones_is_named_with_its_lines() -> None:
    zone = zone_at(LINE)
    found = elements_in(network(), (zone,))
    assert {LINE, "line:F2-W21"} <= set(found)
    assert {zone_at(element) for element in found} == {zone}
    everything = set(elements_in(network(), range(zones_of(network()).count)))
    assert everything >= {*map(str, network()["line"].id), *map(str, network().bus.id)}
    assert not any(element.startswith("switch:") for element in everything)
    assert elements_in(network(), ()) == ()
