"""Compares two load flows, of one network or of two that share equipment."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.values.comparison import BranchComparison, Comparison, Totals
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import BranchFlow, LoadFlowResult

Array = np.ndarray[Any, Any]


def compare(
    network_before: Network, before: LoadFlowResult, network_after: Network, after: LoadFlowResult
) -> Comparison:
    """``after`` minus ``before``. A side that did not converge gives NaN, never zero.

    Raises ``ValueError`` where a result is not of its network.
    """
    for network, result in ((network_before, before), (network_after, after)):
        if result.structure_revision != network.structure_revision:
            raise ValueError(f"the result is not of this structure of {network.name}")
    bus_row = rows_by_id(network_before.bus.id, network_after.bus.id)
    vm_before, vm_after = _taken(_voltages(before), bus_row), _voltages(after)
    had = _taken(_energized(before).astype(float), bus_row) == 1
    has = _energized(after)
    tables = [t for t in after.branches if t in network_after.tables]
    return Comparison(
        before=totals(before),
        after=totals(after),
        before_bus_row=frozen_array(bus_row),
        vm_before_pu=frozen_array(vm_before),
        vm_after_pu=frozen_array(vm_after),
        dvm_pu=frozen_array(vm_after - vm_before),
        lost_bus=frozen_array(had & ~has),
        regained_bus=frozen_array(has & ~had & (bus_row >= 0)),
        branches=FrozenMap({t: _branch(network_before, before, network_after, after, t) for t in tables}),
        removed=_removed(network_before, network_after),
    )


def totals(result: LoadFlowResult) -> Totals:
    """One result in a few figures; NaN and -1 where it did not converge."""
    nan = float("nan")
    if not result.is_converged:
        return Totals(result.status, nan, nan, nan, nan, nan, nan, -1, -1)
    loadings = np.concatenate([np.empty(0), *(flow.loading_percent for flow in result.branches.values())])
    return Totals(
        status=result.status,
        losses_kw=result.losses_kw,
        losses_kvar=result.losses_kvar,
        vm_min_pu=_extreme(np.fmin, result.vm_pu),
        vm_max_pu=_extreme(np.fmax, result.vm_pu),
        max_loading_percent=_extreme(np.fmax, loadings),
        source_p_mw=float(np.nansum(result.source_p_mw)),
        n_violation=len(result.violations),
        n_energized=int(np.count_nonzero(result.is_energized)),
    )


def rows_by_id(known: Array, wanted: Array) -> Array:
    """``(len(wanted),)`` position of each id in ``known``, -1 where it is missing."""
    if known is wanted or np.array_equal(known, wanted):
        return np.arange(len(wanted))
    if not len(known):
        return np.full(len(wanted), -1)
    order = np.argsort(known, kind="stable")
    at = np.clip(np.searchsorted(known, wanted, sorter=order), 0, len(known) - 1)
    return np.where(known[order[at]] == wanted, order[at], -1)


def _branch(
    network_before: Network, before: LoadFlowResult, network_after: Network, after: LoadFlowResult, table: str
) -> BranchComparison:
    rows = rows_by_id(network_before[table].id, network_after[table].id)
    old = before.branches.get(table)
    loading_after, losses_after = _figures(after, after.branches[table])
    if old is None:
        loading_before = losses_before = np.full(len(rows), np.nan)
    else:
        loading_before, losses_before = (_taken(values, rows) for values in _figures(before, old))
    return BranchComparison(
        before_row=frozen_array(rows),
        loading_before_percent=frozen_array(loading_before),
        loading_after_percent=frozen_array(loading_after),
        dloading_percent=frozen_array(loading_after - loading_before),
        losses_before_kw=frozen_array(losses_before),
        losses_after_kw=frozen_array(losses_after),
        dlosses_kw=frozen_array(losses_after - losses_before),
    )


def _figures(result: LoadFlowResult, flow: BranchFlow) -> tuple[Array, Array]:
    if not result.is_converged:
        nothing = np.full(len(flow.loading_percent), np.nan)
        return nothing, nothing
    return flow.loading_percent, 1000.0 * flow.loss_mw


def _voltages(result: LoadFlowResult) -> Array:
    return result.vm_pu if result.is_converged else np.full(len(result.vm_pu), np.nan)


def _energized(result: LoadFlowResult) -> Array:
    return result.is_energized if result.is_converged else np.zeros(len(result.vm_pu), bool)


def _taken(values: Array, rows: Array) -> Array:
    """``values[rows]``, NaN where there is no row."""
    taken = np.full(len(rows), np.nan)
    taken[rows >= 0] = values[rows[rows >= 0]]
    return taken


def _extreme(reduce: np.ufunc, values: Array) -> float:
    return float(reduce.reduce(values)) if len(values) else float("nan")


def _removed(before: Network, after: Network) -> tuple[str, ...]:
    tables = ("bus", "line", "trafo", "trafo3w", "impedance")
    pairs = [(before[t].id, after[t].id) for t in tables if not np.array_equal(before[t].id, after[t].id)]
    return tuple(str(i) for old, new in pairs for i in old[~np.isin(old, new)])
