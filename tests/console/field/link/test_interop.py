"""The same link on servers of other makers: node-opcua, and the deprecated opcua package."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from field_points import Heard, address, point, until

from benchmarks.link_sources import Source, why_absent
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


@pytest.fixture(scope="module", params=["node", "old"])
def source(request: pytest.FixtureRequest) -> Iterator[Source]:
    if reason := why_absent(request.param):
        pytest.skip(reason)
    made = Source(request.param)
    yield made
    made.kill()


def test_its_values_come_and_its_devices_are_commanded(source: Source, link: Links) -> None:
    heard = link(address(source.endpoint, *POINTS))
    heard.until(LinkState.UP)
    assert [heard.latest(row) for row in range(3)] == [1.0, 0.0, 1.0]
    assert set(heard.problems) == {"Missing/vm_pu", "Text/vm_pu"}
    assert abs(heard.healths[-1].clock_offset_s) < 2.0

    source.write("Voltage", 1.0625)
    heard.until_value(1.0625)
    source.write("Voltage", 1.0, status=0x80050000)
    until(lambda: heard.latest(0, "quality") == PointQuality.INVALID)

    for point_id, value in (("Direct/vm_pu", 0.5), ("Selected/position", 1.0), ("Setpoint/vm_pu", 1.25)):
        assert heard.reply_to(heard.operate(point_id, value)).answer is FieldAnswer.ACCEPTED
    source.tell(answer={"Direct": "refuse", "Selected": "refuse"})
    until(lambda: heard.reply_to(heard.operate("Direct/vm_pu", 0.5)).answer is FieldAnswer.REFUSED)
    refused = heard.reply_to(heard.operate("Selected/position", 0.0))
    assert refused.answer is FieldAnswer.NOT_SENT
    assert "the drive is blocked" in refused.reason
    assert {(c["device"], c["value"]) for c in source.commands()} == {("Direct", 0.5), ("Selected", 1.0)}


def test_every_change_comes_once_and_what_the_server_dropped_is_counted(source: Source, link: Links) -> None:
    heard = link(address(source.endpoint, *POINTS))
    heard.until(LinkState.UP)
    source.tell(ramp=[10, 10])
    until(lambda: heard.latest(5) >= 8.0)
    for row in range(5, 15):
        history = heard.history(row)
        assert history == [float(k) for k in range(int(history[0]), int(history[0]) + len(history))]
    assert heard.healths[-1].overflows == 0
    if source.kind != "node":
        # The old package never says so.
        return
    slow = link(address(source.endpoint, POINTS[5], publishing_interval_s=1.0), queue_size=2)
    until(lambda: slow.healths and slow.healths[-1].overflows > 0)


def test_it_is_found_silent_and_gone_and_back(source: Source, link: Links) -> None:
    # The times themselves are shown against another server; here that this one is understood.
    watched = address(source.endpoint, *POINTS, keep_alive_s=0.3)
    heard = link(watched, suspect_after_s=0.8, down_after_s=1.6)
    heard.until(LinkState.UP)
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


def test_a_server_with_tight_limits_is_asked_in_small_parts(field: Fields, link: Links) -> None:
    source = field("--limits", kind="node")
    points = [point(f"Ramp{k}") for k in range(10)]
    paths = [point(f"By path {n}", node=f"/urn:test:field:Folder/urn:test:field:{n}") for n in ("Voltage", "Flag")]
    heard = link(address(source.endpoint, *points, *paths))
    heard.until(LinkState.UP)
    source.tell(ramp=[10, 5])
    until(lambda: all(heard.latest(row) >= 2.0 for row in range(10)))
    assert heard.latest(10) == 1.0
    assert not heard.problems
