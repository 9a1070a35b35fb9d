"""From the relaxed programme to the best plan that holds in the AC load flow.

Relaxed, rounded, solved again with everything switched held; where the load flow contradicts, convex-concave
iterations; then a linear programme with whole positions tightens the bound and proposes better staircases.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.candidate import Candidate, judge
from engines.dispatch.conic import ConicSolution, solve_conic
from engines.dispatch.convexifying import excess_current, tangent_cost
from engines.dispatch.cuts import LinearStage
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.instance import Instance
from engines.dispatch.options import DispatchOptions
from engines.dispatch.programme import build_programme
from engines.dispatch.refining import round_again
from engines.dispatch.rounding import Switching, fix_switching, round_switching
from engines.dispatch.tightening import tightened
from engines.values.dispatch import Conflict
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_MOST_ROUNDS = 30
_GROWTH = 3.0
_SETTLED = 1e-5
"""Relative gain of a convex-concave iteration below which it has settled."""
_BOUND_MARGIN = 1e-7
"""What the dual's own tolerance may make too much of the bound, relative."""


class Search:
    """One planning.

    Attributes:
        best: the best candidate that holds, else the last one that does not; ``None`` without any.
        bound: lower bound on the cost, NaN without.
        relaxed_cost: of the relaxation: a bound, never a cost.
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
        self.is_infeasible = False
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
        if self.best.holds:
            self._round_again(relaxed)
        if self._is_done() or not self.best.holds:
            return
        self.context.report(0.6, "tightening the bound")
        self._linear_stage(relaxed)

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
            self._explain_conflicts(None)
        else:
            self._stop(relaxed)
        return None

    def _explain_conflicts(self, switching: Switching | None) -> None:
        fixing = None if switching is None else fix_switching(self.programme, switching)
        self.is_infeasible = True
        # The question "what is in the way" deserves an answer even when planning itself used up its time.
        self.conflicts = solve_elastic(self.programme, fixing, seconds=max(self.seconds_left, 2.0)).conflicts

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
            candidates = LinearStage(self.programme, [relaxed]).solve(self.seconds_left * 0.5)
            if candidates.switching is not None:
                switching = candidates.switching
                fixed = solve_conic(self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left)
        if fixed.is_solved:
            self._consider(switching, fixed)
        elif fixed.status == "infeasible":
            self._explain_conflicts(switching)
        else:
            self._stop(fixed)

    def _consider(self, switching: Switching, solution: ConicSolution) -> None:
        """Judge, and where the load flow contradicts, tighten and solve again."""
        candidate = self.judged(switching, solution)
        self._keep(candidate)
        if candidate.holds:
            return
        excess = float(excess_current(self.programme, solution.x).max())
        self.note(f"relaxation inexact: {candidate.day.proof.cause} (excess squared current up to {excess:.2g})")
        if candidate.day.proof.max_dv_pu <= 1e-6 and candidate.day.proof.violations:
            self._tighten(candidate)
            return
        self._convexify(candidate)

    def _convexify(self, candidate: Candidate) -> None:
        fixing, x = fix_switching(self.programme, candidate.switching), candidate.solution.x
        weight, cost, count = 1.0, np.inf, 0
        while count < _MOST_ROUNDS:
            count += 1
            priced = self.programme.cost + tangent_cost(self.programme, x, weight)
            solution = solve_conic(self.programme, fixing, cost=priced, seconds=self.seconds_left)
            if not solution.is_solved:
                self._stop(solution)
                break
            x = solution.x
            found = self.judged(candidate.switching, solution)
            self._keep(found)
            if found.holds:
                if cost - found.cost <= _SETTLED * abs(found.cost):
                    break
                cost = found.cost
            else:
                weight *= _GROWTH
        done = (
            "the load flow agrees" if self.best is not None and self.best.holds else "the load flow still contradicts"
        )
        self.note(f"convex-concave iterations on the cones: {count}; {done}; the relaxed cost is a bound only")

    def _tighten(self, candidate: Candidate) -> None:
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

    def _keep(self, candidate: Candidate) -> None:
        best = self.best
        if best is None or (candidate.holds, -candidate.cost) > (best.holds, -best.cost) or not best.holds:
            self.best = candidate

    def _is_done(self) -> bool:
        best = self.best
        if best is None or (best.holds and best.cost - self.bound <= self.options.gap * abs(best.cost)):
            return True
        if self.seconds_left <= 0:
            word = "planning was stopped" if self.context.is_cancelled() else f"the {self.options.seconds:g} s were up"
            self.stopped = self.stopped or word
            return True
        return False

    def _round_again(self, relaxed: ConicSolution) -> None:
        assert self.best is not None
        switching = round_again(self.programme, relaxed.x, self.best.switching, self.best.solution)
        if switching.same(self.best.switching):
            return
        fixed = solve_conic(self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left)
        if fixed.is_solved:
            self._consider(switching, fixed)

    def _linear_stage(self, relaxed: ConicSolution) -> None:
        assert self.best is not None
        stage = LinearStage(self.programme, [relaxed, self.best.solution])
        count = 0
        while count < _MOST_ROUNDS:
            count += 1
            best = self.best
            answer = stage.solve(self.seconds_left, start=best.switching, stop=self.context.is_cancelled)
            if answer.bound > self.bound:
                self.bound = answer.bound - _BOUND_MARGIN * abs(answer.bound)
            if self._is_done() or answer.switching is None or answer.switching.same(best.switching):
                break
            switching = answer.switching
            fixed = solve_conic(self.programme, fix_switching(self.programme, switching), seconds=self.seconds_left)
            if not fixed.is_solved:
                break
            self._consider(switching, fixed)
            stage.learn(fixed)
            if self._is_done():
                break
        self.note(f"whole positions by mixed-integer programme with cuts from the cones: {count} rounds")
