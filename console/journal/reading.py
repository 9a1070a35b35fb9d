"""Reading the journal in pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from console.journal.connection import SiteConnection
from console.journal.record import JournalEntry, unpack_details


@dataclass(frozen=True, slots=True)
class Word:
    """A word that must stand somewhere in what a record says, whatever its case, or be who or what kind it is of.

    Attributes:
        element_ids: equipment people call by it, whose records count too.
    """

    text: str
    element_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records; see :meth:`console.journal.journal.Journal.read`."""

    after: int = 0
    kinds: Collection[str] | None = None
    limit: int = 1000
    element_id: str = ""
    author: str = ""
    from_us: int | None = None
    to_us: int | None = None
    before: int | None = None
    is_latest_first: bool = False
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class LikePattern:
    """A test for ``LIKE`` and its argument."""

    test: str
    pattern: str


def like_pattern(text: str) -> LikePattern:
    """Finds ``text`` anywhere; an escape is only asked for where it is needed, since it is slower."""
    plain = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return LikePattern("LIKE ?" if plain == text else "LIKE ? ESCAPE '!'", f"%{plain}%")


def read_entries(connection: SiteConnection, wanted: Filter) -> tuple[JournalEntry, ...]:
    """The records of one page, in the order asked for."""
    conditions, values = ["sequence > ?"], [wanted.after]
    options: tuple[tuple[str, str | int | None], ...] = (
        ("sequence < ?", wanted.before),
        ("element_id = ?", wanted.element_id or None),
        ("author = ?", wanted.author or None),
        ("time_us >= ?", wanted.from_us),
        ("time_us < ?", wanted.to_us),
    )
    arguments: list[str | int] = [*values]
    for condition, value in options:
        if value is not None:
            conditions.append(condition)
            arguments.append(value)
    if wanted.kinds is not None:
        # With words every record has to be looked at: in their order, not by way of the index.
        column = "kind || ''" if wanted.words else "kind"
        conditions.append(f"{column} IN ({','.join('?' * len(wanted.kinds))})")
        arguments += wanted.kinds
    for word in wanted.words:
        like, exact = like_pattern(word.text), word.text.casefold()
        named = f" OR element_id IN ({','.join('?' * len(word.element_ids))})" if word.element_ids else ""
        conditions.append(f"(sentence {like.test} OR element_id {like.test} OR author = ? OR kind = ?{named})")
        arguments += [like.pattern, like.pattern, exact, exact, *word.element_ids]
    order = "DESC" if wanted.is_latest_first else "ASC"
    rows = connection.execute(
        "SELECT sequence, time_us, console, kind, author, element_id, sentence, details, source_time_us, hash "
        f"FROM journal WHERE {' AND '.join(conditions)} ORDER BY sequence {order} LIMIT ?",
        (*arguments, wanted.limit),
    ).fetchall()
    return tuple(_entry(row) for row in rows)


def _entry(row: tuple[object, ...]) -> JournalEntry:
    sequence, time_us, console, kind, author, element_id, sentence, details, source_time_us, record_hash = row
    return JournalEntry(
        sequence=int(str(sequence)),
        time_us=int(str(time_us)),
        console=str(console),
        kind=str(kind),
        author=str(author),
        element_id=str(element_id),
        sentence=str(sentence),
        details=unpack_details(str(details)),
        source_time_us=int(str(source_time_us)),
        hash=record_hash.hex() if isinstance(record_hash, bytes) else str(record_hash),
    )
