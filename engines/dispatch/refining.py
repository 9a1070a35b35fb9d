"""Staircases rounded anew with what earlier roundings taught.

Each solution with positions held says what one position more would have cost in every step. Between the places
where that slope is known it is taken as linear, beyond them as growing on; summed up it is what a position costs in
each step, and dynamic programming finds the staircase with the least of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching, relaxed_positions, staircase

Array = np.ndarray[Any, Any]

_LEAST = 1e-6
_STEEPER = 10.0
_NEAR = 0.02
"""Nearer to the relaxed place than this, a slope says nothing of how fast it grew."""


class Guide:
    """Slopes gathered from solutions, by staircase."""

    def __init__(self, programme: Programme, relaxed: Array) -> None:
        self.programme, self._relaxed = programme, relaxed
        # A relaxed solution stands where the slope is nought.
        self._places: list[list[Array]] = [[p] for p in relaxed_positions(programme, relaxed)]
        self._slopes: list[list[Array]] = [[np.zeros(len(p[0]))] for p in self._places]

    def learn(self, switching: Switching, fixed: ConicSolution) -> None:
        """Take the slopes of a solution with positions held."""
        step = self.programme.instance.horizon.step
        for k, slope in enumerate(slopes(self.programme, switching, fixed)):
            self._places[k].append(switching.positions[k][step].astype(float))
            self._slopes[k].append(slope)

    def sharpen(self, switching: Switching, fixed: ConicSolution) -> None:
        """Another solution with the positions learned last: of two slopes at a place the steeper is the true one.

        Where that leads away from the relaxed place, the relaxed solution was mistaken, too.
        """
        for k, slope in enumerate(slopes(self.programme, switching, fixed)):
            known, at, relaxed = self._slopes[k][-1], self._places[k][-1], self._places[k][0]
            for j, place in enumerate(self._places[k]):
                is_steeper = (place == at) & (np.abs(slope) > np.abs(self._slopes[k][j]))
                self._slopes[k][j] = np.where(is_steeper, slope, self._slopes[k][j])
            is_wrong = (np.abs(slope) > _STEEPER * np.abs(known) + _LEAST) & (np.sign(slope) * (relaxed - at) >= 0)
            self._places[k][0] = np.where(is_wrong, at - np.sign(slope), relaxed)

    def propose(self, current: Switching) -> Switching:
        """The cheapest staircases by all that is known, with the storage modes of ``current``."""
        instance = self.programme.instance
        positions = []
        for k, s in enumerate(instance.staircases):
            table = position_costs(np.stack(self._places[k]), np.stack(self._slopes[k]), len(s.positions))
            cost = np.zeros((instance.horizon.n_step, table.shape[1]))
            np.add.at(cost, instance.horizon.step, table)
            positions.append(staircase(cost, s))
        return Switching(tuple(positions), current.charges)


def position_costs(places: Array, slope: Array, n: int) -> Array:
    """``(n_moment, n)`` cost of each position, from ``(k, n_moment)`` slopes at places; the first are the relaxed."""
    below, above = _steepness(places, slope)
    order = np.argsort(places, axis=0, kind="stable")
    at, rise = np.take_along_axis(places, order, 0), np.take_along_axis(slope, order, 0)
    # A convex cost has slopes that grow; what the other devices did in between blurs that.
    rise = np.maximum.accumulate(rise, axis=0)
    far = float(n)
    at = np.concatenate([at[:1] - far, at, at[-1:] + far])
    rise = np.concatenate([rise[:1] - below * far, rise, rise[-1:] + above * far])
    return np.stack([_summed(at[:, m], rise[:, m], n) for m in range(places.shape[1])])


def _summed(at: Array, rise: Array, n: int) -> Array:
    """``(n,)`` integral at whole positions of a slope that is linear between places, from the first place on."""
    width = np.diff(at)
    reached = np.concatenate([[0.0], np.cumsum(width * (rise[:-1] + rise[1:]) / 2)])
    position = np.arange(n, dtype=float)
    k = np.clip(np.searchsorted(at, position, side="right") - 1, 0, len(width) - 1)
    along = position - at[k]
    bend = (rise[k + 1] - rise[k]) / np.maximum(width[k], 1e-12)
    return np.asarray(reached[k] + rise[k] * along + bend * along**2 / 2)


def _steepness(places: Array, slope: Array) -> tuple[Array, Array]:
    """``(n_moment,)`` how fast the slope grows below and above the relaxed place.

    A limit makes one side steep and says nothing of the other: what is not known is hoped to be as flat as anything
    that is, and the next solution tells.
    """
    away = places[1:] - places[:1]
    if not len(away):
        return np.full(places.shape[1], _LEAST), np.full(places.shape[1], _LEAST)
    rate = np.where(np.abs(away) > _NEAR, np.abs(slope[1:]) / np.maximum(np.abs(away), _NEAR), np.nan)
    sides = [np.where(away < 0, rate, np.nan), np.where(away > 0, rate, np.nan)]
    known = rate[np.isfinite(rate)]
    hoped = max(float(known.min()) if len(known) else 0.0, _LEAST)
    steep = [np.fmax.reduce(side, axis=0) for side in sides]
    below, above = (np.maximum(np.where(np.isfinite(s), s, hoped), _LEAST) for s in steep)
    return below, above


def slopes(programme: Programme, switching: Switching, fixed: ConicSolution) -> tuple[Array, ...]:
    """By staircase, ``(n_moment,)`` what one position more would cost, from the duals of what was held."""
    instance, layout = programme.instance, programme.layout
    m, found = len(instance.horizon), []
    for k, (s, positions) in enumerate(zip(instance.staircases, switching.positions, strict=True)):
        dual = fixed.fixed_dual[k * m : (k + 1) * m]
        at = positions[instance.horizon.step]
        if s.kind == "substation":
            change = np.gradient(np.square(s.value * instance.v_grid_pu[s.at]))[at]
        elif s.kind == "feeder":
            change = np.gradient(np.square(s.value))[at] * fixed.x[layout["um"][:, s.at]]
        else:
            change = np.ones(m)
        found.append(-dual * change)
    return tuple(found)
