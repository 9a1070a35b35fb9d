"""Alarms kept with the journal: over a restart, between two consoles, with a disk that refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.alarms.book import AlarmBook
from console.journal.verifying import verify_journal
from console.site.place import SERVER_VARIABLE
from console.site.site import Site, open_site
from engines.values.alarms import (
    AlarmCondition,
    AlarmDefinition,
    AlarmKind,
    AlarmPriority,
    AlarmState,
)
from engines.values.validation import InputError
from tests.postgres.fixtures import needs_postgres
from tests.postgres.server import PostgresServer


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now_us = 1_700_000_000_000_000

    def __call__(self) -> int:
        return self.now_us


TRIP = AlarmDefinition(
    "switch:1/has_tripped#state",
    "switch:1",
    AlarmKind.STATE,
    AlarmCondition.EQUALS,
    AlarmPriority.HIGH,
    "switch:1/has_tripped",
    "protection has tripped",
)


OTHER = replace(TRIP, alarm_id="switch:2/has_tripped#state", element_id="switch:2", point_id="switch:2/has_tripped")


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


@pytest.fixture
def book(site: Site) -> Iterator[AlarmBook]:
    """Desk 1's alarms."""
    book = AlarmBook(site.journal)
    book.restore()
    yield book
    book.close()


def written(site: Site) -> None:
    """Everything handed in so far is on the disk."""
    site.journal.submit(lambda batch: None).result(10)


def turns_of(site: Site) -> list[str]:
    """The alarm's turns, as the journal has them."""
    written(site)
    return [str(e.details["turn"]) for e in site.journal.read(kinds=("alarm",))]


def test_every_turn_is_journaled_with_who_and_when_by_the_field(site: Site, book: AlarmBook, clock: Clock) -> None:
    alarm = book.raise_alarm(TRIP, 1.0, clock.now_us - 250_000)
    book.acknowledge([alarm.occurrence_id], "anna")
    book.comment(alarm.occurrence_id, "anna", "crew is on the way")
    book.return_alarm(TRIP.alarm_id)
    assert book.occurrences == {}
    assert turns_of(site) == ["raised", "acknowledged", "commented", "returned"]
    entries = site.journal.read(kinds=("alarm",))
    assert entries[0].source_time_us == clock.now_us - 250_000
    assert [e.author for e in entries] == ["", "anna", "anna", ""]
    assert verify_journal(site.journal.database).is_intact


def test_a_console_that_was_killed_finds_its_alarms_again(tmp_path: Path, clock: Clock) -> None:
    first = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    book = AlarmBook(first.journal)
    alarm = book.raise_alarm(TRIP, 1.0, 0)
    book.shelve(alarm.occurrence_id, "anna", 3600, "known fault")
    written(first)
    second = open_site("north", chosen=tmp_path, console="desk 1 again", clock=clock)
    again = AlarmBook(second.journal)
    again.restore()
    (found,) = again.occurrences.values()
    assert (found.state, found.aside_by, found.aside_reason) == (AlarmState.SHELVED, "anna", "known fault")
    clock.now_us += 3601 * 1_000_000
    again.tick()
    assert again.of_alarm(TRIP.alarm_id).state is AlarmState.UNACKNOWLEDGED  # type: ignore[union-attr]
    for part in (again, book):
        part.close()
    for site in (second, first):
        site.close()


def test_two_consoles_have_one_alarm_and_one_acknowledgement(tmp_path: Path, site: Site, book: AlarmBook) -> None:
    other_site = open_site("north", chosen=tmp_path, console="desk 2", clock=site.journal.now_us)
    other = AlarmBook(other_site.journal)
    other.restore()
    book.raise_alarm(TRIP, 1.0, 0)
    other.raise_alarm(TRIP, 1.0, 0)
    written(site)
    written(other_site)
    book.refresh()
    other.refresh()
    assert list(book.occurrences) == list(other.occurrences), "the first one in the file stands for both"
    other.acknowledge(list(other.occurrences), "ben")
    written(other_site)
    book.refresh()
    (alarm,) = book.occurrences.values()
    assert (alarm.state, alarm.acknowledged_by) == (AlarmState.ACKNOWLEDGED, "ben")
    book.acknowledge([alarm.occurrence_id], "anna")
    assert alarm.acknowledged_by == "ben", "what is acknowledged is not acknowledged again"
    book.return_alarm(TRIP.alarm_id)
    written(site)
    other.refresh()
    assert other.occurrences == {}
    assert turns_of(site).count("raised") == 1
    other.close()
    other_site.close()


