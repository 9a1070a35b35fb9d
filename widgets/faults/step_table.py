"""The steps of an order as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from widgets.faults.order_lines import StepLine, StepState
from widgets.faults.step_cells import PAD_PX, SIGN_PX, StepCells
from widgets.faults.step_model import StepColumn, StepModel, cell_text, state_text
from widgets.theme import LABEL_PX, theme_chooser, ui_font

ROW_PX, HEAD_PX, LEAST_ROWS = 28, 26, 3
NARROWEST = {StepColumn.NUMBER: 36, StepColumn.OPERATION: 96, StepColumn.WAY: 64, StepColumn.DONE: 78}
WIDEST = {StepColumn.OPERATION: 220, StepColumn.WAY: 130, StepColumn.DONE: 160}
WHY_PX, LEAST_WHY_PX, OUTCOME_PX, WIDEST_OUTCOME_PX = 120, 64, 150, 360
_FIND = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StepTable(QTableView):
    """Lists steps; the row that runs or is next comes into view by itself when it changes.

    Signals:
        element_asked: id of a step's equipment: Enter or a double click.
        remove_asked: number of a step nobody has begun: Delete.
    """

    element_asked = Signal(str)
    remove_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = StepModel(self)
        self.cells = StepCells(self)
        self.is_editable = True
        self._at_work = 0
        self.setModel(self.steps)
        self.setItemDelegate(self.cells)
        self.setAccessibleName(self.tr("Steps of the switching order"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.doubleClicked.connect(lambda _: self._find())
        self._set_up_headers()
        theme_chooser().changed.connect(self.viewport().update)

    def _set_up_headers(self) -> None:
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setMinimumSectionSize(24)
        heads.setFixedHeight(HEAD_PX)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def current_line(self) -> StepLine | None:
        """The step that is chosen."""
        at = self.currentIndex()
        return self.steps.lines[at.row()] if at.isValid() else None

    def show_steps(self, lines: Sequence[StepLine], *, is_editable: bool) -> None:
        """Show these; the chosen step and the place scrolled to stay."""
        chosen, scrolled = self.current_line, self.verticalScrollBar().value()
        before = self.steps.lines
        self.is_editable = is_editable
        self.steps.put(lines)
        if self.steps.lines == before:
            return
        if chosen is not None and self.current_line is None:
            self._choose_again(chosen)
        self._fit()
        self.verticalScrollBar().setValue(scrolled)
        at_work = next((line.number for line in lines if line.state in (StepState.RUNNING, StepState.NEXT)), 0)
        if at_work != self._at_work:
            self._at_work = at_work
            if at_work:
                self.scrollTo(self.steps.index(self.steps.row_of(at_work), 0))

    def _choose_again(self, chosen: StepLine) -> None:
        """The same operation where it is still there, else the row that took its place."""
        same = [
            row
            for row, line in enumerate(self.steps.lines)
            if (line.operation, line.name, line.element_id) == (chosen.operation, chosen.name, chosen.element_id)
        ]
        row = same[0] if same else min(chosen.number, len(self.steps.lines)) - 1
        if row >= 0:
            at = self.steps.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(at, flags)

    def choose(self, number: int) -> None:
        """Choose a step; an unknown one chooses none."""
        row = self.steps.row_of(number)
        if row < 0:
            self.selectionModel().clear()
        else:
            self.selectRow(row)

    def show_played(self, number: int) -> None:
        """Mark the step after which the diagram is shown; -1 for the present."""
        if number != self.cells.played:
            self.cells.played = number
            row = self.steps.row_of(number)
            if row >= 0:
                self.scrollTo(self.steps.index(row, 0))
            self.viewport().update()

    # Sizes -------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(600, self._high(len(self.steps.lines)))

    def minimumSizeHint(self) -> QSize:
        """A few of the rows."""
        return QSize(300, self._high(min(len(self.steps.lines), LEAST_ROWS)))

    def _high(self, rows: int) -> int:
        return HEAD_PX + rows * ROW_PX + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The reasons take what the others leave."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMaximumHeight(self._high(len(self.steps.lines)))
        metrics = QFontMetrics(ui_font(bold=True))
        widths: dict[StepColumn, int] = {StepColumn.NUMBER: NARROWEST[StepColumn.NUMBER]}
        for column, most in WIDEST.items():
            wanted_px = min(most, self._wanted(metrics, column) + 2 * PAD_PX)
            widths[column] = max(NARROWEST[column], wanted_px, self._head_px(column))
        is_begun = any(line.time_text for line in self.steps.lines)
        self.setColumnHidden(StepColumn.DONE, not is_begun)
        if not is_begun:
            widths.pop(StepColumn.DONE)
        has_chance = any(line.chance for line in self.steps.lines)
        self.setColumnHidden(StepColumn.CHANCE, not has_chance)
        if has_chance:
            # Whole at any width: the reasons give way.
            wanted_px = self._wanted(metrics, StepColumn.CHANCE) + 2 * PAD_PX
            widths[StepColumn.CHANCE] = max(wanted_px, self._head_px(StepColumn.CHANCE))
        left = self.viewport().width() - sum(widths.values())
        widths[StepColumn.OUTCOME] = self._outcome_px(metrics, left)
        widths[StepColumn.WHY] = left - widths[StepColumn.OUTCOME]
        # A letter and dots say nothing: the tooltip says it all.
        has_why = widths[StepColumn.WHY] >= LEAST_WHY_PX
        self.setColumnHidden(StepColumn.WHY, not has_why)
        if not has_why:
            widths.pop(StepColumn.WHY)
            widths[StepColumn.OUTCOME] = max(left, OUTCOME_PX)
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _outcome_px(self, metrics: QFontMetrics, left: int) -> int:
        """Half of what is ``left`` for long feedback; what is ahead is read whole, and the reasons give way."""
        beside = SIGN_PX + 2 * PAD_PX
        ahead = [line for line in self.steps.lines if line.state.is_removable]
        needed = max((metrics.horizontalAdvance(line.outcome) + 2 for line in ahead), default=0) + beside
        wanted = max(self._wanted(metrics, StepColumn.OUTCOME) + beside, self._head_px(StepColumn.OUTCOME))
        least = WHY_PX if left - WHY_PX >= needed else 0
        taken = max(OUTCOME_PX, min(wanted, WIDEST_OUTCOME_PX, left // 2), min(needed, WIDEST_OUTCOME_PX))
        return min(taken, max(left - least, OUTCOME_PX))

    def _head_px(self, column: StepColumn) -> int:
        """What the name of a column needs in any language."""
        name = str(self.steps.headerData(column, Qt.Orientation.Horizontal))
        return QFontMetrics(ui_font(LABEL_PX)).horizontalAdvance(name) + 2 * PAD_PX + 2

    def _wanted(self, metrics: QFontMetrics, column: StepColumn) -> int:
        texts = {cell_text(line, column) for line in self.steps.lines}
        return max((metrics.horizontalAdvance(text) + 2 for text in texts), default=0)

    # What a person does ------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        is_key = event.type() is QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and event.key() in (*_FIND, Qt.Key.Key_Delete):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the equipment, Delete takes the step out."""
        if event.key() in (*_FIND, Qt.Key.Key_Delete):
            if not event.isAutoRepeat():
                self._find() if event.key() in _FIND else self._remove()
        else:
            super().keyPressEvent(event)

    def why_kept(self, line: StepLine) -> str:
        """Why a step cannot be taken out; "" where it can."""
        if not line.state.is_removable:
            return self.tr("it is {state}").format(state=state_text(line.state))
        return "" if self.is_editable else self.tr("the order can no longer be changed")

    def menu(self, line: StepLine) -> QMenu:
        """What can be done with a step."""
        menu = QMenu(self)
        find = menu.addAction(self.tr("Show on the diagram"), self._find)
        find.setShortcut(QKeySequence(Qt.Key.Key_Return))
        find.setEnabled(bool(line.element_id))
        reason = self.why_kept(line)
        text = self.tr("Take this step out")
        remove = menu.addAction(f"{text} – {reason}" if reason else text, self._remove)
        remove.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        remove.setEnabled(not reason)
        return menu

    def _open_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            menu = self.menu(self.steps.lines[index.row()])
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(at))

    def _find(self) -> None:
        line = self.current_line
        if line is not None and line.element_id:
            self.element_asked.emit(line.element_id)

    def _remove(self) -> None:
        line = self.current_line
        if line is not None and not self.why_kept(line):
            self.remove_asked.emit(line.number)
