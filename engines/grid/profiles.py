"""What loads and generators do over the year: factors in equal steps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ProfileAssignment:
    """Which shape a state column of some rows follows: value = base value of the row * shape.

    Attributes:
        table, column: the state column, e.g. ``("load", "p_mw")``.
        row: ``(m,)`` rows of the table.
        shape: ``(m,)`` row of ``Profiles.shapes`` each follows.
    """

    table: str
    column: str
    row: Array
    shape: Array


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Factors over time, in equal steps of local standard time.

    Attributes:
        start: beginning of step 0, ``datetime64[s]``.
        step_s: length of a step in seconds.
        shapes: ``(n_shape, n_step)`` float32, factor on the base value; NaN is a gap.
        shape_name: ``(n_shape,)`` names.
    """

    start: np.datetime64
    step_s: int
    shapes: Array
    shape_name: Array
    assignments: tuple[ProfileAssignment, ...]

    @property
    def n_step(self) -> int:
        """Number of steps."""
        return int(self.shapes.shape[1])

    @property
    def end(self) -> np.datetime64:
        """End of the last step (exclusive)."""
        return self.time_of(self.n_step)

    def time_of(self, step: int) -> np.datetime64:
        """Beginning of ``step``."""
        return self.start + np.timedelta64(step * self.step_s, "s")

    def step_at(self, time: np.datetime64) -> int:
        """The step that contains ``time``. Raises ``ValueError`` outside the profiles."""
        step = int((time.astype("datetime64[s]") - self.start).astype(int) // self.step_s)
        if not 0 <= step < self.n_step:
            raise ValueError(f"{time} lies outside the profiles ({self.start} to {self.end})")
        return step

    def same_moment(self, time: np.datetime64) -> np.datetime64:
        """``time`` moved into the profiles' own year: the same weekday-agnostic date and clock time.

        29 February becomes the 28th where the profiles' year has none.
        """
        year = self.start.astype("datetime64[Y]")
        moment = time.astype("datetime64[s]")
        month = moment.astype("datetime64[M]")
        months_in = int((month - moment.astype("datetime64[Y]").astype("datetime64[M]")).astype(int))
        target = year.astype("datetime64[M]") + months_in
        day = (moment.astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int)
        days = int(((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(int))
        clock = moment - moment.astype("datetime64[D]").astype("datetime64[s]")
        moved = (target.astype("datetime64[D]") + min(int(day), days - 1)).astype("datetime64[s]") + clock
        return max(self.start, min(moved, self.end - np.timedelta64(self.step_s, "s")))

    def factors(self, assignment: ProfileAssignment, step: int) -> Array:
        """``(m,)`` factors of an assignment's rows at ``step``."""
        return np.asarray(self.shapes[assignment.shape, step], np.float64)

    def digest(self) -> bytes:
        """A digest of the content (of a sample of the shapes: they are large and never edited in place)."""
        digest = hashlib.blake2b(digest_size=8)
        digest.update(f"{self.start}{self.step_s}{self.shapes.shape}".encode())
        digest.update(np.ascontiguousarray(self.shapes[:, :: max(1, self.n_step // 64)]).tobytes())
        for assignment in self.assignments:
            digest.update(f"{assignment.table}.{assignment.column}".encode())
            digest.update(assignment.row.tobytes() + assignment.shape.tobytes())
        return digest.digest()


def make_profiles(
    start: str | np.datetime64,
    step_s: int,
    shapes: Any,
    shape_name: Any,
    assignments: tuple[ProfileAssignment, ...],
) -> Profiles:
    """Profiles with read-only arrays."""
    frozen = tuple(
        ProfileAssignment(a.table, a.column, frozen_array(a.row, np.int64), frozen_array(a.shape, np.int64))
        for a in assignments
    )
    begin = np.datetime64(start).astype("datetime64[s]")
    return Profiles(begin, step_s, frozen_array(shapes, np.float32), frozen_array(shape_name, np.str_), frozen)
