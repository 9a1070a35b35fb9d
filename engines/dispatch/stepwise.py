"""A bound that knows of whole tap positions: the steps taken apart, each with a price for what couples it to others.

Storage, ramps and shifted demand couple the steps. With these rows priced by their duals (Lagrange), every step
stands alone, and what it costs at least is convex in the position of the taps: solutions at a few positions bound
it at all of them. The staircase with the least sum, by dynamic programming, is a lower bound on every plan, and
a staircase worth trying.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.instance import Instance, Staircase
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching, fix_switching, relaxed_positions, staircase
from engines.dispatch.rows import Block

Array = np.ndarray[Any, Any]

_COUPLING = ("storage_energy", "response_energy")
_COUPLING_ENDS = ("_ramp_up", "_ramp_down")
_SHORT = 1e-4
"""By this much limits must be missed before a position counts as out."""


def bounding_place(instance: Instance) -> int:
    """The staircase whose whole positions a bound can tell of: taps at a source first, else a bank; -1 without.

    What stands right of its held row must be all that its position changes; taps in a feeder multiply a voltage.
    """
    for kind in ("substation", "capacitor"):
        for k, s in enumerate(instance.staircases):
            if s.kind == kind and not (kind == "capacitor" and instance.case.capacitors[s.at].follows_voltage):
                return k
    return -1


class StepwiseBound:
    """Bounds by the positions of one staircase, all else relaxed.

    Attributes:
        place: which staircase of the instance.
    """

    def __init__(self, programme: Programme, relaxed: ConicSolution, place: int) -> None:
        self.place = place
        self._stairs: Staircase = programme.instance.staircases[place]
        self._apart, self._moments = _taken_apart(programme, relaxed)
        self._relaxed = relaxed_positions(programme, relaxed.x)[place]
        self._table = np.full((programme.instance.horizon.n_step, len(self._stairs.positions)), -np.inf)
        self._other = Switching(
            tuple(np.zeros(programme.instance.horizon.n_step, np.int64) for _ in programme.instance.staircases),
            np.zeros((programme.instance.horizon.n_step, len(programme.instance.case.storages)), bool),
        )

    def around(self) -> tuple[Array, Array]:
        """The positions below and above the relaxed ones, ``(n_step,)`` each."""
        horizon = self._apart.instance.horizon
        mean = np.bincount(horizon.step, horizon.weight * self._relaxed, horizon.n_step)
        last = len(self._stairs.positions) - 1
        below = np.clip(np.floor(mean), 0, last - 1).astype(np.int64)
        return below, below + 1

    def learn(self, positions: Array, seconds: float) -> bool:
        """Solve all steps at these positions; whether that worked.

        Where a step has no solution at its position, that position is out for it, and the step is left relaxed.
        """
        apart, k = self._apart, self.place
        m = len(apart.instance.horizon)
        chosen = self._other.replaced(k, positions)
        whole = fix_switching(apart, chosen)
        held = np.arange(k * m, (k + 1) * m)
        fixed = solve_conic(apart, Fixing(whole.matrix[held], whole.right[held]), seconds=seconds)
        if fixed.status == "infeasible":
            elastic = solve_elastic(apart, Fixing(whole.matrix[held], whole.right[held]), seconds)
            if not elastic.solution.is_solved:
                return False
            is_short = elastic.short > _SHORT / 10
            self._rule_out(positions, elastic.short > _SHORT)
            held = held[~is_short]
            fixed = solve_conic(apart, Fixing(whole.matrix[held], whole.right[held]), seconds=seconds)
        if not fixed.is_solved:
            return False
        dual = np.zeros(m)
        dual[held - k * m] = fixed.fixed_dual
        value = self._values(fixed) - dual * whole.right[k * m : (k + 1) * m]
        worth, at = self._worth(), positions[apart.instance.horizon.step]
        cuts = value[:, None] - dual[:, None] * (worth - worth[np.arange(m), at][:, None])
        step_cuts = np.zeros(self._table.shape)
        np.add.at(step_cuts, apart.instance.horizon.step, cuts)
        self._table = np.maximum(self._table, step_cuts)
        return True

    def _rule_out(self, positions: Array, moments: Array) -> None:
        steps = self._apart.instance.horizon.step[moments]
        self._table[steps, positions[steps]] = np.inf

    def least(self) -> tuple[float, Array]:
        """The bound, and the staircase that reaches it."""
        positions = staircase(self._table, self._stairs)
        moves = int(np.count_nonzero(np.diff(positions, prepend=self._stairs.initial)))
        total = float(self._table[np.arange(len(positions)), positions].sum()) + moves * self._stairs.price
        return total + self._apart.constant, positions

    def _worth(self) -> Array:
        """``(n_moment, n_position)`` what the right side of the held row is at each position."""
        instance, s = self._apart.instance, self._stairs
        m = len(instance.horizon)
        value = np.square(s.value * instance.v_grid_pu[s.at]) if s.kind == "substation" else s.value
        return np.broadcast_to(value, (m, len(value)))

    def _values(self, fixed: ConicSolution) -> Array:
        """``(n_moment,)`` bound of each moment by its duals, without those of what is held."""
        apart, (equal, upper, cone) = self._apart, self._moments
        total = np.zeros(len(apart.instance.horizon))
        for moment, right, dual in (
            (equal, apart.equal_right, fixed.equal_dual),
            (upper, apart.upper_right, fixed.upper_dual),
            (cone, apart.cone_right, fixed.cone_dual),
        ):
            total -= np.bincount(moment, right * dual, len(total))
        return np.asarray(total)


def _taken_apart(programme: Programme, relaxed: ConicSolution) -> tuple[Programme, tuple[Array, Array, Array]]:
    """The programme without rows that couple moments, their price in the costs; and whose each row is."""
    p = programme
    equal, equal_moment = _free_rows(p.equal_blocks, p.equal.shape[0])
    upper, upper_moment = _free_rows(p.upper_blocks, p.upper.shape[0])
    _, cone_moment = _free_rows(p.cone_blocks, p.cone.shape[0])
    equal_price = np.where(equal, 0.0, relaxed.equal_dual)
    upper_price = np.where(upper, 0.0, np.maximum(relaxed.upper_dual, 0.0))
    priced = p.cost + p.equal.T @ equal_price + p.upper.T @ upper_price
    apart = replace(
        p,
        costs={"priced": np.asarray(priced)},
        constant=p.constant - float(equal_price @ p.equal_right) - float(upper_price @ p.upper_right),
        equal=p.equal[equal],
        equal_right=p.equal_right[equal],
        upper=p.upper[upper],
        upper_right=p.upper_right[upper],
        equal_blocks=_renumbered(p.equal_blocks, equal),
        upper_blocks=_renumbered(p.upper_blocks, upper),
    )
    return apart, (equal_moment[equal], upper_moment[upper], cone_moment)


def _free_rows(blocks: dict[str, Block], n: int) -> tuple[Array, Array]:
    """Which rows belong to one moment alone, and to which."""
    free, moment = np.ones(n, bool), np.zeros(n, np.int64)
    for name, block in blocks.items():
        free[block.rows] = not (name in _COUPLING or name.endswith(_COUPLING_ENDS))
        moment[block.rows] = block.moment if block.rows.ndim == 1 else block.moment[:, None]
    return free, moment


def _renumbered(blocks: dict[str, Block], kept: Array) -> dict[str, Block]:
    number = np.cumsum(kept) - 1
    return {name: replace(b, rows=number[b.rows]) for name, b in blocks.items() if kept[b.rows].all()}
