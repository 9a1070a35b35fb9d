"""The day that is expected under decisions taken for all scenarios: every device of it, held against the load flow."""

from __future__ import annotations

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.binding import binding_constraints
from engines.dispatch.candidate import Candidate
from engines.dispatch.explaining import explain
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.recourse import RecourseSearch
from engines.dispatch.scenarios.setup import Setup, unpacked
from engines.dispatch.schedule import device_schedules
from engines.values.dispatch import DispatchPlan, DispatchStatus
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.work import WorkContext

SECONDS = 20.0
"""One cone programme and its load flows: far more than they ever take."""


def expected_course(context: WorkContext, setup: Setup, first: FirstStage) -> tuple[DispatchPlan | None, str]:
    """The cheapest recourse where wind, sun and loads are the mean of all scenarios.

    A mean of the scenarios' setpoints would be no state of the network; this is one, with a load flow of every step.

    The reference engine is not asked here: it is once for the whole plan.

    Returns:
        The course and "", or what was found (``None`` where nothing was) and why it may not be carried out.
    """
    known = unpacked(context, setup)
    search = RecourseSearch(attach(known.mean, known.snapshot), first, context, SECONDS)
    solution = search.settle_held()
    best = search.best
    if best is None:
        return None, f"the day that is expected has no recourse ({solution.status})"
    plan = _told(search, best)
    return plan, "" if plan.is_acceptable else plan.reason


def _told(search: RecourseSearch, best: Candidate) -> DispatchPlan:
    instance, case, day = search.instance, search.instance.case, best.day
    holds, proof = best.holds, day.proof
    reason = "the shared decisions with the recourse that is expected; every step holds in the AC load flow"
    if not holds:
        reason = f"the relaxation is inexact on the day that is expected: {proof.cause}"
    return DispatchPlan(
        structure_revision=instance.snapshot.network.structure_revision,
        snapshot_revision=instance.snapshot.revision,
        case=case.name,
        status=DispatchStatus.FEASIBLE if holds else DispatchStatus.RELAXATION_INEXACT,
        reason=reason,
        step_hours=case.step_hours,
        cost=best.cost if holds else float("nan"),
        cost_by_kind=FrozenMap(best.costs) if holds else FrozenMap(),
        ac=proof,
        times=tuple(case.clock(step) for step in range(case.n_step)),
        schedule=device_schedules(instance, best),
        losses_mw=frozen_array(day.loss_mw),
        purchase_mw=frozen_array(np.asarray(day.source_p_mw.sum(axis=1))),
        vm_pu=frozen_array(day.vm_pu),
        branch_ids=search.branch_ids,
        branch_p_mw=frozen_array(best.points.flow_p_mw),
        branch_q_mvar=frozen_array(best.points.flow_q_mvar),
        binding=binding_constraints(best.programme, best.solution),
        actions=explain(search.checker, best) if holds else (),
        record=tuple(search.record),
    )
