"""``tieline reliability``: indices of what happened, or what failure rates let expect."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from console.cli.answers import number, print_json, print_lines
from engines.values.reliability import (
    InterruptionIndices,
    MajorEventDays,
    MajorEventStatus,
    ReliabilityPrediction,
    ReliabilityReport,
)
from engines.values.validation import InputError

SUMMARY = "Reliability: IEEE 1366 indices of outage records, or a prediction from failure and repair rates."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="outage records (.csv, .toml, .json), a system for prediction (.toml, .json), or with --rates a network; "
        "docs/reliability.md shows the layouts",
    )
    parser.add_argument(
        "--threshold-minutes",
        type=_minutes,
        default=None,
        metavar="3|5",
        help="an interruption that lasts longer is sustained (5)",
    )
    parser.add_argument("--rates", metavar="FILE", help="failure rates: FILE is then a network, predicted as it stands")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Read, compute and print; always 0 where there is a figure."""
    if arguments.rates is not None:
        return _show_prediction(arguments, _of_network(arguments))
    from engines.indices.interruption_files import read_document, read_records, records_from_document

    path = Path(arguments.file).expanduser()
    if path.suffix.lower() not in (".csv", ".toml", ".json"):
        raise InputError(arguments.file, "is of no kind known here", "choose a .csv, .toml or .json, or give --rates")
    if path.suffix.lower() == ".csv":
        return _show_report(arguments, read_records(path))
    document = read_document(path)
    if "interruptions" in document:
        return _show_report(arguments, records_from_document(document, str(path)))
    if "sections" not in document:
        reason = "holds neither interruptions nor sections"
        raise InputError(arguments.file, reason, "docs/reliability.md shows the layouts")
    from engines.indices.analytic import predict
    from engines.indices.system_file import system_from_document

    return _show_prediction(arguments, predict(system_from_document(document, str(path))))


def _of_network(arguments: argparse.Namespace) -> ReliabilityPrediction:
    from console.cli.case import open_case
    from engines.indices.analytic import predict
    from engines.indices.interruption_files import read_document
    from engines.indices.network_system import system_of_network
    from engines.indices.system_file import rates_from_document

    path = Path(arguments.rates).expanduser()
    rates = rates_from_document(read_document(path), str(path))
    snapshot, _ = open_case(arguments.file)
    return predict(system_of_network(snapshot, rates))


def _show_report(arguments: argparse.Namespace, records: Any) -> int:
    from engines.indices.ieee1366 import THRESHOLD_MINUTES, report

    threshold = THRESHOLD_MINUTES if arguments.threshold_minutes is None else arguments.threshold_minutes
    answer = report(records, threshold)
    if arguments.json:
        print_json(summarise(answer))
    else:
        print_lines(_lines(answer))
    return 0


def _show_prediction(arguments: argparse.Namespace, answer: ReliabilityPrediction) -> int:
    if arguments.threshold_minutes is not None:
        reason = "says nothing to a prediction"
        raise InputError("--threshold-minutes", reason, "leave it out: every failure with a repair is sustained")
    if arguments.json:
        print_json(summarise_prediction(answer))
    else:
        print_lines(_prediction_lines(answer))
    return 0


def summarise(answer: ReliabilityReport) -> dict[str, Any]:
    """The figures of a report; null where there is none."""
    return {
        "source": answer.source,
        "threshold_minutes": answer.threshold_minutes,
        "whole": _indices(answer.whole),
        "unplanned": _indices(answer.unplanned),
        "planned": _indices(answer.planned),
        "years": [
            {
                "year": y.year,
                "from": y.begin.isoformat(),
                "to": y.end.isoformat(),
                "indices": _indices(y.indices),
                "without_major_event_days": _indices(y.without_major),
                "major_event_days": _major(y.major),
            }
            for y in answer.years
        ],
        "saidi_minutes_by_cause": dict(answer.by_cause.items()),
        "findings": [f"{f.element}: {f.reason}; {f.remedy}" for f in answer.findings],
    }


def _indices(i: InterruptionIndices) -> dict[str, Any]:
    return {name: getattr(i, name) for name in InterruptionIndices.__dataclass_fields__}


