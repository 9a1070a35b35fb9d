"""Packs rows into blocks on a grid of columns and tracks.

Every row is a track; a lateral's block is pushed against its parent's row from below or above until the
skylines touch. Buses are packed from the far end backwards, so a riser never meets what was packed before:
all of that lies to its right.
"""

from __future__ import annotations

from engines.schematic.rows import RowKind, Rows
from engines.schematic.stacking import Block, PackingOptions, best_stack, widest_stack

DOWN, UP = 1, -1


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
            self._last = max(self._last, widest_stack([blocks[r] for r in rows.hanging.get(buses[-1], ())]))
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
                is_hung = not columns and k == 0 and self._rows.kind[self._rows.row_of[bus]] == RowKind.LATERAL
                self._bar = self._stack(self._rows.hanging.get(bus, []), self._feeds.get(bus, 1), is_hung)
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

    def _stack(self, children: list[int], n_feeds: int, is_hung: bool) -> tuple[int, int]:
        """Stacks the rows of a bar from top to bottom; its own row in their middle, or on top where it hangs."""
        blocks = [self._blocks[c] for c in children]
        stack = best_stack(blocks, self._options)
        ends = [t + self._feeds.get(self._rows.buses[c][0], 1) - 1 for c, t in zip(children, stack.tracks, strict=True)]
        last_track = max([0, *ends, n_feeds - 1])
        middle = 0 if is_hung else max((last_track - (n_feeds - 1)) // 2, 0)
        at = self._last
        for child, lead, track in zip(children, stack.leads, stack.tracks, strict=True):
            self._children.append((child, at - 1 - lead, track - middle))
        for k, (above, below) in enumerate(zip(stack.up, stack.down, strict=True)):
            self._up[at - 1 - k] = max(above + middle, 0)
            self._down[at - 1 - k] = max(below - middle, 0)
        self._up[at], self._down[at] = middle, last_track - middle
        return -middle, last_track - middle

    def _turned(self, columns: list[int]) -> Block:
        """The block with columns counted from the row's first bus to the right."""
        first = columns[-1]
        up, down = self._up[: first + 1], self._down[: first + 1]
        trim = 0
        used = min([*columns, *(at - self._blocks[r].width + 1 for r, at, _ in self._children)])
        trim = used
        children = [(r, first - at, track) for r, at, track in self._children]
        n_feeds = self._feeds.get(self._buses[0], 1)
        columns = [first - at for at in reversed(columns)]
        return Block(first + 1 - trim, up[trim:], down[trim:], columns, children, self._bar, n_feeds)


def _folded(upper: Block, fold: int, lower: Block) -> Block:
    """``upper`` with the rest of its row below it, apart by a clear gap for the line that leads back."""
    track = max(upper.down) + max(lower.up) + 1
    width = max(upper.width, lower.width)
    pad = width - upper.width
    up = [0] * pad + upper.up
    lower_down = [0] * (width - lower.width) + lower.down
    down = [track + d if k >= width - lower.width else 0 for k, d in enumerate(lower_down)]
    # What comes next must leave the gap free in which the line leads back, over the whole width.
    down = [max(d, max(upper.down)) for d in down]
    return Block(width, up, down, upper.columns, [*upper.children, (fold, 0, track)], upper.bar)
