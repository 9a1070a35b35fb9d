"""What every plan promises, held against the network itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.limit_check import limit_arrays
from engines.grid.network import Network, with_tables
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import customers_at, power_at
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration import wording
from engines.restoration.options import RestorationOptions
from engines.restoration.replaying import replay
from engines.restoration.restoring import isolate, recheck, restore
from engines.restoration.suspicion import credible_zones
from engines.restoration.tripping import tripped
from engines.values.frozen import FrozenMap
from engines.values.switching_plan import PlanStatus, Precaution, ProofStatus, StepKind, SwitchingPlan
from engines.values.validation import InputError

AT_ONCE = RestorationOptions(seconds=0.0)
CASES = [
    ("ieee33", "line:3"),
    ("ieee33", "line:12"),
    ("north", "line:F1-W03"),
    ("north", "line:F4-W05"),
    ("north", "line:F7-W10"),
    ("north", "line:F9-W02"),
    ("synthetic:300:2", ""),
]


@cache
def opened(name: str) -> tuple[Network, LoadFlowSolver]:
    network = open_network(name)[0]
    return network, LoadFlowSolver(network)


def faulted(name: str, fault: str) -> tuple[Snapshot, str, LoadFlowSolver]:
    """The moment after the protection has cleared the fault; without one it is on the most loaded line."""
    network, solver = opened(name)
    power = np.nan_to_num(solver.solve(Snapshot(network)).branches["line"].p_from_mw)
    fault = fault or str(network["line"].id[int(np.argmax(np.abs(power)))])
    return tripped(Snapshot(network), fault)[0], fault, solver


def planned(name: str, fault: str, options: RestorationOptions = AT_ONCE) -> tuple[Snapshot, SwitchingPlan]:
    snapshot, fault, solver = faulted(name, fault)
    return snapshot, restore(snapshot, fault, options, solver=solver)


@pytest.mark.parametrize(("name", "fault"), CASES)
def test_a_plan_keeps_what_it_promises(name: str, fault: str) -> None:
    snapshot, fault, solver = faulted(name, fault)
    network = snapshot.network
    plan = restore(snapshot, fault, RestorationOptions(seconds=1.0), solver=solver)
    assert plan.is_usable
    assert plan.unserved_kw <= plan.dead_kw + 1e-9
    limits = limit_arrays(network)
    kept_dead = np.isin(network.bus.id, plan.isolated)
    loops = len(analyse(snapshot).loop_branches)
    states = replay(snapshot, plan)
    for step, state in zip(plan.steps, states, strict=True):
        topology, result = analyse(state), solver.solve(state)
        assert result.is_converged
        assert np.nanmin(result.vm_pu - limits.emergency_min_pu) >= 0.0
        for table, flow in result.branches.items():
            if len(flow.loading_percent):
                allowed = np.maximum(limits.normal_percent[table], limits.emergency_percent) + 1e-3
                assert not (flow.loading_percent > allowed).any()
        assert not topology.is_energized[kept_dead].any()
        assert len(topology.loop_branches) <= loops
        assert step.proof.unserved_kw == pytest.approx(power_at(state, ("load",), ~topology.is_energized), abs=1e-6)
        assert step.proof.vm_min_pu <= 1.0 + 1e-9 or step.proof.vm_min_pu == np.nanmin(result.vm_pu)
    assert states
    end = analyse(states[-1])
    assert plan.unserved_kw == pytest.approx(power_at(states[-1], ("load",), ~end.is_energized), abs=1e-6)
    assert plan.customers_unserved == customers_at(network, ~end.is_energized).total
    moved = states[-1].switch_position != snapshot.switch_position
    assert set(network["switch"].id[moved]) == {*plan.open_at_end, *plan.closed_at_end}
    for _, other in plan.alternatives:
        assert other.is_usable


def test_isolating_alone_picks_nothing_up() -> None:
    snapshot, fault, solver = faulted("ieee33", "line:12")
    plan = isolate(snapshot, fault, solver=solver)
    assert plan.status is PlanStatus.COMPLETE
    assert {step.element_id for step in plan.steps} == {"switch:12", "switch:13"}
    assert plan.unserved_kw == plan.dead_kw


def test_there_is_no_plan_before_lockout() -> None:
    snapshot, fault, _ = faulted("ieee33", "line:12")
    plan = restore(snapshot, fault, AT_ONCE, is_locked_out=False)
    assert plan.status is PlanStatus.NOT_LOCKED_OUT
    assert not plan.is_usable
    assert not plan.steps


def test_reclosing_is_off_before_anything_closes() -> None:
    _, plan = planned("north", "line:F1-W03")
    kinds = [step.kind for step in plan.steps]
    assert StepKind.RECLOSING_OFF in kinds
    assert StepKind.RECLOSING_OFF not in kinds[kinds.index(StepKind.CLOSE) :]


def test_zones_that_hold_the_credible_share_stay_dead() -> None:
    snapshot, _, solver = faulted("ieee33", "line:12")
    likely = {12: 0.6, 13: 0.38, 14: 0.015, 15: 0.005}
    plan = restore(snapshot, likely, AT_ONCE, solver=solver)
    assert set(plan.isolated) == {"bus:13", "bus:14", "bus:15"}
    # What is left is the chance that a closing meets the fault.
    assert max(step.chance for step in plan.steps) == pytest.approx(0.005, abs=1e-9)
    assert all(step.precaution is Precaution.NONE for step in plan.steps)


def test_a_closing_that_may_meet_the_fault_asks_for_patrol_or_test() -> None:
    snapshot, _, solver = faulted("ieee33", "line:12")
    options = replace(AT_ONCE, credible_level=0.9)
    plan = restore(snapshot, {12: 0.92, 13: 0.08}, options, solver=solver)
    asked = [step for step in plan.steps if step.precaution is Precaution.PATROL_OR_TEST]
    assert len(asked) == 1
    assert asked[0].kind is StepKind.CLOSE
    assert asked[0].chance == pytest.approx(0.08)


def test_too_vague_a_location_is_said() -> None:
    snapshot, _, solver = faulted("ieee33", "line:12")
    plan = restore(snapshot, {12: 0.5, 13: 0.3}, AT_ONCE, solver=solver)
    assert plan.status is PlanStatus.NOT_LOCATED
    assert "80.0%" in plan.reason


@pytest.mark.parametrize("fault", [{12: 0.8, 13: 0.8, 14: 0.8}, {12: float("nan")}, {99: 1.0}, {12: -0.1}, "line:99"])
def test_a_contradictory_location_is_refused(fault: dict[int, float] | str) -> None:
    snapshot, _, solver = faulted("ieee33", "line:12")
    with pytest.raises(InputError):
        restore(snapshot, fault, AT_ONCE, solver=solver)


def test_where_two_faults_are_possible_what_is_left_outside_still_holds_no_more_than_the_level_leaves() -> None:
    """Shares of each zone add up to more than one fault: 0.995 of 1.005 is not enough for 99 %, 0.996 is."""
    enough = credible_zones({3: 0.996, 4: 0.009}, 0.99, 10)
    short = credible_zones({3: 0.994, 4: 0.011}, 0.99, 10)
    assert (enough.isolated, enough.is_enough) == ((3,), True)
    assert (short.isolated, short.is_enough) == ((3, 4), True)
    assert enough.chance({4}, set()) == pytest.approx(0.009)
    assert short.chance({4, 5}, {3, 4}) == 0.0


def test_a_stuck_switch_is_isolated_around() -> None:
    options = replace(AT_ONCE, excluded=frozenset({"switch:13"}))
    _, plan = planned("ieee33", "line:12", options)
    assert set(plan.isolated) == {"bus:13", "bus:14"}
    assert "switch:13" not in {step.element_id for step in plan.steps}
    assert plan.is_usable


def test_an_excluded_tie_is_not_used() -> None:
    _, before = planned("ieee33", "line:12")
    ties = set(before.closed_at_end) - {"switch:1"}
    assert ties
    _, plan = planned("ieee33", "line:12", replace(AT_ONCE, excluded=frozenset(ties)))
    assert not ties & set(plan.closed_at_end)
    assert plan.is_usable


@pytest.mark.parametrize("name", ["earthed", "wire_down", "tagged"])
def test_an_earth_a_tag_or_a_wire_down_keeps_its_part_dead(name: str) -> None:
    _, plan = planned("ieee33", "line:12", replace(AT_ONCE, **{name: frozenset({"bus:25"})}))
    assert {"bus:13", "bus:25"} <= set(plan.isolated)
    assert plan.is_usable


def test_without_a_known_position_nothing_is_said_to_be_isolated() -> None:
    snapshot, fault, solver = faulted("ieee33", "line:12")
    # The upstream part has supply again; the switch between it and the fault shows no position.
    live = snapshot.with_values("switch", "position", [0, 11, 12], [1, SwitchPosition.UNKNOWN, 0])
    plan = restore(live, fault, AT_ONCE, solver=solver)
    assert plan.status is PlanStatus.NOT_ISOLABLE
    assert "S12" in plan.reason


def test_planning_goes_on_from_whatever_is_true_now() -> None:
    snapshot, whole = planned("ieee33", "line:5")
    network, solver = opened("ieee33")
    halfway = replay(snapshot, whole)[3]
    rest = restore(halfway, "line:5", AT_ONCE, solver=solver)
    assert {step.element_id for step in rest.steps} == {step.element_id for step in whole.steps[4:]}
    # The next tie refuses: another way is found from here.
    refused = whole.steps[4].element_id
    other = restore(halfway, "line:5", replace(AT_ONCE, excluded=frozenset({refused})), solver=solver)
    assert other.is_usable
    assert refused not in {step.element_id for step in other.steps}
    assert other.unserved_kw < power_at(halfway, ("load",), ~analyse(halfway).is_energized)
    assert len(network["switch"]) == 37


def test_a_removed_isolation_makes_the_plan_fail_at_the_closing_it_protected() -> None:
    snapshot, plan = planned("ieee33", "line:5")
    _, solver = opened("ieee33")
    opening = next(step for step in plan.steps if step.element_id == "switch:5")
    again = recheck(snapshot, plan, "line:5", AT_ONCE, without={opening.number}, solver=solver)
    assert again.status is PlanStatus.NOT_ACCEPTED
    failed = next(step for step in again.steps if not step.proof.is_accepted)
    assert failed.kind is StepKind.CLOSE
    assert failed.proof.status is ProofStatus.FORBIDDEN
    assert "must stay dead" in again.reason


def test_a_whole_plan_holds_when_checked_again() -> None:
    snapshot, plan = planned("north", "line:F4-W05")
    _, solver = opened("north")
    again = recheck(snapshot, plan, "line:F4-W05", AT_ONCE, solver=solver)
    assert again.is_usable
    assert [s.reason.text for s in again.steps] == [s.reason.text for s in plan.steps]


def test_cold_load_leaves_less_margin() -> None:
    _, warm = planned("ieee33", "line:5")
    _, cold = planned("ieee33", "line:5", replace(AT_ONCE, cold_load_factor=1.5))
    assert cold.is_usable
    assert cold.margin < warm.margin
    _, heavy = planned("ieee33", "line:5", replace(AT_ONCE, cold_load_factor=4.0))
    assert heavy.is_usable
    assert heavy.status is PlanStatus.PARTIAL
    assert heavy.unserved_kw > warm.unserved_kw


def test_a_long_repair_must_end_within_the_normal_limits() -> None:
    network, solver = opened("ieee33")
    low = network.limits.voltage_bands[0].normal_min_pu
    snapshot, _ = planned("ieee33", "line:2")
    plan = restore(snapshot, "line:2", replace(AT_ONCE, repair_hours=30.0), solver=solver)
    assert plan.is_usable
    assert np.nanmin(solver.solve(replay(snapshot, plan)[-1]).vm_pu) >= low - 1e-6


def test_an_existing_violation_is_not_made_worse() -> None:
    network, _ = opened("ieee33")
    line = network["line"]
    rated = line["max_i_ka"].copy()
    rated[[17, 18, 19, 20]] = 0.001
    weak = with_tables(network, {"line": line.with_columns({"max_i_ka": rated})})
    solver = LoadFlowSolver(weak)
    # Lines 18 to 21 stay in supply and are overloaded already.
    snapshot = Snapshot(weak).with_values("switch", "position", [1], 0)
    plan = restore(snapshot, "line:5", AT_ONCE, solver=solver)
    before = solver.solve(snapshot).branches["line"].loading_percent
    assert plan.is_usable
    for state in replay(snapshot, plan):
        now = solver.solve(state).branches["line"].loading_percent
        assert (now[17:21] <= np.maximum(before[17:21], 120.0) + 1e-3).all()


def test_remote_switches_come_before_those_on_site() -> None:
    options = replace(AT_ONCE, remote=FrozenMap({"switch:37": False}), travel_s=FrozenMap({"switch:37": 2400.0}))
    _, plan = planned("ieee33", "line:5", options)
    on_site = [step for step in plan.steps if not step.is_remote]
    assert all(step.element_id == "switch:37" and step.duration_s == 2400.0 for step in on_site)
    assert plan.manual == len(on_site)


def test_a_plan_is_never_accepted_on_a_load_flow_without_solution() -> None:
    network, _ = opened("ieee33")
    load = network["load"]
    heavy = with_tables(network, {"load": load.with_columns({"p_mw": load["p_mw"] * 8, "q_mvar": load["q_mvar"] * 8})})
    snapshot = Snapshot(heavy).with_values("switch", "position", [0], 0)
    solver = LoadFlowSolver(heavy)
    assert not solver.solve(Snapshot(heavy)).is_converged
    plan = restore(snapshot, "line:5", RestorationOptions(seconds=1.0), solver=solver)
    assert plan.status is PlanStatus.PARTIAL
    assert plan.is_usable
    for state in replay(snapshot, plan):
        assert solver.solve(state).is_converged


def test_the_counts_of_a_customer_file_are_those_the_plan_speaks_of() -> None:
    snapshot, fault, solver = faulted("ieee33", "line:12")
    plain = restore(snapshot, fault, AT_ONCE, solver=solver)
    loads = list(map(str, snapshot.network["load"].id))
    told = replace(AT_ONCE, customers=FrozenMap(dict.fromkeys(loads, 3)), priority=FrozenMap({loads[11]: 2}))
    plan = restore(snapshot, fault, told, solver=solver)
    assert plan.customers_dead == 3 * len(loads) != plain.customers_dead
    assert plan.customers_unserved % 3 == 0
    assert plan.customers_unserved == plan.steps[-1].proof.customers_unserved
    assert plan.critical_unserved in (0, 3)
    gained = [s.reason.arguments["customers"] for s in plan.steps if s.kind is StepKind.CLOSE]
    assert sum(gained) == plan.customers_dead - plan.customers_unserved  # type: ignore[arg-type]


def test_a_network_without_customers_is_not_said_to_leave_none_in_the_dark() -> None:
    snapshot, fault, solver = faulted("ieee33", "line:12")
    network = snapshot.network
    assert wording.NO_CUSTOMERS not in restore(snapshot, fault, AT_ONCE, solver=solver).notes
    nobody = np.zeros(len(network["customer"]), np.int64)
    empty = with_tables(network, {"customer": network["customer"].with_columns({"count": nobody})})
    rows = np.arange(len(network["switch"]))
    bare = Snapshot(empty).with_values("switch", "position", rows, np.asarray(snapshot.switch_position))
    plan = restore(bare, fault, AT_ONCE, solver=LoadFlowSolver(empty))
    assert wording.NO_CUSTOMERS in plan.notes


def test_options_are_checked() -> None:
    snapshot, fault, solver = faulted("ieee33", "line:12")
    for wrong in (
        replace(AT_ONCE, credible_level=1.5),
        replace(AT_ONCE, excluded=frozenset({"switch:99"})),
        replace(AT_ONCE, customers=FrozenMap({"bus:3": 5})),
    ):
        with pytest.raises(InputError):
            restore(snapshot, fault, wrong, solver=solver)


def test_a_tie_line_that_serves_nobody_stays_with_the_faulted_part() -> None:
    # Between the faulted part and the open switch T8 there is only a tie line behind a disconnector.
    _, plan = planned("north", "line:F10-W11")
    assert plan.is_usable
    assert "switch:T8-D" not in {step.element_id for step in plan.steps}


def test_what_generation_may_hold_up_is_proven_dead_first() -> None:
    network, _ = opened("north")
    _, plain = planned("north", "line:F1-W03")
    unit = str(network["sgen"].id[int(np.flatnonzero(_picked(plain, network))[0])])
    _, plan = planned("north", "line:F1-W03", replace(AT_ONCE, grid_forming=frozenset({unit})))
    assert Precaution.PROVE_DEAD in {step.precaution for step in plan.steps if step.kind is StepKind.CLOSE}


def _picked(plan: SwitchingPlan, network: Network) -> np.ndarray:
    """Which generation gets its voltage back by the plan."""
    snapshot, _ = planned("north", "line:F1-W03")
    gained = analyse(replay(snapshot, plan)[-1]).is_energized & ~analyse(snapshot).is_energized
    return np.asarray(gained[network.bus_row(network["sgen"]["bus"])])


def test_a_plan_holds_for_the_loads_expected_until_the_repair() -> None:
    network, solver = opened("north")
    morning = Snapshot(network).at(np.datetime64("2026-01-14T15:00"))
    snapshot, _ = tripped(morning, "line:F4-W05")
    plan = restore(snapshot, "line:F4-W05", replace(AT_ONCE, repair_hours=4.0), solver=solver)
    assert plan.is_usable
    assert any("moments expected until" in note for note in plan.notes)
    end = replay(snapshot, plan)[-1].switch_position
    for hour in range(1, 5):
        later = morning.at(np.datetime64("2026-01-14T15:00") + np.timedelta64(hour, "h"))
        result = solver.solve(later.with_state({("switch", "position"): end}))
        assert result.is_converged
        assert not (result.violations.severity >= 3).any()


def test_a_tie_that_another_order_needs_is_left_alone_and_named() -> None:
    snapshot, free = planned("north", "line:F4-W05")
    fault, solver = faulted("north", "line:F4-W05")[1:]
    ties = [i for i in free.closed_at_end if snapshot.switch_position[snapshot.network.find(i).row] == 0]  # type: ignore[union-attr]
    assert ties
    why = "order:1 of F9-Q0 tripped needs it, and is executing"
    held = replace(AT_ONCE, excluded=frozenset(ties), held=FrozenMap(dict.fromkeys(ties, why)))
    other = restore(snapshot, fault, held, solver=solver)
    assert not set(ties) & {step.element_id for step in other.steps}
    assert any(note.endswith(why) for note in other.notes)
    # What was proven before fails now, by itself, and says why.
    again = recheck(snapshot, free, fault, held, solver=solver)
    assert again.status is PlanStatus.NOT_ACCEPTED
    assert why in again.reason
    assert not any(why in note for note in free.notes)
