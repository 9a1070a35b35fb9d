"""One fault from the first alarm to the last closed switch, with all that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engines.values.fault_evidence import FaultEvidence
from engines.values.repair import FaultCause, Outage, RestorationEstimate


class IncidentState(StrEnum):
    """How far an incident is."""

    NEW = "new"
    """Something has tripped or lost supply."""
    LOCATED = "located"
    """It is known, well enough to isolate, where."""
    ISOLATED = "isolated"
    """The faulted part is apart from everything that is or may be supplied."""
    RESTORED = "restored"
    """Everybody who can be supplied before the repair is."""
    REPAIRED = "repaired"
    """The crew has cleared the place."""
    NORMAL = "normal"
    """The network is as it should be."""
    CLOSED = "closed"
    MERGED = "merged"
    """It turned out to be part of another one."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self in (IncidentState.CLOSED, IncidentState.MERGED)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened in an incident; times are microseconds since 1970 UTC."""

    time_us: int
    author: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Incident:
    """The record of one fault.

    Attributes:
        device_ids: protective devices that have tripped; element_ids: what is known to be faulted.
        suspects: ids and probability of what is suspected, likeliest first, as last located.
        order_ids, document_ids, work_ids: what belongs to it.
        isolated_ids: buses that its orders keep dead because the fault may lie there; none once it was found.
        positions_before: id and position of the switches that stood otherwise than normal right before it.
        heard: what people have told of it, by telephone or from the place.
        informed: ids of customers who come first and have been told.
        merged_into: the incident it became part of; split_from: the one it was taken out of.
        is_planned: an outage for maintenance.
    """

    incident_id: str
    title: str
    opened_us: int
    state: IncidentState = IncidentState.NEW
    feeder: str = ""
    device_ids: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    suspects: tuple[tuple[str, float], ...] = ()
    outage: Outage = field(default_factory=Outage)
    order_ids: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    work_ids: tuple[str, ...] = ()
    estimates: tuple[RestorationEstimate, ...] = ()
    cause: FaultCause = FaultCause.UNKNOWN
    timeline: tuple[TimelineEntry, ...] = ()
    isolated_ids: tuple[str, ...] = ()
    positions_before: tuple[tuple[str, int], ...] = ()
    heard: tuple[FaultEvidence, ...] = ()
    informed: tuple[str, ...] = ()
    merged_into: str = ""
    split_from: str = ""
    is_planned: bool = False
    closed_us: int = 0
    revision: int = 0

    @property
    def estimate(self) -> RestorationEstimate | None:
        """What was last said of when supply is back."""
        return self.estimates[-1] if self.estimates else None
