"""How fast and how exact the load flow is against pandapower at its best on this machine.

Prints one JSON object:

- ``warm_ratio_small``, ``warm_ratio_10k``: time of pandapower's ``runpp(init="results")`` after all loads changed,
  over the time of the public call ``LoadFlowSolver.solve`` with its full result (flows, violations, checks).
- ``toggle_ratio_small``, ``toggle_ratio_10k``: the same after one switch was operated.
- ``series_ratio``: pandapower's ``run_timeseries`` over ``solve_series``, the same steps of the same profiles.
- ``max_dv_pu``: largest difference of complex bus voltages between the two over all networks.
- ``round_trip_ms_small``, ``round_trip_ms_10k``: a toggle through the task runner, its worker process and back to
  the GUI thread.

Both sides get the state handed over before the clock starts; medians over repetitions, in alternating blocks.
"""

from __future__ import annotations

import os
import statistics
import time
import warnings
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.common import machine, median_ms, report, versions
from engines.grid.network import Network, make_network, make_table
from engines.grid.profiles import ProfileAssignment, make_profiles
from engines.grid.snapshot import Snapshot

# Worker processes import this module again as their main module: nothing of Qt or of a solver at the top.

TARGETS = {"warm_ratio_small": 40, "toggle_ratio_small": 40, "warm_ratio_10k": 5, "toggle_ratio_10k": 5}
TARGETS |= {"series_ratio": 40, "max_dv_pu": 1e-5, "round_trip_ms_small": 2}
TOLERANCE_MVA = 1e-8
SERIES_STEPS = 96
RUNPP: dict[str, Any] = {
    "init": "results",
    "numba": True,
    "tolerance_mva": TOLERANCE_MVA,
    "calculate_voltage_angles": True,
    "trafo_model": "t",
}


def main() -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    small, large = with_tie_switch(ieee33()), ten_thousand()
    figures: dict[str, Any] = {}
    details: dict[str, Any] = {}
    worst = []
    for name, network, repetitions in (("small", small, 200), ("10k", large, 20)):
        ratios, times, difference = compare(network, repetitions)
        figures |= {f"{kind}_ratio_{name}": round(value, 1) for kind, value in ratios.items()}
        details[name] = {"buses": len(network.bus), "network": network.name, **times}
        worst.append(difference)
    ratio, times, difference = compare_series(small)
    figures["series_ratio"] = round(ratio, 1)
    details["series"] = times
    figures["max_dv_pu"] = max(*worst, difference)
    trips = round_trips({"small": small, "10k": large})
    figures |= {f"round_trip_ms_{name}": round(value, 2) for name, value in trips.items()}
    report(
        figures
        | {
            "targets": TARGETS,
            "milliseconds": details,
            "baseline": f"pandapower runpp({', '.join(f'{k}={v!r}' for k, v in RUNPP.items())}); run_timeseries with "
            f"ConstControl on p and q of all loads, numba on, same tolerance; every run converged",
            "machine": machine(),
            "versions": versions("power-grid-model", "pandapower", "numba", "numpy", "pandas"),
        }
    )


def ieee33() -> Network:
    """The 33-bus feeder as pandapower ships it."""
    import pandapower.networks as pn

    from engines.exchange.from_pandapower import from_pandapower

    return from_pandapower(pn.case33bw(), name="ieee33", source="ieee33")[0]


def with_tie_switch(network: Network) -> Network:
    """The feeder with an open switch in its first tie, which is in service otherwise."""
    line = network["line"]
    in_service = line["in_service"].copy()
    tie = int(np.flatnonzero(~in_service)[0])
    in_service[tie] = True
    switch = {"bus": [line["from_bus"][tie]], "element": [tie], "et": ["l"], "position": np.array([0], np.int8)}
    tables = {**network.tables, "line": line.with_columns({"in_service": in_service})}
    tables["switch"] = make_table("switch", {**switch, "normal_closed": [False]})
    return make_network(network.name, tables, limits=network.limits)


def ten_thousand() -> Network:
    """The synthetic district of 10,000 buses."""
    from engines.synthesis.district import synthesise

    return synthesise(10_000, 1)


def load_changes(network: Network, count: int) -> list[Snapshot]:
    """Snapshots in which every load differs."""
    rng = np.random.default_rng(7)
    p_mw, base = network["load"]["p_mw"], Snapshot(network)
    return [base.with_state({("load", "p_mw"): p_mw * rng.uniform(0.9, 1.1, len(p_mw))}) for _ in range(count)]


def toggles(network: Network, count: int) -> list[Snapshot]:
    """Snapshots in which one tie switch is closed and opened again."""
    base = Snapshot(network)
    tie = int(np.flatnonzero(network["switch"]["position"] == 0)[0])
    return [base.with_values("switch", "position", [tie], (k + 1) % 2) for k in range(count)]


