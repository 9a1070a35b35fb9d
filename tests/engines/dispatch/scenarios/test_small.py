"""Plans over scenarios against every first stage there is, against the deterministic plan, and against each other."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.candidate import move_cost
from engines.dispatch.conic import solve_conic
from engines.dispatch.rounding import Switching, fix_switching
from engines.dispatch.scenarios.first_stage import build_shared
from engines.dispatch.scenarios.joining import joined, scenario_cases
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.dispatch.scenarios.planning import plan_scenarios
from engines.dispatch.scenarios.risk import Risk
from engines.values.dispatch_case import DispatchCase
from engines.values.joint_model import Scenarios
from tests.engines.dispatch.scenarios.small import CALM_AND_WINDY, PARTS, WHOLE, small_case, snapshot, weather


def cheapest(case: DispatchCase, scenarios: Scenarios) -> float:
    """The least objective over all taps, bank steps and modes, the rest by the cone programme."""
    cases, _ = scenario_cases(case, scenarios)
    instance = joined([attach(c, snapshot()) for c in cases], scenarios.probability)
    shared = build_shared(instance, Risk(case.cvar_weight, case.cvar_level))
    best = np.inf
    for taps in itertools.product(range(3), repeat=3):
        steps = np.diff(np.array(taps), prepend=1)
        if np.abs(steps).max() > 1 or np.count_nonzero(steps) > 2:
            continue
        for bank in itertools.product(range(2), repeat=3):
            if np.count_nonzero(np.diff(np.array(bank), prepend=0)) > 2:
                continue
            for modes in itertools.product([False, True], repeat=3):
                switching = Switching((np.array(taps), np.array(bank)), np.array(modes)[:, None])
                solution = solve_conic(shared.programme, fix_switching(shared.programme, switching))
                if solution.is_solved:
                    best = min(best, solution.value + move_cost(shared.programme, switching))
    return best


@pytest.mark.parametrize("options", [WHOLE, PARTS], ids=["whole", "parts"])
@pytest.mark.parametrize(("weight", "imbalance"), [(0.0, 0.0), (0.0, 15.0), (0.6, 0.0)])
def test_no_first_stage_is_cheaper(options: ScenarioOptions, weight: float, imbalance: float) -> None:
    case = small_case(cvar_weight=weight, cvar_level=0.7)
    case = replace(case, prices=replace(case.prices, imbalance_short=imbalance, imbalance_long=imbalance))
    scenarios = weather(case, *CALM_AND_WINDY)
    plan = plan_scenarios(case, snapshot(), scenarios, options)
    best = cheapest(case, scenarios)
    assert plan.is_acceptable
    # Positions between whole ones leave the bound a little low.
    assert best * 0.99 <= plan.lower_bound <= best * (1 + 1e-6)
    assert best * (1 - 1e-6) <= plan.cost <= best * 1.002
    assert plan.lower_bound <= plan.cost
    assert plan.groups == (1 if options is WHOLE else 2)
    costs = np.array([o.cost for o in plan.outcomes])
    assert plan.expected_cost == pytest.approx(0.4 * costs[0] + 0.6 * costs[1])
    # 30 % of the probability, and the calm day alone has 40 %.
    assert plan.cvar == pytest.approx(costs[0])
    assert plan.cost == pytest.approx((1 - weight) * plan.expected_cost + weight * plan.cvar)
    assert plan.mean_plan_failed or plan.vss >= 0.0
