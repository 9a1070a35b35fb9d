"""A day operated hour by hour: nothing of the future is known, energies add up, one settlement for all modes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.dispatch.evaluation.committing import commit, draw
from engines.dispatch.evaluation.hindsight import settle_hindsight
from engines.dispatch.evaluation.one_day import run_planned, run_rules
from engines.dispatch.evaluation.rolling import RollingDay
from engines.dispatch.evaluation.rules import operate_by_rules
from engines.dispatch.evaluation.scene import Scene
from engines.dispatch.evaluation.settlement import NotSettled, settle_day
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.dispatch.scenarios.planning import plan_scenarios
from engines.dispatch.scenarios.recourse import judge_scenarios
from engines.dispatch.scenarios.setup import ScenarioSet
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_evaluation import DayResult, OperatingMode
from engines.values.joint_model import Scenarios
from engines.values.work import DirectContext
from tests.engines.dispatch.evaluation.days import operated_case, scene, usual_model

Array = np.ndarray[Any, Any]

EXACT = ScenarioOptions(seconds=60.0, gap=1e-5, verify=False)


@pytest.fixture(scope="module")
def known() -> Scene:
    """Days to operate."""
    return scene()


def _first(one: Scene, count: int = 4) -> FirstStage:
    plan = commit(one.case, one.snapshot, draw(usual_model(), None, 60, count, 1), EXACT, DirectContext())
    assert plan.first is not None, plan.reason
    return plan.first


def _rolling(one: Scene, p_mw: Array, first: FirstStage) -> RollingDay:
    return RollingDay(one.case, usual_model(), p_mw, one.checker(p_mw), first, 20, 1, DirectContext())


def _all_modes(one: Scene, place: int) -> dict[OperatingMode, DayResult]:
    context, packed, model = DirectContext(), one.packed(), usual_model()
    answers = [run_rules(context, packed, place, 1.0)]
    modes = (OperatingMode.INDEPENDENT, OperatingMode.JOINT)
    answers += [run_planned(context, packed, place, model, mode) for mode in modes]
    assert not any(a.failure for a in answers)
    return {r.mode: r for a in answers for r in a.results}


class _Foreseen(RollingDay):
    """Every forecast comes true."""

    def forecast(self, hour: int) -> tuple[DispatchCase, Array]:
        return self._checker.instance.case, np.ones(3)


@pytest.mark.parametrize("imbalance", [0.0, 30.0])
def test_a_plan_settled_on_its_own_scenario_costs_what_it_said(imbalance: float) -> None:
    case = operated_case()
    case = replace(case, prices=replace(case.prices, imbalance_short=imbalance, imbalance_long=imbalance / 3))
    one = scene(case)
    p_mw = one.chosen.p_mw[2]
    other = Scenarios(one.fitted.units, 1.0, np.stack([p_mw, one.chosen.p_mw[5]]), np.array([0.5, 0.5]))
    plan = plan_scenarios(case, one.snapshot, other, EXACT)
    assert plan.is_acceptable, plan.reason
    committed = commit(case, one.snapshot, other, EXACT, DirectContext())
    assert committed.first is not None
    cases = tuple(one.case_of(p) for p in other.p_mw)
    setup = ScenarioSet(cases, cases[0], one.snapshot, other.probability).packed()
    judged = judge_scenarios(DirectContext(), setup, (0, 1), committed.first, 60.0)
    checker = one.checker(p_mw)
    rolling = _Foreseen(case, usual_model(), p_mw, checker, committed.first, 20, 1, DirectContext())
    first = committed.first
    result = settle_day(
        OperatingMode.JOINT, one.chosen.days[2], checker, rolling.operate(), first.switching, first.purchase_mw
    )
    assert result.violations == ()
    assert result.cost == pytest.approx(judged[0].cost, rel=1e-5)
    assert plan.outcomes[0].cost == pytest.approx(judged[0].cost, rel=1e-6)
    assert result.cost_by_kind["moves"] == judged[0].costs["moves"]
    assert result.cost_by_kind["turbine"] == pytest.approx(judged[0].costs["turbine"], rel=1e-9)


def test_decisions_know_nothing_of_what_comes_after_them(known: Scene) -> None:
    first, p_mw = _first(known), known.chosen.p_mw[4]
    whole = _rolling(known, p_mw, first).operate()
    for hour in (1, 2):
        other = p_mw.copy()
        other[:, hour:] = known.chosen.p_mw[9][:, hour:]
        changed = _rolling(known, other, first).operate()
        for kind in whole.p_mw:
            assert np.array_equal(whole.p_mw[kind][:hour], changed.p_mw[kind][:hour]), kind
            assert np.array_equal(whole.q_mvar[kind][:hour], changed.q_mvar[kind][:hour]), kind
        assert np.array_equal(whole.energy_mwh[:hour], changed.energy_mwh[:hour])
        assert not np.array_equal(whole.p_mw["renewables"][hour:], changed.p_mw["renewables"][hour:])
        ruled, ruled_other = (operate_by_rules(known.checker(p), 1.0) for p in (p_mw, other))
        for kind in ruled[0].p_mw:
            assert np.array_equal(ruled[0].p_mw[kind][:hour], ruled_other[0].p_mw[kind][:hour]), kind
            assert np.array_equal(ruled[0].q_mvar[kind][:hour], ruled_other[0].q_mvar[kind][:hour]), kind
        for a, b in zip(ruled[1].positions, ruled_other[1].positions, strict=True):
            assert np.array_equal(a[:hour], b[:hour])


def test_what_an_hour_sees_is_what_was_measured_and_a_forecast(known: Scene) -> None:
    p_mw = known.chosen.p_mw[4]
    rolling = _rolling(known, p_mw, _first(known))
    truth = known.case_of(p_mw)
    for hour in range(3):
        seen, share = rolling.forecast(hour)
        assert np.all(share[: hour + 1] == pytest.approx(1.0))
        assert np.all((share[hour + 1 :] > 0) & (share[hour + 1 :] < 1))
        assert seen.profiles["load"][: hour + 1] == pytest.approx(truth.profiles["load"][: hour + 1])
        if hour < 2:
            assert np.abs(seen.profiles["load"][hour + 1 :] - truth.profiles["load"][hour + 1 :]).min() > 1e-6


@pytest.mark.parametrize("place", [0, 6, 11])
def test_energy_adds_up_storages_stay_within_and_nothing_beats_hindsight(known: Scene, place: int) -> None:
    found = _all_modes(known, place)
    assert set(found) == set(OperatingMode)
    unit = known.case.storages[0]
    best = found[OperatingMode.HINDSIGHT]
    for mode, r in found.items():
        supplied = r.exchange_mw.sum() + r.generation_mwh + r.storage_mw.sum()
        assert supplied == pytest.approx(r.load_mwh + r.losses_mw.sum(), abs=1e-6), mode
        assert sum(r.purchase_mwh.values()) == pytest.approx(r.exchange_mw.sum())
        charge, discharge = np.maximum(-r.storage_mw, 0.0), np.maximum(r.storage_mw, 0.0)
        held = unit.e_initial_mwh + np.cumsum(0.95 * charge - discharge / 0.95)
        assert r.energy_mwh[:, 0] == pytest.approx(held, abs=1e-5), mode
        assert held.min() >= unit.e_min_mwh - 1e-5, mode
        assert held.max() <= unit.e_mwh + 1e-5, mode
        assert held[-1] >= unit.e_final_mwh - 1e-5, mode
        assert 0 <= r.wind_used_mwh <= r.wind_available_mwh + 1e-9
        assert r.cost == pytest.approx(sum(r.cost_by_kind.values()))
        if not r.violations:
            assert r.cost >= best.cost * (1 - 2e-4), mode
            assert r.cost >= best.lower_bound, mode
    assert best.lower_bound <= best.cost


def test_the_same_units_make_the_same_plan_in_both_modes(known: Scene) -> None:
    """Without any correlation between units, the joint model is the independent one."""
    alone = usual_model().independent()
    modes = (OperatingMode.INDEPENDENT, OperatingMode.JOINT)
    answers = [run_planned(DirectContext(), known.packed(), 1, alone, mode) for mode in modes]
    one, other = (a.results[0] for a in answers)
    assert one.cost == other.cost
    assert np.array_equal(one.storage_mw, other.storage_mw)
    assert np.array_equal(one.exchange_mw, other.exchange_mw)


def test_what_cannot_be_held_is_done_as_near_as_can_be_and_counted() -> None:
    """More load than any scenario had, at once: the voltage gives way, the day is settled, and it is said."""
    one = scene()
    first, p_mw = _first(one), one.chosen.p_mw[4].copy()
    p_mw[0], p_mw[1] = 0.0, 9.0
    checker = one.checker(p_mw)
    points = _rolling(one, p_mw, first).operate()
    result = settle_day(OperatingMode.JOINT, one.chosen.days[4], checker, points, first.switching)
    kinds = {v.kind for v in result.violations}
    assert "undervoltage" in kinds
    assert np.isfinite(result.cost)
    with pytest.raises(NotSettled, match="even with the day known"):
        settle_hindsight(one.chosen.days[4], checker, 60.0, DirectContext())


def test_demand_response_is_given_back(known: Scene) -> None:
    first = _first(known)
    shifted = []
    for place in (2, 7, 10):
        points = _rolling(known, known.chosen.p_mw[place], first).operate()
        assert points.ahead_mwh[-1, 0] == pytest.approx(0.0, abs=1e-4)
        shifted.append(float(np.abs(points.ahead_mwh).max()))
    assert max(shifted) > 0.05
