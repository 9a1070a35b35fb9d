"""Which parts of the screen are free, so that a word can be put where nothing else is."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Box = tuple[float, float, float, float]

CELL_X, CELL_Y = 3.0, 1.0
_PASSES = 2
"""Of two words that lose a place to each other's winner, one may still have it the second time."""
_AIR = 1e-6


class Room:
    """A screen in small cells, each free or taken. Boxes are x0, y0, x1, y1 in pixels.

    What is there takes every cell it touches; a word takes the cells nearest to it, so that the air around its
    letters may touch, and the letters may not.
    """

    def __init__(self, x0: float, y0: float, width: float, height: float) -> None:
        self._x0, self._y0 = x0, y0
        self._shape = int(height / CELL_Y) + 1, int(width / CELL_X) + 1
        self._taken = np.zeros(self._shape, bool)
        self._is_summed = False
        # How many cells before each are taken, row after row.
        self._sum = np.zeros(1, np.int32)

    def copy(self) -> Room:
        """The same room, to be filled further."""
        other = Room.__new__(Room)
        other._x0, other._y0, other._shape = self._x0, self._y0, self._shape
        other._taken, other._sum, other._is_summed = self._taken.copy(), self._sum, self._is_summed
        return other

    def cleared(self) -> Room:
        """The same screen with nothing on it."""
        return Room(self._x0, self._y0, (self._shape[1] - 1) * CELL_X, (self._shape[0] - 1) * CELL_Y)

    def is_taken_at(self, x: Array, y: Array) -> Array:
        """Whether the cells at pixels are taken; those outside are not."""
        rows, columns = self._shape
        column = np.floor((x - self._x0) / CELL_X).astype(np.int64)
        row = np.floor((y - self._y0) / CELL_Y).astype(np.int64)
        is_inside = (column >= 0) & (row >= 0) & (column < columns) & (row < rows)
        return np.asarray(is_inside & self._taken[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)])

    def block(self, boxes: Array) -> None:
        """Take every cell that boxes ``(n, 4)`` touch; what lies outside is left out."""
        if not len(boxes):
            return
        cells, _ = self._cells_of(*self._touched(boxes))
        self._taken.ravel()[cells] = True
        self._is_summed = False

    def free(self, boxes: Array) -> Array:
        """``(n,)`` whether each box lies inside and is free, but for what words took since the last ``block``."""
        if not self._is_summed:
            # Made anew: a copy of this room may still look at the sum before.
            self._sum = np.zeros(self._taken.size + 1, np.int32)
            np.cumsum(self._taken.ravel(), out=self._sum[1:])
            self._is_summed = True
        i0, j0, i1, j1 = self._nearest(boxes)
        is_free = self._is_inside(boxes)
        for down in range(int((i1 - i0).max(initial=0))):
            row = np.minimum(i0 + down, i1 - 1) * self._shape[1]
            is_free &= self._sum[row + j1] == self._sum[row + j0]
        return is_free

    def is_free(self, box: Box) -> bool:
        """Whether one box lies inside and all of it is free now."""
        j0, i0 = int((box[0] - self._x0) / CELL_X + 0.5), int((box[1] - self._y0) / CELL_Y + 0.5)
        j1, i1 = int((box[2] - self._x0) / CELL_X + 0.5), int((box[3] - self._y0) / CELL_Y + 0.5)
        if box[0] < self._x0 or box[1] < self._y0 or i1 > self._shape[0] or j1 > self._shape[1]:
            return False
        return not self._taken[i0:i1, j0:j1].any()

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

    def settle(self, boxes: Array, is_wanted: Array) -> Array:
        """Take one of its places for each of many words; the earlier word chooses first.

        Args:
            boxes: ``(n, n_place, 4)``, the best place first.
            is_wanted: ``(n, n_place)`` which of them may be taken at all.

        Returns:
            ``(n,)`` the place each has found, -1 for none.
        """
        n, n_place, _ = boxes.shape
        found = np.full(n, -1, np.int64)
        may = is_wanted & self.free(boxes.reshape(-1, 4)).reshape(n, n_place)
        for place in range(n_place):
            waiting = np.flatnonzero(may[:, place] & (found < 0))
            for _ in range(_PASSES):
                if not len(waiting):
                    break
                won, lost = self._contest(boxes[waiting, place])
                found[waiting[won]] = place
                waiting = waiting[lost]
        return found

    def _contest(self, boxes: Array) -> tuple[Array, Array]:
        """Take the boxes that are free and wanted by no earlier one; rows of those, and of those that may try again."""
        cells, which = self._cells_of(*self._nearest(boxes))
        taken = self._taken.ravel()
        is_free = np.ones(len(boxes), bool)
        is_free[which[taken[cells]]] = False
        still = is_free[which]
        cells, which = cells[still], which[still]
        owner = np.empty(taken.size, np.int32) if len(cells) else np.zeros(0, np.int32)
        # Of several writes to one cell the last one stays: the earliest word is written last.
        owner[cells[::-1]] = which[::-1]
        is_first = is_free.copy()
        is_first[which[owner[cells] != which]] = False
        taken[cells[is_first[which]]] = True
        return np.flatnonzero(is_first), np.flatnonzero(is_free & ~is_first)

    def _cells_of(self, i0: Array, j0: Array, i1: Array, j1: Array) -> tuple[Array, Array]:
        """Numbers of all cells of boxes and the box each belongs to, in the order of the boxes."""
        high, wide = i1 - i0, j1 - j0
        row = np.repeat(np.arange(len(i0)), high)
        down = np.arange(len(row)) - np.repeat(np.cumsum(high) - high, high)
        first = (i0[row] + down) * self._shape[1] + j0[row]
        count = wide[row]
        begin = np.cumsum(count) - count
        return np.arange(int(count.sum())) + np.repeat(first - begin, count), np.repeat(row, count)

    def _is_inside(self, boxes: Array) -> Array:
        rows, columns = self._shape
        foot, right = self._y0 + rows * CELL_Y, self._x0 + columns * CELL_X
        inside = (boxes[:, 0] >= self._x0) & (boxes[:, 1] >= self._y0) & (boxes[:, 2] <= right) & (boxes[:, 3] <= foot)
        return np.asarray(inside)

    def _nearest(self, boxes: Array) -> tuple[Array, Array, Array, Array]:
        """First row and column of each box and those after its last, to the nearest cell and within the room."""
        rows, columns = self._shape
        j0, j1 = (np.clip((boxes[:, k] - self._x0) / CELL_X + 0.5, 0, columns).astype(np.int64) for k in (0, 2))
        i0, i1 = (np.clip((boxes[:, k] - self._y0) / CELL_Y + 0.5, 0, rows).astype(np.int64) for k in (1, 3))
        return i0, j0, i1, j1

    def _touched(self, boxes: Array) -> tuple[Array, Array, Array, Array]:
        """The same for every cell that a box touches."""
        rows, columns = self._shape
        j0 = np.clip((boxes[:, 0] - self._x0) / CELL_X + _AIR, 0, columns).astype(np.int64)
        i0 = np.clip((boxes[:, 1] - self._y0) / CELL_Y + _AIR, 0, rows).astype(np.int64)
        j1 = np.clip(np.ceil((boxes[:, 2] - self._x0) / CELL_X - _AIR), 0, columns).astype(np.int64)
        i1 = np.clip(np.ceil((boxes[:, 3] - self._y0) / CELL_Y - _AIR), 0, rows).astype(np.int64)
        return i0, j0, i1, j1


def line_boxes(lines: Array, half: Array) -> Array:
    """Boxes around lines ``(n, 4)`` of half a width ``(n,)`` in pixels; a slanted one in small pieces along its way."""
    low = np.minimum(lines[:, :2], lines[:, 2:])
    high = np.maximum(lines[:, :2], lines[:, 2:])
    size = high - low
    straight = (size < 4.0).any(1)
    wide = half[:, None]
    boxes = [np.hstack([low[straight] - wide[straight], high[straight] + wide[straight]])]
    slanted = lines[~straight]
    if len(slanted):
        count = np.ceil(size[~straight].max(1) / 4.0).astype(np.int64)
        which = np.repeat(np.arange(len(slanted)), count)
        share = (np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + 0.5) / count[which]
        at = slanted[which, :2] + (slanted[which, 2:] - slanted[which, :2]) * share[:, None]
        around = 2.0 + wide[~straight][which]
        boxes.append(np.hstack([at - around, at + around]))
    return np.vstack(boxes)
