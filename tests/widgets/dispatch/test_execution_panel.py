"""The panel of a plan that is carried out: state, countdown, setpoints, buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.dispatch.band_dialog import BandDialog
from widgets.dispatch.execution_lines import ExecutionView, MeasureLine, SetpointLine
from widgets.dispatch.execution_panel import ExecutionPanel
from widgets.faults.order_lines import ActionLine
from widgets.theme import theme

LINES = (
    SetpointLine("BAT F2-07", "P, MW", "0.371", "−0.400", "−0.771", "to be sent"),
    SetpointLine("turbine, bus 36", "P, MW", "–", "0.300", "–", "by telephone", is_sent=False, tip="by telephone"),
    SetpointLine("CAP F1-08", "step", "1", "2", "+1", "refused", "high", tip="tagged"),
)
VIEW = ExecutionView(
    "Tomorrow", "Suspended", "high", "Stopped by anna.", "10:00 to 11:00", "due, 12:31 left", "Setpoints of 10:00",
    LINES, "1 of 8 steps sent", (MeasureLine("Exchange", "12.10 MW", "17.25 MW", "+5.15", "medium"),), "A proposal",
)  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot) -> ExecutionPanel:
    made = ExecutionPanel()
    qtbot.addWidget(made)
    made.resize(760, 260)
    made.show()
    return made


def cell(panel: ExecutionPanel, row: int, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> object:
    model = panel.table.lines_model
    return model.data(model.index(row, column), role)


def test_without_a_plan_it_says_what_to_do(panel: ExecutionPanel) -> None:
    panel.show_empty("Choose a plan.")
    assert panel.body.sentence == "Choose a plan."
    assert not panel.measures.isVisible()


def test_all_of_it_is_shown_with_shapes_beside_colours(panel: ExecutionPanel) -> None:
    panel.show_execution(VIEW)
    assert panel.state.text() == "▲ Suspended"
    assert (panel.step.text(), panel.countdown.text()) == ("10:00 to 11:00", "due, 12:31 left")
    assert panel.body.sentence == ""
    assert [cell(panel, row, 4) for row in range(3)] == ["to be sent", "by telephone", "▲ refused"]
    assert cell(panel, 0, 0) == "BAT F2-07  P, MW"
    assert cell(panel, 2, 4, Qt.ItemDataRole.ForegroundRole) == theme().color("high")
    assert cell(panel, 1, 0, Qt.ItemDataRole.ForegroundRole) == theme().color("muted")
    assert cell(panel, 2, 0, Qt.ItemDataRole.ToolTipRole) == "tagged"
    alignment = cell(panel, 0, 1, Qt.ItemDataRole.TextAlignmentRole)
    assert alignment == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert panel.measures.texts == (("Exchange", "17.25 MW", "■ +5.15"),)


def test_other_numbers_leave_the_chosen_row(panel: ExecutionPanel) -> None:
    panel.show_execution(VIEW)
    panel.table.selectRow(2)
    panel.show_execution(replace(VIEW, lines=(replace(LINES[0], now="0.1"), *LINES[1:])))
    assert cell(panel, 0, 1) == "0.1"
    assert panel.table.currentIndex().row() == 2
    panel.show_execution(replace(VIEW, lines=()))
    assert panel.body.sentence == "There is nothing to be sent."


def test_a_button_is_told_by_its_key_and_says_why_it_cannot_be_pressed(qtbot: QtBot, panel: ExecutionPanel) -> None:
    panel.show_actions(
        (
            ActionLine("release", "Release", "", True, False, "no step is due"),
            ActionLine("stop", "Stop (F12)"),
        )
    )
    with qtbot.waitSignal(panel.action_asked) as told:
        QTest.mouseClick(panel.action_row.buttons["stop"], Qt.MouseButton.LeftButton)
    assert told.args == ["stop"]
    assert panel.action_row.reason == "Release – no step is due"


def test_bands_are_asked_for_in_their_units(qtbot: QtBot) -> None:
    dialog = BandDialog(1.5, 0.01, 0.1, 60.0)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.exchange.selectAll()
    QTest.keyClicks(dialog.exchange, "2,25 MW")
    QTest.mouseClick(dialog.done_button, Qt.MouseButton.LeftButton)
    assert dialog.exchange.value() == 2.25
    assert (dialog.voltage.value(), dialog.energy.value(), dialog.hold.value()) == (0.01, 0.1, 60.0)
