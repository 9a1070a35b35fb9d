"""Where and at which share of its load a network without solution would still have had one."""

from __future__ import annotations

from typing import Any

import numpy as np
from power_grid_model import CalculationMethod, ComponentType, DatasetType, initialize_array

from engines.grid.snapshot import Snapshot
from engines.loadflow.diagnosis import Diagnosis, implausible_value, overload_sentence
from engines.loadflow.pgm_model import PgmModel, PowerGridError
from engines.values.loadflow import SolveStatus

Array = np.ndarray[Any, Any]

SHARES = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01, 0.001)
"""Shares of the present load that are tried, from the largest down."""


def explain_divergence(snapshot: Snapshot, model: PgmModel) -> Diagnosis:
    """The likely cause of a load flow that did not converge; costs a dozen solves."""
    wrong_unit = implausible_value(snapshot)
    share, vm_pu = solvable_share(model)
    bus_row, lowest = -1, float("nan")
    n_bus = len(snapshot.network.bus)
    if vm_pu is not None:
        vm_pu = np.where(vm_pu[:n_bus] > 0, vm_pu[:n_bus], np.inf)
        bus_row = int(vm_pu.argmin())
        lowest = float(vm_pu[bus_row])
    if wrong_unit is not None:
        return Diagnosis(wrong_unit.status, wrong_unit.cause, wrong_unit.bus_row)
    cause = overload_sentence(snapshot.network, bus_row, lowest, share)
    return Diagnosis(SolveStatus.DIVERGED, cause, bus_row)


def solvable_share(model: PgmModel) -> tuple[float, Array | None]:
    """The largest of :data:`SHARES` that has a solution, and its node voltages; ``(0, None)`` if none has."""
    count = model.p_bus.size
    if count == 0:
        return 0.0, None
    update = initialize_array(DatasetType.update, ComponentType.sym_load, (len(SHARES), count))
    update["id"] = model.load_ids
    share = np.array(SHARES)[:, None]
    update["p_specified"] = share * model.p_bus.ravel() * 1e6
    update["q_specified"] = share * model.q_bus.ravel() * 1e6
    try:
        output = model.pgm.calculate_power_flow(
            update_data={ComponentType.sym_load: update},
            calculation_method=CalculationMethod.newton_raphson,
            output_component_types={ComponentType.node: ["u_pu"]},
            continue_on_batch_error=True,
        )
    except PowerGridError:
        return 0.0, None
    failed = set() if model.pgm.batch_error is None else set(model.pgm.batch_error.failed_scenarios.tolist())
    for k, value in enumerate(SHARES):
        vm_pu: Array = output[ComponentType.node]["u_pu"][k]
        if k not in failed and np.isfinite(vm_pu).all():
            return value, vm_pu
    return 0.0, None
