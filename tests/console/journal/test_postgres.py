"""A site on a PostgreSQL server: one chain of several consoles, a server that comes and goes, altered rows."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import psycopg
import pytest

from console.cli.main import main
from console.journal.backup import back_up
from console.journal.export import export_journal
from console.journal.journal import Journal
from console.journal.postgres import PostgresSite, shown_address, translated
from console.journal.reading import Filter, Word
from console.journal.record import JournalRecord
from console.journal.verifying import verify_journal
from console.site.place import SERVER_FILE, SERVER_VARIABLE, schema_name, site_place
from engines.values.validation import InputError
from tests.postgres.fixtures import needs_postgres
from tests.postgres.server import PostgresServer

pytestmark = needs_postgres
WAIT_S = 30.0


def record(number: int) -> JournalRecord:
    """Some record."""
    return JournalRecord("command", "ana", "switch:1", f"Open switch:1, number {number} %s ?", {"number": number})


@pytest.fixture
def place(postgres: PostgresServer, tmp_path: Path) -> PostgresSite:
    """A site on the server that does not exist yet."""
    return PostgresSite(postgres.address, "tieline_north", tmp_path / "desk 1")


@pytest.fixture
def journal(place: PostgresSite) -> Iterator[Journal]:
    """Desk 1's."""
    with Journal(place, console="desk 1") as journal:
        yield journal


def sql(postgres: PostgresServer, statement: str) -> None:
    """Do something behind the consoles' back."""
    with psycopg.connect(postgres.address, options="-c search_path=tieline_north", autocommit=True) as connection:
        connection.execute(statement)


def soon(holds: Callable[[], bool], patience_s: float = WAIT_S) -> bool:
    """Whether it comes about."""
    end = time.monotonic() + patience_s
    while not holds() and time.monotonic() < end:
        pass
    return holds()


def test_several_consoles_write_one_chain(journal: Journal, postgres: PostgresServer, tmp_path: Path) -> None:
    desks = [Journal(PostgresSite(postgres.address, "tieline_north", tmp_path / f"desk {k}")) for k in (2, 3)]
    written: list[Future[int]] = []

    def work(desk: Journal) -> None:
        written.extend(desk.write(record(k)) for k in range(100))

    threads = [threading.Thread(target=work, args=(desk,)) for desk in (journal, *desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [future.result(WAIT_S) for future in written]
    assert len(set(numbers)) == 300
    for desk in desks:
        desk.close()
    report = verify_journal(journal.database)
    assert report.is_intact, report.problems
    assert report.is_end_signed
    assert report.records == 300 + len(report.keys)
    texts = [e.sentence for e in journal.read(kinds=["command"])]
    assert texts.count("Open switch:1, number 7 %s ?") == 3
    for words in ((Word("NUMBER 7 %S"),), (Word("open"), Word("ANA"), Word("number 7 ")), (Word("x", ("switch:1",)),)):
        found = journal.read(words=words, limit=1000)
        assert len(found) == (300 if words[0].element_ids else 3), words


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE journal SET author='eve' WHERE sequence=20",
            "or its link to the one before, was altered",
        ),
        ("DELETE FROM journal WHERE sequence=20", "record 20 is missing"),
        ("DELETE FROM journal WHERE sequence > 20", "the journal ends at 20"),
    ],
)
def test_what_is_altered_behind_its_back_shows(
    journal: Journal, postgres: PostgresServer, statement: str, told: str
) -> None:
    for future in [journal.write(record(k)) for k in range(40)]:
        future.result(WAIT_S)
    sql(postgres, statement)
    report = verify_journal(journal.database)
    assert not report.is_intact
    assert any(told in problem.reason for problem in report.problems), report.problems


def test_a_server_that_was_killed_has_every_record_it_confirmed_and_is_used_again_by_itself(
    journal: Journal, postgres: PostgresServer
) -> None:
    confirmed: list[int] = []
    refusals: list[str] = []
    for turn in range(3):
        futures = [journal.write(record(1000 * turn + k)) for k in range(400)]
        futures[20].result(WAIT_S)
        postgres.kill()
        for future in futures:
            try:
                confirmed.append(future.result(WAIT_S + 20))
            except InputError as error:
                refusals.append(str(error))
        assert all("cannot be reached" in sentence for sentence in refusals)
        assert soon(lambda: bool(journal.problem))
        with pytest.raises(InputError, match="cannot be reached"):
            journal.read()
        postgres.start()
        begin = time.monotonic()
        assert soon(lambda: not journal.problem)
        confirmed.append(journal.write(record(1000 * turn + 999)).result(WAIT_S))
        assert time.monotonic() - begin < 10.0
    kept = {entry.sequence for entry in journal.read(limit=10_000)}
    assert set(confirmed) <= kept
    assert len(set(confirmed)) == len(confirmed)
    report = verify_journal(journal.database)
    assert report.is_intact, report.problems


def test_a_server_that_was_stopped_is_said_and_nobody_waits_for_it(journal: Journal, postgres: PostgresServer) -> None:
    journal.write(record(1)).result(WAIT_S)
    postgres.stop()
    assert soon(lambda: bool(journal.problem)), "without anybody writing"
    begin = time.monotonic()
    with pytest.raises(InputError):
        journal.read()
    assert time.monotonic() - begin < 0.1
    postgres.start()
    assert soon(lambda: not journal.problem)
    assert journal.read(kinds=["command"])


