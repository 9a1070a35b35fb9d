"""Which conductors hang together, lines and transformers as conductors of their own, and what stands on them.

A line that is open at both ends is a conductor that can be earthed, and that a switch can make live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, EdgeState, GridGraph, edge_state, graph_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import generating_buses, live_sources
from engines.switching.dressed import bus_row
from engines.values.site import SiteState

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Connected conductors; nodes are those of the graph (buses, star points), followed by one per edge.

    Attributes:
        zone: ``(n_node + n_edge,)`` number of the part each node is in.
        has_source, has_generation: ``(n_zone,)`` something there feeds it, or may hold up a voltage.
        earth_node: node of each portable earth of the site, -1 where its place is not in the network.
    """

    graph: GridGraph
    zone: Array
    has_source: Array
    has_generation: Array
    earth_node: Array

    @property
    def live_earths(self) -> Array:
        """Which of the site's earths lie on a part with a source."""
        placed = self.earth_node >= 0
        return np.flatnonzero(placed & self.has_source[self.zone[np.where(placed, self.earth_node, 0)]])

    def earths_in(self, zone: int) -> Array:
        """Which of the site's earths lie in a zone."""
        placed = self.earth_node >= 0
        return np.flatnonzero(placed & (self.zone[np.where(placed, self.earth_node, 0)] == zone))


def zones(snapshot: Snapshot, site: SiteState, *, for_safety: bool) -> Zones:
    """The connected conductors of a snapshot, plain or dressed; the site's cuts and jumpers count in both cases.

    Args:
        for_safety: a position that is not known as open conducts; otherwise only one known as closed does.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = graph_of(snapshot.network)
    edges = edge_state(graph, snapshot)
    joined = (edges.maybe_closed if for_safety else edges.closed).copy()
    _cut(snapshot, site, graph, joined)
    first, second = _links(graph, edges, joined)
    jumper_first, jumper_second = _jumpers(snapshot, site)
    first, second = np.concatenate([first, jumper_first]), np.concatenate([second, jumper_second])
    n = graph.n_node + graph.n_edge
    links = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(n, n))
    count, zone = connected_components(links, directed=False)
    return Zones(
        graph,
        np.asarray(zone, np.int64),
        _marked(count, zone, _sources(snapshot, site)),
        _marked(count, zone, generating_buses(snapshot)),
        np.array([_earth_node(snapshot, graph, e.bus_id, e.line_id) for e in site.earths], np.int64),
    )


def switch_nodes(snapshot: Snapshot, row: int) -> tuple[int, int] | None:
    """The two nodes a switch joins: two buses, or a bus and the conductor it stands at; ``None`` where it hangs free.

    A switch at a conductor names its bus first.
    """
    graph = graph_of(snapshot.network)
    edge = int(graph.coupling_edge[row])
    if edge >= 0:
        return int(graph.first[edge]), int(graph.second[edge])
    at = np.flatnonzero(graph.switch_row == row)
    if not len(at):
        return None
    edge, end = int(graph.switch_edge[at[0]]), int(graph.switch_end[at[0]])
    return int(graph.first[edge] if end == 0 else graph.second[edge]), graph.n_node + edge


def with_position(snapshot: Snapshot, row: int, position: SwitchPosition) -> Snapshot:
    """The snapshot with one switch in a position."""
    return snapshot.with_values("switch", "position", [row], int(position))


def _links(graph: GridGraph, edges: EdgeState, joined: Array) -> tuple[Array, Array]:
    conductor = graph.n_node + np.arange(graph.n_edge)
    alive = joined & edges.in_service[:, None]
    first = np.concatenate([graph.first[alive[:, 0]], graph.second[alive[:, 1]]])
    second = np.concatenate([conductor[alive[:, 0]], conductor[alive[:, 1]]])
    return first, second


def _cut(snapshot: Snapshot, site: SiteState, graph: GridGraph, joined: Array) -> None:
    for cut in site.cuts:
        line, bus = snapshot.network.find(cut.line_id), bus_row(snapshot.network, cut.bus_id)
        if line is None or line.table != "line" or bus < 0:
            continue
        own = (graph.table == EDGE_TABLES.index("line")) & (graph.row == line.row)
        joined[own & (graph.first == bus), 0] = False
        joined[own & (graph.second == bus), 1] = False


def _jumpers(snapshot: Snapshot, site: SiteState) -> tuple[Array, Array]:
    ends = [(bus_row(snapshot.network, j.from_bus_id), bus_row(snapshot.network, j.to_bus_id)) for j in site.jumpers]
    both = np.array([pair for pair in ends if min(pair) >= 0], np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _sources(snapshot: Snapshot, site: SiteState) -> Array:
    running = [bus_row(snapshot.network, g.bus_id) for g in site.generators if g.is_running]
    return np.concatenate([live_sources(snapshot), np.array([r for r in running if r >= 0], np.int64)])


def _earth_node(snapshot: Snapshot, graph: GridGraph, bus_id: str, line_id: str) -> int:
    if not line_id:
        return bus_row(snapshot.network, bus_id)
    line = snapshot.network.find(line_id)
    if line is None or line.table != "line":
        return -1
    edge = np.flatnonzero((graph.table == EDGE_TABLES.index("line")) & (graph.row == line.row))
    return graph.n_node + int(edge[0]) if len(edge) else -1


def _marked(count: int, zone: Array, nodes: Array) -> Array:
    marked = np.zeros(count, bool)
    marked[zone[nodes]] = True
    return marked
