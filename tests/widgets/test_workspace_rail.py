"""The bar that chooses a workspace."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.theme import theme_chooser
from widgets.workspace_rail import RAIL_PX, WorkspaceLine, WorkspaceRail

LINES = (
    WorkspaceLine("operate", "Operate", "operate", "Watch and switch (Ctrl+1)"),
    WorkspaceLine("faults", "Faults", "faults", "From alarm to repair (Ctrl+2)", 2, "high"),
)


@pytest.fixture
def rail(qtbot: QtBot) -> WorkspaceRail:
    made = WorkspaceRail()
    qtbot.addWidget(made)
    made.show_workspaces(LINES, "operate")
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_click_chooses_and_the_program_choosing_is_silent(rail: WorkspaceRail, qtbot: QtBot) -> None:
    assert rail.current_key == "operate"
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(rail.buttons["faults"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["faults"]
    assert rail.current_key == "faults"
    with qtbot.assertNotEmitted(rail.chosen):
        rail.choose("operate")
        rail.choose("no such")
    assert rail.current_key == "operate"


def test_it_is_reached_by_keyboard(rail: WorkspaceRail, qtbot: QtBot) -> None:
    rail.activateWindow()
    rail.buttons["operate"].setFocus()
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.keyClick(rail.buttons["operate"], Qt.Key.Key_Down)
    assert chosen.args == ["faults"]
    with qtbot.waitSignal(rail.chosen):
        qtbot.keyClick(rail.buttons["faults"], Qt.Key.Key_Space)


def test_what_waits_carries_its_shape(rail: WorkspaceRail) -> None:
    assert rail.buttons["operate"].badge == ""
    assert rail.buttons["faults"].badge == "▲ 2"
    assert "▲ 2" in rail.buttons["faults"].accessibleName()
    button = rail.buttons["faults"]
    rail.show_workspaces((LINES[0], replace(LINES[1], count=240, severity="medium")), "operate")
    assert rail.buttons["faults"] is button
    assert button.badge == "■ 99+"
    rail.show_workspaces(LINES[:1], "operate")
    assert list(rail.buttons) == ["operate"]


def test_a_long_word_is_cut_and_whole_in_the_tooltip(rail: WorkspaceRail) -> None:
    rail.show_workspaces((replace(LINES[0], text="Störungsbearbeitung"),), "operate")
    assert rail.width() == RAIL_PX
    assert rail.buttons["operate"].toolTip().startswith("Störungsbearbeitung")


def test_both_themes_draw_it(rail: WorkspaceRail) -> None:
    light = rail.grab().toImage()
    theme_chooser().choose("dark")
    try:
        assert rail.grab().toImage() != light
    finally:
        theme_chooser().choose("light")
