"""From scenarios to the best first stage that holds in all of them: the mean's plan, agreement, rounding, recourse."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.scenarios.deciding import decide
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.executor import Executor, WorkLost
from engines.dispatch.scenarios.first_stage import SharedColumns, build_shared
from engines.dispatch.scenarios.groups import GroupAnswer, GroupAsk, solve_group
from engines.dispatch.scenarios.hedging import Hedging, make_groups
from engines.dispatch.scenarios.mean_plan import plan_mean
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.dispatch.scenarios.recourse import Recourse, alone_infeasible, judge_scenarios
from engines.dispatch.scenarios.risk import Risk
from engines.dispatch.scenarios.setup import ScenarioSet
from engines.values.dispatch import Conflict
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_scenarios import Exchange
from engines.values.work import WorkCancelled, WorkContext

Array = np.ndarray[Any, Any]

_BOUND_MARGIN = 1e-7
_MOST_ROUNDS = 15
_STALLED = 3e-4
"""Relative change of the groups' level in a round below which they have agreed well enough."""
_FEWEST_ROUNDS = 3
_RESERVED = 0.3
"""So many rounds' time is kept for positions and what follows."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A first stage with what every scenario makes of it; cost: the objective, NaN where a scenario has no recourse."""

    first: FirstStage
    recourses: tuple[Recourse, ...]
    cost: float

    @property
    def holds(self) -> bool:
        """Whether every scenario holds in the load flow."""
        return all(r.holds for r in self.recourses)


class _Stopped(Exception):
    """Time is up, the person asked to stop, or a worker was lost; ``stopped`` says which."""


