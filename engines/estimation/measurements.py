"""What is measured, as it comes from the field, and how accurate it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.values.frozen import frozen_array
from engines.values.points import Quantity

Array = np.ndarray[Any, Any]
QUANTITIES = (Quantity.VM_PU, Quantity.P_MW, Quantity.Q_MVAR)
"""What is used; a code is a place in this tuple."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Standard deviations, where a point does not declare its own.

    Attributes:
        station_vm_pu, meter_vm_pu: of a voltage at a bus, and at a customer's meter.
        flow_share, flow_mw: of a measured flow: share of its value, and the least.
        load_share, load_mw: of a load nobody measures: share of what was allocated to it, and the least.
        generation_share: of generation nobody measures.
        zero_mw: of a bus that has nothing connected; it is zero by the network's structure.
    """

    station_vm_pu: float = 0.002
    meter_vm_pu: float = 0.005
    flow_share: float = 0.01
    flow_mw: float = 0.003
    load_share: float = 0.4
    load_mw: float = 0.002
    generation_share: float = 0.5
    zero_mw: float = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Measurements:
    """Usable values of one moment: neither invalid nor stale nor set by hand.

    Attributes:
        table: ``(m,)`` "bus", "load", "sgen", "storage", "switch", "trafo"; row: row in it.
        quantity: ``(m,)`` codes of :data:`QUANTITIES`.
        value: ``(m,)`` in pu, MW, Mvar, with the signs of :class:`engines.values.points.Quantity`.
        std: ``(m,)`` standard deviation in the same unit; NaN takes the default of :class:`Accuracy`.
        point_id: ``(m,)`` text.
    """

    table: Array
    row: Array
    quantity: Array
    value: Array
    std: Array
    point_id: Array

    def __len__(self) -> int:
        return len(self.value)

    def taken(self, keep: Array) -> Measurements:
        """Some of them."""
        return Measurements(*(getattr(self, name)[keep] for name in Measurements.__slots__))


def no_measurements() -> Measurements:
    """Nothing is measured."""
    text, whole, real = np.empty(0, "U1"), np.empty(0, np.int64), np.empty(0)
    return Measurements(text, whole, whole, real, real, text)


def measurements_of(rows: list[tuple[str, int, Quantity, float, float, str]]) -> Measurements:
    """Measurements of ``(table, row, quantity, value, std, point_id)``; other quantities are left out."""
    used = [r for r in rows if r[2] in QUANTITIES]
    if not used:
        return no_measurements()
    table, row, quantity, value, std, point_id = zip(*used, strict=True)
    return Measurements(
        np.array(table, np.str_),
        np.array(row, np.int64),
        np.array([QUANTITIES.index(q) for q in quantity], np.int64),
        frozen_array(value, np.float64),
        frozen_array(std, np.float64),
        np.array(point_id, np.str_),
    )
