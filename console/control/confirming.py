"""What a confirmation must bring: reading, a supervisor, a second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.control import wording
from console.control.command import CommandFacts, Override, PredictionState
from console.control.ports import People
from engines.switching.verdicts import Check, Verdict, of_verdict
from engines.values.phrase import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the person gives with pressing confirm."""

    override: Override | None
    second_person: str
    has_read: bool


def why_not_yet(
    people: People, facts: CommandFacts, checks: Iterable[Check], prediction: PredictionState, given: Confirmation
) -> Phrase | None:
    """What is missing, ``None`` where nothing is."""
    if prediction is PredictionState.WAITING:
        return phrase(wording.STILL_PREDICTING)
    checks = tuple(checks)
    to_read = of_verdict(checks, Verdict.NEEDS_READING)
    if to_read and not given.has_read:
        return phrase(wording.READ_FIRST, reason=to_read[0].sentence.text)
    to_override = of_verdict(checks, Verdict.NEEDS_OVERRIDE)
    if to_override and given.override is None:
        return phrase(wording.NEEDS_SUPERVISOR, reason=to_override[0].sentence.text)
    return _why_no_override(people, facts, given.override) or _why_no_second(people, facts, given.second_person)


def _why_no_override(people: People, facts: CommandFacts, override: Override | None) -> Phrase | None:
    if override is None:
        return None
    if not override.reason.strip():
        return phrase(wording.OVERRIDE_NEEDS_REASON)
    problem = people.why_no_override(override.supervisor, facts.element_id)
    return phrase(wording.OVERRIDE_NOT_GIVEN, reason=problem) if problem else None


def _why_no_second(people: People, facts: CommandFacts, second_person: str) -> Phrase | None:
    if not people.needs_second_person(facts.element_id):
        return None
    if not second_person:
        return phrase(wording.NEEDS_SECOND)
    if second_person == facts.author:
        return phrase(wording.SECOND_IS_FIRST)
    problem = people.why_no_second(second_person, facts.element_id)
    return phrase(wording.SECOND_NOT_GIVEN, reason=problem) if problem else None
