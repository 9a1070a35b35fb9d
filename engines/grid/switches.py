"""Words for switches: what kind, and in which position."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class SwitchKind(StrEnum):
    """What a switch may interrupt."""

    BREAKER = "breaker"
    """Interrupts fault current."""
    LOAD_BREAK_SWITCH = "load_break_switch"
    """Interrupts load current."""
    DISCONNECTOR = "disconnector"
    """Isolates visibly; may not interrupt load."""
    RECLOSER = "recloser"
    """Breaker on the line that recloses by itself."""
    FUSE = "fuse"
    """Interrupts once; replaced by hand."""


class SwitchPosition(IntEnum):
    """Where a switch stands. Unknown counts as closed for safety and as open for supply."""

    OPEN = 0
    CLOSED = 1
    INTERMEDIATE = 2
    UNKNOWN = 3


PANDAPOWER_SWITCH_KIND = {
    "CB": SwitchKind.BREAKER,
    "LBS": SwitchKind.LOAD_BREAK_SWITCH,
    "LS": SwitchKind.LOAD_BREAK_SWITCH,
    "DS": SwitchKind.DISCONNECTOR,
    "RC": SwitchKind.RECLOSER,
    "FUSE": SwitchKind.FUSE,
}
"""pandapower's ``switch.type`` to kind; what is not listed is a load-break switch."""
