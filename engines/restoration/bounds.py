"""The limits in force, and how a load flow stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.limit_check import MARGIN_PERCENT, MARGIN_PU, limit_arrays
from engines.grid.network import ElementRef, Network
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]

_CHANGED_PU, _CHANGED_PERCENT = 1e-5, 0.01
"""What moves by less is not changed by the plan."""


@dataclass(frozen=True, slots=True)
class Excess:
    """One limit that is broken: a voltage in pu or a loading in percent."""

    table: str
    row: int
    value: float
    limit: float

    def sentence(self, network: Network) -> str:
        """What is broken, for a person."""
        name = network.label(ElementRef(self.table, self.row))
        if self.table == "bus":
            side = "below" if self.value < self.limit else "above"
            return f"the voltage at {name} is {self.value:.4f} pu, {side} {self.limit:.4f} pu"
        return f"{name} is loaded with {self.value:.1f} %, more than {self.limit:.1f} %"


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Limits of every bus and branch.

    Attributes:
        low_pu, high_pu: ``(n_bus,)``; percent: by table, ``(n,)``; NaN where there is none.
    """

    low_pu: Array
    high_pu: Array
    percent: dict[str, Array]

    def excesses(self, result: LoadFlowResult) -> tuple[Excess, ...]:
        """Every limit a converged load flow breaks, the worst of each kind first."""
        vm = result.vm_pu
        found: list[tuple[float, Excess]] = []
        for beyond, limit in ((self.low_pu - vm, self.low_pu), (vm - self.high_pu, self.high_pu)):
            rows = np.flatnonzero(beyond > MARGIN_PU)
            found += [(float(beyond[r]), Excess("bus", int(r), float(vm[r]), float(limit[r]))) for r in rows]
        for table, percent in self.percent.items():
            if table not in result.branches:
                continue
            loading = result.branches[table].loading_percent
            rows = np.flatnonzero(loading - percent > MARGIN_PERCENT)
            found += [
                (float(loading[r] / percent[r] - 1), Excess(table, int(r), float(loading[r]), float(percent[r])))
                for r in rows
            ]
        return tuple(excess for _, excess in sorted(found, key=lambda f: -f[0]))

    def margin(self, result: LoadFlowResult, present: LoadFlowResult | None) -> float:
        """Smallest distance to a limit of what ``result`` changes against ``present``; infinite where nothing does.

        A loading counts as the share of its limit that is free, a voltage as the share of the way from 1 pu to its
        lower limit that is left.
        """
        moved = np.isfinite(result.vm_pu)
        if present is not None and present.is_converged:
            moved &= ~(np.abs(result.vm_pu - present.vm_pu) <= _CHANGED_PU)
        with np.errstate(invalid="ignore", divide="ignore"):
            free = (result.vm_pu - self.low_pu) / np.maximum(1.0 - self.low_pu, 1e-3)
        least = float(np.nanmin(free[moved], initial=np.inf)) if moved.any() else np.inf
        for table, percent in self.percent.items():
            if table not in result.branches:
                continue
            loading = result.branches[table].loading_percent
            changed = np.isfinite(loading) & np.isfinite(percent)
            if present is not None and present.is_converged:
                before = present.branches[table].loading_percent
                changed &= ~(np.abs(loading - before) <= _CHANGED_PERCENT)
            if changed.any():
                least = min(least, float((1.0 - loading[changed] / percent[changed]).min()))
        return least


def bounds(network: Network, present: LoadFlowResult | None, *, emergency: bool) -> Bounds:
    """The emergency or the normal limits; what ``present`` already breaks may stay as it is, but not get worse."""
    limits = limit_arrays(network)
    low = (limits.emergency_min_pu + MARGIN_PU if emergency else limits.min_pu).copy()
    high = (limits.emergency_max_pu - MARGIN_PU if emergency else limits.max_pu).copy()
    percent = {
        table: np.maximum(normal, limits.emergency_percent) if emergency else normal.copy()
        for table, normal in limits.normal_percent.items()
    }
    if present is not None and present.is_converged:
        low, high = np.fmin(low, present.vm_pu), np.fmax(high, present.vm_pu)
        for table, limit in percent.items():
            if table in present.branches:
                percent[table] = np.fmax(limit, present.branches[table].loading_percent)
    return Bounds(low, high, percent)
