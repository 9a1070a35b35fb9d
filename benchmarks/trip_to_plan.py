"""From a trip to the first proposed plan in the live console, evidence included.

The console is the real one, offscreen, live on a simulated district of 1,000 buses; short circuits are put on lines of
different feeders, each repaired before the next. Prints one JSON object with, for each fault:

- ``incident_s``: from the trip as the field dates it until the incident stands on the board;
- ``located_s``, ``plan_s``: until it is located well enough to isolate, and until a plan that can be carried out is
  proposed. The protection of some devices recloses first: ``lockout_s`` is when the last one had locked out;
- ``after_lockout_s``: from then to the plan.

``worst_after_s`` is the largest of the latter, or of ``plan_s`` where nothing recloses. Target: 5 s.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CASE = "synthetic:1000:1"
FAULTS = 5
PATIENCE_S = 180.0
TARGETS = {"worst_after_s": 5.0}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default=CASE)
    parser.add_argument("--faults", type=int, default=FAULTS)
    options = parser.parse_args()

    from benchmarks.common import machine, report, versions

    with tempfile.TemporaryDirectory() as folder:
        runs = _run(Path(folder), options.case, options.faults)
    worst = max((run["after_lockout_s"] for run in runs if run["after_lockout_s"] is not None), default=None)
    missing = sum(run["after_lockout_s"] is None for run in runs)
    figures = {"case": options.case, "faults": runs, "worst_after_s": worst, "without_plan": missing}
    report(figures | {"targets": TARGETS, **versions("PySide6-Essentials", "power-grid-model", "highspy"), **machine()})
    return 0


def _run(folder: Path, case: str, count: int) -> list[dict[str, Any]]:
    from console.live_console import LiveConsole
    from engines.values.points import LinkState

    console = LiveConsole(theme="light", is_lasting=False, site_folder=folder)
    try:
        console.start(case, (1600, 900))
        _until(lambda: console.links is not None and console.links.links[0].health.state is LinkState.UP)
        _until(lambda: console.district is not None and console.district.live_moment is not None)
        _until(lambda: console.faults is not None and console.faults.desk.is_known)
        _pause(20.0)
        return [_fault(console, line) for line in _lines(console, count)]
    finally:
        console.window.close()
        console.close()


def _lines(console: Any, count: int) -> list[str]:
    """Lines with supply, of as many feeders as there are."""
    district = console.district
    network, topology = district.opened.network, district.moment.topology
    first: dict[int, list[str]] = {}
    for row in range(len(network["line"])):
        bus = int(network.bus_row(int(network["line"]["to_bus"][row])))
        if topology.feeder[bus] >= 0 and topology.depth[bus] > 3:
            first.setdefault(int(topology.feeder[bus]), []).append(str(network["line"].id[row]))
    middles = [lines[len(lines) // 2] for _, lines in sorted(first.items())]
    return middles[:count]


def _fault(console: Any, line_id: str) -> dict[str, Any]:
    faults, instructor = console.faults, console.commands.instructor
    before = {i.incident_id for i in faults.desk.board.incidents.values()}
    instructor._inject({"event": "network_fault", "element_id": line_id})

    def incident() -> Any:
        return next((i for i in faults.desk.board.open_incidents() if i.incident_id not in before), None)

    _until(lambda: incident() is not None)
    found = incident()
    thought = faults.thinking.of(found.incident_id)
    at: dict[str, float] = {"incident_s": _since(found)}
    begin = time.monotonic()
    while "plan_s" not in at and time.monotonic() - begin < PATIENCE_S:
        _pause(0.01)
        if "lockout_s" not in at and thought.is_locked_out:
            at["lockout_s"] = _since(found)
        if "located_s" not in at and thought.location is not None and thought.location.status.is_usable:
            at["located_s"] = _since(found)
        if thought.plan is not None and thought.plan.is_usable:
            at["plan_s"] = _since(found)
    answer: dict[str, Any] = {"line": line_id, "buses": len(console.district.opened.network.bus)}
    answer |= {
        key: round(at[key], 2) if key in at else None for key in ("incident_s", "lockout_s", "located_s", "plan_s")
    }
    has_all = "plan_s" in at and "lockout_s" in at
    answer["after_lockout_s"] = round(max(at["plan_s"] - at["lockout_s"], 0.0), 2) if has_all else None
    answer["operations"] = thought.plan.operations if thought.plan is not None else None
    return answer


def _since(incident: Any) -> float:
    return time.time() - float(incident.opened_us) / 1e6


def _pause(seconds: float) -> None:
    end = time.monotonic() + seconds
    _until(lambda: time.monotonic() >= end)


def _until(condition: Callable[[], object]) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the console did not come so far")
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()


if __name__ == "__main__":
    raise SystemExit(main())
