"""Hands every value of a live district to the history, and how good it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from console.live.district import LiveDistrict
from console.live.history_port import HistoryPort
from engines.values.history import PointChanges

DISTRICT_TIME = "district/profile_time"
"""The point under which the time of the profiles is kept, in seconds since 1970: a simulator has a clock of its own."""
TIME_EVERY = 4
"""Ticks of the district between two entries of its time."""


class Recorder(QObject):
    """Listens to a district; its points are those of the store, and after them the district's own time.

    A value is recorded as it comes. What grows old, comes back or is set by hand without a new value is recorded as
    a change of its own, once.
    """

    def __init__(
        self,
        district: LiveDistrict,
        history: HistoryPort,
        clock: Callable[[], np.datetime64 | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._district, self._history, self._clock = district, history, clock
        n = len(district.store)
        self._time_row = n
        # What the history was told last; nothing yet.
        self._freshness = np.full(n, 255, np.uint8)
        self._is_by_hand = np.zeros(n, bool)
        self._ticks = 0
        district.values_taken.connect(self._on_values)
        district.points_changed.connect(self._on_changed)
        district.ticked.connect(self._on_tick)

    def _on_values(self, taken: PointChanges) -> None:
        self._history.record(taken)
        self._freshness[taken.point] = taken.freshness
        self._is_by_hand[taken.point] = taken.is_by_hand

    def _on_changed(self, rows: np.ndarray) -> None:
        store = self._district.store
        if len(store) != len(self._freshness):
            return
        moved = (store.freshness[rows] != self._freshness[rows]) | (
            store.is_substituted[rows] != self._is_by_hand[rows]
        )
        # A substituted value that was changed by hand has neither a new freshness nor a message behind it.
        moved |= store.is_substituted[rows]
        known = store.receive_time_us[rows] > 0
        told = rows[moved & (known | store.is_substituted[rows])]
        if len(told):
            self._history.record(store.changes_of(told))
            self._freshness[told] = store.freshness[told]
            self._is_by_hand[told] = store.is_substituted[told]

    def _on_tick(self) -> None:
        self._ticks += 1
        moment = self._clock()
        if moment is None or self._ticks % TIME_EVERY:
            return
        second = float(moment.astype("datetime64[s]").astype(np.int64))
        self._history.record(self._district.store.single_change(self._time_row, second))


def recorded_points(district: LiveDistrict) -> list[str]:
    """Ids of what a :class:`Recorder` of this district records, in its order."""
    return [*(d.point_id for d in district.store.definitions), DISTRICT_TIME]


def dead_bands(district: LiveDistrict) -> np.ndarray:
    """How far each of :func:`recorded_points` may move without being recorded."""
    return np.array([*(d.dead_band for d in district.store.definitions), 0.0], np.float64)
