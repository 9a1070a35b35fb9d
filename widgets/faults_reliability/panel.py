"""Reliability up to now: figures by period, feeders and causes of one period, and who is without supply."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.bar_list import ROW_PX, BarList, BarRow
from widgets.charts.empty_state import EmptyOr
from widgets.faults_reliability.figure_table import FigureTable
from widgets.faults_reliability.lines import ReliabilityView
from widgets.faults_reliability.running_list import RunningList
from widgets.tables.export import Sheet, export_sheet
from widgets.tables.value_table import Run, run_now

BESIDE_PX = 1000


class ReliabilityPanel(QWidget):
    """Shows a :class:`ReliabilityView`.

    Signals:
        incident_asked: id of an incident somebody wants to see.
        said: a sentence on what a command did; failed: one on why it did not.
    """

    incident_asked = Signal(str)
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run: Run = run_now
        self._view = ReliabilityView(empty=self.tr("No figures yet: they come with the first incidents."))
        self._chosen = ("", "")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Reliability"))
        self._make()
        self.show_view(self._view)

    def _make(self) -> None:
        title = QLabel(self.tr("Reliability"), self)
        title.setObjectName("objectTitle")
        self._data = QLabel(self)
        self._data.setObjectName("caption")
        self._data.setWordWrap(True)
        self.export_button = QToolButton(self)
        self.export_button.setText(self.tr("Export"))
        self.export_button.setAccessibleName(self.tr("Export the figures"))
        self.export_button.setToolTip(
            self.tr("Write every figure with its period and formula to a file (CSV or Excel)")
        )
        self.export_button.clicked.connect(self.ask_export)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(title)
        head.addWidget(self._data, 1)
        head.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        self._content = QScrollArea(self)
        self._content.setWidgetResizable(True)
        self._content.setFrameShape(QScrollArea.Shape.NoFrame)
        self._content.setWidget(self._make_inside())
        self._either = EmptyOr("", self)
        self._either.show_content(self._content)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._either, 1)

    def _make_inside(self) -> QWidget:
        inside = QWidget(self._content)
        self.table = FigureTable(inside)
        self.table.chosen.connect(self._on_chosen)
        self._explanation = QLabel(inside)
        self._explanation.setObjectName("explanation")
        self._explanation.setWordWrap(True)
        self._explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notes = QLabel(inside)
        self._notes.setObjectName("small")
        self._notes.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table)
        left.addWidget(self._explanation)
        left.addWidget(self._notes)
        left.addStretch(1)
        self.running = RunningList(inside)
        self.running.incident_asked.connect(self.incident_asked)
        self.feeders, self.causes = BarList(inside), BarList(inside)
        self.feeders.setAccessibleName(self.tr("Feeders by SAIDI"))
        self.causes.setAccessibleName(self.tr("Causes by SAIDI"))
        self._feeder_title, self._cause_title = QLabel(inside), QLabel(inside)
        self._none = tuple(QLabel(self.tr("Nothing in this period."), inside) for _ in range(2))
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.running)
        for name, bars, none in (
            (self._feeder_title, self.feeders, self._none[0]),
            (self._cause_title, self.causes, self._none[1]),
        ):
            name.setObjectName("sectionTitle")
            none.setObjectName("emptyState")
            right.addSpacing(6)
            right.addWidget(name)
            right.addWidget(bars)
            right.addWidget(none)
        right.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._parts.setContentsMargins(0, 0, 4, 0)
        self._parts.setSpacing(24)
        self._parts.addLayout(left, 5)
        self._parts.addLayout(right, 2)
        return inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the figures where both have room, else beneath them."""
        super().resizeEvent(event)
        is_wide = self.width() >= BESIDE_PX
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def view(self) -> ReliabilityView:
        """What is shown."""
        return self._view

    def show_view(self, view: ReliabilityView) -> None:
        """Show this; the chosen figure stays chosen."""
        self._view = view
        self._data.setText(view.data)
        self.export_button.setVisible(bool(view.figures))
        if view.empty or not view.figures:
            self._either.show_empty(view.empty or self.tr("No figures yet."))
            return
        self._either.show_content(self._content)
        self._notes.setText("\n".join(view.notes))
        self._notes.setVisible(bool(view.notes))
        self.running.show_lines(view.running)
        figure, span = self._chosen
        if not any(line.key == figure for line in view.figures):
            figure = view.figures[0].key
        if not any(head.key == span for head in view.heads):
            span = view.heads[-1].key
        self._chosen = (figure, span)
        self.table.figures.show_view(view)
        self.table.choose(figure, span)
        self._show_chosen()

    @property
    def chosen(self) -> tuple[str, str]:
        """Keys of the figure and the period that are explained."""
        return self._chosen

    @property
    def explanation(self) -> str:
        """Formula, data and period of the chosen figure."""
        return self._explanation.text()

    def _on_chosen(self, figure: str, span: str) -> None:
        self._chosen = (figure, span or self._chosen[1])
        self._show_chosen()

    def _show_chosen(self) -> None:
        figure, span = self._chosen
        place = next((k for k, head in enumerate(self._view.heads) if head.key == span), -1)
        line = next((each for each in self._view.figures if each.key == figure), None)
        if line is None or place < 0:
            return
        head, shown = self._view.heads[place], line.cells[place]
        value = f"{line.name}, {head.title}: {shown.text} {line.unit}".strip()
        parts = (f"{value}.", line.formula, shown.data, f"{head.period}.", head.note)
        self._explanation.setText(" ".join(part for part in parts if part))
        shares = self._view.shares_of(span)
        self._feeder_title.setText(self.tr("FEEDERS BY SAIDI · {period}").format(period=head.title.upper()))
        self._cause_title.setText(self.tr("CAUSES BY SAIDI · {period}").format(period=head.title.upper()))
        for bars, none, lines in (
            (self.feeders, self._none[0], shares.by_feeder),
            (self.causes, self._none[1], shares.by_cause),
        ):
            bars.show_rows([BarRow(each.name, each.value, each.text, each.note) for each in lines])
            bars.setFixedHeight(max(1, len(bars.rows)) * ROW_PX)
            bars.setVisible(bool(lines))
            none.setVisible(not lines)

    # Export ------------------------------------------------------------------------------------------------

    def sheet(self) -> Sheet:
        """Every figure of every period in a row of its own, with its formula, data and period."""
        view = self._view
        rows = [
            (line.name, head.title, head.period, cell.value, line.unit, line.formula, cell.data, head.note)
            for line in view.figures
            for head, cell in zip(view.heads, line.cells, strict=True)
        ]
        headers = (
            self.tr("Figure"), self.tr("Period"), self.tr("From and to"), self.tr("Value"), self.tr("Unit"),
            self.tr("Formula"), self.tr("Data"), self.tr("Note"),
        )  # fmt: skip
        decimals = (-1, -1, -1, 6, -1, -1, -1, -1)
        columns = tuple(
            np.array([row[k] for row in rows], np.str_ if shown < 0 else np.float64) for k, shown in enumerate(decimals)
        )
        return Sheet(self.tr("Reliability"), headers, columns, decimals, view.data)

    def ask_export(self) -> None:
        """Ask for a file and write there."""
        kinds = self.tr("Workbook (*.xlsx);;Comma separated (*.csv)")
        start = f"{self.tr('Reliability')}.xlsx"
        path, kind = QFileDialog.getSaveFileName(self, self.tr("Export the figures"), start, kinds)
        if path:
            chosen = Path(path)
            if chosen.suffix.lower() not in (".xlsx", ".csv"):
                chosen = chosen.with_name(chosen.name + (".csv" if "csv" in kind else ".xlsx"))
            self.export_to(chosen)

    def export_to(self, path: Path) -> None:
        """Write every figure; the ending says whether CSV or a workbook."""
        self.run(
            export_sheet,
            self.sheet(),
            path,
            key=f"export {path}",
            on_done=lambda done: self.said.emit(self.tr("Exported to {path}").format(path=done)),
            on_failed=self.failed.emit,
        )
