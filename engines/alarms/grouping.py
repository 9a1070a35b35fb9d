"""Which alarms have one cause: told by the network, never by names.

A switch that opens takes with it what it supplied until then, its *territory*. What raises an alarm in there from then
on has the opening as its cause. Of territories within each other the largest is the cause: a recloser below a breaker
that tripped with it is one of the breaker's consequences.
"""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Mapping, Sequence
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
OPENED = "opened:"
CHUNK = 60
MOST_ORDERED = 300
"""Members of a larger group stand as they came, behind its head: nobody reads so many in order."""
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
    """Territories of the switches that were closed and are open now or between their positions.

    Args:
        before, topology: the last state that is known whole, and its connections.
        after_position: ``(n_switch,)`` as reported now.
    """
    was_closed = before.switch_position == SwitchPosition.CLOSED
    # On its way already: by the time it reports open, the state before may be solved with it half-way.
    leaves = np.isin(np.asarray(after_position), (SwitchPosition.OPEN, SwitchPosition.INTERMEDIATE))
    gone = np.flatnonzero(was_closed & leaves)
    found = []
    for row in gone.tolist():
        bus = lower_bus(before, topology, ElementRef("switch", row))
        if bus is None or topology.depth[bus] < 0:
            continue
        found.append(Territory(str(before.network["switch"].id[row]), now_us, downstream_mask(topology, bus)))
    return tuple(found)


class AlarmGrouper:
    """Keeps alarms by cause; only what has changed is looked at again.

    Attributes:
        territories: see :class:`Territory`; topology: of the present, for what has no territory.
    """

    def __init__(self, places: Places, server_of: Mapping[str, str]) -> None:
        """``server_of``: server of each point id, for what a silent link takes with it."""
        self._places, self._server_of = places, server_of
        self.territories: tuple[Territory, ...] = ()
        self.topology: Topology | None = None
        self._alarms: dict[str, AlarmOccurrence] = {}
        self._key: dict[str, str] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._made: dict[str, AlarmGroup] = {}
        self._urgency: dict[str, tuple[bool, int, int, str]] = {}
        self._dirty: set[str] = set()
        self._unplaced: dict[str, None] = {}
        self._links: dict[str, AlarmOccurrence] = {}
        self._silent: frozenset[str] = frozenset()

    def set_network(self, territories: Iterable[Territory], topology: Topology | None) -> None:
        """Switches have moved: every cause is worked out anew, if they have."""
        ordered = tuple(sorted(territories, key=lambda t: (-t.size, t.since_us, t.switch_id)))
        is_same = len(ordered) == len(self.territories) and all(
            a is b for a, b in zip(ordered, self.territories, strict=True)
        )
        before, self.topology = self.topology, topology
        if is_same and _have_same_feeders(before, topology):
            return
        self.territories = ordered
        self._unplaced = dict.fromkeys(self._alarms)

    def update(self, changed: Mapping[str, AlarmOccurrence | None]) -> None:
        """Alarms that are new, have turned, or (``None``) are not on the desk any more, by occurrence id."""
        for occurrence_id, alarm in changed.items():
            if alarm is None:
                self._alarms.pop(occurrence_id, None)
                self._links.pop(occurrence_id, None)
                self._unplaced.pop(occurrence_id, None)
                self._move(occurrence_id, None)
            else:
                self._alarms[occurrence_id] = alarm
                if _is_link(alarm):
                    self._links[occurrence_id] = alarm
                self._move(occurrence_id, self._key_of(alarm))
        silent = frozenset(_server(a) for a in self._links.values() if a.is_active)
        if silent != self._silent:
            self._silent = silent
            self._unplaced = dict.fromkeys(self._alarms)

    def groups(self) -> tuple[AlarmGroup, ...]:
        """All of them, the most urgent first."""
        steps = self.steps()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    def steps(self) -> Generator[None, None, tuple[AlarmGroup, ...]]:
        """:meth:`groups` in steps of a millisecond; what changes between two of them is in the next ones."""
        while self._unplaced:
            for occurrence_id in itertools.islice(list(self._unplaced), CHUNK):
                del self._unplaced[occurrence_id]
                self._move(occurrence_id, self._key_of(self._alarms[occurrence_id]))
            yield
        for key in list(self._dirty):
            self._dirty.discard(key)
            members = [self._alarms[m] for m in self._members.get(key, ())]
            if members:
                self._made[key] = self._group(key, members)
                is_owed = any(a.state.is_unacknowledged for a in members)
                made = self._made[key]
                self._urgency[key] = not is_owed, -int(made.priority), -made.raised_us, made.cause_id
            else:
                self._made.pop(key, None)
                self._urgency.pop(key, None)
            yield
        return tuple(self._made[key] for key in sorted(self._made, key=self._urgency.__getitem__))

    def switches_with_alarms(self) -> set[str]:
        """Switches whose territory still has alarms on the desk."""
        return {key.removeprefix(OPENED) for key in self._members if key.startswith(OPENED)}

    def _move(self, occurrence_id: str, key: str | None) -> None:
        before = self._key.get(occurrence_id)
        self._dirty.update(k for k in (before, key) if k is not None)
        if before == key:
            return
        if before is not None:
            self._members[before].pop(occurrence_id, None)
            if not self._members[before]:
                del self._members[before]
            del self._key[occurrence_id]
        if key is not None:
            self._key[occurrence_id] = key
            self._members.setdefault(key, {})[occurrence_id] = None

    def _key_of(self, alarm: AlarmOccurrence) -> str:
        territory = _territory_of(alarm, self._places, self.territories)
        if territory is not None:
            return f"{OPENED}{territory.switch_id}"
        return _other_cause(alarm, self._places, self.topology, self._silent, self._server_of)

    def _group(self, key: str, members: Sequence[AlarmOccurrence]) -> AlarmGroup:
        switch_id = key.removeprefix(OPENED) if key.startswith(OPENED) else ""
        size = next((t.size for t in self.territories if t.switch_id == switch_id), 0)
        return _group(key, members, switch_id, size)


