"""The plans at the left: which there are, how good each is, and what is under way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.empty_state import EmptyState
from widgets.dispatch.cards import PlanCells, PlanModel
from widgets.dispatch.lines import PlanLine, RunningLine
from widgets.faults.action_row import ActionRow
from widgets.faults.labels import TipLabel, WordsLabel
from widgets.faults.order_lines import ActionLine
from widgets.theme import theme_chooser


class PlanList(QWidget):
    """Lists plans; the one that is chosen stays so while others come and change.

    Attributes:
        cards: the view; action_row: the buttons beneath; cancel_button: of what is under way.

    Signals:
        chosen: id of the plan a person has come to.
        action_asked: key of a button; remove_asked: Delete was pressed on the chosen one.
        cancel_asked: what is under way is not wanted any more.
    """

    chosen = Signal(str)
    action_asked = Signal(str)
    remove_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Plans"))
        self.setMinimumWidth(200)
        self._model, self._is_filling = PlanModel(self), False
        title = QLabel(self.tr("Plans"), self)
        title.setObjectName("objectTitle")
        self.summary = WordsLabel(self, tone="muted", is_small=True)
        self.cards = _Cards(self._model, self)
        self._empty = EmptyState(
            self.tr(
                "No plan yet.\n\nA case says which devices, limits and prices there are. “New case…” takes the sample "
                "or a file of your own; “Plan” then finds what each device does at each hour."
            ),
            self,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._running = self._running_row()
        self.action_row = ActionRow(self)
        self.action_row.asked.connect(self.action_asked)
        self._lay_out(title)
        self.cards.selectionModel().currentChanged.connect(self._on_current)
        self.cards.remove_asked.connect(self.remove_asked)
        self.show_plans(())
        self.show_running(None)

    def sizeHint(self) -> QSize:
        """Wide enough for a card's figures."""
        return QSize(300, 480)

    def _running_row(self) -> QWidget:
        row = QWidget(self)
        self._running_text = TipLabel(row, is_small=True)
        self.progress = QProgressBar(row)
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(self.tr("Progress of planning"))
        self.cancel_button = QPushButton(self.tr("Cancel"), row)
        self.cancel_button.setProperty("inRow", True)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.cancel_asked)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.progress, 1)
        line.addWidget(self.cancel_button)
        column = QVBoxLayout(row)
        column.setContentsMargins(16, 8, 12, 0)
        column.setSpacing(4)
        column.addWidget(self._running_text)
        column.addLayout(line)
        return row

    def _lay_out(self, title: QLabel) -> None:
        head, foot = QVBoxLayout(), QVBoxLayout()
        head.setContentsMargins(16, 12, 12, 8)
        head.setSpacing(2)
        head.addWidget(title)
        head.addWidget(self.summary)
        foot.setContentsMargins(16, 12, 12, 12)
        foot.addWidget(self.action_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._empty, 1)
        column.addWidget(self.cards, 1)
        column.addWidget(self._running)
        column.addLayout(foot)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """The cards."""
        return self._model.lines

    @property
    def current_id(self) -> str:
        """The plan that is chosen, "" for none."""
        at = self.cards.currentIndex()
        return self._model.lines[at.row()].plan_id if at.isValid() else ""

    @property
    def running_text(self) -> str:
        """What is said to be under way, "" for nothing."""
        return "" if self._running.isHidden() else self._running_text.text()

    def show_plans(self, lines: Sequence[PlanLine], summary: str = "") -> None:
        """Show these cards in this order, and the line above them."""
        chosen = self.current_id
        self._is_filling = True
        self._model.put(lines)
        self.cards.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        if chosen != self.current_id:
            self._go_to(self._model.place_of(chosen))
        self._is_filling = False
        self.summary.say(summary)

    def show_running(self, running: RunningLine | None) -> None:
        """Show what is under way, or nothing."""
        self._running.setVisible(running is not None)
        if running is not None:
            self._running_text.say(running.text)
            self.progress.setValue(round(100 * running.fraction))

    def show_actions(self, actions: Sequence[ActionLine]) -> None:
        """The buttons beneath."""
        self.action_row.show_actions(actions)

    def choose(self, plan_id: str) -> None:
        """Choose a plan as the program does, without a signal."""
        self._is_filling = True
        self._go_to(self._model.place_of(plan_id))
        self._is_filling = False

    def _go_to(self, row: int) -> None:
        if row < 0:
            self.cards.selectionModel().clear()
            return
        at = self._model.index(row, 0)
        self.cards.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.cards.scrollTo(at)

    def _on_current(self, at: QModelIndex) -> None:
        if at.isValid() and not self._is_filling:
            self.chosen.emit(self._model.lines[at.row()].plan_id)


class _Cards(QListView):
    remove_asked = Signal()

    def __init__(self, model: PlanModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PlanCells(self))
        self.setAccessibleName(self.tr("Plans, oldest first"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        theme_chooser().changed.connect(self.viewport().update)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        is_key = event.type() is QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks to remove the chosen plan."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)
