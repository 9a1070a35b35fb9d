"""The validation report of an import, shown to the person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engines.values.validation import Finding, FindingSeverity, ValidationReport

_SIGN = {FindingSeverity.ERROR: "▲", FindingSeverity.WARNING: "■", FindingSeverity.NOTE: "●"}
_MOST_ROWS = 2000


class FindingsDialog(QDialog):
    """Every finding with its element, reason and remedy; errors first."""

    def __init__(self, sentence: str, report: ValidationReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Validation report"))
        self.setMinimumSize(860, 420)
        headline = QLabel(sentence, self)
        headline.setObjectName("dialogHeadline")
        headline.setWordWrap(True)
        self.table = QTableWidget(self)
        self.table.setAccessibleName(self.tr("Findings"))
        self._fill(report)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (headline, self.table, buttons):
            column.addWidget(widget)

    def _fill(self, report: ValidationReport) -> None:
        findings = report.findings[:_MOST_ROWS]
        titles = (
            self.tr("Severity"),
            self.tr("Element"),
            self.tr("Field"),
            self.tr("What is wrong"),
            self.tr("Remedy"),
        )
        self.table.setColumnCount(len(titles))
        self.table.setHorizontalHeaderLabels(titles)
        self.table.setRowCount(len(findings))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        for row, finding in enumerate(findings):
            for column, text in enumerate(self._texts(finding)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        for column, width in enumerate((100, 120, 90)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        self.table.resizeRowsToContents()

    def _texts(self, finding: Finding) -> tuple[str, ...]:
        names = {
            FindingSeverity.ERROR: self.tr("error"),
            FindingSeverity.WARNING: self.tr("warning"),
            FindingSeverity.NOTE: self.tr("note"),
        }
        sign = f"{_SIGN[finding.severity]} {names[finding.severity]}"
        return (sign, finding.element, finding.field, finding.reason, finding.remedy)
