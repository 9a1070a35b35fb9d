"""Clock, timers and posting on the window's event loop."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class SystemClock:
    """See :class:`console.control.ports.Clock`."""

    def monotonic(self) -> float:
        """Seconds."""
        return time.monotonic()

    def now_us(self) -> int:
        """Microseconds since 1970 UTC."""
        return time.time_ns() // 1000


class QtScheduler(QObject):
    """See :class:`console.control.ports.Scheduler`; belongs to the window's thread."""

    def close(self) -> None:
        """Make no call any more of those that wait."""
        for timer in self.findChildren(QTimer):
            timer.stop()

    def after(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        """Call once, later; what is returned takes it back."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        waiting = [timer]

        def due() -> None:
            waiting.clear()
            timer.deleteLater()
            call()

        def take_back() -> None:
            # A timer that was due is gone: taking it back then is no fault.
            for each in waiting:
                each.stop()
                each.deleteLater()
            waiting.clear()

        timer.timeout.connect(due)
        timer.start(max(round(seconds * 1000), 0))
        return take_back


class Poster(QObject):
    """Brings a call from any thread to the thread this was made in."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` made soon; never from within."""
        self._posted.emit(call)

    def close(self) -> None:
        """Make no call any more: who asked may be gone when the last answers come."""
        self._is_over = True

    def _call(self, call: Callable[[], None]) -> None:
        if not self._is_over:
            call()
