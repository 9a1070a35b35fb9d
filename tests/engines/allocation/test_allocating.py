"""What nobody measures is shared out so that the measured flows come true again."""

from __future__ import annotations

import numpy as np
import pytest

from engines.allocation.allocating import live_snapshot
from engines.allocation.field_state import FieldState
from engines.exchange.shipped import load_shipped
from engines.grid.graph import graph_of
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.solving import LoadFlowSolver
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult

MOMENT = np.datetime64("2026-01-15T18:00", "s")


def north() -> Network:
    return load_shipped("north").network


def flow_at(network: Network, result: LoadFlowResult, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flow through line and transformer switches, away from the bus each stands at, read from the branches."""
    p, q = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    switch = network["switch"]
    for k, row in enumerate(rows):
        table, ends = {"l": ("line", ("from_bus", "to_bus")), "t": ("trafo", ("hv_bus", "lv_bus"))}[switch["et"][row]]
        branch = int(np.flatnonzero(network[table].index == switch["element"][row])[0])
        is_first = network[table][ends[0]][branch] == switch["bus"][row]
        flows = result.branches[table]
        p[k] = (flows.p_from_mw if is_first else flows.p_to_mw)[branch]
        q[k] = (flows.q_from_mvar if is_first else flows.q_to_mvar)[branch]
    return p, q


def true_district(seed: int = 3) -> tuple[Network, Snapshot, LoadFlowSolver, LoadFlowResult, np.ndarray]:
    """North with loads that differ from their profiles, solved, and the rows of its measured switches."""
    network = north()
    expected = Snapshot(network).at(MOMENT)
    factors = np.random.default_rng(seed).uniform(0.5, 1.6, len(network["load"]))
    true = expected.with_state({("load", "p_mw"): expected.column("load", "p_mw") * factors})
    solver = LoadFlowSolver(network)
    result = solver.solve(true)
    assert result.is_converged
    measured = np.flatnonzero(np.isin(network["switch"]["kind"], ["breaker", "recloser"]) & true.switch_closed)
    return network, true, solver, result, measured


def test_the_measured_flows_come_true_in_the_allocated_load_flow() -> None:
    network, true, solver, result, measured = true_district()
    p, q = flow_at(network, result, measured)
    field = FieldState(MOMENT, FrozenMap({("switch", "position"): true.switch_position}), measured, p, q)
    last = None
    for _ in range(3):
        allocated, allocation = live_snapshot(Snapshot(network, mode=Mode.SIMULATOR), field, last)
        last = solver.solve(allocated)
    assert last is not None
    assert last.is_converged
    again_p, again_q = flow_at(network, last, measured)
    np.testing.assert_allclose(again_p, p, atol=2e-3)
    np.testing.assert_allclose(again_q, q, atol=5e-3)
    assert allocated.mode is Mode.SIMULATOR
    assert len(allocation.zones) >= 10
    assert not any(z.problem for z in allocation.zones)


def test_an_allocated_load_is_called_so_and_a_measured_one_keeps_its_value() -> None:
    network, true, _, result, measured = true_district()
    p, q = flow_at(network, result, measured)
    loads = np.full(len(network["load"]), np.nan)
    loads[:5] = [0.11, 0.12, 0.13, 0.14, 0.15]
    columns = {("switch", "position"): true.switch_position, ("load", "p_mw"): loads}
    allocated, allocation = live_snapshot(
        Snapshot(network), FieldState(MOMENT, FrozenMap(columns), measured, p, q), result
    )
    np.testing.assert_allclose(
        (allocated.column("load", "p_mw") * allocated.column("load", "scaling"))[:5], [0.11, 0.12, 0.13, 0.14, 0.15]
    )
    assert allocation.is_measured["load"].sum() == 5
    assert np.isnan(allocation.load_factor[:5]).all()
    assert np.isfinite(allocation.load_factor[5:]).all()


def test_without_measurements_the_profiles_stand_as_they_are() -> None:
    network = north()
    allocated, allocation = live_snapshot(Snapshot(network), FieldState(MOMENT))
    np.testing.assert_array_equal(allocated.column("load", "p_mw"), Snapshot(network).at(MOMENT).column("load", "p_mw"))
    assert (allocation.load_factor == 1.0).all()
    assert allocation.zones == ()


def test_a_part_without_voltage_keeps_what_it_will_take_when_supplied_again() -> None:
    network, true, solver, _, measured = true_district()
    graph = graph_of(network)
    assert graph.n_edge
    head = int(measured[network["switch"]["kind"][measured] == "recloser"][0])
    dark = true.with_values("switch", "position", [head], SwitchPosition.OPEN)
    result = solver.solve(dark)
    closed = measured[dark.switch_closed[measured]]
    p, q = flow_at(network, result, closed)
    p, q = np.where(np.isnan(p), 0.0, p), np.where(np.isnan(q), 0.0, q)
    field = FieldState(MOMENT, FrozenMap({("switch", "position"): dark.switch_position}), closed, p, q)
    allocated, allocation = live_snapshot(Snapshot(network), field, result)
    bus = network.bus_row(network["load"]["bus"])
    dead = ~result.is_energized[bus]
    assert dead.any()
    expected = Snapshot(network).at(MOMENT).column("load", "p_mw")
    np.testing.assert_array_equal(allocated.column("load", "p_mw")[dead], expected[dead])
    assert (allocation.load_factor[dead] == 1.0).all()


@pytest.mark.parametrize(("p_mw", "words"), [(-50.0, "inside"), (500.0, "more than"), (np.inf, "")])
def test_an_absurd_flow_never_makes_an_absurd_load_unsaid(p_mw: float, words: str) -> None:
    network, true, _, result, measured = true_district()
    p, q = flow_at(network, result, measured)
    recloser = int(np.flatnonzero(network["switch"]["kind"][measured] == "recloser")[0])
    p[recloser] = p_mw
    field = FieldState(MOMENT, FrozenMap({("switch", "position"): true.switch_position}), measured, p, q)
    allocated, allocation = live_snapshot(Snapshot(network), field, result)
    loads = allocated.column("load", "p_mw")
    assert np.isfinite(loads).all()
    assert (loads >= 0.0).all()
    if words:
        assert any(words in z.problem for z in allocation.zones)
        assert allocation.load_is_doubtful.any()
    else:
        assert not any(z.problem for z in allocation.zones)
