"""Polylines of all branches, and bars and ticks of all buses, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.cells import SLOT_PX, TICK_PX, Cells, slot_exit
from engines.schematic.lanes import Port, Route
from engines.schematic.placement import BusShape, Placement
from engines.schematic.rows import RowKind, Rows
from engines.schematic.tree import EDGE_TABLES, TRAFO3W, Edges, Forest
from engines.values.schematic import Polylines

Array = np.ndarray[Any, Any]
Points = list[tuple[float, float]]


def bus_strokes(placement: Placement, cells: Cells) -> Array:
    """``(n_bus, 4)`` ends of each bus's bar or tick."""
    if not placement.column:
        return np.zeros((0, 4))
    x = cells.bus_x
    y0 = cells.y[placement.first_track] - cells.head
    y1 = cells.y[placement.last_track] + cells.foot
    is_shelf = np.array(placement.shape) == BusShape.SHELF
    y = cells.y[placement.track]
    reach = SLOT_PX * np.maximum(cells.n_slots - 1, 0) + TICK_PX
    return np.column_stack(
        [
            np.where(is_shelf, x - TICK_PX, x),
            np.where(is_shelf, y, y0),
            np.where(is_shelf, x + reach, x),
            np.where(is_shelf, y, y1),
        ]
    )


@dataclass(slots=True, eq=False)
class Drawing:
    """Points of every edge from its ``u`` to its ``v``, and which of them lie outside the tree."""

    points: list[Points]
    is_tie: list[bool]


def draw_edges(
    forest: Forest,
    rows: Rows,
    placement: Placement,
    cells: Cells,
    strokes: Array,
    routes: list[Route],
    parallels: dict[int, int],
    loops: list[int],
) -> Drawing:
    """Polylines of all edges. ``parallels``: edge -> track of a further feed of a bar."""
    artist = _Artist(forest, placement, cells, strokes)
    n = len(forest.edges)
    points: list[Points] = [[] for _ in range(n)]
    is_tie = [False] * n
    for edge in forest.non_tree:
        is_tie[edge] = edge not in parallels
    u = forest.edges.u.tolist()
    for bus, edge in enumerate(forest.parent_edge):
        if edge >= 0 and not (rows.kind[rows.row_of[bus]] == RowKind.FOLD and rows.buses[rows.row_of[bus]][0] == bus):
            way = artist.tree_edge(forest.parent[bus], bus, edge)
            points[edge] = way if u[edge] == forest.parent[bus] else way[::-1]
    for route in routes:
        points[route.edge] = artist.routed(route)
    for edge, track in parallels.items():
        points[edge] = artist.across(edge, track)
    for edge in loops:
        points[edge] = artist.loop(edge)
    return Drawing(points, is_tie)


class _Artist:
    def __init__(self, forest: Forest, placement: Placement, cells: Cells, strokes: Array) -> None:
        self._forest, self._cells, self._place = forest, cells, placement
        self._x: list[float] = cells.bus_x.tolist()
        self._track_y: list[float] = cells.y.tolist()
        self._track, self._shape, self._last = placement.track, placement.shape, placement.last_track
        self._strokes: list[list[float]] = strokes.tolist()
        self._slot = cells.slot

    def tree_edge(self, parent: int, child: int, edge: int) -> Points:
        x, y = self._x[child], self._track_y[self._track[child]]
        x0 = self._x[parent]
        if self._shape[parent] == BusShape.BAR or self._track[parent] == self._track[child]:
            return [(x0, y), (x, y)]
        if self._track[child] < self._track[parent]:
            return [(x0, self._strokes[parent][1]), (x0, y), (x, y)]
        start = self._leaving(parent, 2 * edge)
        xs = start[-1][0]
        return [*start, (xs, y)] if self._shape[child] == BusShape.SHELF else [*start, (xs, y), (x, y)]

    def _leaving(self, bus: int, key: int) -> Points:
        """Points from the bus to where its slot turns down."""
        slot = self._slot[bus, key]
        x = self._x[bus]
        if self._shape[bus] == BusShape.SHELF:
            return [(x + SLOT_PX * slot, self._strokes[bus][1])]
        y = self._track_y[self._last[bus]] + slot_exit(self._cells, bus, slot)
        return [(x, y)] if slot == 0 else [(x, y), (x + SLOT_PX * slot, y)]

    def across(self, edge: int, track: int) -> Points:
        u, v = int(self._forest.edges.u[edge]), int(self._forest.edges.v[edge])
        return [(self._x[u], self._track_y[track]), (self._x[v], self._track_y[track])]

    def loop(self, edge: int) -> Points:
        bus = int(self._forest.edges.u[edge])
        points = self._leaving(bus, -1 - edge)
        if len(points) == 1:
            (x, y) = points[0]
            return [(x, y), (x, y + 8.0), (x + 8.0, y + 8.0), (x + 8.0, y)]
        (x, y), (xs, _) = points
        return [(x, y), (xs, y), (xs, y + 4.0), (x, y + 4.0)]

    def routed(self, route: Route) -> Points:
        edges = self._forest.edges
        points, x, y = self._port(route, int(edges.u[route.edge]), 0)
        tail, x_end, y_end = self._port(route, int(edges.v[route.edge]), 1)
        for lane in route.lanes:
            if lane.is_vertical:
                x = self._cells.lane(lane)
            else:
                y = self._cells.lane(lane)
            points.append((x, y))
        last = route.lanes[-1]
        points.append((x, y_end) if last.is_vertical else (x_end, y))
        points.extend(reversed(tail))
        return _without_repeats(points)

    def _port(self, route: Route, bus: int, end: int) -> tuple[Points, float, float]:
        """First points at a bus, and the x and y from which the first lane is reached."""
        x0, y0, x1, _ = self._strokes[bus]
        port = route.ports[end]
        if port == Port.BELOW:
            points = self._leaving(bus, 2 * route.edge + end)
            return points, *points[-1]
        if port == Port.ABOVE:
            return [(x0, y0)], x0, y0
        y = self._track_y[self._track[bus]]
        return [(x1 if port == Port.RIGHT else x0, y)], x1, y


