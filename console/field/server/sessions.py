"""Sessions of the server: who calls, what they may ask for at once, and what a write to a setpoint does."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from asyncua import ua
from asyncua.common.utils import ServiceError
from asyncua.crypto.permission_rules import User, UserRole
from asyncua.server.internal_server import InternalServer
from asyncua.server.internal_session import InternalSession

from console.field.server.opcua import status

ANYBODY = User(role=UserRole.User, name="anonymous")
CURRENT_SESSION: ContextVar[FieldSession | None] = ContextVar("CURRENT_SESSION", default=None)
"""The session whose request is being answered."""

SHORTEST_PUBLISHING_MS = 50.0
ITEMS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What the server allows; it says so in its OperationLimits and holds it.

    Attributes:
        monitored_items: of one session in total.
        queue_size: of one monitored item.
    """

    nodes_per_read: int = 10_000
    nodes_per_write: int = 10_000
    nodes_per_browse: int = 10_000
    nodes_per_method_call: int = 1_000
    monitored_items_per_call: int = 10_000
    monitored_items: int = 100_000
    queue_size: int = 1_000
    sessions: int = 100


SetpointWriter = Callable[[ua.NodeId, ua.DataValue], Awaitable[ua.StatusCode] | None]


class FieldInternalServer(InternalServer):
    """asyncua's server with sessions of ours.

    Attributes:
        write_setpoint: answers a write to a setpoint; ``None`` where the node is none.
        session_ended: called with a session that is no more.
    """

    def __init__(self, user_manager: Any, limits: ServerLimits) -> None:
        super().__init__(user_manager)
        self.field_limits = limits
        self.write_setpoint: SetpointWriter = lambda _node, _value: None
        self.session_ended: Callable[[FieldSession], None] = lambda _session: None
        self.max_monitored_item_queue_size = limits.queue_size
        self.max_pending_activation_seconds = 10.0
        self.allow_remote_admin = False

    def create_session(self, name: str, user: User = ANYBODY, external: bool = False) -> InternalSession:
        """A session for a client."""
        if len(self._external_sessions) >= self.field_limits.sessions:
            raise ServiceError(ua.StatusCodes.BadTooManySessions)
        return FieldSession(self, self.aspace, self.subscription_service, name, user=user, external=external)


