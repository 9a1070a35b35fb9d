"""Consumption per bus over many steps, as a matrix product of profiles and base powers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from engines.grid.profiles import ProfileAssignment
from engines.grid.snapshot import Snapshot, StateKey
from engines.loadflow.injections import POWER_TABLES, InjectionMap

Array = np.ndarray[Any, Any]

QUANTITIES = ("p_mw", "q_mvar")
GROUPS = {"load": 0, "asymmetric_load": 0, "sgen": 1, "asymmetric_sgen": 1, "storage": 2}
"""Which total each power table counts to: load, generation, storage."""


@dataclass(frozen=True, slots=True, eq=False)
class StepPower:
    """Powers of some steps.

    Attributes:
        p_bus, q_bus: ``(k, n_kind * m)`` consumption at nominal voltage by kind and injection bus, MW and Mvar.
        p_total, q_total: ``(3, k)`` load (consumed), generation (injected), storage (charged).
        is_known: ``(k,)`` False where a value is not a number (a gap in a profile); such rows hold zeros.
    """

    p_bus: Array
    q_bus: Array
    p_total: Array
    q_total: Array
    is_known: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What one column adds: ``fixed + matrix @ shapes`` per bus, and in total."""

    fixed: Array
    matrix: csr_matrix | None
    total_fixed: Array
    total_by_shape: Array


class PowerSteps:
    """Powers of a snapshot at any steps, the columns in ``varying`` following their rows of ``shapes``.

    Args:
        snapshot: the state of all else (scaling, in service, columns without profile).
        injections: where power tables add to.
        shapes: ``(n_shape, n_step)`` factors on the network's own base value, NaN for a gap.
        varying: which rows of which column follow which shape.
        are_values: ``shapes`` are the values themselves, not factors.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        injections: InjectionMap,
        shapes: Array,
        varying: tuple[ProfileAssignment, ...],
        *,
        are_values: bool = False,
    ) -> None:
        self.shapes = shapes
        self._parts = [
            _column_parts(
                snapshot, injections, quantity, [a for a in varying if a.column == quantity], len(shapes), are_values
            )
            for quantity in QUANTITIES
        ]

    def at(self, steps: slice) -> StepPower:
        """Powers of consecutive steps."""
        shapes = np.asarray(self.shapes[:, steps], np.float64)
        k = shapes.shape[1]
        known = np.ones(k, bool)
        buses, totals = [], []
        for part in self._parts:
            bus = np.repeat(part.fixed[None, :], k, axis=0)
            total = np.repeat(part.total_fixed[:, None], k, axis=1)
            if part.matrix is not None:
                bus += (part.matrix @ shapes).T
                total = total + part.total_by_shape @ shapes
            known &= np.isfinite(bus.sum(axis=1))
            buses.append(bus)
            totals.append(total)
        for bus in buses:
            bus[~known] = 0.0
        return StepPower(buses[0], buses[1], totals[0], totals[1], known)


def _column_parts(
    snapshot: Snapshot,
    injections: InjectionMap,
    quantity: str,
    varying: list[ProfileAssignment],
    n_shape: int,
    are_values: bool,
) -> _Part:
    m = len(injections.bus_rows)
    kinds = 1 if injections.p_shares is None else len(injections.p_shares)
    fixed, total_fixed = np.zeros(kinds * m), np.zeros(3)
    total_by_shape = np.zeros((3, n_shape))
    entries: list[tuple[Array, Array, Array]] = []
    for table in injections.tables:
        sign, place, group = POWER_TABLES[table], injections.place[table], GROUPS[table]
        weight = np.where(snapshot.column(table, "in_service"), snapshot.column(table, "scaling"), 0.0)
        value = _present(snapshot, table, quantity)
        value = np.where(weight == 0, 0.0, value * weight)
        shares = injections.p_shares if quantity == "p_mw" else injections.q_shares
        if table != "load" or shares is None:
            shares = np.ones((1, len(place)))
        for a in (a for a in varying if a.table == table):
            base = weight[a.row] if are_values else snapshot.network[table][quantity][a.row] * weight[a.row]
            value[a.row] = 0.0
            np.add.at(total_by_shape[group], a.shape, base)
            entries += [(share[a.row] * base * sign, place[a.row] + j * m, a.shape) for j, share in enumerate(shares)]
        total_fixed[group] += value.sum()
        for j, share in enumerate(shares):
            fixed[j * m : (j + 1) * m] += sign * np.bincount(place, value * share, m)
    if not entries:
        return _Part(fixed, None, total_fixed, total_by_shape)
    data, row, column = (np.concatenate([e[k] for e in entries]) for k in range(3))
    return _Part(fixed, csr_matrix((data, (row, column)), shape=(kinds * m, n_shape)), total_fixed, total_by_shape)


def _present(snapshot: Snapshot, table: str, quantity: str) -> Array:
    if table.startswith("asymmetric"):
        names = [f"{quantity[0]}_{phase}_{quantity[2:]}" for phase in "abc"]
        return np.asarray(sum(snapshot.column(table, name) for name in names))
    return snapshot.column(table, quantity).copy()


def can_batch(assignments: tuple[ProfileAssignment, ...]) -> bool:
    """Whether all columns that vary are given powers, which the fast engine takes in batches."""
    return all(a.table in ("load", "sgen", "storage") and a.column in QUANTITIES for a in assignments)


def scenario_values(columns: Mapping[StateKey, Array]) -> tuple[Array, tuple[ProfileAssignment, ...]]:
    """Scenarios of whole columns, ``(n_scenario, n)`` each, as values to follow: one shape per row of a column."""
    values: list[Array] = []
    assignments = []
    first = 0
    for (table, column), scenarios in columns.items():
        rows = np.arange(np.shape(scenarios)[1])
        values.append(np.asarray(scenarios, np.float64).T)
        assignments.append(ProfileAssignment(table, column, rows, first + rows))
        first += len(rows)
    return np.concatenate(values), tuple(assignments)
