"""Looks through the address space of any server, within bounds, and survives whatever it finds there."""

from __future__ import annotations

import asyncio
import base64
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from asyncua import ua
from asyncua.client.client import Client
from asyncua.ua.object_ids import ObjectIdNames, ObjectIds

from console.field.map.browsed import BrowseBounds, BrowsedNode, BrowsedSpace, NodeKind
from console.field.map.node_syntax import GUID, NUMERIC, OPAQUE, STRING, node_text
from console.field.map.services import Services, code_name, node_of, value_of

Progress = Callable[[int], None]
_KINDS = {
    ua.NodeClass.Object: NodeKind.OBJECT,
    ua.NodeClass.Variable: NodeKind.VARIABLE,
    ua.NodeClass.Method: NodeKind.METHOD,
}
_UNREADABLE = frozenset({ObjectIds.String, ObjectIds.ByteString, ObjectIds.XmlElement, ObjectIds.DateTime})
"""Data types whose values may be large and are never points."""
_LONGEST_TEXT = 200
_MOST_STATES = 64
_CAN_WRITE = 0x02


@dataclass(slots=True)
class _Found:
    """A node while it is looked at."""

    id: ua.NodeId
    row: int
    depth: int


async def browse_space(
    client: Client, endpoint: str, bounds: BrowseBounds | None = None, on_progress: Progress = lambda count: None
) -> BrowsedSpace:
    """Everything below the Objects folder of a connected client's server, but for the server's own diagnostics.

    Args:
        on_progress: told the number of nodes found so far.
    Raises:
        OSError, UaError: the connection was lost or the server answers nothing at all.
    """
    browser = _Browser(client, bounds or BrowseBounds(), on_progress)
    return await browser.run(endpoint)


class _Browser:
    def __init__(self, client: Client, bounds: BrowseBounds, on_progress: Progress) -> None:
        self._services, self._bounds, self._on_progress = Services(client, bounds.chunk), bounds, on_progress
        self._until = time.monotonic() + bounds.seconds
        self._namespaces: tuple[str, ...] = ()
        self._nodes: list[BrowsedNode] = []
        self._ids: list[ua.NodeId] = []
        self._seen: set[ua.NodeId] = set()
        self._properties: list[tuple[int, str, ua.NodeId]] = []
        self._problems: list[tuple[str, str]] = []
        self._cut = ""

    async def run(self, endpoint: str) -> BrowsedSpace:
        await self._services.learn()
        self._namespaces = await self._services.namespaces()
        wave = [_Found(node_of(ObjectIds.ObjectsFolder), -1, 0)]
        while wave and not self._cut:
            wave = await self._look_below(wave)
        await self._read_properties()
        await self._read_variables()
        return BrowsedSpace(endpoint, self._namespaces, tuple(self._nodes), self._cut, tuple(self._problems))

    async def _look_below(self, wave: list[_Found]) -> list[_Found]:
        """One generation further down."""
        below: list[_Found] = []
        size = self._bounds.chunk
        for start in range(0, len(wave), size):
            part = wave[start : start + size]
            if time.monotonic() > self._until:
                self._cut = f"it took longer than {self._bounds.seconds:g} s"
                return []
            answers = await self._services.children([found.id for found in part])
            for found, (references, problem) in zip(part, answers, strict=True):
                if problem:
                    name = self._nodes[found.row].path if found.row >= 0 else "Objects"
                    self._problems.append((name, problem))
                for reference in references:
                    child = self._take(found, reference)
                    if child is not None:
                        below.append(child)
                    if self._cut:
                        return []
            self._on_progress(len(self._nodes))
            # Decoding keeps the loop busy; whoever shares it gets a turn.
            await asyncio.sleep(0)
        return below

    def _take(self, above: _Found, reference: ua.ReferenceDescription) -> _Found | None:
        """Remember a child; gives it back where it is worth looking below."""
        kind = _KINDS.get(reference.NodeClass)
        node = _plain(reference.NodeId)
        if kind is None or node is None or node in self._seen:
            return None
        name = str(reference.BrowseName.Name or "")
        if (
            reference.ReferenceTypeId.Identifier == ObjectIds.HasProperty
            and not reference.ReferenceTypeId.NamespaceIndex
        ):
            if above.row >= 0:
                self._properties.append((above.row, name, node))
            return None
        if _is_of_the_standard(node):
            return None
        if len(self._nodes) >= self._bounds.nodes:
            self._cut = f"there are more than {self._bounds.nodes} nodes"
            return None
        self._seen.add(node)
        row = len(self._nodes)
        parent = self._nodes[above.row] if above.row >= 0 else None
        self._nodes.append(
            BrowsedNode(
                node=self._text(node),
                path=(parent.path if parent else "") + self._step(reference.BrowseName),
                names=(*(parent.names if parent else ()), name),
                kind=kind,
                parent=above.row,
                display_name=str(reference.DisplayName.Text or ""),
            )
        )
        self._ids.append(node)
        if kind is NodeKind.METHOD:
            return None
        if above.depth + 1 >= self._bounds.depth:
            self._problems.append(
                (self._nodes[row].path, f"more than {self._bounds.depth} steps down; not looked into")
            )
            return None
        return _Found(node, row, above.depth + 1)

    async def _read_properties(self) -> None:
        wanted = [entry for entry in self._properties if entry[1] in _PROPERTIES]
        values = await self._services.read([(node, ua.AttributeIds.Value) for _, _, node in wanted])
        for (row, name, _), data in zip(wanted, values, strict=True):
            value = value_of(data)
            if value is not None:
                self._nodes[row] = _PROPERTIES[name](self._nodes[row], value)

    async def _read_variables(self) -> None:
        rows = [row for row, node in enumerate(self._nodes) if node.kind is NodeKind.VARIABLE]
        attributes = (ua.AttributeIds.DataType, ua.AttributeIds.ValueRank, ua.AttributeIds.UserAccessLevel)
        about = await self._services.read([(self._ids[row], attribute) for row in rows for attribute in attributes])
        readable = []
        for k, row in enumerate(rows):
            data_type, rank, access = (value_of(data) for data in about[3 * k : 3 * k + 3])
            is_array = isinstance(rank, int) and rank >= 0
            is_writable = isinstance(access, int) and bool(access & _CAN_WRITE)
            self._nodes[row] = replace(self._nodes[row], is_array=is_array, is_writable=is_writable)
            known = _standard_type(data_type)
            if known:
                self._nodes[row] = replace(self._nodes[row], data_type=known)
            if not is_array and not _is_unreadable(data_type):
                readable.append(row)
        values = await self._services.read([(self._ids[row], ua.AttributeIds.Value) for row in readable])
        for row, data in zip(readable, values, strict=True):
            self._nodes[row] = _with_value(self._nodes[row], data)

    def _text(self, node: ua.NodeId) -> str:
        kind, identifier = {
            ua.NodeIdType.String: (STRING, str(node.Identifier)),
            ua.NodeIdType.Guid: (GUID, str(node.Identifier)),
        }.get(node.NodeIdType, (NUMERIC, str(node.Identifier)))
        if isinstance(node.Identifier, bytes):
            kind, identifier = OPAQUE, base64.b64encode(node.Identifier).decode("ascii")
        return node_text(self._uri(node.NamespaceIndex), kind, identifier)

    def _step(self, name: ua.QualifiedName) -> str:
        plain = "".join(f"&{c}" if c in "/&:" else c for c in str(name.Name or ""))
        uri = self._uri(name.NamespaceIndex)
        return f"/{uri}:{plain}" if uri else f"/{plain}"

    def _uri(self, index: int) -> str:
        return self._namespaces[index] if 0 < index < len(self._namespaces) else ""


