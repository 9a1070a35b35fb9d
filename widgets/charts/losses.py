"""Where the losses arise: by feeder, by voltage level, by element."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engines.grid.loss_summary import LossSummary, summarise_losses
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from widgets.charts.bar_list import BarList, BarRow
from widgets.charts.empty_state import EmptyOr
from widgets.numbers import number_text

MOST_ELEMENTS = 500


class LossesChart(EmptyOr):
    """Losses as a ranking of bars with their share.

    Signals:
        element_clicked: ``ElementRef`` of a branch, or of the head of a feeder.
    """

    element_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Losses"))
        self._summary: LossSummary | None = None
        self._snapshot: Snapshot | None = None
        self._topology: Topology | None = None
        self._content = QWidget(self)
        self.bars = BarList(self._content)
        self.bars.setAccessibleName(self.tr("Losses, greatest first"))
        self.bars.row_chosen.connect(self._on_chosen)
        self._caption = QLabel(self._content)
        self._caption.setObjectName("caption")
        self._groups = QButtonGroup(self)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._heading())
        column.addWidget(self.bars, 1)
        self.show_empty(self.tr("No load flow yet: press F5."))

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(4)
        texts = (
            (self.tr("Feeders"), self.tr("Losses of all branches of each feeder")),
            (self.tr("Levels"), self.tr("Losses by voltage level; transformers stand between two")),
            (self.tr("Elements"), self.tr("Each line and transformer, greatest losses first")),
        )
        for number, (text, tip) in enumerate(texts):
            button = QToolButton(self._content)
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(self.tr("Losses by: {group}").format(group=text))
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setProperty("segment", True)
            self._groups.addButton(button, number)
            row.addWidget(button)
        self._groups.idClicked.connect(lambda _: self._fill())
        row.addStretch(1)
        row.addWidget(self._caption, 0, Qt.AlignmentFlag.AlignRight)
        return row

    def show_result(self, snapshot: Snapshot | None, topology: Topology | None, result: LoadFlowResult | None) -> None:
        """Rank the losses of a converged result; anything else is a sentence."""
        self._snapshot, self._topology, self._summary = snapshot, topology, None
        if snapshot is None or topology is None or result is None:
            self.show_empty(self.tr("No load flow yet: press F5."))
        elif not result.is_converged:
            self.show_empty(self.tr("No losses, the load flow has no solution: {cause}").format(cause=result.cause))
        else:
            self._summary = summarise_losses(snapshot.network, result, topology)
            self._fill()
            self.show_content(self._content)

    def _fill(self) -> None:
        summary = self._summary
        if summary is None:
            return
        rows = (self._feeder_rows, self._level_rows, self._element_rows)[self._groups.checkedId()](summary)
        self.bars.show_rows(rows)
        self._caption.setText(
            self.tr("{active} kW · {reactive} kvar").format(
                active=number_text(summary.total_kw, 1), reactive=number_text(summary.total_kvar, 1)
            )
        )

    def _row(self, name: str, loss_kw: float, key: object) -> BarRow:
        total = self._summary.total_kw if self._summary is not None else float("nan")
        share = f"{number_text(100.0 * loss_kw / total, 1)} %" if total > 0 else ""
        return BarRow(name, loss_kw, f"{number_text(loss_kw, 2)} kW", share, key=key)

    def _feeder_rows(self, summary: LossSummary) -> list[BarRow]:
        assert self._topology is not None
        feeders = self._topology.feeders
        rows = []
        for group in summary.by_feeder:
            head = feeders[group.key] if group.key >= 0 else None
            key = ElementRef(head.head_table, head.head_row) if head is not None else None
            rows.append(self._row(group.name or self.tr("Before the feeders"), group.loss_kw, key))
        return rows

    def _level_rows(self, summary: LossSummary) -> list[BarRow]:
        return [self._row(group.name, group.loss_kw, None) for group in summary.by_level]

    def _element_rows(self, summary: LossSummary) -> list[BarRow]:
        assert self._snapshot is not None
        most = np.arange(min(MOST_ELEMENTS, len(summary.row)))
        refs = [ElementRef(str(summary.table[k]), int(summary.row[k])) for k in most]
        return [self._row(self._snapshot.network.label(r), float(summary.loss_kw[k]), r) for k, r in enumerate(refs)]

    def _on_chosen(self, key: object) -> None:
        if isinstance(key, ElementRef):
            self.element_clicked.emit(key)
