"""Keeps the search for cyclic garbage from holding the window up.

A full search looks at every object there is, a quarter of a second in a storm of alarms, and Python begins it whenever
enough has been allocated: just then. So what stands after the start is left out of it, and a full search is made when
nobody is at the window. What is not part of a cycle, nearly everything, is freed at once all the same.
"""

from __future__ import annotations

import gc
import logging
import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from console.allocator import give_back
from console.starting.sources import forget_sources

THRESHOLDS = (2_000, 10, 1_000_000)
"""Allocations before the young are searched, and how many of that before the next generation; never the oldest."""
SETTLED_S = 15.0
LOOK_S = 10.0
QUIET_S = 30.0
"""Without a movement of the pointer for so long nobody minds a short pause."""
EVERY_S, LATEST_S = 600.0, 3600.0
"""Not more often than that, and then even with somebody at the window."""
_log = logging.getLogger(__name__)


class Housekeeping(QObject):
    """Searches for garbage at quiet times; for a program that runs, not for tests that make many windows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before = gc.get_threshold()
        gc.set_threshold(*THRESHOLDS)
        self._searched = self._moved = time.monotonic()
        self._pointer = QCursor.pos()
        self._timer = QTimer(self)
        self._timer.setInterval(round(1000 * LOOK_S))
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(round(1000 * SETTLED_S), self, self._settle)

    def _settle(self) -> None:
        gc.enable()
        forget_sources()
        gc.freeze()
        give_back()

    def look(self) -> None:
        """Search where it is time for it and nobody minds."""
        now, pointer = time.monotonic(), QCursor.pos()
        if pointer != self._pointer:
            self._pointer, self._moved = pointer, now
        since = now - self._searched
        is_quiet = now - self._moved >= QUIET_S and QApplication.activeModalWidget() is None
        if (is_quiet and since >= EVERY_S) or since >= LATEST_S:
            found = gc.collect()
            give_back()
            self._searched = time.monotonic()
            _log.debug("garbage: %d objects in %.0f ms", found, 1000 * (self._searched - now))

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*self._before)
