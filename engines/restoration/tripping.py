"""Which protective devices clear a fault: on every way that feeds it, the nearest one toward the source."""

from __future__ import annotations

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.protection.hierarchy import protective_rows
from engines.restoration.arrangement import Arrangement, dead_area
from engines.restoration.isolation import Isolation, zone_numbers
from engines.restoration.options import DEFAULT_OPTIONS
from engines.restoration.reclosing import way_to_source
from engines.restoration.zone_state import ZoneState, zone_state
from engines.values.validation import InputError


def tripped(snapshot: Snapshot, element_id: str) -> tuple[Snapshot, tuple[str, ...]]:
    """The snapshot after the protection has cleared a fault at an element, and the ids of the devices that did.

    A faulted switch is at fault on both its sides and does not clear itself: where it is closed the next device toward
    the source does, where it stands open between two live parts one device of each. Where the element has no voltage
    nothing trips.

    Raises:
        InputError: there is no such element, or nothing protective stands before it.
    """
    network = snapshot.network
    ref = network.find(element_id)
    own = ref.row if ref is not None and ref.table == "switch" else -1
    state = zone_state(snapshot, DEFAULT_OPTIONS)
    numbers = zone_numbers(network, state.zones, element_id, "fault")
    protective = set(protective_rows(snapshot).tolist()) - {own}
    opened: list[int] = []
    while any(state.is_live[zone] for zone in numbers):
        row = _nearest(state, [zone for zone in numbers if state.is_live[zone]], protective)
        if row < 0:
            name = network.label(ref or ElementRef("bus", 0))
            reason = f"no breaker, recloser or fuse stands before {name}"
            raise InputError(f"fault {element_id}", reason, "choose another place")
        opened.append(row)
        snapshot = snapshot.with_values("switch", "position", [row], SwitchPosition.OPEN)
        state = zone_state(snapshot, DEFAULT_OPTIONS)
    return snapshot, tuple(str(network["switch"].id[row]) for row in opened)


def _nearest(state: ZoneState, live: list[int], protective: set[int]) -> int:
    """Row of the first of ``protective`` on the way to the source from the nearest of ``live``; -1 where none is."""
    nothing = np.zeros(state.zones.count, bool)
    toward = way_to_source(Arrangement(dead_area(state, Isolation(nothing, nothing, ())), frozenset()))
    zone = min(live, key=lambda z: _depth(toward, z))
    while zone in toward:
        join, zone = toward[zone]
        row = int(state.join[join])
        if row in protective:
            return row
    return -1


def _depth(toward: dict[int, tuple[int, int]], zone: int) -> int:
    count = 0
    while zone in toward:
        zone, count = toward[zone][1], count + 1
    return count
