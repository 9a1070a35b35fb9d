"""The single-line diagram of a network, laid out by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.boxes import horizontal_trafo_labels, reserved_labels
from engines.schematic.cells import measure
from engines.schematic.drawing import bus_strokes, draw_edges, gather
from engines.schematic.equipment import hang_devices, name_things
from engines.schematic.packing import pack_rows
from engines.schematic.placement import ASPECT, Placement, place
from engines.schematic.routes import find_routes
from engines.schematic.rows import RowKind, Rows, cut_rows
from engines.schematic.stacking import Block, PackingOptions
from engines.schematic.symbols import place_devices, place_switches, place_transformers
from engines.schematic.tree import TRAFO, TRAFO3W, Forest, spanning_forest
from engines.values.frozen import FrozenMap
from engines.values.schematic import DiagramLayout, Labels, Polylines

Array = np.ndarray[Any, Any]

_MIN_ROW_BUSES = 28
_DEVICE_REACH = 10.0
_TRIED_ONCE = 20_000
"""Buses beyond which the first arrangement is taken as it is."""


def schematic_layout(
    network: Network, *, hand_positions: Mapping[str, tuple[float, float]] | None = None
) -> DiagramLayout:
    """Bars, feeders as straight rows, laterals above and below, ties in channels of their own.

    The normal state decides, not the present one: operating a switch moves nothing.

    Args:
        network: what to draw; may be empty.
        hand_positions: where a person put something, by element id: a bus (its middle), or the switch or
            branch at a feeder's head (where the feeder's first bus goes, the whole feeder with it).
    """
    forest = spanning_forest(network)
    rows = cut_rows(network, forest, _max_row_buses(len(network.bus)))
    parallels, loops, free = _sort_non_tree(forest, rows)
    feeds: dict[int, int] = {}
    for edge in parallels:
        bar = _fed_bar(forest, rows, edge)
        feeds[bar] = feeds.get(bar, 1) + 1
    blocks, placement = _arranged(forest, rows, feeds)
    tracks = _parallel_tracks(forest, rows, parallels, placement.track)
    for edge, track in tracks.items():
        for bus in (int(forest.edges.u[edge]), int(forest.edges.v[edge])):
            placement.last_track[bus] = max(placement.last_track[bus], track)
    routes = find_routes(forest, rows, blocks, placement, free)
    hung, texts = hang_devices(network, forest), name_things(network, forest, rows)
    cells = measure(network, forest, rows, placement, routes, loops, hung, texts)
    strokes = bus_strokes(placement, cells)
    drawing = draw_edges(forest, rows, placement, cells, strokes, routes, tracks, loops)
    device, foot = place_devices(placement, cells, strokes, hung)
    trafo = place_transformers(network, forest, placement, cells, drawing, TRAFO)
    trafo3w = place_transformers(network, forest, placement, cells, drawing, TRAFO3W)
    switch = place_switches(network, forest, cells, drawing)
    branch, is_tie = gather(network, forest, drawing, strokes)
    labels = reserved_labels(network, forest, rows, placement, cells, strokes, texts, drawing, trafo)
    drawn = [len(branch["trafo"].points(k)[0]) == 2 for k in range(len(trafo))]
    horizontal_trafo_labels(labels, network, texts, trafo, drawn)
    boxes = labels.labels()
    return DiagramLayout(
        structure_revision=network.structure_revision,
        bus=strokes,
        branch=FrozenMap(branch),
        is_tie=FrozenMap(is_tie),
        switch=switch,
        trafo=trafo,
        device=FrozenMap(device),
        device_foot=FrozenMap(foot),
        labels=boxes,
        trafo3w=trafo3w,
        bounds=_bounds(strokes, list(branch.values()), boxes, device),
    )


def _bounds(
    strokes: Array, lines: list[Polylines], labels: Labels, device: Mapping[str, Array]
) -> tuple[float, float, float, float]:
    x = [strokes[:, 0], strokes[:, 2], *(p.x for p in lines), labels.x, labels.x + labels.width]
    y = [strokes[:, 1], strokes[:, 3], *(p.y for p in lines), labels.y, labels.y + labels.height]
    for at in device.values():
        x += [at[:, 0] - _DEVICE_REACH, at[:, 0] + _DEVICE_REACH]
        y += [at[:, 1] - _DEVICE_REACH, at[:, 1] + _DEVICE_REACH]
    every_x, every_y = np.concatenate(x), np.concatenate(y)
    if not len(every_x):
        return 0.0, 0.0, 0.0, 0.0
    return float(every_x.min()), float(every_y.min()), float(every_x.max()), float(every_y.max())


def _arranged(forest: Forest, rows: Rows, feeds: dict[int, int]) -> tuple[list[Block], Placement]:
    """Blocks and placement with rows as dense or as stretched as shows the whole largest."""
    n_stepped = sum(kind in (RowKind.LATERAL, RowKind.DROP) for kind in rows.kind)
    track_px = 72.0 + 30.0 * min(1.0, 4.0 * n_stepped / max(len(forest.parent), 1))
    best: tuple[float, list[Block], Placement] | None = None
    for overlap in (3, 0):
        options = PackingOptions(overlap, _station_aspect(forest.n_source_roots), track_px=track_px)
        blocks = pack_rows(rows, feeds, options)
        placement = place(rows, blocks, forest, options)
        width, height = placement.n_columns * options.column_px, placement.n_tracks * options.track_px
        size = max(width / ASPECT, height)
        if best is None or size < best[0] * 0.9:
            best = size, blocks, placement
        if width > height or len(forest.parent) > _TRIED_ONCE:
            break
    assert best is not None
    return best[1], best[2]


def _station_aspect(n_stations: int) -> float:
    """Width to height of one station so that all together come near the aspect of the whole."""
    n_columns = math.ceil(math.sqrt(max(n_stations, 1)))
    return ASPECT * max(n_stations, 1) / n_columns**2


def _max_row_buses(n_bus: int) -> int:
    return max(_MIN_ROW_BUSES, math.ceil(math.sqrt(n_bus * ASPECT)))


def _fed_bar(forest: Forest, rows: Rows, edge: int) -> int:
    """The bar that ``edge`` feeds beside the branch that feeds it in the tree; -1 where it is no such edge."""
    u, v = int(forest.edges.u[edge]), int(forest.edges.v[edge])
    for bar, feeding in ((u, v), (v, u)):
        number = rows.row_of[bar]
        is_fed = forest.parent[bar] == feeding and rows.is_bar[bar] and rows.is_bar[feeding]
        if is_fed and rows.kind[number] == RowKind.BAR_CHILD and rows.buses[number][0] == bar:
            return bar
    return -1


def _sort_non_tree(forest: Forest, rows: Rows) -> tuple[list[int], list[int], list[int]]:
    """Edges outside the trees: further feeds of a bar, self loops, and all others."""
    parallels, loops, free = [], [], []
    for edge in forest.non_tree:
        if forest.edges.u[edge] == forest.edges.v[edge]:
            loops.append(edge)
        elif _fed_bar(forest, rows, edge) >= 0:
            parallels.append(edge)
        else:
            free.append(edge)
    return parallels, loops, free


def _parallel_tracks(forest: Forest, rows: Rows, parallels: list[int], track: list[int]) -> dict[int, int]:
    used: dict[int, int] = {}
    tracks: dict[int, int] = {}
    for edge in parallels:
        bar = _fed_bar(forest, rows, edge)
        used[bar] = used.get(bar, 0) + 1
        tracks[edge] = track[bar] + used[bar]
    return tracks


__all__ = ["schematic_layout"]
