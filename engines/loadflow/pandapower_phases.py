"""Unbalanced load flow of pandapower's asymmetric elements, solved by pandapower phase by phase."""

from __future__ import annotations

import time
import warnings
from typing import Any

import numpy as np

from engines.grid.limit_check import LimitArrays, check_limits
from engines.grid.network import Network
from engines.grid.ratings import is_rated
from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_model import branch_ends, build_branch_model, switch_sides
from engines.loadflow.diagnosis import Diagnosis, bus_label, implausible_value
from engines.loadflow.failure import failed_result
from engines.loadflow.injections import POWER_TABLES, ZIP_COLUMNS, row_power
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.pandapower_engine import has_numba
from engines.loadflow.phases import lowest_and_highest, phase_voltages, representative, sequence
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus, VerificationStatus
from engines.values.violations import no_violations

Array = np.ndarray[Any, Any]

REASON = "phases are solved apart by the reference engine"
FEW_ITERATIONS, MOST_ITERATIONS = 30, 100
IMBALANCE = 1e-3
"""Share of all power that may be missing before a "converged" answer is refused."""
ZERO_SEQUENCE: dict[str, tuple[str, ...]] = {
    "line": ("r0_ohm_per_km", "x0_ohm_per_km", "c0_nf_per_km"),
    "trafo": ("vk0_percent", "vkr0_percent", "mag0_percent", "mag0_rx", "si0_hv_partial"),
    "ext_grid": ("s_sc_max_mva", "rx_max", "x0x_max", "r0x0_max"),
}
"""What an unbalanced load flow needs beyond a balanced one."""


def missing_zero_sequence(network: Network) -> str:
    """What is missing to solve the phases apart, as a sentence; empty where nothing is."""
    for kind, columns in ZERO_SEQUENCE.items():
        table = network[kind]
        if len(table) == 0:
            continue
        for column in columns:
            if column not in table:
                return f"table {kind} has no column {column}"
            rows = np.flatnonzero(~np.isfinite(table[column].astype(float)))
            if rows.size:
                return f"{kind} {table.id[rows[0]]} has no {column}"
    trafo = network["trafo"]
    if (trafo["vector_group"] == "").any():
        return f"trafo {trafo.id[np.flatnonzero(trafo['vector_group'] == '')[0]]} has no vector_group"
    if any(network["load"][column].any() for column in ZIP_COLUMNS):
        return "loads that follow the voltage (const_z, const_i) have no phases in the reference engine"
    for kind in ("storage", "shunt", "trafo3w", "gen", "impedance", "xward", "ward", "dcline"):
        if kind in network.tables and len(network[kind]):
            return f"elements of kind {kind} have no phases in the reference engine"
    return ""


def solve_phases(snapshot: Snapshot, options: LoadFlowOptions, limits: LimitArrays | None) -> LoadFlowResult:
    """Solve the phases apart; what pandapower raises or leaves unsaid comes back as a status."""
    import pandapower as pp

    from engines.exchange.to_pandapower import to_pandapower

    begin = time.perf_counter()
    try:
        net = to_pandapower(snapshot)
        try:
            _run(net, options, FEW_ITERATIONS)
        except pp.LoadflowNotConverged:
            # Near the limit the exchange between the sequences is slow; with an absurd value it only takes longer.
            if implausible_value(snapshot) is not None:
                raise
            _run(net, options, MOST_ITERATIONS)
        v_pu = _voltages(net)
        diagnosis = _check(snapshot, net, v_pu)
    except Exception as error:  # pandapower raises many kinds for input it cannot take
        not_converged = isinstance(error, pp.LoadflowNotConverged)
        cause = "pandapower found no solution with the phases apart; the network may carry less than is asked of it"
        diagnosis = (implausible_value(snapshot) if not_converged else None) or Diagnosis(
            SolveStatus.DIVERGED if not_converged else SolveStatus.FAILED,
            cause if not_converged else f"pandapower could not solve the phases apart ({error})",
        )
    seconds = time.perf_counter() - begin
    if diagnosis is not None:
        return failed_result(
            snapshot,
            diagnosis,
            Engine.PANDAPOWER,
            engine_reason=REASON,
            verification=VerificationStatus.REFERENCE,
            seconds=seconds,
        )
    return _result(snapshot, net, v_pu, limits, seconds)


def _run(net: Any, options: LoadFlowOptions, iterations: int) -> None:
    """Solve; ``iterations`` counts those between the sequences, and in each of them those of Newton's method."""
    import pandapower as pp

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        pp.runpp_3ph(
            net,
            calculate_voltage_angles=True,
            max_iteration=max(options.max_iterations, iterations),
            tolerance_mva=min(options.tolerance, 1e-8),
            numba=has_numba(),
        )


def _voltages(net: Any) -> Array:
    frame = net.res_bus_3ph
    vm = np.stack([frame[f"vm_{p}_pu"].to_numpy(dtype=float) for p in "abc"], axis=1)
    va = np.stack([frame[f"va_{p}_degree"].to_numpy(dtype=float) for p in "abc"], axis=1)
    return np.asarray(vm * np.exp(1j * np.deg2rad(va)))


