"""The joint model of many units: time to fit, draw and reduce; what it recovers; what it is worth on days held out.

Prints one JSON object:

- ``speed``: seconds on the clock (median of a few runs) and of the processor to fit 300 days and to draw 200 scenarios,
  for units x steps; ``mass`` is the share of each cell that is one value (a calm, a night);
- ``reduction``: seconds, and the Kantorovich distance left as a share of that of one scenario;
- ``recovery``: largest and mean error of the correlation of a known copula (3 units x 6 steps, 1,000 days), and the
  degrees of freedom found for t copulas;
- ``scores``: SimBench's year on the sample case, every fourth week held out, each score with its 95 % interval and how
  much the joint model is better than units taken independently and than climatology; ``known`` are the hours known.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

SIZES = ((10, 24, 0.0), (10, 24, 0.3), (100, 24, 0.0), (100, 24, 0.3), (1000, 96, 0.0), (1000, 96, 0.3))
TARGETS = {"fit 10 x 24": 0.05, "fit 100 x 24": 1.7, "fit 1000 x 96": 9.0}


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=100_000, help="leave out models of more cells")
    parser.add_argument("--known", type=int, nargs="*", default=[0, 6, 12], help="hours known when scoring")
    parser.add_argument("--members", type=int, default=1000, help="scenarios of each forecast and held-out day")
    options = parser.parse_args()
    report({
        "speed": [_speed(*size) for size in SIZES if size[0] * size[1] <= options.largest],
        "reduction": [_reduction(*size) for size in ((200, 10), (500, 10), (1000, 20))],
        "recovery": _recovery(),
        "scores": _scores(options.known, options.members),
        "targets_s": TARGETS,
        "threads": os.environ.get("OPENBLAS_NUM_THREADS", "as many as the library takes"),
        "load_average": os.getloadavg(),
        **versions("numpy", "scipy", "simbench"),
        **machine(),
    })  # fmt: skip
    return 0


def _timed(work: Callable[[], Any], runs: int) -> tuple[Any, dict[str, float]]:
    clock, processor, result = [], [], None
    for _ in range(runs):
        begin, begin_processor = time.perf_counter(), time.process_time()
        result = work()
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - begin_processor)
    return result, {"s": round(statistics.median(clock), 3), "processor_s": round(statistics.median(processor), 3)}


def _speed(n_unit: int, n_step: int, mass: float) -> dict[str, Any]:
    from engines.dispatch.joint.fitting import fit_joint_model

    days = _days(300, n_unit, n_step, mass)
    runs = 3 if n_unit * n_step < 5_000 else 1
    model, fit = _timed(lambda: fit_joint_model(days), runs)
    _, draw = _timed(lambda: model.sample(200, 1), runs)
    return {
        "units": n_unit, "steps": n_step, "mass": mass, "model": type(model.correlation).__name__, "fit": fit,
        "draw_200": draw,
    }  # fmt: skip


def _days(n_day: int, n_unit: int, n_step: int, mass: float, degrees: float = float("inf"), seed: int = 1) -> Any:
    """Days of a separable copula, drawn without ever building its matrix."""
    from scipy.special import ndtri

    from engines.values.joint_model import Unit, UnitDays, UnitKind

    rng = np.random.default_rng(seed)
    units, steps = (np.linalg.cholesky(factor) for factor in _factors(n_unit, n_step))
    normal = units @ rng.standard_normal((n_day, n_unit, n_step)) @ steps.T
    if np.isfinite(degrees):
        normal *= np.sqrt(degrees / rng.chisquare(degrees, n_day))[:, None, None]
    values = np.maximum(normal - ndtri(mass), 0.0) if mass else np.exp(normal / 2)
    names = tuple(Unit(f"wt {k}", UnitKind.WIND, 1.0) for k in range(n_unit))
    return UnitDays(names, np.datetime64("2021-01-01") + np.arange(n_day), values, 24.0 / n_step, "synthetic")


def _factors(n_unit: int, n_step: int) -> tuple[Any, Any]:
    steps = 0.9 ** np.abs(np.subtract.outer(np.arange(n_step), np.arange(n_step)))
    return np.full((n_unit, n_unit), 0.6) + 0.4 * np.eye(n_unit), steps


def _reduction(count: int, keep: int) -> dict[str, Any]:
    from engines.dispatch.joint.fitting import fit_joint_model
    from engines.dispatch.joint.reduction import reduce_scenarios

    drawn = fit_joint_model(_days(300, 10, 24, 0.0)).sample(count, 1)
    (_, found), seconds = _timed(lambda: reduce_scenarios(drawn, keep), 3)
    return {"scenarios": count, "kept": keep, **seconds, "relative_distance": round(found.relative_distance, 3)}


def _recovery() -> dict[str, Any]:
    from engines.dispatch.joint.fitting import JointOptions, fit_joint_model

    truth = np.kron(*_factors(3, 6))
    found: dict[str, Any] = {}
    for mass in (0.0, 0.3, 0.6):
        model = fit_joint_model(_days(1000, 3, 6, mass))
        error = model.correlation.block(np.arange(18)) - truth
        found[f"mass {mass}"] = {
            "largest": round(float(np.abs(error).max()), 3), "mean": round(float(error.mean()), 4),
        }  # fmt: skip
    for degrees in (4.0, 10.0, float("inf")):
        days = _days(1000, 3, 6, 0.0, degrees)
        model = fit_joint_model(days, JointOptions(heavy_tails=True))
        found[f"degrees of freedom {degrees}"] = round(model.degrees_of_freedom, 1)
    return found


def _scores(known: list[int], members: int) -> Any:
    from engines.dispatch.case_file import open_case
    from engines.dispatch.joint.case_units import history_of
    from engines.dispatch.joint.fitting import fit_joint_model
    from engines.dispatch.joint.holdout import split_days
    from engines.dispatch.joint.scoring import score
    from engines.dispatch.joint.simbench_series import simbench_folder

    if simbench_folder() is None:
        return "SimBench is not installed"
    split = split_days(history_of(open_case("ieee33"), 3.715))
    model = fit_joint_model(split.fitted)
    found: dict[str, Any] = {
        "split": split.rule, "fitted_days": len(split.fitted.days), "held_out_days": len(split.held_out.days),
        "members": members,
    }  # fmt: skip
    for hours in known:
        report, seconds = _timed(lambda hours=hours: score(model, split, members, 1, hours), 1)
        table = {
            f"{s.metric}, {s.forecast}": {
                "mean": _rounded(s.mean),
                **({"joint_better_by": _rounded(s.advantage)} if np.isfinite(s.advantage.value) else {}),
            }
            for s in report.scores
        }
        found[f"known {hours} h"] = {**seconds, **table}
    return found


def _rounded(value: Any) -> list[float]:
    return [round(v, 4) for v in (value.value, value.low, value.high)]


if __name__ == "__main__":
    sys.exit(main())
