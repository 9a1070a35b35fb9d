"""Browse and Read in parts a server accepts, whatever its limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.object_ids import ObjectIds
from asyncua.ua.status_codes import StatusCodes
from asyncua.ua.uaerrors import UaError, UaStatusCodeError

Item = TypeVar("Item")
Answer = TypeVar("Answer")

REFERENCES_PER_NODE = 1000
_LIMITS = {
    "browse": ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
    "translate": ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
    "read": ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
}
_CONTINUATIONS = ObjectIds.Server_ServerCapabilities_MaxBrowseContinuationPoints
_TOO_MUCH = frozenset(
    {
        StatusCodes.BadTooManyOperations,
        StatusCodes.BadRequestTooLarge,
        StatusCodes.BadResponseTooLarge,
        StatusCodes.BadEncodingLimitsExceeded,
        StatusCodes.BadTimeout,
    }
)


class Services:
    """Chunked services of one connected client.

    Attributes:
        limits: most operations in one request, by service.
    """

    def __init__(self, client: Client, chunk: int) -> None:
        self._client = client
        self.limits = dict.fromkeys(_LIMITS, chunk)
        # The library's watchdog ends the session when the server is busy answering us for more than a second.
        client.uaclient.pre_request_hook = None

    async def learn(self) -> None:
        """Read the server's own limits."""
        wanted = [*_LIMITS.values(), _CONTINUATIONS]
        found = await self.read([(node_of(i), ua.AttributeIds.Value) for i in wanted])
        for name, data in zip(_LIMITS, found, strict=False):
            limit = value_of(data)
            if isinstance(limit, int) and limit > 0:
                self.limits[name] = min(limit, self.limits[name])
        continuations = value_of(found[-1])
        if isinstance(continuations, int) and continuations > 0:
            # Each node browsed at once may need one.
            self.limits["browse"] = min(self.limits["browse"], continuations)

    async def read(self, wanted: Sequence[tuple[ua.NodeId, ua.AttributeIds]]) -> list[ua.DataValue]:
        """Attributes of nodes; one that makes the whole answer unreadable has a bad status."""

        async def send(part: Sequence[tuple[ua.NodeId, ua.AttributeIds]]) -> Sequence[ua.DataValue]:
            parameters = ua.ReadParameters()
            for node, attribute in part:
                item = ua.ReadValueId()
                item.NodeId, item.AttributeId = node, attribute
                parameters.NodesToRead.append(item)
            return await self._client.uaclient.read(parameters)

        def broken(error: Exception) -> ua.DataValue:
            return ua.DataValue(StatusCode=ua.StatusCode(ua.UInt32(_code(error))))

        return await self._chunked("read", wanted, send, broken)

    async def namespaces(self) -> tuple[str, ...]:
        """URIs in the order of their indices."""
        (found,) = await self.read([(node_of(ObjectIds.Server_NamespaceArray), ua.AttributeIds.Value)])
        return tuple(str(uri) for uri in value_of(found) or ())

    async def translate(self, paths: Sequence[ua.BrowsePath]) -> list[ua.BrowsePathResult]:
        """The nodes at the ends of browse paths."""

        async def send(part: Sequence[ua.BrowsePath]) -> Sequence[ua.BrowsePathResult]:
            return await self._client.uaclient.translate_browsepaths_to_nodeids(list(part))

        def broken(error: Exception) -> ua.BrowsePathResult:
            return ua.BrowsePathResult(StatusCode=ua.StatusCode(ua.UInt32(_code(error))))

        return await self._chunked("translate", paths, send, broken)

    async def children(self, nodes: Sequence[ua.NodeId]) -> list[tuple[list[ua.ReferenceDescription], str]]:
        """Hierarchical references of each node, and why they may not be all; empty where they are."""

        async def send(part: Sequence[ua.NodeId]) -> Sequence[tuple[list[ua.ReferenceDescription], str]]:
            parameters = ua.BrowseParameters()
            parameters.View = ua.ViewDescription()
            parameters.RequestedMaxReferencesPerNode = REFERENCES_PER_NODE
            parameters.NodesToBrowse = [_description(node) for node in part]
            return await self._continued(await self._client.uaclient.browse(parameters))

        found = await self._chunked("browse", nodes, send, lambda error: ([], code_name(_code(error))))
        # A server short of continuation points answers when it is asked for one node at a time.
        for k, (_, problem) in enumerate(found):
            if problem == "BadNoContinuationPoints":
                found[k] = (await self._chunked("browse", [nodes[k]], send, lambda e: ([], code_name(_code(e)))))[0]
        return found

    async def _continued(self, results: Sequence[ua.BrowseResult]) -> list[tuple[list[ua.ReferenceDescription], str]]:
        found: list[tuple[list[ua.ReferenceDescription], str]] = []
        for result in results:
            if not result.StatusCode.is_good():
                found.append(([], code_name(result.StatusCode.value)))
                continue
            references, problem = list(result.References or ()), ""
            point = result.ContinuationPoint
            while point and not problem:
                more = ua.BrowseNextParameters()
                more.ReleaseContinuationPoints = False
                more.ContinuationPoints = [point]
                (next_result,) = await self._client.uaclient.browse_next(more)
                if next_result.StatusCode.is_good():
                    references += next_result.References or ()
                else:
                    problem = code_name(next_result.StatusCode.value)
                point = next_result.ContinuationPoint
            found.append((references, problem))
        return found

    async def _chunked(
        self,
        service: str,
        items: Sequence[Item],
        send: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        broken: Callable[[Exception], Answer],
    ) -> list[Answer]:
        """Halves what a server finds too much; a single item that still fails becomes ``broken``."""
        answers: list[Answer] = []
        size = self.limits[service]
        while len(answers) < len(items):
            part = items[len(answers) : len(answers) + size]
            try:
                got = await send(part)
                if len(got) != len(part):
                    raise UaError(f"{len(got)} answers to {len(part)} operations")
            except (UaStatusCodeError, UaError, ValueError, TimeoutError) as error:
                self._check_alive()
                if len(part) == 1:
                    answers.append(broken(error))
                    size = self.limits[service]
                    continue
                size = max(1, len(part) // 2)
                if isinstance(error, UaStatusCodeError) and error.code in _TOO_MUCH:
                    self.limits[service] = size
                continue
            answers.extend(got)
        return answers

    def _check_alive(self) -> None:
        protocol = self._client.uaclient.protocol
        if protocol is None or protocol.transport is None or protocol.transport.is_closing():
            raise ConnectionError("the server closed the connection")


def node_of(identifier: int) -> ua.NodeId:
    """A node of namespace 0."""
    return ua.NodeId(ua.Int32(identifier), ua.Int16(0))


def value_of(data: ua.DataValue) -> Any:
    """The value where there is a good one."""
    if data.Value is None or (data.StatusCode is not None and not data.StatusCode.is_good()):
        return None
    return data.Value.Value


def code_name(code: int) -> str:
    """Name of a status code, or its number."""
    try:
        return str(ua.StatusCode(ua.UInt32(code)).name)
    except Exception:
        return f"{code:#010x}"


def _code(error: Exception) -> int:
    return error.code if isinstance(error, UaStatusCodeError) else StatusCodes.BadDecodingError


def _description(node: ua.NodeId) -> ua.BrowseDescription:
    wanted = ua.BrowseDescription()
    wanted.NodeId = node
    wanted.BrowseDirection = ua.BrowseDirection.Forward
    wanted.ReferenceTypeId = node_of(ObjectIds.HierarchicalReferences)
    wanted.IncludeSubtypes = True
    wanted.NodeClassMask = ua.UInt32(ua.NodeClass.Object | ua.NodeClass.Variable | ua.NodeClass.Method)
    wanted.ResultMask = ua.UInt32(ua.BrowseResultMask.All)
    return wanted
