"""A rounded relaxed solution made into a plan that holds in the load flow.

Positions no limit can be kept with are moved; where the relaxation believes in currents that do not flow, it is planned
on the network as it is; limits that only the load flow breaks are drawn tighter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.dispatch.ac_check import LARGEST_DV_PU
from engines.dispatch.along_tangents import loss_worth, planned_along_tangents
from engines.dispatch.candidate import Candidate
from engines.dispatch.closing import settled_flow
from engines.dispatch.conic import ConicSolution, solve_conic
from engines.dispatch.convexifying import EXACT, burnt, excess_current, tangent_cost
from engines.dispatch.cuts import LinearStage
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.holding import together
from engines.dispatch.on_network import positions_on_network
from engines.dispatch.refining import Guide
from engines.dispatch.rounding import Switching
from engines.dispatch.tangent_network import tangent_rows, without_current_cones
from engines.dispatch.tightening import tightened
from engines.values.counting import counted

if TYPE_CHECKING:
    from engines.dispatch.search import Search

Array = np.ndarray[Any, Any]

_MOST_ROUNDS = 30
_FAR_FROM_BOUND = 1e-2
_NEAR_BOUND = 1e-3
"""A plan as near to the bound as this is not sought by another way."""
_MISSING = 100.0
"""How many times the dearest energy a limit costs that is missed by as much as a MW is worth."""
_MOST_PROPOSALS = 5
_GROWTH = 3.0
_SETTLED = 1e-5
"""Relative gain of a convex-concave iteration below which it has settled."""


def settle(search: Search, relaxed: ConicSolution, switching: Switching) -> None:
    """Find positions that hold, from ``switching`` on; the search keeps what is found."""
    fixed = solve_conic(search.programme, search.fixing(switching), seconds=search.seconds_left)
    if fixed.status == "infeasible":
        search.note("the rounded positions of taps and capacitors were not feasible; others were sought")
        switching, fixed = _made_feasible(search, relaxed, switching)
    if fixed.is_solved:
        _settled(search, relaxed, switching, fixed)
    elif fixed.status != "infeasible":
        search.stop(fixed)


def _settled(search: Search, relaxed: ConicSolution, switching: Switching, fixed: ConicSolution) -> None:
    """Positions that hold in the load flow.

    Held at a position that is too high, the cones may burn current to keep a voltage down. Where the relaxed
    solution does no such thing, the positions are to blame: their slopes say where to go.
    """
    guide = Guide(search.programme, relaxed.x)
    is_exact = burnt(search.programme, relaxed.x) <= EXACT
    for attempt in range(_MOST_PROPOSALS):
        is_last = attempt == _MOST_PROPOSALS - 1
        otherwise = "" if not is_exact or is_last else "other positions of taps and capacitors were sought"
        candidate = consider(search, switching, fixed, otherwise=otherwise)
        if candidate.holds and attempt:
            search.note("at the positions that were found the load flow agrees")
        if candidate.holds or search.seconds_left <= 0:
            break
        guide.learn(switching, candidate.solution)
        proposed = guide.propose(switching)
        if proposed.same(switching):
            proposed = _proposed_on_network(search, guide, candidate)
        if proposed.same(switching):
            consider(search, switching, candidate.solution)
            break
        solution = solve_conic(search.programme, search.fixing(proposed), seconds=search.seconds_left)
        if not solution.is_solved:
            consider(search, switching, candidate.solution)
            break
        switching, fixed = proposed, solution


def _sought_on_network(search: Search, candidate: Candidate) -> tuple[Candidate, bool]:
    """Other positions, chosen on the network as it is, and whether nothing more is to be gained with them."""
    search.has_sought_on_network, found, is_settled = True, candidate, False
    looked = positions_on_network(search, candidate.solution.x, loss_worth(search.instance))
    search.conflicts = looked.conflicts
    search.note("positions of taps and capacitors were sought on the network as it is")
    for switching, flows in looked.tried:
        begin = search.judged(switching, replace(candidate.solution, x=flows))
        search.keep(begin)
        found, is_settled = planned_along_tangents(search, begin)
        if found.holds or search.seconds_left <= 0:
            break
    return found, is_settled


def _proposed_on_network(search: Search, guide: Guide, candidate: Candidate) -> Switching:
    """Other positions by what limits cost that only the network as it is misses: to burn a little seems cheap."""
    switching, programme = candidate.switching, search.programme
    flows = settled_flow(search.instance, programme.layout, candidate.solution.x, switching)
    if flows is not None:
        dearest = float(np.abs(search.instance.price).max(initial=0.0)) + 1.0
        held = together(search.fixing(switching), tangent_rows(programme, flows))
        elastic = solve_elastic(without_current_cones(programme), held, search.seconds_left, _MISSING * dearest)
        if elastic.solution.is_solved:
            guide.sharpen(switching, elastic.solution)
    return guide.propose(switching)


def _made_feasible(search: Search, relaxed: ConicSolution, switching: Switching) -> tuple[Switching, ConicSolution]:
    """Positions all limits can be kept with: limits that give way say where to move; HiGHS at the end."""
    guide = Guide(search.programme, relaxed.x)
    solution = relaxed
    for _ in range(_MOST_PROPOSALS):
        elastic = solve_elastic(search.programme, search.fixing(switching), search.seconds_left)
        search.conflicts = elastic.conflicts
        if not elastic.solution.is_solved:
            break
        guide.learn(switching, elastic.solution)
        proposed = guide.propose(switching)
        if proposed.same(switching):
            break
        switching = proposed
        solution = solve_conic(search.programme, search.fixing(switching), seconds=search.seconds_left)
        if solution.is_solved:
            return switching, solution
    found = LinearStage(search.programme, [relaxed]).solve(search.seconds_left * 0.7, stop=search.context.is_cancelled)
    switching = found.switching or switching
    return switching, solve_conic(search.programme, search.fixing(switching), seconds=search.seconds_left)


def consider(search: Search, switching: Switching, solution: ConicSolution, *, otherwise: str = "") -> Candidate:
    """Judge, and where the load flow contradicts, tighten and solve again.

    ``otherwise``: what the caller does instead of planning on the network as it is, for the record.
    """
    candidate = search.judged(switching, solution)
    search.keep(candidate)
    if candidate.holds:
        return candidate
    proof = candidate.day.proof
    can_tighten = proof.max_dv_pu <= LARGEST_DV_PU and bool(proof.violations)
    excess = float(excess_current(search.programme, solution.x).max())
    does = f"; {otherwise}" if otherwise and not can_tighten else ""
    search.note(f"relaxation inexact: {proof.cause} (excess squared current up to {excess:.2g}){does}")
    if can_tighten:
        return _tighten(search, candidate)
    return candidate if otherwise else _made_exact(search, candidate)


def _made_exact(search: Search, candidate: Candidate) -> Candidate:
    """Where the relaxation is not exact: Newton's method on the network as it is, else convex-concave iterations."""
    search.is_convexified = True
    found, is_settled = planned_along_tangents(search, candidate)
    is_far = not found.holds or found.cost - search.bound > _FAR_FROM_BOUND * abs(found.cost)
    if is_far and not search.has_sought_on_network and search.seconds_left > 0:
        other, is_other_settled = _sought_on_network(search, found)
        if other.holds and not (found.holds and found.cost <= other.cost):
            found, is_settled = other, is_other_settled
    if not is_settled and not (found.holds and found.cost - search.bound <= _NEAR_BOUND * abs(found.cost)):
        other = _convexify(search, candidate)
        found = other if other.holds and not (found.holds and found.cost <= other.cost) else found
    if search.best is not None and search.best.holds:
        search.stopped = search.stopped or "the relaxation is not exact here, so that its bound lies low"
    return found


