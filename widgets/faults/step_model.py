"""The steps of an order as rows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from widgets.faults.order_lines import StepLine, StepState
from widgets.faults.words import tr

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class StepColumn(IntEnum):
    """Columns of the order, from the left."""

    NUMBER = 0
    OPERATION = 1
    CHANCE = 2
    """Beside the operation: it is read whole before a closing, however narrow the table."""
    WHY = 3
    WAY = 4
    DONE = 5
    OUTCOME = 6


def state_text(state: StepState) -> str:
    """A state by name."""
    return {
        StepState.PLANNED: tr("planned"),
        StepState.NEXT: tr("next"),
        StepState.RUNNING: tr("running"),
        StepState.DONE: tr("done"),
        StepState.FAILED: tr("failed"),
        StepState.LEFT_OUT: tr("left out"),
    }[state]


def cell_text(line: StepLine, column: StepColumn) -> str:
    """What stands in a cell."""
    return {
        StepColumn.NUMBER: str(line.number),
        StepColumn.OPERATION: f"{line.operation} {line.name}".strip(),
        StepColumn.WHY: line.why,
        StepColumn.WAY: line.way,
        StepColumn.DONE: line.time_text,
        StepColumn.CHANCE: line.chance,
        StepColumn.OUTCOME: line.outcome or (tr("left out") if line.state is StepState.LEFT_OUT else ""),
    }[column]


class StepModel(QAbstractTableModel):
    """Holds the steps; only rows that changed are told as changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[StepLine, ...] = ()

    def rowCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = _NONE) -> int:
        """See :class:`QAbstractItemModel`."""
        return 0 if parent.isValid() else len(StepColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = section in (StepColumn.NUMBER, StepColumn.CHANCE)
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            outcome = tr("Feedback / predicted")
            return ("", tr("Operation"), tr("Onto fault"), tr("Why"), tr("Way"), tr("Done"), outcome)[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == StepColumn.CHANCE:
            return tr("How likely the closing meets the fault")
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See :class:`QAbstractItemModel`."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(line, StepColumn(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _whole(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(line) if index.column() == 0 else cell_text(line, StepColumn(index.column()))
        return None

    def row_of(self, number: int) -> int:
        """Row of a step, -1 for none."""
        return next((row for row, line in enumerate(self.lines) if line.number == number), -1)

    def put(self, lines: Sequence[StepLine]) -> None:
        """Show these."""
        before, after = self.lines, tuple(lines)
        if len(before) != len(after):
            self.beginResetModel()
            self.lines = after
            self.endResetModel()
            return
        self.lines = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(StepColumn) - 1))


def _whole(line: StepLine) -> str:
    first = " · ".join(part for part in (cell_text(line, StepColumn.OPERATION), line.way, line.time_text) if part)
    last = f"{state_text(line.state)}: {line.outcome}" if line.outcome else state_text(line.state)
    return "\n".join(part for part in (first, line.why, last, line.tooltip) if part)


def _spoken(line: StepLine) -> str:
    return f"{line.number}. " + _whole(line).replace("\n", "; ")
