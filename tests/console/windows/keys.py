"""Keys a person presses in a window: they go to the window in front, so it is brought there first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def press_key(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press and release with the window of ``widget`` in front; fails where a dialog would swallow the key."""
    window = widget.window()
    modal = QApplication.activeModalWidget()
    assert modal is None or modal is window, f"{modal} is open and takes the keys"
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 10_000), "the window did not come to the front"
    QTest.keyClick(widget, key, modifiers)
