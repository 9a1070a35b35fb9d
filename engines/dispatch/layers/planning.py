"""The public call: a case planned in regions that agree with the layer above them, with the same proof as any plan."""

from __future__ import annotations

import difflib
import time
from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.attaching import attach, tree_branch_name
from engines.dispatch.candidate import moves_cost
from engines.dispatch.conic import solve_conic
from engines.dispatch.instance import Instance
from engines.dispatch.layers.agreeing import Agreement
from engines.dispatch.layers.asking import Asking
from engines.dispatch.layers.assembling import assembled
from engines.dispatch.layers.boundary import region_layer, upper_layer
from engines.dispatch.layers.cutting import Region, balanced_cuts, cut_branches
from engines.dispatch.layers.drawn_together import DrawnTogether
from engines.dispatch.layers.equivalent import Equivalent
from engines.dispatch.layers.margins import missed_by
from engines.dispatch.layers.options import LayerOptions
from engines.dispatch.layers.part import region_part, upper_part
from engines.dispatch.layers.region_work import packed_setup
from engines.dispatch.layers.telling import layers_record
from engines.dispatch.layers.time_left import TimeUp
from engines.dispatch.layers.upper import UpperLayer
from engines.dispatch.planning import told, verified, without_plan
from engines.dispatch.programme import limited_branches
from engines.dispatch.scenarios.executor import Executor, InlineExecutor
from engines.dispatch.search import Search
from engines.grid.snapshot import Snapshot
from engines.values.counting import counted
from engines.values.dispatch import DispatchPlan
from engines.values.dispatch_case import DispatchCase
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkCancelled, WorkContext

Array = np.ndarray[Any, Any]

DEFAULT_OPTIONS = LayerOptions()
LEAST_EXCHANGES = 6
_MARGIN = 3e-5
"""Of a region's mean load: by this much the exchange with the upper grid stays within its limits."""
_FREE, _WHOLE = 5, 3
"""Exchanges on positions anywhere between, and on whole ones: so many at most, and so many at least."""
_DIAGNOSIS_S = 5.0
_WEAK = 1e-2
"""A relative gap from which on more is to be said of it."""
_LATE = 2
"""So few exchanges left, and no plan that holds: from then on caution comes before cost."""
_MORE = 5
"""Exchanges beyond those asked for, while what is agreed does not hold in the load flow."""


def plan_in_regions(
    case: DispatchCase,
    snapshot: Snapshot,
    options: LayerOptions = DEFAULT_OPTIONS,
    *,
    executor: Executor | None = None,
    context: WorkContext | None = None,
) -> DispatchPlan:
    """Plan the horizon of ``case`` in regions that plan for themselves and agree with the layer above.

    The plan's ``layers`` tells of the exchanges. A region that does not answer is held at what it last agreed to.

    Raises:
        InputError: the case does not fit the network, or cannot be cut into these regions.
    """
    context = context or DirectContext()
    begin = time.perf_counter()
    whole = attach(case, snapshot)
    regions = find_regions(whole, options.regions)
    planning = _Planning(whole, regions, options, executor or InlineExecutor(context), context, begin)
    try:
        planning.run()
    except WorkCancelled:
        planning.search.stopped = "planning was stopped"
    return planning.plan()


def find_regions(whole: Instance, count: int) -> tuple[Region, ...]:
    """``count`` balanced regions, or for 0 those the case names.

    Raises:
        InputError: an unknown branch, regions within each other, more of them than there are branches.
    """
    if count:
        return cut_branches(whole, balanced_cuts(whole, count))
    if not whole.case.regions:
        remedy = "ask for a number of regions, or name their branches in [[region]]"
        raise InputError(whole.case.name, "names no regions", remedy)
    known = [tree_branch_name(whole, k) for k in range(len(whole.feeder.child))]
    cuts, names = [], []
    for region in whole.case.regions:
        cuts.append(_branch(whole, region.branch, known))
        names.append(region.name or f"behind {region.branch}")
    return cut_branches(whole, cuts, names)


