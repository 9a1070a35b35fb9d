"""One connection from its first request to its loss: what is watched, received and true in it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from asyncua import ua

from console.field.addresses import ControlAddress, ServerAddress
from console.field.link.command_flow import Control
from console.field.link.connection import Connection
from console.field.link.conversion import EPOCH_1601_US, Conversion, overflows
from console.field.link.counters import Counters
from console.field.link.deadline import within
from console.field.link.decoding import Malformed, Values
from console.field.link.events import Events
from console.field.link.items import Declared, Items, find_nodes
from console.field.link.node_names import node_name
from console.field.link.options import LinkOptions
from console.field.link.publishing import Publishing
from console.field.link.quarantine import Quarantine
from console.field.link.responses import Notification
from console.field.link.sentences import SubscriptionLost
from engines.values.field_events import FieldEvents
from engines.values.points import PointBatch


class SessionOwner(Protocol):
    """What a session tells the link it belongs to."""

    def heard(self) -> None:
        """The server has published."""

    def received(self, batch: PointBatch) -> None:
        """Values have come."""

    def received_events(self, events: FieldEvents) -> None:
        """The server has told of its alarms."""

    def came_up(self) -> None:
        """Everything that can be watched is watched, and every value is the server's."""

    def missed(self, from_us: int, reason: str) -> None:
        """Changes since then were lost; everything has been read again."""


