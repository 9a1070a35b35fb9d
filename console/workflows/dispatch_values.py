"""A day-ahead plan on its way into the field: what was approved, what was released, what became of each setpoint.

Times are microseconds since 1970 UTC, 0 where it has not come to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExecutionState(StrEnum):
    """Where the execution of a plan stands."""

    DRAFT = "draft"
    """Asked for; a second person has to approve it."""
    APPROVED = "approved"
    """May be released; nothing was yet."""
    BY_HAND = "by_hand"
    """A person releases each step."""
    ARMED = "armed"
    """Each step goes out at its begin."""
    SUSPENDED = "suspended"
    """Something was not as expected, or somebody stopped it; nothing goes out, and it never goes on by itself."""
    ENDED = "ended"

    @property
    def is_active(self) -> bool:
        """Whether steps may be released at all."""
        return self in (ExecutionState.APPROVED, ExecutionState.BY_HAND, ExecutionState.ARMED)

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return self is ExecutionState.ENDED


class ReleaseState(StrEnum):
    """Where one step of the plan stands."""

    WAITING = "waiting"
    SENDING = "sending"
    """Released: its setpoints are on their way through the command path."""
    SENT = "sent"
    """The field shows every setpoint that could be sent."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """Not released before its half was over: it is never sent late."""


FOUND_SO = "found_so"
"""Outcome of a setpoint that the field showed already: nothing was sent."""
FINE = ("done", FOUND_SO)


@dataclass(frozen=True, slots=True)
class SentSetpoint:
    """One setpoint of a released step.

    Attributes:
        value: in the unit and with the sign of the point.
        outcome: :class:`engines.values.commands.CommandOutcome`, or :data:`FOUND_SO`; "" while it is on its way.
        reason: one clause where it did not end as it should.
    """

    point_id: str
    value: float
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredDeviation:
    """Where a measure lay farthest from the plan in a step, against the width of its band.

    Attributes:
        measure: ``exchange`` (MW), ``lowest_voltage`` (pu) or ``energy`` (MWh); place: bus or storage, "" for the
            district.
        planned, measured: at that moment; width: of the band on either side.
    """

    measure: str
    place: str
    planned: float
    measured: float
    width: float


@dataclass(frozen=True, slots=True)
class Halt:
    """A time in which nothing went out.

    Attributes:
        resumed_us: 0 where it never went on; resumed_by: who let it.
    """

    at_us: int
    reason: str
    resumed_us: int = 0
    resumed_by: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    """One step of the plan.

    Attributes:
        number: of the plan's schedule, from 0.
        begins_us, ends_us: of the step on the wall clock.
        released_by: who released it, or armed the plan.
        note: why it failed or was skipped.
        deviations: what was measured while it ran, each measure where it was worst; written once it is over.
    """

    number: int
    begins_us: int
    ends_us: int
    state: ReleaseState = ReleaseState.WAITING
    released_us: int = 0
    released_by: str = ""
    sent: tuple[SentSetpoint, ...] = ()
    note: str = ""
    deviations: tuple[MeasuredDeviation, ...] = ()

    @property
    def half_us(self) -> int:
        """After it the step is not sent any more."""
        return self.begins_us + (self.ends_us - self.begins_us) // 2


@dataclass(frozen=True, slots=True)
class PlanExecution:
    """The execution of one plan.

    Attributes:
        plan_id, planned_at: of the plan as it was approved; planned anew it is another one.
        needs_approval: a second person must agree.
        armed_by: who let the releases go out by themselves, "" for nobody.
        reason: why it is suspended or has ended.
        console: of the site, that carries it out.
        halts: every suspension, oldest first.
    """

    execution_id: str
    plan_id: str
    planned_at: float
    title: str
    author: str
    created_us: int
    steps: tuple[ReleaseStep, ...]
    state: ExecutionState = ExecutionState.DRAFT
    needs_approval: bool = False
    approved_by: str = ""
    approved_us: int = 0
    armed_by: str = ""
    reason: str = ""
    suspended_us: int = 0
    ended_us: int = 0
    console: str = ""
    revision: int = 0
    halts: tuple[Halt, ...] = ()

    def step(self, number: int) -> ReleaseStep:
        """A step by its number. Raises ``KeyError``."""
        found = next((step for step in self.steps if step.number == number), None)
        if found is None:
            raise KeyError(number)
        return found

    @property
    def sending(self) -> ReleaseStep | None:
        """The step that is going out."""
        return next((step for step in self.steps if step.state is ReleaseState.SENDING), None)

    @property
    def ends_us(self) -> int:
        """When the plan's last step ends."""
        return max((step.ends_us for step in self.steps), default=0)

    def due(self, now_us: int) -> ReleaseStep | None:
        """The step that may be released now."""
        may = (s for s in self.steps if s.state is ReleaseState.WAITING and s.begins_us <= now_us <= s.half_us)
        return max(may, key=lambda step: step.begins_us, default=None)

    def next(self, now_us: int) -> ReleaseStep | None:
        """The step that is due, else the one that begins next."""
        ahead = (s for s in self.steps if s.state is ReleaseState.WAITING and s.begins_us > now_us)
        return self.due(now_us) or min(ahead, key=lambda step: step.begins_us, default=None)

    def running(self, now_us: int) -> ReleaseStep | None:
        """The step whose time it is now, whatever became of it."""
        return next((step for step in self.steps if step.begins_us <= now_us < step.ends_us), None)
