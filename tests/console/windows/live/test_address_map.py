"""The console on servers of an address map: certificate, password, live mode, and what is wrong in the map."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.field.addresses import AddressMap, SecurityMode
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from console.live_console import LiveConsole
from console.windows.authority_dialogs import FirstUserDialog
from console.windows.live.password_dialog import ServerPasswordDialog
from console.windows.live.trust_dialog import TrustDialog
from engines.exchange.shipped import load_shipped
from engines.grid.snapshot import Mode
from engines.plant.plant import Plant
from engines.values.points import LinkState
from tests.console.windows.live.conftest import NAME, PASSWORD, wait_until

pytestmark = pytest.mark.slow
T = TypeVar("T")
USER, SERVER_PASSWORD = "operator", "field password"


@pytest.fixture(scope="module")
def secured_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A simulator that encrypts and demands a login; gives its endpoint."""
    environment = os.environ | {
        "TIELINE_SIMULATOR_PASSWORD": SERVER_PASSWORD,
        "XDG_DATA_HOME": str(tmp_path_factory.mktemp("server")),
    }
    command = [sys.executable, "-m", "console.cli.main", "simulate", "north", "--security", "encrypt", "--user", USER]
    with subprocess.Popen(
        [*command, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield str(json.loads(process.stdout.readline())["endpoint"])
        process.stdin.close()
        process.wait(20)


@pytest.fixture
def address_map(secured_server: str, tmp_path: Path) -> Path:
    """A map file of that server, with one point of a switch the network does not have."""
    points = Plant(load_shipped("north").network).points
    server = simulator_server("district", secured_server, points, security_mode=SecurityMode.ENCRYPT, user=USER)
    first = server.points[0]
    astray = replace(first, definition=replace(first.definition, element_id="switch:nowhere"), node=first.node)
    path = tmp_path / "north.toml"
    write_map(path, AddressMap("north", (replace(server, points=(*server.points, astray), is_simulator=False),)))
    return path


def test_a_real_field_needs_trust_and_password_and_then_is_live(
    qtbot: QtBot, qapp: QApplication, address_map: Path, tmp_path: Path
) -> None:
    console = LiveConsole(
        theme="light",
        is_lasting=False,
        site_folder=tmp_path / "site",
        address_map=address_map,
        trust_folder=tmp_path / "trust",
    )
    console.start("north", (1366, 768))
    try:
        assert console.window.mode is Mode.LIVE
        assert "LIVE" in console.window.windowTitle()
        wait_until(lambda: bool(qapp.topLevelWidgets()) and _open(ServerPasswordDialog) is not None, "the password")
        findings = [w for w in qapp.topLevelWidgets() if type(w).__name__ == "FindingsDialog" and w.isVisible()]
        assert findings, "the point that cannot be used is told"
        for dialog in findings:
            dialog.close()
        assert console.district is not None
        assert console.district.moment is None, "nothing is known of a real network before it has spoken"
        assert "has not been heard" in console.window.tables.violations.empty_text
        asking = _open(ServerPasswordDialog)
        assert asking is not None
        asking._field.setText("not the password")
        asking.accept()
        wait_until(lambda: console.links is not None, "the links")
        link = console.links.links[0]  # type: ignore[union-attr]
        wait_until(lambda: "approve" in link.health.reason or "certificate" in link.health.reason, "the refusal")
        assert link.health.state is not LinkState.UP
        assert console.commands.instructor is None, "no instructor where a server is real"

        _approve_as_first_user(console)
        wait_until(lambda: _open(ServerPasswordDialog) is not None, "the password to be asked for again")
        assert "password" in link.health.reason
        again = _open(ServerPasswordDialog)
        assert again is not None
        again._field.setText(SERVER_PASSWORD)
        again.accept()
        wait_until(lambda: link.health.state is LinkState.UP, "the link to be up, without a restart")
        assert _open(ServerPasswordDialog) is None
        district = console.district
        assert district is not None
        wait_until(lambda: bool((district.store.receive_time_us > 0).mean() > 0.95), "the values")
        reading = district.store.find("switch:F1-Q0/position")
        assert reading is not None
        assert reading.is_current
        problems = dict(link.health.problems)
        assert not any("F1-Q0" in point for point in problems)
    finally:
        for widget in qapp.topLevelWidgets():
            if widget is not console.window and widget.isVisible():
                widget.close()
        console.window.close()
        console.close()


def _approve_as_first_user(console: LiveConsole) -> None:
    """Approve the server's certificate, which asks for the first user."""
    console.commands.show_trust()
    first_user = _open(FirstUserDialog)
    if first_user is None:
        trust = _open(TrustDialog)
        assert trust is not None
        wait_until(lambda: trust.approve_button.isEnabled(), "a certificate that waits")
        trust.approve_button.click()
        wait_until(lambda: _open(FirstUserDialog) is not None, "the first user")
        first_user = _open(FirstUserDialog)
    assert first_user is not None
    first_user.name.setText(NAME)
    first_user.password.setText(PASSWORD)
    first_user.repeated.setText(PASSWORD)
    first_user.accept()


def _open(kind: type[T]) -> T | None:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    return found[0] if found else None
