"""Tap changers, capacitors, generators and storage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, with_profiles, with_tables
from engines.plant.events import StuckDrive, SwitchedToLocal
from engines.plant.plant import Plant

TR1, TR2, BAR = "trafo:NORTH TR1", "trafo:NORTH TR2", "bus:NORTH 20/vm_pu"
BATTERY = "storage:BAT F2-07"


def test_a_regulator_waits_then_steps_until_the_voltage_is_back(field: Any) -> None:
    field.command(f"{TR1}/vm_setpoint_pu", 0.97)
    before = field.value(f"{TR1}/tap_pos")
    field.plant.step(59)
    assert field.value(f"{TR1}/tap_pos") == before
    field.plant.step(120)
    # A step up at the high side lowers the bar by 1.5 %.
    assert field.value(f"{TR1}/tap_pos") > before
    assert field.value(BAR) == pytest.approx(0.97, abs=0.8 * 0.015 + 0.001)
    steady = field.value(f"{TR1}/tap_pos")
    field.plant.step(150)
    assert field.value(f"{TR1}/tap_pos") == steady


def test_the_tap_can_be_moved_by_hand_once_the_regulator_is_off(field: Any) -> None:
    field.command(f"{TR1}/is_regulating", 0, 3)
    field.command(f"{TR1}/tap_pos", 2, 2)
    assert field.value(f"{TR1}/tap_pos") == -1
    assert "still moving" in field.plant.check(f"{TR1}/tap_pos", 3).reason
    field.plant.step(3)
    assert field.value(f"{TR1}/tap_pos") == 0
    field.plant.step(10)
    assert field.value(f"{TR1}/tap_pos") == 2
    field.plant.step(200)
    assert field.value(f"{TR1}/tap_pos") == 2


def test_a_stuck_tap_changer_stays_where_it_is(field: Any) -> None:
    field.inject(StuckDrive(TR1))
    field.command(f"{TR1}/vm_setpoint_pu", 0.95, 200)
    assert field.value(f"{TR1}/tap_pos") == -1


def test_a_regulator_switched_to_local_rests(field: Any) -> None:
    field.command(f"{TR1}/vm_setpoint_pu", 0.95, 3)
    field.inject(SwitchedToLocal(TR1), 200)
    assert field.value(f"{TR1}/tap_pos") == -1


def test_transformers_on_one_bar_move_together(field: Any) -> None:
    field.command("switch:NORTH TR2-Q2/position", 1, 5)
    field.command(f"{TR1}/vm_setpoint_pu", 0.97, 200)
    assert field.value(f"{TR1}/tap_pos") == field.value(f"{TR2}/tap_pos") != -1
    flow = field.plant.result.branches["trafo"]
    assert flow.q_from_mvar[0] == pytest.approx(flow.q_from_mvar[1], rel=0.01)


def test_a_capacitor_steps_and_must_discharge_before_it_returns(field: Any) -> None:
    bank = "shunt:CAP F1-08"
    field.command(f"{bank}/step", 3, 5)
    assert field.value(f"{bank}/step") == 3
    v = field.plant.result.vm_pu[11]
    assert field.value(f"{bank}/q_mvar") == pytest.approx(-0.15 * 3 * v**2, abs=0.002)
    field.command(f"{bank}/step", 2, 2)
    assert "discharging" in field.plant.check(f"{bank}/step", 3).reason
    field.plant.step(60)
    assert field.plant.check(f"{bank}/step", 3).accepted


def largest_generator(field: Any) -> str:
    rows = [name for name in field.row if name.startswith("sgen:") and name.endswith("/p_mw")]
    return str(max(rows, key=field.value)).removesuffix("/p_mw")


def test_a_limit_and_a_reactive_setpoint_take_hold(field: Any) -> None:
    unit = largest_generator(field)
    p_mw = field.value(f"{unit}/p_mw")
    assert p_mw > 0.02
    field.command(f"{unit}/p_limit_mw", p_mw / 2)
    field.command(f"{unit}/q_setpoint_mvar", -0.1 * p_mw, 10)
    assert field.value(f"{unit}/p_limit_mw") == p_mw / 2
    assert field.value(f"{unit}/p_mw") == pytest.approx(p_mw / 2, rel=1e-6)
    assert field.value(f"{unit}/q_mvar") == pytest.approx(-0.1 * p_mw, rel=1e-6)


def test_a_generator_returns_some_time_after_the_voltage(make_field: Callable[..., Any]) -> None:
    field = make_field(start=np.datetime64("2026-06-15T12:00"))
    field.plant.step(5)
    unit = max((n for n in field.row if n.startswith("sgen:PV F1-") and n.endswith("/p_mw")), key=field.value)
    before = field.value(unit)
    field.command("switch:F1-Q0/position", 0, 10)
    assert field.value(unit) == 0
    field.command("switch:F1-Q0/position", 1, 50)
    assert field.value(unit) == 0
    field.plant.step(60)
    assert 0 < field.value(unit) < before
    field.plant.step(300)
    assert field.value(unit) == pytest.approx(before, rel=0.1)


def test_the_energy_of_a_storage_balances(patient: Any) -> None:
    """Stored energy grows by what is charged times the efficiency, and falls by what is given divided by it."""
    storage = patient.plant._devices.storage
    for p_mw, hours in ((0.3, 0.5), (-0.2, 0.25), (0.0, 1.0)):
        patient.command(f"{BATTERY}/p_setpoint_mw", p_mw, 60)
        assert patient.value(f"{BATTERY}/p_setpoint_mw") == p_mw
        before = float(storage.energy_mwh[0])
        patient.plant.step(3600 * hours)
        rate = p_mw * 0.95 if p_mw > 0 else p_mw / 0.95
        assert float(storage.energy_mwh[0]) - before == pytest.approx(rate * hours, abs=1e-9)
        assert patient.value(f"{BATTERY}/p_mw") == pytest.approx(p_mw)
        assert patient.value(f"{BATTERY}/soc_percent") == pytest.approx(storage.soc_percent[0], abs=0.11)


@pytest.mark.parametrize(("p_mw", "end"), [(0.4, 100.0), (-0.4, 0.0)])
def test_a_storage_stops_when_it_is_full_or_empty(patient: Any, p_mw: float, end: float) -> None:
    patient.command(f"{BATTERY}/p_setpoint_mw", p_mw, 3600 * 3)
    assert patient.value(f"{BATTERY}/soc_percent") == pytest.approx(end, abs=0.11)
    assert patient.value(f"{BATTERY}/p_mw") == 0
    assert patient.value(f"{BATTERY}/p_setpoint_mw") == p_mw
    patient.command(f"{BATTERY}/p_setpoint_mw", -p_mw, 120)
    assert patient.value(f"{BATTERY}/p_mw") == -p_mw


def test_storage_reactive_power_stays_within_its_rating(field: Any) -> None:
    field.command(f"{BATTERY}/p_setpoint_mw", 0.4)
    field.command(f"{BATTERY}/q_setpoint_mvar", 0.44, 10)
    p, q = field.value(f"{BATTERY}/p_mw"), field.value(f"{BATTERY}/q_mvar")
    assert np.hypot(p, q) == pytest.approx(0.44, rel=1e-6)


def test_a_storage_without_capacity_has_an_unknown_charge(north: Network) -> None:
    table = north["storage"].with_columns({"max_e_mwh": np.full(3, np.nan)})
    plant = Plant(with_tables(north, {"storage": table}))
    plant.step(60)
    row = [p.point_id for p in plant.points].index(f"{BATTERY}/soc_percent")
    assert np.isnan(plant.readings().value[row])
    assert plant.readings().quality[row] == 2


def test_no_storage_and_no_switch_is_no_obstacle(north: Network) -> None:
    from engines.grid.network import make_table

    bare = with_tables(
        with_profiles(north, None), {t: make_table(t, {}) for t in ("storage", "switch", "shunt", "sgen", "customer")}
    )
    plant = Plant(bare)
    plant.step(60)
    assert plant.status.is_solved
