"""What the steps ahead ask of a worker: the network of a plan at one step, solved. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.dispatch.kept import KeptPlan
from engines.grid.snapshot import Array, StateKey
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.dispatch.planned_steps import PlannedSteps

STATE_KEY = "console.dispatch.ahead"
PlanKey = tuple[str, float]
"""Id of a plan, and when it was planned."""


@dataclass(frozen=True, slots=True, eq=False)
class StepRequest:
    """One step of a plan.

    Attributes:
        structure_revision: of the network it is to be shown on.
        kept: only when the worker has to be told the plan.
    """

    key: PlanKey
    step: int
    structure_revision: str
    kept: KeptPlan | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StepReply:
    """A step, or that the plan has to be sent first.

    Attributes:
        state: columns of the network at the step; ``None`` where the plan has to be sent.
        beyond: devices of the case that the network does not have.
    """

    key: PlanKey
    step: int
    state: FrozenMap[StateKey, Array] | None = None
    time: np.datetime64 | None = None
    result: LoadFlowResult | None = None
    topology: Topology | None = None
    beyond: tuple[str, ...] = ()


@dataclass(slots=True)
class _Memory:
    """The one plan a worker keeps compiled."""

    key: PlanKey
    structure_revision: str
    steps: PlannedSteps
    topology: Topology


def step_job(context: WorkContext, request: StepRequest) -> StepReply:
    """Solve one step of a plan. Raises ``InputError`` where the plan is not one for the network shown."""
    memory: _Memory | None = context.state.get(STATE_KEY)
    is_known = memory is not None and (memory.key, memory.structure_revision) == (
        request.key,
        request.structure_revision,
    )
    if not is_known:
        if request.kept is None:
            return StepReply(request.key, request.step)
        memory = context.state[STATE_KEY] = _prepared(context, request, request.kept)
    assert memory is not None
    context.check_cancelled()
    found = memory.steps.at(request.step)
    return StepReply(
        request.key, request.step, found.snapshot.state, found.snapshot.time, found.result, memory.topology,
        memory.steps.beyond,
    )  # fmt: skip


def _prepared(context: WorkContext, request: StepRequest, kept: KeptPlan) -> _Memory:
    from console.dispatch.jobs import snapshot_of
    from engines.dispatch.planned_steps import PlannedSteps
    from engines.grid.topology import analyse

    assert kept.planned is not None
    snapshot = snapshot_of(kept)
    found = snapshot.network.structure_revision
    if found != request.structure_revision or found != kept.planned.plan.structure_revision:
        reason = "was planned on another network than the one that is shown"
        raise InputError(kept.name, reason, "plan it again on the network of this district")
    steps = PlannedSteps(kept.carried_case, snapshot, kept.planned.plan.schedule)
    return _Memory(request.key, request.structure_revision, steps, analyse(snapshot))
