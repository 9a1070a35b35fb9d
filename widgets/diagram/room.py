"""Which parts of the screen are free, so that a word can be put where nothing else is."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Box = tuple[float, float, float, float]

CELL_X, CELL_Y = 3.0, 2.0


class Room:
    """A screen in small cells, each free or taken. Boxes are x0, y0, x1, y1 in pixels."""

    def __init__(self, x0: float, y0: float, width: float, height: float) -> None:
        self._x0, self._y0 = x0, y0
        self._shape = int(height / CELL_Y) + 1, int(width / CELL_X) + 1
        self._taken = np.zeros(self._shape, bool)
        self._is_summed = False
        self._sum = np.zeros((self._shape[0] + 1, self._shape[1] + 1), np.int32)

    def block(self, boxes: Array) -> None:
        """Take many boxes ``(n, 4)`` at once; what lies outside is left out."""
        if not len(boxes):
            return
        i0, j0, i1, j1 = self._cells(boxes)
        rows, columns = self._shape[0] + 1, self._shape[1] + 1
        corner = np.concatenate([i0 * columns + j0, i1 * columns + j1, i0 * columns + j1, i1 * columns + j0])
        sign = np.repeat([1.0, 1.0, -1.0, -1.0], len(boxes))
        edge = np.bincount(corner, sign, rows * columns).astype(np.int32).reshape(rows, columns)
        np.cumsum(edge, 0, out=edge)
        np.cumsum(edge, 1, out=edge)
        self._taken |= edge[:-1, :-1] > 0
        self._is_summed = False

    def free(self, boxes: Array) -> Array:
        """``(n,)`` whether each box lies inside; and is free, but for what was taken one by one since the last call."""
        if not self._is_summed:
            np.cumsum(self._taken, 0, out=self._sum[1:, 1:])
            np.cumsum(self._sum[1:, 1:], 1, out=self._sum[1:, 1:])
            self._is_summed = True
        i0, j0, i1, j1 = self._cells(boxes)
        total = self._sum
        count = total[i1, j1] - total[i0, j1] - total[i1, j0] + total[i0, j0]
        return np.asarray((count == 0) & (i1 > i0) & (j1 > j0))

    def take(self, box: Box) -> bool:
        """Take a box if all of it is free now."""
        j0, i0 = int((box[0] - self._x0) / CELL_X + 0.5), int((box[1] - self._y0) / CELL_Y + 0.5)
        j1, i1 = int((box[2] - self._x0) / CELL_X + 0.5), int((box[3] - self._y0) / CELL_Y + 0.5)
        if box[0] < self._x0 or box[1] < self._y0 or i1 > self._shape[0] or j1 > self._shape[1]:
            return False
        cells = self._taken[i0:i1, j0:j1]
        if cells.any():
            return False
        cells[:] = True
        return True

    def _cells(self, boxes: Array) -> tuple[Array, Array, Array, Array]:
        """First row and column of each box and those after its last, to the nearest cell and within the room."""
        rows, columns = self._shape
        first_j, last_j = ((boxes[:, k] - self._x0) / CELL_X + 0.5 for k in (0, 2))
        first_i, last_i = ((boxes[:, k] - self._y0) / CELL_Y + 0.5 for k in (1, 3))
        j0, i0 = np.clip(first_j, 0, columns).astype(np.int64), np.clip(first_i, 0, rows).astype(np.int64)
        # Nothing is so thin that it takes no cell.
        j1 = np.clip(np.maximum(last_j, np.floor(first_j) + 1), 0, columns).astype(np.int64)
        i1 = np.clip(np.maximum(last_i, np.floor(first_i) + 1), 0, rows).astype(np.int64)
        return i0, j0, i1, j1


def line_boxes(lines: Array, half: float = 1.0) -> Array:
    """Boxes around lines ``(n, 4)`` in pixels; a slanted one in small pieces along its way."""
    low = np.minimum(lines[:, :2], lines[:, 2:])
    high = np.maximum(lines[:, :2], lines[:, 2:])
    size = high - low
    straight = (size < 4.0).any(1)
    boxes = [np.hstack([low[straight] - half, high[straight] + half])]
    slanted = lines[~straight]
    if len(slanted):
        count = np.ceil(size[~straight].max(1) / 4.0).astype(np.int64)
        which = np.repeat(np.arange(len(slanted)), count)
        share = (np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[which]
        at = slanted[which, :2] + (slanted[which, 2:] - slanted[which, :2]) * share[:, None]
        boxes.append(np.hstack([at - 2.0, at + 2.0]))
    return np.vstack(boxes)
