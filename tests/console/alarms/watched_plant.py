"""The simulated district, watched for alarms without a window or a link between."""

from __future__ import annotations

import numpy as np

from console.alarms.watching import Watch
from console.points.store import PointStore
from engines.alarms.rules import Turn
from engines.grid.network import Network
from engines.plant.events import PlantEvent
from engines.plant.plant import Plant
from engines.values.points import LinkHealth, LinkState, PointBatch, PointQuality

SECOND_US = 1_000_000
BEGIN_US = 1_763_000_000_000_000


class WatchedPlant:
    """A plant whose every report reaches the rules at once.

    Attributes:
        raised: ids in the order they were raised, of alarms that are over too.
        active: ids of those that hold.
    """

    def __init__(self, network: Network) -> None:
        self.plant = Plant(network)
        self.now_us = BEGIN_US
        self.store = PointStore([("field", self.plant.points)], clock_us=lambda: self.now_us)
        self.store.set_health(LinkHealth("field", LinkState.UP))
        self.watch = Watch(network, self.store)
        self.raised: list[str] = []
        self.active: dict[str, None] = {}
        self._take(self._report(np.arange(len(self.plant.points))))

    def inject(self, event: PlantEvent) -> str:
        """Break something."""
        return self.plant.inject(event)

    def run(self, seconds: int) -> list[str]:
        """Let time pass; ids raised meanwhile."""
        known = len(self.raised)
        for _ in range(seconds):
            self.now_us += SECOND_US
            turns = self._report(self.plant.step(1.0))
            self.store.tick()
            turns += self.watch.points(self.store.take_changed(), self.now_us / SECOND_US)
            self._take(turns + self.watch.tick(self.now_us / SECOND_US))
        return self.raised[known:]

    def tick(self) -> None:
        """A second has passed for the rules alone."""
        self._take(self.watch.tick(self.now_us / SECOND_US))

    def say(self, point_id: str, value: float, quality: PointQuality = PointQuality.GOOD) -> None:
        """A point tells this, whatever the plant has."""
        row, now = self.store.row(point_id), np.array([self.now_us], np.int64)
        assert row is not None
        batch = PointBatch(np.array([row]), np.array([value]), np.array([quality], np.uint8), now, now)
        self._take(self.watch.values(self.store.apply(0, batch), self.now_us / SECOND_US))

    def of(self, element_id: str) -> list[str]:
        """Ids of every alarm a piece of equipment has raised."""
        return [i for i in self.raised if self.watch.definition(i).element_id == element_id]

    def _take(self, turns: list[Turn]) -> None:
        for turn in turns:
            if turn.is_active:
                self.raised.append(turn.alarm_id)
                self.active[turn.alarm_id] = None
            else:
                self.active.pop(turn.alarm_id, None)

    def _report(self, rows: np.ndarray) -> list[Turn]:
        if not len(rows):
            return []
        told = self.plant.readings()
        quality = np.where(told.is_reachable[rows], told.quality[rows], PointQuality.INVALID).astype(np.uint8)
        value = np.where(quality == PointQuality.INVALID, np.nan, told.value[rows])
        time_us = np.full(len(rows), self.now_us, np.int64)
        batch = PointBatch(rows, value, quality, time_us, time_us)
        return self.watch.values(self.store.apply(0, batch), self.now_us / SECOND_US)
