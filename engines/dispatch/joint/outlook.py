"""From days of history to few scenarios of a day, with the scores of the model that made them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.dispatch.joint.fitting import JointOptions, fit_joint_model
from engines.dispatch.joint.holdout import LEAST_HELD_OUT, Split, split_days
from engines.dispatch.joint.model import JointModel
from engines.dispatch.joint.reduction import reduce_scenarios
from engines.dispatch.joint.scoring import score
from engines.dispatch.joint.today import known_steps
from engines.values.joint_model import Reduction, Scenarios, ScoreReport, UnitDays, UnitKind
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkContext

Array = np.ndarray[Any, Any]

MOST_SCENARIOS = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class OutlookRequest:
    """What is asked.

    Attributes:
        count: scenarios drawn; keep: of them kept, with probabilities.
        known: ``(n_unit, n_step)`` MW that are known of the day, NaN elsewhere; ``None`` where nothing is.
        members: scenarios a day when scoring; 0 does not score.
    """

    count: int = 500
    keep: int = 10
    seed: int = 1
    known: Array | None = None
    members: int = 200
    options: JointOptions = field(default_factory=JointOptions)


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What was found.

    Attributes:
        split: the days the model was fitted to, and those held out.
        scenarios: those kept; drawn: all.
        scores: ``None`` where there are too few days held out, or nobody asked; ``no_scores`` says so.
    """

    split: Split
    model: JointModel
    drawn: Scenarios
    scenarios: Scenarios
    reduction: Reduction
    scores: ScoreReport | None
    no_scores: str


def look_ahead(days: UnitDays, request: OutlookRequest, context: WorkContext | None = None) -> Outlook:
    """Fit, draw, reduce, score. The model never sees the days held out.

    Raises:
        InputError: too few days, or counts that cannot be.
    """
    context = context or DirectContext()
    if not 1 <= request.count <= MOST_SCENARIOS:
        raise InputError("count", f"{request.count} scenarios cannot be drawn", f"ask for 1 to {MOST_SCENARIOS}")
    if not 1 <= request.keep <= request.count:
        raise InputError("reduce", f"{request.keep} of {request.count} cannot be kept", f"keep 1 to {request.count}")
    split = split_days(days)
    context.report(0.1, "fitting the joint model")
    model = fit_joint_model(split.fitted, request.options)
    context.check_cancelled()
    context.report(0.3, "drawing scenarios")
    drawn = model.sample(request.count, request.seed, request.known)
    scenarios, reduction = reduce_scenarios(drawn, request.keep)
    context.check_cancelled()
    context.report(0.5, "scoring on the days held out")
    scores, no_scores = _scores(model, split, request, context)
    context.report(1.0)
    return Outlook(split, model, drawn, scenarios, reduction, scores, no_scores)


def _scores(
    model: JointModel, split: Split, request: OutlookRequest, context: WorkContext
) -> tuple[ScoreReport | None, str]:
    held = len(split.held_out.days)
    if not request.members:
        return None, "nobody asked for scores"
    if held < LEAST_HELD_OUT:
        return None, f"{held} days held out are too few to score, {LEAST_HELD_OUT} are needed"
    steps, forecasts = 0, False
    if request.known is not None:
        # Judged knowing what is known of the day asked for, no more.
        known = np.asarray(request.known)
        steps = known_steps(known, model.units)
        rows = [unit.kind is UnitKind.FORECAST for unit in model.units]
        forecasts = any(rows) and bool(np.isfinite(known[rows]).all())
    return score(model, split, request.members, request.seed, steps, forecasts, context), ""
