"""Worker processes that share the pieces of one plan: what the engines' planning over scenarios calls its executor.

No thread is needed: whoever plans waits for the workers here. Free of Qt.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any

from console.tasks.children import children, ending_of, start_child
from console.worker.entry import serve
from console.worker.messages import Cancel, Close, Done, Failed, Request, Stopped, WorkerOptions
from console.worker.parcel import pack, unpack
from console.worker.reference import reference_of
from engines.dispatch.scenarios.executor import Work, WorkLost
from engines.values.work import WorkCancelled, WorkContext

LOOK_S = 0.1
"""How often the pool looks whether its work is still wanted."""
CLOSE_PATIENCE_S = 0.5
MOST_LOSSES = 2
"""A piece of work on which that many workers were lost is not tried again."""


def warm_up(context: WorkContext) -> None:
    """Import what planning needs, while the parent still reads its input."""
    import engines.dispatch.scenarios.mean_plan
    import engines.dispatch.scenarios.recourse  # noqa: F401


class _Worker:
    """One process and the pipe to it; ``piece`` is the number of what it works on."""

    def __init__(self, number: int) -> None:
        self.connection: Connection[Any, Any]
        self.connection, theirs = children().Pipe()
        name = f"dispatch-{number}"
        try:
            self.process = start_child(name, serve, (theirs, WorkerOptions(name)))
        except BaseException:
            self.connection.close()
            raise
        finally:
            # Our copy would keep the pipe open beyond the worker's death.
            theirs.close()
        self.piece: int | None = None
        self.ask(-1, reference_of(warm_up), ())

    def ask(self, piece: int, reference: str, arguments: tuple[Any, ...]) -> None:
        """Give it a piece of work; a death is noticed when the answer is waited for."""
        self.piece = piece
        with suppress(OSError):
            self.connection.send(Request(piece, reference, pack(arguments), None))

    def end(self, patience_s: float = 0.0) -> str:
        """End it and say how it ended."""
        self.process.join(patience_s)
        if self.process.exitcode is None:
            self.process.kill()
        self.process.join()
        self.connection.close()
        return ending_of(self.process.exitcode or 0)


class WorkerPool:
    """An executor (:class:`engines.dispatch.scenarios.executor.Executor`) of ``workers`` processes.

    They start at once and live until :meth:`close`. A worker that dies is replaced and its piece given out again, once.
    """

    def __init__(self, workers: int = 2) -> None:
        self.workers = workers
        self._workers = [_Worker(k) for k in range(workers)]

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Of the workers, in their order."""
        return tuple(w.process.pid or 0 for w in self._workers)

    def run(self, work: Work, arguments: Sequence[tuple[Any, ...]], is_cancelled: Callable[[], bool]) -> list[Any]:
        """See :class:`engines.dispatch.scenarios.executor.Executor`."""
        reference = reference_of(work)
        answers: dict[int, Any] = {}
        waiting, losses = deque(range(len(arguments))), [0] * len(arguments)
        while len(answers) < len(arguments):
            if is_cancelled():
                self._give_up()
                raise WorkCancelled
            for worker in self._workers:
                if worker.piece is None and waiting:
                    piece = waiting.popleft()
                    worker.ask(piece, reference, arguments[piece])
            for number in self._heard():
                worker = self._workers[number]
                lost = worker.piece
                try:
                    self._take(worker, answers)
                except (EOFError, OSError):
                    ending = self._replace(number)
                    # -1 is the warming up: nothing is lost with it, but a worker that cannot even start never will.
                    if lost is None:
                        continue
                    if lost >= 0:
                        losses[lost] += 1
                        waiting.appendleft(lost)
                    if lost < 0 or losses[lost] >= MOST_LOSSES:
                        raise WorkLost(f"a worker process ended ({ending}) and its work could not be done") from None
        return [answers[k] for k in range(len(arguments))]

    def _heard(self) -> list[int]:
        ready = wait([w.connection for w in self._workers], LOOK_S)
        return [k for k, w in enumerate(self._workers) if w.connection in ready]

    def _take(self, worker: _Worker, answers: dict[int, Any]) -> None:
        """Read one message; raises ``EOFError`` or ``OSError`` where the worker is dead."""
        message = worker.connection.recv()
        if isinstance(message, Done):
            if message.task_id >= 0:
                answers[message.task_id] = unpack(message.result)
            worker.piece = None
        elif isinstance(message, Failed):
            worker.piece = None
            if message.failure.error is not None:
                self._give_up()
                raise message.failure.error
            self._give_up()
            raise WorkLost(f"a piece of the work failed: {message.failure.summary}")
        elif isinstance(message, Stopped):
            worker.piece = None

    def _replace(self, number: int) -> str:
        ending = self._workers[number].end()
        self._workers[number] = _Worker(number)
        return ending

    def _give_up(self) -> None:
        """Nobody wants what is still being worked on: busy workers are replaced, so that no late answer comes."""
        for number, worker in enumerate(self._workers):
            if worker.piece is not None and worker.piece >= 0:
                with suppress(OSError):
                    worker.connection.send(Cancel(worker.piece))
                self._replace(number)

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            with suppress(OSError):
                worker.connection.send(Close())
        for worker in self._workers:
            worker.end(CLOSE_PATIENCE_S if worker.piece is None else 0.0)
        self._workers = []
