"""Run the few tests that failed in the last run once more, each in a process of its own, and name those that pass.

A test that fails in company and passes alone is unsteady: it is told at the end of the output and stays to be mended.
A defect fails again; more than ``AT_MOST`` failures are never unsteadiness, and are not tried again; nor is anything
where the run did not come to its end, since what it left out may have failed too.

Exit code 0 where all pass alone, else 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FAILED, STATUS = Path(".pytest_cache/v/cache/lastfailed"), Path(".pytest_cache/v/tieline/exit_status")
ALL_RUN_SOME_FAILED = 1
AT_MOST = 3


def main() -> int:
    """Run and tell."""
    try:
        failed, status = sorted(json.loads(FAILED.read_text("utf-8"))), json.loads(STATUS.read_text("utf-8"))
    except (OSError, ValueError):
        print("which tests failed is not known: nothing is tried again")
        return 1
    if status != ALL_RUN_SOME_FAILED:
        print(f"the run ended with {status} before its end: nothing is tried again")
        return 1
    if not 0 < len(failed) <= AT_MOST:
        print(f"{len(failed)} tests failed: nothing is tried again")
        return 1
    for test in failed:
        command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", test]
        if subprocess.run(command, check=False).returncode != 0:
            print(f"failed again alone: {test}")
            return 1
    print("UNSTEADY, failed in company and passed alone:")
    for test in failed:
        print(f"  {test}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
