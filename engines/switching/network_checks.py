"""The rules that ask the network: loops, sources, load breaking, dead parts, work further down.

``before`` is always a dressed snapshot. A position that is not known counts as closed for safety and as open for
supply; the switch that is operated counts as open before it closes.
"""

from __future__ import annotations

import math

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.grid.network import ElementRef
from engines.grid.snapshot import Array, Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.tracing import CustomersByBus, customers_at, downstream_mask, lower_bus, power_at
from engines.switching import wording
from engines.switching.angles import angle_across
from engines.switching.conduction import Zones, switch_nodes, with_position, zones
from engines.switching.device import DeviceState
from engines.switching.dressed import bus_row
from engines.switching.limits import SwitchingLimits
from engines.switching.load_break import breaking_check, making_check
from engines.switching.operation import Operation, label_of
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.loadflow import LoadFlowResult
from engines.values.phrase import Phrase, phrase
from engines.values.points import Quantity
from engines.values.site import SiteState, TagKind
from engines.values.topology import Topology

DEFAULT_LIMITS = SwitchingLimits()


def network_checks(
    before: Snapshot,
    topology: Topology,
    result: LoadFlowResult | None,
    site: SiteState,
    operation: Operation,
    device: DeviceState,
    limits: SwitchingLimits = DEFAULT_LIMITS,
    customers: CustomersByBus | None = None,
) -> tuple[Check, ...]:
    """What the network has to say.

    Args:
        before: dressed.
        topology, result: of ``before``; a load flow that is missing or did not converge leaves currents and
            angles unknown, and what is unknown is never taken as allowed.
        customers: who counts; ``None``: those of the network.
    """
    known = result if result is not None and result.is_converged else None
    ref = before.network.find(operation.element_id)
    if ref is None:
        return ()
    if operation.quantity is Quantity.IS_RECLOSING_ON and operation.value != 0:
        return _reclosing(before, topology, site, operation, ref)
    if ref.table != "switch" or not (operation.is_opening or operation.is_closing):
        return ()
    if switch_nodes(before, ref.row) is None:
        name = before.network.label(ref)
        hangs = phrase(wording.HANGS_FREE, name=name)
        return (Check(Rule.LOAD_BREAK, Verdict.NEEDS_READING, hangs, (operation.element_id,)),)
    if operation.is_opening:
        return breaking_check(before, known, site, ref.row, device, limits)
    closing = _Closing(before, topology, known, site, ref.row, limits, customers)
    return (*closing.checks(), *making_check(before, site, ref.row, closing.supply, closing.safety))


