"""The one thing that blinks: once a second, all in step, and never where motion is to be reduced."""

from __future__ import annotations

import os
from functools import cache

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStyle

HALF_PERIOD_MS = 500


def system_reduces_motion() -> bool:
    """Whether the desktop asks for less motion: Qt tells it as animations that take no time."""
    application = QApplication.instance()
    if os.environ.get("TIELINE_REDUCED_MOTION", "") not in ("", "0"):
        return True
    if not isinstance(application, QApplication):
        return False
    return application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


class BlinkClock(QObject):
    """Tells everything that blinks whether it is full or hollow now.

    Attributes:
        is_full: half of the time; always where motion is reduced.

    Signals:
        turned: ``is_full`` has changed.
    """

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_full = True
        self._is_reduced = False
        self._watchers: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(HALF_PERIOD_MS)
        self._timer.timeout.connect(self._turn)

    @property
    def is_running(self) -> bool:
        """Whether anything blinks."""
        return self._timer.isActive()

    @property
    def is_reduced(self) -> bool:
        """Whether nothing blinks, ever."""
        return self._is_reduced

    def reduce(self, is_reduced: bool) -> None:
        """Let nothing blink, or let it blink again."""
        self._is_reduced = is_reduced
        self._settle()

    def want(self, watcher: QObject, is_wanted: bool) -> None:
        """Whether ``watcher`` shows something that blinks; the clock stands while nobody does."""
        (self._watchers.add if is_wanted else self._watchers.discard)(id(watcher))
        self._settle()

    def _settle(self) -> None:
        runs = bool(self._watchers) and not self._is_reduced
        if runs and not self._timer.isActive():
            self._timer.start()
        elif not runs:
            self._timer.stop()
            if not self.is_full:
                self._turn()

    def _turn(self) -> None:
        self.is_full = not self.is_full
        self.turned.emit()


@cache
def blink_clock() -> BlinkClock:
    """The one clock of the process."""
    clock = BlinkClock()
    clock.reduce(system_reduces_motion())
    return clock
