"""A lane at work: one Python thread that waits for one worker process."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from console.tasks.order import Ended, LaneEvent, Reported, Started, WorkerLost, WorkOrder
from console.tasks.process import WorkerProcess
from console.worker.failures import failure_of
from console.worker.messages import (
    Cancel,
    Close,
    Done,
    Failed,
    FailureKind,
    Logged,
    Progressed,
    Ready,
    Request,
    Stopped,
    WorkerOptions,
    WorkFailure,
)
from console.worker.parcel import discard, pack, unpack

START_ATTEMPTS = 3
START_PATIENCE_S = 60.0
CLOSE_PATIENCE_S = 0.3

_log = logging.getLogger(__name__)


class LaneThread(threading.Thread):
    """Takes orders from any thread and tells what becomes of them through ``deliver``, called on this thread.

    For every order put in exactly one ``Ended`` is delivered, also when it is given up, when its worker dies or when
    the lane closes. ``Started`` comes once before it and only if a worker was given the order; then any number of
    ``Reported``. Events of one order keep that order, and orders of a lane are worked in the sequence they were put.
    ``WorkerLost`` comes after the ``Ended`` of the order on which the worker was lost.
    An order that is given up ends at once while it waits; while it runs, when the work notices, or when
    ``WorkOrder.patience_s`` is over and its worker has been ended.
    """

    def __init__(self, options: WorkerOptions, deliver: Callable[[LaneEvent], None]) -> None:
        super().__init__(name=f"lane {options.name}", daemon=True)
        self._options = options
        self._deliver = deliver
        self._orders: deque[WorkOrder] = deque()
        self._lock = threading.Lock()
        self._is_closing = False
        self._worker: WorkerProcess | None = None
        self._generation = 1
        self._failed_starts = 0
        self._bell: Connection[Any, Any]
        self._button: Connection[Any, Any]
        self._bell, self._button = multiprocessing.Pipe(duplex=False)
        self._is_rung = False
        self._order: WorkOrder | None = None

    # From any thread.

    def put(self, order: WorkOrder) -> None:
        """Queue an order."""
        with self._lock:
            self._orders.append(order)
        self._ring()

    def give_up(self, order: WorkOrder, patience_s: float) -> None:
        """The order's result is not wanted any more; asked again, the shorter patience holds."""
        order.patience_s = patience_s if order.patience_s is None else min(order.patience_s, patience_s)
        self._ring()

    def withdraw(self, order: WorkOrder) -> bool:
        """Give the order up if no worker has it yet."""
        with self._lock:
            is_waiting = order in self._orders
        if is_waiting:
            self.give_up(order, 0.0)
        return is_waiting

    def close(self) -> None:
        """Give everything up and end the worker and this thread."""
        with self._lock:
            self._is_closing = True
            for order in self._orders:
                order.patience_s = 0.0
        self._ring()

    def kill_worker(self) -> None:
        """End the worker now; the lane treats it as a crash."""
        worker = self._worker
        if worker is not None:
            worker.kill()

    @property
    def worker_pid(self) -> int | None:
        """The worker's process number, ``None`` while there is no worker."""
        worker = self._worker
        return worker.pid if worker is not None else None

    def _ring(self) -> None:
        with self._lock:
            if self._is_rung:
                return
            self._is_rung = True
        with suppress(OSError):  # the lane has closed
            self._button.send_bytes(b"\0")

    # On this thread.

    def run(self) -> None:
        """Work until closed."""
        while not self._is_closing:
            try:
                self._turn()
            except Exception as error:
                # A fault in here costs one order, not the lane.
                self._on_fault(error)
        self._end()

    def _turn(self) -> None:
        self._order = self._next_order()
        if self._order is not None:
            self._work_on(self._order)
        elif not self._is_closing:
            self._idle()

    def _on_fault(self, error: Exception) -> None:
        _log.exception("lane %s", self._options.name)
        if self._order is not None:
            self._finish(self._order, failure=failure_of(error))
        if self._worker is not None:
            self._worker.kill()
            self._lose(self._worker)

    def _finish(self, order: WorkOrder, result: Any = None, failure: WorkFailure | None = None) -> None:
        # Not kept while idle: arguments may be large.
        self._order = None
        self._deliver(Ended(order, result, failure) if order.patience_s is None else Ended(order))

    def _next_order(self) -> WorkOrder | None:
        with self._lock:
            return self._orders.popleft() if self._orders else None

    def _idle(self) -> None:
        """Sleep until an order comes, seeing to it that a dead worker is noticed."""
        worker = self._worker
        self._wait(worker, None)
        if worker is not None and not self._drain(worker, None):
            if not worker.is_ready:
                self._failed_starts += 1
            self._lose(worker)

    def _wait(self, worker: WorkerProcess | None, timeout_s: float | None) -> None:
        sources: list[Any] = [self._bell]
        if worker is not None:
            sources += [worker.connection, worker.sentinel]
        if self._bell in wait(sources, timeout_s):
            with self._lock:
                self._bell.recv_bytes()
                self._is_rung = False
        self._drop_given_up()

    def _drop_given_up(self) -> None:
        with self._lock:
            given_up = [order for order in self._orders if order.patience_s is not None]
            for order in given_up:
                self._orders.remove(order)
        for order in given_up:
            self._deliver(Ended(order))

    def _work_on(self, order: WorkOrder) -> None:
        if order.patience_s is not None:
            self._finish(order)
            return
        worker = self._ready_worker(order)
        if worker is None:
            return
        reply_path = self._path(order, "reply")
        try:
            arguments = pack(order.arguments, self._path(order, "request"))
        except Exception as error:
            self._finish(order, failure=failure_of(error))
            return
        self._deliver(Started(order))
        try:
            worker.connection.send(Request(order.task_id, order.reference, arguments, reply_path))
            self._attend(worker, order)
        except OSError:
            self._crashed(worker, order)
        finally:
            discard(arguments)

    def _path(self, order: WorkOrder, kind: str) -> str | None:
        """Where a large value goes; see :class:`~console.worker.parcel.Parcel` on why this is plain text."""
        folder = self._options.folder
        return None if folder is None else f"{folder}{os.sep}{self._options.name}-{order.task_id}-{kind}"

    def _ready_worker(self, order: WorkOrder) -> WorkerProcess | None:
        """A worker that answers, or ``None`` when the order was ended for want of one."""
        while self._worker is None or not self._worker.is_ready:
            ending = self._start_worker(order)
            if order.patience_s is not None:
                self._finish(order)
                return None
            if ending and self._failed_starts >= START_ATTEMPTS:
                self._finish(order, failure=WorkFailure(FailureKind.NOT_STARTED, ending))
                return None
        self._failed_starts = 0
        return self._worker

    def _start_worker(self, order: WorkOrder) -> str:
        """Start a worker and wait for it; "" when it is ready or the order was given up, else how it ended."""
        deadline = time.monotonic() + START_PATIENCE_S
        try:
            worker = self._worker = self._worker or WorkerProcess(self._options)
        except OSError as error:
            self._failed_starts += 1
            return str(error) or type(error).__name__
        while not worker.is_ready and order.patience_s is None and not self._is_closing:
            self._wait(worker, max(deadline - time.monotonic(), 0.0))
            if self._drain(worker, None) and time.monotonic() < deadline:
                continue
            if worker.is_ready:
                break
            self._failed_starts += 1
            worker.kill()
            self._worker = None
            return worker.bury()
        if self._is_closing:
            order.patience_s = 0.0
        return ""

    def _attend(self, worker: WorkerProcess, order: WorkOrder) -> None:
        """Pass on what the worker says until the order is over."""
        given_up_at: float | None = None
        while True:
            if self._is_closing:
                order.patience_s = min(order.patience_s or CLOSE_PATIENCE_S, CLOSE_PATIENCE_S)
            timeout_s: float | None = None
            if order.patience_s is not None:
                if given_up_at is None:
                    given_up_at = time.monotonic()
                    worker.connection.send(Cancel(order.task_id))
                timeout_s = max(given_up_at + order.patience_s - time.monotonic(), 0.0)
            self._wait(worker, timeout_s)
            over = self._drain(worker, order)
            if over is None:
                return
            if not over:
                self._crashed(worker, order)
                return
            if given_up_at is not None and time.monotonic() >= given_up_at + (order.patience_s or 0.0):
                worker.kill()
                self._crashed(worker, order)
                return

    def _drain(self, worker: WorkerProcess, order: WorkOrder | None) -> bool | None:
        """Read what the worker has sent: ``True`` it goes on, ``False`` it is dead, ``None`` the order is over."""
        try:
            while worker.connection.poll():
                if self._on_message(worker, order, worker.connection.recv()):
                    return None
            # The pipe is read to its end before a death counts: the last message may be the result.
            return not wait([worker.sentinel], 0.0) or worker.connection.poll()
        except (EOFError, OSError):
            return False

    def _on_message(self, worker: WorkerProcess, order: WorkOrder | None, message: object) -> bool:
        """Handle one message; whether it ended the order."""
        if isinstance(message, Ready):
            worker.is_ready = True
        elif isinstance(message, Logged):
            self._deliver(message)
        elif order is not None and isinstance(message, Progressed):
            self._deliver(Reported(order, message.fraction, message.text))
        elif order is not None and isinstance(message, Done):
            self._finish_with(order, message)
            return True
        elif order is not None and isinstance(message, Failed):
            self._finish(order, failure=message.failure)
            if message.is_spent:
                self._lose(worker)
            return True
        elif order is not None and isinstance(message, Stopped):
            self._finish(order)
            return True
        return False

    def _finish_with(self, order: WorkOrder, message: Done) -> None:
        if order.patience_s is not None:
            discard(message.result)
            self._finish(order)
            return
        try:
            result = unpack(message.result)
        except Exception as error:
            self._finish(order, failure=failure_of(error))
        else:
            self._finish(order, result)

    def _crashed(self, worker: WorkerProcess, order: WorkOrder) -> None:
        ending = self._bury(worker)
        path = self._path(order, "reply")
        if path is not None:
            with suppress(FileNotFoundError):
                os.unlink(path)
        self._finish(order, failure=WorkFailure(FailureKind.CRASHED, ending, trace=worker.crash_stacks()))
        self._deliver(WorkerLost(self._generation, ending))

    def _lose(self, worker: WorkerProcess) -> None:
        ending = self._bury(worker)
        self._deliver(WorkerLost(self._generation, ending))

    def _bury(self, worker: WorkerProcess) -> str:
        self._worker = None
        self._generation += 1
        return worker.bury()

    def _end(self) -> None:
        worker = self._worker
        if worker is not None:
            with suppress(OSError):
                worker.connection.send(Close())
            wait([worker.sentinel], CLOSE_PATIENCE_S)
            worker.kill()
            worker.bury()
            self._worker = None
        self._drop_given_up()
        with self._lock:
            self._button.close()
            self._bell.close()
