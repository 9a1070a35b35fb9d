"""The dead part and the ways to it as an electrical skeleton: what hangs on it without a switch is folded in.

::

    source ══ live path ══╤══ live path ══╤── tie ──┬─ zone ─┬── switch ──┬─ zone ─┬── switch ── ...
                        hangs           hangs     loads    loads        loads    loads

Folding counts the least losses there can be and the charging at the highest voltage: what is left out is never worse
than the load flow.

Nodes are buses, star points, and, where a switch stands at the end of a branch, the branch's own end behind it.
Voltages and powers follow the branch-flow equations (Baran and Wu, IEEE Transactions on Power Delivery 4(1), 1989)
in the powers at the middle of a branch, where w = v² falls by exactly 2 (r p + x q).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from engines.grid.graph import EDGE_TABLES, GridGraph
from engines.loadflow.branch_model import BranchModel, build_branch_model
from engines.loadflow.injections import build_injection_map, row_power
from engines.restoration.arrangement import DeadArea
from engines.restoration.bounds import Bounds
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]
ROOT3 = float(np.sqrt(3.0))
_NO_CAP = 1e4
"""MVA; what no branch of a distribution network carries."""


@dataclass(slots=True)
class CoreBranch:
    """A branch of the skeleton.

    Attributes:
        near, far: core nodes, ``near`` toward the source on a live path.
        zone: the dead zone it lies in, -1 on a live path.
        cap_mva: what it may carry in all at the squared voltage ``cap_w``; p0_mw, q0_mvar: what it carries already.
        table, row: the equipment it stands for, "" for a switch.
        near_mva, far_mva: what more it carries at its near, and less at its far end, when its zone is fed.
    """

    near: int
    far: int
    zone: int
    r_pu: float
    x_pu: float
    cap_mva: float
    p0_mw: float = 0.0
    q0_mvar: float = 0.0
    table: str = ""
    row: int = -1
    cap_w: float = 1.0
    near_mva: complex = 0j
    far_mva: complex = 0j


@dataclass(slots=True)
class CoreNetwork:
    """The skeleton.

    Attributes:
        nodes: graph node of each core node.
        zone: by core node, its dead zone or -1; p_mw, q_mvar: what it consumes when its zone is fed.
        low_w: by core node, the lowest squared voltage for the sake of all that hangs on it.
        w0: by core node on a live path, its squared voltage now; NaN elsewhere.
        roots: core nodes whose voltage is held.
        terminals: by join, the core nodes at its two sides, in the order of ``ZoneState.ends``.
        home: ``(n_node,)`` core node each node hangs on, -1 where on none.
        at: by (table, row), the place of a branch in ``branches``.
    """

    nodes: list[int]
    zone: list[int]
    p_mw: list[float]
    q_mvar: list[float]
    low_w: list[float]
    w0: list[float]
    roots: list[int]
    branches: list[CoreBranch]
    terminals: dict[int, tuple[int, int]]
    home: Array
    at: dict[tuple[str, int], int] = field(default_factory=dict)

    def copy(self) -> CoreNetwork:
        """The same with branches of its own, whose limits may be drawn tighter."""
        return replace(self, branches=[replace(branch) for branch in self.branches])


def core_network(area: DeadArea, base: LoadFlowResult, limits: Bounds, cold_load_factor: float) -> CoreNetwork:
    """The skeleton of a dead area.

    Args:
        base: load flow after isolating and before any pickup.
        limits: in force at the end.
    """
    return _Builder(area, base, limits, cold_load_factor).build()


class _Builder:
    def __init__(self, area: DeadArea, base: LoadFlowResult, limits: Bounds, cold_load_factor: float) -> None:
        self.area, self.base, self.limits = area, base, limits
        self.state = area.state
        snapshot = self.state.snapshot
        self.graph: GridGraph = self.state.zones.graph
        self.model: BranchModel = build_branch_model(snapshot)
        self.n_node = self.graph.n_node + 2 * self.graph.n_edge
        self._ends()
        self._load(cold_load_factor)
        low = np.full(self.n_node, 0.0)
        low[: self.graph.n_bus] = np.nan_to_num(limits.low_pu) ** 2
        self.low_w = low

    def _ends(self) -> None:
        """The node at each end of each edge, and the nodes each join connects."""
        g, state = self.graph, self.state
        end = np.stack([g.first, g.second], axis=1)
        own = g.n_node + 2 * np.arange(g.n_edge)[:, None] + np.arange(2)
        end[g.switch_edge, g.switch_end] = own[g.switch_edge, g.switch_end]
        self.end = end
        bus_side = np.full((len(state.snapshot.network["switch"]), 2), -1, np.int64)
        at = np.where(g.switch_end == 0, g.first[g.switch_edge], g.second[g.switch_edge])
        bus_side[g.switch_row, 0] = at
        bus_side[g.switch_row, 1] = own[g.switch_edge, g.switch_end]
        couples = np.flatnonzero(g.coupling_edge >= 0)
        bus_side[couples, 0] = g.first[g.coupling_edge[couples]]
        bus_side[couples, 1] = g.second[g.coupling_edge[couples]]
        self.join_nodes = bus_side[state.join]
        zone = np.full(self.n_node, -1, np.int64)
        zone[: g.n_bus] = state.zones.of_bus
        of_edge = np.repeat(state.zones.of_edge[:, None], 2, axis=1)
        zone[end.ravel()] = np.where(zone[end.ravel()] < 0, of_edge.ravel(), zone[end.ravel()])
        self.node_zone = zone

    def _load(self, factor: float) -> None:
        snapshot = self.state.snapshot
        p, q = np.zeros(self.n_node), np.zeros(self.n_node)
        injections = build_injection_map(snapshot.network)
        for table in injections.tables:
            if "load" not in table:
                continue
            rows = injections.bus_rows[injections.place[table]]
            p_row, q_row = row_power(snapshot, table)
            np.add.at(p, rows, np.nan_to_num(p_row) * factor)
            np.add.at(q, rows, np.nan_to_num(q_row) * factor)
        self.p_mw, self.q_mvar = p, q

    def build(self) -> CoreNetwork:
        tree, parent_edge, parent = self._skeleton()
        keep = self._kept(tree, parent)
        junction = self._junctions(tree, parent, keep)
        nodes = np.flatnonzero(keep)
        number = np.full(self.n_node, -1, np.int64)
        number[nodes] = np.arange(len(nodes))
        low = self._lowest(tree, parent, parent_edge, keep)
        live = self.live_node
        p, q = (np.where(live[nodes], 0.0, power[nodes]) for power in (self.p_mw, self.q_mvar))
        core = CoreNetwork(
            nodes.tolist(), np.where(live[nodes], -1, self.node_zone[nodes]).tolist(), p.tolist(), q.tolist(),
            low[nodes].tolist(), np.where(live[nodes], self.w0[nodes], np.nan).tolist(),
            number[[n for n in self.sources if keep[n]]].tolist(), [], {},
            np.where(junction >= 0, number[junction], -1),
        )  # fmt: skip
        for child in nodes.tolist():
            if parent[child] >= 0 and parent_edge[child] >= 0 and keep[parent[child]]:
                core.branches.append(self._branch(int(parent_edge[child]), int(parent[child]), child, number))
            elif parent[child] >= 0 and keep[parent[child]]:
                # A closed switch on a live path.
                near, far = int(number[parent[child]]), int(number[child])
                core.branches.append(CoreBranch(near, far, -1, 0.0, 0.0, _NO_CAP))
        core.at = {(b.table, b.row): k for k, b in enumerate(core.branches) if b.table}
        for j in (*self.area.attaching, *self.area.inner):
            a, b = (int(number[n]) for n in self.join_nodes[j])
            core.terminals[j] = (a, b)
        return core

    def _skeleton(self) -> tuple[Array, Array, Array]:
        """Breadth-first order, and by node the edge (-1: a switch) and the node toward the root of its part."""
        g, state, area = self.graph, self.state, self.area
        is_line = np.flatnonzero(g.table != EDGE_TABLES.index("switch"))
        zone = state.zones.of_edge[is_line]
        live_edges = is_line[area.stays_live[zone] & (zone >= 0)]
        dead_edges = is_line[area.free[zone] & (zone >= 0)]
        conducting = state.is_closed.copy()
        conducting[list(area.isolation.openings)] = False
        live_joins = conducting & area.stays_live[state.ends].all(axis=1)
        self.live_node = np.zeros(self.n_node, bool)
        known = self.node_zone >= 0
        self.live_node[known] = area.stays_live[self.node_zone[known]]
        from engines.grid.topology import live_sources

        self.sources = live_sources(state.snapshot).tolist()
        # Each dead zone is searched from the first terminal it has.
        start: dict[int, int] = {}
        for j in (*area.attaching, *area.inner):
            for node in self.join_nodes[j].tolist():
                if not self.live_node[node]:
                    start.setdefault(int(self.node_zone[node]), node)
        edges = np.concatenate([live_edges, dead_edges])
        pairs = np.concatenate([self.end[edges], self.join_nodes[live_joins]])
        label = np.concatenate([edges, np.full(int(live_joins.sum()), -1)])
        top = self.n_node
        roots = np.array([*self.sources, *start.values()], np.int64)
        first = np.concatenate([pairs[:, 0], np.full(len(roots), top)])
        second = np.concatenate([pairs[:, 1], roots])
        matrix = csr_matrix((np.ones(len(first)), (first, second)), (top + 1, top + 1))
        order, before = breadth_first_order(matrix, top, directed=False)
        parent = np.asarray(before[:top], np.int64)
        parent[(parent == top) | (parent < 0)] = -1
        edge_of: dict[tuple[int, int], int] = {}
        for (a, b), e in zip(pairs.tolist(), label.tolist(), strict=True):
            edge_of.setdefault((min(a, b), max(a, b)), e)
        edge = np.full(top, -1, np.int64)
        for node in np.flatnonzero(parent >= 0).tolist():
            other = int(parent[node])
            edge[node] = edge_of[min(node, other), max(node, other)]
        vm = np.full(self.n_node, np.nan)
        vm[: g.n_bus] = self.base.vm_pu
        tree = np.asarray(order[order != top], np.int64)
        for node in tree.tolist():
            if not np.isfinite(vm[node]) and parent[node] >= 0:
                vm[node] = vm[parent[node]]
        self.w0 = vm**2
        self.top_w = float(np.nanmax(self.w0[self.live_node], initial=0.0)) or 1.0
        return tree, edge, parent

    def _kept(self, tree: Array, parent: Array) -> Array:
        """Nodes on the way between a terminal and the root of its part."""
        keep = np.zeros(self.n_node, bool)
        for j in (*self.area.attaching, *self.area.inner):
            for node in self.join_nodes[j].tolist():
                while node >= 0 and not keep[node]:
                    keep[node] = True
                    node = int(parent[node])
        return keep

    def _junctions(self, tree: Array, parent: Array, keep: Array) -> Array:
        junction = np.full(self.n_node, -1, np.int64)
        for node in tree.tolist():
            junction[node] = node if keep[node] else (junction[parent[node]] if parent[node] >= 0 else -1)
        return junction

    def _lowest(self, tree: Array, parent: Array, parent_edge: Array, keep: Array) -> Array:
        """The lowest squared voltage each node must have for what hangs on it."""
        need, p, q = self.low_w.copy(), self.p_mw, self.q_mvar
        live, pi = self.live_node, self.model.pi
        top = self.top_w
        for node in tree[::-1].tolist():
            above = int(parent[node])
            if above < 0 or live[node] != live[above]:
                continue
            if live[node]:
                if not keep[node]:
                    # What hangs on a live path falls with the path: it keeps its distance to it.
                    need[above] = max(need[above], need[node] + self.w0[above] - self.w0[node])
                continue
            edge = int(parent_edge[node])
            k = self._place(edge) if edge >= 0 else -1
            charging = 0.5 * float(pi.b_pu[k]) * top if k >= 0 else 0.0
            q[node] -= charging
            q[above] -= charging
            if keep[node]:
                continue
            loss = (p[node] ** 2 + q[node] ** 2) / top if k >= 0 else 0.0
            r, x = (float(pi.r_pu[k]), float(pi.x_pu[k])) if k >= 0 else (0.0, 0.0)
            drop = 2 * (r * (p[node] + 0.5 * r * loss) + x * (q[node] + 0.5 * x * loss))
            need[above] = max(need[above], (need[node] + drop) * self._ratio(edge, above, k) ** 2)
            p[above] += p[node] + r * loss
            q[above] += q[node] + x * loss
        return need

    def _ratio(self, edge: int, above: int, k: int) -> float:
        if k < 0:
            return 1.0
        ratio = float(self.model.pi.ratio[k])
        return ratio if int(self.graph.first[edge]) == above else 1.0 / ratio

    def _place(self, edge: int) -> int:
        """Row of an edge in the branch model, -1 for a three-winding transformer's winding, taken as ideal."""
        table = EDGE_TABLES[int(self.graph.table[edge])]
        if table == "trafo3w":
            return -1
        return int(self.model.part[table].start) + int(self.graph.row[edge])

    def _branch(self, edge: int, near: int, far: int, number: Array) -> CoreBranch:
        table, row = EDGE_TABLES[int(self.graph.table[edge])], int(self.graph.row[edge])
        k = self._place(edge)
        is_live = bool(self.live_node[far])
        zone = -1 if is_live else int(self.state.zones.of_edge[edge])
        at = int(number[near]), int(number[far])
        if k < 0:
            return CoreBranch(*at, zone, 0.0, 0.0, _NO_CAP, table=table, row=row)
        model = self.model
        w = self.w0[near] if is_live and np.isfinite(self.w0[near]) else self.top_w
        caps = []
        for per_ampere, end in (
            (model.loading_from[k], model.pi.from_row[k]),
            (model.loading_to[k], model.pi.to_row[k]),
        ):
            percent = float(self.limits.percent[table][row])
            ampere = percent / per_ampere if np.isfinite(per_ampere) and per_ampere > 0 else np.inf
            caps.append(ROOT3 * float(model.vn_kv[end]) * np.sqrt(w) * ampere / 1e3)
        cap = float(min(min(caps), _NO_CAP))
        seen_w = float(w)
        p0 = q0 = 0.0
        if is_live and table in self.base.branches:
            flow = self.base.branches[table]
            from_is_near = int(self.graph.first[edge]) == near or int(self.end[edge, 0]) == near
            p = flow.p_from_mw[row] if from_is_near else flow.p_to_mw[row]
            q = flow.q_from_mvar[row] if from_is_near else flow.q_to_mvar[row]
            p0, q0 = float(np.nan_to_num(p)), float(np.nan_to_num(q))
        return CoreBranch(
            *at, zone, float(model.pi.r_pu[k]), float(model.pi.x_pu[k]), cap, p0, q0, table, row, seen_w
        )  # fmt: skip
