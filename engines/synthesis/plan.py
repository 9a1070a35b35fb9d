"""How large a district's parts are, where its stations stand and which way its feeders leave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

SMALLEST, LARGEST = 20, 200_000
LV_SHARE = 0.1
FEEDERS_ON_A_BAR = 6
PITCH_KM = 8.0


class Character(IntEnum):
    """What kind of country a feeder runs through."""

    URBAN = 0
    """Cable, short, dense."""
    SUBURBAN = 1
    """Cable, longer."""
    RURAL = 2
    """Overhead and long."""
    REMOTE = 3
    """The longest: the feeder whose voltage everybody watches."""


REACH_KM = {
    Character.URBAN: (2.6, 4.2),
    Character.SUBURBAN: (4.2, 6.2),
    Character.RURAL: (7.5, 10.0),
    Character.REMOTE: (11.0, 13.0),
}
"""How far the end of the trunk lies from the station, in a straight line."""


@dataclass(frozen=True, slots=True)
class StationPlan:
    """A primary substation: its place (km east and north), how many bars and feeders."""

    x_km: float
    y_km: float
    n_bar: int
    n_feeder: int


@dataclass(frozen=True, slots=True)
class FeederPlan:
    """One feeder before anything is built.

    Attributes:
        station, bar: which station it leaves, and which of all bars.
        n_bus: its medium-voltage buses.
        heading: direction it leaves the station in, radians from east.
        sector: angle it has to itself, radians.
    """

    station: int
    bar: int
    n_bus: int
    character: Character
    heading: float
    sector: float
    reach_km: float


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """The whole district: ``n_lv`` is the number of low-voltage buses."""

    stations: tuple[StationPlan, ...]
    feeders: tuple[FeederPlan, ...]
    n_lv: int

    @property
    def n_bar(self) -> int:
        """Number of 20 kV bars."""
        return sum(station.n_bar for station in self.stations)


def plan_district(n_bus: int, random: np.random.Generator) -> DistrictPlan:
    """Share ``n_bus`` buses out to stations (one 110 kV bus and one or two bars each) and feeders."""
    n_lv = round(n_bus * LV_SHARE)
    usual = np.clip(27 * (n_bus / 300) ** 0.42, 8, 120)
    n_feeder = max(2, round((n_bus - n_lv) / usual))
    a_station = FEEDERS_ON_A_BAR if n_feeder <= 4 * FEEDERS_ON_A_BAR else 2 * FEEDERS_ON_A_BAR
    counts = _uneven(n_feeder, -(-n_feeder // a_station), a_station)
    places = _places(len(counts), random)
    stations = tuple(
        StationPlan(float(x), float(y), -(-n // FEEDERS_ON_A_BAR), n) for (x, y), n in zip(places, counts, strict=True)
    )
    n_mv = n_bus - n_lv - sum(1 + s.n_bar for s in stations)
    weight = random.uniform(0.8, 1.25, n_feeder)
    sizes = _shared(n_mv, weight)
    return DistrictPlan(stations, _feeders(stations, places, sizes, random), n_lv)


def _uneven(total: int, parts: int, most: int) -> list[int]:
    """Whole numbers that add up to ``total``; neighbours differ by two where there is room, as towns do."""
    even = [total // parts + (k < total % parts) for k in range(parts)]
    for k in range(0, parts - 1, 2):
        if even[k] < most and even[k + 1] > 2:
            even[k], even[k + 1] = even[k] + 1, even[k + 1] - 1
    return even


def _shared(total: int, weight: Array) -> Array:
    """Whole numbers, at least 3, near ``weight`` and adding up to ``total``."""
    exact = weight / weight.sum() * (total - 3 * len(weight))
    parts = np.floor(exact).astype(np.int64)
    parts[np.argsort(parts - exact, kind="stable")[: total - 3 * len(weight) - parts.sum()]] += 1
    return np.asarray(parts + 3)


def _places(n: int, random: np.random.Generator) -> Array:
    """``(n, 2)`` places on a loose triangular grid, the first ones north to south."""
    columns = max(1, round(np.sqrt(n / 1.4)))
    row, column = np.divmod(np.arange(n), columns)
    grid = np.column_stack([column + 0.5 * (row % 2), -row * 0.9]) * PITCH_KM
    return grid + random.normal(0, 0.09 * PITCH_KM, (n, 2))


def _feeders(
    stations: tuple[StationPlan, ...], places: Array, sizes: Array, random: np.random.Generator
) -> tuple[FeederPlan, ...]:
    feeders: list[FeederPlan] = []
    first_bar = 0
    for k, station in enumerate(stations):
        sector = 2 * np.pi / station.n_feeder
        start = random.uniform(0, 2 * np.pi)
        headings = start - sector * (np.arange(station.n_feeder) + random.uniform(-0.12, 0.12, station.n_feeder))
        room = [_room_km(places, k, heading) for heading in headings]
        characters = _characters(np.array(room), random)
        on_a_bar = -(-station.n_feeder // station.n_bar)
        for i, character in enumerate(characters):
            reach = min(float(random.uniform(*REACH_KM[character])), room[i])
            size = int(sizes[len(feeders)])
            bar = first_bar + i // on_a_bar
            heading = float(headings[i])
            feeders.append(FeederPlan(k, bar, size, character, heading, min(sector, 1.5), reach))
        first_bar += station.n_bar
    return tuple(feeders)


def _room_km(places: Array, station: int, heading: float) -> float:
    """How far a feeder may reach before another station is nearer."""
    away = np.delete(places, station, axis=0) - places[station]
    along = away @ np.array([np.cos(heading), np.sin(heading)])
    ahead = along > 1e-6
    return float(np.min((away[ahead] ** 2).sum(1) / (2 * along[ahead]), initial=np.inf)) * 0.95


def _characters(room_km: Array, random: np.random.Generator) -> list[Character]:
    """Feeders with open country before them run there, one of them far; the others stay in town."""
    order = np.argsort(-np.minimum(room_km, 15.0) - random.uniform(0, 0.5, len(room_km)), kind="stable")
    found = [Character.URBAN] * len(room_km)
    for place, k in enumerate(order):
        if place == 0 and room_km[k] > REACH_KM[Character.REMOTE][0]:
            found[k] = Character.REMOTE
        elif place < 0.45 * len(order) and room_km[k] > REACH_KM[Character.RURAL][0]:
            found[k] = Character.RURAL
        elif place < 0.75 * len(order) and room_km[k] > REACH_KM[Character.SUBURBAN][0]:
            found[k] = Character.SUBURBAN
    return found
