"""What customers take over the year: one function for every kind of habit, each of any scale.

The shapes are made up from what every utility knows of its load: mornings and evenings at home, quiet weekends of
trade, dark winters, heat pumps in the cold.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np

from engines.synthesis.calendar import Calendar
from engines.synthesis.weather import Weather, between, steps_at

Array = np.ndarray[Any, Any]
Habit = Callable[[Calendar, Weather, float], Array]


class LoadClass(StrEnum):
    """What kind of customers a load stands for."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    INDUSTRIAL = "industrial"
    PUBLIC = "public"


def _home(morning: float, evening: float, heat: float = 0.0, cars: float = 0.0) -> Habit:
    """Households that rise and come home at these hours; shares of heat pumps and of cars charged at home."""

    def shape(c: Calendar, w: Weather, shift: float) -> Array:
        hour = c.hour - shift
        free = c.is_sunday | c.is_saturday
        rise = np.where(free, steps_at(hour, morning + 2.4, 1.9), steps_at(hour, morning, 1.2))
        noon = 0.45 * steps_at(hour, 12.6, 1.5) * np.where(c.is_sunday, 1.5, 1.0)
        late = 1.15 * steps_at(hour, evening, 2.3)
        light = 0.22 * w.is_dark * between(hour, 6, 23.2)
        living = 0.34 + 0.45 * rise + noon + late + light
        cold = np.clip(15.5 - w.temperature, 0, None) / 20
        warmth = cold * (0.8 + 0.2 * steps_at(hour, 6.5, 2) - 0.15 * steps_at(hour, 14, 3))
        charging = steps_at(hour, evening + 0.4, 1.8) + 0.6 * steps_at(hour, 1.0, 1.5)
        return np.asarray(living * (0.86 + 0.2 * c.winter) + heat * warmth + cars * charging)

    return shape


def _open_hours(begin: float, end: float, *, saturday: float, sunday: float, base: float, cooling: float) -> Habit:
    """Trade that opens at these hours, with shares of a working day's business at the weekend."""

    def shape(c: Calendar, w: Weather, shift: float) -> Array:
        busy = np.where(c.is_sunday, sunday, np.where(c.is_saturday, saturday, 1.0))
        warm = 1 + cooling * np.clip(w.temperature - 17, 0, None) / 10 + 0.1 * c.winter
        return np.asarray((base + busy * between(c.hour - 0.4 * shift, begin, end)) * warm)

    return shape


def _restaurants(c: Calendar, w: Weather, shift: float) -> Array:
    meals = 0.7 * steps_at(c.hour, 12.3, 1.2) + 1.1 * steps_at(c.hour - 0.5 * shift, 19.2, 1.9)
    return np.asarray(0.3 + meals * np.where(c.is_sunday | c.is_saturday, 1.25, 1.0) + 0.1 * w.is_dark)


def _works(begin: float, end: float, *, base: float, saturday: float) -> Habit:
    """Works with shifts between these hours; closed on Sundays and between the years."""

    def shape(c: Calendar, w: Weather, shift: float) -> Array:
        week = np.where(c.is_sunday | ~c.is_works, 0.0, np.where(c.is_saturday, saturday, 1.0))
        pause = 1 - 0.16 * steps_at(c.hour, 12.2, 0.35) - 0.07 * steps_at(c.hour, 9.2, 0.2)
        return np.asarray(base + week * between(c.hour - 0.2 * shift, begin, end, 3.5) * pause)

    return shape


def _round_the_clock(c: Calendar, w: Weather, shift: float) -> Array:
    week = np.where(c.is_works, np.where(c.is_sunday, 0.82, 1.0), 0.55)
    return np.asarray(week * (0.9 + 0.1 * between(c.hour, 6, 20)))


def _cold_store(c: Calendar, w: Weather, shift: float) -> Array:
    # Compressors run at night and when it is hot outside.
    return np.asarray(0.55 + 0.025 * np.clip(w.temperature, 0, None) + 0.12 * between(c.hour, 22, 5))


def _schools(c: Calendar, w: Weather, shift: float) -> Array:
    lessons = np.where(c.is_school, between(c.hour, 7.4, 15.8), 0.06)
    return np.asarray(0.15 + lessons * (0.8 + 0.35 * w.is_dark + 0.15 * c.winter))


def _hospitals(c: Calendar, w: Weather, shift: float) -> Array:
    wards = np.where(c.is_sunday | c.is_saturday, 0.6, 1.0) * between(c.hour, 6.5, 17.5)
    return np.asarray(0.65 + 0.35 * wards + 0.015 * np.clip(w.temperature - 18, 0, None))


def _town(c: Calendar, w: Weather, shift: float) -> Array:
    """Offices of the town, and its street lights, dimmed after eleven."""
    offices = np.where(c.is_sunday | c.is_saturday, 0.08, 1.0) * between(c.hour, 7.2, 16.6)
    lights = w.is_dark * (1 - 0.45 * between(c.hour, 23, 5, 6))
    return np.asarray(0.16 + 0.75 * offices + 0.6 * lights)


def _water_works(c: Calendar, w: Weather, shift: float) -> Array:
    drawn = 0.5 * steps_at(c.hour, 7.8, 2) + 0.45 * steps_at(c.hour, 19.6, 2.4)
    return np.asarray(0.4 + drawn + 0.012 * np.clip(w.temperature - 12, 0, None))


HABITS: dict[LoadClass, dict[str, Habit]] = {
    LoadClass.RESIDENTIAL: {
        "households early": _home(6.4, 18.1),
        "households": _home(7.0, 18.8),
        "households families": _home(6.8, 18.3),
        "households late": _home(7.8, 19.8),
        "households old town": _home(7.4, 19.2),
        "households and heat pumps": _home(6.9, 18.7, heat=1.3),
        "households and cars": _home(7.1, 18.9, cars=0.55),
        "new quarter": _home(6.7, 18.6, heat=0.9, cars=0.6),
    },
    LoadClass.COMMERCIAL: {
        "shops": _open_hours(8.2, 19.2, saturday=0.95, sunday=0.05, base=0.22, cooling=0.25),
        "offices": _open_hours(7.3, 17.4, saturday=0.08, sunday=0.04, base=0.2, cooling=0.35),
        "supermarkets": _open_hours(6.6, 21.2, saturday=1.0, sunday=0.05, base=0.55, cooling=0.3),
        "restaurants": _restaurants,
    },
    LoadClass.INDUSTRIAL: {
        "one shift": _works(6.2, 15.6, base=0.2, saturday=0.1),
        "two shifts": _works(5.6, 22.0, base=0.28, saturday=0.45),
        "three shifts": _round_the_clock,
        "cold store": _cold_store,
    },
    LoadClass.PUBLIC: {
        "schools": _schools,
        "hospitals": _hospitals,
        "town": _town,
        "water works": _water_works,
    },
}
"""Every habit by class and name."""
