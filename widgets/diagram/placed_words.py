"""Words that have found their places."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engines.values.points import PointFreshness
from widgets.diagram.camera import Camera
from widgets.diagram.trust import ValueOrigin

Array = np.ndarray[Any, Any]

HIGH_PX = 10.0
"""What a digit and the air around it take."""
FOOT_PX = 8.5
"""From the top of that to the foot of the digit."""


class Word(NamedTuple):
    """A text at its place.

    Attributes:
        x, top: pixels from the drawing's origin; the shape of a violation stands before the text.
        owner: number of the element it speaks of; severity: of its violation.
        is_value: comes from a result or the field; origin, doubt: of that value.
    """

    x: float
    top: float
    width: float
    text: str
    owner: int
    severity: int = 0
    is_value: bool = True
    origin: int = ValueOrigin.CALCULATED
    doubt: int = PointFreshness.FRESH


class Placed:
    """Words and, as an array, their places.

    Attributes:
        words: texts; box: ``(n, 3)`` x, top and width.
    """

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.box = np.array([w[:3] for w in words], float).reshape(-1, 3)

    def is_violation_written(self, count: int) -> Array:
        """``(count,)`` elements whose violation stands beside them."""
        is_written = np.zeros(count, bool)
        is_written[[word.owner for word in self.words if word.severity]] = True
        return is_written

    def seen(self, camera: Camera, names: Array) -> list[int]:
        """Which are inside the view and not beneath a name (boxes ``(n, 4)`` in pixels)."""
        x, top, width = self.box.T
        left, up = x + camera.dx, top + camera.dy
        inside = (left + width > 0) & (left < camera.width) & (up > -HIGH_PX) & (up < camera.height)
        for x0, y0, x1, y1 in names.tolist():
            inside &= ~((x0 < left + width) & (x1 > left) & (y0 < up + HIGH_PX) & (y1 > up))
        return np.flatnonzero(inside).tolist()
