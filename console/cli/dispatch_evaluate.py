"""``tieline dispatch evaluate CASE``: operating modes compared on days that never entered fitting."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json, print_lines
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.grid.snapshot import Snapshot
    from engines.values.dispatch_case import DispatchCase
    from engines.values.dispatch_evaluation import ModeEvaluation
    from engines.values.joint_model import Estimated

WORD = "evaluate"
SECONDS, GAP, SCENARIOS, WITHIN = 60.0, 1e-3, 10, 45
_MEANINGLESS = ("around", "heavy_tails", "regions", "exchanges", "against_whole")
_DECIMALS = {"MWh": 3, "pu": 4}


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that mean something after the word ``evaluate`` only."""
    group = parser.add_argument_group("evaluating operating modes (dispatch evaluate CASE)")
    group.add_argument("--days", type=int, metavar="N", help="held-out days that are operated (24)")


def check_evaluate_arguments(arguments: argparse.Namespace) -> None:
    """Raises ``InputError`` for words and options that mean nothing as given."""
    from console.cli.dispatch_scenarios import MOST_WORKERS

    if arguments.case != WORD:
        if arguments.evaluated is not None:
            reason, remedy = "means nothing after a case", f"give one case, or: {WORD} CASE"
            raise InputError(arguments.evaluated, reason, remedy)
        if arguments.days is not None:
            raise InputError("--days", f"means nothing without {WORD}", f"write: dispatch {WORD} CASE --days N")
        return
    if arguments.evaluated is None:
        raise InputError(WORD, "a case is missing", f"write: dispatch {WORD} CASE")
    for name in _MEANINGLESS:
        if getattr(arguments, name):
            option = f"--{name.replace('_', '-')}"
            raise InputError(option, f"means nothing after {WORD}", "leave it out")
    if arguments.workers is not None and not 1 <= arguments.workers <= MOST_WORKERS:
        raise InputError("--workers", f"{arguments.workers} is not possible", f"ask for 1 to {MOST_WORKERS}")
    if arguments.within is not None and arguments.within < 1:
        raise InputError("--within", f"{arguments.within} days is not possible", "ask for 1 or more")


def run_evaluate(arguments: argparse.Namespace, case: DispatchCase, snapshot: Snapshot, context: WorkContext) -> int:
    """Operate and print; 0 when all days asked for were operated in all modes, 1 when not."""
    from console.dispatch.pool import WorkerPool
    from engines.dispatch.evaluation.evaluating import evaluate_modes
    from engines.dispatch.evaluation.options import EvaluationOptions
    from engines.dispatch.joint.case_units import history_of

    scenarios = SCENARIOS if arguments.scenarios is None else arguments.scenarios
    options = EvaluationOptions(
        days=24 if arguments.days is None else arguments.days,
        scenarios=scenarios,
        drawn=max(500, 2 * scenarios) if arguments.count is None else arguments.count,
        seed=1 if arguments.seed is None else arguments.seed,
        seconds=arguments.seconds or SECONDS,
        gap=arguments.gap or GAP,
        within=WITHIN if arguments.within is None else arguments.within,
    )
    with WorkerPool(arguments.workers or 2) as pool:
        load_mw = float(snapshot.column("load", "p_mw").sum())
        history = history_of(case, load_mw, Path(arguments.history).expanduser() if arguments.history else None)
        found = evaluate_modes(case, snapshot, history, options, executor=pool, context=_Told(context))
    if arguments.json:
        print_json(summarise(found))
    else:
        _print(found)
    return 0 if len(found.days) == found.days_asked else 1


class _Told:
    """A context that says how far the work is, where a person looks on."""

    def __init__(self, context: WorkContext) -> None:
        self._context = context
        self.state = context.state
        self._is_shown = sys.stderr.isatty()

    def report(self, fraction: float, text: str = "") -> None:
        """Overwrite the line on the error stream."""
        if self._is_shown:
            ending = "\n" if fraction >= 1 else ""
            print(f"\r\x1b[K{100 * fraction:3.0f} %  {text}", end=ending, file=sys.stderr, flush=True)

    def is_cancelled(self) -> bool:
        """Whether a signal came."""
        return self._context.is_cancelled()

    def check_cancelled(self) -> None:
        """Raise where a signal came."""
        self._context.check_cancelled()


