"""``tieline estimate``: the state a file of measurements tells, for one moment or over a recorded time."""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from console.cli.answers import number, print_json, print_lines
from console.cli.case import add_case_argument, at_time, check_span, open_case, parse_time
from engines.grid.snapshot import Snapshot
from engines.values.estimate import BASES, VERDICTS, Estimate, EstimateStatus, MeasurementVerdict
from engines.values.validation import InputError

SUMMARY = "Estimated voltages with their uncertainty from a file of measurements, and the measurements that lie."
Array = np.ndarray[Any, Any]
MOST_MOMENTS = 20_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument(
        "--measurements", type=Path, required=True, metavar="FILE", help="CSV, as tieline history export writes it"
    )
    parser.add_argument("--from", dest="begin", type=parse_time, metavar="TIME", help="first moment, as in the file")
    parser.add_argument("--to", dest="end", type=parse_time, metavar="TIME", help="last moment, as in the file")
    parser.add_argument("--every", type=_minutes, default=15.0, metavar="MIN", help="minutes between moments (15)")
    parser.add_argument(
        "--at",
        type=parse_time,
        metavar="TIME",
        help="time on the profiles for what is not measured, at the first moment",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every bus at every moment as .csv")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Estimate and print; 0 when every moment is estimated, 1 when not."""
    from engines.estimation.recorded import places_of, read_recorded
    from engines.estimation.series import estimate_series
    from engines.values.work import DirectContext

    check_span(options.begin, options.end)
    snapshot, _ = open_case(options.case)
    recorded = read_recorded(options.measurements)
    places = places_of(recorded, snapshot.network)
    times = _times(recorded, options)
    moments = []
    for time, (value, std, usable) in zip(times, recorded.moments(times), strict=True):
        assumed = _assumed(snapshot, options.at, time, times[0])
        position = places.positions(assumed.column("switch", "position"), value, usable)
        if not np.array_equal(position, assumed.column("switch", "position")):
            assumed = assumed.with_state({("switch", "position"): position})
        moments.append((assumed, places.measurements(recorded, value, std, usable)))
    found = estimate_series(moments, context=DirectContext())
    if options.out is not None:
        _write(options.out, snapshot, times, found)
    answer = summarise(snapshot, times, found, places.unknown)
    if options.json:
        print_json({**answer, "moments": [_moment(snapshot, t, e) for t, e in zip(times, found, strict=True)]})
    else:
        _print(answer, found)
    return 0 if all(e.is_usable for e in found) else 1


def _times(recorded: Any, options: argparse.Namespace) -> Array:
    """Moments to estimate; one that is no time where the file holds a single moment."""
    if not recorded.has_times:
        if options.begin is not None or options.end is not None:
            raise InputError(str(options.measurements), "has no column of times", "leave --from and --to out")
        return np.array(["NaT"], "datetime64[s]")
    every = np.timedelta64(round(options.every * 60), "s")
    first = recorded.time[0].astype("datetime64[s]")
    # The first full step at which something has been heard of what changed before it.
    since = (first - first.astype("datetime64[D]")).astype("timedelta64[s]")
    begin = options.begin or first.astype("datetime64[D]") + -(-since // every) * every
    end = options.end or recorded.time[-1].astype("datetime64[s]")
    times = np.arange(begin, max(end, begin) + np.timedelta64(1, "s"), every)
    if len(times) > MOST_MOMENTS:
        raise InputError(f"{len(times)} moments", "are too many at once", "give a larger --every or a shorter time")
    if end < first:
        raise InputError(f"--to {end}", f"lies before the first measurement, {first}", "give a later --to")
    return times


def _assumed(snapshot: Snapshot, at: np.datetime64 | None, time: np.datetime64, first: np.datetime64) -> Snapshot:
    """What is assumed where nobody measures: the profiles, where there are any, else the network's own loads."""
    profiles = snapshot.network.profiles
    if profiles is None or (at is None and np.isnat(time)):
        return at_time(snapshot, at)
    moment = time if at is None else at + (time - first if not np.isnat(time) else np.timedelta64(0, "s"))
    if not profiles.start <= moment < profiles.end:
        moment = profiles.same_moment(moment)
    return snapshot.at(moment)


def summarise(snapshot: Snapshot, times: Array, found: list[Estimate], unknown: tuple[str, ...]) -> dict[str, Any]:
    """The figures over all moments; null where none was estimated."""
    usable = [e for e in found if e.is_usable]
    lowest = _lowest(times, found)
    suspects = Counter(s.point_id for e in found for s in e.suspects)
    return {
        "network": snapshot.network.name,
        "from": times[0],
        "to": times[-1],
        "moments_estimated": len(usable),
        "moments": len(found),
        "status": {str(s): n for s in EstimateStatus if (n := sum(e.status is s for e in found))},
        "reasons": sorted({e.reason for e in found if e.reason}),
        "vm_min_pu": lowest and float(lowest[0].vm_pu[lowest[1]]),
        "vm_min_std_pu": lowest and float(lowest[0].vm_std_pu[lowest[1]]),
        "vm_min_bus": lowest and str(snapshot.network.bus["name"][lowest[1]]),
        "vm_min_time": lowest and lowest[2],
        "vm_std_max_pu": max((float(np.nanmax(e.vm_std_pu)) for e in usable), default=None),
        "suspect_measurements": [{"point": point, "moments": n} for point, n in suspects.most_common()],
        "suspect_switches": sorted({s.switch_id for e in found for s in e.switches}),
        "unobservable": sorted({name for e in usable for name, _ in e.unobservable}),
        "points_of_unknown_equipment": list(unknown),
    }


def _lowest(times: Array, found: list[Estimate]) -> tuple[Estimate, int, np.datetime64] | None:
    """The estimate with the lowest voltage, the row of its bus, and when."""
    usable = [(e, t) for e, t in zip(found, times, strict=True) if e.is_usable]
    if not usable:
        return None
    estimate, time = min(usable, key=lambda pair: float(np.nanmin(pair[0].vm_pu)))
    return estimate, int(np.nanargmin(estimate.vm_pu)), time


def _moment(snapshot: Snapshot, time: np.datetime64, found: Estimate) -> dict[str, Any]:
    verdicts = np.asarray(found.verdict)
    return {
        "time": time,
        "status": str(found.status),
        "reason": found.reason,
        "engine": found.engine,
        "chi_square": found.chi_square,
        "chi_square_limit": found.chi_square_limit,
        "redundancy": found.redundancy,
        "critical": int((verdicts == VERDICTS.index(MeasurementVerdict.CRITICAL)).sum()),
        "suspects": [
            {"point": s.point_id, "measured": s.measured, "estimated": s.estimated, "deviations": s.deviations}
            for s in found.suspects
        ],
        "suspect_switches": [
            {
                "switch": s.switch_id,
                "is_said_closed": s.is_said_closed,
                "p_mw": s.p_mw,
                "expected_p_mw": s.expected_p_mw,
            }
            for s in found.switches
        ],
        "buses": [
            {"bus": bus, "vm_pu": vm, "vm_std_pu": std, "basis": BASES[basis]}
            for bus, vm, std, basis in _buses(snapshot, found)
        ],
    }


def _buses(snapshot: Snapshot, found: Estimate) -> Iterator[tuple[str, float, float, int]]:
    columns = snapshot.network.bus.id, found.vm_pu, found.vm_std_pu, found.basis
    yield from zip(*(column.tolist() for column in columns), strict=True)


def _write(path: Path, snapshot: Snapshot, times: Array, found: list[Estimate]) -> None:
    """Every bus at every moment, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("time", "bus", "vm_pu", "vm_std_pu", "basis", "status"))
            for time, e in zip(times, found, strict=True):
                told = "" if np.isnat(time) else str(time)
                for bus, vm, std, basis in _buses(snapshot, e):
                    figures = (f"{vm:.6f}", f"{std:.6f}") if math.isfinite(vm) else ("", "")
                    rows.writerow((told, bus, *figures, BASES[basis], e.status))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise InputError(str(path), f"cannot be written ({reason})", "make room, or choose another folder") from error


def _print(answer: dict[str, Any], found: list[Estimate]) -> None:
    std = answer["vm_min_std_pu"]
    lines = {
        "network": answer["network"],
        "estimated": f"{answer['moments_estimated']} of {answer['moments']} moments",
        "lowest voltage": f"{number(answer['vm_min_pu'], 4, 'pu')} ± {number(std, 4)} at bus {answer['vm_min_bus']}"
        if answer["vm_min_pu"] is not None
        else "–",
        "widest deviation": number(answer["vm_std_max_pu"], 4, "pu") if answer["vm_std_max_pu"] is not None else "–",
        "measurements that lie": ", ".join(
            f"{s['point']} ({s['moments']} of {answer['moments']})" for s in answer["suspect_measurements"]
        )
        or "none found",
        "switches in doubt": ", ".join(answer["suspect_switches"]) or "none",
        "by assumption alone": ", ".join(answer["unobservable"]) or "nothing",
    }
    if answer["points_of_unknown_equipment"]:
        lines["not in the network"] = ", ".join(answer["points_of_unknown_equipment"][:8])
    lines.update({f"reason {k}": reason for k, reason in enumerate(answer["reasons"], 1)})
    print_lines(lines)


def _minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes") from error
    if not 1 / 60 <= value <= 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} must be at least a second (0.0167)")
    return value
