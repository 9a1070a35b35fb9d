"""One session with one server, made by a fresh client and never used again once it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

from asyncua import Client, ua
from asyncua.client.ua_client import UASocketProtocol
from asyncua.ua.ua_binary import struct_from_binary

from console.field.link.deadline import within
from console.field.link.decoding import Values
from console.field.link.options import LinkOptions
from console.field.link.responses import read_values

Item = TypeVar("Item")
Result = TypeVar("Result")
Send: TypeAlias = Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]

_IDS = ua.ObjectIds
_LIMITS = {
    "read": _IDS.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
    "translate": _IDS.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
    "monitor": _IDS.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
}
_TOO_MUCH = (
    ua.StatusCodes.BadTooManyOperations,
    ua.StatusCodes.BadRequestTooLarge,
    ua.StatusCodes.BadResponseTooLarge,
    ua.StatusCodes.BadEncodingLimitsExceeded,
)


class Connection:
    """Services over a client that is connected.

    Attributes:
        namespaces: URIs in the order of the server's indices, as they are in this session.
        limits: most operations in one request, by service.
        lost: set when the transport is gone.
    """

    def __init__(self, client: Client, options: LinkOptions) -> None:
        protocol = client.uaclient.protocol
        if protocol is None:
            raise ConnectionError("the connection was lost while it was made")
        self._client, self._options = client, options
        self._protocol: UASocketProtocol = protocol
        self.namespaces: tuple[str, ...] = ()
        self.limits: dict[str, int] = dict.fromkeys(_LIMITS, options.chunk)
        self.lost = asyncio.Event()
        # The library's own watchdog gives up after a second of silence; how long to wait is decided in one place,
        # and it is not there.
        client.uaclient.pre_request_hook = None
        protocol.on_connection_lost = lambda error: self.lost.set()
        if protocol.is_closed:
            self.lost.set()

    async def learn(self) -> None:
        """Read what the server says of itself: namespaces and limits."""
        self.namespaces = tuple(await self._read_one(_IDS.Server_NamespaceArray))
        names = list(_LIMITS)
        found = await self.read_attribute([ua.NodeId(_LIMITS[name]) for name in names], ua.AttributeIds.Value)  # type: ignore[arg-type]
        for name, data in zip(names, found, strict=True):
            limit = data.Value.Value if data.Value is not None else None
            if isinstance(limit, int) and limit > 0:
                self.limits[name] = min(limit, self._options.chunk)

    async def _read_one(self, node: int) -> Any:
        (data,) = await self.read_attribute([ua.NodeId(node)], ua.AttributeIds.Value)  # type: ignore[arg-type]
        if data.Value is None or data.Value.Value is None:
            raise ua.UaError("the server does not tell its namespaces")
        return data.Value.Value

    @property
    def can_send(self) -> bool:
        """Whether a request would leave this machine."""
        transport = self._protocol.transport
        return transport is not None and not transport.is_closing() and not self.lost.is_set()

    async def raw(self, request: Any, timeout_s: float = 0.0) -> bytes:
        """Send a request and give the bytes of its answer; 0 waits for as long as the connection lasts.

        If :attr:`can_send` was true just before, the request has left; there is no await before it does.
        """
        if not self.can_send:
            raise ConnectionError("the connection is lost")
        return bytes(await self._protocol.send_request(request, timeout_s))

    async def ask(self, request: Any, answer: type[Result], timeout_s: float | None = None) -> Result:
        """Send a request and give its answer. Raises ``UaStatusCodeError`` where the server refuses it."""
        if not self.can_send:
            raise ConnectionError("the connection is lost")
        data = await self._protocol.send_request(request, self._options.answer_s if timeout_s is None else timeout_s)
        response: Any = struct_from_binary(answer, data)
        response.ResponseHeader.ServiceResult.check()
        return response  # type: ignore[no-any-return]

    async def chunked(self, service: str, items: Sequence[Item], send: Send[Item, Result]) -> list[Result]:
        """Send many operations in parts the server accepts, two on their way at a time.

        The parts of a server that refuses one as too large are halved.
        """
        results = await self._part(service, items[: self.limits[service]], send) if items else []
        size = self.limits[service]
        gate = asyncio.Semaphore(2)

        async def one(part: Sequence[Item]) -> list[Result]:
            async with gate:
                return await self._part(service, part, send)

        parts = [items[at : at + size] for at in range(len(results), len(items), size)]
        # All are waited for, so that none goes on behind a failure.
        answers = await asyncio.gather(*map(one, parts), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
            results.extend(answer)
        return results

    async def _part(self, service: str, part: Sequence[Item], send: Send[Item, Result]) -> list[Result]:
        try:
            answers = list(await send(part))
        except ua.UaStatusCodeError as error:
            if error.code not in _TOO_MUCH or len(part) == 1:
                raise
            half = len(part) // 2
            self.limits[service] = min(self.limits[service], half)
            return [*await self._part(service, part[:half], send), *await self._part(service, part[half:], send)]
        if len(answers) != len(part):
            raise ua.UaError(f"the server answered {len(answers)} of {len(part)} operations")
        return answers

    async def read_attribute(self, nodes: Sequence[ua.NodeId], attribute: ua.AttributeIds) -> list[ua.DataValue]:
        """One attribute of many nodes."""

        async def send(part: Sequence[ua.NodeId]) -> Sequence[ua.DataValue]:
            request = _read_request(part, attribute, ua.TimestampsToReturn.Neither)
            return (await self.ask(request, ua.ReadResponse)).Results

        return await self.chunked("read", nodes, send)

    async def read_values(
        self, nodes: Sequence[tuple[int, ua.NodeId]], attribute: ua.AttributeIds = ua.AttributeIds.Value
    ) -> Values:
        """The values of nodes, or another attribute that is a number, each with the handle it is to bear."""
        into = Values()

        async def send(part: Sequence[tuple[int, ua.NodeId]]) -> Sequence[None]:
            request = _read_request([node for _, node in part], attribute, ua.TimestampsToReturn.Source)
            data = await self.raw(request, self._options.answer_s)
            read_values(data, [handle for handle, _ in part], into, self._options.max_value_bytes)
            return [None] * len(part)

        await self.chunked("read", nodes, send)
        return into

    async def call(self, request: ua.CallMethodRequest, timeout_s: float) -> ua.CallMethodResult:
        """Call one method."""
        call = ua.CallRequest()
        call.Parameters.MethodsToCall = [request]
        result: ua.CallMethodResult = (await self.ask(call, ua.CallResponse, timeout_s)).Results[0]
        return result

    async def resolve(self, paths: Sequence[ua.BrowsePath]) -> list[ua.BrowsePathResult]:
        """The nodes at the ends of browse paths."""

        async def send(part: Sequence[ua.BrowsePath]) -> Sequence[ua.BrowsePathResult]:
            request = ua.TranslateBrowsePathsToNodeIdsRequest()
            request.Parameters.BrowsePaths = list(part)
            return (await self.ask(request, ua.TranslateBrowsePathsToNodeIdsResponse)).Results

        return await self.chunked("translate", paths, send)

    def abort(self) -> None:
        """Drop the connection now, with everything that waits to be sent."""
        transport = self._protocol.transport
        if transport is not None:
            transport.abort()
        self.lost.set()

    async def close(self, *, is_polite: bool) -> None:
        """End the session; without ``is_polite`` only on this side."""
        if not is_polite:
            self.abort()
            # The transport tells its protocol in the next turn of the loop; the client then sends nothing more.
            await asyncio.sleep(0)
        with suppress(Exception):
            await asyncio.wait_for(self._client.disconnect(), 1.0)
        self.abort()


async def discard(client: Client) -> None:
    """Drop a client that did not get as far as a session."""
    protocol = client.uaclient.protocol
    if protocol is not None and protocol.transport is not None:
        protocol.transport.abort()
        await asyncio.sleep(0)
    with suppress(Exception):
        await asyncio.wait_for(client.disconnect(), 1.0)


async def reach(endpoint: str, patience_s: float) -> None:
    """Find out whether anything accepts connections at the endpoint. Raises ``OSError`` or ``TimeoutError``."""
    place = urlsplit(endpoint)
    async with within(patience_s):
        _, writer = await asyncio.open_connection(place.hostname, place.port or 4840)
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _read_request(
    nodes: Sequence[ua.NodeId], attribute: ua.AttributeIds, timestamps: ua.TimestampsToReturn
) -> ua.ReadRequest:
    request = ua.ReadRequest()
    request.Parameters.TimestampsToReturn = timestamps
    for node in nodes:
        wanted = ua.ReadValueId()
        wanted.NodeId, wanted.AttributeId = node, attribute
        request.Parameters.NodesToRead.append(wanted)
    return request
