"""From the relaxed programme to the best plan that holds in the AC load flow.

Relaxed, rounded, solved again with everything switched held; where the load flow contradicts, convex-concave
iterations; then a linear programme with whole positions tightens the bound and proposes better staircases.
"""

from __future__ import annotations

import time

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.along_tangents import loss_worth
from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.candidate import Candidate, judge
from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.convexifying import EXACT, burnt
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.improving import guided_stage, linear_stage, stepwise_stage
from engines.dispatch.instance import Instance
from engines.dispatch.on_network import conflicts_on_network
from engines.dispatch.options import DispatchOptions
from engines.dispatch.programme import Programme, build_programme
from engines.dispatch.rounding import Switching, fix_switching, round_switching
from engines.dispatch.settling import consider, settle
from engines.values.dispatch import Conflict
from engines.values.work import WorkContext

_NOT_TAKEN = "these positions were tried to save cost, and not taken"
_BOUND_MARGIN = 1e-7
"""What the dual's own tolerance may make too much of the bound, relative."""


class Search:
    """One planning.

    Attributes:
        best: the best candidate that holds, else the last one that does not; ``None`` without any.
        bound: lower bound on the cost, NaN without.
        relaxed_cost: of the relaxation: a bound, never a cost.
        is_convexified: the relaxation was not exact; has_sought_on_network: positions were then chosen anew.
        stopped: why it ended before the gap was reached; empty where it did not.
        record: what was done, one sentence each.
    """

    def __init__(self, instance: Instance, options: DispatchOptions, context: WorkContext, begin: float) -> None:
        self.instance, self.options, self.context = instance, options, context
        self._end = begin + options.seconds
        start = time.perf_counter()
        self.programme = self.build(instance)
        self.build_seconds = time.perf_counter() - start
        self.checker = AcChecker(instance)
        self.branch_ids = tuple(tree_branch_name(instance, k) for k in range(len(instance.feeder.child)))
        self.best: Candidate | None = None
        self.bound = self.relaxed_cost = float("nan")
        self.is_infeasible = self.is_convexified = self.has_sought_on_network = False
        self.conflicts: tuple[Conflict, ...] = ()
        self.stopped = ""
        self.record: list[str] = []

    def build(self, instance: Instance) -> Programme:
        """The programme of an instance."""
        return build_programme(instance)

    def fixing(self, switching: Switching) -> Fixing:
        """What holds the programme at a switching."""
        return fix_switching(self.programme, switching)

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
        settle(self, relaxed, switching)
        if self.best is None or self.is_done():
            return
        if not self.best.holds or self.is_convexified:
            # Where the relaxation is not exact, whole positions are not what its bound lacks.
            return
        self.context.report(0.5, "tightening the bound")
        for stage in (stepwise_stage, guided_stage, linear_stage):
            stage(self, relaxed)
            if self.is_done():
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
            self.diagnose(max(self.seconds_left, 2.0))
        else:
            self.stop(relaxed)
        return None

    def diagnose(self, seconds: float) -> None:
        """Find the limits that stand in the way, by what they would have to give."""
        answer = solve_elastic(self.programme, seconds=seconds, by_place=True)
        self.conflicts = answer.conflicts
        if answer.conflicts and self.seconds_left > 0 and burnt(self.programme, answer.solution.x) > EXACT:
            # It counts on power it burns.
            found = conflicts_on_network(self, answer.solution.x, loss_worth(self.instance))
            self.conflicts = found or self.conflicts

    def stop(self, solution: ConicSolution) -> None:
        """Say why there is no further solution."""
        if self.context.is_cancelled():
            self.stopped = "planning was stopped"
        elif solution.status == "out_of_time":
            self.stopped = f"the {self.options.seconds:g} s were up"
        else:
            self.stopped = f"the solver broke down ({solution.word})"

    def keep(self, candidate: Candidate) -> None:
        """Take a candidate if it is the best so far."""
        best = self.best
        if best is None or (candidate.holds, -candidate.cost) > (best.holds, -best.cost) or not best.holds:
            self.best = candidate

    def is_done(self) -> bool:
        """Whether the gap is reached, time is up, or there is nothing to improve."""
        best = self.best
        if best is None or (best.holds and best.cost - self.bound <= self.options.gap * max(abs(best.cost), 1.0)):
            return True
        if self.seconds_left <= 0:
            word = "planning was stopped" if self.context.is_cancelled() else f"the {self.options.seconds:g} s were up"
            self.stopped = self.stopped or word
            return True
        return False

    def attempt(self, switching: Switching) -> Candidate | None:
        """Solve with everything switched held and judge; ``None`` where there is no solution."""
        fixed = solve_conic(self.programme, self.fixing(switching), seconds=self.seconds_left)
        return consider(self, switching, fixed, otherwise=_NOT_TAKEN) if fixed.is_solved else None

    def raise_bound(self, bound: float) -> None:
        """Take a higher bound."""
        bound -= _BOUND_MARGIN * abs(bound)
        if self.best is not None and self.best.holds and bound > self.best.cost + 1e-6 * abs(self.best.cost):
            self.note("a bound above a plan that holds was thrown away")
        elif not bound <= self.bound:
            self.bound = bound
