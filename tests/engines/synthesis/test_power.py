"""Made-up districts solved: the voltages, loadings and losses of a real one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver, solve
from engines.values.loadflow import Engine, LoadFlowResult

Make = Callable[[int, int], Network]
WINTER_EVENING, SUMMER_NOON, SUMMER_NIGHT = "2026-01-20T18:15", "2026-06-21T12:15", "2026-07-05T03:00"
DISTRICTS = [(300, 1), (300, 2), (1000, 1), (3000, 2)]


def solved(network: Network, time: str) -> tuple[Snapshot, LoadFlowResult]:
    snapshot = Snapshot(network).at(np.datetime64(time))
    result = LoadFlowSolver(network).solve(snapshot)
    assert result.is_converged, result.cause
    assert result.engine is Engine.PGM
    return snapshot, result


@pytest.mark.parametrize(("n_bus", "seed"), DISTRICTS)
def test_a_winter_evening_is_healthy_but_its_far_end_is_low(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    snapshot, result = solved(network, WINTER_EVENING)
    medium, low = result.vm_pu[network.bus["vn_kv"] == 20.0], result.vm_pu[network.bus["vn_kv"] == 0.4]
    assert result.is_energized.all()
    assert 0.94 < medium.min() < 0.975
    assert medium.max() < 1.03
    assert low.min() > 0.92
    assert np.mean(medium < 0.95) < 0.02
    load_mw = snapshot.column("load", "p_mw").sum()
    assert 0.013 < result.losses_kw / 1e3 / load_mw < 0.04
    assert 40 < np.nanmax(result.branches["line"].loading_percent) < 90
    assert 40 < np.nanmax(result.branches["trafo"].loading_percent) < 95


@pytest.mark.parametrize(("n_bus", "seed"), DISTRICTS)
def test_sun_raises_voltages_but_not_beyond_limits(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    medium = network.bus["vn_kv"] == 20.0
    snapshot, noon = solved(network, SUMMER_NOON)
    dark = snapshot.with_state({("sgen", "p_mw"): np.zeros(len(network["sgen"]))})
    without = LoadFlowSolver(network).solve(dark)
    rise = (noon.vm_pu - without.vm_pu)[medium]
    assert snapshot.column("sgen", "p_mw").sum() > 0.2 * snapshot.column("load", "p_mw").sum()
    assert 0.004 < rise.max() < 0.035
    assert noon.vm_pu[medium].max() < 1.05


@pytest.mark.parametrize(("n_bus", "seed"), DISTRICTS)
def test_a_quiet_night_is_not_too_high(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    _, result = solved(network, SUMMER_NIGHT)
    assert np.mean(result.vm_pu[network.bus["vn_kv"] == 20.0] > 1.05) < 0.02
    assert result.vm_pu[network.bus["vn_kv"] == 0.4].max() < 1.10


@pytest.mark.parametrize(("n_bus", "seed"), [(300, 1), (1000, 1)])
def test_pandapower_solves_it_to_the_same_voltages(district: Make, n_bus: int, seed: int) -> None:
    network = district(n_bus, seed)
    snapshot, ours = solved(network, WINTER_EVENING)
    theirs = solve(snapshot, LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
    assert theirs.is_converged
    assert np.abs(ours.vm_pu - theirs.vm_pu).max() < 1e-7
    assert ours.losses_kw == pytest.approx(theirs.losses_kw, rel=1e-6)


def test_without_a_time_every_load_is_at_its_peak_and_it_still_converges(district: Make) -> None:
    for n_bus, seed in DISTRICTS:
        result = LoadFlowSolver(district(n_bus, seed)).solve(Snapshot(district(n_bus, seed)))
        assert result.is_converged
        assert np.nanmin(result.vm_pu) > 0.90


def test_a_feeder_can_be_fed_from_its_neighbour_through_a_tie(district: Make) -> None:
    from engines.grid.topology import analyse

    network = district(300, 2)
    switch = network["switch"]
    before = analyse(Snapshot(network))
    ties = np.flatnonzero((switch["et"] == "l") & ~switch["normal_closed"])
    heads = np.flatnonzero(switch["feeder_name"] != "")
    restored = 0
    for head in heads.tolist():
        dead = Snapshot(network).with_values("switch", "position", [head], 0)
        lost = np.flatnonzero(before.is_energized & ~analyse(dead).is_energized)
        assert len(lost) > 5
        fed = (analyse(dead.with_values("switch", "position", [tie], 1)) for tie in ties.tolist())
        restored += any(topology.is_energized.all() and topology.is_radial for topology in fed)
    assert restored == len(heads)


def test_demand_is_that_of_its_customers(district: Make) -> None:
    for n_bus, seed in DISTRICTS:
        network = district(n_bus, seed)
        peak_kw = 1e3 * network["load"]["p_mw"].sum() / network["customer"]["count"].sum()
        assert 8 < peak_kw < 25
        reactive = network["load"]["q_mvar"].sum() / network["load"]["p_mw"].sum()
        assert 0.2 < reactive < 0.45
        plants = network["sgen"]
        assert {"pv", "wind"} == set(plants["type"].tolist())
        assert 0.2 < plants["p_mw"].sum() / network["load"]["p_mw"].sum() < 0.7
        assert np.all(network["shunt"]["q_mvar"] < 0)
        assert np.all(network["shunt"]["step"] <= network["shunt"]["max_step"])
