"""Alarms in the site's file: every turn in one transaction with its journal record, shared by all consoles."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Protocol

from console.journal.batch import JournalBatch
from console.journal.record import Detail, JournalRecord
from console.site.table import COUNT_UP
from engines.values.alarms import (
    AlarmComment,
    AlarmCondition,
    AlarmKind,
    AlarmOccurrence,
    AlarmPriority,
)
from engines.values.validation import InputError

KIND = "alarm"
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS alarms(occurrence_id TEXT PRIMARY KEY, alarm_id TEXT NOT NULL, "
    "raised_us INTEGER NOT NULL, ended_us INTEGER NOT NULL, changed INTEGER NOT NULL, console TEXT NOT NULL, "
    "body TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS alarms_open ON alarms(alarm_id) WHERE ended_us = 0",
    "CREATE INDEX IF NOT EXISTS alarms_changed ON alarms(changed)",
    "CREATE INDEX IF NOT EXISTS alarms_raised ON alarms(raised_us)",
    "INSERT INTO site_meta VALUES ('alarm_change', 0) ON CONFLICT DO NOTHING",
)
_KEEP = (
    "INSERT INTO alarms VALUES (?,?,?,?,?,?,?) ON CONFLICT(occurrence_id) DO UPDATE SET alarm_id=excluded.alarm_id, "
    "raised_us=excluded.raised_us, ended_us=excluded.ended_us, changed=excluded.changed, console=excluded.console, "
    "body=excluded.body"
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Change = Callable[[AlarmOccurrence], AlarmOccurrence]


class Rows(Protocol):
    """The part of a connection that is used; rows are sequences."""

    def execute(self, statement: str, values: Any = ()) -> Any:
        """As ``sqlite3.Connection.execute``."""


def prepare(batch: JournalBatch) -> None:
    """Make what is missing in a site's file."""
    for statement in SCHEMA:
        batch.connection.execute(statement)


def open_or_join(
    batch: JournalBatch, alarm: AlarmOccurrence, rejoin: Change, record: Callable[[AlarmOccurrence], JournalRecord]
) -> AlarmOccurrence:
    """Keep a new occurrence, or join the one another console has opened for the same alarm."""
    row = batch.connection.execute(
        "SELECT body FROM alarms WHERE alarm_id=? AND ended_us=0", (alarm.alarm_id,)
    ).fetchone()
    if row is None:
        _put(batch, alarm)
        batch.append(record(alarm))
        return alarm
    standing = unpack(row[0])
    changed = rejoin(standing)
    if changed != standing:
        _put(batch, changed)
        batch.append(record(changed))
    return changed


def change(
    batch: JournalBatch, known: AlarmOccurrence, turn: Change, record: Callable[[AlarmOccurrence], JournalRecord]
) -> AlarmOccurrence:
    """Carry a turn out on the occurrence as it is in the file, which another console may have changed meanwhile.

    ``known`` is the occurrence after its turn here: it is kept where the file could not be written when it was raised.
    """
    row = batch.connection.execute("SELECT body FROM alarms WHERE occurrence_id=?", (known.occurrence_id,)).fetchone()
    if row is None:
        return open_or_join(batch, known, lambda standing: standing, record)
    before = unpack(row[0])
    after = turn(before)
    if after != before:
        _put(batch, after)
        batch.append(record(after))
    return after


def lay_over(batch: JournalBatch, known: AlarmOccurrence, turn: Change) -> None:
    """Carry a turn out whose record is written elsewhere, on the occurrence or on the one that stands for its alarm."""
    found = (
        batch.connection.execute("SELECT body FROM alarms WHERE " + wanted, (value,)).fetchone()
        for wanted, value in (("occurrence_id=?", known.occurrence_id), ("alarm_id=? AND ended_us=0", known.alarm_id))
    )
    row = next((row for row in found if row is not None), None)
    if row is None:
        _put(batch, known)
        return
    before = unpack(row[0])
    after = turn(before)
    if after != before:
        _put(batch, after)


def _put(batch: JournalBatch, alarm: AlarmOccurrence) -> None:
    ((number,),) = batch.connection.execute(COUNT_UP + " WHERE name='alarm_change' RETURNING value").fetchall()
    batch.connection.execute(
        _KEEP,
        (alarm.occurrence_id, alarm.alarm_id, alarm.raised_us, alarm.ended_us, int(number), batch.console, pack(alarm)),
    )


