"""The file of a shipped network: what goes in comes out, and a broken one is one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.exchange.container import read_container, write_container
from engines.exchange.packing import pack_moments, unpack_moments
from engines.exchange.shipped import ShippedNetwork, load_shipped, read_shipped, write_shipped
from engines.grid.difference import Moment
from engines.grid.network import with_tables
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.schematic.layout import schematic_layout
from engines.schematic.map_layout import map_layout
from engines.synthesis.district import synthesise
from engines.values.loadflow import SolveStatus
from engines.values.validation import InputError


@pytest.fixture(scope="module")
def small() -> ShippedNetwork:
    network = synthesise(40, 3)
    solver = LoadFlowSolver(network)
    times = (np.datetime64("2026-01-15T18:00:00"), np.datetime64("2026-07-15T12:00:00"))
    snapshots = [Snapshot(network).at(time) for time in times]
    moments = tuple(Moment(s, None, solver.solve(s)) for s in snapshots)
    return ShippedNetwork(network, schematic_layout(network), map_layout(network), moments)


@pytest.fixture
def written(small: ShippedNetwork, tmp_path: Path) -> Path:
    path = tmp_path / "small.tieline-network"
    write_shipped(path, small)
    return path


def test_a_network_comes_back_as_it_was(small: ShippedNetwork, written: Path) -> None:
    back = read_shipped(written)
    assert back.network.structure_revision == small.network.structure_revision
    assert np.array_equal(back.network.profiles.shapes, small.network.profiles.shapes)  # type: ignore[union-attr]


def test_layouts_come_back_to_a_hundredth_of_a_pixel(small: ShippedNetwork, written: Path) -> None:
    back = read_shipped(written)
    assert back.map_layout is not None
    assert small.map_layout is not None
    for was, now in ((small.layout, back.layout), (small.map_layout, back.map_layout)):
        assert now.structure_revision == was.structure_revision
        assert np.allclose(now.bus, was.bus, atol=0.006)
        assert np.allclose(now.switch, was.switch, atol=0.006)
        assert set(now.branch) == set(was.branch)
        for table, lines in was.branch.items():
            assert np.array_equal(now.branch[table].offset, lines.offset)
            assert np.allclose(now.branch[table].x, lines.x, atol=0.006)
        assert now.labels.text.tolist() == was.labels.text.tolist()
        assert now.bounds == was.bounds


def test_solutions_come_back_on_the_snapshot_they_are_of(small: ShippedNetwork, written: Path) -> None:
    for was, now in zip(small.moments, read_shipped(written).moments, strict=True):
        assert was.result is not None
        assert now.result is not None
        assert now.snapshot.time == was.snapshot.time == now.result.time
        assert now.result.snapshot_revision == now.snapshot.revision
        assert np.array_equal(now.snapshot.column("load", "p_mw"), was.snapshot.column("load", "p_mw"))
        assert np.allclose(now.result.vm_pu, was.result.vm_pu, atol=1e-6)
        assert now.result.losses_kw == pytest.approx(was.result.losses_kw)
        assert np.array_equal(now.result.violations.row, was.result.violations.row)


def test_writing_it_twice_gives_equal_bytes(small: ShippedNetwork, written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.tieline-network"
    write_shipped(again, small)
    assert again.read_bytes() == written.read_bytes()


def test_a_solution_that_did_not_converge_is_not_kept(small: ShippedNetwork) -> None:
    moment = small.moments[0]
    assert moment.result is not None
    failed = Moment(moment.snapshot, None, replace(moment.result, status=SolveStatus.DIVERGED, cause="overload"))
    with pytest.raises(ValueError, match="converged"):
        pack_moments((failed,), "moments")


def test_solutions_of_another_structure_are_left_out(small: ShippedNetwork) -> None:
    header, arrays = pack_moments(small.moments, "moments")
    line = small.network["line"]
    other = with_tables(small.network, {"line": line.with_columns({"length_km": line["length_km"] * 2})})
    assert unpack_moments(other, header, arrays, "moments") == ()


def test_an_unknown_name_is_one_sentence() -> None:
    with pytest.raises(InputError, match="no network of this name comes with the product"):
        load_shipped("south")


def test_a_file_with_a_part_missing_is_said_to_be_damaged(written: Path) -> None:
    header, arrays = read_container(written)
    write_container(written, header, {k: v for k, v in arrays.items() if k != "layout/bus"})
    with pytest.raises(InputError, match="damaged"):
        read_shipped(written)


def test_a_file_of_another_kind_is_refused(written: Path) -> None:
    header, arrays = read_container(written)
    write_container(written, {**header, "format": "tieline-study"}, arrays)
    with pytest.raises(InputError, match="not a network file of this version"):
        read_shipped(written)


def test_a_file_cut_in_half_is_refused(written: Path) -> None:
    content = written.read_bytes()
    written.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match="damaged or not a file of this program"):
        read_shipped(written)
