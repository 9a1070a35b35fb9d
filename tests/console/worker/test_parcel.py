"""Packing values for the way between two processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from console.worker.parcel import discard, pack, unpack
from engines.values.frozen import FrozenMap

ARRAYS = {
    "float": np.linspace(0, 1, 7),
    "matrix": np.arange(12.0).reshape(3, 4),
    "fortran": np.asfortranarray(np.arange(12.0).reshape(3, 4)),
    "strided": np.arange(20)[::3],
    "transposed slice": np.arange(24.0).reshape(4, 6)[:, 1:3].T,
    "scalar": np.array(3.5),
    "empty": np.empty((0, 3)),
    "bool": np.array([True, False]),
    "text": np.array(["bus 1", "Ä"]),
    "moments": np.array(["2026-01-14T18:30", "NaT"], "datetime64[s]"),
    "strided moments": np.arange(10).astype("timedelta64[m]")[::2],
    "one moment": np.array("2026-01-14", "datetime64[D]"),
    "objects": np.array([["a", None], [1, 2.5]], object),
    "lists in objects": np.array([[1, 2], None, (3,)], dtype=object),
}


def equal(left: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> bool:
    if left.dtype.kind in "OU":
        return left.shape == right.shape and left.tolist() == right.tolist()
    return left.shape == right.shape and bool(np.array_equal(left, right, equal_nan=left.dtype.kind in "fmM"))


@pytest.mark.parametrize("large_bytes", [0, 1 << 20], ids=["through a file", "through the pipe"])
@pytest.mark.parametrize("array", ARRAYS.values(), ids=ARRAYS.keys())
def test_every_kind_of_array_arrives_equal_and_read_only(
    array: np.ndarray[Any, Any], large_bytes: int, tmp_path: Path
) -> None:
    parcel = pack({"values": FrozenMap({"x": array})}, str(tmp_path / "parcel"), large_bytes)
    arrived = unpack(parcel)["values"]["x"]
    assert arrived.dtype == array.dtype
    assert equal(arrived, array)
    assert not arrived.flags.writeable


def test_arrays_stay_readable_when_the_file_is_gone(tmp_path: Path) -> None:
    values = unpack(pack([np.arange(1000), "id" * 500], str(tmp_path / "parcel"), 0))
    assert list(tmp_path.iterdir()) == []
    assert values[0].sum() == 499_500
    assert values[1] == "id" * 500


def test_arrays_from_a_file_are_aligned(tmp_path: Path) -> None:
    arrays = unpack(pack([np.arange(3, dtype=np.int8), np.arange(3.0), np.arange(5.0)], str(tmp_path / "parcel"), 0))
    assert all(array.ctypes.data % 64 == 0 for array in arrays)


def test_one_array_used_twice_arrives_as_one(tmp_path: Path) -> None:
    array = np.arange(5.0)
    first, second = unpack(pack((array, array), str(tmp_path / "parcel"), 0))
    assert first is second


def test_a_large_pickle_without_arrays_goes_into_the_file_too(tmp_path: Path) -> None:
    parcel = pack("x" * 2_000_000, str(tmp_path / "parcel"))
    assert parcel.path is not None
    assert parcel.head == b""
    assert unpack(parcel) == "x" * 2_000_000


def test_a_small_value_needs_no_file(tmp_path: Path) -> None:
    assert pack(np.arange(10), str(tmp_path / "parcel")).path is None
    assert list(tmp_path.iterdir()) == []


def test_where_no_file_can_be_written_the_value_goes_through_the_pipe(tmp_path: Path) -> None:
    parcel = pack(np.arange(10), str(tmp_path / "no such folder" / "parcel"), 0)
    assert parcel.path is None
    assert unpack(parcel).tolist() == list(range(10))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the always full device")
def test_a_full_disk_costs_time_and_not_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_full(path: str, *arguments: Any, **options: Any) -> Any:
        Path(path).touch()
        return open("/dev/full", "wb", buffering=0)

    with monkeypatch.context() as patch:
        patch.setattr("console.worker.parcel.open", open_full, raising=False)
        parcel = pack(np.arange(10), str(tmp_path / "parcel"), 0)
    assert parcel.path is None
    assert list(tmp_path.iterdir()) == []
    assert unpack(parcel).tolist() == list(range(10))


def test_a_discarded_parcel_leaves_nothing(tmp_path: Path) -> None:
    parcel = pack(np.arange(10), str(tmp_path / "parcel"), 0)
    discard(parcel)
    discard(parcel)
    assert list(tmp_path.iterdir()) == []
