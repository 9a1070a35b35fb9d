"""The history in one folder: a DuckDB file for what is new and for summaries, a Parquet file for each hour before.

An hour's file is sorted by point and time, so that a question about one point reads a small part of it. What stood at
the beginning of each quarter hour is kept as an image, so that a moment needs the changes of minutes and not of months.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.history.aggregating import QUARTER_US, aggregate
from console.history.hours import HOUR_US, hour_file, hour_of
from console.history.present import NEVER, Present
from console.history.storage import Retention, StorageStatus, StoredBatch, pack_flags, unpack_flags
from engines.trends.thinning import thinned
from engines.values.history import PointSeries, QuarterHours, RecordedMoment, RecordedSpan
from engines.values.points import PointFreshness
from engines.values.validation import InputError

if TYPE_CHECKING:
    import duckdb

Array = np.ndarray[Any, Any]
FILE_NAME, FOLDER_NAME = "history.duckdb", "hours"
VERSION = 1
GAP_US = 10 * 1_000_000
"""Without a word of any console for so long nothing was recorded."""
SETTLED_US = 120 * 1_000_000
"""So long after its end an hour or quarter hour is put into its final form: late changes have come by then."""
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


class DuckStorage:
    """See :class:`console.history.storage.HistoryStorage`. One process at a time: DuckDB keeps all others out."""

    def __init__(self, folder: Path) -> None:
        """Open the history of a folder, or begin one. Raises ``InputError`` where that cannot be."""
        self.folder = folder
        self._lock = threading.RLock()
        self._connection = _open(folder)
        self._points: dict[str, int] = {}
        self._present = Present()
        self._row_of: dict[str, tuple[tuple[str, ...], Array]] = {}
        self._spans: list[list[int]] = []
        self._hours: dict[int, int] = {}
        self._batch_us = 0
        self._warning = ""
        self._recall()

    # Writing -----------------------------------------------------------------------------------------------

    def store(self, batches: Sequence[StoredBatch]) -> None:
        """Keep batches, each once, in one transaction."""
        with self._lock, self._transaction() as connection:
            for batch in batches:
                self._store(connection, batch)
            if batches:
                self._note_span(connection)

    def _store(self, connection: duckdb.DuckDBPyConnection, batch: StoredBatch) -> None:
        if batch.number <= self._number_of(connection, batch.client):
            return
        connection.execute("INSERT OR REPLACE INTO clients VALUES (?, ?)", [batch.client, batch.number])
        numbers, changes = self._numbers_of(connection, batch), batch.changes
        if batch.is_first:
            # Nobody saw what happened since: the first value of each point is news, whatever it is.
            self._present.time_us[numbers[numbers >= 0]] = NEVER
        fits = (changes.point >= 0) & (changes.point < len(numbers))
        point = numbers[changes.point[fits]]
        flags = pack_flags(changes.quality, changes.freshness, changes.is_by_hand)[fits]
        value, time_us = changes.value[fits].astype(np.float64), changes.receive_time_us[fits].astype(np.int64)
        keep = self._present.worth(point, value, flags, batch.dead_bands[changes.point[fits]])
        self._batch_us = int(time_us.max(initial=0))
        if not keep.any():
            return
        news = {  # noqa: F841  DuckDB finds it by its name
            "point": point[keep].astype(np.int32),
            "time_us": time_us[keep],
            "value": value[keep],
            "flags": flags[keep],
            "source_time_us": changes.source_time_us[fits][keep].astype(np.int64),
        }
        self._present.note(point[keep], time_us[keep])
        connection.execute("INSERT INTO recent SELECT * FROM news")
        for hour in np.unique(hour_of(time_us[keep])).tolist():
            if hour in self._hours:
                self._reopen(connection, hour)

    def _number_of(self, connection: duckdb.DuckDBPyConnection, client: str) -> int:
        row = connection.execute("SELECT number FROM clients WHERE client=?", [client]).fetchone()
        return 0 if row is None else int(row[0])

    def stored_up_to(self, client: str) -> int:
        """Number of the last batch of a client that is kept, 0 for none."""
        with self._lock:
            return self._number_of(self._connection, client)

    def _numbers_of(self, connection: duckdb.DuckDBPyConnection, batch: StoredBatch) -> Array:
        known = self._row_of.get(batch.client)
        if known is not None and known[0] is batch.point_ids:
            return known[1]
        for name in batch.point_ids:
            if name not in self._points:
                self._points[name] = len(self._points)
                connection.execute("INSERT INTO points VALUES (?, ?)", [self._points[name], name])
        numbers = np.array([self._points[name] for name in batch.point_ids], np.int64)
        self._present.grow(len(self._points))
        self._row_of[batch.client] = (batch.point_ids, numbers)
        return numbers

    def _note_span(self, connection: duckdb.DuckDBPyConnection) -> None:
        """That something was recording up to now."""
        now = self._batch_us
        if not now:
            return
        last = self._spans[-1] if self._spans else None
        if last is not None and now < last[1] - GAP_US:
            connection.execute("INSERT OR REPLACE INTO meta SELECT 'clock_jumps', coalesce(max(value), 0) + 1 "
                               "FROM meta WHERE name='clock_jumps'")  # fmt: skip
            return
        if last is None or now - last[1] > GAP_US:
            self._spans.append([now, now])
            connection.execute("INSERT INTO spans VALUES (?, ?)", [now, now])
        else:
            last[1] = max(last[1], now)
            connection.execute("UPDATE spans SET to_us=? WHERE from_us=?", [last[1], last[0]])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        connection = self._connection
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        except Exception as error:
            with contextlib.suppress(Exception):
                connection.execute("ROLLBACK")
            # What is remembered outside the file went further than the file did.
            with contextlib.suppress(Exception):
                self._recall()
            raise _sentence(error, self.folder) from error

    def _recall(self) -> None:
        """Remember what the file says: points, hours, spans, and what stood last."""
        ask = self._connection.execute
        self._points = {str(name): int(number) for number, name in ask("SELECT point, point_id FROM points").fetchall()}
        self._hours = {int(hour): int(rows) for hour, rows in ask("SELECT hour_us, rows FROM hours").fetchall()}
        spans = ask("SELECT from_us, to_us FROM spans ORDER BY from_us").fetchall()
        self._spans = [[int(begin), int(end)] for begin, end in spans]
        self._row_of.clear()
        found = self._state_at(np.iinfo(np.int64).max)
        self._present = Present()
        self._present.grow(len(self._points))
        if len(found["point"]):
            at = found["point"]
            self._present.value[at], self._present.flags[at] = found["value"], found["flags"]
            self._present.time_us[at] = found["since_us"]

    # Asking ------------------------------------------------------------------------------------------------

    def series(self, point_ids: Sequence[str], from_us: int, to_us: int, entries: int) -> tuple[PointSeries, ...]:
        """Changes in the span, thinned where they are many, and what stood when it began."""
        with self._asking():
            before = self._state_at(from_us)
            stood = {int(p): k for k, p in enumerate(before["point"].tolist())}
            return tuple(self._series(name, stood, before, from_us, to_us, entries) for name in point_ids)

    def _series(
        self, name: str, stood: dict[int, int], before: dict[str, Array], from_us: int, to_us: int, entries: int
    ) -> PointSeries:
        number = self._points.get(name, -1)
        found = self._changes(from_us, to_us, "point = ?", [number])
        if number in stood:
            k = stood[number]
            first = {"time_us": before["since_us"][k], "value": before["value"][k], "flags": before["flags"][k]}
            found = {key: np.r_[first[key], found[key]] for key in ("time_us", "value", "flags")}
        quality, freshness, by_hand = unpack_flags(found["flags"])
        whole = PointSeries(
            name, found["time_us"].astype(np.int64), found["value"].astype(np.float64), quality, freshness, by_hand
        )
        return thinned(whole, from_us, to_us, entries)

    def _changes(self, from_us: int, to_us: int, where: str, values: list[Any]) -> dict[str, Array]:
        """Changes after ``from_us`` up to ``to_us``, by time; those of one moment in the order they came."""
        sources = ["SELECT point, time_us, value, flags, rowid AS place FROM recent"]
        files = [h for h in self._hours if h + HOUR_US > from_us and h <= to_us]
        if files:
            names = ", ".join(f"'{self._path_of(h)}'" for h in sorted(files))
            sources.append(
                f"SELECT point, time_us, value, flags, file_row_number AS place "
                f"FROM read_parquet([{names}], file_row_number=true)"
            )
        everything = " UNION ALL ".join(f"({s} WHERE {where} AND time_us > ? AND time_us <= ?)" for s in sources)
        arguments = [*values, from_us, to_us] * len(sources)
        question = f"SELECT point, time_us, value, flags FROM ({everything}) ORDER BY time_us, place"
        return _arrays(self._cursor().execute(question, arguments).fetchnumpy())

    def _state_at(self, time_us: int) -> dict[str, Array]:
        """What stood of every point: the last image, and the changes from there on."""
        cursor = self._cursor()
        row = cursor.execute("SELECT max(begin_us) FROM images WHERE begin_us <= ?", [time_us]).fetchone()
        begin = int(row[0]) if row is not None and row[0] is not None else NEVER + 1
        image = _arrays(
            cursor.execute("SELECT point, value, flags, since_us FROM images WHERE begin_us = ?", [begin]).fetchnumpy()
        )
        changes = self._changes(begin, time_us, "1 = 1", [])
        n = len(self._points)
        value, flags = np.full(n, np.nan), np.zeros(n, np.uint8)
        since = np.full(n, NEVER, np.int64)
        value[image["point"]], flags[image["point"]] = image["value"], image["flags"]
        since[image["point"]] = image["since_us"]
        at = changes["point"]
        value[at], flags[at], since[at] = changes["value"], changes["flags"], changes["time_us"]
        point = np.flatnonzero(since != NEVER)
        return {"point": point, "value": value[point], "flags": flags[point], "since_us": since[point]}

    def quarter_hours(self, point_ids: Sequence[str], from_us: int, to_us: int) -> tuple[QuarterHours, ...]:
        """Aggregates of quarter hours that begin in the span."""
        question = (
            "SELECT begin_us, mean, lowest, highest, known_share, changes FROM quarters "
            "WHERE point = ? AND begin_us >= ? AND begin_us < ? ORDER BY begin_us"
        )
        with self._asking():
            found = []
            for name in point_ids:
                arguments = [self._points.get(name, -1), from_us, to_us]
                columns = _arrays(self._cursor().execute(question, arguments).fetchnumpy())
                found.append(QuarterHours(name, **columns))
            return tuple(found)

    def moment(self, time_us: int) -> RecordedMoment:
        """Every point as it stood."""
        with self._asking():
            state = self._state_at(time_us)
        quality, freshness, by_hand = unpack_flags(state["flags"])
        names = {number: name for name, number in self._points.items()}
        is_recorded = any(a <= time_us <= b + GAP_US for a, b in self._spans)
        if not is_recorded:
            freshness = np.full(len(freshness), PointFreshness.STALE, np.uint8)
        ids = tuple(names[p] for p in state["point"].tolist())
        return RecordedMoment(time_us, ids, state["value"], quality, freshness, by_hand, state["since_us"], is_recorded)

    def status(self) -> StorageStatus:
        """What there is."""
        with self._asking():
            cursor = self._cursor()
            recent = cursor.execute("SELECT count(*) FROM recent").fetchone()
            jumps = cursor.execute("SELECT value FROM meta WHERE name='clock_jumps'").fetchone()
            gaps = tuple((a[1], b[0]) for a, b in zip(self._spans, self._spans[1:], strict=False))
            span = RecordedSpan(
                self._spans[0][0] if self._spans else 0,
                self._spans[-1][1] if self._spans else 0,
                gaps,
                self._size_bytes(),
            )
            changes = int(recent[0] if recent else 0) + sum(self._hours.values())
            return StorageStatus(span, len(self._points), changes, self._warning, int(jumps[0]) if jumps else 0)

    # Care --------------------------------------------------------------------------------------------------

    def tidy(self, now_us: int, retention: Retention) -> None:
        """Aggregate quarter hours, put hours that are over into files, remove what is too old."""
        with self._lock:
            self._close_quarters(now_us)
            row = self._connection.execute("SELECT min(time_us) FROM recent").fetchone()
            if row is not None and row[0] is not None:
                for hour in range(int(hour_of(int(row[0]))), int(hour_of(now_us - SETTLED_US)), HOUR_US):
                    self._close_hour(hour)
            self._retain(now_us, retention)

    def _close_quarters(self, now_us: int) -> None:
        row = self._connection.execute("SELECT value FROM meta WHERE name='quarters_up_to'").fetchone()
        if row is None:
            first = self._connection.execute("SELECT min(time_us) FROM recent").fetchone()
            if first is None or first[0] is None:
                return
            begin = int(first[0]) // QUARTER_US * QUARTER_US
        else:
            begin = int(row[0])
        while begin + QUARTER_US + SETTLED_US <= now_us:
            last = self._connection.execute("SELECT max(time_us) FROM recent").fetchone()
            if last is None or last[0] is None or int(last[0]) < begin:
                # Nothing was recorded for long: the next quarter hour is that of the next change.
                return
            self._close_quarter(begin)
            begin += QUARTER_US

    def _close_quarter(self, begin: int) -> None:
        stood = self._state_at(begin)
        changes = self._changes(begin, begin + QUARTER_US - 1, "1 = 1", [])
        point = np.r_[stood["point"], changes["point"]].astype(np.int64)
        time_us = np.r_[stood["since_us"], changes["time_us"]].astype(np.int64)
        order = np.lexsort((np.arange(len(point)), time_us, point))
        value = np.r_[stood["value"], changes["value"]][order]
        flags = np.r_[stood["flags"], changes["flags"]].astype(np.uint8)[order]
        summary = aggregate(point[order], time_us[order], value, flags, begin)  # noqa: F841
        image = {name: stood[name] for name in ("point", "value", "flags", "since_us")}  # noqa: F841
        with self._transaction() as connection:
            connection.execute("DELETE FROM quarters WHERE begin_us=?", [begin])
            connection.execute("DELETE FROM images WHERE begin_us=?", [begin])
            if len(point):
                connection.execute(
                    "INSERT INTO quarters SELECT ?, point, mean, lowest, highest, known_share, changes FROM summary",
                    [begin],
                )
            if len(stood["point"]):
                connection.execute("INSERT INTO images SELECT ?, point, value, flags, since_us FROM image", [begin])
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('quarters_up_to', ?)", [begin + QUARTER_US])

    def _close_hour(self, hour: int) -> None:
        rows = self._connection.execute(
            "SELECT count(*) FROM recent WHERE time_us >= ? AND time_us < ?", [hour, hour + HOUR_US]
        ).fetchone()
        if rows is None or not rows[0]:
            return
        path = self._path_of(hour)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        try:
            self._connection.execute(
                f"COPY (SELECT point, time_us, value, flags, source_time_us FROM recent WHERE time_us >= {hour} AND "
                f"time_us < {hour + HOUR_US} ORDER BY point, time_us, rowid) TO '{part}' "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
            )
            part.replace(path)
        except Exception as error:
            part.unlink(missing_ok=True)
            raise _sentence(error, self.folder) from error
        with self._transaction() as connection:
            connection.execute("DELETE FROM recent WHERE time_us >= ? AND time_us < ?", [hour, hour + HOUR_US])
            connection.execute("INSERT OR REPLACE INTO hours VALUES (?, ?, ?)", [hour, rows[0], path.stat().st_size])
        self._hours[hour] = int(rows[0])
        self._connection.execute("CHECKPOINT")

    def _reopen(self, connection: duckdb.DuckDBPyConnection, hour: int) -> None:
        """Changes came for an hour that was closed (a clock was set back): it is closed anew later."""
        connection.execute(
            f"INSERT INTO recent SELECT point, time_us, value, flags, source_time_us FROM "
            f"read_parquet('{self._path_of(hour)}')"
        )
        connection.execute("DELETE FROM hours WHERE hour_us=?", [hour])
        del self._hours[hour]

    def _retain(self, now_us: int, retention: Retention) -> None:
        oldest_first = sorted(self._hours)
        limit_us = now_us - round(retention.days * 24 * HOUR_US)
        size, most = self._size_bytes(), retention.size_mb * 1e6
        for hour in oldest_first:
            if hour + HOUR_US > limit_us and size <= most:
                break
            path = self._path_of(hour)
            size -= path.stat().st_size if path.exists() else 0
            with self._transaction() as connection:
                connection.execute("DELETE FROM hours WHERE hour_us=?", [hour])
                for table in ("images", "quarters"):
                    connection.execute(f"DELETE FROM {table} WHERE begin_us <= ?", [hour])
            del self._hours[hour]
            path.unlink(missing_ok=True)
        self._warning = ""
        if size > retention.warn_share * most:
            self._warning = (
                f"the history holds {size / 1e6:,.0f} of {most / 1e6:,.0f} MB; "
                "its oldest hours will be removed: make room, or back them up"
            )

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
        """Every hour's file is there, can be read and holds what it should."""
        found = []
        with self._asking():
            for hour, rows in sorted(self._hours.items()):
                path = self._path_of(hour)
                try:
                    row = (
                        self._cursor()
                        .execute(f"SELECT count(*), count(value), sum(flags) FROM read_parquet('{path}')")
                        .fetchone()
                    )
                except Exception as error:
                    found.append(f"{path}: cannot be read ({str(error).splitlines()[0]}); restore it from a backup")
                    continue
                if row is None or int(row[0]) != rows:
                    found.append(f"{path}: holds {row[0] if row else 0} changes, not {rows}; restore it from a backup")
        return tuple(found)

    def export(self, path: Path, point_ids: Sequence[str], from_us: int, to_us: int) -> int:
        """Write changes to a file."""
        form = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet, COMPRESSION zstd"}.get(path.suffix.lower())
        if form is None:
            raise InputError(str(path), "is neither .csv nor .parquet", "choose one of these endings")
        names = list(point_ids) if point_ids else sorted(self._points, key=self._points.__getitem__)
        unknown = [name for name in names if name not in self._points]
        if unknown:
            raise InputError(unknown[0], "was never recorded", "see `tieline history status --points`")
        with self._lock, self._asking():
            numbers = ", ".join(str(self._points[name]) for name in names)
            changes = self._changes(from_us, to_us, f"point IN ({numbers})" if names else "false", [])
            quality, freshness, by_hand = unpack_flags(changes["flags"])
            words = np.array(sorted(self._points, key=self._points.__getitem__) or [""], np.str_)
            written = {  # noqa: F841
                "point_id": words[changes["point"].astype(np.int64)],
                "time_us": changes["time_us"],
                "value": changes["value"],
                "quality": quality,
                "freshness": freshness,
                "is_by_hand": by_hand,
            }
            part = path.with_name(f"{path.name}.part")
            cursor = self._cursor()
            cursor.execute(
                f"COPY (SELECT point_id, make_timestamp(time_us) AS time_utc, value, quality, freshness, is_by_hand "
                f"FROM written) TO '{part}' ({form})"
            )
            part.replace(path)
        return len(changes["time_us"])

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._connection.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        return self._connection.cursor() if not self._lock_is_mine() else self._connection

    def _lock_is_mine(self) -> bool:
        """Whether this thread is in the middle of a transaction, whose changes it must see."""
        return bool(self._lock._is_owned())  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except InputError:
            raise
        except Exception as error:
            raise _sentence(error, self.folder) from error

    def _path_of(self, hour: int) -> Path:
        return self.folder / FOLDER_NAME / hour_file(hour)

    def _size_bytes(self) -> int:
        return sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file())


def _open(folder: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FOLDER_NAME).mkdir(exist_ok=True)
        connection = duckdb.connect(str(path), config={"threads": 2, "memory_limit": "512MB"})
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


def _arrays(columns: dict[str, Any]) -> dict[str, Array]:
    """Columns as plain arrays; NULL is NaN."""
    return {
        name: np.asarray(column.filled(np.nan) if isinstance(column, np.ma.MaskedArray) else column)
        for name, column in columns.items()
    }


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
    if "serialization" in lower or "corrupt" in lower or "not a valid" in lower or "newer version" in lower:
        return InputError(str(place), f"cannot be read ({words})", "restore it from a backup, or move it away")
    return InputError(str(place), words, "look at the disk, or move the file away and restore a backup")
