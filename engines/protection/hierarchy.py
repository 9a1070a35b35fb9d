"""Which protective switch stands behind which, in the normal state of a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, graph_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.grid.topology import analyse
from engines.values.topology import Topology

Array = np.ndarray[Any, Any]
PROTECTIVE = (SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.FUSE)


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Protective switches on the supply tree.

    Attributes:
        order: switch rows, nearest to the source first.
        behind: by switch row, the next one toward the source, -1 where there is none.
        own_buses: by switch row, the buses it is the first to protect.
        at_bus: by switch row, the bus at its side toward the source.
        snapshot, topology: the normal state they belong to.
    """

    order: tuple[int, ...]
    behind: dict[int, int]
    own_buses: dict[int, list[int]]
    at_bus: dict[int, int]
    snapshot: Snapshot
    topology: Topology


def normal_state(snapshot: Snapshot) -> Snapshot:
    """The snapshot with every switch in its normal position."""
    closed = np.asarray(snapshot.network["switch"]["normal_closed"], bool)
    return snapshot.with_state({("switch", "position"): np.where(closed, SwitchPosition.CLOSED, SwitchPosition.OPEN)})


def protective_rows(snapshot: Snapshot) -> Array:
    """Rows of breakers, reclosers and fuses."""
    return np.flatnonzero(np.isin(snapshot.network["switch"]["kind"], [str(kind) for kind in PROTECTIVE]))


def hierarchy(snapshot: Snapshot) -> Hierarchy:
    """The protective switches of a network in its normal state, bus by bus away from the source."""
    normal = normal_state(snapshot)
    topology = analyse(normal)
    on_branch = _switches_by_branch(normal)
    behind: dict[int, int] = {}
    own: dict[int, list[int]] = {}
    at_bus: dict[int, int] = {}
    order: list[int] = []
    innermost: dict[int, int] = {}
    fed = np.flatnonzero(topology.depth >= 0)
    for bus in fed[np.argsort(topology.depth[fed], kind="stable")].tolist():
        parent = int(topology.parent_bus[bus])
        last = innermost.get(parent, -1)
        if parent >= 0:
            branch = int(topology.parent_table[bus]), int(topology.parent_row[bus])
            standing = on_branch.get(branch, [])
            # Seen from the source, the switch at the parent's end comes first.
            for row, node in sorted(standing, key=lambda entry: entry[1] != parent):
                behind[row], at_bus[row] = last, parent if node == parent else bus
                order.append(row)
                last = row
        innermost[bus] = last
        own.setdefault(last, []).append(bus)
    return Hierarchy(tuple(order), behind, {row: own.get(row, []) for row in order}, at_bus, normal, topology)


def _switches_by_branch(snapshot: Snapshot) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """By (table, row) of a branch: its protective switches and the bus each stands at."""
    graph = graph_of(snapshot.network)
    protective = set(protective_rows(snapshot).tolist())
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    standing = zip(graph.switch_row.tolist(), graph.switch_edge.tolist(), graph.switch_end.tolist(), strict=True)
    for row, edge, end in standing:
        if row in protective:
            node = int(graph.second[edge] if end else graph.first[edge])
            found.setdefault((int(graph.table[edge]), int(graph.row[edge])), []).append((row, node))
    for row in protective:
        edge = int(graph.coupling_edge[row])
        if edge >= 0:
            found.setdefault((EDGE_TABLES.index("switch"), row), []).append((row, int(graph.first[edge])))
    return found
