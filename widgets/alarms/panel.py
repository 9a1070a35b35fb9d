"""The alarm desk: cards by cause, the list, what was put aside, figures; one bar above them all."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from engines.values.violations import Severity
from widgets.alarms.cards import CauseView
from widgets.alarms.cause_model import CauseModel
from widgets.alarms.figures import FiguresPanel
from widgets.alarms.filter_bar import FilterBar
from widgets.alarms.horn_button import HornButton
from widgets.alarms.line import AlarmLine, CauseLine
from widgets.alarms.model import AlarmModel
from widgets.alarms.view import AlarmView
from widgets.alarms.words import ColumnName
from widgets.numbers import number_text

SILENCE_KEY = "F9"
_LIST_COLUMNS = tuple(ColumnName)
_ASIDE_COLUMNS = (
    ColumnName.SIGN,
    ColumnName.TIME,
    ColumnName.ELEMENT,
    ColumnName.MESSAGE,
    ColumnName.STATE,
    ColumnName.PERSON,
)


class Page(StrEnum):
    """What is in front."""

    CAUSES = "causes"
    LIST = "list"
    ASIDE = "aside"
    FIGURES = "figures"


class AlarmPanel(QWidget):
    """Shows alarms and asks for what a person wants done with them; whoever owns it does that.

    Attributes:
        lines: alarms of the desk; aside: those shelved, suppressed and out of service.

    Signals:
        acknowledge_asked, shelve_asked, comment_asked, find_asked, copy_asked: ids of the selected alarms.
        menu_asked: the same, perhaps none, and where on the screen.
        silence_asked: the horn's button.
    """

    acknowledge_asked = Signal(object)
    shelve_asked = Signal(object)
    comment_asked = Signal(object)
    find_asked = Signal(object)
    copy_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    silence_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Alarm desk"))
        self.lines, self.aside = AlarmModel(_LIST_COLUMNS, self), AlarmModel(_ASIDE_COLUMNS, self)
        self.causes = CauseModel(self.line_of, self)
        self.cards = CauseView(self.causes, self)
        self.put_aside = AlarmView(self.aside, self.tr("Alarms put aside"), self)
        self.put_aside.set_widths({ColumnName.MESSAGE: 200, ColumnName.STATE: 170})
        self.list = AlarmView(self.lines, self.tr("List of alarms"), self)
        self.figures = FiguresPanel(self)
        self.horn = HornButton(SILENCE_KEY, self)
        self.filter = FilterBar(self)
        self._tabs: dict[Page, QToolButton] = {}
        self._pages = QStackedWidget(self)
        self._empty = {Page.CAUSES: self._nothing(), Page.LIST: self._nothing(), Page.ASIDE: self._nothing()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        self._notice = QLabel(self)
        self._notice.setObjectName("staleNotice")
        self._notice.setWordWrap(True)
        self._notice.hide()
        column.addWidget(self._notice)
        column.addWidget(self.filter)
        column.addWidget(self._pages, 1)
        self._add_pages()
        self._connect()
        self.choose(Page.CAUSES)
        self._show_counts()

    # Parts -------------------------------------------------------------------------------------------------

    def _bar(self) -> QWidget:
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(2)
        group = QButtonGroup(self)
        names = {
            Page.CAUSES: (self.tr("Causes"), self.tr("One card for all alarms with one cause, worst first")),
            Page.LIST: (self.tr("List"), self.tr("Every alarm, with filter and search")),
            Page.ASIDE: (self.tr("Put aside"), self.tr("Shelved, suppressed by design and out of service")),
            Page.FIGURES: (self.tr("Figures"), self.tr("How many alarms an operator gets, after ISA-18.2")),
        }
        for page, (name, tip) in names.items():
            button = self._tabs[page] = QToolButton(bar)
            button.setText(name)
            button.setToolTip(tip)
            button.setAccessibleName(name)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda _=False, page=page: self.choose(page))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.more = QToolButton(bar)
        self.more.setText("⋯")
        self.more.setProperty("flat", True)
        self.more.setAccessibleName(self.tr("What can be done with the selected alarms"))
        self.more.setToolTip(self.tr("What can be done with the selected alarms; print and export"))
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more)
        row.addWidget(self.horn)
        return bar

    def _nothing(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("emptyState")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setMargin(12)
        return label

    def _add_pages(self) -> None:
        views: dict[Page, QWidget] = {Page.CAUSES: self.cards, Page.LIST: self.list, Page.ASIDE: self.put_aside}
        for page in Page:
            if page is Page.FIGURES:
                self._pages.addWidget(self.figures)
                continue
            both = QWidget(self)
            column = QVBoxLayout(both)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self._empty[page], 1)
            column.addWidget(views[page], 1)
            self._pages.addWidget(both)

    def _connect(self) -> None:
        for view in (self.cards, self.list, self.put_aside):
            view.acknowledge_asked.connect(lambda: self._ask(self.acknowledge_asked))
            view.shelve_asked.connect(lambda: self._ask(self.shelve_asked))
            view.comment_asked.connect(lambda: self._ask(self.comment_asked))
            view.find_asked.connect(lambda: self._ask(self.find_asked))
            view.copy_asked.connect(lambda: self._ask(self.copy_asked))
            view.customContextMenuRequested.connect(
                lambda at, view=view: self._ask_menu(view.viewport().mapToGlobal(at))
            )
        self.horn.clicked.connect(self.silence_asked)
        self.filter.changed.connect(self._on_filter)
        self.filter.left.connect(self._to_rows)
        for model in (self.lines, self.aside):
            model.counted.connect(self._show_counts)
        self.causes.counted.connect(self._show_counts)

    # What is shown -----------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """What is in front."""
        return list(Page)[self._pages.currentIndex()]

    def choose(self, page: Page) -> None:
        """Bring a page to front."""
        self._tabs[page].setChecked(True)
        self._pages.setCurrentIndex(list(Page).index(page))
        self.filter.setVisible(page is Page.LIST)

    def line_of(self, alarm_id: str) -> AlarmLine | None:
        """What is shown of an alarm, ``None`` where it is not known."""
        return self.lines.lines.get(alarm_id) or self.aside.lines.get(alarm_id)

    def put(self, lines: Sequence[AlarmLine], gone: Sequence[str] = ()) -> None:
        """New or changed alarms, and ids of those that are over."""
        here = [line for line in lines if not line.state.is_put_aside]
        there = [line for line in lines if line.state.is_put_aside]
        self.lines.put(here, [*gone, *(line.alarm_id for line in there if line.alarm_id in self.lines.lines)])
        self.aside.put(there, [*gone, *(line.alarm_id for line in here if line.alarm_id in self.aside.lines)])
        self.filter.offer((line.kind for line in here), (line.feeder for line in here))

    def show_causes(self, causes: Sequence[CauseLine]) -> None:
        """The cards."""
        self.causes.show(causes)

    def show_horn(self, sounding: Severity | None) -> None:
        """Whether the horn sounds, and for which priority."""
        self.horn.show_horn(sounding)

    def show_notice(self, sentence: str) -> None:
        """What is wrong with the desk as a whole, "" for nothing."""
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def clear(self) -> None:
        """Nothing is known."""
        self.lines.clear()
        self.aside.clear()
        self.causes.show([])

    def show_alarms(self, alarm_ids: Sequence[str]) -> None:
        """Select these in the list, whatever is filtered out."""
        if any(alarm_id in self.lines.lines for alarm_id in alarm_ids):
            self.choose(Page.LIST)
            if any(self.lines.row_of(alarm_id) < 0 for alarm_id in alarm_ids if alarm_id in self.lines.lines):
                self.filter.reset()
                self.lines.finish()
            self.list.select(alarm_ids)
            self.list.setFocus()
        elif any(alarm_id in self.aside.lines for alarm_id in alarm_ids):
            self.choose(Page.ASIDE)
            self.put_aside.select(alarm_ids)
            self.put_aside.setFocus()

    def _show_counts(self) -> None:
        known = len(self.lines.lines)
        self.filter.show_count(len(self.lines), known)
        for page, name, count in (
            (Page.CAUSES, self.tr("Causes"), len(self.causes.causes)),
            (Page.LIST, self.tr("List"), known),
            (Page.ASIDE, self.tr("Put aside"), len(self.aside.lines)),
        ):
            self._tabs[page].setText(f"{name} {number_text(count, 0)}" if count else name)
        quiet = self.tr("No alarm. What is raised stands here, worst first; Space acknowledges it.")
        filtered = self.tr("No alarm passes the filter. Esc in the search field clears it.")
        aside = self.tr("Nothing is put aside. S shelves an alarm for a time, with a reason.")
        for page, view, text, has_rows in (
            (Page.CAUSES, self.cards, quiet, bool(self.causes.causes)),
            (Page.LIST, self.list, filtered if known else quiet, bool(len(self.lines))),
            (Page.ASIDE, self.put_aside, aside, bool(len(self.aside))),
        ):
            self._empty[page].setText(text)
            self._empty[page].setHidden(has_rows)
            view.setHidden(not has_rows)

    def _on_filter(self, asked: object) -> None:
        self.lines.set_filter(asked)  # type: ignore[arg-type]

    def _to_rows(self) -> None:
        self.lines.finish()
        if len(self.lines):
            self.list.select([self.lines.line(0).alarm_id])
        self.list.setFocus()

    # What is asked -----------------------------------------------------------------------------------------

    def selected_ids(self) -> list[str]:
        """Alarms that are selected on the page in front."""
        if self.page is Page.CAUSES:
            return self.cards.selected_ids()
        view = {Page.LIST: self.list, Page.ASIDE: self.put_aside}.get(self.page)
        return [line.alarm_id for line in view.selected()] if view is not None else []

    def _ask(self, signal: object) -> None:
        ids = self.selected_ids()
        if ids:
            signal.emit(ids)  # type: ignore[attr-defined]

    def _ask_menu(self, at: QPoint) -> None:
        self.menu_asked.emit(self.selected_ids(), at)

    def _open_menu(self) -> None:
        self._ask_menu(self.more.mapToGlobal(QPoint(0, self.more.height())))
