"""The oldest part of a journal, put into a file of its own that can be verified alone and with the rest.

The cut is at a signed checkpoint. Only after the file is whole and proven does a record of the journal itself name it,
in the transaction that says where the chain begins from then on; the rows go afterwards, a few at a time, so that
nobody who writes has to wait.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from console.journal.batch import JournalBatch
from console.journal.chain import ChainHead
from console.journal.connection import DATABASE_ERRORS, SiteDatabase, SiteReader
from console.journal.database import SiteFile, open_for_writing, sentence_of
from console.journal.journal import Journal
from console.journal.origin import ARCHIVED_HASH, ARCHIVED_TO, IS_ARCHIVE, origin_of
from console.journal.record import Detail, JournalRecord
from console.journal.verifying import verify_journal
from engines.values.validation import InputError

FOLDER_NAME = "archive"
ROWS_AT_ONCE = 2000
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class ArchivedPart:
    """A part of a journal in a file of its own: records ``first`` to ``last``."""

    path: Path
    first: int
    last: int


def archive_journal(
    journal: Journal, before_us: int, folder: Path | None = None, author: str = "journal"
) -> ArchivedPart | None:
    """Put records from before a moment into a file, and take them out of the journal.

    Args:
        before_us: microseconds since 1970 UTC; the last signed checkpoint before it is where the cut is.
        folder: where the file goes; else ``archive`` in the site's folder.
        author: who wanted it.

    Returns ``None`` where nothing is that old. Raises ``InputError``; the journal is then as it was.
    """
    finish_archiving(journal)
    cut = journal.query(lambda reader: _cut(reader, before_us), is_long=True)
    if cut is None:
        return None
    begin, end = cut
    path = (
        folder or journal.database.folder / FOLDER_NAME
    ) / f"journal-{begin.sequence + 1:09d}-{end.sequence:09d}.sqlite"
    _write(journal.database, path, begin, end)
    journal.submit(lambda batch: _part_from(batch, begin, end, path, author)).result(PATIENCE_S)
    finish_archiving(journal)
    return ArchivedPart(path, begin.sequence + 1, end.sequence)


def finish_archiving(journal: Journal) -> None:
    """Take out what is in an archive but still here: a console may have ended in the middle."""
    while True:
        if not journal.query(_is_left, is_long=True):
            return
        journal.submit(_remove).result(PATIENCE_S)


def _is_left(reader: SiteReader) -> bool:
    archived = origin_of(reader).begin.sequence
    return reader.execute("SELECT 1 FROM journal WHERE sequence<=? LIMIT 1", (archived,)).fetchone() is not None


def _cut(reader: SiteReader, before_us: int) -> tuple[ChainHead, ChainHead] | None:
    begin = origin_of(reader).begin
    row = reader.execute(
        "SELECT c.sequence, c.hash FROM journal_checkpoints c JOIN journal j ON j.sequence=c.sequence "
        "WHERE j.time_us<? AND c.sequence>? ORDER BY c.sequence DESC LIMIT 1",
        (before_us, begin.sequence),
    ).fetchone()
    return None if row is None else (begin, ChainHead(int(row[0]), bytes(row[1])))


def _write(database: SiteDatabase, path: Path, begin: ChainHead, end: ChainHead) -> None:
    """The file, whole and proven, under its name."""
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_file(part)
        _copy(database, part, begin, end)
        report = verify_journal(SiteFile(part))
        if not report.is_intact or report.proven_to != end.sequence:
            reason = report.problems[0].reason if report.problems else "its end is not signed"
            raise InputError(database.place, f"cannot be archived: {reason}", "run tieline journal verify")
        part.replace(path)
    except DATABASE_ERRORS as error:
        raise sentence_of(error, part) from error
    except OSError as error:
        reason = f"cannot be written ({(error.strerror or str(error)).lower()})"
        raise InputError(str(path.parent), reason, "choose another folder, or make room") from error
    finally:
        _remove_file(part)


def _remove_file(part: Path) -> None:
    for name in (part.name, f"{part.name}-wal", f"{part.name}-shm"):
        with contextlib.suppress(OSError):
            part.with_name(name).unlink(missing_ok=True)


def _copy(database: SiteDatabase, part: Path, begin: ChainHead, end: ChainHead) -> None:
    source, copy = database.open_for_reading(), None
    try:
        copy = open_for_writing(part, may_create=True)
        source.execute("BEGIN")
        copy.execute("BEGIN IMMEDIATE")
        for table in ("site_meta", "journal_keys"):
            copy.execute(f"DELETE FROM {table}")
            for row in source.execute(f"SELECT * FROM {table}").fetchall():
                copy.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", tuple(row))
        copy.execute("INSERT INTO site_meta VALUES (?, '1')", (IS_ARCHIVE,))
        span = f"WHERE sequence>{begin.sequence} AND sequence<={end.sequence}"
        for table, width in (("journal", 10), ("journal_checkpoints", 5)):
            marks = ",".join("?" * width)
            for row in source.stream(f"SELECT * FROM {table} {span} ORDER BY sequence"):
                copy.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(row))
        copy.execute("COMMIT")
        # One file, without anything beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        source.close()
        if copy is not None:
            copy.close()


def _part_from(batch: JournalBatch, begin: ChainHead, end: ChainHead, path: Path, author: str) -> None:
    if origin_of(batch.connection).begin != begin:
        raise InputError(str(path), "another console archived at the same time", "look at what it did, then try again")
    keys = batch.connection.execute("SELECT key_id, public_key FROM journal_keys").fetchall()
    details: dict[str, Detail] = {
        ARCHIVED_TO: end.sequence,
        ARCHIVED_HASH: end.hash.hex(),
        "file": path.name,
        "keys": json.dumps({str(key): bytes(public).hex() for key, public in keys}),
    }
    sentence = f"Records {begin.sequence + 1} to {end.sequence} were put into the archive {path.name}"
    batch.append(JournalRecord("journal", author, "", sentence, details))
    for name, value in ((ARCHIVED_TO, str(end.sequence)), (ARCHIVED_HASH, end.hash.hex())):
        batch.connection.execute(
            "INSERT INTO site_meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value=excluded.value", (name, value)
        )
    batch.connection.execute("DELETE FROM journal_checkpoints WHERE sequence<=?", (end.sequence,))


def _remove(batch: JournalBatch) -> None:
    archived = origin_of(batch.connection).begin.sequence
    first = batch.connection.execute("SELECT min(sequence) FROM journal").fetchone()[0]
    last = min(archived, int(first) + ROWS_AT_ONCE - 1)
    batch.connection.execute("DELETE FROM journal WHERE sequence<=?", (last,))
