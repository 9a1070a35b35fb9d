"""Our decoder against the library's, over every shape of value, and over bytes that are none."""

from __future__ import annotations

import math
import struct
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncua import ua
from asyncua.common.utils import Buffer
from asyncua.ua.ua_binary import struct_from_binary, struct_to_binary
from hypothesis import given
from hypothesis import strategies as st

from console.field.link.decoding import NO_TYPE, NOT_A_NUMBER, Malformed, Values
from console.field.link.responses import read_publish_response, read_republish_response, read_values

RANGES = {
    ua.VariantType.SByte: (-(2**7), 2**7 - 1),
    ua.VariantType.Byte: (0, 2**8 - 1),
    ua.VariantType.Int16: (-(2**15), 2**15 - 1),
    ua.VariantType.UInt16: (0, 2**16 - 1),
    ua.VariantType.Int32: (-(2**31), 2**31 - 1),
    ua.VariantType.UInt32: (0, 2**32 - 1),
    ua.VariantType.Int64: (-(2**63), 2**63 - 1),
    ua.VariantType.UInt64: (0, 2**64 - 1),
}
numbers = st.one_of(
    st.floats(width=64).map(lambda x: ua.Variant(x, ua.VariantType.Double)),
    st.floats(width=32).map(lambda x: ua.Variant(x, ua.VariantType.Float)),
    st.booleans().map(lambda x: ua.Variant(x, ua.VariantType.Boolean)),
    *(st.integers(*span).map(lambda x, kind=kind: ua.Variant(x, kind)) for kind, span in RANGES.items()),
)
others = st.one_of(
    st.just(ua.Variant(None, ua.VariantType.Null)),
    st.text(max_size=20).map(lambda x: ua.Variant(x, ua.VariantType.String)),
    st.binary(max_size=20).map(lambda x: ua.Variant(x, ua.VariantType.ByteString)),
    st.just(ua.Variant(datetime(2026, 1, 1, tzinfo=UTC), ua.VariantType.DateTime)),
    st.lists(st.floats(width=64), max_size=4).map(lambda x: ua.Variant(x, ua.VariantType.Double, is_array=True)),
    st.just(ua.Variant(ua.LocalizedText("text"), ua.VariantType.LocalizedText)),
    st.just(ua.Variant(ua.NodeId(7, 2), ua.VariantType.NodeId)),
    st.just(ua.Variant(ua.StatusCode(5), ua.VariantType.StatusCode)),
    st.just(ua.Variant(ua.EUInformation(), ua.VariantType.ExtensionObject)),
)
moments = st.integers(1, 2**40).map(lambda us: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=us))
data_values = st.builds(
    ua.DataValue,
    st.one_of(numbers, numbers, others),
    st.none() | st.integers(0, 2**32 - 1).map(lambda code: ua.StatusCode(ua.UInt32(code))),
    st.none() | moments,
    st.none() | moments,
    st.none() | st.integers(0, 9999),
    st.none() | st.integers(0, 9999),
)
items = st.lists(st.tuples(st.integers(0, 2**32 - 1), data_values), max_size=12)


def response(found: list[tuple[int, ua.DataValue]], sequence: int = 5, **more: Any) -> ua.PublishResponse:
    made = ua.PublishResponse()
    made.Parameters.SubscriptionId = 7
    made.Parameters.AvailableSequenceNumbers = [3, 4, 5]
    message = made.Parameters.NotificationMessage
    message.SequenceNumber = sequence
    change = ua.DataChangeNotification()
    change.MonitoredItems = [ua.MonitoredItemNotification(handle, value) for handle, value in found]
    message.NotificationData = [change]
    return made


def one(value: ua.DataValue) -> bytes:
    return struct_to_binary(response([(1, value)]))


