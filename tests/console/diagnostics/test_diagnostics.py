"""Diagnostics as a whole: the log folder, the crash file, the end."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.diagnostics import start_diagnostics
from console.diagnostics.crash_file import PREVIOUS_CRASH_NAME
from console.folders import log_folder

CRASH = """
import sys
from pathlib import Path
from console.diagnostics import start_diagnostics
diagnostics = start_diagnostics(Path(sys.argv[1]))
import ctypes
ctypes.string_at(0)
"""


def test_the_log_is_in_the_platforms_folder(qtbot: QtBot) -> None:
    diagnostics = start_diagnostics()
    logging.getLogger("console").warning("link lost")
    diagnostics.stop()
    assert diagnostics.folder == log_folder()
    text = (log_folder() / "tieline.log").read_text()
    assert "tieline " in text.splitlines()[0]
    assert "link lost" in text
    assert "ended" in text.splitlines()[-1]


def test_a_run_that_ends_in_order_leaves_no_crash(qtbot: QtBot, tmp_path: Path) -> None:
    start_diagnostics(tmp_path).stop()
    again = start_diagnostics(tmp_path)
    again.stop()
    assert again.crash_file.previous == ""
    assert not list(tmp_path.glob("crash*"))


def test_a_second_console_that_ends_leaves_the_first_its_crash_file(qtbot: QtBot, tmp_path: Path) -> None:
    second = "import sys; from pathlib import Path; from console.diagnostics import start_diagnostics; "
    second += "start_diagnostics(Path(sys.argv[1])).stop()"
    first = start_diagnostics(tmp_path)
    assert first.crash_file.path is not None
    subprocess.run([sys.executable, "-c", second, tmp_path], timeout=60, check=True)
    assert first.crash_file.path.exists()
    first.stop()
    assert not list(tmp_path.glob("crash*"))


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_what_a_killed_run_left_goes(qtbot: QtBot, tmp_path: Path) -> None:
    killed = CRASH.replace("ctypes.string_at(0)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert subprocess.run([sys.executable, "-c", killed, tmp_path], timeout=60).returncode < 0
    assert list(tmp_path.glob("crash.*.log"))
    diagnostics = start_diagnostics(tmp_path)
    assert diagnostics.crash_file.previous == ""
    diagnostics.stop()
    assert not list(tmp_path.glob("crash*"))


@pytest.mark.skipif(sys.platform == "win32", reason="crashes by a signal")
def test_a_crash_in_native_code_is_told_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", CRASH, tmp_path], timeout=60).returncode < 0
    diagnostics = start_diagnostics(tmp_path)
    diagnostics.stop()
    assert "Segmentation fault" in diagnostics.crash_file.previous
    assert (tmp_path / PREVIOUS_CRASH_NAME).exists()
    assert "the last run crashed" in (tmp_path / "tieline.log").read_text()


def test_a_folder_that_cannot_be_written_keeps_nobody_from_working(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    diagnostics = start_diagnostics(tmp_path / "file" / "log")
    logging.getLogger("console").warning("x")
    diagnostics.stop()
    assert diagnostics.crash_file.path is None
