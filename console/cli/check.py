"""``tieline check``: what is wrong or doubtful in a model."""

from __future__ import annotations

import argparse
from collections import Counter

from console.cli.answers import print_json
from console.cli.case import add_case_argument
from console.folders import cache_folder
from engines.values.validation import InputError, ValidationReport

SUMMARY = "Validation report of a network file: what is wrong or doubtful, where, and what to do."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 0 when the network can be used, 1 when it has errors."""
    report = _report(arguments.case)
    counts = Counter(str(f.severity) for f in report.findings)
    if arguments.json:
        findings = [
            {
                "severity": str(f.severity),
                "element": f.element,
                "field": f.field,
                "reason": f.reason,
                "remedy": f.remedy,
            }
            for f in report.findings
        ]
        print_json({"source": report.source, "usable": not report.has_errors, **counts, "findings": findings})
    else:
        for f in report.findings:
            place = " ".join(part for part in (f.element, f.field) if part)
            print(f"{f.severity:<8} {place + ': ' if place else ''}{f.reason}; {f.remedy}".rstrip("; "))
        print("usable" if not report.has_errors else "not usable", f"({sum(counts.values())} findings)")
    return 1 if report.has_errors else 0


def _report(case: str) -> ValidationReport:
    if case.endswith(".tieline"):
        from console.cli.case import open_case

        return open_case(case)[1]
    from engines.exchange.opening import open_network

    try:
        return open_network(case, cache_dir=cache_folder())[1]
    except InputError as error:
        # A model that was read but cannot be used still has its report.
        if error.report is None:
            raise
        return error.report
