"""Hands what comes from the field to the chart: every value, and what grows old or is set by hand without one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from console.live.district import LiveDistrict
from engines.values.history import PointChanges
from widgets.trends.view import TrendView


class LiveFeed(QObject):
    """Listens to a district for the points a chart shows."""

    def __init__(self, district: LiveDistrict, view: TrendView, parent: QObject) -> None:
        super().__init__(parent)
        self._district, self._view = district, view
        self._ids: dict[int, str] = {}
        self._rows = np.empty(0, np.int64)
        # Freshness and whether by hand, as the chart was told last.
        self._told: dict[int, tuple[int, bool]] = {}
        district.values_taken.connect(self._on_values)
        district.points_changed.connect(self._on_changed)

    def listen_for(self, point_ids: Sequence[str]) -> None:
        """From now on these points; new ones begin with how they stand now."""
        store = self._district.store
        rows = {row: point_id for point_id in point_ids if (row := store.row(point_id)) is not None}
        fresh = [row for row in rows if row not in self._ids]
        self._ids = rows
        self._rows = np.array(sorted(rows), np.int64)
        self._told = {row: told for row, told in self._told.items() if row in rows}
        if fresh:
            self._hand_over(store.changes_of(np.array(fresh, np.int64)))

    def _on_values(self, taken: PointChanges) -> None:
        if len(self._rows):
            self._hand_over(taken)

    def _on_changed(self, rows: np.ndarray) -> None:
        store = self._district.store
        moved = [
            row
            for row in self._rows[np.isin(self._rows, rows)].tolist()
            if self._told.get(row) != (int(store.freshness[row]), bool(store.is_substituted[row]))
            or store.is_substituted[row]
        ]
        if moved:
            self._hand_over(store.changes_of(np.array(moved, np.int64)))

    def _hand_over(self, changes: PointChanges) -> None:
        for at in np.flatnonzero(np.isin(changes.point, self._rows)).tolist():
            row, one = int(changes.point[at]), slice(at, at + 1)
            self._told[row] = (int(changes.freshness[at]), bool(changes.is_by_hand[at]))
            self._view.append(
                self._ids[row],
                changes.receive_time_us[one],
                changes.value[one],
                changes.quality[one],
                changes.freshness[one],
                changes.is_by_hand[one],
            )
