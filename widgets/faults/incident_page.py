"""Everything about one incident but its diagram and its orders: where, who waits, crews, documents, what happened."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets.charts.empty_state import EmptyState
from widgets.faults.action_row import ActionRow
from widgets.faults.held_page import SIDE_PX, HeldPage
from widgets.faults.labels import WordsLabel
from widgets.faults.lines import IncidentView, SupplyBar
from widgets.faults.location_section import LocationSection
from widgets.faults.page_sections import CustomerSection, DocumentSection, EstimateSection, Section, WorkSection
from widgets.faults.supply_strip import SupplyStrip
from widgets.faults.timeline import Timeline
from widgets.slices import Slices, Steps

LEAST_PX = 260


class IncidentPage(QScrollArea):
    """Shows an incident. A newer view of the same one is filled in where it stands: what is opened, focused and
    scrolled to stays, and only what changed is touched.

    Signals:
        suspect_pointed: ids of the equipment of the suspect pointed at, an empty tuple for none.
        element_asked: id of the equipment to be gone to.
        action_asked: section ("incident", "location", "estimate", "work", "document"), id within it ("" for the
            section as a whole) and key of the action.
        told: id of the customer who has been told.
    """

    suspect_pointed = Signal(object)
    element_asked = Signal(str)
    action_asked = Signal(str, str, str)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The incident"))
        self.setMinimumWidth(LEAST_PX)
        self.view: IncidentView | None = None
        self._is_following = self._is_other = False
        self._filling = Slices(self)
        self._empty = EmptyState("", self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._make_parts()
        self._page = self._lay_out()
        self._both = self._either()
        self._held = HeldPage(self._both, self._page, self.viewport())
        self.setWidget(self._both)
        self._connect()
        self.show_empty(self.tr("Choose an incident at the left to see where it is and what is being done about it."))

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence."""
        return QSize(390, 600)

    def _make_parts(self) -> None:
        self.title = QLabel(self)
        self.title.setObjectName("objectTitle")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.subtitle = WordsLabel(self, tone="muted", is_small=True)
        self.notice = WordsLabel(self, is_strong=True)
        self.action_row = ActionRow(self)
        self.location = LocationSection(self)
        self.supply = Section(self.tr("Back on supply"), self)
        self.strip = self.supply.add(SupplyStrip(self))
        self.supply_text = self.supply.add(WordsLabel(self, tone="muted", is_small=True))
        self.estimate = EstimateSection(self)
        self.customers = CustomerSection(self)
        self.works = WorkSection(self)
        self.documents = DocumentSection(self)
        self.history = Section(self.tr("Timeline"), self)
        self.timeline = self.history.add(Timeline(self))
        self._nothing_yet = self.history.add(WordsLabel(self, tone="muted", is_small=True))
        self._nothing_yet.say(self.tr("Nothing has happened yet."))

    @property
    def _sections(self) -> tuple[QWidget, ...]:
        parts = (self.location, self.supply, self.estimate, self.customers, self.works, self.documents)
        return (*parts, self.action_row, self.history)

    def _lay_out(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(SIDE_PX, 12, SIDE_PX, 16)
        column.setSpacing(16)
        head = QVBoxLayout()
        head.setSpacing(4)
        for widget in (self.title, self.subtitle, self.notice):
            head.addWidget(widget)
        column.addLayout(head)
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        return page

    def _either(self) -> QWidget:
        """The page, or the sentence that says why there is none; a stack would be as high as the higher one."""
        either = QWidget(self)
        column = QVBoxLayout(either)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addWidget(self._page)
        return either

    def _connect(self) -> None:
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._follow())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.location.suspect_pointed.connect(self.suspect_pointed)
        self.location.element_asked.connect(self.element_asked)
        self.documents.element_asked.connect(self.element_asked)
        self.customers.told.connect(self.told)
        self.location.asked.connect(lambda key: self._ask("location", "", key))
        self.action_row.asked.connect(lambda key: self._ask("incident", self.incident_id, key))
        self.estimate.asked.connect(lambda key: self._ask("estimate", "", key))
        self.works.asked.connect(lambda work_id, key: self._ask("work", work_id, key))
        self.documents.asked.connect(lambda document_id, key: self._ask("document", document_id, key))

    def _ask(self, section: str, part_id: str, key: str) -> None:
        self.action_asked.emit(section, part_id, key)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def incident_id(self) -> str:
        """The incident that is shown, "" for none."""
        return self.view.incident_id if self.view is not None else ""

    @property
    def empty_sentence(self) -> str:
        """What stands in place of an incident; "" while one is shown."""
        return self._empty.text() if self.view is None else ""

    def show_empty(self, sentence: str) -> None:
        """Show no incident, and say why."""
        self._filling.cancel()
        self._page.setEnabled(True)
        self.view = None
        self._empty.setText(sentence)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._page.hide()
        self._empty.show()
        self._held.let_go()

    def show_incident(self, view: IncidentView) -> None:
        """Show an incident, part by part in turns of the event loop; the same view again changes nothing."""
        if view == self.view:
            return
        is_same, bar = view.incident_id == self.incident_id, self.verticalScrollBar()
        if not self._filling.is_busy:
            self._is_following = is_same and 0 < bar.maximum() == bar.value()
            self._is_other = False
        self._is_other |= not is_same
        self._is_following &= is_same
        self.view = view
        self._held.hold()
        if not is_same:
            # Nothing is pressed while parts of two incidents are on the page.
            self._page.setEnabled(False)
        self._filling.start(self._steps(view), lambda _done: self._on_filled())

    @property
    def is_filling(self) -> bool:
        """Whether parts are still to be filled in."""
        return self._filling.is_busy

    def finish(self) -> None:
        """Fill in now what is left."""
        self._filling.finish()

    def _steps(self, view: IncidentView) -> Steps[None]:
        self._empty.hide()
        self._page.show()
        # Whether there is a bar must not change the width of everything once more.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        yield
        self.title.setText(view.title)
        self.subtitle.say(view.subtitle)
        self.notice.say(view.notice, view.severity)
        self.action_row.show_actions(view.actions)
        yield
        yield from self.location.steps(view.location)
        self._show_supply(view.supply)
        self.estimate.show_estimate(view.estimate)
        yield
        yield from self.customers.steps(view.customers)
        yield from self.works.steps(view.works, view.work_actions)
        yield from self.documents.steps(view.documents, view.document_actions)
        yield
        self.timeline.show_lines(view.timeline)
        self._nothing_yet.setVisible(not view.timeline)
        yield
        yield from self._held.sized(self._sections)

    def _on_filled(self) -> None:
        self._page.setEnabled(True)
        self._held.let_go()
        if self._is_other:
            self.verticalScrollBar().setValue(0)

    def _show_supply(self, bar: SupplyBar | None) -> None:
        self.supply.setVisible(bar is not None)
        if bar is not None:
            self.strip.show_bar(bar)
            self.supply_text.say(bar.text)

    def _follow(self) -> None:
        """Whoever reads the newest line goes on reading the newest, once it has its place."""
        if self._is_following:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _on_scrolled(self, place: int) -> None:
        if place < self.verticalScrollBar().maximum():
            self._is_following = False
