"""Where switches, transformers and devices stand on the map."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.drawing import Drawing, Points
from engines.schematic.equipment import Hung
from engines.schematic.symbols import edges_by_row, switched_branch
from engines.schematic.tree import EDGE_TABLES, SWITCH, Edges

Array = np.ndarray[Any, Any]

_SWITCH_AWAY_PX = 16.0
_DEVICE_APART_PX = 18.0
_DEVICE_HANG_PX = 20.0


def place_map_devices(at: Array, hung: Hung) -> tuple[dict[str, Array], dict[str, Array]]:
    """By table ``(n, 3)`` x, y, direction of every device, side by side below its bus, and its stem's foot."""
    count = hung.n_below + hung.n_left
    device: dict[str, Array] = {}
    foot: dict[str, Array] = {}
    for table, bus in hung.bus.items():
        here = np.maximum(bus, 0)
        ordinal = hung.ordinal[table]
        slot = np.where(ordinal < 0, hung.n_below[here] - 1 - ordinal, ordinal)
        x = at[here, 0] + _DEVICE_APART_PX * (slot - (count[here] - 1) / 2)
        y = at[here, 1] + _DEVICE_HANG_PX
        device[table] = np.column_stack([x, y, np.full(len(bus), 90.0)])
        foot[table] = at[here]
        device[table][bus < 0], foot[table][bus < 0] = np.nan, np.nan
    return device, foot


def place_map_switches(network: Network, edges: Edges, drawing: Drawing) -> Array:
    """``(n_switch, 3)`` x, y, direction along its line: at its end of a branch, in the middle between two buses."""
    switch = network["switch"]
    placed = np.full((len(switch), 3), np.nan)
    edge_of = edges_by_row(network, edges)
    bus = np.asarray(network.bus_row(switch["bus"])).tolist() if len(switch) else []
    for row, (code, element) in enumerate(switched_branch(network)):
        edge = edge_of[code][element] if element >= 0 else -1
        if edge < 0:
            continue
        points = drawing.points[edge]
        if code == SWITCH:
            placed[row] = along(points, _length(points) / 2)
        else:
            ordered = points if edges.u[edge] == bus[row] else points[::-1]
            placed[row] = along(ordered, min(_SWITCH_AWAY_PX, 0.3 * _length(points)))
    return placed


def place_map_transformers(network: Network, edges: Edges, drawing: Drawing, code: int) -> Array:
    """``(n, 3)`` x, y, direction of the symbols of "trafo" or "trafo3w", in the middle of their lines."""
    placed = np.full((len(network[EDGE_TABLES[code]]), 3), np.nan)
    for edge in np.flatnonzero(edges.table == code)[::-1].tolist():
        points = drawing.points[edge]
        placed[edges.row[edge]] = along(points, _length(points) / 2)
    return placed


def _length(points: Points) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points))


def along(points: Points, away: float) -> tuple[float, float, float]:
    """x, y and direction (0 to 180 degrees) ``away`` pixels along a polyline."""
    for a, b in itertools.pairwise(points):
        length = math.dist(a, b)
        if length > 0 and away <= length + 1e-9:
            share = away / length
            direction = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])) % 180.0
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, direction
        away -= length
    return *points[-1], 0.0
