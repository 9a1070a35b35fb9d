"""The history in one folder: a DuckDB file for what is new and for summaries, a Parquet file for each hour before.

An hour's file is sorted by point and time, so that a question about one point reads a small part of it.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.history.hours import HOUR_US, hour_file
from console.history.storage import Retention
from console.history.table_storage import VERSION, TableStorage, told_as_input_error
from engines.values.validation import InputError

if TYPE_CHECKING:
    import duckdb

Array = np.ndarray[Any, Any]
FILE_NAME, FOLDER_NAME = "history.duckdb", "hours"
MEMORY, SORTING_MEMORY, LEAST_MEMORY = "64MB", "32MB", "8MB"
"""Beyond that DuckDB sorts on the disk: an hour of millions takes no longer so."""
RENEW_S = 60.0
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": MEMORY,
    # Its allocator keeps what was freed until so much of it has come together.
    "allocator_flush_threshold": "1MB",
    "allocator_bulk_deallocation_flush_threshold": "1MB",
}
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BIGINT);
CREATE TABLE IF NOT EXISTS points(point INTEGER PRIMARY KEY, point_id TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS recent(point INTEGER, time_us BIGINT, value DOUBLE, flags UTINYINT, source_time_us BIGINT);
CREATE TABLE IF NOT EXISTS clients(client TEXT PRIMARY KEY, number BIGINT);
CREATE TABLE IF NOT EXISTS hours(hour_us BIGINT PRIMARY KEY, rows BIGINT, size_bytes BIGINT);
CREATE TABLE IF NOT EXISTS images(begin_us BIGINT, point INTEGER, value DOUBLE, flags UTINYINT, since_us BIGINT);
CREATE TABLE IF NOT EXISTS quarters(begin_us BIGINT, point INTEGER, mean DOUBLE, lowest DOUBLE, highest DOUBLE,
    known_share DOUBLE, changes BIGINT);
CREATE TABLE IF NOT EXISTS spans(from_us BIGINT, to_us BIGINT);
CREATE TABLE IF NOT EXISTS present(point INTEGER, value DOUBLE, flags UTINYINT, time_us BIGINT);
"""


TABLES = ("meta", "points", "recent", "clients", "hours", "images", "quarters", "spans")
RESTORE = "restore it from a backup, or move the folder away and a new history begins"
_SIGNS = (
    ("not a valid duckdb", "it is no history file, or its beginning is damaged"),
    ("magic bytes", "it is no recorded hour, or its end is damaged"),
    ("not read enough bytes", "it is cut off"),
    ("too small", "it is cut off"),
    ("is a directory", "it is a folder"),
    ("no files found", "it is missing"),
    ("checksum", "it is damaged"),
    ("corrupt", "it is damaged"),
    ("serialization", "it is damaged"),
)
"""What the database says of a file, and what that means."""


