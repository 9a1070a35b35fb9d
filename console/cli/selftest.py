"""``tieline selftest``: whether this installation works on this machine."""

from __future__ import annotations

import argparse

from console.cli.answers import print_json
from engines.values.validation import InputError

SUMMARY = "Check this installation: Qt, engines, OPC UA, databases, disk, clock, each with its remedy."
SIGNS = {"ok": "ok     ", "warning": "WARNING", "failed": "FAILED "}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--only", metavar="NAMES", default="", help="names of checks, with commas between them")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print every result as it comes; 0 when none failed, 1 when one did."""
    from console.cli.main import product_version
    from console.selftest.checks import CHECKS
    from console.selftest.result import Check, CheckResult, Verdict, run_checks

    chosen: tuple[Check, ...] = CHECKS
    if arguments.only:
        known = {check.name: check for check in CHECKS}
        names = [name.strip() for name in arguments.only.split(",") if name.strip()]
        for name in names:
            if name not in known:
                raise InputError("--only", f"{name!r} is no check", f"there are {', '.join(known)}")
        chosen = tuple(known[name] for name in names)
    results: list[CheckResult] = []
    width = max(len(check.title) for check in chosen)
    for result in run_checks(chosen):
        results.append(result)
        if not arguments.json:
            print(f"{SIGNS[result.verdict]}  {result.title:<{width}}  {result.finding}", flush=True)
            if result.remedy:
                print(f"{'':<{width + 9}}  → {result.remedy}", flush=True)
    has_failed = any(result.verdict is Verdict.FAILED for result in results)
    if arguments.json:
        lines = [
            {
                "name": result.name,
                "verdict": str(result.verdict),
                "finding": result.finding,
                "remedy": result.remedy,
                "seconds": round(result.seconds, 3),
            }
            for result in results
        ]
        print_json({"version": product_version(), "passed": not has_failed, "checks": lines})
    return 1 if has_failed else 0
