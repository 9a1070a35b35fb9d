"""Reduces the steps of a series chunk by chunk, so that a year of a large network fits in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from engines.grid.limit_check import MARGIN_PERCENT, LimitArrays
from engines.loadflow.batch import BatchSolution
from engines.loadflow.step_power import StepPower
from engines.values.frozen import FrozenMap
from engines.values.series import BranchExtremes, BusExtremes, KeptSteps, StepTotals

Array = np.ndarray[Any, Any]

QUANTILE_VALUES = 16_000_000
"""Voltages kept for the quantiles; a longer series keeps every second, third, ... step."""


@dataclass(frozen=True, slots=True, eq=False)
class ReductionPlan:
    """What a reduction has to know of the network.

    Attributes:
        parts: branch tables and where their branches lie, ``trafo3w`` with its three legs.
        normal_percent: ``(n_branch,)`` normal loading limit of each branch.
        feeder: ``(n_branch,)`` feeder of each, ``n_feeder`` where it belongs to none.
    """

    n_step: int
    n_bus: int
    parts: tuple[tuple[str, slice], ...]
    limits: LimitArrays
    normal_percent: Array
    feeder: Array
    n_feeder: int
    quantile_levels: tuple[float, ...]
    keep_all: bool
    step_hours: float

    @property
    def n_branch(self) -> int:
        """Branches of the model."""
        return len(self.normal_percent)

    @property
    def quantile_stride(self) -> int:
        """Every so many steps go into the quantiles."""
        return max(1, -(-self.n_step * self.n_bus // QUANTILE_VALUES))


class Reduction:
    """Takes chunks in order and gives the parts of a ``SeriesResult``."""

    def __init__(self, plan: ReductionPlan) -> None:
        self.plan = plan
        n, bus, branch = plan.n_step, plan.n_bus, plan.n_branch
        self.is_converged = np.zeros(n, bool)
        self.causes: dict[int, str] = {}
        real = StepTotals.__dataclass_fields__
        self._steps = {f: np.full(n, np.nan) for f in real}
        for f in ("vm_min_bus_row", "vm_max_bus_row", "loading_table", "loading_row", "dead_bus_count"):
            self._steps[f] = np.full(n, -1, np.int64)
        for f in ("undervoltage_count", "overvoltage_count", "overload_count"):
            self._steps[f] = np.full(n, -1, np.int64)
        self._vm_min, self._vm_max = np.full(bus, np.inf), np.full(bus, -np.inf)
        self._vm_min_step, self._vm_max_step = np.full(bus, -1), np.full(bus, -1)
        self._bus_violations = np.zeros(bus, np.int64)
        self._loading_max, self._loading_step = np.full(branch, -np.inf), np.full(branch, -1)
        self._overload_steps, self._loss_mwh = np.zeros(branch, np.int64), np.zeros(branch)
        self._sample = np.full((-(-n // plan.quantile_stride), bus), np.nan, np.float32)
        self.feeder_losses_kw = np.full((n, plan.n_feeder + 1), np.nan)
        to_feeder = (np.ones(branch), (np.arange(branch), plan.feeder))
        self._to_feeder = csr_matrix(to_feeder, shape=(branch, plan.n_feeder + 1))
        self._kept = [np.full((n, size), np.nan, np.float32) for size in (bus, *(branch,) * 3)] if plan.keep_all else []

    def add(self, first: int, power: StepPower, solution: BatchSolution) -> None:
        """Take the steps from ``first`` on."""
        k = len(solution.is_converged)
        self.is_converged[first : first + k] = solution.is_converged
        self.causes.update({first + i: cause for i, cause in solution.causes.items()})
        good = np.flatnonzero(solution.is_converged)
        at = first + good
        for group, name in enumerate(("load", "generation")):
            self._steps[f"{name}_mw"][first : first + k] = power.p_total[group]
            self._steps[f"{name}_mvar"][first : first + k] = power.q_total[group]
        self._steps["storage_mw"][first : first + k] = power.p_total[2]
        if len(good) == 0:
            return
        vm_pu, loading = solution.vm_pu[good], solution.loading_percent[good]
        loss = solution.loss_mw[good]
        self._steps["losses_kw"][at] = loss.sum(axis=1) * 1e3
        self._steps["losses_kvar"][at] = solution.loss_mvar[good].sum(axis=1) * 1e3
        self._steps["source_mw"][at], self._steps["source_mvar"][at] = (
            solution.source_mw[good],
            solution.source_mvar[good],
        )
        self._loss_mwh += loss.sum(axis=0) * self.plan.step_hours
        self.feeder_losses_kw[at] = (self._to_feeder.T @ loss.T).T * 1e3
        self._add_voltages(at, vm_pu)
        self._add_loadings(at, loading)
        for target, values in zip(self._kept, (vm_pu, loading, solution.p_from_mw[good], loss), strict=False):
            target[at] = values

    def _add_voltages(self, at: Array, vm_pu: Array) -> None:
        limits, steps = self.plan.limits, self._steps
        low, high = np.where(np.isnan(vm_pu), np.inf, vm_pu), np.where(np.isnan(vm_pu), -np.inf, vm_pu)
        under, over = low < limits.under_pu, high > limits.over_pu
        steps["undervoltage_count"][at], steps["overvoltage_count"][at] = under.sum(axis=1), over.sum(axis=1)
        self._bus_violations += under.sum(axis=0) + over.sum(axis=0)
        steps["dead_bus_count"][at] = np.isnan(vm_pu).sum(axis=1)
        for name, values, pick, worst in (("min", low, np.argmin, np.less), ("max", high, np.argmax, np.greater)):
            row = pick(values, axis=1)
            extreme = values[np.arange(len(at)), row]
            live = np.isfinite(extreme)
            steps[f"vm_{name}_pu"][at[live]] = extreme[live]
            steps[f"vm_{name}_bus_row"][at[live]] = row[live]
            best, best_step = getattr(self, f"_vm_{name}"), getattr(self, f"_vm_{name}_step")
            step = pick(values, axis=0)
            value = values[step, np.arange(values.shape[1])]
            better = worst(value, best)
            best[better], best_step[better] = value[better], at[step[better]]
        stride = self.plan.quantile_stride
        taken = at % stride == 0
        self._sample[at[taken] // stride] = vm_pu[taken]

    def _add_loadings(self, at: Array, loading: Array) -> None:
        if loading.shape[1] == 0:
            self._steps["overload_count"][at] = 0
            return
        steps = self._steps
        known = np.where(np.isnan(loading), -np.inf, loading)
        over = known > self.plan.normal_percent + MARGIN_PERCENT
        steps["overload_count"][at] = over.sum(axis=1)
        self._overload_steps += over.sum(axis=0)
        branch = known.argmax(axis=1)
        value = known[np.arange(len(at)), branch]
        live = np.isfinite(value)
        steps["loading_max_percent"][at[live]] = value[live]
        table, row = self._place(branch)
        steps["loading_table"][at[live]], steps["loading_row"][at[live]] = table[live], row[live]
        step = known.argmax(axis=0)
        best = known[step, np.arange(known.shape[1])]
        better = best > self._loading_max
        self._loading_max[better], self._loading_step[better] = best[better], at[step[better]]

    def _place(self, branch: Array) -> tuple[Array, Array]:
        """Table number and row of branch positions."""
        table, row = np.full(len(branch), -1), np.full(len(branch), -1)
        for k, (name, part) in enumerate(self.plan.parts):
            inside = (branch >= part.start) & (branch < part.stop)
            size = (part.stop - part.start) // 3 if name == "trafo3w" else part.stop - part.start
            table[inside], row[inside] = k, (branch[inside] - part.start) % size
        return table, row

    def steps(self) -> StepTotals:
        """Totals per step."""
        return StepTotals(**self._steps)

    def buses(self) -> BusExtremes:
        """Extremes and quantiles per bus."""
        seen = self._vm_min_step >= 0
        quantiles = np.full((len(self.plan.quantile_levels), self.plan.n_bus), np.nan)
        rows = self._sample[np.isfinite(self._sample).any(axis=1)] if self._sample.size else self._sample
        if len(rows) and seen.any():
            has_any = np.isfinite(rows).any(axis=0)
            complete = np.isfinite(rows).all(axis=0)
            quantiles[:, complete] = np.quantile(rows[:, complete], self.plan.quantile_levels, axis=0)
            for bus in np.flatnonzero(has_any & ~complete):
                quantiles[:, bus] = np.nanquantile(rows[:, bus], self.plan.quantile_levels)
        return BusExtremes(
            np.where(seen, self._vm_min, np.nan),
            self._vm_min_step,
            np.where(seen, self._vm_max, np.nan),
            self._vm_max_step,
            quantiles,
            self._bus_violations,
        )

    def branches(self) -> FrozenMap[str, BranchExtremes]:
        """Extremes by branch table."""
        loading = np.where(np.isfinite(self._loading_max), self._loading_max, np.nan)
        extremes = {}
        for name, part in self.plan.parts:
            parts = (loading[part], self._loading_step[part], self._overload_steps[part], self._loss_mwh[part])
            extremes[name] = BranchExtremes(*(_legs_joined(parts) if name == "trafo3w" else parts))
        return FrozenMap(extremes)

    def kept(self) -> KeptSteps | None:
        """Every step, where it was asked for."""
        if not self._kept:
            return None
        vm_pu, loading, p_from, loss = self._kept
        tables = [(name, part) for name, part in self.plan.parts if name != "trafo3w"]
        cut = [FrozenMap({name: values[:, part] for name, part in tables}) for values in (loading, p_from, loss)]
        return KeptSteps(vm_pu, *cut)


def _legs_joined(parts: tuple[Array, ...]) -> tuple[Array, ...]:
    """The three legs of three-winding transformers as one row each."""
    loading, step, overload, loss = (p.reshape(3, -1) for p in parts)
    worst = np.argmax(np.nan_to_num(loading, nan=-1.0), axis=0)
    columns = np.arange(loading.shape[1])
    return loading[worst, columns], step[worst, columns], overload.max(axis=0), loss.sum(axis=0)
