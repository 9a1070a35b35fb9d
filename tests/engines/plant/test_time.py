"""Time: the same whatever the steps, the same for a seed, and nothing without a cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, with_profiles, with_tables
from engines.plant.events import NetworkFault, StuckDrive
from engines.plant.options import MeterOptions, PlantOptions
from engines.plant.plant import Plant

PATIENT_HERE = PlantOptions(solve_s=60.0, fluctuation_percent=0.0, meter=MeterOptions(scan_s=20.0))


def after_some_trouble(network: Network, steps: list[float], seed: int) -> Any:
    plant = Plant(network, seed=seed)
    plant.inject(StuckDrive("switch:F1-LR2"))
    plant.step(3.0)
    plant.inject(NetworkFault("line:F1-W16"))
    plant.command("switch:F2-S2/position", 0)
    assert sum(steps) == pytest.approx(60.0)
    for seconds in steps:
        plant.step(seconds)
    return plant


def test_the_division_into_steps_does_not_matter(north: Network) -> None:
    ones = after_some_trouble(north, [1.0] * 60, 4).readings()
    whole = after_some_trouble(north, [60.0], 4).readings()
    odd = after_some_trouble(north, [0.137] * 100 + [60 - 13.7], 4).readings()
    for other in (whole, odd):
        np.testing.assert_array_equal(ones.value, other.value)
        np.testing.assert_array_equal(ones.time_us, other.time_us)
        np.testing.assert_array_equal(ones.quality, other.quality)


def test_a_seed_decides_everything(north: Network) -> None:
    first, same, other = (after_some_trouble(north, [60.0], seed).readings() for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.value, same.value)
    assert np.count_nonzero(first.value != other.value) > 50


def test_no_reading_moves_without_cause(north: Network) -> None:
    quiet = PlantOptions(fluctuation_percent=0.0, meter=MeterOptions(noise=0.0))
    resting = north["storage"].with_columns({"p_mw": np.zeros(len(north["storage"]))})
    still = with_tables(with_profiles(north, None), {"storage": resting})
    plant = Plant(still, options=quiet)
    before = plant.readings()
    changed = plant.step(55)
    smart = [row for row, p in enumerate(plant.points) if np.isfinite(p.reporting_interval_s)]
    assert set(changed) <= set(smart)
    np.testing.assert_array_equal(plant.readings().value, before.value)


def test_loads_move_with_their_profiles(make_field: Callable[..., Any]) -> None:
    field = make_field(options=PATIENT_HERE)
    before = field.value("switch:F1-Q0/p_mw")
    field.plant.step(3600)
    assert abs(field.value("switch:F1-Q0/p_mw") - before) > 0.02


def test_step_names_what_has_reported(make_field: Callable[..., Any]) -> None:
    field = make_field(options=PlantOptions())
    before = field.plant.readings()
    changed = field.plant.step(20)
    after = field.plant.readings()
    differs = np.flatnonzero((before.value != after.value) | (before.time_us != after.time_us))
    assert set(differs) <= set(changed)
    assert len(changed) > 20
    assert len(field.plant.step(0)) == 0


def test_time_goes_on(make_field: Callable[..., Any]) -> None:
    start = np.datetime64("2026-06-30T23:59:59")
    plant = make_field(start=start).plant
    plant.step(2.5)
    assert plant.time - start == np.timedelta64(2_500_000, "us")


def test_a_start_in_another_year_and_the_end_of_the_profiles_are_no_obstacle(make_field: Callable[..., Any]) -> None:
    plant = make_field(start=np.datetime64("2031-12-31T23:59:50")).plant
    plant.step(20)
    assert plant.status.is_solved


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), float("inf")])
def test_time_only_passes_forward(make_field: Callable[..., Any], seconds: float) -> None:
    with pytest.raises(ValueError):
        make_field().plant.step(seconds)


def test_from_moment_to_moment_is_the_same_as_at_once(north: Network) -> None:
    whole, parts = Plant(north, seed=4), Plant(north, seed=4)
    for plant in (whole, parts):
        plant.inject(NetworkFault("line:F4-W10"))
    whole.step(60.0)
    moments = 0
    while parts.elapsed_us < 60_000_000:
        parts.step_to_next(60.0 - parts.elapsed_us / 1e6)
        moments += 1
    parts.step(0.0)
    assert moments > 60
    assert parts.elapsed_us == 60_000_000
    np.testing.assert_array_equal(whole.readings().value, parts.readings().value)
    np.testing.assert_array_equal(whole.snapshot.switch_position, parts.snapshot.switch_position)
