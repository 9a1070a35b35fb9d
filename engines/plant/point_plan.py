"""Which points a district has: what is measured, told and commanded, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

from engines.plant.bank import Bank
from engines.plant.options import MeterOptions
from engines.values.points import PointDefinition, PointKind, Quantity

Array = np.ndarray[Any, Any]


class Reporting(IntEnum):
    """When a point looks at its value."""

    SCANNED = 0
    """At every scan; reports a change beyond its dead band."""
    SPONTANEOUS = 1
    """At once."""
    SMART = 2
    """At the interval of a smart meter."""
    GASP = 3
    """A smart meter telling that its voltage has gone or come back."""


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """A point and the true value behind it.

    Attributes:
        place: of the value in the bank.
        table, row: the equipment whose device sends it.
        sigma: random error of the meter; gain: largest constant error, share of the value.
    """

    definition: PointDefinition
    place: int
    table: str
    row: int
    reporting: Reporting
    sigma: float = 0.0
    gain: float = 0.0


class PointPlanner:
    """Collects points."""

    def __init__(self, bank: Bank, meter: MeterOptions) -> None:
        self.points: list[PlannedPoint] = []
        self._bank, self._meter = bank, meter

    def analog(
        self, table: str, row: int, element_id: str, quantity: Quantity, column: str, full_scale: float,
        low: float, high: float, *, source: tuple[str, int] | None = None,
    ) -> None:  # fmt: skip
        """A power or current meter; ``source`` is where its value comes from when not the table itself."""
        meter = self._meter
        definition = PointDefinition(
            element_id, quantity, PointKind.ANALOG, low, high, dead_band=meter.dead_band_percent / 100 * full_scale
        )
        from_table, from_row = source or (table, row)
        place = self._bank.at(from_table, column, from_row)
        sigma = meter.noise * meter.sigma_percent / 100 * full_scale
        gain = meter.noise * meter.gain_percent / 100
        self.points.append(PlannedPoint(definition, place, table, row, Reporting.SCANNED, sigma, gain))

    def voltage(self, table: str, row: int, element_id: str, *, is_smart: bool = False) -> None:
        """A voltage meter, of the control system or a customer's."""
        meter = self._meter
        definition = PointDefinition(
            element_id, Quantity.VM_PU, PointKind.ANALOG, 0.0, 1.5,
            reporting_interval_s=meter.smart_interval_s if is_smart else float("nan"),
            dead_band=0.0 if is_smart else meter.voltage_dead_band_pu,
        )  # fmt: skip
        place = self._bank.at(table, "vm_pu", row)
        reporting = Reporting.SMART if is_smart else Reporting.SCANNED
        sigma = meter.noise * meter.voltage_sigma_pu
        self.points.append(PlannedPoint(definition, place, table, row, reporting, sigma))

    def state(
        self, table: str, row: int, element_id: str, quantity: Quantity, column: str, kind: PointKind, *,
        low: float = 0.0, high: float = 1.0, is_controllable: bool = False, feedback_s: float = 10.0,
        tolerance: float = 1e-6, dead_band: float = 0.0, reporting: Reporting = Reporting.SPONTANEOUS,
    ) -> None:  # fmt: skip
        """A position, flag, step or setpoint: exact, and told at once unless ``reporting`` says otherwise."""
        definition = PointDefinition(
            element_id, quantity, kind, low, high,
            dead_band=dead_band, is_controllable=is_controllable, feedback_s=feedback_s, tolerance=tolerance,
        )  # fmt: skip
        self.points.append(PlannedPoint(definition, self._bank.at(table, column, row), table, row, reporting))
