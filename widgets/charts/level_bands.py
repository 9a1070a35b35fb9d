"""The limits of each voltage level over the distances where its buses stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from widgets.charts.profile_lines import ProfileLines, VoltageLimits, commonest_limits

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class LevelBand:
    """One voltage level on the voltage profile.

    Attributes:
        vn_kv: nominal voltage, line to line.
        from_km, to_km: distances of its first and last drawn bus.
        limits: those most of its drawn buses have, pu.
        y_min_pu, y_max_pu: extreme voltages of its drawn buses.
        n_bus: how many are drawn.
    """

    vn_kv: float
    from_km: float
    to_km: float
    limits: VoltageLimits
    y_min_pu: float
    y_max_pu: float
    n_bus: int

    @property
    def name(self) -> str:
        """``20 kV``."""
        return f"{self.vn_kv:g} kV"


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit, of one level or of several that share it.

    Attributes:
        pu: its value; from_km, to_km: where it holds.
        is_upper, is_emergency: which of the four limits it is.
        name: of its levels: ``110, 0.4 kV``.
    """

    pu: float
    from_km: float
    to_km: float
    is_upper: bool
    is_emergency: bool
    name: str


def level_bands(
    network: Network, lines: ProfileLines, feeder: int | None = None, bar: int = -1
) -> tuple[LevelBand, ...]:
    """Every voltage level that is drawn, highest voltage first; ``feeder`` and its ``bar`` alone where one is given.

    Args:
        bar: row of the bus the feeder leaves.
    """
    shown = np.ones(len(lines), bool) if feeder is None else (lines.feeder == feeder) | (lines.bus_row == bar)
    rows, x, y = lines.bus_row[shown], lines.x_km[shown], lines.y_pu[shown]
    vn_kv = network.bus["vn_kv"][rows]
    bands = []
    for level in np.unique(vn_kv)[::-1].tolist():
        mine = vn_kv == level
        extent = float(x[mine].min()), float(x[mine].max())
        limits = commonest_limits(network, rows[mine])
        values = float(y[mine].min()), float(y[mine].max())
        bands.append(LevelBand(level, *extent, limits, *values, int(np.count_nonzero(mine))))
    return tuple(bands)


def limit_lines(bands: Iterable[LevelBand]) -> tuple[LimitLine, ...]:
    """The lines to draw: a limit that levels share over touching distances is drawn once and names them all."""
    found: dict[tuple[float, bool, bool], list[LevelBand]] = {}
    for band in bands:
        limits = band.limits
        for pu, is_upper, is_emergency in (
            (limits.min_pu, False, False),
            (limits.max_pu, True, False),
            (limits.emergency_min_pu, False, True),
            (limits.emergency_max_pu, True, True),
        ):
            if np.isfinite(pu):
                found.setdefault((round(pu, 4), is_upper, is_emergency), []).append(band)
    lines = []
    for (pu, is_upper, is_emergency), sharing in found.items():
        for group in _touching(sharing):
            extent = min(b.from_km for b in group), max(b.to_km for b in group)
            name = ", ".join(f"{b.vn_kv:g}" for b in group) + " kV"
            lines.append(LimitLine(pu, *extent, is_upper, is_emergency, name))
    return tuple(sorted(lines, key=lambda line: (line.is_emergency, line.pu)))


def _touching(bands: list[LevelBand]) -> list[list[LevelBand]]:
    groups: list[list[LevelBand]] = []
    for band in sorted(bands, key=lambda b: b.from_km):
        if groups and band.from_km <= max(b.to_km for b in groups[-1]):
            groups[-1].append(band)
        else:
            groups.append([band])
    return [sorted(group, key=lambda b: -b.vn_kv) for group in groups]


def reach_pu(bands: Iterable[LevelBand], near_pu: float = 0.02) -> tuple[float, float]:
    """Lowest and highest voltage a first view shows: all voltages, and each normal limit they come near to.

    The normal limits of the level with most buses are always among them.
    """
    known = list(bands)
    if not known:
        return 0.95, 1.05
    main = max(known, key=lambda band: band.n_bus)
    low, high = (min(b.y_min_pu for b in known), max(b.y_max_pu for b in known))
    for band in known:
        floor, ceiling = band.limits.min_pu, band.limits.max_pu
        if np.isfinite(floor) and (band is main or band.y_min_pu - floor < near_pu):
            low = min(low, floor)
        if np.isfinite(ceiling) and (band is main or ceiling - band.y_max_pu < near_pu):
            high = max(high, ceiling)
    return low, high
