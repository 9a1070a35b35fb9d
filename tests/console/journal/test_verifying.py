"""Whatever is altered in a journal shows, and so does what is cut off."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from console.journal.chain import FIELDS, ChainHead, first_head, next_hash
from console.journal.journal import Journal
from console.journal.record import JournalRecord
from console.journal.signing import key_path
from console.journal.verifying import verify_journal
from engines.values.validation import InputError

COUNT = 600


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed journal with two kept checkpoints at least."""
    folder = tmp_path_factory.mktemp("written") / "site"
    with Journal(folder / "site.sqlite", console="desk 1") as journal:
        for start in range(0, COUNT, 100):
            futures = [
                journal.write(JournalRecord("command", "ana", "switch:1", f"Open {n}", {"n": n}))
                for n in range(start, start + 100)
            ]
            for future in futures:
                future.result(20)
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    return Path(shutil.copytree(written, tmp_path / "site"))


def tamper(folder: Path, *commands: str) -> None:
    """Change the file behind the journal's back."""
    with contextlib.closing(sqlite3.connect(folder / "site.sqlite", isolation_level=None)) as connection:
        for command in commands:
            connection.execute(command)


def rechain(folder: Path, start: int) -> None:
    """Compute all hashes anew from record ``start`` on, as one would who knows the program but not the key."""
    with contextlib.closing(sqlite3.connect(folder / "site.sqlite")) as connection:
        site_id = connection.execute("SELECT value FROM site_meta WHERE name='site_id'").fetchone()[0]
        before = first_head(site_id).hash
        rows = connection.execute(f"SELECT {', '.join(FIELDS)}, hash FROM journal ORDER BY sequence").fetchall()
        for *values, stored in rows:
            before = next_hash(before, values) if values[0] >= start else stored
            connection.execute("UPDATE journal SET hash=? WHERE sequence=?", (before, values[0]))
        connection.execute("UPDATE journal_head SET hash=(SELECT hash FROM journal ORDER BY sequence DESC LIMIT 1)")
        connection.commit()


def test_an_untouched_journal_is_intact(folder: Path) -> None:
    report = verify_journal(folder)
    assert report.is_intact, report.problems
    assert report.records == report.proven_to == COUNT + 1
    assert report.checkpoints == 2
    assert report.is_end_signed
    assert report.notes == ()
    assert verify_journal(folder / "site.sqlite") == report


@pytest.mark.parametrize(
    "change",
    [
        "sentence = 'Close 7'",
        "author = 'ben'",
        "kind = 'note'",
        "element_id = 'switch:2'",
        "details = '{}'",
        "time_us = time_us + 1",
        "source_time_us = 5",
        "console = 'desk 2'",
        "hash = zeroblob(32)",
        "time_us = 'noon'",
        "sentence = x'4f70656e20323938'",
    ],
)
def test_an_altered_record_is_named(folder: Path, change: str) -> None:
    tamper(folder, f"UPDATE journal SET {change} WHERE sequence = 300")
    report = verify_journal(folder)
    assert not report.is_intact
    assert report.problems[0].sequence == 300 or "altered" in report.problems[0].reason
    assert report.problems[0].sequence in (300, 301)


def test_a_record_taken_out_shows(folder: Path) -> None:
    tamper(folder, "DELETE FROM journal WHERE sequence = 300")
    report = verify_journal(folder)
    assert "record 300 is missing" in [p.reason for p in report.problems]


def test_records_exchanged_show(folder: Path) -> None:
    tamper(
        folder,
        "UPDATE journal SET sequence = -1 WHERE sequence = 300",
        "UPDATE journal SET sequence = 300 WHERE sequence = 301",
        "UPDATE journal SET sequence = 301 WHERE sequence = -1",
    )
    assert {p.sequence for p in verify_journal(folder).problems} >= {300, 301}


def test_a_chain_computed_anew_fails_its_signatures(folder: Path) -> None:
    tamper(folder, "UPDATE journal SET sentence = 'Nothing' WHERE sequence = 300")
    rechain(folder, 300)
    report = verify_journal(folder)
    assert not report.is_intact
    assert not report.is_end_signed
    assert report.proven_to == 256 or report.proven_to < 300
    assert any("signature of the head" in p.reason for p in report.problems)


def cut(last: int) -> list[str]:
    return [
        f"DELETE FROM journal WHERE sequence > {last}",
        f"DELETE FROM journal_checkpoints WHERE sequence > {last}",
    ]


def test_an_end_cut_off_shows_by_the_signed_end(folder: Path) -> None:
    tamper(folder, *cut(COUNT))
    report = verify_journal(folder)
    assert any(f"the signed end is record {COUNT + 1}" in p.reason for p in report.problems)


