"""The network as seen by a fault: series impedances, sources and earth paths, per unit on 1 MVA.

Impedances follow IEC 60909-0: loads and shunts are left out, transformers corrected by K_T (6.3.3), the feeding
grid is its short-circuit power, conductors are cold for the largest and hot for the smallest currents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_model import BranchModel, branch_ends, build_branch_model, switch_sides
from engines.protection.options import Case, ShortCircuitOptions

Array = np.ndarray[Any, Any]
TEMPERATURE_COEFFICIENT = 0.004
"""Resistance of copper and aluminium over temperature, per kelvin (IEC 60909-0)."""


@dataclass(frozen=True, slots=True, eq=False)
class PositiveSequence:
    """Branches and sources in the positive sequence; nodes are bus rows, then star points.

    Attributes:
        model: the branches (their order, their tables, their ends).
        at_from, at_to: ``(n,)`` whether each end is connected.
        z: ``(n,)`` complex series impedance; ratio: ``(n,)`` complex, at the "from" side.
        y_source: ``(n_node,)`` admittance of the feeding grid at each node.
        c: ``(n_node,)`` voltage factor.
        i_der_pu: ``(n_node,)`` magnitude of what inverters inject.
        switch_row, switch_branch, switch_is_to: which branch end each switch stands at.
    """

    model: BranchModel
    at_from: Array
    at_to: Array
    z: Array
    ratio: Array
    y_source: Array
    c: Array
    i_der_pu: Array
    switch_row: Array
    switch_branch: Array
    switch_is_to: Array


def positive_sequence(snapshot: Snapshot, options: ShortCircuitOptions) -> tuple[PositiveSequence, list[str]]:
    """The positive sequence of a snapshot, and what had to be assumed for it."""
    network = snapshot.network
    # Fault currents are those of the main tap position (IEC 60909-0).
    neutral = {(t, "tap_pos"): network[t]["tap_neutral"] for t in ("trafo", "trafo3w") if "tap_neutral" in network[t]}
    model = build_branch_model(snapshot.with_state(neutral))
    sides = switch_sides(network, model)
    at_from, at_to = branch_ends(snapshot, model, sides)
    r, x = model.pi.r_pu.copy(), model.pi.x_pu.copy()
    c = voltage_factor(model.vn_kv, options)
    part = model.part["trafo"]
    if options.case is Case.MAX:
        factor = transformer_correction(network, c)
        r[part], x[part] = r[part] * factor, x[part] * factor
    else:
        r[model.part["line"]] *= heating(network, options)
    source, notes = source_admittance(snapshot, c, options)
    y_source = np.zeros(len(model.vn_kv), complex)
    np.add.at(y_source, network.bus_row(network["ext_grid"]["bus"]), source)
    bars = model.switch_rows
    positive = PositiveSequence(
        model,
        at_from,
        at_to,
        r + 1j * x,
        model.pi.ratio * np.exp(1j * model.pi.shift_rad),
        y_source,
        c,
        _inverters(snapshot, len(model.vn_kv), options),
        np.concatenate([sides[0], bars]),
        np.concatenate([sides[1], model.part["switch"].start + np.arange(len(bars))]),
        np.concatenate([sides[2], np.zeros(len(bars), bool)]),
    )
    return positive, notes


def voltage_factor(vn_kv: Array, options: ShortCircuitOptions) -> Array:
    """``(n,)`` c of IEC 60909-0, table 1."""
    low = options.lv_tolerance_percent / 100
    if options.case is Case.MAX:
        return np.where(vn_kv < 1.0, 1.05 if low <= 0.06 else 1.10, 1.10)
    return np.where(vn_kv < 1.0, 0.95 if low <= 0.06 else 0.90, 1.0)


def transformer_correction(network: Network, c: Array) -> Array:
    """``(n_trafo,)`` K_T = 0.95 c_max / (1 + 0.6 x_T) (IEC 60909-0, 6.3.3)."""
    trafo = network["trafo"]
    x_t = np.sqrt(np.maximum(trafo["vk_percent"] ** 2 - trafo["vkr_percent"] ** 2, 0.0)) / 100
    return np.asarray(0.95 * c[network.bus_row(trafo["lv_bus"])] / (1 + 0.6 * x_t))


def heating(network: Network, options: ShortCircuitOptions) -> Array:
    """``(n_line,)`` resistance at the end of the fault over that at 20 °C (IEC 60909-0)."""
    line = network["line"]
    given = line["endtemp_degree"].astype(float) if "endtemp_degree" in line else np.full(len(line), np.nan)
    end = np.where(np.isfinite(given), given, options.end_temperature_degree)
    return np.asarray(1 + TEMPERATURE_COEFFICIENT * (end - 20.0))


def source_admittance(snapshot: Snapshot, c: Array, options: ShortCircuitOptions) -> tuple[Array, list[str]]:
    """``(n_ext_grid,)`` complex admittance of each feeding grid, 0 where out of service or not known."""
    network = snapshot.network
    grid = network["ext_grid"]
    largest = _column(grid, "s_sc_max_mva")
    notes = []
    if not np.all(np.isfinite(largest)) and np.isfinite(options.assumed_s_sc_mva):
        notes.append(f"short-circuit power of the feeding grid taken as {options.assumed_s_sc_mva:g} MVA")
    elif not np.all(np.isfinite(largest)):
        notes.append("short-circuit power of a feeding grid is not known: it is left out")
    largest = np.where(np.isfinite(largest), largest, options.assumed_s_sc_mva)
    s_sc = largest
    if options.case is Case.MIN:
        own = _column(grid, "s_sc_min_mva")
        s_sc = np.where(np.isfinite(own), own, options.min_of_max * largest)
        if np.any(~np.isfinite(own) & np.isfinite(largest)):
            notes.append(
                f"smallest short-circuit power of the feeding grid taken as {options.min_of_max:g} of the largest"
            )
    rx = _column(grid, f"rx_{options.case}")
    if not np.all(np.isfinite(rx)):
        notes.append(f"R/X of the feeding grid taken as {options.source_rx:g}")
    rx = np.where(np.isfinite(rx), rx, options.source_rx)
    known = (s_sc > 0) & snapshot.column("ext_grid", "in_service")
    at = np.asarray(network.bus_row(grid["bus"]), np.int64)
    x = np.where(known, c[at] / np.where(known, s_sc, 1.0), 1.0) / np.sqrt(1 + rx**2)
    return np.where(known, 1 / (rx * x + 1j * x), 0.0), notes


def _inverters(snapshot: Snapshot, n_node: int, options: ShortCircuitOptions) -> Array:
    """``(n_node,)`` current of inverters: current sources of k times their rating (IEC 60909-0)."""
    current = np.zeros(n_node)
    if options.case is not Case.MAX or options.der_k <= 0:
        return current
    network = snapshot.network
    for table in ("sgen", "storage"):
        sn = np.nan_to_num(network[table]["sn_mva"])
        own = _column(network[table], "k")
        k = np.where(np.isfinite(own), own, options.der_k)
        at = np.asarray(network.bus_row(network[table]["bus"]), np.int64)
        on = (at >= 0) & np.asarray(snapshot.column(table, "in_service"), bool)
        np.add.at(current, at[on], (k * sn)[on])
    return current


def _column(table: Any, name: str) -> Array:
    return table[name].astype(float) if name in table else np.full(len(table), np.nan)
