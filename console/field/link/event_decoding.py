"""Event notifications as plain fields, read with a limit on everything a server could make large.

EventNotificationList and EventFieldList: OPC UA Part 4, 7.25.3; Variant: Part 6, 5.2.2.16.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from asyncua import ua
from asyncua.common.utils import Buffer
from asyncua.ua.ua_binary import nodeid_from_binary

from console.field.link.decoding import Malformed, read_variant

MOST_FIELDS = 64
_STRING, _TIME, _BYTES, _NODE, _STATUS, _TEXT = 12, 13, 15, 17, 19, 21
_FIXED = {1: "?", 3: "B", 5: "H", 7: "I", 4: "h", 6: "i", 8: "q", 9: "Q", _TIME: "q", _STATUS: "I"}


@dataclass(frozen=True, slots=True)
class Oversized:
    """Stands for a field too large to be looked at."""

    size: int


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One event: the client handle of its item, and its fields in the order they were asked for.

    A field is a number (times as 100 ns since 1601 UTC), a text, bytes, a node id, :class:`Oversized`, or None where
    the server sent nothing or something of another shape.
    """

    handle: int
    fields: tuple[Any, ...]


def read_events(data: bytes, at: int, end: int, max_value_bytes: int) -> list[RawEvent]:
    """Read an EventNotificationList that ends at ``end``.

    Raises:
        Malformed: nothing of it can be used.
    """
    try:
        (count,) = struct.unpack_from("<i", data, at)
        at += 4
        events = []
        for _ in range(max(count, 0)):
            event, at = _read_event(data, at, max_value_bytes)
            if at > end:
                raise ValueError("an event ends after its message")
            events.append(event)
        return events
    except Exception as error:
        raise Malformed(-1, f"an event: {type(error).__name__}: {error}") from error


def _read_event(data: bytes, at: int, max_value_bytes: int) -> tuple[RawEvent, int]:
    handle, count = struct.unpack_from("<Ii", data, at)
    at += 8
    if count > MOST_FIELDS:
        raise ValueError(f"{count} fields, and no more than {MOST_FIELDS} are asked for")
    fields = []
    for _ in range(max(count, 0)):
        value, after = _read_field(data, at, max_value_bytes)
        fields.append(Oversized(after - at) if after - at > max_value_bytes else value)
        at = after
    return RawEvent(handle, tuple(fields)), at


def _read_field(data: bytes, at: int, max_value_bytes: int) -> tuple[Any, int]:
    kind = data[at]
    if (form := _FIXED.get(kind)) is not None:
        (number,) = struct.unpack_from("<" + form, data, at + 1)
        return number, at + 1 + struct.calcsize("<" + form)
    if kind in (_STRING, _BYTES):
        content, after = _read_bytes(data, at + 1, max_value_bytes)
        return (content.decode("utf-8", "replace") if kind == _STRING else content), after
    if kind == _TEXT:
        return _read_text(data, at + 1, max_value_bytes)
    if kind == _NODE:
        buffer = Buffer(data, at + 1)
        return nodeid_from_binary(buffer), buffer.cur_pos
    _, _, after, _ = read_variant(data, at, max_value_bytes)
    return None, after


def _read_text(data: bytes, at: int, max_value_bytes: int) -> tuple[str, int]:
    """A LocalizedText without its locale."""
    mask, at, text = data[at], at + 1, b""
    if mask & ~3:
        raise ValueError(f"mask {mask:#x} of a text has bits that mean nothing")
    if mask & 1:
        _, at = _read_bytes(data, at, max_value_bytes)
    if mask & 2:
        text, at = _read_bytes(data, at, max_value_bytes)
    return text.decode("utf-8", "replace"), at


def _read_bytes(data: bytes, at: int, most: int) -> tuple[bytes, int]:
    """The content, none of it where it is longer than ``most``, and where it ends."""
    (length,) = struct.unpack_from("<i", data, at)
    at += 4
    if length < -1 or at + length > len(data):
        raise ValueError(f"length {length} in a message of {len(data)} bytes")
    after = at + max(length, 0)
    return (data[at:after] if length <= most else b""), after


def is_null_node(node: Any) -> bool:
    """Whether a field names no node."""
    return not isinstance(node, ua.NodeId) or node.is_null()
