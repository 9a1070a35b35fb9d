"""The print command, from the key to the paper: here a file, as the dialog offers it without a printer."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from console.console import Console
from tests.console.windows.keys import press_key

SOLVE_MS = 60_000
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems show their own dialog")


@pytest.fixture
def solved(qtbot: QtBot, console: Console) -> Console:
    console.start("ieee33")
    qtbot.waitUntil(lambda: console.desk.front is not None and console.desk.front.is_solved, timeout=SOLVE_MS)
    return console


def answer_print_dialog(path: Path, button: str) -> None:
    """Type a file's name as soon as the dialog opens, and press a button."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QPrintDialog):
            QTimer.singleShot(50, act)
            return
        name = dialog.findChild(QLineEdit, "filename")
        assert isinstance(name, QLineEdit)
        name.setText(str(path))
        next(b for b in dialog.findChildren(QPushButton) if button in b.text()).click()

    QTimer.singleShot(50, act)


def test_ctrl_p_prints_one_page_across(qtbot: QtBot, solved: Console, tmp_path: Path) -> None:
    answer_print_dialog(tmp_path / "diagram.pdf", "Print")
    press_key(solved.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    content = (tmp_path / "diagram.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1
    corner = content.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert float(corner[2]) > float(corner[3])
    assert solved.window.said == f"Printed to {tmp_path / 'diagram.pdf'}"
    answer_print_dialog(tmp_path / "another.pdf", "Cancel")
    solved.commands.exports.print_diagram()
    assert not (tmp_path / "another.pdf").exists()
