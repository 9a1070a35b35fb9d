"""Two real consoles on one site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from console.journal.verifying import verify_journal
from console.site.site import open_site

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
