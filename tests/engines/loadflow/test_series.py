"""Load flow over time: equal to single solves, gaps and collapses marked, reduced without loss of the extremes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.grid.network import Network, make_table, with_tables
from engines.grid.profiles import ProfileAssignment, Profiles, make_profiles
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions
from engines.loadflow.requests import SeriesOptions
from engines.loadflow.series import solve_scenarios, solve_series
from engines.loadflow.solving import LoadFlowSolver
from engines.values.loadflow import Engine
from engines.values.validation import InputError
from engines.values.work import WorkCancelled

from .conftest import ring_network  # type: ignore[import-not-found,unused-ignore]

STEPS = 24


def shapes(seed: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.random.default_rng(seed).uniform(0.2, 1.4, (2, STEPS))


def profiles(values: object) -> Profiles:
    follow = (
        ProfileAssignment("load", "p_mw", np.array([0, 1]), np.array([0, 1])),
        ProfileAssignment("load", "q_mvar", np.array([0]), np.array([0])),
        ProfileAssignment("sgen", "p_mw", np.array([0]), np.array([1])),
    )
    return make_profiles("2026-01-14", 900, values, ["houses", "shops"], follow)


def network_with(values: object, network: Network | None = None) -> Network:
    network = network or ring_network()
    sgen = make_table("sgen", {"bus": [2, 3], "p_mw": [0.3, 0.1], "q_mvar": [0.0, 0.02]})
    return replace(with_tables(network, {"sgen": sgen}), profiles=profiles(values))


def test_every_step_equals_a_solve_of_that_moment() -> None:
    network = network_with(shapes())
    base = Snapshot(network).with_state({("load", "scaling"): [1.2, 0.9], ("sgen", "in_service"): [True, False]})
    solver = LoadFlowSolver(network)
    series = solve_series(solver, base, options=SeriesOptions(keep_all=True))
    assert series.is_converged.all()
    assert series.engine is Engine.PGM
    assert series.kept is not None
    assert network.profiles is not None
    lowest, losses = [], []
    for k in range(STEPS):
        moment = solver.solve(base.at(network.profiles.time_of(k)))
        assert series.steps.losses_kw[k] == pytest.approx(moment.losses_kw, abs=1e-7)
        assert series.steps.losses_kvar[k] == pytest.approx(moment.losses_kvar, abs=1e-6)
        assert series.steps.source_mw[k] == pytest.approx(moment.source_p_mw.sum(), abs=1e-9)
        assert series.steps.vm_min_pu[k] == pytest.approx(moment.vm_pu.min(), abs=1e-10)
        assert series.steps.vm_min_bus_row[k] == moment.vm_pu.argmin()
        assert series.steps.violation_count[k] == len(moment.violations)
        assert series.kept.vm_pu[k] == pytest.approx(moment.vm_pu, abs=1e-6)
        assert series.kept.loading_percent["line"][k] == pytest.approx(
            moment.branches["line"].loading_percent, abs=1e-3
        )
        lowest.append(moment.vm_pu)
        losses.append(moment.losses_kw)
    assert series.buses.vm_min_pu == pytest.approx(np.min(lowest, axis=0), abs=1e-9)
    assert series.buses.vm_max_step.tolist() == np.argmax(lowest, axis=0).tolist()
    assert series.losses_mwh == pytest.approx(sum(losses) / 4 / 1e3, rel=1e-9)
    assert sum(b.loss_mwh.sum() for b in series.branches.values()) == pytest.approx(series.losses_mwh, rel=1e-9)
    assert series.feeder_losses_kw.sum(axis=1) == pytest.approx(losses, rel=1e-9)
    assert series.buses.quantiles[1] == pytest.approx(np.median(lowest, axis=0), abs=1e-6)
    assert series.times[4] == np.datetime64("2026-01-14T01:00")


def test_totals_are_those_of_the_profiles() -> None:
    values = shapes()
    network = network_with(values)
    series = solve_series(LoadFlowSolver(network), Snapshot(network), range(3, 9))
    load = network["load"]["p_mw"]
    assert network.profiles is not None
    values = np.asarray(network.profiles.shapes, np.float64)
    assert series.n_step == 6
    assert series.steps.load_mw == pytest.approx(load[0] * values[0, 3:9] + load[1] * values[1, 3:9], rel=1e-6)
    assert series.steps.generation_mw == pytest.approx(0.3 * values[1, 3:9] + 0.1, rel=1e-6)
    balance = series.steps.load_mw - series.steps.generation_mw + series.steps.losses_kw / 1e3
    assert series.steps.source_mw == pytest.approx(balance, abs=1e-8)


def test_gap_and_collapse_are_marked_and_spoil_no_other_step() -> None:
    values = shapes()
    values[1, 5] = np.nan
    values[0, 7] = 500.0
    network = network_with(values)
    series = solve_series(LoadFlowSolver(network), Snapshot(network))
    assert series.failed_steps.tolist() == [5, 7]
    assert "not numbers" in series.causes[5]
    assert "no solution" in series.causes[7]
    assert not series.is_secure
    assert series.steps.violation_count[5] == -1
    assert np.isnan(series.steps.losses_kw[[5, 7]]).all()
    assert series.worst_step == 5
    solver = LoadFlowSolver(network)
    assert network.profiles is not None
    for k in (4, 6, 8):
        moment = solver.solve(Snapshot(network).at(network.profiles.time_of(k)))
        assert series.steps.losses_kw[k] == pytest.approx(moment.losses_kw, rel=1e-9)


def test_reference_engine_gives_the_same_series() -> None:
    network = network_with(shapes())
    fast = solve_series(LoadFlowSolver(network), Snapshot(network), range(6))
    solver = LoadFlowSolver(network, LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
    slow = solve_series(solver, Snapshot(network), range(6))
    assert slow.engine is Engine.PANDAPOWER
    assert slow.steps.losses_kw == pytest.approx(fast.steps.losses_kw, rel=1e-6)
    assert slow.steps.load_mw == pytest.approx(fast.steps.load_mw, rel=1e-9)
    assert slow.steps.vm_min_pu == pytest.approx(fast.steps.vm_min_pu, abs=1e-8)
    assert slow.steps.loading_row.tolist() == fast.steps.loading_row.tolist()


def test_dead_buses_are_counted_and_have_no_voltage() -> None:
    network = network_with(shapes())
    base = Snapshot(network).with_values("switch", "position", [0], 0)
    series = solve_series(LoadFlowSolver(network), base)
    assert (series.steps.dead_bus_count == 1).all()
    assert np.isnan(series.buses.vm_min_pu[4])
    assert series.buses.vm_min_step[4] == -1
    assert np.isfinite(series.steps.vm_min_pu).all()


def test_voltage_dependent_loads_follow_in_a_series_too() -> None:
    shares = {"const_z_p_percent": [40.0, 0.0], "const_i_q_percent": [0.0, 60.0]}
    network = network_with(shapes(), ring_network(load=shares))
    solver = LoadFlowSolver(network)
    series = solve_series(solver, Snapshot(network), range(3))
    assert network.profiles is not None
    moment = solver.solve(Snapshot(network).at(network.profiles.time_of(2)))
    assert series.steps.losses_kw[2] == pytest.approx(moment.losses_kw, rel=1e-9)


class Impatient:
    """Wants it to stop after the first report."""

    def __init__(self) -> None:
        self.state: dict[str, object] = {}
        self.reports: list[float] = []

    def report(self, fraction: float, text: str = "") -> None:
        self.reports.append(fraction)

    def is_cancelled(self) -> bool:
        return bool(self.reports)

    def check_cancelled(self) -> None:
        if self.reports:
            raise WorkCancelled


def test_cancelled_series_stops_between_chunks() -> None:
    network = network_with(shapes())
    context = Impatient()
    solver = LoadFlowSolver(network, LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
    with pytest.raises(WorkCancelled):
        solve_series(solver, Snapshot(network), context=context)
    assert context.reports == [pytest.approx(1 / STEPS)]


@pytest.mark.parametrize("steps", [range(-1, 3), range(20, 30), range(4, 4)])
def test_steps_outside_the_profiles_are_refused(steps: range) -> None:
    network = network_with(shapes())
    with pytest.raises(InputError, match="outside its profiles"):
        solve_series(LoadFlowSolver(network), Snapshot(network), steps)


def test_network_without_profiles_is_refused(ring: Network) -> None:
    with pytest.raises(InputError, match="no profiles"):
        solve_series(LoadFlowSolver(ring), Snapshot(ring))


def test_scenarios_of_whole_columns_equal_single_solves(ring: Network) -> None:
    solver = LoadFlowSolver(ring)
    p_mw = ring["load"]["p_mw"] * np.random.default_rng(1).uniform(0, 2, (9, 2))
    scenarios = solve_scenarios(solver, Snapshot(ring), {("load", "p_mw"): p_mw})
    assert scenarios.is_converged.all()
    for k in (0, 8):
        single = solver.solve(Snapshot(ring).with_state({("load", "p_mw"): p_mw[k]}))
        assert scenarios.steps.losses_kw[k] == pytest.approx(single.losses_kw, rel=1e-9)
    no_load = with_tables(ring, {"load": ring["load"].with_columns({"p_mw": np.zeros(2)})})
    from_nothing = solve_scenarios(LoadFlowSolver(no_load), Snapshot(no_load), {("load", "p_mw"): p_mw})
    assert from_nothing.steps.losses_kw == pytest.approx(scenarios.steps.losses_kw, rel=1e-9)
    with pytest.raises(ValueError, match="one value per row"):
        solve_scenarios(solver, Snapshot(ring), {("load", "p_mw"): p_mw[:, :1]})
    with pytest.raises(ValueError, match="vary p_mw"):
        solve_scenarios(solver, Snapshot(ring), {("load", "scaling"): p_mw})
