"""``tieline scenarios``: what the units of a case may do together, from their history, with honest scores."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json, print_lines
from console.cli.case import parse_time

if TYPE_CHECKING:
    from engines.dispatch.joint.outlook import Outlook
    from engines.grid.snapshot import Snapshot
    from engines.values.dispatch_case import DispatchCase
    from engines.values.joint_model import Estimated, UnitDays

SUMMARY = "Draw scenarios of the units of a case from their history, keep a few, score the model on days held out."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("case", metavar="CASE", help="a case file (.toml), or the sample case: ieee33")
    parser.add_argument("--count", type=int, default=500, metavar="N", help="scenarios drawn (500)")
    parser.add_argument("--reduce", type=int, default=10, metavar="K", help="of them kept, with probabilities (10)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of all chance (1)")
    parser.add_argument(
        "--history", metavar="FILE", help="CSV: time and a column for each unit (else SimBench's year, if installed)"
    )
    parser.add_argument("--today", metavar="FILE", help="CSV of the same columns: what is known of the day already")
    parser.add_argument("--around", type=parse_time, metavar="DATE", help="only days near this one in the year")
    parser.add_argument("--within", type=int, default=60, metavar="DAYS", help="with --around: how near (60)")
    parser.add_argument("--heavy-tails", action="store_true", help="a t copula instead of the Gaussian one")
    parser.add_argument("--no-scores", action="store_true", help="do not score")
    parser.add_argument("--network", metavar="FILE|NAME", help="another network than the one the case names")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Draw and print; 0 when every unit of the case has scenarios, 1 when one has no history."""
    from engines.dispatch.case_file import open_case
    from engines.dispatch.joint.case_units import history_of, without_history
    from engines.dispatch.joint.fitting import JointOptions
    from engines.dispatch.joint.holdout import season
    from engines.dispatch.joint.outlook import OutlookRequest, look_ahead

    case = open_case(arguments.case)
    load_mw = _load_mw(case, arguments)
    days = history_of(case, load_mw, Path(arguments.history).expanduser() if arguments.history else None)
    if arguments.around is not None:
        days = season(days, arguments.around, arguments.within)
    request = OutlookRequest(
        count=arguments.count,
        keep=arguments.reduce,
        seed=arguments.seed,
        known=_known(arguments.today, days) if arguments.today else None,
        members=0 if arguments.no_scores else 200,
        options=JointOptions(heavy_tails=arguments.heavy_tails, seed=arguments.seed),
    )
    outlook = look_ahead(days, request)
    without = without_history(case, load_mw, days)
    answer = summarise(case, days, outlook, without, arguments.heavy_tails)
    if arguments.json:
        print_json(answer)
    else:
        _print(answer)
    return 1 if without else 0


def _load_mw(case: DispatchCase, arguments: argparse.Namespace) -> float:
    """All loads of the case's network at their peak."""
    from console.cli.case import open_case as open_network

    named = arguments.network or case.network
    # A network file named in a case lies beside it.
    beside = Path(arguments.case).expanduser().parent / named
    snapshot: Snapshot = open_network(str(beside) if not arguments.network and beside.is_file() else named)[0]
    return float(snapshot.column("load", "p_mw").sum())


def _known(file: str, days: UnitDays) -> Any:
    from engines.dispatch.joint.csv_series import read_csv_series
    from engines.dispatch.joint.today import known_today
    from engines.values.joint_model import UnitKind

    measured = [unit for unit in days.units if unit.kind is not UnitKind.FORECAST]
    raw, _ = read_csv_series(Path(file).expanduser(), measured)
    return known_today(raw, days.units, days.n_step)


