"""The variables of one session: found by name, checked, and watched by subscriptions."""

from __future__ import annotations

from collections.abc import Sequence

from asyncua import ua

from console.field.addresses import ServerAddress
from console.field.link.connection import Connection
from console.field.link.node_names import UnknownName, browse_request, is_browse_path, node_id
from console.field.link.options import LinkOptions
from console.field.link.sentences import why_no_item
from console.field.link.subscribing import subscribe

_NO_NUMBERS = {
    getattr(ua.ObjectIds, name): name
    for name in (
        "String", "DateTime", "Guid", "ByteString", "XmlElement", "NodeId", "ExpandedNodeId", "QualifiedName",
        "LocalizedText", "Structure", "DataValue", "DiagnosticInfo", "UtcTime", "LocaleId",
    )
}  # fmt: skip
"""Declared types that are never a number: not subscribed, whatever they hold."""


async def find_nodes(connection: Connection, names: Sequence[str]) -> list[ua.NodeId | str]:
    """For each name its node on this server, or the reason why there is none."""
    found: list[ua.NodeId | str] = []
    paths: list[tuple[int, ua.BrowsePath]] = []
    for k, name in enumerate(names):
        try:
            if is_browse_path(name):
                paths.append((k, browse_request(name, connection.namespaces)))
                found.append("")
            else:
                found.append(node_id(name, connection.namespaces))
        except UnknownName as error:
            found.append(str(error))
    answers = await connection.resolve([path for _, path in paths])
    for (k, _), answer in zip(paths, answers, strict=True):
        found[k] = _target(answer)
    return found


def _target(answer: ua.BrowsePathResult) -> ua.NodeId | str:
    if not answer.StatusCode.is_good():
        return why_no_item(answer.StatusCode.value)
    whole = [t.TargetId for t in answer.Targets if t.RemainingPathIndex == 0xFFFFFFFF]
    if not whole:
        return "the browse path leads to another server"
    if len(whole) > 1:
        return "the browse path leads to more than one node; name the node id instead"
    target = whole[0]
    return ua.NodeId(target.Identifier, target.NamespaceIndex, target.NodeIdType)


class Declared:
    """What the server has declared of its variables, kept from one session to the next.

    Should it have changed, the values themselves say so.
    """

    def __init__(self) -> None:
        self._namespaces: tuple[str, ...] = ()
        self._reports_itself: dict[int, bool] = {}

    def of(self, namespaces: tuple[str, ...]) -> dict[int, bool]:
        """Per row that is a number, whether it tells of its changes itself; forgotten where namespaces differ."""
        if namespaces != self._namespaces:
            self._namespaces, self._reports_itself = namespaces, {}
        return self._reports_itself

    def reports_itself(self, row: int) -> bool:
        """Whether the variable of a row tells of its changes, and need not be looked at time and again."""
        return self._reports_itself.get(row, False)


