"""What has happened on the site, as the journal has it: commands, tags, sign-ins, gaps, of every console."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject

from console.journal.journal import Journal
from console.journal.record import JournalEntry
from console.windows.future_answer import when_answered
from console.windows.live.measured import time_text
from engines.grid.network import Network
from widgets.tables.columns import number, text
from widgets.tables.content import ColumnSpec, TableContent, nothing
from widgets.tables.value_table import ValueTable

KEPT = 1_000
"""The latest records; older ones are in the file, ``tieline journal export`` writes them all."""
PAGE = 200


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


class JournalTable(QObject):
    """Keeps a table at the journal's end; the file is read in a thread of its own.

    Attributes:
        table: the widget.
    """

    def __init__(self, journal: Journal, network: Network, parent: QObject) -> None:
        super().__init__(parent)
        self.table = ValueTable(tr("Journal"))
        self.table.sort_by("sequence", descending=True)
        self._journal, self._network = journal, network
        self._entries: deque[JournalEntry] = deque(maxlen=KEPT)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="journal table")
        self._is_reading = False
        self._sequence = 0
        self._show()

    def look(self) -> None:
        """See whether anything was recorded since."""
        if self._is_reading:
            return
        self._is_reading = True
        is_first = self._sequence == 0
        future: Future[tuple[JournalEntry, ...]] = self._reader.submit(
            self._journal.read, self._sequence, None, PAGE, is_latest_first=is_first
        )
        when_answered(future, self, self._on_read, self._on_refused)

    def close(self) -> None:
        """End the reading thread."""
        self._reader.shutdown(wait=True)

    def _on_read(self, page: tuple[JournalEntry, ...]) -> None:
        self._is_reading = False
        fresh = sorted((e for e in page if e.sequence > self._sequence), key=lambda e: e.sequence)
        if fresh:
            self._entries.extend(fresh)
            self._sequence = fresh[-1].sequence
            self._show()

    def _on_refused(self, sentence: str) -> None:
        self._is_reading = False
        self.table.offer(lambda: nothing(sentence, tr("Journal")))

    def _show(self) -> None:
        entries = list(self._entries)
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
        return TableContent(journal_columns(), values, tables, rows, "", empty, name=tr("Journal"))
