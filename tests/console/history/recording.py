"""Hands batches over to a history as a console does."""

from __future__ import annotations

import numpy as np

from console.history.hours import HOUR_US
from console.history.storage import HistoryStorage, StoredBatch
from engines.values.history import PointChanges

BEGIN = 1_760_000_400_000_000 // HOUR_US * HOUR_US
SECOND, MINUTE = 1_000_000, 60_000_000
IDS = ("bus:1/vm_pu", "switch:1/position", "load:1/p_mw")
NAN = float("nan")


class Recording:
    """Hands batches over as a console does, and remembers every change."""

    def __init__(self, storage: HistoryStorage, client: str = "desk 1", dead_band: float = 0.0) -> None:
        self.storage, self.client, self.number = storage, client, 0
        self.dead_bands = np.full(len(IDS), dead_band)

    def batch(self, *changes: tuple[int, int, float], quality: int = 0, freshness: int = 0) -> StoredBatch:
        """The next batch: ``(point, time_us, value)``."""
        self.number += 1
        point, time_us, value = (np.array(column) for column in zip(*changes, strict=True))
        n = len(point)
        told = PointChanges(
            point.astype(np.int32),
            value.astype(float),
            np.full(n, quality, np.uint8),
            np.full(n, freshness, np.uint8),
            np.zeros(n, bool),
            time_us.astype(np.int64) - 20_000,
            time_us.astype(np.int64),
        )
        return StoredBatch(self.client, self.number, IDS, self.dead_bands, told, self.number == 1)

    def keep(self, *changes: tuple[int, int, float], quality: int = 0, freshness: int = 0) -> None:
        """Have a batch stored."""
        self.storage.store([self.batch(*changes, quality=quality, freshness=freshness)])


def values(storage: HistoryStorage, point_id: str, from_us: int, to_us: int) -> list[float]:
    """The values of a series."""
    return storage.series([point_id], from_us, to_us, 1000)[0].value.tolist()
