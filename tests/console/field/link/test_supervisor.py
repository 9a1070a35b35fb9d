"""The link in its process, seen from the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from field_points import address, point
from pytestqt.qtbot import QtBot

from benchmarks.link_sources import Source
from console.field.link.messages import InstructorReply, LinkSetup
from console.field.link.supervisor import LinkSupervisor
from engines.values.commands import FieldAnswer, FieldCommand, FieldReply
from engines.values.field_events import FieldEvents
from engines.values.points import LinkHealth, LinkState, PointBatch

PATIENCE_MS = 15_000


class Window:
    """What a window hears of one link."""

    def __init__(self, qtbot: QtBot, source: Source, **more: Any) -> None:
        self.qtbot = qtbot
        self.link = LinkSupervisor(LinkSetup(address(source.endpoint, point("Voltage"), **more)))
        self.batches: list[PointBatch] = []
        self.healths: list[LinkHealth] = []
        self.replies: list[FieldReply] = []
        self.gaps: list[tuple[Any, ...]] = []
        self.link.values_arrived.connect(self.batches.append)
        self.link.health_changed.connect(self.healths.append)
        self.link.replied.connect(self.replies.append)
        self.link.gap_recorded.connect(lambda *gap: self.gaps.append(gap))
        self.events: list[FieldEvents] = []
        self.link.events_arrived.connect(self.events.append)
        self.link.start()

    def until(self, condition: Any) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def until_up(self) -> None:
        self.until(lambda: self.link.health.state is LinkState.UP)

    def operate(self, value: float, command_id: str, within_s: float = 10.0) -> None:
        self.link.operate(FieldCommand(command_id, "Direct/vm_pu", value, time.monotonic() + within_s))


@pytest.fixture
def window(qtbot: QtBot, shared: Source) -> Iterator[Window]:
    shared.tell(answer={"Direct": "move"})
    made = Window(qtbot, shared)
    made.until_up()
    shared.commands()
    yield made
    made.link.stop()


def test_values_health_and_replies_reach_the_window(window: Window, shared: Source) -> None:
    shared.write("Voltage", 1.375)
    window.until(lambda: window.batches and window.batches[-1].value[-1] == 1.375)
    with pytest.raises(ValueError):
        window.batches[-1].value[0] = 0.0
    window.operate(0.5, "a")
    assert not window.replies
    window.until(lambda: window.replies)
    assert window.replies[0].answer is FieldAnswer.ACCEPTED
    assert [c["value"] for c in shared.commands()] == [0.5]
    window.operate(0.5, "a")
    window.operate(0.75, "b")
    window.until(lambda: len(window.replies) == 2)
    assert [c["value"] for c in shared.commands()] == [0.75]


def test_a_killed_process_leaves_the_outcome_unknown_and_is_started_again(window: Window, shared: Source) -> None:
    shared.tell(answer={"Direct": "hang"})
    window.operate(0.5, "hanging")
    window.until(lambda: shared.commands())
    values, pid = window.link.health.values, window.link.process_id
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    window.until(lambda: window.replies)
    assert window.replies[0].answer is FieldAnswer.UNKNOWN
    assert "SIGKILL" in window.replies[0].reason
    window.operate(0.6, "while it is away")
    window.until(lambda: len(window.replies) == 2)
    assert window.replies[1].answer is FieldAnswer.NOT_SENT
    shared.tell(answer={"Direct": "move"})
    window.until_up()
    assert window.link.process_id != pid
    assert window.link.health.values > values
    assert window.link.health.reconnects == 1
    ((name, begin, end, reason),) = window.gaps
    assert name == "field"
    assert begin < end
    assert "SIGKILL" in reason
    assert not shared.commands()


def test_a_process_that_hangs_is_suspect_then_down(window: Window) -> None:
    pid = window.link.process_id
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        begin = time.monotonic()
        window.until(lambda: window.link.health.state is LinkState.SUSPECT)
        assert time.monotonic() - begin < 2.5
        window.operate(1.0, "into silence")
        window.until(lambda: window.replies)
        assert window.replies[0].answer is FieldAnswer.NOT_SENT
        window.until(lambda: window.link.health.state is LinkState.DOWN)
        assert time.monotonic() - begin < 4.5
    finally:
        os.kill(pid, signal.SIGCONT)
    window.until_up()


def test_stopping_answers_what_is_under_way_and_starting_again_works(window: Window, shared: Source) -> None:
    shared.tell(answer={"Direct": "hang"})
    window.operate(0.5, "hanging")
    window.until(lambda: shared.commands())
    window.link.stop()
    assert [r.answer for r in window.replies] == [FieldAnswer.UNKNOWN]
    assert window.link.health.state is LinkState.DOWN
    assert window.link.process_id is None
    window.link.start()
    window.until_up()


def test_only_a_simulator_has_an_instructor(window: Window) -> None:
    heard: list[InstructorReply] = []
    window.link.call_instructor("SetSpeed", 2.0, on_done=heard.append)
    window.until(lambda: heard)
    assert heard[0].reason == "this server is no simulator"


def test_the_instructor_of_another_server_is_not_there(qtbot: QtBot, shared: Source) -> None:
    window = Window(qtbot, shared, is_simulator=True)
    window.until_up()
    heard: list[InstructorReply] = []
    window.link.call_instructor("SetSpeed", 2.0, on_done=heard.append)
    window.until(lambda: heard)
    assert "no namespace urn:tieline:simulator" in heard[0].reason or "no instructor" in heard[0].reason
    window.link.stop()


def test_the_window_s_process_never_imports_the_protocol() -> None:
    code = (
        "import console.field.link.supervisor, sys;"
        "print([m for m in ('asyncua', 'cryptography', 'pandapower') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_alarms_of_the_server_come_to_the_window(window: Window, shared: Source) -> None:
    def has_come() -> bool:
        # This server tells nothing again, and the link listens only a moment after the values are up.
        shared.tell(alarm=3, active=True, severity=900)
        window.qtbot.wait(50)
        return bool(window.events)

    window.until(has_come)
    event = window.events[0].events[0]
    assert (event.condition_name, event.severity, event.is_active) == ("Condition 3", 900, True)
    window.until(lambda: window.link.health.events >= 1)
