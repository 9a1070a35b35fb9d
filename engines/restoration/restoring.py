"""The public calls: isolate a fault, and give supply back to all that may have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration import wording
from engines.restoration.alternatives import alternatives
from engines.restoration.arrangement import Arrangement, DeadArea, dead_area
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.expectation import expected_moments
from engines.restoration.island_steps import parting, with_islands
from engines.restoration.islands import IslandJudge
from engines.restoration.isolation import isolation, zone_numbers
from engines.restoration.judging import Judge, Solver
from engines.restoration.options import DEFAULT_OPTIONS, RestorationOptions, check_options
from engines.restoration.plan_making import make_plan, no_plan, plan_of
from engines.restoration.proof import Prover
from engines.restoration.reach import Reach
from engines.restoration.replaying import remaining_moves, replay
from engines.restoration.searching import Bounded, search
from engines.restoration.shedding import better_by_shedding
from engines.restoration.shift_order import interruption_is_worth
from engines.restoration.sighted import Choices, held_to_reach
from engines.restoration.suspicion import credible_zones
from engines.restoration.trimming import trimmed
from engines.restoration.zone_state import ZoneState, zone_state
from engines.restoration.zones import Zones, zones_of
from engines.values.switching_plan import PlanPurpose, PlanStatus, StepKind, SwitchingPlan

_MOST_PROVEN = 50
"""Candidates whose steps are proven one by one before it is said that none can be carried out."""
_INTERRUPTS = wording.REASONS[StepKind.OPEN, "shift_first"]

Fault = str | Mapping[int, float]
"""A faulted element by its id, or by zone the probability that the fault lies in it."""


def isolate(
    snapshot: Snapshot,
    fault: Fault,
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    is_locked_out: bool = True,
    solver: Solver | None = None,
) -> SwitchingPlan:
    """Part the suspected zones from all others, without picking anything up.

    Args:
        snapshot: the present state, the protective device tripped.
        fault: see :data:`Fault`.
        is_locked_out: the protection will not reclose by itself any more.
        solver: compiled for this structure, where there is one already.

    Raises:
        InputError: an option or the fault names what is not there.
    """
    work = _Work(snapshot, fault, options, PlanPurpose.ISOLATE, is_locked_out, solver)
    return work.refusal or make_plan(work.prover, Arrangement(work.area, frozenset()), work.purpose, options)


def restore(
    snapshot: Snapshot,
    fault: Fault,
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    is_locked_out: bool = True,
    solver: Solver | None = None,
) -> SwitchingPlan:
    """Isolate and give supply back, from whatever state the network is in now.

    A first plan comes from a heuristic on the zones; ``options.seconds`` are spent on a better one. Each state,
    on the way and at the end, is accepted by a full load flow only. See :func:`isolate` for the arguments.

    Returns:
        The best plan found, with a lower bound on what stays unserved and two alternatives beside it.
    """
    work = _Work(snapshot, fault, options, PlanPurpose.RESTORE, is_locked_out, solver)
    if work.refusal is not None:
        return work.refusal
    candidates, bounds_kw = search(work.area, work.judge, options.seconds)
    plan = _with_search(work.best_plan(candidates, bounds_kw), candidates)
    if plan.status is not PlanStatus.PARTIAL or not options.sheddable:
        return plan
    simpler = replace(options, sheddable=(), seconds=0.0)
    return better_by_shedding(
        snapshot, plan, options, lambda off: restore(off, fault, simpler, solver=work.solver), work.solver
    )


def _with_search(plan: SwitchingPlan, candidates: Candidates) -> SwitchingPlan:
    beside = tuple((name, _with_search(other, candidates)) for name, other in plan.alternatives)
    return replace(plan, alternatives=beside, refined_s=candidates.refined_s, is_repeatable=candidates.is_repeatable)


def recheck(
    snapshot: Snapshot,
    plan: SwitchingPlan,
    fault: Fault,
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    without: Collection[int] = (),
    solver: Solver | None = None,
) -> SwitchingPlan:
    """Prove what is still to be done of a plan from what is true now, in its own order.

    Steps already in effect are left out; so are those whose numbers are in ``without``, which a person removed.
    A plan that no longer holds says at which step and why; :func:`restore` then finds another.
    """
    work = _Work(snapshot, fault, options, plan.purpose, True, solver)
    if work.refusal is not None:
        return work.refusal
    moves = remaining_moves(snapshot, plan, without)
    units = [move.element_id for move in moves if move.kind is StepKind.ISLAND]
    steps, end = work.prover.prove([move for move in moves if move.kind is not StepKind.ISLAND])
    again = held_to_reach(plan_of(work.prover, snapshot, end, steps, plan.purpose), work.reach, end)
    if not units or not again.is_usable:
        return again
    return with_islands(again, work.islands, work.state, end, units, work.area.within_reach)


class _Work:
    """What every plan around a fault begins with; ``refusal`` is the plan that says why there is none."""

    def __init__(
        self,
        snapshot: Snapshot,
        fault: Fault,
        options: RestorationOptions,
        purpose: PlanPurpose,
        is_locked_out: bool,
        solver: Solver | None,
    ) -> None:
        network = snapshot.network
        check_options(network, options)
        self.purpose, self.options = purpose, options
        self.refusal: SwitchingPlan | None = None
        zones = zones_of(network)
        suspicion = credible_zones(probabilities(network, zones, fault), options.credible_level, zones.count)
        if not is_locked_out:
            self._refuse(snapshot, PlanStatus.NOT_LOCKED_OUT, wording.LOCKOUT)
            return
        if not suspicion.is_enough:
            told = wording.NOT_LOCATED.format(held=suspicion.held, level=options.credible_level)
            self._refuse(snapshot, PlanStatus.NOT_LOCATED, told)
            return
        self.state: ZoneState = zone_state(snapshot, options)
        parted = isolation(self.state, suspicion.isolated, options)
        if parted.reason:
            self._refuse(snapshot, PlanStatus.NOT_ISOLABLE, parted.reason)
            return
        self.area: DeadArea = replace(dead_area(self.state, parted), isolates_all=purpose is PlanPurpose.ISOLATE)
        self.solver: Solver = solver or LoadFlowSolver(network, LoadFlowOptions())
        self.judge = Judge(snapshot, self.solver, options, expected_moments(snapshot, options.repair_hours))
        if not self.judge.present.is_converged:
            self._refuse(snapshot, PlanStatus.NOT_SOLVED, self.judge.present.cause)
            return
        self.islands = IslandJudge(self.judge, self.state, parted.kept_dead)
        self.reach = Reach(self.state, options)
        self.prover = Prover(self.judge, self.state, parted.kept_dead, suspicion)

    def _refuse(self, snapshot: Snapshot, status: PlanStatus, reason: str) -> None:
        self.refusal = no_plan(snapshot, self.purpose, status, reason)

    def best_plan(self, candidates: Candidates, bounds_kw: Bounded) -> SwitchingPlan:
        """The best candidate whose every step is accepted; where none is, the best with its failing proof."""
        failed: SwitchingPlan | None = None
        unmoved = candidates.best
        choices = Choices(candidates, self.reach)
        for candidate in choices.ranked(_MOST_PROVEN):
            plan = self._made(candidate)
            if plan.is_usable and self._is_worth(plan, candidate, unmoved):
                beside = self._alternatives(candidates, candidate, plan) if candidate.arrangement.feeding else ()
                least_kw = bounds_kw.get(candidate.arrangement.area.shifts, float("nan"))
                if any(step.kind is StepKind.ISLAND for step in plan.steps):
                    # The bound knows of the network only.
                    least_kw = float("nan")
                bounded = replace(plan, lower_bound_kw=least_kw + plan.out_of_reach_kw, alternatives=beside)
                return choices.told(bounded)
            failed = failed or plan
        return failed or make_plan(self.prover, Arrangement(self.area, frozenset()), self.purpose, self.options)

    def _is_worth(self, plan: SwitchingPlan, candidate: Candidate, unmoved: Candidate | None) -> bool:
        """Whether an interruption of live load by the plan is outweighed by what is served for it."""
        if not any(step.reason.template == _INTERRUPTS for step in plan.steps):
            return True
        before = unmoved.arrangement if unmoved else Arrangement(self.area, frozenset())
        return interruption_is_worth(candidate.arrangement, before, self.options.repair_hours)

    def _made(self, candidate: Candidate) -> SwitchingPlan:
        """The plan of a candidate, refused where the protection would not see its faults."""
        arrangement = candidate.arrangement
        dark = self.area.free & ~arrangement.served
        islands = self.islands.islands(arrangement.position, dark) if self.options.grid_forming else []
        more = parting(self.state, islands)
        plan = make_plan(self.prover, arrangement, self.purpose, self.options, more)
        end = self.judge.snapshot.with_state({("switch", "position"): arrangement.position})
        plan = held_to_reach(plan, self.reach, end)
        if not islands or not plan.is_usable:
            return plan
        end = replay(self.judge.snapshot, plan)[-1] if plan.steps else end
        units = [island.unit_id for island in islands]
        return with_islands(plan, self.islands, self.state, end, units, self.area.within_reach)

    def _alternatives(
        self, candidates: Candidates, chosen: Candidate, best: SwitchingPlan
    ) -> tuple[tuple[str, SwitchingPlan], ...]:
        if self.options.seconds <= 0.0:
            return ()
        found = []
        for name, others in alternatives(candidates, chosen).items():
            for other in (trimmed(candidates, o) for o in others):
                plan = self._made(other)
                if not plan.is_usable or not self._is_worth(plan, other, candidates.best):
                    continue
                less_kw = plan.unserved_kw - best.unserved_kw
                if plan.status is PlanStatus.PARTIAL and less_kw > 0.5:
                    plan = replace(plan, reason=wording.LEFT.format(load_kw=less_kw))
                found.append((name, plan))
                break
        return tuple(found)


def probabilities(network: Network, zones: Zones, fault: Fault) -> dict[int, float]:
    """By zone the probability of the fault; a switch as the faulted element suspects both its sides."""
    if isinstance(fault, str):
        numbers = zone_numbers(network, zones, fault, "fault")
        return {zone: 1.0 / len(numbers) for zone in numbers}
    return {int(zone): float(p) for zone, p in fault.items()}