class DuckStorage(TableStorage):
    """See :class:`console.history.storage.HistoryStorage`. One process at a time: DuckDB keeps all others out."""

    def __init__(self, folder: Path) -> None:
        """Open the history of a folder, or begin one. Raises ``InputError`` where that cannot be."""
        super().__init__()
        self.folder = folder
        self._gate, self._askers, self._is_stale = threading.Lock(), 0, False
        self._connection = _open(folder)
        self._opened_s = time.monotonic()
        try:
            self._recall()
        except Exception as error:
            self._connection.close()
            raise _sentence(error, folder / FILE_NAME) from error

    def backup(self, folder: Path) -> None:
        """A copy that can be opened as it is."""
        with self._lock:
            target = folder / self.folder.name
            if target.exists() and any(target.iterdir()):
                raise InputError(str(target), "is not empty", "choose another folder for the backup")
            try:
                (target / FOLDER_NAME).mkdir(parents=True, exist_ok=True)
                self._connection.execute("CHECKPOINT")
                shutil.copy2(self.folder / FILE_NAME, target / FILE_NAME)
                for hour in self._hours:
                    shutil.copy2(self._path_of(hour), target / FOLDER_NAME / hour_file(hour))
            except Exception as error:
                raise _sentence(error, target) from error

    def verify(self) -> tuple[str, ...]:
        """Every hour's file is there, can be read and holds what it should; and so can what is new."""
        found = []
        with self._asking():
            for table in TABLES:
                try:
                    self._execute(f"SELECT bit_xor(hash(everything)) FROM {table} AS everything").fetchone()
                except Exception as error:
                    found.append(f"{self.folder / FILE_NAME}: table {table} {_unreadable(error)}; {RESTORE}")
            for hour, rows in sorted(self._hours.items()):
                path = self._path_of(hour)
                question = f"SELECT count(*), count(value), sum(flags) FROM read_parquet('{path}')"
                try:
                    row = self._execute(question).fetchone()
                except Exception as error:
                    found.append(f"{path}: {_unreadable(error)}; restore it from a backup")
                    continue
                if row is None or int(row[0]) != rows:
                    found.append(f"{path}: holds {row[0] if row else 0} changes, not {rows}; restore it from a backup")
        return tuple(found)

    def tidy(self, now_us: int, retention: Retention) -> None:
        """See the protocol; gives memory back, too: an owner runs for months."""
        with self._lock, self._gate:
            # A question that is being answered needs what it holds.
            if not self._askers:
                self._rest()
        hours = set(self._hours)
        super().tidy(now_us, retention)
        self._is_stale |= set(self._hours) != hours

    def _rest(self) -> None:
        if self._is_stale or time.monotonic() - self._opened_s > RENEW_S:
            # The database never quite forgets the rows of an hour that was put away, and something of every
            # transaction. Where it does not open, the next turn tries again.
            self._is_stale = True
            self._connection.close()
            self._connection = _open(self.folder)
            self._is_stale, self._opened_s = False, time.monotonic()
        # What is new lies in memory until then.
        with contextlib.suppress(Exception):
            self._execute("CHECKPOINT")
        with contextlib.suppress(Exception):
            self._execute(f"SET memory_limit='{LEAST_MEMORY}'")
        self._execute(f"SET memory_limit='{MEMORY}'")

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._connection.close()

    def take_over(self, table: str, columns: Mapping[str, Array]) -> None:
        """Rows of another storage, into a copy that has just been begun."""
        with self._lock, self._transaction():
            if table == "meta":
                self._execute("DELETE FROM meta")
            if len(next(iter(columns.values()))):
                self._insert(table, columns)

    def take_over_hour(self, hour: int, columns: Mapping[str, Array]) -> None:
        """All changes of one hour of another storage, in the final form of this one."""
        self.take_over("recent", columns)
        with self._lock:
            self._close_hour(hour)

    # What a database does ----------------------------------------------------------------------------------

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        # In the middle of a transaction its changes must be seen; other threads ask beside it.
        is_mine = bool(self._lock._is_owned())  # type: ignore[attr-defined]
        return (self._connection if is_mine else self._connection.cursor()).execute(statement, list(values))

    def _columns(self, question: str, values: Sequence[Any] = ()) -> dict[str, Array]:
        columns = self._execute(question, values).fetchnumpy()
        return {
            name: np.asarray(column.filled(np.nan) if isinstance(column, np.ma.MaskedArray) else column)
            for name, column in columns.items()
        }

    def _insert(self, table: str, columns: Mapping[str, Array]) -> None:
        news = dict(columns)  # noqa: F841  DuckDB finds it by its name
        self._connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM news")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        connection = self._connection
        try:
            connection.execute("BEGIN")
            yield
            connection.execute("COMMIT")
        except Exception as error:
            with contextlib.suppress(Exception):
                connection.execute("ROLLBACK")
            # What is remembered outside the file went further than the file did.
            with contextlib.suppress(Exception):
                self._recall()
            raise _sentence(error, self.folder) from error

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        with self._gate:
            self._askers += 1
        try:
            with told_as_input_error(lambda error: _sentence(error, self.folder)):
                yield
        finally:
            with self._gate:
                self._askers -= 1

    def _changes(self, from_us: int, to_us: int, points: Sequence[int] | None) -> dict[str, Array]:
        found, values = self._found(from_us, to_us, _of_points(points))
        return self._columns(f"SELECT point, time_us, value, flags FROM ({found}) ORDER BY time_us, place", values)

    def _last_changes(self, from_us: int, to_us: int) -> dict[str, Array]:
        found, values = self._found(from_us, to_us, "true")
        question = (
            f"WITH found AS MATERIALIZED ({found}) SELECT found.point, found.time_us, value, flags FROM found JOIN "
            "(SELECT point, max(time_us) AS time_us FROM found GROUP BY point) AS last "
            "ON found.point = last.point AND found.time_us = last.time_us ORDER BY found.time_us, place"
        )
        return self._columns(question, values)

    def _found(self, from_us: int, to_us: int, where: str) -> tuple[str, list[int]]:
        """The question for changes of a span, wherever they are, and its values."""
        sources = ["SELECT point, time_us, value, flags, rowid AS place FROM recent"]
        files = [h for h in self._hours if h + HOUR_US > from_us and h <= to_us]
        if files:
            names = ", ".join(f"'{self._path_of(h)}'" for h in sorted(files))
            sources.append(
                f"SELECT point, time_us, value, flags, file_row_number AS place "
                f"FROM read_parquet([{names}], file_row_number=true)"
            )
        everything = " UNION ALL ".join(f"({s} WHERE {where} AND time_us > ? AND time_us <= ?)" for s in sources)
        return everything, [from_us, to_us] * len(sources)

    def _close_hour(self, hour: int) -> None:
        span = [hour, hour + HOUR_US]
        rows = self._execute("SELECT count(*) FROM recent WHERE time_us >= ? AND time_us < ?", span).fetchone()
        if rows is None or not rows[0]:
            return
        path = self._path_of(hour)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        try:
            self._write_sorted(hour, part)
            part.replace(path)
        except Exception as error:
            part.unlink(missing_ok=True)
            raise _sentence(error, self.folder) from error
        with self._transaction():
            self._execute("DELETE FROM recent WHERE time_us >= ? AND time_us < ?", span)
            self._execute("INSERT INTO hours VALUES (?, ?, ?)", [hour, rows[0], path.stat().st_size])
        self._hours[hour] = int(rows[0])
        self._execute("CHECKPOINT")

    def _write_sorted(self, hour: int, path: Path) -> None:
        """The recent changes of an hour, sorted by point and time."""
        order = (
            f"COPY (SELECT point, time_us, value, flags, source_time_us FROM recent WHERE time_us >= {hour} AND "
            f"time_us < {hour + HOUR_US} ORDER BY point, time_us, rowid) TO '{path}' "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
        )
        self._execute(f"SET memory_limit='{SORTING_MEMORY}'")
        try:
            self._execute(order)
        except Exception as error:
            if "out of memory" not in str(error).casefold():
                raise
            self._execute(f"SET memory_limit='{MEMORY}'")
            self._execute(order)
        finally:
            self._execute(f"SET memory_limit='{MEMORY}'")

    def _reopen(self, hour: int) -> None:
        names = "point, time_us, value, flags, source_time_us"
        path = self._path_of(hour)
        self._execute(f"INSERT INTO recent ({names}) SELECT {names} FROM read_parquet('{path}')")

    def _drop_hour(self, hour: int) -> None:
        pass

    def _sweep(self, hour: int) -> None:
        self._path_of(hour).unlink(missing_ok=True)

    def _path_of(self, hour: int) -> Path:
        return self.folder / FOLDER_NAME / hour_file(hour)

    def _size_bytes(self) -> int:
        return sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())


