"""The first start on a new site: somebody is asked to be its first user, and may look on instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.live_console import LiveConsole
from console.windows.authority_dialogs import FirstUserDialog
from tests.console.windows.live.conftest import NAME, PASSWORD, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def console(tmp_path: Path, qapp: QApplication) -> Iterator[LiveConsole]:
    """As ``tieline live`` starts it on a site nobody has used."""
    console = LiveConsole(theme="light", is_lasting=False, site_folder=tmp_path)
    console.welcomes = True
    console.start("north", (1366, 768))
    try:
        yield console
    finally:
        console.window.close()
        console.close()


def asked() -> FirstUserDialog | None:
    """The dialog, where it is open."""
    dialog = QApplication.activeModalWidget()
    return dialog if isinstance(dialog, FirstUserDialog) else None


def test_a_new_site_asks_for_its_first_user_and_goes_on_meanwhile(console: LiveConsole) -> None:
    wait_until(lambda: asked() is not None, "the question")
    wait_until(lambda: console.district is not None and console.district.live_moment is not None, "the district")
    dialog, presence = asked(), console.commands.presence
    assert dialog is not None
    assert presence is not None
    dialog.reject()
    assert console.window.mode_bar.person_button.text() == "viewer"
    presence.welcome()
    dialog = asked()
    assert dialog is not None
    for field, text in ((dialog.name, NAME), (dialog.password, PASSWORD), (dialog.repeated, PASSWORD)):
        QTest.keyClicks(field, text)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert console.operations is not None
    session = console.operations.session
    wait_until(lambda: session.name == NAME and asked() is None, "the first user to be signed in")
    presence.welcome()
    assert asked() is None
