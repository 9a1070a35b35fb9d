"""Looking at positions: limits that give way at a price, and energy that stays in its hour."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.conic import solve_conic
from engines.dispatch.holding import energy_held, over, together
from engines.dispatch.layers.softening import softened
from engines.dispatch.programme import Programme, build_programme
from engines.dispatch.rounding import fix_staircases
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import FeederTapChanger, StorageUnit
from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap
from tests.engines.dispatch.cases import bare, regulated_feeder, sample

PRICE = 1e5
HIGHEST, LOWEST = 16, 3


def two_hours(v_min_pu: float) -> Programme:
    """A light hour and a heavy one on a feeder with a regulator and a storage."""
    network = regulated_feeder(14.0)
    case = bare(
        2,
        prices=Prices(np.array([40.0, 41.0]), loss=10.0),
        profiles=FrozenMap({"load": np.array([0.1, 1.0])}),
        storages=(StorageUnit(5, 0.4, 0.5, 1.0, 0.5, 0.1, 0.5, 0.95, 0.95),),
        feeder_taps=(FeederTapChanger(str(network["trafo"].id[0])),),
        v_min_pu=v_min_pu,
        v_max_pu=1.06,
    )
    return build_programme(attach(case, Snapshot(network)))


def test_a_position_that_breaks_a_limit_in_one_hour_still_has_a_cost_in_the_other() -> None:
    programme = two_hours(0.94)
    # The one position lifts too little in the heavy hour.
    held = fix_staircases(programme, {0: np.full(2, HIGHEST // 2)})
    assert solve_conic(programme, held).status == "infeasible"
    soft, gives, _ = softened(programme, PRICE)
    found = solve_conic(soft, over(held, soft.layout.n_column))
    assert found.is_solved
    light, heavy = found.x[gives]
    assert light < 1e-6
    u = found.x[programme.layout["u"][1]]
    assert heavy > 1e-3
    np.testing.assert_allclose(heavy, 0.94**2 - u.min(), atol=1e-5)


def test_limits_that_hold_give_nothing_away() -> None:
    programme = two_hours(0.80)
    held = fix_staircases(programme, {0: np.full(2, LOWEST)})
    soft, gives, _ = softened(programme, PRICE)
    found, hard = solve_conic(soft, over(held, soft.layout.n_column)), solve_conic(programme, held)
    assert hard.is_solved
    assert found.x[gives].max() < 1e-6
    np.testing.assert_allclose(found.value, hard.value, rtol=1e-6)


def test_the_exchange_with_the_upper_grid_gives_way_by_the_megawatts_it_lacks() -> None:
    case = sample()
    case = replace(case, ties=(replace(case.ties[0], p_max_mw=0.1),), turbines=(), storages=())
    programme = build_programme(attach(case, Snapshot(ieee33())))
    assert solve_conic(programme).status == "infeasible"
    soft, gives, prices = softened(programme, PRICE, PRICE)
    found = solve_conic(soft)
    assert found.is_solved
    np.testing.assert_allclose(prices, PRICE)
    _, exchange = found.x[gives].reshape(2, -1)
    missed = np.zeros(24)
    excess = programme.upper @ found.x[: programme.layout.n_column] - programme.upper_right
    for name, block in programme.upper_blocks.items():
        if name.startswith("tie_"):
            np.maximum.at(missed, block.moment.ravel(), excess[block.rows.ravel()])
    assert missed.max() > 0.1
    np.testing.assert_allclose(exchange, missed, atol=1e-5)


def test_with_its_energy_held_an_hour_answers_for_itself() -> None:
    programme = two_hours(0.80)
    energy = energy_held(programme.layout, solve_conic(programme).x)
    names = ("p", "q", "u", "tp")
    light = []
    for heavy_position in (LOWEST, LOWEST + 2):
        held = fix_staircases(programme, {0: np.array([HIGHEST // 2, heavy_position])})
        found = solve_conic(programme, together(held, energy))
        assert found.is_solved
        light.append(np.concatenate([found.x[programme.layout[name][0]] for name in names]))
    np.testing.assert_allclose(light[0], light[1], atol=1e-4)
