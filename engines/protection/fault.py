"""Words for faults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Which conductors are involved."""

    THREE_PHASE = "three_phase"
    TWO_PHASE = "two_phase"
    """Two phases, clear of earth."""
    EARTH = "earth"
    """One phase to earth."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a bus or on a line.

    Attributes:
        table: ``bus`` or ``line``; row: row in it.
        fraction: on a line, share of its length from its "from" bus.
        r_ohm: resistance at the place of the fault, in each faulted phase.
    """

    table: str
    row: int
    kind: FaultKind = FaultKind.THREE_PHASE
    fraction: float = 0.5
    r_ohm: float = 0.0
