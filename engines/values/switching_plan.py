"""A switching plan: ordered steps, each with its reason and its proof by load flow."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engines.values.phrase import Phrase

NAN = float("nan")


class PlanPurpose(StrEnum):
    """What a plan is for."""

    ISOLATE = "isolate"
    RESTORE = "restore"
    RETURN_TO_NORMAL = "return_to_normal"
    PLANNED_OUTAGE = "planned_outage"


class PlanStatus(StrEnum):
    """How far a plan reaches."""

    COMPLETE = "complete"
    """Everything that may have supply has it at the end."""
    PARTIAL = "partial"
    """Something that may have supply stays without; the reason says what holds it back."""
    NOTHING_TO_DO = "nothing_to_do"
    NOT_LOCKED_OUT = "not_locked_out"
    """The protection may still reclose: no plan before it has locked out."""
    NOT_LOCATED = "not_located"
    """The suspected zones do not hold enough of the probability."""
    NOT_ISOLABLE = "not_isolable"
    """No switches that can be operated part the suspected zones from a source."""
    NOT_ACCEPTED = "not_accepted"
    """A step, or the end, fails its proof: the plan is not to be carried out."""
    NOT_SOLVED = "not_solved"
    """The load flow of the present state has no solution, so that nothing can be proven."""

    @property
    def is_usable(self) -> bool:
        """Whether its steps may be carried out."""
        return self in (PlanStatus.COMPLETE, PlanStatus.PARTIAL, PlanStatus.NOTHING_TO_DO)


class StepKind(StrEnum):
    """What is done in a step."""

    OPEN = "open"
    CLOSE = "close"
    RECLOSING_OFF = "reclosing_off"
    RECLOSING_ON = "reclosing_on"
    SHED = "shed"
    """An interruptible load is switched off."""
    ISLAND = "island"
    """A unit takes over the part that hangs on it, as its only source."""


class Precaution(StrEnum):
    """What a step asks for beforehand."""

    NONE = "none"
    PATROL_OR_TEST = "patrol_or_test"
    """Its chance of closing onto the fault is above the limit: patrol, or a supervised test energisation."""
    PROVE_DEAD = "prove_dead"
    """Generation may hold up a voltage beyond it: prove it dead, or see the generation off."""


class ProofStatus(StrEnum):
    """What the load flow after a step says."""

    ACCEPTED = "accepted"
    VIOLATES = "violates"
    """A voltage or loading is beyond the limit in force."""
    NOT_CONVERGED = "not_converged"
    FORBIDDEN = "forbidden"
    """A switching rule does not allow the operation, or it would energise what must stay dead."""


@dataclass(frozen=True, slots=True)
class StepProof:
    """The network right after a step, solved.

    Attributes:
        reason: why it is not accepted; "" where it is.
        vm_min_pu, vm_min_bus: lowest voltage and the name of its bus; NaN and "" where nothing converged.
        vm_max_pu, vm_max_bus: highest voltage.
        loading_max_percent, loading_max_element: highest loading and the name of what carries it.
        margin: the smallest distance to a limit of all that the plan changes: share of the permitted loading, or
            of the permitted voltage band below 1 pu.
        unserved_kw, customers_unserved: load and connections without supply after the step.
        loops: ways closed in parallel after the step.
        angle_degree: across the switch before a closing between two live parts; NaN otherwise.
    """

    status: ProofStatus
    reason: str = ""
    vm_min_pu: float = NAN
    vm_min_bus: str = ""
    vm_max_pu: float = NAN
    vm_max_bus: str = ""
    loading_max_percent: float = NAN
    loading_max_element: str = ""
    margin: float = NAN
    unserved_kw: float = NAN
    customers_unserved: int = 0
    loops: int = 0
    angle_degree: float = NAN

    @property
    def is_accepted(self) -> bool:
        """Converged, within the limits in force and allowed."""
        return self.status is ProofStatus.ACCEPTED


@dataclass(frozen=True, slots=True)
class SwitchingStep:
    """One operation of one device.

    Attributes:
        number: place in the plan, from 1.
        is_remote: operated from the control room; duration_s: what it takes, with the way to it.
        reason: why it is done, one sentence.
        chance: probability that the closing meets the fault, given that the closings before it did not.
        interrupted_kw: load that loses supply by the step.
    """

    number: int
    kind: StepKind
    element_id: str
    name: str
    is_remote: bool
    duration_s: float
    reason: Phrase
    proof: StepProof
    chance: float = 0.0
    precaution: Precaution = Precaution.NONE
    interrupted_kw: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchingPlan:
    """An ordered list of steps from one snapshot to a promised end state.

    Attributes:
        reason: why it reaches no further; "" where it is complete.
        steps: in the order in which they are carried out.
        open_at_end, closed_at_end: ids of the switches that stand otherwise at the end than in the snapshot.
        isolated: ids of the buses that must stay dead.
        unserved_kw, customers_unserved, critical_unserved: at the end; the last counts priority 2 and more.
        dead_kw, customers_dead: before the first step.
        out_of_reach_kw: part of ``unserved_kw`` that no plan could supply: suspected, tagged, or without any way.
        lower_bound_kw: no plan for as many priority customers leaves less unserved, by a relaxation of the load flow;
            for the open points of live feeders as the plan has them. NaN where it was not worked out.
        operations: switch operations; manual: those on site; duration_s: of all, one after the other.
        margin: at the end, see :class:`StepProof`.
        alternatives: other plans beside this one, each under the name of what it is better at.
        notes: what was assumed or left out, one sentence each.
        refined_s: seconds spent on a better plan than the first; NaN where that was not asked for.
        is_repeatable: the same plan comes again from the same state; false where the time for refining decides.
    """

    purpose: PlanPurpose
    status: PlanStatus
    snapshot_revision: int
    structure_revision: str
    reason: str = ""
    steps: tuple[SwitchingStep, ...] = ()
    open_at_end: tuple[str, ...] = ()
    closed_at_end: tuple[str, ...] = ()
    isolated: tuple[str, ...] = ()
    unserved_kw: float = NAN
    customers_unserved: int = 0
    critical_unserved: int = 0
    dead_kw: float = NAN
    customers_dead: int = 0
    out_of_reach_kw: float = NAN
    lower_bound_kw: float = NAN
    operations: int = 0
    manual: int = 0
    duration_s: float = 0.0
    margin: float = NAN
    alternatives: tuple[tuple[str, SwitchingPlan], ...] = ()
    notes: tuple[str, ...] = ()
    refined_s: float = field(default=NAN, compare=False)
    is_repeatable: bool = field(default=True, compare=False)

    @property
    def is_usable(self) -> bool:
        """Whether its steps may be carried out; false says nothing good of the network."""
        return self.status.is_usable and all(step.proof.is_accepted for step in self.steps)
