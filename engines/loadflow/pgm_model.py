"""A network compiled for power-grid-model, kept up to date with the state of a snapshot.

Every branch is a generic branch (an exact pi equivalent), consumption is summed per bus, and the
external grid is a source so stiff that its own voltage drop cannot be seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from power_grid_model import (
    ComponentType,
    DatasetType,
    LoadGenType,
    PowerGridModel,
    initialize_array,
)
from power_grid_model.errors import PowerGridError

from engines.grid.snapshot import Snapshot, StateKey
from engines.loadflow.branch_model import BranchModel, branch_ends, build_branch_model, switch_sides
from engines.loadflow.calculation import Calculation, Update
from engines.loadflow.injections import (
    InjectionMap,
    build_injection_map,
    build_shunt_map,
    bus_power,
    bus_shunt,
)
from engines.loadflow.pi_equivalents import network_mva

Array = np.ndarray[Any, Any]

SOURCE_STIFFNESS = 1e9
"""Short-circuit power of an ideal source over the power of the network: 1e-9 pu of its own voltage drop."""
LOAD_TYPES = (LoadGenType.const_power, LoadGenType.const_impedance, LoadGenType.const_current)
FEW_BRANCHES = 8
"""Up to how many switched branches an update is kept for the next time."""
INJECTION_KEYS = frozenset({"load", "sgen", "storage", "asymmetric_load", "asymmetric_sgen"})

RawSolution = dict[ComponentType, Array]
"""Rows of node, generic_branch and source; overwritten by the next solve of the same model."""


def component_array(kind: DatasetType, component: ComponentType, n: int) -> Array:
    """``n`` rows of a component, every attribute "not given"."""
    rows: Array = initialize_array(kind, component, n)
    return rows


class NotANumber(Exception):
    """A value the model would be solved with is NaN or infinite; power-grid-model would take NaN as "unchanged"."""


def finite(values: Array) -> Array:
    """``values``, if they are all numbers. Raises :class:`NotANumber` otherwise."""
    if not np.isfinite(values.sum()):
        raise NotANumber
    return values


class PgmModel:
    """One network in power-grid-model; cannot be pickled, belongs to one process.

    Attributes:
        branches: the branch equivalents at the present tap positions.
        injections: where consumption is summed.
        p_bus, q_bus: ``(n_kind, m)`` present consumption at nominal voltage, MW and Mvar.
    """

    def __init__(self, snapshot: Snapshot, tolerance: float, max_iterations: int) -> None:
        self._tolerance, self._max_iterations = tolerance, max_iterations
        self.network = snapshot.network
        self.injections: InjectionMap = build_injection_map(self.network)
        self.shunts = build_shunt_map(self.network)
        self._compile(snapshot)

    def update(self, snapshot: Snapshot) -> None:
        """Bring the model to the state of another snapshot of the same network."""
        changed = self._changed(snapshot)
        if not changed:
            return
        self._state = dict(snapshot.state)
        if any(column == "tap_pos" for _, column in changed):
            self._compile(snapshot)
            return
        tables = {table for table, _ in changed}
        update: dict[Any, Array] = {}
        if tables & INJECTION_KEYS:
            self._update_loads(snapshot)
        if "shunt" in tables and len(self.shunts.bus_rows):
            update[ComponentType.shunt] = self._shunt_update(snapshot)
        if tables & {"bus", "line", "trafo", "trafo3w", "impedance", "switch"}:
            self._update_branches(snapshot)
        if tables & {"ext_grid", "bus"} and len(self.network["ext_grid"]):
            update[ComponentType.source] = self._source_update(snapshot)
        if update:
            self.pgm.update(update_data=update)

    def solve(self) -> RawSolution:
        """Solve the present state. Raises ``PowerGridError`` where there is no solution."""
        return self._calculation.run()

    def _changed(self, snapshot: Snapshot) -> list[StateKey]:
        before, after = self._state, snapshot.state
        if not before and not after:
            return []
        tables = self.network.tables
        changed = []
        for key in {*before, *after}:
            old, new = before.get(key), after.get(key)
            if old is new:
                continue
            own = tables[key[0]][key[1]]
            old, new = own if old is None else old, own if new is None else new
            if old is not new and not np.array_equal(old, new, equal_nan=old.dtype.kind == "f"):
                changed.append(key)
        return changed

    def _compile(self, snapshot: Snapshot) -> None:
        self._state = dict(snapshot.state)
        self.branches: BranchModel = build_branch_model(snapshot)
        self._switch = switch_sides(self.network, self.branches)
        parts = {
            ComponentType.node: self._nodes(),
            ComponentType.generic_branch: self._branches_input(snapshot),
            ComponentType.sym_load: self._loads(snapshot),
            ComponentType.shunt: self._shunts(snapshot),
            ComponentType.source: self._sources(snapshot),
        }
        self.pgm = PowerGridModel({k: v for k, v in parts.items() if len(v)}, system_frequency=self.network.f_hz)
        self._calculation = Calculation(self.pgm, self._tolerance, self._max_iterations)
        self._load_change = Update(self.pgm, ComponentType.sym_load, len(self.load_ids))
        self._load_change.rows["id"] = self.load_ids
        self._branch_changes: dict[int, Update] = {}
        self._first_branch = self._first_id["branch"]

    @property
    def _first_id(self) -> dict[str, int]:
        n_node, n_branch = len(self.branches.vn_kv), len(self.branches.pi)
        n_load = len(self.injections.bus_rows) * (1 if self.injections.p_shares is None else len(LOAD_TYPES))
        ends = np.cumsum([n_node, n_branch, n_load, len(self.shunts.bus_rows)])
        return dict(zip(("branch", "load", "shunt", "source"), (int(e) for e in ends), strict=True))

    def _nodes(self) -> Array:
        node = component_array(DatasetType.input, ComponentType.node, len(self.branches.vn_kv))
        node["id"] = np.arange(len(node))
        node["u_rated"] = self.branches.vn_kv * 1e3
        return node

    def _branches_input(self, snapshot: Snapshot) -> Array:
        pi = self.branches.pi
        branch = component_array(DatasetType.input, ComponentType.generic_branch, len(pi))
        base_ohm = self.branches.vn_kv[pi.to_row] ** 2
        branch["id"] = self._first_id["branch"] + np.arange(len(pi))
        branch["from_node"], branch["to_node"] = pi.from_row, pi.to_row
        branch["r1"], branch["x1"] = pi.r_pu * base_ohm, pi.x_pu * base_ohm
        branch["g1"], branch["b1"] = pi.g_pu / base_ohm, pi.b_pu / base_ohm
        branch["k"], branch["theta"] = pi.ratio, pi.shift_rad
        for name in ("r1", "x1", "g1", "b1", "k", "theta"):
            finite(branch[name])
        self._from_status, self._to_status = branch_ends(snapshot, self.branches, self._switch)
        branch["from_status"], branch["to_status"] = self._from_status, self._to_status
        return branch

    def _update_branches(self, snapshot: Snapshot) -> None:
        at_from, at_to = branch_ends(snapshot, self.branches, self._switch)
        changed = ((at_from != self._from_status) | (at_to != self._to_status)).nonzero()[0]
        self._from_status, self._to_status = at_from, at_to
        n = len(changed)
        if n == 0:
            return
        change = self._branch_changes.get(n)
        if change is None:
            change = Update(self.pgm, ComponentType.generic_branch, n)
            if n <= FEW_BRANCHES:
                self._branch_changes[n] = change
        change.rows["id"] = self._first_branch + changed
        change.rows["from_status"], change.rows["to_status"] = at_from[changed], at_to[changed]
        change.apply()

    def _loads(self, snapshot: Snapshot) -> Array:
        self.p_bus, self.q_bus = bus_power(snapshot, self.injections)
        kinds, m = self.p_bus.shape
        load = component_array(DatasetType.input, ComponentType.sym_load, kinds * m)
        load["id"] = self._first_id["load"] + np.arange(kinds * m)
        load["node"] = np.tile(self.injections.bus_rows, kinds)
        load["status"] = 1
        load["type"] = np.repeat([int(t) for t in LOAD_TYPES[:kinds]], m)
        load["p_specified"] = finite(self.p_bus).ravel() * 1e6
        load["q_specified"] = finite(self.q_bus).ravel() * 1e6
        self.load_ids: Array = load["id"].copy()
        return load

    def _update_loads(self, snapshot: Snapshot) -> None:
        self.p_bus, self.q_bus = bus_power(snapshot, self.injections)
        rows = self._load_change.rows
        np.multiply(finite(self.p_bus).ravel(), 1e6, out=rows["p_specified"])
        np.multiply(finite(self.q_bus).ravel(), 1e6, out=rows["q_specified"])
        if len(rows):
            self._load_change.apply()

    def _shunts(self, snapshot: Snapshot) -> Array:
        rows = self.shunts.bus_rows
        shunt = component_array(DatasetType.input, ComponentType.shunt, len(rows))
        self.g_shunt: Array | None = None
        self.b_shunt: Array | None = None
        if len(rows) == 0:
            return shunt
        shunt["id"] = self._first_id["shunt"] + np.arange(len(rows))
        shunt["node"], shunt["status"] = rows, 1
        self.g_shunt, self.b_shunt = bus_shunt(snapshot, self.shunts)
        shunt["g1"], shunt["b1"] = self.g_shunt, self.b_shunt
        return shunt

    def _shunt_update(self, snapshot: Snapshot) -> Array:
        update = component_array(DatasetType.update, ComponentType.shunt, len(self.shunts.bus_rows))
        update["id"] = self._first_id["shunt"] + np.arange(len(update))
        self.g_shunt, self.b_shunt = bus_shunt(snapshot, self.shunts)
        update["g1"], update["b1"] = finite(self.g_shunt), finite(self.b_shunt)
        return update

    def _sources(self, snapshot: Snapshot) -> Array:
        ext_grid = self.network["ext_grid"]
        source = component_array(DatasetType.input, ComponentType.source, len(ext_grid))
        source["id"] = self._first_id["source"] + np.arange(len(source))
        source["node"] = self.network.bus_row(ext_grid["bus"])
        source["sk"], source["rx_ratio"] = SOURCE_STIFFNESS * network_mva(self.network) * 1e6, 0.1
        for name, values in self._source_state(snapshot).items():
            source[name] = finite(values)
        return source

    def _source_state(self, snapshot: Snapshot) -> dict[str, Array]:
        bus_row = self.network.bus_row(self.network["ext_grid"]["bus"])
        bus_ok = snapshot.column("bus", "in_service")[bus_row]
        return {
            "status": snapshot.column("ext_grid", "in_service") & bus_ok,
            "u_ref": snapshot.column("ext_grid", "vm_pu"),
            "u_ref_angle": np.deg2rad(np.nan_to_num(snapshot.column("ext_grid", "va_degree"))),
        }

    def _source_update(self, snapshot: Snapshot) -> Array:
        update = component_array(DatasetType.update, ComponentType.source, len(self.network["ext_grid"]))
        update["id"] = self._first_id["source"] + np.arange(len(update))
        for name, values in self._source_state(snapshot).items():
            update[name] = finite(values)
        return update


__all__ = ["NotANumber", "PgmModel", "PowerGridError", "RawSolution"]
