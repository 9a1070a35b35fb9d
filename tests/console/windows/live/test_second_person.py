"""A device that demands two people, at the window: the second one gives their own password, nobody twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.authority.rights import Role
from console.control.command import Stage
from console.field.addresses import AddressMap
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from console.live_console import LiveConsole
from console.windows.authority_dialogs import SecondPersonDialog
from engines.exchange.shipped import load_shipped
from engines.grid.switches import SwitchPosition
from engines.plant.plant import Plant
from tests.console.windows.live.conftest import NAME, PASSWORD, wait_until
from tests.console.windows.live.test_two_windows import TIE, ask_to_close, endpoint, is_up, position, shown

pytestmark = pytest.mark.slow
SECOND, SECOND_PASSWORD = "ben", "eleven loud feeders"
__all__ = ["endpoint"]


@pytest.fixture
def console(endpoint: str, tmp_path: Path, qapp: QApplication) -> Iterator[LiveConsole]:
    """A console whose tie demands two people; anna is at the desk, ben may operate too, vera only looks."""
    server = simulator_server("district", endpoint, Plant(load_shipped("north").network).points)
    controls = tuple(replace(c, needs_two_persons=c.point_id.startswith(TIE)) for c in server.controls)
    path = tmp_path / "north.toml"
    write_map(path, AddressMap("north", (replace(server, controls=controls),)))
    console = LiveConsole(is_lasting=False, site_folder=tmp_path / "site", address_map=path)
    console.start("north", (1366, 768))
    try:
        wait_until(lambda: is_up(console), "the link")
        assert console.operations is not None
        users = console.operations.users
        users.create_first_user(NAME, PASSWORD).result(20)
        users.create_user(NAME, SECOND, SECOND_PASSWORD, roles=[Role.OPERATOR]).result(20)
        users.create_user(NAME, "vera", SECOND_PASSWORD, roles=[Role.VIEWER]).result(20)
        console.operations.session.sign_in(NAME, PASSWORD).result(20)
        wait_until(lambda: console.operations.session.name == NAME, "the sign-in")  # type: ignore[union-attr]
        yield console
    finally:
        for widget in qapp.topLevelWidgets():
            if widget.isVisible():
                widget.close()
        console.close()


def test_the_second_person_is_another_one_who_may_operate_and_both_are_in_the_journal(
    qtbot: QtBot, console: LiveConsole
) -> None:
    ask_to_close(console)
    operating = console.commands.operating
    assert operating is not None
    wait_until(lambda: bool(operating.panels), "the panel")
    (panel,) = operating.panels.values()
    wait_until(lambda: panel.view.stage is Stage.AWAITING_CONFIRMATION, "the question")
    if panel._has_read.isVisible():
        panel._has_read.setChecked(True)
    wait_until(lambda: panel._confirm.isEnabled(), "the button")
    qtbot.mouseClick(panel._confirm, Qt.MouseButton.LeftButton)
    wait_until(lambda: shown(SecondPersonDialog) is not None, "the question for another person")
    dialog = shown(SecondPersonDialog)
    assert dialog is not None
    assert panel.view.stage is Stage.AWAITING_CONFIRMATION, "nothing is sent by one alone"
    for name, password in ((NAME, PASSWORD), ("vera", SECOND_PASSWORD), (SECOND, "a guess")):
        dialog.name.setText(name)
        dialog.password.setText(password)
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
        wait_until(lambda: dialog.refusal.isVisible(), f"the refusal of {name}")
        dialog.refusal.hide()
    assert position(console) == SwitchPosition.OPEN
    dialog.name.setText(SECOND)
    dialog.password.setText(SECOND_PASSWORD)
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    wait_until(lambda: position(console) == SwitchPosition.CLOSED, "the tie to close")
    assert console.operations is not None
    (command,) = console.operations.site.journal.read(kinds=("command",))
    assert command.author == NAME
    assert command.details["second_person"] == SECOND
