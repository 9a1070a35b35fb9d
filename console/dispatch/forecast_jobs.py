"""What the forecast and the planning over scenarios ask of their worker. Free of Qt; solvers are imported inside."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.dispatch.folder import write_plan
from console.dispatch.forecast import LEVELS, Fan, FanKind, Forecast, HistoryChoice, ScenarioDay, ScenarioRequest
from console.dispatch.jobs import engine_versions, planned_day, snapshot_of
from console.dispatch.kept import KeptPlan
from console.dispatch.telling import OneWorker, Telling
from engines.values.dispatch_scenarios import ScenarioPlan
from engines.values.frozen import frozen_array
from engines.values.joint_model import Estimated, Scenarios, ScoreReport, UnitDays, UnitKind
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.dispatch.instance import Instance
    from engines.dispatch.joint.model import JointModel
    from engines.grid.snapshot import Snapshot

Array = np.ndarray[Any, Any]
DRAWN, MEMBERS = 1_000, 200
"""Days drawn for a fan, and for each day that is scored."""
LEAST_DRAWN = 500
"""Days drawn, of which the scenarios are kept."""
MIDNIGHT = "00:00"
_MODEL = "dispatch joint model"


def forecast_job(context: WorkContext, kept: KeptPlan, history: HistoryChoice) -> Forecast:
    """Fit the joint model to a history, draw fans, score. Raises ``InputError`` naming place and remedy."""
    from engines.dispatch.joint.case_units import without_history
    from engines.dispatch.joint.outlook import OutlookRequest, look_ahead

    context.report(0.02, "reading the history")
    snapshot = snapshot_of(kept)
    load_mw = float(snapshot.column("load", "p_mw").sum())
    days = history_days(kept, load_mw, history)
    context.check_cancelled()
    outlook = look_ahead(days, OutlookRequest(count=DRAWN, keep=1, members=MEMBERS), context)
    _remember(context, kept, load_mw, history, days, outlook.model)
    units = [k for k, unit in enumerate(days.units) if unit.kind is not UnitKind.FORECAST]
    return Forecast(
        history=history,
        source=days.source,
        first_day=str(days.days[0]),
        last_day=str(days.days[-1]),
        n_day=len(days.days),
        step_hours=days.step_hours,
        fans=tuple(fans_of(outlook.drawn)),
        units=tuple(days.units[k].name for k in units),
        correlation=frozen_array(same_hour_correlation(outlook.model)[np.ix_(units, units)]),
        coverage=_score(outlook.scores, "coverage_90"),
        net_coverage=_score(outlook.scores, "residual_coverage_90"),
        held_out=len(outlook.split.held_out.days),
        rule=outlook.split.rule,
        no_scores=outlook.no_scores,
        without=without_history(kept.case, load_mw, days),
        dropped=days.dropped,
    )


def history_days(kept: KeptPlan, load_mw: float, history: HistoryChoice) -> UnitDays:
    """The days that were chosen. Raises ``InputError`` where there is no history, with the remedy of a window."""
    from engines.dispatch.joint.case_units import history_of
    from engines.dispatch.joint.holdout import season
    from engines.dispatch.joint.simbench_series import simbench_folder

    if not history.path and simbench_folder() is None:
        reason = "has no history, so nothing tells what its units may do together"
        raise InputError(kept.case.name, reason, "choose a CSV file of their past, or install the extra simbench")
    days = history_of(kept.case, load_mw, Path(history.path).expanduser() if history.path else None)
    return season(days, np.datetime64(history.around), history.within) if history.within else days


def fans_of(drawn: Scenarios) -> list[Fan]:
    """Sums first, of the same days as the units: quantiles of a sum, never sums of quantiles."""
    kinds = [unit.kind for unit in drawn.units]
    sign = np.array([unit.sign for unit in drawn.units])
    found = []

    def add(name: str, kind: FanKind, p_mw: Array) -> None:
        found.append(Fan(name, kind, frozen_array(np.quantile(p_mw, LEVELS, axis=0))))

    if UnitKind.LOAD in kinds and (sign < 0).any():
        add("", FanKind.NET_LOAD, np.einsum("nut,u->nt", drawn.p_mw, sign))
    if np.count_nonzero(sign < 0) > 1:
        add("", FanKind.GENERATION, drawn.p_mw[:, sign < 0].sum(axis=1))
    for k, unit in enumerate(drawn.units):
        if unit.kind is not UnitKind.FORECAST:
            add(unit.name, FanKind(unit.kind.value), drawn.p_mw[:, k])
    return found


def same_hour_correlation(model: JointModel) -> Array:
    """``(n_unit, n_unit)`` rank correlation of units in the same step, the mean over the steps in which both vary.

    The rank correlation of two normal variables with correlation r is 6/pi arcsin(r/2) (Kruskal 1958).
    """
    n_unit = len(model.units)
    total, count = np.zeros((n_unit, n_unit)), np.zeros((n_unit, n_unit))
    unit, step = np.divmod(model.active, model.n_step)
    for at in range(model.n_step):
        here = np.flatnonzero(step == at)
        place = np.ix_(unit[here], unit[here])
        total[place] += 6.0 / np.pi * np.arcsin(model.correlation.block(here) / 2.0)
        count[place] += 1
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, total / count, np.nan)


def _score(scores: ScoreReport | None, metric: str) -> Estimated:
    return Estimated() if scores is None else scores.of("joint", metric).mean


def scenario_job(context: WorkContext, folder: Path, kept: KeptPlan) -> KeptPlan:
    """Plan a case over scenarios of its history, and keep what came of it. Raises ``InputError``."""
    from engines.dispatch.scenarios.options import ScenarioOptions
    from engines.dispatch.scenarios.planning import plan_scenarios

    request = kept.scenario_request
    assert request is not None
    if kept.case.clock(0) != MIDNIGHT:
        reason = f"begins at {kept.case.clock(0)}, the days of its history at midnight"
        raise InputError(kept.case.name, reason, "let the case begin at midnight")
    context.report(0.02, "reading the history")
    snapshot = snapshot_of(kept)
    days, drawn, scenarios = draw_scenarios(context, kept, snapshot, request)
    telling = Telling(context, request.seconds)
    plan = plan_scenarios(
        kept.case, snapshot, scenarios, ScenarioOptions(seconds=request.seconds, gap=request.gap),
        executor=OneWorker(context, telling), context=telling,
    )  # fmt: skip
    # Whoever gave it up does not want the best so far either.
    context.check_cancelled()
    planned = with_scenarios(kept, snapshot, plan, request, scenarios, (days.source, len(days.days), drawn))
    done = replace(planned, planned_at=time.time(), problem="", made_with=engine_versions())
    write_plan(folder, done)
    return done


def with_scenarios(
    kept: KeptPlan, snapshot: Snapshot, plan: ScenarioPlan, request: ScenarioRequest, scenarios: Scenarios,
    origin: tuple[str, int, int],
) -> KeptPlan:  # fmt: skip
    """A case with its plan over ``scenarios``, and the day that is expected as what would be carried out.

    Args:
        origin: source of the history, its days, and how many scenarios were drawn.
    """
    from engines.dispatch.attaching import attach
    from engines.dispatch.scenarios.joining import scenario_cases

    low, high = _voltage_limits(attach(kept.case, snapshot))
    available = frozen_array(_available_mwh(scenarios))
    # The day that is expected is kept once: as what would be carried out.
    day = ScenarioDay(replace(plan, expected=None), request, *origin, available, low, high)
    kept = replace(kept, over=day, planned=None, expected_case=None)
    if plan.expected is None:
        return kept
    mean = scenario_cases(kept.case, scenarios)[1]
    course = planned_day(attach(mean, snapshot), plan.expected, request.gap)
    return replace(kept, planned=course, expected_case=mean)


def draw_scenarios(
    context: WorkContext, kept: KeptPlan, snapshot: Snapshot, request: ScenarioRequest
) -> tuple[UnitDays, int, Scenarios]:
    """The history's days, how many days were drawn, and those kept; the same whether a model was remembered or not."""
    from engines.dispatch.joint.fitting import fit_joint_model
    from engines.dispatch.joint.holdout import split_days
    from engines.dispatch.joint.reduction import reduce_scenarios

    load_mw = float(snapshot.column("load", "p_mw").sum())
    known = context.state.get(_MODEL)
    if known is not None and known[0] == _model_key(kept, load_mw, request.history):
        _, days, model = known
    else:
        days = history_days(kept, load_mw, request.history)
        context.check_cancelled()
        context.report(0.06, "fitting the joint model")
        model = fit_joint_model(split_days(days).fitted)
        _remember(context, kept, load_mw, request.history, days, model)
    context.check_cancelled()
    context.report(0.18, "drawing scenarios")
    count = max(LEAST_DRAWN, 2 * request.count)
    scenarios, _ = reduce_scenarios(model.sample(count, request.seed), request.count)
    context.check_cancelled()
    return days, count, scenarios


