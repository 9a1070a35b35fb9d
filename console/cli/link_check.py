"""``tieline link check``: the commissioning engineer's point test."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json
from console.cli.link_access import add_login_arguments, credentials_for, quiet_libraries
from engines.values.points import PointKind, PointQuality
from engines.values.validation import Finding, FindingSeverity

if TYPE_CHECKING:
    from console.field.addresses import AddressMap
    from console.field.map.checked import MapCheck, PointCheck, ServerCheck

SUMMARY = "Test an address map at its servers: each point found, its type, value, quality, age, and the link itself."


WORDS = {
    PointKind.POSITION: {0.0: "open", 1.0: "closed", 2.0: "between", 3.0: "unknown"},
    PointKind.FLAG: {0.0: "no", 1.0: "yes"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("map", type=Path, metavar="MAP", help="address map, .toml or .csv")
    parser.add_argument("--seconds", type=_seconds, default=10.0, metavar="N", help="how long to watch (else 10)")
    parser.add_argument("--network", metavar="FILE|NAME", help="also hold the map against this network")
    parser.add_argument("--problems", action="store_true", help="print only points with a problem")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_login_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check; 0 where everything is acceptable, 1 where something is not."""
    from console.field.map.checking import check_map
    from console.field.map.reading import read_map

    quiet_libraries()
    address_map, report = read_map(arguments.map)
    findings = [*report.findings, *_against_network(address_map, arguments)]
    credentials = {server.name: credentials_for(server, arguments) for server in address_map.servers}
    found = check_map(address_map, credentials, seconds=arguments.seconds)
    if not found.points:
        findings.append(Finding(FindingSeverity.ERROR, "", "", "the map has no point", "map the district's points"))
    is_acceptable = found.is_acceptable and not any(f.severity is FindingSeverity.ERROR for f in findings)
    if arguments.json:
        print_json(_answer(found, findings, is_acceptable))
    else:
        _print(found, findings, arguments.problems)
        print("acceptable" if is_acceptable else "not acceptable")
    return 0 if is_acceptable else 1


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to 86400")
    return seconds


def _against_network(address_map: AddressMap, arguments: argparse.Namespace) -> tuple[Finding, ...]:
    if arguments.network is None:
        return ()
    from console.cli.case import open_checked
    from console.field.map.network_check import check_against

    return check_against(address_map, open_checked(arguments.network)[0], str(arguments.map)).findings


def _answer(found: MapCheck, findings: list[Finding], is_acceptable: bool) -> dict[str, Any]:
    return {
        "acceptable": is_acceptable,
        "servers": [{name: getattr(server, name) for name in server.__slots__} for server in found.servers],
        "points": [_point(point) for point in found.points],
        "findings": [
            {"severity": str(f.severity), "place": f.element, "field": f.field, "reason": f.reason, "remedy": f.remedy}
            for f in findings
        ],
    }


def _point(point: PointCheck) -> dict[str, Any]:
    fields = {name: getattr(point, name) for name in point.__slots__}
    return fields | {"quality": _quality(point), "freshness": point.freshness.name.lower()}


def _quality(point: PointCheck) -> str | None:
    return PointQuality(point.quality).name.lower() if point.quality is not None else None


def _print(found: MapCheck, findings: list[Finding], only_problems: bool) -> None:
    for finding in findings:
        place = ", ".join(part for part in (finding.element, finding.field) if part)
        print(f"{finding.severity}: {place}{': ' if place else ''}{finding.reason}; {finding.remedy}", file=sys.stderr)
    width = max((len(point.point_id) for point in found.points), default=0)
    for server in found.servers:
        for point in found.points:
            if point.server == server.name and (point.problem or not only_problems):
                print(_line(point, width))
        print(_server_line(server, sum(bool(p.problem) for p in found.points if p.server == server.name)))


def _line(point: PointCheck, width: int) -> str:
    quality = _quality(point) or "–"
    line = (
        f"{point.point_id:<{width}}  {_found(point):<7}  {point.data_type or '–':<8} "
        f"{_value(point):>16}  {quality:<12} {number(point.age_s, 1, 's'):>10} "
        f"{number(point.updates_per_s, 2, '/s'):>9}"
    )
    return f"{line}  {point.problem}".rstrip()


def _found(point: PointCheck) -> str:
    if point.is_found:
        return "found"
    return "MISSING" if point.was_asked else "–"


def _value(point: PointCheck) -> str:
    """In our words: what the server's own number means is what a point test is for."""
    words = WORDS.get(point.kind, {})
    return words.get(point.value) or number(point.value, 4, point.unit)


def _server_line(server: ServerCheck, problems: int) -> str:
    line = (
        f"{server.name} ({server.endpoint}): {server.state}, connected in {number(server.connect_s, 2, 's')}, "
        f"{number(server.values_per_s, 1)} values/s over {number(server.seconds, 1, 's')}, {server.gaps} gaps, "
        f"{server.overflows} overflows, {server.reconnects} reconnects, {problems} points with a problem"
    )
    return f"{line}; {server.problem}" if server.problem else line
