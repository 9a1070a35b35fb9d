"""Whole positions from a relaxed day: the cheapest staircase under its move limits, by dynamic programming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.conic import Fixing
from engines.dispatch.instance import Staircase
from engines.dispatch.network_rows import tap_node
from engines.dispatch.programme import Programme
from engines.dispatch.rows import Part

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Switching:
    """What is switched over the horizon; every scenario shares it.

    Attributes:
        positions: by staircase, ``(n_step,)`` index of its position.
        charges: ``(n_step, n_es)`` whether a storage may charge; else it may discharge.
    """

    positions: tuple[Array, ...]
    charges: Array

    def replaced(self, place: int, positions: Array) -> Switching:
        """With other positions of one staircase."""
        return Switching((*self.positions[:place], positions, *self.positions[place + 1 :]), self.charges)

    def same(self, other: Switching) -> bool:
        """Whether nothing differs."""
        pairs = zip(self.positions, other.positions, strict=True)
        return all(np.array_equal(a, b) for a, b in pairs) and np.array_equal(self.charges, other.charges)


def staircase(cost: Array, stairs: Staircase) -> Array:
    """The cheapest positions, ``(n_step,)`` indices, for ``cost`` of ``(n_step, n_position)``.

    Changes by at most ``max_steps`` from one step to the next, in at most ``max_moves`` steps of a day; each change has
    its price. Exact; the work grows with steps * moves * positions².
    """
    n_step, n = cost.shape
    moves = min(stairs.max_moves, n_step)
    apart = np.abs(np.arange(n)[:, None] - np.arange(n)[None, :])
    change = np.where((apart > 0) & (apart <= stairs.max_steps), stairs.price, np.inf)
    best = np.full((moves + 1, n), np.inf)
    best[0, stairs.initial] = 0.0
    came = np.zeros((n_step, moves + 1, n), np.int64)
    # How many moves the day before took where a new one begins, by position.
    ended = {int(step): np.empty(0, np.int64) for step in np.flatnonzero(np.diff(stairs.day)) + 1}
    for step in range(n_step):
        if step in ended:
            ended[step] = best.argmin(axis=0)
            best = np.concatenate([best.min(axis=0)[None], np.full((moves, n), np.inf)])
        stay = best
        # From position i (row) to j (column), with one move more.
        reached = np.full((moves + 1, n), np.inf)
        origin = np.tile(np.arange(n), (moves + 1, 1))
        if moves:
            options = best[:-1, :, None] + change[None, :, :]
            origin_moved = options.argmin(axis=1)
            reached[1:] = np.take_along_axis(options, origin_moved[:, None, :], 1)[:, 0, :]
            origin[1:] = np.where(reached[1:] < stay[1:], origin_moved, origin[1:])
        best = np.minimum(stay, reached) + cost[step]
        came[step] = origin
    used, at = np.unravel_index(int(best.argmin()), best.shape)
    positions = np.empty(n_step, np.int64)
    for step in range(n_step - 1, -1, -1):
        positions[step] = at
        before = came[step, used, at]
        used, at = (used, at) if before == at else (used - 1, before)
        if step in ended:
            used = ended[step][at]
    return positions


def relaxed_positions(programme: Programme, x: Array) -> tuple[Array, ...]:
    """By staircase, ``(n_moment,)`` positions between whole ones that a relaxed solution stands at."""
    instance, layout = programme.instance, programme.layout
    high, found = tap_node(instance), []
    for s in instance.staircases:
        if s.kind == "substation":
            node = int(instance.feeder.roots[s.at])
            value = np.sqrt(np.maximum(x[layout["u"][:, node]], 0.0)) / instance.v_grid_pu[s.at]
        elif s.kind == "feeder":
            value = np.sqrt(np.maximum(x[layout["u"][:, high[s.at]]] / x[layout["um"][:, s.at]], 0.0))
        else:
            value = x[layout["cn"][:, s.at]]
        order = np.argsort(s.value)
        found.append(np.interp(value, s.value[order], order.astype(float)))
    return tuple(found)


def round_switching(programme: Programme, x: Array, weights: tuple[Array, ...] | None = None) -> Switching:
    """The nearest staircases to a relaxed solution and the storage modes it leans to.

    Args:
        weights: by staircase, ``(n_moment,)`` how much a squared distance counts; all the same where not given.
    """
    instance, layout = programme.instance, programme.layout
    step = instance.horizon.step
    positions = []
    for k, (s, relaxed) in enumerate(zip(instance.staircases, relaxed_positions(programme, x), strict=True)):
        weight = instance.horizon.weight if weights is None else weights[k]
        distance = weight[:, None] * np.square(relaxed[:, None] - np.arange(len(s.positions)))
        cost = np.zeros((instance.horizon.n_step, len(s.positions)))
        np.add.at(cost, step, distance)
        positions.append(staircase(cost, s))
    lean = np.zeros((instance.horizon.n_step, layout["ec"].shape[1]))
    np.add.at(lean, step, x[layout["ec"]] - x[layout["ed"]])
    return Switching(tuple(positions), lean > 0)


def _hold(part: Part, programme: Programme, s: Staircase, value: Array) -> None:
    """Equalities that hold one staircase at ``(n_moment,)`` what its positions are worth."""
    instance, x = programme.instance, programme.layout
    m = np.arange(len(instance.horizon))
    if s.kind == "substation":
        held = part.block(f"tap {s.at}", m, s.at, np.square(value * instance.v_grid_pu[s.at]))
        part.add(held.rows, x["u"][:, int(instance.feeder.roots[s.at])], 1.0)
    elif s.kind == "feeder":
        held = part.block(f"regulator {s.at}", m, s.at, 0.0)
        part.add(held.rows, x["u"][:, tap_node(instance)[s.at]], 1.0)
        part.add(held.rows, x["um"][:, s.at], -np.square(value))
    else:
        held = part.block(f"bank {s.at}", m, s.at, value)
        part.add(held.rows, x["cn"][:, s.at], 1.0)


def fix_staircases(programme: Programme, positions: dict[int, Array]) -> Fixing:
    """Equalities that hold some staircases, by their place, at ``(n_step,)`` positions; the others stay free."""
    part, step = Part(), programme.instance.horizon.step
    for place, own in positions.items():
        s = programme.instance.staircases[place]
        _hold(part, programme, s, s.value[own][step])
    return Fixing(part.matrix(programme.layout.n_column), part.right)


def fix_switching(programme: Programme, switching: Switching) -> Fixing:
    """Equalities that hold everything switched; staircase after staircase, then the storages."""
    instance, x = programme.instance, programme.layout
    part, step, m = Part(), instance.horizon.step, np.arange(len(instance.horizon))
    for s, positions in zip(instance.staircases, switching.positions, strict=True):
        _hold(part, programme, s, s.value[positions][step])
    for k, bank in enumerate(instance.case.capacitors):
        if bank.follows_voltage:
            place = next(j for j, s in enumerate(instance.staircases) if s.kind == "capacitor" and s.at == k)
            value = instance.staircases[place].value[switching.positions[place]][step]
            held = part.block(f"bank voltage {k}", m, k, 0.0)
            part.add(held.rows, x["cw"][:, k], 1.0)
            part.add(held.rows, x["u"][:, instance.node["cb"][k]], -value)
    charges = switching.charges[step]
    if charges.size:
        still = part.block("storage mode", m[:, None], np.arange(charges.shape[1])[None, :], 0.0)
        part.add(still.rows.reshape(charges.shape), np.where(charges, x["ed"], x["ec"]), 1.0)
    return Fixing(part.matrix(x.n_column), part.right)