def summarise(found: ModeEvaluation) -> dict[str, Any]:
    """The figures; null where there is none."""
    return {
        "case": found.case,
        "days_asked": found.days_asked,
        "days": found.days,
        "blocks": found.blocks,
        "scenarios": found.scenarios,
        "seed": found.seed,
        "history": found.history,
        "split": found.split,
        "intervals": found.intervals,
        "cvar_level": found.cvar_level,
        "end_bus": found.end_bus,
        "stopped": found.stopped,
        "notes": found.notes,
        "seconds": found.seconds,
        "measures": [
            {"mode": str(m.mode), "quantity": m.quantity, "unit": m.unit, **_estimate(m.value)} for m in found.measures
        ],
        "differences": [
            {
                "first": str(d.first),
                "second": str(d.second),
                "quantity": d.quantity,
                "unit": d.unit,
                **_estimate(d.value),
                "sentence": d.sentence,
            }
            for d in found.differences
        ],
        "violations": [
            {
                "mode": str(w.mode),
                "kind": w.kind,
                "count": w.count,
                "days": w.days,
                "worst": {
                    "day": str(w.worst_day),
                    "time": found.times[w.worst.step],
                    "place": w.worst.place,
                    "value": w.worst.value,
                    "limit": w.worst.limit,
                },
            }
            for w in found.worst
        ],
        "failures": [{"day": str(f.day), "mode": str(f.mode), "reason": f.reason} for f in found.failures],
        "results": [
            {
                "day": str(r.day),
                "mode": str(r.mode),
                "cost": r.cost,
                "cost_by_kind": r.cost_by_kind,
                "lower_bound": r.lower_bound,
                "losses_mwh": r.losses_mwh,
                "purchase_mwh": r.purchase_mwh,
                "wind_available_mwh": r.wind_available_mwh,
                "wind_used_mwh": r.wind_used_mwh,
                "voltage_spread_pu": r.voltage_spread_pu,
                "violations": len(r.violations),
            }
            for r in found.results
        ],
    }


def _estimate(value: Estimated) -> dict[str, float]:
    return {"value": value.value, "low": value.low, "high": value.high}


def _print(found: ModeEvaluation) -> None:
    lines = {
        "case": found.case,
        "days": f"{len(found.days)} of {found.days_asked} asked for, of {found.blocks} blocks; {found.split}",
        "history": found.history,
        "scenarios": f"{found.scenarios} in each plan, seed {found.seed}",
        "intervals": found.intervals,
        "CVaR": f"mean of the dearest {number(100 * (1 - found.cvar_level), 0, '%')} of the days",
        "end bus": found.end_bus,
        "time": number(found.seconds, 0, "s"),
    }
    if found.stopped:
        lines["stopped"] = found.stopped
    lines |= {f"note {k}": text for k, text in enumerate(found.notes, start=1)}
    lines |= {f"left out {k}": f"{f.day}, {f.mode}: {f.reason}" for k, f in enumerate(found.failures, start=1)}
    print_lines(lines)
    if not found.results:
        return
    print()
    _print_measures(found)
    print()
    for w in found.worst:
        at = f"{w.worst_day} {found.times[w.worst.step]}"
        print(f"{w.mode}: {w.kind} not kept {w.count} times on {w.days} days, worst {w.worst.value:.4g} "
              f"against {w.worst.limit:.4g} at {w.worst.place}, {at}")  # fmt: skip
    if not found.worst:
        print("all limits were kept in all modes on all days")
    print()
    for difference in found.differences:
        print(difference.sentence)


def _print_measures(found: ModeEvaluation) -> None:
    modes = tuple(dict.fromkeys(m.mode for m in found.measures))
    names = tuple(dict.fromkeys((m.quantity, m.unit) for m in found.measures))
    rows = [["mean of a day", *(str(m) for m in modes)]]
    for name, unit in names:
        cells = [found.of(mode, name).value for mode in modes]
        decimals = _DECIMALS.get(unit, 4 if name == "wind used" else 2)
        rows.append([f"{name}, {unit}".rstrip(", "), *(_interval(c, decimals) for c in cells)])
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        figures = (figure.rjust(width) for figure, width in zip(row[1:], widths[1:], strict=True))
        print("  ".join([row[0].ljust(widths[0]), *figures]))
    print("hindsight knows the day beforehand: a bound, not a way to operate")


def _interval(value: Estimated, decimals: int) -> str:
    low, high = number(value.low, decimals), number(value.high, decimals)
    return f"{number(value.value + 0.0, decimals)} ({low} to {high})"