class FieldSession(InternalSession):
    """A client's session: holds the operation limits and remembers who it is."""

    application = ""

    @property
    def originator(self) -> str:
        """Who commands: user, application and where from."""
        user = (self.user.name if self.user else None) or "anonymous"
        host = self.name[0] if isinstance(self.name, tuple) else self.name
        return f"{user}, {self.application or 'unnamed application'}, {host}"

    @property
    def _field(self) -> FieldInternalServer:
        return cast(FieldInternalServer, self.iserver)

    @property
    def _limits(self) -> ServerLimits:
        return self._field.field_limits

    async def create_session(
        self, params: ua.CreateSessionParameters, sockname: tuple[str, int] | None = None
    ) -> ua.CreateSessionResult:
        """Remember what the client calls itself."""
        description = params.ClientDescription
        text = description.ApplicationName.Text if description and description.ApplicationName else None
        self.application = (text or params.SessionName or "")[:100]
        return await super().create_session(params, sockname)

    async def close_session(self, delete_subs: bool = True) -> None:
        """Its selections end with it."""
        await super().close_session(delete_subs)
        self._field.session_ended(self)

    async def read(self, params: ua.ReadParameters) -> list[ua.DataValue]:
        """Read at most ``nodes_per_read``."""
        _require(params.NodesToRead, self._limits.nodes_per_read)
        return await super().read(params)

    async def browse(self, params: ua.BrowseParameters) -> list[ua.BrowseResult]:
        """Browse at most ``nodes_per_browse``."""
        _require(params.NodesToBrowse, self._limits.nodes_per_browse)
        return await super().browse(params)

    async def call(self, params: list[ua.CallMethodRequest]) -> list[ua.CallMethodResult]:
        """Call methods in the name of this session."""
        _require(params, self._limits.nodes_per_method_call)
        mark = CURRENT_SESSION.set(self)
        try:
            return await super().call(params)
        finally:
            CURRENT_SESSION.reset(mark)

    async def write(self, params: ua.WriteParameters) -> list[ua.StatusCode]:
        """A written setpoint is a command; anything else is refused by its access level."""
        _require(params.NodesToWrite, self._limits.nodes_per_write)
        mark = CURRENT_SESSION.set(self)
        try:
            return [await self._write_one(item) for item in params.NodesToWrite]
        finally:
            CURRENT_SESSION.reset(mark)

    async def _write_one(self, item: ua.WriteValue) -> ua.StatusCode:
        if item.AttributeId == ua.AttributeIds.Value:
            answer: Awaitable[ua.StatusCode] | None = self._field.write_setpoint(item.NodeId, item.Value)
            if answer is not None:
                return await answer
        single = ua.WriteParameters()
        single.NodesToWrite = [item]
        return (await super().write(single))[0]

    async def create_subscription(
        self,
        params: ua.CreateSubscriptionParameters,
        callback: Callable[..., Any],
        request_callback: Callable[..., Any] | None = None,
    ) -> ua.CreateSubscriptionResult:
        """A publishing interval of zero or no number would keep the server busy with one client."""
        wanted = params.RequestedPublishingInterval
        params.RequestedPublishingInterval = (
            min(max(wanted, SHORTEST_PUBLISHING_MS), 3_600_000.0) if math.isfinite(wanted) else 1_000.0
        )
        return await super().create_subscription(params, callback, request_callback)

    async def create_monitored_items(
        self, params: ua.CreateMonitoredItemsParameters
    ) -> list[ua.MonitoredItemCreateResult]:
        """Create at most ``monitored_items_per_call``, and ``monitored_items`` in all."""
        _require(params.ItemsToCreate, self._limits.monitored_items_per_call)
        room = max(self._limits.monitored_items - self._monitored_items(), 0)
        items = params.ItemsToCreate
        results: list[ua.MonitoredItemCreateResult] = []
        for first in range(0, min(room, len(items)), ITEMS_AT_ONCE):
            params.ItemsToCreate = items[first : min(first + ITEMS_AT_ONCE, room)]
            _without_dead_band(params.ItemsToCreate)
            results += await super().create_monitored_items(params)
            # Other clients are served in between; this one's requests keep their order.
            await asyncio.sleep(0)
        refusal = status(ua.StatusCodes.BadTooManyMonitoredItems)
        return results + [ua.MonitoredItemCreateResult(StatusCode=refusal) for _ in range(len(items) - len(results))]

    def _monitored_items(self) -> int:
        return sum(
            len(subscription.monitored_item_srv._monitored_items)
            for subscription in self.subscription_service.subscriptions.values()
            if subscription.session_id == self.session_id
        )


def operation_limits(limits: ServerLimits) -> dict[int, int]:
    """The variables of ServerCapabilities that say the limits: numeric node id -> value."""
    ids = ua.ObjectIds
    return {
        ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead: limits.nodes_per_read,
        ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite: limits.nodes_per_write,
        ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse: limits.nodes_per_browse,
        ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall: limits.nodes_per_method_call,
        ids.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall: limits.monitored_items_per_call,
    }


def _without_dead_band(items: Sequence[ua.MonitoredItemCreateRequest]) -> None:
    """The devices have dead bands of their own, and asyncua loses a value that turns bad behind one more."""
    for item in items:
        wanted: Any = item.RequestedParameters.Filter
        # asyncua has two classes of that name, and decodes to the other one.
        if hasattr(wanted, "DeadbandType"):
            wanted.DeadbandType = ua.DeadbandType.None_


def _require(items: Sequence[Any], most: int) -> None:
    if not items:
        raise ServiceError(ua.StatusCodes.BadNothingToDo)
    if len(items) > most:
        raise ServiceError(ua.StatusCodes.BadTooManyOperations)
