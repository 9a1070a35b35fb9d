"""The switching order: its steps, what can be done next, what else could be done, and its playback."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabBar, QVBoxLayout, QWidget

from widgets.charts.empty_state import EmptyState
from widgets.faults.action_row import ActionRow
from widgets.faults.labels import TipLabel, WordsLabel
from widgets.faults.order_lines import OrderView, PlaybackView
from widgets.faults.plan_table import PlanTable
from widgets.faults.playback_row import PlaybackRow
from widgets.faults.step_table import StepTable


class OrderPanel(QWidget):
    """Shows the orders of one incident, one at a time; decides nothing.

    Attributes:
        table: the steps; action_row: the buttons; plans: the alternatives; playback: the row beneath; tabs: the orders.

    Signals:
        action_asked: id of the order and key of the action.
        remove_asked: number of a step to be taken out of the order shown.
        element_asked: id of a step's equipment to be gone to.
        plan_chosen: key of the plan that is wanted instead.
        playback_asked: the state after so many steps is wanted, -1 the present.
        order_chosen: id of the order a person has turned to.
    """

    action_asked = Signal(str, str)
    remove_asked = Signal(int)
    element_asked = Signal(str)
    plan_chosen = Signal(str)
    playback_asked = Signal(int)
    order_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Switching order"))
        self._orders: tuple[OrderView, ...] = ()
        self._order: OrderView | None = None
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Orders of this incident"))
        self.heading = QLabel(self)
        self.heading.setObjectName("panelTitle")
        self.summary = TipLabel(self, tone="muted", is_small=True)
        self.safety = WordsLabel(self, tone="muted", is_small=True)
        self.notes = TipLabel(self, tone="muted", is_small=True)
        self.action_row = ActionRow(self, is_right=True)
        self.notice = WordsLabel(self, is_strong=True)
        self.table = StepTable(self)
        self.empty = EmptyState("", self)
        self.plans = PlanTable(self)
        self.playback = PlaybackRow(self)
        self._lay_out()
        self.tabs.currentChanged.connect(self._on_tab)
        self.action_row.asked.connect(lambda key: self.action_asked.emit(self.order_id, key))
        self.table.remove_asked.connect(self.remove_asked)
        self.table.element_asked.connect(self.element_asked)
        self.plans.chosen.connect(self.plan_chosen)
        self.playback.asked.connect(self.playback_asked)
        self.show_orders((), self.tr("Choose an incident: its switching order appears here."))

    def sizeHint(self) -> QSize:
        """Room for a plan of five steps and its alternatives."""
        return QSize(900, 400)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.summary)
        words.addWidget(self.safety)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 6)
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(self.action_row)
        body = QVBoxLayout()
        body.setContentsMargins(8, 0, 8, 4)
        body.setSpacing(8)
        body.addWidget(self.table, 10)
        body.addWidget(self.empty, 10)
        body.addWidget(self.plans)
        # Pushes everything up; the steps take room first.
        body.addStretch(1)
        self.notice.setContentsMargins(16, 0, 16, 8)
        assumed = QHBoxLayout()
        assumed.setContentsMargins(16, 0, 16, 0)
        assumed.addWidget(self.notes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addLayout(head)
        column.addLayout(assumed)
        column.addWidget(self.notice)
        column.addLayout(body, 1)
        column.addWidget(self.playback)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def order_id(self) -> str:
        """The order that is shown, "" for none."""
        return self._order.order_id if self._order is not None else ""

    def show_orders(self, orders: Sequence[OrderView], empty: str = "") -> None:
        """Show these, the one that was in front in front; without any, ``empty`` says what is missing."""
        in_front = self.order_id
        self._orders = tuple(orders)
        self._show_tabs(in_front)
        found = [order for order in self._orders if order.order_id == in_front] or list(self._orders)
        self._show(found[0] if found else OrderView("", "", empty=empty))

    def choose(self, order_id: str) -> None:
        """Turn to an order as the program does, without a signal; an unknown one changes nothing."""
        for place, order in enumerate(self._orders):
            if order.order_id == order_id:
                self.tabs.blockSignals(True)
                self.tabs.setCurrentIndex(place)
                self.tabs.blockSignals(False)
                self._show(order)

    def show_playback(self, view: PlaybackView) -> None:
        """Show how far the steps are played; hidden where there is nothing to play."""
        self.playback.show_playback(view)
        self.table.show_played(view.at if view.at > 0 else -1)

    def _show_tabs(self, in_front: str) -> None:
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(self._orders):
            self.tabs.removeTab(self.tabs.count() - 1)
        for place, order in enumerate(self._orders):
            text = order.title.replace("&", "&&")
            if place == self.tabs.count():
                self.tabs.addTab(text)
            elif self.tabs.tabText(place) != text:
                self.tabs.setTabText(place, text)
            if order.order_id == in_front:
                self.tabs.setCurrentIndex(place)
        if all(order.order_id != in_front for order in self._orders):
            self.tabs.setCurrentIndex(0)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(self._orders) > 1)

    def _show(self, order: OrderView) -> None:
        if order == self._order:
            return
        if order.order_id != self.order_id:
            self.table.selectionModel().clear()
        self._order = order
        self.heading.setText(order.heading or self.tr("Switching order"))
        self.summary.say(order.summary)
        self.safety.say(order.safety)
        self.notes.setVisible(bool(order.notes))
        noted = self.tr("Notes: {notes}").format(notes=" · ".join(order.notes)) if order.notes else ""
        self.notes.say(noted, "\n".join(order.notes))
        self.action_row.show_actions(order.actions)
        self.notice.say(order.notice, order.severity)
        self.table.show_steps(order.steps, is_editable=order.is_editable)
        self.table.setVisible(bool(order.steps))
        self.empty.setText(order.empty or self.tr("This order has no steps."))
        self.empty.setVisible(not order.steps)
        self.plans.show_plans(order.plans)

    def _on_tab(self, place: int) -> None:
        if 0 <= place < len(self._orders):
            self._show(self._orders[place])
            self.order_chosen.emit(self._orders[place].order_id)
