"""The piece of work that is given out: a region plans for what it is asked.

A region knows only itself. It is told prices and setpoints for the power it takes in and for the voltage it begins
with, plans its own devices against them, and answers with what it would take in, at what cost.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.holding import energy_held, together
from engines.dispatch.instance import Instance
from engines.dispatch.layers.boundary import Layer, region_layer
from engines.dispatch.layers.cutting import Region
from engines.dispatch.layers.part import region_part
from engines.dispatch.layers.region_ask import RegionAnswer, RegionAsk
from engines.dispatch.layers.region_solving import looked_at, on_network, within_some_margin
from engines.dispatch.layers.time_left import until
from engines.dispatch.layers.told_network import flow_of_network, told_network
from engines.dispatch.layers.valuing import Solve, choose_positions
from engines.dispatch.programme import limited_branches
from engines.dispatch.rounding import Switching, fix_staircases, fix_switching, round_switching
from engines.dispatch.scenarios.setup import Setup
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_PLACE = "dispatch regions"
_FAR = 5.0
"""How many times the dearest price the way is pulled with."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a worker keeps: the case on its network, and the programmes of the regions it was asked for."""

    key: str
    whole: Instance
    regions: tuple[Region, ...]
    layers: dict[int, Layer]


def packed_setup(case: DispatchCase, snapshot: Snapshot, regions: Sequence[Region]) -> Setup:
    """What every region's worker is handed once."""
    packed = pickle.dumps((case, snapshot, tuple(regions)), pickle.HIGHEST_PROTOCOL)
    return Setup(hashlib.sha256(packed).hexdigest(), packed)


def solve_region(context: WorkContext, setup: Setup, ask: RegionAsk) -> RegionAnswer:
    """Plan one region."""
    left = until(ask.seconds)
    layer = _layer(context, setup, ask.region)
    if ask.chooses:
        ask = replace(ask, switching=_chosen(layer, ask))
    ask = replace(ask, seconds=left())
    fixing = None if ask.switching is None else fix_switching(layer.programme, ask.switching)
    solution, ask, kept = within_some_margin(layer, ask, fixing)
    if solution.is_solved:
        solution, kept = on_network(layer, replace(ask, seconds=left()), fixing, solution, kept=kept)
    ask = replace(ask, seconds=left())
    columns, programme = layer.boundary[0], layer.programme
    flexibility, flexibility_cost = _flexibility(layer, ask) if ask.tells_flexibility else (np.empty((0, 2, 0)),) * 2
    flows, told = solution.x, None
    if solution.is_solved:
        flows = flow_of_network(layer, solution.x)
        told = told_network(layer, flows, ask.spare)
    switching = ask.switching
    if switching is None:
        switching = round_switching(programme, np.nan_to_num(solution.x))
    return RegionAnswer(
        solution,
        boundary=flows[columns],
        cost=float(programme.cost @ solution.x) + programme.constant,
        switching=switching,
        kept_voltage=kept,
        flexibility=flexibility,
        flexibility_cost=flexibility_cost,
        told=told,
        bound=_bound(layer, ask),
    )


def _layer(context: WorkContext, setup: Setup, region: int) -> Layer:
    """The region's programme, kept in its worker."""
    known: _Known | None = context.state.get(_PLACE)
    if known is None or known.key != setup.key:
        case, snapshot, regions = pickle.loads(setup.packed)
        known = context.state[_PLACE] = _Known(setup.key, attach(case, snapshot), regions, {})
    whole, regions, layers = known.whole, known.regions, known.layers
    if region not in layers:
        part = region_part(whole, regions[region])
        layers[region] = region_layer(part, limited_branches(whole)[part.branches])
    return layers[region]


