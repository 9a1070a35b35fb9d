"""The alarms of a live district: listens to points, links, load flow and servers, and tells the window once a frame."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.alarms.acknowledging_there import AcknowledgingThere
from console.alarms.book import AlarmBook
from console.alarms.measuring import Measuring
from console.alarms.watching import Watch
from console.journal.journal import Journal
from console.live.district import LiveDistrict
from console.live.solving import LiveMoment
from engines.alarms.grouping import AlarmGrouper
from engines.alarms.horn import Horn
from engines.alarms.past_grouping import PastGrouping
from engines.alarms.rules import Turn
from engines.grid.tracing import CustomersByBus
from engines.values.alarms import (
    AlarmDefinition,
    AlarmGroup,
    AlarmKind,
    AlarmMetrics,
    AlarmOccurrence,
    AlarmPriority,
    HornState,
)
from engines.values.estimate import Estimate
from engines.values.field_events import FieldEvents
from engines.values.history import PointChanges
from engines.values.points import LinkHealth
from engines.values.validation import InputError
from widgets.slices import Slices

FRAME_MS = 100
BUDGET_S = 0.003
"""So long turns are taken at once; a person at the window waits for nothing longer."""
TICK_MS = 1000
METRICS_EVERY = 5
"""Ticks between two computations of the measures."""


class AlarmDesk(QObject):
    """Raises, keeps and tells alarms.

    Signals:
        changed: ids (``frozenset``) of occurrences that turned, came or ended, at most ten times a second.
        groups_changed: the groups have changed.
        horn_changed: ``HornState``.
        metrics_changed: ``AlarmMetrics``, every few seconds.
        failed: a sentence; what a person asked for was not done, or turns cannot be kept.
    """

    changed = Signal(object)
    groups_changed = Signal()
    horn_changed = Signal(object)
    metrics_changed = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        district: LiveDistrict,
        journal: Journal,
        who: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        """``who``: sign-in name of the person at the desk, "" for nobody."""
        super().__init__(parent)
        self._district, self._who = district, who
        self._book = AlarmBook(journal)
        self._watch = Watch(district.opened.network, district.store)
        self._grouper = AlarmGrouper(self._watch.places, self._watch.server_of)
        self._horn = Horn()
        self._owed: dict[str, AlarmPriority] = {}
        self._counts: Counter[AlarmPriority] = Counter()
        self._slices = Slices(self)
        self._is_regrouping_due = False
        self._groups: tuple[AlarmGroup, ...] = ()
        self._metrics = AlarmMetrics(0, 0)
        self._ticks = 0
        self._said_problem = ""
        try:
            self._book.restore()
        except (InputError, TimeoutError) as error:
            self._book.problem = str(error)
        self.there = AcknowledgingThere(journal, self._watch, self.failed.emit)
        self._measuring = Measuring(self._book, journal, self)
        self._watch.restore(self._book.occurrences.values(), time.monotonic())
        self._waiting: list[tuple[Turn, AlarmDefinition]] = []
        self._frame, self._tick, self._working = QTimer(self), QTimer(self), QTimer(self)
        self._working.setSingleShot(True)
        self._working.setInterval(0)
        self._working.timeout.connect(self._work)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._tell)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()
        district.values_taken.connect(self.observe_values)
        district.points_changed.connect(self.observe_points)
        district.health_changed.connect(self.observe_link)
        district.snapshot_changed.connect(lambda _snapshot: self._look_at_switches())
        district.moment_changed.connect(self.observe_moment)
        district.solving_failed.connect(self._on_solving_failed)
        self._frame.start()

    def count_customers(self, told: CustomersByBus) -> None:
        """From now on alarms of lost supply count these customers."""
        self._watch.customers = told

    # What is known -----------------------------------------------------------------------------------------

    @property
    def occurrences(self) -> Mapping[str, AlarmOccurrence]:
        """Everything that is not over, by id; those put aside too."""
        return self._book.occurrences

    @property
    def groups(self) -> tuple[AlarmGroup, ...]:
        """What is on the desk, by cause, the most urgent first."""
        return self._groups

    @property
    def horn(self) -> HornState:
        """What is to be heard."""
        return self._horn.state

    @property
    def metrics(self) -> AlarmMetrics:
        """Measures of the last 24 hours."""
        return self._metrics

    @property
    def problem(self) -> str:
        """Why alarms cannot be kept at present, "" where they are."""
        return self._book.problem

    def occurrences_at(self, time_us: int) -> tuple[AlarmOccurrence, ...]:
        """The alarms of a past moment; from any thread. Raises ``InputError``."""
        return self._book.at(time_us)

    def occurrences_between(self, from_us: int, to_us: int, most: int) -> list[AlarmOccurrence]:
        """The gravest alarms raised in a span, the gravest first; from any thread. Raises ``InputError``."""
        return self._book.between(from_us, to_us, most)

    def past_grouping(self) -> PastGrouping:
        """What tells the causes of past alarms; made in whatever thread asks."""
        return PastGrouping(self._district.opened.network, self._watch.server_of)

    def close(self) -> None:
        """Observe nothing any more."""
        self._tick.stop()
        while self._waiting:
            self._work()
        self._working.stop()
        self._frame.stop()
        self._slices.cancel()
        self._measuring.close()
        self._book.close()

    # What people do ----------------------------------------------------------------------------------------

    def acknowledge(self, occurrence_ids: Sequence[str]) -> bool:
        """Somebody has taken note of them; whether that was noted. Alarms of servers are acknowledged there as well."""
        known = (self._book.occurrences.get(i) for i in occurrence_ids)
        owed = [alarm.alarm_id for alarm in known if alarm is not None and alarm.kind is AlarmKind.FIELD]

        def deed(author: str) -> None:
            self._book.acknowledge(occurrence_ids, author)
            self.there.acknowledge(owed, author)

        return self._do(deed)

    def silence(self) -> None:
        """Let the horn be silent; acknowledges nothing, and anybody may."""
        self._horn.silence()
        self.horn_changed.emit(self._horn.state)

    def shelve(self, occurrence_id: str, seconds: float, reason: str) -> bool:
        """Put aside for a time."""
        return self._do(lambda author: self._book.shelve(occurrence_id, author, seconds, reason))

    def unshelve(self, occurrence_id: str) -> bool:
        """Back on the desk before its time."""
        return self._do(lambda author: self._book.unshelve(occurrence_id, author))

    def take_out_of_service(self, occurrence_id: str, reason: str) -> bool:
        """Out of service until it is put back."""
        return self._do(lambda author: self._book.take_out_of_service(occurrence_id, author, reason))

    def return_to_service(self, occurrence_id: str) -> bool:
        """In service again."""
        return self._do(lambda author: self._book.return_to_service(occurrence_id, author))

    def comment(self, occurrence_id: str, text: str) -> bool:
        """Write something to it."""
        return self._do(lambda author: self._book.comment(occurrence_id, author, text))

    def reset_latch(self, occurrence_ids: Sequence[str]) -> bool:
        """Release latched ones whose cause has gone."""
        return self._do(lambda author: self._book.reset_latch(occurrence_ids, author))

    def _do(self, deed: Callable[[str], None]) -> bool:
        author = self._who()
        if not author:
            self.failed.emit(self.tr("Nobody is signed in: sign in to answer alarms."))
            return False
        try:
            deed(author)
        except InputError as error:
            self.failed.emit(str(error))
            return False
        self._schedule()
        return True

    # What is observed --------------------------------------------------------------------------------------

    def observe_values(self, taken: PointChanges) -> None:
        """Every value that came, in its order."""
        self._take(self._watch.values(taken, time.monotonic()))

    def observe_points(self, rows: np.ndarray) -> None:
        """Points whose quality or freshness may have changed without a value."""
        self._take(self._watch.points(rows, time.monotonic()))

    def observe_link(self, health: LinkHealth) -> None:
        """A link says how it is."""
        self._take(self._watch.link(health, time.monotonic()))

    def observe_moment(self, live: LiveMoment) -> None:
        """The load flow of the present."""
        self._look_at_switches()
        self._take(self._watch.moment(live.moment, time.monotonic()))
        self._suppress_by_design()
        self._grouper.set_network(self._watch.territories, live.moment.topology)
        self._watch.forget_closed(self._district.snapshot, self._grouper.switches_with_alarms())
        self._schedule()

    def observe_events(self, events: FieldEvents) -> None:
        """What a server tells of by itself."""
        self._take(self._watch.events(events, time.monotonic()))

    def observe_estimate(self, estimate: Estimate) -> None:
        """Measurements and switches that contradict the others."""
        self._take(self._watch.estimate(estimate, time.monotonic()))

    def tell_system(self, what: str, sentence: str, holds: bool) -> None:
        """A part of the console cannot do what it should (or can again): history, journal, simulator."""
        self._take(self._watch.system(what, sentence, holds, time.monotonic()))

    def _on_solving_failed(self, sentence: str) -> None:
        self._take(self._watch.not_solved(sentence, time.monotonic()))

    def _look_at_switches(self) -> None:
        if self._watch.switches(self._district.moment, self._district.snapshot, self._book.now_us()):
            moment = self._district.moment
            self._grouper.set_network(self._watch.territories, None if moment is None else moment.topology)
            self._schedule()

    def _take(self, turned: Iterable[Turn]) -> None:
        """Turns in their order; where there are many, the rest waits for the next turn of the event loop."""
        self._waiting += [(turn, self._watch.definition(turn.alarm_id)) for turn in turned]
        if self._waiting and not self._working.isActive():
            self._work()

    def _work(self) -> None:
        end = time.perf_counter() + BUDGET_S
        waiting, done = self._waiting, 0
        while done < len(waiting) and (done == 0 or time.perf_counter() < end):
            turn, definition = waiting[done]
            done += 1
            if turn.is_active:
                self._book.raise_alarm(definition, turn.value, turn.time_us)
            else:
                self._book.return_alarm(turn.alarm_id)
        del waiting[:done]
        if waiting:
            self._working.start()
        if done:
            self._schedule()

    def _suppress_by_design(self) -> None:
        for alarm in self._book.low_voltages():
            wanted = self._watch.is_meaningless(alarm)
            if wanted is not alarm.is_suppressed:
                self._book.suppress(alarm.occurrence_id, wanted)

    # What is told ------------------------------------------------------------------------------------------

    def _schedule(self) -> None:
        if not self._frame.isActive():
            self._frame.start()

    def _on_tick(self) -> None:
        self._take(self._watch.tick(time.monotonic()))
        self.tell_system(
            "overdue", "the load flow does not answer, calculated values are old", self._district.is_overdue
        )
        self.tell_system("damaged", self._book.damage, bool(self._book.damage))
        self._book.tick()
        try:
            self._book.refresh()
        except InputError as error:
            self._book.problem = str(error)
        if self._book.problem != self._said_problem:
            self._said_problem = self._book.problem
            if self._book.problem:
                self.failed.emit(self.tr("Alarms cannot be kept: {reason}").format(reason=self._book.problem))
        self._ticks += 1
        if self._ticks % METRICS_EVERY == 1:
            self._measure()
        if self._book.changed:
            self._schedule()

    def _measure(self) -> None:
        metrics = self._measuring.measure()
        if metrics is not None:
            self._metrics = metrics
            self.metrics_changed.emit(metrics)

    def _tell(self) -> None:
        changed, new = frozenset(self._book.changed), self._book.new
        self._book.changed, self._book.new = set(), set()
        open_ = self._book.occurrences
        standing = {i: a if (a := open_.get(i)) is not None and a.is_standing else None for i in changed}
        self._grouper.update(standing)
        self._count(standing)
        before = self._horn.state
        fresh = max((self._owed[i] for i in new if i in self._owed), default=None)
        horn = self._horn.judge(max((p for p, n in self._counts.items() if n > 0), default=None), fresh)
        if changed:
            self.changed.emit(changed)
        self._regroup()
        if horn != before:
            self.horn_changed.emit(horn)

    def _count(self, standing: Mapping[str, AlarmOccurrence | None]) -> None:
        """Keep count of what nobody has acknowledged, by priority, and of what may lose its meaning."""
        for occurrence_id, alarm in standing.items():
            before = self._owed.pop(occurrence_id, None)
            if before is not None:
                self._counts[before] -= 1
            if alarm is not None and alarm.state.is_unacknowledged:
                self._owed[occurrence_id] = alarm.priority
                self._counts[alarm.priority] += 1

    def _regroup(self) -> None:
        """In slices; what changes meanwhile is grouped once these are done."""
        self._is_regrouping_due = self._slices.is_busy
        if not self._is_regrouping_due:
            self._slices.start(self._grouper.steps(), self._on_groups)

    def _on_groups(self, groups: tuple[AlarmGroup, ...]) -> None:
        if groups != self._groups:
            self._groups = groups
            self.groups_changed.emit()
        if self._is_regrouping_due:
            QTimer.singleShot(FRAME_MS, self, self._regroup)
