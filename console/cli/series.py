"""``tieline series``: load flow over a span of the profiles."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np

from console.cli.answers import NOT_RATED, number, print_json, print_lines
from console.cli.case import add_case_argument, inside_profiles, open_case, operate, parse_time
from engines.grid.network import ElementRef
from engines.grid.profiles import Profiles
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.series import SeriesResult
from engines.values.validation import InputError
from engines.values.work import DirectContext

SUMMARY = "Load flow at every step of the profiles in a span: losses, voltages, loading and violations over time."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument(
        "--from", dest="begin", type=parse_time, metavar="TIME", help="first moment (else the first there is)"
    )
    parser.add_argument(
        "--to", dest="end", type=parse_time, metavar="TIME", help="end, not included (else the last there is)"
    )
    parser.add_argument("--open", default="", metavar="ID,…", help="switches to open first")
    parser.add_argument("--close", default="", metavar="ID,…", help="switches to close first")
    parser.add_argument("--steps", action="store_true", help="with --json: every step's figures too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Solve and print; 0 when every step converged, 1 when not."""
    from engines.loadflow.series import solve_series
    from engines.loadflow.solving import LoadFlowSolver

    snapshot, _ = open_case(arguments.case)
    profiles = snapshot.network.profiles
    if profiles is None:
        raise InputError(arguments.case, "has no profiles", "use tieline solve, or a network with profiles")
    steps = span(profiles, arguments.begin, arguments.end)
    snapshot = operate(snapshot, arguments.open, SwitchPosition.OPEN, "--open")
    snapshot = operate(snapshot, arguments.close, SwitchPosition.CLOSED, "--close")
    solver = LoadFlowSolver(snapshot.network)
    # The fast engine is believed on a whole span only after the reference engine agreed on its first step.
    solver.verify(snapshot.at(profiles.time_of(steps.start)))
    context = DirectContext() if arguments.json or not sys.stderr.isatty() else _TerminalContext()
    result = solve_series(solver, snapshot, steps, None, context)
    answer = summarise(snapshot, result)
    if arguments.json:
        print_json({**answer, **(_every_step(result) if arguments.steps else {})})
    else:
        print_lines(_lines(answer))
    return 0 if bool(result.is_converged.all()) else 1


class _TerminalContext(DirectContext):
    """Shows the progress on the terminal."""

    def report(self, fraction: float, text: str = "") -> None:
        """One line, written over."""
        end = "\n" if fraction >= 1.0 else ""
        print(f"\r{fraction:4.0%} {text:<40}", end=end, file=sys.stderr, flush=True)