def _convexify(search: Search, candidate: Candidate) -> Candidate:
    """Convex-concave iterations; a heavier price of the excess as long as the load flow contradicts."""
    fixing, x = search.fixing(candidate.switching), candidate.solution.x
    weight, cost, count = 1.0, np.inf, 0
    while count < _MOST_ROUNDS:
        count += 1
        priced = search.programme.cost + tangent_cost(search.programme, x, weight)
        solution = solve_conic(search.programme, fixing, cost=priced, seconds=search.seconds_left)
        if not solution.is_solved:
            if not candidate.holds:
                search.stop(solution)
            break
        x = solution.x
        found = candidate = search.judged(candidate.switching, solution)
        search.keep(found)
        if found.holds:
            if cost - found.cost <= _SETTLED * abs(found.cost):
                break
            cost = found.cost
        else:
            weight *= _GROWTH
    done = (
        "the load flow agrees" if search.best is not None and search.best.holds else "the load flow still contradicts"
    )
    search.note(f"convex-concave iterations on the cones: {count}; {done}; the relaxed cost is a bound only")
    return candidate


def _tighten(search: Search, candidate: Candidate) -> Candidate:
    """Draw the limits that the load flow breaks tighter; the bound stays that of the true limits."""
    true = search.programme
    for rounds in range(1, 6):
        instance = tightened(search.programme.instance, candidate.day)
        search.programme = search.build(instance)
        fixing = search.fixing(candidate.switching)
        solution = solve_conic(search.programme, fixing, seconds=search.seconds_left)
        if not solution.is_solved:
            search.stop(solution)
            break
        candidate = search.judged(candidate.switching, solution)
        search.keep(candidate)
        if candidate.holds:
            search.note(f"limits that the load flow broke were drawn tighter, {counted(rounds, 'time')}")
            break
    else:
        search.note("limits were drawn tighter, and the load flow still breaks them")
    search.programme = true
    return candidate
