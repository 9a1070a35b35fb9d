"""Which branches are loaded most, against their own limits."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engines.grid.limit_check import limit_arrays
from engines.grid.network import ElementRef
from engines.grid.schema import BRANCH_TABLES
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import LoadFlowResult
from widgets.charts.bar_list import BarList, BarRow
from widgets.charts.empty_state import EmptyOr
from widgets.numbers import number_text

MOST = 200


class LoadingRanking(EmptyOr):
    """Branches by loading, greatest first, each with its limit as a mark on the bar.

    Signals:
        element_clicked: ``ElementRef`` of a branch.
    """

    element_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Loading"))
        self._content = QWidget(self)
        self._caption = QLabel(self._content)
        self._caption.setObjectName("caption")
        self._caption.setContentsMargins(12, 4, 12, 0)
        self.bars = BarList(self._content)
        self.bars.setAccessibleName(self.tr("Loading, greatest first"))
        self.bars.row_chosen.connect(self.element_clicked)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._caption)
        column.addWidget(self.bars, 1)
        self.show_empty(self.tr("No load flow yet: press F5."))

    def show_result(self, snapshot: Snapshot | None, result: LoadFlowResult | None) -> None:
        """Rank the branches of a converged result; anything else is a sentence."""
        if snapshot is None or result is None:
            self.show_empty(self.tr("No load flow yet: press F5."))
            return
        if not result.is_converged:
            self.show_empty(self.tr("No loadings, the load flow has no solution: {cause}").format(cause=result.cause))
            return
        rows = loading_rows(snapshot, result)
        if not rows:
            self.show_empty(self.tr("No branch with a rating carries current."))
            return
        over = sum(row.severity > 0 for row in rows)
        text = self.tr("{count} above their limit") if over else self.tr("all within their limits")
        self._caption.setText(text.format(count=over))
        self.bars.show_rows(rows)
        self.show_content(self._content)


def loading_rows(snapshot: Snapshot, result: LoadFlowResult, most: int = MOST) -> list[BarRow]:
    """The most loaded branches as bars; those without a rating or a solution are left out."""
    network, limits = snapshot.network, limit_arrays(snapshot.network)
    tables = [t for t in BRANCH_TABLES if t in result.branches and len(network[t])]
    if not tables:
        return []
    loading = np.concatenate([result.branches[t].loading_percent for t in tables])
    limit = np.concatenate([limits.normal_percent[t] for t in tables])
    table = np.concatenate([np.full(len(network[t]), k) for k, t in enumerate(tables)])
    row = np.concatenate([np.arange(len(network[t])) for t in tables])
    severity = np.zeros(len(row), np.int64)
    first = np.cumsum([0, *(len(network[t]) for t in tables)])
    for k, name in enumerate(tables):
        mine = result.violations.table == name
        np.maximum.at(severity, first[k] + result.violations.row[mine], result.violations.severity[mine])
    order = np.argsort(np.where(np.isfinite(loading), -loading, np.inf), kind="stable")[:most]
    found = []
    for k in order[np.isfinite(loading[order])].tolist():
        ref = ElementRef(tables[table[k]], int(row[k]))
        text = f"{number_text(float(loading[k]), 1)} %"
        mark = float(limit[k]) if np.isfinite(limit[k]) else None
        found.append(BarRow(network.label(ref), float(loading[k]), text, "", int(severity[k]), ref, mark))
    return found
