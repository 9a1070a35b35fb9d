"""What was raised before a console began counts in its measures: by this console's forerunner or by another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.alarms.book import AlarmBook
from console.alarms.raised_before import PAGE, raised_before
from console.site.site import Site, open_site
from engines.alarms.metrics import alarm_metrics
from engines.values.alarms import AlarmPriority
from engines.values.validation import InputError
from tests.console.alarms.test_book import OTHER, TRIP, Clock, written

DAY_US = 24 * 3600 * 1_000_000
SECOND_US = 1_000_000


@pytest.fixture
def clock() -> Clock:
    """In 2023."""
    return Clock()


@pytest.fixture
def site(kept_in: str, tmp_path: Path, clock: Clock) -> Iterator[Site]:
    """The site of desk 1."""
    site = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    yield site
    site.close()


def never(_seconds: float) -> bool:
    """Goes on without a rest."""
    return False


def test_every_raising_of_the_day_is_found_in_its_order(site: Site, clock: Clock) -> None:
    begin = clock.now_us
    book = AlarmBook(site.journal)
    book.restore()
    gone = replace(TRIP, alarm_id="yesterday")
    alarm = book.raise_alarm(gone, 1.0, 0)
    book.acknowledge([alarm.occurrence_id], "anna")
    book.return_alarm(gone.alarm_id)
    written(site)
    clock.now_us += DAY_US
    low = replace(OTHER, alarm_id="low", message="too low, by far: raised", priority=AlarmPriority.LOW)
    for k in range(PAGE):
        # Some fall on the same moment, where one page ends and the next begins too.
        clock.now_us += SECOND_US * (k % 3 == 0)
        for definition in (TRIP, low):
            alarm = book.raise_alarm(definition, 1.0, 0)
            book.acknowledge([alarm.occurrence_id], "anna")
            book.return_alarm(definition.alarm_id)
        written(site)
    clock.now_us += SECOND_US
    book.close()
    found = raised_before(site.journal, begin + DAY_US, clock.now_us, never)
    raisings = [found.counter.at(place) for place in range(found.counter.begin, found.counter.end)]
    assert len(raisings) == 2 * PAGE
    assert {(r.alarm_id, r.message, r.priority) for r in raisings} == {
        (TRIP.alarm_id, TRIP.message, AlarmPriority.HIGH),
        ("low", "too low, by far: raised", AlarmPriority.LOW),
    }
    assert [r.time_us for r in raisings] == sorted(r.time_us for r in raisings)
    assert found.from_us == begin + DAY_US
    span = (begin + DAY_US, clock.now_us)
    live = book.counter.metrics(*span)
    assert found.counter.measures(*span, 1) == live == alarm_metrics(raisings, [], *span)


def test_a_young_site_tells_since_when_it_knows(site: Site, clock: Clock) -> None:
    written(site)
    begin = clock.now_us
    clock.now_us += 3600 * SECOND_US
    found = raised_before(site.journal, clock.now_us - DAY_US, clock.now_us, never)
    assert (found.from_us, len(found.counter)) == (begin, 0)


def test_reading_ends_when_the_desk_closes(site: Site, clock: Clock) -> None:
    found = raised_before(site.journal, clock.now_us - DAY_US, clock.now_us + 1, lambda _seconds: True)
    assert len(found.counter) == 0


def test_a_journal_that_cannot_be_read_is_said(tmp_path: Path, clock: Clock) -> None:
    site = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    written(site)
    site.close()
    site.journal.path.unlink()
    with pytest.raises(InputError, match="site"):
        raised_before(site.journal, clock.now_us - DAY_US, clock.now_us, never)
