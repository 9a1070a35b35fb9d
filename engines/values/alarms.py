"""Alarms in the words of ISA-18.2 and IEC 62682: what can be wrong, what is, and how people deal with it.

Times are microseconds since 1970 UTC by this machine's clock, 0 for "never", unless a name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engines.values.violations import Severity

NAN = float("nan")
AlarmPriority = Severity
"""Priority is a severity: low, medium, high; about 80, 15 and 5 in a hundred of all definitions."""


class AlarmKind(StrEnum):
    """What makes an alarm."""

    LIMIT = "limit"
    """A measured value beyond a limit."""
    STATE = "state"
    """A device says that something is as it should not be: tripped, without voltage, between positions."""
    RATE = "rate"
    """A measured value changes faster than it should."""
    COMMUNICATION = "communication"
    """A server or a device is not heard."""
    QUALITY = "quality"
    """A value is heard and cannot be believed."""
    CALCULATED = "calculated"
    """The load flow or the estimate shows a limit violated, or customers without supply."""
    SYSTEM = "system"
    """The console itself cannot do what it should."""
    FIELD = "field"
    """A server tells of it by itself (OPC UA Alarms and Conditions)."""


class AlarmState(StrEnum):
    """States of the alarm state diagram of ISA-18.2 and IEC 62682, with their letters."""

    NORMAL = "normal"
    """A: nothing is wrong, nothing is owed. The occurrence is over."""
    UNACKNOWLEDGED = "unacknowledged"
    """B: active, nobody has acknowledged it."""
    ACKNOWLEDGED = "acknowledged"
    """C: active and acknowledged."""
    RETURNED_UNACKNOWLEDGED = "returned_unacknowledged"
    """D: the cause has gone, nobody has acknowledged that it was there."""
    LATCHED_UNACKNOWLEDGED = "latched_unacknowledged"
    """E: as D, and a person must reset it as well."""
    LATCHED_ACKNOWLEDGED = "latched_acknowledged"
    """F: the cause has gone, it is acknowledged, a person must reset it."""
    SHELVED = "shelved"
    """G: put aside by a person for a time."""
    SUPPRESSED = "suppressed"
    """H: suppressed by design, because the state of the plant makes it meaningless."""
    OUT_OF_SERVICE = "out_of_service"
    """I: taken out of service by a person until it is put back."""

    @property
    def is_unacknowledged(self) -> bool:
        """Whether somebody has to acknowledge it."""
        return self in (
            AlarmState.UNACKNOWLEDGED,
            AlarmState.RETURNED_UNACKNOWLEDGED,
            AlarmState.LATCHED_UNACKNOWLEDGED,
        )

    @property
    def is_put_aside(self) -> bool:
        """Whether it is kept off the desk."""
        return self in (AlarmState.SHELVED, AlarmState.SUPPRESSED, AlarmState.OUT_OF_SERVICE)


class AlarmCondition(StrEnum):
    """How a value is looked at."""

    ABOVE = "above"
    BELOW = "below"
    EQUALS = "equals"
    RATE_ABOVE = "rate_above"
    """Change a second, either way; a step is one of a second."""
    INVALID = "invalid"
    """The value is not to be used although its source is heard."""
    QUESTIONABLE = "questionable"
    SILENT = "silent"
    """All points of the device are invalid or silent while its server is heard."""
    TOLD = "told"
    """No value of ours: somebody else says that it is so."""


@dataclass(frozen=True, slots=True)
class AlarmDefinition:
    """One thing that can be wrong.

    Attributes:
        alarm_id: ``point_id#condition`` or ``what#condition``; the same on every console of a site.
        element_id: equipment it concerns; empty where it concerns none.
        point_id: the point that is looked at; empty where none is.
        message: what is wrong, in English; texts of the screen are made from kind, condition and quantity.
        threshold: in the point's unit; for ``EQUALS`` the value, for ``RATE_ABOVE`` units a second.
        dead_band: how far the value must go back beyond the threshold before the alarm returns.
        on_delay_s, off_delay_s: how long the condition must hold, and must have gone.
        is_latching: stays until a person resets it.
        floor: for ``RATE_ABOVE`` how large a value counts as nothing; a change from or to nothing has no rate.
    """

    alarm_id: str
    element_id: str
    kind: AlarmKind
    condition: AlarmCondition
    priority: AlarmPriority
    point_id: str = ""
    message: str = ""
    threshold: float = NAN
    dead_band: float = 0.0
    on_delay_s: float = 0.0
    off_delay_s: float = 0.0
    is_latching: bool = False
    unit: str = ""
    floor: float = NAN


@dataclass(frozen=True, slots=True)
class AlarmComment:
    """What somebody wrote to an alarm."""

    author: str
    time_us: int
    text: str


@dataclass(frozen=True, slots=True)
class AlarmOccurrence:
    """One alarm from the moment it was raised to its end; the last turn of it is what is known.

    Attributes:
        occurrence_id: unique on the site.
        alarm_id, element_id, point_id, kind, condition, priority, message, threshold, unit: as defined.
        is_active: whether the condition holds.
        is_acknowledged, is_latched: as the states say.
        value: at the last turn into the condition; NaN where there is none.
        raised_us: when the condition came about first, by the field's clock where it gave one.
        received_us: when this machine came to know of it.
        returned_us: when it last went; ended_us: when nothing was owed any more.
        count: how often it was raised since it was last acknowledged.
        shelved_until_us: 0 while it is not shelved.
        aside_by, aside_reason: who shelved it or took it out of service, and why.
        is_suppressed, is_out_of_service: see :class:`AlarmState`.
        is_chattering: raised so often lately that it tells nothing; is_stale: active for more than a day.
    """

    occurrence_id: str
    alarm_id: str
    element_id: str
    kind: AlarmKind
    condition: AlarmCondition
    priority: AlarmPriority
    point_id: str = ""
    message: str = ""
    threshold: float = NAN
    unit: str = ""
    is_active: bool = True
    is_acknowledged: bool = False
    is_latching: bool = False
    is_latched: bool = False
    value: float = NAN
    raised_us: int = 0
    received_us: int = 0
    last_raised_us: int = 0
    returned_us: int = 0
    acknowledged_us: int = 0
    acknowledged_by: str = ""
    ended_us: int = 0
    count: int = 1
    shelved_until_us: int = 0
    aside_by: str = ""
    aside_reason: str = ""
    aside_us: int = 0
    is_suppressed: bool = False
    is_out_of_service: bool = False
    is_chattering: bool = False
    is_stale: bool = False
    comments: tuple[AlarmComment, ...] = field(default=())

    @property
    def state(self) -> AlarmState:
        """What it comes to; being put aside goes before everything else."""
        if self.is_out_of_service:
            return AlarmState.OUT_OF_SERVICE
        if self.shelved_until_us:
            return AlarmState.SHELVED
        if self.is_suppressed:
            return AlarmState.SUPPRESSED
        if self.is_active:
            return AlarmState.ACKNOWLEDGED if self.is_acknowledged else AlarmState.UNACKNOWLEDGED
        if self.is_latched:
            return AlarmState.LATCHED_ACKNOWLEDGED if self.is_acknowledged else AlarmState.LATCHED_UNACKNOWLEDGED
        return AlarmState.NORMAL if self.is_acknowledged else AlarmState.RETURNED_UNACKNOWLEDGED

    @property
    def is_standing(self) -> bool:
        """Whether it is on the desk."""
        return self.state not in (
            AlarmState.NORMAL,
            AlarmState.SHELVED,
            AlarmState.SUPPRESSED,
            AlarmState.OUT_OF_SERVICE,
        )


@dataclass(frozen=True, slots=True)
class AlarmGroup:
    """Alarms with one topological cause.

    Attributes:
        cause_id: stable while the cause lasts: of what the group is computed from.
        head: occurrence id of the alarm that is the cause; the worst member where the cause is none of them.
        members: occurrence ids, the head first, then worst first.
        title: what happened, in English, without the equipment's name.
        element_id: where it happened.
        bus_count: buses the cause took with it; 0 where it took none.
    """

    cause_id: str
    head: str
    members: tuple[str, ...]
    priority: AlarmPriority
    title: str
    element_id: str = ""
    raised_us: int = 0
    bus_count: int = 0


@dataclass(frozen=True, slots=True)
class AlarmMetrics:
    """How the alarms of a desk behave; ISA-18.2, clause 16.

    Attributes:
        from_us, to_us: the span they are of.
        raised: alarms raised in it; per_operator_hour: for the operators there are.
        most_frequent: alarm id, message and times raised, the ten most frequent.
        frequent_share: part of all that these ten make.
        standing: alarms active now; stale: active for more than a day; chattering: now.
        shelved, suppressed, out_of_service: now.
        floods: ``(from_us, to_us, raised)``; more than ten in ten minutes begin one, fewer than five end it.
        flood_share: part of the span spent in floods.
        by_priority: raised by priority.
        peak_10_min: most raised in any ten minutes.
    """

    from_us: int
    to_us: int
    raised: int = 0
    operators: int = 1
    per_operator_hour: float = 0.0
    most_frequent: tuple[tuple[str, str, int], ...] = ()
    frequent_share: float = 0.0
    standing: int = 0
    stale: int = 0
    chattering: int = 0
    shelved: int = 0
    suppressed: int = 0
    out_of_service: int = 0
    floods: tuple[tuple[int, int, int], ...] = ()
    flood_share: float = 0.0
    by_priority: tuple[tuple[AlarmPriority, int], ...] = ()
    peak_10_min: int = 0


@dataclass(frozen=True, slots=True)
class HornState:
    """What is to be heard.

    Attributes:
        priority: of the sound; ``None`` for silence.
        is_silenced: there are unacknowledged alarms, and a person wants to hear nothing of them.
    """

    priority: AlarmPriority | None = None
    is_silenced: bool = False
