"""The rest of a plan's day from the real state: a case with the steps that are left. Free of Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from console.control.feedback import is_believed
from console.dispatch.control_points import FieldPoints
from console.dispatch.measuring import storage_energy_mwh
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.points import Quantity
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class RealState:
    """Where the district stands.

    Attributes:
        begins: local time the rest begins at.
        p_mw, q_mvar: exchange of each source; NaN where it is not known.
    """

    begins: np.datetime64
    p_mw: tuple[float, ...]
    q_mvar: tuple[float, ...]


def remaining_case(
    case: DispatchCase, schedule: tuple[DeviceSchedule, ...], first: int, state: RealState, field: FieldPoints
) -> DispatchCase:
    """The case of the steps from ``first`` on, with what the field shows as its beginning.

    What the field does not tell stands where the plan left it before ``first``. Moves the plan has used are gone.
    Raises ``InputError`` where no step is left.
    """
    if not 0 < first < case.n_step:
        raise InputError(case.name, "has no step left to be planned anew", "plan the next day")
    by_kind = {kind: [d for d in schedule if d.kind is kind] for kind in DeviceKind}
    return replace(
        case,
        n_step=case.n_step - first,
        start=state.begins,
        profiles=FrozenMap({name: frozen_array(values[first:]) for name, values in case.profiles.items()}),
        prices=replace(case.prices, grid=frozen_array(case.prices.grid[first:])),
        ties=tuple(_tie(tie, len(case.ties), state) for tie in case.ties),
        storages=tuple(
            replace(unit, e_initial_mwh=_energy(unit, device, first, field))
            for unit, device in zip(case.storages, by_kind[DeviceKind.STORAGE], strict=True)
        ),
        turbines=tuple(
            replace(unit, initial_p_mw=_before(device.p_mw, first, unit.initial_p_mw))
            for unit, device in zip(case.turbines, by_kind[DeviceKind.TURBINE], strict=True)
        ),
        capacitors=tuple(
            replace(
                unit,
                initial_step=_position(device, first, Quantity.STEP, field),
                max_moves_per_day=_moves_left(case, device, first, unit.initial_step, unit.max_moves_per_day),
            )
            for unit, device in zip(case.capacitors, by_kind[DeviceKind.CAPACITOR], strict=True)
        ),
        substation_taps=tuple(
            _tapped(case, unit, device, first, field)
            for unit, device in zip(case.substation_taps, by_kind[DeviceKind.SUBSTATION_TAP], strict=True)
        ),
        feeder_taps=tuple(
            _tapped(case, unit, device, first, field)
            for unit, device in zip(case.feeder_taps, by_kind[DeviceKind.FEEDER_TAP], strict=True)
        ),
    )


def _tie(tie: Any, n_tie: int, state: RealState) -> Any:
    if n_tie != 1 or len(state.p_mw) != 1:
        # Which source gives how much is not told apart here: the first step is free of ramps.
        return replace(tie, initial_p_mw=math.nan, initial_q_mvar=math.nan)
    return replace(tie, initial_p_mw=state.p_mw[0], initial_q_mvar=state.q_mvar[0])


def _tapped(case: DispatchCase, unit: Any, device: DeviceSchedule, first: int, field: FieldPoints) -> Any:
    return replace(
        unit,
        initial_position=_position(device, first, Quantity.TAP_POS, field),
        max_moves_per_day=_moves_left(case, device, first, unit.initial_position, unit.max_moves_per_day),
    )


def _energy(unit: Any, device: DeviceSchedule, first: int, field: FieldPoints) -> float:
    measured = storage_energy_mwh(device.element, unit.e_mwh, field)
    if not math.isfinite(measured):
        measured = _before(device.energy_mwh, first, unit.e_initial_mwh)
    return float(np.clip(measured, unit.e_min_mwh, unit.e_mwh))


def _before(values: Array | None, first: int, otherwise: float) -> float:
    return float(values[first - 1]) if values is not None else otherwise


def _position(device: DeviceSchedule, first: int, quantity: Quantity, field: FieldPoints) -> int:
    if device.element:
        reading = field.reading(f"{device.element}/{quantity}")
        if is_believed(reading):
            return round(reading.value)
    return round(_before(device.position, first, 0.0))


def _moves_left(case: DispatchCase, device: DeviceSchedule, first: int, initial: int | None, most: int) -> int:
    """Of the day of step ``first``; of the days after it no more are allowed either."""
    if device.position is None:
        return most
    begun = device.position[:first]
    moved = np.diff(begun, prepend=begun[0] if initial is None else initial) != 0
    today = case.day_of_step[:first] == case.day_of_step[first]
    return max(most - int(np.count_nonzero(moved & today)), 0)
