"""Interruptible loads switched off so that more, or more important, customers get their supply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.restoration import wording
from engines.restoration.customer_counts import CRITICAL
from engines.restoration.judging import Judge, Solver
from engines.restoration.options import RestorationOptions
from engines.restoration.proof import PlannedMove, Prover
from engines.restoration.replaying import replay, without_loads
from engines.restoration.suspicion import Suspicion
from engines.restoration.zone_state import zone_state
from engines.values.phrase import phrase
from engines.values.switching_plan import StepKind, SwitchingPlan, SwitchingStep

_NEARLY_KW = 1e-6
Planner = Callable[[Snapshot], SwitchingPlan]
"""A plan for a snapshot in which loads are switched off."""


@dataclass(frozen=True, slots=True)
class _Shed:
    """Loads switched off: how much, whose, and how many of them of priority 2 and more."""

    load_id: str
    load_kw: float
    customers: int
    critical: int


def better_by_shedding(
    snapshot: Snapshot, plan: SwitchingPlan, options: RestorationOptions, quick: Planner, solver: Solver
) -> SwitchingPlan:
    """``plan``, or one that first switches off loads of ``options.sheddable``, from the first named on.

    What is switched off counts as unserved like what is dark: the plan is better only if priority customers, or
    customers and load in all, gain by it.

    Args:
        quick: plans for a changed snapshot.
        solver: of the structure.
    """
    loads = [_shed(snapshot, load_id, options) for load_id in options.sheddable]
    loads = [load for load in loads if load.load_kw > _NEARLY_KW]
    best = plan
    count = 1
    while loads and count <= len(loads):
        chosen = loads[:count]
        off = without_loads(snapshot, [load.load_id for load in chosen])
        other = quick(off)
        if other.is_usable:
            other = _with_steps(snapshot, off, other, chosen, options, solver, plan)
            if other.is_usable and _key(other, options) < _key(best, options):
                best = other
        count = len(loads) if count < len(loads) < 2 * count else 2 * count
    return best


def _key(plan: SwitchingPlan, options: RestorationOptions) -> tuple[int, float]:
    weighed_kw = plan.unserved_kw + options.customer_kw * plan.customers_unserved
    return plan.critical_unserved, round(weighed_kw, 3)


def _shed(snapshot: Snapshot, load_id: str, options: RestorationOptions) -> _Shed:
    network = snapshot.network
    ref = network.find(load_id)
    assert ref is not None
    p_mw = float(snapshot.column("load", "p_mw")[ref.row] * snapshot.column("load", "scaling")[ref.row])
    is_on = bool(snapshot.column("load", "in_service")[ref.row])
    customer = network["customer"]
    own = np.asarray(rows_of(network["load"].index, customer["load"])) == ref.row
    critical = own & (customer["priority"] >= CRITICAL)
    count, urgent = int(customer["count"][own].sum()), int(customer["count"][critical].sum())
    if load_id in options.customers or load_id in options.priority:
        count = options.customers.get(load_id, count)
        urgent = count if options.priority.get(load_id, 2 if urgent else 0) >= CRITICAL else 0
    return _Shed(load_id, 1e3 * p_mw if is_on else 0.0, count, urgent)


def _with_steps(
    snapshot: Snapshot, off: Snapshot, plan: SwitchingPlan, chosen: list[_Shed], options: RestorationOptions,
    solver: Solver, before: SwitchingPlan,
) -> SwitchingPlan:  # fmt: skip
    """The plan with the switching-off in front, and what is off counted as unserved."""
    end = analyse([off, *replay(off, plan)][-1]).is_energized
    network = snapshot.network
    fed = [load for load in chosen if end[_bus(network, load.load_id)]]
    dark_kw = sum(load.load_kw for load in chosen if load not in fed)
    steps: list[SwitchingStep] = []
    now = snapshot
    for load in fed:
        now = without_loads(now, [load.load_id])
        state = zone_state(now, options)
        nowhere = np.zeros(state.zones.count, bool)
        prover = Prover(Judge(now, solver, options), state, nowhere, Suspicion((), {}, 0.0, True))
        (step,), _ = prover.prove([PlannedMove(StepKind.SHED, load.load_id)])
        told = phrase(wording.REASONS[StepKind.SHED, ""], name=step.name, load_kw=load.load_kw)
        steps.append(replace(step, reason=told, interrupted_kw=load.load_kw))
    steps += plan.steps
    off_kw, off_customers = 0.0, 0
    counted: list[SwitchingStep] = []
    for number, step in enumerate(steps, start=1):
        if number <= len(fed):
            off_kw, off_customers = off_kw + fed[number - 1].load_kw, off_customers + fed[number - 1].customers
        proof = replace(
            step.proof,
            unserved_kw=step.proof.unserved_kw + off_kw,
            customers_unserved=step.proof.customers_unserved + off_customers,
        )
        counted.append(replace(step, number=number, proof=proof))
    return replace(
        plan,
        snapshot_revision=snapshot.revision,
        steps=tuple(counted),
        unserved_kw=plan.unserved_kw + off_kw + dark_kw,
        customers_unserved=plan.customers_unserved + off_customers,
        critical_unserved=plan.critical_unserved + sum(load.critical for load in fed),
        dead_kw=before.dead_kw,
        customers_dead=before.customers_dead,
        out_of_reach_kw=before.out_of_reach_kw,
        lower_bound_kw=before.lower_bound_kw,
        duration_s=sum(step.duration_s for step in counted),
        alternatives=before.alternatives,
        refined_s=before.refined_s,
        is_repeatable=before.is_repeatable,
    )


def _bus(network: Network, load_id: str) -> int:
    ref = network.find(load_id)
    assert ref is not None
    return int(network.bus_row(network["load"]["bus"][[ref.row]])[0])
