"""The estimate by power-grid-model (Newton-Raphson), on the fused nodes.

Its word that it has converged is not taken: what it returns is held against the equations afterwards.
"""

from __future__ import annotations

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
TOLERANCE, MOST_ITERATIONS = 1e-8, 30
_PAIRS = (
    (Kind.P_NODE, Kind.Q_NODE, MeasuredTerminalType.load),
    (Kind.P_FROM, Kind.Q_FROM, MeasuredTerminalType.branch_from),
    (Kind.P_TO, Kind.Q_TO, MeasuredTerminalType.branch_to),
)
UNKNOWN_VA = 1e12
"""Deviation of the half of a power that nobody measures."""


def solve_fast(grid: GridModel, equations: Equations, frequency_hz: float) -> tuple[Array, Array] | None:
    """Angles and magnitudes of the nodes; ``None`` where power-grid-model finds none."""
    try:
        model = PowerGridModel(_input(grid, equations), system_frequency=frequency_hz)
        output = model.calculate_state_estimation(
            symmetric=True,
            error_tolerance=TOLERANCE,
            max_iterations=MOST_ITERATIONS,
            calculation_method=CalculationMethod.newton_raphson,
            output_component_types={ComponentType.node: ["u_pu", "u_angle"]},
        )[ComponentType.node]
    except PowerGridError:
        return None
    va, vm = np.asarray(output["u_angle"], float), np.asarray(output["u_pu"], float)
    if not (np.isfinite(va).all() and np.isfinite(vm).all() and (vm > 0.1).all()):
        return None
    return va - va[grid.reference][np.searchsorted(np.unique(grid.island), grid.island)], vm


def _input(grid: GridModel, equations: Equations) -> dict[Any, Array]:
    pi, branch = grid.model.pi, grid.branch
    vn_kv = np.zeros(grid.n)
    vn_kv[grid.from_node] = grid.model.vn_kv[pi.from_row[branch]]
    vn_kv[grid.to_node] = grid.model.vn_kv[pi.to_row[branch]]
    lone = vn_kv == 0
    vn_kv[lone] = 1.0
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
    # A node without an injection of its own is one with nothing connected: the library holds it at zero exactly.
    loaded = np.unique(equations.place[(equations.kind == Kind.P_NODE) & (equations.basis != Basis.ZERO)])
    load = initialize_array(DatasetType.input, ComponentType.sym_load, len(loaded))
    first_load = grid.n + len(branch)
    load["id"], load["node"], load["status"] = first_load + np.arange(len(loaded)), loaded, 1
    load["type"] = int(LoadGenType.const_power)
    load["p_specified"] = load["q_specified"] = 0.0
    source = initialize_array(DatasetType.input, ComponentType.source, len(grid.source))
    first_source = first_load + len(loaded)
    source["id"], source["node"] = first_source + np.arange(len(grid.source)), grid.source
    source["status"], source["u_ref"], source["sk"] = 1, 1.0, STIFF_VA
    own = np.flatnonzero(np.asarray(grid.ybus.diagonal() - _branch_diagonal(grid)) != 0)
    shunt = initialize_array(DatasetType.input, ComponentType.shunt, len(own))
    first_shunt = first_source + len(source)
    extra = np.asarray(grid.ybus.diagonal() - _branch_diagonal(grid))[own]
    shunt["id"], shunt["node"], shunt["status"] = first_shunt + np.arange(len(own)), own, 1
    shunt["g1"], shunt["b1"] = extra.real / vn_kv[own] ** 2, extra.imag / vn_kv[own] ** 2
    first_sensor = first_shunt + len(shunt)
    parts = {
        ComponentType.node: node,
        ComponentType.generic_branch: row,
        ComponentType.sym_load: load,
        ComponentType.source: source,
        ComponentType.shunt: shunt,
        ComponentType.sym_voltage_sensor: _voltage_sensors(equations, vn_kv, first_sensor),
    }
    first_sensor += len(parts[ComponentType.sym_voltage_sensor])
    parts[ComponentType.sym_power_sensor] = _power_sensors(equations, grid, loaded, first_load, first_sensor)
    return {kind: rows for kind, rows in parts.items() if len(rows)}


def _branch_diagonal(grid: GridModel) -> Array:
    diagonal = np.zeros(grid.n, complex)
    np.add.at(diagonal, grid.from_node, grid.yff)
    np.add.at(diagonal, grid.to_node, grid.ytt)
    return diagonal


def _voltage_sensors(equations: Equations, vn_kv: Array, first: int) -> Array:
    rows = np.flatnonzero(equations.kind == Kind.VM)
    sensor: Array = initialize_array(DatasetType.input, ComponentType.sym_voltage_sensor, len(rows))
    place = equations.place[rows]
    sensor["id"], sensor["measured_object"] = first + np.arange(len(rows)), place
    sensor["u_measured"] = equations.value[rows] * vn_kv[place] * 1e3
    sensor["u_sigma"] = equations.std[rows] * vn_kv[place] * 1e3
    return sensor


def _power_sensors(equations: Equations, grid: GridModel, loaded: Array, first_load: int, first: int) -> Array:
    found: list[Array] = []
    for p_kind, q_kind, terminal in _PAIRS:
        is_load = terminal is MeasuredTerminalType.load
        size = grid.n if is_load else len(grid.branch)
        told = [_by_place(equations, kind, size) for kind in (p_kind, q_kind)]
        is_told = np.isfinite(told[0][1]) | np.isfinite(told[1][1])
        at = loaded[is_told[loaded]] if is_load else np.flatnonzero(is_told)
        sensor = initialize_array(DatasetType.input, ComponentType.sym_power_sensor, len(at))
        sensor["measured_object"] = first_load + np.searchsorted(loaded, at) if is_load else grid.n + at
        sensor["measured_terminal_type"] = int(terminal)
        sign = -1.0 if is_load else 1.0
        for name, (value, std) in zip("pq", told, strict=True):
            sensor[f"{name}_measured"] = sign * value[at] * 1e6
            sensor[f"{name}_sigma"] = np.where(np.isfinite(std[at]), std[at] * 1e6, UNKNOWN_VA)
        found.append(sensor)
    sensors: Array = np.concatenate(found)
    sensors["id"] = first + np.arange(len(sensors))
    return sensors


def _by_place(equations: Equations, kind: Kind, size: int) -> tuple[Array, Array]:
    """Value and deviation by place; zero and infinite where nothing is told."""
    rows = np.flatnonzero((equations.kind == kind) & (equations.basis != Basis.ZERO))
    value, std = np.zeros(size), np.full(size, np.inf)
    value[equations.place[rows]], std[equations.place[rows]] = equations.value[rows], equations.std[rows]
    return value, std
