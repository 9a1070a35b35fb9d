"""The point test: asks each server for its nodes, then lives on the real link for some seconds and counts."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from console.field.addresses import AddressMap, PointAddress, ServerAddress
from console.field.link.messages import InstructorReply, LinkSetup
from console.field.link.sentences import why_not_connected
from console.field.link.thread import LinkThread
from console.field.map.checked import MapCheck, PointCheck, ServerCheck
from console.field.map.survey import Survey, survey
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.trust_store import TrustStore
from engines.values.commands import FieldReply
from engines.values.field_events import FieldEvents
from engines.values.points import LinkHealth, LinkState, PointBatch, PointFreshness, PointQuality

Array = np.ndarray[Any, Any]
CLOCK_TOLERANCE_S = 5.0
CONNECT_S = 15.0
"""How long a link may take to be up before it is called down."""


def check_map(
    address_map: AddressMap,
    credentials: dict[str, Credentials],
    trust_folder: Path | None = None,
    seconds: float = 10.0,
) -> MapCheck:
    """Test every point of a map; the servers at the same time. Takes ``seconds`` and the time to connect.

    Args:
        credentials: by name of server; those that are missing have none.
    """
    watchers = [
        _Watcher(server, credentials.get(server.name, Credentials()), trust_folder) for server in address_map.servers
    ]
    threads = [threading.Thread(target=w.run, args=(seconds,), name=f"check {w.server.name}") for w in watchers]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            # In turns, because a wait without end cannot be interrupted on every system.
            while thread.is_alive():
                thread.join(0.2)
    except BaseException:
        for watcher in watchers:
            watcher.end()
        for thread in threads:
            thread.join()
        raise
    return MapCheck(tuple(w.server_check() for w in watchers), tuple(p for w in watchers for p in w.point_checks()))


class _Watcher:
    """Listens to one link; called on its thread, read when it has ended."""

    def __init__(self, server: ServerAddress, credentials: Credentials, trust_folder: Path | None) -> None:
        self.server, self._credentials, self._trust_folder = server, credentials, trust_folder
        n = len(server.points)
        self._received = 0
        self._updates = np.zeros(n, dtype=np.int64)
        self._value = np.full(n, np.nan)
        self._quality = np.full(n, -1, dtype=np.int64)
        self._time_us = np.zeros(n, dtype=np.int64)
        self._health = LinkHealth(server.name, LinkState.CONNECTING)
        self._survey: Survey | None = None
        self._failure = ""
        self._started = self._up_at = self._ended = 0.0
        self._has_news = threading.Event()
        self._ended_us = 0
        self._is_ended_early = False

    def end(self) -> None:
        """Do not wait any longer; from any thread."""
        self._is_ended_early = True
        self._has_news.set()

    def run(self, seconds: float) -> None:
        """Survey, then live on the link."""
        try:
            self._survey = asyncio.run(self._ask())
        except Exception as error:
            self._failure = why_not_connected(error, self.server.endpoint)
            return
        setup = LinkSetup(self.server, self._credentials, self._trust_folder)
        link = LinkThread(setup, self)
        self._started = time.monotonic()
        link.start()
        try:
            self._wait(lambda: self._up_at > 0, CONNECT_S)
            if self._up_at:
                self._wait(lambda: False, self._up_at + seconds - time.monotonic())
        finally:
            self._ended, self._ended_us = time.monotonic(), time.time_ns() // 1000
            last = self._health
            link.stop()
            self._health = last

    async def _ask(self) -> Survey:
        client = prepare_client(self.server, self._credentials, TrustStore(self._trust_folder))
        await client.connect()
        try:
            return await survey(client, self.server)
        finally:
            await client.disconnect()

    def _wait(self, is_over: Any, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._is_ended_early and not is_over() and (left := until - time.monotonic()) > 0:
            self._has_news.wait(left)
            self._has_news.clear()

    # What the link tells.

    def values(self, batch: PointBatch) -> None:
        """Count, and keep the last."""
        if self._ended:
            return
        self._received += len(batch)
        if self._up_at:
            # What comes before belongs to connecting: the link tells every value once before it says it is up.
            np.add.at(self._updates, batch.index, 1)
        self._value[batch.index] = batch.value
        self._quality[batch.index] = batch.quality
        self._time_us[batch.index] = np.where(batch.source_time_us > 0, batch.source_time_us, batch.receive_time_us)

    def health(self, health: LinkHealth) -> None:
        """Keep the last while the test lasts."""
        if self._ended:
            return
        self._health = health
        if health.state is LinkState.UP and not self._up_at:
            self._up_at = time.monotonic()
        self._has_news.set()

    def events(self, events: FieldEvents) -> None:
        """The map says nothing of them."""

    def gap(self, from_us: int, to_us: int, reason: str) -> None:
        """Counted in the health."""

    def sending(self, command_id: str) -> None:
        """No command is sent."""

    def reply(self, reply: FieldReply) -> None:
        """No command is sent."""

    def instructor(self, reply: InstructorReply) -> None:
        """Nothing is asked."""

    # What came of it.

    def server_check(self) -> ServerCheck:
        health = self._health
        watched = max(self._ended - self._up_at, 0.0) if self._up_at else 0.0
        return ServerCheck(
            name=self.server.name,
            endpoint=self.server.endpoint,
            state=str(health.state if self._started else LinkState.DOWN),
            problem=self._failure or _link_problem(health),
            connect_s=self._up_at - self._started if self._up_at else float("nan"),
            seconds=watched,
            values=self._received,
            values_per_s=float(self._updates.sum()) / watched if watched else 0.0,
            gaps=health.gaps,
            republished=health.republished,
            overflows=health.overflows,
            reconnects=health.reconnects,
            clock_offset_s=health.clock_offset_s,
        )

    def point_checks(self) -> list[PointCheck]:
        problems = dict(self._health.problems)
        controls = self._survey.controls if self._survey else {}
        watched = max(self._ended - self._up_at, 0.0) if self._up_at else 0.0
        return [
            self._point(row, point, problems, controls, int(self._updates[row]), watched)
            for row, point in enumerate(self.server.points)
        ]

    def _point(
        self,
        row: int,
        point: PointAddress,
        problems: dict[str, str],
        controls: dict[str, str],
        updates: int,
        watched: float,
    ) -> PointCheck:
        definition = point.definition
        facts = self._survey.points[row] if self._survey else None
        has_value = self._quality[row] >= 0
        quality = PointQuality(int(self._quality[row])) if has_value else None
        age = (self._ended_us - int(self._time_us[row])) / 1e6 if has_value else float("nan")
        freshness = self._freshness(point, age, has_value)
        reasons = [
            facts.problem if facts else "the server was not reached",
            _type_problem(point, facts.data_type if facts else ""),
            problems.get(definition.point_id, ""),
            controls.get(definition.point_id, ""),
            _value_problem(quality, freshness, facts.status if facts else ""),
        ]
        return PointCheck(
            server=self.server.name,
            point_id=definition.point_id,
            node=point.node,
            is_found=bool(facts and not facts.problem),
            was_asked=facts is not None,
            problem=next((reason for reason in reasons if reason), ""),
            data_type=facts.data_type if facts else "",
            value=float(self._value[row]),
            kind=definition.kind,
            unit=definition.unit,
            quality=quality,
            freshness=freshness,
            age_s=age,
            updates=updates,
            updates_per_s=updates / watched if watched else 0.0,
        )

    def _freshness(self, point: PointAddress, age_s: float, has_value: bool) -> PointFreshness:
        if not has_value or self._health.state is LinkState.DOWN:
            return PointFreshness.STALE
        # A meter's interval with the slack of one more.
        if self._health.state is LinkState.SUSPECT or age_s > 2 * point.definition.reporting_interval_s:
            return PointFreshness.SUSPECT
        return PointFreshness.FRESH


def _link_problem(health: LinkHealth) -> str:
    if health.state is not LinkState.UP:
        return health.reason or f"the link is {health.state}"
    if health.reconnects:
        return f"the connection was lost {health.reconnects} times"
    if health.gaps or health.overflows:
        return f"changes were lost: {health.gaps} gaps, {health.overflows} overflows; slow down publishing"
    if abs(health.clock_offset_s) > CLOCK_TOLERANCE_S:
        return f"the server's clock differs by {health.clock_offset_s:+.0f} s; set one of the two"
    return ""


def _type_problem(point: PointAddress, data_type: str) -> str:
    if point.data_type and data_type and data_type != point.data_type:
        return f"the server sends {data_type} and the map says {point.data_type}"
    return ""


def _value_problem(quality: PointQuality | None, freshness: PointFreshness, status: str) -> str:
    if quality is None:
        return "no value came" + (f" ({status})" if status else "")
    if quality is PointQuality.INVALID:
        return f"the value is invalid ({status or 'not a number or not listed among the raw values'})"
    if quality is PointQuality.QUESTIONABLE:
        return "the value is questionable" + (f" ({status})" if status else "")
    return "" if freshness is PointFreshness.FRESH else "the value is older than its reporting interval allows"


def worst_first(points: Sequence[PointCheck]) -> list[PointCheck]:
    """Points with a problem before the others, else in their order."""
    return sorted(points, key=lambda point: not point.problem)
