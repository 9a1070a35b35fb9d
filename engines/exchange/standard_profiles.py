"""A made-up but plausible year in quarter hours, for networks that come without measurements.

Shapes are factors whose largest value is 1, so a base value is a peak. The same year every time: daily
courses by hour, seasons as cosines, weather and habits from a seeded generator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from engines.grid.network import Network, with_profiles
from engines.grid.profiles import ProfileAssignment, Profiles, make_profiles

Array = np.ndarray[Any, Any]

START = np.datetime64("2025-01-01T00:00:00")
STEP_S = 900
DAYS = 365
STEPS_PER_DAY = 96

# Factor at each full hour 0..23 (weekday, weekend), as load surveys of European feeders commonly show them.
_COURSES: dict[str, tuple[str, str]] = {
    "household": (
        "30 26 24 23 24 29 43 58 56 50 47 50 56 52 47 46 51 66 88 100 96 80 59 41",
        "35 30 27 25 24 26 32 44 60 71 75 79 83 76 67 62 63 73 88 96 90 77 60 45",
    ),
    "commercial": (
        "25 24 23 23 24 28 40 62 84 95 99 100 96 95 96 95 92 84 68 50 40 34 30 27",
        "24 23 22 22 22 23 26 33 45 54 58 57 52 46 41 37 34 32 31 30 29 27 26 25",
    ),
    "industry": (
        "62 61 60 60 62 70 84 95 99 100 99 98 94 97 98 96 91 85 79 75 72 69 66 64",
        "46 45 44 44 44 45 47 50 52 53 53 52 51 50 49 48 47 47 47 47 47 46 46 46",
    ),
    "public": (
        "38 36 35 35 37 45 62 82 95 100 99 97 93 91 88 82 74 68 62 58 54 50 45 41",
        "36 35 34 34 35 38 44 52 58 61 62 61 59 57 55 53 52 52 53 52 49 46 42 39",
    ),
}
_SEASON = {"household": 0.22, "commercial": 0.08, "industry": 0.05, "public": 0.12}
_NOISE = {"household": 0.06, "commercial": 0.04, "industry": 0.03, "public": 0.03}

SHAPES: tuple[str, ...] = (
    *(f"household {k}" for k in (1, 2, 3)),
    *(f"commercial {k}" for k in (1, 2)),
    "industry 1",
    "public 1",
    "pv 1",
    "wind 1",
    "battery 1",
)
"""Every shape there is; a battery's is positive while it charges."""


def add_standard_profiles(network: Network, families: Mapping[str, Sequence[str]]) -> Network:
    """``network`` with a year in which each load, generator and storage follows a shape of its family.

    Args:
        families: by table, the family of every row (``household``, ``pv``, ...; "" for constant). Rows of
            one family take turns over its shapes.
    """
    assignments: list[ProfileAssignment] = []
    for table, names in families.items():
        rows = np.array([row for row, family in enumerate(names) if family], np.int64)
        shape = np.array([_shape_of(names[row], row) for row in rows.tolist()], np.int64)
        columns = ("p_mw", "q_mvar") if table == "load" else ("p_mw",)
        assignments += [ProfileAssignment(table, column, rows, shape) for column in columns if rows.size]
    return with_profiles(network, standard_year(tuple(assignments)))


def _shape_of(family: str, row: int) -> int:
    own = [k for k, name in enumerate(SHAPES) if name.split()[0] == family]
    return own[row % len(own)]


def standard_year(assignments: tuple[ProfileAssignment, ...]) -> Profiles:
    """The standard year under these assignments."""
    return make_profiles(START, STEP_S, _shapes(), np.array(SHAPES), assignments)


@lru_cache(maxsize=1)
def _shapes() -> Array:
    rows = [_shape(name) for name in SHAPES]
    shapes = np.stack([row / np.abs(row).max() for row in rows]).astype(np.float32)
    shapes.flags.writeable = False
    return shapes


