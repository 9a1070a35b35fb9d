"""A region's programme solved for what it is asked, on its network as it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.driver_columns import driver_columns
from engines.dispatch.holding import held, over, together
from engines.dispatch.layers.boundary import Layer
from engines.dispatch.layers.margins import LOOKED_PU, MARGINS_PU, missed_limit, with_margins, with_spare
from engines.dispatch.layers.region_ask import RegionAsk
from engines.dispatch.layers.settling import settle
from engines.dispatch.layers.softening import softened
from engines.dispatch.layers.time_left import until
from engines.dispatch.layers.told_network import flow_of_network
from engines.dispatch.programme import Programme
from engines.dispatch.tangent_network import (
    APART,
    MISSED,
    curved_losses,
    tangent_rows,
    with_all_cones,
    without_current_cones,
)

Array = np.ndarray[Any, Any]

_MOST_ROUNDS = 10
_LIMIT = 100.0
"""What missing a voltage limit by 1 pu² costs, in the load's dearest hour, where positions are looked at."""


def on_network(
    layer: Layer, ask: RegionAsk, fixing: Fixing | None, solution: ConicSolution, *, kept: bool
) -> tuple[ConicSolution, bool]:
    """A plan that is what its devices really make, limits and all, or the nearest to it; and whether it kept the
    voltage it was told."""
    left = until(ask.seconds)

    def solve(flows: Array, damping: float) -> tuple[ConicSolution, bool]:
        now = replace(ask, seconds=left())
        return solved(layer, now, fixing, holds_voltage=ask.holds_voltage and kept, around=flows, damping=damping), True

    def look(x: Array) -> tuple[Array, float]:
        flows = flow_of_network(layer, x)
        return flows, _doubt(layer, x, flows)

    flows, doubt = look(solution.x)
    price = max(float(np.abs(ask.price[0]).max(initial=0.0)), 1.0) / max(_mean_load(layer), 0.01)
    found = settle(solution, doubt, flows, solve, look, price, _MOST_ROUNDS)
    if found.is_infeasible and ask.holds_voltage and kept:
        kept = False
        found = settle(solution, float("inf"), found.flows, solve, look, price, _MOST_ROUNDS)
    return found.solution, kept


def _doubt(layer: Layer, x: Array, flows: Array) -> float:
    """How far a solution is from what its devices make; up to 1 there is nothing to mend."""
    own = layer.boundary[0][:2]
    apart = float(np.abs(flows[own] - x[own]).max(initial=0.0)) / max(_mean_load(layer), 0.01)
    return max(missed_limit(layer.programme, flows) / MISSED, apart / APART)


def _mean_load(layer: Layer) -> float:
    return float(np.abs(layer.programme.instance.p_load_mw.sum(axis=1)).mean())


def looked_at(layer: Layer, ask: RegionAsk, fixing: Fixing | None) -> tuple[ConicSolution, Array]:
    """Its relaxed programme with limits that give way, for looking at positions, and ``(n_moment,)`` what they cost."""
    price = _LIMIT * max(float(np.abs(ask.price[0]).max(initial=0.0)), 1.0) * max(_mean_load(layer), 0.01)
    soft, given_way, _ = softened(_within(layer, replace(ask, margin_pu=LOOKED_PU)), price)
    own = over(fixing, soft.layout.n_column)
    found = _solved(soft, layer, ask, own, holds_voltage=ask.holds_voltage, around=None)
    missed = price * np.maximum(found.x[given_way], 0.0)
    return replace(found, x=found.x[: layer.programme.layout.n_column]), missed


def _within(layer: Layer, ask: RegionAsk) -> Programme:
    """Its programme, where positions are whole within limits kept with a little to spare."""
    if ask.switching is None and not ask.chooses:
        return layer.programme
    programme = with_margins(layer.programme, ask.margin_pu)
    return programme if ask.spare is None else with_spare(programme, ask.spare)


def within_some_margin(layer: Layer, ask: RegionAsk, fixing: Fixing | None) -> tuple[ConicSolution, RegionAsk, bool]:
    """Its relaxed programme for what is asked, with the widest margin that leaves a plan.

    Returns the solution, what was asked with that margin, and whether it kept the voltage it was told.
    """
    left = until(ask.seconds)
    solution = solved(layer, ask, fixing, holds_voltage=ask.holds_voltage)
    if not ask.holds_voltage or solution.status != "infeasible":
        return solution, replace(ask, seconds=left()), True
    for margin in MARGINS_PU[1:]:
        narrower = replace(ask, margin_pu=margin * ask.margin_pu / MARGINS_PU[0], seconds=left())
        found = solved(layer, narrower, fixing, holds_voltage=True)
        if found.status != "infeasible":
            return found, narrower, True
    ask = replace(ask, seconds=left())
    return solved(layer, ask, fixing, holds_voltage=False), ask, False


def solved(
    layer: Layer,
    ask: RegionAsk,
    fixing: Fixing | None,
    *,
    holds_voltage: bool,
    around: Array | None = None,
    damping: float = 0.0,
) -> ConicSolution:
    """Its relaxed programme for what is asked, or the one on its network ``around`` a flow, its devices damped."""
    return _solved(_within(layer, ask), layer, ask, fixing, holds_voltage=holds_voltage, around=around, damping=damping)


def _solved(
    programme: Programme,
    layer: Layer,
    ask: RegionAsk,
    fixing: Fixing | None,
    *,
    holds_voltage: bool,
    around: Array | None,
    damping: float = 0.0,
) -> ConicSolution:
    columns = layer.boundary[0]
    cost, quadratic = programme.cost.copy(), np.zeros(programme.layout.n_column)
    strength = ask.strength
    if ask.holds_voltage and not holds_voltage:
        # As near to the voltage it was told as its limits allow.
        strength = strength.copy()
        strength[2] = np.maximum(strength[2], 100 * strength[2].max(initial=1.0))
    if around is not None:
        bent = curved_losses(programme, around, _loss_worth(programme, ask))
        cost, quadratic = cost + bent[0], bent[1]
        drivers = driver_columns(programme)
        quadratic[drivers] += damping
        cost[drivers] -= damping * around[drivers]
        tangents = tangent_rows(programme, around)
        fixing = tangents if fixing is None else together(fixing, tangents)
    cost[columns] += ask.price - strength * ask.anchor
    quadratic[columns] = strength
    if holds_voltage:
        cost[columns[2]] = quadratic[columns[2]] = 0.0
        own = held(ask.anchor[2], columns[2], programme.layout.n_column)
        fixing = own if fixing is None else together(fixing, own)
    origin = np.zeros(len(cost))
    origin[columns] = ask.anchor
    solve = partial(
        solve_conic, fixing=fixing, cost=cost, quadratic=quadratic, origin=origin, almost=True, seconds=ask.seconds
    )
    if around is None:
        return solve(programme)
    found = solve(without_current_cones(programme))
    return with_all_cones(programme, found)


def _loss_worth(programme: Programme, ask: RegionAsk) -> Array:
    """``(2, n_moment)`` what a MW and a Mvar of losses more costs; never less than nothing."""
    instance = programme.instance
    worth = np.maximum(ask.price[:2], 0.0)
    worth[0] += instance.horizon.weight * instance.horizon.hours * instance.case.prices.loss
    return np.asarray(worth)
