"""Everything that is wrong with a case in the making: the reader itself, asked table by table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from engines.dispatch.case_file import (
    DEVICE_TABLES,
    read_document,
    read_horizon,
    read_network,
    read_prices,
    read_profiles,
    read_risk,
)
from engines.dispatch.device_reading import read_device
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_case_layout import DEVICE_FIELDS, PROFILES, SINGLE_TABLES, CaseProblem
from engines.values.validation import InputError

PLACE = "case"


def check_document(document: dict[str, Any]) -> tuple[DispatchCase | None, tuple[CaseProblem, ...]]:
    """The case, or all that keeps it from being one: of each record the first thing the reader meets.

    A table is read with what the others would give where they are right, so that one error does not cause others.
    """
    found: list[CaseProblem] = []

    def tried(table: str, number: int, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except InputError as error:
            found.append(CaseProblem(table, number, _field(table, error), _sentence(error)))
            return None

    horizon = tried("horizon", 0, lambda: read_horizon(PLACE, document.get("horizon", {})))
    tried("network", 0, lambda: read_network(PLACE, document.get("network", {})))
    tried("risk", 0, lambda: read_risk(PLACE, document.get("risk", {})))
    profiles = document.get(PROFILES, {})
    if horizon is not None:
        tried("price", 0, lambda: read_prices(PLACE, document.get("price", {}), *horizon))
        for name in profiles:
            one = {"load": [1.0] * horizon[0], name: profiles[name]}
            tried(PROFILES, list(profiles).index(name), partial(read_profiles, PLACE, one, *horizon))
        if not any(problem.table == PROFILES for problem in found):
            tried(PROFILES, -1, lambda: read_profiles(PLACE, profiles, *horizon))
    known = frozenset(profiles)
    for table in DEVICE_TABLES:
        entries = document.get(table, [])
        entries = entries if isinstance(entries, list) else [entries]
        for k, entry in enumerate(entries):
            tried(table, k, partial(read_device, PLACE, table, k, len(entries), entry, known))
    case = None
    if not found:
        # What is left concerns the document as a whole: a table that means nothing.
        case = tried("", -1, lambda: read_document(document, PLACE))
    return case, tuple(found)


def _sentence(error: InputError) -> str:
    text = str(error)
    return text.removeprefix(f"{PLACE}, ").removeprefix(f"{PLACE}: ")


def _field(table: str, error: InputError) -> str:
    """The field a sentence of the reader is about: the last word of its place, or the first of its reason."""
    names = {field.name for field in (*SINGLE_TABLES.get(table, ()), *DEVICE_FIELDS.get(table, ()))}
    last = error.place.rpartition(", ")[2]
    if table == PROFILES:
        return last if not last.startswith("[") else ""
    first = error.reason.split(" ", 1)[0]
    if error.reason.startswith("there is no profile"):
        return "profile"
    return last if last in names else first if first in names else ""
