"""What stood last of every point: tells what is worth recording, and the image of an hour's beginning."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.values.once_each import once_each

Array = np.ndarray[Any, Any]
NEVER = np.iinfo(np.int64).min


class Present:
    """Last recorded value of each point, by its number.

    Attributes:
        value, flags, time_us: ``(n,)``; ``time_us`` is :data:`NEVER` where nothing was recorded.
    """

    def __init__(self) -> None:
        self.value = np.empty(0)
        self.flags = np.empty(0, np.uint8)
        self.time_us = np.empty(0, np.int64)

    def grow(self, count: int) -> None:
        """Have room for so many points."""
        more = count - len(self.value)
        if more > 0:
            self.value = np.r_[self.value, np.full(more, np.nan)]
            self.flags = np.r_[self.flags, np.zeros(more, np.uint8)]
            self.time_us = np.r_[self.time_us, np.full(more, NEVER, np.int64)]

    def worth(self, point: Array, value: Array, flags: Array, dead_band: Array) -> Array:
        """``(n,)`` which of these changes, in their order, say something new.

        A value that lies within the dead band of the last *recorded* one says nothing, unless its quality differs.
        """
        keep = np.zeros(len(point), bool)
        for part in once_each(point):
            rows = point[part]
            is_same = np.abs(value[part] - self.value[rows]) <= dead_band[part]
            is_same |= np.isnan(value[part]) & np.isnan(self.value[rows])
            is_known = self.time_us[rows] != NEVER
            fresh = part[~(is_same & is_known & (flags[part] == self.flags[rows]))]
            keep[fresh] = True
            at = point[fresh]
            self.value[at], self.flags[at] = value[fresh], flags[fresh]
            self.time_us[at] = 0
        return keep

    def note(self, point: Array, time_us: Array) -> None:
        """When the changes that were kept came, in their order."""
        self.time_us[point] = time_us
