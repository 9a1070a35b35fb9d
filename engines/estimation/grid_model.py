"""The network as estimation sees it: buses joined by closed switches are one node, everything as admittances.

Per unit on 1 MVA and the nominal voltages; the branch model is that of the load flow (MATPOWER's manual, section 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_model import BranchModel, branch_ends, build_branch_model, switch_sides
from engines.loadflow.injections import build_shunt_map, bus_shunt

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class GridModel:
    """Nodes with voltage, and the branches between them.

    Attributes:
        node_of_bus: ``(n_bus,)`` node of each bus, -1 without voltage.
        n: nodes; reference: ``(n_island,)`` nodes whose angle is zero; island: ``(n,)`` number of each node's.
        source: ``(n_source,)`` nodes that are fed from outside.
        ybus: ``(n, n)``; branch: ``(b,)`` rows in the branch model that join two nodes.
        from_node, to_node: ``(b,)``; yff, yft, ytf, ytt: ``(b,)`` admittances.
        end_of_switch: switch row to ``(branch place, is at the to end)`` for switches that stand at a branch.
        model: all branches of the network.
    """

    node_of_bus: Array
    n: int
    reference: Array
    island: Array
    source: Array
    ybus: sp.csr_matrix
    branch: Array
    from_node: Array
    to_node: Array
    yff: Array
    yft: Array
    ytf: Array
    ytt: Array
    end_of_switch: dict[int, tuple[int, bool]]
    place_of_branch: dict[int, int]
    model: BranchModel


def build_grid_model(snapshot: Snapshot) -> GridModel | None:
    """The model of a snapshot's energised part, ``None`` where no source feeds anything."""
    network = snapshot.network
    model = build_branch_model(snapshot)
    sides = switch_sides(network, model)
    at_from, at_to = branch_ends(snapshot, model, sides)
    n_all = len(model.vn_kv)
    in_service = np.concatenate([snapshot.column("bus", "in_service").astype(bool), np.ones(model.n_star, bool)])
    pi, switches = model.pi, model.part["switch"]
    is_whole = at_from & at_to
    is_joint = np.zeros(len(pi), bool)
    is_joint[switches] = is_whole[switches]
    joined = _components(n_all, pi.from_row[is_joint], pi.to_row[is_joint])
    joins = is_whole & ~is_joint
    part = _components(int(joined.max()) + 1, joined[pi.from_row[joins]], joined[pi.to_row[joins]])
    feeding = _sources(snapshot)
    feeding = feeding[in_service[feeding]]
    if not len(feeding):
        return None
    live = np.isin(part[joined], np.unique(part[joined[feeding]])) & in_service
    groups, node_of_all = np.unique(joined[live], return_inverse=True)
    node_of_bus = np.full(n_all, -1)
    node_of_bus[live] = node_of_all
    branch = np.flatnonzero(joins & live[pi.from_row] & live[pi.to_row])
    admittances = _admittances(model, branch)
    shunt = _node_shunts(snapshot, model, node_of_bus, len(groups), at_from, at_to, live)
    f, t = node_of_bus[pi.from_row[branch]], node_of_bus[pi.to_row[branch]]
    n = len(groups)
    ybus = _ybus(n, f, t, admittances, shunt)
    source = np.unique(node_of_bus[feeding])
    island = part[groups]
    reference = np.array([source[island[source] == number][0] for number in np.unique(island)], np.int64)
    place = {int(row): k for k, row in enumerate(branch.tolist())}
    ends = {
        int(row): (place[int(of)], bool(is_to))
        for row, of, is_to in zip(*(s.tolist() for s in sides), strict=True)
        if int(of) in place
    }
    return GridModel(node_of_bus[: len(network.bus)], n, reference, island, source, ybus, branch, f, t,
                     *admittances, ends, place, model)  # fmt: skip


def _components(n: int, first: Array, second: Array) -> Array:
    graph = sp.coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1])


def _sources(snapshot: Snapshot) -> Array:
    network, table = snapshot.network, snapshot.network["ext_grid"]
    rows = network.bus_row(table["bus"])
    return np.asarray(rows[snapshot.column("ext_grid", "in_service").astype(bool) & (rows >= 0)])


def _admittances(model: BranchModel, branch: Array) -> tuple[Array, Array, Array, Array]:
    pi = model.pi
    y = 1.0 / (pi.r_pu[branch] + 1j * pi.x_pu[branch])
    half = (pi.g_pu[branch] + 1j * pi.b_pu[branch]) / 2.0
    tap = pi.ratio[branch] * np.exp(1j * pi.shift_rad[branch])
    ytt = y + half + pi.asymmetry_pu[branch]
    return (y + half) / np.abs(tap) ** 2, -y / np.conj(tap), -y / tap, ytt


def _node_shunts(
    snapshot: Snapshot, model: BranchModel, node: Array, n: int, at_from: Array, at_to: Array, live: Array
) -> Array:
    """Capacitors, and what a cable open at one end charges."""
    shunt = np.zeros(n, complex)
    places = build_shunt_map(snapshot.network)
    if len(places.bus_rows):
        g, b = bus_shunt(snapshot, places)
        at = node[places.bus_rows]
        base = model.vn_kv[places.bus_rows] ** 2
        np.add.at(shunt, at[at >= 0], ((g + 1j * b) * base)[at >= 0])
    for end, other, row in ((at_from, at_to, model.pi.from_row), (at_to, at_from, model.pi.to_row)):
        dangling = np.flatnonzero(end & ~other & live[row])
        if len(dangling):
            yff, yft, ytf, ytt = _admittances(model, dangling)
            seen = yff - yft * ytf / ytt if end is at_from else ytt - ytf * yft / yff
            np.add.at(shunt, node[row[dangling]], seen)
    return shunt


def _ybus(n: int, f: Array, t: Array, admittances: tuple[Array, ...], shunt: Array) -> sp.csr_matrix:
    yff, yft, ytf, ytt = admittances
    own = np.arange(n)
    rows, columns = np.concatenate([f, f, t, t, own]), np.concatenate([f, t, f, t, own])
    return sp.csr_matrix((np.concatenate([yff, yft, ytf, ytt, shunt]), (rows, columns)), shape=(n, n))
