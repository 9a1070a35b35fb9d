"""The public call: a case, its network and scenarios in, a plan over all of them with its proof out."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.scenarios.executor import Executor, InlineExecutor, WorkLost
from engines.dispatch.scenarios.expected import expected_course
from engines.dispatch.scenarios.joining import scenario_cases
from engines.dispatch.scenarios.options import MOST_SCENARIOS, ScenarioOptions
from engines.dispatch.scenarios.recourse import verify_scenario
from engines.dispatch.scenarios.search import ScenarioSearch
from engines.dispatch.scenarios.setup import ScenarioSet
from engines.dispatch.scenarios.telling import bands, merged_proof, modes, outcome, shared_schedule
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import AcProof, DispatchStatus
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_scenarios import ScenarioPlan
from engines.values.frozen import frozen_array
from engines.values.joint_model import Scenarios
from engines.values.loadflow import VerificationStatus
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkCancelled, WorkContext

Array = np.ndarray[Any, Any]

DEFAULT_OPTIONS = ScenarioOptions()


def plan_scenarios(
    case: DispatchCase,
    snapshot: Snapshot,
    scenarios: Scenarios,
    options: ScenarioOptions = DEFAULT_OPTIONS,
    *,
    executor: Executor | None = None,
    context: WorkContext | None = None,
) -> ScenarioPlan:
    """Plan the horizon of ``case`` over ``scenarios`` of its units.

    Taps, capacitor steps, storage modes, turbines and the day-ahead purchase are the same in all scenarios; storage
    power, curtailment, demand response, reactive power and exchange are each scenario's own. Whoever cancels the
    ``context`` gets the best plan found until then, and so does whoever's ``executor`` loses its workers.

    Raises:
        InputError: the case does not fit network or scenarios, or there are none, or more than 1000.
    """
    context = context or DirectContext()
    executor = executor or InlineExecutor(context)
    begin = time.perf_counter()
    known = _known(case, snapshot, scenarios)
    search = ScenarioSearch(known, executor, options, context, begin)
    search.run()
    plan = _told(search)
    if plan.is_acceptable and not context.is_cancelled():
        plan = _with_expected(search, plan)
    plan = replace(plan, seconds=time.perf_counter() - begin)
    return _verified(search, plan) if options.verify and plan.ac.holds and not context.is_cancelled() else plan


def _with_expected(search: ScenarioSearch, plan: ScenarioPlan) -> ScenarioPlan:
    """With what its decisions come to on the day that is expected."""
    assert search.best is not None
    try:
        ((expected, why_not),) = search.executor.run(
            expected_course, [(search.setup, search.best.first)], search.context.is_cancelled
        )
    except (WorkCancelled, WorkLost):
        return replace(plan, expected_failed="planning was stopped before it was worked out")
    return replace(plan, expected=expected, expected_failed=why_not)


def _verified(search: ScenarioSearch, plan: ScenarioPlan) -> ScenarioPlan:
    """Ask the reference engine in one scenario; where it disagrees, the plan is not to be carried out."""
    assert search.best is not None
    dearest = int(np.argmax([o.cost for o in plan.outcomes]))
    try:
        work = [(search.setup, dearest, search.best.first)]
        (status,) = search.executor.run(verify_scenario, work, search.context.is_cancelled)
    except (WorkCancelled, WorkLost):
        return plan
    proof = replace(plan.ac, verification=status)
    if plan.expected is not None:
        # It is the same network with the same devices: what was asked of one scenario was asked of all, and of it.
        plan = replace(plan, expected=replace(plan.expected, ac=replace(plan.expected.ac, verification=status)))
    if status is not VerificationStatus.REFUTED:
        return replace(plan, ac=proof)
    cause = f"scenario {dearest + 1}: the reference engine disagrees with the fast one"
    reason = f"the AC check cannot be trusted: {cause}"
    status_now = DispatchStatus.RELAXATION_INEXACT
    return replace(plan, status=status_now, reason=reason, ac=replace(proof, cause=cause))


def _known(case: DispatchCase, snapshot: Snapshot, scenarios: Scenarios) -> ScenarioSet:
    probability = np.asarray(scenarios.probability, np.float64)
    n = len(probability)
    if not 1 <= n <= MOST_SCENARIOS:
        raise InputError("scenarios", f"{n} cannot be planned over", f"ask for 1 to {MOST_SCENARIOS}")
    if not (np.all(probability > 0) and abs(probability.sum() - 1.0) < 1e-6):
        reason = "probabilities are not all above 0, or do not sum to 1"
        raise InputError("scenarios", reason, "leave out what cannot happen and scale the rest")
    cases, mean = scenario_cases(case, scenarios)
    return ScenarioSet(cases, mean, snapshot, probability / probability.sum())


def _told(search: ScenarioSearch) -> ScenarioPlan:
    known, case = search.known, search.instance.case
    plan = ScenarioPlan(
        structure_revision=known.snapshot.network.structure_revision,
        snapshot_revision=known.snapshot.revision,
        case=case.name,
        status=DispatchStatus.NO_PLAN,
        reason=search.stopped or "no plan was found",
        step_hours=case.step_hours,
        probability=frozen_array(known.probability),
        times=tuple(case.clock(step) for step in range(case.n_step)),
        cvar_level=case.cvar_level,
        cvar_weight=case.cvar_weight,
        lower_bound=search.bound,
        ac=AcProof(case.n_step * search.n_scenario, 0),
        infeasible=tuple(search.infeasible),
        exchanges=tuple(search.exchanges),
        groups=search.group_count,
        workers=search.executor.workers,
    )
    if search.mean is not None and search.mean.holds:
        plan = replace(plan, mean_plan_cost=search.mean.cost)
    elif search.mean is not None:
        failed = next(r for r in search.mean.recourses if not r.holds)
        said = failed.conflicts[0].sentence.text if failed.conflicts else failed.proof.cause
        plan = replace(plan, mean_plan_failed=f"scenario {failed.scenario + 1}: {said}")
    plan = _with_best(plan, search) if search.best is not None else _without(plan, search)
    return replace(plan, record=tuple(search.record))


def _without(plan: ScenarioPlan, search: ScenarioSearch) -> ScenarioPlan:
    if not search.is_infeasible:
        return plan
    reason = "no first stage keeps all limits in all scenarios, though each scenario has a plan by itself"
    if search.infeasible:
        scenario, conflicts = search.infeasible[0]
        said = conflicts[0].sentence.text if conflicts else "nor one with limits of voltage, branches and sources aside"
        reason = f"no plan keeps all limits in scenario {scenario + 1}: {said}"
    return replace(plan, status=DispatchStatus.INFEASIBLE, reason=reason)


def _with_best(plan: ScenarioPlan, search: ScenarioSearch) -> ScenarioPlan:
    best = search.best
    assert best is not None
    probability, instance = search.known.probability, search.instance
    outcomes = tuple(outcome(instance, r, p) for r, p in zip(best.recourses, probability.tolist(), strict=True))
    plan = replace(plan, outcomes=outcomes, ac=merged_proof(best.recourses))
    if not best.holds:
        if search.is_infeasible:
            return _without(plan, search)
        failed = next(r for r in best.recourses if not r.holds)
        if failed.status == "infeasible":
            said = failed.conflicts[0].sentence.text if failed.conflicts else "no limit that gives way helps"
            reason = f"scenario {failed.scenario + 1} has no recourse at the positions found: {said}"
            return replace(plan, reason=reason)
        if failed.status != "solved":
            return replace(plan, reason=search.stopped or f"scenario {failed.scenario + 1} was not solved in time")
        reason = f"the relaxation is inexact in scenario {failed.scenario + 1}: {failed.proof.cause}"
        return replace(plan, status=DispatchStatus.RELAXATION_INEXACT, reason=reason)
    costs = np.array([o.cost for o in outcomes])
    plan = replace(
        plan,
        cost=best.cost,
        expected_cost=float(probability @ costs),
        cvar=search.risk.value(costs, probability),
        schedule=shared_schedule(instance, best, probability),
        modes=modes(instance, best.first),
        bands=bands(outcomes, probability),
    )
    percent = f"{100 * plan.gap:.3f} % above the lower bound; every step of {len(outcomes)} scenarios holds"
    if not np.isfinite(plan.lower_bound):
        return replace(plan, status=DispatchStatus.FEASIBLE, reason=f"holds, without a lower bound; {search.stopped}")
    if plan.gap <= search.options.gap:
        return replace(plan, status=DispatchStatus.OPTIMAL, reason=percent)
    why = search.stopped or search.why_not_better
    return replace(plan, status=DispatchStatus.FEASIBLE, reason=f"{percent}; {why}")
