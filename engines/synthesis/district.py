"""A whole made-up district: stations, feeders, ties, customers and a year of profiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, Table, make_network
from engines.grid.switches import SwitchKind
from engines.synthesis.customers import customer_table
from engines.synthesis.demand import add_demand, strained
from engines.synthesis.low_voltage import LowVoltage, add_low_voltage
from engines.synthesis.names import feeder_name
from engines.synthesis.plan import LARGEST, SMALLEST, plan_district
from engines.synthesis.plants import CAPACITOR_STEP_MVAR, add_plants, battery_places, capacitor_places
from engines.synthesis.skeleton import Skeleton, build_skeleton
from engines.synthesis.stations import (
    Stations,
    add_station_switches,
    add_stations,
    source_table,
    tap_positions,
    transformer_ratings,
)
from engines.synthesis.switchgear import Switchgear, add_feeder_switches
from engines.synthesis.tables import (
    Numbering,
    battery_table,
    bus_table,
    capacitor_table,
    line_table,
    load_table,
    plant_table,
    transformer_table,
)
from engines.synthesis.ties import Ties, add_ties
from engines.synthesis.year import Year
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

CUSTOMERS_A_BUS = 20 / 3
PARK_MW = 0.35
REMOTE_TIE_SHARE = 0.7
LIMITS = Limits(
    (
        VoltageBand(0.0, 1.0, 0.90, 1.10, 0.85, 1.15),
        VoltageBand(1.0, 60.0, 0.95, 1.05, 0.925, 1.075),
        VoltageBand(60.0, float("inf"), 0.90, 1.10, 0.85, 1.15),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """What every load, generator and battery follows over the year; ``kind`` is the class of each load."""

    year: Year
    kind: Array
    load: Array
    sgen: Array
    storage: Array


def synthesise(
    n_bus: int,
    seed: int,
    name: str | None = None,
    source: str = "",
    *,
    year: int = 2026,
    customers: int | None = None,
) -> Network:
    """A district with exactly ``n_bus`` buses; equal arguments give equal districts.

    110/20 kV stations feed radial 20 kV feeders of mixed character; some secondary stations are modelled with
    their 0.4 kV buses. Loads are sized so that one far feeder of a station comes near the lower voltage limit on
    a winter evening while the others are well within.

    Args:
        year: of the profiles; customers: connections, twenty for every three buses when not given.

    Raises:
        InputError: the size lies outside 20 to 200,000.
    """
    source = source or f"synthetic:{n_bus}:{seed}"
    if not SMALLEST <= n_bus <= LARGEST:
        raise InputError(source, f"a district has {SMALLEST} to {LARGEST:,} buses", "choose a size between them")
    random = np.random.default_rng([seed, n_bus])
    plan = plan_district(n_bus, random)
    skeleton = build_skeleton(plan, random)
    low, stations, ties = add_low_voltage(skeleton, plan.n_lv, random), add_stations(plan), add_ties(skeleton)
    tables, shapes = _equipment(skeleton, low, stations, ties, Year(seed, year), random)
    tables["switch"] = _switches(skeleton, low, stations, ties, random)
    load, kind, names = tables["load"], shapes.kind, np.array(shapes.year.names)[shapes.load]
    wanted = round(n_bus * CUSTOMERS_A_BUS) if customers is None else customers
    tables["customer"] = customer_table(wanted, load["bus"], load["p_mw"], kind, names, random)
    return make_network(
        name or f"district of {n_bus:,} buses".replace(",", " "),
        tables,
        limits=LIMITS,
        profiles=shapes.year.profiles(shapes.load, shapes.sgen, shapes.storage),
        is_geographic=True,
        source=source,
    )


def _equipment(
    skeleton: Skeleton, low: LowVoltage, stations: Stations, ties: Ties, year: Year, random: np.random.Generator
) -> tuple[dict[str, Table], Shapes]:
    """All tables but switches and customers, and the shapes their rows follow."""
    banks, steps = capacitor_places(skeleton)
    compensation = np.bincount(banks, steps * CAPACITOR_STEP_MVAR, len(skeleton))
    demand = add_demand(skeleton, low, year, compensation, random)
    p, q = demand.at_evening(len(skeleton))
    q = q - compensation - skeleton.charging_mvar(demand.length_km)
    p, q = (np.bincount(skeleton.bar, power, skeleton.plan.n_bar) for power in (p, q))
    ratings = transformer_ratings(stations, np.hypot(p, q))
    taps, bar_vm_pu = tap_positions(stations, ratings, p, q)
    demand = strained(skeleton, demand, compensation, bar_vm_pu)
    plants = add_plants(skeleton, demand, random)
    batteries, battery_mw = battery_places(skeleton)
    number = Numbering(skeleton, low, stations)
    bus = bus_table(skeleton, low, stations, number)
    tables = {
        "bus": bus,
        "ext_grid": source_table(stations),
        "line": line_table(skeleton, low, stations, number, demand, ties),
        "trafo": transformer_table(stations, ratings, taps, low, number, demand),
        "load": load_table(demand, number, bus),
        "sgen": plant_table(plants, number),
        "storage": battery_table(batteries, battery_mw, number),
        "shunt": capacitor_table(banks, steps, number),
    }
    is_park = (plants.kind == "pv") & (plants.p_mw > PARK_MW)
    sgen = year.plant_shapes(plants.kind, is_park, random)
    return tables, Shapes(year, demand.kind, demand.shape, sgen, year.battery_shapes(len(batteries)))


def _switches(
    skeleton: Skeleton, low: LowVoltage, stations: Stations, ties: Ties, random: np.random.Generator
) -> Table:
    gear = Switchgear()
    add_station_switches(gear, stations)
    names = [feeder_name(k) for k in range(len(skeleton.plan.feeders))]
    add_feeder_switches(gear, skeleton, stations.bar_bus, stations.n_bus, names, random)
    n_street = int((low.place > 0).sum())
    for k, (here, there) in enumerate(zip(ties.here.tolist(), ties.there.tolist(), strict=True)):
        line, is_remote = len(skeleton) + n_street + k, bool(random.random() < REMOTE_TIE_SHARE)
        kind = SwitchKind.LOAD_BREAK_SWITCH
        gear.add(f"T{k + 1}", stations.n_bus + here, line, kind, is_remote=is_remote, is_closed=False)
        if not is_remote:
            gear.add(f"T{k + 1}-D", stations.n_bus + there, line, SwitchKind.DISCONNECTOR, is_remote=False)
    for row, host in enumerate(low.host.tolist(), start=len(stations.trafo_name)):
        feeder, number = int(skeleton.feeder[host]) + 1, int(skeleton.number[host])
        gear.add(f"F{feeder}-F{number}", stations.n_bus + host, row, SwitchKind.FUSE, et="t", is_remote=False)
    return gear.table()
