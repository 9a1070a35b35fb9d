"""The oldest part of a journal in a file of its own: nothing is lost, and every cut shows."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest

from console.history.storage import Retention
from console.journal.archive import FOLDER_NAME, archive_journal, finish_archiving
from console.journal.chain import ChainHead
from console.journal.database import FILE_NAME, SiteFile
from console.journal.journal import Journal
from console.journal.keeper import DAY_US, JournalKeeper, journal_size
from console.journal.reading import Filter, read_entries
from console.journal.record import JournalRecord
from console.journal.verifying import verify_journal
from console.site.place import site_place
from engines.values.validation import InputError

DAYS = 40
PER_DAY = 40
NOW = 1_780_000_000_000_000


class Clock:
    """The console's clock, set by hand."""

    us = NOW - DAYS * DAY_US

    def __call__(self) -> int:
        return self.us


@pytest.fixture
def clock() -> Clock:
    """Forty days ago."""
    return Clock()


def fill(journal: Journal, clock: Clock, days: int = DAYS) -> None:
    """Some records a day."""
    for day in range(days):
        clock.us = NOW - (DAYS - day) * DAY_US
        futures = [
            journal.write(JournalRecord("command", "ana", f"switch:{n}", f"Open {day}.{n}", {"day": day}))
            for n in range(PER_DAY)
        ]
        for future in futures:
            future.result(20)
    clock.us = NOW


def sequences(journal: Journal) -> list[int]:
    """All there are, in order."""
    return [entry.sequence for entry in journal.read(limit=100_000)]


