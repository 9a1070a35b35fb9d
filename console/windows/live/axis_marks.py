"""What happened, as marks on the time axis: alarms by their shape, commands as diamonds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.control.records import COMMAND_END
from console.journal.journal import Journal
from console.windows.future_answer import when_answered
from engines.values.commands import CommandOutcome
from engines.values.violations import Severity
from widgets.time_axis.event import TimeEvent
from widgets.time_axis.recorded_axis import RecordedAxis

LOOK_MS = 1000
EVERY = 5
"""Looks after which a span that has not moved is read anew."""
MOST = 400
"""Marks of one kind: more could not be told apart."""

MarkSource = Callable[[int, int], Sequence[TimeEvent]]
"""Gives the marks of a span in microseconds since 1970 UTC; called outside the GUI thread."""


class AxisMarks(QObject):
    """Keeps the marks of what is seen of the axis."""

    def __init__(self, axis: RecordedAxis, sources: Sequence[MarkSource], parent: QObject) -> None:
        super().__init__(parent)
        self._axis, self._sources = axis, tuple(sources)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="axis marks")
        self._is_reading = self._is_closed = False
        self._seen: tuple[float, float] | None = None
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def close(self) -> None:
        """Read nothing any more."""
        self._is_closed = True
        self._timer.stop()
        self._reader.shutdown(wait=True)

    def _look(self) -> None:
        span = self._axis.track.span
        self._looks += 1
        is_moved = self._seen is None or abs(span[0] - self._seen[0]) > 0.02 * (span[1] - span[0])
        is_moved |= self._seen is not None and abs((span[1] - span[0]) / (self._seen[1] - self._seen[0]) - 1) > 0.02
        if self._is_reading or not (is_moved or self._looks % EVERY == 0):
            return
        self._is_reading, self._seen = True, span
        future: Future[list[TimeEvent]] = self._reader.submit(self._read, int(span[0] * 1e6), int(span[1] * 1e6))
        when_answered(future, self, self._on_read, self._on_refused)

    def _read(self, from_us: int, to_us: int) -> list[TimeEvent]:
        return [event for source in self._sources for event in source(from_us, to_us)]

    def _on_read(self, events: list[TimeEvent]) -> None:
        self._is_reading = False
        # The last answer may come when the axis is gone already.
        if not self._is_closed:
            self._axis.set_events(events)

    def _on_refused(self, _sentence: str) -> None:
        # The journal's own list says what is wrong with it.
        self._is_reading = False


def command_marks(journal: Journal) -> MarkSource:
    """The ends of commands, as a journal has them; one that did not do what it should is of medium severity."""

    def read(from_us: int, to_us: int) -> list[TimeEvent]:
        ends = journal.read(0, (COMMAND_END,), MOST, from_us=from_us, to_us=to_us, is_latest_first=True)
        return [TimeEvent(_moment(e.time_us), _severity(e.details.get("outcome")), e.sentence) for e in ends]

    return read


def site_marks_of(journal: Journal) -> MarkSource:
    """Tags, earths, cuts and the like, as a journal has them."""

    def read(from_us: int, to_us: int) -> list[TimeEvent]:
        kinds = ("tag", "earth", "cut", "jumper", "generator", "position", "substitution")
        entries = journal.read(0, kinds, MOST, from_us=from_us, to_us=to_us, is_latest_first=True)
        return [TimeEvent(_moment(e.time_us), None, e.sentence) for e in entries]

    return read


def _severity(outcome: object) -> Severity | None:
    quiet = (CommandOutcome.DONE, CommandOutcome.CANCELLED, CommandOutcome.REFUSED)
    return None if outcome in quiet else Severity.MEDIUM


def _moment(time_us: int) -> np.datetime64:
    return np.datetime64(time_us // 1_000_000, "s")
