"""What a short-circuit calculation says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.protection.fault import Fault
from engines.values.frozen import FrozenMap, frozen_array

Array = np.ndarray[Any, Any]


class FaultStatus(StrEnum):
    """Whether there is a current."""

    CALCULATED = "calculated"
    NOT_FED = "not_fed"
    """No feeding grid of known short-circuit power is connected to the place."""


@dataclass(frozen=True, slots=True, eq=False)
class ShortCircuitResult:
    """One fault on one snapshot; currents are initial symmetrical ones, kA, zero before the fault.

    Attributes:
        ikss_ka: at the fault: of each phase (three-phase), of the faulted phases (two-phase), to earth (earth).
        ikss_grid_ka, ikss_der_ka: what the feeding grid and what inverters contribute.
        skss_mva: sqrt(3) times nominal voltage times ``ikss_ka``.
        z1_ohm, z0_ohm: complex impedances at the fault; ``z0_ohm`` is NaN unless it is an earth fault.
        vm_pu: ``(n_bus,)`` lowest phase voltage while the fault lasts (estimate); NaN where dead.
        branch_i_ka, branch_earth_i_ka: by table (line, trafo, impedance), ``(n, 2)`` at "from"/high and
            "to"/low end: largest phase current, and earth current (three times the zero sequence).
        switch_i_ka, switch_earth_i_ka: ``(n_switch,)`` the same through each switch; 0 where open, NaN where
            it is not worked out (switches of three-winding transformers).
        switch_share: ``(n_switch,)`` share of the grid's current into the fault that comes through each switch:
            near 1 between the source and the fault, near 0 elsewhere.
        neutral_i_ka: ``(n_bus,)`` current through the neutral earthed at a bar; 0 unless it is an earth fault.
        assumptions: what had to be assumed, one sentence each.
        snapshot_revision, structure_revision: what was calculated.
    """

    fault: Fault
    status: FaultStatus
    ikss_ka: float
    ikss_grid_ka: float
    ikss_der_ka: float
    skss_mva: float
    z1_ohm: complex
    z0_ohm: complex
    vm_pu: Array
    branch_i_ka: FrozenMap[str, Array]
    branch_earth_i_ka: FrozenMap[str, Array]
    switch_i_ka: Array
    switch_earth_i_ka: Array
    switch_share: Array
    neutral_i_ka: Array
    assumptions: tuple[str, ...] = field(default=())
    snapshot_revision: int = -1
    structure_revision: str = ""


def nothing_flows(snapshot: Snapshot, fault: Fault, status: FaultStatus) -> ShortCircuitResult:
    """The result of a fault without current."""
    network = snapshot.network
    nan = complex("nan")
    tables = {t: frozen_array(np.zeros((len(network[t]), 2))) for t in ("line", "trafo", "impedance")}
    still = frozen_array(np.zeros(len(network["switch"])))
    return ShortCircuitResult(
        fault, status, 0.0, 0.0, 0.0, 0.0, nan, nan,
        frozen_array(np.full(len(network.bus), np.nan)),
        FrozenMap(tables), FrozenMap(tables), still, still, still, frozen_array(np.zeros(len(network.bus))),
        snapshot_revision=snapshot.revision, structure_revision=network.structure_revision,
    )  # fmt: skip
