"""How readable a layout is, counted: overlaps and crossings that a person would stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.schematic import DiagramLayout

Array = np.ndarray[Any, Any]
Boxes = Array
"""``(n, 4)`` x0, y0, x1, y1."""

_TOUCH_PX = 0.5
"""Lines and boxes that come no closer than this into each other only touch."""
_CELL_PX = 128.0
_SYMBOL_PX = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Straight pieces of all branches.

    Attributes:
        box: ``(n, 4)`` their extent; line: ``(n,)`` number of the branch (over all tables); is_tie: ``(n,)``.
    """

    box: Boxes
    line: Array
    is_tie: Array


def segments(layout: DiagramLayout) -> Segments:
    """Pieces of all branches that have a length."""
    boxes, lines, ties = [], [], []
    first = 0
    for table, polylines in layout.branch.items():
        n = len(polylines)
        owner = np.repeat(np.arange(n), np.diff(polylines.offset))
        if len(owner) > 1:
            inside = owner[1:] == owner[:-1]
            x, y = polylines.x, polylines.y
            ends = np.column_stack(
                [
                    np.minimum(x[1:], x[:-1]),
                    np.minimum(y[1:], y[:-1]),
                    np.maximum(x[1:], x[:-1]),
                    np.maximum(y[1:], y[:-1]),
                ]
            )[inside]
            own = owner[1:][inside]
            has_length = (ends[:, 2] > ends[:, 0]) | (ends[:, 3] > ends[:, 1])
            boxes.append(ends[has_length])
            lines.append(own[has_length] + first)
            ties.append(np.asarray(layout.is_tie[table])[own][has_length])
        first += n
    if not boxes:
        return Segments(np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(0, bool))
    return Segments(np.concatenate(boxes), np.concatenate(lines), np.concatenate(ties))


def label_boxes(layout: DiagramLayout) -> Boxes:
    """Boxes of all labels."""
    labels = layout.labels
    return np.column_stack([labels.x, labels.y, labels.x + labels.width, labels.y + labels.height])


def symbol_boxes(layout: DiagramLayout) -> Boxes:
    """Boxes of switches, transformers and devices."""
    parts = [_around(layout.switch, _SYMBOL_PX, _SYMBOL_PX)]
    parts.extend(_around(placed, 13.0, 8.0) for placed in (layout.trafo, layout.trafo3w))
    parts.extend(_around(placed, 8.0, 8.0) for placed in layout.device.values())
    boxes = np.concatenate(parts)
    return np.asarray(boxes[np.isfinite(boxes).all(axis=1)])


def _around(placed: Array, along: float, across: float) -> Boxes:
    angle = np.radians(placed[:, 2])
    # Right angles stay exact; on the map symbols lie along slanting lines.
    cosine, sine = np.abs(np.cos(angle)).round(9), np.abs(np.sin(angle)).round(9)
    half_x, half_y = along * cosine + across * sine, along * sine + across * cosine
    return np.column_stack([placed[:, 0] - half_x, placed[:, 1] - half_y, placed[:, 0] + half_x, placed[:, 1] + half_y])


def count_label_overlaps(layout: DiagramLayout) -> int:
    """Pairs of labels that cover each other."""
    boxes = label_boxes(layout)
    return _count(boxes, boxes, same=True)


def count_label_line_overlaps(layout: DiagramLayout) -> int:
    """Labels on a branch, a bar or a stem (pairs)."""
    return _count(label_boxes(layout), np.concatenate([segments(layout).box, _bus_boxes(layout), stem_boxes(layout)]))


def count_label_symbol_overlaps(layout: DiagramLayout) -> int:
    """Labels on a symbol (pairs)."""
    return _count(label_boxes(layout), symbol_boxes(layout))


def count_symbol_overlaps(layout: DiagramLayout) -> int:
    """Pairs of symbols that cover each other."""
    boxes = symbol_boxes(layout)
    return _count(boxes, boxes, same=True)


def count_symbol_line_overlaps(layout: DiagramLayout) -> int:
    """Symbols on a branch that is not their own (pairs)."""
    parts, boxes = segments(layout), symbol_boxes(layout)
    pairs = zip(*(rows.tolist() for rows in box_pairs(boxes, parts.box)), strict=True)
    return sum(not _is_on(boxes[symbol], parts.box[parts.line == parts.line[piece]]) for symbol, piece in pairs)


def count_tree_edge_crossings(layout: DiagramLayout) -> int:
    """Pairs of tree branches that cross or lie on each other other than at a common end."""
    parts = segments(layout)
    box, line = parts.box[~parts.is_tie], parts.line[~parts.is_tie]
    return sum(1 for a, b in _meeting(box, box, same=True) if line[a] != line[b] and _is_crossing(box[a], box[b]))


def count_tie_crossings(layout: DiagramLayout) -> int:
    """Crossings and overlaps of ties with tree branches, bars and one another."""
    parts = segments(layout)
    tie_box, tie_line = parts.box[parts.is_tie], parts.line[parts.is_tie]
    tree_box = np.concatenate([parts.box[~parts.is_tie], _bus_boxes(layout)])
    with_tree = sum(1 for a, b in _meeting(tie_box, tree_box) if _is_crossing(tie_box[a], tree_box[b]))
    pairs = _meeting(tie_box, tie_box, same=True)
    return with_tree + sum(1 for a, b in pairs if tie_line[a] != tie_line[b] and _is_crossing(tie_box[a], tie_box[b]))


