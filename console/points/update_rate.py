"""How often each point comes, without a history: a count that fades."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

FADE_S = 10.0
"""After that long a single update counts for 1/e."""


class UpdateRate:
    """A fading count of updates for each of ``n`` points; the count over its time constant is the rate."""

    def __init__(self, n: int) -> None:
        self._count = np.zeros(n)
        self._at_us = np.zeros(n, np.int64)

    def count(self, rows: Array, now_us: int) -> None:
        """Count one update for each entry of ``rows``; a row may occur more than once."""
        once, times = np.unique(rows, return_counts=True)
        self._count[once] = self._count[once] * self._fade(once, now_us) + times
        self._at_us[once] = now_us

    def per_s(self, row: int, now_us: int) -> float:
        """Updates a second of one point, as of ``now_us``."""
        return float(self._count[row] * self._fade(np.array([row]), now_us)[0] / FADE_S)

    def all_per_s(self, now_us: int) -> Array:
        """``(n,)`` updates a second of every point, as of ``now_us``."""
        return np.asarray(self._count * self._fade(np.arange(len(self._count)), now_us) / FADE_S)

    def _fade(self, rows: Array, now_us: int) -> Array:
        return np.asarray(np.exp(np.minimum(0.0, (self._at_us[rows] - now_us) / 1e6 / FADE_S)))
