"""A result that says there is none."""

from __future__ import annotations

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.loadflow.diagnosis import Diagnosis
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import Engine, LoadFlowResult, VerificationStatus
from engines.values.violations import no_violations


def failed_result(
    snapshot: Snapshot,
    diagnosis: Diagnosis,
    engine: Engine,
    *,
    engine_reason: str = "",
    verification: VerificationStatus = VerificationStatus.PENDING,
    seconds: float = 0.0,
) -> LoadFlowResult:
    """No voltages, no flows, no losses, and the reason."""
    nan = frozen_array(np.full(len(snapshot.network.bus), np.nan))
    source = frozen_array(np.full(len(snapshot.network["ext_grid"]), np.nan))
    return LoadFlowResult(
        snapshot_revision=snapshot.revision,
        structure_revision=snapshot.network.structure_revision,
        time=snapshot.time,
        status=diagnosis.status,
        engine=engine,
        vm_pu=nan,
        va_degree=nan,
        is_energized=frozen_array(np.zeros(len(nan), bool)),
        branches=FrozenMap(),
        source_p_mw=source,
        source_q_mvar=source,
        losses_kw=float("nan"),
        losses_kvar=float("nan"),
        violations=no_violations(),
        cause=diagnosis.cause,
        engine_reason=engine_reason,
        worst_bus_row=diagnosis.bus_row,
        seconds=seconds,
        verification=verification,
    )
