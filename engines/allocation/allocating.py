"""Shares what measured switches let through out to the loads nobody measures.

Measured switches in good order cut the network into zones. What flows into a zone, less its losses and less
what is measured inside, is what its unmetered loads consume together; each gets its share by its profile.
This is the usual load allocation of distribution management (feeder-head scaling), with reclosers and other
measured switches as further boundaries.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.allocation.field_state import Allocation, FieldState, ZoneBalance
from engines.grid.graph import EDGE_TABLES, GridGraph, edge_state, graph_of
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot, StateKey
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]

FACTOR_MAX = 3.0
"""Loads of a zone are scaled up to that; beyond it the measurement contradicts the model."""
INSIGNIFICANT_MW = 1e-6
INJECTIONS = {"load": 1.0, "storage": 1.0, "sgen": -1.0, "gen": -1.0}
"""Tables with a power of their own, and the sign that makes it consumption."""


def live_snapshot(
    snapshot: Snapshot, field: FieldState, last: LoadFlowResult | None = None
) -> tuple[Snapshot, Allocation]:
    """The network as the field describes it; what is not measured is allocated, and said to be.

    Args:
        snapshot: of the network, in the mode wanted; its state is the ground on which ``field`` is put.
        field: what is measured and reported.
        last: the load flow solved last on the same structure, for the losses of each zone.
    """
    ground = snapshot.at(field.time) if field.time is not None and snapshot.network.profiles is not None else snapshot
    columns, is_measured = _overlaid(ground, field)
    placed = ground.with_state(columns)
    zones = _Zones(placed, field, last)
    factor, is_doubtful, balances, loads = zones.scaled(is_measured["load"])
    done = placed.with_state(loads) if loads else placed
    final = Snapshot(snapshot.network, done.state, placed.time, snapshot.mode, snapshot.revision)
    return final, Allocation(FrozenMap(is_measured), frozen_array(factor), frozen_array(is_doubtful), balances)


def _overlaid(ground: Snapshot, field: FieldState) -> tuple[dict[StateKey, Array], dict[str, Array]]:
    """The state columns with what is measured over what was assumed, and which powers are measured."""
    columns: dict[StateKey, Array] = {}
    is_measured = {table: np.zeros(len(ground.network[table]), bool) for table in INJECTIONS}
    for (table, column), values in field.columns.items():
        old = ground.column(table, column)
        known = ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), bool)
        columns[table, column] = np.where(known, values, old).astype(old.dtype)
        if table in is_measured and column == "p_mw":
            is_measured[table] |= known
    for table, known in is_measured.items():
        if known.any() and "scaling" in ground.network[table]:
            columns[table, "scaling"] = np.where(known, 1.0, ground.column(table, "scaling"))
    return columns, is_measured


class _Zones:
    """The parts between measured switches."""

    def __init__(self, snapshot: Snapshot, field: FieldState, last: LoadFlowResult | None) -> None:
        self.snapshot, self.network = snapshot, snapshot.network
        self.graph = graph_of(self.network)
        self.last = last if last is not None and last.is_converged else None
        state = edge_state(self.graph, snapshot)
        usable = np.isfinite(field.flow_p_mw) & snapshot.switch_closed[field.flow_switch]
        self.switch = np.asarray(field.flow_switch[usable], np.int64)
        self.p_mw = np.asarray(field.flow_p_mw[usable], np.float64)
        self.q_mvar = np.asarray(field.flow_q_mvar[usable], np.float64)
        self.edge, self.near, self.far = _ends(self.network, self.graph, self.switch)
        alive = state.supplies.copy()
        # A cable open at its far end still charges from the near one.
        self.dangles = state.in_service & (state.closed[:, 0] ^ state.closed[:, 1])
        self.dangling_node = np.where(state.closed[:, 0], self.graph.first, self.graph.second)
        is_cut = self.edge >= 0
        is_cut[is_cut] &= alive[self.edge[is_cut]]
        self.switch, self.p_mw, self.q_mvar = self.switch[is_cut], self.p_mw[is_cut], self.q_mvar[is_cut]
        self.edge, self.near, self.far = self.edge[is_cut], self.near[is_cut], self.far[is_cut]
        # Measured at both ends, an edge's own losses lie between the two measurements, in no zone.
        self.is_alone = np.bincount(self.edge, minlength=self.graph.n_edge)[self.edge] == 1
        self.is_supplied = self._supplied(alive)
        alive[self.edge] = False
        self.alive = alive
        self.count, self.zone = self.graph.components(alive)

    def scaled(self, load_is_measured: Array) -> tuple[Array, Array, tuple[ZoneBalance, ...], dict[StateKey, Array]]:
        """Scale the loads that are not measured so that each zone's balance holds."""
        load = self.network["load"]
        n_load = len(load)
        factor, is_doubtful = np.ones(n_load), np.zeros(n_load, bool)
        factor[load_is_measured] = np.nan
        p_in, q_in = self._inflow()
        p_rest, q_rest = p_in - self._known(load_is_measured, 0), q_in - self._known(load_is_measured, 1)
        bus = self.network.bus_row(load["bus"])
        serves = self.snapshot.column("load", "in_service").astype(bool) & (bus >= 0) & ~load_is_measured
        scaling = self.snapshot.column("load", "scaling")
        p, q = self.snapshot.column("load", "p_mw").copy(), self.snapshot.column("load", "q_mvar").copy()
        zone = self.zone[np.maximum(bus, 0)]
        weights = np.where(serves, p * scaling, 0.0)
        p_profile = np.bincount(zone, weights, self.count)
        balances: list[ZoneBalance] = []
        for k in self._balanced():
            wanted, profile = float(p_rest[k]), float(p_profile[k])
            scale, problem = _factor(wanted, profile)
            around = tuple(int(s) for s in self.switch[(self.zone[self.near] == k) | (self.zone[self.far] == k)])
            balances.append(
                ZoneBalance(int(np.flatnonzero(self.zone == k)[0]), around, wanted, profile, scale, problem)
            )
            of_zone = serves & (zone == k)
            is_doubtful[of_zone] = bool(problem)
            if np.isnan(scale):
                continue
            factor[of_zone] = scale
            p[of_zone] *= scale
            q[of_zone] *= scale
            total = float(np.sum(p[of_zone] * scaling[of_zone]))
            missing_q = float(q_rest[k]) - float(np.sum(q[of_zone] * scaling[of_zone]))
            if total > INSIGNIFICANT_MW and np.isfinite(missing_q):
                q[of_zone] += missing_q * p[of_zone] / total
        changed: dict[StateKey, Array] = {("load", "p_mw"): p, ("load", "q_mvar"): q} if balances else {}
        return factor, is_doubtful, tuple(balances), changed

    def _balanced(self) -> list[int]:
        """Zones with voltage that are bounded by measured switches and hold no source of unknown power.

        A zone without voltage keeps its profile: that is what it will take when it is supplied again.
        """
        bounded = np.zeros(self.count, bool)
        bounded[self.zone[self.near]] = True
        bounded[self.zone[self.far]] = True
        bounded[self.zone[self._source_rows()]] = False
        has_voltage = np.zeros(self.count, bool)
        has_voltage[self.zone[self.is_supplied]] = True
        return [int(k) for k in np.flatnonzero(bounded & has_voltage)]

    def _source_rows(self) -> Array:
        source = self.network["ext_grid"]
        rows = self.network.bus_row(source["bus"][self.snapshot.column("ext_grid", "in_service").astype(bool)])
        return np.asarray(rows[rows >= 0], np.int64)

    def _supplied(self, alive: Array) -> Array:
        """``(n_node,)`` joined to a source."""
        count, part = self.graph.components(alive)
        fed = np.zeros(count, bool)
        fed[part[self._source_rows()]] = True
        return np.asarray(fed[part])

    def _inflow(self) -> tuple[Array, Array]:
        """Power into each zone through its measured switches."""
        flows = []
        for flow in (self.p_mw, self.q_mvar):
            into = np.bincount(self.zone[self.far], flow * self.is_alone, self.count)
            flows.append(into - np.bincount(self.zone[self.near], flow, self.count))
        return flows[0], flows[1]

    def _known(self, load_is_measured: Array, part: int) -> Array:
        """What each zone consumes apart from its unmetered loads: measured powers, other injections, losses."""
        column = ("p_mw", "q_mvar")[part]
        total = np.zeros(self.count)
        for table, sign in INJECTIONS.items():
            if column not in self.network[table]:
                continue
            counted = self.snapshot.column(table, "in_service").astype(bool)
            if table == "load":
                counted = counted & load_is_measured
            power = self.snapshot.column(table, column) * self.snapshot.column(table, "scaling")
            total += self._by_bus(table, sign * power, counted)
        shunt = self.network["shunt"]
        if len(shunt):
            vm = self._vm_pu(self.network.bus_row(shunt["bus"]))
            power = shunt[column] * self.snapshot.column("shunt", "step") * vm**2
            total += self._by_bus("shunt", power, self.snapshot.column("shunt", "in_service").astype(bool))
        return np.asarray(total + self._losses(part))

    def _vm_pu(self, rows: Array) -> Array:
        known = np.ones(len(rows)) if self.last is None else self.last.vm_pu[np.maximum(rows, 0)]
        return np.where(np.isfinite(known), known, 1.0)

    def _by_bus(self, table: str, power: Array, counted: Array) -> Array:
        rows = self.network.bus_row(self.network[table]["bus"])
        keep = counted & (rows >= 0) & np.isfinite(power)
        return np.bincount(self.zone[rows[keep]], np.asarray(power)[keep], self.count)

    def _losses(self, part: int) -> Array:
        """Losses of each zone as last solved; a cut edge's count where its far end is, as it is measured."""
        total = np.zeros(self.count)
        if self.last is None:
            return total
        place = self.zone[self.graph.first].copy()
        place[self.edge] = self.zone[self.far]
        place[self.dangles] = self.zone[self.dangling_node[self.dangles]]
        counts = self.alive | self.dangles
        counts[self.edge[self.is_alone]] = True
        for code, table in enumerate(EDGE_TABLES[:-1]):
            lost = _branch_losses(self.last, table, part)
            if lost is None:
                continue
            of_table = np.flatnonzero((self.graph.table == code) & counts)
            values = lost[self.graph.row[of_table]]
            good = np.isfinite(values)
            total += np.bincount(place[of_table[good]], values[good], self.count)
        return total