def test_a_past_moment_has_the_alarms_it_had(site: Site, book: AlarmBook, clock: Clock) -> None:
    begin = clock.now_us
    clock.now_us += 10_000_000
    alarm = book.raise_alarm(TRIP, 1.0, clock.now_us)
    clock.now_us += 10_000_000
    book.acknowledge([alarm.occurrence_id], "anna")
    clock.now_us += 10_000_000
    book.return_alarm(TRIP.alarm_id)
    written(site)
    states = [[a.state for a in book.at(begin + s * 1_000_000)] for s in (5, 15, 25, 35)]
    assert states == [[], [AlarmState.UNACKNOWLEDGED], [AlarmState.ACKNOWLEDGED], []]
    assert [a.occurrence_id for a in book.between(begin, clock.now_us, 9)] == [alarm.occurrence_id]


def test_of_many_the_gravest_are_told_and_of_equals_the_latest(site: Site, book: AlarmBook, clock: Clock) -> None:
    begin = clock.now_us
    for k in range(30):
        clock.now_us += 1_000_000
        priority = (AlarmPriority.LOW, AlarmPriority.HIGH, AlarmPriority.MEDIUM)[k % 3]
        words = 'of "priority":3, they say'
        book.raise_alarm(replace(TRIP, alarm_id=f"a{k}", priority=priority, message=words), 1.0, clock.now_us)
    written(site)
    found = book.between(begin, clock.now_us + 1, 12)
    highs, mediums = [f"a{k}" for k in range(28, 0, -3)], ["a29", "a26"]
    assert [a.alarm_id for a in found] == highs + mediums


