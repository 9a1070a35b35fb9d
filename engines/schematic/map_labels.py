"""Labels of the map, each only where it is free of lines, symbols and other labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.equipment import BUS_VALUE_PX, LABEL_HEIGHT_PX, MAX_TEXT, text_width
from engines.schematic.map_names import map_names
from engines.schematic.quality import box_pairs, stem_boxes, symbol_boxes
from engines.schematic.tree import Forest
from engines.values.schematic import DiagramLayout, LabelKind, Labels

Array = np.ndarray[Any, Any]

_PIECE_PX = 20.0
"""Slanting lines are taken as a chain of boxes of this size."""

_CORNERS = ((1, -1), (-1, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (0, -1))
"""Where a label is tried, in turn: right or left of, above or below its point."""


def map_labels(network: Network, forest: Forest, layout: DiagramLayout) -> Labels:
    """Names of stations and feeders first, then of ties, then the values of buses."""
    taken = np.concatenate([_line_pieces(layout), stem_boxes(layout), symbol_boxes(layout)])
    names = map_names(network, forest, layout, taken)
    own = np.column_stack([names.x, names.y, names.x + names.width, names.y + names.height])
    return _joined(names, _others(network, layout, np.concatenate([taken, own])))


def _joined(first: Labels, second: Labels) -> Labels:
    columns = ("table", "row", "kind", "x", "y", "width", "height", "text")
    return Labels(*(np.concatenate([getattr(first, c), getattr(second, c)]) for c in columns))


def _others(network: Network, layout: DiagramLayout, taken: Array) -> Labels:
    """Names of ties, then the values of buses."""
    point, width, table, row, kind, text = _wanted(network, layout)
    n = len(row)
    box, is_placed = np.zeros((n, 4)), np.zeros(n, bool)
    for corner in _CORNERS:
        waiting = np.flatnonzero(~is_placed)
        tried = _boxes(point[waiting], width[waiting], corner)
        is_free = np.ones(len(waiting), bool)
        is_free[box_pairs(tried, np.concatenate([taken, box[is_placed]]))[0]] = False
        # Of two that want the same spot, the one that comes first has it.
        left, right = box_pairs(tried, tried)
        rival = (left < right) & is_free[left] & is_free[right]
        is_free[right[rival]] = False
        box[waiting[is_free]], is_placed[waiting[is_free]] = tried[is_free], True
    k = np.flatnonzero(is_placed)
    height = np.full(len(k), LABEL_HEIGHT_PX)
    return Labels(table[k], row[k], kind[k], box[k, 0], box[k, 1], width[k], height, text[k])


def _wanted(network: Network, layout: DiagramLayout) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Point, width, table, row, kind and text of every label that would be good to have, most wanted first."""
    bus_at = (layout.bus[:, :2] + layout.bus[:, 2:]) / 2
    switch = network["switch"]
    ties = np.flatnonzero(~switch["normal_closed"] & (switch["name"] != "") & np.isfinite(layout.switch[:, 0]))
    tie = [str(name)[:MAX_TEXT] for name in switch["name"][ties].tolist()]
    n_bus = len(network.bus)
    counts = (len(ties), n_bus)
    return (
        np.concatenate([layout.switch[ties, :2].reshape(-1, 2), bus_at]),
        np.concatenate([[text_width(name) for name in tie], np.full(n_bus, BUS_VALUE_PX)]),
        np.repeat(np.array(["switch", "bus"]), counts),
        np.concatenate([ties, np.arange(n_bus)]),
        np.repeat(np.array([LabelKind.SWITCH, LabelKind.BUS_VALUE], np.int8), counts),
        np.array([*tie, *[""] * n_bus], np.str_),
    )


def _boxes(point: Array, width: Array, corner: tuple[int, int]) -> Array:
    right, below = corner
    x = point[:, 0] + {1: 9.0, 0: 0.0, -1: -9.0}[right] - width * (1 - right) / 2
    y = point[:, 1] - LABEL_HEIGHT_PX / 2 + below * (LABEL_HEIGHT_PX / 2 + 5.0)
    return np.column_stack([x, y, x + width, y + LABEL_HEIGHT_PX])


def _line_pieces(layout: DiagramLayout) -> Array:
    """Boxes along all branches and bars."""
    ends = [np.column_stack([layout.bus[:, :2], layout.bus[:, 2:]])]
    for polylines in layout.branch.values():
        at = np.column_stack([polylines.x, polylines.y])
        if len(at) > 1:
            owner = np.repeat(np.arange(len(polylines)), np.diff(polylines.offset))
            ends.append(np.column_stack([at[:-1], at[1:]])[owner[1:] == owner[:-1]])
    piece = np.concatenate(ends)
    length = np.hypot(piece[:, 2] - piece[:, 0], piece[:, 3] - piece[:, 1])
    count = np.maximum(1, np.ceil(length / _PIECE_PX)).astype(np.int64)
    which = np.repeat(np.arange(len(piece)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    step = (piece[:, 2:] - piece[:, :2])[which] / count[which, None]
    start = piece[which, :2] + step * number[:, None]
    return np.column_stack([np.minimum(start, start + step), np.maximum(start, start + step)])
