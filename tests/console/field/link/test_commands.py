"""Commands on a real server: at most once, in time, and the truth about each."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable

import pytest
from field_points import Heard, address, point, until

from benchmarks.faulty_proxy import FaultyProxy
from benchmarks.link_sources import Source
from console.field.addresses import ControlAddress, ControlStyle
from engines.values.commands import FieldAnswer
from engines.values.points import LinkState

Links = Callable[..., Heard]
Fields = Callable[..., Source]
Roads = Callable[[Source], FaultyProxy]


@pytest.fixture
def live(shared: Source, link: Links) -> Heard:
    shared.tell(answer={"Direct": "move", "Selected": "move"})
    heard = link(address(shared.endpoint, point("Setpoint")))
    heard.until(LinkState.UP)
    shared.commands()
    return heard


def test_each_style_reaches_its_device_once(live: Heard, shared: Source) -> None:
    direct, selected, written = (
        live.operate(point_id, value)
        for point_id, value in (("Direct/vm_pu", 0.5), ("Selected/position", 1.0), ("Setpoint/vm_pu", 1.0625))
    )
    for command, value in ((direct, 0.5), (selected, 1.0), (written, 1.0625)):
        reply = live.reply_to(command)
        assert (reply.answer, reply.reason, reply.value_sent) == (FieldAnswer.ACCEPTED, "", value)
    live.until_value(1.0625)
    received = shared.commands()
    assert sorted((c["device"], c["value"]) for c in received) == [("Direct", 0.5), ("Selected", 1.0)]
    assert sorted(live.sent) == sorted([direct, selected, written])


def test_the_device_s_refusal_is_told_in_its_own_words(live: Heard, shared: Source) -> None:
    shared.tell(answer={"Direct": "refuse"})
    reply = live.reply_to(live.operate("Direct/vm_pu", 1.0))
    assert (reply.answer, reply.reason) == (FieldAnswer.REFUSED, "the drive is blocked")
    assert reply.status_code == 0x801F0000


def test_a_selection_that_is_refused_sends_nothing(live: Heard, shared: Source) -> None:
    shared.tell(answer={"Selected": "refuse"})
    # Its orders are carried out one after the other: what follows on the way back is told, too.
    shared.write("Setpoint", 0.4375)
    live.until_value(0.4375)
    command = live.operate("Selected/position", 1.0)
    reply = live.reply_to(command)
    assert reply.answer is FieldAnswer.NOT_SENT
    assert "the drive is blocked" in reply.reason
    assert command not in live.sent
    assert not shared.commands()


def test_what_cannot_be_sent_is_not_sent_and_says_why(live: Heard, shared: Source) -> None:
    for point_id, value, within_s, words in (
        ("Voltage/vm_pu", 1.0, 5.0, "does not say how to command"),
        ("Direct/vm_pu", float("nan"), 5.0, "no finite number"),
        ("Direct/vm_pu", 1.0, -0.1, "its time was over"),
    ):
        reply = live.reply_to(live.operate(point_id, value, within_s))
        assert reply.answer is FieldAnswer.NOT_SENT
        assert words in reply.reason
    assert not live.sent
    assert not shared.commands()


def test_a_control_whose_node_is_missing_says_so(shared: Source, link: Links) -> None:
    gone = ControlAddress("Direct/vm_pu", ControlStyle.DIRECT_METHOD, "nsu=urn:test:field;s=Gone", operate="i=99")
    wrong = ControlAddress("Other/vm_pu", ControlStyle.WRITE, "nsu=urn:elsewhere;s=x")
    heard = link(address(shared.endpoint, point("Voltage"), controls=(gone, wrong)))
    heard.until(LinkState.UP)
    assert heard.reply_to(heard.operate("Direct/vm_pu", 1.0)).answer in (FieldAnswer.REFUSED, FieldAnswer.NOT_SENT)
    reply = heard.reply_to(heard.operate("Other/vm_pu", 1.0))
    assert reply.answer is FieldAnswer.NOT_SENT
    assert "no namespace urn:elsewhere" in reply.reason


def test_a_command_that_comes_again_is_not_sent_again(live: Heard, shared: Source) -> None:
    first = live.operate("Direct/vm_pu", 0.25)
    live.reply_to(first)
    live.operate("Direct/vm_pu", 0.25, command_id=first)
    until(lambda: len(live.replies[first]) == 2)
    assert live.replies[first][0] == live.replies[first][1]
    assert len(shared.commands()) == 1


def test_two_commands_to_one_device_are_not_sent_into_each_other(live: Heard, shared: Source) -> None:
    one, other = (live.operate("Direct/vm_pu", value) for value in (0.1, 0.2))
    answers = [live.reply_to(command).answer for command in (one, other)]
    assert answers == [FieldAnswer.ACCEPTED, FieldAnswer.NOT_SENT]
    assert [c["value"] for c in shared.commands()] == [0.1]


def test_nothing_is_sent_while_the_link_is_suspect_or_down_and_nothing_afterwards(field: Fields, link: Links) -> None:
    source = field()
    heard = link(address(source.endpoint, point("Voltage"), keep_alive_s=0.3), suspect_after_s=0.8, down_after_s=1.6)
    heard.until(LinkState.UP)
    source.freeze()
    heard.until(LinkState.SUSPECT)
    begin = time.monotonic()
    reply = heard.reply_to(heard.operate("Direct/vm_pu", 1.0, 30.0))
    assert time.monotonic() - begin < 0.5
    assert reply.answer is FieldAnswer.NOT_SENT
    assert "suspect" in reply.reason
    source.kill()
    heard.until(LinkState.DOWN)
    reply = heard.reply_to(heard.operate("Direct/vm_pu", 1.0, 30.0))
    assert reply.answer is FieldAnswer.NOT_SENT
    assert "down" in reply.reason
    source.restart()
    heard.until(LinkState.UP)
    assert not heard.sent
    assert not source.commands()


def test_a_command_into_a_frozen_server_does_not_leave(shared: Source, link: Links) -> None:
    shared.commands()
    heard = link(address(shared.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    shared.freeze()
    commands = [heard.operate(point_id, 1.0, 0.5) for point_id in ("Direct/vm_pu", "Selected/position")]
    for command in commands:
        assert heard.reply_to(command).answer is FieldAnswer.NOT_SENT
    shared.thaw()
    heard.until(LinkState.UP)
    assert heard.reply_to(heard.operate("Direct/vm_pu", 2.0)).answer is FieldAnswer.ACCEPTED
    seen: list[float] = []
    until(lambda: seen.extend(c["value"] for c in shared.commands()) or seen, "the server to tell its commands")
    assert seen == [2.0]


def test_a_link_lost_after_sending_leaves_the_outcome_unknown(shared: Source, link: Links) -> None:
    shared.commands()
    shared.tell(answer={"Direct": "hang"})
    heard = link(address(shared.endpoint, point("Voltage")))
    heard.until(LinkState.UP)
    command = heard.operate("Direct/vm_pu", 1.0)
    until(lambda: shared.commands(), "the device to receive it")
    shared.tell(drop=True)
    reply = heard.reply_to(command)
    assert reply.answer is FieldAnswer.UNKNOWN
    assert reply.value_sent == 1.0


def test_random_faults_leave_no_command_sent_twice_or_late_or_wrongly_named(
    shared: Source, link: Links, road: Roads
) -> None:
    rng = random.Random(7)
    shared.commands()
    way = road(shared)
    heard = link(address(way.endpoint, point("Voltage")), operate_answer_s=3.0)
    heard.until(LinkState.UP)
    commands: dict[str, tuple[float, float]] = {}
    for k in range(60):
        until(heard.is_up)
        value, within_s = 1_000_000.5 + k, rng.choice((0.07, 0.2, 2.0))
        commands[heard.operate(rng.choice(("Direct/vm_pu", "Selected/position")), value, within_s)] = (
            value,
            time.monotonic() + within_s,
        )
        fault = rng.random()
        if fault < 0.1:
            way.cut()
        elif fault < 0.2:
            way.stall()
            time.sleep(rng.uniform(0.0, 0.2))
            way.cut()
            way.resume()
        time.sleep(rng.uniform(0.0, 0.03))
    wire = [(at, data) for at, data in way.sent]
    replies = {command: heard.reply_to(command) for command in commands}
    received = [c["value"] for c in shared.commands()]
    for command, (value, deadline) in commands.items():
        sent_at = [at for at, data in way.sent if struct.pack("<d", value) in data]
        assert len(sent_at) <= 1, "sent twice"
        assert received.count(value) <= 1, "received twice"
        assert all(at <= deadline + 0.05 for at in sent_at), "sent late"
        answer = replies[command].answer
        if answer is FieldAnswer.NOT_SENT:
            assert not sent_at
        elif answer is FieldAnswer.ACCEPTED:
            assert received.count(value) == 1
        else:
            assert answer is FieldAnswer.UNKNOWN
            assert replies[command].reason
    assert wire
    assert {reply.answer for reply in replies.values()} >= {FieldAnswer.ACCEPTED, FieldAnswer.NOT_SENT}
