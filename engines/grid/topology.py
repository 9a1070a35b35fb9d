"""What is connected to what at one moment: islands, supply, feeders, loops and ties.

Two questions are always asked apart. For *supply* only a switch known as closed conducts; for *safety* every
switch not known as open does. A bus reached for safety but not for supply is possibly energized.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from engines.grid.claims import claimed_buses
from engines.grid.conductors import branch_states
from engines.grid.feeders import FeederOutline, feeder_outline
from engines.grid.graph import EDGE_TABLES, EdgeState, GridGraph, edge_state, graph_of
from engines.grid.network import rows_of
from engines.grid.snapshot import Snapshot
from engines.grid.spanning import SpanningTree, spanning_tree
from engines.grid.switches import SwitchPosition
from engines.values.frozen import frozen_array
from engines.values.topology import Contradiction, Feeder, SupplyState, Topology
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]


def analyse(snapshot: Snapshot, *, proven_dead: Collection[str] = (), earthed: Collection[str] = ()) -> Topology:
    """Islands, supply, feeders, tree, loops and ties of a snapshot.

    A line open at one end is charged from the other but joins nothing; a bus or element out of service takes no
    part. Parallel ways between two buses, transformers in parallel and a closed way between two sources are
    loops; closed switches side by side within one station's bars are not.

    Args:
        proven_dead: ids of buses or elements tested dead on site. An element stands for the buses its closed
            ends join.
        earthed: ids of buses or elements that are earthed.

    Raises:
        InputError: an id of ``proven_dead`` or ``earthed`` is not in the network.
    """
    network = snapshot.network
    graph, outline = graph_of(network), feeder_outline(network)
    edges = edge_state(graph, snapshot)
    in_service = np.asarray(snapshot.column("bus", "in_service"), bool)
    sources = live_sources(snapshot)
    supply, island = _supply(snapshot, graph, edges, in_service, sources)
    tree = spanning_tree(graph, edges.supplies, sources, island)
    claims = claimed_buses(snapshot, graph, edges, proven_dead, earthed)
    contradictions = tuple(Contradiction(bus, state) for bus, state in claims if supply[bus] == SupplyState.ENERGIZED)
    for bus, state in claims:
        if supply[bus] != SupplyState.ENERGIZED:
            supply[bus] = state
    columns = _tree_columns(tree, supply, outline)
    loops = tree.loop_edges(edges.supplies)
    branch_supply, branch_closed = branch_states(network, graph, edges, supply)
    return Topology(
        branch_tables=EDGE_TABLES,
        island=frozen_array(island[: graph.n_bus]),
        supply=frozen_array(supply[: graph.n_bus]),
        feeders=_feeders(outline, columns),
        loop_branches=_named(graph, loops),
        feeder_loop_branches=_named(graph, _within_feeders(graph, loops, columns["feeder"])),
        tie_switch_rows=frozen_array(_ties(snapshot, graph, edges)),
        is_bar=frozen_array(outline.is_bar[: graph.n_bus]),
        is_source_side=frozen_array(outline.is_source_side[: graph.n_bus]),
        branch_supply=branch_supply,
        branch_closed=branch_closed,
        contradictions=contradictions,
        snapshot_revision=snapshot.revision,
        structure_revision=network.structure_revision,
        **columns,
    )


def work_analyse(context: WorkContext, snapshot: Snapshot) -> Topology:
    """:func:`analyse` for a worker."""
    context.check_cancelled()
    return analyse(snapshot)


def live_sources(snapshot: Snapshot) -> Array:
    """``(n,)`` rows of the buses where a source in service stands, ascending."""
    network, in_service = snapshot.network, np.asarray(snapshot.column("bus", "in_service"), bool)
    slack = np.asarray(network["gen"]["slack"], bool) & np.asarray(snapshot.column("gen", "in_service"), bool)
    grid = np.asarray(snapshot.column("ext_grid", "in_service"), bool)
    index = np.concatenate([network["ext_grid"]["bus"][grid], network["gen"]["bus"][slack]])
    rows = np.unique(rows_of(network.bus.index, index)).astype(np.int64)
    rows = rows[rows >= 0]
    return np.asarray(rows[in_service[rows]])


def _supply(
    snapshot: Snapshot, graph: GridGraph, edges: EdgeState, in_service: Array, sources: Array
) -> tuple[Array, Array]:
    """``(n_node,)`` supply state and island number of every node."""
    takes_part = np.concatenate([in_service, np.ones(graph.n_node - graph.n_bus, bool)])
    supplies, endangers = edges.supplies, edges.endangers
    n_island, island = graph.components(supplies)
    same = bool(np.array_equal(supplies, endangers))
    n_zone, zone = (n_island, island) if same else graph.components(endangers)
    generates = generating_buses(snapshot)
    may_backfeed, may_be_fed, is_fed = np.zeros(n_zone, bool), np.zeros(n_zone, bool), np.zeros(n_island, bool)
    may_backfeed[zone[generates]] = True
    may_be_fed[zone[sources]] = True
    is_fed[island[sources]] = True
    supply = np.zeros(graph.n_node, np.int8)
    supply[may_backfeed[zone]] = SupplyState.BACKFED
    supply[may_be_fed[zone]] = SupplyState.POSSIBLY_ENERGIZED
    supply[is_fed[island]] = SupplyState.ENERGIZED
    supply[~takes_part] = SupplyState.DEAD
    return supply, _numbered(island, takes_part)


def _numbered(island: Array, takes_part: Array) -> Array:
    """Islands counted in order of their lowest row, -1 where a node takes no part."""
    first_row = np.empty(int(island.max(initial=-1)) + 1, np.int64)
    # Written from the last row to the first, so that the lowest stays.
    first_row[island[::-1]] = np.arange(len(island))[::-1]
    first_row[~takes_part[first_row]] = len(island)
    number = np.empty(len(first_row), np.int64)
    number[np.argsort(first_row, kind="stable")] = np.arange(len(first_row))
    return np.where(takes_part, number[island], -1)


def generating_buses(snapshot: Snapshot) -> Array:
    """Rows of buses where something in service could hold up a voltage, whatever it injects right now."""
    network = snapshot.network
    found: list[Array] = []
    for table in ("sgen", "gen", "storage", "asymmetric_sgen"):
        equipment = network[table]
        able = np.asarray(snapshot.column(table, "in_service"), bool).copy()
        if "sn_mva" in equipment:
            # Without a rating and without power in the base case it is a place holder.
            able &= (equipment["sn_mva"] > 0) | (equipment["p_mw"] != 0) | (snapshot.column(table, "p_mw") != 0)
        found.append(rows_of(network.bus.index, equipment["bus"][able]))
    rows = np.concatenate(found).astype(np.int64)
    return np.asarray(rows[rows >= 0])


def _tree_columns(tree: SpanningTree, supply: Array, outline: FeederOutline) -> dict[str, Array]:
    """The columns of ``Topology`` that follow the tree, empty (-1, NaN) where a bus is not supplied."""
    graph = tree.graph
    n = graph.n_bus
    is_fed = supply[:n] == SupplyState.ENERGIZED
    edge = tree.parent_edge[:n]
    has_parent = is_fed & (edge >= 0)
    parent_table, parent_row = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    parent_table[has_parent] = graph.table[edge[has_parent]]
    parent_row[has_parent] = graph.row[edge[has_parent]]
    return {
        "feeder": frozen_array(np.where(is_fed, tree.feeder(outline)[:n], -1)),
        "parent_bus": frozen_array(np.where(has_parent, tree.bus_parents(), -1)),
        "parent_table": frozen_array(parent_table),
        "parent_row": frozen_array(parent_row),
        "depth": frozen_array(np.where(is_fed, tree.depth()[:n], -1)),
        "distance_km": frozen_array(np.where(is_fed, tree.distance_km()[:n], np.nan)),
    }


def _within_feeders(graph: GridGraph, loops: list[int], feeder: Array) -> list[int]:
    """Those loops that touch a feeder: a feeder once begun on the tree is never left on the way down."""
    on_feeder = np.append(feeder, np.full(graph.n_node - graph.n_bus, -1)) >= 0
    return [edge for edge in loops if on_feeder[graph.first[edge]] or on_feeder[graph.second[edge]]]


def _named(graph: GridGraph, edges: list[int]) -> tuple[tuple[str, int], ...]:
    names = [(EDGE_TABLES[int(graph.table[e])], int(graph.row[e])) for e in edges]
    # A three-winding transformer can close two loops and is named once.
    return tuple(dict.fromkeys(names))


def _feeders(outline: FeederOutline, columns: dict[str, Array]) -> tuple[Feeder, ...]:
    feeder = columns["feeder"]
    member = np.flatnonzero(feeder >= 0)
    order = member[np.lexsort((member, columns["depth"][member], columns["distance_km"][member], feeder[member]))]
    bound = np.searchsorted(feeder[order], np.arange(len(outline.heads) + 1)).tolist()
    rows = order.tolist()
    return tuple(
        Feeder(head.name, head.bar_bus, head.table, head.row, tuple(rows[bound[k] : bound[k + 1]]))
        for k, head in enumerate(outline.heads)
    )


def _ties(snapshot: Snapshot, graph: GridGraph, edges: EdgeState) -> Array:
    switch = snapshot.network["switch"]
    is_tie = ~np.asarray(switch["normal_closed"], bool)
    is_open = snapshot.switch_position == SwitchPosition.OPEN
    coupled = graph.coupling_edge >= 0
    is_tie[coupled] |= is_open[coupled] & edges.in_service[graph.coupling_edge[coupled]]
    edge = graph.switch_edge
    joined_beyond = edges.in_service[edge] & edges.maybe_closed[edge, 1 - graph.switch_end]
    is_tie[graph.switch_row] |= is_open[graph.switch_row] & joined_beyond
    return np.flatnonzero(is_tie)
