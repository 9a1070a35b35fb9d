"""Buttons that stay what they are while their words change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.faults.action_row import ActionRow
from widgets.faults.lines import ActionLine

THREE = (ActionLine("a", "Pause"), ActionLine("b", "Change…"), ActionLine("c", "Next: open S19", is_primary=True))


@pytest.mark.parametrize("is_right", [False, True])
def test_buttons_stand_in_the_order_given_and_are_kept(is_right: bool, qtbot: QtBot) -> None:
    row = ActionRow(is_right=is_right)
    qtbot.addWidget(row)
    row.resize(600, 60)
    row.show_actions(THREE)
    row.show()
    kept = row.buttons["c"]
    row.show_actions((THREE[2], ActionLine("d", "Abort"), THREE[0]))
    assert list(row.buttons) == ["c", "d", "a"]
    assert row.buttons["c"] is kept
    qtbot.waitUntil(lambda: row.buttons["c"].x() < row.buttons["d"].x() < row.buttons["a"].x())
    with qtbot.waitSignal(row.asked) as asked:
        qtbot.mouseClick(row.buttons["d"], Qt.MouseButton.LeftButton)
    assert asked.args == ["d"]
    row.show_actions(())
    assert not row.isVisible()


def test_buttons_go_on_in_the_next_line(qtbot: QtBot) -> None:
    row = ActionRow()
    qtbot.addWidget(row)
    row.show_actions(THREE)
    one_line, narrow = row.heightForWidth(800), row.heightForWidth(180)
    assert narrow > 1.8 * one_line
    row.resize(180, narrow)
    row.show()
    qtbot.waitExposed(row)
    assert all(button.geometry().right() <= 180 for button in row.buttons.values())
    assert row.buttons["c"].y() > row.buttons["a"].y()


def test_at_the_right_edge_they_go_on_in_the_next_line_too(qtbot: QtBot) -> None:
    row = ActionRow(is_right=True)
    qtbot.addWidget(row)
    row.show_actions(THREE)
    wide = row.buttons["a"].sizeHint().width() + row.buttons["b"].sizeHint().width() + 20
    row.resize(wide, row.heightForWidth(wide))
    row.show()
    qtbot.waitExposed(row)
    a, b, c = (row.buttons[key].geometry() for key in "abc")
    assert a.y() == b.y() < c.y()
    assert b.right() == c.right() == wide - 1
    assert all(button.shown_words() == button.text() for button in row.buttons.values())


def test_a_common_reason_is_said_once(qtbot: QtBot) -> None:
    row = ActionRow()
    qtbot.addWidget(row)
    why = "study mode writes nothing"
    row.show_actions([ActionLine(key, key.upper(), is_enabled=False, reason=why) for key in "ab"])
    assert row.reason == f"A, B – {why}"
    assert row.buttons["a"].toolTip() == why


def test_an_ampersand_in_a_name_is_no_shortcut(qtbot: QtBot) -> None:
    row = ActionRow()
    qtbot.addWidget(row)
    row.show_actions((ActionLine("a", "Next: open Q&A"),))
    assert row.buttons["a"].text() == "Next: open Q&&A"
    assert row.buttons["a"].accessibleName() == "Next: open Q&A"
