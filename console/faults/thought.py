"""What a console has worked out about an incident."""

from __future__ import annotations

from dataclasses import dataclass

from console.faults.jobs import PlannedSteps
from engines.grid.snapshot import Snapshot
from engines.values.fault_evidence import FaultEvidence
from engines.values.location import Location
from engines.values.switching_plan import PlanPurpose, SwitchingPlan

FIRST = "best"


@dataclass(slots=True, eq=False)
class Thought:
    """What this console has worked out about an incident.

    Attributes:
        credible: zones that stay isolated, credible_ids: what lies in them.
        lost_ids: loads the devices' opening has cut off.
        plans: by key, "best" first, then the alternatives under what they are better at.
        planned_positions: id of the snapshot's positions the plans start from; purpose: what they are for.
        problem: why there is no location or plan, one sentence; "" where there is, or one is being made.
        is_locked_out: no device will reclose any more.
        is_back: its devices stand closed again, and nobody is without supply.
    """

    location: Location | None = None
    credible: tuple[int, ...] = ()
    credible_ids: tuple[str, ...] = ()
    lost_ids: tuple[str, ...] = ()
    plans: tuple[tuple[str, SwitchingPlan], ...] = ()
    purpose: PlanPurpose = PlanPurpose.RESTORE
    chosen: str = FIRST
    without: tuple[int, ...] = ()
    start: Snapshot | None = None
    played: PlannedSteps = ()
    problem: str = ""
    is_locked_out: bool = False
    is_back: bool = False
    is_locating: bool = False
    is_planning: bool = False
    is_refining: bool = False
    evidence: tuple[FaultEvidence, ...] | None = None
    gathered_at: float = 0.0
    planned_for: tuple[object, ...] = ()

    @property
    def plan(self) -> SwitchingPlan | None:
        """The plan that is chosen."""
        return next((plan for key, plan in self.plans if key == self.chosen), None)