def span(profiles: Profiles, begin: np.datetime64 | None, end: np.datetime64 | None) -> range:
    """Steps from ``begin`` up to ``end``; years other than the profiles' mean the same dates in theirs.

    Raises ``InputError`` where the span is empty.
    """
    first = profiles.start if begin is None else inside_profiles(profiles, begin, "--from")
    last = profiles.end if end in (None, profiles.end) else inside_profiles(profiles, end, "--to")
    steps = range(profiles.step_at(first), int((last - profiles.start).astype(int)) // profiles.step_s)
    if not len(steps):
        raise InputError(f"--from {first} --to {last}", "no step lies between them", "give a later --to")
    return steps


def summarise(snapshot: Snapshot, result: SeriesResult) -> dict[str, Any]:
    """The figures of the span; null where no step gave any."""
    from engines.grid.topology import analyse
    from engines.grid.unsupplied import unsupplied

    steps, network = result.steps, snapshot.network
    lowest, highest = _extreme(steps.vm_min_pu, np.nanargmin), _extreme(steps.vm_max_pu, np.nanargmax)
    heaviest = _extreme(steps.loading_max_percent, np.nanargmax)
    failed = result.failed_steps
    return {
        "network": network.name,
        "from": result.times[0],
        "to": result.times[-1] + np.timedelta64(round(result.step_hours * 3600), "s"),
        "n_step": result.n_step,
        "n_not_converged": len(failed),
        "first_not_converged": {"time": result.times[failed[0]], "cause": result.causes.get(int(failed[0]), "")}
        if len(failed)
        else None,
        "engine": str(result.engine),
        "engine_reason": result.engine_reason,
        "verification": str(result.verification),
        "losses_mwh": result.losses_mwh,
        "load_mwh": result.energy_mwh(steps.load_mw),
        "generation_mwh": result.energy_mwh(steps.generation_mw),
        "source_mwh": result.energy_mwh(steps.source_mw),
        "vm_min": _place(network, result, lowest, "bus", steps.vm_min_pu, steps.vm_min_bus_row, "vm_pu"),
        "vm_max": _place(network, result, highest, "bus", steps.vm_max_pu, steps.vm_max_bus_row, "vm_pu"),
        "max_loading": _place(
            network,
            result,
            heaviest,
            result.branch_tables[steps.loading_table[heaviest]] if heaviest >= 0 else "",
            steps.loading_max_percent,
            steps.loading_row,
            "loading_percent",
        ),
        "steps_with_violations": int(np.count_nonzero(steps.violation_count > 0)),
        "undervoltage_steps": int(np.count_nonzero(steps.undervoltage_count > 0)),
        "overvoltage_steps": int(np.count_nonzero(steps.overvoltage_count > 0)),
        "overload_steps": int(np.count_nonzero(steps.overload_count > 0)),
        "dead_buses_max": int(steps.dead_bus_count[result.is_converged].max(initial=0)),
        "customers_without_supply": unsupplied(snapshot, analyse(snapshot)).customers,
        "seconds": result.seconds,
    }


def _extreme(values: np.ndarray[Any, Any], choose: Any) -> int:
    return int(choose(values)) if np.isfinite(values).any() else -1


def _place(
    network: Any, result: SeriesResult, step: int, table: str, values: Any, rows: Any, quantity: str
) -> dict[str, Any] | None:
    if step < 0:
        return None
    ref = ElementRef(table, int(rows[step]))
    return {
        quantity: float(values[step]),
        "table": table,
        "id": str(network[table].id[ref.row]),
        "name": network.label(ref),
        "time": result.times[step],
    }


def _every_step(result: SeriesResult) -> dict[str, Any]:
    steps = result.steps
    return {
        "steps": {
            "time": [str(t) for t in result.times],
            "converged": result.is_converged,
            "losses_kw": steps.losses_kw,
            "load_mw": steps.load_mw,
            "generation_mw": steps.generation_mw,
            "source_mw": steps.source_mw,
            "vm_min_pu": steps.vm_min_pu,
            "vm_max_pu": steps.vm_max_pu,
            "max_loading_percent": steps.loading_max_percent,
            "violations": np.where(steps.violation_count < 0, np.nan, steps.violation_count),
        }
    }


def _lines(answer: dict[str, Any]) -> dict[str, str]:
    reason = f" ({answer['engine_reason']})" if answer["engine_reason"] else f" ({answer['verification']})"
    solved = f"{answer['n_step']} steps, {answer['n_step'] - answer['n_not_converged']} solved"
    first = answer["first_not_converged"]
    lines = {
        "network": answer["network"],
        "span": f"{answer['from']} to {answer['to']}",
        "engine": answer["engine"] + reason,
        "status": solved + (f"; NOT SOLVED first at {first['time']}: {first['cause']}" if first else ""),
        "without supply": f"{answer['dead_buses_max']} BUSES, {answer['customers_without_supply']} CUSTOMERS"
        if answer["dead_buses_max"]
        else "none",
        "losses": number(answer["losses_mwh"], 3, "MWh"),
        "load": number(answer["load_mwh"], 1, "MWh"),
        "generation": number(answer["generation_mwh"], 1, "MWh"),
        "from the grid": number(answer["source_mwh"], 1, "MWh"),
    }
    for label, key, quantity, unit in (
        ("lowest voltage", "vm_min", "vm_pu", "pu"),
        ("highest voltage", "vm_max", "vm_pu", "pu"),
        ("highest loading", "max_loading", "loading_percent", "%"),
    ):
        lines[label] = _place_text(answer[key], quantity, unit)
    if answer["max_loading"] is None and answer["n_not_converged"] < answer["n_step"]:
        lines["highest loading"] = NOT_RATED
    lines["steps beyond a limit"] = (
        f"{answer['steps_with_violations']} (undervoltage {answer['undervoltage_steps']}, "
        f"overvoltage {answer['overvoltage_steps']}, overload {answer['overload_steps']})"
    )
    return lines


def _place_text(place: dict[str, Any] | None, quantity: str, unit: str) -> str:
    if place is None:
        return "–"
    value = number(place[quantity], 4 if unit == "pu" else 1, unit)
    return f"{value} at {place['table']} {place['name']}, {place['time']}"
