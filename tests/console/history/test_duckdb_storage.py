"""A history in a folder: files that are damaged, missing or of a newer version."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.history.duckdb_storage import FILE_NAME, FOLDER_NAME, DuckStorage
from console.history.hours import HOUR_US
from console.history.storage import Retention
from engines.values.validation import InputError
from tests.console.history.recording import BEGIN, IDS, MINUTE, Recording, values


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


def test_a_history_goes_on_after_it_was_opened_anew(storage: DuckStorage) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN + MINUTE, 1.0))
    storage.tidy(BEGIN + 2 * HOUR_US, Retention(days=10_000))
    before = storage._connection
    storage.tidy(BEGIN + 2 * HOUR_US + MINUTE, Retention(days=10_000))
    assert storage._connection is not before
    recording.keep((0, BEGIN + 2 * HOUR_US + 2 * MINUTE, 2.0))
    assert values(storage, IDS[0], BEGIN, BEGIN + 3 * HOUR_US) == [1.0, 2.0]


def test_a_history_that_cannot_be_opened_anew_says_so_and_comes_back(storage: DuckStorage) -> None:
    recording = Recording(storage)
    recording.keep((0, BEGIN + MINUTE, 1.0))
    storage.tidy(BEGIN + 2 * HOUR_US, Retention(days=10_000))
    file = storage.folder / FILE_NAME
    storage._connection.close()
    content = file.read_bytes()
    file.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(InputError, match="restore it from a backup"):
        storage.tidy(BEGIN + 3 * HOUR_US, Retention(days=10_000))
    file.write_bytes(content)
    storage.tidy(BEGIN + 3 * HOUR_US, Retention(days=10_000))
    assert values(storage, IDS[0], BEGIN, BEGIN + HOUR_US) == [1.0]


def test_resting_never_takes_the_memory_of_a_question(storage: DuckStorage) -> None:
    recording = Recording(storage)
    for minute in range(100):
        recording.keep(*((0, BEGIN + minute * MINUTE + k, float(k % 7)) for k in range(200)))
    wrong: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(40):
                assert len(values(storage, IDS[0], BEGIN, BEGIN + 2 * HOUR_US))
        except Exception as error:
            wrong.append(error)

    asker = threading.Thread(target=ask)
    asker.start()
    while asker.is_alive():
        storage.tidy(BEGIN + 3 * HOUR_US, Retention(days=10_000))
    asker.join()
    assert not wrong
