"""Changes made with dialogs and by moving things, as a person makes them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console.console import Console
from console.windows.change_dialogs import ValueDialog
from engines.grid.network import ElementRef
from engines.study.controls import TapChange
from engines.study.power import LoadScaling

SOLVE_MS = 60_000


def wait_solved(qtbot: QtBot, console: Console) -> None:
    """Until the present snapshot is solved."""
    qtbot.waitUntil(lambda: console.desk.front is not None and console.desk.front.is_solved, timeout=SOLVE_MS)


def type_into_dialog(qtbot: QtBot, text: str) -> None:
    """Type what a person would type as soon as the dialog opens, and press Enter."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ValueDialog)
        field = dialog.focusWidget()
        assert isinstance(field, QWidget)
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)

    QTimer.singleShot(200, act)


def test_a_factor_is_typed_without_a_click(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    type_into_dialog(qtbot, "1.5")
    console.commands.elements.scale("load")
    assert console.desk.front is not None
    assert console.desk.front.session.changes == (LoadScaling(1.5),)
    wait_solved(qtbot, console)
    moment = console.desk.front.moment
    assert moment is not None
    assert moment.result is not None
    assert moment.result.losses_kw > 2.25 * 202.677


def test_a_tap_is_set_by_the_dialog(qtbot: QtBot, console: Console) -> None:
    console.start("north")
    wait_solved(qtbot, console)
    console.window.selection.choose([ElementRef("trafo", 0)])
    action = next(a for a in console.commands.elements.present() if a.dialog == "tap")
    type_into_dialog(qtbot, "-4")
    console.commands.elements.do_action(action)
    assert console.desk.front is not None
    (change,) = console.desk.front.session.changes
    assert isinstance(change, TapChange)
    assert change.position == -4
    wait_solved(qtbot, console)


def test_a_bus_moved_by_hand_stays_there_until_undo(qtbot: QtBot, console: Console) -> None:
    console.start("ieee33")
    wait_solved(qtbot, console)
    entry = console.desk.front
    assert entry is not None
    row = 17
    bus_id = str(entry.opened.network.bus.id[row])
    x0, y0, x1, y1 = entry.opened.layout.bus[row]
    wanted = ((x0 + x1) / 2 + 120.0, (y0 + y1) / 2 + 80.0)
    with qtbot.waitSignal(console.desk.layout_changed, timeout=SOLVE_MS):
        console.window.diagram.moved.emit({bus_id: wanted})
    a0, b0, a1, b1 = entry.opened.layout.bus[row]
    assert ((a0 + a1) / 2, (b0 + b1) / 2) == pytest.approx(wanted, abs=1.0)
    assert entry.session.study.hand_positions[bus_id] == pytest.approx(wanted)
    with qtbot.waitSignal(console.desk.layout_changed, timeout=SOLVE_MS):
        console.commands.undo()
    assert tuple(entry.opened.layout.bus[row]) == pytest.approx((x0, y0, x1, y1))
