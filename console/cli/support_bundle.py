"""``tieline support-bundle``: one file for whoever helps, without passwords."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from console.cli.answers import print_json
from engines.values.validation import InputError

SUMMARY = "Write one file with logs, settings and facts for whoever helps; no passwords, no network, no journal."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--out", type=Path, metavar="ZIP", help="file to write (else one with the time in its name)")
    parser.add_argument("--without-selftest", action="store_true", help="do not run the checks (they take seconds)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Write it and say what is in it."""
    from console.cli.main import product_version
    from console.support.writing import write_support_bundle

    path: Path = arguments.out or Path(f"tieline-support-{datetime.now():%Y%m%d-%H%M%S}.zip")
    if not path.absolute().parent.is_dir():
        raise InputError(str(path), "its folder does not exist", "create it or name another")
    names = write_support_bundle(path, product_version(), None if arguments.without_selftest else _checks())
    if arguments.json:
        print_json({"out": str(path), "bytes": path.stat().st_size, "contents": names})
    else:
        print(f"{path}: {path.stat().st_size / 1e3:.0f} kB, no passwords in it; read it before you send it")
        for name in names:
            print(f"  {name}")
    return 0


def _checks() -> dict[str, str]:
    from console.selftest.checks import CHECKS
    from console.selftest.result import run_checks

    return {result.name: f"{result.verdict}: {result.finding}" for result in run_checks(CHECKS)}
