"""Publish requests, the order of their answers, and what is done about those that are missing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from asyncua import ua

from console.field.link.connection import Connection
from console.field.link.counters import Counters
from console.field.link.decoding import Malformed
from console.field.link.options import LinkOptions
from console.field.link.responses import Notification, read_publish_response, read_republish_response
from console.field.link.sentences import SubscriptionLost

MOST_REPUBLISHED = 200
"""Of more missing messages than that none is asked for again; everything is read instead."""
_SEQUENCES = 2**32 - 1


class Publishing:
    """Keeps publish requests waiting at the server and hands on what comes, in order and once.

    Args:
        on_heard: called as soon as an answer is here, with its receive time (us since 1970).
        on_notification: called in the order of the sequence numbers.
        subscriptions: how many there will be.
        on_missing: awaited where messages are lost for good, with the reason and the time the last one came before
            them; what comes after waits until it returns.
    """

    def __init__(
        self,
        connection: Connection,
        options: LinkOptions,
        on_heard: Callable[[], None],
        on_notification: Callable[[Notification, int], Awaitable[None]],
        on_missing: Callable[[str, int], Awaitable[None]],
        counters: Counters,
        subscriptions: int,
    ) -> None:
        self._connection, self._options = connection, options
        self._on_heard, self._on_notification, self._on_missing = on_heard, on_notification, on_missing
        self._next: dict[int, int] = {}
        self._acknowledgements: list[ua.SubscriptionAcknowledgement] = []
        self._arrived: asyncio.Queue[tuple[bytes, int]] = asyncio.Queue()
        self._wanted = options.publish_requests * subscriptions + 1
        self._requests = 0
        self._last_us = 0
        self._counters = counters

    async def run(self) -> None:
        """Until the subscription or the connection is lost, which raises."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._consume())
            for _ in range(self._wanted):
                group.create_task(self._request())

    async def _request(self) -> None:
        self._requests += 1
        while True:
            request = ua.PublishRequest()
            request.Parameters.SubscriptionAcknowledgements, self._acknowledgements = self._acknowledgements, []
            try:
                data = await self._connection.raw(request)
            except ua.UaStatusCodeError as error:
                if error.code == ua.StatusCodes.BadTooManyPublishRequests and self._requests > 1:
                    self._requests -= 1
                    return
                if error.code == ua.StatusCodes.BadTimeout:
                    continue
                raise
            self._on_heard()
            self._arrived.put_nowait((data, time.time_ns() // 1000))

    async def _consume(self) -> None:
        while True:
            data, receive_us = await self._arrived.get()
            try:
                notification = read_publish_response(data, self._options.max_value_bytes)
            except Malformed as error:
                await self._on_missing(f"a message from the server cannot be read ({error})", self._last_us)
                continue
            if await self._is_next(notification, receive_us):
                await self._hand_on(notification, receive_us)
            self._last_us = receive_us

    async def _is_next(self, notification: Notification, receive_us: int) -> bool:
        """Fetch what is missing before it; whether it carries anything new itself."""
        subscription, sequence = notification.subscription_id, notification.sequence
        expected = self._next.setdefault(subscription, 1)
        ahead = (sequence - expected) % _SEQUENCES
        if ahead > _SEQUENCES // 2:
            # Sent again by the server, and already handed on.
            return False
        if ahead:
            await self._fetch(subscription, expected, ahead, receive_us)
        self._next[subscription] = sequence if notification.is_keep_alive else sequence % _SEQUENCES + 1
        if notification.is_keep_alive:
            return True
        acknowledgement = ua.SubscriptionAcknowledgement()
        acknowledgement.SubscriptionId = subscription
        acknowledgement.SequenceNumber = sequence
        self._acknowledgements.append(acknowledgement)
        return True

    async def _fetch(self, subscription: int, first: int, count: int, receive_us: int) -> None:
        lost = count if count > MOST_REPUBLISHED else 0
        for k in range(0 if lost else count):
            sequence = (first + k - 1) % _SEQUENCES + 1
            missing = await self._republish(subscription, sequence)
            if missing is None:
                lost += 1
                continue
            self._counters.republished += 1
            await self._hand_on(missing, receive_us)
        if lost:
            await self._on_missing(f"{lost} messages from the server are missing", self._last_us)

    async def _republish(self, subscription: int, sequence: int) -> Notification | None:
        request = ua.RepublishRequest()
        request.Parameters.SubscriptionId = subscription
        request.Parameters.RetransmitSequenceNumber = sequence
        try:
            data = await self._connection.raw(request, self._options.answer_s)
            found = read_republish_response(data, self._options.max_value_bytes)
        except (ua.UaStatusCodeError, Malformed, TimeoutError):
            return None
        # Some servers answer with an empty message for one they no longer have.
        return found if found.sequence == sequence and not found.is_keep_alive else None

    async def _hand_on(self, notification: Notification, receive_us: int) -> None:
        if notification.status_change & 0x80000000:
            raise SubscriptionLost("the server ended the subscription")
        await self._on_notification(notification, receive_us)
