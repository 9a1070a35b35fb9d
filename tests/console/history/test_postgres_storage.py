"""A history on a server: two consoles that record at once, a server that is killed, damaged hours, the real owner."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import psycopg
import pytest
from pytestqt.qtbot import QtBot

from console.history.client import History
from console.history.duckdb_storage import DuckStorage
from console.history.hours import HOUR_US
from console.history.postgres_storage import PostgresStorage
from console.history.segments import pack_segment, unpack_segment
from console.history.storage import Retention
from console.site.place import SERVER_VARIABLE
from engines.values.history import PointChanges
from engines.values.validation import InputError
from tests.console.history.recording import BEGIN, IDS, MINUTE, SECOND, Recording, values
from tests.console.history.test_client import answer, changes, owner_pid, recorded
from tests.postgres.fixtures import needs_postgres
from tests.postgres.server import PostgresServer

pytestmark = needs_postgres
SCHEMA = "tieline_north_past"


def test_what_two_consoles_heard_alike_is_kept_once_and_each_knows_the_other_s(postgres: PostgresServer) -> None:
    one, other = PostgresStorage(postgres.address, SCHEMA), PostgresStorage(postgres.address, SCHEMA)
    first, second = Recording(one, "desk 1"), Recording(other, "desk 2")
    for k in range(10):
        first.keep((0, BEGIN + k * SECOND, float(k)))
        # The first values of a console that begins are news, whatever they are.
        second.keep((0, BEGIN + k * SECOND + 1000, float(k)), (1, BEGIN + k * SECOND, float(k // 5)))
    for storage in (one, other):
        assert values(storage, IDS[0], BEGIN - 1, BEGIN + MINUTE)[2:] == [float(k) for k in range(1, 10)]
        assert values(storage, IDS[1], BEGIN - 1, BEGIN + MINUTE) == [0.0, 1.0]
        assert storage.status().span.to_us >= BEGIN + 9 * SECOND
    first.keep((2, BEGIN + 30 * SECOND, 5.0))
    assert other.moment(BEGIN + 31 * SECOND).point_ids == one.moment(BEGIN + 31 * SECOND).point_ids
    one.tidy(BEGIN + 2 * HOUR_US, Retention(days=10_000))
    assert values(other, IDS[1], BEGIN - 1, BEGIN + MINUTE) == [0.0, 1.0]
    second.keep((1, BEGIN + 3 * HOUR_US, 1.0), (1, BEGIN + 3 * HOUR_US + SECOND, 7.0))
    assert values(one, IDS[1], BEGIN + MINUTE, BEGIN + 9 * HOUR_US) == [1.0, 7.0]
    one.close()
    other.close()


def test_a_server_that_was_killed_has_all_it_confirmed_and_goes_on(postgres: PostgresServer) -> None:
    storage = PostgresStorage(postgres.address, SCHEMA)
    recording = Recording(storage)
    recording.keep((0, BEGIN, 1.0))
    postgres.kill()
    lost = recording.batch((0, BEGIN + SECOND, 2.0))
    with pytest.raises(InputError, match="cannot be reached"):
        storage.store([lost])
    with pytest.raises(InputError, match="cannot be reached"):
        storage.moment(BEGIN)
    postgres.start()
    storage.store([lost])
    assert values(storage, IDS[0], BEGIN - 1, BEGIN + MINUTE) == [1.0, 2.0]
    storage.close()


def test_a_damaged_hour_is_named_and_a_copy_is_a_folder_that_opens(postgres: PostgresServer, tmp_path: Path) -> None:
    storage = PostgresStorage(postgres.address, SCHEMA)
    recording = Recording(storage)
    for hour in range(3):
        recording.keep((0, BEGIN + hour * HOUR_US, 1.0 + hour), (1, BEGIN + hour * HOUR_US, 0.0))
    storage.tidy(BEGIN + 5 * HOUR_US, Retention(days=10_000))
    assert storage.verify() == ()
    storage.backup(tmp_path)
    copy = DuckStorage(tmp_path / "history")
    assert copy.verify() == ()
    assert copy.status().changes == storage.status().changes == 4
    np.testing.assert_array_equal(copy.moment(BEGIN + HOUR_US).value, storage.moment(BEGIN + HOUR_US).value)
    copy.close()
    with psycopg.connect(postgres.address, options=f"-c search_path={SCHEMA}", autocommit=True) as connection:
        connection.execute("UPDATE segments SET body='\\x00' WHERE hour_us=%s AND point=0", (BEGIN,))
        connection.execute("DELETE FROM segments WHERE hour_us=%s", (BEGIN + HOUR_US,))
    found = storage.verify()
    assert "damaged" in found[0]
    assert any("holds 0 changes, not 1" in sentence for sentence in found)
    with pytest.raises(InputError, match="damaged"):
        storage.series([IDS[0]], BEGIN - 1, BEGIN + HOUR_US, 10)
    storage.close()


def test_segments_give_back_what_went_in() -> None:
    random = np.random.default_rng(1)
    time_us = BEGIN + np.cumsum(random.integers(0, 10**6, 500))
    value = np.where(random.random(500) < 0.1, np.nan, random.normal(size=500))
    flags = random.integers(0, 32, 500).astype(np.uint8)
    source = np.where(random.random(500) < 0.1, 0, time_us - random.integers(0, 50_000, 500))
    found = unpack_segment(pack_segment(time_us, value, flags, source))
    for name, column in (("time_us", time_us), ("value", value), ("flags", flags), ("source_time_us", source)):
        np.testing.assert_array_equal(found[name], column)
    assert len(unpack_segment(pack_segment(*(np.empty(0),) * 4))["value"]) == 0


def test_a_newer_history_is_refused_and_a_wrong_address_is_a_sentence(postgres: PostgresServer) -> None:
    storage = PostgresStorage(postgres.address, SCHEMA)
    storage._execute("UPDATE meta SET value=99 WHERE name='version'")
    storage.close()
    with pytest.raises(InputError, match="newer Tieline"):
        PostgresStorage(postgres.address, SCHEMA)
    with pytest.raises(InputError, match="cannot be reached"):
        PostgresStorage("host=127.0.0.1 port=1 user=ana dbname=x", SCHEMA)


def test_a_console_records_through_an_outage_in_order_with_none_lost_and_none_twice(
    qtbot: QtBot, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SERVER_VARIABLE, postgres.address)
    folder = tmp_path / "north" / "history"
    history = History(folder, ["bus:1/vm_pu"])
    sentences: list[str] = []
    history.problem_changed.connect(sentences.append)
    try:
        history.record(changes(1.0, 2.0))
        recorded(qtbot, history, [1.0, 2.0])
        postgres.kill()
        history.record(changes(3.0, 4.0))
        qtbot.waitUntil(lambda: any("cannot be reached" in s for s in sentences), timeout=20_000)
        assert "what comes is kept meanwhile" in sentences[-1]
        for k in range(5, 15):
            history.record(changes(float(k)))
        postgres.start()
        qtbot.waitUntil(lambda: history.problem == "", timeout=30_000)
        recorded(qtbot, history, [float(k) for k in range(1, 15)])
        assert not list(folder.glob("*.duckdb")), "nothing of it is kept in the folder"
        series = answer(qtbot, history.ask_series, ["bus:1/vm_pu"], 0, 2**60, 100)
        assert isinstance(series[0].time_us, np.ndarray)
    finally:
        history.close()
        end = time.monotonic() + 10
        while (pid := owner_pid(folder)) and time.monotonic() < end:
            os.kill(pid, 15)
            qtbot.wait(50)


def test_unknown_changes_are_left_out(postgres: PostgresServer) -> None:
    storage = PostgresStorage(postgres.address, SCHEMA)
    batch = Recording(storage).batch((0, BEGIN, 1.0), (77, BEGIN, 5.0))
    storage.store([batch])
    assert isinstance(batch.changes, PointChanges)
    assert storage.status().changes == 1
    storage.close()
