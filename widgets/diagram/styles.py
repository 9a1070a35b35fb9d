"""How a line can look; every colour by its name in the theme."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

N_FEEDER_COLORS = 8


@dataclass(frozen=True, slots=True)
class Style:
    """A line's look.

    Attributes:
        token: colour name in the theme.
        width: pixels at 100 %.
        dash, gap: pixels; 0 for a line drawn through.
        is_measure: the width stands for a quantity and is the same at every scale.
    """

    token: str
    width: float
    dash: float = 0.0
    gap: float = 0.0
    is_measure: bool = False


class Look(IntEnum):
    """Numbers of :data:`STYLES`; what is drawn later lies above."""

    DEAD = 0
    PROVEN_DEAD = 1
    POSSIBLE = 2
    BACKFED = 3
    BACKFED_MARKED = 4
    UNKNOWN = 5
    LIGHT = 6
    TIE = 7
    WIRE = 8
    RAMP = 9
    FEEDER = 13
    OVER_MEDIUM = 21
    OVER_HIGH = 22


N_RAMP = 4
"""Steps of width for a quantity without a limit crossed: 1, 2, 3 and 4 pixels."""

STYLES: tuple[Style, ...] = (
    Style("dead", 1.0, 5.0, 4.0),
    Style("dead", 1.0, 8.0, 7.0),
    Style("wire_2", 2.0, 5.0, 2.0),
    Style("dead", 1.0, 2.0, 3.0),
    Style("low", 2.0, 2.0, 3.0),
    Style("wire_2", 1.0),
    Style("wire_2", 1.0),
    # So long a dash says "runs on, normally open"; the short ones say "without voltage".
    Style("wire_2", 1.0, 16.0, 5.0),
    Style("wire", 2.0),
    *(Style("wire_2" if k < 2 else "wire", 1.0 + k, is_measure=True) for k in range(N_RAMP)),
    *(Style(f"feeder_{k + 1}", 2.0) for k in range(N_FEEDER_COLORS)),
    Style("medium", 4.0, is_measure=True),
    Style("high", 5.0, is_measure=True),
)
