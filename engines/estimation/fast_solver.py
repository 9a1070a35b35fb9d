"""The estimate by power-grid-model (Newton-Raphson), on the fused nodes.

Its word that it has converged is not taken: what it returns is held against the equations afterwards. The compiled
model is kept while the grid and what is told of it stay the same; then only values and deviations are handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from power_grid_model import (
    CalculationMethod,
    ComponentType,
    DatasetType,
    LoadGenType,
    MeasuredTerminalType,
    PowerGridModel,
    initialize_array,
)
from power_grid_model.errors import PowerGridError

from engines.estimation.grid_model import GridModel
from engines.estimation.problem import Basis, Equations, Kind

Array = np.ndarray[Any, Any]
STIFF_VA = 1e15
TOLERANCE, MOST_ITERATIONS = 1e-4, 30
"""Largest last step in pu; the error left is of the order of its square, and least squares go on where they must."""
_PAIRS = (
    (Kind.P_NODE, Kind.Q_NODE, MeasuredTerminalType.load),
    (Kind.P_FROM, Kind.Q_FROM, MeasuredTerminalType.branch_from),
    (Kind.P_TO, Kind.Q_TO, MeasuredTerminalType.branch_to),
)
UNKNOWN_VA = 1e12
"""Deviation of the half of a power that nobody measures."""
LEAST_VM_PU = 0.1
BATCH_THREADS = 2
"""Of the library, for many moments at once; each is solved on its own."""
_WANTED = {ComponentType.node: ["u_pu", "u_angle"]}
_GRID = ("from_node", "to_node", "branch", "source", "island", "yff", "yft", "ytf", "ytt")
_TOLD = ("kind", "place", "basis")


class FastSolver:
    """Solves one estimate after the other. Belongs to one thread."""

    def __init__(self) -> None:
        self._grid: GridModel | None = None
        self._equations: Equations | None = None
        self._plan: _Plan | None = None
        self._model: PowerGridModel | None = None
        self._island = np.empty(0, np.int64)

    def solve(self, grid: GridModel, equations: Equations, frequency_hz: float) -> tuple[Array, Array] | None:
        """Angles and magnitudes of the nodes; ``None`` where power-grid-model finds none."""
        # An update that is not a number leaves the value of before in the library, and nobody would know.
        if not np.isfinite(equations.value.sum() + equations.std.sum()):
            return None
        try:
            output = self._ready(grid, equations, frequency_hz).calculate_state_estimation(
                symmetric=True,
                error_tolerance=TOLERANCE,
                max_iterations=MOST_ITERATIONS,
                calculation_method=CalculationMethod.newton_raphson,
                output_component_types=_WANTED,
            )[ComponentType.node]
        except PowerGridError:
            return None
        return self._point(grid, output["u_angle"], output["u_pu"])

    def solve_series(
        self, grid: GridModel, moments: Sequence[Equations], frequency_hz: float
    ) -> list[tuple[Array, Array] | None]:
        """:meth:`solve` for many moments of one grid in one call, which saves most of what a single one costs.

        Args:
            moments: of the same kinds at the same places (:func:`are_alike`); only values and deviations differ.

        Raises:
            ValueError: the moments are not alike.
        """
        if not moments:
            return []
        if not all(are_alike(moments[0], told) for told in moments[1:]):
            raise ValueError("the moments of a series have other measurements or zero injections than the first")
        is_told = [bool(np.isfinite(told.value.sum() + told.std.sum())) for told in moments]
        if not any(is_told):
            return [None] * len(moments)
        sound = moments[is_told.index(True)]
        try:
            model, plan = self._ready(grid, sound, frequency_hz), self._plan
            assert plan is not None
            output = model.calculate_state_estimation(
                symmetric=True,
                error_tolerance=TOLERANCE,
                max_iterations=MOST_ITERATIONS,
                calculation_method=CalculationMethod.newton_raphson,
                # What cannot be told is solved as something that can, and its answer is not used.
                update_data=plan.series([m if ok else sound for m, ok in zip(moments, is_told, strict=True)]),
                output_component_types=_WANTED,
                threading=BATCH_THREADS,
                continue_on_batch_error=True,
            )[ComponentType.node]
        except PowerGridError:
            return [self.solve(grid, told, frequency_hz) for told in moments]
        failed = model.batch_error
        wrong = set() if failed is None else set(np.asarray(failed.failed_scenarios).tolist())
        va, vm = output["u_angle"], output["u_pu"]
        return [self._point(grid, va[k], vm[k]) if ok and k not in wrong else None for k, ok in enumerate(is_told)]

    def _point(self, grid: GridModel, va: Array, vm: Array) -> tuple[Array, Array] | None:
        va, vm = np.asarray(va, float), np.asarray(vm, float)
        # A value that is not finite makes the sum so.
        if not (np.isfinite(va.sum() + vm.sum()) and vm.min() > LEAST_VM_PU):
            return None
        return va - va[grid.reference][self._island], vm

    def _ready(self, grid: GridModel, equations: Equations, frequency_hz: float) -> PowerGridModel:
        """The model with these values in it."""
        if self._model is not None and self._plan is not None and self._is_same(grid, equations):
            plan = self._plan
            plan.fill(plan.voltage, plan.power, equations)
            # What fails in the middle must not leave half of its values behind.
            model, self._model = self._model, None
            model.update(update_data=plan.updates)
            self._model = model
            return model
        self._model = None
        self._plan = _Plan.of(grid, equations)
        self._model = PowerGridModel(_input(grid, equations, self._plan), system_frequency=frequency_hz)
        self._grid, self._equations = grid, equations
        self._island = np.searchsorted(np.unique(grid.island), grid.island)
        return self._model

    def _is_same(self, grid: GridModel, equations: Equations) -> bool:
        before, told = self._grid, self._equations
        if before is None or told is None:
            return False
        is_same_grid = before is grid or (
            np.array_equal(before.model.vn_kv, grid.model.vn_kv)
            and all(np.array_equal(getattr(before, name), getattr(grid, name)) for name in _GRID)
            and np.array_equal(before.ybus.data, grid.ybus.data)
        )
        return is_same_grid and are_alike(told, equations)


def are_alike(one: Equations, other: Equations) -> bool:
    """Whether two sets of equations tell the same kinds at the same places."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in _TOLD)


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Which equation goes into which sensor.

    Attributes:
        loaded: nodes with an injection of their own; vn_kv: ``(n,)``.
        voltage_row, voltage_scale: per voltage sensor, its equation and volts per pu.
        p_row, q_row: per power sensor, its equations, -1 for none; watt: signed, per MW.
        voltage, power: the sensors as they are updated; updates: both.
    """

    loaded: Array
    vn_kv: Array
    voltage_row: Array
    voltage_scale: Array
    p_row: Array
    q_row: Array
    watt: Array
    terminal: Array
    measured: Array
    voltage: Array
    power: Array
    updates: dict[Any, Array]

    @staticmethod
    def of(grid: GridModel, equations: Equations) -> _Plan:
        """Sort equations by sensor; ids are given in the order of :func:`_input`."""
        vn_kv = np.zeros(grid.n)
        vn_kv[grid.from_node] = grid.model.vn_kv[grid.model.pi.from_row[grid.branch]]
        vn_kv[grid.to_node] = grid.model.vn_kv[grid.model.pi.to_row[grid.branch]]
        vn_kv[vn_kv == 0] = 1.0
        # A node without an injection of its own is one with nothing connected: the library holds it at zero exactly.
        loaded = np.unique(equations.place[(equations.kind == Kind.P_NODE) & (equations.basis != Basis.ZERO)])
        voltage_row = np.flatnonzero(equations.kind == Kind.VM)
        parts = [_power_rows(grid, equations, loaded, *pair) for pair in _PAIRS]
        p_row, q_row, measured, terminal = (np.concatenate(column) for column in zip(*parts, strict=True))
        first = _first_ids(grid, loaded)["sensor"]
        voltage = initialize_array(DatasetType.update, ComponentType.sym_voltage_sensor, len(voltage_row))
        power = initialize_array(DatasetType.update, ComponentType.sym_power_sensor, len(p_row))
        voltage["id"] = first + np.arange(len(voltage))
        power["id"] = first + len(voltage) + np.arange(len(power))
        updates = {ComponentType.sym_voltage_sensor: voltage, ComponentType.sym_power_sensor: power}
        return _Plan(
            loaded, vn_kv, voltage_row, vn_kv[equations.place[voltage_row]] * 1e3, p_row, q_row,
            np.where(terminal == int(MeasuredTerminalType.load), -1e6, 1e6), terminal, measured, voltage, power,
            {kind: rows for kind, rows in updates.items() if len(rows)},
        )  # fmt: skip

    def fill(self, voltage: Array, power: Array, equations: Equations) -> None:
        """Put values and deviations into sensors."""
        voltage["u_measured"] = equations.value[self.voltage_row] * self.voltage_scale
        voltage["u_sigma"] = equations.std[self.voltage_row] * self.voltage_scale
        for name, row in (("p", self.p_row), ("q", self.q_row)):
            told = row >= 0
            power[f"{name}_measured"] = np.where(told, equations.value[row] * self.watt, 0.0)
            power[f"{name}_sigma"] = np.where(told, equations.std[row] * 1e6, UNKNOWN_VA)

    def series(self, moments: Sequence[Equations]) -> dict[Any, Array]:
        """The sensors of many moments, ``(n_moment, n_sensor)`` each."""
        voltage = np.tile(self.voltage, (len(moments), 1))
        power = np.tile(self.power, (len(moments), 1))
        for k, equations in enumerate(moments):
            self.fill(voltage[k], power[k], equations)
        parts = {ComponentType.sym_voltage_sensor: voltage, ComponentType.sym_power_sensor: power}
        return {kind: rows for kind, rows in parts.items() if kind in self.updates}


def _first_ids(grid: GridModel, loaded: Array) -> dict[str, int]:
    """Where the ids of each kind begin, in the order of :func:`_input`."""
    load = grid.n + len(grid.branch)
    source = load + len(loaded)
    shunt = source + len(grid.source)
    return {"load": load, "source": source, "shunt": shunt, "sensor": shunt + grid.n}


def _power_rows(
    grid: GridModel, equations: Equations, loaded: Array, p_kind: Kind, q_kind: Kind, terminal: MeasuredTerminalType
) -> tuple[Array, Array, Array, Array]:
    """Equations of active and reactive power, what is measured, and at which terminal; one row a sensor."""
    is_load = terminal is MeasuredTerminalType.load
    size = grid.n if is_load else len(grid.branch)
    p, q = (_by_place(equations, kind, size) for kind in (p_kind, q_kind))
    is_told = (p >= 0) | (q >= 0)
    at = loaded[is_told[loaded]] if is_load else np.flatnonzero(is_told)
    measured = _first_ids(grid, loaded)["load"] + np.searchsorted(loaded, at) if is_load else grid.n + at
    return p[at], q[at], measured, np.full(len(at), int(terminal))


def _by_place(equations: Equations, kind: Kind, size: int) -> Array:
    """Row of the equation by place, -1 where nothing is told; where two are, the last counts."""
    rows = np.flatnonzero((equations.kind == kind) & (equations.basis != Basis.ZERO))
    found = np.full(size, -1, np.int64)
    found[equations.place[rows]] = rows
    return found


def _input(grid: GridModel, equations: Equations, plan: _Plan) -> dict[Any, Array]:
    pi, branch, vn_kv, loaded = grid.model.pi, grid.branch, plan.vn_kv, plan.loaded
    first = _first_ids(grid, loaded)
    node = initialize_array(DatasetType.input, ComponentType.node, grid.n)
    node["id"], node["u_rated"] = np.arange(grid.n), vn_kv * 1e3
    row = initialize_array(DatasetType.input, ComponentType.generic_branch, len(branch))
    base = grid.model.vn_kv[pi.to_row[branch]] ** 2
    row["id"] = grid.n + np.arange(len(branch))
    row["from_node"], row["to_node"] = grid.from_node, grid.to_node
    row["from_status"] = row["to_status"] = 1
    row["r1"], row["x1"] = pi.r_pu[branch] * base, pi.x_pu[branch] * base
    row["g1"], row["b1"] = pi.g_pu[branch] / base, pi.b_pu[branch] / base
    row["k"], row["theta"] = pi.ratio[branch], pi.shift_rad[branch]
    load = initialize_array(DatasetType.input, ComponentType.sym_load, len(loaded))
    load["id"], load["node"], load["status"] = first["load"] + np.arange(len(loaded)), loaded, 1
    load["type"] = int(LoadGenType.const_power)
    load["p_specified"] = load["q_specified"] = 0.0
    source = initialize_array(DatasetType.input, ComponentType.source, len(grid.source))
    source["id"], source["node"] = first["source"] + np.arange(len(grid.source)), grid.source
    source["status"], source["u_ref"], source["sk"] = 1, 1.0, STIFF_VA
    extra = np.asarray(grid.ybus.diagonal() - _branch_diagonal(grid))
    own = np.flatnonzero(extra != 0)
    shunt = initialize_array(DatasetType.input, ComponentType.shunt, len(own))
    shunt["id"], shunt["node"], shunt["status"] = first["shunt"] + np.arange(len(own)), own, 1
    shunt["g1"], shunt["b1"] = extra[own].real / vn_kv[own] ** 2, extra[own].imag / vn_kv[own] ** 2
    voltage, power = _sensors(equations, plan)
    parts = {
        ComponentType.node: node,
        ComponentType.generic_branch: row,
        ComponentType.sym_load: load,
        ComponentType.source: source,
        ComponentType.shunt: shunt,
        ComponentType.sym_voltage_sensor: voltage,
        ComponentType.sym_power_sensor: power,
    }
    return {kind: rows for kind, rows in parts.items() if len(rows)}


def _sensors(equations: Equations, plan: _Plan) -> tuple[Array, Array]:
    voltage = initialize_array(DatasetType.input, ComponentType.sym_voltage_sensor, len(plan.voltage))
    power = initialize_array(DatasetType.input, ComponentType.sym_power_sensor, len(plan.power))
    voltage["id"], power["id"] = plan.voltage["id"], plan.power["id"]
    voltage["measured_object"] = equations.place[plan.voltage_row]
    power["measured_object"], power["measured_terminal_type"] = plan.measured, plan.terminal
    plan.fill(voltage, power, equations)
    return voltage, power


def _branch_diagonal(grid: GridModel) -> Array:
    diagonal = np.zeros(grid.n, complex)
    np.add.at(diagonal, grid.from_node, grid.yff)
    np.add.at(diagonal, grid.to_node, grid.ytt)
    return diagonal
