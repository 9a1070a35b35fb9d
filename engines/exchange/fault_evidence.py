"""What was heard of a fault, read from a TOML or JSON file (docs/fault-evidence.md)."""

from __future__ import annotations

import datetime
import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.exchange.bounds import MEGABYTE, read_text
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Reading, flaw_of
from engines.values.validation import InputError

LARGEST = 20 * MEGABYTE
SECTIONING = "sectioning"
_REMEDY = "choose a TOML or JSON file as docs/fault-evidence.md shows"
_FIELDS = ("indicators", "meters", "evidence", "note")
_ENTRY_FIELDS = ("kind", "element", "elements", "time", "reading", "value")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The content of one file.

    Attributes:
        indicator_ids: switches and lines with an indicator; ``None``: at every sectioning switch.
        meter_ids: what has a meter that gasps; ``None``: every customer.
    """

    evidence: tuple[FaultEvidence, ...]
    indicator_ids: tuple[str, ...] | None = ()
    meter_ids: tuple[str, ...] | None = None


def read_evidence(path: Path) -> EvidenceFile:
    """Read a file; JSON where it begins with a brace or ends in ``.json``, else TOML.

    Raises ``InputError`` naming the entry where the file is not as documented. Ids are not looked up here.
    """
    text = read_text(path, LARGEST, remedy=_REMEDY)
    place = str(path)
    is_json = path.suffix.lower() == ".json" or text.lstrip()[:1] == "{"
    try:
        document = json.loads(text) if is_json else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        kind = "JSON" if is_json else "TOML"
        raise InputError(place, f"is not valid {kind} ({error})", "correct the place named") from error
    if not isinstance(document, dict):
        raise InputError(place, "is not a table of fields", "begin with the fields of docs/fault-evidence.md")
    _require_known(place, document, _FIELDS)
    entries = document.get("evidence", [])
    if not isinstance(entries, list):
        raise InputError(place, "'evidence' is not a list of entries", "write [[evidence]] before each")
    evidence = tuple(
        item for number, entry in enumerate(entries, 1) for item in _items(f"{place}, evidence {number}", entry)
    )
    told = document.get("indicators", [])
    indicators = None if told in (SECTIONING, [SECTIONING]) else _ids(place, "indicators", told)
    meters = _ids(place, "meters", document["meters"]) if "meters" in document else None
    return EvidenceFile(evidence, indicators, meters)


def _items(place: str, entry: Any) -> Iterator[FaultEvidence]:
    """One entry; several where it names several elements."""
    if not isinstance(entry, Mapping):
        raise InputError(place, "is not a table of fields", "give at least kind and element")
    _require_known(place, entry, _ENTRY_FIELDS)
    kind = _word(place, "kind", entry.get("kind"), EvidenceKind)
    reading = _word(place, "reading", entry["reading"], Reading) if "reading" in entry else Reading.NONE
    time_us = _time_us(place, entry["time"]) if "time" in entry else 0
    value = _number(place, EvidenceKind(kind), entry["value"]) if "value" in entry else float("nan")
    if ("element" in entry) == ("elements" in entry):
        raise InputError(place, "needs either element or elements", "name one id, or a list of ids")
    single = [entry["element"]] if "element" in entry else entry["elements"]
    for element_id in _ids(place, "elements", single):
        yield FaultEvidence(EvidenceKind(kind), element_id, time_us, Reading(reading), value)


def _word(place: str, name: str, told: Any, words: Any) -> str:
    known = [str(word) for word in words if str(word)]
    if isinstance(told, str) and told in known:
        return told
    near = difflib.get_close_matches(str(told), known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
    raise InputError(place, f"{name} {told!r} is not known" if told is not None else f"has no {name}", remedy)


def _number(place: str, kind: EvidenceKind, told: Any) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or told != told:
        raise InputError(place, f"value {told!r} is not a number", "give kA, km or a count")
    try:
        number = float(told)
    except OverflowError:
        number = float("inf")
    flaw = flaw_of(kind, number)
    if flaw:
        raise InputError(place, f"value {flaw}", "correct it; kA, km or a count is meant")
    return number


def _time_us(place: str, told: Any) -> int:
    """Microseconds since 1970 UTC of a date with time; without a zone it is UTC."""
    remedy = "write it like 2026-01-14T18:30:05Z"
    if isinstance(told, str):
        try:
            told = datetime.datetime.fromisoformat(told)
        except ValueError as error:
            raise InputError(place, f"time {told!r} is none", remedy) from error
    if not isinstance(told, datetime.datetime):
        raise InputError(place, f"time {told!r} has no date with a time of day", remedy)
    moment = told if told.tzinfo is not None else told.replace(tzinfo=datetime.UTC)
    since = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return since // datetime.timedelta(microseconds=1)


def _ids(place: str, name: str, told: Any) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(one, str) and one for one in told):
        raise InputError(place, f"{name} is not a list of ids", "write texts in brackets")
    return tuple(told)


def _require_known(place: str, fields: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in fields:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise InputError(place, f"field '{name}' is not known", remedy)
