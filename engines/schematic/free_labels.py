"""What needs a free spot that no cell keeps for it: switches in the middle of ties, names of ties and transformers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.switches import SwitchKind
from engines.schematic.boxes import LabelList
from engines.schematic.drawing import Drawing, Points
from engines.schematic.equipment import LABEL_HEIGHT_PX, MAX_TEXT, Texts, text_width
from engines.schematic.free_space import FreeSpace
from engines.schematic.tree import SWITCH, Forest
from engines.values.schematic import LabelKind

Array = np.ndarray[Any, Any]

_SYMBOL_REACH = 9.0
_TRAFO_REACH = 15.0
_STEP_PX = 16.0
_TRIES = 200


def line_boxes(offset: Array, at: Array) -> tuple[Array, Array]:
    """Extents of all pieces of all edges, and the edge each belongs to, from their flattened points."""
    owner = np.repeat(np.arange(len(offset) - 1), np.diff(offset))
    inside = owner[1:] == owner[:-1]
    a, b = at[:-1][inside], at[1:][inside]
    return np.column_stack([np.minimum(a, b), np.maximum(a, b)]), owner[1:][inside]


def settle_on_lines(placed: Mapping[int, Array], forest: Forest, drawing: Drawing, lines: FreeSpace) -> None:
    """Moves what stands in the middle of its line to where no other line runs beneath it. ``placed``: by table code.

    In the tree that concerns only switches between two buses: their row may lead across a channel of ties.
    """
    edges = forest.edges
    for edge in np.flatnonzero(np.isin(edges.table, list(placed))).tolist():
        code = int(edges.table[edge])
        if not drawing.is_tie[edge] and (code != SWITCH or _is_clear(lines, placed[SWITCH][edges.row[edge]], edge)):
            continue
        along = _SYMBOL_REACH if code == SWITCH else _TRAFO_REACH
        # Rather close beside another line than on it.
        for tight in (0.0, 2.0):
            spot = _free_spot(placed, drawing, lines, edge, along - tight, code)
            if spot is not None:
                placed[code][edges.row[edge]] = spot
                break


def _is_clear(lines: FreeSpace, spot: Array, edge: int) -> bool:
    x, y, near = float(spot[0]), float(spot[1]), _SYMBOL_REACH - 2.0
    return lines.is_free(x - near, y - near, x + near, y + near, edge)


def _free_spot(
    placed: Mapping[int, Array], drawing: Drawing, lines: FreeSpace, edge: int, along: float, code: int
) -> tuple[float, float, float] | None:
    """The spot nearest to the middle of ``edge`` with ``along`` free on both sides, as far as tried."""
    across = min(along, _SYMBOL_REACH)
    for x, y, direction in itertools.islice(_spots(drawing.points[edge], along), _TRIES):
        half_x, half_y = (along, across) if direction == 0.0 else (across, along)
        if code != SWITCH and _is_at_a_switch(placed[SWITCH], x, y):
            continue
        if lines.is_free(x - half_x, y - half_y, x + half_x, y + half_y, edge):
            return x, y, direction
    return None


def _is_at_a_switch(switch: Array, x: float, y: float) -> bool:
    return bool((np.maximum(np.abs(switch[:, 0] - x), np.abs(switch[:, 1] - y)) < 2 * _SYMBOL_REACH + 6.0).any())


def _spots(points: Points, along: float) -> Iterator[tuple[float, float, float]]:
    """Spots along a polyline, those near its middle first."""
    spots: list[tuple[float, float, float, float]] = []
    total = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in itertools.pairwise(points))
    passed = 0.0
    for a, b in itertools.pairwise(points):
        length = abs(b[0] - a[0]) + abs(b[1] - a[1])
        direction = 0.0 if a[1] == b[1] else 90.0
        room = length - 2 * along - 4.0
        for k in range(int(room // _STEP_PX) + 1 if room >= 0 else 0):
            away = along + 2.0 + (room % _STEP_PX) / 2 + k * _STEP_PX
            share = away / length
            x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
            spots.append((abs(passed + away - total / 2), x, y, direction))
        passed += length
    return ((x, y, direction) for _, x, y, direction in sorted(spots))


def add_switch_labels(labels: LabelList, network: Network, switch: Array, space: FreeSpace, known: set[int]) -> None:
    """Names of ties and reclosers beside their symbols, where there is room. ``known``: named already."""
    table = network["switch"]
    if not len(table):
        return
    wanted = (~table["normal_closed"] | (table["kind"] == SwitchKind.RECLOSER)) & (table["name"] != "")
    for row in np.flatnonzero(wanted).tolist():
        if row in known:
            continue
        text = str(table["name"][row])[:MAX_TEXT]
        x, y, direction = (float(v) for v in switch[row])
        if not math.isfinite(x):
            continue
        _put(labels, space, "switch", row, LabelKind.SWITCH, text_width(text), text, _around(x, y, direction, text))


def _around(x: float, y: float, direction: float, text: str) -> list[tuple[float, float]]:
    """Top left corners to try, the usual one first."""
    width, half = text_width(text), LABEL_HEIGHT_PX / 2
    beside = [(x + 11.0, y - half), (x - 11.0 - width, y - half)]
    over = [(x - width / 2, y - 11.0 - LABEL_HEIGHT_PX), (x - width / 2, y + 11.0)]
    corners = [
        (x + 9.0, y + 9.0), (x + 9.0, y - 9.0 - LABEL_HEIGHT_PX),
        (x - 9.0 - width, y + 9.0), (x - 9.0 - width, y - 9.0 - LABEL_HEIGHT_PX),
    ]  # fmt: skip
    return [*beside, *over, *corners] if direction == 90.0 else [*over, *corners]


def add_transformer_labels(
    labels: LabelList,
    texts: Texts,
    placed: Mapping[str, Array],
    space: FreeSpace,
    known: set[tuple[str, int]],
) -> None:
    """Names of transformers on risers and in ties, to the right of their symbol where there is room."""
    for table, names in texts.trafo.items():
        for row, name in enumerate(names):
            if (table, row) in known:
                continue
            x, y, _ = (float(v) for v in placed[table][row])
            if not math.isfinite(x):
                continue
            width, top = texts.trafo_room[table][row], y - LABEL_HEIGHT_PX / 2
            # Only to the right: left of a symbol the name would read as the next one's.
            _put(labels, space, table, row, LabelKind.TRANSFORMER, width, name, [(x + 14.0, top)])


def _put(
    labels: LabelList,
    space: FreeSpace,
    table: str,
    row: int,
    kind: LabelKind,
    width: float,
    text: str,
    corners: list[tuple[float, float]],
) -> None:
    for x, y in corners:
        if space.is_free(x - 1.0, y - 1.0, x + width + 1.0, y + LABEL_HEIGHT_PX + 1.0):
            labels.add(table, row, kind, x, y, width, text)
            space.take(x, y, x + width, y + LABEL_HEIGHT_PX)
            return