def test_what_is_archived_and_what_is_left_are_the_journal(kept_in: str, clock: Clock, tmp_path: Path) -> None:
    place = site_place(f"archived {kept_in}", tmp_path / "sites")
    with Journal(place.database, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        before = journal.read(limit=100_000)
        part = archive_journal(journal, NOW - 10 * DAY_US, tmp_path / "away")
        assert part is not None
        left = journal.read(limit=100_000)
        assert [entry.sequence for entry in left] == list(range(part.last + 1, before[-1].sequence + 2))
        assert part.path.name in left[-1].sentence
        assert all(entry.time_us < NOW - 10 * DAY_US for entry in before[: part.last])
    report, archived = verify_journal(place.database), verify_journal(SiteFile(part.path))
    assert report.is_intact, report.problems
    assert report.archived_to == part.last
    assert any(part.path.name in note for note in report.notes)
    assert archived.is_intact
    assert archived.is_end_signed
    assert (archived.records, archived.last) == (part.last, part.last)
    with contextlib.closing(SiteFile(part.path).open_for_reading()) as reader:
        kept = read_entries(reader, Filter(limit=100_000))
    assert kept == before[: part.last]


def test_a_second_archive_follows_the_first_and_begins_where_it_ended(tmp_path: Path, clock: Clock) -> None:
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        first = archive_journal(journal, NOW - 25 * DAY_US)
        clock.us = NOW + DAY_US
        second = archive_journal(journal, NOW - 5 * DAY_US)
        assert first is not None
        assert second is not None
        assert second.first == first.last + 1
        assert archive_journal(journal, NOW - 5 * DAY_US) is None
        assert sequences(journal)[0] == second.last + 1
    for place in (tmp_path / "site" / FILE_NAME, first.path, second.path):
        report = verify_journal(SiteFile(place))
        assert report.is_intact, (place, report.problems)
    assert first.path.parent == tmp_path / "site" / FOLDER_NAME


def test_it_is_written_on_while_the_oldest_part_goes(tmp_path: Path, clock: Clock) -> None:
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        stop, written = threading.Event(), []

        def write() -> None:
            while not stop.is_set():
                written.append(journal.write(JournalRecord("event", "field", "", "Something")).result(20))

        writer = threading.Thread(target=write)
        writer.start()
        part = archive_journal(journal, NOW - DAY_US)
        stop.set()
        writer.join()
        assert part is not None
        assert set(written) <= set(sequences(journal))
    assert verify_journal(tmp_path / "site").is_intact


def test_an_end_in_the_middle_is_made_good(tmp_path: Path, clock: Clock) -> None:
    site = tmp_path / "site"
    with Journal(site / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        part = archive_journal(journal, NOW - 10 * DAY_US)
        assert part is not None
    with contextlib.closing(sqlite3.connect(part.path)) as archive:
        rows = archive.execute("SELECT * FROM journal WHERE sequence>?", (part.last - 300,)).fetchall()
    with contextlib.closing(sqlite3.connect(site / FILE_NAME)) as file, file:
        # As a console killed before the last rows went would have left it.
        file.executemany("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
    assert verify_journal(site).is_intact
    with Journal(site / FILE_NAME, console="desk 1", clock=clock) as journal:
        finish_archiving(journal)
        assert sequences(journal)[0] == part.last + 1
    assert verify_journal(site).is_intact


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("DELETE FROM journal WHERE sequence<=(SELECT min(sequence)+3 FROM journal)", "missing"),
        ("UPDATE site_meta SET value='900' WHERE name='archived_to'", "no archive is named"),
        ("DELETE FROM site_meta WHERE name LIKE 'archived%'", "missing"),
        ("UPDATE site_meta SET value='zz' WHERE name='archived_hash'", "missing"),
    ],
)
def test_a_beginning_that_was_cut_off_otherwise_shows(tmp_path: Path, clock: Clock, command: str, reason: str) -> None:
    site = tmp_path / "site"
    with Journal(site / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        assert archive_journal(journal, NOW - 10 * DAY_US) is not None
    with contextlib.closing(sqlite3.connect(site / FILE_NAME, isolation_level=None)) as file:
        file.execute(command)
    report = verify_journal(site)
    assert not report.is_intact
    assert any(reason in problem.reason for problem in report.problems), report.problems


def test_an_archive_that_was_altered_or_cut_off_shows(tmp_path: Path, clock: Clock) -> None:
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        part = archive_journal(journal, NOW - 10 * DAY_US)
    assert part is not None
    for command, reason in (
        ("UPDATE journal SET sentence='Nothing' WHERE sequence=200", "altered"),
        (f"DELETE FROM journal WHERE sequence>{part.last - 5}", "cut off"),
    ):
        copy = tmp_path / f"{reason}.sqlite"
        copy.write_bytes(part.path.read_bytes())
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as file:
            file.execute(command)
        report = verify_journal(SiteFile(copy))
        assert any(reason in problem.reason for problem in report.problems), (command, report.problems)


def test_an_end_noted_before_is_still_proven_or_said_to_be_in_the_archive(tmp_path: Path, clock: Clock) -> None:
    site = tmp_path / "site"
    with Journal(site / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock, 20)
        early = verify_journal(site)
        fill(journal, clock)
        part = archive_journal(journal, NOW - 5 * DAY_US)
        assert part is not None
    noted = ChainHead(early.last, bytes.fromhex(early.head_hash))
    assert early.last < part.last
    assert verify_journal(site, noted).is_intact
    assert any("in an archive" in note for note in verify_journal(site, noted).notes)
    assert verify_journal(SiteFile(part.path), noted).is_intact


def test_an_altered_journal_is_not_archived_and_stays_as_it_is(tmp_path: Path, clock: Clock) -> None:
    site = tmp_path / "site"
    with Journal(site / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        with contextlib.closing(sqlite3.connect(site / FILE_NAME, isolation_level=None)) as file:
            file.execute("UPDATE journal SET sentence='Nothing' WHERE sequence=200")
        before = sequences(journal)
        with pytest.raises(InputError, match="altered"):
            archive_journal(journal, NOW - DAY_US)
        assert sequences(journal) == before
    assert not list((site / FOLDER_NAME).iterdir())


def test_a_folder_that_cannot_be_written_is_named_and_nothing_goes(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("no folder")
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        before = sequences(journal)
        with pytest.raises(InputError, match="choose another folder"):
            archive_journal(journal, NOW - DAY_US, tmp_path / "file" / "deeper")
        assert sequences(journal) == before


def test_the_keeper_warns_before_it_acts_on_size(tmp_path: Path, clock: Clock) -> None:
    said: list[str] = []
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        size = journal.query(journal_size)
        assert size.records == len(sequences(journal))
        pages, page_bytes = (
            journal.query(lambda reader, name=name: reader.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "page_size")
        )
        assert 0.6 < size.size_mb * 1e6 / (pages * page_bytes) < 1.4
        assert JournalKeeper(journal, Retention(5000, 10 * size.size_mb), said.append).look() is None
        assert not said
        assert JournalKeeper(journal, Retention(5000, 1.1 * size.size_mb), said.append).look() is None
        assert "91 %" in said[-1]
        part = JournalKeeper(journal, Retention(5000, 0.9 * size.size_mb), said.append).look()
        assert part is not None
        assert str(part.path) in said[-1]
        assert journal.query(journal_size).size_mb < 0.9 * size.size_mb
    assert verify_journal(tmp_path / "site").is_intact


def test_the_keeper_warns_before_it_acts_on_age(tmp_path: Path, clock: Clock) -> None:
    said: list[str] = []
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        keeper = JournalKeeper(journal, Retention(20, 1000), said.append)
        assert keeper.look() is None
        assert "within 10 days" in said[-1]
        clock.us = NOW + 11 * DAY_US
        part = keeper.look()
        assert part is not None
        assert journal.read(limit=1)[0].time_us > NOW - 20 * DAY_US
        assert keeper.look() is None


def test_the_keeper_looks_by_itself(tmp_path: Path, clock: Clock) -> None:
    said: list[str] = []
    heard = threading.Event()
    with Journal(tmp_path / "site" / FILE_NAME, console="desk 1", clock=clock) as journal:
        fill(journal, clock)
        keeper = JournalKeeper(journal, Retention(5, 1000), lambda sentence: (said.append(sentence), heard.set())[0])
        keeper.start()
        assert heard.wait(20)
        keeper.stop()
        assert "were put into the archive" in said[0]
