"""A link against a real server: what comes, what is told of bad input, what follows when the server is silent."""

from __future__ import annotations

import math
import struct
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from field_points import Heard, address, node, point, until

from benchmarks.faulty_proxy import FaultyProxy
from benchmarks.link_sources import Source
from console.field.addresses import SecurityMode, SecurityPolicy
from console.field.link.options import LinkOptions
from console.field.security.trust_store import TrustStore
from engines.values.commands import FieldAnswer
from engines.values.points import LinkState, PointKind, PointQuality

Links = Callable[..., Heard]
Fields = Callable[..., Source]
Roads = Callable[[Source], FaultyProxy]


def test_values_come_with_time_and_quality(shared: Source, link: Links) -> None:
    inverted = point("Position", PointKind.POSITION, raw_values=((0, 1), (1, 0)))
    heard = link(address(shared.endpoint, point("Voltage", scale=2.0), inverted))
    heard.until(LinkState.UP)
    assert heard.latest(1) == 0.0
    shared.write("Voltage", 1.0625)
    heard.until_value(2.125)
    assert abs(heard.latest(0, "source_time_us") / 1e6 - time.time()) < 5.0
    assert abs(heard.latest(0, "receive_time_us") / 1e6 - time.time()) < 5.0
    shared.write("Voltage", 1.0, status=0x80050000)
    until(lambda: heard.latest(0, "quality") == PointQuality.INVALID)
    shared.write("Voltage", 1.0)
    until(lambda: heard.latest(0, "quality") == PointQuality.GOOD)
    assert abs(heard.healths[-1].clock_offset_s) < 1.0


