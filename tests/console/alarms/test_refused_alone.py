"""A turn that is refused alone, as where its alarm is damaged in the file: the others go on, none lost, none twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.alarms import table
from console.alarms.book import AlarmBook
from console.journal.batch import JournalBatch
from console.site.site import Site, open_site
from engines.values.alarms import AlarmOccurrence
from engines.values.validation import InputError
from tests.console.alarms.test_book import OTHER, TRIP, Clock, written

_put = table._put


@pytest.fixture
def site(kept_in: str, tmp_path: Path) -> Iterator[Site]:
    """The site of desk 1."""
    site = open_site("north", chosen=tmp_path, console="desk 1", clock=Clock())
    yield site
    site.close()


def refuse_all(*_: object) -> None:
    raise InputError("site.sqlite", "there is no space left on the disk", "make room")


def refuse_the_trip(batch: JournalBatch, alarm: AlarmOccurrence) -> None:
    if alarm.alarm_id == TRIP.alarm_id:
        raise InputError("an alarm of the site", "is damaged", "restore a backup")
    _put(batch, alarm)


def raised_in(site: Site) -> list[str]:
    """The equipment of every raising in the journal, in its order."""
    written(site)
    return [e.element_id for e in site.journal.read(kinds=["alarm"]) if e.details["turn"] == "raised"]


@pytest.fixture
def book(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[AlarmBook]:
    """The trip waits on this machine's disk, what was raised after it is written."""
    book = AlarmBook(site.journal)
    written(site)
    with monkeypatch.context() as broken:
        broken.setattr(table, "_put", refuse_all)
        book.raise_alarm(TRIP, 1.0, 0)
        book.raise_alarm(OTHER, 1.0, 0)
        written(site)
        broken.setattr(table, "_put", refuse_the_trip)
        book.tick()
        written(site)
    yield book
    book.close()


@pytest.fixture
def again(site: Site) -> Iterator[AlarmBook]:
    """Who opens the site next."""
    again = AlarmBook(site.journal)
    yield again
    again.close()


def test_it_is_found_by_who_comes_next(site: Site, book: AlarmBook, again: AlarmBook) -> None:
    assert raised_in(site) == [OTHER.element_id]
    book.close()
    again.restore()
    assert {a.element_id for a in again.occurrences.values()} == {TRIP.element_id, OTHER.element_id}
    assert raised_in(site) == [OTHER.element_id, TRIP.element_id]


def test_nothing_is_written_twice_when_it_is_written_after_all(
    site: Site, book: AlarmBook, again: AlarmBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the power went right before the file was let go.
    monkeypatch.setattr("console.alarms.spool.AlarmSpool.clear", lambda _spool: None)
    book.tick()
    assert raised_in(site) == [OTHER.element_id, TRIP.element_id]
    book.close()
    assert list(site.journal.database.folder.glob("alarms-waiting-*.jsonl"))
    again.restore()
    assert raised_in(site) == [OTHER.element_id, TRIP.element_id]


def test_it_is_said_as_long_as_it_is_not_kept(site: Site, book: AlarmBook) -> None:
    book.refresh()
    assert "is damaged" in book.problem
    book.tick()
    written(site)
    book.refresh()
    assert book.problem == ""
