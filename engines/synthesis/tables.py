"""The parts of a district, written as equipment tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Table, make_table
from engines.synthesis.demand import Demand
from engines.synthesis.equipment_types import (
    LOW_VOLTAGE_150,
    SECONDARY_TRANSFORMERS,
    line_columns,
    smallest_that_carries,
    transformer_columns,
)
from engines.synthesis.low_voltage import LowVoltage
from engines.synthesis.names import station_name, street_name
from engines.synthesis.plants import BATTERY_HOURS, CAPACITOR_STEP_MVAR, Plants
from engines.synthesis.skeleton import VN_KV, Skeleton
from engines.synthesis.stations import Stations
from engines.synthesis.ties import Ties
from engines.synthesis.weather import LATITUDE, LONGITUDE
from engines.synthesis.year import LOAD_CLASSES

Array = np.ndarray[Any, Any]

KM_PER_DEGREE = 111.32
SECONDARY_LOADING = 0.8
RAISING_DROP_PU = 0.022
"""From which voltage drop on the way secondary transformers are set one step up."""


class Numbering:
    """Bus indices and bus names: stations first, then medium voltage, then low voltage."""

    def __init__(self, skeleton: Skeleton, low: LowVoltage, stations: Stations) -> None:
        self.first_mv = stations.n_bus
        self.first_lv = stations.n_bus + len(skeleton)
        width = np.where(np.diff(skeleton.first) > 99, 3, 2)[skeleton.feeder]
        columns = (skeleton.feeder + 1, width, skeleton.number)
        parts = zip(*(column.tolist() for column in columns), strict=True)
        # F3-07 is the seventh bus of feeder F3.
        self.mv_names = [f"F{f}-{n:0{w}d}" for f, w, n in parts]
        hosts = zip(low.at_host.tolist(), low.place.tolist(), strict=True)
        self.lv_names = [f"{self.mv_names[host]}L{place + 1}" for host, place in hosts]

    def bus(self, mv: Array, lv: Array) -> Array:
        """Bus indices of equipment at low voltage where ``lv`` is not -1, else at medium voltage."""
        return np.where(lv >= 0, self.first_lv + lv, self.first_mv + mv)

    def names(self, mv: Array, lv: Array) -> list[str]:
        """Names of the buses the same equipment stands at."""
        pairs = zip(mv.tolist(), lv.tolist(), strict=True)
        return [self.lv_names[b] if b >= 0 else self.mv_names[a] for a, b in pairs]


def bus_table(skeleton: Skeleton, low: LowVoltage, stations: Stations, number: Numbering) -> Table:
    """All buses; those of feeders belong to the secondary station they stand in."""
    plan = skeleton.plan
    n_station = len(plan.stations)
    titles = [f"{station_name(k)} 110/20 kV" for k in range(n_station)]
    x0, y0 = np.array([s.x_km for s in plan.stations]), np.array([s.y_km for s in plan.stations])
    zone = np.array([station_name(k) for k in range(n_station)])
    streets = [street_name(k) for k in range(len(skeleton))]
    of_mv = np.array([f.station for f in plan.feeders])[skeleton.feeder]
    of_lv = of_mv[low.at_host]
    in_station = np.concatenate([np.arange(n_station), stations.bar_station])
    order = np.argsort(np.concatenate([stations.high_bus, stations.bar_bus]))
    at = in_station[order]
    is_high = order < n_station
    x = np.concatenate([x0[at] - 0.12 * is_high + 0.1 * _bar_place(stations)[order], skeleton.x_km, low.x_km])
    y = np.concatenate([y0[at], skeleton.y_km, low.y_km])
    names = [*(f"{n} 110" for n in zone.tolist()), *stations.bar_name]
    columns = {
        "name": [*(names[k] for k in order.tolist()), *number.mv_names, *number.lv_names],
        "vn_kv": np.concatenate(
            [np.where(is_high, 110.0, VN_KV), np.full(len(skeleton), VN_KV), np.full(len(low), 0.4)]
        ),
        "type": ["b"] * len(order) + ["n"] * (len(skeleton) + len(low)),
        "zone": zone[np.concatenate([at, of_mv, of_lv])],
        "substation": [*(titles[k] for k in at.tolist()), *streets, *(streets[k] for k in low.at_host.tolist())],
        "x": np.round(LONGITUDE + x / (KM_PER_DEGREE * np.cos(np.radians(LATITUDE))), 6),
        "y": np.round(LATITUDE + y / KM_PER_DEGREE, 6),
    }
    return make_table("bus", columns, ids=_ids("bus", columns["name"]))


def _bar_place(stations: Stations) -> Array:
    """How many bars of its station stand before each bar; 0 for the 110 kV buses, which come first."""
    before = [int((stations.bar_station[:k] == s).sum()) for k, s in enumerate(stations.bar_station)]
    return np.array([0] * len(stations.high_bus) + before)


def line_table(
    skeleton: Skeleton, low: LowVoltage, stations: Stations, number: Numbering, demand: Demand, ties: Ties
) -> Table:
    """Sections toward every medium-voltage bus, low-voltage cables, then ties."""
    bar = stations.bar_bus[skeleton.bar]
    street = np.flatnonzero(low.place > 0)
    mv_from = np.where(skeleton.parent >= 0, number.first_mv + skeleton.parent, bar)
    kinds = [skeleton.line_kind, np.full(len(street), LOW_VOLTAGE_150), ties.line_kind]
    # W is the letter of lines and cables in IEC 81346.
    names = [name.replace("-", "-W", 1) for name in number.mv_names]
    names += [number.lv_names[k].replace("-", "-W", 1) for k in street.tolist()]
    names += [f"T{k + 1}-W" for k in range(len(ties))]
    columns = {
        "name": names,
        "from_bus": np.concatenate([mv_from, number.first_lv + street - 1, number.first_mv + ties.here]),
        "to_bus": np.concatenate(
            [number.first_mv + np.arange(len(skeleton)), number.first_lv + street, number.first_mv + ties.there]
        ),
        "length_km": np.round(np.concatenate([demand.length_km, low.length_km[street], ties.length_km]), 4),
        **line_columns(np.concatenate(kinds).astype(np.int64)),
    }
    return make_table("line", columns, ids=_ids("line", names))


def transformer_table(
    stations: Stations,
    ratings: dict[str, Array],
    taps: Array,
    low: LowVoltage,
    number: Numbering,
    demand: Demand,
) -> Table:
    """Primary transformers, then secondary ones, each just large enough for what hangs on it."""
    at_lv = demand.lv >= 0
    s_mva = np.hypot(demand.p_mw, demand.q_mvar)[at_lv]
    carried = np.bincount(low.group[demand.lv[at_lv]], s_mva, len(low.host))
    kinds = smallest_that_carries(SECONDARY_TRANSFORMERS, carried, SECONDARY_LOADING)
    secondary = transformer_columns(SECONDARY_TRANSFORMERS, kinds)
    own_bus = number.first_lv + np.flatnonzero(low.place == 0)
    steps_up = (demand.drop_pu[low.host] > RAISING_DROP_PU).astype(np.float64)
    names = [*stations.trafo_name, *(f"{number.mv_names[k]} TR" for k in low.host.tolist())]
    columns = {
        "name": names,
        "hv_bus": np.concatenate([stations.trafo_high, number.first_mv + low.host]),
        "lv_bus": np.concatenate([stations.bar_bus[stations.trafo_bar], own_bus]),
        **{key: np.concatenate([ratings[key], secondary[key]]) for key in ratings},
        "tap_pos": np.concatenate([taps, -steps_up]),
    }
    return make_table("trafo", columns, ids=_ids("trafo", names))


def load_table(demand: Demand, number: Numbering, bus: Table) -> Table:
    """Loads, called as their station; low-voltage ones as their bus."""
    at = number.bus(demand.mv, demand.lv)
    station = bus["substation"][at].tolist()
    names = [f"{s} {n.rpartition('L')[2]}" if lv >= 0 else s for s, n, lv in
             zip(station, bus["name"][at].tolist(), demand.lv.tolist(), strict=True)]  # fmt: skip
    columns = {
        "name": names,
        "bus": at,
        "p_mw": demand.p_mw,
        "q_mvar": demand.q_mvar,
        "type": np.array([str(c) for c in LOAD_CLASSES])[demand.kind],
    }
    return make_table("load", columns, ids=_ids("load", number.names(demand.mv, demand.lv)))


def plant_table(plants: Plants, number: Numbering) -> Table:
    """Static generators: PV-F1-07, W-F3-12."""
    prefix = np.where(plants.kind == "wind", "WT", "PV").tolist()
    names = [f"{p} {n}" for p, n in zip(prefix, number.names(plants.mv, plants.lv), strict=True)]
    names = _told_apart(names)
    columns = {
        "name": names,
        "bus": number.bus(plants.mv, plants.lv),
        "p_mw": plants.p_mw,
        "sn_mva": np.round(plants.p_mw * 1.1, 4),
        "type": plants.kind,
    }
    return make_table("sgen", columns, ids=_ids("sgen", names))


def battery_table(mv: Array, p_mw: Array, number: Numbering) -> Table:
    """Batteries, half full."""
    names = [f"BAT {number.mv_names[k]}" for k in mv.tolist()]
    columns = {
        "name": names,
        "bus": number.first_mv + mv,
        "p_mw": p_mw,
        "sn_mva": np.round(1.1 * p_mw, 3),
        "max_e_mwh": BATTERY_HOURS * p_mw,
        "soc_percent": np.full(len(mv), 50.0),
        "type": ["battery"] * len(mv),
    }
    return make_table("storage", columns, ids=_ids("storage", names)) if len(mv) else make_table("storage", {})


def capacitor_table(mv: Array, steps: Array, number: Numbering) -> Table:
    """Capacitor banks with four steps."""
    names = [f"CAP {number.mv_names[k]}" for k in mv.tolist()]
    n = len(mv)
    columns = {
        "name": names,
        "bus": number.first_mv + mv,
        "q_mvar": np.full(n, -CAPACITOR_STEP_MVAR),
        "vn_kv": np.full(n, VN_KV),
        "step": steps,
        "max_step": np.full(n, 4.0),
    }
    return make_table("shunt", columns, ids=_ids("shunt", names)) if n else make_table("shunt", {})


def _told_apart(names: list[str]) -> list[str]:
    """The names with a letter after the second, third, ... of its kind."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name}{'abcdefgh'[seen[name] - 1]}")
    return told


def _ids(kind: str, names: list[str]) -> list[str]:
    return [f"{kind}:{name}" for name in names]
