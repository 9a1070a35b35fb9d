"""Figures the switching rules go by; a utility may have its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SwitchingLimits:
    """Limits of switching.

    Attributes:
        normal_angle_degree: voltage angle across a switch above which closing needs a supervisor. 10° is what
            IEEE 1547-2018, table 5, allows for synchronising the largest class of equipment.
        group_angle_degree: above this phases or vector groups do not fit; the latter differ by 30° and more.
        disconnector_breaks_ka: what a disconnector may interrupt: IEC 62271-102 calls a current negligible that
            does not exceed 0.5 A.
    """

    normal_angle_degree: float = 10.0
    group_angle_degree: float = 25.0
    disconnector_breaks_ka: float = 0.0005
