"""Making equipment dead for work, with everybody else kept in supply where that can be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.arrangement import Arrangement, dead_area
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.expectation import expected_moments
from engines.restoration.isolation import isolation, zone_numbers
from engines.restoration.judging import Judge, Solver
from engines.restoration.options import DEFAULT_OPTIONS, RestorationOptions, check_options
from engines.restoration.paralleling import Paralleling
from engines.restoration.pickup import first_arrangement
from engines.restoration.plan_making import finished_plan, no_plan
from engines.restoration.proof import PlannedMove, Prover
from engines.restoration.returning import NO_SUSPICION
from engines.restoration.sequencing import pickups
from engines.restoration.zone_state import ZoneState, zone_state
from engines.restoration.zones import zones_of
from engines.values.switching_plan import PlanPurpose, PlanStatus, StepKind, SwitchingPlan
from engines.values.validation import InputError

_MOST_PROVEN = 20


def planned_outage(
    snapshot: Snapshot,
    elements: Collection[str],
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    solver: Solver | None = None,
) -> SwitchingPlan:
    """A switching order that makes the zones of ``elements`` dead and keeps the others in supply.

    What hangs behind them is taken over by other switches: joined for a moment where that is allowed, else opened
    first, the interruption counted in the step. Earthing and proving dead are done on site and are no steps here.

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
    candidates = Candidates(replace(dead_area(state, parted), isolates_all=True), judge, options.seconds)
    first_arrangement(candidates)
    if not candidates.is_time_up:
        from engines.restoration.exchange import exchange
        from engines.restoration.refinement import refine

        _, proposed = refine(candidates)
        exchange(candidates, proposed or candidates.best, candidates.seconds_left)
    prover = Prover(judge, state, parted.kept_dead & ~state.is_live, NO_SUSPICION, may_parallel=True)
    return _best(candidates, prover, judge, options)


def _best(candidates: Candidates, prover: Prover, judge: Judge, options: RestorationOptions) -> SwitchingPlan:
    failed: SwitchingPlan | None = None
    nothing = candidates.try_out(Arrangement(candidates.area, frozenset()))
    for candidate in [*candidates.ranked()[:_MOST_PROVEN], nothing]:
        plan = _plan(candidate, prover, judge, options)
        if plan.is_usable:
            return plan
        failed = failed or plan
    assert failed is not None
    return failed


def _plan(candidate: Candidate, prover: Prover, judge: Judge, options: RestorationOptions) -> SwitchingPlan:
    arrangement = candidate.arrangement
    state = arrangement.area.state
    moves = _Order(arrangement, judge).moves()
    steps, end = prover.prove(moves)
    plan = finished_plan(prover, arrangement, end, steps, PlanPurpose.PLANNED_OUTAGE, options)
    still_live = _still_live(state, arrangement, end)
    if plan.is_usable and still_live:
        return replace(plan, status=PlanStatus.NOT_ACCEPTED, reason="the part to be worked on would still have voltage")
    return plan


def _still_live(state: ZoneState, arrangement: Arrangement, end: Snapshot) -> bool:
    is_open = np.asarray(end.switch_position)[state.join] == SwitchPosition.OPEN
    live = state.reached(state.is_source, ~is_open)
    return bool((live & arrangement.area.isolation.barred).any())


class _Order:
    """Each part that is taken over, one after the other, then what makes the rest dead."""

    def __init__(self, arrangement: Arrangement, judge: Judge) -> None:
        self._given, self._judge, self._state = arrangement, judge, arrangement.area.state
        self._now = self._state.snapshot
        self._may_join = Paralleling(judge)
        self._done: set[int] = set()
        self._moves: list[PlannedMove] = []

    def moves(self) -> list[PlannedMove]:
        state, given = self._state, self._given
        for root, members, closings in pickups(given):
            region = np.zeros(state.zones.count, bool)
            region[list(members)] = True
            bounding = [j for j in (*given.area.isolation.openings, *given.openings) if region[state.ends[j]].any()]
            bounding.sort(key=lambda j: (bool(state.is_disconnector[j]), float(state.effort_s[j]), j))
            ways = [j for j in (root, *closings) if state.is_open[j]]
            why = self._why_not(ways)
            if why:
                self._do(StepKind.OPEN, bounding, "break_first", why)
                self._do(StepKind.CLOSE, [*(j for j in ways if state.is_disconnector[j]), *ways], "pick_up")
            else:
                self._do(StepKind.CLOSE, ways, "transfer")
                self._do(StepKind.OPEN, bounding, "part")
        # A disconnector comes when nothing flows through it any more.
        left = [*given.area.isolation.openings, *given.openings]
        left.sort(key=lambda j: (bool(state.is_disconnector[j]), float(state.effort_s[j]), j))
        self._do(StepKind.OPEN, left, "outage")
        return self._moves

    def _why_not(self, ways: list[int]) -> str:
        """Why the ways in must not be closed while the part still has its old supply; "" where they may."""
        nobody = np.zeros(len(self._now.network.bus), bool)
        now = self._now
        for j in ways:
            row = int(self._state.join[j])
            result = self._judge.on_the_way(np.asarray(now.switch_position), nobody).result
            why = self._may_join.why_not(now, result, row)
            if why:
                return why
            now = now.with_values("switch", "position", [row], SwitchPosition.CLOSED)
        return ""

    def _do(self, kind: StepKind, joins: list[int], cause: str, why: str = "") -> None:
        ids = self._now.network["switch"].id
        for j in joins:
            if j in self._done:
                continue
            self._done.add(j)
            row = int(self._state.join[j])
            position = SwitchPosition.OPEN if kind is StepKind.OPEN else SwitchPosition.CLOSED
            self._now = self._now.with_values("switch", "position", [row], position)
            self._moves.append(PlannedMove(kind, str(ids[row]), cause, why))
