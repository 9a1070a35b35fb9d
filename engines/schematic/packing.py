"""Packs rows into blocks on a grid of columns and tracks.

Every row is a track; a lateral's block is pushed against its parent's row from below or above until the
skylines touch. Buses are packed from the far end backwards, so a riser never meets what was packed before:
all of that lies to its right.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.schematic.rows import RowKind, Rows

DOWN, UP = 1, -1


@dataclass(slots=True, eq=False)
class Block:
    """A row with all that hangs on it, placed relative to the row's first column and own track.

    Attributes:
        width: columns.
        up, down: tracks used above and below the row by column, **from the right end to the left**.
        columns: by bus of the row.
        children: (row number, first column, track) of the blocks directly in it.
        bar: first and last track the bar at the row's end spans, if there is one.
    """

    width: int
    up: list[int]
    down: list[int]
    columns: list[int]
    children: list[tuple[int, int, int]] = field(default_factory=list)
    bar: tuple[int, int] | None = None

    @property
    def height(self) -> int:
        return max(self.up) + max(self.down) + 1


@dataclass(frozen=True, slots=True)
class PackingOptions:
    """What steers the shape of the whole.

    Attributes:
        max_overlap: tracks a lateral may be pushed away before its row is stretched instead.
        aspect: width to height in pixels aimed at for the blocks of a station.
        column_px, track_px: typical size of a cell.
    """

    max_overlap: int = 3
    aspect: float = 1.4
    column_px: float = 88.0
    track_px: float = 70.0


def pack_rows(rows: Rows, feeds: dict[int, int], options: PackingOptions) -> list[Block]:
    """Blocks of all rows. ``feeds``: by bar, how many parallel branches lead to it (1 where not named)."""
    blocks: list[Block] = [None] * len(rows.buses)  # type: ignore[list-item]
    for number in range(len(rows.buses) - 1, -1, -1):
        blocks[number] = _pack(number, rows, blocks, feeds, options)
    return blocks


def _pack(number: int, rows: Rows, blocks: list[Block], feeds: dict[int, int], options: PackingOptions) -> Block:
    buses = rows.buses[number]
    hanging = rows.hanging
    if not any(bus in hanging for bus in buses):
        n = len(buses)
        return Block(n, [0] * n, [0] * n, list(range(n)))
    packer = _RowPacker(buses, rows, blocks, feeds, options)
    block = packer.packed()
    fold = next((r for r in hanging.get(buses[-1], ()) if rows.kind[r] == RowKind.FOLD), None)
    return block if fold is None else _folded(block, fold, blocks[fold])


class _RowPacker:
    """Packs one row; columns count leftwards from the last bus while it works.

    The skylines are lists from right to left; the last bus's column is at position ``_last``.
    """

    def __init__(
        self, buses: list[int], rows: Rows, blocks: list[Block], feeds: dict[int, int], options: PackingOptions
    ) -> None:
        self._buses, self._rows, self._blocks, self._feeds, self._options = buses, rows, blocks, feeds, options
        hung = [r for b in buses for r in rows.hanging.get(b, ())]
        self._last = max((blocks[r].width for r in hung), default=0)
        if rows.is_bar[buses[-1]]:
            self._last = sum(blocks[r].width + 1 for r in rows.hanging.get(buses[-1], ()))
        self._up = [0] * (self._last + 1)
        self._down = [0] * (self._last + 1)
        self._children: list[tuple[int, int, int]] = []
        self._bar: tuple[int, int] | None = None

    def packed(self) -> Block:
        columns: list[int] = []
        at = self._last
        for k in range(len(self._buses) - 1, -1, -1):
            bus = self._buses[k]
            if columns:
                at += 1
                self._reach(at)
            if self._rows.is_bar[bus]:
                self._bar = self._stack(self._rows.hanging.get(bus, []), self._feeds.get(bus, 1))
            elif bus in self._rows.hanging:
                at = self._hang(bus, at)
            columns.append(at)
        return self._turned(columns)

    def _reach(self, at: int) -> None:
        missing = at + 1 - len(self._up)
        if missing > 0:
            self._up.extend([0] * missing)
            self._down.extend([0] * missing)

    def _hang(self, bus: int, at: int) -> int:
        """Hangs all rows of ``bus``; returns its position, further left where the row was stretched."""
        hung = [r for r in self._rows.hanging[bus] if self._rows.kind[r] != RowKind.FOLD]
        laterals = sorted((r for r in hung if self._rows.kind[r] == RowKind.LATERAL), key=self._bulk)
        has_drop = len(laterals) < len(hung)
        if laterals:
            at = self._stretched(at, laterals[-1], has_drop)
        if has_drop:
            drop = next(r for r in hung if self._rows.kind[r] == RowKind.DROP)
            self._children.append((drop, at, 1))
            self._down[at] = max(self._down[at], 1)
        is_up_taken = False
        for lateral in laterals:
            is_up_taken = self._place(lateral, at, is_up_taken) or is_up_taken
        return at

    def _bulk(self, row: int) -> tuple[int, int]:
        block = self._blocks[row]
        return max(block.up) + max(block.down), block.width

    def _stretched(self, at: int, lateral: int, has_drop: bool) -> int:
        if at == self._last:
            return at
        block = self._blocks[lateral]
        limit = self._options.max_overlap + max(max(block.up), max(block.down)) + has_drop
        for step in range(block.width + 1):
            self._reach(at + step)
            depth = min(self._depth(block, at + step, DOWN), self._depth(block, at + step, UP))
            if depth <= limit:
                return at + step
        return at + block.width

    def _depth(self, block: Block, at: int, side: int) -> int:
        facing, own = (block.up, self._down) if side == DOWN else (block.down, self._up)
        depth = max(map(int.__add__, facing, own[at - block.width : at]))
        return max(depth, own[at]) + 1

    def _place(self, lateral: int, at: int, is_up_taken: bool) -> bool:
        """Puts a lateral where it lies nearest, rather below than above; returns whether that was above."""
        block = self._blocks[lateral]
        below, above = self._depth(block, at, DOWN), self._depth(block, at, UP)
        side = UP if above < below and not is_up_taken else DOWN
        depth = above if side == UP else below
        own, outer = (self._up, block.up) if side == UP else (self._down, block.down)
        own[at - block.width : at] = [depth + o for o in outer]
        own[at] = max(own[at], depth)
        self._children.append((lateral, at - 1, depth * side))
        return side == UP

    def _stack(self, children: list[int], n_feeds: int) -> tuple[int, int]:
        """Stacks the rows of a bar from top to bottom and centres the bar's own row on them."""
        n_fronts = self._fronts(children)
        leads = self._leads(children, n_fronts)
        tracks, up, down = self._settle(children, leads)
        ends = [t + self._feeds.get(self._rows.buses[c][0], 1) - 1 for c, t in zip(children, tracks, strict=True)]
        last_track = max([0, *ends, n_feeds - 1])
        middle = max((last_track - (n_feeds - 1)) // 2, 0)
        at = self._last
        for child, lead, track in zip(children, leads, tracks, strict=True):
            self._children.append((child, at - 1 - lead, track - middle))
        for position in range(at):
            self._up[position] = max(up[position] + middle, 0)
            self._down[position] = max(down[position] - middle, 0)
        self._up[at], self._down[at] = middle, last_track - middle
        return -middle, last_track - middle

    def _settle(self, children: list[int], leads: list[int]) -> tuple[list[int], list[int], list[int]]:
        """Tracks of the children from the first one's 0 on, and the skylines relative to track 0."""
        at = self._last
        up, down = [-(10**6)] * at, [-(10**6)] * at
        tracks: list[int] = []
        lowest = -1
        for child, lead in zip(children, leads, strict=True):
            block = self._blocks[child]
            start = at - block.width - lead
            facing = block.up + [0] * lead
            track = max(lowest, max(map(int.__add__, facing, down[start:at]))) + 1 if tracks else 0
            for k, (above, below) in enumerate(zip(facing, block.down + [0] * lead, strict=True), start):
                up[k] = max(up[k], above - track)
                down[k] = below + track
            tracks.append(track)
            lowest = track
        return tracks, up, down

    def _leads(self, children: list[int], n_fronts: int) -> list[int]:
        """Columns between the bar and each child: children stand in ``n_fronts`` fronts, one behind the other."""
        widths = [0] * n_fronts
        for k, child in enumerate(children):
            widths[k % n_fronts] = max(widths[k % n_fronts], self._blocks[child].width + 1)
        return [sum(widths[: k % n_fronts]) for k in range(len(children))]

    def _fronts(self, children: list[int]) -> int:
        """In how many fronts the children of a bar stand so that the whole comes near the aspect."""
        options = self._options
        total = sum(self._blocks[c].height for c in children)
        if len(children) < 4 or total < 24:
            return 1
        best, best_miss = 1, float("inf")
        for n in range(1, min(6, len(children)) + 1):
            tracks, up, down = self._settle(children, self._leads(children, n))
            used = [k for k in range(self._last) if down[k] >= 0]
            width = (self._last - used[0]) * options.column_px
            height = (max(down[k] for k in used) + max(up[k] for k in used) + 1) * options.track_px
            ratio = width / height / options.aspect
            miss = max(ratio, 1 / ratio)
            if miss < best_miss:
                best, best_miss = n, miss
        return best

    def _turned(self, columns: list[int]) -> Block:
        """The block with columns counted from the row's first bus to the right."""
        first = columns[-1]
        up, down = self._up[: first + 1], self._down[: first + 1]
        trim = 0
        used = min([*columns, *(at - self._blocks[r].width + 1 for r, at, _ in self._children)])
        trim = used
        children = [(r, first - at, track) for r, at, track in self._children]
        return Block(
            first + 1 - trim, up[trim:], down[trim:], [first - at for at in reversed(columns)], children, self._bar
        )


def _folded(upper: Block, fold: int, lower: Block) -> Block:
    """``upper`` with the rest of its row below it, apart by a clear gap for the line that leads back."""
    track = max(upper.down) + max(lower.up) + 1
    width = max(upper.width, lower.width)
    pad = width - upper.width
    up = [0] * pad + upper.up
    lower_down = [0] * (width - lower.width) + lower.down
    down = [track + d if k >= width - lower.width else 0 for k, d in enumerate(lower_down)]
    down = [max(a, b) for a, b in zip(down, [0] * pad + upper.down, strict=True)]
    return Block(width, up, down, upper.columns, [*upper.children, (fold, 0, track)], upper.bar)