def _remember(
    context: WorkContext, kept: KeptPlan, load_mw: float, history: HistoryChoice, days: UnitDays, model: JointModel
) -> None:
    """Keep the last model that was fitted: a plan over its scenarios need not fit it again."""
    context.state[_MODEL] = (_model_key(kept, load_mw, history), days, model)


def _model_key(kept: KeptPlan, load_mw: float, history: HistoryChoice) -> tuple[Any, ...]:
    """Everything that a fitted model depends on."""
    from engines.dispatch.joint.case_units import case_units

    path = Path(history.path).expanduser()
    changed = path.stat().st_mtime_ns if history.path and path.exists() else 0
    return case_units(kept.case, load_mw), kept.case.step_hours, history, changed


def _available_mwh(scenarios: Scenarios) -> Array:
    gives = [k for k, unit in enumerate(scenarios.units) if unit.sign < 0]
    return np.asarray(scenarios.step_hours * scenarios.p_mw[:, gives].sum(axis=(1, 2)))


def _voltage_limits(instance: Instance) -> tuple[float, float]:
    """The limits of all buses, NaN where they are not the same."""
    ends = [np.unique(np.asarray(limit)) for limit in (instance.v_min_pu, instance.v_max_pu)]
    low, high = (float(end[0]) if len(end) == 1 else float("nan") for end in ends)
    return low, high
