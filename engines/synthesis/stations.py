"""Primary substations: source, transformers with tap changers, bars, and their breakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Table, make_table
from engines.grid.switches import SwitchKind
from engines.synthesis.equipment_types import PRIMARY_TRANSFORMERS, smallest_that_carries, transformer_columns
from engines.synthesis.names import station_name
from engines.synthesis.plan import DistrictPlan
from engines.synthesis.switchgear import Switchgear

Array = np.ndarray[Any, Any]

SOURCE_VM_PU = 1.01
BAR_VM_PU = 1.022
"""What no bar is above on a winter evening, so that it is not too high on a summer night."""
USUAL_LOADING = 0.65
SMALLEST_WITH_STANDBY = 3
BAR_LETTERS = "ABCDEFGH"


@dataclass(frozen=True, slots=True, eq=False)
class Stations:
    """Bars and transformers; buses are numbered station by station, the 110 kV bus before its bars.

    Attributes:
        high_bus: ``(n_station,)`` bus indices; bar_bus: ``(n_bar,)``; bar_station: ``(n_bar,)``.
        bar_name: ``(n_bar,)``.
        trafo_high, trafo_bar: ``(n_trafo,)`` bus index and number of the bar each transformer joins.
        is_standby: ``(n_trafo,)`` ready on the high side, its low-side breaker open.
        trafo_name: ``(n_trafo,)``.
    """

    high_bus: Array
    bar_bus: Array
    bar_station: Array
    bar_name: list[str]
    trafo_high: Array
    trafo_bar: Array
    is_standby: Array
    trafo_name: list[str]

    @property
    def n_bus(self) -> int:
        """110 kV buses and bars together."""
        return len(self.high_bus) + len(self.bar_bus)


def add_stations(plan: DistrictPlan) -> Stations:
    """A station with two bars has a transformer for each; with one bar a second one stands by."""
    high: list[int] = []
    bars: list[tuple[int, int, str]] = []
    trafos: list[tuple[int, int, bool, str]] = []
    bus = 0
    for k, station in enumerate(plan.stations):
        name = station_name(k)
        high.append(bus)
        for b in range(station.n_bar):
            bars.append((bus + 1 + b, k, f"{name} 20{BAR_LETTERS[b] if station.n_bar > 1 else ''}"))
            trafos.append((bus, len(bars) - 1, False, f"{name} TR{b + 1}"))
        if station.n_bar == 1 and station.n_feeder >= SMALLEST_WITH_STANDBY:
            trafos.append((bus, len(bars) - 1, True, f"{name} TR2"))
        bus += 1 + station.n_bar
    return Stations(
        np.array(high, np.int64),
        np.array([b[0] for b in bars], np.int64),
        np.array([b[1] for b in bars], np.int64),
        [b[2] for b in bars],
        np.array([t[0] for t in trafos], np.int64),
        np.array([t[1] for t in trafos], np.int64),
        np.array([t[2] for t in trafos], np.bool_),
        [t[3] for t in trafos],
    )


def source_table(stations: Stations) -> Table:
    """The grid above: one source for each station, all in phase."""
    names = [f"{station_name(k)} grid" for k in range(len(stations.high_bus))]
    columns = {
        "name": names,
        "bus": stations.high_bus,
        "vm_pu": np.full(len(names), SOURCE_VM_PU),
        "s_sc_max_mva": 2500.0 + 250.0 * (np.arange(len(names)) % 5),
    }
    return make_table("ext_grid", columns, ids=[f"ext_grid:{name}" for name in names])


def transformer_ratings(stations: Stations, s_mva: Array) -> dict[str, Array]:
    """Electrical columns of the primary transformers, for the evening's load ``(n_bar,)`` of each bar."""
    kinds = smallest_that_carries(PRIMARY_TRANSFORMERS, s_mva, USUAL_LOADING)
    return transformer_columns(PRIMARY_TRANSFORMERS, kinds[stations.trafo_bar])


def tap_positions(stations: Stations, ratings: dict[str, Array], p_mw: Array, q_mvar: Array) -> tuple[Array, Array]:
    """Taps that bring the bars just below their highest voltage on the evening, and the bars' voltages then.

    Args:
        p_mw, q_mvar: ``(n_bar,)`` load of each bar.
    """
    p, q = p_mw[stations.trafo_bar], q_mvar[stations.trafo_bar]
    r = ratings["vkr_percent"] / 100 / ratings["sn_mva"]
    x = np.sqrt((ratings["vk_percent"] / 100 / ratings["sn_mva"]) ** 2 - r**2)
    at_neutral = SOURCE_VM_PU - (r * p + x * q) - 0.5 * (x * p) ** 2
    step = ratings["tap_step_percent"] / 100
    tap = np.ceil((at_neutral / BAR_VM_PU - 1) / step - 1e-9)
    reached = np.empty(len(stations.bar_bus))
    reached[stations.trafo_bar] = at_neutral / (1 + tap * step)
    return tap, reached


def add_station_switches(gear: Switchgear, stations: Stations) -> None:
    """Breakers on both sides of every transformer, and an open coupler between two bars."""
    for row, name in enumerate(stations.trafo_name):
        low = int(stations.bar_bus[stations.trafo_bar[row]])
        gear.add(f"{name}-Q1", int(stations.trafo_high[row]), row, SwitchKind.BREAKER, et="t")
        is_closed = not bool(stations.is_standby[row])
        gear.add(f"{name}-Q2", low, row, SwitchKind.BREAKER, et="t", is_closed=is_closed)
    for bar in np.flatnonzero(np.diff(stations.bar_station) == 0).tolist():
        here, there = int(stations.bar_bus[bar]), int(stations.bar_bus[bar + 1])
        name = f"{station_name(int(stations.bar_station[bar]))} coupler"
        suffix = "" if bar == 0 or stations.bar_station[bar - 1] != stations.bar_station[bar] else f" {bar}"
        gear.add(f"{name}{suffix}", here, there, SwitchKind.BREAKER, et="b", is_closed=False)