def _ends(network: Network, graph: GridGraph, switch: Array) -> tuple[Array, Array, Array]:
    """The edge each switch stands on, the node of its own bus and the node at the other end; -1 for none."""
    edge = graph.coupling_edge[switch].copy() if len(switch) else np.zeros(0, np.int64)
    near = np.where(edge >= 0, graph.first[edge], -1)
    far = np.where(edge >= 0, graph.second[edge], -1)
    place = {int(row): k for k, row in enumerate(graph.switch_row)}
    for k, row in enumerate(switch):
        at = place.get(int(row))
        if edge[k] < 0 and at is not None:
            edge[k] = graph.switch_edge[at]
            ends = (int(graph.first[edge[k]]), int(graph.second[edge[k]]))
            end = int(graph.switch_end[at])
            near[k], far[k] = ends[end], ends[1 - end]
    return edge, near, far


def _factor(wanted: float, profile: float) -> tuple[float, str]:
    """By how much a zone's loads are scaled, and what is odd about it."""
    if not np.isfinite(wanted):
        return float("nan"), "a measured value in it is not a number"
    if profile <= INSIGNIFICANT_MW:
        if abs(wanted) <= 0.01:
            return float("nan"), ""
        return float("nan"), "power flows in and nothing in it consumes by profile"
    factor = wanted / profile
    if factor < 0.0:
        return 0.0, "more power is measured inside than flows in"
    if factor > FACTOR_MAX:
        return FACTOR_MAX, f"more than {FACTOR_MAX:g} times what the profiles say flows in"
    return factor, ""


def _branch_losses(result: LoadFlowResult, table: str, part: int) -> Array | None:
    branch = result.branches.get(table)
    if branch is None:
        return None
    return branch.loss_mw if part == 0 else branch.loss_mvar
