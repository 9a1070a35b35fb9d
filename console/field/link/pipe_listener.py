"""What the link tells, on its way into the pipes."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from console.field.link.frames import pack
from console.field.link.messages import Gap, InstructorReply, Logged, SameProblems, Sending
from engines.values.commands import FieldReply
from engines.values.field_events import FieldEvents
from engines.values.points import LinkHealth, PointBatch


class PipeListener:
    """Writes values, health and gaps on a thread of its own, so that a window that does not read holds nobody up.

    What a window does not fetch for too long is dropped, oldest first, and told as a gap when it fetches again.

    Attributes:
        on_events_dropped: called from any thread where events were dropped, so that they are asked for again.
    """

    def __init__(
        self, data: Connection[Any, Any], commands: Connection[Any, Any], most_values: int, most_events: int = 50_000
    ) -> None:
        self._data, self._commands = data, commands
        self._most_values, self._most_events = most_values, most_events
        self._events = 0
        self.on_events_dropped: Callable[[], None] = lambda: None
        self._waiting: deque[object] = deque()
        self._values = 0
        self._dropped_from_us = 0
        self._problems: tuple[tuple[str, str], ...] = ()
        self._changed = threading.Condition()
        self._is_finishing = False
        self._replying = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="data", daemon=True)

    def start(self) -> None:
        """Begin writing."""
        self._thread.start()

    def finish(self, patience_s: float) -> None:
        """Write what is left, for so long at most."""
        with self._changed:
            self._is_finishing = True
            self._changed.notify()
        self._thread.join(patience_s)

    def values(self, batch: PointBatch) -> None:
        with self._changed:
            self._waiting.append(batch)
            self._values += len(batch)
            if self._values > self._most_values:
                self._drop()
            self._changed.notify()

    def events(self, events: FieldEvents) -> None:
        with self._changed:
            self._waiting.append(events)
            self._events += len(events)
            is_dropping = self._events > self._most_events
            if is_dropping:
                self._drop_events()
            self._changed.notify()
        if is_dropping:
            self.on_events_dropped()

    def health(self, health: LinkHealth) -> None:
        if health.problems and health.problems == self._problems:
            self.put(SameProblems(replace(health, problems=())))
        else:
            self._problems = health.problems
            self.put(health)

    def gap(self, from_us: int, to_us: int, reason: str) -> None:
        self.put(Gap(from_us, to_us, reason))

    def sending(self, command_id: str) -> None:
        self._say(Sending(command_id))

    def reply(self, reply: FieldReply) -> None:
        self._say(reply)

    def instructor(self, reply: InstructorReply) -> None:
        self.put(reply)

    def put(self, message: object) -> None:
        """Have a message written; from any thread."""
        with self._changed:
            self._waiting.append(message)
            self._changed.notify()

    def _say(self, message: object) -> None:
        try:
            with self._replying:
                self._commands.send_bytes(pack(message))
        except OSError:
            # The parent is gone; this process ends with it.
            return

    def _drop(self) -> None:
        for message in list(self._waiting):
            if self._values <= self._most_values // 2:
                return
            if isinstance(message, PointBatch):
                self._waiting.remove(message)
                self._values -= len(message)
                self._dropped_from_us = self._dropped_from_us or int(message.receive_time_us[0])

    def _drop_events(self) -> None:
        for message in [m for m in self._waiting if isinstance(m, FieldEvents)]:
            if self._events <= self._most_events // 2:
                return
            self._waiting.remove(message)
            self._events -= len(message)

    def _write(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._is_finishing:
                    self._changed.wait()
                if not self._waiting:
                    return
                message = self._waiting.popleft()
                if isinstance(message, PointBatch):
                    self._values -= len(message)
                elif isinstance(message, FieldEvents):
                    self._events -= len(message)
                dropped_from_us, self._dropped_from_us = self._dropped_from_us, 0
            try:
                if dropped_from_us:
                    reason = "the window did not fetch the values in time"
                    self._data.send_bytes(pack(Gap(dropped_from_us, time.time_ns() // 1000, reason)))
                self._data.send_bytes(pack(message))
            except OSError:
                os._exit(0)


class ForwardingHandler(logging.Handler):
    """Sends warnings and errors logged in the link's process to the parent's log, a limited number."""

    def __init__(self, listener: PipeListener, most: int) -> None:
        super().__init__(logging.WARNING)
        self._listener, self._left = listener, most

    def emit(self, record: logging.LogRecord) -> None:
        """Forward one record."""
        if self._left <= 0:
            return
        self._left -= 1
        try:
            text = self.format(record)
        except Exception as error:
            text = f"{record.msg} ({error})"
        self._listener.put(Logged(record.name, record.levelno, text))
