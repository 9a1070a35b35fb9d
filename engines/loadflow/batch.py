"""Many load flows of one compiled model in one call of power-grid-model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from power_grid_model import CalculationMethod, ComponentType, DatasetType, initialize_array
from power_grid_model.errors import PowerGridError

from engines.loadflow.pgm_model import PgmModel
from engines.loadflow.step_power import StepPower

Array = np.ndarray[Any, Any]

BATCH_OUTPUT: Any = {
    ComponentType.node: ["u_pu", "energized"],
    ComponentType.generic_branch: ["energized", "p_from", "q_from", "p_to", "q_to", "i_from", "i_to"],
    ComponentType.source: ["p", "q"],
}


@dataclass(frozen=True, slots=True, eq=False)
class BatchSolution:
    """Some steps, solved or not.

    Attributes:
        is_converged: ``(k,)``; all else is meaningless where it is False.
        vm_pu: ``(k, n_bus)``, NaN at dead buses.
        loading_percent, p_from_mw, loss_mw, loss_mvar: ``(k, n_branch)`` in the model's branch order.
        source_mw, source_mvar: ``(k,)``.
        causes: why not, by position in the batch, where the engine said so.
    """

    is_converged: Array
    vm_pu: Array
    loading_percent: Array
    p_from_mw: Array
    loss_mw: Array
    loss_mvar: Array
    source_mw: Array
    source_mvar: Array
    causes: dict[int, str]


def solve_batch(model: PgmModel, power: StepPower, tolerance: float, max_iterations: int) -> BatchSolution:
    """Solve all steps; one that has no solution is marked and spoils no other."""
    output, failed = _run(model, power, CalculationMethod.iterative_current, tolerance, max_iterations)
    if failed.any():
        again, still = _run(model, _only(power, failed), CalculationMethod.newton_raphson, tolerance, max_iterations)
        for component, columns in output.items():
            for name, values in columns.items():
                values[failed] = again[component][name]
        failed[failed] = still
    return _collect(model, power, output, failed)


def _only(power: StepPower, rows: Array) -> StepPower:
    return StepPower(
        power.p_bus[rows], power.q_bus[rows], power.p_total[:, rows], power.q_total[:, rows], power.is_known[rows]
    )


def _run(
    model: PgmModel, power: StepPower, method: CalculationMethod, tolerance: float, max_iterations: int
) -> tuple[dict[Any, dict[str, Array]], Array]:
    """All outputs by component and attribute, and which steps failed."""
    k, count = power.p_bus.shape
    update = initialize_array(DatasetType.update, ComponentType.sym_load, (k, count))
    update["id"] = model.load_ids
    np.multiply(power.p_bus, 1e6, out=update["p_specified"])
    np.multiply(power.q_bus, 1e6, out=update["q_specified"])
    failed = np.zeros(k, bool)
    try:
        output = model.pgm.calculate_power_flow(
            update_data={ComponentType.sym_load: update},
            calculation_method=method,
            error_tolerance=tolerance,
            max_iterations=max_iterations,
            output_component_types=BATCH_OUTPUT,
            continue_on_batch_error=True,
            threading=-1,
        )
    except PowerGridError:
        # Nothing of the batch is solvable (no source, singular): every step says so.
        count_of = model.pgm.all_component_count
        output = {
            c: {name: np.full((k, count_of.get(c, 0)), np.nan) for name in names} for c, names in BATCH_OUTPUT.items()
        }
        return output, np.ones(k, bool)
    error = model.pgm.batch_error
    if error is not None:
        failed[error.failed_scenarios] = True
    return output, failed


def _collect(model: PgmModel, power: StepPower, output: dict[Any, dict[str, Array]], failed: Array) -> BatchSolution:
    node, source = output[ComponentType.node], output.get(ComponentType.source, {})
    branch = output.get(ComponentType.generic_branch)
    k, n_bus = len(failed), len(model.network.bus)
    on = np.asarray(node["energized"][:, :n_bus] != 0)
    vm_pu = np.where(on, node["u_pu"][:, :n_bus], np.nan)
    bad_number = ~np.isfinite(np.where(on, node["u_pu"][:, :n_bus], 0.0)).all(axis=1)
    if branch is None:
        loading = p_from = loss = loss_q = np.zeros((k, 0))
    else:
        loading = np.fmax(branch["i_from"] * model.branches.loading_from, branch["i_to"] * model.branches.loading_to)
        p_from = branch["p_from"] * 1e-6
        loss, loss_q = p_from + branch["p_to"] * 1e-6, (branch["q_from"] + branch["q_to"]) * 1e-6
        bad_number |= ~np.isfinite(loss.sum(axis=1) + loss_q.sum(axis=1))
        loading[branch["energized"] == 0] = np.nan
    causes = {int(i): "its powers contain values that are not numbers" for i in np.flatnonzero(~power.is_known)}
    for i in np.flatnonzero(failed & power.is_known):
        causes[int(i)] = "no solution was found; the network may carry less than is asked of it"
    for i in np.flatnonzero(bad_number & ~failed & power.is_known):
        causes[int(i)] = "the engine's answer contains values that are not numbers"
    sums = [np.nansum(source[q], axis=1) * 1e-6 if q in source else np.zeros(k) for q in "pq"]
    good = ~failed & power.is_known & ~bad_number
    return BatchSolution(good, vm_pu, loading, p_from, loss, loss_q, sums[0], sums[1], causes)
