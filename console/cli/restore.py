"""``tieline restore``: a fault cleared by its protection, isolated, and supply given back step by step."""

from __future__ import annotations

import argparse
import math
from typing import Any

from console.cli.answers import number, print_json, print_lines
from console.cli.case import add_case_argument, at_time, open_case, parse_time
from engines.grid.network import ElementRef, Network
from engines.values.switching_plan import Precaution, ProofStatus, SwitchingPlan, SwitchingStep
from engines.values.validation import InputError

SUMMARY = "A switching plan after a fault: isolate it and give supply back, every step proven by load flow."

_PRECAUTIONS = {
    Precaution.PATROL_OR_TEST: "patrol first, or a supervised test energisation",
    Precaution.PROVE_DEAD: "prove dead first: generation may hold up a voltage",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument("--fault", required=True, metavar="ID", help="bus, line, transformer or switch at fault")
    parser.add_argument("--at", type=parse_time, metavar="TIME", help="moment on the profiles, e.g. 2026-01-14T18:30")
    parser.add_argument("--seconds", type=_seconds, default=5.0, metavar="N", help="for refining the first plan; 5")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Plan and print; 0 when the plan can be carried out, 1 when there is none."""
    from engines.loadflow.solving import LoadFlowSolver
    from engines.restoration.options import RestorationOptions
    from engines.restoration.restoring import restore
    from engines.restoration.tripping import tripped

    snapshot = at_time(open_case(arguments.case)[0], arguments.at)
    network = snapshot.network
    fault = element_id(network, arguments.fault)
    solver = LoadFlowSolver(network)
    solver.verify(snapshot)
    after, devices = tripped(snapshot, fault)
    plan = restore(after, fault, RestorationOptions(seconds=arguments.seconds), solver=solver)
    answer = {"network": network.name, "fault": fault, "tripped": devices, **summarise(plan)}
    if arguments.json:
        print_json(answer)
    else:
        _print(network, plan, answer, arguments.seconds)
    return 0 if plan.is_usable else 1


def element_id(network: Network, wanted: str) -> str:
    """The id of the one element meant by its id or its name. Raises ``InputError`` if there is none, or several."""
    if network.find(wanted) is not None:
        return wanted
    found = [
        str(table.id[row])
        for table in network.tables.values()
        if "name" in table
        for row in (table["name"] == wanted).nonzero()[0].tolist()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"--fault {wanted}", f"{len(found)} elements have that name", f"give an id: {found[0]}, ...")
    examples = ", ".join(str(i) for i in network["line"].id[:3])
    raise InputError(f"--fault {wanted}", "there is no such element", f"ids look like {examples}")


def summarise(plan: SwitchingPlan) -> dict[str, Any]:
    """The plan as plain values; null where there is no figure."""
    return {
        "status": str(plan.status),
        "usable": plan.is_usable,
        "reason": plan.reason,
        "dead_kw": plan.dead_kw,
        "customers_dead": plan.customers_dead,
        "unserved_kw": plan.unserved_kw,
        "customers_unserved": plan.customers_unserved,
        "critical_unserved": plan.critical_unserved,
        "out_of_reach_kw": plan.out_of_reach_kw,
        "lower_bound_kw": plan.lower_bound_kw,
        "operations": plan.operations,
        "manual": plan.manual,
        "duration_s": plan.duration_s,
        "margin": plan.margin,
        "isolated": plan.isolated,
        "steps": [_step(step) for step in plan.steps],
        "notes": plan.notes,
        "refined_s": plan.refined_s,
        "repeatable": plan.is_repeatable,
        "alternatives": {name: summarise(other) for name, other in plan.alternatives},
    }


def _step(step: SwitchingStep) -> dict[str, Any]:
    proof = step.proof
    return {
        "number": step.number,
        "kind": str(step.kind),
        "id": step.element_id,
        "name": step.name,
        "remote": step.is_remote,
        "duration_s": step.duration_s,
        "reason": step.reason.text,
        "chance": step.chance,
        "precaution": str(step.precaution),
        "proof": str(proof.status),
        "proof_reason": proof.reason,
        "vm_min_pu": proof.vm_min_pu,
        "vm_min_bus": proof.vm_min_bus,
        "vm_max_pu": proof.vm_max_pu,
        "loading_max_percent": proof.loading_max_percent,
        "loading_max_element": proof.loading_max_element,
        "margin": proof.margin,
        "unserved_kw": proof.unserved_kw,
        "customers_unserved": proof.customers_unserved,
        "interrupted_kw": step.interrupted_kw,
        "notes": step.notes,
    }


def _print(network: Network, plan: SwitchingPlan, answer: dict[str, Any], seconds: float) -> None:
    devices = ", ".join(network.label(network.find(one) or ElementRef("switch", 0)) for one in answer["tripped"])
    status = str(plan.status).replace("_", " ")
    lines = {
        "network": network.name,
        "fault": network.label(network.find(answer["fault"]) or ElementRef("bus", 0)),
        "tripped": devices or "nothing: it had no voltage",
        "status": (status if plan.is_usable else f"NO PLAN: {status}") + (f", {plan.reason}" if plan.reason else ""),
    }
    if plan.steps or math.isfinite(plan.unserved_kw):
        lines |= {
            "without supply": f"{number(plan.dead_kw, 0, 'kW')}, {plan.customers_dead} customers",
            **gained_and_lost(plan.dead_kw - plan.unserved_kw, plan.customers_dead - plan.customers_unserved),
            "left": f"{number(plan.unserved_kw, 0, 'kW')}, {plan.customers_unserved} customers "
            f"({number(plan.out_of_reach_kw, 0, 'kW')} no plan could supply)",
            **_bound(plan),
            "search": _search(plan, seconds),
            "effort": f"{plan.operations} operations, {plan.manual} on site, {number(plan.duration_s / 60, 0, 'min')}",
        }
    print_lines(lines)
    for step in plan.steps:
        _print_step(step)
    for note in plan.notes:
        print(f"note: {note}")
    for name, other in plan.alternatives:
        left = f"{number(other.unserved_kw, 0, 'kW')} left, margin {number(other.margin, 3)}"
        print(f"or {name}: {other.operations} operations, {left}: " + ", ".join(_short(step) for step in other.steps))


def _bound(plan: SwitchingPlan) -> dict[str, str]:
    if not math.isfinite(plan.lower_bound_kw):
        return {}
    return {"bound": f"at least {number(plan.lower_bound_kw, 0, 'kW')} stay without supply"}


def _search(plan: SwitchingPlan, seconds: float) -> str:
    if not math.isfinite(plan.refined_s):
        return "first plan, not refined: the same state gives the same plan again"
    used = f"{seconds:g} s ({number(plan.refined_s, 1, 's')} used)"
    if plan.is_repeatable:
        return f"refined to the end within {used}: the same state gives the same plan again"
    return f"best within {used}: another run may find another plan"


def gained_and_lost(load_kw: float, customers: int) -> dict[str, str]:
    """What a plan gives supply back to, and what it takes supply from, each only as a positive figure."""
    lines = {"picked up": f"{number(max(load_kw, 0.0), 0, 'kW')}, {max(customers, 0)} customers"}
    if load_kw <= -0.5 or customers < 0:
        lines["cuts off"] = f"{number(max(-load_kw, 0.0), 0, 'kW')}, {max(-customers, 0)} customers"
    return lines


def _print_step(step: SwitchingStep) -> None:
    proof = step.proof
    where = "" if step.is_remote else f", on site, {number(step.duration_s / 60, 0, 'min')}"
    print(f"{step.number:>3}  {step.reason.text}{where}")
    told = [
        f"lowest {number(proof.vm_min_pu, 4, 'pu')} at {proof.vm_min_bus}",
        f"highest loading {number(proof.loading_max_percent, 1, '%')} {proof.loading_max_element}".rstrip(),
        f"left {number(proof.unserved_kw, 0, 'kW')}",
    ]
    if proof.status is not ProofStatus.ACCEPTED:
        told.insert(0, f"NOT ACCEPTED: {proof.reason}")
    if step.chance > 0:
        told.append(f"chance of meeting the fault {step.chance:.2%}")
    if step.precaution in _PRECAUTIONS:
        told.append(_PRECAUTIONS[step.precaution])
    print("     " + "; ".join(told))


def _short(step: SwitchingStep) -> str:
    return f"{str(step.kind).replace('_', ' ')} {step.name}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds") from error
    if not 0.0 <= seconds <= 600.0:
        raise argparse.ArgumentTypeError(f"{text!r} is outside 0 to 600 seconds")
    return seconds
