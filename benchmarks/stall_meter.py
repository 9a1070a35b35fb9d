"""How long the event loop of a window keeps its events waiting."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

PERIOD_S = 0.001


class StallMeter(QObject):
    """Measures, with a precise timer of one millisecond, the gaps in which the event loop served nobody.

    Attributes:
        gaps_s: every gap between two ticks since :meth:`start`, less the timer's own period.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.gaps_s: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin a new measurement."""
        self.gaps_s = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """End it; the time since the last tick counts too."""
        self._tick()
        self._timer.stop()

    @property
    def max_stall_ms(self) -> float:
        """The longest gap."""
        return 1000 * max(self.gaps_s, default=0.0)

    @property
    def p99_stall_ms(self) -> float:
        """The gap that 99 of 100 stay below."""
        ordered = sorted(self.gaps_s)
        return 1000 * ordered[int(0.99 * (len(ordered) - 1))] if ordered else 0.0

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps_s.append(max(now - self._last - PERIOD_S, 0.0))
        self._last = now
