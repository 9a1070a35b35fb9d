"""Walks over a network: toward the source, away from it, and out to the nearest switches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, GridGraph, graph_of
from engines.grid.network import ElementRef, Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.values.topology import SupplyState, Topology

Array = np.ndarray[Any, Any]

_PRIORITIES = 4


@dataclass(frozen=True, slots=True)
class Trace:
    """A set of equipment: buses and the branches and switches between them.

    Attributes:
        bus_rows: toward the source nearest first; away from it in order of depth.
        branches: the branches ("switch" for bus-bus switches) passed, in the same order.
    """

    bus_rows: tuple[int, ...]
    branches: tuple[ElementRef, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What hangs together without passing a switch, and the switches that bound it."""

    bus_rows: tuple[int, ...]
    branches: tuple[ElementRef, ...]
    switch_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TieNeighbour:
    """Another way to supply a feeder.

    Attributes:
        switch_row: the open switch; own_bus, other_bus: rows at its two sides.
        feeder: index of the neighbouring feeder, -1 where the other side is no feeder.
        is_energized: whether the other side has voltage.
    """

    switch_row: int
    own_bus: int
    other_bus: int
    feeder: int
    is_energized: bool


@dataclass(frozen=True, slots=True)
class CustomerCount:
    """CustomersByBus, all and by priority (0 ordinary ... 3 life support at home)."""

    total: int = 0
    by_priority: tuple[int, ...] = (0,) * _PRIORITIES

    @property
    def critical(self) -> int:
        """Those of priority 2 and more."""
        return sum(self.by_priority[2:])


@dataclass(frozen=True, slots=True, eq=False)
class CustomersByBus:
    """Who is supplied where, for where others count than those of the network.

    Attributes:
        count: ``(n_bus, 4)`` connections by priority.
        critical: bus row and name of those of priority 2 and more.
    """

    count: Array
    critical: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SupplyLoss:
    """What goes dark when a switch opens.

    Attributes:
        load_kw, generation_kw: present active power of the loads and of the generation that are cut off.
        backfed_bus_rows: those of ``bus_rows`` that generation may go on holding up.
    """

    bus_rows: tuple[int, ...]
    customers: CustomerCount
    load_kw: float
    generation_kw: float
    backfed_bus_rows: tuple[int, ...]


def path_to_source(topology: Topology, bus_row: int) -> Trace:
    """The way from a bus to its source, the bus itself first; only that bus where it has no supply."""
    rows, branches = [bus_row], []
    while topology.parent_bus[rows[-1]] >= 0:
        here = rows[-1]
        table = topology.branch_tables[int(topology.parent_table[here])]
        branches.append(ElementRef(table, int(topology.parent_row[here])))
        rows.append(int(topology.parent_bus[here]))
    return Trace(tuple(rows), tuple(branches))


def downstream_mask(topology: Topology, bus_row: int) -> Array:
    """``(n_bus,)`` the bus and all that it feeds on the tree."""
    mask = np.zeros(len(topology.parent_bus), bool)
    mask[bus_row] = True
    above = topology.parent_bus.copy()
    while True:
        climbing = np.flatnonzero(above >= 0)
        if not len(climbing):
            return mask
        mask[climbing] |= mask[above[climbing]]
        above[climbing] = above[above[climbing]]


def downstream(topology: Topology, bus_row: int) -> Trace:
    """A bus and all that it feeds, in order of depth, with the branches beyond it."""
    rows = np.flatnonzero(downstream_mask(topology, bus_row))
    rows = rows[np.argsort(topology.depth[rows], kind="stable")]
    beyond = rows[rows != bus_row]
    tables, branch_rows = topology.parent_table[beyond].tolist(), topology.parent_row[beyond].tolist()
    branches = tuple(ElementRef(topology.branch_tables[t], r) for t, r in zip(tables, branch_rows, strict=True))
    return Trace(tuple(rows.tolist()), branches)


