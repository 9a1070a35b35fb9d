"""The history as a window uses it: records without waiting, asks without blocking."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.history.asking import HistoryConnection, OwnerAway
from console.history.sender import Sender
from console.history.storage import StorageStatus
from engines.values.history import PointChanges, PointSeries, QuarterHours, RecordedMoment, RecordedSpan
from engines.values.validation import InputError

STATUS_MS = 5000


@dataclass(frozen=True, slots=True)
class _Question:
    number: int
    key: str
    ask: Callable[[HistoryConnection], Any]


class History(QObject):
    """Records and asks. Callbacks come on the GUI thread, in order; of several questions of one key only the latest.

    Signals:
        problem_changed: one sentence with the remedy; "" when all is well again.
        warned: one sentence: what will be removed soon, or should be known.
        span_changed: ``RecordedSpan``.
    """

    problem_changed = Signal(str)
    warned = Signal(str)
    span_changed = Signal(object)
    _answered = Signal(int, object, str)
    _told = Signal(str)

    def __init__(
        self,
        folder: Path,
        point_ids: Sequence[str],
        dead_bands: np.ndarray[Any, Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``folder``: of the site's history; its owner is found or started in the background."""
        super().__init__(parent)
        self.problem, self.warning = "", ""
        self.span = RecordedSpan()
        self._numbers = itertools.count()
        self._latest: dict[str, int] = {}
        self._listeners: dict[int, tuple[Callable[[Any], None], Callable[[str], None]]] = {}
        self._questions: queue.SimpleQueue[_Question | None] = queue.SimpleQueue()
        self._folder = folder
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._on_problem, Qt.ConnectionType.QueuedConnection)
        bands = np.zeros(len(point_ids)) if dead_bands is None else dead_bands
        self._sender = Sender(folder, point_ids, bands, self._told.emit)
        self._asker = threading.Thread(target=self._answer_all, name="history asker", daemon=True)
        self._asker.start()
        self._timer = QTimer(self)
        self._timer.setInterval(STATUS_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        QTimer.singleShot(500, self, self._look)

    def record(self, changes: PointChanges) -> None:
        """Keep changes; returns at once."""
        self._sender.put(changes)

    def ask_series(
        self,
        point_ids: Sequence[str],
        from_us: int,
        to_us: int,
        entries: int,
        on_done: Callable[[tuple[PointSeries, ...]], None],
        on_failed: Callable[[str], None],
        *,
        key: str = "",
    ) -> None:
        """Some points over a span, with at most about ``entries`` entries each."""
        points = tuple(point_ids)
        self._ask(key, lambda c: c.series(points, from_us, to_us, entries), on_done, on_failed)

    def ask_quarter_hours(
        self,
        point_ids: Sequence[str],
        from_us: int,
        to_us: int,
        on_done: Callable[[tuple[QuarterHours, ...]], None],
        on_failed: Callable[[str], None],
        *,
        key: str = "",
    ) -> None:
        """Aggregates of quarter hours that begin in the span."""
        points = tuple(point_ids)
        self._ask(key, lambda c: c.quarter_hours(points, from_us, to_us), on_done, on_failed)

    def ask_moment(
        self,
        time_us: int,
        on_done: Callable[[RecordedMoment], None],
        on_failed: Callable[[str], None],
        *,
        key: str = "",
    ) -> None:
        """Every point as it stood."""
        self._ask(key, lambda c: c.moment(time_us), on_done, on_failed)

    def close(self) -> None:
        """Keep what was recorded, forget what was asked. May be called twice."""
        self._timer.stop()
        self._listeners.clear()
        if self._asker.is_alive():
            self._questions.put(None)
            self._sender.close()
            self._asker.join()

    def _ask(
        self,
        key: str,
        ask: Callable[[HistoryConnection], Any],
        on_done: Callable[[Any], None],
        on_failed: Callable[[str], None],
    ) -> None:
        number = next(self._numbers)
        if key:
            self._listeners.pop(self._latest.get(key, -1), None)
            self._latest[key] = number
        self._listeners[number] = on_done, on_failed
        self._questions.put(_Question(number, key, ask))

    def _answer_all(self) -> None:
        """In a thread of its own."""
        connection = HistoryConnection(self._folder)
        while (question := self._questions.get()) is not None:
            if question.key and self._latest.get(question.key) != question.number:
                continue
            try:
                answer, refusal = question.ask(connection), ""
            except (InputError, OwnerAway) as error:
                answer, refusal = None, str(error)
            self._answered.emit(question.number, answer, refusal)
        connection.close()

    def _deliver(self, number: int, answer: Any, refusal: str) -> None:
        listeners = self._listeners.pop(number, None)
        if listeners is None:
            return
        on_done, on_failed = listeners
        if refusal:
            on_failed(refusal)
        else:
            on_done(answer)

    def _look(self) -> None:
        self._ask("status", lambda c: c.status(), self._on_status, lambda _sentence: None)

    def _on_status(self, status: StorageStatus) -> None:
        if status.span != self.span:
            self.span = status.span
            self.span_changed.emit(status.span)
        if status.warning != self.warning:
            self.warning = status.warning
            self.warned.emit(status.warning)

    def _on_problem(self, sentence: str) -> None:
        self.problem = sentence
        self.problem_changed.emit(sentence)
