"""Evidence of random faults, made from what physically happens, not from what a scorer believes.

The way of the fault current and who is left dark come from walking the supply tree bus by bus; who reports is
drawn meter by meter, indicator by indicator, call by call, in seconds after the fault. Nothing of the scorer is
used, and its assumed rates are never these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, graph_of
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind
from engines.grid.topology import analyse
from engines.protection.fault import FaultKind
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.zones import zones_of
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments, Reading
from engines.values.location import FaultType

Array = np.ndarray[Any, Any]
START_US = 1_770_000_000_000_000
PROTECTIVE = (SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.FUSE)


@dataclass(frozen=True, slots=True)
class Storm:
    """How the field reports.

    Attributes:
        gasps, indicators: share of the dead meters, and of the passed indicators, that are heard.
        gasp_spread: standard deviation of the share between one fault and the next.
        momentary: share of supplied meters that gasp; dip: chance that a dip makes a whole neighbouring feeder's
            meters gasp, each with the share ``dip_gasps``.
        false_indicator, wrong_direction: shares; directional: share of indicators that tell a direction.
        unreported, delayed: shares of remote devices that never or too late say that they tripped; spurious: a device
            of another feeder says so though it did not.
        backup: share of faults that the nearest device fails to clear.
        calls, damage_calls, wire_down: share of dead customers that call; chance that somebody tells of damage;
            that somebody sees a conductor down.
        distance, current: chance that a relay tells one; distance_error: its standard deviation as share.
        late: share of all reports that come after the moment of judging.
        pings: how many meters are asked.
        dark_clusters: how many neighbourhoods of ``cluster_buses`` buses have lost their communication unnoticed;
            known_outage: share of those that are known.
        overhead: faults per km of overhead line over those of cable; even: share of faults that are anywhere alike.
    """

    gasps: float = 0.8
    indicators: float = 0.7
    gasp_spread: float = 0.05
    momentary: float = 0.003
    dip: float = 0.1
    dip_gasps: float = 0.02
    false_indicator: float = 0.01
    wrong_direction: float = 0.05
    directional: float = 0.5
    unreported: float = 0.12
    delayed: float = 0.08
    spurious: float = 0.005
    backup: float = 0.01
    calls: float = 0.01
    damage_calls: float = 0.15
    wire_down: float = 0.05
    distance: float = 0.0
    current: float = 0.0
    distance_error: float = 0.06
    late: float = 0.05
    pings: int = 0
    dark_clusters: int = 0
    cluster_buses: int = 25
    known_outage: float = 0.3
    overhead: float = 3.0
    even: float = 0.15


@dataclass(frozen=True, slots=True)
class Truth:
    """What happened.

    Attributes:
        zones: the faulted ones; device_ids: who really opened; is_backup: the nearest device failed.
    """

    kind: FaultType
    zones: tuple[int, ...]
    device_ids: tuple[str, ...]
    is_backup: bool
    evidence: tuple[FaultEvidence, ...] = field(repr=False)


class StormGenerator:
    """Draws faults on one network in the state of its snapshot; the same seed draws the same faults."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network, self.snapshot = network, Snapshot(network)
        self._random = np.random.default_rng(seed)
        self._topology = analyse(self.snapshot)
        self._zones = zones_of(network)
        self._graph = graph_of(network)
        self._kind = network["switch"]["kind"]
        self._walks = _walks(self.snapshot, self._topology)
        self._bus_of_customer = np.asarray(network.bus_row(network["customer"]["bus"]))
        self._customer_id = network["customer"].id.tolist()
        self._dark: dict[int, Array] = {}
        self._ka: Array | None = None
        self.indicator_rows = self._indicators()
        self._places = self._fault_places()

    @property
    def instruments(self) -> Instruments:
        """What the control room knows to be there."""
        return Instruments(tuple(self.network["switch"].id[self.indicator_rows].tolist()))

    def draw(self, storm: Storm, kind: FaultType = FaultType.SHORT_CIRCUIT) -> Truth:
        """One fault that leaves at least one trace."""
        while True:
            truth = self._draw(storm, kind)
            if any(item.kind is not EvidenceKind.COMMUNICATION_OUTAGE for item in truth.evidence):
                return truth

    def _draw(self, storm: Storm, kind: FaultType) -> Truth:
        places = [self._place(storm)]
        if kind is FaultType.DOUBLE:
            while len(places) < 2 or places[0][0] == places[1][0]:
                places = [places[0], self._place(storm)]
        field_ = _Field(self, storm)
        devices: list[int] = []
        is_backup = False
        if kind in (FaultType.SHORT_CIRCUIT, FaultType.DOUBLE):
            for _, way, _ in places:
                protective = [row for row in way if self._kind[row] in PROTECTIVE]
                failed = len(protective) > 1 and self._random.random() < storm.backup
                is_backup |= failed
                devices += protective[1:2] if failed else protective[:1]
        dark = np.zeros(len(self.network.bus), bool)
        for row in devices:
            dark |= self.dark_behind(row)
        if kind is FaultType.OPEN_CONDUCTOR:
            dark |= self._beyond_break(places[0])
        field_.indicators(set() if kind is FaultType.OPEN_CONDUCTOR else {r for _, way, _ in places for r in way})
        field_.devices(devices)
        field_.meters(dark, 0.6 if kind is FaultType.OPEN_CONDUCTOR else 1.0)
        field_.people(dark, [zone for zone, _, _ in places])
        if kind in (FaultType.SHORT_CIRCUIT, FaultType.DOUBLE):
            for place, row in zip(places, devices, strict=True):
                field_.relay(place, row)
        names = tuple(str(self.network["switch"].id[row]) for row in devices)
        return Truth(kind, tuple(zone for zone, _, _ in places), names, is_backup, field_.heard())

    def dark_behind(self, switch_row: int) -> Array:
        """``(n_bus,)`` who has no supply while one switch is open, by a new analysis of the network."""
        if switch_row not in self._dark:
            opened = analyse(self.snapshot.with_values("switch", "position", switch_row, 0))
            self._dark[switch_row] = self._topology.is_energized & ~opened.is_energized
        return self._dark[switch_row]

    def _beyond_break(self, place: tuple[int, tuple[int, ...], tuple[int, int, float]]) -> Array:
        _, _, (_, bus, _) = place
        dark = np.zeros(len(self.network.bus), bool)
        dark[[b for b, way in self._walks.items() if bus in way[1]]] = True
        return dark

    def _place(self, storm: Storm) -> tuple[int, tuple[int, ...], tuple[int, int, float]]:
        """Zone, switches between the place and the source (nearest first), and (edge, bus behind it, share)."""
        edge, bus, length, is_overhead = self._places
        if self._random.random() < storm.even:
            k = int(self._random.integers(len(edge)))
        else:
            rate = length * np.where(is_overhead, storm.overhead, 1.0)
            k = int(self._random.choice(len(edge), p=rate / rate.sum()))
        row, behind = int(edge[k]), int(bus[k])
        way = self._walks[behind][0]
        # A switch at the far end of the faulted line lies behind the fault.
        far = {int(r) for r, e, end in zip(self._graph.switch_row, self._graph.switch_edge, self._graph.switch_end,
                                          strict=True)
               if e == row and (self._graph.second[e] if end else self._graph.first[e]) == behind}  # fmt: skip
        way = tuple(r for r in way if r not in far)
        return int(self._zones.of_edge[row]), way, (row, behind, float(self._random.random()))

    def _fault_places(self) -> tuple[Array, Array, Array, Array]:
        graph, topology = self._graph, self._topology
        line = EDGE_TABLES.index("line")
        edges, behind = [], []
        for bus in np.flatnonzero(topology.parent_table == line).tolist():
            edge = np.flatnonzero((graph.table == line) & (graph.row == topology.parent_row[bus]))
            edges.append(int(edge[0]))
            behind.append(bus)
        at = np.array(edges)
        overhead = self.network["line"]["type"][graph.row[at]] != "cs"
        return at, np.array(behind), graph.length_km[at], overhead

    def _indicators(self) -> Array:
        """At every closed sectioning switch that feeds something."""
        sectioning = ~np.isin(self._kind, [str(kind) for kind in PROTECTIVE])
        on_a_way = {row for way, _ in self._walks.values() for row in way}
        return np.array([row for row in np.flatnonzero(sectioning).tolist() if row in on_a_way], np.int64)

    def distance_km(self, place: tuple[int, tuple[int, ...], tuple[int, int, float]]) -> float:
        """Way from the source to a place."""
        edge, bus, share = place[2]
        length = float(self._graph.length_km[edge])
        return float(self._topology.distance_km[bus]) - length * (1 - share)

    def current_ka(self, place: tuple[int, tuple[int, ...], tuple[int, int, float]]) -> float:
        """Current of a fault between two phases or three, taken at the bus behind."""
        if self._ka is None:
            self._ka = ShortCircuitModel(self.snapshot).bus_currents(FaultKind.THREE_PHASE)
        return float(self._ka[place[2][1]]) * float(self._random.choice([1.0, np.sqrt(3) / 2]))


