"""A fault in describing a device never leaves the buttons of another one in front."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.console.windows.live.conftest import Desk, wait_until

pytestmark = pytest.mark.slow


def test_what_cannot_be_described_shows_nothing_of_what_was_selected_before(desk: Desk, qtbot: QtBot) -> None:
    links = desk.window.links
    desk.select("switch:T2")
    shown = desk.window.inspector._shown
    assert shown is not None
    assert shown[1], "T2 has actions"
    dress = links.dress

    def fail(*_: object) -> None:
        raise RuntimeError("a fault of the program")

    try:
        with qtbot.captureExceptions() as told:
            links.dress = fail  # type: ignore[assignment]
            desk.select("line:F2-W05")
            wait_until(lambda: bool(told), "the fault to be told")
        shown = desk.window.inspector._shown
        assert shown is not None
        assert shown[1] == (), "no button of T2 is left"
        assert "could not be described" in shown[0].hint
    finally:
        links.dress = dress
        desk.select("switch:T2")
