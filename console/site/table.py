"""What is placed on the network, as rows of the site's file inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

from console.journal.batch import JournalBatch
from console.journal.connection import SiteConnection
from console.journal.record import Detail, JournalRecord, clean_text
from engines.values.site import (
    Cut,
    DeviceLock,
    HandDressedPosition,
    Jumper,
    MobileGenerator,
    PortableEarth,
    SiteState,
    Substitution,
    Tag,
    TagKind,
)
from engines.values.validation import InputError

T = TypeVar("T")
KINDS: dict[str, tuple[type[Any], str, str]] = {
    "tag": (Tag, "tags", "tag_id"),
    "earth": (PortableEarth, "earths", "earth_id"),
    "cut": (Cut, "cuts", "cut_id"),
    "jumper": (Jumper, "jumpers", "jumper_id"),
    "generator": (MobileGenerator, "generators", "generator_id"),
    "position": (HandDressedPosition, "dressed", "element_id"),
    "substitution": (Substitution, "substitutions", "point_id"),
    "lock": (DeviceLock, "locks", "point_id"),
}
"""Kind in the file: its value, its place in ``SiteState``, and the field that names it."""
COUNT_UP = "UPDATE site_meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT)"
_PLACE = "INSERT INTO placed VALUES (?,?,?) ON CONFLICT(kind, id) DO UPDATE SET body=excluded.body"


class SiteTable:
    """Reads and changes what is placed; every change is journaled in the same transaction and counts the revision."""

    def __init__(self, batch: JournalBatch) -> None:
        self._batch = batch
        self._connection = batch.connection

    @property
    def now_us(self) -> int:
        """Microseconds since 1970 UTC."""
        return self._batch.now_us

    def new_id(self, kind: str) -> str:
        """An id never used before on this site, as ``tag:12``."""
        name = f"last_{kind}"
        self._connection.execute("INSERT INTO site_meta VALUES (?, 0) ON CONFLICT DO NOTHING", (name,))
        self._connection.execute(COUNT_UP + " WHERE name=?", (name,))
        row = self._connection.execute("SELECT value FROM site_meta WHERE name=?", (name,)).fetchone()
        return f"{kind}:{row[0]}"

    def find(self, kind: str, placed_id: str) -> Any:
        """The thing of that id, ``None`` where there is none."""
        row = self._connection.execute("SELECT body FROM placed WHERE kind=? AND id=?", (kind, placed_id)).fetchone()
        return None if row is None else unpack(KINDS[kind][0], row[0])

    def need(self, kind: str, placed_id: str) -> Any:
        """The thing of that id. Raises ``InputError`` where another has removed it."""
        found = self.find(kind, placed_id)
        if found is None:
            raise InputError(placed_id, "is not there any more", "somebody else may have removed it")
        return found

    def all(self, kind: str) -> tuple[Any, ...]:
        """Everything of a kind."""
        return read_kind(self._connection, kind)

    def put(self, kind: str, value: T, record: JournalRecord) -> T:
        """Keep ``value`` in place of what has its id."""
        placed_id = str(getattr(value, KINDS[kind][2]))
        self._batch.append(record)
        self._connection.execute(_PLACE, (kind, placed_id, pack(value)))
        self._count()
        return value

    def remove(self, kind: str, placed_id: str, record: JournalRecord) -> None:
        """Take the thing of that id away."""
        self._batch.append(record)
        self._connection.execute("DELETE FROM placed WHERE kind=? AND id=?", (kind, placed_id))
        self._count()

    def _count(self) -> None:
        self._connection.execute(COUNT_UP + " WHERE name='revision'")


class StateReader:
    """Reads everything that is placed; what has not changed since the last time is not unpacked again."""

    def __init__(self) -> None:
        self._unpacked: dict[tuple[str, str], tuple[str, Any]] = {}

    def read(self, connection: SiteConnection) -> SiteState:
        """The present state. The caller holds a transaction, so that it is of one moment."""
        kept: dict[tuple[str, str], tuple[str, Any]] = {}
        for kind, placed_id, body in connection.execute("SELECT kind, id, body FROM placed"):
            known = self._unpacked.get((kind, placed_id))
            value = known[1] if known is not None and known[0] == body else unpack(KINDS[kind][0], body)
            kept[kind, placed_id] = (body, value)
        self._unpacked = kept
        parts: dict[str, list[Any]] = {field: [] for _, field, _ in KINDS.values()}
        for kind, placed_id in sorted(kept, key=_placing_order):
            parts[KINDS[kind][1]].append(kept[kind, placed_id][1])
        return SiteState(
            revision=read_revision(connection), **{field: tuple(values) for field, values in parts.items()}
        )


def read_revision(connection: SiteConnection) -> int:
    """How often anything of the site was changed."""
    return int(connection.execute("SELECT value FROM site_meta WHERE name='revision'").fetchone()[0])


def read_kind(connection: SiteConnection, kind: str) -> tuple[Any, ...]:
    """Everything of a kind, in the order it was placed."""
    rows = connection.execute("SELECT kind, id, body FROM placed WHERE kind=?", (kind,)).fetchall()
    return tuple(unpack(KINDS[kind][0], body) for *_, body in sorted(rows, key=_placing_order))


def pack(value: Any) -> str:
    """A value as text."""
    plain = {k: clean_text(v) if isinstance(v, str) else v for k, v in asdict(value).items()}
    return json.dumps(plain, ensure_ascii=False)


def unpack(kind: type[T], body: str) -> T:
    """A value of text; fields it does not know are left out."""
    return value_of(kind, json.loads(body))


def value_of(kind: type[T], plain: Mapping[str, Any]) -> T:
    """A value of its fields; those it does not know are left out."""
    known = {f.name: plain[f.name] for f in fields(kind) if f.name in plain}  # type: ignore[arg-type]
    if kind is Tag:
        known["kind"] = _tag_kind(known["kind"])
    return kind(**known)


def record_of(kind: str, author: str, element_id: str, sentence: str, value: Any, **more: Detail) -> JournalRecord:
    """The record of a change, with the fields of ``value`` as its details."""
    details = {k: v for k, v in asdict(value).items() if v != ""}
    return JournalRecord(kind, author, element_id, sentence, {**details, **more})


def need_reason(place: str, reason: str) -> str:
    """``reason`` without surrounding blanks. Raises ``InputError`` where it is empty."""
    if not reason.strip():
        raise InputError(place, "a reason is missing", "say why, in a few words")
    return reason.strip()


def need_one_of(place: str, value: float, allowed: Collection[int]) -> int:
    """``value`` as a whole number. Raises ``InputError`` where it is none of those allowed."""
    if value not in allowed:
        raise InputError(place, f"{value} is not one of {', '.join(map(str, sorted(allowed)))}", "choose one of them")
    return int(value)


def _placing_order(row: Sequence[str]) -> tuple[int, str]:
    digits = row[1].rpartition(":")[2]
    return (int(digits) if digits.isdigit() else 0, row[1])


def _tag_kind(text: str) -> TagKind:
    try:
        return TagKind(text)
    except ValueError:
        # Whoever wrote it meant to forbid something.
        return TagKind.DO_NOT_OPERATE
