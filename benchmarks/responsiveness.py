"""How long the window keeps a person waiting while workers work, and at the start of the program.

Prints one JSON object:

- ``max_stall_ms``: per job, the longest time the event loop of the open window served nobody while the job ran,
  result included: ``series_5000`` (96 steps of a 5,000-bus network), ``year_north`` (35,040 steps of the default
  district), ``import`` (a pandapower file of 5,000 buses read, checked, laid out and drawn) and ``idle`` (nothing,
  over two seconds: what the machine itself adds). ``p99_stall_ms`` and ``job_s`` go with it.
- ``window_s``: from the start of the process to the first paint of the window; ``engine_ready_s``: from there to the
  first answer of the load flow worker.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.common import machine, report

# Worker processes import this module again as their main module: nothing of Qt at the top.

TARGETS = {"max_stall_ms": 50, "window_s": 2.0, "engine_ready_s": 10.0}
SERIES_CASE = "synthetic:5000:1"


class Loop:
    """Runs the window's event loop until a task is over."""

    def __init__(self, runner: Any) -> None:
        from benchmarks.stall_meter import StallMeter

        self.runner = runner
        self.meter = StallMeter()

    def result(self, work: str, *arguments: Any, lane: Any) -> Any:
        """Result of a task; fails the benchmark when there is none."""
        from PySide6.QtCore import QEventLoop

        loop, results = QEventLoop(), []

        def finished(result: Any) -> None:
            results.append(result)
            loop.quit()

        def failed(failure: Any) -> None:
            print(f"{work}: {failure.sentence}\n{failure.details}", file=sys.stderr)
            loop.exit(1)

        self.runner.start(work, *arguments, lane=lane, on_done=finished, on_failed=failed)
        if loop.exec():
            raise SystemExit(1)
        return results[0]

    def wait(self, seconds: float) -> None:
        """Let the window live."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def measured(self, job: Callable[[], Any]) -> dict[str, float]:
        """Stalls while ``job`` runs and for a moment after it, when its result is drawn."""
        start = time.perf_counter()
        self.meter.start()
        job()
        seconds = time.perf_counter() - start
        self.wait(0.5)
        self.meter.stop()
        return {"max_stall_ms": self.meter.max_stall_ms, "p99_stall_ms": self.meter.p99_stall_ms, "job_s": seconds}


def measure_jobs(console: Any, folder: Path) -> dict[str, dict[str, float]]:
    """Stalls of the open window during each job."""
    from console.tasks import Lane
    from engines.grid.snapshot import Snapshot
    from engines.loadflow.requests import RequestLine

    loop = Loop(console.runner)

    def series(network: Any, n_step: int | None) -> None:
        request = RequestLine("benchmark").request(Snapshot(network))
        steps = None if n_step is None else range(n_step)
        reply = loop.result("engines.loadflow.work:work_series", request, steps, lane=Lane.SERIES)
        if reply.result is None or not reply.result.is_converged.all():
            raise SystemExit(f"{network.name}: the series has steps without a solution")

    networks = {
        case: loop.result("benchmarks.responsiveness_jobs:open_case", case, lane=Lane.IMPORT)
        for case in (SERIES_CASE, "north")
    }
    file = folder / "district.json"
    loop.result("benchmarks.responsiveness_jobs:write_case", SERIES_CASE, file, lane=Lane.IMPORT)
    loop.result("engines.loadflow.work:work_warm", lane=Lane.SERIES)
    return {
        "idle": loop.measured(lambda: loop.wait(2.0)),
        "series_5000": loop.measured(lambda: series(networks[SERIES_CASE], 96)),
        "year_north": loop.measured(lambda: series(networks["north"], None)),
        "import": loop.measured(lambda: open_and_wait(console, str(file))),
    }


def open_and_wait(console: Any, file: str) -> None:
    """Open a file as a person does, until it is drawn with its load flow."""
    from PySide6.QtCore import QEventLoop

    loop = QEventLoop()

    def solved(moment: Any) -> None:
        if console.desk.front.opened.case == file:
            loop.quit()

    console.desk.moment_changed.connect(solved)
    console.desk.refused.connect(lambda sentence, report: loop.exit(1))
    console.desk.solving_failed.connect(lambda sentence: loop.exit(1))
    console.desk.open_case(file)
    if loop.exec():
        raise SystemExit(f"{file} cannot be opened")
    console.desk.moment_changed.disconnect(solved)


def measure_start() -> dict[str, float]:
    """Start the program in a process of its own and have it say when it was there."""
    command = [sys.executable, "-m", "benchmarks.responsiveness_start", str(time.time())]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if run.returncode:
        raise SystemExit(f"the program does not start: {run.stderr[-2000:]}")
    answer: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return answer


def keep_settings_apart() -> None:
    """The person's own settings, recent files and logs stay as they are."""
    home = Path(tempfile.mkdtemp(prefix="tieline-benchmark-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())


def main() -> int:
    """Measure and print."""
    from console.console import Console

    keep_settings_apart()
    starts = [measure_start() for _ in range(3)]
    console = Console()
    console.start("north")
    with tempfile.TemporaryDirectory() as folder:
        jobs = measure_jobs(console, Path(folder))
    console.close()
    report(answer_of(starts, jobs))
    return 0


def answer_of(starts: list[dict[str, float]], jobs: dict[str, dict[str, float]]) -> dict[str, Any]:
    """The object to print; of the starts the median, as the first finds cold files."""
    keys = ("max_stall_ms", "p99_stall_ms", "job_s")
    by_figure = {key: {name: round(job[key], 2) for name, job in jobs.items()} for key in keys}
    median = {key: round(statistics.median(start[key] for start in starts), 2) for key in starts[0]}
    return {**by_figure, **median, "targets": TARGETS, "machine": machine()}


if __name__ == "__main__":
    sys.exit(main())
