"""Answers of the server that carry values, read into columns.

PublishResponse, RepublishResponse and NotificationMessage: OPC UA Part 4, 5.14 and 7.26; ReadResponse: 5.11.2.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from asyncua import ua
from asyncua.common.utils import Buffer
from asyncua.ua.ua_binary import extensionobject_from_binary, nodeid_from_binary, struct_from_binary

from console.field.link.decoding import Malformed, Values, read_data_value, read_items
from console.field.link.event_decoding import RawEvent, read_events

PUBLISH_RESPONSE = ua.ObjectIds.PublishResponse_Encoding_DefaultBinary
EVENTS = ua.ObjectIds.EventNotificationList_Encoding_DefaultBinary
DATA_CHANGE = ua.ObjectIds.DataChangeNotification_Encoding_DefaultBinary
STATUS_CHANGE = ua.ObjectIds.StatusChangeNotification_Encoding_DefaultBinary


@dataclass(slots=True)
class Notification:
    """One publish response, or one notification message published again.

    Attributes:
        is_keep_alive: it carries nothing and uses up no sequence number.
        server_time: 100 ns since 1601 UTC by the server's clock when it answered; 0 if unknown.
        status_change: of the whole subscription; 0 if none.
        malformed: why the rest of the message could not be read, and the item it was about.
        malformed_events: why the events in it could not be read.
    """

    subscription_id: int = 0
    sequence: int = 0
    available: tuple[int, ...] = ()
    is_keep_alive: bool = True
    server_time: int = 0
    values: Values = field(default_factory=Values)
    events: list[RawEvent] = field(default_factory=list)
    status_change: int = 0
    malformed: Malformed | None = None
    malformed_events: Malformed | None = None


def read_publish_response(data: bytes, max_value_bytes: int = 4096) -> Notification:
    """Read a whole response, starting with its type id.

    Raises:
        Malformed: where not even its head can be read. Damage within the values is in ``Notification.malformed``.
    """
    try:
        return _read_response(data, max_value_bytes)
    except Malformed:
        raise
    except Exception as error:
        raise Malformed(-1, f"{type(error).__name__}: {error}") from error


def _read_response(data: bytes, max_value_bytes: int) -> Notification:
    buffer = Buffer(data)
    # Type id in its four-byte form, then the header: time, handle, result, no diagnostics, no strings, no more.
    kind, type_id, server_time, _, _, diagnostics, strings, extra = struct.unpack_from("<HHqIIBi3s", data)
    found = Notification(server_time=server_time)
    if kind == 1 and type_id == PUBLISH_RESPONSE and not diagnostics and strings <= 0 and extra == b"\0\0\0":
        buffer.skip(struct.calcsize("<HHqIIBi3s"))
    else:
        nodeid_from_binary(buffer)
        (found.server_time,) = struct.unpack_from("<q", data, buffer.cur_pos)
        struct_from_binary(ua.ResponseHeader, buffer)
    at = buffer.cur_pos
    found.subscription_id, count = struct.unpack_from("<Ii", data, at)
    at += 8
    if count > 0:
        found.available = struct.unpack_from(f"<{count}I", data, at)
        at += 4 * count
    read_message(data, at + 1, found, max_value_bytes)
    return found


def read_republish_response(data: bytes, max_value_bytes: int = 4096) -> Notification:
    """Read the answer to Republish. Raises :class:`Malformed`."""
    try:
        buffer = Buffer(data)
        nodeid_from_binary(buffer)
        struct_from_binary(ua.ResponseHeader, buffer)
        found = Notification()
        read_message(data, buffer.cur_pos, found, max_value_bytes)
        return found
    except Malformed:
        raise
    except Exception as error:
        raise Malformed(-1, f"{type(error).__name__}: {error}") from error


def read_message(data: bytes, at: int, found: Notification, max_value_bytes: int) -> None:
    """Read a NotificationMessage into ``found``."""
    found.sequence, _, count = struct.unpack_from("<Iqi", data, at)
    at += 16
    found.is_keep_alive = count <= 0
    for _ in range(count):
        form, type_id, encoding, length = struct.unpack_from("<HHBi", data, at)
        # Namespace 0 and a number of two bytes; the notifications we ask for have one.
        if form != 1 or encoding != 1 or length < 0 or type_id not in (DATA_CHANGE, EVENTS, STATUS_CHANGE):
            buffer = Buffer(data, at)
            extensionobject_from_binary(buffer)
            at = buffer.cur_pos
            continue
        at += 9
        if at + length > len(data):
            raise Malformed(-1, "a notification ends after its message")
        if type_id == STATUS_CHANGE:
            (found.status_change,) = struct.unpack_from("<I", data, at)
        elif type_id == EVENTS:
            try:
                found.events += read_events(data, at, at + length, max_value_bytes)
            except Malformed as error:
                found.malformed_events = error
        else:
            (items,) = struct.unpack_from("<i", data, at)
            try:
                read_items(data, at + 4, items, found.values, max_value_bytes)
            except Malformed as error:
                found.malformed = error
        at += length


def read_values(data: bytes, handles: Sequence[int], into: Values, max_value_bytes: int = 4096) -> None:
    """Read the answer to a Read of values into ``into``, each under its handle.

    Raises:
        UaStatusCodeError: the server refused the whole request.
        Malformed: what was read before it is in ``into``.
    """
    at = _result_count_at(data)
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    if count != len(handles):
        raise Malformed(-1, f"{count} answers to a request for {len(handles)} values")
    for handle in handles:
        try:
            at = read_data_value(data, at, handle, into, max_value_bytes)
        except Malformed:
            raise
        except Exception as error:
            raise Malformed(handle, f"{type(error).__name__}: {error}") from error


def _result_count_at(data: bytes) -> int:
    buffer = Buffer(data)
    try:
        nodeid_from_binary(buffer)
        header = struct_from_binary(ua.ResponseHeader, buffer)
    except Exception as error:
        raise Malformed(-1, f"{type(error).__name__}: {error}") from error
    header.ServiceResult.check()
    return buffer.cur_pos
