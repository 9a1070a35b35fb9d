"""What the verbs that compute have in common: open a network, put it at a moment, operate switches."""

from __future__ import annotations

import argparse
import sys

import numpy as np

from console.folders import cache_folder
from engines.grid.network import Network
from engines.grid.profiles import Profiles
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.validation import FindingSeverity, InputError, ValidationReport


def add_case_argument(parser: argparse.ArgumentParser) -> None:
    """The network to work on."""
    parser.add_argument(
        "case",
        metavar="FILE|NAME",
        help="a file (pandapower .json or .xlsx, MATPOWER .m, OpenDSS .dss, study .tieline) or a built-in name: "
        "north, ieee33, cigre_mv, cigre_lv, simbench:CODE, synthetic:BUSES:SEED",
    )


def open_case(case: str) -> tuple[Snapshot, ValidationReport]:
    """The network as a snapshot, or a saved study with its changes applied.

    Raises ``InputError`` when it cannot be used.
    """
    if case.endswith(".tieline"):
        return _open_study(case)
    network, report = open_checked(case)
    return Snapshot(network), report


def open_checked(case: str) -> tuple[Network, ValidationReport]:
    """The network; errors of its report raise ``InputError`` with the first of them."""
    from engines.exchange.opening import open_network

    network, report = open_network(case, cache_dir=cache_folder())
    for finding in report.findings:
        if finding.severity is FindingSeverity.ERROR:
            place = f"{case}, {finding.element}" if finding.element else case
            raise InputError(place, finding.reason, finding.remedy, report)
    return network, report


def _open_study(case: str) -> tuple[Snapshot, ValidationReport]:
    from pathlib import Path

    from engines.study.file import read_study

    return read_study(Path(case)).snapshot(), ValidationReport(case)


def parse_time(text: str) -> np.datetime64:
    """A moment from ISO text. Raises ``argparse.ArgumentTypeError`` with the shape expected."""
    try:
        moment = np.datetime64(text.replace("Z", "").replace("z", ""))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 2026-01-14T18:30") from error
    if np.isnat(moment):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 2026-01-14T18:30")
    second: np.datetime64 = moment.astype("datetime64[s]")
    return second


def check_span(start: np.datetime64 | None, end: np.datetime64 | None) -> None:
    """Raises ``InputError`` where a span ends before it begins."""
    if start is not None and end is not None and end <= start:
        raise InputError(f"--to {end}", f"is not after --from {start}", "give a later end, or an earlier beginning")


def at_time(snapshot: Snapshot, time: np.datetime64 | None) -> Snapshot:
    """The snapshot at ``time``; another year than the profiles' means the same date in theirs."""
    if time is None:
        return snapshot
    profiles = snapshot.network.profiles
    if profiles is None:
        raise InputError(f"--at {time}", f"{snapshot.network.name} has no profiles", "leave --at out")
    return snapshot.at(inside_profiles(profiles, time, "--at"))


def inside_profiles(profiles: Profiles, time: np.datetime64, option: str) -> np.datetime64:
    """``time``, or the same date in the profiles' year; the person is told which one is taken."""
    if profiles.start <= time < profiles.end:
        return time
    moved = profiles.same_moment(time)
    print(f"tieline: {option} {time} lies outside the profiles; {moved} is taken", file=sys.stderr)
    return moved


def operate(snapshot: Snapshot, ids: str, position: SwitchPosition, option: str) -> Snapshot:
    """The snapshot with the switches of a comma-separated list in ``position``.

    A switch is named by its id or its name; a bare number stands for the switch whose id ends in it.
    """
    for wanted in [part.strip() for part in ids.split(",") if part.strip()]:
        row = switch_row(snapshot.network, wanted, option)
        snapshot = snapshot.with_values("switch", "position", row, position)
    return snapshot


def switch_row(network: Network, wanted: str, option: str) -> int:
    """Row of the one switch meant by ``wanted``. Raises ``InputError`` if there is none, or several."""
    table = network["switch"]
    names = table["name"]
    for matches in (table.id == wanted, names == wanted, table.id == f"switch:{wanted}", names == f"S{wanted}"):
        rows = np.flatnonzero(matches)
        if len(rows) == 1:
            return int(rows[0])
        if len(rows) > 1:
            raise InputError(f"{option} {wanted}", f"{len(rows)} switches have that name", "give the id instead")
    nearest = ", ".join(str(i) for i in table.id[:3])
    remedy = f"ids look like {nearest}" if nearest else f"{network.name} has no switches"
    raise InputError(f"{option} {wanted}", "there is no such switch", remedy)
