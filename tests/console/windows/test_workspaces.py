"""Workspaces: what stands in the middle and around it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from console.live.desk import LiveDesk
from console.windows.main_window import MainWindow
from console.windows.workspaces import Workspaces
from engines.grid.snapshot import Mode
from widgets.workspace_rail import WorkspaceLine


def test_a_workspace_may_bring_its_own_middle_and_gives_the_diagram_back(qtbot: QtBot) -> None:
    window = MainWindow(LiveDesk(), Mode.SIMULATOR)
    qtbot.addWidget(window)
    workspaces = Workspaces(window)
    centre = QLabel("plans")
    workspaces.add(WorkspaceLine("operate", "Operate", "operate"), frozenset({"network", "tables"}), lambda: None)
    workspaces.add(WorkspaceLine("faults", "Faults", "faults"), frozenset({"network"}), lambda: None)
    workspaces.add(WorkspaceLine("dispatch", "Dispatch", "dispatch"), frozenset(), lambda: None, centre)
    window.resize(1366, 768)
    window.show()
    assert window.diagram_panel.isVisible()
    assert not centre.isVisible()
    qtbot.mouseClick(workspaces.rail.buttons["dispatch"], Qt.MouseButton.LeftButton)
    assert centre.isVisible()
    assert not window.diagram_panel.isVisible()
    assert not any(dock.isVisible() for dock in window.docks.values())
    # Chosen again it stays; another workspace with the diagram brings that back.
    workspaces.choose("dispatch")
    assert centre.isVisible()
    workspaces.choose("faults")
    assert window.diagram_panel.isVisible()
    assert not centre.isVisible()
    workspaces.choose("dispatch")
    workspaces.go_home()
    assert window.diagram_panel.isVisible()
    assert window.docks["tables"].isVisible()
