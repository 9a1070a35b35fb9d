"""Group commit: jobs of any thread are carried out by one thread, as many as are waiting in one transaction."""

from __future__ import annotations

import atexit
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from engines.values.validation import InputError

B = TypeVar("B", bound="Batch")
T = TypeVar("T")
LARGEST_BATCH = 500
_log = logging.getLogger(__name__)


class Batch(Protocol):
    """One transaction."""

    def run(self, job: Callable[[Any], Any]) -> Any:
        """Carry one job out; what it did is undone if it raises. Raises ``BatchLost`` if all is lost."""

    def commit(self) -> None:
        """Make it lasting. Raises where that fails; nothing of the batch then holds."""


class BatchLost(Exception):
    """The transaction is gone, and with it every job of it. ``__cause__`` says why."""


@dataclass(frozen=True, slots=True)
class _Order:
    job: Callable[[Any], Any]
    future: Future[Any]


class GroupWriter(Generic[B]):
    """Runs jobs in one thread and resolves their futures after the commit.

    Args:
        begin: begins a transaction; what it raises fails the jobs that were waiting.
        tick: called in the thread after each batch, and again after the seconds it returns (``None``: not before
            the next job).
        finish: called in the thread at the very end.
    """

    def __init__(
        self, name: str, begin: Callable[[], B], tick: Callable[[], float | None], finish: Callable[[], None]
    ) -> None:
        self._begin, self._tick, self._finish = begin, tick, finish
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        # A console that ends without closing must neither hang nor lose what was handed in.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def submit(self, job: Callable[[B], T]) -> Future[T]:
        """Carry ``job`` out soon; returns at once, from any thread."""
        future: Future[T] = Future()
        with self._lock:
            if self._is_closed:
                future.set_exception(InputError("journal", "is closed, nothing was recorded", "open the site again"))
            else:
                self._orders.put(_Order(job, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, then end. May be called twice."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._orders.put(None)
        self._thread.join()
        atexit.unregister(self.close)

    def _work(self) -> None:
        is_open, due = True, self._ticked()
        while is_open:
            orders, is_open = self._take(due)
            if orders:
                self._commit(orders)
            due = self._ticked()
        with contextlib.suppress(Exception):
            self._finish()

    def _ticked(self) -> float | None:
        try:
            seconds = self._tick()
        except Exception:
            # A fault in housekeeping must not stop the journal.
            _log.exception("journal: housekeeping failed")
            seconds = 5.0
        return None if seconds is None else time.monotonic() + seconds

    def _take(self, due: float | None) -> tuple[list[_Order], bool]:
        """What is waiting, and whether more may come."""
        orders: list[_Order] = []
        with contextlib.suppress(queue.Empty):
            wait = None if due is None else max(0.0, due - time.monotonic())
            order = self._orders.get(timeout=wait)
            while order is not None:
                orders.append(order)
                if len(orders) >= LARGEST_BATCH:
                    return orders, True
                order = self._orders.get_nowait()
            return orders, False
        return orders, True

    def _commit(self, orders: list[_Order]) -> None:
        live = [order for order in orders if order.future.set_running_or_notify_cancel()]
        results: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            batch = self._begin()
            for order in live:
                try:
                    results.append((order.future, batch.run(order.job), None))
                except BatchLost:
                    raise
                except Exception as refusal:
                    results.append((order.future, None, refusal))
            batch.commit()
        except Exception as error:
            cause = error.__cause__ if isinstance(error, BatchLost) else error
            results = [(order.future, None, cause) for order in live]
        for future, value, failure in results:
            # What a listener of the future raises is logged by the future itself.
            if failure is None:
                future.set_result(value)
            else:
                future.set_exception(failure)
