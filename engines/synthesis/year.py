"""A year of quarter hours: households, trade, industry, public lighting and offices, sun and wind.

The shapes are made up from what every utility knows of its load: morning and evening peaks, quiet weekends of trade,
dark winters; clouds and wind wander as autoregressive processes. Equal seeds give equal years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from engines.grid.network import Table
from engines.grid.profiles import ProfileAssignment, Profiles, make_profiles

Array = np.ndarray[Any, Any]

START = "2026-01-01T00:00:00"
STEP_S = 900
N_DAY = 365
STEPS_A_DAY = 96
VARIANTS = 5


class LoadClass(StrEnum):
    """What kind of customers a load stands for."""

    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"
    INDUSTRIAL = "industrial"
    PUBLIC = "public"


def district_profiles(tables: Mapping[str, Table], classes: Sequence[LoadClass], seed: int) -> Profiles:
    """Shapes for loads (p and q), static generators and storages of a district."""
    random = np.random.default_rng([seed, 7])
    year = _Year(random)
    names: list[str] = []
    shapes: list[Array] = []
    first: dict[str, int] = {}
    for kind in LoadClass:
        first[kind] = len(names)
        for variant in range(VARIANTS):
            names.append(f"{kind}-{variant + 1}")
            shapes.append(_load_shape(year, kind, random))
    for kind, make in (("pv", year.sun), ("wind", year.wind)):
        first[kind] = len(names)
        for variant in range(VARIANTS):
            names.append(f"{kind}-{variant + 1}")
            shapes.append(make(variant, random))
    first["storage"] = len(names)
    names.append("storage-1")
    shapes.append(_storage_shape(year))
    load_shape = np.array([first[c] + int(random.integers(VARIANTS)) for c in classes], np.int64)
    plants = np.array([first[str(t)] + int(random.integers(VARIANTS)) for t in tables["sgen"]["type"]], np.int64)
    storages = np.full(len(tables["storage"]), first["storage"], np.int64)
    rows = {kind: np.arange(len(tables[kind])) for kind in ("load", "sgen", "storage")}
    assignments = (
        ProfileAssignment("load", "p_mw", rows["load"], load_shape),
        ProfileAssignment("load", "q_mvar", rows["load"], load_shape),
        ProfileAssignment("sgen", "p_mw", rows["sgen"], plants),
        ProfileAssignment("storage", "p_mw", rows["storage"], storages),
    )
    return make_profiles(START, STEP_S, np.array(shapes), names, assignments)


class _Year:
    """Clock, season and weather of the made-up year, ``(35040,)`` each."""

    def __init__(self, random: np.random.Generator) -> None:
        step = np.arange(N_DAY * STEPS_A_DAY)
        self.day = step // STEPS_A_DAY
        self.hour = (step % STEPS_A_DAY) / 4.0
        weekday = (self.day + 3) % 7  # 1 January 2026 is a Thursday
        holidays = np.isin(self.day, (0, 92, 95, 120, 133, 144, 275, 358, 359, 364))
        self.is_sunday = (weekday == 6) | holidays
        self.is_saturday = (weekday == 5) & ~holidays
        self.winter = 0.5 + 0.5 * np.cos(2 * np.pi * (self.day - 15) / N_DAY)
        self._cloud = np.clip(0.45 + 0.28 * _wander(random, N_DAY * STEPS_A_DAY, 0.97), 0.0, 1.0)
        self._wind = _wander(random, N_DAY * STEPS_A_DAY, 0.995)
        self.cold = _wander(random, N_DAY, 0.8)[self.day]

    def sun(self, variant: int, random: np.random.Generator) -> Array:
        """Feed-in of a photovoltaic plant per unit of its peak; variants face other ways."""
        declination = np.radians(23.45) * np.sin(2 * np.pi * (self.day + 284) / N_DAY)
        latitude = np.radians(53.9)
        turned = (-0.9, -0.4, 0.0, 0.4, 0.9)[variant]
        angle = np.radians(15.0) * (self.hour - 12.4)
        height = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle)
        tilt = np.clip(
            height * 0.85 + 0.45 * np.cos(angle - 0.5 * turned) * np.cos(declination) * (height > 0), 0, None
        )
        flicker = 1.0 - 0.08 * np.abs(random.standard_normal(len(angle))) * (self._cloud > 0.35)
        power = np.where(height > 0.02, tilt * (1.0 - 0.78 * self._cloud) * flicker, 0.0)
        return np.clip(power / 1.1, 0.0, 1.0)

    def wind(self, variant: int, random: np.random.Generator) -> Array:
        """Feed-in of a wind turbine per unit; variants stand some way apart."""
        own = 0.9 * self._wind + 0.35 * _wander(random, len(self._wind), 0.98)
        speed = np.clip(6.4 + 1.1 * self.winter + 2.6 * own, 0.0, None)
        return np.where(speed > 25.0, 0.0, np.clip(((speed - 3.0) / 9.0) ** 3, 0.0, 1.0) * (speed > 3.0))


def _wander(random: np.random.Generator, n: int, keep: float) -> Array:
    """A first-order autoregressive process of unit variance."""
    from scipy.signal import lfilter

    noise = random.standard_normal(n) * np.sqrt(1 - keep**2)
    return np.asarray(lfilter([1.0], [1.0, -keep], noise))


def _bump(hour: Array, at: float, width: float) -> Array:
    away = np.abs(hour - at)
    return np.exp(-0.5 * (np.minimum(away, 24 - away) / width) ** 2)


def _load_shape(year: _Year, kind: LoadClass, random: np.random.Generator) -> Array:
    shift = random.normal(0, 0.35)
    make = {
        LoadClass.RESIDENTIAL: _residential,
        LoadClass.COMMERCIAL: _commercial,
        LoadClass.INDUSTRIAL: _industrial,
        LoadClass.PUBLIC: _public,
    }[kind]
    shape = make(year, year.hour - shift)
    shape = shape * (1.0 + 0.03 * _wander(random, len(shape), 0.9)) * (1.0 + 0.02 * random.standard_normal(len(shape)))
    shape = np.clip(shape, 0.02, None)
    return shape / np.quantile(shape, 0.9995)


def _residential(year: _Year, hour: Array) -> Array:
    season = 0.72 + 0.38 * year.winter - 0.03 * year.cold * year.winter
    morning = np.where(year.is_sunday | year.is_saturday, _bump(hour, 10.0, 1.9), _bump(hour, 7.2, 1.2))
    noon = 0.5 * _bump(hour, 12.6, 1.6) * np.where(year.is_sunday, 1.5, 1.0)
    evening = 1.25 * _bump(hour, 19.0, 2.2)
    return season * (0.3 + 0.5 * morning + noon + evening)


def _commercial(year: _Year, hour: Array) -> Array:
    open_hours = 1 / (1 + np.exp(-(hour - 7.6) * 2.2)) * (1 - 1 / (1 + np.exp(-(hour - 19.3) * 2.2)))
    busy = np.where(year.is_sunday, 0.12, np.where(year.is_saturday, 0.75, 1.0))
    return (0.24 + busy * open_hours) * (0.86 + 0.14 * year.winter)


def _industrial(year: _Year, hour: Array) -> Array:
    shifts = 0.72 + 0.28 * (1 / (1 + np.exp(-(hour - 5.8) * 3)) * (1 - 1 / (1 + np.exp(-(hour - 21.8) * 3))))
    week = np.where(year.is_sunday, 0.42, np.where(year.is_saturday, 0.6, 1.0))
    return shifts * week


def _public(year: _Year, hour: Array) -> Array:
    offices = 1 / (1 + np.exp(-(hour - 7.2) * 2.5)) * (1 - 1 / (1 + np.exp(-(hour - 17.0) * 1.8)))
    week = np.where(year.is_sunday | year.is_saturday, 0.15, 1.0)
    dark = 1 / (1 + np.exp(-(np.abs(hour - 12.5) - 8.0 + 3.2 * year.winter) * 2.5))
    return 0.2 + week * offices + 0.35 * dark


def _storage_shape(year: _Year) -> Array:
    """Charging at noon, discharging in the evening; over a day the energy closes but for losses."""
    return 0.9 * _bump(year.hour, 12.8, 1.5) - 0.9 * _bump(year.hour, 19.3, 1.4)
