"""Two solved networks side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.frozen import FrozenMap
from engines.values.loadflow import SolveStatus

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Totals:
    """One side's figures; NaN and -1 where its load flow has no result.

    Attributes:
        n_violation: violated limits, -1 when nothing could be looked at.
        n_energized: buses with voltage.
    """

    status: SolveStatus
    losses_kw: float
    losses_kvar: float
    vm_min_pu: float
    vm_max_pu: float
    max_loading_percent: float
    source_p_mw: float
    n_violation: int
    n_energized: int


@dataclass(frozen=True, slots=True, eq=False)
class BranchComparison:
    """One branch table, in the row order of the later network; NaN where a side has no value.

    Attributes:
        before_row: ``(n,)`` row in the earlier network, -1 where it was not there.
        dloading_percent, dlosses_kw: ``(n,)`` after minus before.
    """

    before_row: Array
    loading_before_percent: Array
    loading_after_percent: Array
    dloading_percent: Array
    losses_before_kw: Array
    losses_after_kw: Array
    dlosses_kw: Array


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What differs, after minus before, in the row order of the later network.

    Elements are matched by id, so the networks may differ in structure.

    Attributes:
        before_bus_row: ``(n_bus,)`` row of each bus in the earlier network, -1 where it was not there.
        vm_before_pu, vm_after_pu, dvm_pu: ``(n_bus,)`` NaN where a side has no voltage.
        lost_bus, regained_bus: ``(n_bus,)`` had voltage only before, only after.
        branches: by table.
        removed: ids of buses and branches that are only in the earlier network.
    """

    before: Totals
    after: Totals
    before_bus_row: Array
    vm_before_pu: Array
    vm_after_pu: Array
    dvm_pu: Array
    lost_bus: Array
    regained_bus: Array
    branches: FrozenMap[str, BranchComparison]
    removed: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether both sides have a result, so that a difference says something."""
        return self.before.status is SolveStatus.CONVERGED and self.after.status is SolveStatus.CONVERGED

    @property
    def dlosses_kw(self) -> float:
        """Total losses, after minus before; NaN unless complete."""
        return self.after.losses_kw - self.before.losses_kw
