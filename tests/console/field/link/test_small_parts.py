"""Silence, pauses, frames and quarantine."""

from __future__ import annotations

import numpy as np
import pytest

from console.field.link.backoff import Backoff
from console.field.link.frames import joined, pack, unpack
from console.field.link.liveness import Liveness
from console.field.link.options import LinkOptions
from console.field.security.refusals import LinkRefused, RefusalKind
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
    assert max(pauses) <= 2.0


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
