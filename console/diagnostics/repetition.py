"""Telling a new problem from one that is already known."""

from __future__ import annotations

import threading
import traceback
from types import TracebackType

Fingerprint = tuple[str, ...]


def fingerprint_of(error_type: type[BaseException], trace: TracebackType | None) -> Fingerprint:
    """Equal for exceptions of one type from one place, whatever their text says."""
    frames = traceback.extract_tb(trace)[-3:]
    return (error_type.__qualname__, *(f"{frame.filename}:{frame.lineno}" for frame in frames))


class RepetitionCounter:
    """Counts equal problems, from any thread."""

    def __init__(self) -> None:
        self._counts: dict[Fingerprint, int] = {}
        self._lock = threading.Lock()

    def count(self, fingerprint: Fingerprint) -> int:
        """How often this problem has come, this time included."""
        with self._lock:
            self._counts[fingerprint] = self._counts.get(fingerprint, 0) + 1
            return self._counts[fingerprint]


def is_worth_telling(count: int) -> bool:
    """Whether a problem is told at this repetition: 1, 2, 5, 10, 20, 50, 100, ...

    A painter that fails sixty times a second must fill neither the log nor the screen.
    """
    while count >= 10 and count % 10 == 0:
        count //= 10
    return count in (1, 2, 5)
