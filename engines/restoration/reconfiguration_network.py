"""A network as its open points see it: ways that conduct, which of them a switch can open, and what they cost.

::

    root ──▸ source ──way── bus ══way══ bus      every way closed now, or closed by one switch,
                              ╎                  over the buses that are supplied now
                             tie (open way)

Above all sources stands one root, so that a way between two sources is a loop like any other. What is not supplied
now stays as it is: nobody here knows why it is dead. Substations (all before and at the source bars) stay as they
are too: transformers in parallel or in reserve are no matter of open points.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES, GridGraph, edge_state, graph_of
from engines.grid.limit_check import limit_arrays
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.loadflow.branch_model import BranchModel, build_branch_model
from engines.restoration.reconfiguration_switches import SwitchChoice
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import SupplyState

Array = np.ndarray[Any, Any]


class NotPossible(Exception):
    """There is nothing to search; the sentence says why."""


@dataclass(frozen=True, slots=True, eq=False)
class SwitchableNetwork:
    """Ways between nodes; node 0 is the root, node ``k`` the graph node ``node[k - 1]``.

    Attributes:
        node: ``(n_node - 1,)`` graph nodes that are supplied, ascending.
        tail, head: ``(n_way,)`` nodes; the ideal transformer ``ratio`` stands at the tail.
        z_pu, shunt_pu: series impedance and the shunt admittance at each end, on 1 MVA and the head's voltage.
        ratio: complex, magnitude and phase.
        is_openable: a switch that may be operated stands at it; is_closed: it conducts now.
        opens_with, closes_with: ``(n_way,)`` row of the switch to operate; -1 where there is none.
        charged_from: node from which a way that stands open is still charged, -1 where from none.
        tail_percent, head_percent: loading per unit of current at each end, percent; NaN where not rated.
        normal_percent: loading limit; NaN-free (infinite where there is none).
        is_bus: ``(n_node,)``; min_pu, max_pu: ``(n_node,)`` voltage limits, infinite where there are none.
        notes: what was left alone, one sentence each.
    """

    node: Array
    tail: Array
    head: Array
    z_pu: Array
    shunt_pu: Array
    ratio: Array
    is_openable: Array
    is_closed: Array
    opens_with: Array
    closes_with: Array
    charged_from: Array
    tail_percent: Array
    head_percent: Array
    normal_percent: Array
    is_bus: Array
    min_pu: Array
    max_pu: Array
    notes: tuple[str, ...]

    @property
    def n_node(self) -> int:
        """Number of nodes, the root among them."""
        return len(self.node) + 1

    @property
    def n_way(self) -> int:
        """Number of ways."""
        return len(self.tail)

    def positions(self, snapshot: Snapshot, is_open: Array) -> Array:
        """Switch positions of ``snapshot`` with exactly the ways ``is_open`` open (``(n_way,)`` bool)."""
        position = np.array(snapshot.switch_position)
        closing = ~is_open & ~self.is_closed
        position[self.closes_with[closing]] = SwitchPosition.CLOSED
        position[self.opens_with[is_open & self.is_closed]] = SwitchPosition.OPEN
        return position


def switchable_network(
    snapshot: Snapshot, now: LoadFlowResult, *, remote_only: bool = False, fixed: Collection[str] = ()
) -> SwitchableNetwork:
    """The ways of a snapshot.

    Args:
        snapshot: the state now.
        now: its load flow, converged.
        remote_only: operate only what the control room can.
        fixed: ids of switches not to operate (tagged, out of order).

    Raises:
        NotPossible: a position is not known, or nothing is supplied.
    """
    graph = graph_of(snapshot.network)
    supply = analyse(snapshot).supply
    is_live = np.concatenate([supply == SupplyState.ENERGIZED, np.zeros(graph.n_node - graph.n_bus, bool)])
    if not is_live.any():
        raise NotPossible(f"{snapshot.network.name}: nothing is supplied, so there is no supply to keep")
    state = edge_state(graph, snapshot)
    conducts = state.supplies
    star = np.zeros(graph.n_node, bool)
    star[graph.first[conducts]] = star[graph.second[conducts]] = True
    is_live[graph.n_bus :] = star[graph.n_bus :]
    _require_known(snapshot, graph, is_live)
    choice = SwitchChoice(snapshot, graph, state, now, remote_only, fixed)
    edges = np.flatnonzero(is_live[graph.first] & is_live[graph.second] & (conducts | (choice.closes_with >= 0)))
    return _assemble(snapshot, graph, edges, is_live, choice)


def _require_known(snapshot: Snapshot, graph: GridGraph, is_live: Array) -> None:
    at_edge = np.full(len(snapshot.network["switch"]), -1, np.int64)
    at_edge[graph.switch_row] = graph.switch_edge
    at_edge[graph.coupling_edge >= 0] = graph.coupling_edge[graph.coupling_edge >= 0]
    touches = (at_edge >= 0) & (is_live[graph.first[at_edge]] | is_live[graph.second[at_edge]])
    unknown = np.flatnonzero(touches & (np.asarray(snapshot.switch_position) > SwitchPosition.CLOSED))
    if len(unknown):
        name = snapshot.network.label(ElementRef("switch", int(unknown[0])))
        more = f" (and of {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise NotPossible(f"switch {name}: its position{more} is not known; find it out or set it by hand first")


def _assemble(
    snapshot: Snapshot, graph: GridGraph, edges: Array, is_live: Array, choice: SwitchChoice
) -> SwitchableNetwork:
    node = np.flatnonzero(is_live)
    place = np.full(graph.n_node + 1, -1, np.int64)
    place[node] = np.arange(1, len(node) + 1)
    model = build_branch_model(snapshot)
    branch = _branches(graph, model)[edges]
    pi = model.pi
    sources, voltage = _sources(snapshot, is_live)
    none = np.full(len(sources), -1, np.int64)
    still, zero = np.full(len(sources), np.nan), np.zeros(len(sources))
    ampere = 1e3 / np.sqrt(3) / model.vn_kv
    limits = limit_arrays(snapshot.network)
    buses = node < graph.n_bus
    low, high = np.zeros(len(node) + 1), np.full(len(node) + 1, np.inf)
    low[1:][buses] = np.nan_to_num(limits.under_pu[node[buses]], nan=0.0)
    high[1:][buses] = np.nan_to_num(limits.over_pu[node[buses]], nan=np.inf)
    is_closed = edge_state(graph, snapshot).supplies[edges]
    operable = (choice.opens_with[edges] >= 0) & (is_closed | (choice.closes_with[edges] >= 0))
    return SwitchableNetwork(
        node=node,
        tail=np.concatenate([np.zeros(len(sources), np.int64), place[pi.from_row[branch]]]),
        head=np.concatenate([place[sources], place[pi.to_row[branch]]]),
        z_pu=np.concatenate([zero, pi.r_pu[branch] + 1j * pi.x_pu[branch]]),
        shunt_pu=np.concatenate([zero, (pi.g_pu[branch] + 1j * pi.b_pu[branch]) / 2]),
        ratio=np.concatenate([1 / voltage, pi.ratio[branch] * np.exp(1j * pi.shift_rad[branch])]),
        is_openable=np.concatenate([none >= 0, operable]),
        is_closed=np.concatenate([none < 0, is_closed]),
        opens_with=np.concatenate([none, choice.opens_with[edges]]),
        closes_with=np.concatenate([none, choice.closes_with[edges]]),
        charged_from=np.concatenate([none, place[choice.charged_from[edges]]]),
        tail_percent=np.concatenate([still, model.loading_from[branch] * ampere[pi.from_row[branch]]]),
        head_percent=np.concatenate([still, model.loading_to[branch] * ampere[pi.to_row[branch]]]),
        normal_percent=np.concatenate([np.full(len(sources), np.inf), _normal(model, limits.normal_percent)[branch]]),
        is_bus=np.concatenate([[False], buses]),
        min_pu=low,
        max_pu=high,
        notes=tuple(choice.notes),
    )


def _branches(graph: GridGraph, model: BranchModel) -> Array:
    """``(n_edge,)`` place of each edge in the branch model."""
    place = np.zeros(graph.n_edge, np.int64)
    for code, table in enumerate(EDGE_TABLES):
        own = graph.table == code
        rows = graph.row[own]
        if table == "switch":
            place[own] = model.part[table].start + np.searchsorted(model.switch_rows, rows)
        elif table == "trafo3w":
            # The graph has the three windings of a row together, the model winding after winding.
            leg = np.arange(len(rows)) - np.searchsorted(rows, rows)
            place[own] = model.part[table].start + leg * model.n_star + rows
        else:
            place[own] = model.part[table].start + rows
    return place


def _normal(model: BranchModel, normal_percent: dict[str, Array]) -> Array:
    normal = np.full(len(model.pi), np.inf)
    for table, part in model.part.items():
        own = normal_percent[table][model.switch_rows] if table == "switch" else normal_percent[table]
        normal[part] = np.tile(own, 3) if table == "trafo3w" else own
    return np.asarray(np.nan_to_num(normal, nan=np.inf))


def _sources(snapshot: Snapshot, is_live: Array) -> tuple[Array, Array]:
    """Buses where a source stands, each once, and the complex voltage held there."""
    network = snapshot.network
    held: dict[int, complex] = {}
    for table in ("gen", "ext_grid"):
        on = np.asarray(snapshot.column(table, "in_service"), bool)
        if table == "gen":
            on = on & np.asarray(network["gen"]["slack"], bool)
        rows = network.bus_row(network[table]["bus"])
        for k in np.flatnonzero(on).tolist():
            turn = snapshot.column("ext_grid", "va_degree")[k] if table == "ext_grid" else 0.0
            if rows[k] >= 0 and is_live[rows[k]]:
                held[int(rows[k])] = complex(snapshot.column(table, "vm_pu")[k] * np.exp(1j * np.deg2rad(turn)))
    sources = np.array(sorted(held), np.int64)
    return sources, np.array([held[s] for s in sources.tolist()])
