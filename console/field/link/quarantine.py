"""Nodes that are not listened to for a while, because what they send harms the others."""

from __future__ import annotations

import time

RELEASE_S = 600.0


class Quarantine:
    """Kept over connections, so that a node that breaks one does not break the next."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[str, float]] = {}

    def put(self, row: int, reason: str) -> None:
        """Do not listen to ``row`` for ten minutes."""
        self._held[row] = reason, time.monotonic() + RELEASE_S

    def holds(self, row: int) -> bool:
        """Whether it is in quarantine."""
        return row in self._held

    def release(self) -> list[int]:
        """Let go what has been in long enough; returns it."""
        now = time.monotonic()
        over = [row for row, (_, until) in self._held.items() if until <= now]
        for row in over:
            del self._held[row]
        return over

    def reasons(self) -> dict[int, str]:
        """Row -> why it is in quarantine."""
        return {
            row: f"in quarantine: {reason}; it is tried again after {RELEASE_S / 60:g} minutes"
            for row, (reason, _) in self._held.items()
        }
