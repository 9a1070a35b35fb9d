"""From the relaxed programme to the best plan that holds in the AC load flow.

Relaxed, rounded, solved again with everything switched held; where the load flow contradicts, convex-concave
iterations; then a linear programme with whole positions tightens the bound and proposes better staircases.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from engines.dispatch.ac_check import LARGEST_DV_PU, AcChecker
from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.candidate import Candidate, judge
from engines.dispatch.conic import ConicSolution, solve_conic
from engines.dispatch.convexifying import excess_current, tangent_cost
from engines.dispatch.cuts import LinearStage
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.instance import Instance
from engines.dispatch.options import DispatchOptions
from engines.dispatch.programme import build_programme
from engines.dispatch.refining import Guide
from engines.dispatch.rounding import Switching, fix_switching, round_switching
from engines.dispatch.stepwise import StepwiseBound, bounding_places
from engines.dispatch.tightening import tightened
from engines.values.dispatch import Conflict
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_MOST_ROUNDS = 30
_MOST_PROPOSALS = 5
_MOST_CUTS = 25
_GROWTH = 3.0
_SETTLED = 1e-5
"""Relative gain of a convex-concave iteration below which it has settled."""
_EXACT = 1e-4
"""Excess current times impedance of a branch, pu², up to which a relaxed solution counts as exact for rounding."""
_BOUND_MARGIN = 1e-7
"""What the dual's own tolerance may make too much of the bound, relative."""


