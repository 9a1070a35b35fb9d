"""What takes longer: a span of the profiles, the comparison, and what a crash left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from console.console import Console
from console.windows.recovery_dialog import RecoveryDialog
from engines.grid.network import ElementRef
from engines.values.series import SeriesResult
from tests.console.windows.keys import press_key
from widgets.diagram.view import Layer

SOLVE_MS = 60_000


def wait_solved(qtbot: QtBot, console: Console) -> None:
    """Until the present snapshot is solved."""
    qtbot.waitUntil(lambda: console.desk.front is not None and console.desk.front.is_solved, timeout=SOLVE_MS)


def test_a_week_is_solved_in_the_background_and_told(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    assert console.desk.front is not None
    with qtbot.waitSignal(console.day.span_done, timeout=SOLVE_MS) as done:
        console.day.start_span(console.desk.front.session.snapshot, range(7 * 96), "a week")
    assert done.args is not None
    series: SeriesResult = done.args[0]
    assert series.n_step == 672
    assert series.is_converged.all()
    assert "672" in console.window.said
    assert "0 not solved" in console.window.said


def test_a_year_can_be_given_up_and_the_window_goes_on(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    console.commands.solve_year()
    bar = console.window.mode_bar
    qtbot.waitUntil(lambda: bar.task_text == "The whole year", timeout=SOLVE_MS)
    qtbot.mouseClick(bar.cancel_button, Qt.MouseButton.LeftButton)
    assert console.window.said == "The whole year: cancelled; everything stays as it was"
    qtbot.waitUntil(lambda: bar.task_text != "The whole year", timeout=20_000)
    console.desk.choose_time(np.datetime64("2026-06-21T12:30:00"))
    wait_solved(qtbot, console)


def test_the_change_layer_compares_with_the_network_before_the_changes(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    entry = console.desk.front
    assert entry is not None
    names = entry.opened.network["switch"]["name"].tolist()
    console.window.selection.choose([ElementRef("switch", names.index("S33"))])
    press_key(console.window, Qt.Key.Key_C)
    wait_solved(qtbot, console)
    with qtbot.waitSignal(console.desk.before_changed, timeout=SOLVE_MS):
        console.window.diagram_panel.choose_layer(Layer.COMPARISON)
    assert entry.before is not None
    assert entry.before.result is not None
    assert entry.before.result.losses_kw == pytest.approx(202.677, abs=2e-3)
    assert entry.moment is not None
    assert entry.moment.result is not None
    assert entry.moment.result.losses_kw < entry.before.result.losses_kw


KILLED = """
import sys
from PySide6.QtCore import QTimer
from console.console import Console
from engines.study.power import LoadScaling

def change():
    if console.desk.front is None or not console.desk.front.is_solved:
        QTimer.singleShot(50, change)
        return
    console.desk.make(LoadScaling(1.25))

console = Console(theme="light")
console.autosave.written.connect(lambda session: print("written", flush=True))
console.start("north")
QTimer.singleShot(0, change)
console.application.exec()
"""


def test_a_study_that_was_not_saved_is_offered_after_a_kill(qtbot: QtBot, tmp_path: Path, console: Console) -> None:
    script = tmp_path / "killed.py"
    script.write_text(f"if __name__ == '__main__':\n    exec({KILLED!r})\n")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        os.kill(process.pid, signal.SIGKILL)
    console.start("ieee33")
    wait_solved(qtbot, console)
    qtbot.waitUntil(lambda: bool(console.window.findChildren(RecoveryDialog)), timeout=10_000)
    dialog = console.window.findChildren(RecoveryDialog)[0]
    recover = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Recover")
    qtbot.mouseClick(recover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(console.desk.studies) == 2, timeout=SOLVE_MS)
    wait_solved(qtbot, console)
    entry = console.desk.front
    assert entry is not None
    assert len(entry.session.changes) == 1
    assert not entry.session.is_saved
    assert len(entry.opened.network.bus) == 300
