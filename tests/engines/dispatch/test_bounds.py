"""The lower bound against every staircase there is, and the search for staircases against brute force."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.dispatch.attaching import attach
from engines.dispatch.conic import solve_conic
from engines.dispatch.cuts import LinearStage
from engines.dispatch.instance import Staircase
from engines.dispatch.programme import build_programme
from engines.dispatch.rounding import Switching, fix_switching, round_switching, staircase
from engines.dispatch.stepwise import StepwiseBound, bounding_places
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DispatchStatus
from engines.values.dispatch_case import (
    CapacitorBank,
    DispatchCase,
    FeederTapChanger,
    Renewable,
    StorageUnit,
    SubstationTapChanger,
)
from engines.values.frozen import FrozenMap
from tests.engines.dispatch.cases import bare, constant_prices, plan, regulated_feeder


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(-20, 20), min_size=4, max_size=4), min_size=1, max_size=5),
    st.integers(0, 3),
    st.integers(0, 4),
    st.integers(1, 3),
    st.sampled_from([0.0, 2.5]),
    st.integers(1, 5),
)
def test_dynamic_programming_finds_the_cheapest_staircase(
    cost: list[list[int]], initial: int, moves: int, span: int, price: float, long: int
) -> None:
    table = np.array(cost, float)
    day = np.arange(len(table)) // long
    stairs = Staircase("capacitor", 0, "x", np.arange(4), np.arange(4.0), initial, moves, span, price, day)

    def total(path: tuple[int, ...]) -> float:
        steps = np.diff(np.array(path), prepend=initial)
        if np.abs(steps).max() > span or np.bincount(day, steps != 0).max() > moves:
            return np.inf
        return float(table[np.arange(len(path)), list(path)].sum()) + price * np.count_nonzero(steps)

    best = min(total(path) for path in itertools.product(range(4), repeat=len(table)))
    found = staircase(table, stairs)
    assert total(tuple(found.tolist())) == pytest.approx(best)


def small_case(**fields: Any) -> DispatchCase:
    """Four steps, five taps: few enough to try every staircase."""
    case = bare(
        4,
        profiles=FrozenMap({"load": np.array([0.4, 1.0, 0.7, 0.3]), "pv": np.array([0.0, 0.3, 1.0, 0.6])}),
        prices=replace(constant_prices(4, 50.0, loss=20.0), grid=np.array([40.0, 120.0, 60.0, 30.0]), tap_move=0.4),
        renewables=(Renewable("pv", 18, 1.2, 1.2, "pv"), Renewable("pv", 33, 1.2, 1.2, "pv")),
        storages=(StorageUnit(31, 0.4, 0.5, 1.0, 0.5, 0.1, 0.5, 0.95, 0.95),),
        substation_taps=(SubstationTapChanger(0.96, 1.06, 5, 2, 3, 2),),
    )
    return replace(case, **{"v_min_pu": 0.95, "v_max_pu": 1.05, **fields})


def test_no_staircase_costs_less_than_the_bound() -> None:
    case = small_case()
    programme = build_programme(attach(case, Snapshot(ieee33())))
    (stairs,) = programme.instance.staircases
    relaxed = solve_conic(programme)
    modes = round_switching(programme, relaxed.x).charges
    costs = []
    for path in itertools.product(range(5), repeat=4):
        steps = np.diff(np.array(path), prepend=2)
        if np.abs(steps).max() > 2 or np.count_nonzero(steps) > 3:
            continue
        solution = solve_conic(programme, fix_switching(programme, Switching((np.array(path),), modes)))
        if solution.is_solved:
            costs.append(solution.value + stairs.price * np.count_nonzero(steps))
    best = min(costs)
    assert bounding_places(programme.instance) == (0,)
    stepwise = StepwiseBound(programme, relaxed, (0,))
    bounds = [relaxed.bound]
    for positions in stepwise.around():
        assert stepwise.learn(positions, 10.0)
    for _ in range(4):
        bound, positions, kept = stepwise.least()
        assert np.array_equal(positions, kept)
        bounds.append(bound)
        stepwise.learn(positions, 10.0)
    assert max(bounds) <= best * (1 + 1e-7)
    assert bounds[-1] > relaxed.bound
    linear = LinearStage(programme, [relaxed]).solve(2.0)
    assert relaxed.bound - 1e-4 * abs(relaxed.bound) <= linear.bound <= best * (1 + 1e-6)
    day = plan(case)
    assert day.status is DispatchStatus.OPTIMAL
    assert day.lower_bound <= best * (1 + 1e-7) <= day.cost * (1 + 2e-7)
    assert day.cost <= best * 1.0002


def test_moves_are_counted_by_the_day() -> None:
    # Two days of two steps: two moves in the first, none in the second would be as many.
    case = small_case(step_hours=12.0, substation_taps=(SubstationTapChanger(0.96, 1.06, 5, 2, 1, 4),))
    assert case.day_of_step.tolist() == [0, 0, 1, 1]
    programme = build_programme(attach(case, Snapshot(ieee33())))
    relaxed = solve_conic(programme)
    charges, costs = round_switching(programme, relaxed.x).charges, {}
    for path in itertools.product(range(5), repeat=4):
        moved = np.diff(np.array(path), prepend=2) != 0
        if moved.sum() <= 2:
            solution = solve_conic(programme, fix_switching(programme, Switching((np.array(path),), charges)))
            costs[path] = solution.value + 0.4 * moved.sum() if solution.is_solved else np.inf
    by_day = {path: c for path, c in costs.items() if (np.diff(np.array(path), prepend=2) != 0)[:2].sum() <= 1
              and (np.diff(np.array(path), prepend=2) != 0)[2:].sum() <= 1}  # fmt: skip
    day = plan(case)
    assert day.is_acceptable
    (position,) = (d.position for d in day.schedule if d.position is not None)
    assert position is not None
    assert tuple(position.tolist()) in by_day
    assert day.lower_bound <= min(by_day.values()) * (1 + 1e-7)
    assert day.cost <= min(by_day.values()) * 1.0002
    linear = LinearStage(programme, [relaxed]).solve(5.0)
    assert linear.switching is not None
    assert tuple(linear.switching.positions[0].tolist()) in by_day


def test_banks_alone_are_bounded_too() -> None:
    case = small_case(substation_taps=(), capacitors=(CapacitorBank(30, 0.3, 4, 0, 2, 2),), v_min_pu=0.9)
    programme = build_programme(attach(case, Snapshot(ieee33())))
    relaxed = solve_conic(programme)
    costs = []
    for path in itertools.product(range(5), repeat=4):
        steps = np.diff(np.array(path), prepend=0)
        if np.abs(steps).max() <= 2 and np.count_nonzero(steps) <= 2:
            charges = round_switching(programme, relaxed.x).charges
            solution = solve_conic(programme, fix_switching(programme, Switching((np.array(path),), charges)))
            costs.append(solution.value if solution.is_solved else np.inf)
    day = plan(case)
    assert day.is_acceptable
    assert day.lower_bound <= min(costs) * (1 + 1e-7)
    assert day.cost <= min(costs) * 1.0002


@pytest.mark.parametrize("follows", [False, True])
def test_taps_in_a_feeder_are_planned_and_proven(follows: bool) -> None:
    """The bound of the hull holds against every staircase; without the taps the voltages could not."""
    load = np.array([0.7, 1.0, 0.3])
    case = bare(
        3,
        network="regulated",
        profiles=FrozenMap({"load": load}),
        v_min_pu=0.94,
        v_max_pu=1.05,
        feeder_taps=(FeederTapChanger("trafo:0", -3, 2, 4, is_automatic=True),),
        capacitors=(CapacitorBank(5, 0.4, 2, 0, 2, 2, follows_voltage=follows),),
    )
    network = regulated_feeder(6.0)
    day = plan(case, network)
    assert day.is_acceptable
    taps = next(d for d in day.schedule if d.element == "trafo:0")
    assert taps.position is not None
    assert taps.vm_set_pu is not None
    assert taps.is_automatic
    assert taps.vm_set_pu == pytest.approx(day.vm_pu[:, 3])
    assert np.count_nonzero(np.diff(taps.position, prepend=-3)) <= 2
    programme = build_programme(attach(case, Snapshot(network)))
    relaxed = solve_conic(programme)
    best = np.inf
    for path in itertools.product(range(17), repeat=3):
        steps = np.diff(np.array(path), prepend=5)
        if np.abs(steps).max() > 4 or np.count_nonzero(steps) > 2:
            continue
        bank = next(d for d in day.schedule if d.kind == "capacitor").position
        switching = Switching((np.array(path), np.asarray(bank)), np.zeros((3, 0), bool))
        solution = solve_conic(programme, fix_switching(programme, switching))
        best = min(best, solution.value if solution.is_solved else np.inf)
    assert day.cost <= best * 1.0002
    linear = LinearStage(programme, [relaxed]).solve(2.0)
    assert linear.bound <= best * (1 + 1e-6)
    assert day.lower_bound <= best * (1 + 1e-7)
