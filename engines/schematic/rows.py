"""Cuts the trees into rows: straight paths that hang on one another.

```
 ║ bar
 ╟──o──o──o──o      a row per feeder, its longest path
 ║     └──o──o      a lateral is a row that hangs on a bus of another row
 ╟──o──o
 ║     ┴            a single bus hangs straight below: a drop
```
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from engines.grid.feeders import feeder_outline
from engines.grid.network import Network
from engines.schematic.tree import SWITCH, TRAFO, TRAFO3W, Forest

Array = np.ndarray[Any, Any]


class RowKind(IntEnum):
    """How a row hangs on its parent bus."""

    ROOT = 0
    """On nothing: it begins at a source, or in a part without one."""
    LATERAL = 1
    """A riser up or down, then to the right."""
    DROP = 2
    """One bus straight below its parent."""
    BAR_CHILD = 3
    """To the right of a bar."""
    FOLD = 4
    """The rest of a row that was too long, begun again at the left."""


@dataclass(slots=True, eq=False)
class Rows:
    """All rows, parents before children.

    Attributes:
        buses: by row, bus rows from the source side on; parent: by row, the bus it hangs on (-1 at a root).
        kind: by row, :class:`RowKind`.
        hanging: by bus row, numbers of the rows that hang on it (only where there are any).
        is_bar: by bus row, whether it is drawn as a bar with rows to its right; it ends its row.
        is_station: by bus row, whether that bar's rows are feeders.
        row_of: by bus row, the row it lies on.
    """

    buses: list[list[int]]
    parent: list[int]
    kind: list[RowKind]
    hanging: dict[int, list[int]]
    is_bar: list[bool]
    is_station: list[bool]
    row_of: list[int]


HUB_CHILDREN = 4
"""A bus with so many branches away from the source is drawn as a bar."""

_STRETCH = 1.4
"""A row is folded only when it is longer than the aim by this factor."""

_FEEDER_BUSES = 2
"""What hangs on a bar is a station's feeder only if one of them is at least so long."""


def cut_rows(network: Network, forest: Forest, max_row_buses: int) -> Rows:
    """Rows of at most ``max_row_buses`` buses."""
    family = _Family(network, forest)
    rows = Rows([], [], [], {}, family.is_bar, family.is_station, [-1] * len(network.bus))
    pending = [(root, -1, RowKind.ROOT) for root in reversed(forest.roots)]
    while pending:
        start, parent, kind = pending.pop()
        path, aside = family.follow(start, max_row_buses)
        number = len(rows.buses)
        rows.buses.append(path)
        rows.parent.append(parent)
        rows.kind.append(kind)
        if parent >= 0:
            rows.hanging.setdefault(parent, []).append(number)
        for bus in path:
            rows.row_of[bus] = number
        pending.extend(reversed(aside))
    return rows


class _Children:
    """By bus, the buses it feeds, in the order in which they were found."""

    def __init__(self, forest: Forest) -> None:
        order = np.array(forest.order, np.int64)
        parent = np.array(forest.parent, np.int64)[order]
        by_parent = np.argsort(parent, kind="stable")
        bounds = np.searchsorted(parent[by_parent], np.arange(len(order) + 1))
        self._child: list[int] = order[by_parent].tolist()
        self._first: list[int] = bounds.tolist()

    def __getitem__(self, bus: int) -> list[int]:
        return self._child[self._first[bus] : self._first[bus + 1]]


