"""The values of one table of a case, each editable where it stands; a refused one is marked and says why."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.dispatch.case_lines import CaseHead, CaseTable
from widgets.theme import BODY_PX, theme, theme_chooser, ui_font

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SIGN = "■"
ROW_PX, WIDEST_PX, NARROWEST_PX = 26, 260, 84
_NOTHING = CaseTable((), (), ())


class CaseModel(QAbstractTableModel):
    """A row a record.

    Signals:
        written: row, column and text of a value somebody has written.
    """

    written = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = _NOTHING

    def put(self, table: CaseTable) -> None:
        """Show these values; cells stay where the same columns and as many rows come again."""
        before = self.table
        if before.heads == table.heads and before.names == table.names and before.rows:
            self.table = table
            self.dataChanged.emit(self.index(0, 0), self.index(len(table.rows) - 1, len(table.heads) - 1))
            return
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.table.heads)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """See :class:`QAbstractItemModel`."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        cell, head = self.table.rows[index.row()][index.column()], self.table.heads[index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return cell.text
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{SIGN} {cell.text}".strip() if cell.problem else cell.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return cell.problem or head.tip
        if role == Qt.ItemDataRole.ForegroundRole and cell.problem:
            return theme().color("high")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if head.is_number and self.table.is_list else _LEFT
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """See :class:`QAbstractItemModel`."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) != self.table.rows[index.row()][index.column()].text:
            self.written.emit(index.row(), index.column(), str(value))
        return True

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        heads: tuple[CaseHead, ...] = self.table.heads if way is Qt.Orientation.Horizontal else self.table.names
        if not 0 <= section < len(heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return heads[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return heads[section].tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_right = way is Qt.Orientation.Horizontal and heads[section].is_number and self.table.is_list
            return _RIGHT if is_right else _LEFT
        return None


class CaseValues(QTableView):
    """Shows and edits the values.

    Signals:
        remove_asked: row of the record that Delete was pressed on.
    """

    remove_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = CaseModel(self)
        self.setModel(self.values)
        self.setAccessibleName(self.tr("Values of the case"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setFont(ui_font(BODY_PX))
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(False)
        theme_chooser().changed.connect(self.viewport().update)

    def show_table(self, table: CaseTable) -> None:
        """Show these values; what is chosen stays chosen."""
        is_same = self.values.table.heads == table.heads
        self.values.put(table)
        head = self.horizontalHeader()
        if not is_same or not table.is_list:
            mode = QHeaderView.ResizeMode.Interactive if table.is_list else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(mode)
            # Text takes the room that is left: a profile is long.
            head.setStretchLastSection(table.is_list and bool(table.heads) and not table.heads[-1].is_number)
            for column in range(len(table.heads)) if table.is_list else ():
                needed = max(self.sizeHintForColumn(column) + 12, head.sectionSizeHint(column) + 8, NARROWEST_PX)
                self.setColumnWidth(column, min(needed, WIDEST_PX))

    def go_to(self, row: int, column: int) -> None:
        """Choose a cell and bring it into view."""
        index = self.values.index(max(row, 0), max(column, 0))
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete empties a value; with Ctrl it takes the record out."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete and index.isValid():
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.remove_asked.emit(index.row())
            else:
                self.values.setData(index, "")
            return
        super().keyPressEvent(event)
