"""The product's own network file: equal content comes back, and no damage to it goes unnoticed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pandapower.networks as pn
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.ieee33 import ieee33
from engines.exchange.network_file import read_network_file, write_network_file
from engines.grid.network import with_profiles
from engines.grid.profiles import from_steps, in_steps
from engines.values.validation import InputError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


def test_a_network_with_profiles_is_the_same_before_and_after_saving(tmp_path: Path) -> None:
    network = ieee33()
    write_network_file(network, tmp_path / "feeder.tieline-network")
    again = read_network_file(tmp_path / "feeder.tieline-network")
    assert again.structure_revision == network.structure_revision
    np.testing.assert_array_equal(again.profiles.shapes, network.profiles.shapes)  # type: ignore[union-attr]


def test_a_network_without_profiles_comes_back_equal_to_the_last_bit(tmp_path: Path) -> None:
    network, _ = from_pandapower(pn.example_multivoltage(), name="multi", source="multi")
    write_network_file(network, tmp_path / "multi.tieline-network")
    again = read_network_file(tmp_path / "multi.tieline-network")
    assert again.structure_revision == network.structure_revision
    assert {kind for kind, table in again.tables.items() if len(table)} >= {"xward", "trafo3w", "impedance"}


def test_writing_what_was_read_gives_the_same_bytes(tmp_path: Path) -> None:
    write_network_file(ieee33(), tmp_path / "one")
    write_network_file(read_network_file(tmp_path / "one"), tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.0, 0.999), flip=st.booleans())
def test_a_damaged_file_is_refused_or_whole(tmp_path: Path, share: float, flip: bool) -> None:
    path = tmp_path / "feeder.tieline-network"
    write_network_file(with_profiles(ieee33(), None), path)
    content = bytearray(path.read_bytes())
    at = int(share * len(content))
    if flip:
        content[at] ^= 0xFF
    else:
        del content[at:]
    path.write_bytes(content)
    try:
        again = read_network_file(path)
    except InputError:
        return
    # Some bytes of an archive (dates, flags) say nothing about the content.
    assert again.structure_revision == with_profiles(ieee33(), None).structure_revision


def test_a_lost_part_is_noticed(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    write_network_file(ieee33(), whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(part, "w") as target:
        for name in source.namelist():
            if name != "network/line/r_ohm_per_km.npy":
                target.writestr(name, source.read(name))
    with pytest.raises(InputError, match="parts of it are missing"):
        read_network_file(part)


def test_an_array_that_claims_to_be_endless_is_refused(tmp_path: Path) -> None:
    part = io.BytesIO()
    np.lib.format.write_array_header_1_0(part, {"descr": "<f8", "fortran_order": False, "shape": (10**15,)})
    path = tmp_path / "endless.tieline-network"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header.json", "{}")
        archive.writestr("network/bus/x.npy", part.getvalue())
    with pytest.raises(InputError, match="damaged"):
        read_network_file(path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be saved"):
        write_network_file(ieee33(), tmp_path / "nowhere" / "x.tieline-network")


@settings(max_examples=200, deadline=None)
@given(
    arrays(
        np.float32,
        (3, 40),
        elements=st.one_of(st.floats(-1e6, 1e6, width=32), st.just(float("nan")), st.floats(-1, 1, width=32)),
    )
)
def test_rounding_profiles_twice_changes_nothing_more(shapes: np.ndarray) -> None:  # type: ignore[type-arg]
    once = from_steps(*in_steps(shapes))
    np.testing.assert_array_equal(from_steps(*in_steps(once)), once)
    np.testing.assert_array_equal(np.isnan(once), np.isnan(shapes))
    for before, after in zip(shapes.astype(float), once.astype(float), strict=True):
        if np.isfinite(before).any():
            span, largest = np.nanmax(before) - np.nanmin(before), np.nanmax(np.abs(before))
            np.testing.assert_allclose(after, before, rtol=0, atol=1.6e-5 * span + 2.5e-7 * largest + 1e-30)