class _Closing:
    """Closing one switch, seen from its two sides."""

    def __init__(
        self,
        before: Snapshot,
        topology: Topology,
        result: LoadFlowResult | None,
        site: SiteState,
        row: int,
        limits: SwitchingLimits,
        customers: CustomersByBus | None,
    ) -> None:
        self._customers = customers
        self._topology, self._result, self._site, self._row, self._limits = topology, result, site, row, limits
        self._open = with_position(before, row, SwitchPosition.OPEN)
        nodes = switch_nodes(before, row)
        assert nodes is not None
        self._nodes = nodes
        self._id = str(before.network["switch"].id[row])
        self._name = label_of(before.network, self._id)
        self.supply = zones(self._open, site, for_safety=False)
        self.safety = zones(self._open, site, for_safety=True)

    def checks(self) -> tuple[Check, ...]:
        """Loop, sources or dead part: one of the three is always told."""
        supply, safety = ([int(z.zone[n]) for n in self._nodes] for z in (self.supply, self.safety))
        live = [bool(self.supply.has_source[z]) for z in supply]
        if all(live) and supply[0] == supply[1]:
            return self._loop()
        if all(live):
            return self._sources(supply)
        maybe = [bool(self.safety.has_source[z]) for z in safety]
        if not any(live) and not any(maybe):
            return (self._check(Rule.DEAD_BUS, Verdict.PASSES, phrase(wording.BOTH_DEAD, name=self._name)),)
        if all(maybe):
            return self._unknown(safety)
        dark = supply[0] if not (live[0] or maybe[0]) else supply[1]
        return self._dead_part(dark)

    def _loop(self) -> tuple[Check, ...]:
        feeders = self._feeders()
        if len(feeders) == 2:
            told = phrase(wording.LOOP_BETWEEN, first=feeders[0], second=feeders[1])
        elif feeders:
            told = phrase(wording.LOOP_WITHIN, feeder=feeders[0])
        else:
            told = phrase(wording.LOOP_PLAIN)
        found = [self._check(Rule.LOOP, Verdict.PASSES, told)]
        degree = self._angle()
        if math.isnan(degree):
            unknown = phrase(wording.ANGLE_UNKNOWN, name=self._name)
            found.append(self._check(Rule.LOOP, Verdict.NEEDS_READING, unknown))
        elif degree > self._limits.normal_angle_degree:
            found.append(self._angle_check(Rule.LOOP, degree))
        return tuple(found)

    def _sources(self, zone: list[int]) -> tuple[Check, ...]:
        mobile = self._mobile(self.supply, zone)
        if mobile:
            return (self._generator_check(mobile),)
        first, second = (self._source_name(z) for z in zone)
        degree = self._angle()
        if math.isnan(degree):
            told = phrase(wording.JOINS_SOURCES_BLIND, first=first, second=second, name=self._name)
            return (self._check(Rule.SOURCES, Verdict.NEEDS_OVERRIDE, told),)
        told = phrase(wording.JOINS_SOURCES, first=first, second=second, name=self._name, degree=degree)
        found = [self._check(Rule.SOURCES, Verdict.NEEDS_READING, told)]
        if degree > self._limits.normal_angle_degree:
            found.append(self._angle_check(Rule.SOURCES, degree))
        return tuple(found)

    def _unknown(self, zone: list[int]) -> tuple[Check, ...]:
        mobile = self._mobile(self.safety, zone)
        if mobile:
            return (self._generator_check(mobile),)
        position = self._open.switch_position
        names = [
            self._open.network.label(ElementRef("switch", k))
            for k in np.flatnonzero(position > SwitchPosition.CLOSED).tolist()
            if (nodes := switch_nodes(self._open, k)) is not None and int(self.safety.zone[nodes[0]]) in zone
        ]
        switch = names[0] if names else self._name
        if zone[0] == zone[1]:
            told = phrase(wording.MAYBE_LOOP, name=switch)
            return (self._check(Rule.LOOP, Verdict.NEEDS_READING, told),)
        told = phrase(wording.MAYBE_SOURCES, name=self._name, switch=switch)
        return (self._check(Rule.SOURCES, Verdict.NEEDS_OVERRIDE, told),)

    def _dead_part(self, zone: int) -> tuple[Check, ...]:
        network = self._open.network
        mask = self.supply.zone[: len(network.bus)] == zone
        customers = customers_at(network, mask, self._customers).total
        load_kw = power_at(self._open, ("load", "asymmetric_load"), mask)
        if customers or load_kw > 0:
            count = int(mask.sum())
            told = phrase(wording.ENERGISES, buses=count, customers=customers, load_kw=load_kw)
        else:
            told = phrase(wording.ENERGISES_NOBODY, buses=int(mask.sum()))
        found = [self._check(Rule.DEAD_BUS, Verdict.PASSES, told)]
        if self.supply.has_generation[zone]:
            backfed = phrase(wording.ONTO_BACKFED)
            found.append(self._check(Rule.DEAD_BUS, Verdict.NEEDS_READING, backfed))
        return (*found, *self._tags_within(zone))

    def _tags_within(self, zone: int) -> tuple[Check, ...]:
        """Tags on what would become live, apart from those on the switch itself."""
        found = []
        for tag in self._site.tags:
            if tag.element_id == self._id or tag.kind not in (TagKind.DO_NOT_OPERATE, TagKind.CAUTION):
                continue
            if zone not in {int(self.supply.zone[n]) for n in _nodes_of(self._open, self.supply, tag.element_id)}:
                continue
            forbids = tag.kind is TagKind.DO_NOT_OPERATE
            template = wording.TAG_WOULD_ENERGISE if forbids else wording.TAG_CAUTION_ENERGISE
            name = label_of(self._open.network, tag.element_id)
            told = phrase(template, name=name, author=tag.author, reason=tag.reason)
            verdict = Verdict.FORBIDDEN if forbids else Verdict.NEEDS_READING
            found.append(Check(Rule.TAG, verdict, told, (tag.element_id,)))
        return tuple(found)

    def _feeders(self) -> list[str]:
        buses = [n for n in (self._nodes[0], self._far_bus()) if 0 <= n < len(self._topology.feeder)]
        rows = dict.fromkeys(int(self._topology.feeder[b]) for b in buses)
        return [self._topology.feeders[f].name for f in rows if f >= 0]

    def _far_bus(self) -> int:
        """The bus at the second side: itself, or the one the conductor is joined to at its other end."""
        other, n_bus = self._nodes[1], len(self._open.network.bus)
        graph = self.supply.graph
        if other < n_bus:
            return other
        if other < graph.n_node:
            return -1
        edge = other - graph.n_node
        ends = [int(graph.first[edge]), int(graph.second[edge])]
        far = ends[1] if ends[0] == self._nodes[0] else ends[0]
        return far if far < n_bus and self.supply.zone[far] == self.supply.zone[other] else -1

    def _angle(self) -> float:
        return angle_across(self._open, self._result, self._row, self._nodes[0], self._far_bus())

    def _angle_check(self, rule: Rule, degree: float) -> Check:
        if degree > self._limits.group_angle_degree:
            return self._check(rule, Verdict.FORBIDDEN, phrase(wording.ANGLE_GROUPS, name=self._name, degree=degree))
        return self._check(rule, Verdict.NEEDS_OVERRIDE, phrase(wording.ANGLE_LARGE, name=self._name, degree=degree))

    def _mobile(self, where: Zones, zone: list[int]) -> str:
        if zone[0] == zone[1]:
            return ""
        for g in self._site.generators:
            row = bus_row(self._open.network, g.bus_id)
            if g.is_running and row >= 0 and int(where.zone[row]) in zone:
                return g.generator_id
        return ""

    def _generator_check(self, generator: str) -> Check:
        told = phrase(wording.JOINS_GENERATOR, generator=generator)
        return self._check(Rule.SOURCES, Verdict.FORBIDDEN, told)

    def _source_name(self, zone: int) -> str:
        network = self._open.network
        for table in ("ext_grid", "gen"):
            for row, bus in enumerate(network.bus_row(network[table]["bus"]).tolist()):
                active = bool(self._open.column(table, "in_service")[row])
                counts = table == "ext_grid" or bool(network["gen"]["slack"][row])
                if active and counts and bus >= 0 and int(self.supply.zone[bus]) == zone:
                    return network.label(ElementRef(table, row))
        return "?"

    def _check(self, rule: Rule, verdict: Verdict, sentence: Phrase) -> Check:
        return Check(rule, verdict, sentence, (self._id,))


