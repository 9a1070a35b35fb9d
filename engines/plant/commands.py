"""What devices answer to commands, and what they then do."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.switches import SwitchPosition
from engines.plant.clock import microseconds
from engines.plant.devices import Devices
from engines.plant.options import PlantOptions
from engines.plant.point_plan import PlannedPoint
from engines.plant.protection_desk import ProtectionDesk
from engines.values.points import PointKind, Quantity

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class PlantReply:
    """A device's answer.

    Attributes:
        reason: one sentence where it was not accepted.
    """

    accepted: bool
    reason: str = ""


ACCEPTED = PlantReply(True)


def refused(reason: str) -> PlantReply:
    """A refusal with its reason."""
    return PlantReply(False, reason)


class CommandDesk:
    """Checks commands and hands them to the devices.

    Setpoints take effect a little later; switches, taps and banks start to move at once.
    """

    def __init__(self, devices: Devices, protection: ProtectionDesk, options: PlantOptions) -> None:
        self._devices, self._protection = devices, protection
        self._delay_us = microseconds(options.generation.setpoint_s)
        self._waiting: list[tuple[int, PlannedPoint, float]] = []
        self._checks: dict[Quantity, Callable[[int, float, int], str]] = {
            Quantity.POSITION: self._check_switch,
            Quantity.TAP_POS: self._check_tap,
            Quantity.STEP: self._check_bank,
        }

    @property
    def next_us(self) -> int:
        """When a setpoint takes effect next."""
        return min((due for due, _, _ in self._waiting), default=np.iinfo(np.int64).max)

    def check(self, point: PlannedPoint, value: float, is_reachable: bool, now_us: int) -> PlantReply:
        """What selecting would be answered."""
        definition, devices = point.definition, self._devices
        name = definition.element_id
        if not definition.is_controllable:
            return refused(f"{definition.point_id} cannot be commanded")
        if not is_reachable:
            return refused(f"no communication with {name}")
        if not math.isfinite(value):
            return refused(f"{value} is no value for {definition.point_id}")
        low, high = definition.low, definition.high
        if definition.quantity is Quantity.POSITION:
            low, high = float(SwitchPosition.OPEN), float(SwitchPosition.CLOSED)
        if definition.quantity is Quantity.FAULT_PASSAGE:
            high = 0.0
        if not low <= value <= high:
            return refused(f"{value:g} is out of range ({low:g} to {high:g}) for {definition.point_id}")
        if definition.kind is not PointKind.ANALOG and value != round(value):
            return refused(f"{definition.point_id} takes whole numbers, not {value:g}")
        local = devices.is_local.get(point.table)
        if local is not None and local[point.row] and definition.quantity is not Quantity.FAULT_PASSAGE:
            return refused(f"{name} is switched to local")
        special = self._checks.get(definition.quantity)
        reason = special(point.row, value, now_us) if special else ""
        return refused(f"{name}: {reason}") if reason else ACCEPTED

    def carry_out(self, point: PlannedPoint, value: float, now_us: int) -> None:
        """Begin an accepted command."""
        devices, row = self._devices, point.row
        quantity = point.definition.quantity
        if quantity is Quantity.POSITION:
            self._protection.on_command(row, value == SwitchPosition.CLOSED, now_us)
            devices.drives.start(row, SwitchPosition(int(value)), now_us)
        elif quantity is Quantity.TAP_POS:
            devices.regulators.start(row, value, now_us)
        elif quantity is Quantity.STEP:
            devices.capacitors.start(row, value, now_us)
        else:
            self._waiting.append((now_us + self._delay_us, point, value))

    def advance(self, now_us: int) -> bool:
        """Put due setpoints into effect; whether any was."""
        due = [(point, value) for when, point, value in self._waiting if when <= now_us]
        self._waiting = [entry for entry in self._waiting if entry[0] > now_us]
        for point, value in due:
            self._set(point, value, now_us)
        return bool(due)

    def _set(self, point: PlannedPoint, value: float, now_us: int) -> None:
        devices, row, quantity = self._devices, point.row, point.definition.quantity
        if quantity is Quantity.FAULT_PASSAGE:
            devices.indicators.reset(point.table, row)
        elif quantity is Quantity.IS_RECLOSING_ON:
            self._protection.set_reclosing(row, is_on=value > 0)
        elif quantity is Quantity.SETTING_GROUP:
            self._protection.set_group(row, int(value), now_us)
        elif quantity is Quantity.IS_REGULATING:
            devices.regulators.is_regulating[row] = value > 0
        elif quantity is Quantity.VM_SETPOINT_PU:
            devices.regulators.setpoint_pu[row] = value
        elif quantity is Quantity.P_LIMIT_MW:
            devices.generation.p_limit_mw[row] = value
        elif quantity is Quantity.P_SETPOINT_MW:
            devices.storage.p_setpoint_mw[row] = value
            devices.storage.is_scheduled[row] = False
        elif point.table == "storage":
            devices.storage.q_setpoint_mvar[row] = value
        else:
            devices.generation.q_setpoint_mvar[row] = value

    def _check_switch(self, row: int, value: float, now_us: int) -> str:
        devices = self._devices
        closes = value == SwitchPosition.CLOSED
        if devices.drives.is_busy(row):
            return "its drive is still moving"
        if devices.drives.position[row] == value:
            return f"it is already {'closed' if closes else 'open'}"
        if closes and devices.is_closing_blocked[row]:
            return "closing is blocked"
        if not closes and devices.is_opening_blocked[row]:
            return "opening is blocked"
        return ""

    def _check_tap(self, row: int, value: float, now_us: int) -> str:
        regulators = self._devices.regulators
        if regulators.is_regulating[row]:
            return "its automatic regulator is on; switch that off first"
        if regulators.is_busy(row):
            return "its tap changer is still moving"
        if regulators.tap_pos[row] == value:
            return f"its tap is already at {value:g}"
        return ""

    def _check_bank(self, row: int, value: float, now_us: int) -> str:
        bank = self._devices.capacitors
        if bank.is_busy(row):
            return "it is still switching"
        if bank.step[row] == value:
            return f"it is already at step {value:g}"
        left = bank.discharging_s(row, now_us)
        if value > bank.step[row] and left > 0:
            return f"a step is still discharging, {left:.0f} s to go"
        return ""
