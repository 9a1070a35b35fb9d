"""A year of quarter hours: seasons, weekdays, holidays, sun and wind."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engines.grid.profiles import from_steps, in_steps
from engines.synthesis.calendar import STEPS_A_DAY, easter
from engines.synthesis.habits import HABITS, LoadClass
from engines.synthesis.year import Year


@pytest.fixture(scope="module")
def year() -> Year:
    return Year(1, 2026)


def shape(year: Year, name: str) -> np.ndarray:
    """``(day, quarter hour)`` of one shape."""
    return year.shapes[year.names.index(name)].reshape(-1, STEPS_A_DAY)


def day(month: int, of_month: int) -> int:
    return (date(2026, month, of_month) - date(2026, 1, 1)).days


# Tables of Easter Sundays: US Naval Observatory, "The Date of Easter".
@pytest.mark.parametrize(
    ("number", "sunday"), [(2000, "2000-04-23"), (2024, "2024-03-31"), (2026, "2026-04-05"), (2038, "2038-04-25")]
)
def test_easter_falls_where_the_tables_say(number: int, sunday: str) -> None:
    assert easter(number) == np.datetime64(sunday)


@pytest.mark.parametrize(("number", "steps"), [(2025, 35_040), (2026, 35_040), (2028, 35_136)])
def test_a_leap_year_has_a_day_more(number: int, steps: int) -> None:
    assert Year(1, number).shapes.shape[1] == steps


def test_there_are_twenty_to_forty_shapes_with_names_of_their_own(year: Year) -> None:
    assert 20 <= len(year.names) <= 40
    assert len(set(year.names)) == len(year.names) == len(year.shapes)


def test_loads_lie_between_nothing_and_their_peak(year: Year) -> None:
    for habits in HABITS.values():
        for name in habits:
            values = shape(year, name)
            assert 0.0 < values.min() < 0.6, name
            assert values.max() == pytest.approx(1.0, abs=1e-3), name


def test_households_take_more_in_winter_and_in_the_evening(year: Year) -> None:
    values = shape(year, "households")
    assert values[day(1, 5) : day(2, 15)].mean() > 1.15 * values[day(6, 20) : day(7, 31)].mean()
    profile = values.mean(axis=0)
    assert 17.5 <= np.argmax(profile) / 4 <= 21
    assert 0.5 <= np.argmin(profile) / 4 <= 5


def test_heat_pumps_follow_the_cold(year: Year) -> None:
    def winter_over_summer(name: str) -> float:
        values = shape(year, name)
        return float(values[:31].mean() / values[day(7, 1) : day(7, 31)].mean())

    assert winter_over_summer("households and heat pumps") > 1.3 * winter_over_summer("households")


@pytest.mark.parametrize("name", ["one shift", "two shifts", "shops", "offices", "schools"])
def test_works_and_trade_rest_on_sundays_and_holidays(year: Year, name: str) -> None:
    values = shape(year, name)
    noon = slice(40, 52)
    tuesday = values[day(6, 16), noon].mean()
    for closed in (day(6, 14), day(5, 14), day(12, 25), day(4, 3), day(4, 6)):
        assert values[closed, noon].mean() < 0.5 * tuesday


def test_schools_are_empty_in_the_summer_holidays(year: Year) -> None:
    values = shape(year, "schools")
    assert values[day(7, 14), 40:52].mean() < 0.4 * values[day(6, 16), 40:52].mean()


def test_the_sun_shines_by_day_only_and_gives_a_plausible_yield(year: Year) -> None:
    for name in (n for n in year.names if n.startswith("pv")):
        values = shape(year, name)
        assert np.all(values[:, np.r_[:8, 92:96]] == 0), name
        assert values.max() <= 0.9
        full_load_hours = values.sum() / 4
        # Roofs in northern Germany: 650 h facing east or west to 1,050 h facing south.
        assert 600 < full_load_hours < 1100, (name, full_load_hours)


def test_eastern_roofs_peak_before_western_ones(year: Year) -> None:
    east, west = (shape(year, f"pv {side}").mean(axis=0) for side in ("east", "west"))
    hour = np.arange(STEPS_A_DAY) / 4
    assert (hour * east).sum() / east.sum() + 1.5 < (hour * west).sum() / west.sum()


def test_clouds_pass_over_all_roofs_alike(year: Year) -> None:
    june = slice(day(6, 1), day(7, 1))
    south, park = shape(year, "pv south")[june, 48].ravel(), shape(year, "pv park")[june, 48].ravel()
    assert np.corrcoef(south, park)[0, 1] > 0.9
    assert south.std() > 0.1


def test_wind_turbines_stand_in_one_wind(year: Year) -> None:
    winds = np.array([shape(year, n).ravel() for n in year.names if n.startswith("wind")])
    assert 1300 < winds.sum(axis=1).mean() / 4 < 3200
    assert np.corrcoef(winds)[np.triu_indices(len(winds), 1)].min() > 0.6
    assert np.corrcoef(winds[0, 1:], winds[0, :-1])[0, 1] > 0.97


@pytest.mark.parametrize("name", ["battery at noon", "battery at night"])
def test_a_battery_gives_back_a_little_less_than_it_took(year: Year, name: str) -> None:
    values = shape(year, name)
    taken, given = values.clip(min=0).sum(), -values.clip(max=0).sum()
    assert 0.8 < given / taken < 0.95
    assert np.abs(values).max() <= 1.0
    energy = np.cumsum(values[0]) / 4
    assert np.ptp(energy) < 4.0


def test_shapes_survive_the_file_unchanged(year: Year) -> None:
    assert np.array_equal(from_steps(*in_steps(year.shapes)), year.shapes)


def test_every_class_of_load_has_several_habits() -> None:
    assert all(len(HABITS[kind]) >= 4 for kind in LoadClass)