def test_an_alarm_stands_although_it_cannot_be_written_and_is_kept_once_it_can(
    site: Site, book: AlarmBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(site)
    with monkeypatch.context() as broken:
        broken.setattr("console.alarms.table._put", _refuse)
        alarm = book.raise_alarm(TRIP, 1.0, 0)
        written(site)
    book.refresh()
    assert alarm.occurrence_id in book.occurrences
    assert "no space" in book.problem
    book.acknowledge([alarm.occurrence_id], "anna")
    book.tick()
    written(site)
    book.refresh()
    assert book.problem == ""
    turns = [e.details["turn"] for e in site.journal.read(kinds=["alarm"])]
    assert turns == ["raised", "acknowledged"], "in order, none lost"
    (kept,) = book.at(site.journal.now_us() + 1)
    assert kept.acknowledged_by == "anna"


def test_turns_of_a_console_that_was_ended_before_they_could_be_written_are_found(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    book = AlarmBook(first.journal)
    book.restore()
    known = book.raise_alarm(OTHER, 1.0, 0)
    written(first)
    with monkeypatch.context() as broken:
        broken.setattr("console.alarms.table._put", _refuse)
        alarm = book.raise_alarm(TRIP, 1.0, 0)
        book.acknowledge([alarm.occurrence_id, known.occurrence_id], "anna")
        book.comment(known.occurrence_id, "anna", "crew is on the way")
        written(first)
        book.close()
    # Meanwhile another console goes on with what it knows.
    second = open_site("north", chosen=tmp_path, console="desk 2", clock=clock)
    other = AlarmBook(second.journal)
    monkeypatch.setattr(other._keeper._spool, "abandoned", list)
    other.restore()
    assert list(other.occurrences) == [known.occurrence_id]
    other.comment(known.occurrence_id, "ben", "seen")
    written(second)
    third = open_site("north", chosen=tmp_path, console="desk 3", clock=clock)
    again = AlarmBook(third.journal)
    again.restore()
    found = again.occurrences
    assert set(found) == {alarm.occurrence_id, known.occurrence_id}
    assert all(a.acknowledged_by == "anna" for a in found.values())
    assert [c.text for c in found[known.occurrence_id].comments] == ["seen", "crew is on the way"]
    turns = [e.details["turn"] for e in third.journal.read(kinds=["alarm"])]
    assert turns == ["raised", "commented", "raised", "acknowledged", "acknowledged", "commented"]
    assert not list(third.journal.database.folder.glob("alarms-waiting-*"))
    assert verify_journal(third.journal.database).is_intact
    for part in (other, again):
        part.close()
    for opened in (third, second, first):
        opened.close()


@needs_postgres
def test_an_alarm_raised_while_the_server_is_away_outlives_its_console(
    postgres: PostgresServer, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SERVER_VARIABLE, postgres.address)
    first = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    book = AlarmBook(first.journal)
    book.restore()
    postgres.kill()
    alarm = book.raise_alarm(TRIP, 1.0, 0)
    first.journal.submit(lambda batch: None).exception(20)
    book.close()
    first.close()
    postgres.start()
    second = open_site("north", chosen=tmp_path, console="desk 2", clock=clock)
    again = AlarmBook(second.journal)
    again.restore()
    assert list(again.occurrences) == [alarm.occurrence_id]
    assert [e.details["turn"] for e in second.journal.read(kinds=["alarm"])] == ["raised"]
    again.close()
    second.close()


def test_turns_that_were_written_after_all_are_not_written_again(
    site: Site, book: AlarmBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the power went right before the file was let go.
    monkeypatch.setattr(book._keeper._spool, "clear", lambda: None)
    with monkeypatch.context() as broken:
        broken.setattr("console.alarms.table._put", _refuse)
        book.raise_alarm(TRIP, 1.0, 0)
        written(site)
    book.tick()
    written(site)
    book.close()
    folder = site.journal.database.folder
    assert len(list(folder.glob("alarms-waiting-*.jsonl"))) == 1
    again = AlarmBook(site.journal)
    again.restore()
    assert not list(folder.glob("alarms-waiting-*"))
    assert [e.details["turn"] for e in site.journal.read(kinds=["alarm"])] == ["raised"]
    again.close()


def test_a_line_that_was_being_written_when_the_power_went_is_left_out(site: Site) -> None:
    folder = site.journal.database.folder
    (folder / "alarms-waiting-0.jsonl").write_text('{"number": 1, "before": nu')
    book = AlarmBook(site.journal)
    book.restore()
    assert not book.occurrences
    assert not list(folder.glob("alarms-waiting-*"))
    book.close()


def _refuse(*_: object) -> None:
    raise InputError("site.sqlite", "there is no space left on the disk", "make room")


def test_a_clock_that_is_set_back_does_not_turn_the_order_round(site: Site, book: AlarmBook, clock: Clock) -> None:
    alarm = book.raise_alarm(TRIP, 1.0, 0)
    clock.now_us -= 3600 * 1_000_000
    book.acknowledge([alarm.occurrence_id], "anna")
    (seen,) = book.occurrences.values()
    assert seen.acknowledged_us >= seen.received_us


@pytest.mark.parametrize("seconds", [0.0, -1.0, 8 * 24 * 3600.0])
def test_shelving_needs_a_reason_and_an_end(book: AlarmBook, seconds: float) -> None:
    alarm = book.raise_alarm(TRIP, 1.0, 0)
    with pytest.raises(InputError, match="seven days"):
        book.shelve(alarm.occurrence_id, "anna", seconds, "why")
    with pytest.raises(InputError, match="say why"):
        book.shelve(alarm.occurrence_id, "anna", 60, "  ")
    assert book.occurrences[alarm.occurrence_id].state is AlarmState.UNACKNOWLEDGED
