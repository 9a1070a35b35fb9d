"""A plan over scenarios with its proof: what is decided for all, what each scenario makes of it, and its cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.values.dispatch import AcProof, Conflict, DeviceSchedule, DispatchPlan, DispatchStatus, _restored
from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Bound and cost after a round between the groups of scenarios; cost is NaN before there is a plan."""

    seconds: float
    lower_bound: float
    cost: float

    @property
    def gap(self) -> float:
        """Relative distance of the two; NaN before there is a plan."""
        return max(self.cost - self.lower_bound, 0.0) / max(abs(self.cost), 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class StorageMode:
    """What a storage may do: ``(n_step,)`` charge, else discharge; how much is each scenario's own."""

    name: str
    bus: str
    element: str
    charges: Array

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (StorageMode, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioOutcome:
    """What one scenario makes of the plan.

    Attributes:
        cost: of the load flow, moves included; cost_by_kind: what it is made of.
        exchange_mw, losses_mw: ``(n_step,)`` all sources together; vm_min_pu, vm_max_pu: ``(n_step,)`` over the buses.
        storage_mw, energy_mwh: ``(n_step, n_storage)``; discharging is positive.
        curtailed_mwh: of wind and sun.
        available_mwh, used_mwh: ``(n_day, n_unit)`` of wind and sun, by day of the horizon and in the order of the
            case's renewables; empty without recourse, and of plans kept by earlier versions.
        conflicts: limits in the way where the scenario has no recourse.
    """

    probability: float
    cost: float
    cost_by_kind: FrozenMap[str, float]
    exchange_mw: Array
    losses_mw: Array
    vm_min_pu: Array
    vm_max_pu: Array
    storage_mw: Array
    energy_mwh: Array
    curtailed_mwh: float
    losses_mwh: float
    purchase_mwh: float
    ac: AcProof
    conflicts: tuple[Conflict, ...] = ()
    record: tuple[str, ...] = ()
    available_mwh: Array = field(default_factory=lambda: np.empty((0, 0)))
    used_mwh: Array = field(default_factory=lambda: np.empty((0, 0)))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (ScenarioOutcome, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A quantity over all scenarios: of every step the least values that are not exceeded with some probabilities.

    Attributes:
        name: ``exchange``, ``losses``, ``lowest voltage`` or ``highest voltage``.
        levels: ``(n_level,)`` the probabilities; values: ``(n_level, n_step)``. Level 0 is the least, 1 the largest.
    """

    name: str
    unit: str
    levels: Array
    values: Array

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (Band, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioPlan:
    """A plan over scenarios.

    Attributes:
        reason: one sentence; for an acceptable plan what it rests on.
        probability: ``(n_scenario,)``.
        schedule: what all scenarios share: purchase, taps, banks, active power of turbines.
        modes: of the storages. outcomes: one a scenario. bands: over the scenarios.
        cost: the objective, ``(1 - cvar_weight) * expected_cost + cvar_weight * cvar``, by the load flow; NaN without a
            plan that holds.
        lower_bound: no plan over these scenarios has a lower objective.
        mean_plan_cost: the objective of what the plan of the scenarios' mean decides, in the same scenarios; NaN where
            it does not hold in all of them, which ``mean_plan_failed`` then says.
        ac: all steps of all scenarios.
        infeasible: scenarios with no plan even by themselves, and the limits in the way.
        exchanges: how bound and cost came together. groups: of scenarios, solved apart and brought to agree.
        workers: pieces of work that ran at once.
        expected: what the shared decisions come to where wind, sun and loads are what is expected of them, held against
            the load flow like any plan; ``None`` where there is none. Its lower bound is NaN: it is no plan of its own.
        expected_failed: why there is none, or why it does not hold.
    """

    structure_revision: str
    snapshot_revision: int
    case: str
    status: DispatchStatus
    reason: str
    step_hours: float
    probability: Array
    times: tuple[str, ...] = ()
    schedule: tuple[DeviceSchedule, ...] = ()
    modes: tuple[StorageMode, ...] = ()
    outcomes: tuple[ScenarioOutcome, ...] = ()
    bands: tuple[Band, ...] = ()
    cost: float = NAN
    expected_cost: float = NAN
    cvar: float = NAN
    cvar_level: float = 0.95
    cvar_weight: float = 0.0
    lower_bound: float = NAN
    mean_plan_cost: float = NAN
    mean_plan_failed: str = ""
    ac: AcProof = field(default_factory=lambda: AcProof(0, 0))
    infeasible: tuple[tuple[int, tuple[Conflict, ...]], ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    record: tuple[str, ...] = ()
    groups: int = 1
    workers: int = 1
    seconds: float = NAN
    expected: DispatchPlan | None = None
    expected_failed: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (ScenarioPlan, tuple(getattr(self, name) for name in self.__slots__))

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be carried out."""
        return self.status in (DispatchStatus.OPTIMAL, DispatchStatus.FEASIBLE) and self.ac.holds

    @property
    def gap(self) -> float:
        """How far the cost may lie above the best there is, relative to it (to 1 at least); NaN without a plan."""
        return max(self.cost - self.lower_bound, 0.0) / max(abs(self.cost), 1.0)

    @property
    def vss(self) -> float:
        """Value of the stochastic solution: what planning over scenarios saves against planning their mean."""
        return self.mean_plan_cost - self.cost
