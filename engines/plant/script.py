"""Scripts of the simulator: TOML with what happens when, in simulated seconds.

::

    [[entry]]
    at = 10.0
    name = "cable"
    event = { kind = "...", ... }

    [[entry]]
    at = 40.0
    clear = "cable"

Instead of ``event`` or ``clear`` an entry may say ``command = { point = "switch:7/position", value = 0 }`` or
``speed = 5``. A time may also be written as ``"1:20:00"``.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engines.plant.events import PlantEvent, event_from
from engines.values.validation import InputError

FASTEST = 3600.0
ACTIONS = ("event", "clear", "command", "speed")
_CLOCK = re.compile(r"^(\d+):([0-5]\d)(?::([0-5]\d))?$")
_HEADER = re.compile(r"^\s*\[\[\s*entry\s*\]\]")


@dataclass(frozen=True, slots=True)
class ScriptEntry:
    """One thing that happens; exactly one of the actions is set.

    Attributes:
        place: file, line and number of the entry, for messages.
        at_us: simulated microseconds since the script was begun.
        name: what a later entry clears it by.
        clear: name of the entry whose event ends.
        command: point id and value.
        speed: simulated seconds a second; 0 pauses.
    """

    place: str
    at_us: int
    name: str = ""
    event: PlantEvent | None = None
    clear: str = ""
    command: tuple[str, float] | None = None
    speed: float | None = None


def read_script(text: str, source: str) -> tuple[ScriptEntry, ...]:
    """The entries in the order in which they happen.

    Raises ``InputError`` naming source, line and entry.
    """
    document = document_of(text, source)
    unknown = sorted(set(document) - {"entry"})
    if unknown:
        raise InputError(source, f"{unknown[0]} is not known", "a script consists of [[entry]] tables")
    return entries_of(document, text, source)


def document_of(text: str, source: str) -> dict[str, Any]:
    """The tables of a file. Raises ``InputError`` for what is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(source, f"is not TOML: {error}", "see the manual for an example") from error


def entries_of(document: Mapping[str, Any], text: str, source: str) -> tuple[ScriptEntry, ...]:
    """The ``[[entry]]`` tables of a file, in the order in which they happen; see :func:`read_script`."""
    tables = document.get("entry", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError(source, "entry is no list of tables", "begin each entry with [[entry]]")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _HEADER.match(line)]
    entries: list[ScriptEntry] = []
    for number, table in enumerate(tables, 1):
        line = f", line {lines[number - 1]}" if len(lines) == len(tables) else ""
        entries.append(_entry(table, f"{source}{line}, entry {number}"))
    entries.sort(key=lambda entry: entry.at_us)
    _require_names(entries)
    return tuple(entries)


def _entry(table: Mapping[str, Any], place: str) -> ScriptEntry:
    unknown = sorted(set(table) - {"at", "name", *ACTIONS})
    if unknown:
        raise InputError(place, f"{unknown[0]} is not known", f"an entry has at, name and one of {', '.join(ACTIONS)}")
    given = [action for action in ACTIONS if action in table]
    if len(given) != 1:
        raise InputError(place, f"has {len(given)} actions", f"give exactly one of {', '.join(ACTIONS)}")
    at = seconds_of(table.get("at"), place, "at")
    name = table.get("name", "")
    if not isinstance(name, str):
        raise InputError(place, "name is no text", "write it in quotation marks")
    entry = ScriptEntry(place, round(at * 1_000_000), name)
    return _with_action(entry, given[0], table[given[0]])


def _with_action(entry: ScriptEntry, action: str, value: Any) -> ScriptEntry:
    place, at_us, name = entry.place, entry.at_us, entry.name
    if action == "event":
        if not isinstance(value, dict):
            raise InputError(place, "event is no table", 'write event = { kind = "…", … }')
        return ScriptEntry(place, at_us, name, event=_event(value, place))
    if action == "clear":
        if not isinstance(value, str) or not value:
            raise InputError(place, "clear is no name", "name an earlier entry in quotation marks")
        return ScriptEntry(place, at_us, name, clear=value)
    if action == "speed":
        speed = _number(value, place, "speed", f"give a number from 0 (paused) to {FASTEST:.0f}")
        if speed > FASTEST:
            raise InputError(place, f"speed {speed:g} is too fast", f"give a number from 0 to {FASTEST:.0f}")
        return ScriptEntry(place, at_us, name, speed=speed)
    return ScriptEntry(place, at_us, name, command=_command(value, place))


def _command(value: Any, place: str) -> tuple[str, float]:
    remedy = 'write command = { point = "element_id/quantity", value = 1 }'
    if not isinstance(value, dict) or set(value) != {"point", "value"} or not isinstance(value["point"], str):
        raise InputError(place, "command needs a point and a value", remedy)
    number = value["value"]
    if not isinstance(number, int | float) or not math.isfinite(number):
        raise InputError(place, "the value of the command is no number", remedy)
    return value["point"], float(number)


def _event(value: Mapping[str, Any], place: str) -> PlantEvent:
    try:
        return event_from(value)
    except InputError as error:
        raise InputError(place, str(error)) from error


def seconds_of(value: Any, place: str, field: str) -> float:
    """A time or span: seconds, or a text like ``"1:20:00"`` or ``"0:40"`` (hours, minutes, seconds).

    Raises ``InputError`` for anything else.
    """
    if isinstance(value, str) and (found := _CLOCK.match(value)):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return 3600.0 * hours + 60.0 * minutes + seconds
    return _number(value, place, field, 'give the simulated second, 0 or later, or a time like "1:20:00"')


def _number(value: Any, place: str, field: str, remedy: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise InputError(place, f"{field} is no number" if value is not None else f"{field} is missing", remedy)
    return float(value)


def _require_names(entries: list[ScriptEntry]) -> None:
    known: set[str] = set()
    for entry in entries:
        if entry.clear and entry.clear not in known:
            raise InputError(
                entry.place, f"nothing named {entry.clear} happens before", "give the earlier entry that name"
            )
        if entry.name:
            known.add(entry.name)
