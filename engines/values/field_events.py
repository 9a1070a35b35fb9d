"""Alarms and conditions that field servers tell of by themselves (OPC UA Part 9), as they were received.

Nothing is judged here: severity, states and times are the server's. An event tells the whole state of its condition,
so the last one of a condition and branch is what is known of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.values.points import PointQuality

HIGHEST_SEVERITY = 1000
"""Severities run from 1 to 1000 (Part 5, 6.4.2): up to 333 low, up to 666 medium, above high."""


@dataclass(frozen=True, slots=True)
class FieldEvent:
    """The state of one condition of a server, told when it changed or when all were asked for again.

    Attributes:
        server: name of the server in the address map.
        condition_id: node of the condition, as ``nsu=URI;s=Text``: the same over reconnects.
        branch_id: node of an earlier state still to be acknowledged; empty for the condition as it is now.
        event_id: hexadecimal; what the server wants named when this state is acknowledged there.
        source_node: node of what the alarm is about, as ``nsu=URI;s=Text``; empty where the server names none.
        source_name: how the server calls it.
        element_id: the element of the address map's points or controls at that node; empty where none is there.
        condition_name: how the server calls the alarm.
        event_type: node of its type, as ``i=2955``.
        severity: 1 to 1000, 0 where the server gave none.
        message: in the server's language.
        is_active: whether the cause is there; None for a condition that is no alarm.
        is_acked: whether somebody has acknowledged it there; None where that is not known there.
        is_enabled: whether the server watches the condition at all.
        is_retained: whether the server shows it to operators; false when it is over.
        time_us: by the server's clock when it came about, microseconds since 1970 UTC; 0 where it gave none.
        server_time_us: when the server came to know of it (ReceiveTime), by its clock; 0 where it gave none.
        receive_time_us: by this machine's clock.
        quality: of the values behind it.
        is_refresh: told because all were asked for, not because it changed.
    """

    server: str
    condition_id: str
    branch_id: str = ""
    event_id: str = ""
    source_node: str = ""
    source_name: str = ""
    element_id: str = ""
    condition_name: str = ""
    event_type: str = ""
    severity: int = 0
    message: str = ""
    is_active: bool | None = None
    is_acked: bool | None = None
    is_enabled: bool = True
    is_retained: bool = False
    time_us: int = 0
    server_time_us: int = 0
    receive_time_us: int = 0
    quality: PointQuality = PointQuality.GOOD
    is_refresh: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Condition and branch; a later event with the same key replaces this one."""
        return self.condition_id, self.branch_id


@dataclass(frozen=True, slots=True)
class FieldEvents:
    """Events of one server in the order they came.

    Attributes:
        server: name of the server in the address map.
        retained: None, or after everything was asked for (at every connect) the key of each condition the server
            still shows, those of ``events`` included: whatever else was known of this server is over.
        quarantined: conditions that are not listened to for a while, and why; one clause each.
        has_gap: events before these may have been lost; what they told is asked for again.
    """

    server: str
    events: tuple[FieldEvent, ...] = ()
    retained: frozenset[tuple[str, str]] | None = None
    quarantined: tuple[tuple[str, str], ...] = field(default=())
    has_gap: bool = False

    def __len__(self) -> int:
        return len(self.events)
