"""The list of incidents at the left: what is wrong, worst first, and how the day has been."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from widgets.charts.empty_state import EmptyState
from widgets.faults.cards import IncidentCells, IncidentModel
from widgets.faults.labels import WordsLabel, section_title
from widgets.faults.lines import FactLine, IncidentLine
from widgets.theme import theme_chooser

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class IncidentList(QWidget):
    """Lists incidents; the one that is chosen stays so, and in its place, while the others change.

    Attributes:
        cards: the view; today: labels of the section "Today".

    Signals:
        chosen: id of the incident a person has come to, by mouse or arrow keys.
        find_asked: id of the incident to be shown on the diagram: Enter or a double click.
        report_asked: somebody has told of a fault.
    """

    chosen = Signal(str)
    find_asked = Signal(str)
    report_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Incidents"))
        self.setMinimumWidth(200)
        self._lines = IncidentModel(self)
        self._is_filling = False
        title = QLabel(self.tr("Incidents"), self)
        title.setObjectName("objectTitle")
        self.summary = WordsLabel(self, tone="muted", is_small=True)
        self.cards = _Cards(self._lines, self)
        self._empty = EmptyState(
            self.tr(
                "No incident is under way.\n\n"
                "An incident opens by itself when protection trips or meters lose their supply. "
                "What somebody tells you by telephone you report below."
            ),
            self,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._today_title = section_title(self.tr("Today"), self)
        self._today = QVBoxLayout()
        self._today.setSpacing(2)
        self.today: list[WordsLabel] = []
        self.report_button = QPushButton(self.tr("Report a fault…"), self)
        self.report_button.setToolTip(
            self.tr("Enter what a customer, a crew or an indicator says; it counts as evidence")
        )
        self.report_button.setAccessibleDescription(self.report_button.toolTip())
        self.report_button.clicked.connect(self.report_asked)
        self._lay_out(title)
        self.cards.selectionModel().currentChanged.connect(self._on_current)
        self.cards.activate_asked.connect(self._on_activated)
        self.show_incidents(())
        self.show_today(())

    def sizeHint(self) -> QSize:
        """Wide enough for a card's sentence."""
        return QSize(300, 480)

    def _lay_out(self, title: QLabel) -> None:
        head, foot = QVBoxLayout(), QVBoxLayout()
        head.setContentsMargins(16, 12, 12, 8)
        head.setSpacing(2)
        head.addWidget(title)
        head.addWidget(self.summary)
        foot.setContentsMargins(16, 12, 12, 12)
        foot.setSpacing(4)
        foot.addWidget(self._today_title)
        foot.addLayout(self._today)
        foot.addSpacing(8)
        foot.addWidget(self.report_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._empty, 1)
        column.addWidget(self.cards, 1)
        column.addLayout(foot)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def current_id(self) -> str:
        """The incident that is chosen, "" for none."""
        at = self.cards.currentIndex()
        return self._lines.lines[at.row()].incident_id if at.isValid() else ""

    @property
    def empty_sentence(self) -> str:
        """What stands in place of the cards; "" while there are any."""
        return "" if self._lines.lines else self._empty.text()

    def show_incidents(self, lines: Sequence[IncidentLine], summary: str = "") -> None:
        """Show these cards in this order, and the line above them."""
        chosen, scrolled = self.current_id, self.cards.verticalScrollBar().value()
        self._is_filling = True
        self._lines.put(lines)
        self.cards.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        if chosen != self.current_id:
            self._go_to(self._lines.place_of(chosen), is_scrolling=False)
            self.cards.verticalScrollBar().setValue(scrolled)
        self._is_filling = False
        self.summary.say(summary)

    def choose(self, incident_id: str) -> None:
        """Choose an incident as the program does, without a signal; "" or an unknown one chooses none."""
        self._is_filling = True
        self._go_to(self._lines.place_of(incident_id), is_scrolling=True)
        self._is_filling = False

    def _go_to(self, row: int, *, is_scrolling: bool) -> None:
        if row < 0:
            self.cards.selectionModel().clear()
            return
        at = self._lines.index(row, 0)
        self.cards.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if is_scrolling:
            self.cards.scrollTo(at)

    def show_today(self, today: Sequence[FactLine]) -> None:
        """Show how the day has been, beneath the cards."""
        while len(self.today) < len(today):
            label = WordsLabel(self)
            self._today.addWidget(label)
            self.today.append(label)
        for place, label in enumerate(self.today):
            fact = today[place] if place < len(today) else FactLine("")
            label.say("\n".join(part for part in (fact.text, fact.muted) if part), fact.severity)
        self._today_title.setVisible(bool(today))

    # What a person does ------------------------------------------------------------------------------------

    def _on_current(self, at: QModelIndex) -> None:
        if at.isValid() and not self._is_filling:
            self.chosen.emit(self._lines.lines[at.row()].incident_id)

    def _on_activated(self) -> None:
        if self.current_id:
            self.find_asked.emit(self.current_id)


class _Cards(QListView):
    activate_asked = Signal()

    def __init__(self, model: IncidentModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(IncidentCells(self))
        self.setAccessibleName(self.tr("Incidents, worst first"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda _: self.activate_asked.emit())
        theme_chooser().changed.connect(self.viewport().update)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the window's commands."""
        is_key = event.type() is QEvent.Type.ShortcutOverride
        if is_key and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the incident on the diagram."""
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.activate_asked.emit()
        else:
            super().keyPressEvent(event)
