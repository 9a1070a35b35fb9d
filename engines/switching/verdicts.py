"""What a check says of an operation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from engines.values.phrase import Phrase


class Rule(StrEnum):
    """Which rule a check belongs to."""

    AUTHORITY = "authority"
    CONTROL = "control"
    """The point can be commanded at all, here, by this console."""
    LINK = "link"
    QUALITY = "quality"
    BUSY = "busy"
    LOCKED = "locked"
    LOCAL = "local"
    BLOCKED = "blocked"
    POSITION = "position"
    RANGE = "range"
    TAG = "tag"
    EARTH = "earth"
    LOOP = "loop"
    SOURCES = "sources"
    LOAD_BREAK = "load_break"
    DEAD_BUS = "dead_bus"
    PREDICTION = "prediction"
    RECLOSING = "reclosing"


class Verdict(IntEnum):
    """What a check means for the operation; the highest of all checks holds."""

    PASSES = 0
    NEEDS_READING = 1
    """Allowed once the person has read the sentence and says so."""
    NEEDS_OVERRIDE = 2
    """Allowed once a supervisor takes it on themselves, with a reason that is journaled."""
    FORBIDDEN = 3
    """Not allowed to anyone."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule applied to one operation.

    Attributes:
        sentence: why; for a check that passes, what there is to know.
        element_ids: the equipment it speaks of.
    """

    rule: Rule
    verdict: Verdict
    sentence: Phrase
    element_ids: tuple[str, ...] = ()


def worst(checks: Iterable[Check]) -> Verdict:
    """The verdict over all; ``PASSES`` where there is no check."""
    return max((check.verdict for check in checks), default=Verdict.PASSES)


def of_verdict(checks: Iterable[Check], verdict: Verdict) -> tuple[Check, ...]:
    """The checks with exactly this verdict."""
    return tuple(check for check in checks if check.verdict is verdict)
