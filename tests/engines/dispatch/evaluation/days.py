"""A year of days of three steps for the small feeder, and one of them ready to be operated."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from scipy.special import ndtr

from engines.dispatch.evaluation.options import EvaluationOptions
from engines.dispatch.evaluation.scene import Scene
from engines.dispatch.joint.case_units import case_units
from engines.dispatch.joint.fitting import fit_joint_model
from engines.dispatch.joint.holdout import split_days
from engines.dispatch.joint.model import JointModel
from engines.values.dispatch_case import DemandResponse, DispatchCase, StaticVarCompensator, UpperGridTie
from engines.values.joint_model import UnitDays
from tests.engines.dispatch.joint.synthetic import true_correlation
from tests.engines.dispatch.scenarios.small import LOAD_MW, small_case, snapshot

Array = np.ndarray[Any, Any]

OPTIONS = EvaluationOptions(days=4, scenarios=4, drawn=60, members=20, seconds=60.0)


def operated_case(**fields: Any) -> DispatchCase:
    """The small case with something of every kind, and no way to give energy back."""
    usual: dict[str, Any] = {
        "responses": (DemandResponse(2, 0.2),),
        "compensators": (StaticVarCompensator(2, -0.2, 0.3),),
        "ties": (UpperGridTie(p_min_mw=0.0, p_ramp_mw_per_h=2.5),),
    }
    return small_case(**{**usual, **fields})


def history(n_day: int = 160, seed: int = 3) -> UnitDays:
    """Days on which wind and loads go together."""
    case = operated_case()
    normal = np.random.default_rng(seed).standard_normal((n_day, 6)) @ np.linalg.cholesky(true_correlation(2, 3)).T
    share = ndtr(normal).reshape(n_day, 2, 3)
    p_mw = np.stack([2.0 * share[:, 0], LOAD_MW * (0.4 + 0.5 * share[:, 1])], axis=1)
    days = np.datetime64("2021-01-04") + np.arange(n_day)
    return UnitDays(case_units(case, LOAD_MW), days, p_mw, case.step_hours, "synthetic")


def scene(case: DispatchCase | None = None, days: UnitDays | None = None) -> Scene:
    """The split history, all held-out days to be operated."""
    split = split_days(days or history())
    return Scene(case or operated_case(), snapshot(), split.fitted, split.held_out, OPTIONS)


@cache
def usual_model() -> JointModel:
    """Fitted to all the days that may be."""
    return fit_joint_model(split_days(history()).fitted)
