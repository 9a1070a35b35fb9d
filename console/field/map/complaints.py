"""Collects what is wrong in a map, each with its place and remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from engines.values.validation import Finding, FindingSeverity, InputError, ValidationReport

_ORDER = (FindingSeverity.ERROR, FindingSeverity.WARNING, FindingSeverity.NOTE)


class Complaints:
    """Findings about one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._findings: list[Finding] = []

    def error(self, place: str, field: str, reason: str, remedy: str) -> None:
        """The map cannot be used."""
        self._findings.append(Finding(FindingSeverity.ERROR, place, field, reason, remedy))

    def warning(self, place: str, field: str, reason: str, remedy: str) -> None:
        """It can be used; something should be looked at."""
        self._findings.append(Finding(FindingSeverity.WARNING, place, field, reason, remedy))

    def note(self, place: str, field: str, reason: str, remedy: str) -> None:
        """Worth knowing."""
        self._findings.append(Finding(FindingSeverity.NOTE, place, field, reason, remedy))

    def report(self) -> ValidationReport:
        """All of it, errors first, otherwise in the order of the file."""
        return ValidationReport(self.source, tuple(sorted(self._findings, key=lambda f: _ORDER.index(f.severity))))

    def raise_errors(self) -> None:
        """Raise ``InputError`` with the first error and the whole report, if there is any error."""
        report = self.report()
        errors = [f for f in report.findings if f.severity is FindingSeverity.ERROR]
        if not errors:
            return
        first = errors[0]
        place = ", ".join(part for part in (self.source, first.element, first.field) if part)
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise InputError(place, first.reason + more, first.remedy, report)


def nearest(word: str, known: Iterable[str]) -> str:
    """``did you mean ...`` where something similar is known, else what is known."""
    known = list(known)
    by_small = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_small, 1, 0.6)
    return f"did you mean {by_small[close[0]]}?" if close else f"known are {', '.join(known)}"
