"""Alarms as the site's file tells of them: what stands, what stood, and which rows are damaged."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from console.alarms.table import Rows, unpack
from console.journal.connection import DATABASE_ERRORS
from engines.values.alarms import AlarmOccurrence
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class Damaged:
    """A row that cannot be made into an alarm: which, and why."""

    occurrence_id: str
    alarm_id: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.occurrence_id} of the site's alarms, {self.alarm_id}, {self.reason}"


@dataclass(frozen=True, slots=True)
class ReadAlarms:
    """Alarms of the file, and the rows among them that are damaged; ``last_change``: number of the last one of all."""

    last_change: int
    alarms: tuple[AlarmOccurrence, ...]
    damaged: tuple[Damaged, ...]


def read_changed(connection: Rows, after: int, console: str) -> ReadAlarms:
    """Alarms that others than ``console`` changed since change number ``after``."""
    last = _last_change(connection, after)
    return _read(connection, "changed > ? AND console <> ? ORDER BY changed", (after, console), last)


def read_open(connection: Rows) -> ReadAlarms:
    """Alarms that are not over."""
    last = _last_change(connection, 0)
    return _read(connection, "ended_us=0 ORDER BY changed", (), last)


def _last_change(connection: Rows, unknown: int) -> int:
    row = connection.execute("SELECT value FROM site_meta WHERE name='alarm_change'").fetchone()
    return unknown if row is None else int(row[0])


def _read(connection: Rows, where: str, values: tuple[Any, ...], last: int) -> ReadAlarms:
    alarms, damaged = [], []
    for occurrence_id, alarm_id, body in _rows(connection, where, values):
        try:
            alarms.append(unpack(body))
        except InputError as error:
            damaged.append(Damaged(str(occurrence_id), str(alarm_id), error.reason))
    return ReadAlarms(last, tuple(alarms), tuple(damaged))


def _rows(connection: Rows, where: str, values: tuple[Any, ...]) -> list[Any]:
    """Occurrence, alarm and body; ``None`` for a body that the database itself cannot read."""
    try:
        return list(
            connection.execute(f"SELECT occurrence_id, alarm_id, body FROM alarms WHERE {where}", values).fetchall()
        )
    except DATABASE_ERRORS:
        names = connection.execute(f"SELECT occurrence_id, alarm_id FROM alarms WHERE {where}", values).fetchall()
    return [(occurrence_id, alarm_id, _body(connection, occurrence_id)) for occurrence_id, alarm_id in names]


def _body(connection: Rows, occurrence_id: str) -> str | None:
    try:
        row = connection.execute("SELECT body FROM alarms WHERE occurrence_id=?", (occurrence_id,)).fetchone()
    except DATABASE_ERRORS:
        return None
    return None if row is None else str(row[0])


def unpacked(bodies: Iterable[str]) -> Iterator[AlarmOccurrence]:
    """Those of them that are whole; what is damaged was told when it was read first."""
    for body in bodies:
        with contextlib.suppress(InputError):
            yield unpack(body)


def bodies_between(connection: Rows, from_us: int, to_us: int, limit: int) -> list[str]:
    """Alarms raised in ``[from_us, to_us)`` as text, the latest ``limit`` of them, oldest first."""
    wanted = "raised_us >= ? AND raised_us < ? ORDER BY raised_us DESC LIMIT ?"
    return [body for _, _, body in reversed(_rows(connection, wanted, (from_us, to_us, limit))) if body is not None]


def bodies_at(connection: Rows, time_us: int) -> list[str]:
    """Alarms that had been raised and were not over at a moment, as text, as they are known now."""
    wanted = "raised_us <= ? AND (ended_us = 0 OR ended_us > ?) ORDER BY raised_us"
    return [body for _, _, body in _rows(connection, wanted, (time_us, time_us)) if body is not None]


def gravest(bodies: list[str], most: int) -> list[str]:
    """The ``most`` of highest priority, of equals the latest, the gravest first; ``bodies``: oldest first.

    What is left out is not decoded: of thousands only those that are shown.
    """
    latest_first = bodies[::-1]
    latest_first.sort(key=_priority_of, reverse=True)
    return latest_first[:most]


def _priority_of(body: str) -> str:
    # In a text of the body the quotes would be escaped.
    return body.partition('"priority":')[2][:1]
