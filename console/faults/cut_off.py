"""What some devices cut off where they open, and what is heard from there. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from console.study_actions import buses_of
from engines.grid.difference import Moment
from engines.grid.graph import EDGE_TABLES
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.tracing import downstream_mask, lower_bus
from engines.values.fault_evidence import FaultEvidence

Array = np.ndarray[Any, Any]


def cut_off(snapshot: Snapshot, device_ids: Iterable[str]) -> Array:
    """``(n_bus,)`` what loses supply where the devices open."""
    from engines.grid.topology import analyse

    rows = [ref.row for ref in map(snapshot.network.find, device_ids) if ref is not None and ref.table == "switch"]
    opened = snapshot.with_values("switch", "position", rows, SwitchPosition.OPEN)
    return np.asarray(analyse(snapshot).is_energized & ~analyse(opened).is_energized)


def behind_device(moment: Moment, device_id: str, element_ids: Iterable[str]) -> frozenset[str]:
    """Those of some elements that lie in what a device fed at ``moment``, right before it tripped."""
    network, topology = moment.snapshot.network, moment.topology
    device = network.find(device_id)
    row = None if device is None or topology is None else lower_bus(moment.snapshot, topology, device)
    if row is None or topology is None:
        return frozenset()
    touches = _touching(network, downstream_mask(topology, row))
    refs = ((element_id, network.find(element_id)) for element_id in element_ids)
    return frozenset(element_id for element_id, ref in refs if ref is not None and touches(ref))


def among_the_dead(snapshot: Snapshot, probability: Mapping[int, float]) -> dict[int, float]:
    """A suspicion by zone, of a fault that protection has cut off: what is live now carries no short circuit.

    Where less than half of it lies in what is dead it stays as small as it is: then nobody knows where the fault is.
    """
    from engines.grid.topology import analyse
    from engines.restoration.zones import zones_of

    zones = zones_of(snapshot.network)
    is_live = np.zeros(zones.count + 1, bool)
    has_bus = np.zeros(zones.count + 1, bool)
    is_live[zones.of_bus[analyse(snapshot).is_energized]] = True
    has_bus[zones.of_bus] = True
    # A branch between two switches is a zone without a bus; -1, nothing, falls on the last place.
    sides = zones.of_switch[np.asarray(snapshot.switch_closed)]
    for mine, other in ((sides[:, 0], sides[:, 1]), (sides[:, 1], sides[:, 0])):
        is_live[mine[~has_bus[mine] & is_live[other]]] = True
    is_live[-1] = False
    dead = {zone: p for zone, p in probability.items() if not is_live[zone]}
    total, held = sum(probability.values()), sum(dead.values())
    if held < 0.5 * total:
        return dead
    return {zone: min(p * total / held, 1.0) for zone, p in dead.items()}


def loads_in(snapshot: Snapshot, area: Array) -> tuple[str, ...]:
    """Ids of the loads at some buses, ``(n_bus,)`` bool."""
    load = snapshot.network["load"]
    row = np.asarray(snapshot.network.bus_row(load["bus"]), np.int64)
    inside = (row >= 0) & area[np.maximum(row, 0)]
    return tuple(map(str, load.id[inside]))


def elements_in(network: Network, numbers: Sequence[int]) -> tuple[str, ...]:
    """Ids of the buses and branches in some zones; there are zones without a bus."""
    from engines.restoration.zones import zones_of

    zones = zones_of(network)
    buses = np.flatnonzero(np.isin(zones.of_bus, numbers))
    edges = np.flatnonzero(np.isin(zones.of_edge, numbers))
    tables = ((EDGE_TABLES[int(zones.graph.table[edge])], int(zones.graph.row[edge])) for edge in edges)
    found = (str(network[table].id[row]) for table, row in tables if table != "switch")
    return tuple(dict.fromkeys((*(str(network.bus.id[row]) for row in buses), *found)))


def of_this(
    snapshot: Snapshot,
    area: Array,
    evidence: Iterable[FaultEvidence],
    device_ids: Collection[str],
    other_ids: Collection[str],
) -> Iterable[FaultEvidence]:
    """Evidence from what this incident's devices have cut off, and from the devices themselves.

    What is heard elsewhere speaks of another fault that is under way.

    Args:
        area: ``(n_bus,)`` bool, what this incident's devices have cut off.
        device_ids: this incident's; other_ids: those of others only.
    """
    mine, others = _touching(snapshot.network, area), _touching(snapshot.network, cut_off(snapshot, other_ids))
    for item in evidence:
        if item.element_id in other_ids:
            continue
        ref = snapshot.network.find(item.element_id)
        if ref is None or item.element_id in device_ids:
            yield item
        elif mine(ref) if device_ids else not others(ref):
            # Where nothing has tripped everything speaks of it that speaks of no other.
            yield item


def _touching(network: Network, area: Array) -> Callable[[ElementRef], bool]:
    def touches(ref: ElementRef) -> bool:
        return any(bool(area[row]) for row in buses_of(network, ref))

    return touches