def _check(snapshot: Snapshot, net: Any, v_pu: Array) -> Diagnosis | None:
    """pandapower's own "converged" is no proof: it has been seen with no voltage at all."""
    live = np.asarray(np.isfinite(v_pu).all(axis=1))
    if not net.converged:
        return Diagnosis(SolveStatus.DIVERGED, "pandapower did not converge with the phases apart")
    if not live.any():
        return Diagnosis(SolveStatus.FAILED, "pandapower reports convergence without a single voltage")
    positive, negative = sequence(v_pu)
    absurd = np.flatnonzero(live & ~(np.abs(negative) < np.abs(positive)))
    if absurd.size:
        row = int(absurd[0])
        where = bus_label(snapshot.network, row)
        return Diagnosis(
            SolveStatus.FAILED, f"pandapower reports convergence, but the phases at {where} collapsed", row
        )
    missing, total = _imbalance(snapshot, net, live)
    if missing > IMBALANCE * max(total, 1e-3):
        cause = f"pandapower reports convergence, but power does not balance by {missing:.3g} MVA"
        return Diagnosis(SolveStatus.FAILED, cause)
    return None


def _imbalance(snapshot: Snapshot, net: Any, live: Array) -> tuple[float, float]:
    """Power that is neither consumed nor lost nor fed in, MVA, and all power consumed or injected."""
    network = snapshot.network
    balance, total = 0j, 0.0
    for table, sign in POWER_TABLES.items():
        if len(network[table]) == 0:
            continue
        at_live = live[network.bus_row(network[table]["bus"])]
        p, q = (np.where(at_live, values, 0.0) for values in row_power(snapshot, table))
        balance += sign * complex(p.sum(), q.sum())
        total += float(np.hypot(p, q).sum())
    for kind in ("line", "trafo"):
        if len(network[kind]):
            frame = net[f"res_{kind}_3ph"]
            balance += complex(np.nansum(_sum(frame, "pl_{}_mw")), np.nansum(_sum(frame, "ql_{}_mvar")))
    source = net.res_ext_grid_3ph
    balance -= complex(np.nansum(_sum(source, "p_{}_mw")), np.nansum(_sum(source, "q_{}_mvar")))
    return abs(balance), total


def _result(snapshot: Snapshot, net: Any, v_pu: Array, limits: LimitArrays | None, seconds: float) -> LoadFlowResult:
    live = np.asarray(np.isfinite(v_pu).all(axis=1))
    v_pu[~live] = np.nan
    vm_pu, va_degree = representative(v_pu)
    branches = _branches(snapshot, net, live)
    violations = no_violations()
    if limits is not None:
        low, high = lowest_and_highest(v_pu)
        violations = check_limits(limits, low, {t: b.loading_percent for t, b in branches.items()}, high)
    source = net.res_ext_grid_3ph
    return LoadFlowResult(
        snapshot_revision=snapshot.revision,
        structure_revision=snapshot.network.structure_revision,
        time=snapshot.time,
        status=SolveStatus.CONVERGED,
        engine=Engine.PANDAPOWER,
        vm_pu=frozen_array(vm_pu),
        va_degree=frozen_array(va_degree),
        is_energized=frozen_array(live),
        branches=FrozenMap(branches),
        source_p_mw=frozen_array(_sum(source, "p_{}_mw")),
        source_q_mvar=frozen_array(_sum(source, "q_{}_mvar")),
        losses_kw=1e3 * sum(float(np.nansum(b.loss_mw)) for b in branches.values()),
        losses_kvar=1e3 * sum(float(np.nansum(b.loss_mvar)) for b in branches.values()),
        violations=violations,
        engine_reason=REASON,
        seconds=seconds,
        phases=phase_voltages(v_pu),
        verification=VerificationStatus.REFERENCE,
    )


def _branches(snapshot: Snapshot, net: Any, live: Array) -> dict[str, BranchFlow]:
    network = snapshot.network
    model = build_branch_model(snapshot)
    at_from, at_to = branch_ends(snapshot, model, switch_sides(network, model))
    everywhere = np.concatenate([live, np.zeros(model.n_star, bool)])
    is_on = (at_from & everywhere[model.pi.from_row]) | (at_to & everywhere[model.pi.to_row])
    branches = {}
    for table, (one, other) in (("line", ("from", "to")), ("trafo", ("hv", "lv"))):
        if len(network[table]) == 0:
            continue
        frame = net[f"res_{table}_3ph"]
        block = [_sum(frame, f"{q}_{{}}_{side}_{u}") for side in (one, other) for q, u in (("p", "mw"), ("q", "mvar"))]
        block += [_most(frame, f"i_{{}}_{side}_ka") for side in (one, other)]
        loading = frame["loading_percent"].to_numpy(dtype=float)
        block.append(np.where(is_rated(network, table), loading, np.nan))
        on = is_on[model.part[table]]
        branches[table] = BranchFlow(*(frozen_array(np.where(on, values, np.nan)) for values in block))
    return branches


def _sum(frame: Any, name: str) -> Array:
    return np.asarray(sum(frame[name.format(phase)].to_numpy(dtype=float) for phase in "abc"))


def _most(frame: Any, name: str) -> Array:
    return np.asarray(np.max([frame[name.format(phase)].to_numpy(dtype=float) for phase in "abc"], axis=0))
