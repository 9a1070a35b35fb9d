"""The network as it lies in the country: buses at their coordinates, lines along their routes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.drawing import Drawing, Points, flattened, gather
from engines.schematic.equipment import hang_devices
from engines.schematic.map_labels import map_labels
from engines.schematic.map_symbols import place_map_devices, place_map_switches, place_map_transformers
from engines.schematic.scene import bounds_of
from engines.schematic.tree import LINE, TRAFO, TRAFO3W, Edges, Forest, normal_edges, spanning_forest
from engines.values.frozen import FrozenMap
from engines.values.schematic import DiagramLayout, Labels

Array = np.ndarray[Any, Any]

_EARTH_RADIUS_M = 6_371_000.0
_SPACING_PX = 72.0
"""Distance on the map of two buses joined by a line of middling length."""
_MAX_SIZE_PX = 80_000.0
_APART_PX = 44.0
_BAR_PX = 6.0
_SAME_PLACE_PX = 20.0
_LEAST_STRAIGHT, _MOST_STRAIGHT = 0.4, 1.1
"""Of a line's length, the straight way between its ends where coordinates are metres."""


def map_layout(network: Network) -> DiagramLayout | None:
    """Buses at their coordinates, north up; ``None`` where no bus has any.

    Degrees become metres on a plane around the network's middle; the scale is such that neighbouring buses
    stand readably apart. Buses of one place stand side by side; one without coordinates stands at its
    neighbour. Labels appear only where they are free.
    """
    known = np.isfinite(network.bus["x"]) & np.isfinite(network.bus["y"])
    if not known.any():
        return None
    edges, forest = normal_edges(network), spanning_forest(network)
    project, metres_per_unit = _projection(network, edges, known)
    at = _complete(project(np.column_stack([network.bus["x"], network.bus["y"]])), known, forest)
    at = _side_by_side(at)
    drawing = _draw(network, edges, at, project)
    strokes = np.column_stack([at[:, 0] - _BAR_PX, at[:, 1], at[:, 0] + _BAR_PX, at[:, 1]])
    branch, is_tie = gather(network, edges, drawing, *flattened(drawing.points))
    device, foot = place_map_devices(at, hang_devices(network, forest))
    layout = DiagramLayout(
        structure_revision=network.structure_revision,
        bus=strokes,
        branch=FrozenMap(branch),
        is_tie=FrozenMap(is_tie),
        switch=place_map_switches(network, edges, drawing),
        trafo=place_map_transformers(network, edges, drawing, TRAFO),
        device=FrozenMap(device),
        device_foot=FrozenMap(foot),
        labels=_no_labels(),
        bounds=(0.0, 0.0, 0.0, 0.0),
        trafo3w=place_map_transformers(network, edges, drawing, TRAFO3W),
        metres_per_unit=metres_per_unit,
    )
    labels = map_labels(network, forest, layout)
    return _finished(layout, labels)


def _no_labels() -> Labels:
    empty = np.zeros(0)
    text = np.zeros(0, "U1")
    return Labels(text, np.zeros(0, np.int64), np.zeros(0, np.int8), empty, empty, empty, empty, text)


def _finished(layout: DiagramLayout, labels: Labels) -> DiagramLayout:
    bounds = bounds_of(layout.bus, list(layout.branch.values()), labels, layout.device)
    return replace(layout, labels=labels, bounds=bounds)


def _projection(network: Network, edges: Edges, known: Array) -> tuple[Callable[[Array], Array], float]:
    """From coordinates to pixels, y downward; and the metres of a pixel, NaN where coordinates are no distances."""
    at = np.column_stack([network.bus["x"], network.bus["y"]])
    middle = np.median(at[known], axis=0)
    unit = np.ones(2)
    if network.is_geographic:
        metres = np.radians(1.0) * _EARTH_RADIUS_M
        unit = np.array([metres * np.cos(np.radians(middle[1])), metres])
    flat = (at - middle) * unit
    both = known[edges.u] & known[edges.v]
    length = np.hypot(*(flat[edges.u[both]] - flat[edges.v[both]]).T)
    length = length[length > 1e-9]
    extent = float(np.ptp(flat[known], axis=0).max())
    spacing = float(np.median(length)) if len(length) else max(extent, 1.0) / 10.0
    scale = _SPACING_PX / spacing
    if extent > 0:
        scale = min(scale, _MAX_SIZE_PX / extent)
    factor = unit * scale * np.array([1.0, -1.0])
    metres = 1.0 if network.is_geographic or _are_metres(network, edges, flat) else math.nan
    return lambda points: np.asarray((points - middle) * factor), metres / scale