def _shape(name: str) -> Array:
    family, number = name.split()
    generator = np.random.default_rng([33, SHAPES.index(name)])
    if family == "pv":
        return _pv(generator)
    if family == "wind":
        return _wind(generator)
    if family == "battery":
        return _battery()
    return _load(family, int(number), generator)


def _load(family: str, number: int, generator: np.random.Generator) -> Array:
    """Daily course by weekday, moved by some minutes per shape, with a season, days that differ and noise."""
    hour = np.arange(STEPS_PER_DAY) / 4.0 + 0.35 * (number - 2)
    courses = [np.interp(hour % 24, np.arange(25), _hours(text)) for text in _COURSES[family]]
    weekend = _weekday() >= 5
    days = np.where(weekend[:, None], courses[1], courses[0])
    season = 1.0 + _SEASON[family] * np.cos(2 * np.pi * (np.arange(DAYS) - 15) / DAYS)
    days = days * (season * (1.0 + 0.05 * _wandering(generator, DAYS, 0.7)))[:, None]
    noise = 1.0 + _NOISE[family] * _wandering(generator, days.size, 0.6)
    return np.asarray(np.clip(days.ravel() * noise, 0.02, None))


def _hours(text: str) -> Array:
    values = np.array(text.split(), np.float64) / 100
    return np.append(values, values[0])


def _weekday() -> Array:
    """0 Monday .. 6 Sunday of each day (day 0 of numpy's calendar was a Thursday)."""
    first = int(START.astype("datetime64[D]").astype(int))
    return np.asarray((np.arange(first, first + DAYS) + 3) % 7)


def _wandering(generator: np.random.Generator, n: int, memory: float) -> Array:
    """First-order autoregressive noise of unit variance, without a seam at the year's end, within three deviations."""
    drive = np.fft.rfft(generator.standard_normal(n) * np.sqrt(1 - memory**2))
    # The recursion y[k] = memory * y[k - 1] + drive[k] is a division in the frequency domain.
    turn = np.exp(-2j * np.pi * np.arange(len(drive)) / n)
    return np.clip(np.fft.irfft(drive / (1 - memory * turn), n), -3, 3)


def _pv(generator: np.random.Generator) -> Array:
    """Sine of the sun's elevation at 50 degrees north, dimmed by the day's clouds and passing ones."""
    day = np.arange(DAYS)[:, None]
    hour_angle = np.radians(15.0 * (np.arange(STEPS_PER_DAY) / 4.0 - 12.0))
    # Declination after Cooper, Solar Energy 12(3), 1969.
    declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + day + 1) / 365)
    latitude = np.radians(50.0)
    elevation = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour_angle)
    sky = 0.62 + 0.28 * np.tanh(_wandering(generator, DAYS, 0.5))[:, None]
    passing = 1.0 - (1.0 - sky) * 0.5 * np.abs(_wandering(generator, elevation.size, 0.8)).reshape(elevation.shape)
    return np.asarray((np.clip(elevation, 0.0, None) * sky * np.clip(passing, 0.1, None)).ravel())


def _wind(generator: np.random.Generator) -> Array:
    """Wind speed that wanders over days, through a turbine's power curve (cube up to rated speed)."""
    n = DAYS * STEPS_PER_DAY
    season = 1.0 + 0.15 * np.cos(2 * np.pi * np.arange(n) / n)
    slow, fast = _wandering(generator, n, 0.998), _wandering(generator, n, 0.9)
    speed = np.clip(7.0 * season * (1 + 0.42 * slow + 0.06 * fast), 0.0, None)
    power = np.clip((speed**3 - 3.0**3) / (12.0**3 - 3.0**3), 0.0, 1.0)
    return np.asarray(np.where(speed > 25.0, 0.0, power))


def _battery() -> Array:
    """Charging around noon, discharging in the evening, losses in between."""
    hour = np.arange(STEPS_PER_DAY) / 4.0
    charge = np.exp(-(((hour - 12.5) / 1.8) ** 2))
    discharge = 0.9 * np.exp(-(((hour - 19.5) / 1.8) ** 2))
    return np.tile(charge - discharge, DAYS)