def _of_points(points: Sequence[int] | None) -> str:
    """The condition for some points."""
    if points is None:
        return "true"
    if isinstance(points, range):
        return f"point >= {points.start} AND point < {points.stop}"
    return f"point IN ({', '.join(map(str, points))})" if points else "false"


def _open(folder: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FOLDER_NAME).mkdir(exist_ok=True)
        connection = duckdb.connect(str(path), config=CONFIG)
    except Exception as error:
        raise _sentence(error, path) from error
    try:
        connection.execute(SCHEMA)
        row = connection.execute("SELECT value FROM meta WHERE name='version'").fetchone()
        if row is None:
            connection.execute("INSERT INTO meta VALUES ('version', ?)", [VERSION])
        elif int(row[0]) > VERSION:
            raise InputError(str(path), "was written by a newer Tieline", "open it with that version")
    except InputError:
        connection.close()
        raise
    except Exception as error:
        connection.close()
        raise _sentence(error, path) from error
    return connection


def _unreadable(error: Exception) -> str:
    """Why something cannot be read, in a few words."""
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    why = next((meaning for sign, meaning in _SIGNS if sign in words.casefold()), words)
    return f"cannot be read ({why})"


def _sentence(error: Exception, place: Path) -> InputError:
    """What went wrong, with the remedy."""
    if isinstance(error, InputError):
        return error
    words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    lower = words.casefold()
    if "no space" in lower or "disk full" in lower:
        return InputError(str(place), "there is no space left on the disk", "make room; what came is kept meanwhile")
    if "lock" in lower and ("conflict" in lower or "could not set" in lower):
        return InputError(str(place), "another program has it open", "end that program; only one may own the history")
    if "permission" in lower or isinstance(error, PermissionError):
        return InputError(str(place), "may not be written", "give this account the right to write there")
    if any(sign in lower for sign, _ in _SIGNS) or "newer version" in lower:
        return InputError(str(place), _unreadable(error), RESTORE)
    return InputError(str(place), words, "look at the disk, or move the file away and restore a backup")
