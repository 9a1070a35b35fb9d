"""Which point a setpoint goes to, and what is never sent."""

from __future__ import annotations

import math

import numpy as np
import pytest

from console.control.ports import Reading
from console.dispatch.control_points import FieldPoints, NotSent, setpoints_of
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.points import PointDefinition, PointFreshness, PointKind, PointQuality, Quantity

REAL = [
    PointDefinition("storage:A", Quantity.P_SETPOINT_MW, PointKind.ANALOG, -0.5, 0.5, is_controllable=True),
    PointDefinition("storage:A", Quantity.Q_SETPOINT_MVAR, PointKind.ANALOG, -0.5, 0.5, is_controllable=True),
    PointDefinition("sgen:W", Quantity.P_LIMIT_MW, PointKind.ANALOG, 0.0, 1.0, is_controllable=True, tolerance=1e-3),
    PointDefinition("sgen:W", Quantity.Q_SETPOINT_MVAR, PointKind.ANALOG, -0.4, 0.4, is_controllable=True),
    PointDefinition("shunt:C", Quantity.STEP, PointKind.STEP, 0.0, 4.0, is_controllable=True),
    PointDefinition("shunt:seen", Quantity.STEP, PointKind.STEP, 0.0, 4.0),
    PointDefinition("trafo:T", Quantity.TAP_POS, PointKind.STEP, -9.0, 9.0, is_controllable=True),
    PointDefinition("trafo:T", Quantity.VM_SETPOINT_PU, PointKind.ANALOG, 0.9, 1.1, is_controllable=True),
    PointDefinition("trafo:T", Quantity.IS_REGULATING, PointKind.FLAG, is_controllable=True),
]
GOOD = (PointQuality.GOOD, PointFreshness.FRESH)


def field(readings: dict[str, Reading] | None = None, two: str = "") -> FieldPoints:
    points = {d.point_id: d for d in REAL}
    told = readings or {}
    return FieldPoints(points.get, lambda p: told.get(p, Reading()), lambda _p: True, lambda e: bool(two) and e == two)


def a(*values: float) -> np.ndarray:
    return np.array(values)


def one(device: DeviceSchedule, step: int = 0, **more: object) -> dict[Quantity, tuple[float, NotSent | None]]:
    found = setpoints_of([device], step, field(**more))  # type: ignore[arg-type]
    return {s.quantity: (s.value, s.why_not) for s in found}


def test_a_storage_consumes_what_the_plan_does_not_inject() -> None:
    device = DeviceSchedule(DeviceKind.STORAGE, "storage", "bus:1", "storage:A", p_mw=a(0.3, -0.2), q_mvar=a(0.1, 0.0))
    assert one(device) == {Quantity.P_SETPOINT_MW: (-0.3, None), Quantity.Q_SETPOINT_MVAR: (-0.1, None)}
    assert one(device, 1)[Quantity.P_SETPOINT_MW] == (0.2, None)


def test_what_is_not_curtailed_is_not_limited_to_its_forecast() -> None:
    device = DeviceSchedule(
        DeviceKind.WIND, "wind", "bus:1", "sgen:W", p_mw=a(0.6, 0.4), q_mvar=a(0.0, 0.1), available_mw=a(0.6, 0.6)
    )
    assert one(device)[Quantity.P_LIMIT_MW] == (1.0, None)
    assert one(device, 1)[Quantity.P_LIMIT_MW] == (0.4, None)
    assert one(device, 1)[Quantity.Q_SETPOINT_MVAR] == (0.1, None)


@pytest.mark.parametrize(
    ("regulating", "quantity", "value"),
    [
        (Reading(0.0, *GOOD), Quantity.TAP_POS, -2.0),
        (Reading(1.0, *GOOD), Quantity.VM_SETPOINT_PU, 1.03),
        # Where nobody knows, no step is sent against a regulator that may be on.
        (Reading(0.0, PointQuality.GOOD, PointFreshness.STALE), Quantity.VM_SETPOINT_PU, 1.03),
        (Reading(), Quantity.VM_SETPOINT_PU, 1.03),
    ],
)
def test_a_regulator_on_automatic_is_given_a_voltage_never_a_step(
    regulating: Reading, quantity: Quantity, value: float
) -> None:
    device = DeviceSchedule(
        DeviceKind.FEEDER_TAP, "tap", "bus:1", "trafo:T", position=np.array([-2]), vm_set_pu=a(1.03)
    )
    assert one(device, readings={"trafo:T/is_regulating": regulating}) == {quantity: (value, None)}


def test_an_automatic_one_without_a_planned_voltage_gets_nothing() -> None:
    device = DeviceSchedule(DeviceKind.FEEDER_TAP, "tap", "bus:1", "trafo:T", position=np.array([-2]))
    ((value, why),) = one(device).values()
    assert math.isnan(value)
    assert why is NotSent.NOT_A_NUMBER


@pytest.mark.parametrize(
    "device",
    [
        DeviceSchedule(DeviceKind.CAPACITOR, "bank", "bus:1", "", position=np.array([3])),
        DeviceSchedule(DeviceKind.CAPACITOR, "bank", "bus:1", "shunt:nowhere", position=np.array([3])),
        DeviceSchedule(DeviceKind.CAPACITOR, "bank", "bus:1", "shunt:seen", position=np.array([3])),
        DeviceSchedule(DeviceKind.TURBINE, "turbine", "bus:1", p_mw=a(0.2)),
        DeviceSchedule(DeviceKind.DEMAND_RESPONSE, "flexible load", "bus:1", p_mw=a(0.2)),
        DeviceSchedule(DeviceKind.SUBSTATION_TAP, "tap", "bus:1", position=np.array([8])),
        DeviceSchedule(DeviceKind.SVC, "svc", "bus:1", q_mvar=a(0.2)),
    ],
)
def test_what_the_field_does_not_control_is_told_by_telephone(device: DeviceSchedule) -> None:
    assert {why for _, why in one(device).values()} == {NotSent.NO_CONTROL}


def test_exchange_is_no_setpoint_and_two_persons_are_not_one() -> None:
    assert one(DeviceSchedule(DeviceKind.TIE, "source", "bus:1", p_mw=a(3.0))) == {}
    device = DeviceSchedule(DeviceKind.CAPACITOR, "bank", "bus:1", "shunt:C", position=np.array([3]))
    assert one(device) == {Quantity.STEP: (3.0, None)}
    assert one(device, two="shunt:C") == {Quantity.STEP: (3.0, NotSent.TWO_PERSONS)}


def test_only_a_believed_reading_counts_as_there() -> None:
    device = DeviceSchedule(DeviceKind.CAPACITOR, "bank", "bus:1", "shunt:C", position=np.array([3]))
    (setpoint,) = setpoints_of([device], 0, field())
    for reading, is_there in (
        (Reading(3.0, *GOOD), True),
        (Reading(2.0, *GOOD), False),
        (Reading(3.0, PointQuality.QUESTIONABLE, PointFreshness.FRESH), False),
        (Reading(3.0, PointQuality.GOOD, PointFreshness.SUSPECT), False),
        (Reading(), False),
    ):
        assert field({"shunt:C/step": reading}).shows(setpoint) is is_there