def has_table(connection: Rows) -> bool:
    """Whether the site has ever kept alarms."""
    return connection.execute("SELECT 1 FROM site_meta WHERE name='alarm_change'").fetchone() is not None


def first_record_us(connection: Rows) -> int:
    """When the site's journal begins, microseconds since 1970 UTC; 0 where it is empty."""
    row = connection.execute("SELECT min(time_us) FROM journal").fetchone()
    return int(row[0] or 0)


def read_changed(connection: Rows, after: int, console: str) -> tuple[int, list[AlarmOccurrence]]:
    """Alarms that others than ``console`` changed since change number ``after``, and the last number of all."""
    last = connection.execute("SELECT value FROM site_meta WHERE name='alarm_change'").fetchone()
    wanted = "SELECT body FROM alarms WHERE changed > ? AND console <> ? ORDER BY changed"
    rows = connection.execute(wanted, (after, console)).fetchall()
    return (after if last is None else int(last[0])), [unpack(body) for (body,) in rows]


def read_open(connection: Rows) -> tuple[int, list[AlarmOccurrence]]:
    """Alarms that are not over, and the last change number."""
    row = connection.execute("SELECT value FROM site_meta WHERE name='alarm_change'").fetchone()
    rows = connection.execute("SELECT body FROM alarms WHERE ended_us=0 ORDER BY changed").fetchall()
    return (0 if row is None else int(row[0])), [unpack(body) for (body,) in rows]


def bodies_between(connection: Rows, from_us: int, to_us: int, limit: int) -> list[str]:
    """Alarms raised in ``[from_us, to_us)`` as text, the latest ``limit`` of them, oldest first."""
    wanted = "SELECT body FROM alarms WHERE raised_us >= ? AND raised_us < ? ORDER BY raised_us DESC LIMIT ?"
    return [body for (body,) in reversed(connection.execute(wanted, (from_us, to_us, limit)).fetchall())]


def bodies_at(connection: Rows, time_us: int) -> list[str]:
    """Alarms that had been raised and were not over at a moment, as text, as they are known now."""
    wanted = "SELECT body FROM alarms WHERE raised_us <= ? AND (ended_us = 0 OR ended_us > ?) ORDER BY raised_us"
    return [body for (body,) in connection.execute(wanted, (time_us, time_us)).fetchall()]


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


_NAMES = tuple(f.name for f in fields(AlarmOccurrence))


def pack(alarm: AlarmOccurrence) -> str:
    """An occurrence as text."""
    plain = {name: getattr(alarm, name) for name in _NAMES}
    plain["comments"] = [[c.author, c.time_us, c.text] for c in alarm.comments]
    return _encode(plain)


def unpack(body: str) -> AlarmOccurrence:
    """An occurrence of text; fields it does not know are left out. Raises ``InputError`` where it is damaged."""
    try:
        return _unpacked(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "keep the site for inquiry and restore a backup"
        raise InputError("an alarm of the site", f"is damaged ({error})", remedy) from error


def _unpacked(plain: dict[str, Any]) -> AlarmOccurrence:
    known = {name: plain[name] for name in _NAMES if name in plain}
    known["kind"], known["condition"] = AlarmKind(known["kind"]), AlarmCondition(known["condition"])
    known["priority"] = AlarmPriority(known["priority"])
    known["comments"] = tuple(AlarmComment(*entry) for entry in known.get("comments", ()))
    return AlarmOccurrence(**known)


def record_of(alarm: AlarmOccurrence, what: str, author: str = "", **more: Detail) -> JournalRecord:
    """The journal's record of a turn."""
    name = alarm.element_id or alarm.alarm_id
    words = f"{alarm.priority.name.lower()} alarm on {name}, {alarm.message}: {what}"
    sentence = words + (f" by {author}" if author else "")
    details: dict[str, Detail] = {
        "occurrence_id": alarm.occurrence_id,
        "alarm_id": alarm.alarm_id,
        "alarm_kind": str(alarm.kind),
        "priority": int(alarm.priority),
        "state": str(alarm.state),
        "turn": what.partition(" ")[0].rstrip(","),
        **more,
    }
    if alarm.value == alarm.value:
        details["value"] = alarm.value
    return JournalRecord(KIND, author, alarm.element_id, sentence[:1].upper() + sentence[1:], details, alarm.raised_us)