class _Field:
    """What is heard of one fault."""

    def __init__(self, generator: StormGenerator, storm: Storm) -> None:
        self._g, self._storm, self._random = generator, storm, generator._random
        self._network, self._switch_id = generator.network, generator.network["switch"].id
        self._items: list[FaultEvidence] = []
        self._unheard = np.zeros(len(self._network.bus), bool)
        for _ in range(storm.dark_clusters):
            self._lose_cluster()

    def heard(self) -> tuple[FaultEvidence, ...]:
        """What had arrived, in no particular order."""
        in_time = self._random.random(len(self._items)) >= self._storm.late
        order = self._random.permutation(len(self._items))
        return tuple(self._items[k] for k in order if in_time[k])

    def indicators(self, passed: set[int]) -> None:
        storm = self._storm
        bus = np.asarray(self._network.bus_row(self._network["switch"]["bus"]))
        for row in self._g.indicator_rows.tolist():
            if self._unheard[bus[row]]:
                continue
            is_passed = row in passed
            if self._random.random() >= (storm.indicators if is_passed else storm.false_indicator):
                continue
            if storm.indicators == 0:
                continue
            reading = Reading.FLAGGED
            if self._random.random() < storm.directional:
                is_forward = self._random.random() >= (storm.wrong_direction if is_passed else 0.5)
                reading = Reading.FORWARD if is_forward else Reading.BACKWARD
            self._add(EvidenceKind.INDICATOR, self._switch_id[row], 5.0, reading)

    def devices(self, opened: list[int]) -> None:
        storm, switch = self._storm, self._network["switch"]
        able = np.isin(switch["kind"], ["breaker", "recloser"]) & switch["remote"]
        for row in opened:
            if able[row] and self._random.random() >= storm.unreported + storm.delayed:
                self._add(EvidenceKind.BREAKER_OPERATION, self._switch_id[row], 1.0, Reading.TRIPPED)
        others = np.setdiff1d(np.flatnonzero(able), opened)
        if len(others) and self._random.random() < storm.spurious:
            self._add(
                EvidenceKind.BREAKER_OPERATION, self._switch_id[self._random.choice(others)], 1.0, Reading.TRIPPED
            )

    def meters(self, dark: Array, share_dark: float) -> None:
        storm, g = self._storm, self._g
        share = float(np.clip(self._random.normal(storm.gasps, storm.gasp_spread), 0.01, 0.99)) * share_dark
        chance = np.where(dark, share, storm.momentary)
        if self._random.random() < storm.dip:
            feeder = int(self._random.integers(max(len(g._topology.feeders), 1)))
            chance = np.where(~dark & (g._topology.feeder == feeder), storm.dip_gasps, chance)
        chance = np.where(self._unheard, 0.0, chance)[g._bus_of_customer]
        gasped = np.flatnonzero(self._random.random(len(chance)) < chance)
        for k in gasped.tolist():
            self._add(EvidenceKind.LAST_GASP, g._customer_id[k], 8.0)
        for k in self._random.choice(len(chance), min(storm.pings, len(chance)), replace=False).tolist():
            bus = g._bus_of_customer[k]
            answers = not dark[bus] and not self._unheard[bus] and self._random.random() < 0.95
            self._add(EvidenceKind.PING, g._customer_id[k], 60.0, Reading.REPLY if answers else Reading.NO_REPLY)

    def people(self, dark: Array, zones: list[int]) -> None:
        storm, g = self._storm, self._g
        chance = np.where(dark, storm.calls, storm.calls / 100)[g._bus_of_customer]
        for k in np.flatnonzero(self._random.random(len(chance)) < chance).tolist():
            self._add(EvidenceKind.TROUBLE_CALL, g._customer_id[k], 300.0, Reading.NO_SUPPLY)
        for zone in zones:
            for kind, often in (
                (EvidenceKind.TROUBLE_CALL, storm.damage_calls),
                (EvidenceKind.WIRE_DOWN, storm.wire_down),
            ):
                if self._random.random() < often and (bus := self._near(zone)) >= 0:
                    said = Reading.DAMAGE if kind is EvidenceKind.TROUBLE_CALL else Reading.NONE
                    self._add(kind, self._network.bus.id[bus], 400.0, said)

    def relay(self, place: Any, row: int) -> None:
        storm, g = self._storm, self._g
        if self._random.random() < storm.distance:
            at = int(self._network.bus_row(self._network["switch"]["bus"][[row]])[0])
            true_km = g.distance_km(place) - float(g._topology.distance_km[at])
            told_km = max(0.05, true_km * (1 + storm.distance_error * self._random.standard_normal()))
            if self._random.random() < 0.08:
                told_km *= float(self._random.uniform(0.3, 2.5))
            self._add(EvidenceKind.DISTANCE, self._switch_id[row], 2.0, value=told_km)
        if self._random.random() < storm.current:
            told_ka = g.current_ka(place) * float(np.exp(0.06 * self._random.standard_normal()))
            self._add(EvidenceKind.FAULT_CURRENT, self._switch_id[row], 2.0, value=told_ka)

    def _near(self, zone: int) -> int:
        """A bus in the zone, or now and then one of the next zone, or anywhere."""
        drawn, g = self._random.random(), self._g
        own = np.flatnonzero(g._zones.of_bus == zone)
        if drawn < 0.6 and len(own):
            return int(self._random.choice(own))
        if drawn < 0.92:
            sides = g._zones.of_switch[(g._zones.of_switch == zone).any(axis=1)]
            near = np.flatnonzero(np.isin(g._zones.of_bus, sides))
            return int(self._random.choice(near)) if len(near) else -1
        return int(self._random.integers(len(self._network.bus)))

    def _lose_cluster(self) -> None:
        """Neighbouring buses behind one another lose their communication; sometimes the control room knows."""
        begin = int(self._random.integers(len(self._network.bus)))
        buses = np.arange(begin, min(begin + self._storm.cluster_buses, len(self._network.bus)))
        self._unheard[buses] = True
        if self._random.random() < self._storm.known_outage:
            for bus in buses.tolist():
                self._add(EvidenceKind.COMMUNICATION_OUTAGE, self._network.bus.id[bus], 0.0)

    def _add(
        self,
        kind: EvidenceKind,
        name: Any,
        spread_s: float,
        reading: Reading = Reading.NONE,
        value: float = float("nan"),
    ) -> None:
        after_us = int(1e6 * self._random.exponential(spread_s)) if spread_s else 0
        self._items.append(FaultEvidence(kind, str(name), START_US + after_us, reading, value))


def _walks(snapshot: Snapshot, topology: Any) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
    """By fed bus: closed switches on its way to the source, nearest first, and the buses of the way, itself first."""
    graph = graph_of(snapshot.network)
    standing: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, edge, end in zip(graph.switch_row, graph.switch_edge, graph.switch_end, strict=True):
        at = int(graph.second[edge] if end else graph.first[edge])
        standing.setdefault((int(graph.table[edge]), int(graph.row[edge])), []).append((int(row), at))
    for row in np.flatnonzero(graph.coupling_edge >= 0).tolist():
        standing[EDGE_TABLES.index("switch"), row] = [(row, int(graph.first[graph.coupling_edge[row]]))]
    walks: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    fed = np.flatnonzero(topology.depth >= 0)
    for bus in fed[np.argsort(topology.depth[fed], kind="stable")].tolist():
        parent = int(topology.parent_bus[bus])
        before = walks.get(parent, ((), ()))
        branch = int(topology.parent_table[bus]), int(topology.parent_row[bus])
        here = sorted(standing.get(branch, []), key=lambda entry: entry[1] != bus)
        walks[bus] = (tuple(row for row, _ in here) + before[0], (bus, *before[1]))
    return walks