def _major(major: MajorEventDays) -> dict[str, Any]:
    return {
        "status": str(major.status),
        "threshold_minutes": major.threshold_minutes,
        "alpha": major.alpha,
        "beta": major.beta,
        "days": [d.isoformat() for d in major.days],
        "history_years": list(major.history_years),
        "history_days": major.history_days,
    }


def summarise_prediction(answer: ReliabilityPrediction) -> dict[str, Any]:
    """The figures of a prediction, per year."""
    return {
        "source": answer.source,
        "customers": answer.customers.sum(),
        "saifi": answer.saifi,
        "saidi_hours": answer.saidi_hours,
        "caidi_hours": answer.caidi_hours,
        "asai": answer.asai,
        "maifi": answer.maifi,
        "ens_mwh": answer.ens_mwh,
        "aens_mwh": answer.aens_mwh,
        "load_points": [
            {
                "name": name,
                "customers": answer.customers[k],
                "p_mw": answer.p_mw[k],
                "failures_per_year": answer.failures_per_year[k],
                "outage_hours_per_year": answer.outage_hours_per_year[k],
                "hours_per_outage": answer.hours_per_outage[k],
                "momentary_per_year": answer.momentary_per_year[k],
            }
            for k, name in enumerate(answer.names)
        ],
        "notes": list(answer.notes),
    }


def _lines(answer: ReliabilityReport) -> dict[str, str]:
    whole = answer.whole
    lines = {
        "records": answer.source,
        "sustained": f"longer than {answer.threshold_minutes:g} minutes",
        "customers served": str(whole.customers_served),
        "whole period": _words(whole),
        "unplanned": _words(answer.unplanned),
        "planned": _words(answer.planned),
    }
    for y in answer.years:
        lines[str(y.year)] = _words(y.indices)
        if y.major.status is not MajorEventStatus.KNOWN:
            why = "no earlier year" if y.major.status is MajorEventStatus.NO_HISTORY else "too few days before"
            lines[f"{y.year} major event days"] = f"not known: {why}"
            continue
        days = ", ".join(d.isoformat() for d in y.major.days) or "none"
        lines[f"{y.year} major event days"] = f"{days} (above {number(y.major.threshold_minutes, 2, 'min')})"
        if y.major.days:
            lines[f"{y.year} without them"] = _words(y.without_major)
    for k, finding in enumerate(answer.findings, start=1):
        lines[f"note {k}"] = f"{finding.element}: {finding.reason}; {finding.remedy}"
    return lines


def _words(i: InterruptionIndices) -> str:
    return (
        f"SAIFI {number(i.saifi, 4)}, SAIDI {number(i.saidi_minutes, 2, 'min')}, "
        f"CAIDI {number(i.caidi_minutes, 2, 'min')}, ASAI {number(i.asai, 6)}, "
        f"MAIFI {number(i.maifi, 4)}, MAIFI_E {number(i.maifi_e, 4)}"
    )


def _prediction_lines(answer: ReliabilityPrediction) -> dict[str, str]:
    lines = {
        "system": answer.source,
        "customers": f"{answer.customers.sum():.0f}",
        "SAIFI": number(answer.saifi, 4, "interruptions a year"),
        "SAIDI": number(answer.saidi_hours, 3, "h a year"),
        "CAIDI": number(answer.caidi_hours, 3, "h"),
        "ASAI": number(answer.asai, 6),
        "MAIFI": number(answer.maifi, 4, "a year"),
        "ENS": number(answer.ens_mwh, 3, "MWh a year"),
        "AENS": number(answer.aens_mwh * 1000, 3, "kWh a year and customer"),
    }
    for k, name in enumerate(answer.names[:60]):
        hours, each = answer.outage_hours_per_year[k], answer.hours_per_outage[k]
        often = number(answer.failures_per_year[k], 4)
        lines[f"  {name}"] = f"{often} a year, {number(hours, 3, 'h a year')}, {number(each, 2, 'h each')}"
    if len(answer.names) > 60:
        lines["  …"] = f"{len(answer.names) - 60} more load points; --json gives them all"
    lines.update({f"note {k}": note for k, note in enumerate(answer.notes, start=1)})
    return lines


def _minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes") from error
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} must be more than 0 minutes")
    return value
