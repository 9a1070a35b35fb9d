"""Background work for the window: the GUI thread starts it, hears of it, and never waits for it."""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from console.tasks.exchange import ExchangeFolder
from console.tasks.lane import Lane
from console.tasks.lane_thread import LaneThread
from console.tasks.order import Ended, LaneEvent, Reported, Started, WorkerLost, WorkOrder
from console.tasks.sentences import failure_sentence
from console.tasks.task import Progress, Supersede, TaskFailure, TaskHandle, TaskState
from console.worker.messages import Logged, WorkerOptions, WorkFailure
from console.worker.reference import reference_of

DRAIN_BUDGET_S = 0.004
"""After that long the rest of what has arrived waits for the next turn of the event loop."""

SLOW_CALLBACK_S = 0.05
"""A callback that holds the window for longer is named in the log."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Entry:
    """A task with what only the runner needs to know of it."""

    handle: TaskHandle
    order: WorkOrder
    on_done: Callable[[Any], None] | None
    on_failed: Callable[[TaskFailure], None] | None
    on_progress: Callable[[Progress], None] | None
    is_current: Callable[[], bool] | None
    owner: QObject | None
    is_warming: bool


class TaskRunner(QObject):
    """Runs work in worker processes, one per lane, and brings the results back to the GUI thread.

    All methods, signals and callbacks belong to the GUI thread. Python threads, one per lane, wait for the processes.

    What is guaranteed: for every handle ``start`` returned, ``task_finished`` is emitted exactly once, after the
    handle's state has become final. ``task_started`` is emitted at most once and before it: a task that was given up
    while it waited never starts. ``task_progressed`` comes any number of times between the two, also never.
    Of ``on_done`` and ``on_failed`` at most one is called, before ``task_finished``, from the event loop and never
    from within ``start``; none of the callbacks is called after ``cancel``, after a later start with the same key has
    taken the task's place, once ``is_current`` says no, or once ``owner`` has been deleted. What may never come:
    anything at all for a task whose runner is closed first, except its state ``CANCELLED``.
    Callbacks of one lane come in the order of the starts; between lanes there is no order. An exception in a callback
    goes to ``sys.excepthook``, and the other callbacks go on.
    ``worker_replaced`` comes after ``task_finished`` of the task on which the worker was lost: what it kept in
    ``WorkContext.state`` is gone, its warm-up is repeated by the runner, and whoever primed it primes again.
    """

    task_started = Signal(object)
    """TaskHandle"""
    task_progressed = Signal(object)
    """TaskHandle; its ``progress`` is the new one."""
    task_finished = Signal(object)
    """TaskHandle; its ``state`` says how."""
    busy_changed = Signal(bool)
    """Whether any task but warm-ups is unfinished."""
    worker_replaced = Signal(object, int)
    """Lane, and the generation of its next worker (the first is 1)."""

    _arrived = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        grace_s: float = 1.5,
        patience_s: float = 10.0,
        fault_log: Path | None = None,
    ) -> None:
        """Nothing is started before the first task.

        Args:
            grace_s: how long cancelled work may go on before its worker is ended.
            patience_s: the same for work that a later start replaced. Longer, because the next one profits from a
                worker that is warm, and ending it would lose that again and again.
            fault_log: file for the stacks of a worker that crashes inside native code.
        """
        super().__init__(parent)
        self._grace_s, self._patience_s, self._fault_log = grace_s, patience_s, fault_log
        self._folder: ExchangeFolder | None = None
        self._lanes: dict[Lane, LaneThread] = {}
        self._entries: dict[int, _Entry] = {}
        self._warm: dict[Lane, list[tuple[str, tuple[Any, ...]]]] = {}
        self._events: deque[tuple[Lane, LaneEvent]] = deque()
        self._is_announced = False
        self._is_busy = False
        self._is_closed = False
        # Always queued, so that no callback runs inside ``start`` or ``cancel``.
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        work: Callable[..., Any] | str,
        *arguments: Any,
        lane: Lane = Lane.PREVIEW,
        key: str | None = None,
        supersede: Supersede = Supersede.CANCEL,
        revision: Any = None,
        is_current: Callable[[], bool] | None = None,
        owner: QObject | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[TaskFailure], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        title: str = "",
    ) -> TaskHandle:
        """Queue ``work(context, *arguments)`` and return at once.

        Args:
            work: a top-level function, or ``"module:function"`` where the module is too heavy to import here.
            arguments: values that nobody changes afterwards; they are pickled on another thread.
            key: an unfinished task with the same key is given up, in whatever lane.
            supersede: whether one that already runs may finish and deliver.
            revision: of what the task works on, for ``drop_older_than``.
            is_current: asked before each callback; a ``False`` drops the result.
            owner: whose callbacks these are; the result is dropped when it has been deleted.
            title: what the person reads, translated.

        Raises ``TypeError`` for work that another process could not find.
        """
        order = WorkOrder(reference_of(work), arguments)
        handle = TaskHandle(title, lane, key, revision, self._give_up)
        if self._is_closed:
            handle.state = TaskState.CANCELLED
            return handle
        if key is not None:
            self._supersede(key, supersede)
        self._admit(_Entry(handle, order, on_done, on_failed, on_progress, is_current, owner, is_warming=False))
        return handle

    def warm(
        self,
        lane: Lane,
        work: Callable[..., Any] | str,
        *arguments: Any,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[TaskFailure], None] | None = None,
    ) -> TaskHandle:
        """Start the lane's worker and run ``work`` in it (imports, say); repeated whenever the worker is replaced.

        Does not count as busy. Of a repetition only the signals are emitted, not the callbacks.
        """
        reference = reference_of(work)
        self._warm.setdefault(lane, []).append((reference, arguments))
        return self._start_warming(lane, reference, arguments, on_done, on_failed)

    def drop_older_than(self, revision: Any, key: str | None = None) -> None:
        """Give up every unfinished task (of that key) that was started with a lower revision."""
        for entry in list(self._entries.values()):
            handle = entry.handle
            if handle.revision is None or (key is not None and handle.key != key):
                continue
            if handle.revision < revision:
                self._give_up(handle, TaskState.OUTDATED)

    @property
    def is_busy(self) -> bool:
        """Whether any task but warm-ups is unfinished."""
        return self._is_busy

    @property
    def unfinished(self) -> tuple[TaskHandle, ...]:
        """Tasks that wait or run, oldest first, without warm-ups."""
        return tuple(
            entry.handle for entry in self._entries.values() if not (entry.is_warming or entry.handle.is_finished)
        )

    def worker_pid(self, lane: Lane) -> int | None:
        """Process number of the lane's worker, ``None`` while it has none."""
        thread = self._lanes.get(lane)
        return thread.worker_pid if thread is not None else None

    def close(self, timeout_s: float = 3.0) -> None:
        """Give up all tasks and end all workers and threads; returns within about ``timeout_s``.

        Nothing is called or emitted afterwards, and ``start`` returns cancelled handles.
        """
        if self._is_closed:
            return
        self._is_closed = True
        for entry in self._entries.values():
            if not entry.handle.is_finished:
                entry.handle.state = TaskState.CANCELLED
        for thread in self._lanes.values():
            thread.close()
        deadline = time.monotonic() + timeout_s
        for thread in self._lanes.values():
            thread.join(max(deadline - time.monotonic(), 0.0))
        for thread in self._lanes.values():
            if thread.is_alive():
                thread.kill_worker()
                thread.join(1.0)
        self._entries.clear()
        self._events.clear()
        if self._folder is not None:
            self._folder.remove()

    # Starting and giving up.

    def _start_warming(
        self,
        lane: Lane,
        reference: str,
        arguments: tuple[Any, ...],
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[TaskFailure], None] | None = None,
    ) -> TaskHandle:
        handle = TaskHandle("", lane, None, None, self._give_up)
        if self._is_closed:
            handle.state = TaskState.CANCELLED
            return handle
        order = WorkOrder(reference, arguments)
        self._admit(_Entry(handle, order, on_done, on_failed, None, None, None, is_warming=True))
        return handle

    def _admit(self, entry: _Entry) -> None:
        self._entries[entry.order.task_id] = entry
        self._lane(entry.handle.lane).put(entry.order)
        self._update_busy()

    def _lane(self, lane: Lane) -> LaneThread:
        if lane not in self._lanes:
            options = WorkerOptions(lane.value, lane.niceness, self._fault_log, self._exchange_folder())
            self._lanes[lane] = LaneThread(options, lambda event: self._on_lane_event(lane, event))
            self._lanes[lane].start()
        return self._lanes[lane]

    def _exchange_folder(self) -> Path | None:
        if self._folder is None:
            try:
                self._folder = ExchangeFolder()
            except OSError as error:
                # Large values then go through the pipes: slower, and no reason not to work.
                _log.warning("no folder for large results: %s", error)
        return self._folder.path if self._folder is not None else None

    def _supersede(self, key: str, supersede: Supersede) -> None:
        for entry in list(self._entries.values()):
            handle = entry.handle
            if handle.key != key or handle.is_finished:
                continue
            if supersede is Supersede.LET_FINISH and not self._lanes[handle.lane].withdraw(entry.order):
                continue
            self._give_up(handle, TaskState.SUPERSEDED)

    def _give_up(self, handle: TaskHandle, state: TaskState) -> None:
        if handle.is_finished or self._is_closed:
            return
        handle.state = state
        entry = next(entry for entry in self._entries.values() if entry.handle is handle)
        patience_s = self._patience_s if state is TaskState.SUPERSEDED else self._grace_s
        self._lanes[handle.lane].give_up(entry.order, patience_s)
        self._update_busy()

    def _update_busy(self) -> None:
        is_busy = bool(self.unfinished)
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)

    # What the lanes tell.

    def _on_lane_event(self, lane: Lane, event: LaneEvent) -> None:
        # On the lane's thread. First the event, then the flag: whoever lowers the flag reads the events after it.
        self._events.append((lane, event))
        if not self._is_announced and not self._is_closed:
            self._is_announced = True
            with suppress(RuntimeError):  # Qt has deleted a runner that nobody closed
                self._arrived.emit()

    def _drain(self) -> None:
        self._is_announced = False
        deadline = time.perf_counter() + DRAIN_BUDGET_S
        while self._events and not self._is_closed:
            lane, event = self._events.popleft()
            self._on_event(lane, event)
            if time.perf_counter() > deadline and self._events:
                self._arrived.emit()
                return

    def _on_event(self, lane: Lane, event: LaneEvent) -> None:
        if isinstance(event, WorkerLost):
            self._on_worker_lost(lane, event)
        elif isinstance(event, Logged):
            logging.getLogger(event.logger).log(event.level, "[%s] %s", lane.value, event.text)
        elif isinstance(event, Started):
            self._on_started(self._entries[event.order.task_id])
        elif isinstance(event, Reported):
            self._on_reported(self._entries[event.order.task_id], Progress(event.fraction, event.text))
        else:
            self._on_ended(self._entries[event.order.task_id], event)

    def _on_started(self, entry: _Entry) -> None:
        if not entry.handle.is_finished:
            entry.handle.state = TaskState.RUNNING
            self.task_started.emit(entry.handle)

    def _on_reported(self, entry: _Entry, progress: Progress) -> None:
        if entry.handle.is_finished:
            return
        entry.handle.progress = progress
        if _is_wanted(entry):
            _call(entry.on_progress, progress)
        self.task_progressed.emit(entry.handle)

    def _on_ended(self, entry: _Entry, event: Ended) -> None:
        handle = entry.handle
        if not handle.is_finished:
            self._conclude(entry, event)
        # Only now: a callback that starts the next task must not see this one among the unfinished.
        self._entries.pop(entry.order.task_id, None)
        if self._is_closed:
            return
        self._update_busy()
        self.task_finished.emit(handle)

    def _conclude(self, entry: _Entry, event: Ended) -> None:
        handle = entry.handle
        if not _is_wanted(entry):
            handle.state = TaskState.OUTDATED
        elif event.failure is not None:
            handle.state = TaskState.FAILED
            handle.failure = self._failure(handle, event.failure)
            _log.warning("%s failed: %s\n%s", handle, event.failure.summary, event.failure.trace)
            if entry.is_warming:
                self._forget_warming(entry)
            _call(entry.on_failed, handle.failure)
        else:
            handle.state = TaskState.DONE
            handle.progress = replace(handle.progress, fraction=1.0)
            _call(entry.on_done, event.result)

    def _failure(self, handle: TaskHandle, failure: WorkFailure) -> TaskFailure:
        sentence = failure_sentence(failure, handle.title)
        return TaskFailure(failure.kind, handle.title, sentence, failure.error, failure.trace)

    def _forget_warming(self, entry: _Entry) -> None:
        # What failed once would fail, or crash, each time anew.
        self._warm[entry.handle.lane].remove((entry.order.reference, entry.order.arguments))

    def _on_worker_lost(self, lane: Lane, event: WorkerLost) -> None:
        _log.warning("worker of lane %s was lost: %s", lane, event.reason)
        self.worker_replaced.emit(lane, event.generation)
        for reference, arguments in self._warm.get(lane, ()):
            self._start_warming(lane, reference, arguments)


def _is_wanted(entry: _Entry) -> bool:
    if entry.owner is not None and not shiboken6.isValid(entry.owner):
        return False
    try:
        return entry.is_current is None or entry.is_current()
    except Exception:
        sys.excepthook(*sys.exc_info())
        return False


def _call(callback: Callable[..., None] | None, *arguments: Any) -> None:
    if callback is None:
        return
    begin = time.perf_counter()
    try:
        callback(*arguments)
    except Exception:
        # One window's mistake must not keep the others from their results.
        sys.excepthook(*sys.exc_info())
    seconds = time.perf_counter() - begin
    if seconds > SLOW_CALLBACK_S:
        _log.info("a callback held the window for %.0f ms: %s", 1000 * seconds, getattr(callback, "__qualname__", "?"))
