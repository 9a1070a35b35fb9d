"""The conic solver's answers do not depend on where columns are counted from, but for what the tolerance hides."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.conic import solve_conic
from engines.dispatch.programme import Programme, build_programme
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from tests.engines.dispatch.cases import sample

Array = np.ndarray[Any, Any]


def programme() -> Programme:
    """The sample day."""
    return build_programme(attach(sample(), Snapshot(ieee33())))


def pulled(day: Programme, to: Array, strength: float) -> tuple[Array, Array]:
    """Cost and what squares cost twice, with the exchange with the upper grid pulled to a place."""
    columns = day.layout["tp"].ravel()
    cost, quadratic = day.cost.copy(), np.zeros(day.layout.n_column)
    cost[columns] -= strength * to
    quadratic[columns] = strength
    return cost, quadratic


def test_a_gentle_pull_gives_the_same_wherever_columns_are_counted_from() -> None:
    day = programme()
    columns = day.layout["tp"].ravel()
    anchor = solve_conic(day).x[columns] + 0.1
    cost, quadratic = pulled(day, anchor, 100.0)
    origin = np.zeros(day.layout.n_column)
    origin[columns] = anchor
    here = solve_conic(day, cost=cost, quadratic=quadratic)
    there = solve_conic(day, cost=cost, quadratic=quadratic, origin=origin)
    np.testing.assert_allclose(there.value, here.value, rtol=1e-6)
    np.testing.assert_allclose(there.bound, here.bound, rtol=1e-6)
    np.testing.assert_allclose(there.x[columns], here.x[columns], atol=1e-4)


def test_a_strong_pull_is_followed_to_the_watt_when_columns_are_counted_from_its_place() -> None:
    day = programme()
    columns = day.layout["tp"].ravel()
    anchor = solve_conic(day).x[columns] + 1e-3
    cost, quadratic = pulled(day, anchor, 1e7)
    origin = np.zeros(day.layout.n_column)
    origin[columns] = anchor
    found = solve_conic(day, cost=cost, quadratic=quadratic, origin=origin, almost=True)
    # No hour's energy is worth more than 1,000 a MWh: by so much over the strength it may stay away.
    assert np.abs(found.x[columns] - anchor).max() < 1e-4
