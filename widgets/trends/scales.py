"""The axes of a chart of trends: one for each unit, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from widgets.numbers import number_text

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
LEAST_SPAN = {"pu": 0.01, "%": 2.0, "step": 2.0}
"""Smaller ranges would make noise look like news."""
ROOM = 0.08


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis.

    Attributes:
        key: its unit, or what it counts; unit: as written.
        traces: numbers of the traces on it.
    """

    key: str
    unit: str
    low: float
    high: float
    traces: tuple[int, ...] = ()

    def share(self, value: float) -> float:
        """Where a value stands, 0 at the bottom, 1 on top."""
        return (value - self.low) / (self.high - self.low)

    def ticks(self, room_px: float, tick_px: float = 28.0) -> list[tuple[float, str]]:
        """Round values and their texts, so many as have room."""
        wanted = max(1, int(room_px // tick_px))
        step = round_step((self.high - self.low) / wanted)
        if self.key == "step":
            step = max(1.0, math.ceil(step))
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        if abs(round(step, decimals) - step) > 1e-9 * step:
            decimals += 1
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [(k * step, number_text(k * step, decimals)) for k in range(first, last + 1)]

    def holds(self, low: float, high: float) -> bool:
        """Whether a range fits, and does not look lost in it."""
        span = self.high - self.low
        is_inside = low >= self.low + 0.01 * span and high <= self.high - 0.01 * span
        needed = max(high - low, LEAST_SPAN.get(self.key, 0.0))
        return is_inside and needed >= 0.3 * span


def round_step(least: float) -> float:
    """The next round number from ``least`` on."""
    if not least > 0 or not math.isfinite(least):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * r for r in ROUND if power * r >= least * (1 - 1e-9))


def fitted(low: float, high: float, limits: Sequence[float], key: str) -> tuple[float, float]:
    """A range with room that shows the values, and the limits where that does not flatten the curves."""
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = (min(limits), max(limits)) if limits else (0.0, 1.0)
    least = LEAST_SPAN.get(key, max(abs(low), abs(high), 1e-3) * 0.02)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    values = high - low
    for limit in sorted(limits, key=lambda v: max(low - v, v - high)):
        wide = max(high, limit) - min(low, limit)
        if values >= 0.42 * wide:
            low, high = min(low, limit), max(high, limit)
    room = ROOM * (high - low)
    return low - room, high + room
