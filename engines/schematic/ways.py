"""Ways out of buses and between them, on levels and in channels, before they become routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.schematic.lanes import Lane, Port

Array = np.ndarray[Any, Any]


@dataclass(slots=True)
class Exit:
    """One way out of a bus: to a level, and on it as far as nothing is in the way."""

    port: Port
    level: int
    column: int


@dataclass(slots=True)
class Way:
    """A way between two exits: over no channel, over one, or over two and a level between them."""

    cost: float
    start: Exit
    end: Exit
    channels: tuple[int, ...] = ()
    level: int = -1

    def lanes(self) -> list[Lane]:
        """The straight pieces from start to end."""
        a, b = self.start, self.end
        if not self.channels:
            return [Lane(False, a.level, *sorted((2 * a.column + 1, 2 * b.column + 1)))]
        first, last = self.channels[0], self.channels[-1]
        if first == last:
            middle = [Lane(True, first, *sorted((a.level, b.level)))]
        else:
            middle = [
                Lane(True, first, *sorted((a.level, self.level))),
                Lane(False, self.level, *sorted((2 * first, 2 * last))),
                Lane(True, last, *sorted((self.level, b.level))),
            ]
        return [*_side_lane(a, first), *middle, *_side_lane(b, last)]


def _side_lane(way: Exit, channel: int) -> list[Lane]:
    if way.port == Port.RIGHT:
        return []
    return [Lane(False, way.level, *sorted((2 * way.column + 1, 2 * channel)))]


def climb(down: Array, level: int, gaps: Array) -> Array:
    """``(n_gap, n_channel)`` weight of the levels strictly between ``level`` and each gap."""
    low, high = np.minimum(level, gaps), np.maximum(level, gaps)
    between: Array = down[high] - down[np.minimum(low + 1, high)] + 0.1 * (high - low)[:, None]
    return between


def nearest_exit(ways: list[tuple[Exit, Array]], down: Array, gaps: Array) -> tuple[Array, Array]:
    """``(n_gap, n_channel)`` cost of reaching each gap in each channel, and which exit is the one to take."""
    reach = np.stack([beside + climb(down, way.level, gaps) for way, beside in ways])
    return reach.min(axis=0), reach.argmin(axis=0)


def running_minimum(values: Array) -> tuple[Array, Array]:
    """Minimum of each row up to each column, and the column where it lies."""
    lowest = np.minimum.accumulate(values, axis=1)
    is_new = np.ones(values.shape, bool)
    is_new[:, 1:] = values[:, 1:] < lowest[:, :-1]
    where = np.maximum.accumulate(np.where(is_new, np.arange(values.shape[1]), 0), axis=1)
    return lowest, where
