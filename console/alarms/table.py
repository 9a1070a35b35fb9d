"""Alarms in the site's file: every turn in one transaction with its journal record, shared by all consoles."""

from __future__ import annotations

import json
import sqlite3
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
    where = "alarm_id=? AND ended_us=0"
    try:
        row = batch.connection.execute(f"SELECT body FROM alarms WHERE {where}", (alarm.alarm_id,)).fetchone()
        standing = None if row is None else unpack(row[0])
    except (InputError, sqlite3.OperationalError) as error:
        if not isinstance(error, InputError) and "decode" not in str(error).casefold():
            raise
        # Nobody can work with it any more: it is put away as it is, so that the alarm can stand again.
        batch.connection.execute(f"UPDATE alarms SET ended_us=? WHERE {where}", (alarm.raised_us, alarm.alarm_id))
        standing = None
    if standing is None:
        _put(batch, alarm)
        batch.append(record(alarm))
        return alarm
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


_REMEDY = "keep the site for inquiry and restore a backup"
_NAMES = tuple(f.name for f in fields(AlarmOccurrence))


_KINDS: dict[str, tuple[type, ...]] = {
    f.name: kinds
    for f in fields(AlarmOccurrence)
    for word, kinds in (("int", (int,)), ("str", (str,)), ("bool", (bool,)), ("float", (float, int)))
    if f.type == word
}


def pack(alarm: AlarmOccurrence) -> str:
    """An occurrence as text."""
    plain = {name: getattr(alarm, name) for name in _NAMES}
    plain["comments"] = [[c.author, c.time_us, c.text] for c in alarm.comments]
    return _encode(plain)


def unpack(body: str | None) -> AlarmOccurrence:
    """An occurrence of text; fields it does not know are left out. Raises ``InputError`` where it is damaged."""
    if body is None:
        raise InputError("an alarm of the site", "is damaged (it cannot be read)", _REMEDY)
    try:
        return _unpacked(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("an alarm of the site", f"is damaged ({error})", _REMEDY) from error


def _unpacked(plain: dict[str, Any]) -> AlarmOccurrence:
    known = {name: plain[name] for name in _NAMES if name in plain}
    known["kind"], known["condition"] = AlarmKind(known["kind"]), AlarmCondition(known["condition"])
    known["priority"] = AlarmPriority(known["priority"])
    for name, kinds in _KINDS.items():
        if name in known and not isinstance(known[name], kinds):
            raise ValueError(f"{name} is {known[name]!r}"[:80])
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
