"""A network as immutable data: pandapower's tables with stable ids."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engines.grid.limits import Limits
from engines.grid.profiles import Profiles
from engines.grid.schema import SCHEMA
from engines.values.frozen import FrozenMap, frozen_array

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One equipment table; row ``k`` of every column is the same piece of equipment.

    Attributes:
        index: ``(n,)`` pandapower's index of each row (what ``bus``, ``from_bus``, ... refer to).
        id: ``(n,)`` stable ids, unique in the whole network (the CIM mRID where there is one).
        columns: the columns by name, each ``(n,)`` and read-only.
    """

    index: Array
    id: Array
    columns: FrozenMap[str, Array]

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, column: str) -> Array:
        return self.columns[column]

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def with_columns(self, columns: Mapping[str, Any]) -> Table:
        """A copy in which ``columns`` replace or extend what is here."""
        return replace(self, columns=self.columns.updated({k: frozen_array(v) for k, v in columns.items()}))


def make_table(
    kind: str,
    columns: Mapping[str, Any],
    *,
    index: Sequence[int] | Array | None = None,
    ids: Sequence[str] | Array | None = None,
) -> Table:
    """A table of ``kind`` with every column of its schema, missing ones at their default.

    Without ``ids`` the rows are called ``kind:index``. Raises ``ValueError`` on unequal lengths.
    """
    lengths = {name: len(values) for name, values in columns.items()}
    if index is not None:
        lengths["index"] = len(index)
    n = next(iter(lengths.values()), 0)
    wrong = [name for name, length in lengths.items() if length != n]
    if wrong:
        raise ValueError(f"table {kind}: columns of unequal length: {', '.join(wrong)} against {n} rows")
    row_index = frozen_array(np.arange(n) if index is None else index, np.int64)
    row_ids = frozen_array([f"{kind}:{i}" for i in row_index] if ids is None else ids, np.str_)
    full: dict[str, Array] = {name: frozen_array(values) for name, values in columns.items()}
    for column in SCHEMA.get(kind, ()):
        if column.name in full:
            full[column.name] = frozen_array(full[column.name], column.dtype)
        else:
            dtype = "U1" if column.dtype == "U" and not column.default else column.dtype
            filler = np.full(n, column.default, dtype=None if column.dtype == "U" and column.default else dtype)
            full[column.name] = frozen_array(filler)
    return Table(row_index, row_ids, FrozenMap(full))


@dataclass(frozen=True, slots=True)
class ElementRef:
    """One piece of equipment: its table and the row in it (not pandapower's index)."""

    table: str
    row: int


_MOST_FOUND = 4096
_found: dict[tuple[str, str], ElementRef | None] = {}
"""What was looked for lately: the same few devices are asked for again and again, and a scan takes its time."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A distribution network: what is built, not how it is operated right now.

    Row order of a table never changes within one network, so results are arrays in that order.

    Attributes:
        tables: equipment by table name; every table of the schema is present, if only empty.
        f_hz: nominal frequency.
        sn_mva: base power pandapower's per-unit columns refer to.
        limits: what counts as a violation.
        profiles: quarter-hour factors over a year, where there are any.
        is_geographic: ``bus.x``/``bus.y`` are degrees (else metres on a plane, or NaN).
        source: where it came from, as a person would say it (file name, ``ieee33``).
        attachments: text of the original model where an engine needs it (``"opendss"``).
        structure_revision: a digest of all the above; equal exactly when the content is.
    """

    name: str
    tables: FrozenMap[str, Table]
    f_hz: float = 50.0
    sn_mva: float = 1.0
    limits: Limits = field(default_factory=Limits)
    profiles: Profiles | None = None
    is_geographic: bool = False
    source: str = ""
    attachments: FrozenMap[str, str] = field(default_factory=FrozenMap)
    structure_revision: str = ""

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    @property
    def bus(self) -> Table:
        """The buses."""
        return self.tables["bus"]

    def bus_row(self, bus_index: Array | int) -> Any:
        """Rows in ``bus`` of pandapower bus indices; -1 where there is no such bus."""
        return rows_of(self.bus.index, bus_index)

    def find(self, element_id: str) -> ElementRef | None:
        """The equipment with exactly this id, or ``None``."""
        key = (self.structure_revision, element_id)
        if self.structure_revision and key in _found:
            return _found[key]
        ref = self._search(element_id)
        if self.structure_revision:
            while len(_found) >= _MOST_FOUND:
                _found.pop(next(iter(_found)), None)
            _found[key] = ref
        return ref

    def _search(self, element_id: str) -> ElementRef | None:
        for name, table in self.tables.items():
            rows = np.flatnonzero(table.id == element_id)
            if rows.size:
                return ElementRef(name, int(rows[0]))
        return None

    def label(self, ref: ElementRef) -> str:
        """What a person calls the equipment: its name, or its id where it has none."""
        table = self.tables[ref.table]
        return str(table["name"][ref.row]) if "name" in table and table["name"][ref.row] else str(table.id[ref.row])

    @property
    def has_phases(self) -> bool:
        """Whether phases differ, so that a balanced load flow would hide something."""
        return any(len(self.tables[t]) for t in ("asymmetric_load", "asymmetric_sgen")) or "opendss" in self.attachments


