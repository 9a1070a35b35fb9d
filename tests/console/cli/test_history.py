"""``tieline history verify`` on histories that are whole, damaged in parts, and not readable at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.cli.main import main
from console.history.duckdb_storage import FILE_NAME, DuckStorage
from console.history.hours import HOUR_US
from console.history.storage import FOLDER_NAME, Retention
from tests.console.history.recording import BEGIN, MINUTE, Recording

HEADER_BYTES, BLOCK_BYTES = 12_288, 262_144
"""Of DuckDB's file."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site's folder with two recorded hours."""
    storage = DuckStorage(tmp_path / FOLDER_NAME)
    recording = Recording(storage)
    for minute in range(130):
        recording.keep((minute % 3, BEGIN + minute * MINUTE, float(minute)))
    storage.tidy(BEGIN + 4 * HOUR_US, Retention(days=100_000))
    storage.close()
    return tmp_path


def verified(site: Path) -> int:
    return main(["history", "verify", "--path", str(site)])


def every_block(data: bytearray) -> None:
    for begin in range(HEADER_BYTES, len(data), BLOCK_BYTES):
        data[begin + 100 : begin + 4000] = b"q" * 3900


def half(data: bytearray) -> None:
    del data[len(data) // 2 :]


def beginning(data: bytearray) -> None:
    data[: HEADER_BYTES * 2] = b"not a history" * 1890


def everything(data: bytearray) -> None:
    data.clear()


@pytest.mark.parametrize("spoil", [every_block, half, beginning, everything])
def test_a_history_that_cannot_be_read_is_one_sentence_with_its_remedy(
    site: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[bytearray], None]
) -> None:
    path = site / FOLDER_NAME / FILE_NAME
    data = bytearray(path.read_bytes())
    spoil(data)
    path.write_bytes(data)
    assert verified(site) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert str(path) in line
    assert "cannot be read (it is" in line
    assert "restore it from a backup" in line
    assert "Error" not in line


def test_an_hour_that_is_damaged_is_named_and_the_others_are_looked_at(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, *_ = sorted((site / FOLDER_NAME / "hours").iterdir())
    first.write_bytes(first.read_bytes()[:-20])
    second.unlink()
    assert verified(site) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [name in line for name, line in zip((first.name, second.name), lines, strict=True)] == [True, True]


def test_a_whole_history_is_whole_and_none_is_no_history(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(site) == 0
    assert verified(tmp_path / "nowhere") == 2
    assert "there is no history" in capsys.readouterr().err
