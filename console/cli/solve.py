"""``tieline solve``: load flow of one moment."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from console.cli.answers import NOT_RATED, number, print_json, print_lines
from console.cli.case import add_case_argument, at_time, open_case, operate, parse_time
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.loadflow import LoadFlowResult

SUMMARY = "Load flow: voltages, losses, loading and violations of a network at one moment."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument("--at", type=parse_time, metavar="TIME", help="moment on the profiles, e.g. 2026-01-14T18:30")
    parser.add_argument("--open", default="", metavar="ID,…", help="switches to open first")
    parser.add_argument("--close", default="", metavar="ID,…", help="switches to close first")
    parser.add_argument("--engine", choices=("auto", "pgm", "pandapower"), default="auto", help="who solves it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Solve and print; 0 when converged, 1 when not."""
    from engines.loadflow.options import EngineChoice, LoadFlowOptions
    from engines.loadflow.solving import solve

    snapshot, _ = open_case(arguments.case)
    snapshot = at_time(snapshot, arguments.at)
    snapshot = operate(snapshot, arguments.open, SwitchPosition.OPEN, "--open")
    snapshot = operate(snapshot, arguments.close, SwitchPosition.CLOSED, "--close")
    result = solve(snapshot, LoadFlowOptions(engine=EngineChoice(arguments.engine)))
    answer = summarise(snapshot, result)
    if arguments.json:
        print_json(answer)
    else:
        print_lines(_lines(answer))
    return 0 if result.is_converged else 1


def summarise(snapshot: Snapshot, result: LoadFlowResult) -> dict[str, Any]:
    """The figures of a result; null where the load flow gave none."""
    from engines.grid.topology import analyse
    from engines.grid.unsupplied import unsupplied

    network = snapshot.network
    vm_pu = result.vm_pu if result.is_converged else np.full(len(network.bus), np.nan)
    lowest, highest = _extreme(vm_pu, np.nanargmin), _extreme(vm_pu, np.nanargmax)
    worst = int(result.worst_bus_row)
    return {
        "network": network.name,
        "time": snapshot.time,
        "converged": result.is_converged,
        "status": str(result.status),
        "cause": result.cause,
        "worst_bus": network.label(ElementRef("bus", worst)) if worst >= 0 else None,
        "engine": str(result.engine),
        "engine_reason": result.engine_reason,
        "losses_kw": result.losses_kw,
        "losses_kvar": result.losses_kvar,
        "vm_min_pu": vm_pu[lowest] if lowest >= 0 else None,
        "vm_min_bus": network.label(ElementRef("bus", lowest)) if lowest >= 0 else None,
        "vm_max_pu": vm_pu[highest] if highest >= 0 else None,
        "vm_max_bus": network.label(ElementRef("bus", highest)) if highest >= 0 else None,
        "max_loading_percent": _max_loading(result),
        "violations": _violations(snapshot, result) if result.is_converged else None,
        "n_bus": len(network.bus),
        "n_energized": int(np.count_nonzero(result.is_energized)) if result.is_converged else 0,
        "customers_without_supply": unsupplied(snapshot, analyse(snapshot)).customers,
        "verification": str(result.verification),
        "seconds": result.seconds,
    }


def _extreme(values: np.ndarray[Any, Any], choose: Any) -> int:
    return int(choose(values)) if np.isfinite(values).any() else -1


def _max_loading(result: LoadFlowResult) -> float | None:
    loadings = [flow.loading_percent for flow in result.branches.values() if len(flow.loading_percent)]
    values = np.concatenate(loadings) if loadings else np.empty(0)
    return float(np.nanmax(values)) if result.is_converged and np.isfinite(values).any() else None


def _violations(snapshot: Snapshot, result: LoadFlowResult) -> list[dict[str, Any]]:
    found = result.violations
    return [
        {
            "table": str(found.table[k]),
            "id": str(snapshot.network[str(found.table[k])].id[found.row[k]]),
            "name": snapshot.network.label(ElementRef(str(found.table[k]), int(found.row[k]))),
            "kind": str(found.kind[k]),
            "value": float(found.value[k]),
            "limit": float(found.limit[k]),
            "severity": int(found.severity[k]),
        }
        for k in range(len(found))
    ]


def _lines(answer: dict[str, Any]) -> dict[str, str]:
    head = {
        "network": f"{answer['network']}, {answer['n_bus']} buses",
        "moment": str(answer["time"]) if answer["time"] is not None else "nominal values",
        "engine": answer["engine"] + (f" ({answer['engine_reason']})" if answer["engine_reason"] else ""),
    }
    if not answer["converged"]:
        where = f", worst at bus {answer['worst_bus']}" if answer["worst_bus"] else ""
        return {**head, "status": f"NOT SOLVED: {answer['status']}{where}", "cause": answer["cause"]}
    return {
        **head,
        "status": f"converged ({answer['verification']})",
        "without supply": _unsupplied_text(answer),
        "losses": f"{number(answer['losses_kw'], 3, 'kW')}, {number(answer['losses_kvar'], 3, 'kvar')}",
        "lowest voltage": f"{number(answer['vm_min_pu'], 5, 'pu')} at bus {answer['vm_min_bus']}",
        "highest voltage": f"{number(answer['vm_max_pu'], 5, 'pu')} at bus {answer['vm_max_bus']}",
        "highest loading": _loading_text(answer["max_loading_percent"]),
        "violations": _violation_text(answer["violations"]),
    }


def _loading_text(percent: float | None) -> str:
    return NOT_RATED if percent is None else number(percent, 1, "%")


def _unsupplied_text(answer: dict[str, Any]) -> str:
    dead = answer["n_bus"] - answer["n_energized"]
    return f"{dead} BUSES, {number(answer['customers_without_supply'], 0)} CUSTOMERS" if dead else "none"


def _violation_text(violations: list[dict[str, Any]]) -> str:
    if not violations:
        return "none"
    units = {"overload": "%"}
    first = [
        f"{v['table']} {v['name']} {v['kind']} {number(v['value'], 3, units.get(v['kind'], 'pu'))}"
        f" (limit {number(v['limit'], 3)})"
        for v in violations[:5]
    ]
    more = f" and {len(violations) - 5} more" if len(violations) > 5 else ""
    return f"{len(violations)}: " + "; ".join(first) + more
