"""From the grid to pixels: how wide every column and how high every track must be for what stands in it.

A column holds, from its bus to the right: slots (devices, risers and ties leaving below), labels, then the
lanes of the channel to its right, then the approach to the next bus. A track holds, downward: slots and
devices, then the gap's lanes, then room for transformers on risers, then the labels above the next track.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.equipment import Hung, Texts
from engines.schematic.lanes import Lane, Port, Route
from engines.schematic.placement import BusShape, Placement
from engines.schematic.rows import RowKind, Rows
from engines.schematic.tree import TRAFO, TRAFO3W, Forest

Array = np.ndarray[Any, Any]

SLOT_PX = 20.0
EXIT_PX = 6.0
LANE_PX = 16.0
TICK_PX = 10.0
BAR_HEAD_PX = 32.0
BAR_FOOT_PX = 34.0
FEEDING_BAR_FOOT_PX = 44.0
ZONE_PX = 60.0
APPROACH_PX = 24.0
SOURCE_APPROACH_PX = 76.0
TRACK_PX = 64.0
LABEL_ZONE_PX = 28.0
SYMBOL_ZONE_PX = 48.0
DEVICE_PX = 26.0
DEVICE_LEVEL_PX = 24.0


@dataclass(slots=True, eq=False)
class Cells:
    """Pixel positions of the grid and of what leaves each bus below.

    Attributes:
        x, y: of columns and tracks; lane_x0: first lane of each channel; lane_y0: of each gap.
        symbol_y: ``(n_tracks + 1,)`` centre of the room for transformers in the gap above a track.
        bus_x: ``(n_bus,)``; foot: ``(n_bus,)`` lower end of its tick or bar below the last track.
        head: ``(n_bus,)`` upper end above the first track.
        n_slots: ``(n_bus,)``; slot: (kind, edge) of what leaves below -> its slot; see :func:`slot_exit`.
        base: ``(n_bus,)`` where the rightmost slot leaves.
    """

    x: Array
    y: Array
    lane_x0: Array
    lane_y0: Array
    symbol_y: Array
    bus_x: Array
    foot: Array
    head: Array
    n_slots: Array
    base: Array
    slot: dict[tuple[int, int], int]
    uses_above: Array

    def lane(self, lane: Lane) -> float:
        """x of a vertical, y of a horizontal lane."""
        if lane.is_vertical:
            return float(self.lane_x0[lane.at]) + LANE_PX * lane.slot
        return float(self.lane_y0[lane.at // 2]) + LANE_PX * lane.slot


def measure(
    network: Network,
    forest: Forest,
    rows: Rows,
    placement: Placement,
    routes: list[Route],
    loops: list[int],
    hung: Hung,
    texts: Texts,
) -> Cells:
    """Pixel positions such that nothing meets."""
    return _Measuring(network, forest, rows, placement, routes, loops, hung, texts).cells()


class _Measuring:
    def __init__(
        self,
        network: Network,
        forest: Forest,
        rows: Rows,
        placement: Placement,
        routes: list[Route],
        loops: list[int],
        hung: Hung,
        texts: Texts,
    ) -> None:
        self._network, self._forest, self._rows, self._place = network, forest, rows, placement
        self._routes, self._loops, self._hung, self._texts = routes, loops, hung, texts
        self._column, self._track, self._shape, self._first, self._last = (
            np.array(a, np.int64)
            for a in (placement.column, placement.track, placement.shape, placement.first_track, placement.last_track)
        )
        n = len(self._column)
        self._is_bar = self._shape == BusShape.BAR
        self._is_shelf = self._shape == BusShape.SHELF
        self._is_station = np.array(rows.is_station, bool) if n else np.zeros(0, bool)
        self._slot: dict[tuple[int, int], int] = {}
        self._n_slots = np.minimum(hung.n_below, hung.n_across)
        self._uses_above = np.zeros(n, bool)
        self._last_label = np.zeros(n)
        self._shift = np.zeros(n)

    def cells(self) -> Cells:
        self._give_slots()
        self._base = np.where(self._is_bar, BAR_FOOT_PX, np.where(self._is_shelf, 0.0, TICK_PX))
        self._base[self._feeding_bars()] = FEEDING_BAR_FOOT_PX
        extra = np.where(self._is_shelf, 0.0, EXIT_PX * np.maximum(self._n_slots - 1, 0))
        self._foot = self._base + extra
        self._head = np.where(self._is_bar & self._is_station, BAR_HEAD_PX, np.where(self._is_shelf, 0.0, TICK_PX))
        x, lane_x0 = self._columns()
        y, lane_y0, symbol_y = self._tracks()
        bus_x = x[self._column] + self._shift if len(self._column) else np.zeros(0)
        return Cells(
            x, y, lane_x0, lane_y0, symbol_y, bus_x, self._foot, self._head, self._n_slots, self._base, self._slot,
            self._uses_above,
        )  # fmt: skip

    def _give_slots(self) -> None:
        """Slots from left to right: devices, ties to the left, laterals deepest first, a drop, ties to the right."""
        leaving: dict[int, list[tuple[int, int, int, int]]] = {}
        rows, track = self._rows, self._place.track
        for bus, hung in rows.hanging.items():
            if self._is_bar[bus]:
                continue
            for row in hung:
                child = rows.buses[row][0]
                if rows.kind[row] == RowKind.FOLD:
                    continue
                if track[child] < track[bus]:
                    self._uses_above[bus] = True
                else:
                    order = 2 if rows.kind[row] == RowKind.DROP else 1
                    leaving.setdefault(bus, []).append((order, -track[child], 0, self._forest.parent_edge[child]))
        self._add_routes(leaving)
        for edge in self._loops:
            leaving.setdefault(int(self._forest.edges.u[edge]), []).append((4, 0, 2, edge))
        n_below = self._n_slots
        for bus, items in leaving.items():
            items.sort()
            number = int(n_below[bus])
            # A tie never leaves straight below: a riser from the track under it may come up there.
            number += number == 0 and items[0][0] in (0, 3, 4)
            for order, _, kind, edge in items:
                self._slot[bus, 2 * edge + kind if kind < 2 else -1 - edge] = number
                if order == 2:
                    self._shift_shelf(edge, number)
                number += 1
            n_below[bus] = number

    def _shift_shelf(self, edge: int, number: int) -> None:
        u, v = int(self._forest.edges.u[edge]), int(self._forest.edges.v[edge])
        child = v if self._forest.parent_edge[v] == edge and self._forest.parent[v] == u else u
        self._shift[child] = SLOT_PX * number

    def _add_routes(self, leaving: dict[int, list[tuple[int, int, int, int]]]) -> None:
        edges = self._forest.edges
        for route in self._routes:
            for end, bus in enumerate((int(edges.u[route.edge]), int(edges.v[route.edge]))):
                port = route.ports[end]
                if port == Port.ABOVE:
                    self._uses_above[bus] = True
                elif port == Port.BELOW:
                    lane = route.lanes[-end]
                    here = 2 * self._place.column[bus] + 1
                    goes_right = lane.end - here > here - lane.start
                    depth = lane.slot if not goes_right else -lane.slot
                    leaving.setdefault(bus, []).append((3 if goes_right else 0, depth, end, route.edge))

    def _feeding_bars(self) -> Array:
        """Bars with a transformer to their right: its label lies below its symbol."""
        trafo = self._by_trafo()
        parent = np.array(self._forest.parent, np.int64)
        children = np.flatnonzero(trafo & (parent >= 0))
        return np.unique(parent[children][self._is_bar[parent[children]]]) if len(children) else children

    def _by_trafo(self) -> Array:
        edge = np.array(self._forest.parent_edge, np.int64)
        if not len(self._forest.edges):
            return np.zeros(len(edge), bool)
        return (edge >= 0) & np.isin(self._forest.edges.table[edge], (TRAFO, TRAFO3W))

    def _columns(self) -> tuple[Array, Array]:
        place = self._place
        zone = np.full(place.n_columns, ZONE_PX)
        slots = SLOT_PX * np.maximum(self._n_slots - 1, 0) + 18.0
        np.maximum.at(zone, self._column, slots + self._shift)
        # A tie may leave a shelf to the right, with its switch before the channel.
        shelf = self._is_shelf
        np.maximum.at(zone, self._column[shelf], (self._shift + np.maximum(62.0, slots + 18.0))[shelf])
        bars = np.flatnonzero(self._is_bar & self._is_station)
        np.maximum.at(zone, self._column[bars], self._texts.bar_width[bars])
        self._room_for_transformers(zone)
        approach = np.full(place.n_columns + 1, APPROACH_PX)
        sources = np.flatnonzero(self._hung.n_left)
        np.maximum.at(approach, self._column[sources], SOURCE_APPROACH_PX)
        n_lanes = self._lane_counts(True, place.n_columns + 1)
        before = LANE_PX * n_lanes + approach
        x = np.cumsum(before[:-1] + np.concatenate([[0.0], zone[:-1]]))
        end = np.concatenate([[0.0], x + zone])
        return np.ceil(x / 4) * 4, np.ceil(end / 4) * 4 + LANE_PX / 2

    def _room_for_transformers(self, zone: Array) -> None:
        parent = np.array(self._forest.parent, np.int64)
        across = np.flatnonzero((self._texts.trafo_width > 0) & (parent >= 0))
        across = across[self._is_bar[parent[across]] | (self._track[parent[across]] == self._track[across])]
        up = parent[across]
        slots = np.where(self._is_bar[up], 0.0, SLOT_PX * np.maximum(self._n_slots[up] - 1, 0))
        np.maximum.at(zone, self._column[up], self._texts.trafo_width[across] + 2 * slots + 20.0)

    def _lane_counts(self, is_vertical: bool, n: int) -> Array:
        count = np.zeros(n)
        for route in self._routes:
            for lane in route.lanes:
                if lane.is_vertical == is_vertical:
                    at = lane.at if is_vertical else lane.at // 2
                    count[at] = max(count[at], lane.slot + 1)
        return count

    def _tracks(self) -> tuple[Array, Array, Array]:
        n = self._place.n_tracks
        below = np.full(n, 14.0)
        levels = -(-self._hung.n_below // self._hung.n_across)
        need = self._foot + np.where(self._n_slots > 0, DEVICE_PX + DEVICE_LEVEL_PX * np.maximum(levels - 1, 0), 4.0)
        np.maximum.at(below, self._last, need)
        above = np.full(n + 1, LABEL_ZONE_PX)
        np.maximum.at(above, self._first[self._uses_above], 40.0)
        bars = self._is_bar & self._is_station
        np.maximum.at(above, self._first[bars], BAR_HEAD_PX + 24.0)
        named = np.array([bar for bar, _ in self._texts.stations], np.int64)
        np.maximum.at(above, self._first[named], self._head[named] + 40.0)
        self._room_for_feeder_values(below)
        symbol = np.zeros(n + 1)
        symbol[self._trafo_gaps()] = SYMBOL_ZONE_PX
        lanes = LANE_PX * self._lane_counts(False, n + 1)
        pitch = np.maximum(TRACK_PX, below + lanes[1:] + symbol[1:] + above[1:])
        pitch = np.ceil(pitch / 4) * 4
        top = lanes[0] + symbol[0] + above[0]
        y = np.ceil((top + np.concatenate([[0.0], np.cumsum(pitch[:-1])])) / 4) * 4 if n else np.zeros(0)
        lane_y0 = np.concatenate([[0.0], y + below]) + LANE_PX / 2
        symbol_y = np.concatenate([y, [0.0]]) - above - SYMBOL_ZONE_PX / 2
        return y, lane_y0, symbol_y

    def _room_for_feeder_values(self, below: Array) -> None:
        parent = np.array(self._forest.parent, np.int64)
        feeders = np.flatnonzero(parent >= 0)
        feeders = feeders[self._is_station[parent[feeders]] | self._by_trafo()[feeders]]
        np.maximum.at(below, self._track[feeders], 32.0)

    def _trafo_gaps(self) -> Array:
        """Gaps in which a riser carries a transformer: next to the lower of its two tracks."""
        parent = np.array(self._forest.parent, np.int64)
        rising = np.flatnonzero(self._by_trafo())
        up = parent[rising]
        rising = rising[~self._is_bar[up] & (self._track[up] != self._track[rising])]
        return np.unique(np.maximum(self._track[rising], self._track[parent[rising]]))


def slot_exit(cells: Cells, bus: int, slot: int) -> float:
    """How far below the bus's last track what uses ``slot`` leaves its tick or bar."""
    if slot == 0:
        return float(cells.foot[bus])
    return min(float(cells.foot[bus]), float(cells.base[bus]) + EXIT_PX * (int(cells.n_slots[bus]) - 1 - slot))