def test_an_old_checkpoint_cannot_be_passed_off_as_the_end(folder: Path) -> None:
    (last,) = sqlite_value(folder, "SELECT max(sequence) FROM journal_checkpoints")
    tamper(
        folder,
        *cut(last),
        "DELETE FROM journal_head",
        "INSERT INTO journal_head SELECT 1, sequence, hash, time_us, key_id, signature "
        "FROM journal_checkpoints ORDER BY sequence DESC LIMIT 1",
    )
    (folder / "journal-head.json").unlink()
    report = verify_journal(folder)
    assert any("signature of the head" in p.reason for p in report.problems)


def sqlite_value(folder: Path, question: str) -> tuple[int, ...]:
    with contextlib.closing(sqlite3.connect(folder / "site.sqlite")) as connection:
        row: tuple[int, ...] = connection.execute(question).fetchone()
    return row


def test_an_old_copy_of_the_file_shows_by_the_head_file(folder: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    shutil.copy(folder / "site.sqlite", old)
    with Journal(folder / "site.sqlite") as journal:
        for n in range(5):
            journal.write(JournalRecord("command", "ana", "", f"later {n}")).result(20)
    shutil.copy(old, folder / "site.sqlite")
    report = verify_journal(folder)
    assert report.is_end_signed
    assert any("journal-head.json names record 606, which is not there" in p.reason for p in report.problems)


def test_an_old_copy_of_the_folder_shows_by_a_noted_end(folder: Path, tmp_path: Path) -> None:
    old = shutil.copytree(folder, tmp_path / "old")
    with Journal(folder / "site.sqlite") as journal:
        journal.write(JournalRecord("command", "ana", "", "later")).result(20)
    report = verify_journal(folder)
    noted = ChainHead(report.records, bytes.fromhex(report.head_hash))
    assert verify_journal(folder, noted).is_intact
    assert not verify_journal(Path(old), noted).is_intact
    assert not verify_journal(folder, ChainHead(noted.sequence, bytes(32))).is_intact


def test_a_journal_written_anew_under_another_key_does_not_fit_the_key_file(folder: Path, tmp_path: Path) -> None:
    key = key_path(folder).read_bytes()
    forged = tmp_path / "forged"
    with Journal(forged / "site.sqlite") as journal:
        journal.write(JournalRecord("command", "ana", "", "a better story")).result(20)
    assert verify_journal(forged).is_intact
    key_path(forged).write_bytes(key)
    report = verify_journal(forged)
    assert any("names none of the keys" in p.reason for p in report.problems)


def test_everything_deleted_shows(folder: Path) -> None:
    tamper(
        folder,
        "DELETE FROM journal",
        "DELETE FROM journal_checkpoints",
        "DELETE FROM journal_head",
        "DELETE FROM journal_keys",
    )
    assert not verify_journal(folder).is_intact


def test_a_missing_head_file_and_open_permissions_are_noted(folder: Path) -> None:
    (folder / "journal-head.json").unlink()
    key_path(folder).chmod(0o644)
    report = verify_journal(folder)
    assert report.is_intact
    assert len(report.notes) == 2


def test_the_key_is_readable_by_its_account_alone(folder: Path) -> None:
    assert key_path(folder).stat().st_mode & 0o777 == 0o600


def damage_head(folder: Path) -> None:
    (folder / "journal-head.json").write_text("{}")


def other_site(folder: Path) -> None:
    tamper(folder, "UPDATE site_meta SET value='0000' WHERE name='site_id'")


@pytest.mark.parametrize("damage", [damage_head, other_site])
def test_other_damage_shows(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    assert not verify_journal(folder).is_intact


def test_a_file_that_is_no_journal_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "site.sqlite").write_text("no database at all, only words, but long enough to have a header" * 20)
    with pytest.raises(InputError, match="is no Tieline site file"):
        verify_journal(tmp_path)
    with pytest.raises(InputError, match="there is no site file"):
        verify_journal(tmp_path / "nowhere.sqlite")
    with Journal(tmp_path / "site.sqlite") as journal:
        assert "is no Tieline site file" in journal.problem


def test_an_emptied_journal_beside_its_keys_is_not_intact(folder: Path) -> None:
    with sqlite3.connect(folder / "site.sqlite") as connection:
        for table in ("journal", "journal_head", "journal_keys", "journal_checkpoints"):
            connection.execute(f"DELETE FROM {table}")
    (folder / "journal-head.json").unlink()
    report = verify_journal(folder)
    assert not report.is_intact
    assert any("was emptied" in problem.reason for problem in report.problems)