def rows_of(index: Array, wanted: Array | int) -> Any:
    """Positions in ``index`` of the values ``wanted``; -1 where one is missing."""
    if len(index) == 0:
        return np.full(np.shape(wanted), -1, np.int64)
    if len(index) == index[-1] + 1 and index[0] == 0 and np.array_equal(index, np.arange(len(index))):
        values = np.asarray(wanted)
        return np.where((values >= 0) & (values < len(index)), values, -1)
    order = np.argsort(index, kind="stable")
    at = np.clip(np.searchsorted(index, wanted, sorter=order), 0, len(index) - 1)
    rows = order[at]
    return np.where(index[rows] == wanted, rows, -1)


def make_network(
    name: str,
    tables: Mapping[str, Table],
    *,
    f_hz: float = 50.0,
    sn_mva: float = 1.0,
    limits: Limits | None = None,
    profiles: Profiles | None = None,
    is_geographic: bool = False,
    source: str = "",
    attachments: Mapping[str, str] | None = None,
) -> Network:
    """A network with every table of the schema present and its structure revision computed."""
    full = {kind: tables[kind] if kind in tables else make_table(kind, {}) for kind in SCHEMA}
    full.update({kind: table for kind, table in tables.items() if kind not in full})
    network = Network(
        name=name,
        tables=FrozenMap(full),
        f_hz=f_hz,
        sn_mva=sn_mva,
        limits=limits or Limits(),
        profiles=profiles,
        is_geographic=is_geographic,
        source=source,
        attachments=FrozenMap(attachments or {}),
    )
    return replace(network, structure_revision=_digest(network))


def with_tables(network: Network, tables: Mapping[str, Table]) -> Network:
    """``network`` with some tables replaced, as another structure."""
    changed = replace(network, tables=network.tables.updated(tables))
    return replace(changed, structure_revision=_digest(changed))


def with_profiles(network: Network, profiles: Profiles | None) -> Network:
    """``network`` under other profiles, as another structure."""
    changed = replace(network, profiles=profiles)
    return replace(changed, structure_revision=_digest(changed))


def _digest(network: Network) -> str:
    digest = hashlib.blake2b(digest_size=12)
    header = (network.name, network.f_hz, network.sn_mva, network.limits, network.is_geographic)
    digest.update(repr(header).encode())
    for kind in sorted(network.tables):
        table = network.tables[kind]
        digest.update(f"{kind}:{len(table)}".encode())
        digest.update(table.index.tobytes())
        digest.update(table.id.tobytes())
        for column in sorted(table.columns):
            digest.update(column.encode())
            digest.update(np.ascontiguousarray(table[column]).tobytes())
    for key in sorted(network.attachments):
        digest.update(network.attachments[key].encode())
    if network.profiles is not None:
        digest.update(network.profiles.digest())
    return digest.hexdigest()