def summarise(
    case: DispatchCase, days: UnitDays, outlook: Outlook, without: tuple[str, ...], heavy: bool = False
) -> dict[str, Any]:
    """Everything that was read, dropped, drawn, kept and scored."""
    model, reduction, scores = outlook.model, outlook.reduction, outlook.scores
    return {
        "case": case.name,
        "history": {
            "source": days.source,
            "from": str(days.days[0]),
            "to": str(days.days[-1]),
            "days": len(days.days),
            "days_fitted": len(outlook.split.fitted.days),
            "days_held_out": len(outlook.split.held_out.days),
            "split": outlook.split.rule,
            "dropped": [{"what": d.what, "name": d.name, "reason": d.reason} for d in days.dropped],
            "units_without_history": without,
        },
        "units": [
            {"name": u.name, "kind": str(u.kind), "rating_mw": u.rating_mw, "series": u.series} for u in days.units
        ],
        "model": {
            "copula": _copula(model.degrees_of_freedom, heavy),
            "correlation": "units times steps" if model.is_separable else "full",
            "shrinkage": model.shrinkage,
            "cells": int(model.margins.ordered.shape[0]),
            "cells_that_vary": len(model.active),
        },
        "drawn": len(outlook.drawn.probability),
        "step_hours": days.step_hours,
        "distance": {
            "kept": reduction.distance,
            "of_one_scenario": reduction.distance_of_one,
            "relative": reduction.relative_distance,
            "unit": "MW, Euclidean over units and steps",
            "exact": reduction.is_exact,
        },
        "scenarios": [
            {
                "probability": float(probability),
                "p_mw": {unit.name: row for unit, row in zip(days.units, values, strict=True)},
            }
            for probability, values in zip(outlook.scenarios.probability, outlook.scenarios.p_mw, strict=True)
        ],
        "scores": None
        if scores is None
        else {
            "fitted_days": scores.fitted_days,
            "held_out_days": scores.held_out_days,
            "blocks": scores.blocks,
            "known_steps": scores.known_steps,
            "members": scores.members,
            "table": [
                {
                    "forecast": s.forecast,
                    "metric": s.metric,
                    "unit": s.unit,
                    "mean": _interval(s.mean),
                    "nominal": s.nominal,
                    "joint_better_by": _interval(s.advantage),
                }
                for s in scores.scores
            ],
        },
        "no_scores": outlook.no_scores,
    }


def _copula(degrees: float, heavy: bool) -> str:
    if degrees < float("inf"):
        return f"t, {degrees:.1f} degrees of freedom"
    return "Gaussian, as a t copula fits no better" if heavy else "Gaussian"


def _interval(value: Estimated) -> dict[str, float]:
    return {"value": value.value, "low": value.low, "high": value.high}


def _print(answer: dict[str, Any]) -> None:
    history, model, distance = answer["history"], answer["model"], answer["distance"]
    lines = {
        "case": answer["case"],
        "history": f"{history['source']}, {history['days']} days from {history['from']} to {history['to']}",
        "split": f"{history['days_fitted']} days fitted, {history['days_held_out']} held out: {history['split']}",
        "model": f"copula: {model['copula']}; {model['correlation']} correlation (shrunk by {model['shrinkage']:.2f}), "
        f"{model['cells_that_vary']} of {model['cells']} cells vary",
        "scenarios": f"{len(answer['scenarios'])} of {answer['drawn']}; distance {number(distance['kept'], 3, 'MW')}, "
        f"{100 * distance['relative']:.0f} % of that of one{', the least there is' if distance['exact'] else ''}",
    }
    lines |= {f"dropped {k}": f"{d['what']} {d['name']}: {d['reason']}" for k, d in enumerate(history["dropped"], 1)}
    if history["units_without_history"]:
        lines["NO HISTORY"] = f"{', '.join(history['units_without_history'])}: the scenarios leave them out"
    print_lines(lines)
    print()
    for unit in answer["units"]:
        print(f"{unit['name']:<12} {number(unit['rating_mw'], 3, 'MW'):>10}  follows {unit['series']}")
    print()
    print("mean of the day, MW")
    _table(
        ["scenario", "probability", *(unit["name"] for unit in answer["units"])],
        [
            [str(k), number(s["probability"], 3), *(number(float(v.mean()), 3) for v in s["p_mw"].values())]
            for k, s in enumerate(answer["scenarios"], 1)
        ],
    )
    print()
    if answer["scores"] is None:
        print(f"no scores: {answer['no_scores']}")
    else:
        _print_scores(answer["scores"])


def _print_scores(scores: dict[str, Any]) -> None:
    print(f"scores on {scores['held_out_days']} days held out, 95 % intervals from {scores['blocks']} blocks")
    rows = []
    for row in scores["table"]:
        gain = row["joint_better_by"]
        verdict = ""
        if gain["value"] == gain["value"]:
            verdict = f"{gain['value']:+.4f} [{gain['low']:+.4f}, {gain['high']:+.4f}]"
            verdict += " the joint one is worse" if gain["high"] < 0 else ""
            verdict += " no difference shown" if gain["low"] <= 0 <= gain["high"] else ""
        elif row["nominal"] == row["nominal"]:
            verdict = f"ought to be {row['nominal']:.2f}"
        mean = row["mean"]
        spread = f"{mean['value']:.4f} [{mean['low']:.4f}, {mean['high']:.4f}]"
        rows.append([row["metric"], row["forecast"], spread, row["unit"], verdict])
    rows.sort(key=lambda row: [r["metric"] for r in scores["table"]].index(row[0]))
    _table(["score", "forecast", "mean", "", "joint better by"], rows, left=True)


def _table(heads: list[str], rows: list[list[str]], left: bool = False) -> None:
    widths = [max(len(head), *(len(row[k]) for row in rows)) for k, head in enumerate(heads)]
    for row in (heads, *rows):
        cells = [c.ljust(w) if left else c.rjust(w) for c, w in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
