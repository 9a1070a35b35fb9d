"""What is decided the day before, from scenarios of the day."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.joint.model import JointModel
from engines.dispatch.joint.reduction import reduce_scenarios
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.executor import InlineExecutor
from engines.dispatch.scenarios.joining import scenario_cases
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.dispatch.scenarios.search import ScenarioSearch
from engines.dispatch.scenarios.setup import ScenarioSet
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.joint_model import Scenarios
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Committed:
    """The first stage of a plan.

    Attributes:
        first: ``None`` where there is no plan that holds in all scenarios; ``reason`` then says why.
        seconds: it took; out_of_time: whether planning ended because its time was up.
    """

    first: FirstStage | None
    reason: str
    seconds: float
    out_of_time: bool


def draw(model: JointModel, known: Array | None, drawn: int, keep: int, seed: int) -> Scenarios:
    """``keep`` scenarios that stand for ``drawn`` ones of the day to come.

    Args:
        known: ``(n_unit, n_step)`` point forecasts, NaN elsewhere; ``None`` without.
    """
    return reduce_scenarios(model.sample(max(drawn, keep), seed, known), keep)[0]


def commit(
    case: DispatchCase, snapshot: Snapshot, scenarios: Scenarios, options: ScenarioOptions, context: WorkContext
) -> Committed:
    """The first stage that is cheapest over the scenarios. Raises ``InputError`` where the case does not fit."""
    begin = time.perf_counter()
    cases, mean = scenario_cases(case, scenarios)
    # Scenarios that stand for no others cannot be weighed.
    kept = np.flatnonzero(scenarios.probability > 0)
    probability = scenarios.probability[kept] / scenarios.probability[kept].sum()
    known = ScenarioSet(tuple(cases[k] for k in kept), mean, snapshot, probability)
    search = ScenarioSearch(known, InlineExecutor(context), options, context, begin)
    search.run()
    seconds, late = time.perf_counter() - begin, "were up" in search.stopped
    best = search.best
    if best is not None and best.holds:
        return Committed(best.first, "", seconds, late)
    reason = search.stopped or "no first stage was found that every scenario holds with"
    if search.infeasible:
        scenario, conflicts = search.infeasible[0]
        said = conflicts[0].sentence.text if conflicts else "no limit that gives way helps"
        reason = f"scenario {scenario + 1} has no plan: {said}"
    return Committed(None, reason, seconds, late)
