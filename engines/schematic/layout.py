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
from engines.schematic.placement import Placement, place
from engines.schematic.routes import find_routes
from engines.schematic.rows import RowKind, Rows, cut_rows
from engines.schematic.scene import Scene
from engines.schematic.stacking import Block, PackingOptions
from engines.schematic.tree import Forest, spanning_forest
from engines.values.schematic import DiagramLayout

_MIN_ROW_BUSES = 28
ASPECTS = (1.6, 2.1)
"""Width to height aimed at for the whole; small networks take the one that is seen larger."""
_SCREEN_ASPECT = 2.1
_WORTH_IT = 1.1
_ARRANGED_TWICE = 3000
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
    first = _laid_out(network, {}, ASPECTS[0])
    aspect = ASPECTS[0]
    if len(network.bus) <= _ARRANGED_TWICE:
        second = _laid_out(network, {}, ASPECTS[1])
        if _scale_on_screen(second) > _WORTH_IT * _scale_on_screen(first):
            first, aspect = second, ASPECTS[1]
    return _laid_out(network, hand_positions, aspect) if hand_positions else first


def _scale_on_screen(layout: DiagramLayout) -> float:
    """How large the whole is seen in the part of a wide screen that the tables leave."""
    x0, y0, x1, y1 = layout.bounds
    return min(_SCREEN_ASPECT / max(x1 - x0, 1.0), 1.0 / max(y1 - y0, 1.0))


def _laid_out(network: Network, hand_positions: Mapping[str, tuple[float, float]], aspect: float) -> DiagramLayout:
    forest = spanning_forest(network)
    rows = cut_rows(network, forest, _max_row_buses(len(network.bus), aspect))
    parallels, loops, free = _sort_non_tree(forest, rows)
    feeds: dict[int, int] = {}
    for edge in parallels:
        bar = _fed_bar(forest, rows, edge)
        feeds[bar] = feeds.get(bar, 1) + 1
    blocks, placement = _arranged(forest, rows, feeds, aspect)
    tracks = _parallel_tracks(forest, rows, parallels, placement.track)
    for edge, track in tracks.items():
        for bus in (int(forest.edges.u[edge]), int(forest.edges.v[edge])):
            placement.last_track[bus] = max(placement.last_track[bus], track)
    routes = find_routes(forest, rows, blocks, placement, free)
    hung, texts = hang_devices(network, forest), name_things(network, forest, rows)
    cells = measure(network, forest, rows, placement, routes, loops, hung, texts)
    strokes = bus_strokes(placement, cells)
    drawing = draw_edges(forest, rows, placement, cells, strokes, routes, tracks, loops)
    shift = hand_shifts(network, forest, strokes, texts.feeders, hand_positions)
    scene = Scene(network, forest, rows, placement, cells, strokes, drawing, hung, texts, shift)
    return scene.layout()


def _arranged(forest: Forest, rows: Rows, feeds: dict[int, int], aspect: float) -> tuple[list[Block], Placement]:
    """Blocks and placement with rows as dense or as stretched as shows the whole largest."""
    n_stepped = sum(kind in (RowKind.LATERAL, RowKind.DROP) for kind in rows.kind)
    track_px = 72.0 + 30.0 * min(1.0, 4.0 * n_stepped / max(len(forest.parent), 1))
    best: tuple[float, list[Block], Placement] | None = None
    for overlap in (3, 0):
        station = _station_aspect(forest.n_source_roots, aspect)
        options = PackingOptions(overlap, station, track_px=track_px, whole_aspect=aspect)
        blocks = pack_rows(rows, feeds, options)
        placement = place(rows, blocks, forest, options)
        width, height = placement.n_columns * options.column_px, placement.n_tracks * options.track_px
        size = max(width / aspect, height)
        if best is None or size < best[0] * 0.9:
            best = size, blocks, placement
        if width > height or len(forest.parent) > _TRIED_ONCE:
            break
    assert best is not None
    return best[1], best[2]


def _station_aspect(n_stations: int, aspect: float) -> float:
    """Width to height of one station so that all together come near the aspect of the whole."""
    n_columns = math.ceil(math.sqrt(max(n_stations, 1)))
    return aspect * max(n_stations, 1) / n_columns**2


def _max_row_buses(n_bus: int, aspect: float) -> int:
    return max(_MIN_ROW_BUSES, math.ceil(math.sqrt(n_bus * aspect)))


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
