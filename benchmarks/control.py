"""Predicting what a command does: measured through the worker, at 1,000 and 10,000 buses.

Prints one JSON object. ``predict_ms_1k`` is the time from handing a request to the task runner until checks and
consequence are back in the window's process, for switch operations all over the network on live snapshots whose
loads have moved since the last one. ``gui_ms`` is what the window's thread itself spends on one request: the quick
rules, the earthing interlock and putting the question together.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject

from benchmarks.common import machine, report, versions
from console.control.assessing import RunnerAssessor
from console.tasks.runner import TaskRunner
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.switching.consequence import Consequence
from engines.switching.device import Authority, DeviceState
from engines.switching.device_checks import device_checks
from engines.switching.earthing import earthing_checks
from engines.switching.operation import Operation
from engines.switching.verdicts import Check
from engines.values.points import PointDefinition, PointKind, Quantity
from engines.values.site import Cut, PortableEarth, SiteState

REPETITIONS = 40
TARGETS = {"predict_ms_1k_p50": 100.0, "gui_ms_1k_p99": 5.0}


def main() -> None:
    """Measure and print."""
    from engines.synthesis.district import synthesise

    application = QCoreApplication.instance() or QCoreApplication([])
    figures: dict[str, Any] = {}
    for name, size in (("1k", 1_000), ("10k", 10_000)):
        network = synthesise(size, 1)
        runner = TaskRunner()
        try:
            figures |= measure(network, runner, name, SiteState())
            if name == "1k":
                figures |= measure(network, runner, "1k_dressed", dressed_site(network))
        finally:
            runner.close()
            application.processEvents()
    report(figures | {"targets": TARGETS, "machine": machine(), "versions": versions("power-grid-model", "numpy")})


def measure(network: Network, runner: TaskRunner, name: str, site: SiteState) -> dict[str, float]:
    """Percentiles over operations of switches all over the network."""
    owner = QObject()
    assessor = RunnerAssessor(runner, owner)
    rng = np.random.default_rng(5)
    base = Snapshot(network)
    p_mw, rows = network["load"]["p_mw"], rng.integers(0, len(network["switch"]), REPETITIONS + 3)
    round_trips, own = [], []
    for k, row in enumerate(rows.tolist()):
        snapshot = base.with_state({("load", "p_mw"): p_mw * rng.uniform(0.9, 1.1, len(p_mw))})
        value = 1.0 - float(snapshot.switch_position[row] == 1)
        operation = Operation(str(network["switch"].id[row]), Quantity.POSITION, value)
        begin = time.perf_counter()
        quick(snapshot, site, operation)
        asked = time.perf_counter() - begin
        total, putting = round_trip(assessor, snapshot, site, operation)
        # The first ones prime the worker.
        if k >= 3:
            round_trips.append(1e3 * total)
            own.append(1e3 * (asked + putting))
    return {
        f"predict_ms_{name}_p50": round(statistics.median(round_trips), 2),
        f"predict_ms_{name}_max": round(max(round_trips), 2),
        f"gui_ms_{name}_p50": round(statistics.median(own), 2),
        f"gui_ms_{name}_p99": round(float(np.percentile(own, 99)), 2),
    }


def quick(snapshot: Snapshot, site: SiteState, operation: Operation) -> tuple[Check, ...]:
    """The rules that are asked on the window's thread."""
    definition = PointDefinition(operation.element_id, operation.quantity, PointKind.POSITION, is_controllable=True)
    device = DeviceState(value=1.0 - operation.value)
    checks = device_checks(snapshot.network, site, definition, operation, device, Authority())
    return (*checks, *earthing_checks(snapshot, site, operation))


def round_trip(
    assessor: RunnerAssessor, snapshot: Snapshot, site: SiteState, operation: Operation
) -> tuple[float, float]:
    """Seconds until the answer is here, and seconds of the call itself."""
    loop, answers = QEventLoop(), []

    def done(checks: tuple[Check, ...], found: Consequence) -> None:
        answers.append(found)
        loop.quit()

    def failed(reason: str) -> None:
        raise SystemExit(reason)

    begin = time.perf_counter()
    ask: Callable[..., None] = assessor.assess
    ask(f"{time.monotonic_ns()} 1", snapshot, site, operation, DeviceState(), done, failed)
    putting = time.perf_counter() - begin
    loop.exec()
    total = time.perf_counter() - begin
    if not answers[0].sentences:
        raise SystemExit("a prediction that says nothing")
    return total, putting


def dressed_site(network: Network) -> SiteState:
    """A cut and an earth, so that another structure is solved and the interlock has something to look for."""
    line = network["line"]
    bus_id = str(network.bus.id[network.bus_row(int(line["from_bus"][20]))])
    earthed = str(network.bus.id[network.bus_row(int(line["to_bus"][20]))])
    return SiteState(
        cuts=(Cut("c", str(line.id[20]), bus_id, "benchmark", 0),),
        earths=(PortableEarth("e", earthed, "benchmark", 0),),
    )


if __name__ == "__main__":
    main()
