"""What a caller may ask of a plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DispatchOptions:
    """How to plan.

    Attributes:
        seconds: time for planning; the best plan so far is given when it is up.
        gap: relative distance to the lower bound at which planning is done.
        verify: ask the reference engine whether it agrees with the engine of the AC check (costs seconds where
            pandapower is not imported yet; not counted).
        explain: say why, for each thing the plan does (some load flows more).
    """

    seconds: float = 10.0
    gap: float = 1e-4
    verify: bool = True
    explain: bool = True
