"""A network as the radial feeder a branch-flow model is written for.

Buses joined by closed switches without impedance are one node. Every branch runs from the node nearer to the
source ("sending") to the other ("receiving") and is a series impedance; its shunts, and those of the buses, are
admittances at the nodes. A transformer's ratio stands at its high side, so one of its ends sees the voltage of
its node divided by the ratio (:mod:`engines.loadflow.pi_equivalents`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_model import BranchModel, branch_ends, build_branch_model, switch_sides
from engines.loadflow.injections import build_shunt_map, bus_shunt
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_SHOWN = 8
"""Members of a loop or an island named in a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Feeder:
    """The tree (or several, one per source).

    Branch ``k`` is the one above node ``child[k]``.

    Attributes:
        node_of_bus: ``(n_bus,)`` node of each bus row; -1 where there is no supply.
        bus_of_node: ``(n_node,)`` a bus row of each node (the first; a star point of a transformer lies beyond).
        roots: ``(n_root,)`` nodes of the sources; root_source: ``(n_root,)`` their rows in ``ext_grid``.
        parent, child: ``(n_branch,)`` sending and receiving node.
        table_row: ``(n_branch,)`` row in ``model.pi``.
        r_pu, x_pu: ``(n_branch,)`` on 1 MVA, the sending end's side of the ratio.
        send_ratio, receive_ratio: ``(n_branch,)`` node voltage over the voltage the impedance sees; one of them is 1.
        g_send, b_send, g_receive, b_receive: ``(n_branch,)`` half shunts, MW and Mvar (consumed, generated) at 1 pu of
            the voltage the impedance sees.
        g_node, b_node: ``(n_node,)`` shunts of the buses, consumed MW and generated Mvar at 1 pu.
    """

    model: BranchModel
    node_of_bus: Array
    bus_of_node: Array
    roots: Array
    root_source: Array
    parent: Array
    child: Array
    table_row: Array
    r_pu: Array
    x_pu: Array
    send_ratio: Array
    receive_ratio: Array
    g_send: Array
    b_send: Array
    g_receive: Array
    b_receive: Array
    g_node: Array
    b_node: Array

    @property
    def n_node(self) -> int:
        """Nodes with supply."""
        return len(self.bus_of_node)


def radial_feeder(snapshot: Snapshot) -> Feeder:
    """The feeder of a snapshot.

    Raises:
        InputError: a loop (named), a part without supply that has loads or generators, no source, or equipment
            a branch-flow model cannot hold.
    """
    network = snapshot.network
    model = build_branch_model(snapshot)
    at_from, at_to = branch_ends(snapshot, model, switch_sides(network, model))
    pi, n_place = model.pi, len(model.vn_kv)
    is_ideal = np.zeros(len(pi), bool)
    is_ideal[model.part["switch"]] = np.nan_to_num(network["switch"]["z_ohm"][model.switch_rows]) == 0
    linked = at_from & at_to
    joined = _matrix(pi.from_row[linked & is_ideal], pi.to_row[linked & is_ideal], n_place)
    _, node = connected_components(joined, directed=False)
    branch = np.flatnonzero(linked & ~is_ideal)
    sources, source_node = _sources(snapshot, node)
    parent_of, order = _tree(snapshot, model, node, branch, source_node)
    _require_supply(snapshot, node, parent_of, source_node)
    rank = np.full(int(node.max()) + 1, -1, np.int64)
    live = np.concatenate([source_node, order])
    rank[live] = np.arange(len(live))
    first_bus = np.full(len(rank), -1, np.int64)
    first_bus[node[::-1]] = np.arange(n_place)[::-1]
    row = parent_of[order]
    forward = node[pi.to_row[row]] == order
    sending = np.where(forward, node[pi.from_row[row]], node[pi.to_row[row]])
    g_node, b_node = _node_shunts(snapshot, model, rank[node], len(live), at_from, at_to)
    half_g, half_b = pi.g_pu[row] / 2, pi.b_pu[row] / 2
    one = np.ones(len(row))
    return Feeder(
        model=model,
        node_of_bus=rank[node][: len(network.bus)],
        bus_of_node=first_bus[live],
        roots=np.arange(len(source_node)),
        root_source=sources,
        parent=rank[sending],
        child=rank[order],
        table_row=row,
        r_pu=pi.r_pu[row],
        x_pu=pi.x_pu[row],
        send_ratio=np.where(forward, pi.ratio[row], one),
        receive_ratio=np.where(forward, one, pi.ratio[row]),
        g_send=half_g,
        b_send=half_b,
        g_receive=half_g,
        b_receive=half_b,
        g_node=g_node,
        b_node=b_node,
    )


def _matrix(first: Array, second: Array, n: int) -> Any:
    return coo_matrix((np.ones(len(first)), (first, second)), shape=(n, n)).tocsr()


