"""The setpoints of a step: what each device shows now, what it is to be set to, and what became of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from widgets.dispatch.execution_lines import SetpointLine
from widgets.dispatch.plain_table import LEFT, RIGHT, PlainTable
from widgets.faults.labels import signed
from widgets.theme import theme

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_NUMBERS = (1, 2, 3)
_STATE = 4
ROW_PX = 24


class SetpointModel(QAbstractTableModel):
    """Rows of setpoints; those that stay the same are left alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[SetpointLine, ...] = ()

    def put(self, lines: tuple[SetpointLine, ...]) -> None:
        """Show these."""
        before, self.lines = self.lines, lines
        if [(a.device, a.quantity) for a in before] != [(b.device, b.quantity) for b in lines]:
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else 5

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            state = signed(line.state, line.severity)
            device = f"{line.device}  {line.quantity}"
            return (device, line.now, line.wanted, line.difference, state)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in _NUMBERS else LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == _STATE and line.severity:
                return theme().color(line.severity)
            return None if line.is_sent else theme().color("muted")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return line.tip or None
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See :class:`QAbstractItemModel`."""
        if way is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Device"), self.tr("Now"), self.tr("Setpoint"), self.tr("Difference"), self.tr("State"),
            )[section]  # fmt: skip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in _NUMBERS else LEFT
        return None


class SetpointTable(PlainTable):
    """Shows the setpoints of a step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        model = SetpointModel()
        super().__init__(model, ROW_PX, parent)
        self.lines_model = model
        self.setAccessibleName(self.tr("Setpoints of the step"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(56)
        for column in range(1, _STATE + 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
