"""What is connected to what at one moment, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from engines.values.frozen import FrozenMap

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

    The outgoing ways of a bar are a matter of structure: a feeder whose head is open keeps its place in the
    list, with no buses.

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


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A bus said to be proven dead or earthed to which a path of closed switches leads from a source.

    Attributes:
        claimed: ``PROVEN_DEAD`` or ``EARTHED``; the bus itself stays ``ENERGIZED`` in ``Topology.supply``.
    """

    bus_row: int
    claimed: SupplyState


def _no_columns() -> FrozenMap[str, Array]:
    return FrozenMap()


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """The network's connections for one snapshot; all arrays in row order, -1 for "none".

    Attributes:
        island: ``(n_bus,)`` number of the connected part (closed switches only), counted by lowest bus row;
            -1 for a bus out of service.
        supply: ``(n_bus,)`` :class:`SupplyState`.
        feeder: ``(n_bus,)`` index into ``feeders``; -1 for source side and dead buses.
        parent_bus: ``(n_bus,)`` next bus toward the source on the tree.
        parent_table, parent_row: ``(n_bus,)`` the branch that leads there; table is an index into
            ``branch_tables`` ("switch" is one of them for bus-bus switches).
        depth: ``(n_bus,)`` branches to the source; distance_km: ``(n_bus,)`` line length to the source.
        loop_branches: (table, row) of closed branches that close a loop; empty when radial.
        tie_switch_rows: rows of switches that are open with a live or dead bus on both sides, or whose
            normal state is open.
        is_bar: ``(n_bus,)`` source bus bars, from which feeders leave (a matter of structure).
        is_source_side: ``(n_bus,)`` what lies before the bars: the feeding grid and its transformers' high side.
        branch_supply: by branch table and "switch", ``(n,)`` :class:`SupplyState` of the conductor itself: a
            line open at one end is charged from the other, one open at both ends is dead.
        branch_closed: by branch table and "switch", ``(n,)`` whether it joins all of its buses, for supply.
        feeder_loop_branches: those of ``loop_branches`` whose loop runs through a feeder; what they leave out is
            meshed on purpose: transformers in parallel, the feeding grid.
        contradictions: claims of being dead or earthed that the switch positions deny.
        snapshot_revision, structure_revision: what was looked at.
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
    is_bar: Array = field(default_factory=lambda: np.zeros(0, bool))
    is_source_side: Array = field(default_factory=lambda: np.zeros(0, bool))
    branch_supply: FrozenMap[str, Array] = field(default_factory=_no_columns)
    branch_closed: FrozenMap[str, Array] = field(default_factory=_no_columns)
    contradictions: tuple[Contradiction, ...] = ()
    feeder_loop_branches: tuple[tuple[str, int], ...] = ()
    snapshot_revision: int = -1
    structure_revision: str = ""

    @property
    def is_radial(self) -> bool:
        """Whether no closed path forms a loop."""
        return not self.loop_branches

    @property
    def has_radial_feeders(self) -> bool:
        """Whether no loop runs through a feeder, however the grid before the bars is meshed."""
        return not self.feeder_loop_branches

    @property
    def is_energized(self) -> Array:
        """``(n_bus,)`` whether a closed path leads to a source."""
        return np.asarray(self.supply == SupplyState.ENERGIZED)
