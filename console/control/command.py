"""What a command is: its facts, its stages, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engines.switching.consequence import Consequence
from engines.switching.operation import Operation
from engines.switching.verdicts import Check, Verdict, of_verdict, worst
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.phrase import Phrase
from engines.values.points import PointDefinition


class Stage(StrEnum):
    """Where a command stands; it only ever goes on, but for a confirmation that must be given again."""

    REQUESTED = "requested"
    CHECKED = "checked"
    """Nothing at the device forbids it; the prediction is being made."""
    PREDICTED = "predicted"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    CONFIRMED = "confirmed"
    """Confirmed; the prediction is made again for the present moment."""
    JOURNALING = "journaling"
    JOURNALED = "journaled"
    SENT = "sent"
    """Handed to the link; its answer is still to come."""
    AWAITING_FEEDBACK = "awaiting_feedback"
    ENDED = "ended"


NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.REQUESTED: frozenset({Stage.CHECKED, Stage.ENDED}),
    Stage.CHECKED: frozenset({Stage.PREDICTED, Stage.AWAITING_CONFIRMATION, Stage.ENDED}),
    Stage.PREDICTED: frozenset({Stage.AWAITING_CONFIRMATION, Stage.ENDED}),
    Stage.AWAITING_CONFIRMATION: frozenset({Stage.CONFIRMED, Stage.JOURNALING, Stage.ENDED}),
    Stage.CONFIRMED: frozenset({Stage.AWAITING_CONFIRMATION, Stage.JOURNALING, Stage.ENDED}),
    Stage.JOURNALING: frozenset({Stage.JOURNALED, Stage.ENDED}),
    Stage.JOURNALED: frozenset({Stage.SENT, Stage.ENDED}),
    Stage.SENT: frozenset({Stage.AWAITING_FEEDBACK, Stage.ENDED}),
    Stage.AWAITING_FEEDBACK: frozenset({Stage.ENDED}),
    Stage.ENDED: frozenset(),
}
"""Which stage may follow which; nothing leads back from ``JOURNALING``, and nothing out of ``ENDED``."""


class PredictionState(StrEnum):
    """What is known of the consequence."""

    WAITING = "waiting"
    CURRENT = "current"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Override:
    """A supervisor takes a closing without prediction, or across a doubt, on themselves."""

    supervisor: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommandFacts:
    """What does not change about a command.

    Attributes:
        command_id: unique over all consoles and runs.
        name: what a person calls the device.
        value_before: what the point showed when the command was asked for; NaN: nothing.
        note: what the origin calls it (step 4 of an order, hour 17 of a plan).
    """

    command_id: str
    definition: PointDefinition
    value: float
    origin: CommandOrigin
    author: str
    name: str
    value_before: float
    requested_at_us: int
    note: str = ""

    @property
    def element_id(self) -> str:
        """The device."""
        return self.definition.element_id

    @property
    def point_id(self) -> str:
        """The point that is commanded and read back."""
        return self.definition.point_id

    @property
    def operation(self) -> Operation:
        """The same for the rules."""
        return Operation(self.definition.element_id, self.definition.quantity, self.value)


@dataclass(frozen=True, slots=True)
class CommandView:
    """A command as it is shown.

    Attributes:
        checks: every rule that has something to say.
        consequence: the latest prediction, ``None`` where there is none.
        note: why the last confirmation did not count, ``None`` where nothing is to be said.
        needs_second_person: two persons must confirm.
        outcome, reason: set once the command has ended.
    """

    facts: CommandFacts
    stage: Stage
    checks: tuple[Check, ...] = ()
    consequence: Consequence | None = None
    prediction: PredictionState = PredictionState.WAITING
    note: Phrase | None = None
    needs_second_person: bool = False
    outcome: CommandOutcome | None = None
    reason: Phrase | None = None

    @property
    def command_id(self) -> str:
        """See :class:`CommandFacts`."""
        return self.facts.command_id

    @property
    def to_read(self) -> tuple[Check, ...]:
        """What must be read and confirmed as read."""
        return of_verdict(self.checks, Verdict.NEEDS_READING)

    @property
    def to_override(self) -> tuple[Check, ...]:
        """What needs a supervisor."""
        return of_verdict(self.checks, Verdict.NEEDS_OVERRIDE)

    @property
    def is_forbidden(self) -> bool:
        """Whether a rule forbids it to everyone."""
        return worst(self.checks) is Verdict.FORBIDDEN

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether nothing has been sent yet."""
        return self.stage not in (Stage.SENT, Stage.AWAITING_FEEDBACK, Stage.ENDED)
