"""The blocks scenarios will come in: two that are alike must plan like one."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.conic import solve_conic
from engines.dispatch.instance import Instance, make_horizon
from engines.dispatch.options import DispatchOptions
from engines.dispatch.programme import build_programme
from engines.dispatch.search import Search
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import sample


def doubled(instance: Instance, wind: float = 1.0) -> Instance:
    """The instance in two scenarios of 0.3 and 0.7, the second with another share of its wind and sun."""
    case = instance.case
    two = {
        name: np.concatenate([getattr(instance, name)] * 2)
        for name in ("p_load_mw", "q_load_mvar", "response_p_mw", "response_q_mvar", "price")
    }
    available = np.concatenate([instance.available_mw, wind * instance.available_mw])
    horizon = make_horizon(case.n_step, case.step_hours, np.array([0.3, 0.7]))
    return replace(instance, horizon=horizon, available_mw=available, **two)


def searched(instance: Instance) -> Search:
    options = DispatchOptions(seconds=30.0, gap=1e-3, verify=False, explain=False)
    search = Search(instance, options, DirectContext(), time.perf_counter())
    search.run()
    return search


def test_two_scenarios_that_are_alike_cost_what_one_does() -> None:
    one = attach(sample(), Snapshot(ieee33()))
    two = doubled(one)
    assert solve_conic(build_programme(two)).value == pytest.approx(solve_conic(build_programme(one)).value, rel=1e-6)
    single, pair = searched(one), searched(two)
    assert single.best is not None
    assert pair.best is not None
    assert pair.best.holds
    assert pair.best.cost == pytest.approx(single.best.cost, rel=1e-3)
    assert pair.bound <= pair.best.cost


def test_scenarios_share_what_is_switched_and_no_step_reaches_over_their_border() -> None:
    two = doubled(attach(sample(), Snapshot(ieee33())), wind=0.6)
    search = searched(two)
    assert search.best is not None
    assert search.best.holds
    assert search.best.day.proof.solved == 48
    assert all(len(p) == 24 for p in search.best.switching.positions)
    held = search.best.points.energy_mwh
    assert np.all(held[[23, 47]] >= np.array([0.8, 1.0]) - 1e-6)
    first, second = (search.best.day.source_p_mw[k : k + 24, 0] for k in (0, 24))
    assert second.sum() > first.sum() + 1.0
    # With less wind in one scenario the import at its beginning need not follow the other's end.
    assert max(np.abs(np.diff(first)).max(), np.abs(np.diff(second)).max()) <= 2.0 + 1e-5
