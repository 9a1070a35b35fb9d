"""The states of the district right before something changed: what a fault is located on. Free of Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from engines.grid.difference import Moment
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import downstream_mask, lower_bus
from engines.values.topology import Topology

KEPT = 12


class Moments:
    """Remembers the last solved moments whose switch positions differ, each with its latest loads."""

    def __init__(self) -> None:
        self._kept: deque[Moment] = deque(maxlen=KEPT)

    def take(self, moment: Moment) -> None:
        """A moment was solved."""
        last = self._kept[-1] if self._kept else None
        if last is not None and np.array_equal(last.snapshot.switch_position, moment.snapshot.switch_position):
            self._kept[-1] = moment
        else:
            self._kept.append(moment)

    def before_opening(self, device_id: str) -> Moment | None:
        """The latest moment in which a switch was closed and what it feeds had supply."""
        for moment in reversed(self._kept):
            ref = moment.snapshot.network.find(device_id)
            if ref is None or moment.topology is None:
                return None
            if moment.snapshot.switch_closed[ref.row] and _feeds(moment.snapshot, moment.topology, ref):
                return moment
        return None


def _feeds(snapshot: Snapshot, topology: Topology, ref: ElementRef) -> bool:
    row = lower_bus(snapshot, topology, ref)
    return row is not None and bool(topology.is_energized[row])


def loads_behind(moment: Moment, device_id: str) -> frozenset[str]:
    """Ids of the loads that a switch supplies in a moment."""
    ref = moment.snapshot.network.find(device_id)
    if ref is None or moment.topology is None:
        return frozenset()
    row = lower_bus(moment.snapshot, moment.topology, ref)
    if row is None:
        return frozenset()
    return loads_at(moment.snapshot.network, downstream_mask(moment.topology, row))


def loads_at(network: Network, bus_mask: np.ndarray) -> frozenset[str]:
    """Ids of the loads at some buses, ``(n_bus,)`` bool."""
    load = network["load"]
    row = np.asarray(network.bus_row(load["bus"]), np.int64)
    inside = (row >= 0) & bus_mask[np.maximum(row, 0)]
    return frozenset(map(str, load.id[inside]))


def loads_fed_by(snapshot: Snapshot, device_ids: Iterable[str]) -> frozenset[str]:
    """Ids of the loads that have supply as long as some switches are closed, as all others stand in a snapshot."""
    rows = [ref.row for ref in map(snapshot.network.find, device_ids) if ref is not None and ref.table == "switch"]
    closed = snapshot.with_values("switch", "position", rows, SwitchPosition.CLOSED)
    opened = snapshot.with_values("switch", "position", rows, SwitchPosition.OPEN)
    return loads_at(snapshot.network, analyse(closed).is_energized & ~analyse(opened).is_energized)


def dead_loads(network: Network, topology: Topology) -> frozenset[str]:
    """Ids of the loads without a closed path to a source."""
    return loads_at(network, ~topology.is_energized)


def deviations(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """Id and position of each switch that stands otherwise than normal."""
    switch = snapshot.network["switch"]
    normal = np.where(np.asarray(switch["normal_closed"], bool), SwitchPosition.CLOSED, SwitchPosition.OPEN)
    position = np.asarray(snapshot.switch_position)
    return tuple((str(switch.id[row]), int(position[row])) for row in np.flatnonzero(position != normal).tolist())


def with_deviations(snapshot: Snapshot, found: tuple[tuple[str, int], ...]) -> Snapshot:
    """A snapshot in its normal positions but for some; its loads stay."""
    switch = snapshot.network["switch"]
    normal = np.asarray(switch["normal_closed"], bool)
    position = np.where(normal, SwitchPosition.CLOSED, SwitchPosition.OPEN)
    for switch_id, wanted in found:
        ref = snapshot.network.find(switch_id)
        if ref is not None and ref.table == "switch":
            position[ref.row] = wanted
    return snapshot.with_state({("switch", "position"): position})
