"""What this program is, whose work travels with it, and under which licences."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.licences import ThirdParty, third_parties
from widgets.icons import icon

ICON_PX = 48
WIDTHS_PX = (200, 110)


class AboutDialog(QDialog):
    """Version and licence; a table of what travels with it, and the licence text of the chosen row.

    Attributes:
        table, text: the parts.
    """

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Tieline"))
        self.setMinimumSize(860, 540)
        self._parties = third_parties()
        self.table = self._table()
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Licence text"))
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(12)
        parts.addWidget(self.table)
        parts.addWidget(self.text)
        parts.setSizes([260, 200])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self._head(version))
        column.addWidget(parts, 1)
        column.addWidget(buttons)
        self.table.currentCellChanged.connect(lambda row, *_: self.show_text(row))
        if self._parties:
            self.table.setCurrentCell(0, 0)

    def _head(self, version: str) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(icon("tieline").pixmap(QSize(ICON_PX, ICON_PX), self.devicePixelRatioF()))
        name = QLabel(self.tr("Tieline {version}").format(version=version), self)
        name.setObjectName("dialogHeadline")
        said = QLabel(
            self.tr(
                "Operator console and study desk for electric distribution networks. Licensed under Apache-2.0. "
                "It travels with {count} components of others:"
            ).format(count=len(self._parties)),
            self,
        )
        said.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(said)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._parties), 3, self)
        table.setAccessibleName(self.tr("Components of others"))
        table.setHorizontalHeaderLabels([self.tr("Component"), self.tr("Version"), self.tr("Licence")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        for row, party in enumerate(self._parties):
            for column, text in enumerate((party.name, party.version, party.licence)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        for column, width in enumerate(WIDTHS_PX):
            table.setColumnWidth(column, width)
        header = table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column in range(3):
            title = table.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def show_text(self, row: int) -> None:
        """The licence of the component in ``row``."""
        if 0 <= row < len(self._parties):
            self.text.setPlainText(licence_text(self._parties[row]))


def licence_text(party: ThirdParty) -> str:
    """Where the component comes from, and its licence texts."""
    return "\n\n".join(part for part in (party.home, *party.texts) if part) or party.licence