def _plain(node: ua.ExpandedNodeId) -> ua.NodeId | None:
    """None where it is on another server."""
    if getattr(node, "ServerIndex", None):
        return None
    return ua.NodeId(node.Identifier, node.NamespaceIndex, node.NodeIdType)


def _is_of_the_standard(node: ua.NodeId) -> bool:
    """What every server has describes the server itself, which is nobody's equipment."""
    return node.NamespaceIndex == 0 and node.Identifier in ObjectIdNames


def _standard_type(data_type: Any) -> str:
    """Name of a built-in type, where the node says one that has values of its own."""
    if not isinstance(data_type, ua.NodeId) or data_type.NamespaceIndex != 0:
        return ""
    number = data_type.Identifier
    return ua.VariantType(number).name if isinstance(number, int) and 1 <= number <= 21 else ""


def _is_unreadable(data_type: Any) -> bool:
    return isinstance(data_type, ua.NodeId) and data_type.NamespaceIndex == 0 and data_type.Identifier in _UNREADABLE


def _with_value(node: BrowsedNode, data: ua.DataValue) -> BrowsedNode:
    status = ""
    if data.StatusCode is not None and not data.StatusCode.is_good():
        status = code_name(data.StatusCode.value)
    if data.Value is None or data.Value.Value is None:
        return replace(node, status=status or "no value")
    value = data.Value.Value
    if isinstance(value, list):
        return replace(node, is_array=True, status=status)
    return replace(node, data_type=data.Value.VariantType.name, value=str(value)[:_LONGEST_TEXT], status=status)


def _with_range(node: BrowsedNode, value: Any) -> BrowsedNode:
    low, high = getattr(value, "Low", None), getattr(value, "High", None)
    if isinstance(low, int | float) and isinstance(high, int | float) and low < high and math.isfinite(high - low):
        return replace(node, low=float(low), high=float(high))
    return node


def _with_unit(node: BrowsedNode, value: Any) -> BrowsedNode:
    for name in ("DisplayName", "Description"):
        text = getattr(getattr(value, name, None), "Text", None)
        if text:
            return replace(node, unit=str(text)[:_LONGEST_TEXT].strip())
    return node


def _with_states(node: BrowsedNode, value: Any) -> BrowsedNode:
    if not isinstance(value, list):
        return node
    texts = [str(getattr(item, "Text", None) or "") for item in value[:_MOST_STATES]]
    return replace(node, states=tuple(texts))


def _with_two_states(which: int) -> Callable[[BrowsedNode, Any], BrowsedNode]:
    def take(node: BrowsedNode, value: Any) -> BrowsedNode:
        states = [*node.states, "", ""][:2]
        states[which] = str(getattr(value, "Text", None) or "")
        return replace(node, states=tuple(states))

    return take


_PROPERTIES: dict[str, Callable[[BrowsedNode, Any], BrowsedNode]] = {
    "EURange": _with_range,
    "EngineeringUnits": _with_unit,
    "EnumStrings": _with_states,
    "FalseState": _with_two_states(0),
    "TrueState": _with_two_states(1),
}
