"""What the district does, against what the plan of this moment wants. Free of Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from console.control.feedback import is_believed
from console.dispatch.control_points import FieldPoints
from engines.grid.network import ElementRef, Network
from engines.values.dispatch import DeviceKind, DispatchPlan
from engines.values.dispatch_case import DispatchCase
from engines.values.loadflow import LoadFlowResult
from engines.values.points import Quantity

NAN = float("nan")


class Measure(StrEnum):
    """What is compared."""

    EXCHANGE = "exchange"
    """With the upper grid, all sources together, import positive; by the load flow of what is measured."""
    LOWEST_VOLTAGE = "lowest_voltage"
    ENERGY = "energy"
    """Held by a storage."""


@dataclass(frozen=True, slots=True)
class Band:
    """How far what is measured may lie from the plan.

    Attributes:
        exchange_mw, voltage_pu, energy_mwh: on either side; infinite where it is not looked at.
        hold_s: how long it must lie outside before it counts.
    """

    exchange_mw: float = 0.5
    voltage_pu: float = 0.01
    energy_mwh: float = 0.1
    hold_s: float = 60.0

    def width(self, measure: Measure) -> float:
        """Of one measure, in its unit."""
        return {
            Measure.EXCHANGE: self.exchange_mw,
            Measure.LOWEST_VOLTAGE: self.voltage_pu,
            Measure.ENERGY: self.energy_mwh,
        }[measure]


@dataclass(frozen=True, slots=True)
class Deviation:
    """One measure.

    Attributes:
        place: bus or storage, "" for the whole district.
        planned, measured: NaN where it is not known.
        width: of the band on either side.
    """

    measure: Measure
    place: str
    planned: float
    measured: float
    width: float

    @property
    def difference(self) -> float:
        """Measured less planned."""
        return self.measured - self.planned

    @property
    def is_known(self) -> bool:
        """Whether both can be compared; what is not known is never within its band."""
        return math.isfinite(self.difference)

    @property
    def is_beyond(self) -> bool:
        """Whether it is known to lie outside its band."""
        return self.is_known and abs(self.difference) > self.width


def deviations(
    case: DispatchCase,
    plan: DispatchPlan,
    step: int,
    share: float,
    network: Network,
    result: LoadFlowResult | None,
    field: FieldPoints,
    band: Band,
) -> tuple[Deviation, ...]:
    """Everything that is compared in a step.

    Args:
        share: of the step that has passed, 0 to 1.
        result: load flow of the present, ``None`` where there is none.
    """
    known = result if result is not None and result.is_converged else None
    found = [Deviation(Measure.EXCHANGE, "", float(plan.purchase_mw[step]), exchange_mw(known), band.exchange_mw)]
    found.append(_voltage(plan, step, network, known, band.voltage_pu))
    for name, planned, measured in _energies(case, plan, step, share, field):
        found.append(Deviation(Measure.ENERGY, name, planned, measured, band.energy_mwh))
    return tuple(found)


def exchange_mw(result: LoadFlowResult | None) -> float:
    """What all sources give, MW; NaN where it is not known."""
    return float(np.sum(result.source_p_mw)) if result is not None and len(result.source_p_mw) else NAN


def _voltage(plan: DispatchPlan, step: int, network: Network, result: LoadFlowResult | None, width: float) -> Deviation:
    wanted = plan.vm_pu[step]
    planned = float(np.nanmin(wanted)) if np.isfinite(wanted).any() else NAN
    if result is None:
        return Deviation(Measure.LOWEST_VOLTAGE, "", planned, NAN, width)
    # Buses that the plan leaves dead are no matter of it.
    found = np.where(np.isfinite(wanted), result.vm_pu, np.nan)
    if np.isnan(found[np.isfinite(wanted)]).any() or not np.isfinite(found).any():
        return Deviation(Measure.LOWEST_VOLTAGE, "", planned, NAN, width)
    row = int(np.nanargmin(found))
    return Deviation(Measure.LOWEST_VOLTAGE, network.label(ElementRef("bus", row)), planned, float(found[row]), width)


def _energies(
    case: DispatchCase, plan: DispatchPlan, step: int, share: float, field: FieldPoints
) -> Sequence[tuple[str, float, float]]:
    devices = [d for d in plan.schedule if d.kind is DeviceKind.STORAGE]
    found = []
    for device, unit in zip(devices, case.storages, strict=True):
        if device.energy_mwh is None:
            continue
        before = float(device.energy_mwh[step - 1]) if step else unit.e_initial_mwh
        planned = before + share * (float(device.energy_mwh[step]) - before)
        found.append((device.name, planned, storage_energy_mwh(device.element, unit.e_mwh, field)))
    return found


def storage_energy_mwh(element_id: str, e_mwh: float, field: FieldPoints) -> float:
    """What a storage holds by its own meter; NaN where that is not to be believed."""
    if not element_id:
        return NAN
    reading = field.reading(f"{element_id}/{Quantity.SOC_PERCENT}")
    return reading.value / 100.0 * e_mwh if is_believed(reading) else NAN
