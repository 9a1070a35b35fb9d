"""Which alarms have one cause: told by the network, never by names.

A switch that opens takes with it what it supplied until then, its *territory*. What raises an alarm in there from then
on has the opening as its cause. Of territories within each other the largest is the cause: a recloser below a breaker
that tripped with it is one of the breaker's consequences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.alarms.places import Places
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.tracing import downstream_mask, lower_bus
from engines.values.alarms import AlarmCondition, AlarmGroup, AlarmKind, AlarmOccurrence
from engines.values.points import Quantity
from engines.values.topology import Topology

Array = np.ndarray[Any, Any]
BEFORE_US = 15_000_000
"""Clocks of meters differ from those of breakers: an alarm raised so long before the opening still belongs to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Territory:
    """What a switch supplied until it opened.

    Attributes:
        switch_id: the switch; since_us: when it was seen open; bus: ``(n_bus,)`` what it supplied.
    """

    switch_id: str
    since_us: int
    bus: Array

    @property
    def size(self) -> int:
        """Buses in it."""
        return int(np.count_nonzero(self.bus))


def opened_territories(
    before: Snapshot, topology: Topology, after_position: Array, now_us: int
) -> tuple[Territory, ...]:
    """Territories of the switches that were closed and are not any more.

    Args:
        before, topology: the last state that is known whole, and its connections.
        after_position: ``(n_switch,)`` as reported now.
    """
    was_closed = before.switch_position == SwitchPosition.CLOSED
    gone = np.flatnonzero(was_closed & (np.asarray(after_position) == SwitchPosition.OPEN))
    found = []
    for row in gone.tolist():
        bus = lower_bus(before, topology, ElementRef("switch", row))
        if bus is None or topology.depth[bus] < 0:
            continue
        found.append(Territory(str(before.network["switch"].id[row]), now_us, downstream_mask(topology, bus)))
    return tuple(found)


def group_alarms(
    alarms: Sequence[AlarmOccurrence],
    places: Places,
    territories: Iterable[Territory],
    topology: Topology | None,
    server_of: Mapping[str, str],
) -> tuple[AlarmGroup, ...]:
    """The alarms on the desk by cause, worst first.

    Args:
        alarms: those that are to be shown.
        topology: of the present, for what has no territory: it goes by feeder and kind.
        server_of: server of each point id, for what a silent link took with it.
    """
    largest_first = sorted(territories, key=lambda t: (-t.size, t.since_us, t.switch_id))
    silent = {a.alarm_id.removeprefix("link:").removesuffix("#silent") for a in alarms if _is_link(a) and a.is_active}
    parts: dict[str, list[AlarmOccurrence]] = {}
    sizes: dict[str, tuple[str, int]] = {}
    for alarm in alarms:
        territory = _territory_of(alarm, places, largest_first)
        if territory is not None:
            key = f"opened:{territory.switch_id}"
            sizes[key] = (territory.switch_id, territory.size)
        else:
            key = _other_cause(alarm, places, topology, silent, server_of)
        parts.setdefault(key, []).append(alarm)
    groups = [_group(key, members, *sizes.get(key, ("", 0))) for key, members in parts.items()]
    owed = {a.occurrence_id for a in alarms if a.state.is_unacknowledged}
    return tuple(
        sorted(
            groups, key=lambda g: (not any(m in owed for m in g.members), -int(g.priority), -g.raised_us, g.cause_id)
        )
    )


def _territory_of(alarm: AlarmOccurrence, places: Places, largest_first: Sequence[Territory]) -> Territory | None:
    if not alarm.element_id:
        return None
    bus = places.bus_of(alarm.element_id)
    for territory in largest_first:
        if alarm.element_id == territory.switch_id:
            if alarm.point_id.endswith(f"/{Quantity.HAS_TRIPPED}") or alarm.kind is AlarmKind.STATE:
                return territory
        elif bus >= 0 and territory.bus[bus] and alarm.last_raised_us >= territory.since_us - BEFORE_US:
            return territory
    return None


def _other_cause(
    alarm: AlarmOccurrence,
    places: Places,
    topology: Topology | None,
    silent: set[str],
    server_of: Mapping[str, str],
) -> str:
    if _is_link(alarm):
        return f"server:{alarm.alarm_id.removeprefix('link:').removesuffix('#silent')}"
    if alarm.kind in (AlarmKind.COMMUNICATION, AlarmKind.QUALITY):
        server = server_of.get(alarm.point_id, "")
        if server in silent:
            return f"server:{server}"
    if alarm.condition in (AlarmCondition.ABOVE, AlarmCondition.BELOW) and topology is not None:
        bus = places.bus_of(alarm.element_id)
        feeder = int(topology.feeder[bus]) if bus >= 0 else -1
        if feeder >= 0:
            head = topology.feeders[feeder]
            return f"feeder:{head.head_table}:{head.head_row}:{alarm.condition}:{_family(alarm)}"
    return f"element:{alarm.element_id}" if alarm.element_id else f"alarm:{alarm.alarm_id}"


def _family(alarm: AlarmOccurrence) -> str:
    """What can have one electrical cause: voltages with voltages, loadings with loadings."""
    return "voltage" if alarm.unit == "pu" else (alarm.unit or str(alarm.kind))


def _is_link(alarm: AlarmOccurrence) -> bool:
    return alarm.alarm_id.startswith("link:") and alarm.alarm_id.endswith("#silent")


def _group(key: str, members: Sequence[AlarmOccurrence], switch_id: str, bus_count: int) -> AlarmGroup:
    ordered = sorted(
        members, key=lambda a: (not _is_head(a, key, switch_id), -int(a.priority), a.raised_us, a.alarm_id)
    )
    head = ordered[0]
    title = "opened" if switch_id and head.element_id != switch_id else head.message
    return AlarmGroup(
        key,
        head.occurrence_id,
        tuple(a.occurrence_id for a in ordered),
        max(a.priority for a in members),
        title,
        switch_id or head.element_id,
        min(a.raised_us for a in members),
        bus_count,
    )


def _is_head(alarm: AlarmOccurrence, key: str, switch_id: str) -> bool:
    if key.startswith("server:"):
        return _is_link(alarm)
    return bool(switch_id) and alarm.element_id == switch_id and alarm.point_id.endswith(f"/{Quantity.HAS_TRIPPED}")