class Session:
    """Brings a connection up and keeps it running.

    Attributes:
        problems: row -> why it is not live.
        controls: point id -> how it is commanded in this session, or why it cannot be.
    """

    def __init__(
        self,
        connection: Connection,
        server: ServerAddress,
        options: LinkOptions,
        counters: Counters,
        quarantine: Quarantine[int],
        event_quarantine: Quarantine[str],
        declared: Declared,
        owner: SessionOwner,
    ) -> None:
        self._connection, self._server, self._options = connection, server, options
        self._counters, self._quarantine, self._owner = counters, quarantine, owner
        self._items = Items(connection, server, options, declared)
        self._elements: dict[str, str] = {}
        self._events = Events(
            connection, server, options, counters, event_quarantine, self._element_at, owner.received_events
        )
        self._conversion = Conversion(server.points)
        self._has_arrived = np.zeros(len(server.points), dtype=bool)
        self._arrival = asyncio.Event()
        self._foreign: dict[int, str] = {}
        self.controls: dict[str, Control | str] = {}
        self.is_up = False
        self._published = time.monotonic()

    async def run(self) -> None:
        """Until the connection is lost, which raises."""
        await self._connection.learn()
        await self._items.find()
        await self._events.find()
        await self._items.open()
        publishing = Publishing(
            self._connection,
            self._options,
            self._on_heard,
            self._on_notification,
            self._on_missing,
            self._counters,
            -(-len(self._server.points) // self._options.items_per_subscription) + self._events.is_offered,
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(publishing.run())
            group.create_task(self._until_lost())
            group.create_task(self._bring_up())
            if self._items.keep_alive_s > self._options.suspect_after_s - 0.35:
                group.create_task(self._ask_for_life())

    async def _ask_for_life(self) -> None:
        """Of a server that grants only a longer keep-alive, an answer says that it lives."""
        state = ua.NodeId(ua.ObjectIds.Server_ServerStatus_State)  # type: ignore[arg-type]
        while True:
            await asyncio.sleep(0.35 * self._options.suspect_after_s)
            published_s = time.monotonic() - self._published
            if published_s > self._items.keep_alive_s + self._options.down_after_s:
                raise SubscriptionLost(f"the server answers, but has published nothing for {published_s:.0f} s")
            await self._connection.read_attribute([state], ua.AttributeIds.Value)
            self._owner.heard()

    def _on_heard(self) -> None:
        self._published = time.monotonic()
        self._owner.heard()

    async def _until_lost(self) -> None:
        await self._connection.lost.wait()
        raise ConnectionError("the connection was lost")

    async def _bring_up(self) -> None:
        await self._items.watch(self._watchable())
        # A first value may have come before the answer that told its item.
        for row in self._quarantine.reasons():
            await self._items.forget(row)
        await self._find_controls()
        deadline = time.monotonic() + self._options.first_values_s
        while self._missing_rows() and time.monotonic() < deadline:
            self._arrival.clear()
            try:
                async with within(max(deadline - time.monotonic(), 0.001)):
                    await self._arrival.wait()
            except TimeoutError:
                break
        await self.read(self._missing_rows(), only_missing=True)
        self.is_up = True
        self._owner.came_up()
        await self._events.run()

    def _watchable(self) -> list[int]:
        return [row for row in range(len(self._server.points)) if not self._quarantine.holds(row)]

    def _missing_rows(self) -> list[int]:
        return [row for row in self._items.item_ids if not self._has_arrived[row]]

    async def read(self, rows: list[int], *, only_missing: bool = False) -> None:
        """Read values now; nodes that send broken ones are left out."""
        while rows:
            nodes = [(row, node) for row in rows if (node := self._items.nodes[row]) is not None]
            try:
                values = await self._connection.read_values(nodes)
            except Malformed as error:
                if error.handle not in rows:
                    raise
                await self._put_aside(error.handle, str(error))
                rows = [row for row in rows if row != error.handle]
                continue
            receive_us = time.time_ns() // 1000
            if only_missing:
                values = _without(values, self._has_arrived)
            await self._take(values, receive_us)
            return

    def ask_events_again(self) -> None:
        """Have the server's alarms told anew."""
        self._events.ask_again()

    def _element_at(self, name: str) -> str:
        """The element whose point or device is at the node of this name; empty without one."""
        if not self._elements:
            namespaces = self._connection.namespaces
            for point, node in zip(self._server.points, self._items.nodes, strict=True):
                if node is not None:
                    self._elements[node_name(node, namespaces)] = point.definition.element_id
            for control in self.controls.values():
                if isinstance(control, Control):
                    device = node_name(control.object_node, namespaces)
                    self._elements.setdefault(device, control.address.point_id.rpartition("/")[0])
        return self._elements.get(name, "")

    def live_rows(self) -> list[int]:
        """Rows that are watched."""
        return list(self._items.item_ids)

    def problems(self) -> dict[int, str]:
        """Row -> why it is not live, or what is wrong with what it sends."""
        found = {row: f"the server sends {name}, the map says {self._server.points[row].data_type}; correct the map"
                 for row, name in self._conversion.deviating.items()}  # fmt: skip
        found.update(self._foreign)
        found.update(self._items.problems)
        found.update(self._quarantine.reasons())
        return found

    async def _on_notification(self, notification: Notification, receive_us: int) -> None:
        self._counters.see_clock(notification.server_time // 10 - EPOCH_1601_US, receive_us)
        await self._take(notification.values, receive_us)
        self._events.take(notification.events, receive_us)
        if notification.malformed_events is not None:
            self._events.ask_again()
        broken = notification.malformed
        if broken is not None:
            if 0 <= broken.handle < len(self._server.points):
                await self._put_aside(broken.handle, str(broken))
            await self._on_missing(f"a value from the server cannot be read ({broken})", receive_us)

    async def _take(self, values: Values, receive_us: int) -> None:
        if not len(values):
            return
        batch = self._conversion.batch(values, receive_us)
        self._counters.values += len(batch)
        self._counters.overflows += overflows(values)
        self._has_arrived[batch.index] = True
        self._arrival.set()
        self._owner.received(batch)
        self._watch_foreign(values)
        for handle, size in values.oversized:
            await self._put_aside(handle, f"it sent a value of {size} bytes")

    def _watch_foreign(self, values: Values) -> None:
        if self._foreign:
            foreign = {handle for handle, _ in values.foreign}
            for handle in values.handle:
                if handle not in foreign:
                    self._foreign.pop(handle, None)
        for handle, name in values.foreign:
            self._foreign[handle] = f"the server sends {name}, which is no single number; check the address map"

    async def _put_aside(self, row: int, reason: str) -> None:
        if not 0 <= row < len(self._server.points):
            return
        self._quarantine.put(row, reason)
        self._owner.received(self._conversion.invalid(row, time.time_ns() // 1000))
        await self._items.forget(row)

    async def release(self) -> None:
        """Try again what has been in quarantine long enough."""
        self._events.release()
        rows = self._quarantine.release()
        if rows and self.is_up:
            await self._items.watch(rows)

    async def _on_missing(self, reason: str, from_us: int) -> None:
        self._counters.gaps += 1
        self._events.ask_again()
        await self.read(self.live_rows())
        self._owner.missed(from_us, reason)

    async def _find_controls(self) -> None:
        controls = self._server.controls
        names = [name for control in controls for name in _names(control)]
        found = iter(await find_nodes(self._connection, names))
        for control in controls:
            nodes = dict(zip(_fields(control), (next(found) for _ in _names(control)), strict=True))
            reasons = [reason for reason in nodes.values() if isinstance(reason, str)]
            self.controls[control.point_id] = (
                f"it cannot be commanded: {reasons[0]}" if reasons else Control(control, **nodes)  # type: ignore[arg-type]
            )


def _fields(control: ControlAddress) -> list[str]:
    optional = [name for name in ("select", "operate", "cancel") if getattr(control, name)]
    return ["object_node", *optional]


def _names(control: ControlAddress) -> list[str]:
    return [getattr(control, name) for name in _fields(control)]


def _without(values: Values, is_known: np.ndarray[Any, Any]) -> Values:
    """Only the values of rows that are not known yet."""
    kept = [k for k, handle in enumerate(values.handle) if not is_known[handle]]
    return replace(
        values,
        handle=[values.handle[k] for k in kept],
        raw=[values.raw[k] for k in kept],
        kind=[values.kind[k] for k in kept],
        status=[values.status[k] for k in kept],
        source_time=[values.source_time[k] for k in kept],
    )
