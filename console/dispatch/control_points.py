"""Which point of the field each setpoint of a plan belongs to, and what cannot be sent. Free of Qt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.control.feedback import is_believed
from console.control.ports import Reading
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.points import PointDefinition, PointKind, Quantity

NAN = float("nan")
CURTAILED_MW = 1e-4
"""Less than that below what the weather gives is no curtailment."""


class NotSent(StrEnum):
    """Why a setpoint is not sent."""

    NO_CONTROL = "no_control"
    """The field has no control point for it: by telephone."""
    TWO_PERSONS = "two_persons"
    """Two persons must confirm each command to the device: by hand."""
    NOT_A_NUMBER = "not_a_number"
    """The plan says nothing usable."""


@dataclass(frozen=True, slots=True)
class Setpoint:
    """What a plan wants of one device in one step.

    Attributes:
        point_id: that would be commanded, "" where the network has no such equipment.
        value: in the unit and with the sign of the point (a storage: consumed, charging positive).
        definition: of the point, where the field has it.
        why_not: ``None`` where it can be sent.
    """

    kind: DeviceKind
    device: str
    quantity: Quantity
    point_id: str
    value: float
    definition: PointDefinition | None = None
    why_not: NotSent | None = None

    @property
    def element_id(self) -> str:
        """The device, "" where the network has none."""
        return self.point_id.rpartition("/")[0]


class FieldPoints:
    """The points of the field, as setpoints need them.

    Args:
        definition: of a point, ``None`` where the field has none.
        reading: what the field says of a point.
        has_control: whether the address map says how to command a point.
        needs_two: whether two persons must confirm commands to a device.
    """

    def __init__(
        self,
        definition: Callable[[str], PointDefinition | None],
        reading: Callable[[str], Reading],
        has_control: Callable[[str], bool],
        needs_two: Callable[[str], bool],
    ) -> None:
        self.definition, self.reading = definition, reading
        self.has_control, self.needs_two = has_control, needs_two

    def is_regulating(self, element_id: str) -> bool:
        """Whether a regulator holds a voltage by itself; where nobody knows, it counts as doing so."""
        point_id = f"{element_id}/{Quantity.IS_REGULATING}"
        if self.definition(point_id) is None:
            return False
        found = self.reading(point_id)
        return not is_believed(found) or found.value != 0.0

    def shows(self, setpoint: Setpoint) -> bool:
        """Whether the field shows what is wanted already."""
        found = self.reading(setpoint.point_id)
        tolerance = setpoint.definition.tolerance if setpoint.definition is not None else 0.0
        return is_believed(found) and abs(found.value - setpoint.value) <= tolerance


def setpoints_of(schedule: Sequence[DeviceSchedule], step: int, field: FieldPoints) -> tuple[Setpoint, ...]:
    """What a step wants of every device, in the order of the schedule; exchange with the upper grid follows of itself.

    A regulator that holds a voltage by itself is given that voltage, never a step.
    """
    return tuple(_checked(setpoint, field) for device in schedule for setpoint in _wanted(device, step, field))


def _wanted(device: DeviceSchedule, step: int, field: FieldPoints) -> Iterator[Setpoint]:
    def made(quantity: Quantity, value: float) -> Setpoint:
        point_id = f"{device.element}/{quantity}" if device.element else ""
        return Setpoint(device.kind, device.name, quantity, point_id, value)

    kind = device.kind
    if kind is DeviceKind.TIE:
        return
    if kind in (DeviceKind.SUBSTATION_TAP, DeviceKind.FEEDER_TAP):
        is_held = device.is_automatic if not device.element else field.is_regulating(device.element)
        if is_held and device.vm_set_pu is not None:
            yield made(Quantity.VM_SETPOINT_PU, float(device.vm_set_pu[step]))
        elif is_held:
            yield made(Quantity.VM_SETPOINT_PU, NAN)
        else:
            yield made(Quantity.TAP_POS, float(device.position[step]) if device.position is not None else NAN)
    elif kind is DeviceKind.CAPACITOR:
        yield made(Quantity.STEP, float(device.position[step]) if device.position is not None else NAN)
    elif kind in (DeviceKind.PV, DeviceKind.WIND):
        yield from _renewable(device, step, field, made)
    elif kind is DeviceKind.STORAGE:
        # A plan injects, a storage's points consume.
        yield from _power(device, step, made, -1.0)
    else:
        yield from _power(device, step, made, 1.0)


def _power(
    device: DeviceSchedule, step: int, made: Callable[[Quantity, float], Setpoint], sign: float
) -> Iterator[Setpoint]:
    if device.p_mw is not None:
        yield made(Quantity.P_SETPOINT_MW, sign * float(device.p_mw[step]) + 0.0)
    if device.q_mvar is not None:
        yield made(Quantity.Q_SETPOINT_MVAR, sign * float(device.q_mvar[step]) + 0.0)


def _renewable(
    device: DeviceSchedule, step: int, field: FieldPoints, made: Callable[[Quantity, float], Setpoint]
) -> Iterator[Setpoint]:
    """A limit only where the plan curtails: a forecast that was too low must not cost energy."""
    if device.p_mw is not None:
        p = float(device.p_mw[step])
        limit = made(Quantity.P_LIMIT_MW, p)
        definition = field.definition(limit.point_id)
        most = float(device.available_mw[step]) if device.available_mw is not None else p
        if most - p > CURTAILED_MW or device.available_mw is None:
            yield limit
        elif definition is not None and math.isfinite(definition.high):
            yield made(Quantity.P_LIMIT_MW, definition.high)
    if device.q_mvar is not None:
        yield made(Quantity.Q_SETPOINT_MVAR, float(device.q_mvar[step]) + 0.0)


def _checked(setpoint: Setpoint, field: FieldPoints) -> Setpoint:
    """With its point, or with the reason why it is not sent."""
    definition = field.definition(setpoint.point_id) if setpoint.point_id else None
    why: NotSent | None = None
    if not math.isfinite(setpoint.value):
        why = NotSent.NOT_A_NUMBER
    elif definition is None or not definition.is_controllable or not field.has_control(setpoint.point_id):
        why = NotSent.NO_CONTROL
    elif field.needs_two(setpoint.element_id):
        why = NotSent.TWO_PERSONS
    value = setpoint.value
    if definition is not None and definition.kind is not PointKind.ANALOG and math.isfinite(value):
        value = float(round(value))
    return Setpoint(setpoint.kind, setpoint.device, setpoint.quantity, setpoint.point_id, value, definition, why)