def compare(network: Network, repetitions: int) -> tuple[dict[str, float], dict[str, float], float]:
    """Ratios, milliseconds and the largest voltage difference for one network."""
    import pandapower as pp

    from engines.exchange.to_pandapower import to_pandapower
    from engines.loadflow.solving import LoadFlowSolver

    solver, base = LoadFlowSolver(network), Snapshot(network)
    first = solver.solve(base)
    verdict = solver.verify(base, first)
    if solver.uses_reference or not first.is_converged:
        raise SystemExit(f"{network.name} is not solved by the fast engine: {solver.engine_reason}{first.cause}")
    net = to_pandapower(base)
    pp.runpp(net, **{**RUNPP, "init": "auto"})
    ratios, times = {}, {}
    for kind, snapshots in (("warm", load_changes(network, repetitions)), ("toggle", toggles(network, repetitions))):
        ours, theirs = [], []
        for block in np.array_split(np.arange(repetitions), 4):
            chosen = [snapshots[k] for k in block]
            ours.append(median_ms(solver.solve, chosen))
            theirs.append(_pandapower_ms(net, kind, chosen[: max(5, len(chosen) // 4)]))
        times |= {f"{kind}_ours": statistics.median(ours), f"{kind}_pandapower": statistics.median(theirs)}
        ratios[kind] = times[f"{kind}_pandapower"] / times[f"{kind}_ours"]
        verdict_now = solver.verify(snapshots[0])
        verdict = max(verdict, verdict_now, key=lambda v: v.max_dv_pu)
    return ratios, {k: round(v, 4) for k, v in times.items()}, verdict.max_dv_pu


def _pandapower_ms(net: Any, kind: str, snapshots: list[Snapshot]) -> float:
    import pandapower as pp

    times = []
    for snapshot in snapshots:
        if kind == "warm":
            net.load["p_mw"] = snapshot.column("load", "p_mw")
        else:
            net.switch["closed"] = snapshot.switch_closed
        begin = time.perf_counter()
        pp.runpp(net, **RUNPP)
        times.append(time.perf_counter() - begin)
        if not net.converged:
            raise SystemExit("the baseline did not converge")
    return 1e3 * statistics.median(times)


def compare_series(network: Network) -> tuple[float, dict[str, float], float]:
    """Ratio, milliseconds per step and the largest difference of voltages over the steps."""
    import pandas as pd
    from pandapower.control import ConstControl
    from pandapower.timeseries import DFData, OutputWriter, run_timeseries

    from engines.exchange.to_pandapower import to_pandapower
    from engines.loadflow.requests import SeriesOptions
    from engines.loadflow.series import solve_series
    from engines.loadflow.solving import LoadFlowSolver

    n = len(network["load"])
    shapes = np.random.default_rng(3).uniform(0.4, 1.1, (n, SERIES_STEPS)).astype(np.float32)
    rows = np.arange(n)
    followed = tuple(ProfileAssignment("load", column, rows, rows) for column in ("p_mw", "q_mvar"))
    network = replace(network, profiles=make_profiles("2024-01-01", 900, shapes, [str(k) for k in rows], followed))

    net = to_pandapower(Snapshot(network))
    for column in ("p_mw", "q_mvar"):
        frame = pd.DataFrame(shapes.T.astype(float) * network["load"][column])
        ConstControl(net, "load", column, net.load.index, profile_name=list(frame.columns), data_source=DFData(frame))
    writer = OutputWriter(net, time_steps=range(SERIES_STEPS), log_variables=[])
    writer.log_variable("res_bus", "vm_pu")
    writer.log_variable("res_line", "loading_percent")
    run_timeseries(net, range(2), verbose=False, numba=True, tolerance_mva=TOLERANCE_MVA)
    theirs, ours = [], []
    solver = LoadFlowSolver(network)
    for _ in range(3):
        begin = time.perf_counter()
        run_timeseries(net, range(SERIES_STEPS), verbose=False, numba=True, tolerance_mva=TOLERANCE_MVA)
        theirs.append(time.perf_counter() - begin)
        for _ in range(5):
            begin = time.perf_counter()
            result = solve_series(solver, Snapshot(network))
            ours.append(time.perf_counter() - begin)
    kept = solve_series(solver, Snapshot(network), options=SeriesOptions(keep_all=True)).kept
    assert kept is not None
    assert result.is_converged.all()
    difference = float(np.abs(kept.vm_pu - writer.output["res_bus.vm_pu"].to_numpy()).max())
    per_step = [1e3 * statistics.median(t) / SERIES_STEPS for t in (ours, theirs)]
    return per_step[1] / per_step[0], {"ours": round(per_step[0], 4), "pandapower": round(per_step[1], 4)}, difference


def round_trips(networks: dict[str, Network]) -> dict[str, float]:
    """Median milliseconds of a toggle through the task runner, by name."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from console.tasks.lane import Lane
    from console.tasks.runner import TaskRunner
    from engines.loadflow.requests import RequestLine

    application = QCoreApplication.instance() or QCoreApplication([])
    runner = TaskRunner()
    try:

        def trip(line: RequestLine, snapshot: Snapshot) -> None:
            loop, replies = QEventLoop(), []

            def done(reply: Any) -> None:
                replies.append(reply)
                loop.quit()

            def failed(failure: Any) -> None:
                raise SystemExit(failure.sentence)

            request = line.request(snapshot)
            runner.start("engines.loadflow.work:work_solve", request, lane=Lane.PREVIEW, on_done=done, on_failed=failed)
            loop.exec()
            if line.replied(replies[0]):
                trip(line, snapshot)
            elif not replies[0].result.is_converged:
                raise SystemExit(replies[0].result.cause)

        found = {}
        for name, network in networks.items():
            line = RequestLine(name)
            for snapshot in toggles(network, 4):
                trip(line, snapshot)
            found[name] = median_ms(lambda s, line=line: trip(line, s), toggles(network, 40))  # type: ignore[misc]
        return found
    finally:
        runner.close()
        application.processEvents()


if __name__ == "__main__":
    main()
