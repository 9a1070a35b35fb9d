"""What is heard of a fault: operations, indicators, meters, calls. Any of it may be missing, late or false."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EvidenceKind(StrEnum):
    """Who says it."""

    BREAKER_OPERATION = "breaker_operation"
    """A breaker, recloser or fuse, by its own report or a person's."""
    INDICATOR = "indicator"
    """A fault passage indicator, at a switch or on a line."""
    FAULT_CURRENT = "fault_current"
    """Largest current a relay saw, kA."""
    DISTANCE = "distance"
    """Line length from a relay to the fault, km."""
    LAST_GASP = "last_gasp"
    """A meter says that it loses its supply."""
    PING = "ping"
    """A meter was asked whether it is there."""
    TROUBLE_CALL = "trouble_call"
    WIRE_DOWN = "wire_down"
    """Somebody saw a conductor on the ground."""
    COMMUNICATION_OUTAGE = "communication_outage"
    """Known not to be able to report; its silence says nothing."""


class Reading(StrEnum):
    """What is said, where it is no number."""

    NONE = ""
    TRIPPED = "tripped"
    """Opened by protection, for good."""
    CLOSED = "closed"
    """Stands closed: it has not tripped, or its reclosing succeeded."""
    FLAGGED = "flagged"
    """Fault current has passed, direction unknown."""
    FORWARD = "forward"
    """Fault current has passed, away from the source of the normal state."""
    BACKWARD = "backward"
    """Fault current has passed, toward that source."""
    QUIET = "quiet"
    """Asked, and it says that no fault current has passed."""
    REPLY = "reply"
    NO_REPLY = "no_reply"
    NO_SUPPLY = "no_supply"
    LOW_VOLTAGE = "low_voltage"
    """Dim or flickering lights: part of the phases is missing."""
    DAMAGE = "damage"
    """A bang, a flash or damage was noticed nearby."""


READINGS: dict[EvidenceKind, tuple[Reading, ...]] = {
    EvidenceKind.BREAKER_OPERATION: (Reading.TRIPPED, Reading.CLOSED),
    EvidenceKind.INDICATOR: (Reading.FLAGGED, Reading.FORWARD, Reading.BACKWARD, Reading.QUIET),
    EvidenceKind.FAULT_CURRENT: (Reading.NONE,),
    EvidenceKind.DISTANCE: (Reading.NONE,),
    EvidenceKind.LAST_GASP: (Reading.NONE,),
    EvidenceKind.PING: (Reading.REPLY, Reading.NO_REPLY),
    EvidenceKind.TROUBLE_CALL: (Reading.NO_SUPPLY, Reading.LOW_VOLTAGE, Reading.DAMAGE),
    EvidenceKind.WIRE_DOWN: (Reading.NONE,),
    EvidenceKind.COMMUNICATION_OUTAGE: (Reading.NONE,),
}
"""What each kind can say; the first is meant where nothing is given."""

MEASURED = (EvidenceKind.FAULT_CURRENT, EvidenceKind.DISTANCE)
"""Kinds whose ``value`` is a measured number and must be there."""


LARGEST = {EvidenceKind.FAULT_CURRENT: 300.0, EvidenceKind.DISTANCE: 1000.0}
"""kA and km beyond which a measured value is a slip of the unit or of the pen, in any network."""
MOST_METERS = 10_000_000
"""At one element."""


def flaw_of(kind: EvidenceKind, value: float) -> str:
    """What is wrong with the number told with a kind of evidence; "" where nothing is, or none was told (NaN)."""
    if value != value:
        return ""
    if kind not in MEASURED:
        return "" if 0.0 <= value <= MOST_METERS else f"{value:g} is no count of meters or callers"
    unit = "kA" if kind is EvidenceKind.FAULT_CURRENT else "km"
    if value <= 0.0:
        return f"{value:g} {unit} is not above 0"
    return f"{value:g} {unit} is beyond {LARGEST[kind]:g} {unit}" if value > LARGEST[kind] else ""


@dataclass(frozen=True, slots=True)
class FaultEvidence:
    """One thing heard.

    Attributes:
        element_id: who says it or where: a switch, a line (indicator), a meter (``customer``, ``load`` or ``bus``).
        time_us: when it happened, microseconds since 1970 UTC; 0 where nobody knows. Late arrival does not matter.
        reading: what is said.
        value: kA or km of a measured kind; how many meters at the element gasped, replied or stayed silent (one
            where it is NaN).
    """

    kind: EvidenceKind
    element_id: str
    time_us: int = 0
    reading: Reading = Reading.NONE
    value: float = float("nan")


@dataclass(frozen=True, slots=True)
class Instruments:
    """What could have reported; only then does silence say anything.

    Attributes:
        indicator_ids: switches and lines with an indicator; those heard of are added.
        meter_ids: customers, loads or buses with meters that gasp; ``None``: every customer, in a network
            without customers every load.
    """

    indicator_ids: tuple[str, ...] = ()
    meter_ids: tuple[str, ...] | None = None


def until(evidence: tuple[FaultEvidence, ...], time_us: int) -> tuple[FaultEvidence, ...]:
    """What had happened by ``time_us``, things of unknown time included."""
    return tuple(item for item in evidence if item.time_us <= time_us)
