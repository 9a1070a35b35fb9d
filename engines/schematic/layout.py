"""The single-line diagram of a network, laid out by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engines.grid.network import Network
from engines.schematic.cells import measure
from engines.schematic.drawing import bus_strokes, draw_edges
from engines.schematic.equipment import hang_devices, name_things
from engines.schematic.hand import hand_shifts
from engines.schematic.packing import pack_rows
from engines.schematic.placement import ASPECT, Placement, place
from engines.schematic.routes import find_routes
from engines.schematic.rows import RowKind, Rows, cut_rows
from engines.schematic.scene import Scene
from engines.schematic.stacking import Block, PackingOptions
from engines.schematic.tree import Forest, spanning_forest
from engines.values.schematic import DiagramLayout

_MIN_ROW_BUSES = 28
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
    shift = hand_shifts(network, forest, strokes, texts.feeders, hand_positions or {})
    scene = Scene(network, forest, rows, placement, cells, strokes, drawing, hung, texts, shift)
    return scene.layout()


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
