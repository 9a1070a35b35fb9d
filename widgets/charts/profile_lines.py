"""The voltage along the feeders as points and segments, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.limit_check import limit_arrays
from engines.grid.network import Network
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ProfileLines:
    """Voltage against distance from the bar each feeder leaves.

    Attributes:
        bus_row: ``(n,)`` buses with a voltage on a feeder, or the bar of one.
        x_km, y_pu: ``(n,)`` distance and voltage.
        feeder: ``(n,)`` index into ``Topology.feeders``; -1 for a bar.
        segment_x, segment_y: ``(2 m,)`` pairs from each bus's parent to the bus.
        segment_feeder, segment_bus: ``(m,)`` feeder and bus row of the farther end.
        severity: ``(n,)`` 0 within limits, else :class:`~engines.values.violations.Severity`.
    """

    bus_row: Array
    x_km: Array
    y_pu: Array
    feeder: Array
    segment_x: Array
    segment_y: Array
    segment_feeder: Array
    segment_bus: Array
    severity: Array

    def __len__(self) -> int:
        return len(self.bus_row)


@dataclass(frozen=True, slots=True)
class VoltageLimits:
    """The normal and emergency limits most of the shown buses have, pu; NaN where there is none."""

    min_pu: float
    max_pu: float
    emergency_min_pu: float
    emergency_max_pu: float


def profile_lines(topology: Topology, result: LoadFlowResult) -> ProfileLines:
    """Points and segments of all feeders; empty where the result did not converge.

    A feeder's distance counts from its bar, wherever the source behind it stands. A bus without voltage
    leaves a gap: neither it nor the way to it is drawn.
    """
    n_bus = len(topology.feeder)
    has_voltage = np.isfinite(result.vm_pu) if result.is_converged else np.zeros(n_bus, bool)
    feeder = topology.feeder
    bars = np.array([f.source_bus_row for f in topology.feeders], np.int64)
    x = np.full(n_bus, np.nan)
    on_feeder = feeder >= 0
    if len(bars):
        x[on_feeder] = topology.distance_km[on_feeder] - topology.distance_km[bars[feeder[on_feeder]]]
    x[bars] = 0.0
    is_drawn = has_voltage & np.isfinite(x)
    rows = np.flatnonzero(is_drawn)
    child = rows[(feeder[rows] >= 0) & (topology.parent_bus[rows] >= 0)]
    parent = topology.parent_bus[child]
    known = is_drawn[parent]
    child, parent = child[known], parent[known]
    # A bar stands at zero for every feeder that leaves it, also where another feeder's way leads to it.
    parent_x = np.where(topology.feeder[parent] == feeder[child], x[parent], 0.0)
    pairs_x = np.column_stack([parent_x, x[child]]).ravel()
    pairs_y = np.column_stack([result.vm_pu[parent], result.vm_pu[child]]).ravel()
    severity = np.zeros(n_bus, np.int64)
    found = result.violations
    is_bus = found.table == "bus"
    np.maximum.at(severity, found.row[is_bus], found.severity[is_bus])
    return ProfileLines(
        rows, x[rows], result.vm_pu[rows], feeder[rows], pairs_x, pairs_y, feeder[child], child, severity[rows]
    )


def commonest_limits(network: Network, bus_rows: Array) -> VoltageLimits:
    """The limits that hold for most of some buses."""
    if not len(bus_rows):
        return VoltageLimits(*(float("nan"),) * 4)
    limits = limit_arrays(network)
    columns = (limits.min_pu, limits.max_pu, limits.emergency_min_pu, limits.emergency_max_pu)
    rows = np.round(np.column_stack([column[bus_rows] for column in columns]), 4)
    # Four limits of a tenth of a thousandth each fit into one whole number, which sorts ten times faster.
    steps = np.nan_to_num(rows * 1e4, nan=0.0, posinf=32767, neginf=0).astype(np.int64) & 32767
    keys = ((steps[:, 0] * 32768 + steps[:, 1]) * 32768 + steps[:, 2]) * 32768 + steps[:, 3]
    _, first, count = np.unique(keys, return_index=True, return_counts=True)
    return VoltageLimits(*(float(v) for v in rows[first[count.argmax()]]))
