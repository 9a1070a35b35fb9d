"""One alarm of the site's file is damaged: it is named, and the others are all there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from console.alarms.book import AlarmBook
from console.cli.main import main
from console.site.site import open_site
from engines.values.alarms import AlarmOccurrence
from tests.console.alarms.test_book import OTHER, TRIP, Clock, written

THIRD = replace(TRIP, alarm_id="switch:3/has_tripped#state", element_id="switch:3", point_id="switch:3/has_tripped")


@pytest.fixture
def file(tmp_path: Path) -> tuple[Path, AlarmOccurrence]:
    """A site with three alarms that nobody has open, and the one in the middle."""
    site = open_site("north", chosen=tmp_path, console="desk 1", clock=Clock())
    book = AlarmBook(site.journal)
    book.restore()
    _, middle, _ = (book.raise_alarm(definition, 1.0, 0) for definition in (TRIP, OTHER, THIRD))
    written(site)
    book.close()
    path = Path(site.journal.database.place)
    site.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path, middle


def over(path: Path, old: bytes, new: bytes) -> None:
    """Write over bytes of the file itself, as a failing disk does."""
    data = path.read_bytes()
    at = data.find(old)
    assert at > 0
    path.write_bytes(data[:at] + new + data[at + len(new) :])


def cut_body(path: Path, alarm: AlarmOccurrence) -> None:
    over(path, b'{"occurrence_id":"' + alarm.occurrence_id.encode(), b"{\0\0\0")


def letters_that_are_none(path: Path, alarm: AlarmOccurrence) -> None:
    over(path, b'{"occurrence_id":"' + alarm.occurrence_id.encode(), b"\xff\xfe\xff\xfe")


def number_that_is_none(path: Path, alarm: AlarmOccurrence) -> None:
    data = path.read_bytes()
    begin = data.find(b'{"occurrence_id":"' + alarm.occurrence_id.encode())
    at = data.find(b'"raised_us":', begin) + len(b'"raised_us":')
    path.write_bytes(data[:at] + b'"x"      '[:9] + data[at + 9 :])


@pytest.mark.parametrize("spoil", [cut_body, letters_that_are_none, number_that_is_none])
def test_a_damaged_alarm_is_named_and_hides_no_other(
    file: tuple[Path, AlarmOccurrence],
    tmp_path: Path,
    spoil: Callable[[Path, AlarmOccurrence], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, middle = file
    spoil(path, middle)
    site = open_site("north", chosen=tmp_path, console="desk 2", clock=Clock())
    try:
        book = AlarmBook(site.journal)
        book.restore()
        assert {a.element_id for a in book.occurrences.values()} == {TRIP.element_id, THIRD.element_id}
        assert middle.occurrence_id in book.damage
        assert OTHER.alarm_id in book.damage
        assert "restore a backup" in book.damage
        assert book.problem == ""
        assert {a.element_id for a in book.at(Clock()() + 1)} == {TRIP.element_id, THIRD.element_id}
        assert len(book.between(0, 2**61, 10)) == 2

        again = book.raise_alarm(OTHER, 1.0, 0)
        written(site)
        book.refresh()
        assert book.problem == "", "the damaged one does not keep its alarm from being raised again"
        book.close()
        reader = AlarmBook(site.journal)
        reader.restore()
        assert again.occurrence_id in reader.occurrences
        assert reader.damage == ""
        reader.close()
    finally:
        site.close()
    assert main(["alarms", str(path.parent)]) == 0
    assert "damaged" not in capsys.readouterr().err


def test_the_command_line_names_it_and_lists_the_others(
    file: tuple[Path, AlarmOccurrence], capsys: pytest.CaptureFixture[str]
) -> None:
    path, middle = file
    cut_body(path, middle)
    assert main(["alarms", str(path.parent), "--json"]) == 1
    said = capsys.readouterr()
    assert said.out.count('"element_id"') == 2
    assert middle.occurrence_id in said.err
