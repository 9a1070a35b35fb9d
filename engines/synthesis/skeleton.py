"""All medium-voltage buses of a district as arrays: which hangs on which, where, and on what line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.synthesis.equipment_types import (
    CABLE_95,
    CABLE_150,
    CABLE_240,
    LINE_KINDS,
    OVERHEAD_48,
    OVERHEAD_70,
    OVERHEAD_94,
    OVERHEAD_122,
)
from engines.synthesis.feeder import shape_feeder
from engines.synthesis.plan import Character, DistrictPlan
from engines.synthesis.trees import depths, voltage_drop_pu

Array = np.ndarray[Any, Any]

VN_KV = 20.0

LINE_CHOICE = {
    Character.URBAN: (CABLE_150, CABLE_150, CABLE_95, CABLE_95),
    Character.SUBURBAN: (CABLE_150, CABLE_95, CABLE_95, CABLE_95),
    Character.RURAL: (OVERHEAD_94, OVERHEAD_70, OVERHEAD_48, OVERHEAD_48),
    Character.REMOTE: (OVERHEAD_122, OVERHEAD_94, OVERHEAD_70, OVERHEAD_48),
}
"""Kinds of line by character: first and second half of the trunk, laterals, their branches."""
DETOUR = {Character.URBAN: 1.15, Character.SUBURBAN: 1.2, Character.RURAL: 1.3, Character.REMOTE: 1.35}
"""Length of a line against the straight distance between its ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Medium-voltage buses, feeder by feeder, parents before their children; arrays are ``(n_mv,)``.

    Attributes:
        first: ``(n_feeder + 1,)`` where each feeder's buses begin.
        feeder: which feeder.
        parent: position of the bus toward the source; -1 is the bar.
        level: 0 trunk, 1 lateral, 2 branch of a lateral; lateral: its number in the feeder, -1 on the trunk.
        depth: sections to the bar.
        x_km, y_km: place.
        line_kind: position in ``LINE_KINDS`` of the section toward the source; length_km: its length.
    """

    plan: DistrictPlan
    first: Array
    feeder: Array
    parent: Array
    level: Array
    lateral: Array
    depth: Array
    x_km: Array
    y_km: Array
    line_kind: Array
    length_km: Array

    def __len__(self) -> int:
        return len(self.parent)

    @property
    def character(self) -> Array:
        """``(n_mv,)`` :class:`Character` of each bus's feeder."""
        return np.array([f.character for f in self.plan.feeders])[self.feeder]

    @property
    def bar(self) -> Array:
        """``(n_mv,)`` number of the bar that feeds each bus."""
        return np.array([f.bar for f in self.plan.feeders])[self.feeder]

    @property
    def number(self) -> Array:
        """``(n_mv,)`` number within the feeder, from 1."""
        return np.arange(len(self)) - self.first[self.feeder] + 1

    def trunk(self, feeder: int) -> Array:
        """Positions of a feeder's trunk, head first."""
        begin, end = int(self.first[feeder]), int(self.first[feeder + 1])
        return begin + np.flatnonzero(self.level[begin:end] == 0)

    def resistance_reactance(self, length_km: Array) -> tuple[Array, Array]:
        """``(n_mv,)`` ohm of every section at these lengths."""
        r = np.array([kind.r_ohm_per_km for kind in LINE_KINDS])[self.line_kind]
        x = np.array([kind.x_ohm_per_km for kind in LINE_KINDS])[self.line_kind]
        return r * length_km, x * length_km

    def charging_mvar(self, length_km: Array) -> Array:
        """``(n_mv,)`` reactive power that every section gives at these lengths and nominal voltage."""
        c = np.array([kind.c_nf_per_km for kind in LINE_KINDS])[self.line_kind]
        return np.asarray(2 * np.pi * 50.0 * c * 1e-9 * length_km * VN_KV**2)

    def drop_pu(self, length_km: Array, p_mw: Array, q_mvar: Array) -> Array:
        """``(n_mv,)`` voltage drop from the bar to each bus for these powers drawn at the buses."""
        r, x = self.resistance_reactance(length_km)
        return voltage_drop_pu(self.parent, r, x, p_mw, q_mvar - self.charging_mvar(length_km), VN_KV)

    def largest(self, values: Array) -> Array:
        """``(n_feeder,)`` the largest of ``values`` ``(n_mv,)`` on each feeder."""
        return np.maximum.reduceat(values, self.first[:-1])


def build_skeleton(plan: DistrictPlan, random: np.random.Generator) -> Skeleton:
    """Lay out every feeder of ``plan``."""
    stations = [(s.x_km, s.y_km) for s in plan.stations]
    shapes = [shape_feeder(f, stations[f.station], random) for f in plan.feeders]
    first = np.cumsum([0, *(len(s.parent) for s in shapes)])
    feeder = np.repeat(np.arange(len(shapes)), np.diff(first))
    own = np.concatenate([s.parent for s in shapes])
    parent = np.where(own >= 0, own + first[feeder], -1)
    level, lateral = (np.concatenate([getattr(s, name) for s in shapes]) for name in ("level", "lateral"))
    x, y = (np.concatenate([getattr(s, name) for s in shapes]) for name in ("x_km", "y_km"))
    station = np.array(stations)[[f.station for f in plan.feeders]][feeder]
    from_x, from_y = np.where(parent >= 0, x[parent], station[:, 0]), np.where(parent >= 0, y[parent], station[:, 1])
    detour = np.array([DETOUR[f.character] for f in plan.feeders])[feeder]
    length = np.maximum(0.04, np.hypot(x - from_x, y - from_y) * detour)
    depth = depths(parent)
    kind = _line_kinds(plan, feeder, level, depth)
    return Skeleton(plan, first, feeder, parent, level, lateral, depth, x, y, kind, length)


def _line_kinds(plan: DistrictPlan, feeder: Array, level: Array, depth: Array) -> Array:
    choice = np.array([LINE_CHOICE[f.character] for f in plan.feeders])
    longest = np.zeros(len(plan.feeders), np.int64)
    np.maximum.at(longest, feeder, depth)
    is_far = depth > 0.5 * longest[feeder]
    kind = choice[feeder, np.where(level == 0, is_far.astype(np.int64), level + 1)]
    # A feeder leaves its station underground, whatever follows.
    return np.where(depth == 1, CABLE_240, kind)