class _Family:
    """Children, longest paths and bars of the trees."""

    def __init__(self, network: Network, forest: Forest) -> None:
        n = len(network.bus)
        edges = forest.edges
        self._children = _Children(forest)
        code = np.array([-1 if e < 0 else int(edges.table[e]) for e in forest.parent_edge])
        self._steps_voltage: list[bool] = _steps_voltage(network, forest, code).tolist()
        self._by_switch: list[bool] = (code == SWITCH).tolist()
        self._length, self._size = self._measure(forest)
        self.is_bar = [False] * n
        self.is_station = [False] * n
        self._find_bars(forest)
        for head in feeder_outline(network).heads:
            if self._children[head.bar_bus]:
                self.is_bar[head.bar_bus] = self.is_station[head.bar_bus] = True

    def _measure(self, forest: Forest) -> tuple[list[int], list[int]]:
        """By bus, buses on the longest path away from the source (on one voltage) and in the whole subtree."""
        length, size = [1] * len(forest.parent), [1] * len(forest.parent)
        for bus in reversed(forest.order):
            parent = forest.parent[bus]
            if parent >= 0:
                size[parent] += size[bus]
                if not self._steps_voltage[bus] and length[bus] >= length[parent]:
                    length[parent] = length[bus] + 1
        return length, size

    def _find_bars(self, forest: Forest) -> None:
        # A bar behind couplers and disconnectors of a station is still that station's bar.
        behind_trafo = [False] * len(forest.parent)
        roots = set(forest.roots)
        for bus in forest.order:
            children = self._children[bus]
            parent = forest.parent[bus]
            if bus in roots:
                self.is_bar[bus] = bool(children)
                behind_trafo[bus] = True
            else:
                behind_trafo[bus] = self._steps_voltage[bus] or (self._by_switch[bus] and behind_trafo[parent])
            level = [c for c in children if not self._steps_voltage[c]]
            if len(level) >= HUB_CHILDREN or (behind_trafo[bus] and len(level) >= 2):
                self.is_bar[bus] = True
            from_above = bus in roots or (self._steps_voltage[bus] and self.is_bar[parent] and self._size[bus] > 2)
            if from_above and level:
                self.is_bar[bus] = True
                self.is_station[bus] = any(self._length[c] >= _FEEDER_BUSES for c in level)
        for bus in forest.order:
            if self.is_bar[bus] and not self.is_station[bus] and behind_trafo[bus] and self._by_switch[bus]:
                self.is_station[bus] = self._is_feeding(bus)

    def _is_feeding(self, bus: int) -> bool:
        return sum(self._length[c] >= _FEEDER_BUSES for c in self._children[bus] if not self._steps_voltage[c]) >= 2

    def follow(self, start: int, max_buses: int) -> tuple[list[int], list[tuple[int, int, RowKind]]]:
        """The row that begins at ``start``, and the rows that begin at its buses."""
        path: list[int] = []
        aside: list[tuple[int, int, RowKind]] = []
        max_buses = self._share(start, max_buses)
        bus: int | None = start
        while bus is not None:
            path.append(bus)
            if self.is_bar[bus]:
                aside.extend((c, bus, RowKind.BAR_CHILD) for c in self._children[bus])
                break
            ahead = self._ahead(bus)
            if ahead is None:
                ahead = self._through_bay(path)
            aside.extend(self._hang(bus, ahead))
            if ahead is not None and len(path) >= max_buses and not self._steps_voltage[ahead]:
                aside.append((ahead, bus, RowKind.FOLD))
                break
            bus = ahead
        return path, aside

    def _share(self, start: int, max_buses: int) -> int:
        """How many of the buses ahead belong to this row: rows that must be folded are folded into equal parts."""
        parts = math.ceil(self._length[start] / (_STRETCH * max_buses))
        return math.ceil(self._length[start] / parts)

    def _through_bay(self, path: list[int]) -> int | None:
        """The bus behind the transformer at the end of a station's bay, if there is nothing else there."""
        children = self._children[path[-1]]
        is_bay = len(children) == 1 and all(self._by_switch[b] for b in path) and len(self._children[children[0]]) > 0
        return children[0] if is_bay else None

    def _ahead(self, bus: int) -> int | None:
        best: int | None = None
        for child in self._children[bus]:
            if not self._steps_voltage[child] and (best is None or self._rank(child) > self._rank(best)):
                best = child
        return best

    def _rank(self, bus: int) -> tuple[int, int]:
        return self._length[bus], self._size[bus]

    def _hang(self, bus: int, ahead: int | None) -> list[tuple[int, int, RowKind]]:
        hung: list[tuple[int, int, RowKind]] = []
        has_drop = False
        for child in self._children[bus]:
            if child == ahead:
                continue
            is_drop = not has_drop and not self._children[child]
            has_drop = has_drop or is_drop
            hung.append((child, bus, RowKind.DROP if is_drop else RowKind.LATERAL))
        return hung


def _steps_voltage(network: Network, forest: Forest, code: Array) -> Array:
    """``(n_bus,)`` whether the branch to the parent joins two voltage levels (a regulator does not)."""
    level = network.bus["vn_kv"]
    parent = np.array(forest.parent, np.int64)
    through = np.isin(code, (TRAFO, TRAFO3W))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = level / level[parent] if len(level) else level
    is_same = (ratio > 0.75) & (ratio < 1.33)
    return np.asarray(through & ~is_same)
