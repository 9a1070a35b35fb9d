"""Every point of a district in arrays; one owner (the GUI thread), batches in, changed rows out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from console.points.reading import PointReading
from console.points.update_rate import UpdateRate
from engines.grid.quality import Origin
from engines.values.history import PointChanges, RecordedMoment
from engines.values.points import (
    LinkHealth,
    LinkState,
    PointBatch,
    PointDefinition,
    PointFreshness,
    PointQuality,
)

Array = np.ndarray[Any, Any]

SUSPECT_INTERVALS, STALE_INTERVALS = 1.5, 3.0
"""After how many of its own reporting intervals a silent point is suspect, and stale."""

_FRESHNESS_OF_LINK = {
    LinkState.UP: PointFreshness.FRESH,
    LinkState.SUSPECT: PointFreshness.SUSPECT,
    LinkState.DOWN: PointFreshness.STALE,
    LinkState.CONNECTING: PointFreshness.STALE,
}


def wall_clock_us() -> int:
    """Microseconds since 1970 UTC."""
    return time.time_ns() // 1000


class PointStore:
    """What is known of every point.

    An unchanged value under a live link is current: silence is the link's, or a point's that promised to
    report at an interval of its own. A substituted value stands in front of the telemetered one, which goes
    on being received behind it.

    Attributes:
        definitions: the points; a row is a place in this list.
        servers: names of the servers; server_of: ``(n,)`` which one each row belongs to, -1 for none.
        value, quality, freshness, is_substituted: ``(n,)``, as shown; read only for others.
        source_time_us, receive_time_us: ``(n,)`` of the telemetered value.
        rejected: values that named no point of theirs.
    """

    def __init__(
        self,
        points_of_server: Sequence[tuple[str, Sequence[PointDefinition]]],
        clock_us: Callable[[], int] = wall_clock_us,
    ) -> None:
        """One entry a server, in the order of its address map. Raises ``ValueError`` for a point named twice."""
        self.servers = [name for name, _ in points_of_server]
        self.definitions = [d for _, points in points_of_server for d in points]
        self._row = {d.point_id: k for k, d in enumerate(self.definitions)}
        if len(self._row) != len(self.definitions):
            names = [d.point_id for d in self.definitions]
            raise ValueError(f"point {next(n for n in names if names.count(n) > 1)} is named twice")
        self._rows_of: dict[str, list[int]] = {}
        for row, definition in enumerate(self.definitions):
            self._rows_of.setdefault(definition.element_id, []).append(row)
        counts = [len(points) for _, points in points_of_server]
        self._begin = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.server_of = np.repeat(np.arange(len(counts), dtype=np.int16), counts)
        self._clock_us = clock_us
        n = len(self.definitions)
        self._low = np.array([d.low for d in self.definitions], np.float64)
        self._high = np.array([d.high for d in self.definitions], np.float64)
        self._interval_us = np.array([d.reporting_interval_s for d in self.definitions], np.float64) * 1e6
        self._promising = np.flatnonzero(np.isfinite(self._interval_us))
        self._telemetered = np.full(n, np.nan)
        self._telemetered_quality = np.full(n, PointQuality.INVALID, np.uint8)
        self.value, self.quality = self._telemetered.copy(), self._telemetered_quality.copy()
        self.freshness = np.full(n, PointFreshness.STALE, np.uint8)
        self.is_substituted = np.zeros(n, bool)
        self.source_time_us = np.zeros(n, np.int64)
        self.receive_time_us = np.zeros(n, np.int64)
        self.health = [LinkHealth(name, LinkState.CONNECTING) for name in self.servers]
        self._heard_us = np.full(len(self.servers), np.nan)
        self._rate = UpdateRate(n)
        self._changed = np.ones(n, bool)
        self.rejected = 0

    def __len__(self) -> int:
        return len(self.definitions)

    @property
    def now_us(self) -> int:
        """The moment this store speaks of, microseconds since 1970 UTC."""
        return self._clock_us()

    def row(self, point_id: str) -> int | None:
        """The row of a point, ``None`` where the district has no such point."""
        return self._row.get(point_id)

    def rows_of_server(self, server: int) -> slice:
        """The rows of one server."""
        return slice(int(self._begin[server]), int(self._begin[server + 1]))

    # What arrives ------------------------------------------------------------------------------------------

    def apply(self, server: int, batch: PointBatch) -> PointChanges:
        """Take over a batch of one server; of several values of one point the last one stands.

        What was taken over is given back, every value of it, in this store's rows.
        """
        begin, end = int(self._begin[server]), int(self._begin[server + 1])
        rows = np.asarray(batch.index, np.int64) + begin
        values = np.asarray(batch.value, np.float64)
        fits = (rows >= begin) & (rows < end)
        if not fits.all():
            self.rejected += int(np.count_nonzero(~fits))
            batch = PointBatch(*(np.asarray(getattr(batch, name))[fits] for name in PointBatch.__slots__))
            rows, values = rows[fits], values[fits]
        if not len(rows):
            return self.changes_of(rows)
        self._rate.count(rows, self._clock_us())
        self._telemetered[rows] = values
        quality = np.asarray(batch.quality, np.uint8).copy()
        outside = (values < self._low[rows]) | (values > self._high[rows])
        quality[outside & (quality == PointQuality.GOOD)] = PointQuality.QUESTIONABLE
        quality[~np.isfinite(values)] = PointQuality.INVALID
        self._telemetered_quality[rows] = quality
        self.source_time_us[rows] = batch.source_time_us
        self.receive_time_us[rows] = batch.receive_time_us
        shown = rows[~self.is_substituted[rows]]
        self.value[shown] = self._telemetered[shown]
        self.quality[shown] = self._telemetered_quality[shown]
        self._changed[rows] = True
        self._judge_freshness(np.unique(rows))
        by_hand = self.is_substituted[rows]
        return PointChanges(
            rows.astype(np.int32),
            np.where(by_hand, self.value[rows], values),
            np.where(by_hand, self.quality[rows], quality),
            self.freshness[rows],
            by_hand,
            np.asarray(batch.source_time_us, np.int64),
            np.asarray(batch.receive_time_us, np.int64),
        )

    def changes_of(self, rows: Array) -> PointChanges:
        """Some points as they stand at this moment, as changes of now."""
        return PointChanges(
            rows.astype(np.int32),
            self.value[rows],
            self.quality[rows],
            self.freshness[rows],
            self.is_substituted[rows],
            self.source_time_us[rows],
            np.full(len(rows), self._clock_us(), np.int64),
        )

    def single_change(self, row: int, value: float) -> PointChanges:
        """A value that this machine itself knows, as a change of now; ``row`` may lie beyond this store's points."""
        now = np.array([self._clock_us()], np.int64)
        good = np.zeros(1, np.uint8)
        return PointChanges(np.array([row], np.int32), np.array([value]), good, good, np.zeros(1, bool), now, now)

    def restore(self, moment: RecordedMoment) -> None:
        """Show every point as it was recorded; what was never recorded is not known. For a store without links."""
        known = {point_id: k for k, point_id in enumerate(moment.point_ids)}
        place = np.array([known.get(d.point_id, -1) for d in self.definitions], np.int64)
        rows = np.flatnonzero(place >= 0)
        of = place[rows]
        self.value[:], self.quality[:], self.freshness[:] = np.nan, PointQuality.INVALID, PointFreshness.STALE
        self.is_substituted[:], self.receive_time_us[:], self.source_time_us[:] = False, 0, 0
        self.value[rows], self.quality[rows] = moment.value[of], moment.quality[of]
        self.freshness[rows] = moment.freshness[of] if moment.is_recorded else PointFreshness.STALE
        self.is_substituted[rows] = moment.is_by_hand[of]
        self.receive_time_us[rows] = self.source_time_us[rows] = moment.since_us[of]
        self._telemetered[:], self._telemetered_quality[:] = self.value, self.quality
        self.health = [LinkHealth(name, LinkState.UP) for name in self.servers]
        self._changed[:] = True

    def set_health(self, health: LinkHealth) -> None:
        """Take note of what a link says of itself; its points are as fresh as it is."""
        server = self.servers.index(health.server)
        before, self.health[server] = self.health[server], health
        heard_us = self._clock_us() - health.heard_age_s * 1e6
        # The age of a link that stopped telling is of the moment it last told.
        earliest = np.fmin(heard_us, self._heard_us[server])
        self._heard_us[server] = heard_us if health.state is LinkState.UP else earliest
        if before.state is not health.state:
            rows = self.rows_of_server(server)
            self._judge_freshness(np.arange(rows.start, rows.stop))

    def heard_age_s(self, server: int) -> float:
        """Seconds since a server was last heard, as far as is known; NaN before the first time."""
        return float((self._clock_us() - self._heard_us[server]) / 1e6)

    def tick(self) -> None:
        """Once a second: points that promised to report grow old by themselves."""
        if len(self._promising):
            self._judge_freshness(self._promising)

    def _judge_freshness(self, rows: Array) -> None:
        by_link = np.array([_FRESHNESS_OF_LINK[h.state] for h in self.health], np.uint8)
        fresh = by_link[self.server_of[rows]]
        age_us = self._clock_us() - self.receive_time_us[rows]
        # Comparisons with NaN are false: a point without an interval never grows old by itself.
        suspect, stale = (age_us > factor * self._interval_us[rows] for factor in (SUSPECT_INTERVALS, STALE_INTERVALS))
        fresh = np.maximum(fresh, np.where(stale, PointFreshness.STALE, np.where(suspect, PointFreshness.SUSPECT, 0)))
        fresh[self.receive_time_us[rows] == 0] = PointFreshness.STALE
        fresh[self.is_substituted[rows]] = PointFreshness.FRESH
        moved = rows[self.freshness[rows] != fresh]
        self.freshness[rows] = fresh
        self._changed[moved] = True

    # Substitution ------------------------------------------------------------------------------------------

    def substitute(self, values: dict[str, float]) -> None:
        """These points, and no others, show a value given by a person. Unknown points are left out."""
        wanted = {self._row[point]: value for point, value in values.items() if point in self._row}
        released = [int(row) for row in np.flatnonzero(self.is_substituted) if int(row) not in wanted]
        for row in released:
            self.is_substituted[row] = False
            self.value[row], self.quality[row] = self._telemetered[row], self._telemetered_quality[row]
        for row, value in wanted.items():
            self.is_substituted[row] = True
            self.value[row], self.quality[row] = value, PointQuality.QUESTIONABLE
        rows = np.array([*released, *wanted], np.int64)
        if len(rows):
            self._changed[rows] = True
            self._judge_freshness(rows)

    # What is told ------------------------------------------------------------------------------------------

    def take_changed(self) -> Array:
        """Rows whose value, quality or freshness may have changed since the last call."""
        rows = np.flatnonzero(self._changed)
        self._changed[rows] = False
        return rows

    def reading(self, row: int) -> PointReading:
        """All that is known of one point."""
        received = int(self.receive_time_us[row])
        now = self._clock_us()
        quality, freshness = PointQuality(self.quality[row]), PointFreshness(self.freshness[row])
        return PointReading(
            definition=self.definitions[row],
            value=float(self.value[row]),
            quality=quality,
            freshness=freshness,
            origin=Origin.MANUAL if self.is_substituted[row] else Origin.TELEMETERED,
            source_time_us=int(self.source_time_us[row]),
            receive_time_us=received,
            age_s=(now - received) / 1e6 if received else float("nan"),
            updates_per_s=self._rate.per_s(row, now),
            telemetered=float(self._telemetered[row]),
        )

    def telemetered(self, row: int) -> tuple[float, PointQuality, PointFreshness]:
        """What the field itself says of a point, also while a substituted value stands in front of it."""
        freshness = PointFreshness(self.freshness[row])
        if self.is_substituted[row]:
            server = int(self.server_of[row])
            freshness = _FRESHNESS_OF_LINK[self.health[server].state] if server >= 0 else PointFreshness.STALE
            freshness = PointFreshness.STALE if self.receive_time_us[row] == 0 else freshness
        return float(self._telemetered[row]), PointQuality(self._telemetered_quality[row]), freshness

    def find(self, point_id: str) -> PointReading | None:
        """All that is known of a point, ``None`` where the district has no such point."""
        row = self._row.get(point_id)
        return None if row is None else self.reading(row)

    def rates(self) -> Array:
        """``(n,)`` updates a second of every point lately."""
        return self._rate.all_per_s(self._clock_us())

    def rows_of_element(self, element_id: str) -> list[int]:
        """The rows of one piece of equipment."""
        return self._rows_of.get(element_id, [])

    def count_by_freshness(self, rows: Iterable[int] | slice = slice(None)) -> tuple[int, int, int]:
        """How many points are fresh, suspect and stale."""
        chosen = self.freshness[rows if isinstance(rows, slice) else np.fromiter(rows, np.int64)]
        counts = np.bincount(chosen, minlength=3)
        return int(counts[0]), int(counts[1]), int(counts[2])
