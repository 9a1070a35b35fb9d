"""A pandapower net as our network, with findings about what had to be assumed or left out.

Runs in a worker: it reads pandas tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from engines.exchange.columns import plain_column, schema_column
from engines.exchange.geometry import looks_geographic, point_of
from engines.exchange.to_pandapower import closed_position
from engines.grid.limits import Limits
from engines.grid.network import Network, Table, make_network, make_table, rows_of
from engines.grid.profiles import Profiles
from engines.grid.schema import BUS_COLUMNS, SCHEMA, Column
from engines.grid.switches import PANDAPOWER_SWITCH_KIND, SwitchKind, SwitchPosition
from engines.values.validation import Finding, FindingSeverity

Array = np.ndarray[Any, Any]

IDENTITY_COLUMNS = ("id", "mrid", "mRID", "origin_id", "cim_id", "rdf_id", "uuid", "UUID", "guid")
"""Columns that may carry an element's identity, the first that is text and unique wins."""

SKIPPED_TABLES = ("controller", "group", "bus_geodata", "line_geodata", "characteristic", "dtypes")
"""Tables of pandapower that hold program objects or what is kept elsewhere."""


def from_pandapower(
    net: Any,
    *,
    name: str,
    source: str,
    limits: Limits | None = None,
    profiles: Profiles | None = None,
) -> tuple[Network, tuple[Finding, ...]]:
    """The net as a network; every table, also those this program does not know, in pandapower's order.

    The findings tell what was changed on the way; whether the network makes sense is
    :func:`engines.exchange.validation.check_network`'s question.
    """
    findings: list[Finding] = []
    taken: set[str] = set()
    tables = {kind: _table(net, kind, frame, taken, findings) for kind, frame in _frames(net)}
    findings += _left_out(net)
    network = make_network(
        name,
        tables,
        f_hz=_number(net, "f_hz", 50.0),
        sn_mva=_number(net, "sn_mva", 1.0),
        limits=limits,
        profiles=profiles,
        is_geographic=_is_geographic(tables),
        source=source,
        attachments=_attachments(net),
    )
    return network, tuple(findings)


def _frames(net: Any) -> Iterable[tuple[str, Any]]:
    import pandas as pd

    for kind, frame in net.items():
        is_table = isinstance(frame, pd.DataFrame) and len(frame) and not isinstance(frame.index, pd.MultiIndex)
        if is_table and kind not in SKIPPED_TABLES and not kind.startswith(("_", "res_")):
            yield kind, frame


def _table(net: Any, kind: str, frame: Any, taken: set[str], findings: list[Finding]) -> Table:
    columns: dict[str, Array] = {}
    known = _known_columns(kind)
    for label in frame.columns:
        column = str(label)
        if column in known:
            columns[column], lost = schema_column(frame[label], known[column])
            # A real that is missing stays so, and the checks of the finished network name it.
            if known[column].dtype != "float64":
                findings += _unreadable(kind, column, frame.index, lost, known[column].default)
        elif not (kind == "bus" and column == "geo") and not (kind == "switch" and column == "closed"):
            plain = plain_column(frame[label])
            if plain is None:
                findings.append(_note(kind, column, "holds program objects, which are not kept", "nothing to do"))
            else:
                columns[column] = plain
    if kind == "bus":
        _add_coordinates(net, frame, columns)
    if kind == "switch":
        _add_switching(frame, columns, findings)
    if kind in ("trafo", "trafo3w") and "tap_changer_type" not in frame.columns:
        _add_old_tap_changer(frame, columns)
    index = _index(kind, frame.index, findings)
    identity = next((c for c in IDENTITY_COLUMNS if c in columns and _names_each(columns[c], taken)), None)
    findings += _repeated_identities(kind, columns, identity)
    ids = [f"{kind}:{i}" for i in index] if identity is None else columns.pop(identity).tolist()
    columns.pop("id", None)
    return make_table(kind, columns, index=index, ids=_unique(kind, ids, taken, findings))


@lru_cache(maxsize=64)
def _known_columns(kind: str) -> dict[str, Column]:
    """The columns of a table whose type is known: by our schema, and numbers by pandapower's."""
    from pandapower.network_structure import get_structure_dict

    known = {column.name: column for column in SCHEMA.get(kind, ())}
    for name, dtype in get_structure_dict().get(kind, {}).items():
        if name in BUS_COLUMNS.get(kind, ()):
            known.setdefault(name, Column(name, "int64", -1, ""))
        elif np.dtype(getattr(dtype, "numpy_dtype", dtype)).kind in "fiu":
            known.setdefault(name, Column(name, "float64", float("nan"), ""))
    return known


def _index(kind: str, index: Any, findings: list[Finding]) -> Array:
    try:
        return np.asarray(index.to_numpy(), np.int64)
    except (TypeError, ValueError):
        findings.append(_note(kind, "index", "has row names instead of numbers; rows were numbered", "nothing to do"))
        return np.arange(len(index))


def _names_each(ids: Array, taken: set[str]) -> bool:
    if ids.dtype.kind != "U" or not np.all(ids != ""):
        return False
    return len(np.unique(ids)) == len(ids) and taken.isdisjoint(ids.tolist())


def _repeated_identities(kind: str, columns: dict[str, Array], identity: str | None) -> Iterable[Finding]:
    for column in IDENTITY_COLUMNS if identity is None else ():
        known = columns.get(column, np.array([""]))
        known = known[known != ""] if known.dtype.kind == "U" else np.array([""])[:0]
        values, counts = np.unique(known, return_counts=True)
        if np.any(counts > 1):
            reason = f"{column} {values[np.argmax(counts > 1)]!r} occurs more than once; rows are told by their index"
            yield Finding(FindingSeverity.WARNING, kind, column, reason, "give every row its own id")


