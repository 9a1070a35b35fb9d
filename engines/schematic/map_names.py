"""Names of stations and feeders on the map: beside the station, and along the way of the feeder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.boxes import LabelList
from engines.schematic.equipment import LABEL_HEIGHT_PX, bold_width, name_things
from engines.schematic.free_space import FreeSpace
from engines.schematic.rows import cut_rows
from engines.schematic.tree import Forest
from engines.values.schematic import DiagramLayout, LabelKind, Labels

Array = np.ndarray[Any, Any]

_AROUND = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
_STATION_RINGS = (12.0, 26.0, 44.0, 70.0, 100.0, 140.0)
_FEEDER_RINGS = (9.0, 16.0, 26.0)
_N_ALONG = 12
_AIR_PX = 2.0


def map_names(network: Network, forest: Forest, layout: DiagramLayout, taken: Array) -> Labels:
    """Labels of stations and feeders, each in the first place that is free of the boxes ``taken`` ``(n, 4)``."""
    labels = LabelList()
    if len(network.bus):
        texts = name_things(network, forest, cut_rows(network, forest, len(network.bus)))
        space = FreeSpace(taken, np.zeros(len(taken), np.int64))
        at = (layout.bus[:, :2] + layout.bus[:, 2:]) / 2
        for bar, name in texts.stations:
            _add(labels, space, ("bus", bar, LabelKind.SUBSTATION, name), at[[bar]], _STATION_RINGS)
        below = _children(forest)
        for first, table, row, name in texts.feeders:
            _add(labels, space, (table, row, LabelKind.FEEDER, name), at[_way(below, first)], _FEEDER_RINGS)
    return labels.labels()


def _children(forest: Forest) -> dict[int, list[int]]:
    below: dict[int, list[int]] = {}
    for bus in forest.order:
        below.setdefault(int(forest.parent[bus]), []).append(int(bus))
    return below


def _way(below: dict[int, list[int]], first: int) -> list[int]:
    """A few buses of a feeder, breadth first, the second before the first: there the next feeder is farther away."""
    way: list[int] = []
    level = [first]
    while level and len(way) < _N_ALONG:
        way += level
        level = [bus for above in level for bus in below.get(above, ())]
    return [*way[1:_N_ALONG], first]


def _add(
    labels: LabelList, space: FreeSpace, what: tuple[str, int, LabelKind, str], points: Array, rings: tuple[float, ...]
) -> None:
    width = bold_width(what[3])
    for x, y in _places(points, rings, width):
        if space.is_free(x - _AIR_PX, y, x + width + _AIR_PX, y + LABEL_HEIGHT_PX):
            space.take(x - _AIR_PX, y, x + width + _AIR_PX, y + LABEL_HEIGHT_PX)
            table, row, kind, name = what
            labels.add(table, row, kind, x, y, width, name)
            return


def _places(points: Array, rings: tuple[float, ...], width: float) -> Iterator[tuple[float, float]]:
    """Left and top beside the points, those near to them first."""
    for away in rings:
        for x, y in points.tolist():
            for right, down in _AROUND:
                top = y - LABEL_HEIGHT_PX / 2 + down * (0.7 * away + LABEL_HEIGHT_PX / 2)
                yield x + right * away - width * (1 - right) / 2, top
