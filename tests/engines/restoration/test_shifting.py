"""Open points of live feeders moved to make room for what is dead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.grid.limit_check import limit_arrays
from engines.grid.network import with_tables
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.restoration.replaying import replay
from engines.restoration.restoring import recheck, restore
from engines.values.frozen import FrozenMap
from engines.values.switching_plan import PlanStatus, StepKind, SwitchingPlan
from tests.engines.restoration.three_feeders import LOAD_MW, after_trip, three_feeders

AT_ONCE = RestorationOptions(seconds=0.0)
FAULT = "line:Q1"
WEAKER = 14.0


def moves(plan: SwitchingPlan) -> list[tuple[StepKind, str]]:
    return [(step.kind, step.element_id) for step in plan.steps]


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_an_open_point_is_moved_where_that_alone_lets_everybody_be_supplied(seconds: float) -> None:
    network = three_feeders()
    snapshot = after_trip(network)
    plan = restore(snapshot, FAULT, replace(AT_ONCE, seconds=seconds))
    assert plan.status is PlanStatus.COMPLETE
    assert plan.customers_unserved == 100
    done = moves(plan)
    # Joined first, then parted, and only then the dead part comes.
    joined = done.index((StepKind.CLOSE, "T9"))
    assert done[joined + 1] in [(StepKind.OPEN, "S45"), (StepKind.OPEN, "S56")]
    assert done[-1] == (StepKind.CLOSE, "T3")
    assert all(step.interrupted_kw == 0.0 for step in plan.steps)
    assert not plan.lower_bound_kw > plan.unserved_kw + 1e-6


def test_each_state_on_the_way_is_within_the_limits_by_a_load_flow_of_its_own() -> None:
    network = three_feeders()
    snapshot, solver, limits = after_trip(network), LoadFlowSolver(three_feeders()), limit_arrays(network)
    plan = restore(snapshot, FAULT, AT_ONCE)
    for state in replay(snapshot, plan):
        result = solver.solve(state)
        assert result.is_converged
        assert np.nanmax(result.branches["line"].loading_percent) <= limits.emergency_percent + 1e-6
        assert np.nanmin(result.vm_pu) >= 0.9
    assert not len(analyse(replay(snapshot, plan)[-1]).loop_branches)


def test_without_the_third_feeder_less_can_be_supplied() -> None:
    snapshot = after_trip(three_feeders())
    for held in (replace(AT_ONCE, excluded=frozenset({"T9"})), replace(AT_ONCE, most_shifts=0)):
        plan = restore(snapshot, FAULT, held)
        assert plan.status is PlanStatus.PARTIAL
        assert plan.customers_unserved > 100


def test_no_open_point_is_moved_where_that_serves_nobody_more() -> None:
    light = (1.0, 0.2, 0.2, *LOAD_MW[3:])
    plan = restore(after_trip(three_feeders(load_mw=light)), FAULT, AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    assert {step.element_id for step in plan.steps} == {"S12", "T3"}


@pytest.mark.parametrize(("s_sc_mva", "unproven"), [(float("nan"), frozenset[str]()), (300.0, frozenset({"T9"}))])
def test_where_live_parts_may_not_be_joined_it_is_opened_first_and_the_interruption_counted(
    s_sc_mva: float, unproven: frozenset[str]
) -> None:
    options = replace(AT_ONCE, phases_unproven=unproven)
    plan = restore(after_trip(three_feeders(s_sc_mva=s_sc_mva)), FAULT, options)
    done = moves(plan)
    assert plan.status is PlanStatus.COMPLETE
    joined = done.index((StepKind.CLOSE, "T9"))
    assert done[joined - 1] in [(StepKind.OPEN, "S45"), (StepKind.OPEN, "S56")]
    assert done[-1] == (StepKind.CLOSE, "T3")
    interrupted_kw = 1500.0 if done[joined - 1][1] == "S56" else 2100.0
    assert sum(step.interrupted_kw for step in plan.steps) == pytest.approx(interrupted_kw)
    assert max(step.proof.loops for step in plan.steps) == 0


def test_nobody_is_interrupted_for_less_than_the_interruption() -> None:
    # 1.5 MW would be dark for an hour and a half so that the rest comes back for a quarter of an hour.
    options = replace(AT_ONCE, repair_hours=0.25, default_travel_s=5400.0, phases_unproven=frozenset({"T9"}))
    network = three_feeders()
    slow = replace(options, remote=FrozenMap({"T9": False}))
    plan = restore(after_trip(network), FAULT, slow)
    assert plan.is_usable
    assert "T9" not in {step.element_id for step in plan.steps}


def test_joining_is_judged_again_when_the_plan_is() -> None:
    network = three_feeders()
    snapshot = after_trip(network)
    plan = restore(snapshot, FAULT, AT_ONCE)
    assert recheck(snapshot, plan, FAULT, AT_ONCE).is_usable
    doubted = recheck(snapshot, plan, FAULT, replace(AT_ONCE, phases_unproven=frozenset({"T9"})))
    assert not doubted.is_usable
    assert "T9" in doubted.reason
    # Without the opening the two feeders would stay joined.
    opening = next(step.number for step in plan.steps if step.element_id in ("S45", "S56"))
    assert "loop" in recheck(snapshot, plan, FAULT, AT_ONCE, without={opening}).reason


def test_an_open_point_is_moved_for_the_voltage_too() -> None:
    """No line is near its rating, but with all of the first feeder behind it the second would sink below 0.9 pu."""
    network = three_feeders(rated_ka={"Q2": 0.3})
    line = network["line"]
    weak = with_tables(network, {"line": line.with_columns({"r_ohm_per_km": line["r_ohm_per_km"] * WEAKER})})
    snapshot = after_trip(weak)
    held = restore(snapshot, FAULT, replace(AT_ONCE, most_shifts=0))
    assert held.status is PlanStatus.PARTIAL
    plan = restore(snapshot, FAULT, AT_ONCE)
    assert plan.is_usable
    assert plan.customers_unserved < held.customers_unserved
    assert "T9" in plan.closed_at_end
