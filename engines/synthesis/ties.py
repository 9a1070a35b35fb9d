"""Where neighbouring feeders can be joined: between their outer halves, within a station and across to the next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from engines.synthesis.equipment_types import CABLE_150, OVERHEAD_70
from engines.synthesis.plan import Character
from engines.synthesis.skeleton import Skeleton

Array = np.ndarray[Any, Any]
NEARNESS_TO_HEAD_KM = 6.0
"""A tie at a feeder's head is as little wanted as one this much longer at its end."""
SHORTEST_KM = 0.12


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Tie lines: ends as positions in the skeleton, kind of line and length, ``(n_tie,)`` each."""

    here: Array
    there: Array
    line_kind: Array
    length_km: Array

    def __len__(self) -> int:
        return len(self.here)


def add_ties(skeleton: Skeleton) -> Ties:
    """Ties between neighbours around each station, and between the nearest feeders of stations side by side."""
    pairs = [*_around_stations(skeleton), *_between_stations(skeleton)]
    outer = [_outer_half(skeleton, k) for k in range(len(skeleton.plan.feeders))]
    best = [_closest(skeleton, outer[a], outer[b]) for a, b in pairs]
    here, there = np.array([b[0] for b in best], np.int64), np.array([b[1] for b in best], np.int64)
    distance = np.hypot(skeleton.x_km[here] - skeleton.x_km[there], skeleton.y_km[here] - skeleton.y_km[there])
    overhead = (skeleton.character[here] >= Character.RURAL) & (skeleton.character[there] >= Character.RURAL)
    kind = np.where(overhead, OVERHEAD_70, CABLE_150)
    return Ties(here, there, kind, np.round(np.maximum(SHORTEST_KM, 1.2 * distance), 4))


def _around_stations(skeleton: Skeleton) -> list[tuple[int, int]]:
    """Each feeder with the next one around its station; the first and the last only where they are alone."""
    pairs = []
    by_station: dict[int, list[int]] = {}
    for k, feeder in enumerate(skeleton.plan.feeders):
        by_station.setdefault(feeder.station, []).append(k)
    for own in by_station.values():
        pairs += list(pairwise(own))
        if len(by_station) == 1 and len(own) > 2:
            pairs.append((own[-1], own[0]))
    return pairs


def _between_stations(skeleton: Skeleton) -> list[tuple[int, int]]:
    """Two ties from every station to its nearest one, by different feeders where there are any; one to the next."""
    places = np.array([(s.x_km, s.y_km) for s in skeleton.plan.stations])
    middle = np.array([_middle(skeleton, k) for k in range(len(skeleton.plan.feeders))])
    station = np.array([f.station for f in skeleton.plan.feeders])
    pairs: list[tuple[int, int]] = []
    joined: set[tuple[int, int]] = set()
    for k in range(len(places) if len(places) > 1 else 0):
        distance = np.hypot(*(places - places[k]).T)
        for rank, other in enumerate(np.argsort(distance, kind="stable")[1:3].tolist()):
            key = (min(k, other), max(k, other))
            if key in joined:
                continue
            joined.add(key)
            pairs += _facing(middle, np.flatnonzero(station == key[0]), np.flatnonzero(station == key[1]), 2 - rank)
    return pairs


def _facing(middle: Array, own: Array, others: Array, wanted: int) -> list[tuple[int, int]]:
    """The pairs of feeders that lie nearest to each other, no feeder twice."""
    gap = np.hypot(*(middle[own][:, None] - middle[others][None]).transpose(2, 0, 1))
    found = []
    for _ in range(min(wanted, len(own), len(others))):
        a, b = np.unravel_index(int(np.argmin(gap)), gap.shape)
        found.append((int(own[a]), int(others[b])))
        gap[a, :], gap[:, b] = np.inf, np.inf
    return found


def _middle(skeleton: Skeleton, feeder: int) -> tuple[float, float]:
    outer = _outer_half(skeleton, feeder)
    return float(skeleton.x_km[outer].mean()), float(skeleton.y_km[outer].mean())


def _outer_half(skeleton: Skeleton, feeder: int) -> Array:
    own = np.arange(skeleton.first[feeder], skeleton.first[feeder + 1])
    depth = skeleton.depth[own]
    return np.asarray(own[depth >= 0.5 * depth.max()])


def _closest(skeleton: Skeleton, here: Array, there: Array) -> tuple[int, int]:
    dx = skeleton.x_km[here][:, None] - skeleton.x_km[there][None]
    dy = skeleton.y_km[here][:, None] - skeleton.y_km[there][None]
    shallow = [1 - skeleton.depth[side] / skeleton.depth[side].max() for side in (here, there)]
    # Trunks carry more than laterals: a tie from a lateral has to be that much nearer.
    thin = [0.8 * (skeleton.level[side] > 0) for side in (here, there)]
    cost = np.hypot(dx, dy) + NEARNESS_TO_HEAD_KM * (shallow[0][:, None] + shallow[1][None])
    cost += thin[0][:, None] + thin[1][None]
    a, b = np.unravel_index(int(np.argmin(cost)), cost.shape)
    return int(here[a]), int(there[b])
