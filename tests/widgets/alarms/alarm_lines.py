"""Lines and cards to show."""

from __future__ import annotations

from typing import Any

from engines.values.alarms import AlarmState
from engines.values.violations import Severity
from widgets.alarms.line import AlarmLine, CauseLine

NOON_US = 1_795_262_400_000_000


def line(number: int, **more: Any) -> AlarmLine:
    """An alarm that nobody has acknowledged."""
    given: dict[str, Any] = {
        "alarm_id": f"alarm-{number}",
        "severity": (Severity.LOW, Severity.LOW, Severity.MEDIUM, Severity.LOW, Severity.HIGH)[number % 5],
        "state": AlarmState.UNACKNOWLEDGED,
        "time_us": NOON_US + number * 1_000_000,
        "element": f"Bus {number}",
        "message": f"Voltage {0.9 + number % 50 / 1000:.3f} below 0.950",
        "kind": "limit" if number % 2 else "state",
        "feeder": f"F{number % 7 + 1}",
    }
    return AlarmLine(**{**given, **more})


def cause(number: int, members: tuple[str, ...], **more: Any) -> CauseLine:
    """A card nobody has acknowledged."""
    given: dict[str, Any] = {
        "cause_id": f"cause-{number}",
        "severity": Severity.HIGH,
        "time_us": NOON_US + number * 1_000_000,
        "element": f"Breaker {number}",
        "sentence": "tripped by overcurrent",
        "members": members,
        "unacknowledged": len(members),
        "active": len(members),
    }
    return CauseLine(**{**given, **more})
