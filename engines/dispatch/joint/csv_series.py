"""Reads series from CSV: a column ``time`` and one a unit, named as the case names its units.

A heading may end in the measure, ``pv 7 [kW]``: W, kW, MW or pu (of the unit's rating); without one it is pu.
``pv 7 forecast`` is the point forecast of ``pv 7``. Separators are commas or semicolons (then a comma is decimal).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engines.dispatch.joint.raw_series import RawSeries
from engines.values.joint_model import Dropped, Unit, UnitKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

LARGEST_BYTES = 500_000_000
_MEASURES = {"w": 1e-6, "kw": 1e-3, "mw": 1.0}
_HEADING = re.compile(r"^(?P<name>.*?)\s*(\[\s*(?P<measure>[^\]]*)\])?\s*$")
_FORECAST = " forecast"
_GAPS = {"", "nan", "null", "none", "-", "n/a"}


def read_csv_series(path: Path, units: Sequence[Unit]) -> tuple[RawSeries, tuple[Dropped, ...]]:
    """The columns of a file that belong to ``units`` and their forecasts; and the columns that belong to none.

    Raises:
        InputError: not readable, no column ``time``, no column of any unit, a column twice, an unknown measure, a time
            or number that is none (with its line).
    """
    rows, comma = _rows(path)
    headings, place = rows[0], str(path)
    time_at = [k for k, h in enumerate(headings) if h.strip().lower() in ("time", "timestamp", "datetime")]
    if len(time_at) != 1:
        raise InputError(f"{place}, line 1", "has no single column time", "name the column of times: time")
    known = {unit.name.lower(): unit for unit in units}
    columns: dict[int, tuple[Unit, float]] = {}
    dropped: list[Dropped] = []
    for k, heading in enumerate(headings):
        if k == time_at[0]:
            continue
        unit, factor = _column(heading, known, place)
        if unit is None:
            dropped.append(Dropped("unit", heading.strip(), "the case has no such unit"))
        elif any(u.name == unit.name for u, _ in columns.values()):
            raise InputError(f"{place}, line 1", f"has the column {unit.name} twice", "keep one")
        else:
            columns[k] = (unit, factor)
    if not columns:
        raise InputError(
            place, "has no column of the case's units", f"name columns: {', '.join(u.name for u in units)}"
        )
    time = np.array([_time(row, time_at[0], n, place) for n, row in enumerate(rows[1:], 2)], "datetime64[s]")
    values = np.empty((len(time), len(columns)))
    for n, row in enumerate(rows[1:]):
        if len(row) != len(headings):
            reason = f"has {len(row)} fields, the heading {len(headings)}"
            raise InputError(f"{place}, line {n + 2}", reason, "mend the line")
        values[n] = [_number(row[k], comma, f"{place}, line {n + 2}", unit.name) for k, (unit, _) in columns.items()]
    values *= [factor for _, factor in columns.values()]
    return RawSeries(place, time, tuple(unit for unit, _ in columns.values()), values), tuple(dropped)


def _rows(path: Path) -> tuple[list[list[str]], bool]:
    """Lines as fields, and whether commas are decimal."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(str(path), "is too big", "give fewer days or units")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), "cannot be read as text", "check its name, rights and that it is UTF-8") from error
    semicolons = ";" in text.partition("\n")[0]
    try:
        lines = csv.reader(text.splitlines(), delimiter=";" if semicolons else ",", strict=True)
        rows = [row for row in lines if any(field.strip() for field in row)]
    except csv.Error as error:
        raise InputError(str(path), f"is not CSV ({error})", "mend the quotes") from error
    if len(rows) < 2:
        raise InputError(str(path), "has no readings", "give a heading and a line for each time")
    return rows, semicolons


def _column(heading: str, known: dict[str, Unit], place: str) -> tuple[Unit | None, float]:
    match = _HEADING.match(heading)
    name, measure = (match["name"].strip(), (match["measure"] or "pu").strip().lower()) if match else ("", "")
    lower = name.lower()
    unit = known.get(lower.removesuffix(_FORECAST))
    if unit is None:
        return None, 0.0
    if measure != "pu" and measure not in _MEASURES:
        raise InputError(f"{place}, column {name}", f"is in {measure!r}", "write [MW], [kW], [W] or [pu]")
    factor = _MEASURES.get(measure, unit.rating_mw)
    if lower.endswith(_FORECAST):
        return Unit(unit.name + _FORECAST, UnitKind.FORECAST, unit.rating_mw, heading.strip()), factor
    return Unit(unit.name, unit.kind, unit.rating_mw, heading.strip()), factor


def _time(row: list[str], at: int, line: int, place: str) -> np.datetime64:
    text = row[at].strip() if at < len(row) else ""
    # The wall clock is meant: an offset only tells which of two equal hours it is.
    plain = re.sub(r"\s*(Z|[+-]\d{2}:?\d{2})$", "", text)
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\s+(.*)", plain)
    if german:
        plain = f"{german[3]}-{int(german[2]):02d}-{int(german[1]):02d}T{german[4]}"
    try:
        moment: np.datetime64 = np.datetime64(plain.replace(" ", "T"), "s")
    except ValueError as error:
        remedy = "write it like 2026-01-14T00:15"
        raise InputError(f"{place}, line {line}", f"{text!r} is no time", remedy) from error
    if np.isnat(moment):
        raise InputError(f"{place}, line {line}", "has no time", "write it like 2026-01-14T00:15")
    return moment


def _number(text: str, comma: bool, place: str, column: str) -> float:
    plain = text.strip()
    if plain.lower() in _GAPS:
        return float("nan")
    try:
        value = float(plain.replace(",", ".") if comma else plain)
    except ValueError as error:
        remedy = "write a number, or leave a gap empty"
        raise InputError(f"{place}, column {column}", f"{text!r} is no number", remedy) from error
    if not np.isfinite(value):
        raise InputError(f"{place}, column {column}", f"{text!r} is no power", "leave a gap empty")
    return value
