"""``tieline alarms``: the alarms of a site, those that stand or those of a span, and the measures of ISA-18.2."""

from __future__ import annotations

import argparse
import csv
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from console.alarms.reading import Damaged, bodies_between, read_open, unpacked
from console.alarms.table import has_table
from console.cli.answers import print_json, print_lines
from console.cli.case import parse_time
from console.cli.journal import add_site_arguments, database_of
from console.journal.connection import DATABASE_ERRORS
from console.journal.database import sentence_of
from console.journal.export import utc_text
from engines.alarms.metrics import Raising, alarm_metrics
from engines.values.alarms import AlarmMetrics, AlarmOccurrence
from engines.values.validation import InputError

SUMMARY = "Alarms of a site: those that stand now, those of a span, and their measures after ISA-18.2."
DAY_US = 24 * 3600 * 1_000_000
MOST = 1_000_000
COLUMNS = (
    "raised_utc", "priority", "state", "element_id", "message", "value", "unit", "count", "acknowledged_by",
    "acknowledged_utc", "returned_utc", "ended_utc", "aside_by", "aside_reason", "comments",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_site_arguments(parser)
    parser.add_argument("--from", dest="start", type=parse_time, metavar="TIME", help="raised not before (UTC)")
    parser.add_argument("--to", dest="end", type=parse_time, metavar="TIME", help="raised before (UTC)")
    parser.add_argument("--figures", action="store_true", help="measures of the span (else of the last 24 hours)")
    parser.add_argument("--operators", type=int, default=1, metavar="N", help="people who answer them (else 1)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the list as .csv")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print or write; 1 where an alarm of the site is damaged and therefore not among them."""
    now = time.time_ns() // 1000
    has_span = arguments.start is not None or arguments.end is not None
    begin = _us(arguments.start) if arguments.start is not None else (0 if has_span else now - DAY_US)
    end = _us(arguments.end) if arguments.end is not None else now + 1
    if begin >= end:
        raise InputError("--from, --to", "the span is empty", "give an earlier --from or a later --to")
    if arguments.operators < 1:
        raise InputError("--operators", f"{arguments.operators} people answer no alarm", "give 1 or more")
    standing, raised, damaged = _read(arguments, begin, end)
    for row in damaged:
        print(f"tieline: {row}; restore a backup", file=sys.stderr)
    shown = raised if has_span else sorted(standing, key=lambda a: (-a.priority, a.raised_us))
    if arguments.out is not None:
        _write(arguments.out, shown)
    figures = alarm_metrics(
        [Raising(a.raised_us, a.alarm_id, a.message, a.priority) for a in raised],
        standing, begin, end, arguments.operators,
    )  # fmt: skip
    if arguments.json:
        print_json({"alarms": [_row(a) for a in shown], "figures": _figures(figures)})
    elif arguments.figures:
        print_lines({name.replace("_", " "): _text(value) for name, value in _figures(figures).items()})
    elif arguments.out is None:
        _print(shown, has_span)
    else:
        print(f"{arguments.out}: {len(shown)} alarms")
    return 1 if damaged else 0


def _read(
    arguments: argparse.Namespace, begin: int, end: int
) -> tuple[list[AlarmOccurrence], list[AlarmOccurrence], tuple[Damaged, ...]]:
    database = database_of(arguments)
    connection = database.open_for_reading()
    try:
        if not has_table(connection):
            return [], [], ()
        standing = read_open(connection)
        raised = list(unpacked(bodies_between(connection, begin, end, MOST)))
        return list(standing.alarms), raised, standing.damaged
    except DATABASE_ERRORS as error:
        raise sentence_of(error, database.place) from error
    finally:
        connection.close()


def _row(alarm: AlarmOccurrence) -> dict[str, Any]:
    return {
        "raised_utc": utc_text(alarm.raised_us),
        "priority": alarm.priority.name.lower(),
        "state": str(alarm.state),
        "element_id": alarm.element_id,
        "message": alarm.message,
        "value": alarm.value if alarm.value == alarm.value else None,
        "unit": alarm.unit,
        "count": alarm.count,
        "acknowledged_by": alarm.acknowledged_by,
        "acknowledged_utc": utc_text(alarm.acknowledged_us),
        "returned_utc": utc_text(alarm.returned_us),
        "ended_utc": utc_text(alarm.ended_us),
        "aside_by": alarm.aside_by,
        "aside_reason": alarm.aside_reason,
        "comments": "; ".join(f"{utc_text(c.time_us)[:19]}Z {c.author}: {c.text}" for c in alarm.comments),
    }


def _figures(figures: AlarmMetrics) -> dict[str, Any]:
    told = asdict(figures)
    told["from_utc"], told["to_utc"] = utc_text(told.pop("from_us")), utc_text(told.pop("to_us"))
    told["by_priority"] = {priority.name.lower(): count for priority, count in dict(figures.by_priority).items()}
    told["floods"] = [{"from_utc": utc_text(a), "to_utc": utc_text(b), "raised": n} for a, b, n in figures.floods]
    return told


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, dict):
        return ", ".join(f"{_text(v)} {k}" for k, v in value.items()) or "–"
    if isinstance(value, list | tuple):
        return "; ".join(" · ".join(_text(v) for v in (e.values() if isinstance(e, dict) else e)) for e in value) or "–"
    return str(value)


def _write(path: Path, alarms: list[AlarmOccurrence]) -> None:
    if path.suffix.casefold() != ".csv":
        raise InputError(str(path), "is no .csv", "choose this ending")
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            writer.writerows(_row(alarm) for alarm in alarms)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            str(path), f"could not be written ({reason})", "free space or choose another folder"
        ) from error


def _print(alarms: list[AlarmOccurrence], has_span: bool) -> None:
    for alarm in alarms:
        row = _row(alarm)
        value = "" if row["value"] is None else f" {row['value']:g} {alarm.unit}".rstrip()
        print(
            f"{row['raised_utc'][:19]}Z  {row['priority']:<7} {row['state']:<24} "
            f"{alarm.element_id or '–':<24} {alarm.message}{value}"
        )
    what = "were raised in the span" if has_span else "stand"
    print(f"{len(alarms)} alarms {what}", file=sys.stderr if alarms else sys.stdout)


def _us(moment: np.datetime64) -> int:
    return int(moment.astype("datetime64[us]").astype(np.int64))
