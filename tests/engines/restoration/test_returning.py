"""Back to normal, and made dead for work: nobody loses supply who need not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network, with_tables
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.protection.fault import FaultKind
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.options import RestorationOptions
from engines.restoration.planned_outage import planned_outage
from engines.restoration.replaying import replay
from engines.restoration.restoring import restore
from engines.restoration.returning import reprove, return_to_normal
from engines.restoration.tripping import tripped
from engines.restoration.zones import zones_of
from engines.values.frozen import FrozenMap
from engines.values.switching_plan import PlanStatus, StepKind
from engines.values.validation import InputError

AT_ONCE = RestorationOptions(seconds=0.0)


@pytest.fixture(scope="module", params=["north", "ieee33"])
def network(request: pytest.FixtureRequest) -> Network:
    return open_network(request.param)[0]


def fault_of(network: Network) -> str:
    return "line:F1-W03" if "line:F1-W03" in network["line"].id else "line:6"


def restored(network: Network) -> Snapshot:
    """A network whose fault has been worked around, now repaired."""
    snapshot = tripped(Snapshot(network), fault_of(network))[0]
    options = replace(AT_ONCE, reach_factor=0.0)
    return replay(snapshot, restore(snapshot, fault_of(network), options))[-1]


def test_a_way_back_is_proven_anew_from_the_middle(network: Network) -> None:
    snapshot = restored(network)
    plan = return_to_normal(snapshot, AT_ONCE)
    middle = replay(snapshot, plan)[0]
    rest = reprove(middle, plan, AT_ONCE)
    assert [(s.kind, s.element_id) for s in rest.steps] == [(s.kind, s.element_id) for s in plan.steps[1:]]
    assert rest.is_usable
    assert (replay(middle, rest)[-1].switch_position == replay(snapshot, plan)[-1].switch_position).all()


def test_a_step_that_was_removed_stays_out(network: Network) -> None:
    snapshot = restored(network)
    plan = return_to_normal(snapshot, AT_ONCE)
    rest = reprove(snapshot, plan, AT_ONCE, without=[len(plan.steps)])
    assert [s.element_id for s in rest.steps] == [s.element_id for s in plan.steps[:-1]]


def with_strength(network: Network, s_sc_mva: float) -> Network:
    """The same network at a grid of known short-circuit power."""
    grid = network["ext_grid"]
    return with_tables(network, {"ext_grid": grid.with_columns({"s_sc_max_mva": np.full(len(grid), s_sc_mva)})})


def test_every_switch_ends_in_its_normal_position(network: Network) -> None:
    snapshot = restored(network)
    plan = return_to_normal(snapshot, AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    end = replay(snapshot, plan)[-1]
    closed = np.asarray(network["switch"]["normal_closed"], bool)
    assert (end.switch_closed == closed).all()
    assert plan.unserved_kw == 0.0


def test_with_a_known_fault_level_nobody_is_interrupted() -> None:
    network = with_strength(open_network("ieee33")[0], 200.0)
    plan = return_to_normal(restored(network), AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    assert max(step.proof.loops for step in plan.steps) == 1
    assert plan.steps[-1].proof.loops == 0
    assert all(step.interrupted_kw == 0.0 for step in plan.steps)


@pytest.mark.parametrize(
    ("s_sc_mva", "options", "why"),
    [
        (float("nan"), AT_ONCE, "not known"),
        (200.0, replace(AT_ONCE, phases_unproven=frozenset({"switch:6", "switch:7", "switch:35"})), "phase sequence"),
    ],
)
def test_else_it_is_opened_first_and_the_interruption_counted(
    s_sc_mva: float, options: RestorationOptions, why: str
) -> None:
    network = with_strength(open_network("ieee33")[0], s_sc_mva)
    plan = return_to_normal(restored(network), options)
    assert plan.status is PlanStatus.COMPLETE
    first = next(step for step in plan.steps if step.interrupted_kw > 0.0)
    assert first.kind is StepKind.OPEN
    assert why in first.reason.text
    assert max(step.proof.loops for step in plan.steps) == 0


def test_a_breaker_that_could_not_interrupt_in_parallel_forbids_it() -> None:
    network = with_strength(open_network("ieee33")[0], 200.0)
    kind = network["switch"]["kind"].copy()
    kind[8] = "breaker"
    network = with_tables(network, {"switch": network["switch"].with_columns({"kind": kind})})
    snapshot = restored(network)
    bus = int(network.bus_row(int(network["switch"]["bus"][8])))
    # As it will be once line 6 is back and before the tie opens, less the tie itself.
    alone = snapshot.with_values("switch", "position", [5, 6, 34], [1, 1, 0])
    alone_ka = float(ShortCircuitModel(alone).bus_currents(FaultKind.THREE_PHASE)[bus])
    enough = replace(AT_ONCE, breaking_ka=FrozenMap({"switch:9": 2 * alone_ka}))
    assert all(step.interrupted_kw == 0.0 for step in return_to_normal(snapshot, enough).steps)
    little = replace(AT_ONCE, breaking_ka=FrozenMap({"switch:9": 1.01 * alone_ka}))
    plan = return_to_normal(snapshot, little)
    assert plan.status is PlanStatus.COMPLETE
    assert "S9" in next(step for step in plan.steps if step.interrupted_kw > 0.0).reason.text


def test_reclosing_comes_back_at_the_end() -> None:
    network = open_network("north")[0]
    plan = return_to_normal(restored(network), AT_ONCE, reclosing_off=["switch:F1-R1"])
    assert plan.steps[-1].kind is StepKind.RECLOSING_ON
    assert plan.steps[-1].element_id == "switch:F1-R1"


def test_in_its_normal_state_there_is_nothing_to_do(network: Network) -> None:
    plan = return_to_normal(Snapshot(network), AT_ONCE)
    assert plan.status is PlanStatus.NOTHING_TO_DO
    assert plan.is_usable


def test_what_may_not_be_operated_is_named() -> None:
    network = open_network("ieee33")[0]
    plan = return_to_normal(restored(network), replace(AT_ONCE, excluded=frozenset({"switch:35"})))
    assert not plan.is_usable or plan.status is PlanStatus.PARTIAL
    assert "S35" in plan.reason or "loop" in plan.reason


def test_an_outage_makes_dead_what_is_worked_on_and_nothing_else_that_need_be(network: Network) -> None:
    element = fault_of(network)
    plan = planned_outage(Snapshot(network), [element], AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    end = analyse(replay(Snapshot(network), plan)[-1])
    zones = zones_of(network)
    ref = network.find(element)
    assert ref is not None
    wanted = zones.of_bus == zones.of_element(network, ref)
    assert not end.is_energized[wanted].any()
    assert plan.unserved_kw == pytest.approx(plan.out_of_reach_kw)
    assert set(plan.isolated) == set(network.bus.id[wanted])


def test_an_outage_without_the_step_that_makes_it_dead_does_not_hold(network: Network) -> None:
    element, snapshot = fault_of(network), Snapshot(network)
    plan = planned_outage(snapshot, [element], AT_ONCE)
    whole = reprove(snapshot, plan, AT_ONCE, elements=[element])
    assert whole.is_usable
    assert [s.element_id for s in whole.steps] == [s.element_id for s in plan.steps]
    last = next(s.number for s in reversed(plan.steps) if s.kind is StepKind.OPEN)
    without = reprove(snapshot, plan, AT_ONCE, elements=[element], without=[last])
    assert without.status is PlanStatus.NOT_ACCEPTED
    assert "voltage" in without.reason


def test_an_outage_under_way_brings_no_voltage_back(network: Network) -> None:
    element, snapshot = fault_of(network), Snapshot(network)
    plan = planned_outage(snapshot, [element], AT_ONCE)
    made_dead = replay(snapshot, plan)[-1]
    way_back = return_to_normal(made_dead, AT_ONCE)
    # An order knows its steps alone, not what they were to keep dead.
    careless = replace(way_back, purpose=plan.purpose, isolated=())
    assert reprove(made_dead, careless, AT_ONCE).is_usable
    assert not reprove(made_dead, careless, AT_ONCE, elements=[element]).is_usable


def test_an_outage_takes_the_part_behind_over_without_interruption_where_it_may() -> None:
    network = with_strength(open_network("ieee33")[0], 200.0)
    plan = planned_outage(Snapshot(network), ["line:6"], AT_ONCE)
    own_kw = 200.0
    assert plan.is_usable
    assert sum(step.interrupted_kw for step in plan.steps) == pytest.approx(own_kw)


def test_an_outage_of_nothing_or_of_the_source_is_refused() -> None:
    network = open_network("ieee33")[0]
    with pytest.raises(InputError):
        planned_outage(Snapshot(network), [], AT_ONCE)
    assert planned_outage(Snapshot(network), ["bus:1"], AT_ONCE).status is PlanStatus.NOT_ISOLABLE
