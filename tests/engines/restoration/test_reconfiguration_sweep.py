"""The radial sweep and the loops against the real engine, and against what they promise of themselves."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.opening import open_network
from engines.grid.network import Network, with_tables
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.reconfiguration import reconfigure
from engines.restoration.reconfiguration_demand import demand_of
from engines.restoration.reconfiguration_network import SwitchableNetwork, switchable_network
from engines.restoration.reconfiguration_options import ReconfigurationOptions
from engines.restoration.reconfiguration_proof import openings
from engines.restoration.reconfiguration_search import Search
from tests.engines.restoration.reconfiguration_cases import civanlar16, meshed


def search_of(network: Network) -> tuple[SwitchableNetwork, Search, Snapshot, LoadFlowSolver]:
    """A search on the network as it stands."""
    snapshot, solver = Snapshot(network), LoadFlowSolver(network)
    net = switchable_network(snapshot, solver.solve(snapshot))
    return net, Search(net, demand_of(net, [snapshot], np.ones(1))), snapshot, solver


def voltage_dependent(network: Network) -> Network:
    """The same loads, a part of them constant impedance, a part constant current."""
    n = len(network["load"])
    shares = {f"const_{kind}_{quantity}_percent": np.full(n, 30.0) for kind in "zi" for quantity in "pq"}
    return with_tables(network, {"load": network["load"].with_columns(shares)})


def with_charging(network: Network) -> Network:
    """Every line a cable."""
    line = network["line"]
    return with_tables(network, {"line": line.with_columns({"c_nf_per_km": np.full(len(line), 280.0)})})


@pytest.mark.parametrize(
    "network",
    [
        pytest.param(open_network("ieee33")[0], id="ieee33"),
        pytest.param(voltage_dependent(open_network("ieee33")[0]), id="voltage dependent"),
        pytest.param(with_charging(open_network("ieee33")[0]), id="cables"),
        pytest.param(open_network("north")[0], id="north"),
        pytest.param(civanlar16(), id="three sources"),
    ],
)
def test_the_sweep_gives_the_losses_and_limits_of_the_real_engine(network: Network) -> None:
    net, search, snapshot, solver = search_of(network)
    picture = search.picture(search.start)
    assert picture is not None
    random = np.random.default_rng(4)
    difference, losses = [], []
    for _ in range(12):
        change = picture.changes_kw()
        loops, columns = np.nonzero(np.isfinite(change))
        pick = int(random.integers(len(loops)))
        picture = picture.exchanged(int(loops[pick]), int(columns[pick]))
        opening = frozenset(picture.open_ways().tolist())
        found = search.look(opening)
        positions = net.positions(snapshot, search.mask(opening))
        result = solver.solve(snapshot.with_state({("switch", "position"): positions}))
        assert (found is not None) == result.is_converged
        if found is not None:
            difference.append(result.losses_kw - found.loss)
            losses.append(result.losses_kw)
            assert (found.excess > 1e-6) == (len(result.violations) > 0)
    assert len(difference) > 5
    # The iron of transformers in reserve stands outside the ways and adds nearly the same to every configuration.
    reserve = float((network["trafo"]["pfe_kw"] > 0).any())
    assert np.ptp(difference) < (3e-5 + 1e-3 * reserve) * min(losses)


def pandapower_network(name: str) -> Network:
    """An example of pandapower's, without what only the reference engine solves."""
    import pandapower.networks as pn

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = getattr(pn, name)()
        for table in ("gen", "xward", "ward", "dcline", "motor"):
            if table in net and len(net[table]):
                net[table].drop(net[table].index, inplace=True)
        return from_pandapower(net, name=name, source=name)[0]


@pytest.mark.parametrize(("name", "loops"), [("example_multivoltage", 3), ("mv_oberrhein", 0)])
def test_three_winding_transformers_shunts_and_loops_are_in_the_sweep(name: str, loops: int) -> None:
    _, search, snapshot, solver = search_of(pandapower_network(name))
    found = search.look(search.start)
    assert found is not None
    assert len(search.fixed_chords) == loops
    assert found.loss == pytest.approx(solver.solve(snapshot).losses_kw, rel=1e-6)


def test_a_real_town_loses_less_with_other_open_points() -> None:
    # pandapower's mv_oberrhein: 179 buses at 20 kV, two stations.
    network = pandapower_network("mv_oberrhein")
    answer = reconfigure(Snapshot(network), ReconfigurationOptions(seconds=60.0, rounds=20, most_for_proof=0))
    assert answer.is_acceptable
    assert answer.losses_after_kw < 0.94 * answer.losses_before_kw
    assert all(step.is_converged and step.violations == 0 for step in answer.steps)


def test_an_exchange_changes_the_losses_as_foretold_when_currents_stay() -> None:
    _, search, _, _ = search_of(meshed(40, 7, 2))
    picture = search.picture(search.start)
    assert picture is not None

    def losses(p: object) -> float:
        return float(1e3 * (np.abs(p.current) ** 2 @ p.r_pu)[0])  # type: ignore[attr-defined]

    change = picture.changes_kw()
    for loop, column in list(zip(*np.nonzero(np.isfinite(change)), strict=True))[::3]:
        after = picture.exchanged(int(loop), int(column))
        assert losses(after) - losses(picture) == pytest.approx(change[loop, column], abs=1e-9)
        assert np.abs(after.current[:, after.chord]).max() < 1e-12
        assert after.count() == picture.count()


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_every_tree_is_met_once(seed: int) -> None:
    _, search, _, _ = search_of(meshed(18, 4, seed, sources=1 + seed % 3))
    picture = search.picture(search.start)
    assert picture is not None
    every = list(openings(picture))
    assert len(every) == len(set(every)) == picture.count()
    for opening in every[::7]:
        assert search.flow.solve(search.mask(opening), search.fixed_chords) is not None


def test_sequential_opening_leaves_a_tree() -> None:
    for seed in range(5):
        _, search, _, _ = search_of(meshed(50, 10, seed, sources=2))
        picture = search.picture(search.start)
        assert picture is not None
        opened = frozenset(picture.sequential_opening().tolist())
        assert len(opened) == 10
        found = search.look(opened)
        assert found is not None
        assert found.loss < search.look(search.start).loss  # type: ignore[union-attr]
