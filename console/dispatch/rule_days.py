"""A plan's day as today's practice would have run it: worked out in a worker, for the report. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from console.dispatch.forecast_jobs import draw_scenarios
from console.dispatch.jobs import snapshot_of
from console.dispatch.kept import KeptPlan
from engines.values.dispatch_evaluation import DayResult
from engines.values.frozen import frozen_array
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.grid.snapshot import Snapshot
    from engines.values.joint_model import Scenarios

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class RuleDays:
    """The same day, or each scenario of it, operated by rules.

    Attributes:
        days: one, or one a scenario; empty where it could not be settled, which ``why_not`` then says.
        probability: ``(n,)`` of each. set_pu: voltage the tap changers hold.
    """

    days: tuple[DayResult, ...] = ()
    probability: Array = field(default_factory=lambda: frozen_array(np.ones(1)))
    set_pu: float = float("nan")
    why_not: str = ""

    def mean(self, value: Any) -> float:
        """Expected ``value(day)``; NaN without days."""
        if not self.days:
            return float("nan")
        return float(sum(p * value(day) for p, day in zip(self.probability.tolist(), self.days, strict=True)))

    @property
    def exchange_mw(self) -> Array:
        """``(n_step,)`` expected exchange, all sources together; empty without days."""
        if not self.days:
            return np.empty(0)
        exchange = np.stack([day.exchange_mw.sum(axis=1) for day in self.days])
        return np.asarray(np.einsum("s,st->t", self.probability, exchange))


def rules_job(context: WorkContext, kept: KeptPlan) -> RuleDays:
    """The day of a plan that was planned, by rules. What cannot be told is said, never raised."""
    try:
        snapshot = snapshot_of(kept)
        if kept.over is None or kept.scenario_request is None:
            return by_rules(kept, snapshot, None, context)
        scenarios = draw_scenarios(context, kept, snapshot, kept.scenario_request)[2]
    except InputError as error:
        return RuleDays(why_not=str(error))
    same = kept.over.plan.probability
    if len(same) != len(scenarios.probability) or not np.allclose(same, scenarios.probability):
        return RuleDays(why_not="the history has changed since it was planned, so that its scenarios are gone")
    return by_rules(kept, snapshot, scenarios, context)


def by_rules(kept: KeptPlan, snapshot: Snapshot, scenarios: Scenarios | None, context: WorkContext) -> RuleDays:
    """The case of a plan by rules: its forecast, or each of ``scenarios``. What cannot be told is said."""
    from engines.dispatch.evaluation.settlement import NotSettled
    from engines.dispatch.evaluation.usual_operation import operated_by_rules, operated_by_rules_over

    try:
        if scenarios is None:
            day, set_pu = operated_by_rules(kept.case, snapshot)
            return RuleDays((day,), set_pu=set_pu)
        days, set_pu = operated_by_rules_over(kept.case, snapshot, scenarios, context)
        return RuleDays(tuple(days), frozen_array(np.asarray(scenarios.probability, float)), set_pu)
    except (InputError, NotSettled) as error:
        return RuleDays(why_not=str(error))
