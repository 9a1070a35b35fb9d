"""The history on a PostgreSQL server: rows for what is new, and a few bytes a point for each hour before.

Several consoles, each with a process of its own for it, record into one history. Transactions take turns; each first
looks at what the others have recorded, so that what two consoles heard alike is kept once.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.history.copying import copy_in, copy_out
from console.history.hours import HOUR_US
from console.history.segments import pack_segment, unpack_segment
from console.history.table_storage import VERSION, TableStorage, told_as_input_error
from console.journal.connection import ServerError
from console.journal.postgres import connect, server_error, shown_address, translated
from engines.values.validation import InputError

if TYPE_CHECKING:
    import psycopg

Array = np.ndarray[Any, Any]
RECENT_BYTES = 100
"""About what a recent change takes with its index."""
KINDS = {20: np.int64, 21: np.int64, 23: np.int64, 700: np.float64, 701: np.float64}
"""Of a column, by the number of its type; all others are text."""
RECENT = {
    "place": "int8",
    "point": "int4",
    "time_us": "int8",
    "value": "float8",
    "flags": "int2",
    "source_time_us": "int8",
}
FAR = 2**62
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BIGINT);
CREATE TABLE IF NOT EXISTS points(point INT PRIMARY KEY, point_id TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS recent(place BIGINT GENERATED ALWAYS AS IDENTITY, point INT NOT NULL,
    time_us BIGINT NOT NULL, value DOUBLE PRECISION, flags SMALLINT, source_time_us BIGINT);
CREATE INDEX IF NOT EXISTS recent_place ON recent(place);
CREATE INDEX IF NOT EXISTS recent_time ON recent(time_us);
CREATE INDEX IF NOT EXISTS recent_point ON recent(point, time_us);
CREATE TABLE IF NOT EXISTS segments(hour_us BIGINT, point INT, rows INT, body BYTEA, PRIMARY KEY (hour_us, point));
CREATE INDEX IF NOT EXISTS segments_point ON segments(point, hour_us);
CREATE TABLE IF NOT EXISTS clients(client TEXT PRIMARY KEY, number BIGINT);
CREATE TABLE IF NOT EXISTS hours(hour_us BIGINT PRIMARY KEY, rows BIGINT, size_bytes BIGINT);
CREATE TABLE IF NOT EXISTS images(begin_us BIGINT, point INT, value DOUBLE PRECISION, flags SMALLINT, since_us BIGINT);
CREATE INDEX IF NOT EXISTS images_begin ON images(begin_us);
CREATE TABLE IF NOT EXISTS quarters(begin_us BIGINT, point INT, mean DOUBLE PRECISION, lowest DOUBLE PRECISION,
    highest DOUBLE PRECISION, known_share DOUBLE PRECISION, changes BIGINT, PRIMARY KEY (point, begin_us));
CREATE TABLE IF NOT EXISTS spans(from_us BIGINT PRIMARY KEY, to_us BIGINT);
INSERT INTO meta VALUES ('turn', 0) ON CONFLICT DO NOTHING
"""


