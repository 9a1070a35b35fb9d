"""What a line of the alarm desk says; whoever knows the alarms makes them."""

from __future__ import annotations

from dataclasses import dataclass

from engines.values.alarms import AlarmState
from engines.values.violations import Severity

_ORDER = (
    AlarmState.UNACKNOWLEDGED,
    AlarmState.LATCHED_UNACKNOWLEDGED,
    AlarmState.RETURNED_UNACKNOWLEDGED,
    AlarmState.ACKNOWLEDGED,
    AlarmState.LATCHED_ACKNOWLEDGED,
    AlarmState.SHELVED,
    AlarmState.SUPPRESSED,
    AlarmState.OUT_OF_SERVICE,
    AlarmState.NORMAL,
)
URGENCY = {state: place for place, state in enumerate(_ORDER)}
"""States in the order in which they ask for somebody."""
GONE = (
    AlarmState.RETURNED_UNACKNOWLEDGED,
    AlarmState.LATCHED_UNACKNOWLEDGED,
    AlarmState.LATCHED_ACKNOWLEDGED,
    AlarmState.NORMAL,
)
"""States in which the cause is gone: the shape is hollow."""


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm as it is shown; texts are in the person's language.

    Attributes:
        alarm_id: as the alarm desk knows it.
        time_us: when it was raised, microseconds since 1970 UTC.
        element: name of the equipment; element_id: its id, "" where it has none.
        detail: what is worth knowing beyond the message: value, since when, that it chatters.
        kind: word of its kind; feeder: name of the feeder, "" where it is on none.
        until: when it comes back by itself, for a shelved one; reason: why a person put it aside.
        person: who acknowledged it, or put it aside; "" for nobody.
        comment: the last one.
        count: how many times it was raised since it was last acknowledged.
    """

    alarm_id: str
    severity: Severity
    state: AlarmState
    time_us: int
    element: str
    message: str
    detail: str = ""
    kind: str = ""
    feeder: str = ""
    element_id: str = ""
    person: str = ""
    comment: str = ""
    reason: str = ""
    until: str = ""
    count: int = 1

    @property
    def words(self) -> str:
        """Everything a search looks through, in small letters."""
        parts = (
            self.element,
            self.message,
            self.detail,
            self.kind,
            self.feeder,
            self.person,
            self.comment,
            self.reason,
        )
        return " ".join((*parts, self.element_id)).casefold()


@dataclass(frozen=True, slots=True)
class CauseLine:
    """Alarms with one cause.

    Attributes:
        cause_id: stable while the cause lasts.
        time_us: of the first of them.
        members: ids of the alarms, the cause first.
        unacknowledged: how many of them nobody has acknowledged; active: how many are active.
    """

    cause_id: str
    severity: Severity
    time_us: int
    element: str
    sentence: str
    detail: str = ""
    element_id: str = ""
    person: str = ""
    members: tuple[str, ...] = ()
    unacknowledged: int = 0
    active: int = 0

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Worst first: to be acknowledged before others, then by priority, then the latest."""
        return not self.unacknowledged, -int(self.severity), -self.time_us, self.cause_id
