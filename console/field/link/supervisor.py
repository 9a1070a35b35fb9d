"""The link as the window knows it. Never imports the OPC UA library."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.field.addresses import ServerAddress
from console.field.link.messages import (
    AcknowledgeThere,
    CallInstructor,
    Gap,
    InstructorReply,
    LinkSetup,
    Logged,
    Operate,
    ReadAgain,
    SameProblems,
    Scalar,
    Sending,
    TryNow,
    UseCredentials,
)
from console.field.link.process import ProcessKeeper, ProcessLost, ProcessSilent
from console.field.security.credentials import Credentials
from engines.values.commands import FieldAnswer, FieldCommand, FieldReply
from engines.values.field_events import FieldEvents
from engines.values.points import LinkHealth, LinkState, PointBatch

DRAIN_BUDGET_S = 0.003
"""After that long the rest of what has arrived waits for the next turn of the event loop."""
MOST_NAMED = 1000
"""To read more points than that again, all are read."""

_log = logging.getLogger(__name__)


class LinkSupervisor(QObject):
    """Keeps the link to one server running in a process of its own. All methods belong to the GUI thread.

    What is guaranteed: every command handed to :meth:`operate` is answered by exactly one ``replied``, from the event
    loop and never from within ``operate``; also when the process dies or the link is stopped. A command id is sent at
    most once, whatever happens.
    """

    values_arrived = Signal(object)
    """PointBatch; ``index`` is the row in the server's ``points``."""
    health_changed = Signal(object)
    """LinkHealth; on every change of state and twice a second while the process lives."""
    events_arrived = Signal(object)
    """FieldEvents: what the server tells of its own alarms, in order."""
    replied = Signal(object)
    """FieldReply"""
    gap_recorded = Signal(str, object, object, str)
    """Server, from and to (us since 1970 UTC), and why: changes in between may be missing."""

    _arrived = Signal()

    def __init__(self, setup: LinkSetup, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setup = setup
        self._keeper: ProcessKeeper | None = None
        self._lock = threading.Lock()
        self._urgent: deque[object] = deque()
        self._waiting: deque[object] = deque()
        self._is_rung = False
        self._health = LinkHealth(setup.server.name, LinkState.DOWN, "the link is not started", setup.server.endpoint)
        self._before = self._health
        self._commands: dict[str, bool] = {}
        self._known: set[str] = set()
        self._calls: dict[int, Callable[[InstructorReply], None]] = {}
        self._next_call = 1
        self._up_at_us = self._outage_from_us = 0
        self._outage_reason = ""
        # Queued: the keeper's thread emits it.
        self._arrived.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def server(self) -> ServerAddress:
        """The server this link leads to."""
        return self._setup.server

    @property
    def health(self) -> LinkHealth:
        """As last told."""
        return self._health

    @property
    def process_id(self) -> int | None:
        """Number of the link's process, None while there is none."""
        return self._keeper.pid if self._keeper is not None else None

    def start(self) -> None:
        """Start the process; a link that runs goes on."""
        if self._keeper is not None:
            return
        self._keeper = ProcessKeeper(self._setup, self._put)
        self._tell(replace(self._before, state=LinkState.CONNECTING, reason="the link is starting"))
        self._keeper.start()

    def stop(self, patience_s: float = 5.0) -> None:
        """End the process; returns when it has ended. The session is closed at the server."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        keeper.close()
        keeper.join(patience_s)
        self._drain_whole()
        self._answer_all("the link was stopped")
        self._tell(replace(self._health, state=LinkState.DOWN, reason="the link was stopped"))

    def try_now(self) -> None:
        """Do not wait for the next attempt: a person has approved a certificate or mended something."""
        if self._keeper is not None:
            self._keeper.send(TryNow())

    def use_credentials(self, credentials: Credentials) -> None:
        """Log in with these from now on, without waiting for the next attempt."""
        self._setup = replace(self._setup, credentials=credentials)
        if self._keeper is not None:
            self._keeper.use(self._setup)
            self._keeper.send(UseCredentials(credentials))

    def operate(self, command: FieldCommand) -> None:
        """Send a command, or answer ``NOT_SENT`` with the reason; either way through ``replied``."""
        if command.command_id in self._known:
            _log.error("command %s was handed to the link twice; the second is dropped", command.command_id)
            return
        self._known.add(command.command_id)
        refused = self._why_refused()
        if not refused:
            self._commands[command.command_id] = False
            if self._keeper is not None and self._keeper.send(Operate(command)):
                return
            self._commands.pop(command.command_id)
            refused = "the link's process is not there"
        reply = FieldReply(command.command_id, FieldAnswer.NOT_SENT, refused)
        QTimer.singleShot(0, self, lambda: self.replied.emit(reply))

    def read_again(self, point_ids: tuple[str, ...] = ()) -> None:
        """Have points read now, all where none are named."""
        if self._keeper is not None:
            self._keeper.send(ReadAgain(point_ids if len(point_ids) <= MOST_NAMED else ()))

    def call_instructor(self, method: str, *arguments: Scalar, on_done: Callable[[InstructorReply], None]) -> None:
        """Call a method of the simulator's instructor; ``on_done`` is called once, from the event loop."""
        self._instruct(CallInstructor(self._next_call, method, arguments), on_done)

    def read_instructor(self, variable: str, *, on_done: Callable[[InstructorReply], None]) -> None:
        """Read a variable of the simulator's instructor."""
        self._instruct(CallInstructor(self._next_call, variable, (), is_variable=True), on_done)

    def acknowledge(
        self, condition_id: str, event_id: str, comment: str, on_done: Callable[[InstructorReply], None]
    ) -> None:
        """Acknowledge an alarm at the server; ``on_done`` is called once, from the event loop."""
        self._call(AcknowledgeThere(self._next_call, condition_id, event_id, comment), on_done, self._why_refused())

    def _instruct(self, call: CallInstructor, on_done: Callable[[InstructorReply], None]) -> None:
        self._call(call, on_done, self._why_refused() if self.server.is_simulator else "this server is no simulator")

    def _call(
        self, call: CallInstructor | AcknowledgeThere, on_done: Callable[[InstructorReply], None], refused: str
    ) -> None:
        self._next_call += 1
        if not refused and self._keeper is not None and self._keeper.send(call):
            self._calls[call.call_id] = on_done
            return
        reply = InstructorReply(call.call_id, reason=refused or "the link's process is not there")
        QTimer.singleShot(0, self, lambda: on_done(reply))

    def _why_refused(self) -> str:
        if self._health.state is LinkState.UP:
            return ""
        reason = f": {self._health.reason}" if self._health.reason else ""
        return f"the link to {self.server.name} is {self._health.state}{reason}"

    # On the keeper's thread.

    def _put(self, message: object) -> None:
        with self._lock:
            # Values that wait must not keep an answer waiting.
            (self._urgent if isinstance(message, (FieldReply, Sending)) else self._waiting).append(message)
            if self._is_rung:
                return
            self._is_rung = True
        self._arrived.emit()

    # On the GUI thread.

    def _drain(self) -> None:
        deadline = time.perf_counter() + DRAIN_BUDGET_S
        while (message := self._next()) is not None:
            self._hear(message)
            if time.perf_counter() >= deadline:
                self._arrived.emit()
                return

    def _next(self) -> object | None:
        with self._lock:
            for queue in (self._urgent, self._waiting):
                if queue:
                    return queue.popleft()
            self._is_rung = False
            return None

    def _drain_whole(self) -> None:
        while (message := self._next()) is not None:
            self._hear(message)

    def _hear(self, message: object) -> None:
        match message:
            case PointBatch():
                self.values_arrived.emit(message)
            case FieldEvents():
                self.events_arrived.emit(message)
            case LinkHealth():
                self._on_health(message)
            case SameProblems(health):
                self._on_health(replace(health, problems=self._health.problems))
            case FieldReply(command_id=command_id):
                if self._commands.pop(command_id, None) is not None:
                    self.replied.emit(message)
            case Sending(command_id):
                if command_id in self._commands:
                    self._commands[command_id] = True
            case Gap(from_us, to_us, reason):
                self.gap_recorded.emit(self.server.name, from_us, to_us, reason)
            case InstructorReply(call_id=call_id):
                on_done = self._calls.pop(call_id, None)
                if on_done is not None:
                    on_done(message)
            case _:
                self._hear_of_process(message)

    def _hear_of_process(self, message: object) -> None:
        match message:
            case ProcessSilent(age_s):
                self._on_silent(age_s)
            case ProcessLost(ending):
                self._on_lost(ending)
            case Logged(logger, level, text):
                logging.getLogger(logger).log(level, "link %s: %s", self.server.name, text)

    def _on_health(self, health: LinkHealth) -> None:
        before = self._before
        if health.state is LinkState.UP and self._outage_from_us:
            now_us = time.time_ns() // 1000
            self.gap_recorded.emit(self.server.name, self._outage_from_us, now_us, self._outage_reason)
            self._outage_from_us = 0
        elif health.state is LinkState.CONNECTING and self._outage_from_us:
            health = replace(health, state=LinkState.DOWN, reason=self._outage_reason)
        self._tell(
            replace(
                health,
                values=before.values + health.values,
                gaps=before.gaps + health.gaps,
                republished=before.republished + health.republished,
                overflows=before.overflows + health.overflows,
                reconnects=before.reconnects + health.reconnects,
                events=before.events + health.events,
            )
        )

    def _on_silent(self, age_s: float) -> None:
        state = LinkState.DOWN if age_s > self._setup.options.down_after_s else LinkState.SUSPECT
        if self._health.state in (LinkState.UP, LinkState.SUSPECT):
            self._tell(
                replace(self._health, state=state, reason=f"the link's process has been silent for {age_s:.1f} s")
            )

    def _on_lost(self, ending: str) -> None:
        reason = f"the link's process ended ({ending}) and is started again"
        if not self._outage_from_us:
            self._outage_from_us, self._outage_reason = self._up_at_us, reason
        _log.error("link %s: process ended (%s)", self.server.name, ending)
        self._before = replace(self._health, reconnects=self._health.reconnects + 1)
        self._tell(replace(self._health, state=LinkState.DOWN, reason=reason))
        self._answer_all(reason)

    def _answer_all(self, reason: str) -> None:
        commands, self._commands = self._commands, {}
        for command_id, is_sent in commands.items():
            answer = FieldAnswer.UNKNOWN if is_sent else FieldAnswer.NOT_SENT
            self.replied.emit(FieldReply(command_id, answer, reason))
        calls, self._calls = self._calls, {}
        for call_id, on_done in calls.items():
            on_done(InstructorReply(call_id, reason=reason))

    def _tell(self, health: LinkHealth) -> None:
        self._health = health
        if health.state is LinkState.UP:
            self._up_at_us = time.time_ns() // 1000
        self.health_changed.emit(health)
