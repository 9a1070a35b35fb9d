"""The pieces an evaluation is given out in: a model for a time of the year, a set point, one day in one mode."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from engines.dispatch.evaluation.committing import commit, draw
from engines.dispatch.evaluation.hindsight import settle_hindsight
from engines.dispatch.evaluation.rolling import RollingDay
from engines.dispatch.evaluation.rules import choose_set_point, settle_rules, with_purchase_of
from engines.dispatch.evaluation.scene import Packed, Scene, unpacked
from engines.dispatch.evaluation.settlement import NotSettled, settle_day
from engines.dispatch.joint.fitting import LEAST_DAYS, JointOptions, fit_joint_model
from engines.dispatch.joint.holdout import season
from engines.dispatch.joint.model import JointModel
from engines.dispatch.joint.scoring import known_of
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.values.dispatch_evaluation import DayFailure, DayResult, OperatingMode
from engines.values.joint_model import UnitDays
from engines.values.validation import InputError
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

RULE_DAYS = 8
"""Fitted days the set point of the tap changers is chosen by."""


@dataclass(frozen=True, slots=True, eq=False)
class DayAnswer:
    """What came of one day in one mode: a result (two with hindsight) or a failure.

    Attributes:
        plan_seconds: planning took, NaN where nothing was planned; out_of_time: it ended because time was up.
    """

    results: tuple[DayResult, ...] = ()
    failure: DayFailure | None = None
    plan_seconds: float = float("nan")
    out_of_time: bool = False


def fit_around(context: WorkContext, packed: Packed, around: np.datetime64) -> tuple[JointModel, bool]:
    """The joint model of the fitted days near a date in the year; whether there were enough of them.

    Where there are too few it is fitted to all.
    """
    scene = unpacked(context, packed)
    days, is_near = near_days(scene.fitted, around, scene.options.within)
    return fit_joint_model(days, JointOptions(seed=scene.options.seed)), is_near


def near_days(fitted: UnitDays, around: np.datetime64, within: int) -> tuple[UnitDays, bool]:
    """Fitted days near a date in the year, and whether those suffice; all of them where they do not."""
    try:
        near = season(fitted, around, within)
    except InputError:
        return fitted, False
    return (near, True) if len(near.days) >= LEAST_DAYS else (fitted, False)


def find_set_point(context: WorkContext, packed: Packed) -> float:
    """The voltage the tap changers are set to in the mode of rules, by some of the fitted days."""
    scene = unpacked(context, packed)
    rng = np.random.default_rng(scene.options.seed)
    n = len(scene.fitted.days)
    rows = np.sort(rng.choice(n, min(RULE_DAYS, n), replace=False))
    return choose_set_point([scene.checker(scene.fitted.p_mw[row]) for row in rows])


def run_rules(context: WorkContext, packed: Packed, place: int, set_pu: float) -> DayAnswer:
    """A day by rules, and the bound of hindsight."""
    scene = unpacked(context, packed)
    day, p_mw = scene.chosen.days[place], scene.chosen.p_mw[place]
    mode = OperatingMode.RULES
    try:
        checker, purchase = scene.checker(p_mw), None
        if scene.case.prices.has_imbalance:
            usual, _ = near_days(scene.fitted, day, scene.options.within)
            purchase = with_purchase_of(scene.checker(usual.p_mw.mean(axis=0)), set_pu)
        ruled = settle_rules(day, checker, set_pu, purchase)
        mode = OperatingMode.HINDSIGHT
        best = settle_hindsight(day, checker, scene.options.seconds, context)
    except NotSettled as error:
        context.check_cancelled()
        return DayAnswer(failure=DayFailure(day, mode, str(error)))
    return DayAnswer((ruled, best))


def run_planned(context: WorkContext, packed: Packed, place: int, model: JointModel, mode: OperatingMode) -> DayAnswer:
    """A day planned over scenarios of the model, or of its units taken independently, and operated hour by hour."""
    scene, own = unpacked(context, packed), model.independent() if mode is OperatingMode.INDEPENDENT else model
    day, options = scene.chosen.days[place], scene.options
    # Both modes draw with the same seeds, so that chance makes as little of their difference as can be.
    seed = options.seed + 10_000 * (place + 1)
    scenarios = draw(own, _forecasts(scene, own, place), options.drawn, options.scenarios, seed)
    asked = ScenarioOptions(seconds=options.seconds, gap=options.gap, verify=False)
    plan = commit(scene.case, scene.snapshot, scenarios, asked, context)
    context.check_cancelled()
    answered = partial(DayAnswer, plan_seconds=plan.seconds, out_of_time=plan.out_of_time)
    if plan.first is None:
        return answered(failure=DayFailure(day, mode, f"no plan: {plan.reason}"))
    p_mw = scene.chosen.p_mw[place]
    checker = scene.checker(p_mw)
    rolling = RollingDay(scene.case, own, p_mw, checker, plan.first, options.members, seed + 1, context)
    try:
        points = rolling.operate()
        result = settle_day(mode, day, checker, points, plan.first.switching, plan.first.purchase_mw)
    except NotSettled as error:
        return answered(failure=DayFailure(day, mode, str(error)))
    return answered((result,))


def _forecasts(scene: Scene, model: JointModel, place: int) -> Array | None:
    """What is known of the day on the day before: point forecasts, where the history has such."""
    known = known_of(model.units, scene.chosen.p_mw[place], 0)
    return known if np.isfinite(known).any() else None
