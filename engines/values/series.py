"""What many load flows in a row say, reduced to what a person looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.values.frozen import FrozenMap
from engines.values.loadflow import Engine, VerificationStatus

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class StepTotals:
    """One number per step, ``(n_step,)`` each; NaN where the step has no solution.

    Attributes:
        losses_kw, losses_kvar: over all branches.
        load_mw, load_mvar: loads as given for the step (before they follow the voltage).
        generation_mw, generation_mvar: static generators as given, injected positive.
        storage_mw: charging positive.
        source_mw, source_mvar: from the external grids.
        vm_min_pu, vm_max_pu: extremes over live buses, with ``vm_min_bus_row`` and ``vm_max_bus_row``.
        loading_max_percent: highest loading, in ``loading_table`` (index into ``SeriesResult.branch_tables``)
            at ``loading_row``.
        undervoltage_count, overvoltage_count, overload_count: violations of normal limits; **-1 where the
            step has no solution**.
        dead_bus_count: buses without voltage.
    """

    losses_kw: Array
    losses_kvar: Array
    load_mw: Array
    load_mvar: Array
    generation_mw: Array
    generation_mvar: Array
    storage_mw: Array
    source_mw: Array
    source_mvar: Array
    vm_min_pu: Array
    vm_min_bus_row: Array
    vm_max_pu: Array
    vm_max_bus_row: Array
    loading_max_percent: Array
    loading_table: Array
    loading_row: Array
    undervoltage_count: Array
    overvoltage_count: Array
    overload_count: Array
    dead_bus_count: Array

    @property
    def violation_count(self) -> Array:
        """``(n_step,)`` violations of any kind, -1 where the step has no solution."""
        total = self.undervoltage_count + self.overvoltage_count + self.overload_count
        return np.where(self.undervoltage_count < 0, -1, total)


@dataclass(frozen=True, slots=True, eq=False)
class BusExtremes:
    """Voltage of each bus over all solved steps, ``(n_bus,)``; NaN and step -1 where it never had one.

    Attributes:
        quantiles: ``(n_level, n_bus)`` at the levels of ``SeriesResult.quantile_levels``.
        violation_steps: ``(n_bus,)`` steps outside the normal limits.
    """

    vm_min_pu: Array
    vm_min_step: Array
    vm_max_pu: Array
    vm_max_step: Array
    quantiles: Array
    violation_steps: Array


@dataclass(frozen=True, slots=True, eq=False)
class BranchExtremes:
    """One branch table over all solved steps, ``(n,)`` each.

    Attributes:
        loading_max_percent, loading_max_step: highest loading and when; NaN and -1 where there is none.
        overload_steps: steps above the normal limit.
        loss_mwh: active losses over the whole span.
    """

    loading_max_percent: Array
    loading_max_step: Array
    overload_steps: Array
    loss_mwh: Array


@dataclass(frozen=True, slots=True, eq=False)
class KeptSteps:
    """Everything of every step as float32, where it was asked for; NaN rows are steps without solution.

    Attributes:
        vm_pu: ``(n_step, n_bus)``.
        loading_percent, p_from_mw, loss_mw: ``(n_step, n)`` by branch table.
    """

    vm_pu: Array
    loading_percent: FrozenMap[str, Array]
    p_from_mw: FrozenMap[str, Array]
    loss_mw: FrozenMap[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class SeriesResult:
    """Many steps of one network.

    Attributes:
        structure_revision, snapshot_revision: what was solved.
        times: ``(n_step,)`` beginning of each step, ``datetime64[s]``; step numbers where there is no time.
        step_hours: length of a step.
        is_converged: ``(n_step,)``; a step without solution is never counted as fine.
        causes: why, by step, for the first steps without solution.
        engine, engine_reason, verification: who solved, as in ``LoadFlowResult``.
        steps: totals per step; buses: extremes per bus; branches: extremes by branch table.
        branch_tables: names ``steps.loading_table`` refers to.
        feeder_names, feeder_losses_kw: ``(n_step, n_feeder)`` losses by feeder; the last column is what
            belongs to none (substation side).
        quantile_levels: of ``buses.quantiles``.
        quantile_stride: quantiles were taken over every so many steps (1 = all).
        kept: every step, where it was asked for.
        seconds: time it took.
    """

    structure_revision: str
    snapshot_revision: int
    times: Array
    step_hours: float
    is_converged: Array
    engine: Engine
    engine_reason: str
    verification: VerificationStatus
    steps: StepTotals
    buses: BusExtremes
    branches: FrozenMap[str, BranchExtremes]
    branch_tables: tuple[str, ...]
    feeder_names: tuple[str, ...]
    feeder_losses_kw: Array
    quantile_levels: tuple[float, ...]
    quantile_stride: int = 1
    causes: FrozenMap[int, str] = field(default_factory=FrozenMap)
    kept: KeptSteps | None = None
    seconds: float = 0.0

    @property
    def n_step(self) -> int:
        """Number of steps."""
        return len(self.times)

    @property
    def failed_steps(self) -> Array:
        """Steps without solution."""
        return np.flatnonzero(~self.is_converged)

    @property
    def is_secure(self) -> bool:
        """Every step has a solution and keeps every limit."""
        return bool(self.is_converged.all()) and not bool((self.steps.violation_count != 0).any())

    def energy_mwh(self, power_mw: Array) -> float:
        """Energy of a step total in MW over the solved steps."""
        return float(np.nansum(power_mw) * self.step_hours)

    @property
    def losses_mwh(self) -> float:
        """Active losses over the solved steps."""
        return self.energy_mwh(self.steps.losses_kw) / 1e3

    @property
    def worst_step(self) -> int:
        """What needs looking at first: a step without solution, else most violations, else the lowest voltage."""
        if len(self.failed_steps):
            return int(self.failed_steps[0])
        count = self.steps.violation_count
        if count.max(initial=0) > 0:
            return int(count.argmax())
        return int(np.nanargmin(self.steps.vm_min_pu)) if np.isfinite(self.steps.vm_min_pu).any() else -1
