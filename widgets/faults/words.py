"""Words and numbers that several parts of the Faults workspace share."""

from __future__ import annotations

import math

from widgets.numbers import MISSING, THIN_SPACE


def probability_text(probability: float) -> str:
    """A probability 0 to 1 in percent; never certain, never impossible, a dash where it is not known."""
    if not math.isfinite(probability):
        return f"{MISSING}{THIN_SPACE}%"
    percent = 100.0 * probability
    if percent > 99.0:
        return f">99{THIN_SPACE}%"
    if percent < 1.0:
        return f"<1{THIN_SPACE}%"
    return f"{percent:.0f}{THIN_SPACE}%"
