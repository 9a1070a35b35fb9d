"""Which protective device clears a fault: the nearest one on the way to the source."""

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
from engines.restoration.zone_state import zone_state
from engines.values.validation import InputError


def tripped(snapshot: Snapshot, element_id: str) -> tuple[Snapshot, str]:
    """The snapshot after the protection has cleared a fault at an element, and the id of the device that did.

    Where the element has no voltage nothing trips, and the id is "". Of a faulted switch the side away from the
    source counts.

    Raises:
        InputError: there is no such element, or nothing protective stands before it.
    """
    state = zone_state(snapshot, DEFAULT_OPTIONS)
    numbers = zone_numbers(snapshot.network, state.zones, element_id, "fault")
    nothing = np.zeros(state.zones.count, bool)
    area = dead_area(state, Isolation(nothing, nothing, ()))
    toward = way_to_source(Arrangement(area, frozenset()))
    live = [zone for zone in numbers if state.is_live[zone]]
    if not live:
        return snapshot, ""
    protective = set(protective_rows(snapshot).tolist())
    zone = max(live, key=lambda z: _depth(toward, z))
    while zone in toward:
        join, zone = toward[zone]
        row = int(state.join[join])
        if row in protective:
            opened = snapshot.with_values("switch", "position", [row], SwitchPosition.OPEN)
            return opened, str(snapshot.network["switch"].id[row])
    name = snapshot.network.label(snapshot.network.find(element_id) or ElementRef("bus", 0))
    raise InputError(
        f"fault {element_id}", f"no breaker, recloser or fuse stands before {name}", "choose another place"
    )


def _depth(toward: dict[int, tuple[int, int]], zone: int) -> int:
    count = 0
    while zone in toward:
        zone, count = toward[zone][1], count + 1
    return count