class ScenarioSearch:
    """One planning over scenarios.

    Attributes:
        best: the best first stage that holds, else the last that does not; ``None`` without any.
        mean: the mean's plan judged in all scenarios.
        bound: lower bound on the objective, NaN without.
        infeasible: scenarios that have no plan even by themselves, with the limits in the way.
        stopped: why it ended before the gap was reached; empty where it did not.
        why_not_better: what to say of a gap that stayed where nothing stopped the search.
        exchanges: bound and cost after each round.
        judging_seconds, round_seconds: what judging a first stage, and the longest round, took.
    """

    def __init__(
        self, known: ScenarioSet, executor: Executor, options: ScenarioOptions, context: WorkContext, begin: float
    ) -> None:
        self.known, self.executor, self.options, self.context = known, executor, options, context
        self._begin, self._end = begin, begin + options.seconds
        self.instance: Instance = known.instance(0)
        case = self.instance.case
        self.risk = Risk(case.cvar_weight, case.cvar_level)
        self.setup = known.packed()
        self.n_scenario = len(known.cases)
        self.best: Judged | None = None
        self.mean: Judged | None = None
        self.bound = float("nan")
        self.infeasible: list[tuple[int, tuple[Conflict, ...]]] = []
        self.is_infeasible = False
        self.stopped = ""
        self.why_not_better = "no better one was found"
        self.record: list[str] = []
        self.exchanges: list[Exchange] = []
        self.group_count = 0
        self.judging_seconds = self.round_seconds = 0.0

    @property
    def seconds_left(self) -> float:
        """Time left; none once the person has asked to stop."""
        return 0.0 if self.context.is_cancelled() else self._end - time.perf_counter()

    @property
    def gap(self) -> float:
        """Relative distance of the best plan that holds to the bound; NaN without one."""
        if self.best is None or not self.best.holds:
            return float("nan")
        return max(self.best.cost - self.bound, 0.0) / max(abs(self.best.cost), 1.0)

    def run(self) -> None:
        """Search until the gap is reached, time is up, or nothing better is to be had."""
        hedging, columns = self._begun()
        try:
            self._run(hedging, columns)
        except _Stopped:
            pass
        except WorkCancelled:
            self.stopped = self._why()
        except WorkLost as error:
            self.stopped = str(error)
        # A round that was cut short may have left a bound behind.
        self._take_bound(hedging)

    def _why(self) -> str:
        return "planning was stopped" if self.context.is_cancelled() else f"the {self.options.seconds:g} s were up"

    def _run(self, hedging: Hedging, columns: SharedColumns) -> None:
        first = self.executor.run(plan_mean, [(self.setup, max(self.seconds_left / 4, 0.1), 1e-3)], self._is_over)[0]
        if first is None:
            self.record.append("the mean of all scenarios has no plan that holds")
        else:
            self.mean = self.judged(first)
            self.keep(self.mean)
            if self.mean.holds:
                hedging.expect(np.array([r.cost for r in self.mean.recourses]))
        answers = hedging.begin()
        if not self._usable(answers):
            return
        self.told(hedging)
        self._agree(hedging)
        if not self.is_done():
            decide(self, hedging, columns)

    def is_done(self) -> bool:
        """Whether the gap asked for is reached."""
        return self.gap <= self.options.gap

    def _begun(self) -> tuple[Hedging, SharedColumns]:
        size = self.options.group_size if self.n_scenario > self.options.one_group else self.n_scenario
        # Dealt out by the energy wanted beyond what is given: groups resemble each other.
        order = np.argsort([_wanted(c, self.instance) for c in self.known.cases], kind="stable")
        groups = make_groups(order, size)
        self.group_count = len(groups)
        # The value at risk is a column of one programme; between groups it is weights.
        columns = build_shared(self.instance, self.risk if len(groups) == 1 else None).shared
        return Hedging(self._solve, self.instance, columns, groups, self.known.probability, self.risk), columns

    def _agree(self, hedging: Hedging) -> None:
        """Rounds until the bound rises no more, or the time that is left is needed for positions and recourse."""
        if self.group_count == 1:
            return
        while hedging.rounds < _MOST_ROUNDS and self._has_time() and not self.is_done():
            before, answers = hedging.level, hedging.round()
            if any(a.status == "failed" for a in answers):
                # What was agreed on before still serves.
                self.record.append("the solver broke down before the groups of scenarios had quite agreed")
                break
            if not self._usable(answers):
                return
            self.told(hedging)
            if abs(hedging.level - before) < _STALLED * abs(hedging.level) and hedging.rounds > _FEWEST_ROUNDS:
                break
        is_proven = hedging.level - hedging.bound <= _STALLED * abs(hedging.level)
        if not is_proven and self._has_time() and not self.is_done():
            hedging.prove()
            self.told(hedging)
        self.record.append(f"{self.group_count} groups of scenarios were brought to agree in {hedging.rounds} rounds")

    def _has_time(self) -> bool:
        """Whether a round more leaves enough for positions and recourse."""
        return self.seconds_left > (1 + _RESERVED) * self.round_seconds + self.judging_seconds

    def judged(self, first: FirstStage, *, may_convexify: bool = True) -> Judged:
        """What every scenario makes of a first stage."""
        begin = time.perf_counter()
        left = max(self.seconds_left, 0.1)
        work = [(self.setup, chunk, first, left, may_convexify) for chunk in self._chunks()]
        answers = self.executor.run(judge_scenarios, work, self._is_over)
        self.judging_seconds = time.perf_counter() - begin
        found = sorted((r for chunk in answers for r in chunk), key=lambda r: r.scenario)
        costs = np.array([r.cost for r in found])
        return Judged(first, tuple(found), self.risk.objective(costs, self.known.probability))

    def _chunks(self) -> list[tuple[int, ...]]:
        """All scenarios in a few pieces, so that no worker is idle for long."""
        count = min(self.n_scenario, 2 * self.executor.workers)
        return [tuple(range(k, self.n_scenario, count)) for k in range(count)]

    def keep(self, judged: Judged) -> None:
        """Take a first stage if it is the best so far."""
        best = self.best
        if best is None or (judged.holds, -judged.cost) > (best.holds, -best.cost):
            self.best = judged

    def _solve(self, asks: Sequence[GroupAsk]) -> list[GroupAnswer]:
        left = self.seconds_left
        if left <= 0:
            self.stopped = self._why()
            raise _Stopped
        work = [(self.setup, replace(ask, seconds=left)) for ask in asks]
        begin = time.perf_counter()
        answers = self.executor.run(solve_group, work, self._is_over)
        self.round_seconds = max(self.round_seconds, time.perf_counter() - begin)
        return answers

    def _is_over(self) -> bool:
        return self.seconds_left <= 0

    def told(self, hedging: Hedging) -> None:
        """Take the bound over, and tell the person."""
        self._take_bound(hedging)
        cost = self.best.cost if self.best is not None and self.best.holds else float("nan")
        self.exchanges.append(Exchange(time.perf_counter() - self._begin, self.bound, cost))
        text = f"gap {100 * self.gap:.3f} %" if np.isfinite(self.gap) else "no plan yet"
        self.context.report(min(1.0, hedging.rounds / _MOST_ROUNDS), text)

    def _take_bound(self, hedging: Hedging) -> None:
        if np.isfinite(hedging.bound):
            self.bound = hedging.bound - _BOUND_MARGIN * abs(hedging.bound)

    def _usable(self, answers: list[GroupAnswer]) -> bool:
        """Whether all groups were solved; if not, why is found out."""
        if all(a.is_solved for a in answers):
            return True
        if any(a.status == "infeasible" for a in answers):
            work = [(self.setup, chunk, max(self.seconds_left, 2.0)) for chunk in self._chunks()]
            found = self.executor.run(alone_infeasible, work, self.context.is_cancelled)
            self.infeasible = sorted((one for chunk in found for one in chunk), key=lambda one: one[0])
            self.is_infeasible = True
        elif any(a.status == "out_of_time" for a in answers):
            self.stopped = self._why()
        else:
            word = next(a.word for a in answers if not a.is_solved)
            self.stopped = f"the solver broke down ({word})"
        return False


def _wanted(case: DispatchCase, instance: Instance) -> float:
    """Energy of a scenario's loads beyond what its renewables may give, roughly."""
    peak = float(instance.p_load_mw.sum()) / max(float(instance.case.profiles["load"].sum()), 1e-9)
    given = sum(unit.p_mw * float(case.profiles[unit.profile].sum()) for unit in case.renewables)
    return peak * float(case.profiles["load"].sum()) - given
