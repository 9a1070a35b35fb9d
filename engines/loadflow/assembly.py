"""From what the fast engine gives to a load flow result, with the checks that its answer is one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.limit_check import LimitArrays, check_limits
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.branch_model import BranchModel
from engines.loadflow.calculation import OUTPUT_COMPONENTS
from engines.loadflow.pgm_model import PgmModel, RawSolution
from engines.values.frozen import FrozenMap
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus, VerificationStatus
from engines.values.violations import no_violations

Array = np.ndarray[Any, Any]

IMBALANCE_MVA = 1e-5
"""Power a bus may miss, per MVA of total consumption (at least one), before an answer is refused."""
_NO_VIOLATIONS = no_violations()
_NOTHING: Array = np.empty(
    0, [("energized", bool)] + [(n, float) for n in ("p", "q", "p_from", "q_from", "p_to", "q_to", "i_from", "i_to")]
)


class UnacceptableAnswer(Exception):
    """The engine said it had converged, but its numbers are no solution.

    Attributes:
        bus_row: where it shows most.
    """

    def __init__(self, reason: str, bus_row: int) -> None:
        super().__init__(reason)
        self.bus_row = bus_row


@dataclass(frozen=True, slots=True, eq=False)
class ResultLayout:
    """What does not change between solves of one compiled model.

    Attributes:
        ends: ``(2 n_branch,)`` bus rows of all from ends, then of all to ends.
        is_free: ``(n_bus + n_star,)`` buses whose power must balance: all without a source.
        table_part: tables with rows, and where their branches lie.
    """

    n_bus: int
    n_node: int
    ends: Array
    is_free: Array
    table_part: tuple[tuple[str, slice], ...]
    switch_rows: Array
    n_switch: int
    limits: LimitArrays | None
    loading: Array


def result_layout(network: Network, branches: BranchModel, limits: LimitArrays | None) -> ResultLayout:
    """The layout for a network and its compiled branches."""
    n_node = len(branches.vn_kv)
    is_free = np.ones(n_node, bool)
    is_free[network.bus_row(network["ext_grid"]["bus"])] = False
    parts = tuple((t, p) for t, p in branches.part.items() if p.stop > p.start)
    return ResultLayout(
        len(network.bus),
        n_node,
        np.concatenate([branches.pi.from_row, branches.pi.to_row]),
        is_free,
        parts,
        branches.switch_rows,
        len(network["switch"]),
        limits,
        np.stack([branches.loading_from, branches.loading_to]),
    )


def assemble(
    snapshot: Snapshot,
    model: PgmModel,
    layout: ResultLayout,
    raw: RawSolution,
    verification: VerificationStatus,
    engine_reason: str,
    begin: float,
) -> LoadFlowResult:
    """The result of a solve that began at ``begin`` on the performance counter.

    Raises :class:`UnacceptableAnswer` where the numbers are no solution.
    """
    node, branch, source = (raw.get(c, _NOTHING) for c in OUTPUT_COMPONENTS)
    energized = node["energized"].astype(bool)
    vm_all = node["u_pu"].copy()
    flow = branch_block(branch, layout)
    check_answer(model, layout, energized, vm_all, flow)
    branch_on = branch["energized"].astype(bool)
    losses_mw = float(flow[0].sum() + flow[2].sum())
    losses_mvar = float(flow[1].sum() + flow[3].sum())
    if not branch_on.all():
        flow[:, ~branch_on] = np.nan
    n_bus = layout.n_bus
    is_energized = energized[:n_bus]
    vm_pu, va_degree = vm_all[:n_bus], node["u_angle"][:n_bus] * (180 / np.pi)
    if not is_energized.all():
        dead = ~is_energized
        vm_pu[dead], va_degree[dead] = np.nan, np.nan
    source_mw, source_mvar = source["p"] * 1e-6, source["q"] * 1e-6
    for array in (flow, vm_all, va_degree, energized, source_mw, source_mvar):
        array.flags.writeable = False
    branches = branch_flows(flow, layout)
    violations = _NO_VIOLATIONS
    if layout.limits is not None:
        violations = check_limits(layout.limits, vm_pu, {t: b.loading_percent for t, b in branches.items()})
    return LoadFlowResult(
        snapshot_revision=snapshot.revision,
        structure_revision=snapshot.network.structure_revision,
        time=snapshot.time,
        status=SolveStatus.CONVERGED,
        engine=Engine.PGM,
        vm_pu=vm_all[:n_bus],
        va_degree=va_degree,
        is_energized=energized[:n_bus],
        branches=FrozenMap(branches),
        source_p_mw=source_mw,
        source_q_mvar=source_mvar,
        losses_kw=losses_mw * 1e3,
        losses_kvar=losses_mvar * 1e3,
        violations=violations,
        engine_reason=engine_reason,
        seconds=time.perf_counter() - begin,
        verification=verification,
    )


def branch_block(branch: Array, layout: ResultLayout) -> Array:
    """``(7, n_branch)`` p and q into each end (MW, Mvar), currents (kA), loading (percent)."""
    flow = np.empty((7, layout.loading.shape[1]))
    for row, name in enumerate(("p_from", "q_from", "p_to", "q_to")):
        np.multiply(branch[name], 1e-6, out=flow[row])
    loading = layout.loading
    np.fmax(branch["i_from"] * loading[0], branch["i_to"] * loading[1], out=flow[6])
    np.multiply(branch["i_from"], 1e-3, out=flow[4])
    np.multiply(branch["i_to"], 1e-3, out=flow[5])
    return flow


def check_answer(model: PgmModel, layout: ResultLayout, energized: Array, vm_pu: Array, flow: Array) -> None:
    """Raise :class:`UnacceptableAnswer` unless all is finite and power balances at every bus without a source."""
    if not np.isfinite(vm_pu.sum()) or not np.isfinite(flow[:6].sum()):
        bad = np.flatnonzero(~np.isfinite(vm_pu))
        raise UnacceptableAnswer("it contains values that are not numbers", int(bad[0]) if bad.size else -1)
    n_branch = flow.shape[1]
    p: Array = np.zeros(layout.n_node)
    q: Array = np.zeros(layout.n_node)
    if n_branch:
        p = np.bincount(layout.ends, flow[0:3:2].reshape(2 * n_branch), layout.n_node)
        q = np.bincount(layout.ends, flow[1:4:2].reshape(2 * n_branch), layout.n_node)
    rows = model.injections.bus_rows
    if len(rows):
        p_load, q_load = consumption(model, vm_pu[rows])
        p[rows] += p_load
        q[rows] += q_load
        total = max(1.0, float(np.abs(p_load).sum()))
    else:
        total = 1.0
    if model.g_shunt is not None and model.b_shunt is not None:
        at = model.shunts.bus_rows
        square_kv = np.square(vm_pu[at] * model.branches.vn_kv[at])
        p[at] += model.g_shunt * square_kv
        q[at] -= model.b_shunt * square_kv
    missing = (np.abs(p) + np.abs(q)) * (energized & layout.is_free)
    worst = int(missing.argmax()) if len(missing) else 0
    if missing[worst] > IMBALANCE_MVA * total:
        raise UnacceptableAnswer(f"power does not balance by {missing[worst]:.3g} MVA", worst)


def consumption(model: PgmModel, vm_pu: Array) -> tuple[Array, Array]:
    """``(m,)`` MW and Mvar consumed at the injection buses at voltages ``vm_pu`` there."""
    p, q = model.p_bus, model.q_bus
    if len(p) == 1:
        return p[0], q[0]
    square = vm_pu**2
    return p[0] + p[1] * square + p[2] * vm_pu, q[0] + q[1] * square + q[2] * vm_pu


def branch_flows(flow: Array, layout: ResultLayout) -> dict[str, BranchFlow]:
    """The block cut into tables."""
    branches: dict[str, BranchFlow] = {}
    for table, part in layout.table_part:
        if table == "trafo3w":
            branches[table] = _three_winding(flow[:, part])
        elif table == "switch":
            branches[table] = _bus_switches(flow[:, part], layout)
        else:
            branches[table] = _flow(flow[:, part])
    return branches


def _flow(block: Array) -> BranchFlow:
    p_from, q_from, p_to, q_to, i_from, i_to, loading = block
    return BranchFlow(p_from, q_from, p_to, q_to, i_from, i_to, loading)


def _bus_switches(block: Array, layout: ResultLayout) -> BranchFlow:
    full = np.full((7, layout.n_switch), np.nan)
    full[:, layout.switch_rows] = block
    full.flags.writeable = False
    return _flow(full)


def _three_winding(block: Array) -> BranchFlow:
    hv, mv, lv = np.split(block, 3, axis=1)
    combined = np.stack(
        [
            hv[0],
            hv[1],
            mv[2] + lv[2],
            mv[3] + lv[3],
            hv[4],
            np.fmax(mv[5], lv[5]),
            np.fmax(np.fmax(hv[6], mv[6]), lv[6]),
        ]
    )
    combined.flags.writeable = False
    return _flow(combined)
