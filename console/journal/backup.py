"""A copy of a site as one file, whole and of one moment, while consoles go on writing it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from console.journal.connection import DATABASE_ERRORS, SiteDatabase, SiteReader
from console.journal.database import FILE_NAME, HEAD_NAME, open_for_writing, sentence_of, site_database
from engines.values.validation import InputError

TABLES = (
    "site_meta", "journal", "journal_keys", "journal_checkpoints", "journal_head", "placed", "tokens", "users",
)  # fmt: skip
"""What makes a site; what else there is makes itself anew."""


def back_up(place: Path | SiteDatabase, folder: Path, also: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Path:
    """Copy the site, and the signed end beside it, into ``folder``; returns the copy's path.

    A site on a server becomes a file too, which can be verified and opened like any other.

    Args:
        also: tables that others keep there, with the statements that make them.

    The keys that sign stay where they are: a copy can be verified, and nobody can write on in it as if it were the
    journal. Raises ``InputError`` where there is nothing to copy, or no room for it.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise InputError(str(target), "is there already", "choose another folder for the backup")
    database = site_database(place)
    source = database.open_for_reading()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The noted end first: the copy then holds at least as much as it says.
        head = database.folder / HEAD_NAME
        noted = head.read_bytes() if head.exists() else b""
        if isinstance(source, sqlite3.Connection):
            _copy_file(source, target)
        else:
            _copy_rows(source, target, also)
        if noted:
            (folder / HEAD_NAME).write_bytes(noted)
    except DATABASE_ERRORS as error:
        raise sentence_of(error, target) from error
    except OSError as error:
        reason = f"cannot be written ({error.strerror})"
        raise InputError(str(folder), reason, "choose another folder, or make room") from error
    finally:
        source.close()
    return target


def _copy_file(source: sqlite3.Connection, target: Path) -> None:
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()


def _copy_rows(source: SiteReader, target: Path, also: Mapping[str, Sequence[str]]) -> None:
    copy = open_for_writing(target, may_create=True)
    try:
        source.execute("BEGIN")
        copy.execute("BEGIN IMMEDIATE")
        kept = [t for t in also if source.execute("SELECT to_regclass(?)", (t,)).fetchone()[0] is not None]
        for statement in itertools.chain.from_iterable(also[table] for table in kept):
            copy.execute(statement)
        for table in (*TABLES, *kept):
            copy.execute(f"DELETE FROM {table}")
            for row in source.stream(f"SELECT * FROM {table}"):
                copy.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", tuple(row))
        copy.execute("COMMIT")
        source.execute("COMMIT")
    finally:
        copy.close()
