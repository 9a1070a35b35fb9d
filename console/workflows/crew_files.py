"""Crews from a file, or made up for a simulated district. Pure but for the reading."""

from __future__ import annotations

import csv
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from console.workflows.work import DAY_MIN
from engines.grid.network import Network
from engines.values.repair import Crew
from engines.values.validation import Finding, FindingSeverity, InputError

COLUMNS = ("crew", "name", "skills", "x", "y", "shift_from", "shift_to", "phone")
CABLE, OVERHEAD, SWITCHING = "cable", "overhead", "switching"
SKILLS = (CABLE, OVERHEAD, SWITCHING)
MOST_FINDINGS = 200
LARGEST = 1_000_000
_CLOCK = re.compile(r"^(\d{1,2}):([0-5]\d)$")
_SHIFTS = ((6 * 60, 14 * 60 + 30), (14 * 60, 22 * 60 + 30), (22 * 60, 6 * 60 + 30))
"""Early, late and night; each hands over to the next for half an hour."""


@dataclass(frozen=True, slots=True)
class CrewList:
    """Crews, and what was left out or doubtful, with its line or entry."""

    crews: tuple[Crew, ...]
    findings: tuple[Finding, ...] = ()


def crews_of_network(network: Network, count: int = 9) -> CrewList:
    """A made-up roster for a simulated district; the same network and count give the same.

    Crews stand at the substations of the feeding grid in turn. With three or more of them every hour of the day has
    one on shift that can do everything; fewer are always on. Raises ``ValueError`` for none.
    """
    if count < 1:
        raise ValueError(f"{count} crews cannot be sent anywhere")
    places = _depots(network)
    crews = []
    for number in range(count):
        shift, rank = number % len(_SHIFTS), number // len(_SHIFTS)
        x, y = places[number % len(places)]
        begin, end = _SHIFTS[shift] if count >= len(_SHIFTS) else (0, 0)
        skills = SKILLS if rank == 0 or count < len(_SHIFTS) else ((CABLE, OVERHEAD)[rank % 2], SWITCHING)
        name = f"{number + 1}"
        crews.append(Crew(f"crew-{name}", f"Crew {name}", skills, x, y, begin, end, f"+00 555 {100 + number}"))
    return CrewList(tuple(crews))