def test_a_server_that_is_there_and_answers_nobody_is_said_within_seconds(
    journal: Journal, postgres: PostgresServer
) -> None:
    journal.write(record(1)).result(WAIT_S)
    assert journal.read(kinds=["command"])
    postgres.hang()
    try:
        begin = time.monotonic()
        assert soon(lambda: "cannot be reached" in journal.problem, 10.0), "without anybody writing"
        assert time.monotonic() - begin < 8.0
        with pytest.raises(InputError):
            journal.read()
    finally:
        postgres.go_on()
    assert soon(lambda: not journal.problem)
    journal.write(record(2)).result(WAIT_S)
    assert len(journal.read(kinds=["command"])) == 2


def test_a_copy_is_a_file_that_verifies_and_opens(journal: Journal, tmp_path: Path) -> None:
    for future in [journal.write(record(k)) for k in range(300)]:
        future.result(WAIT_S)
    copy = back_up(journal.database, tmp_path / "copy")
    here, there = verify_journal(journal.database), verify_journal(copy)
    assert there.is_intact
    assert (there.records, there.head_hash, there.checkpoints) == (here.records, here.head_hash, here.checkpoints)
    with Journal(copy, console="desk 9") as opened:
        assert [e.details for e in opened.read(kinds=["command"])] == [
            e.details for e in journal.read(kinds=["command"])
        ]


def test_both_forms_of_export_hold_the_same(journal: Journal, tmp_path: Path) -> None:
    import duckdb

    journal.write(JournalRecord("tag", "ana", "line:1", 'a "quoted", and\nbroken line', {"a": 1})).result(WAIT_S)
    assert export_journal(journal.database, tmp_path / "j.parquet", Filter(kinds=["tag"])) == 1
    assert export_journal(journal.database, tmp_path / "j.csv", Filter(kinds=["tag"])) == 1
    rows = duckdb.sql(f"SELECT sentence, kind, sequence FROM '{tmp_path / 'j.parquet'}'").fetchall()
    assert rows == [('a "quoted", and\nbroken line', "tag", 2)]
    with pytest.raises(InputError, match="neither"):
        export_journal(journal.database, tmp_path / "j.txt", Filter())


def test_the_command_line_finds_the_site_by_the_address(
    journal: Journal, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    journal.write(record(1)).result(WAIT_S)
    monkeypatch.setenv("TIELINE_SITE_FOLDER", str(tmp_path / "sites"))
    monkeypatch.setenv(SERVER_VARIABLE, postgres.address)
    assert main(["journal", "verify", "--site", "north", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] == 2
    assert main(["journal", "verify", "--site", "nowhere"]) != 0
    assert "there is no such site" in capsys.readouterr().err


def test_the_address_comes_from_a_file_beside_the_sites_too(tmp_path: Path) -> None:
    (tmp_path / SERVER_FILE).write_text('server = "postgresql://tieline@db/control"\n')
    place = site_place("North district", tmp_path, {})
    assert (place.server, place.is_shared) == ("postgresql://tieline@db/control", True)
    assert schema_name("North district") == "tieline_north_district"
    (tmp_path / SERVER_FILE).write_text("address = 3\n")
    with pytest.raises(InputError, match="names no server"):
        site_place("North district", tmp_path, {})


def test_an_address_that_leads_nowhere_is_one_sentence_without_its_password(tmp_path: Path) -> None:
    place = PostgresSite("postgresql://ana:secret@127.0.0.1:1/none", "tieline_north", tmp_path)
    with Journal(place) as journal:
        assert "cannot be reached" in journal.problem
        assert "secret" not in journal.problem
        with pytest.raises(InputError, match="cannot be reached"):
            journal.write(record(1)).result(WAIT_S)
    assert shown_address("host=db password='a b' user=ana") == "host=db  user=ana"


def test_a_newer_site_is_refused(journal: Journal, postgres: PostgresServer, tmp_path: Path) -> None:
    journal.write(record(1)).result(WAIT_S)
    sql(postgres, "UPDATE site_meta SET value='99' WHERE name='version'")
    with Journal(PostgresSite(postgres.address, "tieline_north", tmp_path / "old desk")) as old:
        assert "newer Tieline" in old.problem


def test_a_site_that_vanished_is_not_begun_anew(journal: Journal, postgres: PostgresServer) -> None:
    journal.write(record(1)).result(WAIT_S)
    postgres.stop()
    postgres.start()
    sql(postgres, 'DROP SCHEMA "tieline_north" CASCADE')
    assert soon(lambda: "is gone" in journal.problem)


def test_statements_are_turned_into_the_server_s_words() -> None:
    assert translated("SELECT a FROM b WHERE c LIKE '%x' AND d=?") == "SELECT a FROM b WHERE c ILIKE '%%x' AND d=%s"
    made = translated("CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB) WITHOUT ROWID")
    assert made == "CREATE TABLE t(a BIGINT PRIMARY KEY, b BYTEA)"
