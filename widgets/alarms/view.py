"""The list of alarms: rows of one height, keys that act on what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.alarms.blink import blink_clock
from widgets.alarms.cells import AlarmCells
from widgets.alarms.line import AlarmLine
from widgets.alarms.model import AlarmModel
from widgets.alarms.words import ColumnName

ROW_PX = 24
SIGN_PX = 30
WIDTHS = {
    ColumnName.SIGN: SIGN_PX,
    ColumnName.TIME: 76,
    ColumnName.ELEMENT: 120,
    ColumnName.MESSAGE: 280,
    ColumnName.FEEDER: 90,
    ColumnName.KIND: 90,
    ColumnName.STATE: 150,
    ColumnName.COUNT: 50,
    ColumnName.PERSON: 120,
}


class AlarmView(QTableView):
    """A table of an :class:`AlarmModel`. What is selected stays so while others come and go.

    Signals:
        acknowledge_asked: Space; find_asked: Enter, F or a double click; shelve_asked: S; comment_asked: N.
        copy_asked: Ctrl+C.
    """

    acknowledge_asked = Signal()
    find_asked = Signal()
    shelve_asked = Signal()
    comment_asked = Signal()
    copy_asked = Signal()

    def __init__(self, model: AlarmModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.alarms = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(AlarmCells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        heads.setSectionsMovable(True)
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(SIGN_PX)
        heads.setStretchLastSection(True)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        heads.setSortIndicatorShown(False)
        self.set_widths(WIDTHS)
        self.doubleClicked.connect(lambda _: self.find_asked.emit())
        self._kept: tuple[list[str], str, int] = [], "", 0
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        blink_clock().turned.connect(self._blink)

    def set_widths(self, widths: Mapping[ColumnName, int]) -> None:
        """Widths of columns, px."""
        for column, width in widths.items():
            if column in self.alarms.columns:
                self.setColumnWidth(self.alarms.columns.index(column), width)

    # Selection ---------------------------------------------------------------------------------------------

    def selected(self) -> list[AlarmLine]:
        """What is selected, from the top."""
        ranges = self.selectionModel().selection()
        rows = sorted({row for r in ranges for row in range(r.top(), r.bottom() + 1)})  # type: ignore[attr-defined]
        return [self.alarms.line(row) for row in rows if row < len(self.alarms)]

    def select(self, alarm_ids: Sequence[str], *, with_scroll: bool = True) -> None:
        """Select exactly these, as far as they are shown."""
        rows = [row for row in map(self.alarms.row_of, alarm_ids) if row >= 0]
        last, wanted = len(self.alarms.columns) - 1, QItemSelection()
        for row in rows:
            wanted.select(self.alarms.index(row, 0), self.alarms.index(row, last))
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first = self.alarms.index(rows[0], 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            if with_scroll:
                self.scrollTo(first)

    def _keep(self) -> None:
        at = self.currentIndex()
        current = self.alarms.line(at.row()).alarm_id if at.isValid() and at.row() < len(self.alarms) else ""
        kept = [line.alarm_id for line in self.selected() if line.alarm_id in self.alarms.lines]
        self._kept = kept, current, self.verticalScrollBar().value()

    def _restore(self) -> None:
        selected, current, scrolled = self._kept
        if selected:
            self.select(selected, with_scroll=False)
        row = self.alarms.row_of(current) if current else -1
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.alarms.index(row, 0), flag)
        self.verticalScrollBar().setValue(scrolled)

    # Blinking ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """The shapes blink while they are seen."""
        super().showEvent(event)
        blink_clock().want(self, True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        blink_clock().want(self, False)

    def _blink(self) -> None:
        if self.isVisible():
            place = self.alarms.columns.index(ColumnName.SIGN)
            x, height = self.columnViewportPosition(place), self.viewport().height()
            self.viewport().update(QRect(x, 0, self.columnWidth(place), height))

    # Keys --------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._asked(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that act on what is selected; all else as in any table."""
        asked = self._asked(event)
        if asked is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            # A key that is held from something else must not acknowledge what nobody has read.
            asked()

    def _asked(self, event: QKeyEvent) -> Callable[[], None] | None:
        return key_signal(self, event)


def key_signal(view: QWidget, event: QKeyEvent) -> Callable[[], None] | None:
    """What a key asks for in a list or among the cards; ``None`` for any other key."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return view.copy_asked.emit  # type: ignore[attr-defined,no-any-return]
    if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
        return None
    names = {
        Qt.Key.Key_Space: "acknowledge_asked",
        Qt.Key.Key_Return: "find_asked",
        Qt.Key.Key_Enter: "find_asked",
        Qt.Key.Key_F: "find_asked",
        Qt.Key.Key_S: "shelve_asked",
        Qt.Key.Key_N: "comment_asked",
    }
    name = names.get(Qt.Key(event.key()))
    return getattr(view, name).emit if name else None
