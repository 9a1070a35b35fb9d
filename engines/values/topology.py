"""What is connected to what at one moment, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


class SupplyState(IntEnum):
    """What is known of a bus's voltage."""

    DEAD = 0
    """No closed path to a source. Not a proof: it may still be fed from an unknown position or a DER."""
    ENERGIZED = 1
    """A path of closed switches leads to a source."""
    POSSIBLY_ENERGIZED = 2
    """Only a path through a switch of unknown position leads to a source: dead for supply, live for safety."""
    BACKFED = 3
    """No source, but distributed generation or storage in the island may hold it up."""
    PROVEN_DEAD = 4
    """Dead and tested so on site."""
    EARTHED = 5
    """Proven dead and earthed."""


@dataclass(frozen=True, slots=True)
class Feeder:
    """What hangs on one outgoing switch or line of a source bus bar.

    Attributes:
        name: as a person says it.
        source_bus_row: the bus bar it leaves from.
        head_table, head_row: its first element (switch row where there is one, else branch).
        bus_rows: its buses, head first, in order of distance.
    """

    name: str
    source_bus_row: int
    head_table: str
    head_row: int
    bus_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """The network's connections for one snapshot; all arrays in row order, -1 for "none".

    Attributes:
        island: ``(n_bus,)`` number of the connected part (closed switches only).
        supply: ``(n_bus,)`` :class:`SupplyState`.
        feeder: ``(n_bus,)`` index into ``feeders``; -1 for source side and dead buses.
        parent_bus: ``(n_bus,)`` next bus toward the source on the tree.
        parent_table, parent_row: ``(n_bus,)`` the branch that leads there; table is an index into
            ``branch_tables`` ("switch" is one of them for bus-bus switches).
        depth: ``(n_bus,)`` branches to the source; distance_km: ``(n_bus,)`` line length to the source.
        loop_branches: (table, row) of closed branches that close a loop; empty when radial.
        tie_switch_rows: rows of switches that are open with a live or dead bus on both sides, or whose
            normal state is open.
    """

    branch_tables: tuple[str, ...]
    island: Array
    supply: Array
    feeder: Array
    feeders: tuple[Feeder, ...]
    parent_bus: Array
    parent_table: Array
    parent_row: Array
    depth: Array
    distance_km: Array
    loop_branches: tuple[tuple[str, int], ...]
    tie_switch_rows: Array

    @property
    def is_radial(self) -> bool:
        """Whether no closed path forms a loop."""
        return not self.loop_branches

    @property
    def is_energized(self) -> Array:
        """``(n_bus,)`` whether a closed path leads to a source."""
        return np.asarray(self.supply == SupplyState.ENERGIZED)
