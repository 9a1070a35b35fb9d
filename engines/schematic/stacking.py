"""Stacks the blocks of a bar's rows below one another, and behind one another where the stack grows too tall.

```
 ║──o──o──o             first front
 ║   └──o
 ║───────────────o──o   a row behind it: a longer way from the bar
 ║──o──o──o──o
```
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Block:
    """A row with all that hangs on it, placed relative to the row's first column and own track.

    Attributes:
        width: columns.
        up, down: tracks used above and below the row by column, **from the right end to the left**.
        columns: by bus of the row.
        children: (row number, first column, track) of the blocks directly in it.
        bar: first and last track the bar at the row's end spans, if there is one.
        n_feeds: branches that lead from a bar to the left to the bar the row begins with.
    """

    width: int
    up: list[int]
    down: list[int]
    columns: list[int]
    children: list[tuple[int, int, int]] = field(default_factory=list)
    bar: tuple[int, int] | None = None
    n_feeds: int = 1

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
        whole_aspect: width to height in pixels aimed at for all stations together.
    """

    max_overlap: int = 3
    aspect: float = 1.4
    column_px: float = 88.0
    track_px: float = 70.0
    whole_aspect: float = 1.6


@dataclass(slots=True, eq=False)
class Stack:
    """Where the blocks of a bar stand, track 0 being the first one's row.

    Attributes:
        tracks, leads: by block, its row and the columns between bar and block.
        up, down: by column from the bar to the right, the outermost tracks used, from track 0.
    """

    tracks: list[int]
    leads: list[int]
    up: list[int]
    down: list[int]

    @property
    def height(self) -> int:
        return max(self.up) + max(self.down) + 1


_FEW_BLOCKS, _FEW_TRACKS = 4, 20
_SPREADS = (1.0, 1.25, 1.6, 2.1, 2.6, 3.2, 4.3, 5.4)
"""Widths tried, in multiples of the widest block."""


def widest_stack(blocks: list[Block]) -> int:
    """Columns a stack may take at most."""
    return max((b.width for b in blocks), default=0) * (6 if _may_spread(blocks) else 1)


def _may_spread(blocks: list[Block]) -> bool:
    return len(blocks) >= _FEW_BLOCKS and sum(b.height for b in blocks) >= _FEW_TRACKS


def best_stack(blocks: list[Block], options: PackingOptions) -> Stack:
    """The stack that can be shown largest in a frame of the aspect asked for."""
    if not blocks:
        return Stack([], [], [], [])
    widest = max(b.width for b in blocks)
    best, best_size = None, 0.0
    for spread in _SPREADS if _may_spread(blocks) else (1.0,):
        stack = _stacked(blocks, int(widest * spread))
        size = max(len(stack.down) * options.column_px / options.aspect, stack.height * options.track_px)
        if best is None or size < best_size * 0.8:
            best, best_size = stack, size
        if len(stack.down) * options.column_px / options.aspect >= stack.height * options.track_px:
            break
    assert best is not None
    return best


def _stacked(blocks: list[Block], width: int) -> Stack:
    """Each block where the stack grows least, below the row before it."""
    top = max(blocks[0].up)
    up, down = [-(10**6)] * width, [-1 - top] * width
    tracks: list[int] = []
    leads: list[int] = []
    starts, lowest = {0}, -1
    for block in blocks:
        above, below = block.up[::-1], block.down[::-1]
        choices = [_choice(above, below, lead, lowest, down) for lead in starts if lead + block.width <= width]
        *_, lead, track = min(choices)
        lowest = track + block.n_feeds - 1
        for k in range(lead):
            up[k], down[k] = max(up[k], -track), max(down[k], lowest)
        for k, (a, b) in enumerate(zip(above, below, strict=True), lead):
            up[k], down[k] = max(up[k], a - track), max(down[k], track + b)
        tracks.append(track)
        leads.append(lead)
        starts.add(lead + block.width + 1)
    used = max(lead + b.width for lead, b in zip(leads, blocks, strict=True))
    return Stack(tracks, leads, up[:used], down[:used])


def _choice(above: list[int], below: list[int], lead: int, lowest: int, down: list[int]) -> tuple[int, float, int, int]:
    """(lowest track it reaches, area it takes, lead, track) of a block behind ``lead`` columns."""
    stop = lead + len(above)
    track = max(lowest, max(map(int.__add__, above, down[lead:stop])), max(down[:lead], default=lowest)) + 1
    if lowest < 0:
        track = 0
    area = lead * track - sum(down[:lead]) + len(below) * track + sum(below) - sum(down[lead:stop])
    return track + max(below), area + 0.5 * lead, lead, track
