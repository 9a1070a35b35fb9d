"""Which points there are, and that their values are those of the network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.network import Network
from engines.plant.options import PlantOptions
from engines.plant.plant import Plant
from engines.values.points import PointKind, PointQuality, Quantity


def test_every_point_names_an_element_and_is_there_once(north: Network) -> None:
    plant = Plant(north)
    ids = [point.point_id for point in plant.points]
    assert len(ids) == len(set(ids))
    known = set(np.concatenate([table.id for table in north.tables.values()]))
    assert {point.element_id for point in plant.points} <= known
    assert [p.point_id for p in Plant(north, seed=7).points] == ids


def test_switches_without_telemetry_have_no_points(north: Network) -> None:
    told = {point.element_id for point in Plant(north).points}
    switch = north["switch"]
    assert not told & set(switch.id[~switch["remote"]])
    assert set(switch.id[switch["remote"]]) <= told


def test_what_is_measured(north: Network) -> None:
    quantities: dict[str, set[str]] = {}
    for point in Plant(north).points:
        quantities.setdefault(point.element_id, set()).add(str(point.quantity))
    assert {"position", "is_local", "is_opening_blocked", "is_closing_blocked", "p_mw", "q_mvar", "i_ka",
            "has_tripped", "is_locked_out",
            "fault_i_ka", "is_reclosing_on", "setting_group"} == quantities["switch:F1-R1"]  # fmt: skip
    assert {"position", "fault_passage"} <= quantities["switch:F2-S2"]
    assert quantities["line:F2-W05"] == {"fault_passage"}
    assert {"tap_pos", "is_regulating", "vm_setpoint_pu", "is_local"} == quantities["trafo:NORTH TR1"]
    assert quantities["bus:NORTH 20"] == {"vm_pu"}
    assert "bus:F1-05" not in quantities
    assert {"step", "q_mvar", "is_local"} == quantities["shunt:CAP F1-08"]
    assert {"p_mw", "q_mvar", "soc_percent", "p_setpoint_mw", "q_setpoint_mvar", "is_local"} == quantities[
        "storage:BAT F2-07"
    ]
    assert {"vm_pu", "is_powered"} <= quantities["load:F1-02"]


def test_everything_has_a_believable_value_from_the_start(north: Network) -> None:
    plant = Plant(north)
    readings = plant.readings()
    assert np.all(np.isfinite(readings.value))
    assert np.all(readings.quality == PointQuality.GOOD)
    assert np.all(readings.is_reachable)
    for point, value in zip(plant.points, readings.value, strict=True):
        assert point.low <= value <= point.high, point
        if point.kind is PointKind.FLAG:
            assert value in (0, 1)
    assert not readings.value.flags.writeable


def test_power_balances_at_the_bars_within_what_meters_allow(north: Network) -> None:
    """What transformers bring and what feeders take away cancel (Kirchhoff), to meter error and dead band."""
    plant = Plant(north, seed=3)
    switch = north["switch"]
    for _ in range(10):
        plant.step(1)
        value = plant.readings().value
        for bar in (1, 3):
            total = room = 0.0
            for row, point in enumerate(plant.points):
                if point.quantity is Quantity.P_MW and point.element_id.startswith("switch:"):
                    at = int(np.flatnonzero(switch.id == point.element_id)[0])
                    if switch["bus"][at] == bar:
                        total += value[row]
                        room += point.dead_band + 5 * point.dead_band / 5 + 0.002 * abs(value[row])
            assert abs(total) < room


def test_meters_show_the_truth_within_their_class(make_field: Callable[..., object]) -> None:
    field = make_field(options=PlantOptions(), seed=5)
    plant = field.plant  # type: ignore[attr-defined]
    errors = []
    for _ in range(20):
        plant.step(5)
        vm_pu = plant.result.vm_pu
        errors.append(field.value("bus:NORTH 20/vm_pu") - vm_pu[1])  # type: ignore[attr-defined]
    assert 0 < np.max(np.abs(errors)) < 0.001 + 5 * 0.0002


@pytest.mark.parametrize("name", ["ieee33", "cigre_mv", "cigre_lv"])
def test_any_network_can_be_simulated(name: str) -> None:
    from engines.exchange.opening import open_network

    plant = Plant(open_network(name)[0])
    plant.step(20)
    assert plant.status.is_solved
    assert np.all(plant.readings().quality == PointQuality.GOOD)
