"""Builds one feeder: trunk, laterals, switches, loads and what feeds in."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engines.grid.switches import SwitchKind, SwitchPosition
from engines.synthesis.builder import DistrictBuilder
from engines.synthesis.equipment_types import (
    CABLE_150,
    CABLE_240,
    FEEDER_NAMES,
    OVERHEAD_70,
    OVERHEAD_94,
    SECONDARY_TRANSFORMER,
    LineKind,
)
from engines.synthesis.plan import FeederPlan

LV_SHARE = 0.1
LATERAL_SHARE = 0.42
TRUNK_SWITCH_EVERY = 4


@dataclass(slots=True)
class BuiltFeeder:
    """What was built, for ties and loads to refer to.

    Attributes:
        trunk, ends: bus indices; ends are the far ends ties may start at.
        load_bus: buses that carry load, with weight.
    """

    plan: FeederPlan
    name: str
    zone: str
    trunk: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    load_bus: list[int] = field(default_factory=list)
    is_lv: list[bool] = field(default_factory=list)
    n_named: int = 0

    @property
    def short(self) -> str:
        """F1, F2, ..."""
        return f"F{self.plan.number}"

    def next_name(self) -> str:
        """Name of the next bus."""
        self.n_named += 1
        return f"{self.short}-{self.n_named:02d}"


def build_feeder(
    build: DistrictBuilder, plan: FeederPlan, bar: int, zone: str, random: np.random.Generator
) -> BuiltFeeder:
    """Build ``plan.n_bus`` buses from the bar outward."""
    word = FEEDER_NAMES[(plan.number - 1) % len(FEEDER_NAMES)]
    feeder = BuiltFeeder(plan, f"F{plan.number} {word}", zone)
    n_lv = int(plan.n_bus * LV_SHARE)
    n_lateral = int((plan.n_bus - n_lv) * LATERAL_SHARE)
    n_trunk = plan.n_bus - n_lv - n_lateral
    _trunk(build, feeder, bar, n_trunk, random)
    _laterals(build, feeder, n_lateral, random)
    _low_voltage(build, feeder, n_lv, random)
    _generation(build, feeder, random)
    return feeder


def _trunk(build: DistrictBuilder, feeder: BuiltFeeder, bar: int, n_trunk: int, random: np.random.Generator) -> None:
    plan, previous = feeder.plan, bar
    step_km = plan.length_km / n_trunk
    bearing, place = plan.bearing, (build.bus[bar]["x"], build.bus[bar]["y"])
    for k in range(n_trunk):
        bearing += random.normal(0, 0.16) - 0.1 * (bearing - plan.bearing)
        length = step_km * random.uniform(0.7, 1.3)
        place = _moved(place, bearing, length * 0.85)
        bus = _add_bus(build, feeder, place)
        kind = _trunk_kind(plan, k / n_trunk)
        line = _add_line(build, previous, bus, length, kind)
        if k == 0:
            _add_switch(build, bar, line, feeder.name, SwitchKind.BREAKER, feeder_name=feeder.name)
        elif k % TRUNK_SWITCH_EVERY == 0:
            is_recloser = plan.is_rural and k == TRUNK_SWITCH_EVERY * max(1, n_trunk // (2 * TRUNK_SWITCH_EVERY))
            kind_of_switch = SwitchKind.RECLOSER if is_recloser else SwitchKind.LOAD_BREAK_SWITCH
            letter = "R" if is_recloser else "S"
            name = f"{feeder.short}-{letter}{k // TRUNK_SWITCH_EVERY}"
            _add_switch(build, previous, line, name, kind_of_switch, remote=bool(is_recloser or random.random() < 0.6))
        feeder.trunk.append(bus)
        previous = bus
    feeder.ends.append(previous)


def _trunk_kind(plan: FeederPlan, along: float) -> LineKind:
    if plan.is_rural:
        return CABLE_240 if along < 0.1 else OVERHEAD_94
    return CABLE_240 if along < 0.6 else CABLE_150


def _laterals(build: DistrictBuilder, feeder: BuiltFeeder, n_bus: int, random: np.random.Generator) -> None:
    left, number = n_bus, 0
    free = list(random.permutation(feeder.trunk[1:-1] or feeder.trunk))
    while left > 0:
        root = int(free.pop()) if free else int(random.choice(feeder.trunk))
        size = int(min(left, random.integers(2, 8)))
        number += 1
        left -= _lateral(build, feeder, root, size, number, random)


def _lateral(
    build: DistrictBuilder, feeder: BuiltFeeder, root: int, size: int, number: int, random: np.random.Generator
) -> int:
    plan, previous = feeder.plan, root
    side = 1 if random.random() < 0.5 else -1
    bearing = plan.bearing + side * random.uniform(1.1, 1.9)
    place = (build.bus[root]["x"], build.bus[root]["y"])
    step_km = plan.length_km / max(8, len(feeder.trunk)) * 0.8
    line_kind = OVERHEAD_70 if plan.is_rural else CABLE_150
    fork = int(random.integers(1, size - 2)) if size >= 5 else -1
    fork_bus, fork_place = -1, place
    for k in range(size):
        if k > 0 and fork >= 0 and k == size - 2:
            # The last two buses of a long lateral leave it as a branch of their own.
            previous, place, bearing = fork_bus, fork_place, bearing + side * 1.2
        length = step_km * random.uniform(0.6, 1.4)
        bearing += random.normal(0, 0.2)
        place = _moved(place, bearing, length * 0.85)
        bus = _add_bus(build, feeder, place)
        line = _add_line(build, previous, bus, length, line_kind)
        if k == 0:
            kind = (
                (SwitchKind.FUSE if size <= 3 else SwitchKind.DISCONNECTOR)
                if plan.is_rural
                else SwitchKind.LOAD_BREAK_SWITCH
            )
            letter = {SwitchKind.FUSE: "U", SwitchKind.DISCONNECTOR: "D"}.get(kind, "L")
            _add_switch(build, root, line, f"{feeder.short}-{letter}{number}", kind, remote=False)
        if k == fork - 1:
            fork_bus, fork_place = bus, place
        previous = bus
    feeder.ends.append(previous)
    return size


def _low_voltage(build: DistrictBuilder, feeder: BuiltFeeder, n_bus: int, random: np.random.Generator) -> None:
    candidates = [bus for bus in feeder.load_bus if bus not in (feeder.trunk[0],)]
    for k, mv in enumerate(random.permutation(candidates)[:n_bus]):
        place = (build.bus[int(mv)]["x"] + 0.04, build.bus[int(mv)]["y"] - 0.04)
        lv = build.bus.add(
            name=f"{build.bus[int(mv)]['name']}L",
            vn_kv=0.4,
            type="b",
            zone=feeder.zone,
            substation="",
            x=place[0],
            y=place[1],
        )
        build.trafo.add(
            name=f"{feeder.short}-T{k + 1}",
            hv_bus=int(mv),
            lv_bus=lv,
            max_loading_percent=np.nan,
            **SECONDARY_TRANSFORMER,
        )
        feeder.load_bus.append(lv)
        feeder.is_lv.append(True)


def _generation(build: DistrictBuilder, feeder: BuiltFeeder, random: np.random.Generator) -> None:
    plan = feeder.plan
    mv = [bus for bus, is_lv in zip(feeder.load_bus, feeder.is_lv, strict=True) if not is_lv]
    n_pv = max(1, round(len(mv) * 0.09))
    sizes = random.lognormal(0, 0.5, n_pv)
    sizes *= plan.peak_mw * 0.38 / sizes.sum()
    for k, bus in enumerate(random.permutation(mv)[:n_pv]):
        power = round(float(sizes[k]), 3)
        build.sgen.add(
            name=f"{feeder.short}-PV{k + 1}",
            bus=int(bus),
            p_mw=power,
            q_mvar=0.0,
            sn_mva=round(power * 1.1, 3),
            type="pv",
        )
    if plan.is_rural:
        bus = int(feeder.trunk[int(len(feeder.trunk) * 0.6)])
        build.sgen.add(name=f"{feeder.short}-W1", bus=bus, p_mw=0.9, q_mvar=0.0, sn_mva=1.0, type="wind")
        cap = int(feeder.trunk[int(len(feeder.trunk) * 0.75)])
        build.shunt.add(name=f"{feeder.short}-C1", bus=cap, p_mw=0.0, q_mvar=-0.15, vn_kv=20.0, step=1.0, max_step=4.0)
    if plan.number % 3 == 1:
        bus = int(feeder.trunk[len(feeder.trunk) // 2])
        build.storage.add(
            name=f"{feeder.short}-B1",
            bus=bus,
            p_mw=0.4,
            q_mvar=0.0,
            sn_mva=0.5,
            max_e_mwh=1.6,
            soc_percent=50.0,
            type="battery",
        )


def add_tie(build: DistrictBuilder, a: int, b: int, number: int, kind: LineKind) -> None:
    """A line between two far ends, held open at the first."""
    here, there = build.bus[a], build.bus[b]
    distance = float(np.hypot(here["x"] - there["x"], here["y"] - there["y"]))
    line = _add_line(build, a, b, max(0.3, 1.15 * distance), kind, name=f"T{number}")
    _add_switch(build, a, line, f"T{number}", SwitchKind.LOAD_BREAK_SWITCH, is_closed=False)


def _moved(place: tuple[float, float], bearing: float, distance_km: float) -> tuple[float, float]:
    return place[0] + distance_km * float(np.cos(bearing)), place[1] + distance_km * float(np.sin(bearing))


def _add_bus(build: DistrictBuilder, feeder: BuiltFeeder, place: tuple[float, float]) -> int:
    bus = build.bus.add(
        name=feeder.next_name(), vn_kv=20.0, type="n", zone=feeder.zone, substation="", x=place[0], y=place[1]
    )
    feeder.load_bus.append(bus)
    feeder.is_lv.append(False)
    return bus


def _add_line(build: DistrictBuilder, a: int, b: int, length_km: float, kind: LineKind, name: str = "") -> int:
    return build.line.add(
        name=name or f"{build.bus[b]['name']}",
        from_bus=a,
        to_bus=b,
        length_km=round(length_km, 4),
        r_ohm_per_km=kind.r_ohm_per_km,
        x_ohm_per_km=kind.x_ohm_per_km,
        c_nf_per_km=kind.c_nf_per_km,
        max_i_ka=kind.max_i_ka,
        std_type=kind.std_type,
        type=kind.type,
    )


def _add_switch(
    build: DistrictBuilder,
    bus: int,
    line: int,
    name: str,
    kind: SwitchKind,
    *,
    remote: bool = True,
    is_closed: bool = True,
    feeder_name: str = "",
    et: str = "l",
) -> None:
    build.switch.add(
        name=name,
        bus=bus,
        element=line,
        et=et,
        position=int(SwitchPosition.CLOSED if is_closed else SwitchPosition.OPEN),
        kind=str(kind),
        normal_closed=is_closed,
        remote=remote,
        feeder_name=feeder_name,
    )


add_switch = _add_switch
