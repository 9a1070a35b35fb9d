"""``tieline locate``: where a fault lies, from what was heard of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from console.cli.answers import print_json, print_lines
from console.cli.case import add_case_argument, open_case, operate, parse_time
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.location import Hypothesis, Location, LocationStatus, Rate
from engines.values.validation import InputError

SUMMARY = "Where a fault lies: suspects with their probability, what speaks for and against them, what to do next."
SHOWN_LEVEL = 0.9
ACCEPTABLE = (LocationStatus.LOCATED, LocationStatus.SUSPECTED)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument("--evidence", type=Path, required=True, metavar="FILE", help="what was heard (.toml or .json)")
    parser.add_argument("--until", type=parse_time, metavar="TIME", help="only what had happened by then (UTC)")
    parser.add_argument("--open", default="", metavar="ID,…", help="switches that stood open before the fault")
    parser.add_argument("--close", default="", metavar="ID,…", help="switches that stood closed before the fault")
    parser.add_argument("--level", type=float, default=0.99, metavar="SHARE", help="probability the status speaks of")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Locate and print; 1 where the evidence is missing, contradictory or speaks against any fault."""
    from engines.exchange.fault_evidence import read_evidence
    from engines.restoration.instruments import sectioning_indicators
    from engines.restoration.location import locate
    from engines.restoration.location_options import LocationOptions
    from engines.values.fault_evidence import Instruments, until

    if not 0.0 < arguments.level < 1.0:
        raise InputError("--level", f"{arguments.level} is no share of probability", "give one between 0 and 1")
    heard = read_evidence(arguments.evidence)
    snapshot, _ = open_case(arguments.case)
    snapshot = operate(snapshot, arguments.open, SwitchPosition.OPEN, "--open")
    snapshot = operate(snapshot, arguments.close, SwitchPosition.CLOSED, "--close")
    network = snapshot.network
    indicators = sectioning_indicators(network) if heard.indicator_ids is None else heard.indicator_ids
    evidence = heard.evidence
    if arguments.until is not None:
        evidence = until(evidence, int(arguments.until.astype("datetime64[us]").astype(np.int64)))
    options = LocationOptions(level=arguments.level)
    location = locate(snapshot, evidence, Instruments(indicators, heard.meter_ids), options)
    for finding in location.left_out:
        print(
            f"tieline: {finding.element} ({finding.field}) left out: {finding.reason}; {finding.remedy}",
            file=sys.stderr,
        )
    answer = summarise(snapshot, location)
    if arguments.json:
        print_json(answer)
    else:
        _print(answer, location)
    return 0 if location.status in ACCEPTABLE else 1


def summarise(snapshot: Snapshot, location: Location) -> dict[str, Any]:
    """The location as plain data; zones are named by the switches around them."""
    from engines.restoration.supply_paths import boundary_switches, supply_paths, zone_members

    paths = supply_paths(snapshot)
    members, around = zone_members(paths), boundary_switches(paths)
    switch_id = snapshot.network["switch"].id

    def zone(number: int) -> dict[str, Any]:
        return {
            "zone": number,
            "probability": float(location.zone_probability[number]),
            "elements": list(members[number]),
            "boundary": [str(switch_id[row]) for row in around[number]],
        }

    has_ranking = len(location.all_probability) > 0
    return {
        "network": snapshot.network.name,
        "status": str(location.status),
        "reason": location.reason,
        "level": location.level,
        "hypotheses": [_hypothesis(found) for found in location.hypotheses],
        "set90": [zone(number) for number in location.credible_zones(SHOWN_LEVEL)] if has_ranking else [],
        "set99": [zone(number) for number in location.credible_zones(0.99)] if has_ranking else [],
        "devices": [{"id": name or None, "probability": p} for name, p in location.device_probability],
        "no_fault_probability": location.no_fault_probability,
        "gasp_rate": _rate(location.gasp_rate),
        "indicator_rate": _rate(location.indicator_rate),
        "contradictions": [words.text for words in location.contradictions],
        "left_out": [
            {"element": f.element, "kind": f.field, "reason": f.reason, "remedy": f.remedy} for f in location.left_out
        ],
        "next_steps": [
            {
                "kind": str(step.kind), "element": step.element_id, "information_bit": step.information_bit,
                "minutes": step.minutes, "zones_if_yes": list(step.zones), "what": step.words.text,
            }
            for step in location.next_steps
        ],
    }  # fmt: skip


def _rate(rate: Rate) -> dict[str, float]:
    return {"mean": rate.mean, "low": rate.low, "high": rate.high}


def _hypothesis(found: Hypothesis) -> dict[str, Any]:
    return {
        "kind": str(found.kind),
        "zones": list(found.zones),
        "probability": found.probability,
        "elements": list(found.element_ids),
        "boundary": list(found.boundary_ids),
        "tripped": list(found.tripped_ids),
        "nearest_device_failed": found.is_backup,
        "reasons": [
            {"evidence": str(r.kind), "weight": r.weight, "words": r.words.text, "elements": list(r.element_ids)}
            for r in found.reasons
        ],
    }


def _print(answer: dict[str, Any], location: Location) -> None:
    tripped = ", ".join(f"{d['id'] or 'none'} {d['probability']:.0%}" for d in answer["devices"][:3])
    head = {
        "network": answer["network"],
        "status": answer["status"].upper().replace("_", " ") + (f": {answer['reason']}" if answer["reason"] else ""),
        "tripped device": tripped or "–",
        "meters heard": _band(location.gasp_rate),
        "indicators heard": _band(location.indicator_rate),
    }
    if location.no_fault_probability >= 0.01:
        head["no fault at all"] = f"{location.no_fault_probability:.0%}"
    print_lines(head)
    for number, found in enumerate(location.hypotheses, 1):
        print(f"\n{number}. {found.probability:6.1%}  {_words(found)}")
        for reason in found.reasons:
            print(f"     {'for' if reason.speaks_for else 'against':<8} {abs(reason.weight):4.1f}  {reason.words.text}")
    print()
    lines = {
        "90 % set": "; ".join(_section(zone) for zone in answer["set90"][:12]) + _more(answer["set90"], 12),
        "contradictions": "; ".join(answer["contradictions"][:6]) + _more(answer["contradictions"], 6) or "none",
    }
    for number, step in enumerate(location.next_steps[:3]):
        label = "next" if number == 0 else "or"
        lines[f"{label}{' ' * number}"] = f"{step.words.text} ({step.information_bit:.2f} bit, {step.minutes:.0f} min)"
    print_lines(lines)


def _band(rate: Rate) -> str:
    return f"{rate.mean:.0%} ({rate.low:.0%} to {rate.high:.0%})" if rate.mean == rate.mean else "–"


def _words(found: Hypothesis) -> str:
    tripped = ", ".join(found.tripped_ids) or "no device"
    failed = ", the nearest device failed" if found.is_backup else ""
    kind = str(found.kind).replace("_", " ")
    return f"{kind} between {_switches(found.boundary_ids)} ({_switches(found.element_ids)}); tripped {tripped}{failed}"


def _section(zone: dict[str, Any]) -> str:
    return f"{_switches(zone['boundary'])} {zone['probability']:.0%}"


def _switches(ids: Any, most: int = 5) -> str:
    return (", ".join(ids[:most]) + _more(ids, most)) or "no switch"


def _more(items: Any, most: int) -> str:
    return f" and {len(items) - most} more" if len(items) > most else ""
