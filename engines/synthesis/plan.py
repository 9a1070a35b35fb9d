"""How large a district's parts are: stations, feeders, trunk and laterals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMALLEST, LARGEST = 12, 200_000


@dataclass(frozen=True, slots=True)
class FeederPlan:
    """One feeder before anything is built.

    Attributes:
        number: counted through the whole district from 1; station: which bar it leaves.
        n_bus: medium-voltage and low-voltage buses, the bar not counted.
        is_rural: overhead and long; else cable and short.
        bearing: direction it leaves the station in, radians.
        peak_mw: sum of its loads' peaks.
        length_km: of its trunk.
    """

    number: int
    station: int
    n_bus: int
    is_rural: bool
    bearing: float
    peak_mw: float
    length_km: float


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """Stations with their places (km east and north), and their feeders."""

    station_x_km: tuple[float, ...]
    station_y_km: tuple[float, ...]
    feeders: tuple[FeederPlan, ...]


def plan_district(n_bus: int, random: np.random.Generator) -> DistrictPlan:
    """Share ``n_bus`` buses out to stations (two buses each) and feeders."""
    buses_a_station = min(500.0, max(150.0, n_bus / 2))
    n_station = max(1, round(n_bus / buses_a_station))
    columns = int(np.ceil(np.sqrt(n_station * 1.4)))
    pitch_km = 14.0
    x = tuple(float(pitch_km * (k % columns) + random.normal(0, 0.8)) for k in range(n_station))
    y = tuple(float(-pitch_km * (k // columns) + random.normal(0, 0.8)) for k in range(n_station))
    feeders: list[FeederPlan] = []
    left = n_bus - 2 * n_station
    for station in range(n_station):
        share = left // (n_station - station)
        left -= share
        n_feeder = max(1, min(5 if share < 200 else 6, share // 8))
        feeders += _station_feeders(station, share, n_feeder, len(feeders), random)
    return DistrictPlan(x, y, tuple(feeders))


def _station_feeders(
    station: int, n_bus: int, n_feeder: int, before: int, random: np.random.Generator
) -> list[FeederPlan]:
    weights = random.uniform(0.75, 1.3, n_feeder)
    sizes = np.maximum(4, np.floor(weights / weights.sum() * n_bus).astype(int))
    sizes[-1] += n_bus - sizes.sum()
    start = random.uniform(0, 2 * np.pi)
    feeders = []
    for k in range(n_feeder):
        is_rural = bool(k % 3 == 2)
        length = random.uniform(15.0, 20.0) if is_rural else random.uniform(4.5, 7.5)
        peak = random.uniform(3.4, 4.4) if is_rural else random.uniform(3.4, 5.4)
        bearing = float(start + 2 * np.pi * (k + random.uniform(-0.15, 0.15)) / n_feeder)
        share = min(1.0, sizes[k] / 16)
        feeders.append(
            FeederPlan(before + k + 1, station, int(sizes[k]), is_rural, bearing, peak * share, length * share)
        )
    return feeders
