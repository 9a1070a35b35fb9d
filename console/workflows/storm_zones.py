"""The zones of a network as the desk of a storm needs them: their elements, their neighbours, what cuts them off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.restoration.isolation import zone_numbers
from engines.restoration.options import DEFAULT_OPTIONS
from engines.restoration.zone_state import ZoneState, zone_state
from engines.restoration.zones import zones_of

Array = np.ndarray[Any, Any]
OVERHEAD = "ol"


class ZoneMap:
    """All zones of one network."""

    def __init__(self, network: Network) -> None:
        self.network, self.zones = network, zones_of(network)
        self._last_state: tuple[bytes, ZoneState] | None = None
        self._of: dict[str, tuple[int, ...]] = {}

    @cached_property
    def elements(self) -> tuple[tuple[str, ...], ...]:
        """By zone the ids of its lines, transformers and buses."""
        found: list[list[str]] = [[] for _ in range(self.zones.count)]
        graph = self.zones.graph
        for edge in range(len(graph.table)):
            zone, table = int(self.zones.of_edge[edge]), EDGE_TABLES[int(graph.table[edge])]
            if zone >= 0 and table != "switch":
                found[zone].append(str(self.network[table].id[graph.row[edge]]))
        for row, zone in enumerate(self.zones.of_bus.tolist()):
            found[zone].append(str(self.network.bus.id[row]))
        return tuple(tuple(dict.fromkeys(ids)) for ids in found)

    def of(self, element_id: str) -> tuple[int, ...]:
        """Zone of an element; both of a switch, none of what is not there."""
        if element_id not in self._of:
            is_there = self.network.find(element_id) is not None
            self._of[element_id] = zone_numbers(self.network, self.zones, element_id, "element") if is_there else ()
        return self._of[element_id]

    def of_loads(self, load_ids: Iterable[str]) -> set[int]:
        """Zones of some loads."""
        return {zone for load in load_ids for zone in self.of(load)}

    def state(self, snapshot: Snapshot) -> ZoneState:
        """The zones as the switches stand; loads may be those of an earlier moment with the same positions."""
        key = np.asarray(snapshot.switch_position).tobytes()
        if self._last_state is None or self._last_state[0] != key:
            self._last_state = key, zone_state(snapshot, DEFAULT_OPTIONS)
        return self._last_state[1]

    def live(self, snapshot: Snapshot) -> Array:
        """``(n_zone,)`` what closed switches join to a source."""
        return self.state(snapshot).is_live

    def lost_without(self, snapshot: Snapshot, switch_ids: Collection[str]) -> set[int]:
        """Zones that lose supply when these switches open."""
        rows = [ref.row for ref in map(self.network.find, switch_ids) if ref is not None and ref.table == "switch"]
        opened = snapshot.with_values("switch", "position", rows, SwitchPosition.OPEN)
        return set(np.flatnonzero(self.live(snapshot) & ~self.live(opened)).tolist())

    def joined(self, state: ZoneState, zone: int) -> tuple[set[int], tuple[str, ...]]:
        """The part around a zone that no open switch parts from it, and the ids of the open switches around it."""
        part = state.parts(~state.is_open)
        inside = part == part[zone]
        edge = np.flatnonzero(inside[state.ends].any(axis=1) & state.is_open)
        ids = self.network["switch"].id
        return set(np.flatnonzero(inside).tolist()), tuple(str(ids[state.join[j]]) for j in edge)

    def dead_around(self, snapshot: Snapshot, zones: Collection[int], but: Collection[int]) -> set[int]:
        """Zones without supply that closed switches join to some zones, where nothing of ``but`` is among them.

        Who keeps those zones dead then has nothing to open around them.
        """
        state = self.state(snapshot)
        part = state.parts(~state.is_open)
        apart = {int(part[zone]) for zone in zones} - {int(part[zone]) for zone in but}
        apart -= {int(p) for p in np.unique(part[state.may_be_live])}
        return set(np.flatnonzero(np.isin(part, sorted(apart))).tolist())

    def outward(self, state: ZoneState, within: Collection[int], start: Collection[int]) -> list[int]:
        """``within`` in the order in which one comes to them from ``start``, by switches whatever their position."""
        order, left = [], set(within)
        reached = [zone for zone in sorted(left) if zone in set(start)] or sorted(left)[:1]
        while reached:
            order += reached
            left -= set(reached)
            here = set(reached)
            touching = [end for end in state.ends.tolist() if here & set(end)]
            reached = sorted({zone for end in touching for zone in end if zone in left})
        return order + sorted(left)

    def fed_normally(self, state: ZoneState, blocked: Collection[int]) -> set[int]:
        """Zones that normally closed switches join to a source without passing one of ``blocked``."""
        is_free = ~np.isin(np.arange(self.zones.count), sorted(blocked))
        normal = np.asarray(self.network["switch"]["normal_closed"][state.join], bool)
        conducting = normal & is_free[state.ends].all(axis=1)
        return set(np.flatnonzero(state.reached(state.is_source & is_free, conducting) & is_free).tolist())

    def upstream(self, snapshot: Snapshot, zone: int) -> list[str]:
        """Closed switches on the way from a zone to its source, nearest first; empty where there is no way."""
        state = self.state(snapshot)
        ways: dict[int, list[tuple[int, int]]] = {}
        for join in np.flatnonzero(state.is_closed).tolist():
            a, b = state.ends[join].tolist()
            ways.setdefault(a, []).append((b, join))
            ways.setdefault(b, []).append((a, join))
        came: dict[int, tuple[int, int]] = {}
        queue = np.flatnonzero(state.is_source).tolist()
        seen = set(queue)
        for here in queue:
            for there, join in ways.get(here, ()):
                if there not in seen:
                    seen.add(there)
                    came[there] = (here, join)
                    queue.append(there)
        found = []
        while zone in came:
            zone, join = came[zone]
            found.append(str(self.network["switch"].id[state.join[join]]))
        return found

    def km_of(self, zone: int) -> float:
        """Length of the lines of a zone."""
        line = self.network["line"]
        refs = [ref for ref in map(self.network.find, self.elements[zone]) if ref is not None and ref.table == "line"]
        return float(np.nan_to_num(line["length_km"][[ref.row for ref in refs]]).sum())

    def is_overhead(self, zones: Iterable[int]) -> bool:
        """Whether most of the line length in some zones is overhead."""
        km = {True: 0.0, False: 0.0}
        line = self.network["line"]
        for zone in zones:
            for element_id in self.elements[zone]:
                ref = self.network.find(element_id)
                if ref is not None and ref.table == "line":
                    km[str(line["type"][ref.row]) == OVERHEAD] += float(np.nan_to_num(line["length_km"][ref.row]))
        return km[True] > km[False]

    def kind_of(self, element_id: str) -> str:
        """``overhead``, ``cable`` or ``station``."""
        ref = self.network.find(element_id) or ElementRef("bus", 0)
        if ref.table != "line":
            return "station"
        return "overhead" if str(self.network["line"]["type"][ref.row]) == OVERHEAD else "cable"
