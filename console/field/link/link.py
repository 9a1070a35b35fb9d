"""The link to one field server: connects, watches, reconnects, sends commands. Runs in an asyncio loop of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace

from asyncua import Client

from console.field.link.acknowledging import acknowledge_there
from console.field.link.backoff import Backoff
from console.field.link.commands import Commands
from console.field.link.connection import Connection, discard, reach
from console.field.link.counters import Counters
from console.field.link.deadline import end_of, within
from console.field.link.frames import joined
from console.field.link.instructor import ask_instructor
from console.field.link.items import Declared
from console.field.link.liveness import Liveness
from console.field.link.messages import AcknowledgeThere, CallInstructor, InstructorReply, LinkListener, LinkSetup
from console.field.link.quarantine import Quarantine
from console.field.link.sentences import why_not_connected
from console.field.link.session import Session
from console.field.link.status import Status
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.refusals import LinkRefused, RefusalKind
from console.field.security.trust_store import TrustStore
from engines.values.commands import FieldCommand
from engines.values.field_events import FieldEvents
from engines.values.points import LinkState, PointBatch

NAN = float("nan")
_log = logging.getLogger(__name__)


class Link:
    """One link. All methods belong to the thread of the loop that runs :meth:`run`.

    What is guaranteed to the listener: while the state is up every change the server queued comes once, in order;
    before the state becomes up after an outage every watched value has come anew; a gap is told for each span in
    which changes may be missing; each command gets exactly one reply, and ``sending`` comes before any request that
    may move its device.
    """

    def __init__(self, setup: LinkSetup, listener: LinkListener) -> None:
        self._setup, self._listener = setup, listener
        self._options = setup.options
        self._rows = {point.definition.point_id: row for row, point in enumerate(setup.server.points)}
        self._liveness = Liveness(setup.options)
        self._counters, self._quarantine, self._declared = Counters(), Quarantine[int](), Declared()
        self._event_quarantine = Quarantine[str]()
        self._commands = Commands(setup.options, self._why_refused, listener.sending, listener.reply)
        self._status = Status(setup.server, self._counters, self._liveness, self._problems, listener.health)
        self._session: Session | None = None
        self._connection: Connection | None = None
        self._pending: list[PointBatch] = []
        self._has_failed = False
        self._closing, self._hurry = asyncio.Event(), asyncio.Event()
        self._jobs: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until :meth:`close`."""
        ticker = asyncio.create_task(self._tick())
        backoff = Backoff(self._options)
        try:
            while not self._closing.is_set():
                begin = time.monotonic()
                error = await self._attempt(backoff)
                if self._closing.is_set():
                    break
                await self._pause(backoff.next_pause_s(error, time.monotonic() - begin))
        finally:
            ticker.cancel()
            with suppress(asyncio.CancelledError):
                await ticker
            await self._commands.finish()
            await asyncio.gather(*self._jobs, return_exceptions=True)
            self._status.become(LinkState.DOWN, "the link was closed")

    def close(self) -> None:
        """End the session and :meth:`run`."""
        self._closing.set()
        self._hurry.set()

    def try_now(self) -> None:
        """Make the next attempt now."""
        self._hurry.set()

    def use_credentials(self, credentials: Credentials) -> None:
        """Log in with these from the next attempt on, which is made now."""
        self._setup = replace(self._setup, credentials=credentials)
        self._status.wants_login = False
        self._hurry.set()

    def operate(self, command: FieldCommand) -> None:
        """Send a command, or reply at once why not."""
        self._commands.take(command)

    def call_instructor(self, call: CallInstructor) -> None:
        """Ask the simulator's instructor."""
        refused = self._why_refused()
        if not self._setup.server.is_simulator:
            refused = "this server is no simulator"
        if refused or self._connection is None:
            self._listener.instructor(InstructorReply(call.call_id, reason=refused))
            return
        self._do(self._ask_instructor(self._connection, call))

    def acknowledge(self, order: AcknowledgeThere) -> None:
        """Acknowledge an alarm at the server, or answer at once why not."""
        refused = self._why_refused()
        if refused or self._connection is None:
            self._listener.instructor(InstructorReply(order.call_id, reason=refused or "there is no connection"))
            return
        self._do(self._acknowledge(self._connection, order))

    def read_again(self, point_ids: tuple[str, ...]) -> None:
        """Read points now, all where none are named; unknown ones are passed over."""
        session = self._session
        if session is None or not session.is_up:
            return
        watched = set(session.live_rows())
        rows = [self._rows[p] for p in point_ids if p in self._rows] if point_ids else sorted(watched)
        self._do(session.read([row for row in rows if row in watched]))

    def ask_events_again(self) -> None:
        """Events were lost on their way to the window: have all alarms told anew."""
        if self._session is not None:
            self._session.ask_events_again()

    # What a session tells.

    def heard(self) -> None:
        self._liveness.hear(time.monotonic())

    def received(self, batch: PointBatch) -> None:
        self._pending.append(batch)

    def received_events(self, events: FieldEvents) -> None:
        self._listener.events(events)

    def came_up(self) -> None:
        session = self._session
        assert session is not None
        self._commands.bind(self._connection, session.controls)
        self._flush()
        status = self._status
        if status.lost_at_us:
            self._counters.reconnects += 1
            self._listener.gap(status.lost_at_us, time.time_ns() // 1000, status.lost_reason)
            status.lost_at_us = 0
        self.heard()
        status.wants_login = False
        status.become(LinkState.UP)

    def missed(self, from_us: int, reason: str) -> None:
        self._flush()
        self._listener.gap(from_us, time.time_ns() // 1000, reason)

    # Inside.

    async def _attempt(self, backoff: Backoff) -> BaseException:
        """Connect and live on it; returns what ended it."""
        self._hurry.clear()
        error: BaseException = ConnectionError()
        client: Client | None = None
        living: asyncio.Task[None] | None = None
        closing = asyncio.create_task(self._closing.wait())
        try:
            client = prepare_client(
                self._setup.server,
                self._setup.credentials,
                TrustStore(self._setup.trust_folder),
                timeout_s=self._options.frozen_answer_s,
            )
            client.session_timeout = int(self._options.session_timeout_s * 1000)
            client.secure_channel_timeout = int(self._options.channel_lifetime_s * 1000)
            living = asyncio.create_task(self._live(client))
            await asyncio.wait({living, closing}, return_when=asyncio.FIRST_COMPLETED)
            if not living.done():
                await end_of(living)
            await living
        except asyncio.CancelledError:
            if not self._closing.is_set():
                raise
        except BaseExceptionGroup as group:
            error = _first(group)
        except Exception as raised:
            error = raised
        finally:
            closing.cancel()
            if living is not None:
                living.cancel()
        if self._session is not None and self._session.is_up:
            backoff.reset()
        if not self._closing.is_set():
            self._lose(error)
        await self._end(client)
        return error

    async def _live(self, client: Client) -> None:
        options = self._options
        if self._has_failed:
            # A host that does not answer is found out soon; one that answers and says no more may only be slow, and
            # answers as soon as it goes on.
            await reach(self._setup.server.endpoint, options.reach_s)
        async with within(options.connect_s):
            await client.connect()
        self._connection = Connection(client, options)
        self._counters.forget_clock()
        self._session = Session(
            self._connection,
            self._setup.server,
            options,
            self._counters,
            self._quarantine,
            self._event_quarantine,
            self._declared,
            self,
        )
        await self._session.run()

    async def _end(self, client: Client | None) -> None:
        connection, self._connection = self._connection, None
        self._commands.bind(None, {})
        self._session = None
        if connection is not None:
            await connection.close(is_polite=self._closing.is_set())
        elif client is not None:
            await discard(client)

    def _lose(self, error: BaseException) -> None:
        _log.info("%s: %r", self._setup.server.name, error)
        self._has_failed = True
        self._flush()
        self._status.wants_login = _is_about_login(error)
        reason = why_not_connected(error, self._setup.server.endpoint)
        if self._status.is_alive:
            self._status.lose(reason)
        elif not (self._session is not None and self._session.is_up):
            # An attempt that failed; a connection given up for its silence has said so already.
            self._status.become(LinkState.DOWN, reason)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with within(seconds):
                await self._hurry.wait()

    async def _tick(self) -> None:
        """Hand values on, judge the silence, tell the health."""
        options, flushed = self._options, 0.0
        while True:
            await asyncio.sleep(min(options.tick_s, options.flush_s))
            now = time.monotonic()
            if now - flushed >= options.flush_s - 0.001:
                flushed = now
                self._flush()
            self._judge(now)
            if self._status.is_due(now, options.health_s):
                self._status.tell()
                if self._session is not None:
                    self._do(self._session.release())

    def _judge(self, now: float) -> None:
        status, state = self._status, self._liveness.state(now)
        if not status.is_alive or state is status.state:
            return
        silence = f"the server has been silent for {self._liveness.age(now):.1f} s"
        if state is LinkState.DOWN:
            status.lose(silence)
            if self._connection is not None:
                self._connection.abort()
        else:
            status.become(state, silence if state is LinkState.SUSPECT else "")

    def _why_refused(self) -> str:
        self._judge(time.monotonic())
        status = self._status
        if status.state is LinkState.UP:
            return ""
        reason = f": {status.reason}" if status.reason else ""
        return f"the link to {self._setup.server.name} is {status.state}{reason}"

    def _problems(self) -> dict[int, str]:
        return self._session.problems() if self._session is not None else self._quarantine.reasons()

    def _flush(self) -> None:
        if self._pending:
            pending, self._pending = self._pending, []
            self._listener.values(joined(pending))

    async def _ask_instructor(self, connection: Connection, call: CallInstructor) -> None:
        self._listener.instructor(await ask_instructor(connection, call))

    async def _acknowledge(self, connection: Connection, order: AcknowledgeThere) -> None:
        self._listener.instructor(await acknowledge_there(connection, order, self._options.answer_s))

    def _do(self, work: object) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(_quietly(work))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


async def _quietly(work: object) -> None:
    try:
        await work  # type: ignore[misc]
    except Exception as error:
        # Whatever it was, the session notices the loss behind it by itself.
        _log.info("given up: %r", error)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        # What says more than "lost" comes first.
        told = [e for e in error.exceptions if not isinstance(e, ConnectionError)]
        error = (told or list(error.exceptions))[0]
    return error


def _is_about_login(error: BaseException) -> bool:
    """Whether another password may help."""
    kinds = (RefusalKind.LOGIN_REFUSED, RefusalKind.PASSWORD_MISSING)
    return isinstance(error, LinkRefused) and error.kind in kinds
