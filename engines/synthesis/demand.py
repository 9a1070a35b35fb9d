"""How much every load takes: sized so that voltages and losses are those of a real district."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.synthesis.low_voltage import LowVoltage
from engines.synthesis.plan import Character
from engines.synthesis.skeleton import Skeleton
from engines.synthesis.year import LOAD_CLASSES, LoadClass, Year

Array = np.ndarray[Any, Any]

EVENING_MW = {Character.URBAN: 2.2, Character.SUBURBAN: 1.9, Character.RURAL: 1.5, Character.REMOTE: 1.7}
"""Load of a feeder of thirty buses on a winter evening."""
DROP_PU = {
    Character.URBAN: (0.014, 0.022),
    Character.SUBURBAN: (0.026, 0.036),
    Character.RURAL: (0.040, 0.050),
    Character.REMOTE: (0.056, 0.060),
}
"""Largest voltage drop along a feeder on that evening, as far as plausible loads and lengths allow."""
LOAD_RANGE, LENGTH_RANGE = (0.8, 1.2), (0.85, 1.6)
LOWEST_PU = 0.964
"""What the far end of a remote feeder comes to on that evening."""
TOWN_SHARE = {
    LoadClass.RESIDENTIAL: 0.64,
    LoadClass.COMMERCIAL: 0.21,
    LoadClass.INDUSTRIAL: 0.05,
    LoadClass.PUBLIC: 0.10,
}
COUNTRY_SHARE = {
    LoadClass.RESIDENTIAL: 0.83,
    LoadClass.COMMERCIAL: 0.08,
    LoadClass.INDUSTRIAL: 0.02,
    LoadClass.PUBLIC: 0.07,
}
CLASS_WEIGHT = {
    LoadClass.RESIDENTIAL: 1.0,
    LoadClass.COMMERCIAL: 1.3,
    LoadClass.INDUSTRIAL: 4.0,
    LoadClass.PUBLIC: 0.9,
}
REACTIVE_SHARE = {
    LoadClass.RESIDENTIAL: 0.25,
    LoadClass.COMMERCIAL: 0.33,
    LoadClass.INDUSTRIAL: 0.45,
    LoadClass.PUBLIC: 0.30,
}
"""Reactive over active power (0.25 is a power factor of 0.97)."""
LARGEST_LV_MW = 0.05
UNLOADED_SHARE = 0.06


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """The loads of a district, medium-voltage ones first; arrays are ``(n_load,)``.

    Attributes:
        mv: medium-voltage bus it draws from, position in the skeleton.
        lv: low-voltage bus it stands at, -1 for medium voltage.
        kind: position in ``LOAD_CLASSES``; shape: row of the year's shapes.
        p_mw, q_mvar: at the peak of its shape.
        evening: its factor on the design evening.
        length_km: ``(n_mv,)`` lengths of the sections, fitted to the voltage drop wanted.
        drop_pu: ``(n_mv,)`` voltage drop from the bar on the design evening.
    """

    mv: Array
    lv: Array
    kind: Array
    shape: Array
    p_mw: Array
    q_mvar: Array
    evening: Array
    length_km: Array
    drop_pu: Array

    def at_evening(self, n_mv: int) -> tuple[Array, Array]:
        """``(n_mv,)`` active and reactive power at each medium-voltage bus on the design evening."""
        p = np.bincount(self.mv, self.p_mw * self.evening, n_mv)
        return p, np.bincount(self.mv, self.q_mvar * self.evening, n_mv)


def add_demand(
    skeleton: Skeleton, low: LowVoltage, year: Year, capacitor_mvar: Array, random: np.random.Generator
) -> Demand:
    """Loads at nearly every bus; ``capacitor_mvar`` is what capacitor banks give at each bus."""
    mv, lv = _places(skeleton, low, random)
    kind = _classes(skeleton.character[mv] >= Character.RURAL, random)
    kind[lv >= 0] = LOAD_CLASSES.index(LoadClass.RESIDENTIAL)
    shape = year.load_shapes(kind, random)
    evening = year.at_evening(shape)
    weight = random.lognormal(0, 0.45, len(mv)) * np.array([CLASS_WEIGHT[c] for c in LOAD_CLASSES])[kind]
    weight[lv >= 0] *= 0.6
    tangent = np.array([REACTIVE_SHARE[c] for c in LOAD_CLASSES])[kind] * random.uniform(0.85, 1.15, len(mv))
    feeder = skeleton.feeder[mv]
    wanted = _evening_mw(skeleton, random)
    p = weight * (wanted / np.bincount(feeder, weight * evening, len(wanted)))[feeder]
    p = np.where(lv >= 0, np.minimum(p, LARGEST_LV_MW), p)
    demand = Demand(mv, lv, kind, shape, p, p * tangent, evening, skeleton.length_km, np.zeros(len(skeleton)))
    return _fitted(skeleton, demand, capacitor_mvar, random)


def _fitted(skeleton: Skeleton, demand: Demand, capacitor_mvar: Array, random: np.random.Generator) -> Demand:
    """Loads first, then lengths, moved within plausible bounds toward the voltage drop each feeder should have."""
    wanted = np.array([random.uniform(*DROP_PU[f.character]) for f in skeleton.plan.feeders])
    ratio = wanted / _largest_drop(skeleton, demand, capacitor_mvar)
    demand = _scaled(skeleton, demand, np.clip(ratio, *LOAD_RANGE))
    ratio = wanted / _largest_drop(skeleton, demand, capacitor_mvar)
    length = np.round(demand.length_km * np.clip(ratio, *LENGTH_RANGE)[skeleton.feeder], 4)
    return replace(demand, length_km=length)


def strained(skeleton: Skeleton, demand: Demand, capacitor_mvar: Array, bar_vm_pu: Array) -> Demand:
    """Remote feeders loaded until their far ends come to ``LOWEST_PU``; ``bar_vm_pu`` is ``(n_bar,)``."""
    plans = skeleton.plan.feeders
    wanted = bar_vm_pu[[f.bar for f in plans]] - LOWEST_PU
    is_remote = np.array([f.character is Character.REMOTE for f in plans])
    for _ in range(4):
        ratio = wanted / _largest_drop(skeleton, demand, capacitor_mvar)
        demand = _scaled(skeleton, demand, np.where(is_remote, np.clip(ratio, 0.6, 1.6), 1.0))
    demand = replace(demand, p_mw=np.round(demand.p_mw, 5), q_mvar=np.round(demand.q_mvar, 5))
    return replace(demand, drop_pu=_drop(skeleton, demand, capacitor_mvar))


def _scaled(skeleton: Skeleton, demand: Demand, factor: Array) -> Demand:
    """Every load times its feeder's factor, low-voltage ones up to what their cable carries."""
    wanted = demand.p_mw * factor[skeleton.feeder[demand.mv]]
    p = np.where(demand.lv >= 0, np.minimum(wanted, LARGEST_LV_MW), wanted)
    return replace(demand, p_mw=p, q_mvar=demand.q_mvar * p / demand.p_mw)


