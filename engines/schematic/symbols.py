"""Where switches, transformers and devices stand on their lines and buses."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.cells import DEVICE_LEVEL_PX, EXIT_PX, SLOT_PX, Cells
from engines.schematic.drawing import Drawing, Points
from engines.schematic.equipment import Hung
from engines.schematic.placement import BusShape, Placement
from engines.schematic.tree import EDGE_TABLES, LINE, SWITCH, TRAFO, TRAFO3W, Edges, Forest, rows_in

Array = np.ndarray[Any, Any]

SWITCH_AWAY_PX = 16.0
"""From a bus, or from a bend, to the middle of a switch."""
SWITCH_APART_PX = 18.0
_SOURCE_AWAY_PX = 44.0
_SOURCE_APART_PX = 28.0
_DEVICE_HANG_PX = 14.0


def place_devices(
    placement: Placement, cells: Cells, strokes: Array, hung: Hung
) -> tuple[dict[str, Array], dict[str, Array]]:
    """By table ``(n, 3)`` x, y, direction of every device, and ``(n, 2)`` the foot of its stem."""
    device: dict[str, Array] = {}
    foot: dict[str, Array] = {}
    is_shelf = np.array(placement.shape, np.int64) == BusShape.SHELF
    for table, bus in hung.bus.items():
        ordinal = hung.ordinal[table]
        at = np.maximum(bus, 0)
        if not len(strokes):
            device[table], foot[table] = np.full((len(bus), 3), np.nan), np.full((len(bus), 2), np.nan)
            continue
        is_left = ordinal < 0
        slot = np.where(is_left, 0, ordinal % hung.n_across)
        level = np.where(is_left, 0, ordinal // hung.n_across)
        bottom = strokes[at, 3]
        x, turn = cells.bus_x[at] + SLOT_PX * slot, _exit_y(cells, at, slot, bottom, is_shelf[at])
        y = bottom + _DEVICE_HANG_PX + DEVICE_LEVEL_PX * level
        left_y = cells.y[np.array(placement.track)[at]] + _SOURCE_APART_PX * (-1 - ordinal)
        device[table] = np.column_stack(
            [
                np.where(is_left, cells.bus_x[at] - _SOURCE_AWAY_PX, x),
                np.where(is_left, left_y, y),
                np.where(is_left, 180.0, 90.0),
            ]
        )
        foot[table] = np.column_stack(
            [np.where(is_shelf[at] & ~is_left, x, cells.bus_x[at]), np.where(is_left, left_y, turn)]
        )
        device[table][bus < 0], foot[table][bus < 0] = np.nan, np.nan
    return device, foot


def _exit_y(cells: Cells, at: Array, slot: Array, bottom: Array, is_shelf: Array) -> Array:
    from_last = cells.n_slots[at] - 1 - slot
    # The same rule as for what else leaves below: the rightmost slot leaves highest.
    above = bottom - cells.foot[at] + cells.base[at] + EXIT_PX * from_last
    return np.where((slot == 0) | is_shelf, bottom, np.minimum(bottom, above))


def place_switches(network: Network, forest: Forest, cells: Cells, strokes: Array, drawing: Drawing) -> Array:
    """``(n_switch, 3)`` x, y, direction: at their end of a branch, or in the middle between two buses."""
    switch = network["switch"]
    placed = np.full((len(switch), 3), np.nan)
    edge_of = edges_by_row(network, forest.edges)
    taken: dict[tuple[int, bool], int] = {}
    row_y = (strokes[:, 3] - cells.foot).tolist()
    bus = np.asarray(network.bus_row(switch["bus"])).tolist() if len(switch) else []
    branch = switched_branch(network)
    u = forest.edges.u.tolist()
    v = forest.edges.v.tolist()
    for row, (code, at) in enumerate(branch):
        edge = edge_of[code][at] if at >= 0 else -1
        if edge < 0:
            continue
        if code == TRAFO3W and bus[row] not in (u[edge], v[edge]):
            edge = _other_winding(forest.edges, edge)
        if code == SWITCH:
            points = drawing.points[edge]
            placed[row] = middle(points if forest.parent[u[edge]] != v[edge] else points[::-1], drawing.is_tie[edge])
            continue
        is_start = u[edge] == bus[row]
        number = taken.get((edge, is_start), 0)
        taken[edge, is_start] = number + 1
        points = drawing.points[edge] if is_start else drawing.points[edge][::-1]
        placed[row] = near_end(_without_stub(points, row_y[bus[row]]), number)
    return placed


def _other_winding(edges: Edges, edge: int) -> int:
    """The edge to the low side of the three-winding transformer whose edge to the middle side is ``edge``."""
    same = np.flatnonzero((edges.table == TRAFO3W) & (edges.row == edges.row[edge]))
    return int(same[-1])


def _without_stub(points: Points, row_y: float) -> Points:
    """The points without the short piece from a bus's lower end to its slot: other stems run beside it."""
    is_stub = len(points) > 2 and points[0][1] == points[1][1] > row_y + 1.0
    return points[1:] if is_stub else points


