"""Nothing blinks for who does not want it, at the next start too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from console.settings import SettingsStore
from console.windows.live.alarms.stillness import keep_still
from widgets.alarms.blink import blink_clock


@pytest.fixture(autouse=True)
def clock_as_it_was(qtbot: QtBot) -> Iterator[None]:
    """The clock is one for the process."""
    before = blink_clock().is_reduced
    yield
    blink_clock().reduce(before)


def action_of(store: SettingsStore) -> QAction:
    """What the menu has; pressed, it reduces motion."""
    action = QAction("Nothing blinks", store)
    action.setCheckable(True)
    action.triggered.connect(blink_clock().reduce)
    keep_still(store, action)
    return action


def test_the_choice_holds_at_the_next_start_until_it_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    blink_clock().reduce(False)
    first = SettingsStore(path)
    action_of(first).trigger()
    assert blink_clock().is_reduced
    blink_clock().reduce(False)
    second = SettingsStore(path)
    action = action_of(second)
    assert action.isChecked()
    assert blink_clock().is_reduced
    action.trigger()
    assert not blink_clock().is_reduced
    third = SettingsStore(path)
    assert not action_of(third).isChecked()
    assert not blink_clock().is_reduced


def test_what_the_desktop_asks_for_is_shown_and_not_remembered(tmp_path: Path) -> None:
    blink_clock().reduce(True)
    store = SettingsStore(tmp_path / "settings.json")
    assert action_of(store).isChecked()
    assert not store.value.is_still
    assert not (tmp_path / "settings.json").exists()
