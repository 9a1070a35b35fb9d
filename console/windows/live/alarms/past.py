"""Alarms of the past: those that stood at a moment, and when they were raised, as marks on the time axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from console.windows.future_answer import when_answered
from console.windows.live.alarms.source import AlarmSource
from console.windows.live.alarms.texts import alarm_sentence
from engines.alarms.past_grouping import PastGrouping
from engines.grid.network import Network
from engines.values.alarms import AlarmGroup, AlarmOccurrence
from widgets.time_axis.event import TimeEvent

Array = np.ndarray[Any, Any]
_Found = tuple[tuple[AlarmOccurrence, ...], tuple[AlarmGroup, ...]]
MOST = 400
"""Marks on the axis; more could not be told apart."""


class PastAlarms(QObject):
    """Reads alarms of past moments in a thread of its own; of moments asked for meanwhile only the last counts."""

    def __init__(
        self,
        desk: AlarmSource,
        grouping: Callable[[], PastGrouping],
        on_read: Callable[[Mapping[str, AlarmOccurrence], tuple[AlarmGroup, ...]], None],
        on_failed: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._on_read, self._on_failed = desk, on_read, on_failed
        self._make_grouping = grouping
        self._grouping: PastGrouping | None = None
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="past alarms")
        self._wanted: tuple[int, Array] | None = None
        self._is_reading = False

    def ask(self, time_us: int, position: Array) -> None:
        """Read the alarms of a moment; ``position``: ``(n_switch,)`` then, which tells their causes."""
        self._wanted = time_us, position
        if not self._is_reading:
            self._read()

    def forget(self) -> None:
        """What is being read is wanted no more."""
        self._wanted = None

    def close(self) -> None:
        """End the thread."""
        self._wanted = None
        self._reader.shutdown(wait=True)

    def _read(self) -> None:
        wanted = self._wanted
        assert wanted is not None
        self._is_reading = True
        future: Future[_Found] = self._reader.submit(self._find, *wanted)
        when_answered(future, self, lambda found: self._told(wanted, found), self._refused)

    def _find(self, time_us: int, position: Array) -> _Found:
        """In the thread."""
        alarms = self._desk.occurrences_at(time_us)
        if self._grouping is None:
            self._grouping = self._make_grouping()
        return alarms, self._grouping.groups(alarms, position)

    def _told(self, wanted: tuple[int, Array], found: _Found) -> None:
        self._is_reading = False
        if self._wanted is None:
            return
        alarms, groups = found
        self._on_read({alarm.occurrence_id: alarm for alarm in alarms}, groups)
        if self._wanted is not wanted:
            self._read()

    def _refused(self, sentence: str) -> None:
        self._is_reading = False
        if self._wanted is not None:
            self._on_failed(sentence)


def alarm_marks_of(desk: AlarmSource, network: Network) -> Callable[[int, int], list[TimeEvent]]:
    """Gives the alarms raised in a span of microseconds as marks, the gravest where there are too many; any thread."""

    def read(from_us: int, to_us: int) -> list[TimeEvent]:
        alarms = desk.occurrences_between(from_us, to_us, MOST)
        return [TimeEvent(np.datetime64(a.raised_us // 1_000_000, "s"), a.priority, _text(a)) for a in alarms]

    def _text(alarm: AlarmOccurrence) -> str:
        ref = network.find(alarm.element_id) if alarm.element_id else None
        name = network.label(ref) if ref is not None else alarm.element_id
        return ": ".join(part for part in (name, alarm_sentence(alarm)) if part)

    return read
