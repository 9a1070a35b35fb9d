"""Moves that bring next to nothing are not made, and none is explained by what is not so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.calming import calm, count_moves
from engines.dispatch.options import DispatchOptions
from engines.dispatch.search import Search
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DeviceKind, DispatchPlan
from engines.values.dispatch_case import DispatchCase, FeederTapChanger, StorageUnit, SubstationTapChanger
from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import FAST, bare, plan, regulated_feeder

NETWORK = regulated_feeder()


def case(moves: int = 12) -> DispatchCase:
    """Little load behind a regulator of many positions: most of them lose the same."""
    hours = np.arange(24)
    return bare(
        24,
        prices=Prices(np.full(24, 60.0), loss=10.0),
        profiles=FrozenMap({"load": 0.3 + 0.1 * np.sin(hours / 24 * 2 * np.pi)}),
        storages=(StorageUnit(5, 0.1, 0.2, 0.2, 0.1, 0.0, 0.1, 0.95, 0.95),),
        substation_taps=(SubstationTapChanger(0.95, 1.05, 17, 8, max_moves_per_day=moves),),
        feeder_taps=(FeederTapChanger(str(NETWORK["trafo"].id[0]), max_moves_per_day=moves),),
    )


def searched(options: DispatchOptions = FAST) -> Search:
    search = Search(attach(case(), Snapshot(NETWORK)), options, DirectContext(), 0.0)
    search._end = float("inf")
    search.run()
    return search


def test_moves_that_bring_next_to_nothing_are_taken_back() -> None:
    search = searched(replace(FAST, gap=1e-3))
    best = search.best
    assert best is not None
    # Up and down by one position in the small hours, where it hardly matters.
    (place,) = (k for k, s in enumerate(search.instance.staircases) if s.kind == "feeder")
    restless = best.switching.positions[place].copy()
    restless[14:20:2] += 1
    found = search.attempt(best.switching.replaced(place, restless))
    assert found is not None
    assert found.holds
    search.best = found
    before = count_moves(search, found.switching)
    calm(search)
    after = search.best
    assert after.holds
    assert count_moves(search, after.switching) <= before - 5
    assert after.cost <= found.cost * (1 + 1e-4)
    assert after.cost - search.bound <= 1e-3 * after.cost
    assert search.record[-1].split(" taken back")[0] == f"{before - count_moves(search, after.switching)} moves"


def test_what_is_proven_to_the_last_is_left_as_it_is() -> None:
    search = searched(replace(FAST, gap=1e-12, seconds=5.0))
    before = search.best
    calm(search)
    assert search.best is before


@pytest.fixture(scope="module")
def made() -> DispatchPlan:
    return plan(case(4), NETWORK, replace(FAST, explain=True))


def test_every_move_has_a_reason_that_holds(made: DispatchPlan) -> None:
    moves = [a for a in made.actions if a.kind in (DeviceKind.SUBSTATION_TAP, DeviceKind.FEEDER_TAP)]
    assert moves
    for action in moves:
        assert "pu, the limit is" in action.why.template or "losses" in action.why.template
