"""Points and conditions that are not listened to for a while, because what they send harms the others."""

from __future__ import annotations

import time
from collections.abc import Hashable
from typing import Generic, TypeVar

RELEASE_S = 600.0

Key = TypeVar("Key", bound=Hashable)


class Quarantine(Generic[Key]):
    """Kept over connections, so that what breaks one does not break the next."""

    def __init__(self) -> None:
        self._held: dict[Key, tuple[str, float]] = {}

    def put(self, key: Key, reason: str) -> None:
        """Do not listen to ``key`` for ten minutes."""
        self._held[key] = reason, time.monotonic() + RELEASE_S

    def holds(self, key: Key) -> bool:
        """Whether it is in quarantine."""
        return key in self._held

    def release(self) -> list[Key]:
        """Let go what has been in long enough; returns it."""
        now = time.monotonic()
        over = [key for key, (_, until) in self._held.items() if until <= now]
        for key in over:
            del self._held[key]
        return over

    def reasons(self) -> dict[Key, str]:
        """Key -> why it is in quarantine."""
        return {
            key: f"in quarantine: {reason}; it is tried again after {RELEASE_S / 60:g} minutes"
            for key, (reason, _) in self._held.items()
        }
