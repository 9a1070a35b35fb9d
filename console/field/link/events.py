"""Alarms and conditions of one session: listened to at the Server object, and asked for anew after a loss."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from asyncua import ua

from console.field.addresses import ServerAddress
from console.field.link.connection import Connection
from console.field.link.counters import Counters
from console.field.link.event_decoding import RawEvent, is_null_node
from console.field.link.event_fields import NAMES, field_event, oversized, select_clauses
from console.field.link.node_names import node_name
from console.field.link.options import LinkOptions
from console.field.link.quarantine import Quarantine
from console.field.link.subscribing import subscribe
from engines.values.field_events import FieldEvent, FieldEvents

MOST_IN_A_BATCH = 200
MOST_CONDITIONS = 100_000
"""Of a server that retains more than that, what is over is told by its own events alone."""
MOST_QUARANTINED = 1000
_IDS = ua.ObjectIds
_SUBSCRIBES_TO_EVENTS = 1
"""Bit of the EventNotifier attribute (Part 3, 5.5.1)."""


class Events:
    """Takes in what the server tells of its conditions.

    A server that offers none is asked nothing more. Nothing that goes wrong here ends the session: the values go on,
    and what is wrong is told with the link's health.

    Attributes:
        is_offered: whether the server has events and conditions, once :meth:`find` has asked.
    """

    def __init__(
        self,
        connection: Connection,
        server: ServerAddress,
        options: LinkOptions,
        counters: Counters,
        quarantine: Quarantine[str],
        element_of: Callable[[str], str],
        received: Callable[[FieldEvents], None],
    ) -> None:
        self._connection, self._server, self._options = connection, server, options
        self._counters, self._quarantine = counters, quarantine
        self._element_of, self._received = element_of, received
        self.is_offered = False
        self._subscription = 0
        self._is_wanted = asyncio.Event()
        self._is_refreshing = False
        self._retained: set[tuple[str, str]] = set()
        self._has_gap = False
        self._unrefreshed = ""

    async def find(self) -> None:
        """Ask whether there is anything to listen to."""
        notifier, condition = await asyncio.gather(
            self._connection.read_attribute([_node(_IDS.Server)], ua.AttributeIds.EventNotifier),
            self._connection.read_attribute([_node(_IDS.ConditionType)], ua.AttributeIds.NodeClass),
        )
        mask = notifier[0].Value.Value if notifier[0].Value is not None else 0
        has_conditions = condition[0].StatusCode is None or condition[0].StatusCode.is_good()
        self.is_offered = isinstance(mask, int) and bool(mask & _SUBSCRIBES_TO_EVENTS) and has_conditions
        self._counters.events_problem = ""

    async def run(self) -> None:
        """Listen for as long as the session lasts; returns at once where the server will not be listened to."""
        if not self.is_offered:
            return
        try:
            await self._listen()
        except (ua.UaError, TimeoutError) as error:
            self._counters.events_problem = f"the server does not let us listen to its alarms ({_reason(error)})"
            return
        self._is_wanted.set()
        while True:
            await self._is_wanted.wait()
            self._is_wanted.clear()
            await self._refresh()
            # Should what is asked for be what was lost, it is not asked for without pause.
            await asyncio.sleep(self._options.refresh_pause_s)

    def ask_again(self) -> None:
        """Events may have been lost: have all conditions told anew."""
        if self._subscription:
            self._has_gap = True
            self._is_wanted.set()

    def release(self) -> None:
        """Listen again to conditions that have been in quarantine long enough."""
        if self._quarantine.release():
            self.ask_again()

    def take(self, raw_events: list[RawEvent], receive_us: int) -> None:
        """What one notification brought, in its order."""
        events: list[FieldEvent] = []
        quarantined: list[tuple[str, str]] = []
        for raw in raw_events:
            if len(raw.fields) != len(NAMES):
                continue
            fields = dict(zip(NAMES, raw.fields, strict=True))
            if self._is_of_the_refresh(fields["event_type"]):
                if not self._is_refreshing and len(self._retained) <= MOST_CONDITIONS:
                    self._tell(events, quarantined, frozenset(self._retained))
                    events, quarantined = [], []
                continue
            if self._is_put_aside(fields, quarantined) or is_null_node(fields["condition"]):
                continue
            event = self._event(fields, receive_us)
            if self._is_refreshing:
                (self._retained.add if event.is_retained else self._retained.discard)(event.key)
            events.append(event)
            if len(events) == MOST_IN_A_BATCH:
                self._tell(events, quarantined)
                events, quarantined = [], []
        if events or quarantined:
            self._tell(events, quarantined)

    # Inside.

    async def _listen(self) -> None:
        answer = await subscribe(self._connection, self._server, self._options)
        item = ua.MonitoredItemCreateRequest()
        item.ItemToMonitor.NodeId = _node(_IDS.Server)
        item.ItemToMonitor.AttributeId = ua.AttributeIds.EventNotifier
        item.MonitoringMode = ua.MonitoringMode.Reporting
        item.RequestedParameters.QueueSize = self._options.event_queue_size
        item.RequestedParameters.DiscardOldest = True
        # Without a where clause: some servers compare types exactly and would leave subtypes out, and those that
        # follow the letter let the marks of a refresh pass in any case.
        item.RequestedParameters.Filter = ua.EventFilter(SelectClauses=select_clauses())
        request = ua.CreateMonitoredItemsRequest()
        request.Parameters.SubscriptionId = answer.SubscriptionId
        request.Parameters.TimestampsToReturn = ua.TimestampsToReturn.Neither
        request.Parameters.ItemsToCreate = [item]
        (result,) = (await self._connection.ask(request, ua.CreateMonitoredItemsResponse)).Results
        result.StatusCode.check()
        self._subscription = answer.SubscriptionId

    async def _refresh(self) -> None:
        """ConditionRefresh (Part 9, 5.5.7): the server tells every retained condition between two marks."""
        call = ua.CallMethodRequest()
        call.ObjectId, call.MethodId = _node(_IDS.ConditionType), _node(_IDS.ConditionType_ConditionRefresh)
        call.InputArguments = [ua.Variant(self._subscription, ua.VariantType.UInt32)]
        try:
            result = await self._connection.call(call, self._options.answer_s)
            result.StatusCode.check()
        except (ua.UaError, TimeoutError) as error:
            self._unrefreshed = (
                f"the server does not tell alarms raised before we connected ({_reason(error)}); new ones come"
            )
        else:
            self._unrefreshed = self._counters.events_problem = ""

    def _is_of_the_refresh(self, event_type: Any) -> bool:
        """Whether it is one of the marks, which say nothing of a condition."""
        if not isinstance(event_type, ua.NodeId) or event_type.NamespaceIndex != 0:
            return False
        match event_type.Identifier:
            case _IDS.RefreshStartEventType:
                self._is_refreshing, self._retained = True, set()
            case _IDS.RefreshEndEventType if self._is_refreshing:
                self._is_refreshing = False
            case _IDS.RefreshRequiredEventType | _IDS.EventQueueOverflowEventType:
                self.ask_again()
                return False
            case _:
                return False
        return True

    def _is_put_aside(self, fields: dict[str, Any], quarantined: list[tuple[str, str]]) -> bool:
        name = self._name_of(fields["condition"]) or self._name_of(fields["source_node"])
        if self._quarantine.holds(name):
            return True
        size = oversized(fields)
        if not size:
            return False
        if len(self._quarantine.reasons()) < MOST_QUARANTINED:
            self._quarantine.put(name, f"it sent an event with a field of {size} bytes")
            quarantined.append((name, self._quarantine.reasons()[name]))
        return True

    def _event(self, fields: dict[str, Any], receive_us: int) -> FieldEvent:
        return field_event(
            self._server.name, fields, self._name_of, self._element_of, receive_us, is_refresh=self._is_refreshing
        )

    def _name_of(self, node: Any) -> str:
        return "" if is_null_node(node) else node_name(node, self._connection.namespaces)

    def _tell(
        self, events: list[FieldEvent], quarantined: list[tuple[str, str]],
        retained: frozenset[tuple[str, str]] | None = None,
    ) -> None:  # fmt: skip
        self._counters.events += len(events)
        # Servers made with some libraries know the types of alarms and have none; nothing is wrong with those.
        self._counters.events_problem = self._unrefreshed
        has_gap, self._has_gap = self._has_gap, False
        self._received(FieldEvents(self._server.name, tuple(events), retained, tuple(quarantined), has_gap))


def _node(number: int) -> ua.NodeId:
    return ua.NodeId(number)  # type: ignore[arg-type]


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
