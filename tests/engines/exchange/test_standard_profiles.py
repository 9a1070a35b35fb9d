"""The made-up year is plausible: sun by day, more load in winter evenings, the same every time."""

from __future__ import annotations

import numpy as np

from engines.exchange.standard_profiles import SHAPES, standard_year

PROFILES = standard_year(())


def shape(name: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.asarray(PROFILES.shapes[SHAPES.index(name)]).reshape(365, 96)


def test_a_year_has_35040_quarter_hours_and_no_gap() -> None:
    assert PROFILES.n_step == 35040
    assert PROFILES.end == np.datetime64("2026-01-01T00:00:00")
    assert np.isfinite(PROFILES.shapes).all()


def test_the_largest_factor_of_each_shape_is_one() -> None:
    np.testing.assert_allclose(np.abs(PROFILES.shapes).max(axis=1), 1.0)


def test_photovoltaics_rest_at_night_and_yield_what_they_do_in_central_europe() -> None:
    pv = shape("pv 1")
    assert not pv[:, :12].any()
    assert not pv[:, 90:].any()
    assert pv[150:240].sum() > 3 * pv[[*range(60), *range(305, 365)]].sum() * 90 / 120
    assert 0.09 < pv.mean() < 0.16


def test_households_take_most_in_the_evening_and_more_in_winter() -> None:
    household = shape("household 1")
    assert 70 <= int(household.mean(axis=0).argmax()) <= 84
    assert household[:60].mean() > 1.2 * household[170:230].mean()


def test_offices_are_quiet_at_the_weekend() -> None:
    days = shape("commercial 1").mean(axis=1)
    first_saturday = 3  # 2025-01-04
    assert days[first_saturday::7].mean() < 0.7 * days[first_saturday + 3 :: 7].mean()


def test_loads_never_vanish_and_a_battery_charges_before_it_discharges() -> None:
    for name in SHAPES[:7]:
        assert shape(name).min() > 0
    battery = shape("battery 1")[0]
    assert int(battery.argmax()) < int(battery.argmin())
    assert battery.sum() > 0
