"""North as it is shipped: what was promised of it, and equal to what its script makes."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from engines.exchange.shipped import ShippedNetwork, load_shipped
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.synthesis.north import north

STALE = "run tools/generate_north.py: synthesis, layout or file format have changed since north was made"


@pytest.fixture(scope="module")
def shipped() -> ShippedNetwork:
    return load_shipped("north")


def test_north_is_what_was_promised(shipped: ShippedNetwork) -> None:
    network = shipped.network
    assert len(network.bus) == 300
    assert len(network["ext_grid"]) == 2
    assert len(analyse(Snapshot(network)).feeders) == 10
    assert network["customer"]["count"].sum() == 2000
    assert network.profiles is not None
    assert (network.profiles.n_step, network.profiles.step_s) == (35_040, 900)
    assert network.is_geographic
    assert all(len(network[table]) for table in ("switch", "sgen", "storage", "shunt", "trafo"))
    assert (network.name, network.source) == ("North district", "north")


def test_its_file_is_small(shipped: ShippedNetwork) -> None:
    place = files("resources").joinpath("networks", "north.tieline-network")
    assert len(place.read_bytes()) <= 5_000_000


def test_making_it_again_gives_the_same_network(shipped: ShippedNetwork) -> None:
    made = north()
    assert made.structure_revision == shipped.network.structure_revision, STALE
    assert np.array_equal(made.profiles.shapes, shipped.network.profiles.shapes), STALE  # type: ignore[union-attr]


def test_its_layouts_are_of_this_network(shipped: ShippedNetwork) -> None:
    assert shipped.layout.structure_revision == shipped.network.structure_revision
    assert shipped.layout.bus.shape == (300, 4)
    assert shipped.map_layout is not None
    assert shipped.map_layout.structure_revision == shipped.network.structure_revision


def test_its_solutions_are_those_of_the_load_flow(shipped: ShippedNetwork) -> None:
    solver = LoadFlowSolver(shipped.network)
    assert len(shipped.moments) >= 48
    months = {str(moment.snapshot.time)[:7] for moment in shipped.moments}
    assert len(months) == 12
    for moment in shipped.moments[::7]:
        stored, fresh = moment.result, solver.solve(moment.snapshot)
        assert stored is not None
        assert stored.snapshot_revision == moment.snapshot.revision
        assert stored.is_converged
        assert np.abs(stored.vm_pu - fresh.vm_pu).max() < 1e-6, STALE
        assert stored.losses_kw == pytest.approx(fresh.losses_kw, rel=1e-6)
        assert len(stored.violations) == len(fresh.violations)
        for table, flow in fresh.branches.items():
            assert np.allclose(stored.branches[table].p_from_mw, flow.p_from_mw, rtol=1e-5, atol=1e-6)


def test_a_winter_transfer_raises_losses_and_brings_a_few_buses_below_limit(shipped: ShippedNetwork) -> None:
    network, solver = shipped.network, LoadFlowSolver(shipped.network)
    evening = Snapshot(network).at(np.datetime64("2026-01-20T18:15"))
    before = solver.solve(evening)
    assert before.is_secure
    row = {str(name): k for k, name in enumerate(network["switch"]["name"])}
    transferred = evening.with_values("switch", "position", [row["T6"]], 1)
    transferred = transferred.with_values("switch", "position", [row["F8-S2"]], 0)
    topology = analyse(transferred)
    assert topology.is_radial
    assert topology.is_energized.all()
    after = solver.solve(transferred)
    below = (after.vm_pu < 0.95) & (network.bus["vn_kv"] == 20.0)
    assert 1 <= below.sum() <= 6
    assert after.losses_kw > 1.05 * before.losses_kw


def test_loading_it_needs_no_solver_and_no_scientific_stack() -> None:
    """The window shows it before any worker has started."""
    code = (
        "import sys; from engines.exchange.shipped import load_shipped; load_shipped('north'); "
        "print([m for m in ('scipy', 'pandas', 'pandapower', 'power_grid_model', 'networkx') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
