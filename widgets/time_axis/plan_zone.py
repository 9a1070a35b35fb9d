"""A plan ahead of now, as the time axis draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class PlanZone:
    """The steps of a plan on the clock.

    Attributes:
        title: what stands in the zone.
        begins, ends: ``(n_step,)`` whole seconds since 1970 UTC, ascending.
        exchange_mw: ``(n_step,)`` planned exchange with the upper grid, import positive; NaN where it is not known.
        moves: what is switched as each step begins, "" where nothing is.
    """

    title: str
    begins: Array
    ends: Array
    exchange_mw: Array
    moves: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.begins) == len(self.ends) == len(self.exchange_mw) == len(self.moves) > 0:
            raise ValueError("a plan needs a begin, an end, an exchange and a word for each of its steps")

    def __len__(self) -> int:
        return len(self.begins)

    @property
    def end(self) -> int:
        """When its last step ends."""
        return int(self.ends[-1])

    def step_at(self, second: float) -> int:
        """The step whose time that is, -1 for none."""
        number = int(np.searchsorted(self.begins, second, side="right")) - 1
        return number if number >= 0 and second < self.ends[number] else -1

    def first_ahead(self, now: float) -> int:
        """The first step that is not over; as many as there are where all are."""
        return int(np.searchsorted(self.ends, now, side="right"))

    def is_same_time(self, other: PlanZone | None) -> bool:
        """Whether the steps of another lie at the same times."""
        return other is not None and np.array_equal(self.begins, other.begins) and np.array_equal(self.ends, other.ends)
