"""What a caller may ask of an evaluation."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_DAYS = 24
"""So many days an evaluation should rest on; fewer are said."""


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """How to evaluate.

    Attributes:
        days: held-out days wanted.
        scenarios: that a plan is made for, kept of ``drawn``.
        seed: of the choice of days and of all that is drawn.
        seconds: time for each plan; gap: at which a plan is good enough.
        members: scenarios whose mean is the forecast of the hours still to come.
        within: a model is fitted to the days at most so many days away in the year.
    """

    days: int = LEAST_DAYS
    scenarios: int = 10
    drawn: int = 500
    seed: int = 1
    seconds: float = 60.0
    gap: float = 1e-3
    members: int = 50
    within: int = 45
