"""Who wants nothing to blink says so once."""

from __future__ import annotations

from PySide6.QtGui import QAction

from console.settings import SettingsStore
from widgets.alarms.blink import blink_clock


def keep_still(settings: SettingsStore, action: QAction) -> None:
    """Let nothing blink if a person chose so before, and remember what is chosen with ``action``, which can be ticked.

    Where the desktop asks for less motion nothing blinks either; that is no choice to be remembered.
    """
    if settings.value.is_still:
        blink_clock().reduce(True)
    action.setChecked(blink_clock().is_reduced)
    action.toggled.connect(lambda is_still: settings.change(is_still=is_still))
