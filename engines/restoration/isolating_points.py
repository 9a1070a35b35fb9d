"""Which open switches keep voltage away from a place as the switches stand now, and what could bring it from within."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engines.grid.network import rows_of
from engines.grid.snapshot import Snapshot
from engines.restoration.isolation import zone_numbers
from engines.restoration.options import DEFAULT_OPTIONS
from engines.restoration.zone_state import ZoneState, zone_state

Array = np.ndarray[Any, Any]
GENERATING = ("sgen", "gen", "storage", "asymmetric_sgen")


def isolating_points(snapshot: Snapshot, element_ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of the open switches around the part that hangs together with some elements by switches not known as open.

    A switch whose position is not known isolates nothing. Raises ``InputError`` for an element that is not there.
    """
    state, inside = _inside(snapshot, element_ids)
    at_edge = state.is_open & (inside[state.ends[:, 0]] != inside[state.ends[:, 1]])
    return tuple(map(str, snapshot.network["switch"].id[state.join[at_edge]]))


def generation_inside(snapshot: Snapshot, element_ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of the generation and storage in service within those points: no switch of the network parts it from there.

    Raises ``InputError`` for an element that is not there.
    """
    state, inside = _inside(snapshot, element_ids)
    network, found = snapshot.network, []
    for table in GENERATING:
        equipment = network[table]
        bus = np.asarray(rows_of(network.bus.index, equipment["bus"]))
        is_on = np.asarray(snapshot.column(table, "in_service"), bool) & (bus >= 0)
        within = is_on & inside[state.zones.of_bus[np.maximum(bus, 0)]]
        found += [str(unit) for unit in equipment.id[within]]
    return tuple(found)


def _inside(snapshot: Snapshot, element_ids: Iterable[str]) -> tuple[ZoneState, Array]:
    """``(n_zone,)`` what hangs together with some elements by switches not known as open."""
    state = zone_state(snapshot, DEFAULT_OPTIONS)
    part = state.parts(~state.is_open)
    mine = {int(part[zone]) for e in element_ids for zone in zone_numbers(snapshot.network, state.zones, e, "elements")}
    return state, np.isin(part, sorted(mine))
