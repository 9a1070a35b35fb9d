"""Two real consoles on one site."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.journal.verifying import verify_journal
from console.site.site import open_site
from engines.values.site import TagKind

SCRIPT = Path(__file__).with_name("competing_process.py")
ROUNDS = 60


def start(folder: Path, name: str) -> subprocess.Popen[str]:
    """A console that competes once it is told to."""
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder), name, str(ROUNDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[3])},
    )


def go(process: subprocess.Popen[str]) -> None:
    """Let it go on."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def read_until(process: subprocess.Popen[str], last: str) -> list[str]:
    """What it said up to ``last``."""
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        if line.strip() == last:
            return said
        said.append(line.strip())
    raise AssertionError(f"the process ended before it said {last}: {said}")


def test_each_device_has_one_console_and_no_tag_is_lost(tmp_path: Path) -> None:
    with start(tmp_path, "desk 1") as one, start(tmp_path, "desk 2") as two:
        for process in (one, two):
            read_until(process, "ready")
        for process in (one, two):
            go(process)
        won = [{int(s.split()[1]) for s in read_until(p, "end") if s.startswith("won")} for p in (one, two)]
        assert won[0] | won[1] == set(range(ROUNDS))
        assert won[0] & won[1] == set()
        here = open_site("north", chosen=tmp_path, console="desk 3")
        try:
            assert {t.element_id: t.console for t in here.store.tokens()} == {
                **{f"switch:{n}": "desk 1" for n in won[0]},
                **{f"switch:{n}": "desk 2" for n in won[1]},
            }
            tags = here.store.state().tags
            assert len({tag.tag_id for tag in tags}) == 2 * ROUNDS
            assert here.store.state().revision == 2 * ROUNDS
            for process in (one, two):
                go(process)
                assert process.wait(30) == 0
            assert here.store.tokens() == ()
        finally:
            here.close()
    report = verify_journal(tmp_path / "north")
    assert report.is_intact, report.problems


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder whose every parent others may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def let_read(folder: Path) -> None:
    """Let others read what is there, and no more."""
    for file in folder.glob("site.sqlite*"):
        file.chmod(0o644)
    folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX")
def test_a_console_that_cannot_write_sees_the_tags_and_says_why_it_only_looks_on(open_folder: Path) -> None:
    def place(count: int) -> None:
        for number in range(count):
            here.store.place_tag("switch:1", TagKind.CAUTION, f"crew {number}", "ana").result(30)

    here = open_site("north", chosen=open_folder, console="desk 1")
    place(1)
    here.close()
    let_read(open_folder / "north")
    looking = SCRIPT.with_name("looking_process.py")
    with subprocess.Popen(
        [sys.executable, str(looking), str(open_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[3])},
    ) as guest:
        assert guest.stdout is not None
        assert guest.stdin is not None

        def seen() -> tuple[str, str]:
            go(guest)
            count, _, reason = guest.stdout.readline().strip().partition("|")  # type: ignore[union-attr]
            return count, reason

        count, reason = seen()
        assert count == "1"
        assert "give this account write access" in reason
        here = open_site("north", chosen=open_folder, console="desk 1")
        place(2)
        let_read(open_folder / "north")
        assert seen()[0] == "3"
        place(1)
        assert seen()[0] == "4"
        here.close()
        assert seen() == ("4", reason)
        guest.stdin.close()
        assert guest.wait(30) == 0
