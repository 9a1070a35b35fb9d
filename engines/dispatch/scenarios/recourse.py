"""What a scenario makes of a first stage: its cheapest recourse, held against the AC load flow."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engines.dispatch.candidate import Candidate
from engines.dispatch.conic import ConicSolution, Fixing, solve_conic
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.instance import Instance
from engines.dispatch.options import DispatchOptions
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching
from engines.dispatch.scenarios.decision import FirstStage, fix_first_stage
from engines.dispatch.scenarios.first_stage import SharedProgramme, build_shared
from engines.dispatch.scenarios.setup import Setup, unpacked
from engines.dispatch.search import Search
from engines.dispatch.settling import consider
from engines.values.dispatch import AcProof, Conflict
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import VerificationStatus
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_OTHERWISE = "other positions of taps and capacitors were sought"


@dataclass(frozen=True, slots=True, eq=False)
class Recourse:
    """What came of one scenario.

    Attributes:
        scenario: its number.
        status: ``solved``, or as :class:`ConicSolution` has it; conflicts: limits that would have to give way.
        costs: by kind, of the load flow; moves included.
        exchange_mw: ``(n_step, n_root)``; loss_mw, available_mw, used_mw: ``(n_step,)``; vm_pu: ``(n_step, n_bus)``.
        energy_mwh, storage_mw: ``(n_step, n_es)``, discharging is positive; response_mw: ``(n_step, n_dr)``.
        record: what was done so that the load flow agrees.
        day_available_mwh, day_used_mwh: ``(n_day, n_unit)`` of each renewable.
    """

    scenario: int
    status: str
    word: str
    proof: AcProof
    conflicts: tuple[Conflict, ...] = ()
    costs: FrozenMap[str, float] = field(default_factory=FrozenMap)
    exchange_mw: Array = field(default_factory=lambda: np.empty((0, 0)))
    loss_mw: Array = field(default_factory=lambda: np.empty(0))
    available_mw: Array = field(default_factory=lambda: np.empty(0))
    used_mw: Array = field(default_factory=lambda: np.empty(0))
    vm_pu: Array = field(default_factory=lambda: np.empty((0, 0)))
    energy_mwh: Array = field(default_factory=lambda: np.empty((0, 0)))
    storage_mw: Array = field(default_factory=lambda: np.empty((0, 0)))
    response_mw: Array = field(default_factory=lambda: np.empty((0, 0)))
    record: tuple[str, ...] = ()
    day_available_mwh: Array = field(default_factory=lambda: np.empty((0, 0)))
    day_used_mwh: Array = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def holds(self) -> bool:
        """Whether it was solved and every step passes the AC check."""
        return self.status == "solved" and self.proof.holds

    @property
    def cost(self) -> float:
        """All kinds together; NaN where it was not solved."""
        return float(sum(self.costs.values())) if self.status == "solved" else float("nan")


class RecourseSearch(Search):
    """A search in one scenario whose first stage is given; only :meth:`settle_held` is asked of it."""

    def __init__(self, instance: Instance, first: FirstStage, context: WorkContext, seconds: float) -> None:
        self.first = first
        self.wide: SharedProgramme | None = None
        super().__init__(instance, DispatchOptions(seconds=seconds), context, time.perf_counter())

    def build(self, instance: Instance) -> Programme:
        """The programme with the columns of the first stage."""
        self.wide = build_shared(instance)
        return self.wide.programme

    def fixing(self, switching: Switching) -> Fixing:
        """The first stage, held in whatever programme is solved at present."""
        assert self.wide is not None
        return fix_first_stage(replace(self.wide, programme=self.programme), replace(self.first, switching=switching))

    def settle_held(self, may_convexify: bool = True) -> ConicSolution:
        """Solve with the first stage held; ``best`` is what came of it, ``None`` without a solution."""
        solution = solve_conic(self.programme, self.fixing(self.first.switching), seconds=self.seconds_left)
        if solution.is_solved:
            consider(self, self.first.switching, solution, otherwise="" if may_convexify else _OTHERWISE)
        return solution

    def judged(self, switching: Switching, solution: ConicSolution) -> Candidate:
        """Hold a solution against the load flow, the turbines exactly where the first stage has them."""
        x = solution.x.copy()
        x[self.programme.layout["gp"]] = self.first.turbine_mw
        found = super().judged(switching, replace(solution, x=x))
        if self.first.purchase_mw is None:
            return found
        prices, hours = self.instance.case.prices, self.instance.horizon.hours
        off = found.day.source_p_mw - self.first.purchase_mw
        cost = prices.imbalance_short * np.maximum(off, 0.0) + prices.imbalance_long * np.maximum(-off, 0.0)
        return replace(found, costs={**found.costs, "imbalance": hours * float(cost.sum())})


def judge_scenarios(
    context: WorkContext,
    setup: Setup,
    scenarios: tuple[int, ...],
    first: FirstStage,
    seconds: float,
    may_convexify: bool = True,
) -> list[Recourse]:
    """The recourse of some scenarios, one after the other.

    Without ``may_convexify`` nothing is done against currents that only the relaxation believes in.
    """
    known, end = unpacked(context, setup), time.perf_counter() + seconds
    found = []
    for k in scenarios:
        context.check_cancelled()
        found.append(_judged(context, known.instance(k), k, first, end - time.perf_counter(), may_convexify))
    return found


def verify_scenario(context: WorkContext, setup: Setup, scenario: int, first: FirstStage) -> VerificationStatus:
    """Whether the reference engine agrees with the load flow of a scenario that holds."""
    search = RecourseSearch(unpacked(context, setup).instance(scenario), first, context, float("inf"))
    search.settle_held()
    best = search.best
    if best is None or not best.holds:
        return VerificationStatus.PENDING
    return search.checker.verify(search.checker.snapshot(best.points, best.switching, 0))


def _judged(
    context: WorkContext, instance: Instance, scenario: int, first: FirstStage, seconds: float, may_convexify: bool
) -> Recourse:
    search = RecourseSearch(instance, first, context, seconds)
    solution = search.settle_held(may_convexify)
    best = search.best
    if best is None:
        conflicts: tuple[Conflict, ...] = ()
        if solution.status == "infeasible":
            held = search.fixing(first.switching)
            conflicts = solve_elastic(search.programme, held, max(search.seconds_left, 2.0), by_place=True).conflicts
        proof = AcProof(instance.horizon.n_step, 0)
        return Recourse(scenario, solution.status, solution.word, proof, conflicts)
    day, points = best.day, best.points
    return Recourse(
        scenario,
        "solved",
        solution.word,
        day.proof,
        (),
        FrozenMap(best.costs),
        frozen_array(day.source_p_mw),
        frozen_array(day.loss_mw),
        frozen_array(instance.available_mw.sum(axis=1)),
        frozen_array(points.p_mw["renewables"].sum(axis=1)),
        frozen_array(day.vm_pu),
        frozen_array(points.energy_mwh),
        frozen_array(points.p_mw["storages"]),
        frozen_array(points.response_mw),
        tuple(search.record),
        frozen_array(instance.case.by_day(instance.available_mw)),
        frozen_array(instance.case.by_day(points.p_mw["renewables"])),
    )


def alone_infeasible(
    context: WorkContext, setup: Setup, scenarios: tuple[int, ...], seconds: float
) -> list[tuple[int, tuple[Conflict, ...]]]:
    """Of some scenarios those that have no plan even by themselves, with the limits in the way."""
    known, found = unpacked(context, setup), []
    end = time.perf_counter() + seconds
    for k in scenarios:
        context.check_cancelled()
        programme = build_shared(known.instance(k)).programme
        if solve_conic(programme, seconds=end - time.perf_counter()).status == "infeasible":
            left = max(end - time.perf_counter(), 2.0)
            found.append((k, solve_elastic(programme, seconds=left, by_place=True).conflicts))
    return found
