"""The outline around many boxes, and dashes along it."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_CORNER = (0.0, 0.3, 0.7, 1.0)
"""Points of a rounded corner, as shares of its way."""


def outlines(boxes: Array, gap_x: float, gap_y: float) -> list[Array]:
    """Closed polygons ``(n, 2)`` around the union of boxes ``(n, 4)`` x0, y0, x1, y1.

    Args:
        gap_x, gap_y: room so narrow between two boxes is inside as well, so that an area has no teeth.
    """
    if not len(boxes):
        return []
    xs, ys = np.unique(boxes[:, [0, 2]]), np.unique(boxes[:, [1, 3]])
    inside = _filled(boxes, xs, ys)
    inside |= _closed(inside, xs, gap_x)
    inside |= _closed(inside.T, ys, gap_y).T
    return _traced(inside, xs, ys)


def _filled(boxes: Array, xs: Array, ys: Array) -> Array:
    """``(n_y - 1, n_x - 1)`` which cells between the lines any box covers."""
    change = np.zeros((len(ys), len(xs)), np.int32)
    x0, y0, x1, y1 = (np.searchsorted(line, boxes[:, k]) for line, k in ((xs, 0), (ys, 1), (xs, 2), (ys, 3)))
    for row, column, step in ((y0, x0, 1), (y0, x1, -1), (y1, x0, -1), (y1, x1, 1)):
        np.add.at(change, (row, column), step)
    return np.asarray(change.cumsum(0).cumsum(1)[:-1, :-1] > 0)


def _closed(inside: Array, lines: Array, gap: float) -> Array:
    """Cells in a row between two inside that are no farther apart than ``gap``."""
    ended = np.maximum.accumulate(np.where(inside, lines[1:], -np.inf), axis=1)
    begins = np.minimum.accumulate(np.where(inside, lines[:-1], np.inf)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(begins - ended <= gap)


def _traced(inside: Array, xs: Array, ys: Array) -> list[Array]:
    """Polygons along the rim: from corner to corner, in turns across and down."""
    cells = np.pad(inside, 1).astype(np.int8)
    a, b, c, d = cells[:-1, :-1], cells[:-1, 1:], cells[1:, :-1], cells[1:, 1:]
    count = a + b + c + d
    is_saddle = (count == 2) & (a == d)
    row, column = np.nonzero((count == 1) | (count == 3) | is_saddle)
    # Where two areas touch at a corner, it is a corner of both.
    twice = 1 + is_saddle[row, column].astype(np.int64)
    row, column = np.repeat(row, twice), np.repeat(column, twice)
    across, down = _partners(np.lexsort((column, row))), _partners(np.lexsort((row, column)))
    at = np.column_stack([xs[column], ys[row]])
    found, is_walked = [], np.zeros(len(row), bool)
    for first in range(len(row)):
        way, now = [], first
        while not is_walked[now]:
            turn = int(across[now])
            way += [now, turn]
            is_walked[[now, turn]] = True
            now = int(down[turn])
        if way:
            found.append(at[way])
    return found


def _partners(order: Array) -> Array:
    """In sorted order every corner belongs with its neighbour."""
    partner = np.empty(len(order), np.int64)
    partner[order[0::2]], partner[order[1::2]] = order[1::2], order[0::2]
    return partner


def rounded(polygon: Array, radius: float) -> Array:
    """A closed polygon ``(n, 2)`` with round corners, ``(4 n, 2)``."""
    before, after = np.roll(polygon, 1, axis=0) - polygon, np.roll(polygon, -1, axis=0) - polygon
    to_before, to_after = (np.maximum(np.hypot(*step.T), 1e-9) for step in (before, after))
    reach = np.minimum(radius, np.minimum(to_before, to_after) / 2)
    begin = polygon + before * (reach / to_before)[:, None]
    end = polygon + after * (reach / to_after)[:, None]
    points = [(1 - t) ** 2 * begin + 2 * t * (1 - t) * polygon + t**2 * end for t in _CORNER]
    return np.stack(points, axis=1).reshape(-1, 2)


def edges_of(rings: list[Array]) -> Array:
    """``(n, 4)`` all sides of closed polygons, one after the other."""
    return np.vstack([np.zeros((0, 4)), *(np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings)])


def dashes_along(edges: Array, dash: float, gap: float) -> Array:
    """Dashes ``(n, 4)`` along sides ``(n, 4)``, running on around their corners, in periods that fit the whole."""
    step = edges[:, 2:] - edges[:, :2]
    length = np.hypot(step[:, 0], step[:, 1])
    end = np.cumsum(length)
    if not len(edges) or end[-1] <= 0:
        return np.zeros((0, 4))
    whole = float(end[-1])
    count = max(int(whole / (dash + gap)), 1)
    period = whole / count
    at, drawn = np.arange(count) * period, period * dash / (dash + gap)
    marks = np.sort(np.concatenate([[0.0], end, at, at + drawn]))
    begin, stop = marks[:-1], marks[1:]
    middle = (begin + stop) / 2
    is_drawn = (stop - begin > 1e-9) & (middle % period <= drawn)
    begin, stop = begin[is_drawn], stop[is_drawn]
    edge = np.minimum(np.searchsorted(end, middle[is_drawn]), len(edges) - 1)
    first, along = end[edge] - length[edge], step[edge] / np.maximum(length[edge], 1e-9)[:, None]
    ends = [edges[edge, :2] + along * (at - first)[:, None] for at in (begin, stop)]
    return np.hstack(ends)
