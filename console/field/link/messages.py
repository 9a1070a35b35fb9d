"""What the link's process and its supervisor say to each other. Qt-free, and free of the OPC UA library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from console.field.addresses import ServerAddress
from console.field.link.options import LinkOptions
from console.field.security.credentials import Credentials
from engines.values.commands import FieldCommand, FieldReply
from engines.values.field_events import FieldEvents
from engines.values.points import LinkHealth, PointBatch

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class LinkSetup:
    """All a link needs.

    Attributes:
        trust_folder: of the trust store; None for the person's own.
        fault_log: file for the stacks of a crash inside native code.
    """

    server: ServerAddress
    credentials: Credentials = field(default_factory=Credentials)
    trust_folder: Path | None = None
    options: LinkOptions = field(default_factory=LinkOptions)
    fault_log: Path | None = None


class LinkListener(Protocol):
    """Hears of everything a link has to tell; called on the link's own thread and must not block."""

    def values(self, batch: PointBatch) -> None:
        """New values, ``index`` being rows of the server's points."""

    def health(self, health: LinkHealth) -> None:
        """On every change of state, and at least once a second."""

    def events(self, events: FieldEvents) -> None:
        """The server has told of its alarms."""

    def gap(self, from_us: int, to_us: int, reason: str) -> None:
        """Changes in this span of time may be missing; the values are true again since ``to_us``."""

    def sending(self, command_id: str) -> None:
        """From now on the device may move for this command."""

    def reply(self, reply: FieldReply) -> None:
        """How a command fared; exactly once for each command."""

    def instructor(self, reply: InstructorReply) -> None:
        """The answer to a call of the instructor, or to an acknowledgement."""


# Supervisor to link.


@dataclass(frozen=True, slots=True)
class Operate:
    """Send a command, at most once."""

    command: FieldCommand


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """Read these points now; empty reads all."""

    point_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallInstructor:
    """Call a method of the simulator's instructor, or read one of its variables where ``is_variable``."""

    call_id: int
    name: str
    arguments: tuple[Scalar, ...] = ()
    is_variable: bool = False


@dataclass(frozen=True, slots=True)
class AcknowledgeThere:
    """Acknowledge one state of a condition at the server, at most once; answered by an :class:`InstructorReply`.

    Attributes:
        condition_id, event_id: as :class:`engines.values.field_events.FieldEvent` names them.
        comment: what the server is to note with it: who it was.
    """

    call_id: int
    condition_id: str
    event_id: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class TryNow:
    """Do not wait for the next attempt: a person has done something about the last refusal."""


@dataclass(frozen=True, slots=True)
class UseCredentials:
    """Log in with these from the next attempt on, and make that now."""

    credentials: Credentials


@dataclass(frozen=True, slots=True)
class Close:
    """End the session and the process."""


# Link to supervisor.


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started."""


@dataclass(frozen=True, slots=True)
class SameProblems:
    """Health whose problems, left out here, are those told last: there may be thousands of them."""

    health: LinkHealth


@dataclass(frozen=True, slots=True)
class Sending:
    """Written before the command leaves, so that a link that dies leaves no doubt what it had sent."""

    command_id: str


@dataclass(frozen=True, slots=True)
class Gap:
    """See :meth:`LinkListener.gap`."""

    from_us: int
    to_us: int
    reason: str


@dataclass(frozen=True, slots=True)
class InstructorReply:
    """What the simulator, or a server that was to acknowledge an alarm, answered.

    Attributes:
        reason: why it was not done, empty where it was.
    """

    call_id: int
    values: tuple[Scalar, ...] = ()
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Logged:
    """A log record of warning level or above."""

    logger: str
    level: int
    text: str
