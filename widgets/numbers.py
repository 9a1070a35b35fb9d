"""How numbers are written: grouped, with a fixed number of decimals, a dash where there is none."""

from __future__ import annotations

import math

MISSING = "–"
THIN_SPACE = "\u202f"
MINUS = "\u2212"


def number_text(value: float | None, decimals: int) -> str:
    """``value`` with a true minus and groups of three; a dash for ``None``, NaN and infinity."""
    if value is None or not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN_SPACE)
    is_zero = not text.strip("0." + THIN_SPACE)
    return f"{MINUS}{text}" if value < 0 and not is_zero else text
