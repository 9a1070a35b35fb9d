"""Storm files: a script with a table of what the storm is, and faults drawn by chance from what is told of them.

::

    [storm]
    district = "north"
    seed = 7
    start = 2026-01-15T06:00:00
    duration = "8:00:00"

    [faults]
    count = 30
    until = "7:30:00"
    kinds = { earth = 6, two_phase = 3, three_phase = 1 }
    overhead = 4.0
    cable = 1.0
    transient_share = 0.3
    lost_communication_share = 0.1
    stuck_drive_share = 0.1

``[[entry]]`` tables beside them are those of a script (:mod:`engines.plant.script`). Times are counted from the start.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.plant.script import ScriptEntry, document_of, entries_of, read_script, seconds_of
from engines.plant.storm_faults import FaultShower, drawn_entries
from engines.protection.fault import FaultKind
from engines.values.validation import InputError

MOST_FAULTS = 1000
LONGEST_S = 7 * 24 * 3600.0
_STORM = ("district", "seed", "start", "duration")
_FAULTS = (
    "count", "from", "until", "kinds", "overhead", "cable", "transient_share", "lost_communication_share",
    "stuck_drive_share", "r_ohm",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Storm:
    """What a storm file says.

    Attributes:
        source: the file, for messages.
        district: name of the network it was written for; "" where any will do.
        start: local standard time of the profiles; ``None``: the district's own.
        duration_s: how long faults may come.
        entries: what happens by name; shower: what is drawn by chance, or nothing.
    """

    source: str
    district: str = ""
    seed: int = 0
    start: np.datetime64 | None = None
    duration_s: float = 8 * 3600.0
    entries: tuple[ScriptEntry, ...] = ()
    shower: FaultShower | None = None

    def script(self, network: Network, seed: int | None = None) -> tuple[ScriptEntry, ...]:
        """All that happens, in its order; the same seed and network give the same.

        Raises ``InputError`` where the storm was written for another district, or finds no line to strike.
        """
        if self.district and self.district not in (network.source, network.name):
            place = f"{self.source}, [storm], district"
            reason = f"the storm is for {self.district}, and the network is {network.name}"
            raise InputError(place, reason, f"simulate {self.district}, or take district out")
        drawn: tuple[ScriptEntry, ...] = ()
        if self.shower is not None:
            drawn = drawn_entries(self.shower, network, self.seed if seed is None else seed, f"{self.source}, [faults]")
        return tuple(sorted((*self.entries, *drawn), key=lambda entry: entry.at_us))


def read_storm(text: str, source: str) -> Storm:
    """Read a storm file. Raises ``InputError`` naming line, table and field."""
    document = document_of(text, source)
    for name in document:
        if name not in ("storm", "faults", "entry"):
            raise InputError(f"{source}{_line(text, name)}", f"{name} is not known", "use [storm], [faults], [[entry]]")
    if not isinstance(document.get("storm"), dict):
        raise InputError(source, "has no table [storm]", "begin with [storm]; it may stay empty")
    storm = _Fields(document["storm"], text, source, "storm", _STORM)
    duration_s = storm.seconds("duration", 8 * 3600.0)
    if not 0 < duration_s <= LONGEST_S:
        raise InputError(storm.place("duration"), "is no time a storm takes", "give more than 0 and at most 168:00:00")
    shower = None
    if "faults" in document:
        shower = _shower(_Fields(document["faults"], text, source, "faults", _FAULTS), duration_s)
    entries = entries_of(document, text, source)
    late = next((entry for entry in entries if entry.at_us > duration_s * 1e6 and entry.event is not None), None)
    if late is not None:
        raise InputError(late.place, "comes after the end of the storm", "give [storm] a longer duration")
    paced = next((entry for entry in entries if entry.speed is not None), None)
    if paced is not None:
        raise InputError(paced.place, "a storm has no speed of its own", "take the entry out; tieline simulate --speed")
    return Storm(
        source, storm.text("district"), storm.whole("seed", 0, 2**32 - 1, 0), storm.moment("start"), duration_s,
        entries, shower,
    )  # fmt: skip


def read_script_or_storm(text: str, source: str, network: Network) -> tuple[ScriptEntry, ...]:
    """The entries of a script, or all that a storm file makes happen in a network. Raises ``InputError``."""
    if "storm" in document_of(text, source):
        return read_storm(text, source).script(network)
    return read_script(text, source)


def start_of(text: str, source: str) -> np.datetime64 | None:
    """When a storm begins; ``None`` for one that does not say, and for a plain script. Raises ``InputError``."""
    return read_storm(text, source).start if "storm" in document_of(text, source) else None


def _shower(faults: _Fields, duration_s: float) -> FaultShower:
    begin, end = faults.seconds("from", 0.0), faults.seconds("until", duration_s)
    if not begin < end <= duration_s:
        raise InputError(faults.place("until"), "is not after from, or after the storm", "keep both within the storm")
    overhead, cable = faults.number("overhead", 0, 1e6, 1.0), faults.number("cable", 0, 1e6, 1.0)
    if overhead + cable <= 0:
        raise InputError(faults.place("overhead"), "nothing can be struck", "give overhead or cable more than 0")
    return FaultShower(
        count=faults.whole("count", 1, MOST_FAULTS, None),
        begin_s=begin,
        end_s=end,
        kinds=faults.kinds(),
        overhead=overhead,
        cable=cable,
        transient_share=faults.number("transient_share", 0, 1, 0.0),
        lost_communication_share=faults.number("lost_communication_share", 0, 1, 0.0),
        stuck_drive_share=faults.number("stuck_drive_share", 0, 1, 0.0),
        r_ohm=faults.number("r_ohm", 0, 1e4, 0.0),
    )


class _Fields:
    """The fields of one table, each read with its line at hand."""

    def __init__(self, table: Any, text: str, source: str, name: str, known: tuple[str, ...]) -> None:
        self._text, self._source, self._name = text, source, name
        if not isinstance(table, dict):
            raise InputError(f"{source}, [{name}]", "is no table", f"write [{name}] and its fields below")
        self._table: Mapping[str, Any] = table
        for field in table:
            if field not in known:
                raise InputError(self.place(field), "is not known", f"use {', '.join(known)}")

    def place(self, field: str) -> str:
        return f"{self._source}{_line(self._text, field, self._name)}, [{self._name}], {field}"

    def text(self, field: str) -> str:
        value = self._table.get(field, "")
        if not isinstance(value, str):
            raise InputError(self.place(field), f"{value!r} is no text", "write it in quotation marks")
        return value

    def seconds(self, field: str, otherwise: float) -> float:
        if field not in self._table:
            return otherwise
        return seconds_of(self._table[field], self.place(field), field)

    def number(self, field: str, low: float, high: float, otherwise: float) -> float:
        value = self._table.get(field, otherwise)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise InputError(self.place(field), f"{value!r} is none", f"give a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, field: str, low: int, high: int, otherwise: int | None) -> int:
        value = self._table.get(field, otherwise)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            reason = "is missing" if value is None else f"{value!r} is none"
            raise InputError(self.place(field), reason, f"give a whole number from {low} to {high}")
        return value

    def moment(self, field: str) -> np.datetime64 | None:
        value = self._table.get(field)
        if value is None:
            return None
        if not isinstance(value, datetime.datetime) or value.tzinfo is not None:
            reason = f"{value!s} is no local date with a time"
            raise InputError(self.place(field), reason, "write it like 2026-01-15T06:00:00, without a zone")
        return np.datetime64(value, "s")

    def kinds(self) -> tuple[tuple[FaultKind, float], ...]:
        """Weights of the kinds of fault."""
        told = self._table.get("kinds", {"three_phase": 1})
        remedy = "write kinds = { earth = 6, two_phase = 3, three_phase = 1 }"
        if not isinstance(told, dict) or not told:
            raise InputError(self.place("kinds"), "is no table of weights", remedy)
        for name, weight in told.items():
            if name not in list(FaultKind):
                raise InputError(self.place("kinds"), f"{name!r} is no kind", f"use {', '.join(FaultKind)}")
            is_number = isinstance(weight, int | float) and not isinstance(weight, bool)
            if not is_number or not 0 <= weight < math.inf:
                raise InputError(self.place("kinds"), f"{weight!r} is no weight of {name}", "give 0 or more")
        if not sum(told.values()) > 0:
            raise InputError(self.place("kinds"), "every weight is 0", remedy)
        return tuple((FaultKind(name), float(weight)) for name, weight in told.items())


def _line(text: str, field: str, table: str = "") -> str:
    """Where a field or table stands, ", line 7"; "" where it cannot be found in the text."""
    wanted = re.compile(rf"^\s*(\[+\s*)?{re.escape(field)}\s*(\]|=)")
    inside = not table
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("[") and table:
            inside = line.strip().strip("[]").strip() == table
        if inside and wanted.match(line):
            return f", line {number}"
    return ""
