"""Where there is no plan: which limits cannot hold together, or that time was up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.planning import plan_dispatch
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DispatchPlan, DispatchStatus
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import FAST, bare, plan, sample


def test_voltages_that_cannot_be_kept_are_named_with_what_is_missing() -> None:
    day = plan(bare(v_min_pu=0.95))
    assert day.status is DispatchStatus.INFEASIBLE
    assert not day.is_acceptable
    assert np.isnan(day.cost)
    assert day.reason.startswith("no plan keeps all limits: lowest voltage of bus 18")
    lowest = day.conflicts[0]
    # The plain load flow stands at 0.91309 there.
    assert lowest.excess == pytest.approx(0.95 - 0.91309, abs=2e-3)
    assert (lowest.limit, lowest.unit, lowest.step) == (pytest.approx(0.95), "pu", 0)
    assert "bus 18" in lowest.sentence.text
    assert not day.schedule


def test_a_source_that_is_too_small_is_named() -> None:
    case = sample()
    small = replace(
        case,
        ties=(replace(case.ties[0], p_max_mw=0.1, s_mva=6.0),),
        turbines=(),
        storages=(),
        responses=(),
    )
    day = plan(small)
    assert day.status is DispatchStatus.INFEASIBLE
    kinds = {c.kind for c in day.conflicts}
    assert "largest import" in kinds
    assert all(c.excess > 0 for c in day.conflicts)
    assert "MW" in day.reason


def test_giving_way_by_what_is_told_is_enough_and_by_less_is_not() -> None:
    # The least over all steps made one step give way by 0.328 MW, where 0.131 in every step will do.
    case = sample()

    def with_import(p_max_mw: float) -> DispatchPlan:
        return plan(replace(case, ties=(replace(case.ties[0], p_max_mw=p_max_mw),)))

    short = with_import(0.05)
    (lack,) = short.conflicts
    assert short.status is DispatchStatus.INFEASIBLE
    assert any("whole positions and limited moves may ask for more" in note for note in short.record)
    assert with_import(0.05 + 1.02 * lack.excess).is_acceptable
    assert with_import(0.05 + 0.98 * lack.excess).status is DispatchStatus.INFEASIBLE


def test_a_limit_of_a_place_is_told_once_and_as_it_is() -> None:
    day = plan(sample(branch_limit_mva=0.2))
    places = [(c.kind, c.place) for c in day.conflicts]
    assert len(places) == len(set(places)) > 3
    high = plan(sample(v_min_pu=1.049, v_max_pu=1.0495))
    assert any("the limit 1.0495 pu" in c.sentence.text for c in high.conflicts)


def test_without_time_there_is_no_plan_and_that_is_said() -> None:
    day = plan(sample(), options=replace(FAST, seconds=1e-6))
    assert day.status is DispatchStatus.NO_PLAN
    assert "s were up" in day.reason
    assert not day.is_acceptable
    assert np.isnan(day.cost)


class _StopsAt(DirectContext):
    """A person who stops when the work has come so far."""

    def __init__(self, fraction: float) -> None:
        super().__init__()
        self.fraction, self.reached = fraction, 0.0

    def report(self, fraction: float, text: str = "") -> None:
        self.reached = fraction

    def is_cancelled(self) -> bool:
        return self.reached >= self.fraction


@pytest.mark.parametrize(("fraction", "has_plan"), [(0.2, False), (0.5, True)])
def test_whoever_stops_gets_the_best_plan_so_far(fraction: float, has_plan: bool) -> None:
    context = _StopsAt(fraction)
    options = replace(FAST, gap=1e-9)
    day = plan_dispatch(sample(), Snapshot(ieee33()), options, context=context)
    assert "planning was stopped" in day.reason
    assert day.is_acceptable is has_plan
    if has_plan:
        assert day.status is DispatchStatus.FEASIBLE
        assert 0 < day.gap < 1e-3
        assert day.ac.holds
    else:
        assert day.status is DispatchStatus.NO_PLAN


def test_a_least_import_no_load_could_take_is_told_by_what_can_be_taken() -> None:
    # The relaxation burns a megawatt and more in the cables, and would have had the turbine take power in.
    case = sample()
    day = plan(replace(case, ties=(replace(case.ties[0], p_min_mw=7.0, p_max_mw=8.0),)))
    (conflict,) = day.conflicts
    assert conflict.kind == "least import"
    left = conflict.limit - conflict.excess
    assert left == pytest.approx(3.41, abs=0.02)
    made = plan(replace(case, ties=(replace(case.ties[0], p_min_mw=left - 0.06, p_max_mw=8.0),)))
    assert made.is_acceptable, made.reason
