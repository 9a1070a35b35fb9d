"""A case as the tables of a case file, and these as TOML: read again it is the same case, to the last digit."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

import numpy as np

from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_prices import Prices

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = {
    "ties": "tie",
    "storages": "es",
    "turbines": "mt",
    "responses": "dr",
    "capacitors": "cb",
    "compensators": "svc",
    "substation_taps": "oltc",
    "feeder_taps": "regulator",
    "regions": "region",
}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def case_document(case: DispatchCase) -> dict[str, Any]:
    """The tables of a case; what is as usual is left out."""
    horizon: dict[str, Any] = {"steps": case.n_step, "step_hours": case.step_hours}
    if case.start is not None:
        horizon["start"] = str(case.start.astype("datetime64[s]"))
    limits = {name: getattr(case, name) for name in ("v_grid_pu", "v_min_pu", "v_max_pu", "branch_limit_mva")}
    document: dict[str, Any] = {
        "name": case.name,
        "horizon": horizon,
        "network": {"file": case.network} | {name: value for name, value in limits.items() if not math.isnan(value)},
        "risk": {"cvar_level": case.cvar_level, "cvar_weight": case.cvar_weight},
        "price": _prices(case.prices),
        "profiles": {name: [float(v) for v in values] for name, values in case.profiles.items()},
    }
    for kind in ("wt", "pv"):
        document[kind] = [_device(unit) for unit in case.renewables if unit.kind == kind]
    for name, table in _TABLES.items():
        document[table] = [_device(device) for device in getattr(case, name)]
    return {key: value for key, value in document.items() if value != []}


def _prices(prices: Prices) -> dict[str, Any]:
    own = {part.name: getattr(prices, part.name) for part in fields(prices) if part.name != "grid"}
    return {"grid": [float(v) for v in prices.grid]} | {name: value for name, value in own.items() if value != 0.0}


def _device(device: Any) -> dict[str, Any]:
    found = {}
    for part in fields(device):
        value = getattr(device, part.name)
        is_usual = part.default is not MISSING and (
            value == part.default or (value != value and part.default != part.default)
        )
        # The kind of a renewable is the name of its table.
        if not is_usual and part.name != "kind":
            found[part.name] = value.item() if isinstance(value, np.generic) else value
    return found


def toml_text(document: Mapping[str, Any]) -> str:
    """Tables as TOML: what is no table first, then tables, then records. Lists of records repeat their heading."""
    lines = [
        f"{_key(key)} = {_value(value)}" for key, value in document.items() if not isinstance(value, Mapping | list)
    ]
    for key, table in document.items():
        if isinstance(table, Mapping):
            lines += ["", f"[{_key(key)}]", *(f"{_key(name)} = {_value(value)}" for name, value in table.items())]
        elif isinstance(table, list):
            for record in table:
                lines += [
                    "",
                    f"[[{_key(key)}]]",
                    *(f"{_key(name)} = {_value(value)}" for name, value in record.items()),
                ]
    return "\n".join(lines).lstrip("\n") + "\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if math.isfinite(value):
            return repr(value)
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    # Times of TOML come back from its reader as such.
    return _text(str(value))


def _text(value: str) -> str:
    escaped = "".join(_ESCAPES.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in value)
    return f'"{escaped}"'
