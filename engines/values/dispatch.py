"""A day-ahead plan with its proof: cost, bound, the load flow of every step, what binds and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from engines.values.dispatch_layers import LayersRecord
from engines.values.frozen import FrozenMap
from engines.values.loadflow import VerificationStatus
from engines.values.phrase import Phrase

Array = np.ndarray[Any, Any]
NAN = float("nan")
LIMIT_MARGIN = 2e-6
"""By this much, relative for powers and absolute for voltages, a limit may be missed: the solver's tolerance."""


def _restored(kind: Any, values: tuple[Any, ...]) -> Any:
    # An array comes out of a pickle writeable; in a plan it must not be.
    for value in values:
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return kind(*values)


class DispatchStatus(StrEnum):
    """How planning ended. Only the first two may be carried out."""

    OPTIMAL = "optimal"
    """Within the asked gap of the lower bound, and every step holds in the AC load flow."""
    FEASIBLE = "feasible"
    """Every step holds in the AC load flow; the gap asked for was not reached."""
    RELAXATION_INEXACT = "relaxation_inexact"
    """What was found does not hold in the AC load flow; it is shown, never carried out."""
    INFEASIBLE = "infeasible"
    """The constraints cannot hold together; ``conflicts`` says which and by how much."""
    NO_PLAN = "no_plan"
    """Time was up, or the solver broke down, before there was any plan."""


class DeviceKind(StrEnum):
    """What a row of the schedule is."""

    TIE = "tie"
    SUBSTATION_TAP = "substation_tap"
    FEEDER_TAP = "feeder_tap"
    CAPACITOR = "capacitor"
    PV = "pv"
    WIND = "wt"
    STORAGE = "storage"
    TURBINE = "turbine"
    DEMAND_RESPONSE = "demand_response"
    SVC = "svc"


