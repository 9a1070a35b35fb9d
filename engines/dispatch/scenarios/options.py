"""What a caller may ask of a plan over scenarios."""

from __future__ import annotations

from dataclasses import dataclass

MOST_SCENARIOS = 1_000


@dataclass(frozen=True, slots=True)
class ScenarioOptions:
    """How to plan.

    Attributes:
        seconds: time for planning; the best plan so far is given when it is up.
        gap: relative distance to the lower bound at which planning is done.
        one_group: up to so many scenarios are solved together; more of them in groups that are brought to agree.
        group_size: of those groups.
        verify: ask the reference engine whether it agrees with the engine of the AC check, in one scenario (not
            counted in the time).
    """

    seconds: float = 20.0
    gap: float = 1e-3
    one_group: int = 24
    group_size: int = 10
    verify: bool = True