class PostgresStorage(TableStorage):
    """See :class:`console.history.storage.HistoryStorage`.

    Args:
        server: address, as of :class:`console.journal.postgres.PostgresSite`.
        schema: of its own, beside that of the site.
    """

    def __init__(self, server: str, schema: str) -> None:
        """Open the history, or begin one. Raises ``InputError`` where that cannot be."""
        super().__init__()
        self._server, self._schema = server, schema
        self.place = f"{shown_address(server)} · {schema}"
        self._connection: psycopg.Connection[Any] | None = None
        self._turn = self._seen = -1
        self._is_within = False
        with self._asking():
            self._open()

    def verify(self) -> tuple[str, ...]:
        """Every hour can be unpacked and holds what it should."""
        found = []
        with self._asking():
            for hour, rows in sorted(self._hours.items()):
                count = 0
                question = "SELECT point, body FROM segments WHERE hour_us=?"
                for point, body in self._execute(question, [hour]).fetchall():
                    try:
                        count += len(unpack_segment(bytes(body))["value"])
                    except InputError as error:
                        found.append(f"{self.place}: hour {hour}, point {point}: {error.reason}; {error.remedy}")
                if count != rows:
                    found.append(f"{self.place}: hour {hour} holds {count} changes, not {rows}; restore a backup")
        return tuple(found)

    def backup(self, folder: Path) -> None:
        """A copy as a folder, which opens like any history that is kept in one."""
        from console.history.duckdb_storage import DuckStorage

        target = folder / "history"
        if target.exists() and any(target.iterdir()):
            raise InputError(str(target), "is not empty", "choose another folder for the backup")
        with self._lock, self._asking(), contextlib.closing(DuckStorage(target)) as copy:
            for table in ("meta", "points", "clients", "spans", "images", "quarters"):
                names = ", ".join(self._names_of(table))
                copy.take_over(table, self._columns(f"SELECT {names} FROM {table} WHERE true"))
            for hour in sorted(self._hours):
                copy.take_over_hour(hour, self._of_hour(hour))
            names = "point, time_us, value, flags, source_time_us"
            copy.take_over("recent", self._recent(names, "true", "place"))

    def close(self) -> None:
        """Let the server go."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    # What a database does ----------------------------------------------------------------------------------

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        assert self._connection is not None
        return self._connection.execute(translated(statement), list(values) or None)

    def _columns(self, question: str, values: Sequence[Any] = ()) -> dict[str, Array]:
        cursor = self._execute(question, values)
        rows, found = cursor.fetchall(), {}
        for k, column in enumerate(cursor.description or ()):
            given = [row[k] for row in rows]
            found[column.name] = np.array(given, KINDS.get(column.type_code, np.str_))
        return found

    def _recent(self, names: str, where: str, order: str) -> dict[str, Array]:
        """Columns of recent changes; a million of them take a second."""
        assert self._connection is not None
        question = f"SELECT {names} FROM recent WHERE {where} ORDER BY {order}"
        return copy_out(self._connection, question, {name: RECENT[name] for name in names.split(", ")})

    def _insert(self, table: str, columns: Mapping[str, Array]) -> None:
        assert self._connection is not None
        if table == "recent":
            copy_in(self._connection, table, columns, RECENT)
            return
        names = ", ".join(columns)
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in zip(*(column.tolist() for column in columns.values()), strict=True):
                copy.write_row(row)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._asking():
            try:
                self._execute("BEGIN")
                self._execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", [self._schema])
                self._catch_up()
                self._is_within = True
                yield
                self._execute("UPDATE meta SET value = value + 1 WHERE name='turn'")
                seen = self._number("SELECT max(place) FROM recent")
                self._execute("COMMIT")
                self._turn, self._seen = self._turn + 1, max(self._seen, seen)
            except Exception:
                self._is_within = False
                with contextlib.suppress(Exception):
                    self._execute("ROLLBACK")
                # What is remembered here went further than the server did.
                with contextlib.suppress(Exception):
                    self._remember()
                raise
            finally:
                self._is_within = False

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        with self._lock, told_as_input_error(self._sentence):
            if not self._is_within and self._connection is not None:
                self._open()
                self._catch_up()
            yield

    def _sentence(self, error: Exception) -> InputError:
        import psycopg

        if isinstance(error, ServerError):
            return error.problem
        if isinstance(error, psycopg.Error):
            return server_error(error, self.place).problem
        words = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return InputError(self.place, words, "look at the server's log")

    def _open(self) -> None:
        """Reach the server, anew where it has gone; what it holds is remembered."""
        if self._connection is not None and not self._connection.closed:
            return
        self._connection = connect(self._server, self._schema, self.place)
        try:
            self._prepare()
            self._remember()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        self._execute("SELECT pg_advisory_lock(hashtextextended(?, 0))", [self._schema])
        try:
            self._execute(f'CREATE SCHEMA IF NOT EXISTS "{self._schema}"')
            for statement in SCHEMA.split(";"):
                self._execute(statement)
            row = self._execute("SELECT value FROM meta WHERE name='version'").fetchone()
            if row is None:
                self._execute("INSERT INTO meta VALUES ('version', ?)", [VERSION])
            elif int(row[0]) > VERSION:
                raise InputError(self.place, "was written by a newer Tieline", "open it with that version")
        finally:
            self._execute("SELECT pg_advisory_unlock(hashtextextended(?, 0))", [self._schema])

    def _remember(self) -> None:
        self._turn = self._number("SELECT value FROM meta WHERE name='turn'")
        self._seen = self._number("SELECT coalesce(max(place), -1) FROM recent")
        self._recall()

    def _number(self, question: str) -> int:
        row = self._execute(question).fetchone()
        return int(row[0]) if row is not None and row[0] is not None else -1

    def _catch_up(self) -> None:
        """What other consoles have recorded since: it stands, and need not be recorded again."""
        turn = self._number("SELECT value FROM meta WHERE name='turn'")
        if turn == self._turn:
            return
        oldest = self._number("SELECT coalesce(min(place), -1) FROM recent")
        if self._seen < 0 or oldest > self._seen + 1 or oldest < 0:
            self._remember()
            return
        self._turn = turn
        for name, number in self._execute(
            "SELECT point_id, point FROM points WHERE point >= ?", [len(self._points)]
        ).fetchall():
            self._points[str(name)] = int(number)
        self._recall_spans()
        self._present.grow(len(self._points))
        news = self._recent("place, point, time_us, value, flags", f"place > {self._seen}", "place")
        if len(news["place"]):
            at = news["point"].astype(np.int64)
            self._present.value[at], self._present.flags[at] = news["value"], news["flags"].astype(np.uint8)
            self._present.time_us[at] = news["time_us"]
            self._seen = int(news["place"][-1])

    def _last_changes(self, from_us: int, to_us: int) -> dict[str, Array]:
        return self._changes(from_us, to_us, None)

    def _changes(self, from_us: int, to_us: int, points: Sequence[int] | None) -> dict[str, Array]:
        wanted = _of_points(points)
        begin, end = max(from_us, -FAR), min(to_us, FAR)
        question = f"SELECT point, body FROM segments WHERE hour_us > {begin - HOUR_US} AND hour_us <= {end}{wanted}"
        parts: list[tuple[Array, ...]] = []
        for point, body in self._execute(f"{question} ORDER BY hour_us, point").fetchall():
            found = unpack_segment(bytes(body))
            within = (found["time_us"] > begin) & (found["time_us"] <= end)
            if n := int(np.count_nonzero(within)):
                parts.append((np.full(n, point, np.int32), *(found[k][within] for k in ("time_us", "value", "flags"))))
        names = "point, time_us, value, flags"
        recent = self._recent(names, f"time_us > {begin} AND time_us <= {end}{wanted}", "place")
        parts.append(tuple(recent[name] for name in names.split(", ")))
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        order = np.argsort(columns[1], kind="stable")
        point, time_us, value, flags = (column[order] for column in columns)
        return {"point": point, "time_us": time_us, "value": value, "flags": flags.astype(np.uint8)}

    def _close_hour(self, hour: int) -> None:
        with self._transaction():
            parts = [self._pack_hour(hour, points) for points in self._slices(hour, hour + HOUR_US)]
            count, size = (sum(part[k] for part in parts) for k in (0, 1))
            if not count:
                return
            self._execute(f"DELETE FROM recent WHERE {_within(hour)}")
            self._execute("INSERT INTO hours VALUES (?, ?, ?)", [hour, count, size])
            self._hours[hour] = count

    def _pack_hour(self, hour: int, points: range) -> tuple[int, int]:
        """Put the recent changes of some points in an hour into segments; how many, and their bytes."""
        names = "point, time_us, value, flags, source_time_us"
        rows = self._recent(names, _within(hour) + _of_points(points), "point, time_us, place")
        n, size = len(rows["point"]), 0
        bounds = [0, *(np.flatnonzero(np.diff(rows["point"])) + 1).tolist(), n] if n else []
        for begin, end in itertools.pairwise(bounds):
            body = pack_segment(*(rows[name][begin:end] for name in ("time_us", "value", "flags", "source_time_us")))
            size += len(body)
            named = [hour, int(rows["point"][begin]), end - begin, body]
            self._execute("INSERT INTO segments VALUES (?, ?, ?, ?)", named)
        return n, size

    def _of_hour(self, hour: int) -> dict[str, Array]:
        parts = []
        question = "SELECT point, body FROM segments WHERE hour_us=? ORDER BY point"
        for point, body in self._execute(question, [hour]).fetchall():
            found = unpack_segment(bytes(body))
            parts.append({"point": np.full(len(found["value"]), point, np.int32), **found})
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}

    def _reopen(self, hour: int) -> None:
        found = self._of_hour(hour)
        if found:
            self._insert("recent", found)
        self._drop_hour(hour)

    def _drop_hour(self, hour: int) -> None:
        self._execute("DELETE FROM segments WHERE hour_us=?", [hour])

    def _sweep(self, hour: int) -> None:
        pass

    def _size_bytes(self) -> int:
        # What the tables hold, not what they take: a server gives room back when it sees fit.
        hours = self._number("SELECT coalesce(sum(size_bytes), 0) FROM hours")
        return hours + RECENT_BYTES * self._number("SELECT count(*) FROM recent")

    def _names_of(self, table: str) -> list[str]:
        return [column.name for column in self._execute(f"SELECT * FROM {table} LIMIT 0").description or ()]


def _within(hour: int) -> str:
    return f"time_us >= {hour} AND time_us < {hour + HOUR_US}"


def _of_points(points: Sequence[int] | None) -> str:
    """One more condition, for some points."""
    if points is None:
        return ""
    if isinstance(points, range):
        return f" AND point >= {points.start} AND point < {points.stop}"
    return f" AND point IN ({', '.join(str(int(p)) for p in points) or 'NULL'})"
