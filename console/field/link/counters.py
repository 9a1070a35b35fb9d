"""What a link has counted, and the server's clock beside ours."""

from __future__ import annotations

import statistics
import time
from collections import deque

NAN = float("nan")
RATE_S = 2.0


class Counters:
    """Counts since the link was started.

    Attributes:
        values: values received.
        events: events of conditions received.
        events_problem: why not all the server's alarms come; empty where they do, and of a server without any.
        gaps: spans in which changes may be missing.
        reconnects: connections made after the first.
    """

    def __init__(self) -> None:
        self.events, self.events_problem = 0, ""
        self.values = self.gaps = self.republished = self.overflows = self.reconnects = 0
        self._history: deque[tuple[float, int]] = deque()
        self._offsets: deque[float] = deque(maxlen=21)

    def see_clock(self, server_us: int, receive_us: int) -> None:
        """A time the server gave with an answer; 0 gives none."""
        if server_us > 0:
            self._offsets.append((server_us - receive_us) / 1e6)

    @property
    def clock_offset_s(self) -> float:
        """The server's clock minus ours, without the odd late answer; NaN while unknown."""
        return statistics.median(self._offsets) if self._offsets else NAN

    def forget_clock(self) -> None:
        """Another connection may lead to another machine."""
        self._offsets.clear()

    def values_per_s(self) -> float:
        """Values a second over the last seconds."""
        now = time.monotonic()
        self._history.append((now, self.values))
        while len(self._history) > 2 and self._history[1][0] <= now - RATE_S:
            self._history.popleft()
        begin, count = self._history[0]
        return (self.values - count) / (now - begin) if now > begin else 0.0