def _nodes_of(snapshot: Snapshot, where: Zones, element_id: str) -> list[int]:
    ref = snapshot.network.find(element_id)
    if ref is None:
        return []
    if ref.table == "bus":
        return [ref.row]
    if ref.table == "switch":
        return list(switch_nodes(snapshot, ref.row) or ())
    graph = where.graph
    if ref.table in EDGE_TABLES:
        own = (graph.table == EDGE_TABLES.index(ref.table)) & (graph.row == ref.row)
        return [graph.n_node + int(e) for e in np.flatnonzero(own)]
    column = snapshot.network[ref.table]
    return [int(snapshot.network.bus_row(int(column["bus"][ref.row])))] if "bus" in column else []


def _reclosing(
    before: Snapshot, topology: Topology, site: SiteState, operation: Operation, ref: ElementRef
) -> tuple[Check, ...]:
    """Reclosing is not switched on above live-line work."""
    work = [t for t in site.tags if t.kind is TagKind.LIVE_LINE_WORK and t.element_id != operation.element_id]
    below = lower_bus(before, topology, ref)
    if not work or below is None:
        return ()
    fed: Array = downstream_mask(topology, below)
    found = []
    for tag in work:
        place = before.network.find(tag.element_id)
        bus = lower_bus(before, topology, place) if place is not None else None
        if bus is not None and fed[bus]:
            name, at = (label_of(before.network, i) for i in (operation.element_id, tag.element_id))
            told = phrase(wording.RECLOSING_ABOVE_WORK, place=at, name=name)
            found.append(Check(Rule.RECLOSING, Verdict.FORBIDDEN, told, (tag.element_id,)))
    return tuple(found)
