"""``tieline storm``: a storm from the first fault to the last closed switch, with the console's plans and without."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json, print_lines
from console.cli.case import open_checked
from engines.values.validation import Finding, InputError

if TYPE_CHECKING:
    from console.workflows.storm_result import IncidentLine, StormAccount

SUMMARY = "Run a storm unattended in simulated time: indices with the console's plans and without them."
MOST_CREWS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("case", metavar="FILE|NAME", help="the network, as for tieline solve")
    parser.add_argument("--script", type=Path, required=True, metavar="FILE", help="the storm (TOML)")
    parser.add_argument("--seed", type=int, metavar="N", help="another one than the storm's: other faults, other luck")
    parser.add_argument("--crews", type=Path, metavar="FILE", help="crews (CSV or TOML); else made-up ones")
    parser.add_argument("--customers", type=Path, metavar="FILE", help="customers (CSV); else those of the network")
    parser.add_argument("--seconds", type=_seconds, default=0.0, metavar="N", help="for refining each plan; 0")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Play it twice and print; 1 when something stayed open or an accepted plan broke a limit."""
    from console.cli.simulate import script_text
    from console.workflows.crew_files import crews_of_network, read_crews
    from console.workflows.customers import customers_of_network, read_customers
    from console.workflows.storm import StormOptions, compare_storm
    from console.workflows.storm_desk import DeskOptions
    from engines.plant.storm import read_storm

    if arguments.seed is not None and not 0 <= arguments.seed < 2**32:
        raise InputError(f"--seed {arguments.seed}", "is no seed", "give a whole number from 0 to 4294967295")
    place = f"--script {arguments.script}"
    storm = read_storm(script_text(arguments.script, place), place)
    network, _ = open_checked(arguments.case)
    customers = customers_of_network(network) if arguments.customers is None else read_customers(
        arguments.customers, network
    )  # fmt: skip
    crews = crews_of_network(network) if arguments.crews is None else read_crews(arguments.crews)
    _say((*customers.findings, *crews.findings))
    if not customers.by_load:
        raise InputError(arguments.case, "names no customers, so that there is nothing to count", "give --customers")
    seed = storm.seed if arguments.seed is None else arguments.seed
    options = StormOptions(seed, DeskOptions(plan_seconds=arguments.seconds))
    accounts = compare_storm(network, storm, customers, crews.crews, options, _progress)
    answer = {"network": network.name, "storm": str(arguments.script), "seed": seed, "crews": len(crews.crews)}
    answer |= summarise(*accounts)
    if arguments.json:
        print_json(answer)
    else:
        _print(answer, accounts[0])
    return 0 if answer["acceptable"] else 1


def summarise(with_plans: StormAccount, without: StormAccount) -> dict[str, Any]:
    """Both runs as plain values."""
    saved = without.customer_minutes - with_plans.customer_minutes
    return {
        "acceptable": with_plans.is_over and not with_plans.violations,
        "saved_customer_minutes": saved,
        "saved_percent": 100.0 * saved / without.customer_minutes if without.customer_minutes else math.nan,
        "with_plans": _account(with_plans),
        "without_plans": _account(without),
    }


def _account(account: StormAccount) -> dict[str, Any]:
    i = account.indices
    return {
        "saidi_minutes": i.saidi_minutes, "saifi": i.saifi, "caidi_minutes": i.caidi_minutes, "asai": i.asai,
        "maifi": i.maifi, "customers_served": i.customers_served,
        "customer_minutes": account.customer_minutes,
        "customer_minutes_of_the_plant": account.dark_minutes,
        "customers_without_at_the_end": account.customers_without,
        "hours": account.hours, "plans": account.plans, "orders": account.orders, "steps": account.steps,
        "steps_on_site": account.by_hand, "closings_onto_a_fault": account.closings,
        "unreported_interruptions": account.unreported, "false_calls": account.false_calls,
        "violations": account.violations,
        "incidents": [_line(line) for line in account.lines],
    }  # fmt: skip


def _line(line: IncidentLine) -> dict[str, Any]:
    incident = line.incident
    return {
        "id": incident.incident_id, "title": incident.title, "state": str(incident.state),
        "devices": incident.device_ids, "found": incident.element_ids, "cause": str(incident.cause),
        "located_minutes": line.located_min, "isolated_minutes": line.isolated_min,
        "repaired_minutes": line.repaired_min, "closed_minutes": line.closed_min, "customers": line.customers,
        "restored_before_repair": line.before_repair, "customer_minutes": line.customer_minutes,
        "suspects_held_the_place": line.held, "closings_onto_a_fault": line.closings,
        "of_those_onto_another_fault": line.hidden,
    }  # fmt: skip


def _print(answer: dict[str, Any], account: StormAccount) -> None:
    print_lines({"network": answer["network"], "storm": f"{answer['storm']}, seed {answer['seed']}"})
    print("minutes until    located  isolated  repaired    closed  customers  before repair  held  onto fault  what")
    for line in account.lines:
        told = {True: "yes", False: "NO", None: "–"}[line.held]
        onto = f"{line.closings} ({line.hidden})" if line.hidden else f"{line.closings}"
        minutes = (line.located_min, line.isolated_min, line.repaired_min, line.closed_min)
        print(
            f"{line.incident.incident_id:<14}"
            + "".join(f"{number(value, 0):>10}" for value in minutes)
            + f"{line.customers:>11}{line.before_repair:>15}{told:>6}{onto:>12}  {line.incident.title}"
            + ("; STAYED OPEN" if line.is_open else "")
        )
    lines = {
        title: _indices(answer[key]) for title, key in (("with plans", "with_plans"), ("without", "without_plans"))
    }
    saved = number(answer["saved_customer_minutes"], 0, "customer minutes")
    print_lines({**lines, "saved": f"{saved}, {number(answer['saved_percent'], 1, '%')}"})
    for sentence in account.violations:
        print(f"VIOLATED: {sentence}")
    if not account.is_over:
        print(f"NOT OVER: {account.customers_without} customers are without supply at the end")


def _indices(figures: dict[str, Any]) -> str:
    return (
        f"SAIDI {number(figures['saidi_minutes'], 1, 'min')}, SAIFI {number(figures['saifi'], 3)}, "
        f"CAIDI {number(figures['caidi_minutes'], 1, 'min')}, MAIFI {number(figures['maifi'], 3)}, "
        f"{number(figures['customer_minutes'], 0, 'customer minutes')}"
    )


def _progress(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _say(findings: tuple[Finding, ...]) -> None:
    say: Callable[[str], None] = _progress
    for finding in findings:
        say(f"tieline: {finding.element}, {finding.field}: {finding.reason}; {finding.remedy}")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds") from error
    if not 0.0 <= seconds <= 600.0:
        raise argparse.ArgumentTypeError(f"{text!r} is outside 0 to 600 seconds")
    return seconds