def _are_metres(network: Network, edges: Edges, at: Array) -> bool:
    """Whether plane coordinates agree with the lengths of the lines: no line is shorter than the way straight there."""
    line = edges.table == LINE
    straight = np.hypot(*(at[edges.u[line]] - at[edges.v[line]]).T)
    length = network["line"]["length_km"][edges.row[line]] * 1000.0
    both = np.isfinite(straight) & np.isfinite(length) & (straight > 0) & (length > 0)
    if not both.any():
        return False
    low, high = np.quantile(straight[both] / length[both], (0.25, 0.75))
    return bool(low > _LEAST_STRAIGHT and high < _MOST_STRAIGHT)


def _complete(at: Array, known: Array, forest: Forest) -> Array:
    """Positions for buses without coordinates: at their parent's or child's, else in a row below all others."""
    at, is_set = at.copy(), known.copy()
    for bus in forest.order:
        parent = forest.parent[bus]
        if not is_set[bus] and parent >= 0 and is_set[parent]:
            at[bus], is_set[bus] = at[parent], True
    for bus in reversed(forest.order):
        parent = forest.parent[bus]
        if parent >= 0 and is_set[bus] and not is_set[parent]:
            at[parent], is_set[parent] = at[bus], True
    for bus in forest.order:
        parent = forest.parent[bus]
        if not is_set[bus] and parent >= 0 and is_set[parent]:
            at[bus], is_set[bus] = at[parent], True
    missing = np.flatnonzero(~is_set)
    if len(missing):
        left, bottom = at[is_set].min(axis=0)[0], at[is_set].max(axis=0)[1]
        at[missing, 0] = left + _APART_PX * np.arange(len(missing))
        at[missing, 1] = bottom + 2 * _APART_PX
    return at


def _side_by_side(at: Array) -> Array:
    """Buses of one place put on a small raster around it."""
    place = np.round(at / _SAME_PLACE_PX).astype(np.int64)
    _, which, count = np.unique(place, axis=0, return_inverse=True, return_counts=True)
    which = np.asarray(which).ravel()
    order = np.argsort(which, kind="stable")
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    number = np.empty(len(at), np.int64)
    number[order] = np.arange(len(at)) - np.repeat(start, count)
    side = np.ceil(np.sqrt(count))[which]
    spread: Array = _APART_PX * np.column_stack([number % side, number // side])
    return np.asarray(at + spread)


def _draw(network: Network, edges: Edges, at: Array, project: Callable[[Array], Array]) -> Drawing:
    points: list[Points] = []
    beside: dict[tuple[int, int], int] = {}
    routes = _line_routes(network)
    where = [(float(x), float(y)) for x, y in at]
    keys = zip(edges.table.tolist(), edges.row.tolist(), edges.u.tolist(), edges.v.tolist(), strict=True)
    for table, row, u, v in keys:
        number = beside[min(u, v), max(u, v)] = beside.get((min(u, v), max(u, v)), -1) + 1
        if table == LINE and routes[row] is not None:
            inner = [(float(x), float(y)) for x, y in project(np.asarray(routes[row], float))[1:-1]]
            points.append([where[u], *inner, where[v]])
        else:
            points.append(_straight(where[u], where[v], number))
    return Drawing(points, (~edges.is_closed).tolist())


def _straight(a: tuple[float, float], b: tuple[float, float], number: int) -> Points:
    """A straight line; parallel ones bow aside, a loop is a small triangle."""
    if a == b:
        return [a, (a[0] + 14.0, a[1] - 14.0 - 6.0 * number), (a[0] - 14.0, a[1] - 14.0 - 6.0 * number), b]
    if number == 0:
        return [a, b]
    along = np.array(b) - np.array(a)
    aside = np.array([-along[1], along[0]]) / np.hypot(*along) * 10.0 * ((number + 1) // 2) * (-1) ** number
    half = (np.array(a) + np.array(b)) / 2 + aside
    return [a, (float(half[0]), float(half[1])), b]


def _line_routes(network: Network) -> list[list[list[float]] | None]:
    """By line row, the coordinates of its route (GeoJSON in the column ``geo``), from bus first."""
    line = network["line"]
    if "geo" not in line:
        return [None] * len(line)
    return [_route(str(text)) for text in line["geo"].tolist()]


def _route(text: str) -> list[list[float]] | None:
    try:
        read = json.loads(text)
        coordinates = [[float(c[0]), float(c[1])] for c in read["coordinates"]]
    except (ValueError, TypeError, KeyError, IndexError):
        return None
    return coordinates if len(coordinates) > 2 and bool(np.isfinite(coordinates).all()) else None
