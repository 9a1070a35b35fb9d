"""The journal as a table for people and other programs."""

from __future__ import annotations

import contextlib
import csv
import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from console.journal.connection import DATABASE_ERRORS, SiteDatabase
from console.journal.database import sentence_of, site_database
from console.journal.reading import Filter, read_entries
from console.journal.record import JournalEntry, pack_details
from engines.values.validation import InputError

COLUMNS = (
    "sequence", "time_utc", "source_time_utc", "console", "kind", "author", "element_id", "sentence", "details", "hash",
)  # fmt: skip
PAGE = 5000


def export_journal(journal: Path | SiteDatabase, out: Path, wanted: Filter) -> int:
    """Write the records that ``wanted`` selects, as CSV or Parquet by the ending of ``out``; returns how many.

    ``out`` holds either all of them or what it held before. Raises ``InputError`` for either file.
    """
    if out.suffix.casefold() not in (".csv", ".parquet"):
        raise InputError(str(out), "is neither .csv nor .parquet", "choose one of these endings")
    part = out.with_name(f".{out.name}.{secrets.token_hex(8)}.part")
    columns = part.with_suffix(".columns")
    try:
        with part.open("x", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            count = 0
            for entry in _entries(journal, wanted):
                writer.writerow(_row(entry))
                count += 1
        if out.suffix.casefold() == ".parquet":
            _to_parquet(part, columns)
            os.replace(columns, part)
        os.replace(part, out)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(str(out), f"could not be written ({reason})", "free space or choose another folder") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
            columns.unlink(missing_ok=True)
    return count


def utc_text(time_us: int) -> str:
    """ISO 8601 in UTC with microseconds; empty for 0."""
    if not time_us:
        return ""
    seconds, rest = divmod(time_us, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest).isoformat(timespec="microseconds")


def _entries(journal: Path | SiteDatabase, wanted: Filter) -> Iterator[JournalEntry]:
    database = site_database(journal)
    connection = database.open_for_reading()
    try:
        page = replace(wanted, limit=PAGE)
        while entries := read_entries(connection, page):
            yield from entries
            page = replace(page, after=entries[-1].sequence)
    except DATABASE_ERRORS as error:
        raise sentence_of(error, database.place) from error
    finally:
        connection.close()


def _to_parquet(table: Path, out: Path) -> None:
    import duckdb

    kinds = dict.fromkeys(COLUMNS, "VARCHAR") | {
        "sequence": "BIGINT", "time_utc": "TIMESTAMPTZ", "source_time_utc": "TIMESTAMPTZ"
    }  # fmt: skip
    try:
        with duckdb.connect(config={"memory_limit": "512MB", "threads": 2}) as connection:
            rows = connection.read_csv(
                str(table), header=True, columns=kinds, delimiter=",", quotechar='"', escapechar='"', strict_mode=True,
                parallel=False,
            )  # fmt: skip
            rows.write_parquet(str(out), compression="zstd")
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise InputError(str(out), f"could not be written ({reason})", "free space or choose another folder") from error


def _row(entry: JournalEntry) -> tuple[object, ...]:
    return (
        entry.sequence,
        utc_text(entry.time_us),
        utc_text(entry.source_time_us),
        entry.console,
        entry.kind,
        entry.author,
        entry.element_id,
        entry.sentence,
        pack_details(entry.details),
        entry.hash,
    )
