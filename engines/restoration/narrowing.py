"""A location held against what stands under voltage: there the fault is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.restoration.options import DEFAULT_OPTIONS
from engines.restoration.tripping import tripped
from engines.restoration.zone_state import zone_state
from engines.values.frozen import frozen_array
from engines.values.location import Location, LocationStatus
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]


def lost_zones(snapshot: Snapshot, device_ids: Iterable[str], position: Array | None = None) -> Array:
    """``(n_zone,)`` zones that lose supply where the devices open, and have not got it back since.

    Args:
        snapshot: right before; position: ``(n_switch,)`` of the present. Where all of it has supply again, or nothing
            of the present is known, everything that was lost counts.
    """
    find = snapshot.network.find
    rows = [ref.row for ref in map(find, device_ids) if ref is not None and ref.table == "switch"]
    opened = snapshot.with_values("switch", "position", rows, SwitchPosition.OPEN)
    lost = zone_state(snapshot, DEFAULT_OPTIONS).is_live & ~zone_state(opened, DEFAULT_OPTIONS).is_live
    if position is None:
        return np.asarray(lost)
    now = zone_state(snapshot.with_state({("switch", "position"): position}), DEFAULT_OPTIONS).is_live
    return np.asarray(lost & ~now if (lost & ~now).any() else lost)


def device_of_silent(snapshot: Snapshot, load_ids: Iterable[str]) -> str:
    """The nearest protective device behind which some loads stand that have lost supply together; "" for none.

    Where no single device next to one of them feeds them all, nothing is said.
    """
    loads = tuple(load_ids)
    candidates: dict[str, None] = {}
    for load in loads:
        try:
            candidates.update(dict.fromkeys(tripped(snapshot, load)[1]))
        except InputError:
            continue
    wanted = [ref.row for ref in map(snapshot.network.find, loads) if ref is not None and ref.table == "load"]
    bus = snapshot.network.bus_row(snapshot.network["load"]["bus"][wanted])
    zones = zone_state(snapshot, DEFAULT_OPTIONS).zones.of_bus[bus]
    fitting = []
    for device in candidates:
        lost = lost_zones(snapshot, (device,))
        if lost[zones].all():
            fitting.append((int(lost.sum()), device))
    return min(fitting)[1] if fitting else ""


def at_wires(snapshot: Snapshot, location: Location, element_ids: Iterable[str]) -> Location:
    """The location where somebody has seen a conductor on the ground: there, whatever else is heard.

    Nobody may come near it, so that it is believed before anything confirms it.
    """
    zones = zone_state(snapshot, DEFAULT_OPTIONS).zones
    named = np.zeros(zones.count, bool)
    for element_id in element_ids:
        ref = snapshot.network.find(element_id)
        zone = zones.of_element(snapshot.network, ref) if ref is not None else -1
        if zone >= 0:
            named[zone] = True
    if not named.any() or not len(location.all_probability):
        return location
    narrowed = within(location, named)
    is_there = narrowed.hypotheses and all(named[list(h.zones)].all() for h in narrowed.hypotheses)
    if not is_there:
        return location
    status = LocationStatus.LOCATED if named.sum() == 1 else LocationStatus.SUSPECTED
    return replace(narrowed, status=status, reason="")


def within(location: Location, zones: Array) -> Location:
    """The location, given that the fault lies in ``zones``, ``(n_zone,)`` bool.

    Hypotheses elsewhere go, the others keep their ratios. Where none is left, it stays as it is: then the evidence and
    what is known of supply contradict each other.
    """
    keeps = np.asarray((zones[np.maximum(location.all_zones, 0)] | (location.all_zones < 0)).all(axis=1))
    share = float(location.all_probability[keeps].sum()) if len(keeps) else 0.0
    if not keeps.any() or share <= 0.0 or keeps.all():
        return location
    every, probability = location.all_zones[keeps], location.all_probability[keeps] / share
    by_zone = np.zeros(len(location.zone_probability))
    for column in range(every.shape[1]):
        known = every[:, column] >= 0
        np.add.at(by_zone, every[known, column], probability[known])
    hypotheses = tuple(
        replace(h, probability=h.probability / share) for h in location.hypotheses if zones[list(h.zones)].all()
    )
    narrowed = replace(
        location,
        hypotheses=hypotheses,
        all_zones=frozen_array(every),
        all_probability=frozen_array(probability),
        zone_probability=frozen_array(by_zone),
    )
    if location.status is LocationStatus.SUSPECTED and len(narrowed.credible_zones(location.level)) == 1:
        return replace(narrowed, status=LocationStatus.LOCATED, reason="")
    return narrowed
