"""Overcurrent stages and their operating times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SATURATION = 20.0
"""From this multiple of the pickup on a relay's inverse curve runs flat (IEC 60255-151)."""


class Curve(StrEnum):
    """How the operating time depends on the current."""

    DEFINITE = "definite"
    STANDARD_INVERSE = "standard_inverse"
    VERY_INVERSE = "very_inverse"
    EXTREMELY_INVERSE = "extremely_inverse"


_CONSTANTS = {
    Curve.STANDARD_INVERSE: (0.14, 0.02),
    Curve.VERY_INVERSE: (13.5, 1.0),
    Curve.EXTREMELY_INVERSE: (80.0, 2.0),
}
"""k and alpha of t = TMS k / ((I/I_pickup)^alpha - 1) (IEC 60255-151)."""


def inverse_s(curve: Curve, multiple: float) -> float:
    """Operating time at a multiple of the pickup with a time multiplier of one; infinite up to the pickup."""
    if multiple <= 1.0:
        return float("inf")
    k, alpha = _CONSTANTS[curve]
    above = min(multiple, SATURATION) ** alpha - 1
    return float(k / above) if above > 0 else float("inf")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of overcurrent protection.

    Attributes:
        pickup_ka: current from which it runs.
        time: operating time in seconds (definite), else the time multiplier of the curve.
        least_s: it never operates faster.
    """

    pickup_ka: float
    time: float
    curve: Curve = Curve.DEFINITE
    least_s: float = 0.02

    def operate_s(self, i_ka: float) -> float:
        """Time until it operates at a steady current; infinite where it does not pick up."""
        if not i_ka > self.pickup_ka:
            return float("inf")
        if self.curve is Curve.DEFINITE:
            return max(self.time, self.least_s)
        return max(self.time * inverse_s(self.curve, i_ka / self.pickup_ka), self.least_s)


def fastest_s(stages: tuple[Stage, ...], i_ka: float) -> float:
    """Time until the first of some stages operates; infinite where none picks up."""
    return min((stage.operate_s(i_ka) for stage in stages), default=float("inf"))
