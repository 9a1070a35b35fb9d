"""The view of a value table: rows of one height, keys that act on what is selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.tables.content import ColumnKind
from widgets.tables.model import ValueModel, cell_text

ROW_PX = 26
NARROWEST_PX, WIDEST_PX, SIGN_PX = 56, 280, 32
LOOKED_AT = 200
"""So many rows say how wide a column must be."""


class ValueView(QTableView):
    """A table of rows.

    Signals:
        copy_asked: Ctrl+C; activate_asked: double click, Enter or F; delete_asked: Delete.
    """

    copy_asked = Signal()
    activate_asked = Signal()
    delete_asked = Signal()

    def __init__(self, model: ValueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        heads = self.horizontalHeader()
        heads.setSectionsMovable(True)
        heads.setHighlightSections(False)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setSortIndicatorClearable(True)
        heads.setStretchLastSection(False)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda _: self.activate_asked.emit())

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._signal(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, activate, delete; all else as in any table."""
        asked = self._signal(event)
        if asked is None:
            super().keyPressEvent(event)
        else:
            asked.emit()

    def _signal(self, event: QKeyEvent) -> Signal | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy_asked
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F):
            return self.activate_asked
        if plain and event.key() == Qt.Key.Key_Delete:
            return self.delete_asked
        return None

    def fit_columns(self) -> None:
        """Give each column the width its header and the first rows need."""
        content = self.values.content
        metrics = self.fontMetrics()
        for k, column in enumerate(content.columns):
            if column.kind is ColumnKind.SEVERITY:
                self.setColumnWidth(k, SIGN_PX)
                continue
            texts = {cell_text(column, v) for v in content.values[column.key][:LOOKED_AT]}
            longest = sorted(texts, key=len)[-8:]
            width = max((metrics.horizontalAdvance(t) for t in longest), default=0) + 24
            head = metrics.horizontalAdvance(column.header) + 28
            self.setColumnWidth(k, max(NARROWEST_PX, head, min(width, WIDEST_PX)))

    def selected_rows(self) -> list[int]:
        """Shown rows that are selected, from the top."""
        ranges = self.selectionModel().selection()
        return sorted({row for r in ranges for row in range(r.top(), r.bottom() + 1)})

    def select_rows(self, rows: list[int], *, with_scroll: bool) -> None:
        """Select exactly these shown rows."""
        last = self.values.columnCount() - 1
        wanted = QItemSelection()
        for row in rows:
            wanted.select(self.values.index(row, 0), self.values.index(row, last))
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.values.index(rows[0], 0), flag)
            if with_scroll:
                self.scrollTo(self.values.index(rows[0], 0))
