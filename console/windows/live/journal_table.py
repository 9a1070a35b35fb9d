"""What has happened on the site, as the journal has it: commands, tags, sign-ins, gaps, of every console."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QComboBox, QToolButton

from console.journal.journal import Journal
from console.journal.reading import Word
from console.journal.record import JournalEntry
from console.windows.future_answer import when_answered
from console.windows.live.measured import time_text
from engines.grid.network import ElementRef, Network
from widgets.tables.columns import number, text
from widgets.tables.content import ColumnSpec, TableContent, nothing
from widgets.tables.value_table import ValueTable

PAGE = 1_000
MOST = 20_000
"""So many records are shown at once; who wants more asks for less of them."""
TYPED_MS = 300
MOST_NAMED = 200
LEAST_FILTER_PX, LEAST_CHOICE_PX = 80, 108
HOUR_US = 3600 * 1_000_000
TABLES = ("bus", "line", "switch", "trafo", "load", "sgen", "storage", "shunt")


def tr(message: str) -> str:
    """``message`` in the person's language."""
    return QCoreApplication.translate("JournalTable", message)


def journal_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the journal."""
    return (
        number("sequence", tr("No."), "", 0, tr("Counted over all consoles of the site, without gaps")),
        text("time", tr("Time"), tr("When it was recorded, local time")),
        text("element", tr("Equipment")),
        text("sentence", tr("What happened")),
        text("author", tr("Who")),
        text("kind", tr("Kind")),
        text("console", tr("Console")),
    )


@dataclass(frozen=True, slots=True)
class JournalQuestion:
    """What is asked of the whole journal; the empty one is for its end.

    Attributes:
        hours: only those of the last so many; 0 for all.
    """

    words: tuple[str, ...] = ()
    kind: str = ""
    hours: int = 0


class JournalTable(QObject):
    """A table of the journal's records, the latest first: all of them can be searched and reached.

    The file is read in a thread of its own; the latest answer counts.

    Attributes:
        table: the widget; kind, span: what is asked beside its filter; older: asks for what lies before.
    """

    def __init__(self, journal: Journal, network: Network, parent: QObject) -> None:
        super().__init__(parent)
        self.table = ValueTable(tr("Journal"))
        self.table.asks_elsewhere = True
        self.table.sort_by("sequence", descending=True)
        self._journal, self._network = journal, network
        self._labels = _labels(network)
        self._entries: list[JournalEntry] = []
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="journal table")
        self._is_reading = self._is_whole = False
        self._turn = self._sequence = 0
        self._question = JournalQuestion()
        self._add_choices()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._typed.timeout.connect(self._ask)
        self.table.filter.textChanged.connect(lambda _: self._typed.start())
        self._show()

    def _add_choices(self) -> None:
        bar = self.table.bar
        self.kind, self.span, self.older = QComboBox(bar), QComboBox(bar), QToolButton(bar)
        self.kind.addItem(tr("Every kind"), "")
        for hours, words in (
            (0, tr("Any time")),
            (1, tr("Last hour")),
            (24, tr("Last 24 hours")),
            (7 * 24, tr("Last 7 days")),
            (30 * 24, tr("Last 30 days")),
        ):
            self.span.addItem(words, hours)
        self.kind.setAccessibleName(tr("Kind of record"))
        self.span.setAccessibleName(tr("How far back"))
        self.older.setText(tr("Older"))
        self.older.setToolTip(tr("Show the records before these, too"))
        self.older.setAccessibleName(self.older.toolTip())
        self.table.filter.setMinimumWidth(LEAST_FILTER_PX)
        for box in (self.kind, self.span):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
            # A tab of tables must not take its room from the inspector.
            box.setMinimumWidth(LEAST_CHOICE_PX)
        for place, widget in enumerate((self.kind, self.span)):
            self.table.bar_row.insertWidget(1 + place, widget)
            widget.currentIndexChanged.connect(lambda _: self._ask())
        self.table.bar_row.insertWidget(self.table.bar_row.count() - 1, self.older)
        self.older.clicked.connect(self._ask_older)

    # Asking ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """See whether anything was recorded since; of a table behind another tab nobody needs to know at once."""
        if not self._is_reading and (self.table.isVisible() or not self._sequence):
            self._read(self._sequence, None, self._on_news)

    def close(self) -> None:
        """End the reading thread."""
        self._typed.stop()
        self._reader.shutdown(wait=True)

    def _ask(self) -> None:
        """Another question: its answer takes the place of what is shown."""
        self._typed.stop()
        words = tuple(word for word in self.table.filter.text().split() if not set("<>=") & set(word))
        asked = JournalQuestion(words, str(self.kind.currentData() or ""), int(self.span.currentData() or 0))
        if asked == self._question:
            return
        self._question, self._sequence = asked, 0
        self._read(0, None, self._on_answer)

    def _ask_older(self) -> None:
        if self._entries and not self._is_whole:
            self._read(0, self._entries[0].sequence, self._on_older)

    def _read(self, after: int, before: int | None, take: object) -> None:
        self._is_reading = True
        self._turn += 1
        turn, question = self._turn, self._question
        from_us = self._journal.now_us() - question.hours * HOUR_US if question.hours else None
        read = partial(
            self._journal.read,
            after,
            (question.kind,) if question.kind else None,
            PAGE,
            from_us=from_us,
            before=before,
            is_latest_first=True,
            words=tuple(self._word(word) for word in question.words),
        )
        future: Future[tuple[JournalEntry, ...]] = self._reader.submit(read)

        def answered(page: tuple[JournalEntry, ...]) -> None:
            if turn == self._turn:
                self._is_reading = False
                take(page)  # type: ignore[operator]

        when_answered(future, self, answered, lambda sentence: self._on_refused(turn, sentence))

    def _word(self, word: str) -> Word:
        found = [element_id for label, element_id in self._labels if word.lower() in label]
        return Word(word, tuple(found[:MOST_NAMED]))

    # Answers -----------------------------------------------------------------------------------------------

    def _on_news(self, page: tuple[JournalEntry, ...]) -> None:
        if not page:
            return
        fresh = sorted(page, key=lambda e: e.sequence)
        if not self._sequence or len(page) == PAGE:
            # More came than a page holds: what lies between is reached by going back.
            self._entries, self._is_whole = [], len(page) < PAGE
        self._entries = [*self._entries, *fresh][-MOST:]
        self._sequence = self._entries[-1].sequence
        self._show()

    def _on_answer(self, page: tuple[JournalEntry, ...]) -> None:
        self._entries = sorted(page, key=lambda e: e.sequence)
        self._sequence = self._entries[-1].sequence if self._entries else 0
        self._is_whole = len(page) < PAGE
        self._show()

    def _on_older(self, page: tuple[JournalEntry, ...]) -> None:
        older = sorted(page, key=lambda e: e.sequence)
        self._is_whole = len(page) < PAGE
        self._entries = [*older, *self._entries][:MOST]
        self._show()

    def _on_refused(self, turn: int, sentence: str) -> None:
        if turn == self._turn:
            self._is_reading = False
            self.table.offer(lambda: nothing(sentence, tr("Journal")))

    # Showing -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        entries = list(self._entries)
        known = {self.kind.itemData(k) for k in range(self.kind.count())}
        for kind in sorted({e.kind for e in entries} - known):
            self.kind.addItem(kind, kind)
        can_go_back = bool(entries) and not self._is_whole and len(entries) < MOST
        self.older.setEnabled(can_go_back)
        self.older.setToolTip(
            tr("Show the records before these, too") if can_go_back else tr("There are none before these")
        )
        self.table.offer(lambda: self._content(entries))

    def _content(self, entries: list[JournalEntry]) -> TableContent:
        refs = [self._network.find(e.element_id) if e.element_id else None for e in entries]
        names = [self._network.label(r) if r is not None else e.element_id for e, r in zip(entries, refs, strict=True)]

        def column(values: list[str]) -> np.ndarray:
            return np.array(values or [""], np.str_)[: len(values)]

        values = {
            "sequence": np.array([e.sequence for e in entries], np.float64),
            "time": column([time_text(e.time_us) for e in entries]),
            "kind": column([e.kind for e in entries]),
            "element": column(names),
            "sentence": column([e.sentence for e in entries]),
            "author": column([e.author for e in entries]),
            "console": column([e.console for e in entries]),
        }
        tables = column([r.table if r is not None else "" for r in refs])
        rows = np.array([r.row if r is not None else -1 for r in refs], np.int64)
        empty = tr("Nothing is recorded yet. Commands, tags, sign-ins and gaps of every console are listed here.")
        if self._question != JournalQuestion():
            empty = tr("The whole journal has no such record.")
        return TableContent(journal_columns(), values, tables, rows, "", empty, name=tr("Journal"))


def _labels(network: Network) -> list[tuple[str, str]]:
    """What people call equipment, where that is not its id, in small letters, and the id."""
    found = []
    for table in TABLES:
        for row, element_id in enumerate(network[table].id.tolist()):
            label = network.label(ElementRef(table, row)).lower()
            if label and label not in str(element_id).lower():
                found.append((label, str(element_id)))
    return found
