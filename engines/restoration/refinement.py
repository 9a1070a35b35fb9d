"""The first plan made better by the linear programme, until it is proven best or time is up.

The programme is solved for each objective in turn. What it proposes is judged by full load flow; where that
contradicts, the limit in question is drawn tighter in the programme and it is solved again.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.restoration.arrangement import Arrangement
from engines.restoration.bounds import Excess
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.core_network import core_network
from engines.restoration.core_reduction import without_series
from engines.restoration.customer_counts import N_PRIORITY
from engines.restoration.linear_model import LinearModel, Solution
from engines.restoration.objective import merit

_MOST_ROUNDS = 40
_COLLAPSE = 1.1
"""By how much all voltage drops are deepened where the load flow had no solution."""
_BOUND_SHARE = 0.7
"""Of the time left, for the bound."""
_BEYOND = 1.002
"""Limits are drawn this much tighter than the load flow asked for, so that a next round does not miss them narrowly."""


def refine(candidates: Candidates) -> tuple[Callable[[], float], Candidate | None]:
    """Propose arrangements by the linear programme; they are judged and kept in ``candidates``.

    Returns:
        What works out, in the time left when it is called, a lower bound on the load in kW that stays unserved
        of what is within reach, where as many priority customers have supply, NaN where the time did not suffice;
        and the last proposal that was accepted.
    """
    area, judge = candidates.area, candidates.judge
    nothing = candidates.try_out(Arrangement(area, frozenset()))
    if not area.within_reach.any() or not nothing.judgement.result.is_converged or candidates.is_time_up:
        return (lambda: 0.0 if not area.within_reach.any() else float("nan")), None
    core = without_series(core_network(area, nothing.judgement.result, judge.emergency, judge.options.cold_load_factor))
    untouched = LinearModel(area, core)
    refinement = _Refinement(candidates, LinearModel(area, core.copy()))
    proposed = refinement.run()
    if judge.options.customer_kw == 0.0 and np.isfinite(refinement.most_kw):
        # The programme has answered the same question on its way.
        left_kw = max(float(area.state.p_kw[area.within_reach].sum()) - refinement.most_kw, 0.0)
        return (lambda: left_kw), proposed
    return (lambda: _bound(candidates, untouched)), proposed


def _bound(candidates: Candidates, model: LinearModel) -> float:
    area, best = candidates.area, candidates.best
    within_kw = float(area.state.p_kw[area.within_reach].sum())
    served = best.arrangement.served if best else np.zeros_like(area.free)
    if float(area.state.p_kw[served].sum()) >= within_kw:
        return 0.0
    if candidates.is_time_up:
        return float("nan")
    for k in range(N_PRIORITY - 1, 0, -1):
        count = area.state.customers[:, k].astype(float)
        if count[area.within_reach].any():
            model.keep(model.served(count), float(count[served].sum()) - 0.01, np.inf)
    found = model.solve(
        model.served(area.state.p_kw),
        is_largest=True,
        seconds=candidates.seconds_left * _BOUND_SHARE,
        start=best.arrangement if best else None,
    )
    return max(within_kw - found.bound, 0.0) if found is not None else float("nan")


class _Refinement:
    def __init__(self, candidates: Candidates, model: LinearModel) -> None:
        self.candidates, self.model = candidates, model
        self.most_kw = float("nan")
        """Bound on what can be served, with its customers' weight, before any limit was drawn tighter."""

    def run(self) -> Candidate | None:
        """Propose until something is accepted, or nothing better is possible; ``None`` where it comes to nothing."""
        for _ in range(_MOST_ROUNDS):
            if self.candidates.is_time_up:
                break
            solution = self._best_by_model()
            if solution is None:
                break
            arrangement = Arrangement(self.candidates.area, solution.feeding)
            best = self.candidates.best
            if best is not None and merit(arrangement, np.inf).key >= best.merit.key:
                # Nothing the programme still allows is better than what is already accepted.
                break
            candidate = self.candidates.try_out(arrangement)
            if candidate.judgement.is_accepted and arrangement.is_possible:
                return candidate
            self._learn(candidate, solution)
        return None

    def _best_by_model(self) -> Solution | None:
        """Solve for priority, then for customers and load, then for effort, each held by the next."""
        model, area = self.model, self.candidates.area
        state = area.state
        weights = [state.customers[:, k].astype(float) for k in range(N_PRIORITY - 1, 0, -1)]
        weights = [w for w in weights if w[area.within_reach].any()] + [state.value_kw]
        kept = len(model.rows)
        found: Solution | None = None
        best = self.candidates.best
        start = best.arrangement if best else None
        for weight in weights:
            objective = model.served(weight)
            if not objective:
                continue
            found = model.solve(objective, is_largest=True, seconds=self._share(), start=start)
            if found is None:
                break
            start = Arrangement(area, found.feeding)
            if weight is state.value_kw and not np.isfinite(self.most_kw):
                self.most_kw = found.bound
            model.keep(objective, found.value - 0.01 * min(1.0, max(abs(found.value), 1e-3)), np.inf)
        if found is not None:
            least = model.solve(
                model.effort(), is_largest=False, seconds=self._share(), start=Arrangement(area, found.feeding)
            )
            found = least or found
        model.rows.forget(kept)
        return found

    def _share(self) -> float:
        return self.candidates.seconds_left / 2

    def _learn(self, candidate: Candidate, solution: Solution) -> None:
        """Draw the programme nearer to the load flow that contradicted it; at least exclude what it proposed."""
        model, judgement = self.model, candidate.judgement
        if not judgement.result.is_converged:
            model.deepen_drops(model.drop_factor * _COLLAPSE)
            return
        voltages = [x for x in judgement.excesses if x.table == "bus" and x.value < x.limit]
        learnt = bool(voltages) and self._deepen(voltages[0], solution)
        for excess in judgement.excesses:
            place = model.core.at.get((excess.table, excess.row), -1)
            if place >= 0:
                model.tighten_branch(place, excess.limit / excess.value / _BEYOND)
                learnt = True
        if voltages and not learnt:
            excess = voltages[0]
            node = int(model.core.home[excess.row])
            if node >= 0:
                model.raise_voltage(node, (excess.limit**2 - excess.value**2) * _BEYOND + 1e-6)
                learnt = True
        if not learnt:
            model.forbid(solution.feeding)

    def _deepen(self, lowest: Excess, solution: Solution) -> bool:
        """Take the true drop of the lowest voltage over the linear one for all drops."""
        model = self.model
        node = int(model.core.home[lowest.row])
        if node < 0:
            return False
        seen = model.drop_w(solution.columns, node)
        top = seen + float(solution.columns[model.w + node])
        lack = float(solution.columns[model.w + node]) - lowest.value**2
        if seen <= 1e-6 or not 1e-5 < lack < top:
            return False
        factor = model.drop_factor * (1.0 + min(lack / seen, 0.25))
        model.deepen_drops(factor)
        return True
