"""Making equipment dead for work, with everybody else kept in supply where that can be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration import wording
from engines.restoration.arrangement import Arrangement, DeadArea, dead_area
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.customer_counts import customers_by_bus
from engines.restoration.expectation import expected_moments
from engines.restoration.isolation import isolation, zone_numbers
from engines.restoration.judging import Judge, Solver
from engines.restoration.options import DEFAULT_OPTIONS, RestorationOptions, check_options
from engines.restoration.outage_order import OutageOrder, who_is_cut
from engines.restoration.pickup import first_arrangement
from engines.restoration.plan_making import finished_plan, no_plan
from engines.restoration.proof import Prover
from engines.restoration.reach import Reach
from engines.restoration.returning import NO_SUSPICION
from engines.restoration.shifting import first_budget, make_room
from engines.restoration.sighted import Choices, held_to_reach
from engines.restoration.zone_state import ZoneState, zone_state
from engines.restoration.zones import zones_of
from engines.values.switching_plan import PlanPurpose, PlanStatus, SwitchingPlan
from engines.values.validation import InputError

_NEARLY_KW = 1e-6
_MOST_PROVEN = 20


def planned_outage(
    snapshot: Snapshot,
    elements: Collection[str],
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    solver: Solver | None = None,
) -> SwitchingPlan:
    """A switching order that makes the zones of ``elements`` dead and keeps the others in supply.

    What hangs behind them is taken over by other switches before the isolation: joined for a moment where that is
    allowed, else opened first, the interruption counted in the step. Who is cut all the same is named in the notes.
    Earthing and proving dead are done on site and are no steps here.

    Args:
        elements: ids of what is worked on; a switch stands for both its sides.

    Raises:
        InputError: an element or an option names what is not there, or no element is named.
    """
    network = snapshot.network
    check_options(network, options)
    if not elements:
        raise InputError("elements", "nothing is named that should be dead", "name at least one element by its id")
    zones = zones_of(network)
    wanted = {zone for element in elements for zone in zone_numbers(network, zones, element, "elements")}
    state = zone_state(snapshot, options)
    parted = isolation(state, wanted, options)
    purpose = PlanPurpose.PLANNED_OUTAGE
    if parted.reason:
        return no_plan(snapshot, purpose, PlanStatus.NOT_ISOLABLE, parted.reason)
    expected = expected_moments(snapshot, options.repair_hours)
    judge = Judge(snapshot, solver or LoadFlowSolver(network, LoadFlowOptions()), options, expected)
    if not judge.present.is_converged:
        return no_plan(snapshot, purpose, PlanStatus.NOT_SOLVED, judge.present.cause)
    area = replace(dead_area(state, parted), isolates_all=True)
    prover = Prover(judge, state, parted.kept_dead & ~state.is_live, NO_SUSPICION, may_parallel=True)
    plan = _best(_searched(area, judge, options, is_cold=False), prover, judge, options)
    if plan.is_usable and not _left(plan):
        return plan
    # What cannot be joined loses its supply for a while, and comes back cold and without its generation.
    other = _best(_searched(area, judge, options, is_cold=True), prover, judge, options)
    return other if other.is_usable and (not plan.is_usable or _left(other) < _left(plan)) else plan


def _searched(area: DeadArea, judge: Judge, options: RestorationOptions, *, is_cold: bool) -> Candidates:
    candidates = Candidates(area, judge, options.seconds, is_cold=is_cold)
    first_arrangement(candidates)
    make_room(candidates, first_budget(len(judge.snapshot.network.bus)))
    if not candidates.is_time_up:
        from engines.restoration.exchange import exchange
        from engines.restoration.refinement import refine

        _, proposed = refine(candidates)
        exchange(candidates, proposed or candidates.best, candidates.seconds_left)
    return candidates


def _left(plan: SwitchingPlan) -> float:
    """Load in kW without supply at the end that some way leads to."""
    left_kw = plan.unserved_kw - plan.out_of_reach_kw
    return left_kw if left_kw > _NEARLY_KW else 0.0


def _best(candidates: Candidates, prover: Prover, judge: Judge, options: RestorationOptions) -> SwitchingPlan:
    failed: SwitchingPlan | None = None
    nothing = candidates.try_out(Arrangement(candidates.area, frozenset()))
    reach = Reach(prover.state, options)
    choices = Choices(candidates, reach)
    for candidate in chain(choices.ranked(_MOST_PROVEN), [nothing]):
        plan = _plan(candidate, prover, judge, options, reach)
        if plan.is_usable:
            return choices.told(plan)
        failed = failed or plan
    assert failed is not None
    return failed


def _plan(
    candidate: Candidate, prover: Prover, judge: Judge, options: RestorationOptions, reach: Reach
) -> SwitchingPlan:
    arrangement = candidate.arrangement
    state = arrangement.area.state
    steps, end = prover.prove(OutageOrder(arrangement, judge).moves())
    plan = finished_plan(prover, arrangement, end, steps, PlanPurpose.PLANNED_OUTAGE, options)
    counts = customers_by_bus(judge.snapshot.network, judge.options)
    plan = replace(plan, notes=(*plan.notes, *who_is_cut(judge.snapshot, arrangement, end, steps, counts)))
    plan = held_to_reach(plan, reach, end)
    still_live = _still_live(state, arrangement, end)
    if plan.is_usable and still_live:
        return replace(plan, status=PlanStatus.NOT_ACCEPTED, reason=wording.STILL_LIVE)
    return plan


def _still_live(state: ZoneState, arrangement: Arrangement, end: Snapshot) -> bool:
    is_open = np.asarray(end.switch_position)[state.join] == SwitchPosition.OPEN
    live = state.reached(state.is_source, ~is_open)
    return bool((live & arrangement.area.isolation.barred).any())