def as_the_library_reads_it(data: bytes) -> list[tuple[Any, ...]]:
    read = struct_from_binary(ua.PublishResponse, Buffer(data))
    (change,) = read.Parameters.NotificationMessage.NotificationData
    rows = []
    for item in change.MonitoredItems:
        variant, status = item.Value.Value, item.Value.StatusCode
        value = variant.Value if variant is not None else None
        is_number = isinstance(value, (int, float)) and not variant.is_array
        kind = NO_TYPE if value is None and not variant.is_array else variant.VariantType.value
        if variant.is_array or not (is_number or kind == NO_TYPE):
            kind = NOT_A_NUMBER
        moment = item.Value.SourceTimestamp
        since = moment.replace(tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC) if moment is not None else timedelta()
        raw = float(value) if is_number else math.nan
        code = status.value if status is not None else 0
        rows.append((item.ClientHandle, raw, kind, code, since // timedelta(microseconds=1)))
    return rows


def rows_of(values: Values) -> list[tuple[Any, ...]]:
    columns = (values.handle, values.raw, values.kind, values.status, [t // 10 for t in values.source_time])
    return [(h, float(r), k, s, t) for h, r, k, s, t in zip(*columns, strict=True)]


@given(items)
def test_it_reads_what_the_library_reads(found: list[tuple[int, ua.DataValue]]) -> None:
    data = struct_to_binary(response(found))
    ours = read_publish_response(data)
    assert ours.malformed is None
    assert (ours.subscription_id, ours.sequence, ours.available) == (7, 5, (3, 4, 5))
    expected = as_the_library_reads_it(data)
    assert len(expected) == len(found)
    # repr tells NaN from NaN no more than it tells 1 from 1.
    assert [repr(row) for row in rows_of(ours.values)] == [repr(row) for row in expected]


@given(items, st.data())
def test_broken_bytes_are_told_and_never_anything_else(
    found: list[tuple[int, ua.DataValue]], data: st.DataObject
) -> None:
    whole = bytearray(struct_to_binary(response(found)))
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(Malformed):
        read_publish_response(cut)


@given(items)
def test_a_published_and_a_republished_message_are_the_same(found: list[tuple[int, ua.DataValue]]) -> None:
    whole = response(found)
    again = ua.RepublishResponse()
    again.NotificationMessage = whole.Parameters.NotificationMessage
    ours = read_republish_response(struct_to_binary(again))
    assert ours.sequence == 5
    assert [repr(r) for r in rows_of(ours.values)] == [
        repr(r) for r in rows_of(read_publish_response(struct_to_binary(whole)).values)
    ]


@given(st.lists(data_values, max_size=8))
def test_values_that_were_read_come_under_their_handles(found: list[ua.DataValue]) -> None:
    answer = ua.ReadResponse()
    answer.Results = found
    handles, into = list(range(100, 100 + len(found))), Values()
    read_values(struct_to_binary(answer), handles, into)
    expected = as_the_library_reads_it(struct_to_binary(response(list(zip(handles, found, strict=True)))))
    assert [repr(r) for r in rows_of(into)] == [repr(r) for r in expected]


def test_a_keep_alive_carries_nothing() -> None:
    made = response([])
    made.Parameters.NotificationMessage.NotificationData = []
    ours = read_publish_response(struct_to_binary(made))
    assert ours.is_keep_alive
    assert len(ours.values) == 0


def test_a_status_change_is_told() -> None:
    made = response([])
    change = ua.StatusChangeNotification()
    change.Status = ua.StatusCode(ua.StatusCodes.BadTimeout)
    made.Parameters.NotificationMessage.NotificationData = [change]
    assert read_publish_response(struct_to_binary(made)).status_change == ua.StatusCodes.BadTimeout


def test_fifty_megabytes_are_stepped_over_and_the_next_value_is_read() -> None:
    huge = ua.DataValue(ua.Variant("x" * 50_000_000, ua.VariantType.String))
    data = struct_to_binary(response([(1, huge), (2, ua.DataValue(ua.Variant(2.5)))]))
    values = read_publish_response(data).values
    assert values.handle == [1, 2]
    assert values.raw[1] == 2.5
    assert values.oversized == [(1, 50_000_005)]


def test_what_was_read_before_a_broken_value_is_kept_and_the_broken_one_named() -> None:
    good, bad = ua.DataValue(ua.Variant(1.5)), ua.DataValue(ua.Variant(6.25))
    data = struct_to_binary(response([(1, good), (42, bad)]))
    at = data.index(struct.pack("<d", 6.25)) - 1
    broken = data[:at] + b"\x3f" + data[at + 1 :]
    found = read_publish_response(broken)
    assert found.values.raw == [1.5]
    assert found.malformed is not None
    assert found.malformed.handle == 42


def test_a_refused_read_says_why() -> None:
    fault = ua.ReadResponse()
    fault.ResponseHeader.ServiceResult = ua.StatusCode(ua.StatusCodes.BadTooManyOperations)
    with pytest.raises(ua.UaStatusCodeError):
        read_values(struct_to_binary(fault), [1], Values())