def test_every_value_is_there_before_the_link_says_up(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage"), point("Flag", PointKind.FLAG)))
    heard.until(LinkState.UP)
    assert {int(k) for batch in heard.batches for k in batch.index} == {0, 1}


def test_a_browse_path_is_followed(shared: Source, link: Links) -> None:
    by_path = point("Flag", PointKind.FLAG, node="/urn:test:field:Folder/urn:test:field:Flag")
    heard = link(address(shared.endpoint, by_path))
    heard.until(LinkState.UP)
    heard.until_value(1.0)


def test_each_item_that_is_not_there_says_so_and_the_rest_is_live(shared: Source, link: Links) -> None:
    heard = link(
        address(
            shared.endpoint,
            point("Missing"),
            point("Elsewhere", node="nsu=urn:elsewhere;s=x"),
            point("Nowhere", node="/urn:test:field:Folder/urn:test:field:Nothing"),
            point("Text"),
            point("Object", node=node("Folder")),
            point("Position", PointKind.POSITION, data_type="Double"),
            point("Voltage"),
        )
    )
    heard.until(LinkState.UP)
    until(lambda: "Position/position" in heard.problems)
    problems = heard.problems
    assert "no such node" in problems["Missing/vm_pu"]
    assert "no namespace urn:elsewhere" in problems["Elsewhere/vm_pu"]
    assert "nothing at this browse path" in problems["Nowhere/vm_pu"]
    assert "declares it as String" in problems["Text/vm_pu"]
    assert "no variable" in problems["Object/vm_pu"]
    assert "sends Int32, the map says Double" in problems["Position/position"]
    assert "Voltage/vm_pu" not in problems
    shared.write("Voltage", 1.5)
    heard.until_value(1.5, row=6)


def test_nan_infinity_text_and_fifty_megabytes_spoil_only_their_own_point(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Anything"), point("Voltage")))
    heard.until(LinkState.UP)
    for raw in ("NaN", "Infinity"):
        shared.write("Anything", float(raw.lower()))
        until(lambda: heard.latest(0, "quality") == PointQuality.INVALID)
        assert math.isnan(heard.latest(0))
        shared.write("Anything", 0.25)
        heard.until_value(0.25)
    shared.write("Anything", "words", "String")
    until(lambda: "sends String" in heard.problems.get("Anything/vm_pu", ""))
    shared.write("Anything", 0.75)
    heard.until_value(0.75)
    until(lambda: not heard.problems)
    shared.write("Anything", "size:50000000", "String")
    until(lambda: "quarantine" in heard.problems.get("Anything/vm_pu", ""))
    assert heard.latest(0, "quality") == PointQuality.INVALID
    shared.write("Anything", 0.0)
    shared.write("Voltage", 0.5)
    heard.until_value(0.5, row=1)
    assert heard.healths[-1].reconnects == 0


def test_a_value_that_is_too_large_from_the_beginning_keeps_nobody_waiting(shared: Source, link: Links) -> None:
    shared.write("Anything", "size:10000", "String")
    try:
        heard = link(address(shared.endpoint, point("Anything"), point("Voltage")))
        heard.until(LinkState.UP)
        assert "quarantine" in heard.problems["Anything/vm_pu"]
        known = len(heard.history())
        shared.write("Anything", "size:20000", "String")
        shared.write("Voltage", 0.875)
        heard.until_value(0.875, row=1)
        # It is not watched any more.
        assert len(heard.history()) == known
    finally:
        shared.write("Anything", 0.0)


def test_a_broken_value_puts_its_node_in_quarantine_and_the_rest_is_read_again(
    shared: Source, link: Links, road: Roads
) -> None:
    way = road(shared)
    heard = link(address(way.endpoint, point("Anything"), point("Voltage")))
    heard.until(LinkState.UP)
    marked = b"\x0b" + struct.pack("<d", 1234.5)
    way.alter = lambda data: data.replace(marked, b"\x3f" + marked[1:])
    shared.write("Anything", 1234.5)
    until(lambda: "quarantine" in heard.problems.get("Anything/vm_pu", ""))
    until(lambda: heard.gaps)
    assert "cannot be read" in heard.gaps[0][2]
    shared.write("Voltage", 0.625)
    heard.until_value(0.625, row=1)
    assert heard.healths[-1].reconnects == 0


def test_a_clock_an_hour_off_is_told_and_changes_nothing(shared: Source, link: Links) -> None:
    shared.tell(clock=3600)
    try:
        heard = link(address(shared.endpoint, point("Voltage")))
        heard.until(LinkState.UP)
        shared.write("Voltage", time.time())
        until(lambda: abs(heard.latest(0, "source_time_us") / 1e6 - time.time() - 3600) < 5)
        assert abs(heard.latest(0, "receive_time_us") / 1e6 - time.time()) < 5
        until(lambda: abs(heard.healths[-1].clock_offset_s - 3600) < 5)
        assert heard.is_up()
    finally:
        shared.tell(clock=0)


def test_a_lost_message_is_asked_for_again_and_nothing_is_missing(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    shared.write("Voltage", 1.0)
    heard.until_value(1.0)
    known = len(heard.history())
    shared.tell(lose=2)
    for k in range(2, 8):
        shared.write("Voltage", float(k))
        if k > 3:
            heard.until_value(float(k))
        else:
            # Into two messages: the next one must not take both.
            time.sleep(0.15)
    assert heard.history()[known:] == [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    assert heard.healths[-1].gaps == 0
    until(lambda: heard.healths[-1].republished == 2)


def test_a_message_lost_for_good_is_a_gap_and_everything_is_read_again(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage"), point("Anything")))
    heard.until(LinkState.UP)
    shared.tell(lose=1, forget=True)
    shared.write("Voltage", 2.0)
    time.sleep(0.15)
    shared.write("Anything", 3.0)
    heard.until_value(2.0)
    until(lambda: heard.gaps)
    assert "missing" in heard.gaps[0][2]
    until(lambda: heard.healths[-1].gaps == 1)
    assert heard.is_up()


def test_a_short_stall_is_suspect_and_no_reconnect(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    shared.freeze()
    try:
        assert heard.until(LinkState.SUSPECT) <= 2.0
        assert "silent" in heard.healths[-1].reason
    finally:
        shared.thaw()
    heard.until(LinkState.UP)
    assert heard.healths[-1].reconnects == 0
    assert not heard.gaps


def test_a_frozen_server_is_down_in_four_seconds_and_live_again_when_it_goes_on(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    shared.freeze()
    frozen = time.monotonic()
    try:
        heard.until(LinkState.DOWN)
        assert time.monotonic() - frozen <= 4.0
        time.sleep(0.5)
    finally:
        shared.thaw()
    assert heard.until(LinkState.UP) <= 6.0
    ((begin, end, reason),) = heard.gaps
    assert 3.0e6 < end - begin < 12e6
    assert "silent" in reason
    assert heard.healths[-1].reconnects == 1


def test_a_killed_server_is_down_at_once_and_true_again_when_it_is_back(field: Fields, link: Links) -> None:
    source = field()
    heard = link(address(source.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    source.write("Voltage", 7.0)
    heard.until_value(7.0)
    source.kill()
    assert heard.until(LinkState.DOWN) < 1.0
    until(lambda: "nothing listens" in heard.healths[-1].reason)
    source.restart()
    assert heard.until(LinkState.UP) <= 6.0
    assert heard.latest() == 1.0
    assert len(heard.gaps) == 1


def test_a_dropped_session_is_made_anew(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    shared.tell(drop=True)
    until(lambda: heard.gaps)
    assert heard.is_up()
    assert heard.healths[-1].reconnects == 1


@pytest.mark.parametrize(
    ("endpoint", "words"),
    [
        ("opc.tcp://127.0.0.1:9/field", "nothing listens"),
        ("opc.tcp://no-such-host.invalid:4840/", "cannot be reached"),
    ],
)
def test_a_wrong_endpoint_says_what_is_wrong(link: Links, endpoint: str, words: str) -> None:
    heard = link(address(endpoint, point("Voltage")))
    until(lambda: words in heard.reason)
    assert heard.state is LinkState.DOWN


def test_two_consoles_on_one_server_do_not_disturb_each_other(shared: Source, link: Links) -> None:
    one, other = (link(address(shared.endpoint, point("Voltage"))) for _ in range(2))
    one.until(LinkState.UP)
    other.until(LinkState.UP)
    shared.write("Voltage", 2.25)
    one.until_value(2.25)
    other.until_value(2.25)


def test_points_are_read_again_when_asked(shared: Source, link: Links) -> None:
    heard = link(address(shared.endpoint, point("Voltage"), point("Anything")))
    heard.until(LinkState.UP)
    before = len(heard.history(0)), len(heard.history(1))
    heard.thread.read_again(("Voltage/vm_pu", "Unknown/vm_pu"))
    until(lambda: len(heard.history(0)) == before[0] + 1)
    assert len(heard.history(1)) == before[1]


def test_many_items_are_shared_out_over_subscriptions(shared: Source, link: Links) -> None:
    ramps = [point(f"Ramp{k}") for k in range(50)]
    heard = link(address(shared.endpoint, *ramps), items_per_subscription=20, chunk=7)
    heard.until(LinkState.UP)
    shared.tell(ramp=[50, 10])
    until(lambda: heard.latest(49) >= 5.0)
    for row in range(50):
        history = heard.history(row)
        assert history == [float(k) for k in range(len(history))]
    assert LinkOptions().items_per_subscription > 20


def test_a_server_that_grants_only_a_long_keep_alive_is_asked_whether_it_lives(shared: Source, link: Links) -> None:
    shared.tell(keep_alive=100)
    try:
        heard = link(address(shared.endpoint, point("Voltage")))
        heard.until(LinkState.UP)
        told = len(heard.healths)
        time.sleep(2.5)
        assert {health.state for health in heard.healths[told:]} == {LinkState.UP}
        shared.freeze()
        assert heard.until(LinkState.SUSPECT) <= 2.0
    finally:
        shared.thaw()
        shared.tell(keep_alive=0)


def test_a_new_or_changed_certificate_waits_for_a_person(field: Fields, link: Links, tmp_path: Path) -> None:
    source = field("--secure", str(tmp_path))
    trust = TrustStore(tmp_path / "trust")
    secured = replace(
        address(source.endpoint, point("Voltage")),
        security_policy=SecurityPolicy.BASIC256SHA256,
        security_mode=SecurityMode.ENCRYPT,
    )
    heard = link(secured, trust=trust.folder, channel_lifetime_s=2.0)
    until(lambda: heard.state is LinkState.DOWN and heard.reason)
    (waiting,) = trust.entries()
    trust.approve(waiting.certificate.fingerprint)
    heard.thread.try_now()
    heard.until(LinkState.UP)
    approved = time.monotonic()
    source.write("Voltage", 1.5)
    heard.until_value(1.5)
    # The channel has been renewed twice by then.
    until(lambda: heard.state is not LinkState.UP or time.monotonic() > approved + 4.0)
    source.write("Voltage", 2.5)
    heard.until_value(2.5)
    assert heard.healths[-1].reconnects == 0
    source.kill()
    heard.until(LinkState.DOWN)
    source.restart()
    until(lambda: "is another one than the approved" in heard.reason, "a refusal")
    assert heard.reply_to(heard.operate("Direct/vm_pu", 1.0)).answer is FieldAnswer.NOT_SENT
    assert not source.commands()


def test_a_login_that_cannot_work_is_told_and_not_tried(link: Links) -> None:
    heard = link(replace(address("opc.tcp://127.0.0.1:9/", point("Voltage")), user="operator"))
    until(lambda: "login over a channel without security" in heard.reason)
    assert heard.state is LinkState.DOWN
