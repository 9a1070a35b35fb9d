"""Figures of the day over all scenarios: least, likely and largest in columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.dispatch.plain_table import LEFT, RIGHT, PlainTable
from widgets.dispatch.scenario_lines import BandRow

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
ROW_PX = 22


class BandModel(QAbstractTableModel):
    """A row a figure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[str, ...] = ()
        self.rows: tuple[BandRow, ...] = ()

    def put(self, columns: tuple[str, ...], rows: tuple[BandRow, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name if column == 0 else row.cells[column - 1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column else LEFT
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section - 1] if section else self.tr("Over the scenarios")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section else LEFT
        return None


class BandTable(PlainTable):
    """Shows the figures; as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        model = BandModel()
        super().__init__(model, ROW_PX, parent)
        self.bands = model
        self.setAccessibleName(self.tr("Figures of the day over all scenarios"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, columns: tuple[str, ...], rows: tuple[BandRow, ...]) -> None:
        """Show these figures."""
        self.bands.put(columns, rows)
        if columns:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """All rows and the head."""
        head = self.horizontalHeader().sizeHint().height()
        return QSize(480, head + ROW_PX * self.bands.rowCount() + 2 * self.frameWidth())
