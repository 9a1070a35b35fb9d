"""The public call: a case on a network in, a plan with its proof out."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.binding import binding_constraints
from engines.dispatch.calming import calm
from engines.dispatch.candidate import Candidate
from engines.dispatch.explaining import explain
from engines.dispatch.instance import Instance
from engines.dispatch.options import DispatchOptions
from engines.dispatch.schedule import device_schedules
from engines.dispatch.search import Search
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import AcProof, Conflict, DispatchPlan, DispatchStatus
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import VerificationStatus
from engines.values.work import DirectContext, WorkContext

DEFAULT_OPTIONS = DispatchOptions()


def plan_dispatch(
    case: DispatchCase,
    snapshot: Snapshot,
    options: DispatchOptions = DEFAULT_OPTIONS,
    *,
    context: WorkContext | None = None,
) -> DispatchPlan:
    """Plan the horizon of ``case`` on the network of ``snapshot``.

    Switches and taps that no device of the case moves stay as they are. Whoever cancels the ``context`` gets the
    best plan found until then; nothing is raised for it.

    Raises:
        InputError: the case does not fit the network (unknown bus, loop, islanded part, ...).
    """
    context = context or DirectContext()
    begin = time.perf_counter()
    instance = attach(case, snapshot)
    search = Search(instance, options, context, begin)
    search.run()
    calm(search)
    best = search.best
    if best is None:
        return without_plan(search, begin)
    seconds = time.perf_counter() - begin
    if options.verify and best.day.proof.solved == best.day.proof.steps and not context.is_cancelled():
        best = verified(search, best)
    begin_telling = time.perf_counter()
    plan = told(search, best, options)
    return replace(plan, seconds=seconds + time.perf_counter() - begin_telling)


def verified(search: Search, best: Candidate) -> Candidate:
    """Ask the reference engine; where it disagrees, judge the plan by it."""
    checker = search.checker
    status = checker.verify(checker.snapshot(best.points, best.switching, 0))
    if status is VerificationStatus.REFUTED:
        search.note("the reference engine disagrees with the fast one; the plan was checked by the reference engine")
        best = search.judged(best.switching, best.solution)
    proof = replace(best.day.proof, verification=status)
    return replace(best, day=replace(best.day, proof=proof))


def told(search: Search, best: Candidate, options: DispatchOptions) -> DispatchPlan:
    """The plan a search ended with."""
    instance = search.instance
    base = _empty(instance, search)
    holds = best.holds
    if not holds:
        status, reason = DispatchStatus.RELAXATION_INEXACT, f"the relaxation is inexact: {best.day.proof.cause}"
        if search.conflicts:
            reason += f"; no positions were found that keep all limits: {search.conflicts[0].sentence.text}"
    else:
        gap = replace(base, cost=best.cost, lower_bound=search.bound).gap
        proven = f"{100 * gap:.4f} % above the lower bound" if np.isfinite(gap) else "no lower bound was proven"
        percent = f"{proven}; every step holds in the AC load flow"
        status = DispatchStatus.OPTIMAL if gap <= options.gap else DispatchStatus.FEASIBLE
        reason = (
            percent if status is DispatchStatus.OPTIMAL else f"{percent}; {search.stopped or 'no better one was found'}"
        )
    day = best.day
    return replace(
        base,
        status=status,
        reason=reason,
        cost=best.cost if holds else float("nan"),
        cost_by_kind=FrozenMap(best.costs) if holds else FrozenMap(),
        lower_bound=search.bound,
        relaxed_cost=search.relaxed_cost,
        ac=day.proof,
        schedule=device_schedules(instance, best),
        losses_mw=frozen_array(day.loss_mw),
        purchase_mw=frozen_array(day.source_p_mw.sum(axis=1)),
        vm_pu=frozen_array(day.vm_pu),
        branch_ids=search.branch_ids,
        branch_p_mw=frozen_array(best.points.flow_p_mw),
        branch_q_mvar=frozen_array(best.points.flow_q_mvar),
        binding=binding_constraints(best.programme, best.solution),
        conflicts=() if holds else search.conflicts,
        actions=explain(search.checker, best) if options.explain and holds else (),
        record=tuple(search.record),
    )


def without_plan(search: Search, begin: float) -> DispatchPlan:
    """What a search without any plan has to say."""
    conflicts: tuple[Conflict, ...] = search.conflicts
    if search.is_infeasible:
        status = DispatchStatus.INFEASIBLE
        reason = (
            f"no plan keeps all limits: {conflicts[0].sentence.text}"
            if conflicts
            else "no plan keeps all limits, nor one with limits of voltage, branches and sources set aside"
        )
        if conflicts and search.instance.staircases:
            search.note(
                "by how much limits would have to give way is told with taps and banks anywhere between their "
                "positions; whole positions and limited moves may ask for more"
            )
    elif conflicts:
        status = DispatchStatus.NO_PLAN
        reason = f"no whole positions were found that keep all limits; the nearest miss: {conflicts[0].sentence.text}"
    else:
        status, reason = DispatchStatus.NO_PLAN, search.stopped or "no plan was found"
    plan = replace(_empty(search.instance, search), status=status, reason=reason, conflicts=conflicts)
    return replace(
        plan,
        lower_bound=search.bound,
        relaxed_cost=search.relaxed_cost,
        record=tuple(search.record),
        seconds=time.perf_counter() - begin,
    )


def _empty(instance: Instance, search: Search) -> DispatchPlan:
    case = instance.case
    return DispatchPlan(
        structure_revision=instance.snapshot.network.structure_revision,
        snapshot_revision=instance.snapshot.revision,
        case=case.name,
        status=DispatchStatus.NO_PLAN,
        reason="",
        step_hours=case.step_hours,
        ac=AcProof(case.n_step, 0),
        times=tuple(case.clock(step) for step in range(case.n_step)),
        build_seconds=search.build_seconds,
    )
