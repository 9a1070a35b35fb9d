"""Simulated time: whole microseconds since the start, so that however a span is divided the result is the same."""

from __future__ import annotations

import numpy as np

NEVER = np.iinfo(np.int64).max
"""Due time of what is not going to happen."""


def microseconds(seconds: float) -> int:
    """Seconds as whole microseconds."""
    return round(seconds * 1_000_000)