def _chosen(layer: Layer, ask: RegionAsk) -> Switching | None:
    """Whole positions for what is asked; ``None`` where there is no solution between them."""
    programme = layer.programme
    left = until(ask.seconds)

    def tried(chosen: dict[int, Array], energy: Fixing | None = None) -> tuple[ConicSolution, Array]:
        fixing = fix_staircases(programme, chosen) if chosen else None
        if energy is not None:
            fixing = energy if fixing is None else together(fixing, energy)
        return looked_at(layer, replace(ask, switching=None, seconds=left()), fixing)

    def costed(chosen: dict[int, Array], energy: Fixing | None = None) -> tuple[Array | None, ConicSolution]:
        found, missed = tried(chosen, energy)
        return (_cost_by_moment(layer, ask, found.x) + missed if found.is_solved else None), found

    def by_moment(chosen: dict[int, Array], energy: Fixing | None = None) -> Array | None:
        return costed(chosen, energy)[0]

    def look_from(chosen: dict[int, Array]) -> Solve:
        now, _ = tried(chosen)
        return partial(by_moment, energy=energy_held(programme.layout, now.x) if now.is_solved else None)

    between, _ = tried(ask.given)
    if not between.is_solved:
        return None
    nearest = round_switching(programme, between.x)
    places = [place for place in range(len(nearest.positions)) if place not in ask.given]
    best = choose_positions(programme, places, nearest.positions, between.x, ask.given, costed, look_from)
    held, _ = tried(best)
    charges = round_switching(programme, held.x).charges if held.is_solved else nearest.charges
    return Switching(tuple(best[place] for place in range(len(nearest.positions))), charges)


def _cost_by_moment(layer: Layer, ask: RegionAsk, x: Array) -> Array:
    """``(n_moment,)`` what a solution costs and pays, with its distance from the setpoints."""
    programme, found = layer.programme, np.zeros(len(layer.programme.instance.horizon))
    cost = programme.cost
    for columns in programme.layout.columns():
        found += (cost[columns] * x[columns]).sum(axis=1)
    away = x[layer.boundary[0]] - ask.anchor
    return np.asarray(found + (ask.price * x[layer.boundary[0]] + 0.5 * ask.strength * away**2).sum(axis=0))


def _bound(layer: Layer, ask: RegionAsk) -> float:
    if ask.bound_price is None:
        return float("nan")
    cost = layer.programme.cost.copy()
    cost[layer.boundary[0]] += ask.bound_price
    solution = solve_conic(layer.programme, cost=cost, seconds=ask.seconds)
    return solution.bound if solution.is_solved else float("nan")


def _flexibility(layer: Layer, ask: RegionAsk) -> tuple[Array, Array]:
    """The ends of what the region can take in, each the solution of a whole day."""
    programme, columns = layer.programme, layer.boundary[0]
    feeder, x = programme.instance.feeder, programme.layout
    m = columns.shape[1]
    left = until(ask.seconds)
    far = _FAR * max(float(np.abs(ask.price[0]).max(initial=0.0)), 1.0)
    order = np.argsort(np.argsort(ask.price[0], kind="stable"), kind="stable")
    early = np.where(order >= m // 2, 1.0, -1.0)
    one, none = np.ones(m), np.zeros(m)
    ways = ((one, none), (-one, none), (none, one), (none, -one), (early, none), (-early, none))
    points, costs = np.full((len(ways), 2, m), np.nan), np.full(len(ways), np.nan)
    for k, (p, q) in enumerate(ways):
        cost, quadratic = programme.cost.copy(), np.zeros(x.n_column)
        cost[columns[0]] += far * p if p.any() else ask.price[0]
        cost[columns[1]] += far * q
        quadratic[columns[1]] = 0.0 if q.any() else ask.strength[1]
        # Taking in more by burning it in the cables is no flexibility.
        cost[x["l"]] += 3 * far * np.hypot(feeder.r_pu, feeder.x_pu)
        quadratic[columns[2]] = 10.0 * far
        cost[columns[2]] -= 10.0 * far * ask.anchor[2]
        solution = solve_conic(programme, cost=cost, quadratic=quadratic, almost=True, seconds=left())
        if solution.is_solved:
            points[k] = solution.x[columns[:2]]
            costs[k] = float(programme.cost @ solution.x) + programme.constant
    return points, costs
