"""Commands in the journal: what is written before they leave and when they end, and what is found after a crash."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from console.control.command import CommandFacts, Override
from console.journal.record import Detail, JournalEntry, JournalRecord
from engines.grid.switches import SwitchPosition
from engines.switching.consequence import Consequence
from engines.switching.verdicts import Check, Verdict
from engines.values.commands import CommandOutcome
from engines.values.phrase import Phrase
from engines.values.points import PointDefinition, PointKind

COMMAND, COMMAND_END = "command", "command_end"
KINDS = (COMMAND, COMMAND_END)


@dataclass(frozen=True, slots=True)
class PendingCommand:
    """A journaled command whose end is not in the journal."""

    command_id: str
    point_id: str
    value: float
    author: str
    console: str
    journaled_at_us: int

    @property
    def element_id(self) -> str:
        """The device."""
        return self.point_id.rpartition("/")[0]


def wish(definition: PointDefinition, value: float) -> str:
    """What is asked for, in English."""
    if definition.kind is PointKind.POSITION:
        return "close" if value == SwitchPosition.CLOSED else "open"
    unit = f" {definition.unit}" if definition.unit else ""
    return f"set {definition.quantity} to {value:g}{unit}"


def command_record(
    facts: CommandFacts,
    checks: Iterable[Check],
    consequence: Consequence | None,
    override: Override | None,
    second_person: str,
) -> JournalRecord:
    """The record that is committed before the command leaves."""
    details: dict[str, Detail] = {
        **_common(facts),
        "read": _joined(c.sentence for c in checks if c.verdict is Verdict.NEEDS_READING),
        "overridden": _joined(c.sentence for c in checks if c.verdict is Verdict.NEEDS_OVERRIDE),
        "consequence": _joined(consequence.sentences) if consequence is not None else "not known",
    }
    said = f"{facts.author} ({facts.origin}): {wish(facts.definition, facts.value)} {facts.name}"
    if override is not None:
        details |= {"override_by": override.supervisor, "override_reason": override.reason}
        said += f", overridden by {override.supervisor}: {override.reason}"
    if second_person:
        details["second_person"] = second_person
        said += f", confirmed by {second_person} too"
    return JournalRecord(COMMAND, facts.author, facts.element_id, said, details)


def end_record(facts: CommandFacts, outcome: CommandOutcome, reason: Phrase) -> JournalRecord:
    """How a command ended; also for one that was refused before it was journaled."""
    details: dict[str, Detail] = {**_common(facts), "outcome": str(outcome), "reason": reason.text}
    did = wish(facts.definition, facts.value)
    said = f"{facts.author} ({facts.origin}): {did} {facts.name}: {str(outcome).replace('_', ' ')}, {reason.text}"
    return JournalRecord(COMMAND_END, facts.author, facts.element_id, said, details)


def recovered_record(pending: PendingCommand, reason: Phrase) -> JournalRecord:
    """The end of a command that an earlier run left without one."""
    details: dict[str, Detail] = {
        "command_id": pending.command_id,
        "point_id": pending.point_id,
        "value": pending.value,
        "outcome": str(CommandOutcome.UNKNOWN),
        "reason": reason.text,
    }
    said = f"Command of {pending.author} to {pending.point_id}: outcome unknown, {reason.text}"
    return JournalRecord(COMMAND_END, pending.author, pending.element_id, said, details)


def pending_of(entries: Iterable[JournalEntry]) -> tuple[PendingCommand, ...]:
    """The commands among journal entries (of :data:`KINDS`, any order) that have no end."""
    entries = list(entries)
    ended = {str(e.details.get("command_id")) for e in entries if e.kind == COMMAND_END}
    found = []
    for entry in entries:
        command_id = str(entry.details.get("command_id"))
        if entry.kind != COMMAND or command_id in ended:
            continue
        value = entry.details.get("value")
        number = float(value) if isinstance(value, int | float) else math.nan
        point_id = str(entry.details.get("point_id"))
        found.append(PendingCommand(command_id, point_id, number, entry.author, entry.console, entry.time_us))
    return tuple(found)


def _common(facts: CommandFacts) -> dict[str, Detail]:
    return {
        "command_id": facts.command_id,
        "point_id": facts.point_id,
        "value": facts.value,
        "origin": str(facts.origin),
        "note": facts.note,
    }


def _joined(sentences: Iterable[Phrase]) -> str:
    return "; ".join(s.text for s in sentences)
