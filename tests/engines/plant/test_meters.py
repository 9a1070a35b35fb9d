"""Meters: intervals, and what defects make of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, make_table, with_profiles, with_tables
from engines.grid.profiles import ProfileAssignment, make_profiles
from engines.plant.events import DriftingMeasurement, FrozenMeasurement, WrongIndication
from engines.plant.options import PlantOptions
from engines.plant.plant import Plant
from engines.values.points import PointQuality, Quantity

Q0 = "switch:F1-Q0"


def test_a_smart_meter_reports_at_its_interval_whatever_its_value(patient: Any) -> None:
    row = patient.row["load:F1-02/vm_pu"]
    assert patient.plant.points[row].reporting_interval_s == 900
    times = set()
    for _ in range(40):
        patient.plant.step(90)
        times.add(int(patient.plant.readings().time_us[row]))
    between = np.diff(sorted(times))[1:]
    assert np.all(between == 900_000_000)


def test_smart_meters_do_not_all_report_at_once(patient: Any) -> None:
    patient.plant.step(1800)
    readings = patient.plant.readings()
    rows = [row for name, row in patient.row.items() if name.startswith("load:") and name.endswith("vm_pu")]
    assert len(np.unique(readings.time_us[rows])) > 0.9 * len(rows)


def test_a_frozen_measurement_stays_and_calls_itself_good(field: Any) -> None:
    event_id = field.inject(FrozenMeasurement(Q0, Quantity.P_MW))
    before = field.value(f"{Q0}/p_mw")
    field.command(f"{Q0}/position", 0, 30)
    assert field.value(f"{Q0}/p_mw") == before
    assert field.quality(f"{Q0}/p_mw") is PointQuality.GOOD
    assert field.value(f"{Q0}/q_mvar") == 0
    field.plant.clear(event_id)
    field.plant.step(2)
    assert field.value(f"{Q0}/p_mw") == 0


def test_a_drifting_measurement_leaves_the_truth_steadily(patient: Any) -> None:
    patient.inject(DriftingMeasurement("bus:NORTH 20", Quantity.VM_PU, 0.06))
    for minutes in (10, 20, 30):
        patient.plant.step(600)
        truth = patient.plant.result.vm_pu[1]
        assert patient.value("bus:NORTH 20/vm_pu") - truth == pytest.approx(0.001 * minutes, abs=0.0012)


def test_a_wrong_position_is_shown_while_the_switch_is_elsewhere(field: Any) -> None:
    event_id = field.inject(WrongIndication(Q0, Quantity.POSITION, 1.0))
    field.command(f"{Q0}/position", 0, 30)
    assert field.value(f"{Q0}/position") == 1
    assert field.position("F1-Q0") == 0
    field.plant.clear(event_id)
    field.plant.step(1)
    assert field.value(f"{Q0}/position") == 0


def test_within_its_dead_band_nothing_is_reported(make_field: Callable[..., Any]) -> None:
    field = make_field(options=PlantOptions())
    row = field.row[f"{Q0}/p_mw"]
    band, reported = field.plant.points[row].dead_band, field.value(f"{Q0}/p_mw")
    assert band > 0
    for _ in range(60):
        field.plant.step(1)
        now = field.value(f"{Q0}/p_mw")
        assert now == reported or abs(now - reported) > band
        reported = now


def test_a_district_without_solution_invents_nothing(north: Network) -> None:
    heavy = north["load"].with_columns({"p_mw": north["load"]["p_mw"] * 40})
    plant = Plant(with_tables(north, {"load": heavy}))
    readings = plant.readings()
    assert not plant.status.is_solved
    assert plant.status.reason
    measured = [r for r, p in enumerate(plant.points) if p.quantity in (Quantity.P_MW, Quantity.I_KA, Quantity.VM_PU)]
    plant.step(10)
    assert not np.any(readings.quality[measured] == PointQuality.GOOD)
    assert not np.any(plant.readings().quality[measured] == PointQuality.GOOD)


def test_a_solution_lost_and_found_again(north: Network, make_field_of: Callable[..., Any]) -> None:
    """Loads that no network could feed for one minute of the profiles."""
    shape = np.where(np.arange(10) == 2, 40.0, 1.0)[None]
    every = np.arange(len(north["load"]))
    follows = ProfileAssignment("load", "p_mw", every, np.zeros(len(every), int))
    heavy = make_profiles("2026-01-01T00:00", 60, shape, ["one"], (follows,))
    field = make_field_of(with_profiles(north, heavy), start=np.datetime64("2026-01-01T00:00:00"))
    last = float("nan")
    while field.plant.status.is_solved and field.plant.time < np.datetime64("2026-01-01T00:02:00"):
        last = field.value(f"{Q0}/p_mw")
        field.plant.step(1)
    assert not field.plant.status.is_solved
    assert field.value(f"{Q0}/p_mw") == last
    assert field.quality(f"{Q0}/p_mw") is PointQuality.QUESTIONABLE
    assert field.quality(f"{Q0}/position") is PointQuality.GOOD
    field.plant.step(180)
    assert field.plant.status.is_solved
    assert field.quality(f"{Q0}/p_mw") is PointQuality.GOOD


def test_a_network_of_a_bus_and_a_source_is_enough(north: Network) -> None:
    from engines.grid.network import make_network

    network = make_network(
        "least",
        {"bus": make_table("bus", {"vn_kv": [20.0]}), "ext_grid": make_table("ext_grid", {"bus": [0], "vm_pu": [1.0]})},
    )
    plant = Plant(network)
    plant.step(60)
    assert plant.status.is_solved
