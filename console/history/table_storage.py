"""A history kept in tables: what is worth keeping, moments, quarter hours and retention, whatever database holds them.

What stood at the beginning of each quarter hour is kept as an image, so that a moment needs the changes of minutes and
not of months. Hours that are over are put into a form that is small and quick to ask.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from console.history.aggregating import QUARTER_US, aggregate
from console.history.exporting import export_changes
from console.history.hours import HOUR_US, hour_of
from console.history.present import NEVER, Present
from console.history.storage import Retention, StorageStatus, StoredBatch, pack_flags, unpack_flags
from engines.trends.thinning import thinned
from engines.values.history import PointSeries, QuarterHours, RecordedMoment, RecordedSpan
from engines.values.points import PointFreshness
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
VERSION = 1
GAP_US = 10 * 1_000_000
"""Without a word of any console for so long nothing was recorded."""
ROWS_AT_ONCE = 200_000
"""So many changes are held at once, at most about: an hour may have millions, and memory is not given back whole."""
SETTLED_US = 120 * 1_000_000
"""So long after its end an hour or quarter hour is put into its final form: late changes have come by then."""


class TableStorage(ABC):
    """See :class:`console.history.storage.HistoryStorage`; what a database has to do is beneath :meth:`_execute`."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._points: dict[str, int] = {}
        self._present = Present()
        self._row_of: dict[str, tuple[tuple[str, ...], Array]] = {}
        self._spans: list[list[int]] = []
        self._hours: dict[int, int] = {}
        self._batch_us = 0
        self._warning = ""

    # Writing -----------------------------------------------------------------------------------------------

    def store(self, batches: Sequence[StoredBatch]) -> None:
        """Keep batches, each once, in one transaction."""
        with self._lock, self._transaction():
            for batch in batches:
                self._store(batch)
            if batches:
                self._note_span()

    def _store(self, batch: StoredBatch) -> None:
        if batch.number <= self._number_of(batch.client):
            return
        self._execute(
            "INSERT INTO clients VALUES (?, ?) ON CONFLICT (client) DO UPDATE SET number=excluded.number",
            [batch.client, batch.number],
        )
        numbers, changes = self._numbers_of(batch), batch.changes
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
        self._present.note(point[keep], time_us[keep])
        self._insert(
            "recent",
            {
                "point": point[keep].astype(np.int32),
                "time_us": time_us[keep],
                "value": value[keep],
                "flags": flags[keep],
                "source_time_us": changes.source_time_us[fits][keep].astype(np.int64),
            },
        )
        for hour in np.unique(hour_of(time_us[keep])).tolist():
            if hour in self._hours:
                # Changes came for an hour that was closed (a clock was set back): it is closed anew later.
                self._reopen(hour)
                self._execute("DELETE FROM hours WHERE hour_us=?", [hour])
                del self._hours[hour]

    def _number_of(self, client: str) -> int:
        row = self._execute("SELECT number FROM clients WHERE client=?", [client]).fetchone()
        return 0 if row is None else int(row[0])

    def stored_up_to(self, client: str) -> int:
        """Number of the last batch of a client that is kept, 0 for none."""
        with self._lock, self._asking():
            return self._number_of(client)

    def _numbers_of(self, batch: StoredBatch) -> Array:
        known = self._row_of.get(batch.client)
        if known is not None and known[0] is batch.point_ids:
            return known[1]
        new = [name for name in dict.fromkeys(batch.point_ids) if name not in self._points]
        if new:
            numbers = range(len(self._points), len(self._points) + len(new))
            self._points |= dict(zip(new, numbers, strict=True))
            columns = {"point": np.array(numbers, np.int32), "point_id": np.array(new, np.str_)}
            self._insert("points", columns)
        rows = np.array([self._points[name] for name in batch.point_ids], np.int64)
        self._present.grow(len(self._points))
        self._row_of[batch.client] = (batch.point_ids, rows)
        return rows

    def _note_span(self) -> None:
        """That something was recording up to now."""
        now = self._batch_us
        if not now:
            return
        last = self._spans[-1] if self._spans else None
        if last is not None and now < last[1] - GAP_US:
            self._execute("INSERT INTO meta VALUES ('clock_jumps', 0) ON CONFLICT DO NOTHING")
            self._execute("UPDATE meta SET value = value + 1 WHERE name='clock_jumps'")
            return
        if last is None or now - last[1] > GAP_US:
            self._spans.append([now, now])
            self._execute("INSERT INTO spans VALUES (?, ?)", [now, now])
        elif now > last[1]:
            last[1] = now
            self._execute("UPDATE spans SET to_us=? WHERE from_us=?", [now, last[0]])

    def _recall(self) -> None:
        """Remember what the tables say: points, hours, spans, and what stood last."""
        ask = self._execute
        self._points = {str(name): int(number) for number, name in ask("SELECT point, point_id FROM points").fetchall()}
        self._recall_spans()
        self._row_of.clear()
        found = self._state_at(np.iinfo(np.int64).max)
        self._present = Present()
        self._present.grow(len(self._points))
        if len(found["point"]):
            at = found["point"]
            self._present.value[at], self._present.flags[at] = found["value"], found["flags"]
            self._present.time_us[at] = found["since_us"]

    def _recall_spans(self) -> None:
        ask = self._execute
        self._hours = {int(hour): int(rows) for hour, rows in ask("SELECT hour_us, rows FROM hours").fetchall()}
        spans = ask("SELECT from_us, to_us FROM spans ORDER BY from_us").fetchall()
        self._spans = [[int(begin), int(end)] for begin, end in spans]

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
        found = self._changes(from_us, to_us, [number])
        if number in stood:
            k = stood[number]
            first = {"time_us": before["since_us"][k], "value": before["value"][k], "flags": before["flags"][k]}
            found = {key: np.r_[first[key], found[key]] for key in ("time_us", "value", "flags")}
        quality, freshness, by_hand = unpack_flags(found["flags"])
        whole = PointSeries(
            name, found["time_us"].astype(np.int64), found["value"].astype(np.float64), quality, freshness, by_hand
        )
        return thinned(whole, from_us, to_us, entries)

    def _state_at(self, time_us: int) -> dict[str, Array]:
        """What stood of every point: the last image, and what changed from there on."""
        row = self._execute("SELECT max(begin_us) FROM images WHERE begin_us <= ?", [time_us]).fetchone()
        begin = int(row[0]) if row is not None and row[0] is not None else NEVER + 1
        image = self._columns("SELECT point, value, flags, since_us FROM images WHERE begin_us = ?", [begin])
        changes = self._last_changes(begin, time_us)
        n = len(self._points)
        value, flags = np.full(n, np.nan), np.zeros(n, np.uint8)
        since = np.full(n, NEVER, np.int64)
        for kept, when in ((image, "since_us"), (changes, "time_us")):
            # Another console may have recorded a point this one does not know yet.
            known = kept["point"] < n
            at = kept["point"][known].astype(np.int64)
            value[at], flags[at], since[at] = (kept[name][known] for name in ("value", "flags", when))
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
                columns = self._columns(question, [self._points.get(name, -1), from_us, to_us])
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
            recent = self._execute("SELECT count(*) FROM recent").fetchone()
            jumps = self._execute("SELECT value FROM meta WHERE name='clock_jumps'").fetchone()
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
        """Aggregate quarter hours, put hours that are over into their final form, remove what is too old."""
        with self._lock, self._asking():
            self._close_quarters(now_us)
            row = self._execute("SELECT min(time_us) FROM recent").fetchone()
            if row is not None and row[0] is not None:
                for hour in range(int(hour_of(int(row[0]))), int(hour_of(now_us - SETTLED_US)), HOUR_US):
                    self._close_hour(hour)
            self._retain(now_us, retention)

    def _close_quarters(self, now_us: int) -> None:
        row = self._execute("SELECT value FROM meta WHERE name='quarters_up_to'").fetchone()
        if row is None:
            first = self._execute("SELECT min(time_us) FROM recent").fetchone()
            if first is None or first[0] is None:
                return
            begin = int(first[0]) // QUARTER_US * QUARTER_US
        else:
            begin = int(row[0])
        while begin + QUARTER_US + SETTLED_US <= now_us:
            last = self._execute("SELECT max(time_us) FROM recent").fetchone()
            if last is None or last[0] is None or int(last[0]) < begin:
                # Nothing was recorded for long: the next quarter hour is that of the next change.
                return
            self._close_quarter(begin)
            begin += QUARTER_US

    def _close_quarter(self, begin: int) -> None:
        stood = self._state_at(begin)
        parts = [self._summary(begin, stood, points) for points in self._slices(begin, begin + QUARTER_US)]
        summary = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        with self._transaction():
            self._execute("DELETE FROM quarters WHERE begin_us=?", [begin])
            self._execute("DELETE FROM images WHERE begin_us=?", [begin])
            for table, columns in (("quarters", summary), ("images", stood)):
                if n := len(columns["point"]):
                    self._insert(table, {"begin_us": np.full(n, begin, np.int64), **columns})
            self._execute(
                "INSERT INTO meta VALUES ('quarters_up_to', ?) ON CONFLICT (name) DO UPDATE SET value=excluded.value",
                [begin + QUARTER_US],
            )

    def _summary(self, begin: int, stood: Mapping[str, Array], points: range) -> dict[str, Array]:
        """Aggregates of a quarter hour, of some points."""
        mine = (stood["point"] >= points.start) & (stood["point"] < points.stop)
        changes = self._changes(begin, begin + QUARTER_US - 1, points)
        point = np.r_[stood["point"][mine], changes["point"]].astype(np.int64)
        time_us = np.r_[stood["since_us"][mine], changes["time_us"]].astype(np.int64)
        order = np.lexsort((np.arange(len(point)), time_us, point))
        value = np.r_[stood["value"][mine], changes["value"]][order]
        flags = np.r_[stood["flags"][mine], changes["flags"]].astype(np.uint8)[order]
        return aggregate(point[order], time_us[order], value, flags, begin)

    def _slices(self, from_us: int, to_us: int) -> list[range]:
        """Points in parts whose recent changes of a span together are few enough to be held at once."""
        row = self._execute(
            "SELECT count(*) FROM recent WHERE time_us >= ? AND time_us < ?", [from_us, to_us]
        ).fetchone()
        count = len(self._points)
        parts = min(max(1, count), -(-int(row[0] if row else 0) // ROWS_AT_ONCE) or 1)
        bounds = [count * k // parts for k in range(parts + 1)]
        return [range(a, b) for a, b in itertools.pairwise(bounds)]

    def _retain(self, now_us: int, retention: Retention) -> None:
        limit_us = now_us - round(retention.days * 24 * HOUR_US)
        size, most = self._size_bytes(), retention.size_mb * 1e6
        sizes = {int(h): int(s) for h, s in self._execute("SELECT hour_us, size_bytes FROM hours").fetchall()}
        for hour in sorted(sizes):
            if hour + HOUR_US > limit_us and size <= most:
                break
            size -= sizes[hour]
            with self._transaction():
                self._execute("DELETE FROM hours WHERE hour_us=?", [hour])
                for table in ("images", "quarters"):
                    self._execute(f"DELETE FROM {table} WHERE begin_us <= ?", [hour])
                self._drop_hour(hour)
            self._hours.pop(hour, None)
            self._sweep(hour)
        self._warning = ""
        if size > retention.warn_share * most:
            self._warning = (
                f"the history holds {size / 1e6:,.0f} of {most / 1e6:,.0f} MB; "
                "its oldest hours will be removed: make room, or back them up"
            )

    def export(self, path: Path, point_ids: Sequence[str], from_us: int, to_us: int) -> int:
        """Write changes to a file."""
        with self._lock, self._asking():
            names = list(point_ids) if point_ids else sorted(self._points, key=self._points.__getitem__)
            unknown = [name for name in names if name not in self._points]
            if unknown:
                raise InputError(unknown[0], "was never recorded", "look it up in the window's table of points")
            changes = self._changes(from_us, to_us, [self._points[name] for name in names])
            words = np.array(sorted(self._points, key=self._points.__getitem__) or [""], np.str_)
        export_changes(path, words, changes)
        return len(changes["time_us"])

    # What a database does ----------------------------------------------------------------------------------

    @abstractmethod
    def _execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """One statement with ``?`` in it; gives what rows are fetched from."""

    @abstractmethod
    def _columns(self, question: str, values: Sequence[Any] = ()) -> dict[str, Array]:
        """A question's answer as columns; NULL is NaN."""

    @abstractmethod
    def _insert(self, table: str, columns: Mapping[str, Array]) -> None:
        """Add rows; the columns are named as in the table."""

    @abstractmethod
    def _transaction(self) -> contextlib.AbstractContextManager[None]:
        """Everything within holds together or not at all. Raises ``InputError``."""

    @abstractmethod
    def _asking(self) -> contextlib.AbstractContextManager[None]:
        """What goes wrong within is told as ``InputError``."""

    @abstractmethod
    def _changes(self, from_us: int, to_us: int, points: Sequence[int] | None) -> dict[str, Array]:
        """``point, time_us, value, flags`` of changes after ``from_us`` up to ``to_us``, by time; those of one moment
        in the order they came. Of these ``points``, a ``range`` of them at no cost; ``None`` for all."""

    @abstractmethod
    def _last_changes(self, from_us: int, to_us: int) -> dict[str, Array]:
        """As :meth:`_changes`, of each point the last one; where several are of one moment, the others may come too."""

    @abstractmethod
    def _close_hour(self, hour: int) -> None:
        """Put the recent changes of an hour that is over into its final form, and list it; nothing where none are."""

    @abstractmethod
    def _reopen(self, hour: int) -> None:
        """Put the changes of a closed hour back among the recent ones, inside a transaction."""

    @abstractmethod
    def _drop_hour(self, hour: int) -> None:
        """Remove the final form of an hour that lies in tables, inside the transaction that takes it off the list."""

    @abstractmethod
    def _sweep(self, hour: int) -> None:
        """Remove what an hour that is off the list has left beside the tables."""

    @abstractmethod
    def _size_bytes(self) -> int:
        """How much room all of it takes."""


@contextlib.contextmanager
def told_as_input_error(sentence: Any) -> Iterator[None]:
    """What goes wrong within, but for ``InputError``, as the ``InputError`` that ``sentence`` makes of it."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        raise sentence(error) from error
