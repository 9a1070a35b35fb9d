"""Changing what is built while the state of the moment stays: more rows, other parameters."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.network import Network, Table
from engines.grid.schema import SCHEMA
from engines.grid.snapshot import Snapshot, StateKey
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]

_KEPT = 32
_changed: dict[tuple[str, Hashable], Network] = {}


def changed_network(network: Network, change: Hashable, make: Callable[[Network], Network]) -> Network:
    """``make(network)``, remembered for equal structures and changes.

    A study is applied anew at every step of the time axis, and the digest of a large network is not for free.
    """
    key = (network.structure_revision, change)
    if key not in _changed:
        while len(_changed) >= _KEPT:
            _changed.pop(next(iter(_changed)))
        _changed[key] = make(network)
    return _changed[key]


def with_row(table: Table, kind: str, element_id: str, values: Mapping[str, Any]) -> Table:
    """A table with one more row at its end; columns not named take the schema's default."""
    defaults = {column.name: column.default for column in SCHEMA.get(kind, ())}
    columns = {
        name: _appended(column, values.get(name, defaults.get(name, _blank(column))))
        for name, column in table.columns.items()
    }
    index = int(table.index.max(initial=-1)) + 1
    return replace(
        table,
        index=_appended(table.index, index),
        id=_appended(table.id, element_id),
        columns=table.columns.updated(columns),
    )


def with_longer_table(snapshot: Snapshot, network: Network, kind: str) -> Snapshot:
    """The snapshot on ``network``, whose table ``kind`` has new rows at its end; old rows keep their state."""
    old = len(snapshot.network[kind])
    kept: dict[StateKey, Array] = {
        key: np.concatenate([column, network[kind][key[1]][old:]])
        for key, column in snapshot.state.items()
        if key[0] == kind
    }
    return snapshot.with_network(network).with_state(kept)


def _appended(column: Array, value: Any) -> Array:
    # Text columns widen; all others keep their type.
    last = np.array([value]) if column.dtype.kind == "U" else np.array([value]).astype(column.dtype)
    return frozen_array(np.concatenate([column, last]))


def _blank(column: Array) -> Any:
    return {"f": np.nan, "U": "", "b": False}.get(column.dtype.kind, 0)
