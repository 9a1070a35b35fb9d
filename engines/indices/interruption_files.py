"""Outage records from CSV, TOML or JSON (docs/reliability.md)."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engines.exchange.bounds import read_text
from engines.indices.interruptions import RecordHeader, RecordRow, check_records
from engines.values.reliability import OutageRecords
from engines.values.validation import InputError

COLUMNS = ("event", "begin", "end", "customers")
OPTIONAL = ("group", "cause", "planned")
REMEDY = "docs/reliability.md shows the layout"
_CHOOSE = "choose a file as docs/reliability.md shows"


def read_records(path: Path) -> OutageRecords:
    """The records of a file, checked. Raises ``InputError``."""
    if path.suffix.lower() == ".csv":
        return records_from_csv(read_text(path, remedy=_CHOOSE), str(path))
    return records_from_document(read_document(path), str(path))


def read_document(path: Path) -> Mapping[str, Any]:
    """A TOML or JSON file as plain data. Raises ``InputError``."""
    text = read_text(path, remedy=_CHOOSE)
    try:
        document = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix.lower() == ".json" else "TOML"
        raise InputError(str(path), f"is not {kind}: {error}", "correct it") from error
    if not isinstance(document, dict):
        raise InputError(str(path), "holds no table of names and values", REMEDY)
    return document


def records_from_csv(text: str, source: str) -> OutageRecords:
    """One row a stage, columns by name; before them lines ``# name = value`` for what holds for all."""
    told: dict[str, str] = {}
    groups: dict[str, object] = {}
    lines = text.splitlines()
    start = 0
    while start < len(lines) and (lines[start].startswith("#") or not lines[start].strip()):
        name, equals, value = lines[start].lstrip("# ").partition("=")
        if equals and name.strip().startswith("group "):
            groups[name.strip()[len("group ") :].strip()] = value.strip()
        elif equals:
            told[name.strip()] = value.strip()
        start += 1
    if start == len(lines):
        raise InputError(source, "holds no rows", REMEDY)
    delimiter = ";" if ";" in lines[start] else ","
    reader = csv.DictReader(lines[start:], delimiter=delimiter, skipinitialspace=True)
    columns = [c.strip() for c in reader.fieldnames or ()]
    missing = [c for c in COLUMNS if c not in columns]
    if missing:
        raise InputError(f"{source}, line {start + 1}", f"column {missing[0]} is missing", REMEDY)
    reader.fieldnames = columns
    rows = []
    for row in reader:
        place = f"line {start + reader.line_num}"
        if None in row or None in row.values():
            raise InputError(f"{source}, {place}", "has not as many values as there are columns", "correct the row")
        values = {name: str(row.get(name) or "").strip() for name in (*COLUMNS, *OPTIONAL)}
        rows.append(_row(place, values))
    header = RecordHeader(
        source,
        told.get("customers_served"),
        told.get("period_begin"),
        told.get("period_end"),
        told.get("timezone", ""),
        groups or None,
    )
    return check_records(header, rows)


def records_from_document(document: Mapping[str, Any], source: str) -> OutageRecords:
    """Tables of a TOML or JSON file: an event at a time, with stages or as one stage itself."""
    period, groups = document.get("period", {}), document.get("groups")
    events = document.get("interruptions")
    if not isinstance(period, dict) or not isinstance(events, list) or not isinstance(groups, dict | None):
        raise InputError(source, "period, interruptions or groups is not what it should be", REMEDY)
    rows: list[RecordRow] = []
    for number, event in enumerate(events, start=1):
        place = f"interruption {number}"
        if not isinstance(event, dict):
            raise InputError(f"{source}, {place}", "is no table", REMEDY)
        stages = event.get("stages", [{}])
        if not isinstance(stages, list) or not stages or not all(isinstance(s, dict) for s in stages):
            raise InputError(f"{source}, {place}", "has stages that are no tables", REMEDY)
        for k, stage in enumerate(stages, start=1):
            at = f"{place}, stage {k}" if len(stages) > 1 else place
            values = {**dict.fromkeys((*COLUMNS, *OPTIONAL), ""), **event, **stage}
            strange = sorted(set(values) - {*COLUMNS, *OPTIONAL, "stages"})
            if strange:
                raise InputError(f"{source}, {at}", f"{strange[0]} is not known", REMEDY)
            rows.append(_row(at, values))
    header = RecordHeader(
        source,
        document.get("customers_served"),
        period.get("begin"),
        period.get("end"),
        str(document.get("timezone", "")),
        groups,
    )
    return check_records(header, rows)


def _row(place: str, values: Mapping[str, Any]) -> RecordRow:
    return RecordRow(
        place,
        str(values["event"]),
        str(values["group"]),
        values["customers"],
        values["begin"],
        values["end"],
        str(values["cause"]),
        values["planned"],
    )
