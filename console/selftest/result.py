"""What a check found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from console.starting.finding import StartFinding, Weight


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of the list.

    Attributes:
        name: stable, for scripts; title: for a person.
        finding: what was seen, one sentence; remedy: what to do, "" where all is well.
    """

    name: str
    title: str
    verdict: Verdict
    finding: str
    remedy: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """A check that can be run; :attr:`run` may raise, which fails it."""

    name: str
    title: str
    run: Callable[[], CheckResult]


def ok(finding: str) -> CheckResult:
    """All is well; :func:`run_checks` adds the names."""
    return CheckResult("", "", Verdict.OK, finding)


def failed(finding: str, remedy: str) -> CheckResult:
    """It does not work."""
    return CheckResult("", "", Verdict.FAILED, finding, remedy)


def of_findings(findings: Iterable[StartFinding], otherwise: str) -> CheckResult:
    """What a look at the machine found as one result, ``otherwise`` where it found nothing."""
    found = list(findings)
    if not found:
        return ok(otherwise)
    is_failed = any(finding.weight is Weight.FAILED for finding in found)
    sentences = "; ".join(f"{finding.place} {finding.reason}" for finding in found)
    remedies = "; ".join(dict.fromkeys(finding.remedy for finding in found))
    return CheckResult("", "", Verdict.FAILED if is_failed else Verdict.WARNING, sentences, remedies)


def run_checks(checks: Iterable[Check]) -> Iterator[CheckResult]:
    """Run one after the other; each result as it comes. A check that breaks has failed, and the others go on."""
    for check in checks:
        begin = time.monotonic()
        try:
            result = check.run()
        except Exception as error:
            told = str(error).strip().splitlines()
            reason = f"{type(error).__name__}: {told[0][:300]}" if told else type(error).__name__
            result = failed(reason, "install the package again; if it stays, send a support bundle to whoever helps")
        seconds = time.monotonic() - begin
        yield CheckResult(check.name, check.title, result.verdict, result.finding, result.remedy, seconds)
