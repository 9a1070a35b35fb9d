"""A snapshot as a pandapower net: what the reference engine solves and what is saved for others.

Runs in a worker: importing pandapower takes seconds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from engines.exchange.geometry import point_text
from engines.grid.network import Network, Table
from engines.grid.schema import STATE_COLUMNS
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

OWN_TABLES = ("customer",)
"""Tables pandapower does not know."""

OWN_COLUMNS: dict[str, tuple[str, ...]] = {
    "bus": ("x", "y", "substation"),
    "switch": ("position", "kind", "normal_closed", "remote"),
}
"""Columns pandapower does not know; written beside its own in a file, left out of a net to be solved."""

PANDAPOWER_TYPE = {
    SwitchKind.BREAKER: "CB",
    SwitchKind.LOAD_BREAK_SWITCH: "LBS",
    SwitchKind.DISCONNECTOR: "DS",
    SwitchKind.RECLOSER: "RC",
    SwitchKind.FUSE: "FUSE",
}

# What a table of ours may lack and pandapower's solver reads, where the empty value would be wrong.
_FILLERS: dict[tuple[str, str], Any] = {
    ("ext_grid", "slack_weight"): 1.0,
    ("gen", "slack_weight"): 0.0,
    ("xward", "slack_weight"): 0.0,
    ("gen", "controllable"): True,
    ("sgen", "current_source"): True,
    ("asymmetric_sgen", "current_source"): True,
    ("storage", "min_e_mwh"): 0.0,
    ("trafo3w", "i0_percent"): 0.0,
    ("trafo3w", "pfe_kw"): 0.0,
    ("trafo3w", "shift_mv_degree"): 0.0,
    ("trafo3w", "shift_lv_degree"): 0.0,
    **{("impedance", f"{part}{end}_pu"): 0.0 for part in "gb" for end in "ft"},
}


def to_pandapower(snapshot: Snapshot) -> Any:
    """The snapshot as a ``pandapowerNet`` ready for ``runpp``.

    Every table pandapower knows is there, in our row order under pandapower's own indices, with the
    snapshot's state in place of the network's. A switch of unknown or intermediate position is open.
    Profiles and customers are left out. Costs milliseconds, plus pandapower's import in a fresh process.
    """
    return _build(snapshot, for_file=False)


def write_pandapower_json(snapshot: Snapshot, path: Path) -> None:
    """Save the snapshot as a pandapower JSON file, customers, coordinates and switch kinds included.

    Raises ``InputError`` where the file cannot be written.
    """
    import pandapower as pp

    text = pp.to_json(_build(snapshot, for_file=True))
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise InputError(str(path), f"could not be saved ({reason})", "free space or choose another folder") from error


def _build(snapshot: Snapshot, *, for_file: bool) -> Any:
    import pandapower as pp
    from pandapower.network_structure import get_structure_dict

    network = snapshot.network
    net = pp.create_empty_network(network.name, network.f_hz, network.sn_mva, add_stdtypes=for_file)
    structure = get_structure_dict()
    for kind, table in network.tables.items():
        if len(table) and (for_file or kind not in OWN_TABLES):
            net[kind] = _frame(snapshot, kind, table, structure.get(kind, {}), for_file)
    _put_options(net, network)
    return net


def _put_options(net: Any, network: Network) -> None:
    if "pandapower_options" in network.attachments:
        net["user_pf_options"] = json.loads(network.attachments["pandapower_options"])
    for kind, types in json.loads(network.attachments.get("standard_types", "{}")).items():
        net.std_types.setdefault(kind, {}).update(types)


def _frame(snapshot: Snapshot, kind: str, table: Table, structure: dict[str, Any], for_file: bool) -> Any:
    import pandas as pd

    state = STATE_COLUMNS.get(kind, ())
    own = () if for_file else OWN_COLUMNS.get(kind, ())
    columns: dict[str, Any] = {}
    for name, values in table.columns.items():
        if name in own or (kind == "bus" and name in ("x", "y")):
            continue
        now = snapshot.column(kind, name) if name in state else values
        keeps = name in structure and (now.dtype.kind != "U" or np.dtype(object) == structure[name])
        if keeps or not _is_blank(now):
            columns[name] = _column(now, structure.get(name))
    if kind == "switch":
        columns["closed"] = np.asarray(snapshot.switch_closed)
        columns["type"] = _switch_types(table)
    if kind == "bus":
        columns["geo"] = _bus_geo(table) if for_file else np.full(len(table), None, object)
    if for_file:
        columns["id"] = _column(table.id, None)
    for name, dtype in structure.items():
        if name not in columns:
            columns[name] = _filler(kind, name, dtype, len(table))
    return pd.DataFrame(columns, index=pd.Index(table.index, dtype=np.int64))


def _is_blank(values: Array) -> bool:
    """Whether a column beyond pandapower's own says nothing (pandapower may read meaning into NaN)."""
    if values.dtype.kind == "f":
        return bool(np.isnan(values).all())
    return values.dtype.kind == "U" and not np.any(values != "")


def _column(values: Array, dtype: Any) -> Any:
    """One column in the type pandapower keeps it in; our empty text is its ``None``."""
    import pandas as pd

    if values.dtype.kind == "U":
        texts = values.astype(object)
        texts[values == ""] = None
        return texts
    if isinstance(dtype, pd.Int64Dtype):
        gap = np.isnan(values.astype(np.float64))
        return pd.arrays.IntegerArray(np.where(gap, 0, values).astype(np.int64), gap)
    kind = "O" if dtype is None else np.dtype(dtype).kind
    if kind == "b" and values.dtype.kind == "f":
        return np.nan_to_num(values).astype(bool)
    if kind in "iu" and not _fits(values, kind):
        return values.copy()
    return values.copy() if kind == "O" else values.astype(dtype)


def _fits(values: Array, kind: str) -> bool:
    whole = np.isfinite(values).all() and np.array_equal(values, np.trunc(values))
    return bool(whole and (kind == "i" or not np.any(values < 0)))


def _filler(kind: str, name: str, dtype: Any, n: int) -> Any:
    import pandas as pd

    if (kind, name) in _FILLERS:
        return np.full(n, _FILLERS[kind, name])
    if isinstance(dtype, pd.Int64Dtype):
        return pd.array([pd.NA] * n, dtype="Int64")
    letter = np.dtype(dtype).kind
    if letter in "OU":
        return np.full(n, None, object)
    return np.full(n, np.nan) if letter == "f" else np.zeros(n, dtype)


def _switch_types(table: Table) -> Array:
    types = table["type"].astype(object) if "type" in table else np.full(len(table), "", object)
    for row, kind in enumerate(table["kind"]):
        if not types[row]:
            types[row] = PANDAPOWER_TYPE.get(kind, "LBS")
    return np.asarray(types)


def _bus_geo(table: Table) -> Array:
    geo = np.full(len(table), None, object)
    for row, (x, y) in enumerate(zip(table["x"], table["y"], strict=True)):
        if np.isfinite(x) and np.isfinite(y):
            geo[row] = point_text(float(x), float(y))
    return geo


def closed_position(closed: Array) -> Array:
    """``(n,)`` :class:`SwitchPosition` of pandapower's ``closed`` column."""
    return np.where(closed, SwitchPosition.CLOSED, SwitchPosition.OPEN).astype(np.int8)