def lower_bus(snapshot: Snapshot, topology: Topology, ref: ElementRef) -> int | None:
    """Row of the bus an element feeds: the end farther from the source; its bus where it has only one.

    ``None`` where nothing is supplied through it.
    """
    if ref.table == "bus":
        return ref.row
    if ref.table not in EDGE_TABLES:
        column = snapshot.network[ref.table]["bus"] if "bus" in snapshot.network[ref.table] else np.empty(0)
        rows = rows_of(snapshot.network.bus.index, column[ref.row : ref.row + 1])
        return int(rows[0]) if len(rows) and rows[0] >= 0 else None
    graph = graph_of(snapshot.network)
    edges = _edges_of(graph, ref)
    fed = {
        bus
        for e in edges
        for bus in _buses(graph, [e])
        if topology.parent_row[bus] == graph.row[e] and topology.parent_table[bus] == graph.table[e]
    }
    return min(fed, key=lambda bus: (int(topology.depth[bus]), bus)) if fed else None


def isolation(network: Network, ref: ElementRef) -> Section:
    """The smallest part around an element that switches can cut out, whatever their positions are now.

    For a switch it is what hangs on both of its sides, without the switch itself among the boundaries.
    """
    graph = graph_of(network)
    barred = np.zeros((graph.n_edge, 2), bool)
    barred[graph.switch_edge, graph.switch_end] = True
    barred[graph.is_table("switch")] = True
    own = _edges_of(graph, ref)
    if ref.table == "switch":
        itself = graph.switch_row == ref.row
        barred[graph.switch_edge[itself], graph.switch_end[itself]] = False
        barred[graph.coupling_edge[[ref.row]][graph.coupling_edge[[ref.row]] >= 0]] = False
    return _section(network, graph, barred, ref, own)


def tie_neighbours(snapshot: Snapshot, topology: Topology, feeder: int) -> tuple[TieNeighbour, ...]:
    """The open switches through which another feeder, or another part of the network, could take over."""
    graph = graph_of(snapshot.network)
    position = snapshot.switch_position
    found: list[TieNeighbour] = []
    for switch_row in topology.tie_switch_rows.tolist():
        if position[switch_row] == SwitchPosition.CLOSED:
            continue
        edges = _edges_of(graph, ElementRef("switch", switch_row))
        buses = _buses(graph, edges)
        own = [b for b in buses if topology.feeder[b] == feeder]
        others = [b for b in buses if topology.feeder[b] != feeder]
        if own and others:
            other = others[0]
            is_live = bool(topology.supply[other] == SupplyState.ENERGIZED)
            found.append(TieNeighbour(switch_row, own[0], other, int(topology.feeder[other]), is_live))
    return tuple(found)


def customers_at(network: Network, bus_mask: Array, told: CustomersByBus | None = None) -> CustomerCount:
    """CustomersByBus supplied from the buses of ``bus_mask`` (``(n_bus,)`` bool), by priority.

    Args:
        told: who counts; ``None``: the customers of the network.
    """
    if told is not None:
        found = told.count[bus_mask].sum(axis=0)
        return CustomerCount(int(found.sum()), tuple(found.tolist()))
    customer = network["customer"]
    if not len(customer):
        return CustomerCount()
    buses = np.array(rows_of(network.bus.index, customer["bus"]))
    load_rows = rows_of(network["load"].index, customer["load"])
    known = load_rows >= 0
    if known.any():
        through_load = rows_of(network.bus.index, network["load"]["bus"][load_rows[known]])
        buses[known] = np.where(buses[known] >= 0, buses[known], through_load)
    touched = (buses >= 0) & bus_mask[buses]
    priority = np.clip(customer["priority"][touched], 0, _PRIORITIES - 1)
    counts = np.bincount(priority, weights=customer["count"][touched], minlength=_PRIORITIES).astype(int)
    return CustomerCount(int(counts.sum()), tuple(counts.tolist()))


def power_at(snapshot: Snapshot, tables: tuple[str, ...], bus_mask: Array) -> float:
    """Active power in kW of what is in service in ``tables`` at the buses of ``bus_mask``."""
    total = 0.0
    for table in tables:
        equipment = snapshot.network[table]
        rows = rows_of(snapshot.network.bus.index, equipment["bus"])
        counted = np.asarray(snapshot.column(table, "in_service"), bool) & (rows >= 0)
        counted &= bus_mask[np.where(counted, rows, 0)] if len(bus_mask) else False
        columns = ["p_a_mw", "p_b_mw", "p_c_mw"] if table.startswith("asymmetric") else ["p_mw"]
        scaling = snapshot.column(table, "scaling")[counted]
        total += sum(float((snapshot.column(table, c)[counted] * scaling).sum()) for c in columns)
    return total * 1000.0


