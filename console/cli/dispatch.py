"""``tieline dispatch``: tomorrow's plan with its lower bound, its gap and the AC load flow of every step."""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json, print_lines
from console.cli.dispatch_evaluate import WORD, add_evaluate_arguments, check_evaluate_arguments, run_evaluate
from console.cli.dispatch_regions import (
    add_region_arguments,
    check_region_arguments,
    is_in_regions,
    plan_regions,
    print_layers,
    print_regions_json,
    region_lines,
)
from console.cli.dispatch_report import add_report_argument, check_report_argument, who, write_report
from console.cli.dispatch_scenarios import add_scenario_arguments, check_scenario_arguments, run_scenarios
from console.cli.stoppable import stoppable
from engines.values.dispatch import DeviceSchedule, DispatchPlan, DispatchStatus
from engines.values.validation import InputError

if TYPE_CHECKING:
    from engines.dispatch.options import DispatchOptions
    from engines.grid.snapshot import Snapshot
    from engines.values.dispatch_case import DispatchCase
    from engines.values.work import WorkContext

SUMMARY = "Plan taps, capacitors, storage, generation and demand for the steps of a case."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "case",
        metavar="CASE",
        help=f"a case file (.toml), or the sample case: ieee33; '{WORD} CASE' compares operating modes on past days",
    )
    parser.add_argument("evaluated", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--network", metavar="FILE|NAME", help="another network than the one the case names")
    parser.add_argument(
        "--seconds",
        type=_positive,
        metavar="N",
        help="time for planning (10; over scenarios 20; in regions 60; evaluating 60 a plan)",
    )
    parser.add_argument(
        "--gap",
        type=_positive,
        metavar="X",
        help="relative gap that suffices (0.0001; over scenarios and in regions 0.001)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_report_argument(parser)
    add_region_arguments(parser)
    add_scenario_arguments(parser)
    add_evaluate_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Plan and print; 0 when the plan may be carried out, 1 when not."""
    from pathlib import Path

    from console.cli.case import open_case as open_network
    from engines.dispatch.case_file import open_case
    from engines.dispatch.options import DispatchOptions

    check_evaluate_arguments(arguments)
    is_evaluation = arguments.case == WORD
    if not is_evaluation:
        check_scenario_arguments(arguments)
    elif arguments.report is not None:
        raise InputError("--report", "tells of one plan, not of an evaluation", "leave it out, or plan a case")
    check_report_argument(arguments.report)
    named_case = arguments.evaluated if is_evaluation else arguments.case
    case = open_case(named_case)
    if not is_evaluation:
        check_region_arguments(arguments, case)
    named = arguments.network or case.network
    # A network file named in a case lies beside it.
    beside = Path(named_case).expanduser().parent / named
    network = str(beside) if not arguments.network and beside.is_file() else named
    snapshot: Snapshot = open_network(network)[0]
    options = DispatchOptions(seconds=arguments.seconds or 10.0, gap=arguments.gap or 1e-4)
    with stoppable() as context:
        if is_evaluation:
            return run_evaluate(arguments, case, snapshot, context)
        if arguments.scenarios is not None:
            return run_scenarios(arguments, case, network, snapshot, context)
        return _plan(arguments, case, network, snapshot, options, context)


def _plan(
    arguments: argparse.Namespace, case: DispatchCase, network: str, snapshot: Snapshot, options: DispatchOptions,
    context: WorkContext,
) -> int:  # fmt: skip
    from console.dispatch.jobs import engine_versions, new_id, planned_day
    from console.dispatch.kept import KeptPlan
    from engines.dispatch.attaching import attach
    from engines.dispatch.planning import plan_dispatch

    asked_at = time.time()
    if is_in_regions(arguments, case):
        plan = plan_regions(arguments, case, snapshot, context)
    else:
        plan = plan_dispatch(case, snapshot, options, context=context)
    if arguments.json and plan.layers is not None:
        print_regions_json(plan)
    elif arguments.json:
        print_json(summarise(plan))
    else:
        _print(plan)
    if arguments.report is not None:
        day = planned_day(attach(case, snapshot), plan, options.gap)
        kept = KeptPlan(new_id(), case.name, case, network, asked_at, who(), planned=day, planned_at=time.time())
        write_report(arguments.report, replace(kept, made_with=engine_versions()), snapshot, None)
    return 0 if plan.is_acceptable else 1


def summarise(plan: DispatchPlan) -> dict[str, Any]:
    """The figures of a plan; null where there is none."""
    return {
        "case": plan.case,
        "status": str(plan.status),
        "reason": plan.reason,
        "acceptable": plan.is_acceptable,
        "cost": plan.cost,
        "cost_by_kind": plan.cost_by_kind,
        "lower_bound": plan.lower_bound,
        "relaxed_cost": plan.relaxed_cost,
        "gap": plan.gap,
        "seconds": plan.seconds,
        "build_seconds": plan.build_seconds,
        "ac": {
            "holds": plan.ac.holds,
            "steps": plan.ac.steps,
            "solved": plan.ac.solved,
            "max_dv_pu": plan.ac.max_dv_pu,
            "loss_error": plan.ac.loss_error,
            "violations": [
                {"kind": v.kind, "place": v.place, "time": plan.times[v.step], "value": v.value, "limit": v.limit}
                for v in plan.ac.violations
            ],
            "verification": str(plan.ac.verification),
            "cause": plan.ac.cause,
        },
        "losses_mwh": plan.losses_mwh,
        "purchase_mwh": plan.purchase_mwh,
        "times": plan.times,
        "schedule": [device_entry(d) for d in plan.schedule],
        "losses_mw": plan.losses_mw,
        "purchase_mw": plan.purchase_mw,
        "actions": [
            {
                "time": plan.times[a.step],
                "kind": str(a.kind),
                "device": a.device,
                "does": a.does.text,
                "why": a.why.text,
            }
            for a in plan.actions
        ],
        "binding": [
            {
                "kind": b.kind,
                "place": b.place,
                "time": plan.times[b.step],
                "limit": b.limit,
                "unit": b.unit,
                "shadow_price": b.shadow_price,
            }
            for b in plan.binding
        ],
        "conflicts": [
            {
                "kind": c.kind,
                "place": c.place,
                "time": plan.times[c.step],
                "limit": c.limit,
                "excess": c.excess,
                "unit": c.unit,
                "steps": c.steps,
                "sentence": c.sentence.text,
            }
            for c in plan.conflicts
        ],
        "record": plan.record,
    }


def device_entry(device: DeviceSchedule) -> dict[str, Any]:
    """One row of a schedule."""
    entry: dict[str, Any] = {"kind": str(device.kind), "name": device.name, "bus": device.bus}
    if device.element:
        entry["element"] = device.element
    if device.is_automatic:
        entry["automatic"] = True
    for name in ("p_mw", "q_mvar", "position", "vm_set_pu", "energy_mwh", "available_mw"):
        values = getattr(device, name)
        if values is not None:
            entry[name] = values
    return entry


def _print(plan: DispatchPlan) -> None:
    lines = {"case": plan.case, "status": f"{str(plan.status).replace('_', ' ')}: {plan.reason}"}
    has_plan = bool(plan.schedule)
    if plan.status in (DispatchStatus.OPTIMAL, DispatchStatus.FEASIBLE):
        lines |= {
            "cost": number(plan.cost, 2),
            "lower bound": f"{number(plan.lower_bound, 2)} (gap {number(100 * plan.gap, 4, '%')})",
        }
    elif math.isfinite(plan.lower_bound):
        lines["lower bound"] = number(plan.lower_bound, 2)
    if has_plan:
        agreement = f"voltages within {plan.ac.max_dv_pu:.1e} pu, losses within {plan.ac.loss_error:.1e} of the model's"
        if not math.isfinite(plan.ac.max_dv_pu):
            agreement = "those without a solution prove nothing"
        lines |= {
            "AC load flow": f"{plan.ac.solved} of {plan.ac.steps} steps solved, {agreement}, "
            f"{len(plan.ac.violations)} violations",
            "verification": str(plan.ac.verification) + ("" if plan.ac.holds else ", that the plan does not hold"),
            "energy lost": number(plan.losses_mwh, 3, "MWh"),
            "energy bought": number(plan.purchase_mwh, 3, "MWh"),
        }
    if plan.layers is not None:
        lines |= region_lines(plan.layers, plan.cost)
    lines["time"] = number(plan.seconds, 2, "s")
    lines |= {f"note {k}": text for k, text in enumerate(plan.record, start=1)}
    lines |= {f"conflict {k}": c.sentence.text for k, c in enumerate(plan.conflicts, start=1)}
    print_lines(lines)
    if plan.layers is not None:
        print_layers(plan.layers)
    if has_plan:
        print()
        _print_schedule(plan)
    if plan.actions:
        print()
        for action in plan.actions:
            print(action.text)


def _print_schedule(plan: DispatchPlan) -> None:
    print_columns([("", list(plan.times)), *schedule_columns(plan.schedule)])


def schedule_columns(schedule: Sequence[DeviceSchedule]) -> list[tuple[str, list[str]]]:
    """A heading and the cells of each device."""
    columns: list[tuple[str, list[str]]] = []
    for device in schedule:
        if device.position is not None:
            columns.append((device.name, [str(int(v)) for v in device.position]))
        elif device.p_mw is not None and (device.q_mvar is None or abs(device.p_mw).max(initial=0.0) > 0):
            columns.append((f"{device.name}, MW", [_power(v) for v in device.p_mw]))
        elif device.q_mvar is not None:
            columns.append((f"{device.name}, Mvar", [_power(v) for v in device.q_mvar]))
    return columns


def print_columns(columns: Sequence[tuple[str, list[str]]]) -> None:
    """A table with numbered columns under the list of their headings; the first column has none."""
    for k, (name, _) in enumerate(columns[1:], start=1):
        print(f"({k}) {name}")
    heads = ["", *(f"({k})" for k in range(1, len(columns)))]
    widths = [max(map(len, (head, *cells))) for head, (_, cells) in zip(heads, columns, strict=True)]
    print("  ".join(head.rjust(width) for head, width in zip(heads, widths, strict=True)))
    for row in range(len(columns[0][1])):
        print("  ".join(cells[row].rjust(width) for (_, cells), width in zip(columns, widths, strict=True)))


def _power(value: float) -> str:
    # Without the sign of a rounded nothing.
    return number(round(float(value), 3) + 0.0, 3)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 0 < value < math.inf:
        word = "must be finite" if value == math.inf else "must be more than 0"
        raise argparse.ArgumentTypeError(f"{text!r} {word}")
    return value
