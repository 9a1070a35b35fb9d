"""Columns the tables of equipment and findings share, and how good their values are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engines.grid.quality import Origin, Quality
from engines.values.loadflow import LoadFlowResult
from widgets.tables.content import ColumnKind, ColumnSpec
from widgets.tables.quality import CellQuality, cell_quality
from widgets.tables.words import tr

Array = np.ndarray[Any, Any]
Qualities = dict[str, CellQuality]


def number(key: str, title: str, unit: str, decimals: int, tooltip: str) -> ColumnSpec:
    """A column of numbers."""
    return ColumnSpec(key, title, unit, decimals, tooltip, ColumnKind.NUMBER)


def text(key: str, title: str, tooltip: str = "") -> ColumnSpec:
    """A column of texts."""
    return ColumnSpec(key, title, tooltip=tooltip)


def sign() -> ColumnSpec:
    """The narrow column with the shape of the worst violation."""
    tooltip = tr("▲ beyond the emergency limit, ■ beyond the normal limit, – not known")
    return ColumnSpec("severity", tr("Severity"), tooltip=tooltip, kind=ColumnKind.SEVERITY)


def severities(result: LoadFlowResult | None, table: str, n: int) -> Array:
    """``(n,)`` worst severity of each row; -1 everywhere without a converged result."""
    if result is None or not result.is_converged:
        return np.full(n, -1)
    worst = np.zeros(n, np.int64)
    found = result.violations
    mine = found.table == table
    np.maximum.at(worst, found.row[mine], found.severity[mine])
    return worst


def calculated(
    columns: tuple[ColumnSpec, ...], keys: Iterable[str], result: LoadFlowResult | None, n: int
) -> Qualities:
    """Quality of a load flow's values by column: good where it converged, else invalid; nothing before there is one."""
    if result is None:
        return {}
    quality = cell_quality(n, Quality.GOOD if result.is_converged else Quality.INVALID, Origin.CALCULATED)
    return {column.key: quality for column in columns if column.key in keys}
