"""The same link on servers of other makers: node-opcua, and the deprecated opcua package."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from field_points import Heard, address, point, until

from benchmarks.link_sources import Source
from engines.values.commands import FieldAnswer
from engines.values.points import LinkState, PointKind, PointQuality

Links = Callable[..., Heard]
Fields = Callable[..., Source]

POINTS = (
    point("Voltage", data_type="Double"),
    point("Position", PointKind.POSITION, raw_values=((0, 1), (1, 0))),
    point("Flag", PointKind.FLAG, node="/urn:test:field:Folder/urn:test:field:Flag"),
    point("Missing"),
    point("Text"),
    *(point(f"Ramp{k}") for k in range(10)),
)


@pytest.mark.parametrize("kind", ["node", "old"])
def test_a_server_of_another_maker(field: Fields, link: Links, kind: str) -> None:
    source = field(kind=kind)
    # The times themselves are shown against another server; here that this one is understood.
    heard = link(address(source.endpoint, *POINTS, keep_alive_s=0.3), suspect_after_s=0.8, down_after_s=1.6)
    heard.until(LinkState.UP)
    assert [heard.latest(row) for row in range(3)] == [1.0, 0.0, 1.0]
    assert set(heard.problems) == {"Missing/vm_pu", "Text/vm_pu"}
    assert abs(heard.healths[-1].clock_offset_s) < 2.0

    source.write("Voltage", 1.0625)
    heard.until_value(1.0625)
    source.write("Voltage", 1.0, status=0x80050000)
    until(lambda: heard.latest(0, "quality") == PointQuality.INVALID)

    source.tell(ramp=[10, 10])
    until(lambda: heard.latest(5) >= 8.0)
    for row in range(5, 15):
        history = heard.history(row)
        # Old servers do not send what was there when they were asked if it changes at that very moment.
        assert history == [float(k) for k in range(int(history[0]), int(history[0]) + len(history))]

    for point_id, value in (("Direct/vm_pu", 0.5), ("Selected/position", 1.0), ("Setpoint/vm_pu", 1.25)):
        assert heard.reply_to(heard.operate(point_id, value)).answer is FieldAnswer.ACCEPTED
    source.tell(answer={"Direct": "refuse", "Selected": "refuse"})
    until(lambda: heard.reply_to(heard.operate("Direct/vm_pu", 0.5)).answer is FieldAnswer.REFUSED)
    refused = heard.reply_to(heard.operate("Selected/position", 0.0))
    assert refused.answer is FieldAnswer.NOT_SENT
    assert "the drive is blocked" in refused.reason
    assert {(c["device"], c["value"]) for c in source.commands()} == {("Direct", 0.5), ("Selected", 1.0)}

    source.freeze()
    frozen = time.monotonic()
    heard.until(LinkState.SUSPECT)
    assert time.monotonic() - frozen <= 1.2
    heard.until(LinkState.DOWN)
    assert time.monotonic() - frozen <= 2.0
    source.thaw()
    assert heard.until(LinkState.UP) <= 6.0
    assert len(heard.gaps) == 1

    source.kill()
    heard.until(LinkState.DOWN)
    source.restart()
    heard.until(LinkState.UP)
    assert heard.latest(0) == 1.0


def test_a_server_with_tight_limits_is_asked_in_small_parts_and_what_it_refuses_is_told(
    field: Fields, link: Links
) -> None:
    source = field("--limits", kind="node")
    points = [point(f"Ramp{k}") for k in range(10)]
    paths = [
        point(f"Path{k}", node=f"/urn:test:field:Folder/urn:test:field:{n}") for k, n in enumerate(["Voltage", "Flag"])
    ]
    heard = link(address(source.endpoint, *points, *paths))
    heard.until(LinkState.UP)
    source.tell(ramp=[10, 5])
    until(lambda: all(heard.latest(row) >= 2.0 for row in range(10)))
    assert heard.latest(10) == 1.0
    assert not heard.problems


def test_changes_the_server_had_no_room_for_are_counted(field: Fields, link: Links) -> None:
    source = field(kind="node")
    heard = link(address(source.endpoint, point("Voltage"), publishing_interval_s=1.0), queue_size=5)
    heard.until(LinkState.UP)
    for k in range(200):
        source.write("Voltage", 2.0 + k)
    heard.until_value(201.0)
    until(lambda: heard.healths[-1].overflows > 0)
    assert heard.is_up()