def read_crews(path: Path) -> CrewList:
    """Read a crew file: TOML with ``[[crew]]`` tables, or CSV with a header.

    A crew that cannot be used is left out and named. Raises ``InputError`` for a file that cannot be read, lacks a
    column, or has no usable crew.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(str(path), "is too large for a list of crews", f"keep it under {LARGEST} bytes")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(str(path), f"cannot be read ({reason})", "save it as text in UTF-8") from error
    reading = _Reading()
    entries = _of_toml(text, path) if path.suffix.lower() == ".toml" else _of_csv(text, path)
    for place, row in entries:
        reading.take(place, row)
    if not reading.crews:
        raise InputError(str(path), "has no usable crew", "look at what it says of each")
    return CrewList(tuple(reading.crews), tuple(reading.findings[:MOST_FINDINGS]))


def _of_toml(text: str, path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        tables = tomllib.loads(text).get("crew", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), f"is not valid TOML ({error})", "correct the place named") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(str(path), "crew is no list of tables", "begin each crew with [[crew]]")
    return [(f"{path}, crew {number}", table) for number, table in enumerate(tables, 1)]


def _of_csv(text: str, path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    lines = text.splitlines()
    head = lines[0] if lines else ""
    try:
        rows = csv.DictReader(lines, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
        rows.fieldnames = [name.strip().casefold() for name in rows.fieldnames or ()]
        if "crew" not in rows.fieldnames:
            raise InputError(f"{path}: header", "has no column crew", f"name the columns {', '.join(COLUMNS)}")
        return [
            (f"{path}, line {rows.line_num}", {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
            for row in rows
        ]
    except csv.Error as error:
        raise InputError(str(path), f"cannot be read ({error})", "save it as CSV") from error


class _Reading:
    def __init__(self) -> None:
        self.crews: list[Crew] = []
        self.findings: list[Finding] = []
        self._places: dict[str, str] = {}

    def take(self, place: str, row: Mapping[str, Any]) -> None:
        """One crew of the file."""
        for column in row:
            if column not in COLUMNS:
                self._say(place, str(column), "is not known", f"use {', '.join(COLUMNS)}")
        name = row.get("crew", "")
        if not isinstance(name, str) or not name:
            self._say(place, "crew", "is empty; it is left out", "give every crew a name of its own")
        elif name in self._places:
            self._say(place, "crew", f"{name} stands at {self._places[name]} already; it is left out", "keep one")
        else:
            self._places[name] = place
            self.crews.append(self._crew(place, name, row))

    def _crew(self, place: str, name: str, row: Mapping[str, Any]) -> Crew:
        x, y = self._number(place, "x", row), self._number(place, "y", row)
        begin, end = self._minute(place, "shift_from", row), self._minute(place, "shift_to", row)
        if (begin is None) != (end is None):
            # Who comes to work at an unknown hour is not sent out in the middle of the night.
            self._say(place, "shift_to", "one end of the shift is missing; always on is taken", "give both")
        if begin is None or end is None:
            begin = end = 0
        return Crew(
            name, str(row.get("name") or name), self._skills(place, row.get("skills", "")), x, y, begin, end,
            str(row.get("phone", "")),
        )  # fmt: skip

    def _skills(self, place: str, told: Any) -> tuple[str, ...]:
        parts: Iterable[Any] = told if isinstance(told, list) else re.split(r"[\s|+/]+", str(told))
        skills = tuple(dict.fromkeys(str(part).strip().casefold() for part in parts if str(part).strip()))
        if not skills:
            self._say(place, "skills", "is empty: it can be sent for nothing that needs one", f"{', '.join(SKILLS)}")
        for skill in skills:
            if skill not in SKILLS:
                self._say(place, "skills", f"{skill!r} is not asked for by the console", f"use {', '.join(SKILLS)}")
        return skills

    def _number(self, place: str, column: str, row: Mapping[str, Any]) -> float:
        told = row.get(column, "")
        if told == "":
            return math.nan
        try:
            value = math.nan if isinstance(told, bool) else float(told)
        except (TypeError, ValueError):
            value = math.nan
        if not math.isfinite(value):
            self._say(place, column, f"{told!r} is no coordinate; its place is not known", "give a number")
            return math.nan
        return value

    def _minute(self, place: str, column: str, row: Mapping[str, Any]) -> int | None:
        told = str(row.get(column, "")).strip()
        if not told:
            return None
        found = _CLOCK.match(told)
        if found is None or int(found[1]) > 24 or int(found[1]) * 60 + int(found[2]) > DAY_MIN:
            self._say(place, column, f"{told!r} is no time of day; always on is taken", "write it like 06:30")
            return None
        return int(found[1]) * 60 + int(found[2])

    def _say(self, place: str, column: str, reason: str, remedy: str) -> None:
        self.findings.append(Finding(FindingSeverity.WARNING, place, column, reason, remedy))


def _depots(network: Network) -> list[tuple[float, float]]:
    """Where the feeding grid comes in; the middle of the network where that has no place."""
    x, y = network.bus["x"], network.bus["y"]
    rows = [int(row) for row in np.asarray(network.bus_row(network["ext_grid"]["bus"])) if row >= 0]
    found = [(float(x[row]), float(y[row])) for row in rows if math.isfinite(x[row]) and math.isfinite(y[row])]
    known = np.isfinite(x) & np.isfinite(y)
    if not found and known.any():
        found = [(float(x[known].mean()), float(y[known].mean()))]
    return list(dict.fromkeys(found)) or [(math.nan, math.nan)]
