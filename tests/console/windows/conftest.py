"""The running console for tests that use the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.console import Console


@pytest.fixture
def console(qtbot: QtBot) -> Iterator[Console]:
    """The running console without a case, as ``tieline`` starts it."""
    console = Console(theme="light")

    def give_up_studies(_window: QWidget) -> None:
        # Else the window would ask whether unsaved changes may be discarded, and wait.
        for entry in list(console.desk.studies):
            console.desk.close(entry)

    qtbot.addWidget(console.window, before_close_func=give_up_studies)
    yield console
    console.close()
