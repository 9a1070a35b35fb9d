"""What feeds in, stores and compensates: photovoltaics, wind, batteries and capacitor banks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.synthesis.demand import Demand
from engines.synthesis.plan import Character
from engines.synthesis.skeleton import VN_KV, Skeleton
from engines.synthesis.trees import voltage_drop_pu
from engines.synthesis.year import LOAD_CLASSES, LoadClass

Array = np.ndarray[Any, Any]

LARGEST_RISE_PU = 0.015
"""Rise above the bar that all plants of a feeder cause together (VDE-AR-N 4110 allows 2 % in medium voltage)."""
QUIET_LOAD = 0.25
ROOF_SHARE = 0.24
BATTERY_EVERY = 3
CAPACITOR_STEP_MVAR = 0.15
BATTERY_HOURS = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Plants:
    """Generators, ``(n,)`` each: medium-voltage position, low-voltage bus or -1, MW, and pv or wind."""

    mv: Array
    lv: Array
    p_mw: Array
    kind: Array


def capacitor_places(skeleton: Skeleton) -> tuple[Array, Array]:
    """Capacitor banks two thirds along every overhead feeder: positions, and steps in."""
    feeders = [k for k, f in enumerate(skeleton.plan.feeders) if f.character >= Character.RURAL]
    at = [int(skeleton.trunk(k)[int(len(skeleton.trunk(k)) * 0.66)]) for k in feeders]
    steps = [2 if skeleton.plan.feeders[k].character is Character.REMOTE else 1 for k in feeders]
    return np.array(at, np.int64), np.array(steps, np.float64)


def battery_places(skeleton: Skeleton) -> tuple[Array, Array]:
    """Batteries at mid-trunk of every third feeder: positions and MW."""
    feeders = range(1, len(skeleton.plan.feeders), BATTERY_EVERY)
    at = [int(skeleton.trunk(k)[len(skeleton.trunk(k)) // 2]) for k in feeders]
    power = [0.6 if skeleton.plan.feeders[k].n_bus > 50 else 0.4 for k in feeders]
    return np.array(at, np.int64), np.array(power, np.float64)


def add_plants(skeleton: Skeleton, demand: Demand, random: np.random.Generator) -> Plants:
    """Roofs on many houses and halls, parks and wind turbines where there is open country."""
    industrial = LOAD_CLASSES.index(LoadClass.INDUSTRIAL)
    roofed = np.flatnonzero(random.random(len(demand.mv)) < ROOF_SHARE)
    roof_mw = np.clip(demand.p_mw[roofed], 0.02, 0.4) * random.uniform(0.5, 1.4, len(roofed))
    roof_mw[demand.kind[roofed] == industrial] *= 0.6
    roof_mw = np.where(demand.lv[roofed] >= 0, np.minimum(roof_mw, 0.06), roof_mw)
    at, mw, kind = _open_country(skeleton, random)
    mv = np.concatenate([demand.mv[roofed], at]).astype(np.int64)
    lv = np.concatenate([demand.lv[roofed], np.full(len(at), -1)]).astype(np.int64)
    power = np.concatenate([roof_mw, mw])
    limit = _allowed(skeleton, demand, mv, power)[skeleton.feeder[mv]]
    kinds = np.concatenate([np.full(len(roofed), "pv"), np.array(kind, "U4")])
    return Plants(mv, lv, np.round(np.maximum(power * limit, 0.003), 3), kinds)


def _open_country(skeleton: Skeleton, random: np.random.Generator) -> tuple[list[int], list[float], list[str]]:
    at: list[int] = []
    mw: list[float] = []
    kind: list[str] = []
    for k, plan in enumerate(skeleton.plan.feeders):
        trunk = skeleton.trunk(k)
        if plan.character is Character.SUBURBAN or plan.character is Character.RURAL:
            at.append(int(trunk[int(len(trunk) * random.uniform(0.4, 0.7))]))
            mw.append(float(random.uniform(0.4, 1.2)))
            kind.append("pv")
        if plan.character >= Character.RURAL:
            at.append(int(trunk[int(len(trunk) * random.uniform(0.45, 0.75))]))
            mw.append(float(random.uniform(0.8, 2.0)))
            kind.append("wind")
    return at, mw, kind


def _allowed(skeleton: Skeleton, demand: Demand, mv: Array, p_mw: Array) -> Array:
    """``(n_feeder,)`` factor on a feeder's plants that keeps their voltage rise in bounds."""
    n = len(skeleton)
    load, reactive = np.bincount(demand.mv, demand.p_mw, n), np.bincount(demand.mv, demand.q_mvar, n)
    r, x = skeleton.resistance_reactance(demand.length_km)
    plants = np.bincount(mv, p_mw, n)
    from_plants = voltage_drop_pu(skeleton.parent, r, x, -plants, np.zeros(n), VN_KV)
    from_loads = skeleton.drop_pu(demand.length_km, QUIET_LOAD * load, QUIET_LOAD * reactive)
    allowed = (LARGEST_RISE_PU + from_loads) / np.maximum(-from_plants, 1e-6)
    factor = np.ones(len(skeleton.plan.feeders))
    np.minimum.at(factor, skeleton.feeder, allowed)
    return factor