def _sources(snapshot: Snapshot, node: Array) -> tuple[Array, Array]:
    """Rows of the sources in service and their nodes."""
    network = snapshot.network
    gen = network["gen"]
    if len(gen) and snapshot.column("gen", "in_service").any():
        reason = "has generators that hold a voltage, which this plan cannot"
        raise InputError(network.name, reason, "take them out of service, or model them as sgen")
    bus = network.bus_row(network["ext_grid"]["bus"])
    rows = np.flatnonzero(snapshot.column("ext_grid", "in_service") & snapshot.column("bus", "in_service")[bus])
    if not len(rows):
        raise InputError(network.name, "has no source in service", "put an external grid into service")
    nodes = node[bus[rows]]
    if len(np.unique(nodes)) < len(nodes):
        raise InputError(network.name, "has two sources at one bus", "take one of them out of service")
    return rows, nodes


def _tree(snapshot: Snapshot, model: BranchModel, node: Array, branch: Array, roots: Array) -> tuple[Array, Array]:
    """``(n,)`` branch toward the source of each node, -1 without; and nodes in order from the sources."""
    pi, n = model.pi, int(node.max()) + 1
    first, second = node[pi.from_row[branch]], node[pi.to_row[branch]]
    # One node above all sources makes a loop through two of them a loop like any other.
    ends = np.concatenate([first, np.full(len(roots), n)]), np.concatenate([second, roots])
    order, above = breadth_first_order(_matrix(*ends, n + 1), n, directed=False)
    above = np.where(above < 0, -1, above)[:n]
    towards = np.full(n, -1, np.int64)
    down, up = above[second] == first, above[first] == second
    used = np.zeros(len(branch), bool)
    for k in np.flatnonzero(down | up).tolist():
        end = int(second[k]) if down[k] else int(first[k])
        if towards[end] < 0 and end not in roots:
            towards[end], used[k] = branch[k], True
    reached = np.zeros(n + 1, bool)
    reached[order] = True
    closing = np.flatnonzero(~used & reached[first])
    if len(closing):
        k = int(closing[0])
        raise _loop(snapshot, model, int(branch[k]), int(first[k]), int(second[k]), towards, above)
    return towards, order[(order < n) & ~np.isin(order, roots)]


def _loop(
    snapshot: Snapshot, model: BranchModel, closing: int, one: int, other: int, towards: Array, above: Array
) -> InputError:
    n = len(towards)
    ways = []
    for end in (one, other):
        way, at = [], end
        while at >= 0 and at < n:
            way.append(at)
            at = int(above[at])
        ways.append(way)
    common = set(ways[0]) & set(ways[1])
    rows = [int(towards[k]) for way in ways for k in way if k not in common and towards[k] >= 0]
    names = [branch_name(snapshot.network, model, row) for row in [closing, *rows]]
    shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
    return InputError(snapshot.network.name, f"is not radial: a loop runs through {shown}", "open one of them")


def branch_name(network: Network, model: BranchModel, row: int) -> str:
    """The id of a row of ``model.pi``."""
    for table, part in model.part.items():
        if part.start <= row < part.stop:
            k = row - part.start
            if table == "switch":
                return str(network["switch"].id[model.switch_rows[k]])
            return str(network[table].id[k % len(network[table])])
    raise IndexError(row)


def _require_supply(snapshot: Snapshot, node: Array, towards: Array, roots: Array) -> None:
    network = snapshot.network
    dead = (towards < 0) & ~np.isin(np.arange(len(towards)), roots)
    found: list[int] = []
    for table in ("load", "sgen", "storage"):
        bus = network.bus_row(network[table]["bus"])
        takes_part = snapshot.column(table, "in_service") & snapshot.column("bus", "in_service")[bus]
        found += bus[takes_part & dead[node[bus]]].tolist()
    if found:
        rows = sorted(set(found))
        names = ", ".join(str(network.bus.id[r]) for r in rows[:_SHOWN])
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        reason = f"an islanded part without source has loads or generators at {names}{more}"
        raise InputError(network.name, reason, "close a switch toward it, or take it out of service")


def _node_shunts(
    snapshot: Snapshot, model: BranchModel, node: Array, n: int, at_from: Array, at_to: Array
) -> tuple[Array, Array]:
    """Shunts of the buses and of lines that are open at one end, per node."""
    network = snapshot.network
    y = np.zeros(n, complex)
    shunts = build_shunt_map(network)
    g, b = bus_shunt(snapshot, shunts)
    live = node[shunts.bus_rows]
    base = model.vn_kv[shunts.bus_rows] ** 2
    np.add.at(y, live[live >= 0], ((g + 1j * b) * base)[live >= 0])
    pi = model.pi
    half = (pi.g_pu + 1j * pi.b_pu) / 2
    open_ended = np.flatnonzero((at_from ^ at_to) & (np.abs(half) > 0))
    far = half[open_ended] / (1 + half[open_ended] * (pi.r_pu + 1j * pi.x_pu)[open_ended])
    place = node[np.where(at_from[open_ended], pi.from_row[open_ended], pi.to_row[open_ended])]
    # A ratio stands at the from end: seen from there the admittance is smaller by its square.
    seen = (half[open_ended] + far) / np.where(at_from[open_ended], pi.ratio[open_ended], 1.0) ** 2
    np.add.at(y, place[place >= 0], seen[place >= 0])
    return y.real, y.imag
