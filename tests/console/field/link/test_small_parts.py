"""Silence, pauses, frames and quarantine."""

from __future__ import annotations

import multiprocessing
from typing import Any

import numpy as np
import pytest

from console.field.link.backoff import Backoff
from console.field.link.frames import joined, pack, unpack
from console.field.link.liveness import Liveness
from console.field.link.messages import Gap, SameProblems
from console.field.link.options import LinkOptions
from console.field.link.pipe_listener import PipeListener
from console.field.security.refusals import LinkRefused, RefusalKind
from engines.values.field_events import FieldEvent, FieldEvents
from engines.values.points import LinkHealth, LinkState, PointBatch


@pytest.mark.parametrize(
    ("age_s", "state"),
    [
        (0.0, LinkState.UP),
        (1.3, LinkState.UP),
        (1.5, LinkState.SUSPECT),
        (3.5, LinkState.SUSPECT),
        (4.0, LinkState.DOWN),
    ],
)
def test_silence_is_judged_by_its_age(age_s: float, state: LinkState) -> None:
    liveness = Liveness(LinkOptions())
    liveness.hear(100.0)
    assert liveness.state(100.0 + age_s) is state


def test_nothing_is_believed_before_the_first_word() -> None:
    assert Liveness(LinkOptions()).state(5.0) is LinkState.DOWN


def test_the_times_keep_what_is_promised() -> None:
    options = LinkOptions()
    assert options.suspect_after_s + 2 * options.tick_s < 1.6
    assert options.down_after_s + 2 * options.tick_s < 4.0


def test_pauses_grow_from_a_quarter_second_to_five_and_differ() -> None:
    options = LinkOptions()
    backoff = Backoff(options)
    pauses = [backoff.next_pause_s(RuntimeError(), 0.0) for _ in range(12)]
    assert 0.125 <= pauses[0] <= 0.25
    assert 2.5 <= pauses[-1] <= 5.0
    assert len(set(pauses[6:])) == 6
    backoff.reset()
    assert backoff.next_pause_s(RuntimeError(), 0.0) <= 0.25


def test_an_address_where_nothing_listens_is_asked_more_often() -> None:
    backoff = Backoff(LinkOptions())
    pauses = [backoff.next_pause_s(ConnectionRefusedError(), 0.0) for _ in range(12)]
    assert max(pauses) <= 1.0


def test_an_attempt_that_took_long_has_waited_already() -> None:
    backoff = Backoff(LinkOptions())
    assert [backoff.next_pause_s(TimeoutError(), 8.0) for _ in range(8)][-1] <= 0.25


def test_what_a_person_must_mend_is_not_hammered() -> None:
    refused = LinkRefused(RefusalKind.LOGIN_REFUSED, "no", "")
    assert Backoff(LinkOptions()).next_pause_s(refused, 0.0) == 30.0


def batch(*values: float) -> PointBatch:
    n = len(values)
    return PointBatch(
        np.arange(n, dtype=np.int32), np.array(values), np.full(n, 2, np.uint8), np.arange(n) + 2**50, np.arange(n) + 7
    )


def same(one: PointBatch, other: PointBatch) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "value")
        for name in ("index", "value", "quality", "source_time_us", "receive_time_us")
    )


def test_a_batch_survives_the_pipe() -> None:
    sent = batch(1.0, np.nan, -0.0)
    assert same(unpack(pack(sent)), sent)
    assert len(unpack(pack(batch()))) == 0


def test_everything_else_survives_it_too() -> None:
    health = LinkHealth("a", LinkState.UP, problems=(("x/y", "why"),))
    assert str(unpack(pack(health))) == str(health)


def test_batches_are_joined_in_their_order() -> None:
    assert joined([batch(1.0), batch(2.0, 3.0)]).value.tolist() == [1.0, 2.0, 3.0]


class Pipes:
    """What a listener writes, read by nobody until it is asked for."""

    def __init__(self, most_values: int) -> None:
        self.data, theirs = multiprocessing.Pipe(duplex=False)
        self.commands, their_commands = multiprocessing.Pipe()
        self.theirs = theirs, their_commands
        self.listener = PipeListener(theirs, their_commands, most_values, most_events=10)

    def read(self) -> list[Any]:
        """Everything, until the pipe is empty."""
        self.listener.start()
        found = []
        while self.data.poll(0.3):
            found.append(unpack(self.data.recv_bytes()))
        self.listener.finish(5.0)
        for end in (self.data, self.commands, *self.theirs):
            end.close()
        return found


def test_values_a_window_does_not_fetch_are_dropped_oldest_first_and_told_as_a_gap() -> None:
    pipes = Pipes(most_values=10)
    for k in range(12):
        pipes.listener.values(batch(float(k)))
    gap, *kept = pipes.read()
    assert isinstance(gap, Gap)
    assert "did not fetch" in gap.reason
    assert [float(b.value[0]) for b in kept] == [6.0, 7.0, 8.0, 9.0, 10.0, 11.0]


def test_alarms_a_window_does_not_fetch_are_dropped_oldest_first_and_asked_for_again() -> None:
    pipes, asked = Pipes(most_values=10), []
    pipes.listener.on_events_dropped = lambda: asked.append(True)
    for k in range(12):
        pipes.listener.events(FieldEvents("field", (FieldEvent("field", f"condition {k}"),)))
    kept = [events.events[0].condition_id for events in pipes.read()]
    assert kept == [f"condition {k}" for k in range(6, 12)]
    assert asked == [True]


def test_problems_that_have_not_changed_are_not_sent_again() -> None:
    pipes = Pipes(most_values=10)
    health = LinkHealth("a", LinkState.UP, problems=(("x/y", "why"),))
    for told in (health, health, LinkHealth("a", LinkState.UP)):
        pipes.listener.health(told)
    first, second, third = pipes.read()
    assert first == health or first.problems == health.problems
    assert isinstance(second, SameProblems)
    assert not second.health.problems
    assert not third.problems
