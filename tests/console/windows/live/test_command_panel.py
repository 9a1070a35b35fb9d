"""A command that asks for confirmation: what counts as confirming, and where the keyboard goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.control.command import CommandFacts, CommandView, PredictionState, Stage
from console.windows.live.command_panel import CommandPanel
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.phrase import phrase
from engines.values.points import PointDefinition, PointKind, Quantity

T2 = PointDefinition("switch:T2", Quantity.POSITION, PointKind.POSITION)
FACTS = CommandFacts("1", T2, 1.0, CommandOrigin.CLICK, "anna", "T2", 0.0, 0)
PREDICTING = CommandView(FACTS, Stage.CHECKED)
ASKING = CommandView(FACTS, Stage.AWAITING_CONFIRMATION, prediction=PredictionState.CURRENT)


class Place:
    """A window with a field somebody may be typing in, and the panel."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field, self.other = QLineEdit(self.window), QPushButton("Tags…", self.window)
        self.panel = CommandPanel(PREDICTING, self.window)
        column = QVBoxLayout(self.window)
        for widget in (self.field, self.panel, self.other):
            column.addWidget(widget)
        self.confirmed: list[str] = []
        self.panel.confirmed.connect(lambda command_id, _: self.confirmed.append(command_id))
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.other.setFocus()

    def press_enter(self, *, is_repeated: bool) -> None:
        """Enter goes where the keyboard is; a key that is held sends repeated presses."""
        target = QApplication.focusWidget() or self.panel
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=is_repeated
        )
        QApplication.sendEvent(target, event)

    @property
    def button(self) -> QPushButton:
        """Confirm."""
        return next(b for b in self.panel.findChildren(QPushButton) if b.text() == "Confirm")


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    return Place(qtbot)


def test_a_key_that_is_still_held_from_asking_confirms_nothing(place: Place) -> None:
    place.panel.show_view(ASKING)
    assert place.button.hasFocus()
    place.press_enter(is_repeated=True)
    assert not place.confirmed
    place.press_enter(is_repeated=False)
    assert place.confirmed == ["1"]


def test_a_panel_takes_the_keyboard_from_nobody_who_is_typing(place: Place) -> None:
    place.field.setFocus()
    place.panel.show_view(ASKING)
    assert place.field.hasFocus()
    place.press_enter(is_repeated=False)
    assert not place.confirmed


def test_a_second_enter_after_confirming_presses_nothing_else(place: Place) -> None:
    pressed: list[bool] = []
    place.other.clicked.connect(pressed.append)
    place.panel.show_view(ASKING)
    place.press_enter(is_repeated=False)
    place.panel.show_view(replace(ASKING, stage=Stage.SENT))
    assert place.panel.hasFocus()
    place.press_enter(is_repeated=False)
    assert place.confirmed == ["1"]
    assert not pressed


def test_a_sent_command_offers_nothing_that_cannot_be_done(place: Place) -> None:
    place.panel.show_view(replace(ASKING, stage=Stage.AWAITING_FEEDBACK))
    assert not [b.text() for b in place.panel.findChildren(QPushButton) if b.isVisible()]
    place.panel.show_view(replace(ASKING, stage=Stage.ENDED, outcome=CommandOutcome.TIMED_OUT))
    assert [b.text() for b in place.panel.findChildren(QPushButton) if b.isVisible()] == ["Dismiss"]


def test_what_is_missing_for_confirming_is_said_beside_the_button(place: Place) -> None:
    caution = Check(Rule.TAG, Verdict.NEEDS_READING, phrase("caution"))
    place.panel.show_view(replace(ASKING, checks=(caution,)))
    assert not place.button.isEnabled()
    assert "read" in place.panel.missing


def test_what_waits_says_at_once_that_its_link_is_silent(place: Place) -> None:
    place.panel.show_view(ASKING)
    place.panel.show_obstacle("The link to district is silent: no word for 1.3 s")
    assert "silent" in place.panel.text
    assert not place.button.isEnabled()
    place.press_enter(is_repeated=False)
    assert not place.confirmed
    place.panel.show_obstacle("")
    assert place.button.isEnabled()
    assert "silent" not in place.panel.text


def test_an_unknown_outcome_that_was_settled_says_how(place: Place) -> None:
    place.panel.show_view(replace(ASKING, stage=Stage.ENDED, outcome=CommandOutcome.UNKNOWN))
    place.panel.show_settled("Settled: the field shows T2 closed; it takes commands again.")
    assert "Settled: the field shows T2 closed" in place.panel.text
