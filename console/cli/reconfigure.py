"""``tieline reconfigure``: the open points with the least losses, for a moment or over a day."""

from __future__ import annotations

import argparse
import math
from typing import Any

import numpy as np

from console.cli.answers import number, print_json, print_lines
from console.cli.case import add_case_argument, at_time, inside_profiles, open_case, parse_time, switch_row
from engines.grid.snapshot import Snapshot
from engines.values.reconfiguration import DayReconfiguration, OperationStep, Reconfiguration
from engines.values.validation import InputError

SUMMARY = "Open points with the least losses within limits, and the operations that lead there."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument("--seconds", type=_seconds, default=None, metavar="N", help="time for the search (2; a day 10)")
    parser.add_argument("--at", type=parse_time, metavar="TIME", help="moment on the profiles, e.g. 2026-01-14T18:30")
    parser.add_argument("--day", type=parse_time, metavar="YYYY-MM-DD", help="a sequence over this day of the profiles")
    parser.add_argument("--operations", type=_operations, metavar="N", help="switch operations allowed (a day: 8)")
    parser.add_argument("--remote-only", action="store_true", help="operate only what the control room can")
    parser.add_argument("--no-limits", action="store_true", help="look at losses alone")
    parser.add_argument("--fixed", default="", metavar="ID,…", help="switches not to operate")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Search and print; 0 when the answer may be carried out, 1 when not."""
    from engines.loadflow.solving import LoadFlowSolver

    if arguments.at is not None and arguments.day is not None:
        raise InputError("--at and --day", "say two different things", "give one of them")
    snapshot, _ = open_case(arguments.case)
    fixed = tuple(_ids(snapshot, arguments.fixed))
    options: dict[str, Any] = {
        "respect_limits": not arguments.no_limits,
        "remote_only": arguments.remote_only,
        "fixed": fixed,
    }
    if arguments.seconds is not None:
        options["seconds"] = arguments.seconds
    solver = LoadFlowSolver(snapshot.network)
    if arguments.day is not None:
        return _day(arguments, snapshot, solver, options)
    snapshot = at_time(snapshot, arguments.at)
    from engines.restoration.reconfiguration import reconfigure
    from engines.restoration.reconfiguration_options import ReconfigurationOptions

    # The fast engine is believed only after the reference engine agreed once.
    solver.verify(snapshot)
    answer = reconfigure(
        snapshot, ReconfigurationOptions(max_operations=arguments.operations, **options), solver=solver
    )
    if arguments.json:
        print_json(summarise(snapshot, answer))
    else:
        _print(_lines(snapshot, answer), answer.steps)
    return 0 if answer.is_acceptable else 1


def _day(arguments: argparse.Namespace, snapshot: Snapshot, solver: Any, options: dict[str, Any]) -> int:
    from engines.restoration.reconfiguration_day import DayOptions, reconfigure_day

    profiles = snapshot.network.profiles
    if profiles is None:
        raise InputError(arguments.case, "has no profiles", "leave --day out, or open a network with profiles")
    day = inside_profiles(profiles, arguments.day, "--day")
    solver.verify(snapshot.at(day))
    if arguments.operations is not None:
        options["operations"] = arguments.operations
    answer = reconfigure_day(snapshot, day, DayOptions(**options), solver=solver)
    if arguments.json:
        print_json(summarise_day(snapshot, answer))
    else:
        print_lines(_day_lines(snapshot, answer))
        for change in answer.changes:
            print(f"\nfrom {change.time}: {len(change.steps)} operations")
            _print_steps(change.steps)
    return 0 if answer.is_acceptable else 1


def summarise(snapshot: Snapshot, answer: Reconfiguration) -> dict[str, Any]:
    """The figures of an answer; null where a load flow gave none."""
    return {
        "network": snapshot.network.name,
        "time": answer.time,
        "status": str(answer.status),
        "reason": answer.reason,
        "acceptable": answer.is_acceptable,
        "losses_before_kw": answer.losses_before_kw,
        "losses_after_kw": answer.losses_after_kw,
        "saving_kw": answer.saving_kw,
        "vm_min_before_pu": answer.vm_min_before_pu,
        "vm_min_after_pu": answer.vm_min_after_pu,
        "violations_before": _counted(len(answer.violations_before), answer.losses_before_kw),
        "violations_after": _counted(len(answer.violations), answer.losses_after_kw),
        "open_before": list(answer.open_before),
        "open_after": list(answer.open_after),
        "steps": [_step(s) for s in answer.steps],
        "configurations_possible": answer.configurations_possible,
        "configurations_tried": answer.configurations_tried,
        "notes": list(answer.notes),
        "verification": str(answer.verification),
        "seconds": answer.seconds,
    }


def summarise_day(snapshot: Snapshot, answer: DayReconfiguration) -> dict[str, Any]:
    """The figures of a day."""
    return {
        "network": snapshot.network.name,
        "status": str(answer.status),
        "reason": answer.reason,
        "acceptable": answer.is_acceptable,
        "energy_before_kwh": answer.energy_before_kwh,
        "energy_after_kwh": answer.energy_after_kwh,
        "saving_kwh": answer.energy_before_kwh - answer.energy_after_kwh,
        "operations": answer.operations,
        "operations_limit": answer.operations_limit,
        "steps_with_violations_before": _counted(
            int(np.count_nonzero(answer.violations_before)), answer.energy_before_kwh
        ),
        "steps_with_violations_after": _counted(
            int(np.count_nonzero(answer.violations_after)), answer.energy_after_kwh
        ),
        "changes": [
            {"time": c.time, "open": list(c.open_switches), "steps": [_step(s) for s in c.steps]}
            for c in answer.changes
        ],
        "configurations_tried": answer.configurations_tried,
        "notes": list(answer.notes),
        "verification": str(answer.verification),
        "seconds": answer.seconds,
    }


def _step(step: OperationStep) -> dict[str, Any]:
    return {
        "switch": step.switch_id,
        "name": step.switch_name,
        "operation": "close" if step.is_closing else "open",
        "converged": step.is_converged,
        "losses_kw": step.losses_kw,
        "vm_min_pu": step.vm_min_pu,
        "violations": step.violations,
        "cause": step.cause,
    }


def _lines(snapshot: Snapshot, answer: Reconfiguration) -> dict[str, str]:
    lines = {
        "network": snapshot.network.name,
        "status": f"{_words(answer.status)}: {answer.reason}",
        "losses": f"{number(answer.losses_before_kw, 3)} → {number(answer.losses_after_kw, 3, 'kW')}",
        "lowest voltage": f"{number(answer.vm_min_before_pu, 4)} → {number(answer.vm_min_after_pu, 4, 'pu')}",
        "violations": f"{_known(len(answer.violations_before), answer.losses_before_kw)} → "
        f"{_known(len(answer.violations), answer.losses_after_kw)}",
        "open now": ", ".join(answer.open_before) or "–",
        "open then": ", ".join(answer.open_after) or "–",
        "verification": str(answer.verification),
    }
    lines.update({f"note {k}": note for k, note in enumerate(answer.notes, start=1)})
    return lines


def _day_lines(snapshot: Snapshot, answer: DayReconfiguration) -> dict[str, str]:
    before = _known(int(np.count_nonzero(answer.violations_before)), answer.energy_before_kwh)
    after = _known(int(np.count_nonzero(answer.violations_after)), answer.energy_after_kwh)
    lines = {
        "network": snapshot.network.name,
        "status": f"{_words(answer.status)}: {answer.reason}",
        "energy lost": f"{number(answer.energy_before_kwh, 1)} → {number(answer.energy_after_kwh, 1, 'kWh')}",
        "operations": f"{answer.operations} of {answer.operations_limit} allowed",
        "steps with violations": f"{before} → {after}",
        "verification": str(answer.verification),
    }
    lines.update({f"note {k}": note for k, note in enumerate(answer.notes, start=1)})
    return lines


def _counted(count: int, solved: float) -> int | None:
    """A count of violations, where there is a solution that it counts: none without one is not 0."""
    return count if math.isfinite(solved) else None


def _known(count: int, solved: float) -> str:
    found = _counted(count, solved)
    return "–" if found is None else str(found)


def _words(status: str) -> str:
    return status.replace("_", " ")


def _print(lines: dict[str, str], steps: tuple[OperationStep, ...]) -> None:
    print_lines(lines)
    if steps:
        print()
        _print_steps(steps)


def _print_steps(steps: tuple[OperationStep, ...]) -> None:
    for k, step in enumerate(steps, start=1):
        done = "close" if step.is_closing else "open "
        state = f"{number(step.losses_kw, 3, 'kW')}, {number(step.vm_min_pu, 4, 'pu')}, {step.violations} violations"
        print(f"{k:>3}  {done} {step.switch_name:<16} {state if step.is_converged else 'NOT SOLVED: ' + step.cause}")


def _ids(snapshot: Snapshot, text: str) -> list[str]:
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    return [str(snapshot.network["switch"].id[switch_row(snapshot.network, w, "--fixed")]) for w in wanted]


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} must be more than 0 seconds")
    return value


def _operations(text: str) -> int:
    try:
        value = int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from error
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text!r} operations cannot be a cap; give 0 or more")
    return value
