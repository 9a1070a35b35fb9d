"""Alarms and conditions of servers: taken in, asked for again after a loss, and harmless whatever they are."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from field_points import Heard, address, node, point, until

from benchmarks.link_sources import Source
from console.field.link.decoding import Malformed
from console.field.link.event_decoding import Oversized, read_events
from console.field.link.messages import AcknowledgeThere, InstructorReply
from engines.values.field_events import FieldEvent
from engines.values.points import LinkState, PointQuality

Links = Callable[..., Heard]
Fields = Callable[..., Source]


def told(heard: Heard) -> list[FieldEvent]:
    return [event for batch in list(heard.events_heard) for event in batch.events]


def latest(heard: Heard, condition: str) -> FieldEvent | None:
    return next((e for e in reversed(told(heard)) if e.condition_id == node(condition)), None)


def test_an_alarm_comes_with_all_its_server_says(field: Fields, link: Links) -> None:
    source = field("--alarms", "3", kind="node")
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    until(lambda: any(batch.retained is not None for batch in heard.events_heard), "the first refresh")
    source.tell(alarm=1, active=True, severity=700, message="Überstrom L1\n")
    event = until(lambda: latest(heard, "Alarm1"))
    assert (event.server, event.condition_id, event.branch_id) == ("field", node("Alarm1"), "")
    assert (event.source_node, event.source_name[-3:]) == (node("Bay"), "Bay")
    assert (event.condition_name, event.severity, event.message) == ("Condition 1", 700, "Überstrom L1")
    assert (event.is_active, event.is_acked, event.is_retained, event.is_enabled) == (True, False, True, True)
    assert event.quality is PointQuality.GOOD
    assert event.event_id
    assert event.event_type == "i=2915"
    assert abs(event.time_us - event.receive_time_us) < 2_000_000
    assert not event.is_refresh
    source.tell(alarm=1, acked=True, bad=True)
    until(lambda: (found := latest(heard, "Alarm1")) and found.is_acked)
    assert latest(heard, "Alarm1").quality is PointQuality.INVALID  # type: ignore[union-attr]
    source.tell(alarm=1, active=False)
    until(lambda: (found := latest(heard, "Alarm1")) and not found.is_retained)
    assert heard.healths[-1].events_problem == ""
    until(lambda: heard.healths[-1].events >= 3)


def test_an_alarm_the_server_judges_itself_comes(field: Fields, link: Links) -> None:
    source = field("--alarms", "1", kind="node")
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    source.write("Voltage", 1.2)
    until(lambda: (found := latest(heard, "HighVoltage")) and found.is_active)
    assert latest(heard, "HighVoltage").condition_name == "High voltage"  # type: ignore[union-attr]


def test_what_happened_while_away_is_told_after_the_connection_is_back(field: Fields, link: Links) -> None:
    source = field("--alarms", "4", kind="node")
    for k in (0, 1):
        source.tell(alarm=k, active=True)
    heard = link(address(source.endpoint, point("Voltage")))
    first = until(lambda: next((b.retained for b in heard.events_heard if b.retained is not None), None))
    assert first == {(node("Alarm0"), ""), (node("Alarm1"), "")}
    assert all(event.is_refresh for event in told(heard))
    heard.events_heard.clear()
    source.freeze()
    heard.until(LinkState.DOWN)
    source.tell(alarm=1, active=False, acked=True)
    source.tell(alarm=2, active=True)
    source.thaw()
    heard.until(LinkState.UP)
    second = until(lambda: next((b.retained for b in heard.events_heard if b.retained is not None), None))
    assert second == {(node("Alarm0"), ""), (node("Alarm2"), "")}


def test_a_burst_comes_whole_and_in_order(field: Fields, link: Links) -> None:
    source = field("--alarms", "50", kind="node")
    heard = link(address(source.endpoint, point("Voltage")), refresh_pause_s=60.0)
    until(lambda: any(batch.retained is not None for batch in heard.events_heard))
    source.tell(burst=2000, active=True)
    until(lambda: len(told(heard)) >= 2000)
    assert [int(event.message) for event in told(heard) if event.message.isdigit()] == list(range(2000))
    assert max(len(batch) for batch in heard.events_heard) <= 200


def test_an_oversized_event_puts_its_condition_aside_and_no_other(field: Fields, link: Links) -> None:
    source = field("--alarms", "3", kind="node")
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    until(lambda: heard.events_heard)
    source.tell(alarm=0, active=True, message="size:100000")
    source.tell(alarm=1, active=True)
    until(lambda: latest(heard, "Alarm1"))
    assert latest(heard, "Alarm0") is None
    ((name, reason),) = [aside for batch in heard.events_heard for aside in batch.quarantined]
    assert name == node("Alarm0")
    assert "field of 100" in reason
    source.tell(alarm=0, active=True, message="small again")
    source.tell(alarm=1, active=True, message="second")
    until(lambda: latest(heard, "Alarm1").message == "second")  # type: ignore[union-attr]
    assert latest(heard, "Alarm0") is None
    source.write("Voltage", 1.0625)
    heard.until_value(1.0625)


def test_a_server_that_tells_nothing_again_is_heard_from_now_on(field: Fields, link: Links) -> None:
    source = field()
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)

    def has_come() -> FieldEvent | None:
        # It listens only a moment after the values are up.
        source.tell(alarm=5, active=True, severity=900)
        time.sleep(0.05)
        return latest(heard, "Alarm5")

    event = until(has_come)
    assert (event.is_active, event.is_acked, event.severity, event.condition_name) == (True, False, 900, "Condition 5")
    assert event.element_id == "Voltage"
    until(lambda: "does not tell alarms raised before" in heard.healths[-1].events_problem)


def test_a_server_that_has_the_types_of_alarms_and_none_of_them_has_no_problem(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage")), health_s=0.05)
    heard.until(LinkState.UP)
    told_before = len(heard.healths)
    until(lambda: len(heard.healths) > told_before + 10)
    assert heard.healths[-1].events_problem == ""
    assert told(heard) == []


def test_a_server_without_alarms_is_simply_one_without(field: Fields, link: Links) -> None:
    source = field(kind="node")
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    source.write("Voltage", 1.0625)
    heard.until_value(1.0625)
    assert told(heard) == []


# Bytes.


def _text(content: bytes) -> bytes:
    return b"\x0c" + struct.pack("<i", len(content)) + content


def _list(*fields: bytes, count: int = 1) -> bytes:
    return struct.pack("<iIi", count, 7, len(fields)) + b"".join(fields)


def test_fields_of_every_shape_are_read_or_passed_over() -> None:
    numbers = b"\x05" + struct.pack("<H", 500)
    array = b"\x8c" + struct.pack("<i", 1) + struct.pack("<i", 2) + b"ab"
    localized = b"\x15\x03" + struct.pack("<i", 2) + b"de" + struct.pack("<i", 3) + b"Ort"
    data = _list(_text(b"hello"), numbers, b"\0", array, localized, b"\x01\x01", b"\x0c\xff\xff\xff\xff")
    (event,) = read_events(data, 0, len(data), 4096)
    assert (event.handle, event.fields) == (7, ("hello", 500, None, None, "Ort", True, ""))


@pytest.mark.parametrize("kind", [b"\x0c", b"\x0f", b"\x15\x02"])
def test_a_field_too_large_is_not_looked_at(kind: bytes) -> None:
    data = _list(kind + struct.pack("<i", 5000) + 5000 * b"x", b"\x01\x00")
    (event,) = read_events(data, 0, len(data), 4096)
    assert isinstance(event.fields[0], Oversized)
    assert event.fields[1] is False


def test_broken_bytes_are_malformed_and_nothing_else() -> None:
    data = _list(_text(b"hello"), b"\x05" + struct.pack("<H", 500), b"\x11\x00\x07")
    read_events(data, 0, len(data), 4096)
    for cut in range(len(data)):
        with pytest.raises(Malformed):
            read_events(data[:cut], 0, cut, 4096)
    with pytest.raises(Malformed):
        read_events(struct.pack("<iIi", 1, 0, 2_000_000_000), 0, 12, 4096)
    for k in range(len(data)):
        for bits in range(1, 256, 5):
            spoilt = bytearray(data)
            spoilt[k] ^= bits
            with suppress(Malformed):
                read_events(bytes(spoilt), 0, len(spoilt), 4096)


def answered(heard: Heard, condition: str, event_id: str, call_id: int) -> InstructorReply:
    heard.thread.acknowledge(AcknowledgeThere(call_id, node(condition), event_id, "anna"))
    return until(lambda: next((reply for reply in heard.instructed if reply.call_id == call_id), None))


def test_an_alarm_is_acknowledged_at_its_server_once(field: Fields, link: Links) -> None:
    source = field("--alarms", "3", kind="node")
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    until(lambda: any(batch.retained is not None for batch in heard.events_heard), "the first refresh")
    source.tell(alarm=1, active=True, severity=700)
    event = until(lambda: latest(heard, "Alarm1"))
    assert event.is_acked is False
    reply = answered(heard, "Alarm1", event.event_id, 1)
    assert reply.is_done, reply.reason
    until(lambda: (found := latest(heard, "Alarm1")) and found.is_acked, "the server to tell that it is acknowledged")
    again = answered(heard, "Alarm1", event.event_id, 2)
    assert again.reason in (
        "somebody has acknowledged it there before",
        "the alarm has changed there meanwhile; acknowledge it at the server",
    )
    unknown = answered(heard, "Alarm99", event.event_id, 3)
    assert unknown.reason
    assert (
        answered(heard, "Alarm2", "00ff", 4).reason
        == "the alarm has changed there meanwhile; acknowledge it at the server"
    )


def test_a_server_that_does_not_answer_leaves_it_open_whether_it_took_note(field: Fields, link: Links) -> None:
    source = field("--alarms", "1", kind="node")
    heard = link(address(source.endpoint, point("Voltage")), answer_s=1.0)
    heard.until(LinkState.UP)
    until(lambda: any(batch.retained is not None for batch in heard.events_heard), "the first refresh")
    source.tell(alarm=0, active=True)
    event = until(lambda: latest(heard, "Alarm0"))
    source.freeze()
    assert "whether it took note is not known" in answered(heard, "Alarm0", event.event_id, 1).reason
    heard.until(LinkState.DOWN)
    assert "is down" in answered(heard, "Alarm0", event.event_id, 2).reason
    source.thaw()
