"""A plan as a site keeps it: the case, what came of it, who made it and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from console.dispatch.forecast import ScenarioDay, ScenarioRequest
from engines.values.dispatch import DispatchPlan
from engines.values.dispatch_case import DispatchCase

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class VoltageEdge:
    """The bus nearest to one side of its limits, step by step.

    Attributes:
        vm_pu, limit_pu: ``(n_step,)``, NaN where a step has no solution.
        buses: ``(n_step,)`` what a person calls the bus.
    """

    vm_pu: Array
    limit_pu: Array
    buses: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PlannedDay:
    """What planning a case gave.

    Attributes:
        gap_asked: relative gap at which planning was to be done.
        load_mw: ``(n_step,)`` consumption with demand response, own generation of the network deducted; empty without
            a schedule. lowest, highest: ``None`` without one.
    """

    plan: DispatchPlan
    gap_asked: float
    load_mw: Array
    lowest: VoltageEdge | None = None
    highest: VoltageEdge | None = None


@dataclass(frozen=True, slots=True, eq=False)
class KeptPlan:
    """A case of a site, planned or not.

    Attributes:
        network: name or file of the network, as it is opened.
        made_at: seconds since 1970; author: who made it, "" for nobody signed in.
        base_id: the plan it is a what-if of, "" for none; changes: what is different from it, one phrase each.
        planned: ``None`` while it has not been planned; planned_at: when that was, 0 for never.
        problem: why the last planning gave nothing at all, one sentence.
        switch_position: ``(n_switch,)`` how the network stood for which it is planned; ``None`` as its file says.
        made_with: the programs that planned it, with their versions; "" where that was not recorded.
        is_proposal: made from the real state because a plan under way did not come true.
        region_count: regions it is planned in, 0 for those its case names, or for one piece where it names none.
        scenario_request: how it is planned over scenarios, ``None`` for a plan of one forecast; over: what that gave.
            ``planned`` is then the day that is expected: the shared decisions, and for what each scenario has of its
            own the recourse to the mean of them, held against the load flow. It is what is carried out.
        expected_case: the case in the mean of the scenarios, which ``planned`` is a plan of.
    """

    plan_id: str
    name: str
    case: DispatchCase
    network: str
    made_at: float
    author: str = ""
    base_id: str = ""
    changes: tuple[str, ...] = ()
    planned: PlannedDay | None = None
    planned_at: float = 0.0
    problem: str = ""
    switch_position: Array | None = None
    is_proposal: bool = False
    scenario_request: ScenarioRequest | None = None
    over: ScenarioDay | None = None
    region_count: int = 0
    made_with: str = ""
    expected_case: DispatchCase | None = None

    @property
    def carried_case(self) -> DispatchCase:
        """The case whose loads, wind and sun ``planned`` was made for."""
        return self.case if self.expected_case is None else self.expected_case

    @property
    def is_planned(self) -> bool:
        """Whether planning has ever given anything."""
        return self.planned is not None or self.over is not None

    @property
    def has_decided(self) -> bool:
        """Whether there is a schedule of all devices, or of what scenarios share."""
        return self.has_schedule or (self.over is not None and bool(self.over.plan.schedule))

    @property
    def has_schedule(self) -> bool:
        """Whether there is anything to be drawn over the hours."""
        return self.planned is not None and bool(self.planned.plan.schedule)
