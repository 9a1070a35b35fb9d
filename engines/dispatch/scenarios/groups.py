"""A group of scenarios solved for itself: the piece of work that decomposition gives out.

Its answer bounds the group's share of the cost from below, whatever the multipliers: with the proximal term of
progressive hedging (Rockafellar and Wets, Mathematics of Operations Research 16, 1991) the solution also minimises
the linear problem whose multipliers contain the term's slope there, and the dual's value without the term is that
problem's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.convexifying import EXACT, excess_current
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.holding import held, together
from engines.dispatch.refining import slopes
from engines.dispatch.rounding import Switching, fix_switching, relaxed_positions
from engines.dispatch.scenarios.first_stage import SharedProgramme
from engines.dispatch.scenarios.risk import Risk
from engines.dispatch.scenarios.setup import Setup, unpacked
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Pull:
    """What draws a group's shared columns towards those of all, ``(n_shared,)`` each.

    ``multiplier @ x + strength @ (x - anchor)² / 2`` comes on top of the group's cost.
    """

    multiplier: Array
    anchor: Array
    strength: Array


@dataclass(frozen=True, slots=True, eq=False)
class GroupAsk:
    """What a group is asked.

    Attributes:
        weight: ``(n,)`` of its scenarios.
        fixed: ``(n_shared,)`` values to hold, NaN where free; switching: positions and modes to hold.
        gives_way: limits give way at a price, so that positions nobody can keep limits with have slopes as well.
    """

    scenarios: tuple[int, ...]
    weight: Array
    risk: Risk
    pull: Pull | None = None
    fixed: Array | None = None
    switching: Switching | None = None
    gives_way: bool = False
    seconds: float = float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class GroupAnswer:
    """What it came to.

    Attributes:
        status: as :class:`ConicSolution` has it.
        x: ``(n_shared,)``; value: weighted cost there, what draws left out.
        bound: least of cost plus multipliers, those of :attr:`multiplier`; ``(n_shared,)``.
        slope: ``(n_shared,)`` what one unit more of a held value would cost, 0 where free.
        costs: ``(n,)`` model cost of each scenario, without moves.
        stair_slopes: by staircase, ``(n_step,)`` what one position more than those held would cost; else empty.
        is_exact: whether no branch carries a current that only the relaxation believes in.
        feeder_taps: by staircase, ``(n_step,)`` weighted sum of the positions of taps in a feeder.
    """

    status: str
    word: str
    x: Array
    value: float
    bound: float
    multiplier: Array
    slope: Array
    costs: Array
    stair_slopes: tuple[Array, ...]
    is_exact: bool
    feeder_taps: dict[int, Array]

    @property
    def is_proof(self) -> bool:
        """Whether the bound is one: not where the solver only came near."""
        return self.word == "Solved"

    @property
    def is_solved(self) -> bool:
        """Whether the rest may be used."""
        return self.status == "solved"


def solve_group(context: WorkContext, setup: Setup, ask: GroupAsk) -> GroupAnswer:
    """Solve one group."""
    shared = unpacked(context, setup).programme(ask.scenarios, ask.weight, ask.risk)
    programme, columns = shared.programme, shared.shared.all
    n = programme.layout.n_column
    fixing: Fixing | None = None
    n_switched = 0
    if ask.switching is not None:
        fixing = fix_switching(programme, ask.switching)
        n_switched = len(fixing.right)
    if ask.fixed is not None:
        own = held(ask.fixed, columns, n)
        fixing = own if fixing is None else together(fixing, own)
    cost, quadratic = programme.cost.copy(), None
    if ask.pull is not None:
        cost[columns] += ask.pull.multiplier - ask.pull.strength * ask.pull.anchor
        quadratic = np.zeros(n)
        quadratic[columns] = ask.pull.strength
    if ask.gives_way:
        solution = solve_elastic(programme, fixing, ask.seconds).solution
    else:
        almost = ask.pull is not None and bool(ask.pull.strength.any())
        solution = solve_conic(programme, fixing, cost=cost, quadratic=quadratic, almost=almost, seconds=ask.seconds)
    return _answer(shared, ask, solution, fixing, n_switched)


def _answer(
    shared: SharedProgramme, ask: GroupAsk, solution: ConicSolution, fixing: Fixing | None, n_switched: int
) -> GroupAnswer:
    programme, columns = shared.programme, shared.shared.all
    x = solution.x[columns]
    slope = np.zeros(len(columns))
    if ask.fixed is not None:
        slope[np.isfinite(ask.fixed)] = -solution.fixed_dual[n_switched:]
    multiplier = np.zeros(len(columns))
    if ask.pull is not None:
        multiplier = ask.pull.multiplier + ask.pull.strength * (x - ask.pull.anchor)
    bound = programme.constant - float(
        programme.equal_right @ solution.equal_dual
        + programme.upper_right @ solution.upper_dual
        + programme.cone_right @ solution.cone_dual
        + (0.0 if fixing is None else fixing.right @ solution.fixed_dual)
    )
    taps: dict[int, Array] = {}
    stair_slopes: tuple[Array, ...] = ()
    is_exact = False
    if solution.is_solved:
        instance, horizon = programme.instance, programme.instance.horizon
        impedance = np.hypot(instance.feeder.r_pu, instance.feeder.x_pu)
        is_exact = float((excess_current(programme, solution.x) * impedance).max(initial=0.0)) <= EXACT
        if ask.switching is not None:
            each = slopes(programme, ask.switching, solution)
            stair_slopes = tuple(np.bincount(horizon.step, s, horizon.n_step) for s in each)
        places = relaxed_positions(programme, solution.x)
        for k, s in enumerate(programme.instance.staircases):
            if s.kind == "feeder":
                taps[k] = np.bincount(horizon.step, horizon.weight * places[k], horizon.n_step)
    value = float(programme.cost @ solution.x) + programme.constant
    return GroupAnswer(
        solution.status,
        solution.word,
        x=x,
        value=value,
        bound=bound,
        multiplier=multiplier,
        slope=slope,
        costs=shared.scenario_costs(solution.x),
        stair_slopes=stair_slopes,
        is_exact=is_exact,
        feeder_taps=taps,
    )
