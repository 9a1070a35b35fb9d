"""Fault passage indicators that tell where nothing has tripped: an earth fault under a coil, a device that refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from console.points.store import PointStore
from engines.values.incidents import Incident
from engines.values.points import PointFreshness, PointQuality, Quantity

SURE_S = 15.0
"""By then a trip would have been told, and a fault that clears itself is gone."""
TRIP_US = 60_000_000
"""What tells so soon after a trip tells of it."""
CLOCKS_US = 5_000_000
"""Clocks of the field may differ by so much."""


@dataclass(frozen=True, slots=True)
class Indicated:
    """Indicators of one feeder that tell of a fault, and since when, microseconds since 1970 UTC."""

    feeder: str
    element_ids: tuple[str, ...]
    since_us: int


class _Seen(NamedTuple):
    """When an indicator was first seen to tell, monotonic seconds, and which feeder it was on then, "" for none."""

    at: float
    feeder: str


class FlaggedIndicators:
    """Reads one store; free of Qt."""

    def __init__(self, store: PointStore) -> None:
        self._store = store
        rows = [row for row, d in enumerate(store.definitions) if d.quantity is Quantity.FAULT_PASSAGE]
        self._rows = np.array(rows, np.int64)
        self._element = [store.definitions[row].element_id for row in rows]
        self._seen: dict[str, _Seen] = {}

    def unexplained(
        self, incidents: Iterable[Incident], is_dead: Callable[[str], bool], feeder_of: Callable[[str], str]
    ) -> tuple[Indicated, ...]:
        """What tells of a fault for a while and belongs to nothing that is known, by feeder.

        Args:
            incidents: all that are known, also those that are over.
            is_dead: whether a place has no supply: then a trip or its meters tell of the fault.
        """
        told, now, known = self._told(), time.monotonic(), list(incidents)
        self._seen = {e: self._seen.get(e) or _Seen(now, feeder_of(e)) for e in told}
        found: dict[str, dict[str, int]] = {}
        for element, at_us in told.items():
            seen = self._seen[element]
            if now - seen.at < SURE_S or is_dead(element):
                continue
            feeder = feeder_of(element)
            feeders = {seen.feeder, feeder}
            if not any(_explains(incident, at_us, feeders) for incident in known):
                found.setdefault(feeder, {})[element] = at_us
        return tuple(Indicated(feeder, tuple(sorted(at)), min(at.values())) for feeder, at in found.items())

    def _told(self) -> dict[str, int]:
        """Elements whose indicator says now, and can be believed, that fault current has passed, and since when."""
        store, rows = self._store, self._rows
        tells = (
            (store.value[rows] == 1.0)
            & (store.quality[rows] != PointQuality.INVALID)
            & (store.freshness[rows] != PointFreshness.STALE)
        )
        at = np.where(store.source_time_us[rows] > 0, store.source_time_us[rows], store.receive_time_us[rows])
        return {self._element[k]: int(at[k]) for k in np.flatnonzero(tells).tolist()}


def _explains(incident: Incident, at_us: int, feeders: set[str]) -> bool:
    """Whether an indicator that told then, on one of these feeders, told of the fault of an incident."""
    if incident.feeder and "" not in feeders and incident.feeder not in feeders:
        return False
    begin = incident.opened_us - CLOCKS_US
    if not incident.state.is_over:
        return bool(incident.feeder) or begin <= at_us <= begin + TRIP_US
    return begin <= at_us <= max(incident.closed_us, begin + TRIP_US if incident.device_ids else 0)