def count_ties(layout: DiagramLayout) -> int:
    """Branches that run in tie channels."""
    return sum(int(np.count_nonzero(flags)) for flags in layout.is_tie.values())


def _bus_boxes(layout: DiagramLayout) -> Boxes:
    ends = layout.bus[:, :2], layout.bus[:, 2:]
    return np.column_stack([np.minimum(*ends), np.maximum(*ends)])


def stem_boxes(layout: DiagramLayout) -> Boxes:
    """Stems of all devices: from the foot along x, then along y."""
    parts = [np.zeros((0, 4))]
    for table, placed in layout.device.items():
        foot = layout.device_foot[table]
        x, y = placed[:, 0], placed[:, 1]
        parts.append(np.column_stack([np.minimum(foot[:, 0], x), foot[:, 1], np.maximum(foot[:, 0], x), foot[:, 1]]))
        parts.append(np.column_stack([x, np.minimum(foot[:, 1], y), x, np.maximum(foot[:, 1], y)]))
    boxes = np.concatenate(parts)
    return np.asarray(boxes[np.isfinite(boxes).all(axis=1)])


def _is_on(box: Array, pieces: Boxes) -> bool:
    """Whether the middle of ``box`` lies on one of the pieces."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = 0.6
    on_x = (pieces[:, 0] - near <= x) & (x <= pieces[:, 2] + near)
    on_y = (pieces[:, 1] - near <= y) & (y <= pieces[:, 3] + near)
    return bool((on_x & on_y).any())


def _is_crossing(a: Array, b: Array) -> bool:
    """Whether two upright or level pieces cross inside or share a length; a touch at an end is a joint."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width < -_TOUCH_PX or height < -_TOUCH_PX:
        return False
    a_level, b_level = a[3] - a[1] <= a[2] - a[0], b[3] - b[1] <= b[2] - b[0]
    if a_level == b_level:
        return bool(max(width, height) > _TOUCH_PX)
    level, upright = (a, b) if a_level else (b, a)
    inside_x = level[0] + _TOUCH_PX < upright[0] < level[2] - _TOUCH_PX
    inside_y = upright[1] + _TOUCH_PX < level[1] < upright[3] - _TOUCH_PX
    return bool(inside_x and inside_y)


def _count(a: Boxes, b: Boxes, *, same: bool = False) -> int:
    return sum(1 for _ in _meeting(a, b, same=same, deep=True))


def _meeting(a: Boxes, b: Boxes, *, same: bool = False, deep: bool = False) -> Iterator[tuple[int, int]]:
    left, right = box_pairs(a, b, deep=deep)
    if same:
        left, right = left[left < right], right[left < right]
    yield from zip(left.tolist(), right.tolist(), strict=True)


def box_pairs(a: Boxes, b: Boxes, *, deep: bool = True) -> tuple[Array, Array]:
    """Rows of ``a`` and ``b`` that meet (``deep``: by more than a touch), each pair once."""
    if not len(a) or not len(b):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    need = _TOUCH_PX if deep else -_TOUCH_PX
    cell_a, cell_b = _cells(a), _cells(b)
    left, right = _joined(*cell_a, *cell_b)
    width = np.minimum(a[left, 2], b[right, 2]) - np.maximum(a[left, 0], b[right, 0])
    height = np.minimum(a[left, 3], b[right, 3]) - np.maximum(a[left, 1], b[right, 1])
    # A line has no thickness: it is deep inside a box when it reaches in at all.
    flat_x = np.minimum(a[left, 2] - a[left, 0], b[right, 2] - b[right, 0]) < need
    flat_y = np.minimum(a[left, 3] - a[left, 1], b[right, 3] - b[right, 1]) < need
    hit = (width > np.where(flat_x, -1e-9, need)) & (height > np.where(flat_y, -1e-9, need))
    pairs = np.unique(np.column_stack([left[hit], right[hit]]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _cells(boxes: Boxes) -> tuple[Array, Array]:
    """(cell key, box) for every cell a box reaches into."""
    low = np.floor((boxes[:, :2] - 1.0) / _CELL_PX).astype(np.int64)
    high = np.floor((boxes[:, 2:] + 1.0) / _CELL_PX).astype(np.int64)
    nx, ny = (high - low + 1).T
    which = np.repeat(np.arange(len(boxes)), nx * ny)
    number = np.arange(len(which)) - np.repeat(np.cumsum(nx * ny) - nx * ny, nx * ny)
    x = low[which, 0] + number % nx[which]
    y = low[which, 1] + number // nx[which]
    return x * 4_000_037 + y, which


def _joined(key_a: Array, a: Array, key_b: Array, b: Array) -> tuple[Array, Array]:
    """All pairs with equal keys."""
    order = np.argsort(key_b, kind="stable")
    key_b, b = key_b[order], b[order]
    first, last = np.searchsorted(key_b, key_a, "left"), np.searchsorted(key_b, key_a, "right")
    n = last - first
    left = np.repeat(a, n)
    at = np.repeat(first, n) + np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n)
    return left, b[at]
