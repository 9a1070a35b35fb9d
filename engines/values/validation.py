"""What is wrong or doubtful in a model, as data that can be shown to a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingSeverity(StrEnum):
    """What a finding means for the work."""

    ERROR = "error"
    """The network cannot be used as it is."""
    WARNING = "warning"
    """It can be used; a value was assumed, or something will look odd."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where, why it matters and what to do.

    Attributes:
        element: id or name of the element, "" for the whole file.
        field: column or field, "" for the whole element.
        reason: what is wrong, one sentence.
        remedy: what to do about it, one sentence.
    """

    severity: FindingSeverity
    element: str
    field: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """All findings of one import, errors first."""

    source: str
    findings: tuple[Finding, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether the network must not be used."""
        return any(f.severity is FindingSeverity.ERROR for f in self.findings)


class InputError(Exception):
    """Input that cannot be used: one sentence naming place and remedy, shown to the person as it is.

    Attributes:
        place: file, table, element or option.
        reason: what is wrong.
        remedy: what to do.
        report: the findings behind it, where there are any.
    """

    def __init__(self, place: str, reason: str, remedy: str = "", report: ValidationReport | None = None) -> None:
        self.place, self.reason, self.remedy, self.report = place, reason, remedy, report
        super().__init__(place, reason, remedy, report)

    def __str__(self) -> str:
        sentence = f"{self.place}: {self.reason}" if self.place else self.reason
        return f"{sentence}; {self.remedy}" if self.remedy else sentence
