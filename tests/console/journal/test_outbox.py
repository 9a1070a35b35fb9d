"""What happens while the site cannot be written: kept on this machine, handed on in order, none lost, none twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from console.journal.journal import Journal
from console.journal.postgres import PostgresSite
from console.journal.record import JournalRecord
from console.journal.verifying import verify_journal
from engines.values.validation import InputError
from tests.postgres.fixtures import needs_postgres
from tests.postgres.server import PostgresServer

WAIT_S = 30.0


def happening(number: int) -> JournalRecord:
    """Something that happened."""
    return JournalRecord("link", "", "", f"Happening {number}", {"number": number})


def numbers(journal: Journal) -> list[object]:
    """What the journal tells of them, in its order."""
    return [entry.details["number"] for entry in journal.read(kinds=["link"], limit=10_000)]


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes about."""
    end = time.monotonic() + WAIT_S
    while not holds() and time.monotonic() < end:
        pass
    return holds()


@needs_postgres
def test_an_outage_of_the_server_is_bridged_in_order_with_the_times_it_happened_at(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    clock = iter(range(1_000_000, 9_000_000))
    with Journal(PostgresSite(postgres.address, "tieline_north", tmp_path), clock=lambda: next(clock)) as journal:
        journal.keep(happening(1))
        assert soon(lambda: numbers(journal) == [1])
        postgres.kill()
        assert soon(lambda: bool(journal.problem))
        for number in range(2, 40):
            journal.keep(happening(number))
        with pytest.raises(InputError, match="cannot be reached"):
            journal.write(JournalRecord("command", "ana", "switch:1", "Open", {"number": 0})).result(WAIT_S)
        postgres.start()
        assert soon(lambda: not journal.problem and len(numbers(journal)) == 39)
        journal.keep(happening(40))
        assert soon(lambda: len(numbers(journal)) == 40)
        assert numbers(journal) == list(range(1, 41))
        assert not journal.read(kinds=["command"]), "what was refused has not happened"
        times = [entry.time_us for entry in journal.read(kinds=["link"], limit=100)]
        assert times == sorted(times)
        assert verify_journal(journal.database).is_intact
        assert soon(lambda: not list(tmp_path.glob("outbox-*")))


def test_a_console_that_is_killed_meanwhile_loses_nothing_and_the_next_one_hands_it_on(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with Journal(folder / "site.sqlite") as journal:
        journal.keep(happening(1))
    script = (
        "import sys, os, time\n"
        "from pathlib import Path\n"
        "from tests.console.journal.test_outbox import happening\n"
        "from console.journal.outbox import Outbox\n"
        "from concurrent.futures import Future\n"
        "away = Future()\n"
        "away.set_exception(OSError('away'))\n"
        "box = Outbox(Path(sys.argv[1]), lambda job: away)\n"
        "[box.keep(happening(n), n) for n in range(2, 12)]\n"
        "print('kept', flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    with Journal(folder / "site.sqlite") as journal:
        assert numbers(journal) == [1], "what a living console keeps is its own to hand on"
    process.kill()
    process.wait()
    process.stdout.close()
    (kept,) = folder.glob("outbox-*.jsonl")
    shutil.copy(kept, tmp_path / kept.name)
    with Journal(folder / "site.sqlite") as journal:
        assert soon(lambda: len(numbers(journal)) == 11)
        assert numbers(journal) == list(range(1, 12))
        assert soon(lambda: not list(folder.glob("outbox-*")))
    # As after a power cut between the commit and the removal of the file.
    shutil.copy(tmp_path / kept.name, folder / kept.name)
    with Journal(folder / "site.sqlite") as journal:
        assert soon(lambda: not list(folder.glob("outbox-*")))
        assert numbers(journal) == list(range(1, 12)), "none twice"
        assert verify_journal(folder).is_intact


def test_a_line_that_was_being_written_when_the_power_went_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    whole = '{"number": 1, "time_us": 5, "kind": "link", "author": "", "element_id": "", "sentence": "A", '
    whole += '"details": {"number": 1}, "source_time_us": 0}\n'
    (folder / "outbox-abc.jsonl").write_text(whole + whole[: len(whole) // 2])
    with Journal(folder / "site.sqlite") as journal:
        assert soon(lambda: numbers(journal) == [1])


def test_a_locked_file_is_bridged_too(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with Journal(folder / "site.sqlite") as journal:
        journal.keep(happening(1))
        assert soon(lambda: numbers(journal) == [1])
        held = sqlite3.connect(folder / "site.sqlite", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        journal.keep(happening(2))
        assert soon(lambda: bool(list(folder.glob("outbox-*.jsonl"))))
        journal.keep(happening(3))
        held.execute("ROLLBACK")
        held.close()
        assert soon(lambda: numbers(journal) == [1, 2, 3])
    assert os.listdir(folder)
