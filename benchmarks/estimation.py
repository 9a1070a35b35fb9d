"""State estimation against pandapower's weighted least squares at its best, on the same measurements.

Prints one JSON object: ``cases`` with, for each network, ``ours_ms`` (median of one estimate with its checks, band and
bad data), ``solve_ms`` (without them, as pandapower's figure is; the model is kept, the values change each time),
``series_solve_ms`` (a day of 96 such moments in one call, per moment),
``first_solve_ms`` (with the model built anew), ``pandapower_ms`` (median of ``estimate`` after a
warm-up, flat start), ``pandapower_success`` (what it says of itself), ``ratio`` (pandapower over ``solve_ms``),
``series_ratio`` (over ``series_solve_ms``), ``whole_ratio`` (over ``ours_ms``), and the rms error of both against the
true state.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
import warnings
from dataclasses import replace
from typing import Any

import numpy as np

DAY_STEPS = 96
TARGETS = {"ratio at 150 buses or fewer": 200, "ratio at 1,700": 15, "rms error": "no worse"}


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="*", default=["ieee33", "synthetic:145:3", "synthetic:1700:3"])
    parser.add_argument("--repeat", type=int, default=15)
    options = parser.parse_args()
    cases = {name: _case(name, options.repeat) for name in options.cases}
    packages = versions("power-grid-model", "pandapower", "numba", "scipy", "numpy")
    report({"cases": cases, "targets": TARGETS, **packages, **machine()})
    return 0


def _case(name: str, repeat: int) -> dict[str, Any]:
    from engines.estimation.estimating import estimate
    from engines.estimation.fast_solver import FastSolver
    from engines.estimation.grid_model import build_grid_model
    from engines.estimation.measurements import Accuracy
    from engines.estimation.problem import build_equations
    from engines.exchange.opening import open_network
    from tests.engines.estimation.field import field_of, measure

    network, _ = open_network(name)
    field = field_of(network, 1)
    told = measure(field, 2, flows=False)
    found = estimate(field.assumed, told)
    grid = build_grid_model(field.assumed)
    assert grid is not None
    equations, _ = build_equations(field.assumed, grid, told, Accuracy())

    # As in a control room: the same network and meters, other values each time.
    solver, kept, told_anew = FastSolver(), FastSolver(), itertools.cycle(_told_anew(equations))

    def solve() -> None:
        assert solver.solve(grid, next(told_anew), network.f_hz) is not None

    ours_ms = _median_ms(lambda: estimate(field.assumed, told, solver=kept), repeat)
    solve_ms = _median_ms(solve, 20 * repeat)
    day = [told for told, _ in zip(itertools.cycle(_told_anew(equations)), range(DAY_STEPS), strict=False)]
    series_ms = _median_ms(lambda: solver.solve_series(grid, day, network.f_hz), 2 * repeat) / DAY_STEPS
    first_ms = _median_ms(lambda: FastSolver().solve(grid, equations, network.f_hz), repeat)
    theirs_ms, theirs, is_success = _pandapower(network, field, told, max(3, repeat // 5))
    truth = field.result.vm_pu
    return {
        "buses": len(network.bus),
        "measurements": len(told),
        "status": str(found.status),
        "ours_ms": round(ours_ms, 2),
        "solve_ms": round(solve_ms, 3),
        "series_solve_ms": round(series_ms, 3),
        "first_solve_ms": round(first_ms, 2),
        "pandapower_ms": round(theirs_ms, 1),
        "pandapower_success": is_success,
        "ratio": round(theirs_ms / solve_ms, 1),
        "series_ratio": round(theirs_ms / series_ms, 1),
        "whole_ratio": round(theirs_ms / ours_ms, 1),
        "rms_error_pu": float(f"{_rms(found.vm_pu, truth):.3g}"),
        "pandapower_rms_error_pu": float(f"{_rms(theirs, truth):.3g}"),
    }


def _told_anew(equations: Any) -> list[Any]:
    noise = np.random.default_rng(5)
    return [
        replace(equations, value=equations.value + 0.5 * equations.std * noise.standard_normal(len(equations)))
        for _ in range(16)
    ]


def _rms(found: np.ndarray, truth: np.ndarray) -> float:
    known = np.isfinite(found) & np.isfinite(truth)
    return float(np.sqrt(np.mean((found[known] - truth[known]) ** 2))) if known.any() else float("nan")


def _median_ms(work: Any, repeat: int) -> float:
    work()
    times = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return 1e3 * float(np.median(times))


def _pandapower(network: Any, field: Any, told: Any, repeat: int) -> tuple[float, np.ndarray, bool]:
    """Time, voltages and own verdict of pandapower's estimator on the same measurements and assumed injections."""
    import pandapower as pp
    import pandapower.estimation as est

    from engines.estimation.measurements import Accuracy
    from engines.exchange.to_pandapower import to_pandapower

    net = to_pandapower(field.assumed)
    accuracy = Accuracy()
    # pandapower counts consumption positive at a bus.
    p, q = np.zeros(len(network.bus)), np.zeros(len(network.bus))
    variance = np.zeros((2, len(network.bus)))
    for table, sign, share in (("load", 1.0, accuracy.load_share), ("sgen", -1.0, accuracy.generation_share)):
        rows = network.bus_row(network[table]["bus"])
        power = network[table]["p_mw"] * network[table]["scaling"], network[table]["q_mvar"] * network[table]["scaling"]
        np.add.at(p, rows, sign * power[0])
        np.add.at(q, rows, sign * power[1])
        for axis in (0, 1):
            np.add.at(variance[axis], rows, (share * np.abs(power[axis]) + accuracy.load_mw) ** 2)
    sources = set(network.bus_row(network["ext_grid"]["bus"]).tolist())
    index = network.bus.index
    options: dict[str, Any] = {"check_existing": False}
    for k in range(len(told)):
        row = int(told.row[k])
        bus = row if told.table[k] == "bus" else int(network.bus_row(network[str(told.table[k])]["bus"][[row]])[0])
        pp.create_measurement(net, "v", "bus", float(told.value[k]), float(told.std[k]), int(index[bus]), **options)
    for row in range(len(network.bus)):
        if row in sources:
            continue
        for axis, (kind, value) in enumerate((("p", p[row]), ("q", q[row]))):
            std = float(np.sqrt(variance[axis, row])) or accuracy.zero_mw
            pp.create_measurement(net, kind, "bus", float(value), std, int(index[row]), **options)

    said: list[bool] = []

    def work() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            said.append(bool(est.estimate(net, init="flat", maximum_iterations=50, zero_injection=None)["success"]))

    taken = _median_ms(work, repeat)
    found = net.res_bus_est.vm_pu.reindex(index).to_numpy()
    return taken, found, all(said)


if __name__ == "__main__":
    sys.exit(main())