def _have_same_feeders(one: Topology | None, other: Topology | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or (np.array_equal(one.feeder, other.feeder) and one.feeders == other.feeders)


def _territory_of(alarm: AlarmOccurrence, places: Places, largest_first: Sequence[Territory]) -> Territory | None:
    if not alarm.element_id:
        return None
    bus = places.bus_of(alarm.element_id)
    for territory in largest_first:
        if alarm.element_id == territory.switch_id:
            if alarm.kind in (AlarmKind.STATE, AlarmKind.CALCULATED):
                return territory
        elif bus >= 0 and territory.bus[bus] and alarm.last_raised_us >= territory.since_us - BEFORE_US:
            return territory
    return None


def _other_cause(
    alarm: AlarmOccurrence,
    places: Places,
    topology: Topology | None,
    silent: frozenset[str],
    server_of: Mapping[str, str],
) -> str:
    if _is_link(alarm):
        return f"server:{_server(alarm)}"
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


def _server(alarm: AlarmOccurrence) -> str:
    return alarm.alarm_id.removeprefix("link:").removesuffix("#silent")


def _is_link(alarm: AlarmOccurrence) -> bool:
    return alarm.alarm_id.startswith("link:") and alarm.alarm_id.endswith("#silent")


def _group(key: str, members: Sequence[AlarmOccurrence], switch_id: str, bus_count: int) -> AlarmGroup:
    def place(alarm: AlarmOccurrence) -> tuple[bool, int, int, str]:
        return not _is_head(alarm, key, switch_id), -int(alarm.priority), alarm.raised_us, alarm.alarm_id

    if len(members) <= MOST_ORDERED:
        ordered = sorted(members, key=place)
    else:
        first = min(members, key=place)
        ordered = [first, *(a for a in members if a is not first)]
    head = ordered[0]
    title = "opened" if switch_id and head.element_id != switch_id else head.message
    return AlarmGroup(
        key,
        head.occurrence_id,
        tuple(a.occurrence_id for a in ordered),
        max(a.priority for a in members),
        title,
        switch_id or head.element_id,
        head.raised_us,
        bus_count,
    )


def _is_head(alarm: AlarmOccurrence, key: str, switch_id: str) -> bool:
    if key.startswith("server:"):
        return _is_link(alarm)
    return bool(switch_id) and alarm.element_id == switch_id and alarm.point_id.endswith(f"/{Quantity.HAS_TRIPPED}")