def loss_of_opening(snapshot: Snapshot, switch_row: int, before: Topology | None = None) -> SupplyLoss:
    """What would lose supply if the switch opened; empty where another closed way remains."""
    before = before or analyse(snapshot)
    opened = snapshot.with_values("switch", "position", [switch_row], SwitchPosition.OPEN)
    after = analyse(opened)
    return supply_loss(snapshot, before, after)


def supply_loss(
    snapshot: Snapshot, before: Topology, after: Topology, told: CustomersByBus | None = None
) -> SupplyLoss:
    """What had supply ``before`` and has none ``after``; powers are those of ``snapshot``, ``told`` who counts."""
    lost = before.is_energized & ~after.is_energized
    return SupplyLoss(
        bus_rows=tuple(np.flatnonzero(lost).tolist()),
        customers=customers_at(snapshot.network, lost, told),
        load_kw=power_at(snapshot, ("load", "asymmetric_load"), lost),
        generation_kw=power_at(snapshot, ("sgen", "gen", "asymmetric_sgen"), lost),
        backfed_bus_rows=tuple(np.flatnonzero(lost & (after.supply == SupplyState.BACKFED)).tolist()),
    )


def _edges_of(graph: GridGraph, ref: ElementRef) -> list[int]:
    """Edges an element is, or, for a switch at the end of a branch, stands on."""
    if ref.table not in EDGE_TABLES:
        return []
    if ref.table == "switch" and graph.coupling_edge[ref.row] < 0:
        return sorted({int(e) for e in graph.switch_edge[graph.switch_row == ref.row]})
    code = EDGE_TABLES.index(ref.table)
    return [int(e) for e in np.flatnonzero((graph.table == code) & (graph.row == ref.row))]


def _buses(graph: GridGraph, edges: list[int]) -> list[int]:
    nodes = {int(n) for e in edges for n in (graph.first[e], graph.second[e])}
    return sorted(n for n in nodes if n < graph.n_bus)


def _section(network: Network, graph: GridGraph, barred: Array, ref: ElementRef, own: list[int]) -> Section:
    nodes: set[int] = set()
    edges = set(own)
    waiting: list[int] = []
    if own:
        for edge in own:
            ends = ((0, int(graph.first[edge])), (1, int(graph.second[edge])))
            waiting += [node for end, node in ends if not barred[edge, end]]
    else:
        buses = [ref.row] if ref.table == "bus" else _injection_bus(network, ref)
        waiting += buses
    while waiting:
        node = waiting.pop()
        if node in nodes:
            continue
        nodes.add(node)
        for edge, other in graph.neighbours(node):
            near = 0 if graph.first[edge] == node else 1
            if barred[edge, near]:
                continue
            edges.add(edge)
            if not barred[edge, 1 - near]:
                waiting.append(other)
    return Section(
        bus_rows=tuple(sorted(n for n in nodes if n < graph.n_bus)),
        branches=tuple(dict.fromkeys(_ref(graph, e) for e in sorted(edges))),
        switch_rows=_boundary(graph, barred, nodes, edges),
    )


def _boundary(graph: GridGraph, barred: Array, nodes: set[int], edges: set[int]) -> tuple[int, ...]:
    found: set[int] = set()
    for row, edge, end in zip(
        graph.switch_row.tolist(), graph.switch_edge.tolist(), graph.switch_end.tolist(), strict=True
    ):
        node = int(graph.first[edge] if end == 0 else graph.second[edge])
        if barred[edge, end] and ((edge in edges) != (node in nodes)):
            found.add(row)
    switch = EDGE_TABLES.index("switch")
    for node in nodes:
        found |= {int(graph.row[e]) for e, _ in graph.neighbours(node) if graph.table[e] == switch and barred[e, 0]}
    return tuple(sorted(found))


def _injection_bus(network: Network, ref: ElementRef) -> list[int]:
    table = network[ref.table]
    if "bus" not in table:
        return []
    return [int(r) for r in rows_of(network.bus.index, table["bus"][ref.row : ref.row + 1]) if r >= 0]


def _ref(graph: GridGraph, edge: int) -> ElementRef:
    return ElementRef(EDGE_TABLES[int(graph.table[edge])], int(graph.row[edge]))
