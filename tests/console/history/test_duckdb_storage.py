"""A history in a folder: files that are damaged, missing or of a newer version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.history.duckdb_storage import FILE_NAME, FOLDER_NAME, DuckStorage
from console.history.hours import HOUR_US
from console.history.storage import Retention
from engines.values.validation import InputError
from tests.console.history.recording import BEGIN, IDS, Recording


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DuckStorage]:
    """A history that has just begun."""
    storage = DuckStorage(tmp_path / "history")
    yield storage
    storage.close()


def test_a_damaged_or_missing_hour_is_named(storage: DuckStorage, tmp_path: Path) -> None:
    recording = Recording(storage)
    for hour in range(2):
        recording.keep((0, BEGIN + hour * HOUR_US, 1.0 + hour))
    storage.tidy(BEGIN + 4 * HOUR_US, Retention(days=10_000))
    first, second = sorted((tmp_path / "history" / FOLDER_NAME).glob("*.parquet"))
    first.write_bytes(b"PAR1" + b"\0" * 40)
    second.unlink()
    found = storage.verify()
    assert len(found) == 2
    assert first.name in found[0]
    assert "restore it from a backup" in found[1]
    with pytest.raises(InputError, match="history"):
        storage.series([IDS[0]], BEGIN, BEGIN + HOUR_US, 10)


def test_a_file_that_is_no_history_or_of_a_newer_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(InputError, match=FILE_NAME):
        DuckStorage(folder)
    (folder / FILE_NAME).unlink()
    storage = DuckStorage(folder)
    storage._connection.execute("UPDATE meta SET value=99 WHERE name='version'")
    storage.close()
    with pytest.raises(InputError, match="newer Tieline"):
        DuckStorage(folder)
