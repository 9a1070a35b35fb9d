"""The shape of one feeder: a trunk with laterals, laid out like streets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.synthesis.plan import FeederPlan

Array = np.ndarray[Any, Any]
LONGEST_LATERAL = 8


@dataclass(frozen=True, slots=True)
class FeederShape:
    """The medium-voltage buses of one feeder, parents before their children.

    Attributes:
        parent: ``(n,)`` position in this feeder; -1 is the bar.
        level: ``(n,)`` 0 trunk, 1 lateral, 2 branch of a lateral.
        x_km, y_km: ``(n,)`` place.
        lateral: ``(n,)`` number of the lateral, -1 on the trunk.
    """

    parent: Array
    level: Array
    lateral: Array
    x_km: Array
    y_km: Array


class _Growing:
    """Buses appended one by one."""

    def __init__(self) -> None:
        self.parent: list[int] = []
        self.level: list[int] = []
        self.lateral: list[int] = []
        self.place: list[tuple[float, float]] = []

    def add(self, parent: int, level: int, lateral: int, place: tuple[float, float]) -> int:
        self.parent.append(parent)
        self.level.append(level)
        self.lateral.append(lateral)
        self.place.append(place)
        return len(self.parent) - 1

    def shape(self) -> FeederShape:
        x, y = np.array(self.place).T
        return FeederShape(np.array(self.parent), np.array(self.level), np.array(self.lateral), x, y)


def shape_feeder(plan: FeederPlan, station: tuple[float, float], random: np.random.Generator) -> FeederShape:
    """Exactly ``plan.n_bus`` buses; the trunk is the longest path."""
    n_trunk = min(plan.n_bus, max(3, round(1.06 * plan.n_bus**0.757 * random.uniform(0.92, 1.08))))
    grown = _Growing()
    bearings = _trunk(grown, plan, station, n_trunk, random)
    number = 0
    used: dict[int, int] = {}
    while len(grown.parent) < plan.n_bus:
        left = plan.n_bus - len(grown.parent)
        _lateral(grown, plan, station, bearings, used, number, left, random)
        number += 1
    return grown.shape()


def _trunk(
    grown: _Growing, plan: FeederPlan, station: tuple[float, float], n: int, random: np.random.Generator
) -> Array:
    """A main road: long straight stretches, slow bends, now and then a corner. Returns the bearing at each bus."""
    bend = random.uniform(0.1, 0.3) * np.sin(np.linspace(0, random.uniform(2, 5), n) + random.uniform(0, 6))
    bend *= min(1.0, plan.sector)
    corners = np.zeros(n)
    last, side = -1, float(random.choice([-1.3, 1.3]))
    for k in range(2, n - 1):
        if k - last > 3 and random.random() < 0.2:
            corners[k], last, side = side, k, -side
    steps = random.uniform(0.6, 1.4, n)
    path = np.cumsum(steps * np.exp(1j * (bend + corners)))
    # Turned and stretched so that the end lies where it should, whatever the bends.
    turn = plan.heading - float(np.angle(path[-1]))
    path *= plan.reach_km / abs(path[-1]) * np.exp(1j * turn)
    x, y = station[0] + path.real, station[1] + path.imag
    for k in range(n):
        grown.add(k - 1, 0, -1, (float(x[k]), float(y[k])))
    return np.asarray(turn + bend)


def _lateral(
    grown: _Growing,
    plan: FeederPlan,
    station: tuple[float, float],
    bearings: Array,
    used: dict[int, int],
    number: int,
    left: int,
    random: np.random.Generator,
) -> None:
    """One side street of one to eight buses, forking where it is long."""
    n_trunk = len(bearings)
    root = _free_root(used, n_trunk, random)
    side = -used[root] if root in used else int(random.choice([-1, 1]))
    used[root] = 0 if root in used else side
    room = max(1, min(LONGEST_LATERAL, left, n_trunk - 1 - root))
    size = int(min(room, 1 + random.geometric(0.3)))
    away = float(np.hypot(grown.place[root][0] - station[0], grown.place[root][1] - station[1]))
    width = away * np.tan(min(plan.sector / 2, 0.7)) * 0.85
    usual = plan.reach_km / n_trunk * random.uniform(0.5, 0.9)
    step = max(0.06, min(usual, width / size))
    bearing = float(bearings[root]) + side * (np.pi / 2 + random.normal(0, 0.06))
    fork = int(random.integers(1, size - 2)) if size >= 5 else size
    branch = int(random.integers(1, size - fork)) if size >= 5 else 0
    _street(grown, root, 1, number, bearing, step, size - branch, random)
    if branch:
        start = len(grown.parent) - (size - branch) + fork - 1
        _street(grown, start, 2, number, bearing - side * np.pi / 2, step * 0.7, branch, random)


def _free_root(used: dict[int, int], n_trunk: int, random: np.random.Generator) -> int:
    """A trunk bus with a free side; any when all are taken."""
    inner = np.arange(1, max(2, n_trunk - 1))
    free = [k for k in inner.tolist() if used.get(k, 1) != 0]
    fresh = [k for k in free if k not in used]
    return int(random.choice(fresh or free or inner))


def _street(
    grown: _Growing,
    root: int,
    level: int,
    lateral: int,
    bearing: float,
    step: float,
    size: int,
    random: np.random.Generator,
) -> None:
    x, y = grown.place[root]
    for length in (step * random.uniform(0.7, 1.3, size)).tolist():
        x, y = x + length * float(np.cos(bearing)), y + length * float(np.sin(bearing))
        root = grown.add(root, level, lateral, (x, y))
