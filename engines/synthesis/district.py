"""A whole made-up district: stations, feeders, ties, customers and a year of profiles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, make_network
from engines.grid.switches import SwitchKind
from engines.synthesis.builder import DistrictBuilder
from engines.synthesis.customers import add_customers
from engines.synthesis.equipment_types import CABLE_150, PRIMARY_TRANSFORMER, STATION_NAMES
from engines.synthesis.feeder import BuiltFeeder, add_switch, add_tie, build_feeder
from engines.synthesis.plan import LARGEST, SMALLEST, DistrictPlan, plan_district
from engines.synthesis.year import LoadClass, district_profiles
from engines.values.validation import InputError

CUSTOMERS_A_BUS = 20 / 3
POWER_FACTOR_TAN = 0.28
LIMITS = Limits(
    (
        VoltageBand(0.0, 1.0, 0.90, 1.10, 0.85, 1.15),
        VoltageBand(1.0, 60.0, 0.95, 1.05, 0.925, 1.075),
        VoltageBand(60.0, float("inf"), 0.90, 1.10, 0.85, 1.15),
    )
)
ORIGIN_LONGITUDE, ORIGIN_LATITUDE = 11.2, 53.9
KM_PER_DEGREE = 111.32


def synthesise(n_bus: int, seed: int, name: str | None = None, source: str = "") -> Network:
    """A district with exactly ``n_bus`` buses; equal numbers give equal districts.

    Raises ``InputError`` for a size outside 12 to 200,000.
    """
    source = source or f"synthetic:{n_bus}:{seed}"
    if not SMALLEST <= n_bus <= LARGEST:
        raise InputError(source, f"a district has {SMALLEST} to {LARGEST:,} buses", "choose a size between them")
    random = np.random.default_rng([seed, n_bus])
    plan = plan_district(n_bus, random)
    build = DistrictBuilder()
    bars = [_station(build, plan, k) for k in range(len(plan.station_x_km))]
    feeders = [build_feeder(build, f, bars[f.station], _station_name(f.station), random) for f in plan.feeders]
    _ties(build, feeders, random)
    classes = _loads(build, feeders, random)
    add_customers(build, classes, round(n_bus * CUSTOMERS_A_BUS), random)
    _to_degrees(build)
    tables = build.tables()
    profiles = district_profiles(tables, classes, seed)
    return make_network(
        name or f"district of {n_bus:,} buses".replace(",", " "),
        tables,
        limits=LIMITS,
        profiles=profiles,
        is_geographic=True,
        source=source,
    )


def _station_name(k: int) -> str:
    word, turn = STATION_NAMES[k % len(STATION_NAMES)], k // len(STATION_NAMES)
    return f"{word}{f' {turn + 1}' if turn else ''}"


def _station(build: DistrictBuilder, plan: DistrictPlan, k: int) -> int:
    """High-voltage bus, two transformers (one standing by) and the bar; returns the bar."""
    x, y, name = plan.station_x_km[k], plan.station_y_km[k], _station_name(k)
    title = f"{name} 110/20 kV"
    high = build.bus.add(name=f"{name} 110", vn_kv=110.0, type="b", zone=name, substation=title, x=x - 0.15, y=y)
    bar = build.bus.add(name=f"{name} 20", vn_kv=20.0, type="b", zone=name, substation=title, x=x, y=y)
    build.ext_grid.add(name=f"{name} grid", bus=high, vm_pu=1.01, va_degree=0.0, s_sc_max_mva=3000.0)
    for number in (1, 2):
        trafo = build.trafo.add(
            name=f"{name} TR{number}", hv_bus=high, lv_bus=bar, max_loading_percent=np.nan, **PRIMARY_TRANSFORMER
        )
        add_switch(build, high, trafo, f"{name} TR{number} 110", SwitchKind.BREAKER, et="t")
        add_switch(build, bar, trafo, f"{name} TR{number} 20", SwitchKind.BREAKER, et="t", is_closed=number == 1)
    return bar


def _ties(build: DistrictBuilder, feeders: list[BuiltFeeder], random: np.random.Generator) -> None:
    """Join each feeder's end to the nearest far end of its neighbours, and stations to each other."""
    number = 0
    by_station: dict[int, list[BuiltFeeder]] = {}
    for feeder in feeders:
        by_station.setdefault(feeder.plan.station, []).append(feeder)
    for own in by_station.values():
        pairs = zip(own, own[1:] + own[:1], strict=True) if len(own) > 2 else pairwise(own)
        for a, b in pairs:
            number += 1
            add_tie(build, a.ends[0], _nearest_end(build, a.ends[0], b), number, CABLE_150)
    stations = sorted(by_station)
    for here, there in pairwise(stations):
        best = min(
            ((a, b) for a in by_station[here] for b in by_station[there]),
            key=lambda pair: _distance(build, pair[0].ends[0], pair[1].ends[0]),
        )
        number += 1
        add_tie(build, best[0].trunk[-2], best[1].ends[0], number, CABLE_150)


def _nearest_end(build: DistrictBuilder, bus: int, feeder: BuiltFeeder) -> int:
    return min([*feeder.ends, *feeder.trunk[-3:]], key=lambda end: _distance(build, bus, end))


def _distance(build: DistrictBuilder, a: int, b: int) -> float:
    return float(np.hypot(build.bus[a]["x"] - build.bus[b]["x"], build.bus[a]["y"] - build.bus[b]["y"]))


def _loads(build: DistrictBuilder, feeders: list[BuiltFeeder], random: np.random.Generator) -> list[LoadClass]:
    """Peak loads that add up to each feeder's; returns the class of each load, in row order."""
    classes: list[LoadClass] = []
    for feeder in feeders:
        kinds = random.choice(list(LoadClass), len(feeder.load_bus), p=[0.66, 0.2, 0.08, 0.06])
        weights = random.lognormal(0, 0.45, len(feeder.load_bus))
        weights *= np.where(kinds == LoadClass.INDUSTRIAL, 2.6, np.where(kinds == LoadClass.COMMERCIAL, 1.5, 1.0))
        powers = weights / weights.sum() * feeder.plan.peak_mw
        for bus, is_lv, kind, power in zip(feeder.load_bus, feeder.is_lv, kinds, powers, strict=True):
            p_mw = round(float(min(power, 0.4) if is_lv else power), 5)
            q_mvar = round(p_mw * POWER_FACTOR_TAN * float(random.uniform(0.8, 1.2)), 5)
            build.load.add(
                name=build.bus[bus]["name"], bus=bus, p_mw=p_mw, q_mvar=q_mvar, sn_mva=np.nan, type=str(kind)
            )
            classes.append(LoadClass(str(kind)))
    return classes


def _to_degrees(build: DistrictBuilder) -> None:
    shrink = np.cos(np.radians(ORIGIN_LATITUDE))
    for row in range(len(build.bus)):
        bus = build.bus[row]
        bus["x"] = round(ORIGIN_LONGITUDE + bus["x"] / (KM_PER_DEGREE * shrink), 6)
        bus["y"] = round(ORIGIN_LATITUDE + bus["y"] / KM_PER_DEGREE, 6)
