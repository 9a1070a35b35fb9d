"""The equations of one estimate: every measurement, assumed load and empty bus, with its deviation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from engines.estimation.grid_model import GridModel
from engines.estimation.measurements import Accuracy, Measurements
from engines.grid.snapshot import Snapshot
from engines.loadflow.injections import POWER_TABLES, row_power

Array = np.ndarray[Any, Any]
VM, P, Q = 0, 1, 2


class Kind(IntEnum):
    """What an equation speaks of."""

    VM = 0
    P_NODE = 1
    Q_NODE = 2
    P_FROM = 3
    Q_FROM = 4
    P_TO = 5
    Q_TO = 6


class Basis(IntEnum):
    """Where an equation comes from."""

    MEASURED = 0
    PSEUDO = 1
    ZERO = 2


@dataclass(frozen=True, slots=True, eq=False)
class Equations:
    """One row an equation, powers in pu of 1 MVA, injected positive.

    Attributes:
        kind: ``(m,)`` :class:`Kind`; place: node or branch place; value, std.
        basis: ``(m,)`` :class:`Basis`; source: ``(m,)`` row of the measurement it stands for, -1 for none.
        sign: ``(m,)`` by which a measurement's own sign differs.
    """

    kind: Array
    place: Array
    value: Array
    std: Array
    basis: Array
    source: Array
    sign: Array

    def __len__(self) -> int:
        return len(self.kind)

    def without(self, row: int) -> Equations:
        """All but one."""
        keep = np.arange(len(self)) != row
        return Equations(*(getattr(self, name)[keep] for name in Equations.__slots__))


def build_equations(
    snapshot: Snapshot, grid: GridModel, told: Measurements, accuracy: Accuracy
) -> tuple[Equations, Array]:
    """Equations, and ``(m,)`` which measurements are in them.

    Loads and generators of a node are one injection: measured where every one of them is, assumed where not, with
    the deviations of all added up.
    """
    rows: list[tuple[int, int, float, float, int, int, float]] = []
    used = np.zeros(len(told), bool)
    _voltages(rows, used, snapshot, grid, told, accuracy)
    _flows(rows, used, snapshot, grid, told, accuracy)
    _injections(rows, used, snapshot, grid, told, accuracy)
    kind, place, value, std, basis, source, sign = (np.array(c) for c in zip(*rows, strict=True))
    return Equations(
        kind.astype(np.int8), place.astype(np.int64), value.astype(float), std.astype(float), basis.astype(np.int8),
        source.astype(np.int64), sign.astype(float),
    ), used  # fmt: skip


def _voltages(
    rows: list[Any], used: Array, snapshot: Snapshot, grid: GridModel, told: Measurements, accuracy: Accuracy
) -> None:
    network = snapshot.network
    for k in np.flatnonzero(told.quantity == VM).tolist():
        table, row = str(told.table[k]), int(told.row[k])
        bus = row if table == "bus" else int(network.bus_row(network[table]["bus"][[row]])[0])
        node = int(grid.node_of_bus[bus]) if bus >= 0 else -1
        if node < 0:
            continue
        default = accuracy.station_vm_pu if table == "bus" else accuracy.meter_vm_pu
        std = float(told.std[k]) if np.isfinite(told.std[k]) else default
        rows.append((Kind.VM, node, float(told.value[k]), std, Basis.MEASURED, k, 1.0))
        used[k] = True


def _flows(
    rows: list[Any], used: Array, snapshot: Snapshot, grid: GridModel, told: Measurements, accuracy: Accuracy
) -> None:
    """Flows at branch ends: a switch's run away from the bus it stands at, a transformer's into its high side."""
    for k in np.flatnonzero(np.isin(told.table, ("switch", "trafo")) & (told.quantity != VM)).tolist():
        row = int(told.row[k])
        if told.table[k] == "trafo":
            place = grid.place_of_branch.get(grid.model.part["trafo"].start + row)
            end = None if place is None else (place, False)
        else:
            end = grid.end_of_switch.get(row)
            if not snapshot.switch_closed[row]:
                end = None
        if end is None:
            continue
        place, is_to = end
        is_p = told.quantity[k] == P
        kind = (Kind.P_TO if is_p else Kind.Q_TO) if is_to else (Kind.P_FROM if is_p else Kind.Q_FROM)
        rows.append((kind, place, float(told.value[k]), _std(told, k, accuracy), Basis.MEASURED, k, 1.0))
        used[k] = True


def _injections(
    rows: list[Any], used: Array, snapshot: Snapshot, grid: GridModel, told: Measurements, accuracy: Accuracy
) -> None:
    n = grid.n
    value, variance = np.zeros((2, n)), np.zeros((2, n))
    is_assumed, is_told = np.zeros((2, n), bool), np.zeros((2, n), bool)
    # Where one measurement alone is the injection of its node, its verdict is that of the equation.
    sole = np.full((2, n), -1)
    parts = np.zeros((2, n), int)
    meter = {(str(t), int(r), int(q)): k
             for k, (t, r, q) in enumerate(zip(told.table, told.row, told.quantity, strict=True))}  # fmt: skip
    signs = np.zeros((2, n))
    for table, consumed in POWER_TABLES.items():
        if not len(snapshot.network[table]):
            continue
        nodes = grid.node_of_bus[np.maximum(snapshot.network.bus_row(snapshot.network[table]["bus"]), 0)]
        in_service = snapshot.column(table, "in_service").astype(bool)
        for axis, power in enumerate(row_power(snapshot, table)):
            share = accuracy.generation_share if consumed < 0 else accuracy.load_share
            for row in np.flatnonzero((nodes >= 0) & in_service).tolist():
                node, at = int(nodes[row]), meter.get((table, row, P + axis))
                parts[axis, node] += 1
                if at is None:
                    value[axis, node] -= consumed * power[row]
                    variance[axis, node] += (share * abs(power[row]) + accuracy.load_mw) ** 2
                    is_assumed[axis, node] = True
                else:
                    value[axis, node] -= consumed * told.value[at]
                    variance[axis, node] += _std(told, at, accuracy) ** 2
                    is_told[axis, node], sole[axis, node], signs[axis, node] = True, at, -consumed
                    used[at] = True
    fed = np.isin(np.arange(n), grid.source)
    fed[np.unique(grid.node_of_bus[_held(snapshot)])] = True
    for axis, kind in enumerate((Kind.P_NODE, Kind.Q_NODE)):
        for node in np.flatnonzero(~fed).tolist():
            if not parts[axis, node]:
                rows.append((kind, node, 0.0, accuracy.zero_mw, Basis.ZERO, -1, 1.0))
                continue
            is_alone = parts[axis, node] == 1 and is_told[axis, node]
            basis = Basis.PSEUDO if is_assumed[axis, node] else Basis.MEASURED
            source, sign = (int(sole[axis, node]), float(signs[axis, node])) if is_alone else (-1, 1.0)
            std = float(np.sqrt(variance[axis, node]))
            rows.append((kind, node, float(value[axis, node]), std, basis, source, sign))


def _held(snapshot: Snapshot) -> Array:
    """Buses whose injection nobody knows: generators that hold a voltage."""
    network = snapshot.network
    if not len(network["gen"]):
        return np.empty(0, np.int64)
    rows = network.bus_row(network["gen"]["bus"])
    return np.asarray(rows[snapshot.column("gen", "in_service").astype(bool) & (rows >= 0)])


def _std(told: Measurements, k: int, accuracy: Accuracy) -> float:
    if np.isfinite(told.std[k]):
        return float(told.std[k])
    return accuracy.flow_share * abs(float(told.value[k])) + accuracy.flow_mw
