"""Collects equipment row by row and turns it into tables."""

from __future__ import annotations

from typing import Any

from engines.grid.network import Table, make_table


class TableBuilder:
    """Rows of one kind of equipment."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._rows: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> dict[str, Any]:
        return self._rows[row]

    def add(self, **values: Any) -> int:
        """Append a row; returns its index. Every row of a kind names the same columns."""
        self._rows.append(values)
        return len(self._rows) - 1

    def table(self) -> Table:
        """The finished table."""
        if not self._rows:
            return make_table(self.kind, {})
        columns = {name: [row[name] for row in self._rows] for name in self._rows[0]}
        return make_table(self.kind, columns)


class DistrictBuilder:
    """All tables of a district under construction."""

    KINDS = ("bus", "line", "trafo", "switch", "load", "sgen", "storage", "shunt", "ext_grid", "customer")

    def __init__(self) -> None:
        for kind in self.KINDS:
            setattr(self, kind, TableBuilder(kind))

    bus: TableBuilder
    line: TableBuilder
    trafo: TableBuilder
    switch: TableBuilder
    load: TableBuilder
    sgen: TableBuilder
    storage: TableBuilder
    shunt: TableBuilder
    ext_grid: TableBuilder
    customer: TableBuilder

    def tables(self) -> dict[str, Table]:
        """All tables."""
        return {kind: getattr(self, kind).table() for kind in self.KINDS}
