"""Which alarm conditions hold: all rules of a district over its points, in arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.alarms.silence import DeviceSilence
from engines.values.alarms import AlarmCondition, AlarmDefinition
from engines.values.once_each import once_each
from engines.values.points import PointFreshness, PointQuality

Array = np.ndarray[Any, Any]
_CODES = {condition: code for code, condition in enumerate(AlarmCondition)}
_ABOVE, _BELOW, _EQUALS, _RATE, _INVALID, _QUESTIONABLE, _SILENT = (
    _CODES[c]
    for c in (
        AlarmCondition.ABOVE,
        AlarmCondition.BELOW,
        AlarmCondition.EQUALS,
        AlarmCondition.RATE_ABOVE,
        AlarmCondition.INVALID,
        AlarmCondition.QUESTIONABLE,
        AlarmCondition.SILENT,
    )
)
SAME = 0.5
"""How near a value must be to the one of ``EQUALS``: states are whole numbers."""
STEP_S = 1.0
"""How long a change took from one report to the next: points tell one as it happens, however long they stood before."""
RATE_HOLDS_S = 10.0
"""What has not changed any more for so long has no rate: an unchanged value isn't told again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A condition has come about or gone.

    Attributes:
        alarm_id: of the definition.
        value: of the point at that moment; NaN where there is none.
        time_us: by the source's clock, microseconds since 1970 UTC; 0 where it gave none.
    """

    alarm_id: str
    is_active: bool
    value: float
    time_us: int


@dataclass(frozen=True, slots=True, eq=False)
class PointValues:
    """What is known of some points.

    Attributes:
        row: ``(n,)`` rows of the points the rules were made for; a row may occur more than once, in order.
        value: ``(n,)``; quality, freshness: ``(n,)`` codes; time_us: ``(n,)`` by the source's clock.
    """

    row: Array
    value: Array
    quality: Array
    freshness: Array
    time_us: Array


class RuleTable:
    """All rules over the points of a district, and whether each holds.

    A value that is invalid, stale or not a number says nothing: a condition that held before it goes on holding, and
    one that did not does not begin. Delays run on the caller's clock, which must not jump (the monotonic one).
    A value older than the one seen last of its point is left out.

    Attributes:
        definitions: in the order of the rules; is_active: ``(n,)`` whether each holds.
    """

    def __init__(
        self,
        definitions: Sequence[AlarmDefinition],
        row_of_point: Mapping[str, int],
        n_points: int,
        silence: DeviceSilence | None = None,
    ) -> None:
        """Rules whose point is not in ``row_of_point`` are left out.

        ``silence``: which points are of one device; without it each is of its own.
        """
        self._silence = silence if silence is not None else DeviceSilence.of_single_points(n_points)
        self.definitions = tuple(d for d in definitions if d.point_id in row_of_point and d.condition in _CODES)
        rows = np.array([row_of_point[d.point_id] for d in self.definitions], np.int64)
        order = np.argsort(rows, kind="stable")
        self.definitions = tuple(self.definitions[k] for k in order.tolist())
        self._row = rows[order]
        self._begin = np.searchsorted(self._row, np.arange(n_points + 1))
        self._code = np.array([_CODES[d.condition] for d in self.definitions], np.int8)
        self._threshold = np.array([d.threshold for d in self.definitions], np.float64)
        self._dead_band = np.array([d.dead_band for d in self.definitions], np.float64)
        self._floor = np.array([d.floor for d in self.definitions], np.float64)
        self._on_delay = np.array([d.on_delay_s for d in self.definitions], np.float64)
        self._off_delay = np.array([d.off_delay_s for d in self.definitions], np.float64)
        of_device = np.flatnonzero(np.isin(self._code, (_SILENT, _INVALID)))
        device = self._silence.device[self._row[of_device]]
        by_device = np.argsort(device, kind="stable")
        self._device_rules, self._rules_device = of_device[by_device], device[by_device]
        n = len(self.definitions)
        self.is_active = np.zeros(n, bool)
        self._wished = np.zeros(n, bool)
        self._wished_at, self._rated_at = np.full(n, -np.inf), np.full(n, -np.inf)
        self._value = np.full(n, np.nan)
        self._time_us = np.zeros(n, np.int64)
        self._seen_us = np.zeros(n_points, np.int64)
        self._last = np.full(n_points, np.nan)

    def __len__(self) -> int:
        return len(self.definitions)

    def restore(self, active_ids: set[str]) -> None:
        """These conditions held when the console was last running; they go on until a value says otherwise."""
        held = np.array([d.alarm_id in active_ids for d in self.definitions], bool)
        self.is_active[:], self._wished[:] = held, held

    def observe(self, points: PointValues, now_s: float) -> list[Turn]:
        """Take values over, in their order, and tell which conditions have turned."""
        turns: list[Turn] = []
        for part in once_each(points.row):
            turns += self._observe(_taken(points, part), now_s)
        return turns

    def tick(self, now_s: float) -> list[Turn]:
        """Conditions whose delay has passed meanwhile."""
        calm = np.flatnonzero(self._wished & (self._code == _RATE) & (now_s - self._rated_at >= RATE_HOLDS_S))
        self._wished[calm], self._wished_at[calm] = False, now_s
        waiting = np.flatnonzero(self._wished != self.is_active)
        return self._settle(waiting, now_s)

    @property
    def is_waiting(self) -> bool:
        """Whether a delay is running."""
        return bool((self._wished != self.is_active).any())

    def _observe(self, points: PointValues, now_s: float) -> list[Turn]:
        """As :meth:`observe`, each point at most once."""
        late = (points.time_us > 0) & (points.time_us < self._seen_us[points.row])
        if late.any():
            points = _taken(points, np.flatnonzero(~late))
        counts = self._begin[points.row + 1] - self._begin[points.row]
        has_rules = counts > 0
        at = np.repeat(np.flatnonzero(has_rules), counts[has_rules])
        starts = np.repeat(self._begin[points.row[has_rules]], counts[has_rules])
        offset = np.arange(len(at)) - np.repeat(np.cumsum(counts[has_rules]) - counts[has_rules], counts[has_rules])
        rules = (starts + offset).astype(np.int64)
        rate, least = self._rates(points)
        wished = self._judge(rules, points, at, rate, least)
        self._rated_at[rules[np.isfinite(rate[at])]] = now_s
        changed = wished != self._wished[rules]
        turned = rules[changed]
        self._wished[turned] = wished[changed]
        self._wished_at[turned] = now_s
        self._value[turned] = points.value[at[changed]]
        # A point that has fallen silent says nothing of when: its last value is from before.
        is_silence = points.freshness[at[changed]] == PointFreshness.STALE
        self._time_us[turned] = np.where(is_silence, 0, points.time_us[at[changed]])
        return self._settle(np.r_[rules, self._observe_devices(points, now_s)], now_s)

    def _observe_devices(self, points: PointValues, now_s: float) -> Array:
        """What the points of a device tell together; gives the rules that were looked at."""
        heard = points.freshness != PointFreshness.STALE
        devices = self._silence.observe(points.row[heard], points.value[heard], points.quality[heard])
        is_touched = np.zeros(self._silence.device.max(initial=-1) + 1, bool)
        is_touched[devices] = True
        rules = self._device_rules[is_touched[self._rules_device]]
        row = self._row[rules]
        # Of a device that begins to report, the points come one after the other.
        tells = (self._code[rules] == _SILENT) | self._silence.is_heard[row]
        rules, row = rules[tells], row[tells]
        is_silent = self._silence.is_silent(self._silence.device[row])
        wished = np.where(self._code[rules] == _SILENT, is_silent, self._silence.is_failed(row))
        turned = rules[wished != self._wished[rules]]
        self._wished[turned] = ~self._wished[turned]
        self._wished_at[turned], self._value[turned], self._time_us[turned] = now_s, np.nan, 0
        return np.asarray(rules)

    def _rates(self, points: PointValues) -> tuple[Array, Array]:
        """Change a second of each point since the value before, NaN where none is known; the smaller size of both."""
        row, usable = points.row, _usable(points)
        value, before = points.value, self._last[row]
        is_later = (self._seen_us[row] > 0) & (points.time_us > self._seen_us[row])
        rate = np.where(usable & is_later, np.abs(value - before) / STEP_S, np.nan)
        least = np.minimum(np.abs(value), np.abs(before))
        # What it was while it could not be believed is not known: what comes after that is no rate.
        self._last[row] = np.where(usable, value, np.nan)
        self._seen_us[row] = np.maximum(self._seen_us[row], points.time_us)
        return rate, least

    def _judge(self, rules: Array, points: PointValues, at: Array, rate: Array, least: Array) -> Array:
        """``(n,)`` whether the condition of each rule holds by these values; as before where they say nothing."""
        code, threshold, held = self._code[rules], self._threshold[rules], self._wished[rules]
        value, usable = points.value[at], _usable(points)[at]
        back = np.where(held, self._dead_band[rules], 0.0)
        wished = held.copy()
        for kind, holds in (
            (_ABOVE, value > threshold - back),
            (_BELOW, value < threshold + back),
            (_EQUALS, np.abs(value - threshold) < SAME),
        ):
            chosen = (code == kind) & usable
            wished[chosen] = holds[chosen]
        rated = (code == _RATE) & np.isfinite(rate[at])
        wished[rated] = (rate[at][rated] > threshold[rated]) & ~(least[at][rated] <= self._floor[rules[rated]])
        quality, heard = points.quality[at], points.freshness[at] != PointFreshness.STALE
        doubted = (code == _QUESTIONABLE) & heard
        wished[doubted] = quality[doubted] == PointQuality.QUESTIONABLE
        return wished

    def _settle(self, rules: Array, now_s: float) -> list[Turn]:
        """Conditions among ``rules`` that have held (or been gone) for their delay."""
        waiting = rules[self._wished[rules] != self.is_active[rules]]
        if not len(waiting):
            return []
        waiting = np.unique(waiting)
        delay = np.where(self._wished[waiting], self._on_delay[waiting], self._off_delay[waiting])
        due = waiting[now_s - self._wished_at[waiting] >= delay]
        self.is_active[due] = self._wished[due]
        return [
            Turn(
                self.definitions[k].alarm_id,
                bool(self.is_active[k]),
                float(self._value[k]),
                int(self._time_us[k]),
            )
            for k in due.tolist()
        ]


def _usable(points: PointValues) -> Array:
    believed = (points.quality != PointQuality.INVALID) & (points.freshness != PointFreshness.STALE)
    return np.asarray(np.isfinite(points.value) & believed)


def _taken(points: PointValues, part: Array) -> PointValues:
    return PointValues(
        points.row[part], points.value[part], points.quality[part], points.freshness[part], points.time_us[part]
    )
