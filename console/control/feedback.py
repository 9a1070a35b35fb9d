"""What the field's reading says of a command."""

from __future__ import annotations

import math

from console.control import wording
from console.control.command import CommandFacts
from console.control.ports import Reading
from engines.grid.switches import SwitchPosition
from engines.values.commands import CommandOutcome
from engines.values.phrase import Phrase, phrase
from engines.values.points import PointFreshness, PointKind, PointQuality

DEFINITE = (SwitchPosition.OPEN, SwitchPosition.CLOSED)


def is_believed(reading: Reading) -> bool:
    """Good, current and a number: only such a reading decides anything."""
    is_current = reading.freshness is PointFreshness.FRESH and reading.quality is PointQuality.GOOD
    return is_current and math.isfinite(reading.value)


def is_definite(kind: PointKind, reading: Reading) -> bool:
    """Whether a reading says where the device stands."""
    return is_believed(reading) and (kind is not PointKind.POSITION or reading.value in DEFINITE)


def is_fulfilled(facts: CommandFacts, reading: Reading) -> bool:
    """Whether the field shows the commanded value."""
    return is_believed(reading) and abs(reading.value - facts.value) <= facts.definition.tolerance


def done_sentence(facts: CommandFacts) -> Phrase:
    """That the field shows the commanded value."""
    if facts.definition.kind is PointKind.POSITION:
        return phrase(wording.DONE_CLOSED if facts.value else wording.DONE_OPEN, name=facts.name)
    return phrase(wording.DONE_VALUE, name=facts.name, value=facts.value)


def judge(facts: CommandFacts, reading: Reading, *, is_seen: bool) -> tuple[CommandOutcome, Phrase]:
    """How an accepted command ended once its time for feedback is over.

    What cannot be seen is unknown, never timed out: the device may have moved.

    Args:
        is_seen: the link is up, and has been for long enough.
    """
    name, seconds = facts.name, facts.definition.feedback_s
    if not is_seen or not is_believed(reading):
        return CommandOutcome.UNKNOWN, phrase(wording.NOT_SEEN, name=name)
    if is_fulfilled(facts, reading):
        return CommandOutcome.DONE, done_sentence(facts)
    if facts.definition.kind is PointKind.POSITION:
        if reading.value == SwitchPosition.INTERMEDIATE:
            return CommandOutcome.STUCK, phrase(wording.STUCK, name=name, seconds=seconds)
        if reading.value not in DEFINITE:
            return CommandOutcome.UNKNOWN, phrase(wording.NOT_SEEN, name=name)
    before = facts.value_before
    if math.isfinite(before) and abs(reading.value - before) <= facts.definition.tolerance:
        return CommandOutcome.TIMED_OUT, phrase(wording.TIMED_OUT, name=name, seconds=seconds)
    if facts.definition.kind is PointKind.POSITION:
        template = wording.CLAMPED_CLOSED if reading.value else wording.CLAMPED_OPEN
        return CommandOutcome.CLAMPED, phrase(template, name=name)
    shown = phrase(wording.CLAMPED_VALUE, name=name, value=reading.value, wanted=facts.value)
    return CommandOutcome.CLAMPED, shown
