"""Writing and reading the journal of a site."""

from __future__ import annotations

import math
import sqlite3
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.journal.batch import JournalBatch
from console.journal.chain import next_hash
from console.journal.journal import Journal
from console.journal.record import JournalRecord, pack_details, unpack_details
from console.journal.verifying import verify_journal
from engines.values.validation import InputError

WAIT_S = 20.0


def record(number: int = 0, kind: str = "command", element_id: str = "switch:F1-02") -> JournalRecord:
    """Some record."""
    return JournalRecord(kind, "ana", element_id, f"Open {element_id}, number {number}", {"number": number})


def write(journal: Journal, count: int = 1, **options: str) -> list[int]:
    """Write and wait."""
    written = [journal.write(record(n, **options)) for n in range(count)]
    return [future.result(WAIT_S) for future in written]


def test_a_record_reads_back_as_it_was_written(journal: Journal) -> None:
    details = {"value": 1.25, "missing": math.nan, "reason": "tree, „Ast“ 树", "done": True, "none": None, "n": 7}
    number = journal.write(JournalRecord("tag", "ana", "line:1", "Tag placed", details, 1_700_000_000_000_001)).result(
        WAIT_S
    )
    (entry,) = journal.read(after=number - 1)
    assert (entry.sequence, entry.kind, entry.author, entry.element_id) == (number, "tag", "ana", "line:1")
    assert entry.source_time_us == 1_700_000_000_000_001
    assert entry.console == "desk 1"
    assert math.isnan(float(entry.details["missing"] or 0))
    assert {k: v for k, v in entry.details.items() if k != "missing"} == {
        k: v for k, v in details.items() if k != "missing"
    }


def test_the_first_record_names_the_signing_key(journal: Journal) -> None:
    write(journal)
    first = journal.read(limit=1)[0]
    assert first.kind == "journal"
    assert "signed with key" in first.sentence


def test_times_are_microseconds_of_the_moment_it_was_handed_in(folder: Path) -> None:
    clock = iter(range(1_000_000, 2_000_000))
    with Journal(folder / "site.sqlite", clock=lambda: next(clock)) as journal:
        futures = [journal.write(record(n)) for n in range(20)]
        for future in futures:
            future.result(WAIT_S)
        times = [entry.time_us for entry in journal.read(kinds=["command"])]
    assert times == sorted(times)
    assert len(set(times)) == 20


def test_pages_follow_one_another(journal: Journal) -> None:
    write(journal, 25)
    seen: list[int] = []
    while page := journal.read(after=seen[-1] if seen else 0, limit=7):
        assert len(page) <= 7
        seen += [entry.sequence for entry in page]
    assert seen == list(range(1, 27))
    latest = journal.read(limit=3, is_latest_first=True)
    assert [e.sequence for e in latest] == [26, 25, 24]
    assert [e.sequence for e in journal.read(limit=2, before=24, is_latest_first=True)] == [23, 22]


def test_reading_by_kind_element_author_and_time(journal: Journal) -> None:
    write(journal, 3, kind="command", element_id="switch:1")
    write(journal, 2, kind="tag", element_id="switch:2")
    write(journal, 1, kind="tag", element_id="switch:1")
    assert len(journal.read(kinds=["tag"])) == 3
    assert len(journal.read(kinds=["tag", "command"], element_id="switch:1")) == 4
    assert journal.read(kinds=[]) == ()
    assert journal.read(author="nobody") == ()
    every = journal.read()
    middle = every[3].time_us
    assert [e.sequence for e in journal.read(from_us=middle)] == [e.sequence for e in every if e.time_us >= middle]
    assert [e.sequence for e in journal.read(to_us=middle)] == [e.sequence for e in every if e.time_us < middle]


def test_many_threads_write_one_unbroken_chain(journal: Journal) -> None:
    def work() -> None:
        write(journal, 40)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [e.sequence for e in journal.read()] == list(range(1, 242))
    report = verify_journal(journal.path)
    assert report.is_intact, report.problems
    assert report.records == report.proven_to == 241