def _drop(skeleton: Skeleton, demand: Demand, capacitor_mvar: Array) -> Array:
    p, q = demand.at_evening(len(skeleton))
    return skeleton.drop_pu(demand.length_km, p, q - capacitor_mvar)


def _largest_drop(skeleton: Skeleton, demand: Demand, capacitor_mvar: Array) -> Array:
    return np.maximum(skeleton.largest(_drop(skeleton, demand, capacitor_mvar)), 1e-4)


def _places(skeleton: Skeleton, low: LowVoltage, random: np.random.Generator) -> tuple[Array, Array]:
    """Where loads stand: at low-voltage buses, and at medium-voltage buses that feed none."""
    free = np.setdiff1d(np.arange(len(skeleton)), low.host)
    loaded = free[random.random(len(free)) >= UNLOADED_SHARE]
    # A feeder without any load would divide by nothing: its last bus always has one.
    last = np.setdiff1d(skeleton.first[1:] - 1, low.host)
    at_mv = np.union1d(loaded, last)
    lv = np.concatenate([np.full(len(at_mv), -1), np.arange(len(low))])
    return np.concatenate([at_mv, low.at_host]).astype(np.int64), lv


def _classes(is_country: Array, random: np.random.Generator) -> Array:
    town, country = ([share[c] for c in LOAD_CLASSES] for share in (TOWN_SHARE, COUNTRY_SHARE))
    n = len(is_country)
    return np.where(
        is_country, random.choice(len(LOAD_CLASSES), n, p=country), random.choice(len(LOAD_CLASSES), n, p=town)
    )


def _evening_mw(skeleton: Skeleton, random: np.random.Generator) -> Array:
    plans = skeleton.plan.feeders
    usual = np.array([EVENING_MW[f.character] * (f.n_bus / 30) ** 0.5 for f in plans])
    return np.asarray(usual * random.uniform(0.8, 1.2, len(plans)))