def _without_repeats(points: Points) -> Points:
    kept = [points[0]]
    for point in points[1:]:
        if point != kept[-1]:
            kept.append(point)
    return kept if len(kept) > 1 else [kept[0], kept[0]]


def flattened(ways: list[Points]) -> tuple[Array, Array]:
    """``(n + 1,)`` offsets and ``(m, 2)`` points of many polylines."""
    offset = np.zeros(len(ways) + 1, np.int64)
    np.cumsum([len(w) for w in ways], out=offset[1:])
    values = np.fromiter((c for way in ways for point in way for c in point), float, 2 * int(offset[-1]))
    return offset, values.reshape(-1, 2)


def polylines(ways: list[Points]) -> Polylines:
    """Lists of points as arrays."""
    offset, at = flattened(ways)
    return Polylines(offset, at[:, 0].copy(), at[:, 1].copy())


def gather(
    network: Network, edges: Edges, drawing: Drawing, offset: Array, at: Array
) -> tuple[dict[str, Polylines], dict[str, Array]]:
    """Polylines and tie flags by table, one per row; a row without two existing buses has no points.

    ``offset``, ``at``: the drawing's points, flattened.
    """
    lines: dict[str, Polylines] = {}
    ties: dict[str, Array] = {}
    is_tie = np.array(drawing.is_tie, bool)
    for code, table in enumerate(EDGE_TABLES):
        n = len(network[table])
        own = np.flatnonzero(edges.table == code)
        flags = np.zeros(n, bool)
        np.logical_or.at(flags, edges.row[own], is_tie[own])
        ties[table] = flags
        lines[table] = _three_ways(n, edges, drawing) if code == TRAFO3W else _picked(n, edges.row, own, offset, at)
    return lines, ties


def _picked(n: int, row: Array, own: Array, offset: Array, at: Array) -> Polylines:
    """The points of the edges ``own`` in the order of their rows."""
    own = own[np.argsort(row[own], kind="stable")]
    count = offset[own + 1] - offset[own]
    per_row = np.zeros(n + 1, np.int64)
    per_row[row[own] + 1] = count
    inside = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    taken = at[np.repeat(offset[own], count) + inside]
    return Polylines(np.cumsum(per_row), taken[:, 0].copy(), taken[:, 1].copy())


def _three_ways(n: int, edges: Edges, drawing: Drawing) -> Polylines:
    """One stroke each: to the middle side, back to the high side, and on to the low side."""
    ways: list[Points] = [[] for _ in range(n)]
    for edge in np.flatnonzero(edges.table == TRAFO3W).tolist():
        row = int(edges.row[edge])
        way = drawing.points[edge]
        ways[row] = [*ways[row], *ways[row][-2::-1], *way] if ways[row] else list(way)
    return polylines(ways)