@dataclass(frozen=True, slots=True, eq=False)
class DeviceSchedule:
    """One device over the horizon; ``(n_step,)`` arrays, ``None`` where it has no such quantity.

    Attributes:
        bus: id of its bus; element: id of the equipment it is, empty where the network has none.
        p_mw, q_mvar: injected into the network (a discharging storage and an import are positive); of demand response
            the load it takes, consumed.
        position: tap position or capacitor steps; vm_set_pu: voltage at the low side that the plan wants, of taps in a
            feeder.
        is_automatic: its own regulator moves the taps: send ``vm_set_pu``, never positions.
        energy_mwh: held at the end of the step (a storage), or ahead of the usual use (demand response).
        available_mw: what the weather allows; the difference to ``p_mw`` is curtailed.
    """

    kind: DeviceKind
    name: str
    bus: str
    element: str = ""
    p_mw: Array | None = None
    q_mvar: Array | None = None
    position: Array | None = None
    vm_set_pu: Array | None = None
    is_automatic: bool = False
    energy_mwh: Array | None = None
    available_mw: Array | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (DeviceSchedule, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class DispatchAction:
    """One thing the plan does and why; two phrases, so that each can be translated."""

    step: int
    kind: DeviceKind
    device: str
    does: Phrase
    why: Phrase

    @property
    def text(self) -> str:
        """The English sentence."""
        return f"{self.does.text}: {self.why.text}"


@dataclass(frozen=True, slots=True)
class BindingConstraint:
    """A limit the plan runs into.

    Attributes:
        value, limit: in ``unit``.
        shadow_price: money saved over the horizon by one ``unit`` more room in this step.
    """

    kind: str
    place: str
    step: int
    value: float
    limit: float
    unit: str
    shadow_price: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """A limit that would have to give way for a plan to exist.

    Attributes:
        excess: by how much, in ``unit``, in its worst step; total: summed over ``steps`` steps.
    """

    kind: str
    place: str
    step: int
    limit: float
    excess: float
    unit: str
    steps: int
    sentence: Phrase


@dataclass(frozen=True, slots=True)
class AcViolation:
    """A limit the load flow of the plan breaks."""

    kind: str
    place: str
    step: int
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class AcProof:
    """What the AC load flow says of the plan.

    Attributes:
        max_dv_pu: largest difference of a voltage to the model's; loss_error: of the losses, relative; NaN where a
            step has no solution.
        verification: whether the reference engine agrees with the engine that solved.
        cause: why it does not hold; empty where it does.
    """

    steps: int
    solved: int
    max_dv_pu: float = NAN
    loss_error: float = NAN
    violations: tuple[AcViolation, ...] = ()
    verification: VerificationStatus = VerificationStatus.PENDING
    cause: str = "not checked"

    @property
    def holds(self) -> bool:
        """Whether every step was solved, agrees with the model and keeps every limit."""
        return not self.cause and self.solved == self.steps and not self.violations


@dataclass(frozen=True, slots=True, eq=False)
class DispatchPlan:
    """A plan.

    Attributes:
        structure_revision, snapshot_revision: the network it was made for.
        reason: one sentence; for an acceptable plan what it rests on.
        cost: of the AC load flow's purchase and losses; never a relaxation's. NaN without a plan.
        cost_by_kind: what it is made of.
        lower_bound: no plan costs less; gap: relative to the cost. relaxed_cost: of the relaxation, a bound only.
        times: clock times the steps begin at.
        losses_mw, purchase_mw: ``(n_step,)`` by the load flow, all sources together.
        vm_pu: ``(n_step, n_bus)`` by the load flow, NaN at dead buses.
        branch_ids: ids of the branches of the feeder; branch_p_mw, branch_q_mvar: ``(n_step, n_branch)`` at their
            sending end, away from the source.
        binding: limits the plan runs into, dearest first.
        record: what was done to come here, in order, one sentence each.
        seconds: planning and AC check; build_seconds: of it, building the model.
        layers: how regions came to agree, where the plan was made in regions.
    """

    structure_revision: str
    snapshot_revision: int
    case: str
    status: DispatchStatus
    reason: str
    step_hours: float
    cost: float = NAN
    cost_by_kind: FrozenMap[str, float] = field(default_factory=FrozenMap)
    lower_bound: float = NAN
    relaxed_cost: float = NAN
    ac: AcProof = field(default_factory=lambda: AcProof(0, 0))
    times: tuple[str, ...] = ()
    schedule: tuple[DeviceSchedule, ...] = ()
    losses_mw: Array = field(default_factory=lambda: np.empty(0))
    purchase_mw: Array = field(default_factory=lambda: np.empty(0))
    vm_pu: Array = field(default_factory=lambda: np.empty((0, 0)))
    branch_ids: tuple[str, ...] = ()
    branch_p_mw: Array = field(default_factory=lambda: np.empty((0, 0)))
    branch_q_mvar: Array = field(default_factory=lambda: np.empty((0, 0)))
    binding: tuple[BindingConstraint, ...] = ()
    actions: tuple[DispatchAction, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    record: tuple[str, ...] = ()
    seconds: float = NAN
    build_seconds: float = NAN
    layers: LayersRecord | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (DispatchPlan, tuple(getattr(self, name) for name in self.__slots__))

    @property
    def is_acceptable(self) -> bool:
        """Whether it may be carried out."""
        return self.status in (DispatchStatus.OPTIMAL, DispatchStatus.FEASIBLE) and self.ac.holds

    @property
    def gap(self) -> float:
        """How far the cost may lie above the best there is, relative to it (to 1 at least); NaN without a plan."""
        return max(self.cost - self.lower_bound, 0.0) / max(abs(self.cost), 1.0)

    @property
    def losses_mwh(self) -> float:
        """Energy lost."""
        return float(np.sum(self.losses_mw) * self.step_hours) if len(self.losses_mw) else NAN

    @property
    def purchase_mwh(self) -> float:
        """Energy bought from the upper grid, less what was given back."""
        return float(np.sum(self.purchase_mw) * self.step_hours) if len(self.purchase_mw) else NAN
