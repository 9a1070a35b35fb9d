"""Values of steps as lines that can be drawn: constant throughout a step, or joined at the ends of steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from widgets.dispatch.lines import Course, Hours

Array = np.ndarray[Any, Any]


def stair_x(hours: Hours) -> Array:
    """``(2 n_step,)`` hours from the beginning: both ends of each step."""
    edges = np.arange(hours.n_step + 1) * hours.step_hours
    return np.repeat(edges, 2)[1:-1]


def stair_y(values: Array) -> Array:
    """``(2 n_step,)`` a value at both ends of its step."""
    return np.repeat(np.asarray(values, float), 2)


def drawn(course: Course, hours: Hours) -> tuple[Array, Array]:
    """Places of a course."""
    if course.at_ends:
        return (np.arange(len(course.values)) + 1) * hours.step_hours, np.asarray(course.values, float)
    return stair_x(hours), stair_y(course.values)


def stacked(areas: tuple[Course, ...], n_step: int) -> list[tuple[Array, Array]]:
    """Lower and upper edge ``(n_step,)`` of each area: what is positive upward, what is negative downward.

    Each area has both parts in one pair: in a step it lies above zero or beneath it, never on both sides.
    """
    above, below = np.zeros(n_step), np.zeros(n_step)
    found = []
    for area in areas:
        values = np.nan_to_num(area.values)
        up, down = np.maximum(values, 0.0), np.minimum(values, 0.0)
        is_down = down < 0
        low = np.where(is_down, below + down, above)
        high = np.where(is_down, below, above + up)
        above, below = above + up, below + down
        found.append((low, high))
    return found


def tick_hours(hours: Hours, width_px: int, label_px: int = 52) -> list[tuple[float, str]]:
    """Hours from the beginning that carry a label, with its text."""
    most = max(width_px // label_px, 1)
    apart = next((h for h in (1, 2, 3, 4, 6, 12, 24, 48, 96, 168) if hours.span / h <= most), 336)
    first = np.ceil(hours.first_hour / apart - 1e-9) * apart
    places = np.arange(first, hours.first_hour + hours.span + 1e-6, apart)
    return [(float(p - hours.first_hour), _clock(float(p), hours)) for p in places.tolist()]


def _clock(hour: float, hours: Hours) -> str:
    last = hours.first_hour + hours.span
    if abs(hour - last) < 1e-6 and hour > 0 and hour % 24 == 0:
        return "24:00"
    return f"{int(hour) % 24:02d}:00"


def name_places(values: list[Array]) -> list[tuple[int, bool]]:
    """Of each of several lines the step where a name has most room, and whether it stands above its line."""
    found = []
    for number, own in enumerate(values):
        others = np.array([other for k, other in enumerate(values) if k != number], float)
        apart = np.nan_to_num(np.abs(others - own).min(axis=0), nan=-1.0)
        # A name is as wide as some steps: its neighbours count as well.
        wide = np.minimum(np.minimum(np.roll(apart, 1), apart), np.roll(apart, -1))
        wide[[0, -1]] = -1.0
        step = int(np.argmax(wide))
        nearest = others[np.abs(others[:, step] - own[step]).argmin(), step]
        is_above = bool(own[step] > nearest) if own[step] != nearest else number == 0
        found.append((step, is_above))
    return found
