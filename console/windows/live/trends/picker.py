"""Choosing points by their names, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)


class PointPicker(QDialog):
    """A line to type in and the points that match; several can be chosen.

    Signals:
        chosen: ids.
    """

    chosen = Signal(object)

    def __init__(self, names: Sequence[str], point_ids: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Add points to the chart"))
        self.setMinimumSize(420, 420)
        self._ids = list(point_ids)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Equipment and quantity, as F1-Q0 current"))
        self.line.setAccessibleName(self.tr("Find points"))
        self.line.setClearButtonEnabled(True)
        self._names, self._texts = list(names), [name.casefold() for name in names]
        self._rows: list[int] = []
        self._shown = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._shown)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(self.tr("Points"))
        self._count = QLabel(self)
        self._count.setObjectName("hint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.add_button = buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.add_button.setProperty("primary", True)
        self.add_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.line, self.list, self._count, buttons):
            column.addWidget(widget)
        self.line.textChanged.connect(self._on_text)
        self.list.doubleClicked.connect(lambda _: self.accept())
        self._on_text("")

    def _on_text(self, text: str) -> None:
        words = text.casefold().split()
        self._rows = [row for row, own in enumerate(self._texts) if all(word in own for word in words)]
        self._shown.setStringList([self._names[row] for row in self._rows])
        count = len(self._rows)
        self._count.setText(
            self.tr("{count} points").format(count=count) if count else self.tr("No point has these words in its name.")
        )
        self.add_button.setEnabled(count > 0)
        if count:
            self.list.setCurrentIndex(self._shown.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the list while the line is typed in."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.line.hasFocus() and self._shown.rowCount():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = min(max(self.list.currentIndex().row() + step, 0), self._shown.rowCount() - 1)
            self.list.setCurrentIndex(self._shown.index(row, 0))
            return
        super().keyPressEvent(event)

    def accept(self) -> None:
        """Tell what was chosen."""
        rows = [self._rows[index.row()] for index in self.list.selectionModel().selectedRows()]
        if rows:
            super().accept()
            self.chosen.emit(tuple(self._ids[row] for row in sorted(rows)))