def _branch(whole: Instance, named: str, known: list[str]) -> int:
    network = whole.snapshot.network
    ids = {named}
    for table in ("line", "trafo", "switch"):
        ids |= {str(i) for i, name in zip(network[table].id, network[table]["name"], strict=True) if str(name) == named}
    found = [k for k, branch in enumerate(known) if branch in ids]
    if len(found) == 1:
        return found[0]
    place = f"{whole.case.name}, [[region]]"
    if found:
        raise InputError(place, f"several branches are called {named}", "give the id instead")
    near = difflib.get_close_matches(named, known, 1)
    remedy = f"did you mean {near[0]}?" if near else "name a line, transformer or switch that is closed"
    raise InputError(place, f"no branch in service is called {named}", remedy)


class _Planning:
    """One planning in regions; the search holds the whole's model, check and bound."""

    def __init__(
        self,
        whole: Instance,
        regions: tuple[Region, ...],
        options: LayerOptions,
        executor: Executor,
        context: WorkContext,
        begin: float,
    ) -> None:
        self.whole, self.regions, self.options, self.begin = whole, regions, options, begin
        self.search, self.is_late = Search(whole, options, context, begin), False
        limited = limited_branches(whole)
        part = upper_part(whole, regions)
        load = float(np.abs(whole.p_load_mw.sum(axis=1)).mean())
        margin_mw = _MARGIN * load / (len(regions) + 1)
        above = limited[part.branches]
        drawn = DrawnTogether(whole, part, regions, above)
        self.upper = UpperLayer(upper_layer(part, regions, above), drawn, margin_mw)
        parts = [region_part(whole, region) for region in regions]
        self.layers = [region_layer(own, limited[own.branches]) for own in parts]
        setup = packed_setup(whole.case, whole.snapshot, regions)
        self.asking = Asking(executor, setup, context, options.patience, self._seconds_left)
        self.workers = executor.workers
        equivalent = Equivalent(whole, part, regions)
        self.agreement = Agreement(self.asking, equivalent, self.upper, parts, load, self._seconds_left)

    def run(self) -> None:
        """Agree, put together, judge."""
        search, agreement = self.search, self.agreement
        search.context.report(0.1, "regions tell what they can do")
        try:
            if agreement.begin():
                search.context.report(0.3, "regions and the layer above agree")
                self._agree()
        except TimeUp as late:
            if search.context.is_cancelled():
                raise WorkCancelled from late
            self.is_late = True
        for k, region in enumerate(self.regions):
            if why := agreement.why_silent(k):
                search.note(
                    f"region {region.name} did not answer after exchange {agreement.last_answered[k]} and was held at "
                    f"what was agreed then: {why}"
                )
        if search.best is not None and search.best.holds:
            self._look_at_a_weak_bound()
        else:
            self._diagnose()
        if self.is_late:
            search.stopped = f"the {self.options.seconds:g} s were up after {self._asked()}"
            search.stopped += ", before the regions had agreed; give more time" if search.best is None else ""
        elif agreement.failed:
            search.stopped = agreement.failed
            for k, region in enumerate(self.regions):
                search.stopped = search.stopped.replace(f"{{{k}}}", f"region {region.name}")

    def _agree(self) -> None:
        """Exchanges until the plan put together holds in the load flow."""
        search, agreement = self.search, self.agreement
        exchanges = max(self.options.exchanges, LEAST_EXCHANGES)
        if not agreement.run_free(min(exchanges - 1 - _WHOLE, max(_FREE, exchanges // 2))):
            return
        missed = np.zeros(len(self.whole.horizon), bool)
        for number in range(exchanges + _MORE - len(agreement.rounds)):
            if not agreement.run_whole(number, missed):
                break
            if np.isfinite(agreement.bound):
                search.bound = search.relaxed_cost = agreement.bound - 1e-7 * abs(agreement.bound)
            found = self._judge()
            if found is None or self._is_enough():
                break
            missed = found
        if search.best is not None and search.best.holds:
            search.stopped = f"agreed in {self._asked()}, whose prices prove no more"

    def _is_enough(self) -> bool:
        """Whether a plan holds, and is proven as asked or was asked about often enough."""
        best, options = self.search.best, self.options
        if best is None or not best.holds:
            return False
        is_proven = best.cost - self.search.bound <= options.gap * max(abs(best.cost), 1.0)
        return is_proven or len(self.agreement.rounds) >= max(options.exchanges, LEAST_EXCHANGES)

    def _look_at_a_weak_bound(self) -> None:
        """Where burning power pays, a region's relaxation burns any amount: its price proves next to nothing."""
        search = self.search
        assert search.best is not None
        if search.best.cost - search.bound <= _WEAK * max(abs(search.best.cost), 1.0):
            return
        if np.isnan(search.bound) and any(self.agreement.why_silent(k) for k in range(len(self.regions))):
            # What a silent region could do now nobody knows.
            return
        relaxed = solve_conic(search.programme, seconds=min(max(search.seconds_left, 0.0), _DIAGNOSIS_S))
        before = search.bound
        if relaxed.is_solved and not relaxed.bound <= before:
            search.raise_bound(relaxed.bound)
            search.relaxed_cost = relaxed.value
            little = "nothing" if np.isnan(before) else "little"
            search.note(f"prices proved {little}; the lower bound is that of the relaxation in one piece")
        if search.best.cost - search.bound > _WEAK * max(abs(search.best.cost), 1.0):
            search.stopped += "; planned in one piece it may be cheaper"

    def _diagnose(self) -> None:
        """Whether any plan of the whole could keep all limits, and which stand in the way."""
        search = self.search
        relaxed = solve_conic(search.programme, seconds=min(max(search.seconds_left, 0.0), _DIAGNOSIS_S))
        if relaxed.status == "infeasible":
            search.best, search.is_infeasible, search.bound = None, True, float("nan")
            search.diagnose(_DIAGNOSIS_S)

    def _seconds_left(self) -> float:
        return self.search.seconds_left

    def _asked(self) -> str:
        return counted(len(self.agreement.rounds), "exchange")

    def _judge(self) -> Array | None:
        """Judge what is agreed; in which moments the exchange with the upper grid misses its limits."""
        search, above, upper = self.search, self.agreement.upper, self.upper
        assert above is not None
        assert upper.switching is not None
        pieces = [(upper.layer, above.solution, upper.switching)]
        for layer, answer in zip(self.layers, self.agreement.answers, strict=True):
            assert answer is not None
            pieces.append((layer, answer.solution, answer.switching))
        found = assembled(search.programme, pieces)
        if found is None:
            search.stopped = "the load flow of what was agreed does not settle"
            return None
        solution, switching = found
        candidate = search.judged(switching, solution)
        search.keep(candidate)
        self.agreement.narrow(holds=candidate.holds)
        at_node, on_branch = missed_by(search.programme, solution.x, candidate.day)
        over = [(at_node[:, r.nodes], on_branch[:, r.branches]) for r in self.regions]
        self.agreement.keep_further(np.array([[found.max(axis=1, initial=0.0) for found in own] for own in over]))
        assert search.best is not None
        left = max(self.options.exchanges, LEAST_EXCHANGES) - len(self.agreement.rounds)
        is_late = left <= _LATE and not search.best.holds
        return upper.spare(
            search.programme, solution.x, above.solution.x, on_branch, holds=candidate.holds, is_late=is_late
        )

    def plan(self) -> DispatchPlan:
        """The plan, or what is to be said without one."""
        search, options = self.search, self.options
        record = layers_record(self.whole, self.regions, self.layers, self.agreement, self.moves_cost(), self.workers)
        best = search.best
        if best is None:
            return replace(without_plan(search, self.begin), layers=record)
        seconds = time.perf_counter() - self.begin
        proof = best.day.proof
        if options.verify and proof.solved == proof.steps and not search.context.is_cancelled():
            best = verified(search, best)
        begin = time.perf_counter()
        plan = replace(told(search, best, options), layers=record)
        if not best.holds:
            agreed = (
                f"in {self._asked()} the regions agreed on no plan that holds in the load flow ({best.day.proof.cause})"
            )
            remedy = "give more time" if self.is_late else "planned in one piece there may be one"
            plan = replace(plan, reason=f"{agreed}; {remedy}")
        return replace(plan, seconds=seconds + time.perf_counter() - begin)

    def moves_cost(self) -> float:
        """Price of all moves of the positions held; 0 before there are any."""
        if self.upper.switching is None:
            return 0.0
        return moves_cost(self.upper.layer.part.instance, self.upper.switching)
