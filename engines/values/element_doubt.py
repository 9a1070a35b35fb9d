"""How far what is calculated for each piece of equipment may be taken for the present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.values.frozen import FrozenMap
from engines.values.points import PointFreshness

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ElementDoubt:
    """Doubt by equipment; one that is not listed has that of the whole.

    Attributes:
        of_table: by table, ``(n,)`` :class:`PointFreshness` in the table's rows.
        whole: :class:`PointFreshness` of everything that is not listed, such as sums over the network; at least as
            bad as the worst that is listed.
    """

    of_table: Mapping[str, Array] = field(default_factory=FrozenMap)
    whole: int = PointFreshness.FRESH

    @property
    def is_old(self) -> bool:
        """Whether anything at all is old."""
        return self.whole >= PointFreshness.STALE

    @property
    def is_all_old(self) -> bool:
        """Whether nothing is of the present."""
        return self.is_old and all(bool((doubt >= PointFreshness.STALE).all()) for doubt in self.of_table.values())

    def of(self, tables: Array, rows: Array) -> Array:
        """``(n,)`` doubt of some equipment, given as names of tables and rows in them."""
        doubt = np.full(len(rows), self.whole, np.uint8)
        for table, known in self.of_table.items():
            mine = tables == table
            mine[mine] = rows[mine] < len(known)
            doubt[mine] = known[rows[mine]]
        return doubt

    def is_old_at(self, tables: Array, rows: Array) -> Array:
        """``(n,)`` whether what is said of some equipment is old."""
        return np.asarray(self.of(tables, rows) >= PointFreshness.STALE)

    def of_ref(self, ref: ElementRef) -> int:
        """Doubt of one piece of equipment."""
        known = self.of_table.get(ref.table)
        return int(known[ref.row]) if known is not None and 0 <= ref.row < len(known) else int(self.whole)

    def joined(self, other: ElementDoubt) -> ElementDoubt:
        """The worse of both."""
        of_table = {}
        for table in self.of_table.keys() | other.of_table.keys():
            one, two = (doubt.of_table.get(table, np.uint8(doubt.whole)) for doubt in (self, other))
            of_table[table] = np.maximum(one, two)
        return ElementDoubt(FrozenMap(of_table), max(self.whole, other.whole))

    def is_as(self, other: ElementDoubt) -> bool:
        """Whether it says the same."""
        return (
            self.whole == other.whole
            and self.of_table.keys() == other.of_table.keys()
            and all(np.array_equal(doubt, other.of_table[table]) for table, doubt in self.of_table.items())
        )


NO_DOUBT = ElementDoubt()
ALL_OLD = ElementDoubt(whole=PointFreshness.STALE)
"""Nothing is of the present."""
