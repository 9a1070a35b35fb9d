"""The way back to the normal positions, without interruption wherever two live parts may be joined for a moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration import wording
from engines.restoration.isolation import isolation, zone_numbers
from engines.restoration.judging import Judge, Solver
from engines.restoration.options import DEFAULT_OPTIONS, RestorationOptions, check_options
from engines.restoration.paralleling import Paralleling
from engines.restoration.plan_making import no_plan, plan_of
from engines.restoration.proof import PlannedMove, Prover
from engines.restoration.reach import Reach
from engines.restoration.replaying import remaining_moves
from engines.restoration.sighted import held_to_reach, told_of_reach
from engines.restoration.suspicion import Suspicion
from engines.restoration.zone_state import zone_state
from engines.values.switching_plan import PlanPurpose, PlanStatus, StepKind, SwitchingPlan
from engines.values.topology import Topology

NO_SUSPICION = Suspicion((), {}, 0.0, True)


def return_to_normal(
    snapshot: Snapshot,
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    reclosing_off: Collection[str] = (),
    solver: Solver | None = None,
) -> SwitchingPlan:
    """Bring every switch that may be operated to its normal position, each step proven.

    A closing that joins two live parts comes before the opening that parts them again, where phase sequence,
    voltages, angle, circulating current and fault level allow it; else the opening comes first and its interruption
    is counted in the step.

    Args:
        snapshot: after the repair; what is still tagged or earthed stays dead.
        reclosing_off: switches whose reclosing is to be switched on again at the end.

    Raises:
        InputError: an option names what is not there.
    """
    network = snapshot.network
    check_options(network, replace(options, reclosing=frozenset(reclosing_off)))
    state = zone_state(snapshot, options)
    parted = isolation(state, (), options)
    judge = Judge(snapshot, solver or LoadFlowSolver(network, LoadFlowOptions()), options)
    if not judge.present.is_converged:
        return no_plan(snapshot, PlanPurpose.RETURN_TO_NORMAL, PlanStatus.NOT_SOLVED, judge.present.cause)
    moves = list(_Order(snapshot, judge, {int(r) for r in state.join[state.may_operate]}).moves())
    moves += [PlannedMove(StepKind.RECLOSING_ON, element_id) for element_id in sorted(reclosing_off)]
    prover = Prover(judge, state, parted.kept_dead, NO_SUSPICION, may_parallel=True)
    steps, end = prover.prove(moves)
    plan = plan_of(prover, snapshot, end, steps, PlanPurpose.RETURN_TO_NORMAL)
    plan = told_of_reach(plan, Reach(state, options), snapshot)
    wrong = _abnormal(end)
    if plan.status in (PlanStatus.COMPLETE, PlanStatus.NOTHING_TO_DO) and len(wrong):
        names = ", ".join(str(network["switch"]["name"][r]) or str(network["switch"].id[r]) for r in wrong[:5])
        return replace(plan, status=PlanStatus.PARTIAL, reason=wording.NOT_NORMAL.format(names=names))
    return plan


def reprove(
    snapshot: Snapshot,
    plan: SwitchingPlan,
    options: RestorationOptions = DEFAULT_OPTIONS,
    *,
    elements: Collection[str] = (),
    without: Collection[int] = (),
    solver: Solver | None = None,
) -> SwitchingPlan:
    """Prove what is still to be done of a plan that goes around no fault: a way back to normal, a planned outage.

    Steps already in effect are left out; so are those whose numbers are in ``without``, which a person removed.

    Args:
        elements: ids of what a planned outage makes dead: no step brings voltage there, and at its end it is dead.
    """
    network = snapshot.network
    check_options(network, options)
    state = zone_state(snapshot, options)
    wanted = {zone for e in elements for zone in zone_numbers(network, state.zones, e, "elements")}
    rows = [ref.row for ref in map(network.find, plan.isolated) if ref is not None and ref.table == "bus"]
    parted = isolation(state, wanted | {int(zone) for zone in state.zones.of_bus[rows]}, options)
    judge = Judge(snapshot, solver or LoadFlowSolver(network, LoadFlowOptions()), options)
    if not judge.present.is_converged:
        return no_plan(snapshot, plan.purpose, PlanStatus.NOT_SOLVED, judge.present.cause)
    # What is to be made dead has its supply until the step that takes it away.
    prover = Prover(judge, state, parted.kept_dead & ~state.is_live, NO_SUSPICION, may_parallel=True)
    steps, end = prover.prove(remaining_moves(snapshot, plan, without))
    proven = plan_of(prover, snapshot, end, steps, plan.purpose)
    if proven.is_usable and zone_state(end, options).is_live[list(wanted)].any():
        return replace(proven, status=PlanStatus.NOT_ACCEPTED, reason=wording.STILL_LIVE)
    reach = Reach(state, options)
    if plan.purpose is PlanPurpose.RETURN_TO_NORMAL:
        return told_of_reach(proven, reach, snapshot)
    return held_to_reach(proven, reach, end)


def _abnormal(snapshot: Snapshot) -> list[int]:
    switch = snapshot.network["switch"]
    wanted = np.where(np.asarray(switch["normal_closed"], bool), SwitchPosition.CLOSED, SwitchPosition.OPEN)
    return [int(r) for r in np.flatnonzero(np.asarray(snapshot.switch_position) != wanted)]


class _Order:
    """Finds an order in which nothing loses its supply that need not."""

    def __init__(self, snapshot: Snapshot, judge: Judge, movable: set[int]) -> None:
        self._now, self._judge = snapshot, judge
        self._waiting = [r for r in _abnormal(snapshot) if r in movable]
        self._may_join = Paralleling(judge)
        self._ids = snapshot.network["switch"].id

    def moves(self) -> list[PlannedMove]:
        found: list[PlannedMove] = []
        while self._waiting:
            found += self._next()
        return found

    def _next(self) -> list[PlannedMove]:
        """The next operations: what disturbs nobody first, then what is taken over, then what is left."""
        before = analyse(self._now)
        normal = np.asarray(self._now.network["switch"]["normal_closed"], bool)
        openings = [r for r in self._waiting if not normal[r]]
        for row in openings:
            opened = self._with(row, SwitchPosition.OPEN)
            if (analyse(opened).is_energized == before.is_energized).all():
                return [self._do(row, StepKind.OPEN, "normal")]
        for row in (r for r in self._waiting if normal[r]):
            after = analyse(self._with(row, SwitchPosition.CLOSED))
            if len(after.loop_branches) <= len(before.loop_branches):
                return [self._do(row, StepKind.CLOSE, "normal")]
        for row in (r for r in self._waiting if normal[r]):
            partner = self._partner(row, openings, before)
            if partner >= 0:
                return self._taken_over(row, partner)
        row = self._waiting[0]
        if normal[row]:
            # It would close a loop that no opening in the plan undoes: its proof says so.
            return [self._do(row, StepKind.CLOSE, "normal")]
        return [self._do(row, StepKind.OPEN, "normal")]

    def _partner(self, row: int, openings: list[int], before: Topology) -> int:
        """The opening that undoes the loop this closing makes, without anyone losing supply; -1 where there is none."""
        closed = self._with(row, SwitchPosition.CLOSED)
        for other in openings:
            after = analyse(closed.with_values("switch", "position", [other], SwitchPosition.OPEN))
            is_radial = len(after.loop_branches) <= len(before.loop_branches)
            if is_radial and (after.is_energized >= before.is_energized).all():
                return other
        return -1

    def _taken_over(self, row: int, partner: int) -> list[PlannedMove]:
        nobody = np.zeros(len(self._now.network.bus), bool)
        result = self._judge.on_the_way(np.asarray(self._now.switch_position), nobody).result
        why = self._may_join.why_not(self._now, result, row)
        if why:
            return [
                self._do(partner, StepKind.OPEN, "break_first", why),
                self._do(row, StepKind.CLOSE, "normal"),
            ]
        return [self._do(row, StepKind.CLOSE, "transfer"), self._do(partner, StepKind.OPEN, "normal")]

    def _with(self, row: int, position: SwitchPosition) -> Snapshot:
        return self._now.with_values("switch", "position", [row], position)

    def _do(self, row: int, kind: StepKind, cause: str, why: str = "") -> PlannedMove:
        self._now = self._with(row, SwitchPosition.OPEN if kind is StepKind.OPEN else SwitchPosition.CLOSED)
        self._waiting.remove(row)
        return PlannedMove(kind, str(self._ids[row]), cause, why)
