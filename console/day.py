"""The day around the shown moment, solved in the background for the time axis and the day chart."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.solving import MOST_ATTEMPTS
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Progress, TaskFailure, TaskHandle
from engines.grid.profiles import Profiles
from engines.grid.snapshot import Snapshot
from engines.loadflow.requests import RequestLine, SeriesOptions, SeriesReply
from engines.values.loadflow import Verification

KEPT_WHOLE = 3000
"""Up to that many buses every step of the day is kept, for the voltage of a bus over the day."""
REST_MS = 400
"""A person who drags or clicks on is left alone; the day follows when they rest."""


class DayClient(QObject):
    """Keeps the series of the shown day up to date; a longer span only when asked for.

    Signals:
        day_changed: ``SeriesResult`` of the day of the snapshot asked for last.
        span_done: ``SeriesResult`` of a span asked for with :meth:`start_span`.
        span_failed: a sentence.
        progressed: fraction and text of a span.
    """

    day_changed = Signal(object)
    span_done = Signal(object)
    span_failed = Signal(str)
    progressed = Signal(float, str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._line = RequestLine("day")
        self._wanted: Snapshot | None = None
        self._span: TaskHandle | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._solve_day)

    def need(self, snapshot: Snapshot) -> None:
        """The day of this snapshot will be wanted, if the person stays on it."""
        self._wanted = snapshot
        if snapshot.network.profiles is not None:
            self._rest.start()

    def _solve_day(self) -> None:
        snapshot = self._wanted
        if snapshot is None or snapshot.network.profiles is None or self._span is not None:
            return
        self._ask_day(snapshot, 1)

    def _ask_day(self, snapshot: Snapshot, attempt: int) -> None:
        profiles = snapshot.network.profiles
        assert profiles is not None
        self._runner.start(
            "engines.loadflow.work:work_series",
            self._line.request(snapshot),
            day_steps(profiles, snapshot.time),
            SeriesOptions(keep_all=len(snapshot.network.bus) <= KEPT_WHOLE),
            lane=Lane.SERIES,
            key="day",
            owner=self,
            on_done=lambda reply: self._on_day(snapshot, reply, attempt),
            title=self.tr("The shown day"),
        )

    def _on_day(self, snapshot: Snapshot, reply: SeriesReply, attempt: int) -> None:
        if self._line.replied(reply):
            if attempt < MOST_ATTEMPTS and self._wanted is snapshot:
                self._ask_day(snapshot, attempt + 1)
        elif reply.result is not None and self._wanted is snapshot:
            self.day_changed.emit(reply.result)

    def start_span(self, snapshot: Snapshot, steps: range, title: str, attempt: int = 1) -> None:
        """Solve a longer span with progress; one at a time."""
        self._span = self._runner.start(
            "engines.loadflow.work:work_series",
            self._line.request(snapshot),
            steps,
            lane=Lane.SERIES,
            key="span",
            owner=self,
            on_done=lambda reply: self._on_span(snapshot, steps, title, reply, attempt),
            on_failed=self._on_failed,
            on_progress=self._on_progress,
            title=title,
        )

    def believe(self, verification: Verification) -> None:
        """Take over what the reference engine said of the structure."""
        self._line.verification = verification

    def cancel_span(self) -> None:
        """Give the running span up."""
        if self._span is not None:
            self._span.cancel()
            self._span = None

    def _on_span(self, snapshot: Snapshot, steps: range, title: str, reply: SeriesReply, attempt: int) -> None:
        if self._line.replied(reply) and attempt < MOST_ATTEMPTS:
            self.start_span(snapshot, steps, title, attempt + 1)
            return
        self._span = None
        if reply.result is None:
            self.span_failed.emit(self.tr("The solver lost the network again and again; open it anew."))
        else:
            self.span_done.emit(reply.result)

    def _on_failed(self, failure: TaskFailure) -> None:
        self._span = None
        self.span_failed.emit(failure.sentence)

    def _on_progress(self, progress: Progress) -> None:
        self.progressed.emit(progress.fraction, progress.text)


def day_steps(profiles: Profiles, time: np.datetime64 | None) -> range:
    """Steps of the calendar day of ``time`` (of the first day where there is none)."""
    day = (profiles.start if time is None else time).astype("datetime64[D]")
    begin = max(profiles.start, day.astype("datetime64[s]"))
    end = min(profiles.end, (day + 1).astype("datetime64[s]"))
    first, last = (int((t - profiles.start).astype(int)) // profiles.step_s for t in (begin, end))
    return range(first, max(last, first + 1))
