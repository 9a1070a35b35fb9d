"""Finds out whether a box is free of everything drawn so far."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_LOW_PX = 64.0
_CELL_PX = 256.0


class FreeSpace:
    """Boxes in the way, each with an owner; flat ones sorted by y, tall ones by x.

    Args:
        boxes: ``(n, 4)`` x0, y0, x1, y1; owner: ``(n,)`` a number by which a box may be left out.
    """

    def __init__(self, boxes: Array, owner: Array) -> None:
        is_tall = boxes[:, 3] - boxes[:, 1] > _LOW_PX
        self._flat, self._flat_owner = _sorted(boxes[~is_tall], owner[~is_tall], 1)
        self._tall, self._tall_owner = _sorted(boxes[is_tall], owner[is_tall], 0)
        self._tall_width = float((self._tall[:, 2] - self._tall[:, 0]).max()) if len(self._tall) else 0.0
        self._added: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def is_free(self, x0: float, y0: float, x1: float, y1: float, without_owner: int = -1) -> bool:
        """Whether nothing reaches into the box, boxes of ``without_owner`` left aside."""
        for cell in _cells(x0, y0, x1, y1):
            if any(a[0] < x1 and x0 < a[2] and a[1] < y1 and y0 < a[3] for a in self._added.get(cell, ())):
                return False
        box = x0, y0, x1, y1
        return _none_in(self._flat, self._flat_owner, 1, _LOW_PX, box, without_owner) and _none_in(
            self._tall, self._tall_owner, 0, self._tall_width, box, without_owner
        )

    def take(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Marks a box as taken."""
        for cell in _cells(x0, y0, x1, y1):
            self._added.setdefault(cell, []).append((x0, y0, x1, y1))


def _cells(x0: float, y0: float, x1: float, y1: float) -> list[tuple[int, int]]:
    columns = range(int(x0 // _CELL_PX), int(x1 // _CELL_PX) + 1)
    rows = range(int(y0 // _CELL_PX), int(y1 // _CELL_PX) + 1)
    return [(c, r) for c in columns for r in rows]


def _sorted(boxes: Array, owner: Array, by: int) -> tuple[Array, Array]:
    order = np.argsort(boxes[:, by], kind="stable")
    return boxes[order], owner[order]


def _none_in(
    boxes: Array, owner: Array, by: int, reach: float, box: tuple[float, float, float, float], without_owner: int
) -> bool:
    first, last = np.searchsorted(boxes[:, by], (box[by] - reach, box[by + 2]))
    near = boxes[first:last]
    hit = (near[:, 0] < box[2]) & (near[:, 2] > box[0]) & (near[:, 1] < box[3]) & (near[:, 3] > box[1])
    return not bool((hit & (owner[first:last] != without_owner)).any())
