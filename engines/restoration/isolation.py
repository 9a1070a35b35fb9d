"""Which zones stay dead and which switches must open for it.

::

    live ──[A]── dead ──[B]── SUSPECTED ──[C]── dead ──[T]── live
                              opened: B and C; if C is stuck, the part beyond it stays dead with it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.grid.network import ElementRef, Network
from engines.restoration.options import RestorationOptions
from engines.restoration.zone_state import ZoneState
from engines.restoration.zones import Zones
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Isolation:
    """What isolating takes.

    Attributes:
        barred: ``(n_zone,)`` suspected, earthed, tagged, or not to be parted from that: parted from all others.
        kept_dead: ``(n_zone,)`` those, and dead zones next to a switch whose position is not known: never energised.
        openings: joins (places in ``ZoneState.join``) to be opened, those that still feed first.
        reason: why it cannot be done; "" where it can.
    """

    barred: Array
    kept_dead: Array
    openings: tuple[int, ...]
    reason: str = ""


def zone_numbers(network: Network, zones: Zones, element_id: str, place: str) -> tuple[int, ...]:
    """The zones of an element: one, or the two sides of a switch. Raises ``InputError`` where there is none."""
    ref = network.find(element_id)
    if ref is None:
        raise InputError(f"{place} {element_id}", "there is no such element", f"name it by its id in {network.name}")
    if ref.table == "switch":
        return tuple(sorted({int(z) for z in zones.of_switch[ref.row] if z >= 0}))
    if ref.table not in ("bus", *EDGE_TABLES) and "bus" not in network[ref.table]:
        raise InputError(f"{place} {element_id}", "it stands at no bus", "name a bus, a branch or a switch")
    zone = zones.of_element(network, ElementRef(ref.table, ref.row))
    if zone < 0:
        raise InputError(f"{place} {element_id}", "it is connected to nothing", "name a bus, a branch or a switch")
    return (zone,)


def isolation(state: ZoneState, suspected: Iterable[int], options: RestorationOptions) -> Isolation:
    """Part the suspected zones, and those with an earth, a tag or a wire down, from all others.

    A switch between them and the rest that cannot be operated, or whose position is not known, takes the zone
    beyond it along.
    """
    network = state.snapshot.network
    barred = np.zeros(state.zones.count, bool)
    barred[list(suspected)] = True
    for name in ("earthed", "wire_down", "tagged"):
        for element_id in sorted(getattr(options, name)):
            ref = network.find(element_id)
            if name == "tagged" and ref is not None and ref.table == "switch":
                continue
            barred[list(zone_numbers(network, state.zones, element_id, name))] = True
    rigid = state.is_closed & ~state.may_operate
    barred = _with(state, barred, rigid | _unknown_between_dead(state))
    reason = _why_not(state, barred, rigid)
    if reason:
        return Isolation(barred, barred, (), reason)
    barred = _with_stubs(state, barred)
    kept_dead = _with(state, barred | _beside_unknown(state, barred), rigid)
    first, second = barred[state.ends[:, 0]], barred[state.ends[:, 1]]
    boundary = np.flatnonzero(np.logical_xor(first, second) & ~state.is_open)
    live = np.asarray(state.is_live[state.ends].all(axis=1))
    # What still feeds is opened first, then what can be reached quickest.
    order = sorted(boundary.tolist(), key=lambda j: (not live[j], float(state.effort_s[j]), j))
    return Isolation(barred, kept_dead & ~(state.is_live & ~barred), tuple(order))


def _with_stubs(state: ZoneState, barred: Array) -> Array:
    """``barred`` and the dead ends beside it that serve nobody: to part them would be an operation for nothing.

    ::

        SUSPECTED ──[closed]── tie without load ──[open]── another feeder
    """
    taken = barred.copy()
    count = np.bincount(state.ends.ravel(), minlength=state.zones.count)
    closed = np.bincount(state.ends[~state.is_open].ravel(), minlength=state.zones.count)
    serves = (state.p_kw != 0.0) | (state.customers.sum(axis=1) > 0) | state.has_generation
    is_stub = ~serves & ~state.is_source & ~state.is_live & (count == 2) & (closed == 1)
    for a, b in state.ends[state.is_closed].tolist():
        taken[b] |= barred[a] & is_stub[b]
        taken[a] |= barred[b] & is_stub[a]
    return taken


def _unknown_between_dead(state: ZoneState) -> Array:
    unknown = ~state.is_open & ~state.is_closed
    return np.asarray(unknown & ~state.is_live[state.ends].any(axis=1))


def _with(state: ZoneState, zones: Array, joined: Array) -> Array:
    """``zones`` and all that the switches ``joined`` connect them to."""
    return state.reached(zones, joined)


def _beside_unknown(state: ZoneState, barred: Array) -> Array:
    """One side of every switch of unknown position with a dead side: the dead one, or the less important one."""
    held = np.zeros(state.zones.count, bool)
    for j in np.flatnonzero(~state.is_open & ~state.is_closed).tolist():
        dead = [z for z in state.ends[j].tolist() if not state.is_live[z]]
        if dead and not any(barred[z] or held[z] for z in dead):
            held[min(dead, key=lambda z: (float(state.value_kw[z]), z))] = True
    return held


def _why_not(state: ZoneState, barred: Array, rigid: Array) -> str:
    network = state.snapshot.network
    unknown = ~state.is_open & ~state.is_closed
    half = unknown & (barred[state.ends].sum(axis=1) == 1)
    if half.any():
        name = network.label(ElementRef("switch", int(state.join[half][0])))
        return f"the position of {name} at the suspected part is not known; see it open on site first"
    if not (barred & state.is_source).any():
        return ""
    stuck = rigid & barred[state.ends].all(axis=1)
    names = [network.label(ElementRef("switch", int(r))) for r in state.join[stuck][:5]]
    if names:
        return f"it cannot be parted from a source without {', '.join(names)}, which cannot be operated"
    return "the suspected part holds a source; its own protection must clear it"
