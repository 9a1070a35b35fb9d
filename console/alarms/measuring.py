"""The measures of a desk: counted as it happens, with what was raised before it began read from the journal."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject

from console.alarms.book import DAY_US, MOST_FORGOTTEN, AlarmBook
from console.alarms.raised_before import RaisedBefore, raised_before
from console.journal.journal import Journal
from console.windows.future_answer import when_answered
from engines.values.alarms import AlarmMetrics
from widgets.slices import Slices

LEAST_SPAN_US = 600 * 1_000_000
"""A rate of less than ten minutes says nothing."""


class Measuring(QObject):
    """Measures of the last 24 hours; while the past cannot be read, of the time since this console began.

    Attributes:
        is_reading: the past is being read.
    """

    def __init__(self, book: AlarmBook, journal: Journal, parent: QObject) -> None:
        """``book``: nothing has been raised in it yet."""
        super().__init__(parent)
        self._book, self._journal = book, journal
        self._began_us = self._known_from_us = book.now_us()
        self.is_reading = self._is_whole = False
        self._ending = threading.Event()
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="alarm history")
        self._slices = Slices(self)

    def measure(self) -> AlarmMetrics | None:
        """As of now; ``None`` while so much has to be forgotten that it takes another turn."""
        self._read()
        now, counter = self._book.now_us(), self._book.counter
        begin = min(max(now - DAY_US, self._known_from_us), now - LEAST_SPAN_US)
        if not counter.forget(begin, MOST_FORGOTTEN):
            return None
        return counter.metrics(begin, now + 1)

    def close(self) -> None:
        """Read nothing any more."""
        self._ending.set()
        self._slices.cancel()
        self._reader.shutdown(wait=True)

    def _read(self) -> None:
        """Until it has been read once: a server that is away is asked again when it is back."""
        if self.is_reading or self._is_whole or self._journal.problem:
            return
        self.is_reading = True
        begin = self._began_us - DAY_US
        future = self._reader.submit(raised_before, self._journal, begin, self._began_us, self._ending.wait)
        when_answered(future, self, self._on_read, self._on_refused)

    def _on_read(self, before: RaisedBefore) -> None:
        if not self._ending.is_set():
            steps = self._book.counter.taking_over(before.counter)
            self._slices.start(steps, lambda _nothing: self._on_whole(before.from_us))

    def _on_whole(self, from_us: int) -> None:
        self.is_reading, self._is_whole = False, True
        self._known_from_us = min(self._known_from_us, from_us)
        self._reader.shutdown(wait=False)

    def _on_refused(self, _sentence: str) -> None:
        # The desk says by itself that the journal cannot be read.
        self.is_reading = False
