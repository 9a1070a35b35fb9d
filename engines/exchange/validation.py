"""The validation report of a network: everything found on import, as data."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engines.exchange.checks.branches import check_branches
from engines.exchange.checks.buses import check_buses
from engines.exchange.checks.injections import check_injections
from engines.exchange.checks.references import check_references
from engines.exchange.checks.supply import check_supply
from engines.grid.network import Network
from engines.values.validation import Finding, FindingSeverity, InputError, ValidationReport

_ORDER = (FindingSeverity.ERROR, FindingSeverity.WARNING, FindingSeverity.NOTE)


def validate(network: Network, import_findings: Iterable[Finding] = ()) -> ValidationReport:
    """Findings of the import and of the network itself, errors first."""
    findings = [*import_findings]
    # Absurd numbers overflow or give NaN on the way to being told.
    with np.errstate(over="ignore", invalid="ignore"):
        for check in (check_buses, check_references, check_branches, check_injections, check_supply):
            findings += check(network)
    return ValidationReport(network.source, tuple(sorted(findings, key=lambda f: _ORDER.index(f.severity))))


def require_usable(report: ValidationReport) -> None:
    """Raise ``InputError`` with the first error's sentence, and the whole report, where there are errors."""
    errors = [f for f in report.findings if f.severity is FindingSeverity.ERROR]
    if errors:
        first = errors[0]
        more = f" ({len(errors) - 1} more errors)" if len(errors) > 1 else ""
        raise InputError(report.source, first.reason + more, first.remedy, report)
