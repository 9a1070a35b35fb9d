"""Arrays of what is drawn: lines with their owners, and places of symbols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Lines with their owners.

    Attributes:
        xy: ``(n, 4)`` x0, y0, x1, y1 in world units.
        owner: ``(n,)`` number of the element.
        low, high: ``(n, 2)`` corners of the box around each.
    """

    xy: Array
    owner: Array
    low: Array
    high: Array

    def __len__(self) -> int:
        return len(self.owner)

    def visible(self, rect: tuple[float, float, float, float]) -> Array:
        """``(n,)`` whether a line may be seen in x0, y0, x1, y1."""
        x0, y0, x1, y1 = rect
        low, high = self.low, self.high
        return np.asarray((high[:, 0] >= x0) & (low[:, 0] <= x1) & (high[:, 1] >= y0) & (low[:, 1] <= y1))


@dataclass(frozen=True, slots=True, eq=False)
class SymbolPlaces:
    """Where symbols stand.

    Attributes:
        x, y: ``(n,)`` centre; turn: ``(n,)`` degrees; owner: ``(n,)`` number of the element.
        symbol: ``(n,)`` :class:`Symbol` as the equipment is built (a switch's position comes from the snapshot).
    """

    x: Array
    y: Array
    turn: Array
    owner: Array
    symbol: Array

    def inside(self, rect: tuple[float, float, float, float]) -> Array:
        """``(n,)`` whether a centre lies in x0, y0, x1, y1."""
        x0, y0, x1, y1 = rect
        return np.asarray((self.x >= x0) & (self.x <= x1) & (self.y >= y0) & (self.y <= y1))


def strokes_of(xy: Array, owner: Array) -> Strokes:
    """Lines ``(n, 4)`` with their owners."""
    xy = np.asarray(xy, float).reshape(-1, 4)
    low, high = np.minimum(xy[:, :2], xy[:, 2:]), np.maximum(xy[:, :2], xy[:, 2:])
    return Strokes(xy, np.asarray(owner, np.int64), low, high)
