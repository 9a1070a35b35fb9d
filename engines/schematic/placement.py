"""Puts the packed blocks of all stations on one grid of columns and tracks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from engines.schematic.rows import RowKind, Rows
from engines.schematic.stacking import Block, PackingOptions
from engines.schematic.tree import Forest


class BusShape(IntEnum):
    """How a bus is drawn."""

    TICK = 0
    """A short vertical stroke on its row."""
    BAR = 1
    """A vertical bar that spans the rows to its right."""
    SHELF = 2
    """A short horizontal bar below its parent."""


@dataclass(slots=True, eq=False)
class Placement:
    """Where every bus stands on the grid.

    Attributes:
        column, track: by bus row; shape: by bus row, :class:`BusShape`.
        first_track, last_track: by bus row; they differ from ``track`` on bars only.
        n_columns, n_tracks: size of the grid.
        island_track: first track of the parts without any source, -1 where there are none.
    """

    column: list[int]
    track: list[int]
    shape: list[int]
    first_track: list[int]
    last_track: list[int]
    n_columns: int
    n_tracks: int
    island_track: int


def place(rows: Rows, blocks: list[Block], forest: Forest, options: PackingOptions) -> Placement:
    """Positions of all buses: stations in columns side by side, parts without source below them."""
    roots = [k for k, kind in enumerate(rows.kind) if kind == RowKind.ROOT]
    sourced, islands = roots[: forest.n_source_roots], roots[forest.n_source_roots :]
    origin, n_columns, n_tracks = _in_columns([blocks[r] for r in sourced], options)
    island_track = -1
    if islands:
        island_track = n_tracks + 1 if sourced else 1
        wanted = max(n_columns, _square(islands, blocks, options))
        below, width, height = _in_shelves([blocks[r] for r in islands], wanted)
        origin += [(c, t + island_track) for c, t in below]
        n_columns, n_tracks = max(n_columns, width), island_track + height
    n_bus = len(forest.parent)
    placement = Placement(
        [0] * n_bus, [0] * n_bus, [0] * n_bus, [0] * n_bus, [0] * n_bus, n_columns + 1, n_tracks, island_track
    )
    _settle_rows(dict(zip(roots, origin, strict=True)), rows, blocks, placement)
    return placement


def _square(islands: list[int], blocks: list[Block], options: PackingOptions) -> int:
    area = sum((blocks[r].width + 1) * (blocks[r].height + 1) for r in islands)
    return max(12, math.ceil(math.sqrt(area * options.whole_aspect)))


def _in_columns(blocks: list[Block], options: PackingOptions) -> tuple[list[tuple[int, int]], int, int]:
    """(column, track) of each block's row start, and the size, with the number of columns of the best aspect."""
    best: tuple[float, list[tuple[int, int]], int, int] = (math.inf, [], 0, 0)
    for n in range(1, len(blocks) + 1):
        origin, width, height = _columns_of(blocks, n)
        miss = max(width * options.column_px / options.whole_aspect, height * options.track_px)
        if miss < best[0]:
            best = miss, origin, width, height
    return best[1], best[2], best[3]


def _columns_of(blocks: list[Block], n: int) -> tuple[list[tuple[int, int]], int, int]:
    share = sum(b.height + 1 for b in blocks) / n
    origin: list[tuple[int, int]] = []
    column, width, track, height, filled = 1, 0, 0, 0, 0.0
    for block in blocks:
        if track and filled + (block.height + 1) / 2 > share:
            column, width, track, filled = column + width + 1, 0, 0, filled - share
        origin.append((column, track + max(block.up)))
        track += block.height + 1
        filled += block.height + 1
        width, height = max(width, block.width), max(height, track - 1)
    return origin, column + width, height


def _in_shelves(blocks: list[Block], max_width: int) -> tuple[list[tuple[int, int]], int, int]:
    origin: list[tuple[int, int]] = []
    column, shelf, shelf_height, width = 1, 0, 0, 0
    for block in blocks:
        if column > 1 and column + block.width > max_width:
            column, shelf, shelf_height = 1, shelf + shelf_height, 0
        origin.append((column, shelf + max(block.up)))
        column += block.width + 1
        shelf_height, width = max(shelf_height, block.height), max(width, column)
    return origin, width, shelf + shelf_height


def _settle_rows(origin: dict[int, tuple[int, int]], rows: Rows, blocks: list[Block], placement: Placement) -> None:
    start: list[tuple[int, int]] = [(0, 0)] * len(rows.buses)
    column, track, shape = placement.column, placement.track, placement.shape
    for number, block in enumerate(blocks):
        if number in origin:
            start[number] = origin[number]
        first, own = start[number]
        for bus, offset in zip(rows.buses[number], block.columns, strict=True):
            column[bus] = first + offset
            track[bus] = placement.first_track[bus] = placement.last_track[bus] = own
        if block.bar is not None:
            bar = rows.buses[number][-1]
            shape[bar] = BusShape.BAR
            placement.first_track[bar], placement.last_track[bar] = own + block.bar[0], own + block.bar[1]
        if rows.kind[number] == RowKind.DROP:
            shape[rows.buses[number][0]] = BusShape.SHELF
        for child, offset, below in block.children:
            start[child] = (first + offset, own + below)
