"""Scenarios as cases of their own, and several of them as the moments of one instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance, make_horizon
from engines.dispatch.joint.case_units import on_case
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.joint_model import Scenarios

Array = np.ndarray[Any, Any]

_BY_MOMENT = ("p_load_mw", "q_load_mvar", "available_mw", "response_p_mw", "response_q_mvar", "price")


def scenario_case(case: DispatchCase, available_mw: Array, load: Array) -> DispatchCase:
    """The case in one scenario.

    Args:
        available_mw: ``(n_renewable, n_step)`` what each renewable may give.
        load: ``(n_step,)`` factor on all loads at their peak.
    """
    profiles = {"load": frozen_array(load)}
    renewables = []
    for k, unit in enumerate(case.renewables):
        name = f"scenario {unit.kind} {k}"
        profiles[name] = frozen_array(available_mw[k] / unit.p_mw if unit.p_mw > 0 else np.zeros(case.n_step))
        renewables.append(replace(unit, profile=name))
    return replace(case, profiles=FrozenMap(profiles), renewables=tuple(renewables))


def scenario_cases(case: DispatchCase, scenarios: Scenarios) -> tuple[tuple[DispatchCase, ...], DispatchCase]:
    """The case in each scenario, and in their mean. Raises ``InputError`` where units have none."""
    available, load = on_case(case, scenarios)
    cases = tuple(scenario_case(case, a, f) for a, f in zip(available, load, strict=True))
    p = scenarios.probability
    return cases, scenario_case(case, np.einsum("s,sut->ut", p, available), p @ load)


def joined(instances: Sequence[Instance], probability: Array) -> Instance:
    """Single-scenario instances of one case on one network as the moments of one instance.

    Args:
        probability: ``(n_scenario,)``; of a part of all scenarios it sums to less than 1.
    """
    first = instances[0]
    horizon = make_horizon(first.case.n_step, first.case.step_hours, probability)
    values: dict[str, Any] = {name: np.concatenate([getattr(i, name) for i in instances]) for name in _BY_MOMENT}
    return replace(first, horizon=horizon, **values)
