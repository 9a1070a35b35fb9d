"""A network at one moment: positions, taps, injections."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.schema import STATE_COLUMNS
from engines.grid.switches import SwitchPosition
from engines.values.frozen import FrozenMap, frozen_array

Array = np.ndarray[Any, Any]
StateKey = tuple[str, str]

_revisions = itertools.count(1)


class Mode(StrEnum):
    """What a snapshot speaks of; four modes that no one confuses, and the plan ahead."""

    LIVE = "live"
    SIMULATOR = "simulator"
    STUDY = "study"
    REPLAY = "replay"
    PLAN = "plan"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One moment of a network; every change makes another snapshot with a higher revision.

    Attributes:
        state: the state columns that differ from the network's own, whole columns, read-only.
        time: the moment, local standard time; ``None`` where the network has no time.
        revision: grows with every snapshot made in this process; results carry it.
    """

    network: Network
    state: FrozenMap[StateKey, Array] = field(default_factory=FrozenMap)
    time: np.datetime64 | None = None
    mode: Mode = Mode.STUDY
    revision: int = field(default_factory=lambda: next(_revisions))

    def column(self, table: str, column: str) -> Array:
        """The column as it stands at this moment (also columns that never change)."""
        own = self.state.get((table, column))
        return self.network.tables[table][column] if own is None else own

    @property
    def switch_position(self) -> Array:
        """``(n_switch,)`` :class:`SwitchPosition`."""
        return self.column("switch", "position")

    @property
    def switch_closed(self) -> Array:
        """``(n_switch,)`` closed for supply: only a position known as closed counts."""
        return np.asarray(self.switch_position == SwitchPosition.CLOSED)

    def with_state(self, changes: Mapping[StateKey, Any]) -> Snapshot:
        """Another snapshot in which whole state columns are replaced.

        Raises ``KeyError`` for a column that is not state, ``ValueError`` for a wrong length.
        """
        frozen: dict[StateKey, Array] = {}
        for (table, column), values in changes.items():
            if column not in STATE_COLUMNS.get(table, ()):
                raise KeyError(f"{table}.{column} is not a state column")
            base = self.network.tables[table][column]
            frozen[table, column] = frozen_array(values, base.dtype)
            if len(frozen[table, column]) != len(base):
                raise ValueError(f"{table}.{column}: {len(frozen[table, column])} values for {len(base)} rows")
        return replace(self, state=self.state.updated(frozen), revision=next(_revisions))

    def with_values(self, table: str, column: str, rows: Any, values: Any) -> Snapshot:
        """Another snapshot in which some rows of one state column have new values."""
        changed = self.column(table, column).copy()
        changed[rows] = values
        return self.with_state({(table, column): changed})

    def with_network(self, network: Network) -> Snapshot:
        """The same state on a changed network; columns whose table changed its length start afresh."""
        kept = {k: v for k, v in self.state.items() if k[0] in network.tables and len(network.tables[k[0]]) == len(v)}
        return replace(self, network=network, state=FrozenMap(kept), revision=next(_revisions))

    def at(self, time: np.datetime64) -> Snapshot:
        """The snapshot at another time: columns under a profile follow it, all else stays.

        Raises ``ValueError`` where the network has no profiles or ``time`` lies outside them. A gap in a
        profile (NaN) stays NaN: the load flow names it.
        """
        profiles = self.network.profiles
        if profiles is None:
            raise ValueError(f"{self.network.name} has no profiles")
        step = profiles.step_at(time)
        columns: dict[StateKey, Array] = {}
        for a in profiles.assignments:
            base = self.network.tables[a.table][a.column]
            values = columns.get((a.table, a.column))
            if values is None:
                values = columns[a.table, a.column] = self.column(a.table, a.column).copy()
            values[a.row] = base[a.row] * profiles.factors(a, step)
        return replace(self.with_state(columns), time=profiles.time_of(step))


def changed_columns(before: Snapshot, after: Snapshot) -> dict[StateKey, Array]:
    """The state columns of ``after`` that differ from ``before``, whole; both of one structure.

    Columns that ``after`` no longer overrides come back with the network's own values.
    """
    if before.network.structure_revision != after.network.structure_revision:
        raise ValueError("snapshots of two structures have no common columns")
    changed: dict[StateKey, Array] = {}
    for key in {*before.state, *after.state}:
        old, new = before.column(*key), after.column(*key)
        if old is not new and not np.array_equal(old, new, equal_nan=old.dtype.kind == "f"):
            changed[key] = new
    return changed
