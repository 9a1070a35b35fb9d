"""Operating modes of the sample case on held-out days of SimBench's year: figures, differences, and the time it takes.

Prints one JSON object:

- ``measures``: of each mode the mean of a day with its 95 % interval; ``differences``: paired, day by day, with the
  sentence that may be said;
- ``violations``, ``failures``, ``notes``: what has to be known to read them;
- ``seconds``: on the clock, with ``plan_seconds`` of a plan in the mean; the plans are made in two processes.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions
    from engines.dispatch.joint.simbench_series import simbench_folder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=24, help="held-out days")
    parser.add_argument("--scenarios", type=int, default=10, help="in each plan")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of days and of all chance")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args()
    if simbench_folder() is None:
        print("SimBench is not installed", file=sys.stderr)
        return 1
    before = os.getloadavg()
    figures = _evaluated(options)
    report({
        **figures,
        "workers": options.workers,
        "load_average": {"before": before, "after": os.getloadavg()},
        **versions("numpy", "scipy", "clarabel", "highspy", "power-grid-model", "simbench"),
        **machine(),
    })  # fmt: skip
    return 0


def _evaluated(options: argparse.Namespace) -> dict[str, Any]:
    from console.cli.answers import plain
    from console.cli.dispatch_evaluate import summarise
    from console.dispatch.pool import WorkerPool
    from engines.dispatch.case_file import open_case
    from engines.dispatch.evaluation.evaluating import evaluate_modes
    from engines.dispatch.evaluation.options import EvaluationOptions
    from engines.dispatch.joint.case_units import history_of
    from engines.exchange.ieee33 import ieee33
    from engines.grid.snapshot import Snapshot

    case, snapshot = open_case("ieee33"), Snapshot(ieee33())
    asked = EvaluationOptions(days=options.days, scenarios=options.scenarios, seed=options.seed)
    with WorkerPool(options.workers) as pool:
        history = history_of(case, float(snapshot.column("load", "p_mw").sum()))
        found = evaluate_modes(case, snapshot, history, asked, executor=pool)
    figures: dict[str, Any] = plain(summarise(found))
    figures.pop("results")
    return {**figures, "plan_seconds": plain(found.plan_seconds)}


if __name__ == "__main__":
    sys.exit(main())
