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
from engines.restoration.arrangement import Arrangement, DeadArea, Shift, dead_area
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.exchange import exchange
from engines.restoration.expectation import expected_moments
from engines.restoration.isolation import isolation, zone_numbers
from engines.restoration.judging import Judge, Solver
from engines.restoration.options import DEFAULT_OPTIONS, RestorationOptions, check_options
from engines.restoration.pickup import first_arrangement
from engines.restoration.plan_making import make_plan, no_plan, plan_of
from engines.restoration.proof import Prover
from engines.restoration.reach import Reach
from engines.restoration.replaying import remaining_moves
from engines.restoration.shedding import better_by_shedding
from engines.restoration.shift_order import interruption_is_worth
from engines.restoration.shifting import first_budget, make_room
from engines.restoration.sighted import Choices, held_to_reach
from engines.restoration.suspicion import credible_zones
from engines.restoration.trimming import trimmed
from engines.restoration.zone_state import ZoneState, zone_state
from engines.restoration.zones import Zones, zones_of
from engines.values.switching_plan import PlanPurpose, PlanStatus, StepKind, SwitchingPlan

_MOST_PROVEN = 50
"""Candidates whose steps are proven one by one before it is said that none can be carried out."""
_MOST_SOLVED = 300
"""Load flows for moving open points once there is time."""
_FIRST_SHARE = 0.1
"""Of the time for refining: small exchanges on the first plan, before the linear programme."""

_INTERRUPTS = wording.REASONS[StepKind.OPEN, "shift_first"]

Bounded = dict[tuple[Shift, ...], float]
"""By the open points of live feeders that are moved, a lower bound in kW."""
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
    candidates = Candidates(work.area, work.judge, options.seconds)
    first_arrangement(candidates)
    make_room(candidates, first_budget(len(snapshot.network.bus)))
    bounds_kw = _refined(candidates, options.seconds) if not candidates.is_time_up else {}
    plan = work.best_plan(candidates, bounds_kw)
    if plan.status is not PlanStatus.PARTIAL or not options.sheddable:
        return plan
    simpler = replace(options, sheddable=(), seconds=0.0)
    return better_by_shedding(
        snapshot, plan, options, lambda off: restore(off, fault, simpler, solver=work.solver), work.solver
    )


def _refined(candidates: Candidates, seconds: float) -> Bounded:
    """Make what was found better; by the open points that were moved, the load that must stay dark within reach, kW."""
    from engines.restoration.refinement import refine

    found: Bounded = {}
    exchange(candidates, candidates.best, seconds * _FIRST_SHARE)
    bound, proposed = refine(candidates)
    if not _moved(candidates):
        found[()] = bound()
        exchange(candidates, proposed, candidates.seconds_left)
    if not candidates.is_time_up:
        make_room(candidates, _MOST_SOLVED, in_time=True)
    best = candidates.best_of_all
    if best is not None and _moved(candidates) and not candidates.is_time_up:
        view = candidates.within(best.arrangement.area)
        bound, proposed = refine(view)
        found[view.area.shifts] = bound()
        exchange(view, proposed or view.best, view.seconds_left)
    return found


def _moved(candidates: Candidates) -> bool:
    """Whether the best moves open points of live feeders."""
    best = candidates.best_of_all
    return best is not None and bool(best.arrangement.area.shifts)


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
    steps, end = work.prover.prove(remaining_moves(snapshot, plan, without))
    return held_to_reach(plan_of(work.prover, snapshot, end, steps, plan.purpose), work.reach, end)


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
        plan = make_plan(self.prover, candidate.arrangement, self.purpose, self.options)
        end = self.judge.snapshot.with_state({("switch", "position"): candidate.arrangement.position})
        return held_to_reach(plan, self.reach, end)

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
