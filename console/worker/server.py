"""The loop of a worker process."""

from __future__ import annotations

import logging
import os
import queue
import shutil
import threading
from multiprocessing.connection import Connection
from typing import Any

from console.worker.context import PipeContext
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
)
from console.worker.parcel import pack, unpack
from console.worker.reference import resolve
from engines.values.work import WorkCancelled

LOG_RECORDS_PER_TASK = 50


class WorkerServer:
    """Answers requests one after the other on the main thread.

    A second thread reads the pipe, so that a cancel is seen and the parent's death noticed while work runs. It sleeps
    in the operating system and takes no processor time from the work.

    For each request exactly one of ``Done``, ``Failed`` and ``Stopped`` is sent, after any number of ``Progressed``
    and ``Logged``. If the parent goes away the process ends at once, without finishing the work.
    """

    def __init__(self, connection: Connection[Any, Any], options: WorkerOptions) -> None:
        self._connection = connection
        self._options = options
        self._state: dict[str, Any] = {}
        self._requests: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._sending = threading.Lock()
        self.log_records_left = LOG_RECORDS_PER_TASK

    def run(self) -> None:
        """Serve until the parent closes or a piece of work has spent this process."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        self.send(Ready())
        while (request := self._requests.get()) is not None:
            self.log_records_left = LOG_RECORDS_PER_TASK
            reply = self._answer(request)
            self.send(reply)
            self._cancelled.discard(request.task_id)
            if isinstance(reply, Failed) and reply.is_spent:
                return

    def send(self, message: object) -> None:
        """Send from any thread."""
        try:
            with self._sending:
                self._connection.send(message)
        except OSError:
            self._end_with_parent()

    def _listen(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                self._end_with_parent()
            if isinstance(message, Request):
                self._requests.put(message)
            elif isinstance(message, Cancel):
                self._cancelled.add(message.task_id)
            elif isinstance(message, Close):
                self._requests.put(None)
                return

    def _end_with_parent(self) -> None:
        if self._options.folder is not None:
            shutil.rmtree(self._options.folder, ignore_errors=True)
        os._exit(0)

    def _answer(self, request: Request) -> Done | Failed | Stopped:
        task_id = request.task_id
        context = PipeContext(
            self._state,
            lambda fraction, text: self.send(Progressed(task_id, fraction, text)),
            lambda: task_id in self._cancelled,
        )
        try:
            context.check_cancelled()
            arguments = unpack(request.arguments)
            result = resolve(request.reference)(context, *arguments)
            return Done(task_id, pack(result, request.reply_path))
        except WorkCancelled:
            return Stopped(task_id)
        except BaseException as error:
            # SystemExit too: work that calls exit() has failed, it does not end the worker.
            failure = failure_of(error)
            return Failed(task_id, failure, is_spent=failure.kind is FailureKind.MEMORY)


class ForwardingHandler(logging.Handler):
    """Sends warnings and errors logged in the worker to the parent's log, a limited number per task."""

    def __init__(self, server: WorkerServer) -> None:
        super().__init__(logging.WARNING)
        self._server = server

    def emit(self, record: logging.LogRecord) -> None:
        """Forward one record."""
        if self._server.log_records_left <= 0:
            return
        self._server.log_records_left -= 1
        try:
            text = self.format(record)
        except Exception as error:
            text = f"{record.msg} ({error})"
        self._server.send(Logged(record.name, record.levelno, text))
