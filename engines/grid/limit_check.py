"""Which limits are violated: voltages against their bands, loadings against ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network, Table
from engines.grid.schema import BRANCH_TABLES
from engines.values.violations import Severity, ViolationKind, Violations, no_violations

Array = np.ndarray[Any, Any]

TABLE_NAMES = np.array(("bus", *BRANCH_TABLES, "switch"))
KIND_NAMES = np.array([str(k) for k in ViolationKind])
MARGIN_PU = 1e-6
"""A voltage this close to its limit keeps it: a source held at its own limit must not violate it by rounding."""
MARGIN_PERCENT = 1e-4
_UNDER, _OVER, _LOADING = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class LimitArrays:
    """A network's limits, one value per bus and branch; ``NaN`` where there is none.

    Attributes:
        min_pu, max_pu: ``(n_bus,)`` normal band; emergency_min_pu, emergency_max_pu: the wider one.
        under_pu, over_pu: ``(n_bus,)`` the normal band widened by :data:`MARGIN_PU`; beyond it is a violation.
        normal_percent: by branch table, ``(n,)``; emergency_percent: one for all, never below the normal one.
    """

    min_pu: Array
    max_pu: Array
    emergency_min_pu: Array
    emergency_max_pu: Array
    under_pu: Array
    over_pu: Array
    normal_percent: dict[str, Array]
    emergency_percent: float


def limit_arrays(network: Network) -> LimitArrays:
    """The limits of ``network`` laid out for :func:`check_limits`."""
    vn_kv, bus = network.bus["vn_kv"], network.bus
    band = np.full((4, len(bus)), np.nan)
    for b in reversed(network.limits.voltage_bands):
        inside = (vn_kv >= b.from_kv) & (vn_kv < b.to_kv)
        edges = (b.normal_min_pu, b.normal_max_pu, b.emergency_min_pu, b.emergency_max_pu)
        band[:, inside] = np.array(edges)[:, None]
    low = np.where(np.isnan(bus["min_vm_pu"]), band[0], bus["min_vm_pu"])
    high = np.where(np.isnan(bus["max_vm_pu"]), band[1], bus["max_vm_pu"])
    normal = {t: _normal_percent(network[t], network.limits.loading_normal_percent) for t in BRANCH_TABLES}
    normal["switch"] = np.full(len(network["switch"]), network.limits.loading_normal_percent)
    return LimitArrays(
        min_pu=low,
        max_pu=high,
        emergency_min_pu=np.fmin(band[2], low) - MARGIN_PU,
        emergency_max_pu=np.fmax(band[3], high) + MARGIN_PU,
        under_pu=low - MARGIN_PU,
        over_pu=high + MARGIN_PU,
        normal_percent=normal,
        emergency_percent=network.limits.loading_emergency_percent,
    )


def _normal_percent(table: Table, common: float) -> Array:
    if "max_loading_percent" not in table:
        return np.full(len(table), common)
    own = table["max_loading_percent"].astype(float)
    return np.where(np.isnan(own), common, own)


def check_limits(
    limits: LimitArrays, vm_pu: Array, loading_percent: Mapping[str, Array], vm_high_pu: Array | None = None
) -> Violations:
    """Every violation, worst first: high before medium, then by how far beyond the limit, relative to it.

    NaN (a dead bus, a branch without rating) violates nothing: who asks for "no violation" must ask
    ``LoadFlowResult.is_secure``, which a load flow without numbers never is.

    Args:
        limits: from :func:`limit_arrays`.
        vm_pu: ``(n_bus,)`` voltages.
        loading_percent: loading by branch table.
        vm_high_pu: where phases differ, the highest phase of each bus; ``vm_pu`` is then the lowest.
    """
    vm_high = vm_pu if vm_high_pu is None else vm_high_pu
    found: list[tuple[int, int, Array, Array, Array, Array]] = []
    low = vm_pu < limits.under_pu
    if low.any():
        rows = low.nonzero()[0]
        value = vm_pu[rows]
        found.append((0, _UNDER, rows, value, limits.min_pu[rows], value < limits.emergency_min_pu[rows]))
    high = vm_high > limits.over_pu
    if high.any():
        rows = high.nonzero()[0]
        value = vm_high[rows]
        found.append((0, _OVER, rows, value, limits.max_pu[rows], value > limits.emergency_max_pu[rows]))
    for k, table in enumerate(TABLE_NAMES[1:].tolist(), start=1):
        loading = loading_percent.get(table)
        if loading is None:
            continue
        over = loading > limits.normal_percent[table] + MARGIN_PERCENT
        if over.any():
            rows = over.nonzero()[0]
            value, limit = loading[rows], limits.normal_percent[table][rows]
            found.append((k, _LOADING, rows, value, limit, value > np.maximum(limit, limits.emergency_percent)))
    return _worst_first(found) if found else no_violations()


def _worst_first(found: list[tuple[int, int, Array, Array, Array, Array]]) -> Violations:
    sizes = [len(f[2]) for f in found]
    table = np.repeat([f[0] for f in found], sizes)
    kind = np.repeat([f[1] for f in found], sizes)
    row, value, limit, beyond = (np.concatenate([f[k] for f in found]) for k in (2, 3, 4, 5))
    severity = np.where(beyond, int(Severity.HIGH), int(Severity.MEDIUM))
    order = np.lexsort((-np.abs(value / limit - 1.0), -severity))
    columns = (TABLE_NAMES[table], row, KIND_NAMES[kind], value, limit, severity)
    frozen = [c[order] for c in columns]
    for c in frozen:
        c.flags.writeable = False
    return Violations(*frozen)