def _unique(kind: str, ids: list[str], taken: set[str], findings: list[Finding]) -> list[str]:
    unique: list[str] = []
    for text in ids:
        chosen, k = text, 2
        while chosen in taken:
            chosen, k = f"{text}#{k}", k + 1
        if chosen != text:
            reason = f"the index of {text} occurs more than once in table {kind}"
            findings.append(Finding(FindingSeverity.ERROR, text, "index", reason, "give every row its own index"))
        taken.add(chosen)
        unique.append(chosen)
    return unique


def _unreadable(kind: str, column: str, index: Any, lost: Array, default: Any) -> Iterable[Finding]:
    rows = np.flatnonzero(lost)
    if not rows.size:
        return
    first = f"{kind}:{index[rows[0]]}"
    more = f" (and {rows.size - 1} more)" if rows.size > 1 else ""
    is_fatal = default == -1
    yield Finding(
        FindingSeverity.ERROR if is_fatal else FindingSeverity.WARNING,
        first + more,
        column,
        f"{column} is empty or not a number" + ("" if is_fatal else f"; {default} was assumed"),
        "fill it in the source",
    )


def _add_coordinates(net: Any, frame: Any, columns: dict[str, Array]) -> None:
    if "geo" in frame.columns:
        points = np.array([point_of(geo) for geo in frame["geo"]])
        if np.isfinite(points).any() or "x" not in columns:
            columns["x"], columns["y"] = points[:, 0], points[:, 1]
    geodata = net.get("bus_geodata")
    if geodata is not None and len(geodata) and not np.isfinite(columns.get("x", np.array([np.nan]))).any():
        placed = geodata.reindex(frame.index)
        columns["x"], columns["y"] = (placed[c].to_numpy(np.float64, na_value=np.nan) for c in "xy")


def _add_switching(frame: Any, columns: dict[str, Array], findings: list[Finding]) -> None:
    closed, lost = np.ones(len(frame), bool), np.zeros(len(frame), bool)
    if "closed" in frame:
        closed, lost = schema_column(frame["closed"], Column("closed", "bool", True, ""))
    findings += _unreadable("switch", "closed", frame.index, lost, True)
    # A file of ours that pandapower changed: what it knows, closed, goes before what only we wrote.
    kept = columns.get("position", np.full(len(frame), -1))
    agrees = (kept >= 0) & ((kept == SwitchPosition.CLOSED) == closed)
    columns["position"] = np.where(agrees, kept, closed_position(closed)).astype(np.int8)
    columns.setdefault("normal_closed", closed)
    if "kind" not in columns:
        types = columns.get("type", np.full(len(frame), ""))
        kinds = [PANDAPOWER_SWITCH_KIND.get(str(t).upper(), SwitchKind.LOAD_BREAK_SWITCH) for t in types]
        columns["kind"] = np.array([kind.value for kind in kinds], np.str_)


def _add_old_tap_changer(frame: Any, columns: dict[str, Array]) -> None:
    # Before format 3.0 the tap acted whenever it was numbered, along or across the voltage; pandapower
    # still solves such a table that way, and only that way, as long as tap_phase_shifter is there.
    if "tap_phase_shifter" not in frame.columns:
        return
    ideal = frame["tap_phase_shifter"].fillna(False).astype(bool).to_numpy()
    acts = frame["tap_step_percent"].notna().to_numpy() & frame["tap_pos"].notna().to_numpy()
    columns["tap_changer_type"] = np.where(ideal, "Ideal", np.where(acts, "Ratio", ""))


def _is_geographic(tables: dict[str, Table]) -> bool:
    if "bus" not in tables or "line" not in tables:
        return False
    bus, line = tables["bus"], tables["line"]
    ends = [rows_of(bus.index, line[c]) for c in ("from_bus", "to_bus")]
    return looks_geographic(bus["x"], bus["y"], ends[0], ends[1], line["length_km"])


def _attachments(net: Any) -> dict[str, str]:
    import pandapower as pp

    kept: dict[str, str] = {}
    options = net.get("user_pf_options")
    if isinstance(options, dict) and options:
        kept["pandapower_options"] = json.dumps(options, default=str, sort_keys=True)
    basic = pp.std_types.basic_std_types()
    types = net.get("std_types")
    own = {
        kind: {name: values for name, values in types[kind].items() if name not in basic.get(kind, {})}
        for kind in ("line", "trafo", "trafo3w")
        if isinstance(types, dict) and isinstance(types.get(kind), dict)
    }
    if any(own.values()):
        kept["standard_types"] = json.dumps(own, default=str, sort_keys=True)
    return kept


def _left_out(net: Any) -> Iterable[Finding]:
    controllers = net.get("controller")
    if controllers is not None and len(controllers):
        reason = f"{len(controllers)} controllers of pandapower are not carried over: they are programs, not equipment"
        yield Finding(FindingSeverity.NOTE, "", "controller", reason, "set taps and setpoints as they shall stand")
    if net.get("group") is not None and len(net["group"]):
        yield _note("", "group", f"{len(net['group'])} groups of pandapower are not carried over", "nothing to do")


def _note(kind: str, column: str, reason: str, remedy: str) -> Finding:
    return Finding(FindingSeverity.NOTE, kind, column, reason, remedy)


def _number(net: Any, key: str, default: float) -> float:
    try:
        value = float(net[key])
    except (KeyError, TypeError, ValueError):
        return default
    return value if np.isfinite(value) and value > 0 else default
