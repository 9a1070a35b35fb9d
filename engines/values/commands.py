"""Commands to the field and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NAN = float("nan")


class CommandOrigin(StrEnum):
    """Where a command comes from; all go the same way."""

    CLICK = "click"
    ORDER = "order"
    PLAN = "plan"
    SCRIPT = "script"


class CommandOutcome(StrEnum):
    """How a command ended; every command ends with exactly one of these."""

    DONE = "done"
    """The field shows the commanded value."""
    REFUSED = "refused"
    """A rule of ours, or the device, said no; nothing moved."""
    TIMED_OUT = "timed_out"
    """Accepted by the device, and the point still shows what it showed before."""
    STUCK = "stuck"
    """The switch stands between its positions."""
    CLAMPED = "clamped"
    """The value read back differs from the commanded one."""
    UNKNOWN = "unknown"
    """The link was lost after sending: it may or may not have been carried out. The device stays locked."""
    CANCELLED = "cancelled"
    """Withdrawn by the person before it was sent."""


class FieldAnswer(StrEnum):
    """What the link can say about a command it was handed."""

    NOT_SENT = "not_sent"
    """It never left: link not up, too late, or selecting was refused. The device has not moved for it."""
    REFUSED = "refused"
    """The device answered no."""
    ACCEPTED = "accepted"
    """The device answered yes; the feedback is still to come."""
    UNKNOWN = "unknown"
    """It was sent and no answer came."""


@dataclass(frozen=True, slots=True)
class FieldCommand:
    """One command as it is handed to the link, which sends it at most once.

    Attributes:
        command_id: unique; the link never sends the same one twice.
        point_id: the point to be commanded.
        value: in the unit of the point.
        send_before: ``time.monotonic()`` of this machine; the link does not send after it.
        originator: who and what, for the server's own log.
    """

    command_id: str
    point_id: str
    value: float
    send_before: float
    originator: str = ""


@dataclass(frozen=True, slots=True)
class FieldReply:
    """The link's answer to one :class:`FieldCommand`.

    Attributes:
        reason: one sentence where the answer is not ``ACCEPTED``.
        status_code: the server's own code; 0 where there is none.
        value_sent: the raw value that went out; NaN where none did.
    """

    command_id: str
    answer: FieldAnswer
    reason: str = ""
    status_code: int = 0
    value_sent: float = NAN