def test_waiting_records_are_committed_as_a_group(journal: Journal) -> None:
    gate = threading.Event()
    held = journal.submit(lambda batch: gate.wait(WAIT_S))
    futures = [journal.write(record(n)) for n in range(100)]
    commits: list[int] = []

    def count(batch: JournalBatch) -> int:
        return int(batch.connection.execute("SELECT count(*) FROM journal").fetchone()[0])

    # Asked between: what is inside one transaction is not seen from outside before all of it is.
    seen = journal.query(lambda c: c.execute("SELECT count(*) FROM journal").fetchone()[0])
    gate.set()
    held.result(WAIT_S)
    for future in futures:
        future.add_done_callback(
            lambda _: commits.append(journal.query(lambda c: c.execute("SELECT count(*) FROM journal").fetchone()[0]))
        )
        future.result(WAIT_S)
    assert seen <= 1
    assert set(commits) == {101}
    assert journal.submit(count).result(WAIT_S) == 101


def test_a_job_that_refuses_leaves_nothing_and_harms_no_other(journal: Journal) -> None:
    def refuse(batch: JournalBatch) -> None:
        batch.append(record(99))
        raise InputError("tag", "is not yours")

    gate = threading.Event()
    journal.submit(lambda batch: gate.wait(WAIT_S))
    before = journal.write(record(1))
    refused = journal.submit(refuse)
    after = journal.write(record(2))
    gate.set()
    with pytest.raises(InputError, match="is not yours"):
        refused.result(WAIT_S)
    assert after.result(WAIT_S) == before.result(WAIT_S) + 1
    assert verify_journal(journal.path).is_intact


def test_a_closed_journal_says_so(journal: Journal) -> None:
    journal.close()
    with pytest.raises(InputError, match="closed"):
        journal.write(record()).result(WAIT_S)


def test_what_was_handed_in_before_closing_is_kept(folder: Path) -> None:
    journal = Journal(folder / "site.sqlite")
    futures: list[Future[int]] = [journal.write(record(n)) for n in range(300)]
    journal.close()
    assert all(future.done() for future in futures)
    assert verify_journal(folder).records == 301


def test_reopening_goes_on_where_it_ended(folder: Path) -> None:
    for _ in range(3):
        with Journal(folder / "site.sqlite") as journal:
            write(journal, 2)
    report = verify_journal(folder)
    assert report.is_intact, report.problems
    assert report.records == 7
    assert len(report.keys) == 1


def test_the_file_is_durable_by_its_settings(journal: Journal) -> None:
    settings_ = journal.submit(
        lambda batch: (
            batch.connection.execute("PRAGMA journal_mode").fetchone()[0],
            batch.connection.execute("PRAGMA synchronous").fetchone()[0],
        )
    ).result(WAIT_S)
    assert settings_ == ("wal", 2)


def test_text_that_cannot_be_stored_is_mended_not_refused(journal: Journal) -> None:
    sentence = "half a pair \ud800, a NUL \0, " + "x" * 10_000
    journal.write(JournalRecord("note", "ana", "", sentence)).result(WAIT_S)
    entry = journal.read(is_latest_first=True, limit=1)[0]
    assert len(entry.sentence) == 4000
    assert entry.sentence.endswith("…")
    assert verify_journal(journal.path).is_intact


def test_a_newer_file_is_refused_and_left_alone(folder: Path) -> None:
    with Journal(folder / "site.sqlite") as journal:
        write(journal)
    with sqlite3.connect(folder / "site.sqlite") as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with Journal(folder / "site.sqlite") as journal:
        assert "newer Tieline" in journal.problem
        with pytest.raises(InputError, match="newer Tieline"):
            journal.write(record()).result(WAIT_S)


Plain = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False), st.text())


@given(st.dictionaries(st.text(max_size=8), Plain, max_size=5))
@settings(max_examples=60, deadline=None)
def test_details_survive_packing(details: dict[str, str | int | float | bool | None]) -> None:
    assert dict(unpack_details(pack_details(details))) == details


@given(st.lists(st.one_of(st.integers(), st.text(max_size=5)), min_size=1, max_size=4), st.data())
@settings(max_examples=60, deadline=None)
def test_no_two_different_records_have_one_hash(values: list[int | str], data: st.DataObject) -> None:
    other = data.draw(st.lists(st.one_of(st.integers(), st.text(max_size=5)), min_size=1, max_size=4))
    assert (next_hash(b"x", values) == next_hash(b"x", other)) == (values == other)
