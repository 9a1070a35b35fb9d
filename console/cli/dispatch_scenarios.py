"""``tieline dispatch --scenarios N``: one plan for all that wind, sun and loads may do together."""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json, print_lines
from console.cli.dispatch_report import who, write_report
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from console.dispatch.kept import KeptPlan
    from engines.grid.snapshot import Snapshot
    from engines.values.dispatch_case import DispatchCase
    from engines.values.dispatch_scenarios import ScenarioOutcome, ScenarioPlan
    from engines.values.joint_model import Scenarios

SECONDS, GAP = 20.0, 1e-3
MOST_WORKERS = 64


def add_scenario_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that mean something with ``--scenarios`` only."""
    from console.cli.case import parse_time

    group = parser.add_argument_group("planning over scenarios")
    group.add_argument("--scenarios", type=int, metavar="N", help="plan over so many scenarios of the joint model")
    group.add_argument("--count", type=int, metavar="N", help="scenarios drawn, of which those are kept (500)")
    group.add_argument("--seed", type=int, metavar="S", help="of all chance (1)")
    group.add_argument("--history", metavar="FILE", help="CSV as for tieline scenarios (else SimBench's year)")
    group.add_argument("--around", type=parse_time, metavar="DATE", help="only days near this one in the year")
    group.add_argument("--within", type=int, metavar="DAYS", help="with --around: how near (60)")
    group.add_argument("--heavy-tails", action="store_true", help="a t copula instead of the Gaussian one")
    group.add_argument("--workers", type=int, metavar="N", help="processes that plan (2)")


def check_scenario_arguments(arguments: argparse.Namespace) -> None:
    """Raises ``InputError`` for options that mean nothing as given."""
    from engines.dispatch.scenarios.options import MOST_SCENARIOS

    if arguments.scenarios is None:
        for name in ("count", "seed", "history", "around", "within"):
            if getattr(arguments, name) is not None:
                raise InputError(f"--{name}", "means nothing without --scenarios", "add --scenarios N, or leave it out")
        if arguments.heavy_tails:
            raise InputError("--heavy-tails", "means nothing without --scenarios", "add --scenarios N")
        _check_workers(arguments)
        return
    if not 1 <= arguments.scenarios <= MOST_SCENARIOS:
        reason = f"{arguments.scenarios} scenarios cannot be planned over"
        raise InputError("--scenarios", reason, f"ask for 1 to {MOST_SCENARIOS}")
    _check_workers(arguments)


def _check_workers(arguments: argparse.Namespace) -> None:
    if arguments.workers is not None and not 1 <= arguments.workers <= MOST_WORKERS:
        raise InputError("--workers", f"{arguments.workers} is not possible", f"ask for 1 to {MOST_WORKERS}")


def run_scenarios(
    arguments: argparse.Namespace, case: DispatchCase, network: str, snapshot: Snapshot, context: WorkContext
) -> int:
    """Draw, plan and print; 0 when the plan may be carried out, 1 when not."""
    from console.dispatch.pool import WorkerPool
    from engines.dispatch.scenarios.options import ScenarioOptions
    from engines.dispatch.scenarios.planning import plan_scenarios

    options = ScenarioOptions(seconds=arguments.seconds or SECONDS, gap=arguments.gap or GAP)
    # The workers import their solvers while the history is read.
    with WorkerPool(arguments.workers or 2) as pool:
        scenarios, source = drawn(arguments, case, snapshot)
        plan = plan_scenarios(case, snapshot, scenarios, options, executor=pool, context=context)
    answer = summarise(plan, source)
    if arguments.json:
        print_json(answer)
    else:
        _print(plan, source)
    if arguments.report is not None:
        kept = _kept(arguments, case, network, snapshot, scenarios, source, plan)
        write_report(arguments.report, kept, snapshot, scenarios)
    return 0 if plan.is_acceptable else 1


def _kept(
    arguments: argparse.Namespace, case: DispatchCase, network: str, snapshot: Snapshot, scenarios: Scenarios,
    source: dict[str, Any], plan: ScenarioPlan,
) -> KeptPlan:  # fmt: skip
    """The plan as a site would keep it."""
    from console.dispatch.forecast import HistoryChoice, ScenarioRequest
    from console.dispatch.forecast_jobs import with_scenarios
    from console.dispatch.jobs import engine_versions, new_id
    from console.dispatch.kept import KeptPlan

    history = HistoryChoice(arguments.history or "", arguments.within or 0, str(arguments.around or ""))
    seconds, gap = arguments.seconds or SECONDS, arguments.gap or GAP
    seed = 1 if arguments.seed is None else arguments.seed
    request = ScenarioRequest(history, arguments.scenarios, seconds, gap, seed)
    now, name = time.time(), f"{case.name}, {len(plan.probability)} scenarios"
    kept = KeptPlan(
        new_id(), name, case, network, now, who(), planned_at=now, scenario_request=request, made_with=engine_versions()
    )
    origin = (source["history"], source["days"], source["drawn"])
    return with_scenarios(kept, snapshot, plan, request, scenarios, origin)


def drawn(arguments: argparse.Namespace, case: DispatchCase, snapshot: Snapshot) -> tuple[Scenarios, dict[str, Any]]:
    """Scenarios from the joint model of the case's history, and where they come from.

    Raises:
        InputError: no history, a unit without one, or counts that cannot be.
    """
    from engines.dispatch.joint.case_units import history_of
    from engines.dispatch.joint.fitting import JointOptions
    from engines.dispatch.joint.holdout import season
    from engines.dispatch.joint.outlook import OutlookRequest, look_ahead

    begin = time.perf_counter()
    load_mw = float(snapshot.column("load", "p_mw").sum())
    days = history_of(case, load_mw, Path(arguments.history).expanduser() if arguments.history else None)
    if arguments.around is not None:
        days = season(days, arguments.around, 60 if arguments.within is None else arguments.within)
    seed = 1 if arguments.seed is None else arguments.seed
    count = max(500, 2 * arguments.scenarios) if arguments.count is None else arguments.count
    joint = JointOptions(heavy_tails=arguments.heavy_tails, seed=seed)
    request = OutlookRequest(count=count, keep=arguments.scenarios, seed=seed, members=0, options=joint)
    outlook = look_ahead(days, request)
    source = {
        "history": days.source,
        "days": len(days.days),
        "drawn": count,
        "distance": outlook.reduction.distance,
        "relative_distance": outlook.reduction.relative_distance,
        "seconds": time.perf_counter() - begin,
    }
    return outlook.scenarios, source


def summarise(plan: ScenarioPlan, source: dict[str, Any]) -> dict[str, Any]:
    """The figures of a plan; null where there is none."""
    from console.cli.dispatch import device_entry

    return {
        "case": plan.case,
        "status": str(plan.status),
        "reason": plan.reason,
        "acceptable": plan.is_acceptable,
        "cost": plan.cost,
        "expected_cost": plan.expected_cost,
        "cvar": plan.cvar,
        "cvar_level": plan.cvar_level,
        "cvar_weight": plan.cvar_weight,
        "lower_bound": plan.lower_bound,
        "gap": plan.gap,
        "mean_plan_cost": plan.mean_plan_cost,
        "mean_plan_failed": plan.mean_plan_failed,
        "vss": plan.vss,
        "seconds": plan.seconds,
        "source": source,
        "ac": {
            "holds": plan.ac.holds,
            "scenarios": len(plan.outcomes),
            "steps": plan.ac.steps,
            "solved": plan.ac.solved,
            "max_dv_pu": plan.ac.max_dv_pu,
            "loss_error": plan.ac.loss_error,
            "violations": [
                {
                    "scenario": k,
                    "kind": v.kind,
                    "place": v.place,
                    "time": plan.times[v.step],
                    "value": v.value,
                    "limit": v.limit,
                }
                for k, outcome in enumerate(plan.outcomes, 1)
                for v in outcome.ac.violations
            ],
            "verification": str(plan.ac.verification),
            "cause": plan.ac.cause,
        },
        "losses_mwh": _expected(plan, "losses_mwh"),
        "purchase_mwh": _expected(plan, "purchase_mwh"),
        "times": plan.times,
        "schedule": [device_entry(d) for d in plan.schedule],
        "storage_modes": [
            {"name": m.name, "bus": m.bus, "element": m.element, "charges": m.charges} for m in plan.modes
        ],
        "scenarios": [_outcome(k, outcome) for k, outcome in enumerate(plan.outcomes, 1)],
        "bands": [{"name": b.name, "unit": b.unit, "levels": b.levels, "values": b.values} for b in plan.bands],
        "infeasible": [
            {"scenario": k + 1, "conflicts": [c.sentence.text for c in conflicts]} for k, conflicts in plan.infeasible
        ],
        "groups": plan.groups,
        "workers": plan.workers,
        "exchanges": [
            {"seconds": e.seconds, "lower_bound": e.lower_bound, "cost": e.cost, "gap": e.gap} for e in plan.exchanges
        ],
        "record": plan.record,
    }


def _expected(plan: ScenarioPlan, name: str) -> float | None:
    """Over the scenarios, by their probabilities; ``None`` where there is no plan."""
    if not plan.outcomes:
        return None
    return float(sum(o.probability * getattr(o, name) for o in plan.outcomes))


def _outcome(scenario: int, outcome: ScenarioOutcome) -> dict[str, Any]:
    return {
        "scenario": scenario,
        "probability": outcome.probability,
        "cost": outcome.cost,
        "cost_by_kind": outcome.cost_by_kind,
        "losses_mwh": outcome.losses_mwh,
        "purchase_mwh": outcome.purchase_mwh,
        "curtailed_mwh": outcome.curtailed_mwh,
        "exchange_mw": outcome.exchange_mw,
        "vm_min_pu": outcome.vm_min_pu,
        "vm_max_pu": outcome.vm_max_pu,
        "storage_mw": outcome.storage_mw,
        "energy_mwh": outcome.energy_mwh,
        "ac": {"holds": outcome.ac.holds, "cause": outcome.ac.cause},
        "conflicts": [c.sentence.text for c in outcome.conflicts],
        "record": outcome.record,
    }


def _print(plan: ScenarioPlan, source: dict[str, Any]) -> None:
    lines = {
        "case": plan.case,
        "status": f"{str(plan.status).replace('_', ' ')}: {plan.reason}",
        "scenarios": f"{len(plan.probability)} of {source['drawn']} drawn, from {source['days']} days of "
        f"{source['history']}; distance {number(source['distance'], 3, 'MW')}",
    }
    has_plan = bool(plan.schedule)
    if has_plan:
        share = f", counting {100 * plan.cvar_weight:.0f} %" if plan.cvar_weight else ", not counted"
        if plan.cvar_weight:
            lines["objective"] = number(plan.cost, 2)
        lines |= {
            "expected cost": number(plan.expected_cost, 2),
            f"CVaR {100 * plan.cvar_level:g} %": number(plan.cvar, 2) + share,
            "lower bound": f"{number(plan.lower_bound, 2)} (gap {number(100 * plan.gap, 3, '%')})",
            "plan of the mean": _compared(plan),
        }
    if plan.outcomes:
        agreement = f"voltages within {plan.ac.max_dv_pu:.1e} pu, losses within {plan.ac.loss_error:.1e} of the model's"
        if not math.isfinite(plan.ac.max_dv_pu):
            agreement = "those without a solution prove nothing"
        lines["AC load flow"] = (
            f"{plan.ac.solved} of {plan.ac.steps} steps of {len(plan.outcomes)} scenarios solved, {agreement}, "
            f"{len(plan.ac.violations)} violations"
        )
        lines["verification"] = str(plan.ac.verification)
    forecast = number(source["seconds"], 2, "s")
    lines["time"] = f"{number(plan.seconds, 2, 's')}, {plan.workers} processes, after {forecast} for the scenarios"
    lines |= {f"note {k}": text for k, text in enumerate(plan.record, start=1)}
    for k, conflicts in plan.infeasible:
        lines[f"scenario {k + 1}"] = conflicts[0].sentence.text if conflicts else "has no plan by itself"
    print_lines(lines)
    if has_plan:
        print()
        _print_shared(plan)
        print()
        _print_outcomes(plan)


def _compared(plan: ScenarioPlan) -> str:
    if plan.mean_plan_cost == plan.mean_plan_cost:
        return f"{number(plan.mean_plan_cost, 2)} in the same scenarios; planning over them saves {number(plan.vss, 2)}"
    return f"does not hold in all scenarios ({plan.mean_plan_failed})" if plan.mean_plan_failed else "none"


def _print_shared(plan: ScenarioPlan) -> None:
    from console.cli.dispatch import print_columns, schedule_columns

    columns = [("", list(plan.times)), *schedule_columns(plan.schedule)]
    columns += [(f"{m.name}, charges or discharges", ["c" if c else "d" for c in m.charges]) for m in plan.modes]
    for band in plan.bands:
        if band.name in ("exchange", "lowest voltage"):
            for at, word in ((0, "least"), (len(band.levels) // 2, "median"), (-1, "largest")):
                cells = [number(round(v, 3) + 0.0, 3) for v in band.values[at].tolist()]
                columns.append((f"{band.name}, {word}, {band.unit}", cells))
    print_columns(columns)


def _print_outcomes(plan: ScenarioPlan) -> None:
    heads = ["scenario", "probability", "cost", "losses MWh", "bought MWh", "curtailed MWh", "lowest pu", "highest pu"]
    rows = [
        [
            str(k),
            number(o.probability, 3),
            number(o.cost, 2),
            number(o.losses_mwh, 3),
            number(round(o.purchase_mwh, 3) + 0.0, 3),
            number(round(o.curtailed_mwh, 3) + 0.0, 3),
            number(float(o.vm_min_pu.min()), 4),
            number(float(o.vm_max_pu.max()), 4),
        ]
        for k, o in enumerate(plan.outcomes, 1)
    ]
    widths = [max(len(head), *(len(row[j]) for row in rows)) for j, head in enumerate(heads)]
    for row in (heads, *rows):
        print("  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)))
