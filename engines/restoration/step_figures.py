"""The figures of a step's proof: extremes of voltage and loading, with the names of where they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.loadflow import LoadFlowResult
from engines.values.switching_plan import StepProof


def with_figures(proof: StepProof, snapshot: Snapshot, result: LoadFlowResult) -> StepProof:
    """``proof`` with what a load flow says; as it is where that has no solution."""
    if not result.is_converged or not np.isfinite(result.vm_pu).any():
        return proof
    low, high = int(np.nanargmin(result.vm_pu)), int(np.nanargmax(result.vm_pu))
    loading, element = _highest_loading(snapshot, result)
    return replace(
        proof,
        vm_min_pu=float(result.vm_pu[low]),
        vm_min_bus=snapshot.network.label(ElementRef("bus", low)),
        vm_max_pu=float(result.vm_pu[high]),
        vm_max_bus=snapshot.network.label(ElementRef("bus", high)),
        loading_max_percent=loading,
        loading_max_element=element,
    )


def _highest_loading(snapshot: Snapshot, result: LoadFlowResult) -> tuple[float, str]:
    highest, element = float("nan"), ""
    for table, flow in result.branches.items():
        if len(flow.loading_percent) and np.isfinite(flow.loading_percent).any():
            row = int(np.nanargmax(flow.loading_percent))
            if not flow.loading_percent[row] <= highest:
                highest = float(flow.loading_percent[row])
                element = snapshot.network.label(ElementRef(table, row))
    return highest, element
