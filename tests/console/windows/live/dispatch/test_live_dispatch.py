"""The Dispatch workspace in the whole live console: its key, its place in the site, the network left alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.dispatch.folder import FOLDER_NAME, read_plans
from tests.console.windows.keys import press_key
from tests.console.windows.live.conftest import Desk, wait_until

pytestmark = pytest.mark.slow


def test_alt_3_leads_there_and_plans_are_kept_with_the_site(desk: Desk) -> None:
    console, window = desk.console, desk.window
    shown, plans = console.commands.dispatch, console.dispatch
    assert shown is not None
    assert plans is not None
    window.activateWindow()
    press_key(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert console.commands.workspaces.current == "dispatch"
    assert shown.courses.isVisible()
    assert window.docks["plans"].isVisible()
    assert not window.diagram_panel.isVisible()
    assert not window.docks["inspector"].isVisible()
    wait_until(lambda: plans.is_known, "the plans of the site")
    assert plans.plans == {}
    plans.open_case("ieee33")
    wait_until(lambda: not plans.is_busy, "the case")
    assert console.operations is not None
    folder = console.operations.site.place.folder / FOLDER_NAME
    assert [kept.name for kept in read_plans(folder).plans] == ["ieee33"]
    QTest.mouseClick(shown.plans.action_row.buttons["plan"], Qt.MouseButton.LeftButton)
    wait_until(lambda: not plans.is_busy and not shown.is_showing, "the plan")
    assert shown.proof.seal.text().startswith("✓ Proven")
    assert read_plans(folder).plans[0].planned is not None


def test_the_other_workspaces_are_as_they_were(desk: Desk) -> None:
    window, workspaces = desk.window, desk.console.commands.workspaces
    workspaces.choose("operate")
    before = {name: dock.isVisible() for name, dock in window.docks.items()}
    for key in ("dispatch", "faults", "dispatch", "operate"):
        workspaces.choose(key)
    assert window.diagram_panel.isVisible()
    assert {name: dock.isVisible() for name, dock in window.docks.items()} == before
    assert list(workspaces.rail.buttons) == ["operate", "faults", "dispatch"]
