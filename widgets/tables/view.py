"""The view of a value table: rows of one height, keys that act on what is selected."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.slices import Steps
from widgets.tables.cells import PAD_PX, CellDelegate
from widgets.tables.content import ColumnKind, ColumnSpec, TableContent
from widgets.tables.model import ValueModel, cell_text
from widgets.tables.ordering import CHUNK

Array = np.ndarray[Any, Any]
ROW_PX = 26
MARK_PX = 22
"""Always there for the sign of a doubtful value, so that columns keep their width when one turns doubtful."""
NARROWEST_PX, WIDEST_PX, SIGN_PX = 56, 280, 32
LOOKED_AT, MOST_REPEATED = 40, 400
"""So many different ones, of so many of the longest texts, say how wide a column must be."""
MOST_LOOKED_AT = 5000
"""Of longer tables only every so many-th row is looked at."""


class ValueView(QTableView):
    """A table of rows.

    Signals:
        touched: before a key or a click is acted upon.
        copy_asked: Ctrl+C; activate_asked: double click, Enter or F; delete_asked: Delete.
    """

    touched = Signal()
    copy_asked = Signal()
    activate_asked = Signal()
    delete_asked = Signal()

    def __init__(self, model: ValueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = model
        self.setModel(model)
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
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
        heads.setStretchLastSection(True)
        self.setSortingEnabled(True)
        # The model writes an arrow into the header: the style's own lies over the text.
        heads.setSortIndicatorShown(False)
        self.doubleClicked.connect(lambda _: self.activate_asked.emit())

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._signal(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, activate, delete; all else as in any table."""
        self.touched.emit()
        asked = self._signal(event)
        if asked is None:
            super().keyPressEvent(event)
        else:
            asked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is under the pointer is chosen."""
        self.touched.emit()
        super().mousePressEvent(event)

    def _signal(self, event: QKeyEvent) -> SignalInstance | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy_asked
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F):
            return self.activate_asked
        if plain and event.key() == Qt.Key.Key_Delete:
            return self.delete_asked
        return None

    def width_steps(self, content: TableContent) -> Steps[tuple[int, ...]]:
        """Width each column needs for its header and what is written in it, px, in slices."""
        metrics, widths = self.fontMetrics(), []
        for column in content.columns:
            if column.kind is ColumnKind.SEVERITY:
                widths.append(SIGN_PX)
                continue
            texts = longest_texts(column, content.values[column.key])
            width = max((metrics.horizontalAdvance(t) for t in texts), default=0) + 2 * PAD_PX + MARK_PX
            width += self.cells.unit_px(column.unit) if column.is_number else 0
            head = metrics.horizontalAdvance(column.header) + 28
            widths.append(max(NARROWEST_PX, head, min(width, WIDEST_PX)))
            if len(content) > CHUNK:
                yield
        return tuple(widths)

    def set_widths(self, widths: tuple[int, ...]) -> None:
        """Give the columns their widths."""
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)

    def selected_rows(self) -> list[int]:
        """Shown rows that are selected, from the top."""
        ranges = self.selectionModel().selection()
        rows = (range(r.top(), r.bottom() + 1) for r in ranges)  # type: ignore[attr-defined]
        return sorted({row for some in rows for row in some})

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


def longest_texts(column: ColumnSpec, values: Array) -> list[str]:
    """A few texts of a column, those that need most room among them."""
    if not len(values):
        return []
    if column.is_number:
        # Figures are all of one width: only how many there are counts.
        known = np.where(np.isfinite(values), values, 0.0)
        return [cell_text(column, known.max()), cell_text(column, known.min())]
    values = values[:: max(1, len(values) // MOST_LOOKED_AT)]
    lengths = np.char.str_len(values)
    most = min(MOST_REPEATED, len(values) - 1)
    longest = values[np.argpartition(-lengths, most)[: most + 1]]
    # Letters differ in width, so every different text is looked at before one is seen twice.
    return sorted(set(longest.tolist()), key=len, reverse=True)[:LOOKED_AT]
