"""What a table shows: columns, values as arrays, and which equipment each row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.values.element_doubt import ElementDoubt
from widgets.tables.quality import CellFlag, CellQuality

Array = np.ndarray[Any, Any]
SIGNS = {0: "", 1: "●", 2: "■", 3: "▲"}


class ColumnKind(StrEnum):
    """How a column is written and sorted."""

    TEXT = "text"
    NUMBER = "number"
    SEVERITY = "severity"
    """0 none, 1..3 as ``Severity``, -1 not known."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column.

    Attributes:
        key: its name in ``TableContent.values``.
        unit: "" where it has none; stands in the header after the title.
        tooltip: what it means, with its sign.
    """

    key: str
    title: str
    unit: str = ""
    decimals: int = 0
    tooltip: str = ""
    kind: ColumnKind = ColumnKind.TEXT

    @property
    def header(self) -> str:
        """Title with unit: ``Voltage, pu``."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.kind is ColumnKind.NUMBER


def _nothing() -> Array:
    return np.empty(0, "U1")


def _no_rows() -> Array:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class TableContent:
    """A table, ready to be shown.

    Attributes:
        values: ``(n,)`` by column key; NaN is missing.
        tables, rows: ``(n,)`` equipment of each row; table "" where a row is none.
        origin: where values come from and how good they are, for tooltips.
        empty: what is said where there are no rows.
        notice: a warning above the rows, "" for none.
        name: what the table is called, for file names and sheets.
        qualities: how far values may be believed, by column key; a column that is not in it holds no
            values of the network's state. An invalid value is taken out: nobody gets it as a number.
        point_key: column with the ids of points, for who carries rows elsewhere; "" where rows are no points.
    """

    columns: tuple[ColumnSpec, ...]
    values: Mapping[str, Array]
    tables: Array = field(default_factory=_nothing)
    rows: Array = field(default_factory=_no_rows)
    origin: str = ""
    empty: str = ""
    notice: str = ""
    name: str = ""
    qualities: Mapping[str, CellQuality] = field(default_factory=dict)
    point_key: str = ""

    def __post_init__(self) -> None:
        lengths = {len(self.values[c.key]) for c in self.columns} | {len(self.tables), len(self.rows)}
        lengths |= {len(quality) for quality in self.qualities.values()}
        if len(lengths) > 1:
            raise ValueError(f"table {self.name}: columns of unequal length {sorted(lengths)}")
        invalid = {k: (q.flags & CellFlag.INVALID) != 0 for k, q in self.qualities.items() if k in self.values}
        if any(mask.any() for mask in invalid.values()):
            missing = {k: _without(self.values[k], mask) for k, mask in invalid.items() if mask.any()}
            object.__setattr__(self, "values", {**self.values, **missing})

    def __len__(self) -> int:
        return len(self.rows)

    def ref(self, row: int) -> ElementRef | None:
        """The equipment of a row."""
        table = str(self.tables[row])
        return ElementRef(table, int(self.rows[row])) if table else None

    def has_same_rows(self, other: TableContent) -> bool:
        """Whether each row is the same equipment and the columns mean the same."""
        return (
            self.columns == other.columns
            and np.array_equal(self.rows, other.rows)
            and np.array_equal(self.tables, other.tables)
        )

    def taken(self, order: Array) -> TableContent:
        """Some rows, in another order."""
        values = {c.key: self.values[c.key][order] for c in self.columns}
        qualities = {key: quality.taken(order) for key, quality in self.qualities.items()}
        return replace(self, values=values, tables=self.tables[order], rows=self.rows[order], qualities=qualities)

    def aged(self, doubt: ElementDoubt) -> TableContent:
        """The same values after what some of them were made from fell silent or changed."""
        if not doubt.whole or not self.qualities:
            return self
        freshness = doubt.of(self.tables, self.rows)
        return replace(self, qualities={key: quality.aged(freshness) for key, quality in self.qualities.items()})


def _without(values: Array, mask: Array) -> Array:
    return np.where(mask, "" if values.dtype.kind == "U" else np.nan, values)


def nothing(empty: str, name: str = "") -> TableContent:
    """A table without columns and rows that says why."""
    return TableContent((), {}, empty=empty, name=name)
