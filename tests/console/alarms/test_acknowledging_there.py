"""Acknowledgements of a server's own alarms on their way back to it: journaled, sent once, and said where they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.alarms.acknowledging_there import AcknowledgingThere
from console.alarms.watching import Watch
from console.field.link.messages import InstructorReply
from console.points.store import PointStore
from console.site.site import Site, open_site
from engines.exchange.shipped import load_shipped
from engines.values.field_events import FieldEvent, FieldEvents

RAISED = FieldEvent(
    "field",
    "nsu=urn:a;s=C1",
    event_id="0a0b",
    condition_name="Buchholz",
    is_active=True,
    is_acked=False,
    is_retained=True,
)
ALARM_ID = "field:field:nsu=urn:a;s=C1:"


class Bench:
    """What servers told, and what is sent back to them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.watch = Watch(load_shipped("north").network, PointStore([]))
        self.sent: list[tuple[str, ...]] = []
        self.answer: list[Callable[[InstructorReply], None]] = []
        self.said: list[str] = []
        self.there = AcknowledgingThere(site.journal, self.watch, self.said.append)
        self.there.send = self.send

    def send(self, *order: object) -> None:
        *words, on_done = order
        self.sent.append(tuple(map(str, words)))
        self.answer.append(on_done)  # type: ignore[arg-type]

    def tell(self, event: FieldEvent, retained: frozenset[tuple[str, str]] | None = None) -> None:
        self.watch.events(FieldEvents("field", (event,) if event else (), retained), 0.0)

    def journaled(self, count: int) -> list[str]:
        """The records, once there are so many: they are handed on by a thread of their own."""
        for _ in range(10_000):
            self.site.journal.submit(lambda batch: None).result(10)
            found = [entry.sentence for entry in self.site.journal.read(kinds=("alarm_there",))]
            if len(found) >= count:
                return found
        pytest.fail(f"{count} records never came: {found}")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    site = open_site("north", chosen=tmp_path, console="desk 1")
    yield Bench(site)
    site.close()


def test_it_goes_to_its_server_with_what_the_server_wants_named_and_who_it_was(bench: Bench) -> None:
    bench.tell(RAISED)
    bench.there.acknowledge([ALARM_ID, "field:field:nsu=urn:a;s=Other:"], "anna")
    assert bench.sent == [("field", "nsu=urn:a;s=C1", "0a0b", "anna")]
    assert bench.journaled(1) == ["Alarm Buchholz of field is acknowledged there"]
    bench.there.acknowledge([ALARM_ID], "anna")
    assert len(bench.sent) == 1, "one that is under way is not sent again"
    bench.answer[0](InstructorReply(1))
    assert bench.journaled(2)[-1] == "Alarm Buchholz of field was acknowledged there"
    assert bench.said == []


def test_what_a_server_refuses_is_said_and_journaled_and_can_be_tried_again(bench: Bench) -> None:
    bench.tell(RAISED)
    bench.there.acknowledge([ALARM_ID], "anna")
    bench.answer[0](InstructorReply(1, reason="the account we log in with may not acknowledge"))
    (sentence,) = bench.said
    assert sentence == (
        "field has not taken note that Buchholz was acknowledged: the account we log in with may not acknowledge"
    )
    assert "was not acknowledged there: the account" in bench.journaled(2)[-1]
    bench.there.acknowledge([ALARM_ID], "anna")
    assert len(bench.sent) == 2


@pytest.mark.parametrize(
    "changes", [{"is_acked": True}, {"is_retained": False}, {"event_id": ""}, {"is_acked": None}], ids=str
)
def test_where_nothing_is_owed_there_nothing_is_sent(bench: Bench, changes: dict[str, object]) -> None:
    bench.tell(RAISED)
    bench.tell(replace(RAISED, **changes))  # type: ignore[arg-type]
    bench.there.acknowledge([ALARM_ID], "anna")
    assert bench.sent == []


def test_what_the_server_shows_no_more_after_a_refresh_is_forgotten(bench: Bench) -> None:
    bench.tell(RAISED)
    bench.watch.events(FieldEvents("field", (), frozenset()), 0.0)
    bench.there.acknowledge([ALARM_ID], "anna")
    assert bench.sent == []
