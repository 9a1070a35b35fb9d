"""The journal among real processes: two consoles, a killed one, a full disk, a folder that cannot be written."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.journal.journal import Journal
from console.journal.record import JournalRecord
from console.journal.verifying import verify_journal
from engines.values.validation import InputError

SCRIPT = Path(__file__).with_name("writing_process.py")
ROOT = SCRIPT.parents[3]
WAIT_S = 30.0


@contextlib.contextmanager
def writing(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A process that writes."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        with process:
            yield process
            process.kill()
    finally:
        process.kill()


def next_line(process: subprocess.Popen[str]) -> str:
    """The next thing it said."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the process ended"
    return line


def test_two_processes_write_one_chain(folder: Path) -> None:
    file = str(folder / "site.sqlite")
    with writing(file, "desk 1", "300") as one, writing(file, "desk 2", "300") as two:
        for process in (one, two):
            assert process.stdin is not None
            assert process.stdout is not None
            said = process.stdout.read().splitlines()
            assert len(said) == 300
            assert all(line.startswith("done") for line in said)
            assert process.wait(WAIT_S) == 0
    report = verify_journal(folder)
    assert report.is_intact, report.problems
    assert report.records == 601
    assert report.is_end_signed
    with Journal(folder / "site.sqlite") as journal:
        for name in ("desk 1", "desk 2"):
            numbers = [e.details["n"] for e in journal.read(author=name)]
            assert numbers == list(range(300))


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_process_loses_no_acknowledged_record(folder: Path, seed: int) -> None:
    wanted = random.Random(seed).randrange(20, 200)
    acknowledged: dict[int, int] = {}
    with writing(str(folder / "site.sqlite"), "desk 1", "0") as process:
        while len(acknowledged) < wanted:
            _, number, sequence = next_line(process).split()
            acknowledged[int(number)] = int(sequence)
        process.kill()
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("\n"):
                acknowledged[int(line.split()[1])] = int(line.split()[2])
    report = verify_journal(folder)
    assert report.is_intact, report.problems
    with Journal(folder / "site.sqlite") as journal:
        kept = {e.sequence: e.details["n"] for e in journal.read(kinds=["command"], limit=100_000)}
        assert {sequence: number for number, sequence in acknowledged.items()}.items() <= kept.items()
        journal.write(JournalRecord("note", "ana", "", "after the crash")).result(WAIT_S)
    assert verify_journal(folder).is_intact


@pytest.mark.skipif(sys.platform == "win32", reason="file size bounds are POSIX")
def test_a_full_disk_fails_in_one_sentence_and_the_journal_goes_on_with_room(folder: Path) -> None:
    with writing(str(folder / "site.sqlite"), "desk 1", "0", "--largest-file", "300000") as process:
        said = next_line(process)
        done = []
        while said.startswith("done"):
            done.append(int(said.split()[2]))
            said = next_line(process)
        assert said.startswith("failed")
        assert "nothing was recorded" in said
        assert process.stdin is not None
        failed = int(said.split()[1])
        process.stdin.write("there is room again\n" * 10)
        process.stdin.flush()
        while not said.startswith("done"):
            said = next_line(process)
    report = verify_journal(folder)
    assert report.is_intact, report.problems
    with Journal(folder / "site.sqlite") as journal:
        kept = journal.read(kinds=["command"], limit=100_000)
    assert {e.sequence for e in kept} >= set(done)
    assert failed not in {e.details["n"] for e in kept}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX")
def test_a_folder_that_cannot_be_written_is_one_sentence(folder: Path) -> None:
    with Journal(folder / "site.sqlite") as journal:
        journal.write(JournalRecord("note", "ana", "", "by its owner")).result(WAIT_S)
    with let_others_read(folder), writing(str(folder / "site.sqlite"), "guest", "5", "--drop-rights") as process:
        said = next_line(process)
    assert said.startswith("failed 0")
    assert "give this account write access" in said
    assert verify_journal(folder).records == 2


@contextlib.contextmanager
def let_others_read(folder: Path) -> Iterator[None]:
    """Open every folder above for reading; tests may run as an account that may do anything."""
    above = [p for p in folder.parents if p.stat().st_uid == os.getuid() and p != Path("/")]
    before = {p: p.stat().st_mode & 0o7777 for p in above if p.owner() and str(p).startswith("/tmp")}
    for p, mode in before.items():
        p.chmod(mode | 0o055)
    folder.chmod(0o555)
    (folder / "site.sqlite").chmod(0o444)
    try:
        yield
    finally:
        for p, mode in before.items():
            p.chmod(mode)
        folder.chmod(0o755)
        (folder / "site.sqlite").chmod(0o644)


def test_a_folder_that_can_be_made_later_is_used_then(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where the folder should be")
    with Journal(tmp_path / "site" / "site.sqlite") as journal:
        assert "cannot be" in journal.problem
        with pytest.raises(InputError, match=str(tmp_path)):
            journal.write(JournalRecord("note", "ana", "", "too early")).result(WAIT_S)
        (tmp_path / "site").unlink()
        journal.write(JournalRecord("note", "ana", "", "now")).result(WAIT_S)
        assert journal.problem == ""
    assert verify_journal(tmp_path / "site").is_intact


def test_a_file_taken_away_is_not_replaced_by_an_empty_one(folder: Path, tmp_path: Path) -> None:
    with Journal(folder / "site.sqlite") as journal:
        journal.write(JournalRecord("note", "ana", "", "before")).result(WAIT_S)
        folder.rename(tmp_path / "aside")
        with pytest.raises(InputError, match="is gone"):
            journal.write(JournalRecord("note", "ana", "", "into nothing")).result(WAIT_S)
        assert not (folder / "site.sqlite").exists()
        assert "is gone" in journal.problem
        (tmp_path / "aside").rename(folder)
        journal.write(JournalRecord("note", "ana", "", "back")).result(WAIT_S)
        assert [e.sentence for e in journal.read(kinds=["note"])] == ["before", "back"]
    assert verify_journal(folder).is_intact


def test_a_missing_file_beside_its_head_is_not_begun_anew(folder: Path) -> None:
    with Journal(folder / "site.sqlite") as journal:
        journal.write(JournalRecord("note", "ana", "", "before")).result(WAIT_S)
    (folder / "site.sqlite").unlink()
    with Journal(folder / "site.sqlite") as journal:
        assert "is missing" in journal.problem


def test_a_program_that_forgets_to_close_ends_and_keeps_what_was_handed_in(folder: Path) -> None:
    code = (
        "from pathlib import Path; import sys\n"
        "from console.journal.journal import Journal; from console.journal.record import JournalRecord\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for n in range(50): journal.write(JournalRecord('note', 'ana', '', str(n)))\n"
    )
    command = [sys.executable, "-c", code, str(folder / "site.sqlite")]
    subprocess.run(command, check=True, timeout=WAIT_S, env={**os.environ, "PYTHONPATH": str(ROOT)})
    report = verify_journal(folder)
    assert report.is_intact, report.problems
    assert report.records == 51


def test_verifying_while_another_process_writes_raises_no_false_alarm(folder: Path) -> None:
    with writing(str(folder / "site.sqlite"), "desk 1", "0") as process:
        seen = []
        give_up = time.monotonic() + WAIT_S
        while len(seen) < 2 or seen[-1] == seen[0] or len(seen) < 15:
            next_line(process)
            report = verify_journal(folder)
            assert report.is_intact, report.problems
            seen.append(report.records)
            assert time.monotonic() < give_up
    assert seen == sorted(seen)
