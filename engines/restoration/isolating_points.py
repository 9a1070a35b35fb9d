"""Which open switches keep voltage away from a place, as the switches stand now."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.restoration.isolation import zone_numbers
from engines.restoration.options import DEFAULT_OPTIONS
from engines.restoration.zone_state import zone_state


def isolating_points(snapshot: Snapshot, element_ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of the open switches around the part that hangs together with some elements by switches not known as open.

    A switch whose position is not known isolates nothing. Raises ``InputError`` for an element that is not there.
    """
    state = zone_state(snapshot, DEFAULT_OPTIONS)
    part = state.parts(~state.is_open)
    mine = {int(part[zone]) for e in element_ids for zone in zone_numbers(snapshot.network, state.zones, e, "elements")}
    inside = np.isin(part, sorted(mine))
    at_edge = state.is_open & (inside[state.ends[:, 0]] != inside[state.ends[:, 1]])
    return tuple(map(str, snapshot.network["switch"].id[state.join[at_edge]]))
