"""A plan played again: its states, and whether it still holds from what is true now."""

from __future__ import annotations

from collections.abc import Collection

from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.restoration import wording
from engines.restoration.proof import PlannedMove
from engines.values.switching_plan import StepKind, SwitchingPlan, SwitchingStep

_POSITIONS = {StepKind.OPEN: SwitchPosition.OPEN, StepKind.CLOSE: SwitchPosition.CLOSED}


def replay(snapshot: Snapshot, plan: SwitchingPlan) -> tuple[Snapshot, ...]:
    """The state after each step, as many as there are steps.

    Raises ``ValueError`` where a step names equipment the snapshot does not have.
    """
    states = []
    for step in plan.steps:
        if step.kind in _POSITIONS:
            ref = snapshot.network.find(step.element_id)
            if ref is None or ref.table != "switch":
                raise ValueError(f"step {step.number}: there is no switch {step.element_id}")
            snapshot = snapshot.with_values("switch", "position", [ref.row], _POSITIONS[step.kind])
        elif step.kind is StepKind.SHED:
            snapshot = without_loads(snapshot, [step.element_id])
        states.append(snapshot)
    return tuple(states)


def without_loads(snapshot: Snapshot, load_ids: Collection[str]) -> Snapshot:
    """The snapshot with some loads switched off; ids that are no loads' are passed over."""
    refs = [snapshot.network.find(load_id) for load_id in load_ids]
    rows = [ref.row for ref in refs if ref is not None and ref.table == "load"]
    return snapshot.with_values("load", "scaling", rows, 0.0)


def remaining_moves(snapshot: Snapshot, plan: SwitchingPlan, without: Collection[int]) -> tuple[PlannedMove, ...]:
    """The steps of a plan that are still to be done: neither removed nor in effect already."""
    return tuple(_move(step) for step in plan.steps if step.number not in without and not _is_in_effect(snapshot, step))


def _is_in_effect(snapshot: Snapshot, step: SwitchingStep) -> bool:
    ref = snapshot.network.find(step.element_id)
    if step.kind not in _POSITIONS or ref is None:
        return False
    return bool(snapshot.switch_position[ref.row] == _POSITIONS[step.kind])


def _move(step: SwitchingStep) -> PlannedMove:
    cause = _cause(step)
    if not cause:
        # A person's own words, or those of another time: they stay.
        return PlannedMove(step.kind, step.element_id, reason=step.reason)
    return PlannedMove(step.kind, step.element_id, cause, str(step.reason.arguments.get("why", "")))


def _cause(step: SwitchingStep) -> str:
    for (kind, cause), template in wording.REASONS.items():
        if kind is step.kind and template == step.reason.template:
            return cause
    return ""
