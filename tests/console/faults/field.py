"""A field of ``north`` whose points say what a test wants."""

from __future__ import annotations

from functools import cache

import numpy as np

from console.points.store import PointStore
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.plant.plant import Plant
from engines.values.points import LinkHealth, LinkState, PointBatch, PointDefinition, PointQuality, Quantity

NOW_US = 1_790_000_000_000_000


@cache
def network() -> Network:
    """The built-in district."""
    return open_network("north")[0]


@cache
def definitions() -> tuple[PointDefinition, ...]:
    """Its points."""
    return tuple(Plant(network(), seed=1).points)


class Field:
    """One server that is up."""

    def __init__(self) -> None:
        self.network = network()
        self.store = PointStore([("district", definitions())], clock_us=lambda: NOW_US)
        self.store.set_health(LinkHealth("district", LinkState.UP))

    def say(self, element_id: str, quantity: Quantity, value: float, quality: int = PointQuality.GOOD) -> None:
        """A point reports."""
        row = self.store.row(f"{element_id}/{quantity}")
        assert row is not None, (element_id, quantity)
        at = np.array([NOW_US], np.int64)
        self.store.apply(
            0, PointBatch(np.array([row], np.int32), np.array([value]), np.array([quality], np.uint8), at, at)
        )


def with_position(snapshot: Snapshot, switch_id: str, position: SwitchPosition) -> Snapshot:
    """A switch stands otherwise."""
    ref = snapshot.network.find(switch_id)
    assert ref is not None
    return snapshot.with_values("switch", "position", [ref.row], position)
