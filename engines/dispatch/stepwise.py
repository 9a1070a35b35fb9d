"""A bound that knows of whole tap positions: the steps taken apart, each with a price for what couples it to others.

Storage, ramps and shifted demand couple the steps. With these rows priced by their duals (Lagrange), every step
stands alone, and what it costs at least is convex in the positions of taps and banks: solutions at a few positions
bound it at all of them. The least sum, the staircase of the taps by dynamic programming, is a lower bound on every
plan, and tells positions worth trying.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.instance import Instance
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching, fix_switching, relaxed_positions, staircase
from engines.dispatch.rows import Block

Array = np.ndarray[Any, Any]

_COUPLING = ("storage_energy", "response_energy")
_COUPLING_ENDS = ("_ramp_up", "_ramp_down")
_MOST_COMBINATIONS = 4_000
_SHORT = 1e-4
"""By this much limits must be missed before a position counts as out."""


def bounding_places(instance: Instance) -> tuple[int, ...]:
    """The staircases whose whole positions the bound can tell of: taps at sources first, then banks.

    What stands right of a held row must be all that a position changes: taps in a feeder multiply a voltage, and so do
    banks that follow it. As many are taken as keep the combinations of their positions few.
    """
    found: list[int] = []
    combinations = 1
    for kind in ("substation", "capacitor"):
        for k, s in enumerate(instance.staircases):
            if s.kind != kind or (kind == "capacitor" and instance.case.capacitors[s.at].follows_voltage):
                continue
            combinations *= len(s.positions)
            if combinations > _MOST_COMBINATIONS:
                return tuple(found)
            found.append(k)
    return tuple(found)


class StepwiseBound:
    """Bounds by the positions of some staircases, all else relaxed.

    The move limits of the first are kept by the bound; the others may move freely in it.

    Attributes:
        places: which staircases of the instance.
    """

    def __init__(self, programme: Programme, relaxed: ConicSolution, places: tuple[int, ...]) -> None:
        self.places = places
        instance = programme.instance
        self._stairs = [instance.staircases[k] for k in places]
        self._apart, self._moments = _taken_apart(programme, relaxed)
        self._relaxed = [relaxed_positions(programme, relaxed.x)[k] for k in places]
        shape = tuple(len(s.positions) for s in self._stairs)
        # Row j of the grid: the position of staircase j in each combination.
        self._grid = np.indices(shape).reshape(len(shape), -1)
        self._shape = shape
        self._table = np.full((instance.horizon.n_step, self._grid.shape[1]), -np.inf)
        n_step = instance.horizon.n_step
        self._known: list[Array] = []
        self._other = Switching(
            tuple(np.zeros(n_step, np.int64) for _ in instance.staircases),
            np.zeros((n_step, len(instance.case.storages)), bool),
        )

    def around(self) -> list[tuple[Array, ...]]:
        """All positions below, and all above, the relaxed ones; by staircase, ``(n_step,)`` each."""
        horizon, sides = self._apart.instance.horizon, []
        total = np.bincount(horizon.step, horizon.weight, horizon.n_step)
        for s, relaxed in zip(self._stairs, self._relaxed, strict=True):
            mean = np.bincount(horizon.step, horizon.weight * relaxed, horizon.n_step) / total
            below = np.clip(np.floor(mean), 0, len(s.positions) - 2).astype(np.int64)
            sides.append((below, below + 1))
        return [tuple(side[k] for side in sides) for k in range(2)]

    def learn(self, positions: tuple[Array, ...], seconds: float) -> bool:
        """Solve all steps with the first staircases at these positions, the others relaxed; whether that worked.

        Where a step has no solution at its positions, they are out for it, and the step is left relaxed.
        """
        places = self.places[: len(positions)]
        self._known.append(np.stack(positions))
        apart = self._apart
        m, step = len(apart.instance.horizon), apart.instance.horizon.step
        chosen = self._other
        for k, own in zip(places, positions, strict=True):
            chosen = chosen.replaced(k, own)
        whole = fix_switching(apart, chosen)
        held = np.concatenate([np.arange(k * m, (k + 1) * m) for k in places])
        moment = np.tile(np.arange(m), len(places))
        is_held = np.ones(m, bool)
        fixed = solve_conic(apart, Fixing(whole.matrix[held], whole.right[held]), seconds=seconds)
        if fixed.status == "infeasible":
            elastic = solve_elastic(apart, Fixing(whole.matrix[held], whole.right[held]), seconds)
            if not elastic.solution.is_solved:
                return False
            self._rule_out(positions, elastic.short > _SHORT)
            is_held = elastic.short <= _SHORT / 10
            kept = held[is_held[moment]]
            fixed = solve_conic(apart, Fixing(whole.matrix[kept], whole.right[kept]), seconds=seconds)
        if not fixed.is_solved:
            return False
        dual = np.zeros(len(held))
        dual[is_held[moment]] = fixed.fixed_dual
        cuts = np.repeat(self._values(fixed)[:, None], self._grid.shape[1], axis=1)
        for j in range(len(places)):
            # The dual of a held row is what one unit less on its right would cost.
            cuts -= dual[j * m : (j + 1) * m, None] * self._worth(j)[None, self._grid[j]]
        step_cuts = np.zeros(self._table.shape)
        np.add.at(step_cuts, step, cuts)
        self._table = np.maximum(self._table, step_cuts)
        return True

    def is_known(self, positions: tuple[Array, ...]) -> bool:
        """Whether these positions were learnt before."""
        return any(len(k) == len(positions) and np.array_equal(k, positions) for k in self._known)

    def _rule_out(self, positions: tuple[Array, ...], moments: Array) -> None:
        steps = self._apart.instance.horizon.step[moments]
        is_out = np.ones((len(steps), self._grid.shape[1]), bool)
        for j, own in enumerate(positions):
            is_out &= self._grid[j][None, :] == own[steps][:, None]
        self._table[steps] = np.where(is_out, np.inf, self._table[steps])

    def least(self) -> tuple[float, tuple[Array, ...], tuple[Array, ...]]:
        """The bound; the positions that reach it; and staircases near them that keep all move limits."""
        first = self._stairs[0]
        n_step, n = len(self._table), self._shape[0]
        by_first = self._table.reshape(n_step, n, -1)
        cost = by_first.min(axis=2)
        path = staircase(cost, first)
        every = np.arange(n_step)
        moves = int(np.count_nonzero(np.diff(path, prepend=first.initial)))
        bound = float(cost[every, path].sum()) + moves * first.price + self._apart.constant
        rest = by_first[every, path].argmin(axis=1)
        at = path * (self._grid.shape[1] // n) + rest
        reached = tuple(self._grid[j][at] for j in range(len(self.places)))
        kept = [path]
        for j in range(1, len(self.places)):
            options = np.stack([self._beside(reached, j, p) for p in range(self._shape[j])], axis=1)
            kept.append(staircase(options, self._stairs[j]))
        return bound, reached, tuple(kept)

    def _beside(self, reached: tuple[Array, ...], j: int, position: int) -> Array:
        """``(n_step,)`` cost where staircase ``j`` stands elsewhere and the others as reached."""
        index = [np.full_like(p, position) if k == j else p for k, p in enumerate(reached)]
        return np.asarray(self._table[np.arange(len(self._table)), np.ravel_multi_index(index, self._shape)])

    def _worth(self, j: int) -> Array:
        """``(n_position,)`` what stands right of the held row at each position."""
        s = self._stairs[j]
        return np.square(s.value * self._apart.instance.v_grid_pu[s.at]) if s.kind == "substation" else s.value

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
