"""Who has no supply since when, and which opening took it: read off the plant at every moment it changes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse

Array = np.ndarray[Any, Any]
Count = Callable[[tuple[str, ...]], int]
NOBODY = -1


@dataclass(slots=True)
class DarkLoad:
    """A load without supply.

    Attributes:
        cause: id of the switch whose opening took it; owner: number of the incident it is counted in, or ``NOBODY``.
    """

    load_id: str
    since_us: int
    cause: str
    owner: int = NOBODY


@dataclass(frozen=True, slots=True)
class SupplyChange:
    """What one moment has brought: loads that lost supply, and those that have it again."""

    time_us: int
    lost: tuple[DarkLoad, ...]
    back: tuple[DarkLoad, ...]


@dataclass(slots=True)
class SupplyLog:
    """Watches a network.

    Attributes:
        dark: loads without supply now, by id.
        unreported: load, begin and end of what was over before anybody took notice of it.
    """

    network: Network
    count: Count
    dark: dict[str, DarkLoad] = field(default_factory=dict)
    unreported: list[tuple[str, int, int]] = field(default_factory=list)
    _positions: Array | None = None
    _customer_us: float = 0.0
    _customers: int = 0
    _since_us: int = 0

    def watch(self, snapshot: Snapshot, now_us: int) -> SupplyChange | None:
        """What the present positions of the switches have changed for whom."""
        positions = np.asarray(snapshot.switch_position)
        before = self._positions
        if before is not None and np.array_equal(positions, before):
            return None
        self._positions = positions.copy()
        loads = self.network["load"]
        rows = rows_of(self.network.bus.index, loads["bus"])
        dead = ~analyse(snapshot).is_energized[rows] & (rows >= 0)
        gone = {str(loads.id[row]) for row in np.flatnonzero(dead)}
        cause = self._opened(before, positions)
        lost = tuple(DarkLoad(load, now_us, cause) for load in sorted(gone - self.dark.keys()))
        back = tuple(self.dark[load] for load in sorted(self.dark.keys() - gone))
        self._add_up(now_us)
        for record in back:
            del self.dark[record.load_id]
            if record.owner == NOBODY and now_us > record.since_us:
                self.unreported.append((record.load_id, record.since_us, now_us))
        self.dark |= {record.load_id: record for record in lost}
        self._customers = self.count(tuple(self.dark))
        return SupplyChange(now_us, lost, back) if lost or back else None

    def customer_minutes(self, now_us: int) -> float:
        """Minutes without supply of all customers together, up to now."""
        self._add_up(now_us)
        return self._customer_us / 60e6

    @property
    def customers(self) -> int:
        """How many are without supply now."""
        return self._customers

    def owned(self, owner: int) -> tuple[str, ...]:
        """Loads without supply that count in an incident."""
        return tuple(load for load, record in self.dark.items() if record.owner == owner)

    def _add_up(self, now_us: int) -> None:
        self._customer_us += self._customers * (now_us - self._since_us)
        self._since_us = now_us

    def _opened(self, before: Array | None, positions: Array) -> str:
        if before is None:
            return ""
        rows = np.flatnonzero((before == SwitchPosition.CLOSED) & (positions != SwitchPosition.CLOSED))
        return str(self.network["switch"].id[rows[0]]) if len(rows) else ""
