"""The measures of a desk go on over a restart; what cannot be known is not measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console.alarms.book import AlarmBook
from console.alarms.measuring import LEAST_SPAN_US, Measuring
from console.site.site import Site, open_site
from tests.console.alarms.test_book import OTHER, TRIP, Clock, written

HOUR_US = 3600 * 1_000_000


@pytest.fixture
def clock() -> Clock:
    """In 2023."""
    return Clock()


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Iterator[Site]:
    """A site on which twelve alarms were raised an hour before."""
    site = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    written(site)
    book = AlarmBook(site.journal)
    for _ in range(12):
        raised(site, book)
    book.close()
    clock.now_us += HOUR_US
    yield site
    site.close()


def raised(site: Site, book: AlarmBook) -> None:
    """One comes, is seen and goes."""
    alarm = book.raise_alarm(TRIP, 1.0, 0)
    book.acknowledge([alarm.occurrence_id], "anna")
    book.return_alarm(TRIP.alarm_id)
    written(site)


@pytest.fixture
def book(site: Site) -> Iterator[AlarmBook]:
    """Of a console that has just begun."""
    book = AlarmBook(site.journal)
    book.restore()
    yield book
    book.close()


def test_alarms_of_before_the_restart_count(qtbot: QtBot, site: Site, book: AlarmBook, clock: Clock) -> None:
    begin = clock.now_us - HOUR_US
    window = QObject()
    measuring = Measuring(book, site.journal, window)
    clock.now_us += 1_000_000
    book.raise_alarm(OTHER, 1.0, 0)
    first = measuring.measure()
    assert first is not None
    assert (first.raised, first.from_us) == (1, clock.now_us - LEAST_SPAN_US), "the past is not known yet"
    qtbot.waitUntil(lambda: (found := measuring.measure()) is not None and found.raised == 13)
    found = measuring.measure()
    assert found is not None
    assert (found.from_us, found.to_us) == (begin, clock.now_us + 1)
    assert found.most_frequent == ((TRIP.alarm_id, TRIP.message, 12), (OTHER.alarm_id, OTHER.message, 1))
    assert [(f, n) for f, _, n in found.floods] == [(begin, 12)]
    assert found.standing == 1
    measuring.close()


def test_a_journal_that_could_not_be_read_is_read_later(
    qtbot: QtBot, site: Site, book: AlarmBook, clock: Clock, tmp_path: Path
) -> None:
    measuring = Measuring(book, site.journal, window := QObject())
    away = site.journal.path.with_name("elsewhere")
    site.journal.path.rename(away)
    measuring.measure()
    qtbot.waitUntil(lambda: not measuring.is_reading)
    found = measuring.measure()
    assert found is not None
    assert (found.raised, found.from_us) == (0, clock.now_us - LEAST_SPAN_US)
    qtbot.waitUntil(lambda: not measuring.is_reading)
    away.rename(site.journal.path)
    qtbot.waitUntil(lambda: (found := measuring.measure()) is not None and found.raised == 12)
    measuring.close()
    assert window.children()


def test_a_desk_that_closes_while_it_reads_leaves_no_thread(site: Site, book: AlarmBook) -> None:
    measuring = Measuring(book, site.journal, window := QObject())
    measuring.measure()
    measuring.close()
    assert window.children()
