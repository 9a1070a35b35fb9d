"""What a diagram is told about the field: which values it sends, how fresh they are, and what people gave by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.values.frozen import FrozenMap
from engines.values.points import PointFreshness, Quantity

Array = np.ndarray[Any, Any]


def wall_clock_us() -> int:
    """Microseconds since 1970 UTC."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """One quantity of all equipment of one table, in the table's rows; each ``(n,)``.

    Attributes:
        is_telemetered: the field has such a point.
        value: NaN where nothing usable is known (no point, never received, invalid).
        freshness: :class:`PointFreshness`; fresh where nothing is telemetered.
        is_questionable: usable with care; is_by_hand: a person gave the value in its place.
        received_us: microseconds since 1970 UTC; 0 for never.
    """

    is_telemetered: Array
    value: Array
    freshness: Array
    is_questionable: Array
    is_by_hand: Array
    received_us: Array

    @property
    def doubt(self) -> Array:
        """``(n,)`` :class:`PointFreshness` in effect: a questionable value is suspect, an unusable one stale."""
        doubt = self.freshness.copy()
        care = self.is_questionable & ~self.is_by_hand
        doubt[care] = np.maximum(doubt[care], PointFreshness.SUSPECT)
        doubt[~np.isfinite(self.value)] = PointFreshness.STALE
        doubt[~self.is_telemetered] = PointFreshness.FRESH
        return doubt


Column = tuple[str, Quantity]


@dataclass(frozen=True, slots=True, eq=False)
class FieldLook:
    """How good everything is that the field says of a network.

    Attributes:
        structure_revision: of the network whose rows these are.
        reported: by table and quantity; a pair that is missing is not telemetered anywhere.
        dressed: rows of switches whose position a person gave, where the field reports none.
        load_is_doubtful: ``(n_load,)`` loads allocated where the balance does not fit; empty where nobody knows.
        clock_us: the present moment, for ages.
    """

    structure_revision: str
    reported: FrozenMap[Column, Reported] = field(default_factory=FrozenMap)
    dressed: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    load_is_doubtful: Array = field(default_factory=lambda: np.zeros(0, bool))
    clock_us: Callable[[], int] = wall_clock_us

    def get(self, table: str, quantity: Quantity) -> Reported | None:
        """One quantity, ``None`` where none of the table is telemetered."""
        return self.reported.get((table, quantity))

    def has_signs_of(self, other: FieldLook | None) -> bool:
        """Whether it looks as ``other`` does but for the figures: the same doubts, the same by hand."""
        if other is None or self.structure_revision != other.structure_revision:
            return False
        if set(self.reported) != set(other.reported) or not np.array_equal(self.dressed, other.dressed):
            return False
        if not np.array_equal(self.load_is_doubtful, other.load_is_doubtful):
            return False
        return all(
            np.array_equal(mine.doubt, other.reported[key].doubt)
            and np.array_equal(mine.is_by_hand, other.reported[key].is_by_hand)
            for key, mine in self.reported.items()
        )
