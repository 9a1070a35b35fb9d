"""Two consoles on one site and one field: what one does, the other sees and is kept from."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.control.command import Stage
from console.field.addresses import AddressMap
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from console.live_console import LiveConsole
from console.site.tokens import TOKEN_S
from console.windows.authority_dialogs import FirstUserDialog
from engines.exchange.shipped import load_shipped
from engines.grid.switches import SwitchPosition
from engines.plant.plant import Plant
from engines.values.points import LinkState
from engines.values.site import TagKind
from tests.console.windows.live.conftest import NAME, PASSWORD, wait_until

pytestmark = pytest.mark.slow
T = TypeVar("T")
TIE = "switch:T2"


@pytest.fixture
def endpoint() -> Iterator[str]:
    """One simulated field for both."""
    command = [sys.executable, "-m", "console.cli.main", "simulate", "north", "--until-stdin-closes"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield str(json.loads(process.stdout.readline())["endpoint"])
        process.stdin.close()
        process.wait(20)


@pytest.fixture
def desks(
    endpoint: str, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[LiveConsole, LiveConsole]]:
    """Two live consoles on the same site."""
    names = iter(["desk 1", "desk 2"])
    # Consoles are told apart by their process; these two share one.
    monkeypatch.setattr("console.journal.journal.console_name", lambda: next(names))
    path = tmp_path / "north.toml"
    server = simulator_server("district", endpoint, Plant(load_shipped("north").network).points)
    write_map(path, AddressMap("north", (server,)))
    made = []
    for _ in range(2):
        console = LiveConsole(is_lasting=False, site_folder=tmp_path / "site", address_map=path)
        console.start("north", (1366, 768))
        made.append(console)
    try:
        for console in made:
            wait_until(lambda c=console: is_up(c), "the links of both")  # type: ignore[misc]
        yield made[0], made[1]
    finally:
        for widget in qapp.topLevelWidgets():
            if widget.isVisible():
                widget.close()
        for console in made:
            console.close()


def is_up(console: LiveConsole) -> bool:
    """Whether it hears the field."""
    links, district = console.links, console.district
    if links is None or district is None or links.links[0].health.state is not LinkState.UP:
        return False
    return district.live_moment is not None and position(console) == SwitchPosition.OPEN


def position(console: LiveConsole) -> float:
    """Of the tie, as that console has it."""
    assert console.district is not None
    reading = console.district.store.find(f"{TIE}/position")
    return float("nan") if reading is None else reading.value


def shown(kind: type[T]) -> T | None:
    """A dialog that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    return found[0] if found else None


def ask_to_close(console: LiveConsole) -> None:
    """Select the tie and press C."""
    assert console.district is not None
    ref = console.district.opened.network.find(TIE)
    assert ref is not None
    console.window.selection.choose([ref])
    assert console.commands.operating is not None
    console.commands.operating.press_key("C")


def test_the_other_sees_what_is_operated_and_cannot_operate_it_meanwhile(
    qtbot: QtBot, desks: tuple[LiveConsole, LiveConsole]
) -> None:
    first, second = desks
    assert first.operations is not None
    assert second.operations is not None
    assert first.window.mode_bar.mode_text == "LIVE"
    first.operations.users.create_first_user(NAME, PASSWORD).result(20)
    for console in desks:
        assert console.operations is not None
        session = console.operations.session
        session.sign_in(NAME, PASSWORD).result(20)
        wait_until(lambda s=session: s.name == NAME, "the sign-in")  # type: ignore[misc]
    assert shown(FirstUserDialog) is None
    ask_to_close(first)
    operating = first.commands.operating
    assert operating is not None
    wait_until(lambda: bool(operating.panels), "the panel")
    desk = first.operations.desk
    assert desk is not None
    wait_until(lambda: any(v.stage is Stage.AWAITING_CONFIRMATION for v in desk.active()), "the question")
    (view,) = desk.active()
    desk.confirm(view.command_id, None, None, has_read=True)
    wait_until(lambda: bool(second.operations.site.store.tokens()), "the token")  # type: ignore[union-attr]
    others = second.commands.operating
    assert others is not None
    ref = second.district.opened.network.find(TIE)  # type: ignore[union-attr]
    assert ref is not None
    second.window.selection.choose([ref])
    wait_until(lambda: TIE in others.commanding._elsewhere, "the ring at the other desk", TOKEN_S + 20)
    reasons = [action.reason for action in others.present() if action.point_id.startswith(TIE)]
    assert any(first.operations.site.store.console in reason for reason in reasons), reasons
    for console in desks:
        wait_until(lambda c=console: position(c) == SwitchPosition.CLOSED, "both to see it closed")  # type: ignore[misc]
    wait_until(lambda: not desk.active(), "the end of the command")
    kinds = [e.kind for e in second.operations.site.journal.read()]
    assert "command_end" in kinds, "the other's journal has it"


def test_a_tag_of_one_stands_at_the_other_within_a_second(desks: tuple[LiveConsole, LiveConsole]) -> None:
    first, second = desks
    assert first.operations is not None
    first.operations.site.store.place_tag(TIE, TagKind.DO_NOT_OPERATE, "crew 7", "anna").result(20)
    took = wait_until(lambda: bool(second.district.site.tags), "the tag at the other desk")  # type: ignore[union-attr]
    assert took < 3.0
    assert any("T2" in text for text in second.commands._placed.texts)
