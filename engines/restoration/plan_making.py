"""An arrangement made into a plan: ordered, proven, and with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.grid.tracing import power_at
from engines.restoration import wording
from engines.restoration.arrangement import Arrangement
from engines.restoration.options import RestorationOptions
from engines.restoration.proof import PlannedMove, Prover
from engines.restoration.reclosing import reclosing_joins
from engines.restoration.sequencing import sequence
from engines.restoration.shift_order import with_shifts
from engines.values.switching_plan import PlanPurpose, PlanStatus, StepKind, SwitchingPlan, SwitchingStep

_LOADS = ("load", "asymmetric_load")
_NEARLY_KW, _HALF_KW = 1e-6, 0.5
MOST_HELD = 3
Array = np.ndarray[Any, Any]


def no_plan(snapshot: Snapshot, purpose: PlanPurpose, status: PlanStatus, reason: str) -> SwitchingPlan:
    """A plan without steps that says why."""
    return SwitchingPlan(purpose, status, snapshot.revision, snapshot.network.structure_revision, reason)


def make_plan(
    prover: Prover, arrangement: Arrangement, purpose: PlanPurpose, options: RestorationOptions,
    more: Sequence[PlannedMove] = (),
) -> SwitchingPlan:  # fmt: skip
    """Order the operations of an arrangement, and ``more`` after them, prove each, and say how far they reach."""
    state = arrangement.area.state
    ids = state.snapshot.network["switch"].id[state.join]
    moves = [PlannedMove(StepKind.RECLOSING_OFF, str(ids[j])) for j in reclosing_joins(arrangement, options)]
    moves += [PlannedMove(move.kind, str(ids[move.join]), move.cause) for move in sequence(arrangement)]
    steps, end = prover.prove([*with_shifts(prover.judge, arrangement, moves), *more])
    return finished_plan(prover, arrangement, end, steps, purpose, options)


def finished_plan(
    prover: Prover, arrangement: Arrangement, end: Snapshot, steps: tuple[SwitchingStep, ...], purpose: PlanPurpose,
    options: RestorationOptions,
) -> SwitchingPlan:  # fmt: skip
    """The plan of proven steps toward an arrangement: what it isolates, reaches and leaves."""
    state, area = arrangement.area.state, arrangement.area
    plan = plan_of(prover, prover.judge.snapshot, end, steps, purpose)
    reach = state.bus_mask(area.within_reach | area.stays_live)
    serves = (state.p_kw != 0.0) | (state.customers.sum(axis=1) > 0) | state.has_generation
    dark = area.within_reach & ~arrangement.served & serves
    isolated = state.snapshot.network.bus.id[state.bus_mask(area.isolation.barred)]
    plan = replace(
        plan,
        isolated=tuple(str(i) for i in isolated),
        out_of_reach_kw=power_at(state.snapshot, _LOADS, ~reach),
        notes=_notes(prover, arrangement, purpose, options),
    )
    is_idle = plan.status is PlanStatus.NOTHING_TO_DO and purpose is PlanPurpose.RESTORE
    if is_idle and not dark.any() and plan.unserved_kw > _NEARLY_KW:
        return replace(plan, reason=wording.NOTHING_TO_PICK_UP)
    reaches = plan.status in (PlanStatus.COMPLETE, PlanStatus.NOTHING_TO_DO)
    if not reaches or purpose is PlanPurpose.ISOLATE or not dark.any():
        return plan
    return replace(plan, status=PlanStatus.PARTIAL, reason=_why_partial(prover, plan, end, state.bus_mask(dark)))


def _why_partial(prover: Prover, plan: SwitchingPlan, end: Snapshot, dark: Array) -> str:
    """Who stays ``dark`` (``(n_bus,)`` bool) though switches lead there, and of a restoration who else does."""
    left_kw, left = power_at(end, _LOADS, dark), prover.customers_at(dark)
    told = wording.LIMITED.format(load_kw=left_kw, customers=left)
    other_kw, other = max(plan.unserved_kw - left_kw, 0.0), max(plan.customers_unserved - left, 0)
    if plan.purpose is not PlanPurpose.RESTORE or (other_kw < _HALF_KW and not other):
        return told
    return told + wording.BESIDE_LIMITED.format(load_kw=other_kw, customers=other)


def plan_of(
    prover: Prover, snapshot: Snapshot, end: Snapshot, steps: tuple[SwitchingStep, ...], purpose: PlanPurpose
) -> SwitchingPlan:
    """The figures of proven steps; complete where every proof is accepted."""
    network = snapshot.network
    before, after = np.asarray(snapshot.switch_position), np.asarray(end.switch_position)
    moved = before != after
    ids = network["switch"].id
    dark = ~analyse(end).is_energized
    refused = [step for step in steps if not step.proof.is_accepted]
    status = PlanStatus.NOT_ACCEPTED if refused else PlanStatus.COMPLETE if steps else PlanStatus.NOTHING_TO_DO
    reason = f"step {refused[0].number}, {refused[0].name}: {refused[0].proof.reason}" if refused else ""
    if not refused and purpose in (PlanPurpose.ISOLATE, PlanPurpose.RESTORE) and prover.leaves_voltage(end):
        status, reason = PlanStatus.NOT_ACCEPTED, wording.KEPT_DEAD_LIVE
    operated = [step for step in steps if step.kind in (StepKind.OPEN, StepKind.CLOSE)]
    return SwitchingPlan(
        purpose=purpose,
        status=status,
        snapshot_revision=snapshot.revision,
        structure_revision=network.structure_revision,
        reason=reason or (wording.NOTHING_TO_DO if not steps else ""),
        steps=steps,
        open_at_end=tuple(str(i) for i in ids[moved & (after == SwitchPosition.OPEN)]),
        closed_at_end=tuple(str(i) for i in ids[moved & (after == SwitchPosition.CLOSED)]),
        unserved_kw=power_at(end, _LOADS, dark),
        customers_unserved=prover.customers_at(dark),
        critical_unserved=prover.critical_at(dark),
        dead_kw=prover.dead_kw,
        customers_dead=prover.dead_customers,
        operations=len(operated),
        manual=sum(not step.is_remote for step in operated),
        duration_s=sum(step.duration_s for step in steps),
        margin=steps[-1].proof.margin if steps else float("nan"),
    )


def _notes(
    prover: Prover, arrangement: Arrangement, purpose: PlanPurpose, options: RestorationOptions
) -> tuple[str, ...]:
    state, area = arrangement.area.state, arrangement.area
    notes = list(prover.notes)
    if not prover.knows_customers:
        notes.append(wording.NO_CUSTOMERS)
    unreachable = area.free & ~area.within_reach
    is_outage = purpose is PlanPurpose.PLANNED_OUTAGE
    if not is_outage and state.p_kw[unreachable].sum() > _NEARLY_KW:
        notes.append(wording.NO_WAY.format(load_kw=float(state.p_kw[unreachable].sum())))
    if not is_outage and (area.isolation.barred & state.is_live).any():
        notes.append(wording.SUSPECTED_LIVE)
    if options.cold_load_factor != 1.0:
        notes.append(wording.COLD_LOAD.format(factor=options.cold_load_factor))
    if not is_outage and (arrangement.served & state.has_generation).any():
        notes.append(wording.DER_AWAY)
    return (*notes, *_held_ties(arrangement, options))


def _held_ties(arrangement: Arrangement, options: RestorationOptions) -> list[str]:
    """Open switches to what may be picked up, that another order needs as they are."""
    state = arrangement.area.state
    switch = state.snapshot.network["switch"]
    at_dark = arrangement.area.free[state.ends].any(axis=1) & state.is_open
    rows = [int(row) for row in state.join[at_dark] if str(switch.id[row]) in options.held]
    return [
        wording.HELD.format(
            name=state.snapshot.network.label(ElementRef("switch", row)), why=options.held[str(switch.id[row])]
        )
        for row in rows[:MOST_HELD]
    ]