def edges_by_row(network: Network, edges: Edges) -> list[list[int]]:
    """By table code and row, the (first) edge; -1 where there is none."""
    found = []
    for code, table in enumerate(EDGE_TABLES):
        edge_of = np.full(len(network[table]), -1)
        own = np.flatnonzero(edges.table == code)[::-1]
        edge_of[edges.row[own]] = own
        found.append(edge_of.tolist())
    return found


def switched_branch(network: Network) -> list[tuple[int, int]]:
    """By switch row, (table code, row) of the edge it stands on."""
    switch = network["switch"]
    branch = [(SWITCH, row) for row in range(len(switch))]
    for letter, code in (("l", LINE), ("t", TRAFO), ("t3", TRAFO3W)):
        rows = np.flatnonzero(switch["et"] == letter) if len(switch) else np.zeros(0, np.int64)
        at = rows_in(network[EDGE_TABLES[code]].index, switch["element"][rows])
        for row, element in zip(rows.tolist(), at.tolist(), strict=True):
            branch[row] = code, element
    return branch


def near_end(points: Points, number: int) -> tuple[float, float, float]:
    """x, y, direction on the first piece long enough, the ``number``-th switch at that end."""
    if not points:
        return 0.0, 0.0, 0.0
    away = SWITCH_AWAY_PX + SWITCH_APART_PX * number
    best = (-1.0, points[0], points[-1])
    for a, b in itertools.pairwise(points):
        length = abs(b[0] - a[0]) + abs(b[1] - a[1])
        if length >= away + 10.0:
            return _along(a, b, away)
        if length > best[0]:
            best = length, a, b
    return _along(best[1], best[2], min(away, best[0] / 2))


def middle(points: Points, is_tie: bool) -> tuple[float, float, float]:
    """x, y, direction in the middle of the longest piece, of a riser's last horizontal one."""
    if not points:
        return 0.0, 0.0, 0.0
    pieces = list(itertools.pairwise(points)) or [(points[0], points[0])]
    if not is_tie and len(pieces) > 1:
        a, b = pieces[-1]
        if a[1] == b[1] and abs(b[0] - a[0]) >= 36.0:
            return _along(a, b, abs(b[0] - a[0]) / 2)
        length = abs(b[0] - a[0]) + abs(b[1] - a[1])
        return _along(a, b, max(length / 2, length - 20.0))
    a, b = max(pieces, key=lambda piece: abs(piece[1][0] - piece[0][0]) + abs(piece[1][1] - piece[0][1]))
    return _along(a, b, (abs(b[0] - a[0]) + abs(b[1] - a[1])) / 2)


def _along(a: tuple[float, float], b: tuple[float, float], away: float) -> tuple[float, float, float]:
    length = max(abs(b[0] - a[0]) + abs(b[1] - a[1]), 1e-9)
    share = away / length
    direction = 0.0 if abs(b[0] - a[0]) >= abs(b[1] - a[1]) else 90.0
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, direction


def place_transformers(
    network: Network, forest: Forest, placement: Placement, cells: Cells, drawing: Drawing, room: Array, code: int
) -> Array:
    """``(n, 3)`` x, y, direction of the symbols of "trafo" or "trafo3w".

    ``room``: ``(n_bus,)`` width kept for the label of the transformer toward the parent.
    """
    placed = np.full((len(network[EDGE_TABLES[code]]), 3), np.nan)
    edges = forest.edges
    of_child = {e: bus for bus, e in enumerate(forest.parent_edge) if e >= 0}
    for edge in np.flatnonzero(edges.table == code)[::-1].tolist():
        points = drawing.points[edge]
        u, v = int(edges.u[edge]), int(edges.v[edge])
        child = of_child.get(edge)
        if child is None and len(points) == 2:
            child = v if forest.parent[v] == u else u if forest.parent[u] == v else None
        is_level = len(points) == 2 and points[0][1] == points[1][1]
        if is_level or child is None:
            at = middle(points, True)
            if child is not None and at[2] == 0.0:
                # Not in the middle of a long way to a row behind others: ties may cross there.
                up = forest.parent[child]
                slots = 0.0 if placement.shape[up] == BusShape.BAR else SLOT_PX * max(int(cells.n_slots[up]) - 1, 0)
                at = min(at[0], min(points)[0] + slots + room[child] / 2 + 12.0), at[1], at[2]
            placed[edges.row[edge]] = at
            continue
        parent = forest.parent[child]
        gap = max(placement.track[child], placement.track[parent])
        rise = next((a for a, b in itertools.pairwise(points) if a[0] == b[0] and a[1] != b[1]), points[0])
        is_risen = placement.track[child] != placement.track[parent]
        placed[edges.row[edge]] = (rise[0], cells.symbol_y[gap], 90.0) if is_risen else middle(points, True)
    return placed
