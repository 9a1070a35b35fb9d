"""What islands add to a plan: the openings that part them, and the step in which a unit takes them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.grid.tracing import power_at
from engines.restoration import wording
from engines.restoration.customer_counts import CRITICAL, customers_by_bus
from engines.restoration.islands import Island, IslandJudge
from engines.restoration.proof import PlannedMove
from engines.restoration.step_figures import with_figures
from engines.restoration.zone_state import ZoneState
from engines.values.phrase import phrase
from engines.values.switching_plan import (
    PlanStatus,
    Precaution,
    ProofStatus,
    StepKind,
    StepProof,
    SwitchingPlan,
    SwitchingStep,
)

Array = np.ndarray[Any, Any]
_LOADS = ("load", "asymmetric_load")
_NEARLY_KW = 1e-6


def parting(state: ZoneState, islands: Sequence[Island]) -> list[PlannedMove]:
    """The openings around islands."""
    ids = state.snapshot.network["switch"].id
    joins = dict.fromkeys(j for island in islands for j in island.openings)
    return [PlannedMove(StepKind.OPEN, str(ids[state.join[j]]), "island") for j in joins]


def with_islands(
    plan: SwitchingPlan, judge: IslandJudge, state: ZoneState, end: Snapshot, units: Sequence[str], within_reach: Array
) -> SwitchingPlan:
    """``plan``, after which units take over what hangs on them; not accepted where one could not hold its part.

    Args:
        end: after the plan's own steps.
        within_reach: ``(n_zone,)`` zones that a switch could have supplied.
    """
    held = np.zeros(state.zones.count, bool)
    for unit_id in units:
        zones = judge.held_at(end, unit_id)
        plan = _with_island(plan, judge, state, end, unit_id, zones & ~held, within_reach)
        held |= zones
    return plan if not units else replace(plan, lower_bound_kw=float("nan"), notes=(*plan.notes, wording.ISLAND_NOTE))


def _with_island(
    plan: SwitchingPlan,
    judge: IslandJudge,
    state: ZoneState,
    end: Snapshot,
    unit_id: str,
    zones: Array,
    within_reach: Array,
) -> SwitchingPlan:
    network = end.network
    solved = judge.solve(unit_id, np.asarray(end.switch_position), zones)
    buses = state.bus_mask(zones) & ~analyse(end).is_energized
    load_kw, there = power_at(end, _LOADS, buses), customers_by_bus(network, judge.options)[buses]
    customers, critical = int(there.sum()), int(there[:, CRITICAL:].sum())
    unserved_kw, left = plan.unserved_kw - load_kw, plan.customers_unserved - customers
    name = network.label(network.find(unit_id) or ElementRef("bus", 0))
    status = ProofStatus.ACCEPTED if not solved.reason else ProofStatus.VIOLATES
    if not solved.result.is_converged:
        status = ProofStatus.NOT_CONVERGED
    proof = StepProof(status, solved.reason, margin=solved.margin, unserved_kw=unserved_kw, customers_unserved=left)
    told = phrase(wording.REASONS[StepKind.ISLAND, ""], name=name, customers=customers, load_kw=load_kw)
    step = SwitchingStep(
        len(plan.steps) + 1, StepKind.ISLAND, unit_id, name, False, judge.travel_s(unit_id), told,
        with_figures(proof, solved.snapshot, solved.result), precaution=Precaution.NONE,
    )  # fmt: skip
    plan = replace(plan, steps=(*plan.steps, step), duration_s=plan.duration_s + step.duration_s)
    if solved.reason:
        return replace(plan, status=PlanStatus.NOT_ACCEPTED, reason=f"step {step.number}, {name}: {solved.reason}")
    beyond = state.bus_mask(zones & ~within_reach)
    dark_kw = power_at(end, _LOADS, state.bus_mask(within_reach & ~zones) & ~analyse(end).is_energized)
    is_whole = plan.status in (PlanStatus.PARTIAL, PlanStatus.NOTHING_TO_DO) and dark_kw <= _NEARLY_KW
    return replace(
        plan,
        status=PlanStatus.COMPLETE if is_whole else plan.status,
        reason="" if is_whole else plan.reason,
        unserved_kw=unserved_kw,
        customers_unserved=left,
        critical_unserved=plan.critical_unserved - critical,
        out_of_reach_kw=plan.out_of_reach_kw - power_at(end, _LOADS, beyond & ~analyse(end).is_energized),
    )
