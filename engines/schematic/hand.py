"""Positions a person chose, laid over those found automatically."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.drawing import Drawing, Points
from engines.schematic.tree import Forest

Array = np.ndarray[Any, Any]


def hand_shifts(
    network: Network,
    forest: Forest,
    strokes: Array,
    feeders: list[tuple[int, str, int, str]],
    hand_positions: Mapping[str, tuple[float, float]],
) -> Array:
    """``(n_bus, 2)`` by how much each bus is moved; ids that name nothing on the diagram are passed over."""
    shift = np.zeros((len(strokes), 2))
    middle = (strokes[:, :2] + strokes[:, 2:]) / 2
    heads = {str(network[table].id[row]): first for first, table, row, _ in feeders}
    for element_id, position in hand_positions.items():
        if element_id in heads:
            first = heads[element_id]
            shift[_below(forest, first)] = np.asarray(position, float) - middle[first]
    row_of = {str(key): row for row, key in enumerate(network.bus.id.tolist())}
    for element_id, position in hand_positions.items():
        if element_id in row_of:
            row = row_of[element_id]
            shift[row] = np.asarray(position, float) - middle[row]
    return np.where(np.isfinite(shift), shift, 0.0)


def _below(forest: Forest, first: int) -> list[int]:
    """``first`` and all buses it feeds."""
    inside = {first}
    for bus in forest.order:
        if forest.parent[bus] in inside:
            inside.add(bus)
    return sorted(inside)


def move(forest: Forest, strokes: Array, drawing: Drawing, shift: Array) -> None:
    """Moves buses, and their branches with them: as they are where both ends move alike, else routed anew."""
    strokes[:, :2] += shift
    strokes[:, 2:] += shift
    by_bus = [(float(x), float(y)) for x, y in shift]
    for edge, (u, v) in enumerate(zip(forest.edges.u.tolist(), forest.edges.v.tolist(), strict=True)):
        if by_bus[u] == (0.0, 0.0) == by_bus[v]:
            continue
        points = drawing.points[edge]
        if by_bus[u] == by_bus[v]:
            drawing.points[edge] = [(x + by_bus[u][0], y + by_bus[u][1]) for x, y in points]
        elif points:
            drawing.points[edge] = _rerouted(points, by_bus[u], by_bus[v])


def _rerouted(points: Points, start: tuple[float, float], end: tuple[float, float]) -> Points:
    """A right-angled way between the two moved ends."""
    x0, y0 = points[0][0] + start[0], points[0][1] + start[1]
    x1, y1 = points[-1][0] + end[0], points[-1][1] + end[1]
    if x0 == x1 or y0 == y1:
        return [(x0, y0), (x1, y1)]
    if len(points) > 2 and points[0][0] == points[1][0]:
        return [(x0, y0), (x0, y1), (x1, y1)]
    half = (x0 + x1) / 2
    return [(x0, y0), (half, y0), (half, y1), (x1, y1)]