class Search:
    """One planning.

    Attributes:
        best: the best candidate that holds, else the last one that does not; ``None`` without any.
        bound: lower bound on the cost, NaN without.
        relaxed_cost: of the relaxation: a bound, never a cost.
        is_convexified: the relaxation was not exact.
        stopped: why it ended before the gap was reached; empty where it did not.
        record: what was done, one sentence each.
    """

    def __init__(self, instance: Instance, options: DispatchOptions, context: WorkContext, begin: float) -> None:
        self.instance, self.options, self.context = instance, options, context
        self._end = begin + options.seconds
        start = time.perf_counter()
        self.programme = build_programme(instance)
        self.build_seconds = time.perf_counter() - start
        self.checker = AcChecker(instance)
        self.branch_ids = tuple(tree_branch_name(instance, k) for k in range(len(instance.feeder.child)))
        self.best: Candidate | None = None
        self.bound = self.relaxed_cost = float("nan")
        self.is_infeasible = self.is_convexified = False
        self.conflicts: tuple[Conflict, ...] = ()
        self.stopped = ""
        self.record: list[str] = []

    def note(self, text: str) -> None:
        """Keep what was done."""
        self.record.append(text)

    @property
    def seconds_left(self) -> float:
        """Time left; none once the person has asked to stop."""
        return 0.0 if self.context.is_cancelled() else self._end - time.perf_counter()

    def run(self) -> None:
        """Search until the gap is reached, time is up, or nothing better is to be had."""
        relaxed = self._relaxed()
        if relaxed is None:
            return
        self.context.report(0.3, "rounding")
        switching = round_switching(self.programme, relaxed.x)
        self._rounded(relaxed, switching)
        if self.best is None or self._is_done():
            return
        if not self.best.holds or self.is_convexified:
            # Where the relaxation is not exact, whole positions are not what its bound lacks.
            return
        self.context.report(0.5, "tightening the bound")
        for stage in (self._stepwise_stage, self._guided_stage, self._linear_stage):
            stage(relaxed)
            if self._is_done():
                return

    def judged(self, switching: Switching, solution: ConicSolution) -> Candidate:
        """Hold a solution against the load flow."""
        return judge(self.programme, self.checker, switching, solution)

    def _relaxed(self) -> ConicSolution | None:
        relaxed = solve_conic(self.programme, seconds=self.seconds_left)
        if relaxed.is_solved:
            self.relaxed_cost = relaxed.value
            self.bound = relaxed.bound - _BOUND_MARGIN * abs(relaxed.bound)
            return relaxed
        if relaxed.status == "infeasible":
            self.is_infeasible = True
            # The question "what is in the way" deserves an answer even when planning itself used up its time.
            self.conflicts = solve_elastic(self.programme, seconds=max(self.seconds_left, 2.0)).conflicts
        else:
            self._stop(relaxed)
        return None

    def _stop(self, solution: ConicSolution) -> None:
        if self.context.is_cancelled():
            self.stopped = "planning was stopped"
        elif solution.status == "out_of_time":
            self.stopped = f"the {self.options.seconds:g} s were up"
        else:
            self.stopped = f"the solver broke down ({solution.word})"

    def _rounded(self, relaxed: ConicSolution, switching: Switching) -> None:
        fixed = solve_conic(self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left)
        if fixed.status == "infeasible":
            self.note("the rounded positions of taps and capacitors were not feasible; others were sought")
            switching, fixed = self._made_feasible(relaxed, switching)
        if fixed.is_solved:
            self._settled(relaxed, switching, fixed)
        elif fixed.status != "infeasible":
            self._stop(fixed)

    def _settled(self, relaxed: ConicSolution, switching: Switching, fixed: ConicSolution) -> None:
        """Positions that hold in the load flow.

        Held at a position that is too high, the cones may burn current to keep a voltage down. Where the relaxed
        solution does no such thing, the positions are to blame: their slopes say where to go.
        """
        guide = Guide(self.programme, relaxed.x)
        feeder = self.instance.feeder
        burnt = excess_current(self.programme, relaxed.x) * np.hypot(feeder.r_pu, feeder.x_pu)
        is_exact = float(burnt.max(initial=0.0)) <= _EXACT
        for attempt in range(_MOST_PROPOSALS):
            is_last = attempt == _MOST_PROPOSALS - 1
            candidate = self._consider(switching, fixed, may_convexify=not is_exact or is_last)
            if candidate.holds or self.seconds_left <= 0:
                break
            guide.learn(switching, candidate.solution)
            proposed = guide.propose(switching)
            if proposed.same(switching):
                self._consider(switching, candidate.solution)
                break
            solution = solve_conic(self.programme, fix_switching(self.programme, proposed), seconds=self.seconds_left)
            if not solution.is_solved:
                self._consider(switching, candidate.solution)
                break
            switching, fixed = proposed, solution

    def _made_feasible(self, relaxed: ConicSolution, switching: Switching) -> tuple[Switching, ConicSolution]:
        """Positions all limits can be kept with: limits that give way say where to move; HiGHS at the end."""
        guide = Guide(self.programme, relaxed.x)
        solution = relaxed
        for _ in range(_MOST_PROPOSALS):
            elastic = solve_elastic(self.programme, fix_switching(self.programme, switching), self.seconds_left)
            self.conflicts = elastic.conflicts
            if not elastic.solution.is_solved:
                break
            guide.learn(switching, elastic.solution)
            proposed = guide.propose(switching)
            if proposed.same(switching):
                break
            switching = proposed
            solution = solve_conic(self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left)
            if solution.is_solved:
                return switching, solution
        found = LinearStage(self.programme, [relaxed]).solve(self.seconds_left * 0.7, stop=self.context.is_cancelled)
        switching = found.switching or switching
        return switching, solve_conic(
            self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left
        )

    def _consider(self, switching: Switching, solution: ConicSolution, *, may_convexify: bool = True) -> Candidate:
        """Judge, and where the load flow contradicts, tighten and solve again."""
        candidate = self.judged(switching, solution)
        self._keep(candidate)
        if candidate.holds:
            return candidate
        excess = float(excess_current(self.programme, solution.x).max())
        self.note(f"relaxation inexact: {candidate.day.proof.cause} (excess squared current up to {excess:.2g})")
        if candidate.day.proof.max_dv_pu <= LARGEST_DV_PU and candidate.day.proof.violations:
            return self._tighten(candidate)
        return self._convexify(candidate) if may_convexify else candidate

    def _convexify(self, candidate: Candidate) -> Candidate:
        self.is_convexified = True
        fixing, x = fix_switching(self.programme, candidate.switching), candidate.solution.x
        weight, cost, count = 1.0, np.inf, 0
        while count < _MOST_ROUNDS:
            count += 1
            priced = self.programme.cost + tangent_cost(self.programme, x, weight)
            solution = solve_conic(self.programme, fixing, cost=priced, seconds=self.seconds_left)
            if not solution.is_solved:
                if not candidate.holds:
                    self._stop(solution)
                break
            x = solution.x
            found = candidate = self.judged(candidate.switching, solution)
            self._keep(found)
            if found.holds:
                if cost - found.cost <= _SETTLED * abs(found.cost):
                    break
                cost = found.cost
            else:
                weight *= _GROWTH
        if self.best is not None and self.best.holds:
            self.stopped = self.stopped or "the relaxation is not exact here, so that its bound lies low"
        if self.best is not None and self.best.holds:
            self.stopped = self.stopped or "the relaxation is not exact here, so that its bound lies low"
        done = (
            "the load flow agrees" if self.best is not None and self.best.holds else "the load flow still contradicts"
        )
        self.note(f"convex-concave iterations on the cones: {count}; {done}; the relaxed cost is a bound only")
        return candidate

    def _tighten(self, candidate: Candidate) -> Candidate:
        """Draw the limits that the load flow breaks tighter; the bound stays that of the true limits."""
        true = self.programme
        for rounds in range(1, 6):
            instance = tightened(self.programme.instance, candidate.day)
            self.programme = build_programme(instance)
            fixing = fix_switching(self.programme, candidate.switching)
            solution = solve_conic(self.programme, fixing, seconds=self.seconds_left)
            if not solution.is_solved:
                self._stop(solution)
                break
            candidate = self.judged(candidate.switching, solution)
            self._keep(candidate)
            if candidate.holds:
                self.note(f"limits that the load flow broke were drawn tighter, {rounds} times")
                break
        else:
            self.note("limits were drawn tighter, and the load flow still breaks them")
        self.programme = true
        return candidate

    def _keep(self, candidate: Candidate) -> None:
        best = self.best
        if best is None or (candidate.holds, -candidate.cost) > (best.holds, -best.cost) or not best.holds:
            self.best = candidate

    def _is_done(self) -> bool:
        best = self.best
        if best is None or (best.holds and best.cost - self.bound <= self.options.gap * max(abs(best.cost), 1.0)):
            return True
        if self.seconds_left <= 0:
            word = "planning was stopped" if self.context.is_cancelled() else f"the {self.options.seconds:g} s were up"
            self.stopped = self.stopped or word
            return True
        return False

    def _stepwise_stage(self, relaxed: ConicSolution) -> None:
        """Whole positions of taps at a source and of banks in the bound, steps taken apart."""
        assert self.best is not None
        places = bounding_places(self.instance)
        if not places:
            return
        stepwise = StepwiseBound(self.programme, relaxed, places)
        count = 0
        for held in sorted({1, len(places)}):
            # The first staircase alone comes soon to most of what there is to gain.
            for side in stepwise.around():
                if held == 1 and not stepwise.learn(side[:1], self.seconds_left):
                    return
            count += self._cut_rounds(stepwise, held)
            if self._is_done():
                break
        self.note(f"bound with whole positions of {held} devices, steps taken apart: {count} rounds")

    def _cut_rounds(self, stepwise: StepwiseBound, held: int) -> int:
        """Bound, try what it proposes, learn from there; how many times."""
        assert self.best is not None
        count, known = 0, [self.best.switching]
        while count < _MOST_CUTS:
            count += 1
            bound, reached, kept = stepwise.least()
            self._raise_bound(bound)
            if self._is_done():
                break
            switching = self.best.switching
            for place, positions in zip(stepwise.places[:held], kept, strict=False):
                switching = switching.replaced(place, positions)
            if not any(switching.same(other) for other in known):
                known.append(switching)
                self._try(switching)
            if self._is_done() or stepwise.is_known(reached[:held]):
                break
            if not stepwise.learn(reached[:held], self.seconds_left):
                break
        return count

    def _guided_stage(self, relaxed: ConicSolution) -> None:
        """All staircases rounded anew by the slopes of what was tried."""
        assert self.best is not None
        guide, current, count = Guide(self.programme, relaxed.x), self.best, 0
        while count < _MOST_PROPOSALS:
            count += 1
            guide.learn(current.switching, current.solution)
            switching = guide.propose(self.best.switching)
            found = None if switching.same(current.switching) else self._try(switching)
            if found is None or self._is_done():
                break
            current = found
        self.note(f"positions rounded anew by their duals: {count} rounds")

    def _try(self, switching: Switching) -> Candidate | None:
        """Solve with everything switched held and judge; ``None`` where there is no solution."""
        fixed = solve_conic(self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left)
        return self._consider(switching, fixed, may_convexify=False) if fixed.is_solved else None

    def _raise_bound(self, bound: float) -> None:
        bound -= _BOUND_MARGIN * abs(bound)
        if self.best is not None and self.best.holds and bound > self.best.cost + 1e-6 * abs(self.best.cost):
            self.note("a bound above a plan that holds was thrown away")
        elif bound > self.bound:
            self.bound = bound

    def _linear_stage(self, relaxed: ConicSolution) -> None:
        assert self.best is not None
        stage = LinearStage(self.programme, [relaxed, self.best.solution])
        count = 0
        while count < _MOST_ROUNDS:
            count += 1
            best = self.best
            answer = stage.solve(self.seconds_left, start=best.switching, stop=self.context.is_cancelled)
            self._raise_bound(answer.bound)
            if self._is_done() or answer.switching is None or answer.switching.same(best.switching):
                break
            found = self._try(answer.switching)
            if found is None or self._is_done():
                break
            stage.learn(found.solution)
        self.note(f"whole positions by mixed-integer programme with cuts from the cones: {count} rounds")
