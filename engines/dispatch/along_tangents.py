"""Newton's method on the network as it is, with everything switched held: where the relaxation is not exact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.dispatch.candidate import Candidate
from engines.dispatch.closing import settled_flow
from engines.dispatch.conic import ConicSolution, solve_conic
from engines.dispatch.driver_columns import driver_columns
from engines.dispatch.holding import together
from engines.dispatch.instance import Instance
from engines.dispatch.tangent_network import curved_losses, tangent_rows, with_all_cones, without_current_cones
from engines.dispatch.tightening import with_tighter_branches
from engines.values.counting import counted

if TYPE_CHECKING:
    from engines.dispatch.search import Search

Array = np.ndarray[Any, Any]

_MOST_ROUNDS, _PATIENCE = 15, 4
_DAMPING, _HARDER, _LESS_HARD, _SHRUNK = 0.03, 10.0, 3.0, 0.5
_SETTLED = 1e-5
"""Relative gain of a round below which nothing more is to be had."""


def planned_along_tangents(search: Search, candidate: Candidate) -> tuple[Candidate, bool]:
    """Currents follow their tangents around the flow that the devices make, and those are planned again from there.

    While the load flow contradicts, devices are held ever nearer to where they were; branches that only it finds too
    full (the current of an end, with what charges the cable) are drawn tighter. Also says whether nothing more is to be
    gained.
    """
    true, switching = search.programme, candidate.switching
    worth = loss_worth(search.instance)
    flows = settled_flow(search.instance, true.layout, candidate.solution.x, switching)
    best, damping, count, is_settled, beyond = candidate, 0.0, 0, False, np.inf
    while flows is not None and count < _MOST_ROUNDS and search.seconds_left > 0:
        count += 1
        found = _planned(search, candidate, flows, worth, damping)
        if not found.is_solved:
            break
        flows = settled_flow(search.instance, true.layout, found.x, switching)
        if flows is None:
            break
        judged = search.judged(switching, replace(with_all_cones(search.programme, found), x=flows))
        search.keep(judged)
        gained = best.cost - judged.cost if best.holds else np.inf
        if judged.holds and (not best.holds or gained > 0):
            best = judged
        is_settled = judged.holds and gained <= _SETTLED * abs(judged.cost)
        if is_settled:
            break
        before, beyond = beyond, _beyond(judged)
        if judged.holds:
            damping /= _LESS_HARD
            continue
        if _only_branches(judged):
            search.programme = search.build(with_tighter_branches(search.programme.instance, judged.day))
        if count >= _PATIENCE or beyond > _SHRUNK * before:
            damping = max(_HARDER * damping, _DAMPING * float(worth[0].mean()))
    search.programme = true
    said = "the load flow agrees" if best.holds else "the load flow still contradicts"
    search.note(
        f"planned on the network as it is, currents along their tangents: {counted(count, 'round')}; {said}; "
        "the relaxed cost is a bound only"
    )
    return best, is_settled


def _only_branches(candidate: Candidate) -> bool:
    """Whether branches, and nothing else, are beyond their limits."""
    broken = candidate.day.proof.violations
    return bool(broken) and all(v.kind.startswith("branch") for v in broken)


def _beyond(candidate: Candidate) -> float:
    """How far the worst of the broken limits is missed, in shares of it or, below 1, in its unit."""
    broken = candidate.day.proof.violations
    return max((abs(v.value - v.limit) / max(abs(v.limit), 1.0) for v in broken), default=np.inf)


def _planned(search: Search, candidate: Candidate, flows: Array, worth: Array, damping: float) -> ConicSolution:
    programme = search.programme
    cost, quadratic = curved_losses(programme, flows, worth)
    drivers = driver_columns(programme)
    quadratic[drivers] += damping
    cost[drivers] -= damping * flows[drivers]
    return solve_conic(
        without_current_cones(programme),
        together(search.fixing(candidate.switching), tangent_rows(programme, flows)),
        cost=programme.cost + cost,
        quadratic=quadratic,
        almost=True,
        seconds=search.seconds_left,
    )


def loss_worth(instance: Instance) -> Array:
    """``(2, n_moment)`` what a MW and a Mvar of losses more costs; never less than nothing."""
    hours = instance.horizon.weight * instance.horizon.hours
    worth = hours * (np.maximum(instance.price, 0.0) + instance.case.prices.loss)
    return np.stack([worth, np.zeros_like(worth)])
