"""Ways for what is not part of a tree: through the gaps between tracks and the channels between columns.

A *level* is a track or a gap: track ``t`` is level ``2 t + 1``, the gap above it ``2 t``. Channel ``k`` runs
left of column ``k``. A route leaves a bus to a level, follows it to a channel, follows the channel to another
level and that to the other bus. Which channel costs least is read from sums over two grids of weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.schematic.lanes import Lane, Port, Route, assign_slots
from engines.schematic.placement import BusShape, Placement
from engines.schematic.rows import RowKind, Rows
from engines.schematic.stacking import Block
from engines.schematic.tree import Forest
from engines.schematic.ways import Exit, Way, nearest_exit, running_minimum

Array = np.ndarray[Any, Any]

_TREE_CROSSING, _TIE_CROSSING, _BAR_CROSSING, _BLOCKED = 10.0, 8.0, 60.0, 1e7
_CROWDING = 0.4
"""For going beside another tie: two that run together cross where one leaves."""
_SECOND_LOOK = 200
"""Up to so many routes are sought a second time."""
_REACH = 24
"""Columns beyond the two ends in which a channel is looked for."""


def find_routes(
    forest: Forest, rows: Rows, blocks: list[Block], placement: Placement, free_edges: list[int]
) -> list[Route]:
    """Routes of ``free_edges`` (no self loops), short ones first, after the rows that are folded."""
    grid = _Grid(forest, rows, placement)
    routes = grid.fold_routes(blocks)
    u, v = forest.edges.u, forest.edges.v
    column, track = np.array(placement.column), np.array(placement.track)
    wanted = np.array(free_edges, np.int64)
    span = np.abs(column[u[wanted]] - column[v[wanted]]) + 2 * np.abs(track[u[wanted]] - track[v[wanted]])
    ties = [grid.route(int(e)) for e in wanted[np.argsort(span, kind="stable")]]
    for number in range(len(ties) if len(ties) <= _SECOND_LOOK else 0):
        ties[number] = grid.again(ties[number])
    routes.extend(ties)
    assign_slots(routes, forest, placement)
    return routes


class _Grid:
    """Two grids of weights: ``across[level, column]`` for going sideways, ``along[level, channel]`` up and down."""

    def __init__(self, forest: Forest, rows: Rows, placement: Placement) -> None:
        self._forest, self._rows, self._place = forest, rows, placement
        self._n_levels, self._n_channels = 2 * placement.n_tracks + 1, placement.n_columns + 1
        shape = self._n_levels, self._n_channels
        self._across, self._along = np.zeros(shape), np.zeros(shape)
        self._taken_above: set[int] = set()
        self._taken_right: set[int] = set()
        self._is_row_end = _row_ends(rows, len(forest.parent))
        self._enter_trees()

    def _enter_trees(self) -> None:
        place, parent = self._place, np.array(self._forest.parent, np.int64)
        column, track, shape = (np.array(a, np.int64) for a in (place.column, place.track, place.shape))
        first, last = np.array(place.first_track, np.int64), np.array(place.last_track, np.int64)
        kind = np.array([self._rows.kind[r] for r in self._rows.row_of], np.int64)
        is_row_start = np.zeros(len(parent), bool)
        is_row_start[[buses[0] for buses in self._rows.buses]] = True
        has_parent = np.flatnonzero((parent >= 0) & ~(is_row_start & (kind == RowKind.FOLD)))
        child, up = has_parent, parent[has_parent]
        self._horizontal(2 * track[child] + 1, column[up], column[child])
        rising = (shape[up] != BusShape.BAR) & (track[up] != track[child])
        level_a, level_b = 2 * track[up[rising]] + 1, 2 * track[child[rising]] + 1
        low, high = np.minimum(level_a, level_b), np.maximum(level_a, level_b)
        self._vertical(column[up[rising]], low + 1, high, _TREE_CROSSING)
        is_above = rising.nonzero()[0][level_b < level_a]
        self._taken_above = set(up[is_above].tolist())
        bars = np.flatnonzero(shape == BusShape.BAR)
        self._vertical(column[bars], 2 * first[bars] + 1, 2 * last[bars] + 2, _BAR_CROSSING)
        self._across[2 * track + 1, column] += _BLOCKED
        if place.island_track > 0:
            # The heading above the parts without source stands there.
            self._along[2 * place.island_track - 1] += _BLOCKED

    def _horizontal(self, level: Array, start: Array, end: Array) -> None:
        """Lines on tracks from a bus in column ``start`` to one in column ``end``."""
        steps = np.zeros((self._n_levels, self._n_channels + 1))
        np.add.at(steps, (level, start + 1), 1.0)
        np.add.at(steps, (level, end + 1), -1.0)
        covered = np.cumsum(steps, axis=1)
        self._along += _TREE_CROSSING * covered[:, :-1]
        # The line also covers the cells between, and the corner below or above its parent.
        self._across += _BLOCKED * (covered[:, 1:] > 0)

    def _vertical(self, column: Array, start: Array, stop: Array, weight: float) -> None:
        steps = np.zeros((self._n_levels + 1, self._n_channels))
        np.add.at(steps, (start, column), weight)
        np.add.at(steps, (stop, column), -weight)
        self._across += np.cumsum(steps, axis=0)[:-1]

    def fold_routes(self, blocks: list[Block]) -> list[Route]:
        """The lines back to the left of rows that are folded: right, down, back, down, right."""
        routes = []
        for number, kind in enumerate(self._rows.kind):
            if kind == RowKind.FOLD:
                end = self._rows.parent[number]
                whole = blocks[self._rows.row_of[end]]
                routes.append(self._fold_route(end, self._rows.buses[number][0], whole.width, max(blocks[number].up)))
        return routes

    def _fold_route(self, end: int, start: int, width: int, up: int) -> Route:
        place = self._place
        level, below = 2 * place.track[end] + 1, 2 * place.track[start] + 1
        left, right = place.column[start], place.column[start] + width
        gap = 2 * (place.track[start] - up)
        lanes = [
            Lane(True, right, level, gap),
            Lane(False, gap, 2 * left, 2 * right),
            Lane(True, left, gap, below),
        ]
        self._occupy(lanes)
        self._along[level, place.column[end] + 1 : right + 1] += _TREE_CROSSING
        self._across[level, place.column[end] + 1 : right] += _BLOCKED
        self._taken_right.add(end)
        edge = self._forest.parent_edge[start]
        if int(self._forest.edges.u[edge]) == end:
            return Route(edge, (Port.RIGHT, Port.LEFT), lanes)
        return Route(edge, (Port.LEFT, Port.RIGHT), lanes[::-1])

    def route(self, edge: int) -> Route:
        """The cheapest route of an edge; its lanes then weigh on the routes that follow."""
        u, v = int(self._forest.edges.u[edge]), int(self._forest.edges.v[edge])
        ends = self._place.column[u], self._place.column[v]
        first, stop = max(0, min(ends) - _REACH), min(self._n_channels, max(ends) + 2 + _REACH)
        ways_u = [(a, self._sideways(a, first, stop)) for a in self._exits(u)]
        ways_v = [(b, self._sideways(b, first, stop)) for b in self._exits(v)]
        best: Way | None = None
        for a, beside_a in ways_u:
            for b, beside_b in ways_v:
                way = self._cheapest(a, b, beside_a + beside_b, first)
                if way is not None and (best is None or way.cost < best.cost):
                    best = way
        assert best is not None, "every bus has an exit below"
        if best.cost >= _BAR_CROSSING:
            around = self._around(ways_u, ways_v, first)
            best = around if around.cost < best.cost else best
        return self._taken(edge, u, v, best)

    def _cheapest(self, a: Exit, b: Exit, beside: Array, first: int) -> Way | None:
        """The best way between two exits over one channel, or none where they lie on one level.

        ``beside``: cost on both levels up to each channel from ``first`` on.
        """
        if a.level == b.level:
            if a.port == Port.RIGHT or b.port == Port.RIGHT:
                return None
            low, high = min(a.column, b.column), max(a.column, b.column)
            return Way(float(self._across[a.level, low + 1 : high].sum()) + 0.2 * (high - low) + 2.0, a, b)
        low, high = min(a.level, b.level), max(a.level, b.level)
        cost = beside + self._along[low + 1 : high, first : first + len(beside)].sum(axis=0)
        at = int(np.argmin(cost))
        bends = 1.0 + (a.port != Port.RIGHT) + (b.port != Port.RIGHT)
        return Way(float(cost[at]) + 0.1 * (high - low) + bends, a, b, (first + at,))

    def _around(self, ways_u: list[tuple[Exit, Array]], ways_v: list[tuple[Exit, Array]], first: int) -> Way:
        """The best way over a gap of its own: around a bar rather than through it."""
        stop = first + len(ways_u[0][1])
        down = np.concatenate([np.zeros((1, stop - first)), np.cumsum(self._along[:, first:stop], axis=0)])
        gaps = np.arange(0, self._n_levels, 2)
        reach_u, exit_u = nearest_exit(ways_u, down, gaps)
        reach_v, exit_v = nearest_exit(ways_v, down, gaps)
        passed = np.cumsum(self._across[gaps, first:stop] + 0.2, axis=1)
        # The cheapest start left of each channel, and right of it, for every gap at once.
        from_left, left = running_minimum(reach_u - passed)
        from_right, right = running_minimum((reach_u + passed)[:, ::-1])
        from_right, right = from_right[:, ::-1], down.shape[1] - 1 - right[:, ::-1]
        from_left, from_right = from_left + passed, from_right - passed
        total = np.minimum(from_left, from_right) + reach_v
        gap, to = (int(k) for k in np.unravel_index(int(np.argmin(total)), total.shape))
        start = int(left[gap, to] if from_left[gap, to] <= from_right[gap, to] else right[gap, to])
        a, b = ways_u[int(exit_u[gap, start])][0], ways_v[int(exit_v[gap, to])][0]
        return Way(float(total[gap, to]) + 3.0, a, b, (first + start, first + to), int(gaps[gap]))

    def again(self, route: Route) -> Route:
        """The cheapest route now that all others are known."""
        self._occupy(route.lanes, -1.0)
        for end, bus in enumerate((int(self._forest.edges.u[route.edge]), int(self._forest.edges.v[route.edge]))):
            if route.ports[end] == Port.ABOVE:
                self._taken_above.discard(bus)
            elif route.ports[end] == Port.RIGHT:
                self._taken_right.discard(bus)
                self._follow_track(bus, route.lanes[-end].at, -1.0)
        return self.route(route.edge)

    def _follow_track(self, bus: int, channel: int, sign: float) -> None:
        level, column = 2 * self._place.track[bus] + 1, self._place.column[bus]
        self._along[level, column + 1 : channel + 1] += sign * _TIE_CROSSING
        self._across[level, column + 1 : channel] += sign * _BLOCKED

    def _exits(self, bus: int) -> list[Exit]:
        place = self._place
        column, shape = place.column[bus], place.shape[bus]
        exits = [Exit(Port.BELOW, 2 * place.last_track[bus] + 2, column)]
        if shape != BusShape.SHELF and bus not in self._taken_above:
            exits.append(Exit(Port.ABOVE, 2 * place.first_track[bus], column))
        if shape != BusShape.BAR and self._is_row_end[bus] and bus not in self._taken_right:
            exits.append(Exit(Port.RIGHT, 2 * place.track[bus] + 1, column))
        return exits

    def _sideways(self, way: Exit, first: int, stop: int) -> Array:
        """Cost of going on ``way``'s level from its bus to each channel of the window."""
        total = np.concatenate([[0.0], np.cumsum(self._across[way.level, first:stop])])
        channel = np.arange(first, stop)
        here = way.column - first
        right = total[:-1] - total[min(here + 1, stop - first)]
        left = total[here] - total[:-1]
        if way.port == Port.RIGHT:
            left = np.full(len(channel), _BLOCKED * 100)
        cost: Array = np.where(channel > way.column, right, left) + 0.2 * np.abs(channel - way.column - 0.5)
        return cost

    def _taken(self, edge: int, u: int, v: int, way: Way) -> Route:
        """The route along a way; it weighs on those that come later."""
        a, b = way.start, way.end
        for bus, port in ((u, a.port), (v, b.port)):
            if port == Port.ABOVE:
                self._taken_above.add(bus)
            elif port == Port.RIGHT:
                self._taken_right.add(bus)
        lanes = way.lanes()
        for bus, port, number in ((u, a.port, 0), (v, b.port, -1)):
            if port == Port.RIGHT:
                self._follow_track(bus, way.channels[number], 1.0)
        self._occupy(lanes)
        return Route(edge, (a.port, b.port), lanes)

    def _occupy(self, lanes: list[Lane], sign: float = 1.0) -> None:
        for lane in lanes:
            if lane.is_vertical:
                self._across[lane.start + 1 : lane.end, lane.at] += sign * _TIE_CROSSING
                self._along[lane.start : lane.end + 1, lane.at] += sign * _CROWDING
            else:
                self._along[lane.at, (lane.start + 1) // 2 : lane.end // 2 + 1] += sign * _TIE_CROSSING
                self._across[lane.at, lane.start // 2 : lane.end // 2 + 1] += sign * _CROWDING


def _row_ends(rows: Rows, n_bus: int) -> list[bool]:
    """By bus, whether nothing goes on to the right of it on its own track."""
    is_end = [False] * n_bus
    for buses in rows.buses:
        end = buses[-1]
        is_folded = any(rows.kind[r] == RowKind.FOLD for r in rows.hanging.get(end, ()))
        is_end[end] = not rows.is_bar[end] and not is_folded
    return is_end
