"""Unsteady tests are told from defects, and from runs that never came to their end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
TOOL = HOUSE / "tools" / "failed_tests_alone.py"
HOOKS = "from tests.conftest import pytest_sessionfinish\n"
TESTS = """
def test_steady(): pass
def test_broken(): assert 0
"""


def run_tool(folder: Path, failed: list[str], status: int | None) -> tuple[int, str]:
    """Exit code and output in a folder whose last run ended so, with what this house does at a run's end."""
    (folder / "test_them.py").write_text(TESTS)
    (folder / "conftest.py").write_text(HOOKS)
    cache = folder / ".pytest_cache" / "v"
    for name, content in (("cache/lastfailed", dict.fromkeys(failed, True)), ("tieline/exit_status", status)):
        (cache / name).parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            (cache / name).write_text(json.dumps(content))
    surroundings = os.environ | {"PYTHONPATH": str(HOUSE)}
    done = subprocess.run(
        [sys.executable, TOOL], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_what_passes_alone_is_named_and_what_fails_again_fails(tmp_path: Path) -> None:
    code, said = run_tool(tmp_path, ["test_them.py::test_steady"], 1)
    assert code == 0
    assert "UNSTEADY" in said
    assert "test_them.py::test_steady" in said.partition("UNSTEADY")[2]
    code, said = run_tool(tmp_path, ["test_them.py::test_broken", "test_them.py::test_steady"], 1)
    assert code == 1
    assert "failed again alone: test_them.py::test_broken" in said


@pytest.mark.parametrize(
    ("failed", "status", "said"),
    [
        (["test_them.py::test_steady"], 2, "before its end"),
        (["test_them.py::test_steady"], 3, "before its end"),
        (["test_them.py::test_steady"], None, "not known"),
        ([], 1, "0 tests failed"),
        ([f"test_them.py::test_{k}" for k in range(4)], 1, "4 tests failed"),
    ],
)
def test_nothing_is_tried_again_where_that_could_hide_something(
    tmp_path: Path, failed: list[str], status: int | None, said: str
) -> None:
    code, told = run_tool(tmp_path, failed, status)
    assert code == 1
    assert said in told
    assert "UNSTEADY" not in told
