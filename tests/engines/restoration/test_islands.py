"""Parts that generation holds up by itself, and generation that is away when supply comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.grid.tracing import customers_at
from engines.restoration.island_playing import held_up
from engines.restoration.options import RestorationOptions, check_options
from engines.restoration.replaying import replay
from engines.restoration.restoring import recheck, restore
from engines.values.frozen import FrozenMap
from engines.values.switching_plan import PlanStatus, StepKind, SwitchingPlan
from engines.values.validation import InputError
from tests.engines.restoration.three_feeders import LOAD_MW, after_trip, three_feeders

FORMING = RestorationOptions(seconds=0.0, excluded=frozenset({"T3"}), grid_forming=frozenset({"sgen:0"}))
FAULT = "line:Q1"


def island_of(plan: SwitchingPlan) -> list[str]:
    return [step.element_id for step in plan.steps if step.kind is StepKind.ISLAND]


def test_a_unit_holds_as_much_as_it_can_deliver() -> None:
    snapshot = after_trip(three_feeders(generation_mw={3: 1.5}))
    plan = restore(snapshot, FAULT, FORMING)
    assert plan.is_usable
    assert island_of(plan) == ["sgen:0"]
    assert plan.customers_unserved == 100 + 160
    assert plan.unserved_kw == pytest.approx(1e3 * (LOAD_MW[0] + LOAD_MW[1]))
    # Bus 2 is too much for it and is parted from it first; the solved balance is the proof.
    last = plan.steps[-1]
    assert last.kind is StepKind.ISLAND
    assert last.proof.is_accepted
    assert last.proof.margin == pytest.approx(1.0 - LOAD_MW[2] / 1.5, abs=1e-6)
    # S12, too: a unit that can form a grid may be running already.
    assert {step.element_id for step in plan.steps[:-1]} == {"S12", "S23"}
    assert any("island" in note for note in plan.notes)


def test_what_a_unit_can_be_counted_on_for_may_be_told() -> None:
    snapshot = after_trip(three_feeders(generation_mw={3: 1.5}))
    more = replace(FORMING, island_mw=FrozenMap({"sgen:0": 3.0}))
    plan = restore(snapshot, FAULT, more)
    assert plan.customers_unserved == 100
    assert "S12" in {step.element_id for step in plan.steps}


@pytest.mark.parametrize(
    "options",
    [
        replace(FORMING, grid_forming=frozenset()),
        replace(FORMING, island_mw=FrozenMap({"sgen:0": 1.1})),
        replace(FORMING, earthed=frozenset({"bus:3"})),
    ],
)
def test_no_island_without_a_unit_that_may_and_can(options: RestorationOptions) -> None:
    plan = restore(after_trip(three_feeders(generation_mw={3: 1.5})), FAULT, options)
    assert not island_of(plan)
    assert plan.customers_unserved == 100 + 160 + 120


def test_another_unit_in_the_island_counts_as_away() -> None:
    """Together they could hold bus 3; only one may form a grid, and the other has tripped."""
    snapshot = after_trip(three_feeders(generation_mw={3: 1.0, 2: 1.5}))
    assert not island_of(restore(snapshot, FAULT, FORMING))


@pytest.mark.parametrize(("energy_mwh", "holds"), [(12.0, True), (8.0, False)])
def test_a_storage_holds_for_as_long_as_its_energy_lasts(energy_mwh: float, holds: bool) -> None:
    snapshot = after_trip(three_feeders(storage_mwh={3: energy_mwh}))
    options = replace(FORMING, grid_forming=frozenset({"storage:0"}), repair_hours=4.0)
    assert bool(island_of(restore(snapshot, FAULT, options))) == holds


def test_a_way_to_the_network_is_taken_before_an_island() -> None:
    snapshot = after_trip(three_feeders(generation_mw={3: 1.5}))
    plan = restore(snapshot, FAULT, replace(FORMING, excluded=frozenset()))
    assert not island_of(plan)
    assert plan.customers_unserved == 100


def test_an_island_is_solved_again_when_the_plan_is() -> None:
    snapshot = after_trip(three_feeders(generation_mw={3: 1.5}))
    plan = restore(snapshot, FAULT, FORMING)
    again = recheck(snapshot, plan, FAULT, FORMING)
    assert again.is_usable
    assert again.customers_unserved == plan.customers_unserved
    weaker = recheck(snapshot, plan, FAULT, replace(FORMING, island_mw=FrozenMap({"sgen:0": 0.5})))
    assert weaker.status is PlanStatus.NOT_ACCEPTED
    assert "0.500 MW" in weaker.reason
    # Without the opening it would have to feed bus 2 and the faulted part as well.
    opening = next(step.number for step in plan.steps if step.element_id == "S23")
    blocked = recheck(snapshot, plan, FAULT, FORMING, without={opening})
    assert not blocked.is_usable


def test_an_isolating_switch_beside_an_island_is_opened() -> None:
    snapshot = after_trip(three_feeders(generation_mw={2: 4.0}))
    plan = restore(snapshot, FAULT, FORMING)
    assert plan.customers_unserved == 100
    end = replay(snapshot, plan)[-1]
    assert end.switch_position[1] == 0


def test_a_power_that_is_none_is_refused() -> None:
    network = Snapshot(three_feeders(generation_mw={3: 1.5})).network
    with pytest.raises(InputError, match="island_mw"):
        check_options(network, replace(FORMING, island_mw=FrozenMap({"sgen:0": -1.0})))


def test_what_is_played_of_an_island_is_alive_in_the_rows_of_the_network() -> None:
    network = three_feeders(generation_mw={3: 1.5})
    snapshot = after_trip(network)
    plan = restore(snapshot, FAULT, FORMING)
    end = replay(snapshot, plan)[-1]
    assert not analyse(end).is_energized[3]
    topology, result = held_up(end, island_of(plan))
    assert topology.is_energized.tolist() == result.is_energized.tolist()
    dark = customers_at(network, ~topology.is_energized).total
    assert dark == plan.customers_unserved
    assert topology.is_energized[3]
    assert result.is_converged
    assert result.vm_pu[3] == pytest.approx(1.0, abs=0.01)
    assert len(result.source_p_mw) == len(network["ext_grid"])
    assert {topology.structure_revision, result.structure_revision} == {network.structure_revision}
