"""How planning over scenarios ends: with equal scenarios, with limits nobody can keep, stopped, out of time, broken."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.dispatch.joint.case_units import case_units
from engines.dispatch.options import DispatchOptions
from engines.dispatch.planning import plan_dispatch
from engines.dispatch.scenarios.executor import InlineExecutor, Work, WorkLost
from engines.dispatch.scenarios.joining import scenario_cases
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.dispatch.scenarios.planning import plan_scenarios
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DeviceKind, DispatchStatus
from engines.values.dispatch_case import FeederTapChanger, MicroTurbine
from engines.values.dispatch_prices import Prices
from engines.values.joint_model import Scenarios
from engines.values.validation import InputError
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import regulated_feeder
from tests.engines.dispatch.scenarios.small import CALM_AND_WINDY, PARTS, WHOLE, small_case, snapshot, weather


@pytest.mark.parametrize("options", [WHOLE, PARTS], ids=["whole", "parts"])
def test_equal_scenarios_plan_like_one(options: ScenarioOptions) -> None:
    case = small_case()
    wind, load = [0.5, 0.2, 0.4], [0.6, 1.0, 0.7]
    scenarios = weather(case, [wind, wind], [load, load], [0.3, 0.7])
    plan = plan_scenarios(case, snapshot(), scenarios, options)
    (single, _), _ = scenario_cases(case, scenarios)
    alone = plan_dispatch(single, snapshot(), DispatchOptions(seconds=30.0, verify=False, explain=False))
    assert plan.is_acceptable
    assert plan.cost == pytest.approx(alone.cost, rel=2e-4)
    assert plan.lower_bound <= alone.cost * (1 + 1e-7)
    assert plan.outcomes[0].cost == pytest.approx(plan.outcomes[1].cost, rel=1e-6)
    assert plan.vss == pytest.approx(0.0, abs=0.02)
    assert plan.cvar == pytest.approx(plan.expected_cost, rel=1e-6)


def test_what_is_shared_is_exactly_the_same_and_the_rest_is_not() -> None:
    """Turbines and purchase are pinned by the prices here: both are used, and both scenarios need them."""
    case = small_case(turbines=(MicroTurbine(1, 0.8, p_min_mw=0.1, ramp_mw_per_h=0.5),))
    case = replace(case, prices=replace(case.prices, imbalance_short=40.0, imbalance_long=10.0))
    plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), PARTS)
    assert plan.is_acceptable
    by_kind = {d.kind: d for d in plan.schedule}
    turbine, purchase = by_kind[DeviceKind.TURBINE].p_mw, by_kind[DeviceKind.TIE].p_mw
    assert turbine is not None
    assert purchase is not None
    assert turbine.min() >= 0.1
    for outcome in plan.outcomes:
        assert outcome.cost_by_kind["turbine"] == pytest.approx(80.0 * turbine.sum(), rel=1e-12)
        off = outcome.exchange_mw - purchase
        paid = 40.0 * np.maximum(off, 0.0).sum() + 10.0 * np.maximum(-off, 0.0).sum()
        assert outcome.cost_by_kind["imbalance"] == pytest.approx(paid, rel=1e-12)
        charges = plan.modes[0].charges
        assert np.all(outcome.storage_mw[charges, 0] <= 0.0)
        assert np.all(outcome.storage_mw[~charges, 0] >= 0.0)
        assert outcome.energy_mwh[-1, 0] >= 0.5 - 1e-6
    calm, windy = plan.outcomes
    assert np.abs(calm.exchange_mw - windy.exchange_mw).max() > 0.5
    low, high = (next(b for b in plan.bands if b.name == "exchange").values[at] for at in (0, -1))
    assert np.array_equal(low, np.minimum(calm.exchange_mw, windy.exchange_mw))
    assert np.array_equal(high, np.maximum(calm.exchange_mw, windy.exchange_mw))


def test_a_gap_that_suffices_ends_planning_with_the_plan_of_the_mean() -> None:
    case = small_case()
    plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), replace(PARTS, gap=0.5))
    assert plan.status is DispatchStatus.OPTIMAL
    assert plan.vss == 0.0
    assert len(plan.exchanges) == 1


def test_scenarios_that_fit_into_one_group_are_one_group_with_risk_too() -> None:
    case = small_case(cvar_weight=0.5, cvar_level=0.7)
    scenarios = weather(case, *CALM_AND_WINDY)
    plan = plan_scenarios(case, snapshot(), scenarios, replace(PARTS, group_size=10))
    assert plan.groups == 1
    assert plan.cost == pytest.approx(plan_scenarios(case, snapshot(), scenarios, WHOLE).cost, rel=1e-9)
    one = plan_scenarios(case, snapshot(), weather(case, [[0.5] * 3], [[0.6] * 3], [1.0]), PARTS)
    assert one.is_acceptable
    assert one.cvar == one.expected_cost == one.cost


def test_a_free_purchase_is_what_is_expected() -> None:
    case = small_case()
    plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), WHOLE)
    purchase = next(d for d in plan.schedule if d.kind is DeviceKind.TIE).p_mw
    calm, windy = plan.outcomes
    assert purchase == pytest.approx(0.4 * calm.exchange_mw + 0.6 * windy.exchange_mw)


def test_positions_in_a_feeder_are_shared_too() -> None:
    case = small_case(
        network="regulated",
        renewables=(),
        storages=(),
        turbines=(),
        capacitors=(),
        substation_taps=(),
        feeder_taps=(FeederTapChanger("trafo:0", -3, 2, 4),),
        v_min_pu=0.93,
        v_max_pu=1.1,
    )
    load = np.array([[0.7, 1.0, 0.4], [0.4, 0.7, 0.3]])
    scenarios = Scenarios(case_units(case, 4.2), 1.0, 4.2 * load[:, None, :], np.array([0.5, 0.5]))
    plan = plan_scenarios(case, Snapshot(regulated_feeder(6.0)), scenarios, WHOLE)
    assert plan.is_acceptable, plan.reason
    (taps,) = (d for d in plan.schedule if d.kind is DeviceKind.FEEDER_TAP)
    assert np.count_nonzero(np.diff(taps.position, prepend=-3)) <= 2
    assert plan.lower_bound <= plan.cost


@pytest.mark.parametrize("options", [WHOLE, PARTS], ids=["whole", "parts"])
def test_a_scenario_without_a_plan_is_named_with_its_limit(options: ScenarioOptions) -> None:
    case = small_case(v_min_pu=0.97)
    scenarios = weather(case, [[0.3] * 3, [0.0] * 3], [[0.5] * 3, [2.6] * 3], [0.5, 0.5])
    plan = plan_scenarios(case, snapshot(), scenarios, options)
    assert plan.status is DispatchStatus.INFEASIBLE
    assert not plan.is_acceptable
    assert [k for k, _ in plan.infeasible] == [1]
    assert "scenario 2" in plan.reason
    ((_, conflicts),) = plan.infeasible
    assert "lowest voltage" in {c.kind for c in conflicts}
    assert conflicts[0].sentence.text in plan.reason
    assert np.isnan(plan.cost)


@pytest.mark.parametrize(
    ("probability", "said"),
    [([0.5, 0.4], "do not sum to 1"), ([1.0, 0.0], "not all above 0"), ([], "0 cannot be planned over")],
)
def test_scenarios_that_cannot_be_are_refused(probability: list[float], said: str) -> None:
    case, n = small_case(), len(probability)
    scenarios = weather(case, np.full((n, 3), 0.5), np.full((n, 3), 0.5), probability)
    with pytest.raises(InputError, match=said):
        plan_scenarios(case, snapshot(), scenarios)


def test_a_unit_without_scenarios_is_refused() -> None:
    case = small_case()
    scenarios = weather(case, *CALM_AND_WINDY)
    lacking = replace(scenarios, units=scenarios.units[1:], p_mw=scenarios.p_mw[:, 1:])
    with pytest.raises(InputError, match="no scenarios of wt 2"):
        plan_scenarios(case, snapshot(), lacking)


class _After(DirectContext):
    """Wants nothing more once it has been asked a number of times."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self.left = patience

    def is_cancelled(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_whoever_stops_gets_the_best_so_far() -> None:
    """Asked at every point at which planning may be stopped: always a proper answer, in the end a plan."""
    case = small_case()
    scenarios = weather(case, *CALM_AND_WINDY)
    statuses = []
    for patience in (0, 3, 8, 20, 40, 80, 10_000):
        plan = plan_scenarios(case, snapshot(), scenarios, PARTS, context=_After(patience))
        statuses.append(plan.status)
        if plan.is_acceptable:
            assert plan.ac.holds
            assert not plan.lower_bound > plan.cost
        else:
            assert plan.reason == "planning was stopped"
    assert statuses[0] is DispatchStatus.NO_PLAN
    assert statuses[-1] in (DispatchStatus.OPTIMAL, DispatchStatus.FEASIBLE)
    assert any(s is DispatchStatus.FEASIBLE for s in statuses)


class _Breaks(InlineExecutor):
    """Breaks down after some rounds."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds

    def run(self, work: Work, arguments: Sequence[tuple[Any, ...]], is_cancelled: Callable[[], bool]) -> list[Any]:
        self.rounds -= 1
        if self.rounds < 0:
            raise WorkLost("a worker process ended (SIGKILL) and its work could not be done")
        return super().run(work, arguments, is_cancelled)


def test_lost_workers_leave_the_best_so_far() -> None:
    case = small_case()
    scenarios = weather(case, *CALM_AND_WINDY)
    plan = plan_scenarios(case, snapshot(), scenarios, PARTS, executor=_Breaks(3))
    assert plan.is_acceptable
    assert "SIGKILL" in plan.reason
    assert plan.cost == pytest.approx(plan.mean_plan_cost)
    nothing = plan_scenarios(case, snapshot(), scenarios, PARTS, executor=_Breaks(0))
    assert nothing.status is DispatchStatus.NO_PLAN
    assert "SIGKILL" in nothing.reason


@pytest.mark.parametrize("options", [WHOLE, PARTS], ids=["whole", "parts"])
def test_where_waste_pays_the_plan_holds_and_its_bound_is_said_to_lie_low(options: ScenarioOptions) -> None:
    """At a negative price the relaxation burns what no network burns: never a cost, and never taken for optimal."""
    case = small_case()
    case = replace(case, prices=replace(case.prices, grid=np.array([40.0, -30.0, 60.0]), loss=0.0))
    plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), options)
    assert plan.status is DispatchStatus.FEASIBLE
    assert plan.ac.holds
    assert plan.ac.max_dv_pu <= 1e-6
    assert plan.lower_bound < plan.cost - 50.0
    assert "not exact" in plan.reason
    assert all(any("on the network as it is" in line for line in o.record) for o in plan.outcomes)


def test_no_time_is_no_plan() -> None:
    case = small_case()
    plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), ScenarioOptions(seconds=1e-6))
    assert plan.status is DispatchStatus.NO_PLAN
    assert "s were up" in plan.reason


def test_a_plan_comes_through_a_pipe_unwriteable() -> None:
    case = small_case()
    plan = plan_scenarios(case, snapshot(), weather(case, *CALM_AND_WINDY), WHOLE)
    again = pickle.loads(pickle.dumps(plan))
    assert again.cost == plan.cost
    assert again.vss == plan.vss
    assert not again.probability.flags.writeable
    assert not again.outcomes[0].exchange_mw.flags.writeable
    assert not again.modes[0].charges.flags.writeable


def test_prices_of_imbalance_are_told_apart() -> None:
    assert not Prices(np.ones(1)).has_imbalance
    assert Prices(np.ones(1), imbalance_long=1.0).has_imbalance