class Items:
    """What is watched in one session.

    Attributes:
        nodes: per row of the server's points its node, None where it was not found.
        problems: row -> why it is not watched.
        item_ids: row -> (subscription, monitored item).
        keep_alive_s: what the server granted, the longest of its subscriptions.
    """

    def __init__(self, connection: Connection, server: ServerAddress, options: LinkOptions, declared: Declared) -> None:
        self._declared = declared
        self._connection, self._server, self._options = connection, server, options
        self.nodes: list[ua.NodeId | None] = [None] * len(server.points)
        self.problems: dict[int, str] = {}
        self.item_ids: dict[int, tuple[int, int]] = {}
        self.subscriptions: list[int] = []
        self._sizes: dict[int, int] = {}
        self.keep_alive_s = server.keep_alive_s

    async def find(self) -> None:
        """Find every node and leave out those that can never be a number."""
        names = [point.node for point in self._server.points]
        rows = []
        for row, node in enumerate(await find_nodes(self._connection, names)):
            if isinstance(node, str):
                self.problems[row] = node
            else:
                self.nodes[row] = node
                rows.append(row)
        known = self._declared.of(self._connection.namespaces)
        await self._ask_declared([row for row in rows if row not in known], known)

    async def _ask_declared(self, rows: Sequence[int], known: dict[int, bool]) -> None:
        """Leave out what is no number, and learn which variables tell of their changes themselves."""
        nodes = [(row, node) for row in rows if (node := self.nodes[row]) is not None]
        types = await self._connection.read_attribute([node for _, node in nodes], ua.AttributeIds.DataType)
        for row, declared in zip(rows, types, strict=True):
            reason = _why_no_number(declared)
            if reason:
                self.problems[row] = reason
        nodes = [(row, node) for row, node in nodes if row not in self.problems]
        intervals = await self._connection.read_values(nodes, ua.AttributeIds.MinimumSamplingInterval)
        for row, interval in zip(intervals.handle, intervals.raw, strict=True):
            known[row] = interval == 0.0

    async def open(self) -> None:
        """Make the first subscription."""
        await self._subscribe()

    async def watch(self, rows: Sequence[int]) -> None:
        """Create monitored items; where a subscription is full, in another one."""
        waiting = [row for row in rows if row not in self.problems and row not in self.item_ids]
        most = self._options.items_per_subscription
        while waiting:
            room = most - self._sizes[self.subscriptions[-1]]
            if room <= 0:
                await self._subscribe()
                continue
            part, waiting = waiting[:room], waiting[room:]
            refused = await self._create(self.subscriptions[-1], part)
            if not refused:
                continue
            # Another subscription helps only where the limit is one of each.
            if self._sizes[self.subscriptions[-1]] == 0:
                self.problems.update(dict.fromkeys(waiting, self.problems[refused[0]]))
                return
            most = self._sizes[self.subscriptions[-1]]
            for row in refused:
                self.problems.pop(row, None)
            waiting = refused + waiting

    async def forget(self, row: int) -> None:
        """Stop watching one row."""
        known = self.item_ids.pop(row, None)
        if known is None:
            return
        request = ua.DeleteMonitoredItemsRequest()
        request.Parameters.SubscriptionId = known[0]
        request.Parameters.MonitoredItemIds = [known[1]]
        await self._connection.ask(request, ua.DeleteMonitoredItemsResponse)

    async def _subscribe(self) -> None:
        answer = await subscribe(self._connection, self._server, self._options)
        granted_s = answer.RevisedPublishingInterval * answer.RevisedMaxKeepAliveCount / 1000.0
        self.keep_alive_s = max(granted_s, self.keep_alive_s if self.subscriptions else 0.0)
        self.subscriptions.append(answer.SubscriptionId)
        self._sizes[answer.SubscriptionId] = 0

    async def _create(self, subscription: int, rows: Sequence[int]) -> list[int]:
        """Create the items of ``rows``; returns those for which the subscription had no room."""

        async def send(part: Sequence[int]) -> Sequence[ua.MonitoredItemCreateResult]:
            request = ua.CreateMonitoredItemsRequest()
            request.Parameters.SubscriptionId = subscription
            request.Parameters.TimestampsToReturn = ua.TimestampsToReturn.Source
            request.Parameters.ItemsToCreate = [self._item(row) for row in part]
            return (await self._connection.ask(request, ua.CreateMonitoredItemsResponse)).Results

        full = []
        for row, result in zip(rows, await self._connection.chunked("monitor", rows, send), strict=True):
            if result.StatusCode.is_good():
                self.item_ids[row] = subscription, result.MonitoredItemId
                self._sizes[subscription] += 1
                self.problems.pop(row, None)
                continue
            self.problems[row] = why_no_item(result.StatusCode.value)
            if result.StatusCode.value == ua.StatusCodes.BadTooManyMonitoredItems:
                full.append(row)
        return full

    def _item(self, row: int) -> ua.MonitoredItemCreateRequest:
        item = ua.MonitoredItemCreateRequest()
        item.ItemToMonitor.NodeId = self.nodes[row]
        item.ItemToMonitor.AttributeId = ua.AttributeIds.Value
        item.MonitoringMode = ua.MonitoringMode.Reporting
        wanted = item.RequestedParameters
        wanted.ClientHandle = row
        # 0 asks a variable that tells of its own changes for each of them; any other is looked at that often.
        wanted.SamplingInterval = (
            0.0 if self._declared.reports_itself(row) else self._server.publishing_interval_s * 1000.0
        )
        wanted.QueueSize = self._options.queue_size
        wanted.DiscardOldest = True
        return item


def _why_no_number(declared: ua.DataValue) -> str:
    if declared.StatusCode is not None and not declared.StatusCode.is_good():
        return why_no_item(declared.StatusCode.value)
    kind = declared.Value.Value if declared.Value is not None else None
    if isinstance(kind, ua.NodeId) and kind.NamespaceIndex == 0 and kind.Identifier in _NO_NUMBERS:
        return f"the server declares it as {_NO_NUMBERS[kind.Identifier]}, which is no number; check the address map"
    return ""
