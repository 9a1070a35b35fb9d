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
    """Profiles with read-only arrays; factors are rounded to the sixteen bits of range a file keeps.

    Rounding here and not on saving means that a network is the same before and after it was saved.
    """
    frozen = tuple(
        ProfileAssignment(a.table, a.column, frozen_array(a.row, np.int64), frozen_array(a.shape, np.int64))
        for a in assignments
    )
    begin = np.datetime64(start).astype("datetime64[s]")
    rounded = from_steps(*in_steps(np.asarray(shapes, np.float32)))
    return Profiles(begin, step_s, frozen_array(rounded), frozen_array(shape_name, np.str_), frozen)


GAP = 65535
"""The step that stands for a gap."""


def in_steps(shapes: Array) -> tuple[Array, Array, Array]:
    """Shapes as whole steps: ``(n_shape, n_step)`` uint16, and each shape's lowest value and step size.

    The step is a power of two and the lowest value a multiple of it, so :func:`from_steps` gives numbers
    that are exact in single precision and that come out unchanged when they are put in steps again. The
    error is at most 1.6e-5 of a shape's range.
    """
    gap = np.isnan(shapes)
    known = np.where(gap, np.float32(np.inf), shapes)
    low = np.min(known, axis=1, initial=np.inf)
    high = np.max(np.where(gap, np.float32(-np.inf), shapes), axis=1, initial=-np.inf)
    low, high = (np.where(np.isfinite(low), end, 0.0).astype(np.float64) for end in (low, high))
    finest = np.maximum(np.abs(low), np.abs(high)) * 2.0**-22
    wanted = np.maximum(np.maximum((high - low) / (GAP - 2), finest), 2.0**-100)
    scale = np.exp2(np.ceil(np.log2(wanted)))
    low = np.floor(low / scale) * scale
    steps = np.round((np.where(gap, 0.0, shapes) - low[:, None]) / scale[:, None])
    return np.where(gap, GAP, steps).astype(np.uint16), low.astype(np.float32), scale.astype(np.float32)


def from_steps(steps: Array, low: Array, scale: Array) -> Array:
    """The shapes behind :func:`in_steps`, float32."""
    shapes = steps.astype(np.float32) * scale[:, None] + low[:, None]
    shapes[steps == GAP] = np.nan
    return shapes
