"""The AC load flow of every moment of a plan: whether the model told the truth and every limit holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.plan_network import PlanNetwork
from engines.dispatch.rounding import Switching
from engines.dispatch.setpoints import Setpoints, stair_values
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.values.dispatch import LIMIT_MARGIN, AcProof, AcViolation
from engines.values.loadflow import LoadFlowResult, VerificationStatus

Array = np.ndarray[Any, Any]

LARGEST_DV_PU = 1e-6
LARGEST_LOSS_ERROR = 1e-4
LEAST_LOSS_MW = 1e-3
"""Below, an error of the losses is held against this."""


@dataclass(frozen=True, slots=True, eq=False)
class AcDay:
    """The load flows of a plan.

    Attributes:
        vm_pu: ``(n_moment, n_bus)``; source_p_mw, source_q_mvar: ``(n_moment, n_root)``; loss_mw: ``(n_moment,)``.
        branch_mva: ``(n_moment, n_branch)`` larger end; branch_percent: of its rating.
        cause: why a moment has no solution, empty where all have.
    """

    proof: AcProof
    vm_pu: Array
    source_p_mw: Array
    source_q_mvar: Array
    loss_mw: Array
    branch_mva: Array
    branch_percent: Array


class AcChecker:
    """Keeps the plan's network compiled: each further check costs only its load flows."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.network = PlanNetwork(instance)
        self.solver = LoadFlowSolver(
            self.network.snapshot.network, LoadFlowOptions(tolerance=1e-10, check_limits=False)
        )

    def snapshot(self, points: Setpoints, switching: Switching, moment: int) -> Snapshot:
        """The network as the plan has it in a moment."""
        step = int(self.instance.horizon.step[moment])
        sgen = {kind: (points.p_mw[kind][moment], points.q_mvar[kind][moment]) for kind in points.p_mw}
        return self.network.at(step, sgen, stair_values(self.instance, switching, step))

    def verify(self, snapshot: Snapshot) -> VerificationStatus:
        """Ask the reference engine once for the plan's network."""
        if self.solver.verification.status is VerificationStatus.PENDING:
            self.solver.verify(snapshot)
        return self.solver.verification.status

    def check(self, points: Setpoints, switching: Switching) -> AcDay:
        """Solve and judge every moment."""
        instance, feeder = self.instance, self.instance.feeder
        m, n_bus = len(instance.horizon), len(instance.snapshot.network.bus)
        vm = np.full((m, n_bus), np.nan)
        p, q = np.full((m, len(feeder.roots)), np.nan), np.full((m, len(feeder.roots)), np.nan)
        loss = np.full(m, np.nan)
        mva, percent = np.full((m, len(feeder.child)), np.nan), np.full((m, len(feeder.child)), np.nan)
        solved, cause = 0, ""
        for moment in range(m):
            result = self.solver.solve(self.snapshot(points, switching, moment))
            if not result.is_converged:
                cause = cause or f"{self._when(moment)}: {result.cause}"
                continue
            solved += 1
            vm[moment] = result.vm_pu
            p[moment] = result.source_p_mw[feeder.root_source]
            q[moment] = result.source_q_mvar[feeder.root_source]
            loss[moment] = result.losses_kw / 1000
            mva[moment], percent[moment] = self.branches(result)
        proof = self._judge(points, vm, p, q, loss, mva, percent, solved, cause)
        return AcDay(proof, vm, p, q, loss, mva, percent)

    def _when(self, moment: int) -> str:
        return self.instance.case.clock(int(self.instance.horizon.step[moment]))

    def branches(self, result: LoadFlowResult) -> tuple[Array, Array]:
        """``(n_branch,)`` MVA at the larger end, and loading in percent; NaN where neither is known."""
        model, row = self.instance.feeder.model, self.instance.feeder.table_row
        mva, percent = np.full(len(model.pi), np.nan), np.full(len(model.pi), np.nan)
        for table, part in model.part.items():
            flow = result.branches.get(table)
            if flow is None or table == "trafo3w":
                continue
            rows = model.switch_rows if table == "switch" else np.arange(len(flow.loading_percent))
            ends = [np.hypot(getattr(flow, f"p_{e}_mw"), getattr(flow, f"q_{e}_mvar"))[rows] for e in ("from", "to")]
            mva[part], percent[part] = np.fmax(*ends), flow.loading_percent[rows]
        return mva[row], percent[row]

    def _judge(
        self,
        points: Setpoints,
        vm: Array,
        p: Array,
        q: Array,
        loss: Array,
        mva: Array,
        percent: Array,
        solved: int,
        cause: str,
    ) -> AcProof:
        instance, feeder = self.instance, self.instance.feeder
        node = feeder.node_of_bus
        live = np.flatnonzero(node >= 0)
        difference = np.abs(vm[:, live] - points.vm_pu[:, node[live]])
        max_dv = float(difference.max()) if difference.size else 0.0
        error = float((np.abs(loss - points.loss_mw) / np.maximum(np.abs(loss), LEAST_LOSS_MW)).max())
        violations = _Limits(instance).broken(vm, p, q, mva, percent)
        if not cause and not (max_dv <= LARGEST_DV_PU):
            cause = f"voltages differ by {max_dv:.1e} pu from the model's"
        elif not cause and not (error <= LARGEST_LOSS_ERROR):
            cause = f"losses differ by {error:.1e} from the model's"
        elif not cause and violations:
            count = "1 limit is" if len(violations) == 1 else f"{len(violations)} limits are"
            cause = f"{count} violated, {violations[0].kind} at {violations[0].place} first"
        status = self.solver.verification.status
        return AcProof(len(instance.horizon), solved, max_dv, error, tuple(violations), status, cause)


class _Limits:
    """The case's limits held against load flows."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance

    def broken(self, vm: Array, p: Array, q: Array, mva: Array, percent: Array) -> list[AcViolation]:
        """All violations, by kind."""
        from engines.dispatch.attaching import tree_branch_name

        instance = self.instance
        node, bus = instance.feeder.node_of_bus, instance.snapshot.network.bus
        live = np.flatnonzero(node >= 0)
        found: list[AcViolation] = []

        def collect(kind: str, value: Array, limit: Array, over: Array, name: Any) -> None:
            for moment, k in zip(*np.nonzero(over), strict=True):
                step = int(instance.horizon.step[moment])
                at = np.broadcast_to(limit, value.shape)[moment, k]
                found.append(AcViolation(kind, name(int(k)), step, float(value[moment, k]), float(at)))

        v, low, high = vm[:, live], instance.v_min_pu[node[live]], instance.v_max_pu[node[live]]
        collect("undervoltage", v, low, v < low - LIMIT_MARGIN, lambda k: str(bus.id[live[k]]))
        collect("overvoltage", v, high, v > high + LIMIT_MARGIN, lambda k: str(bus.id[live[k]]))
        most = instance.branch_mva * (1 + LIMIT_MARGIN)
        collect("branch power", mva, instance.branch_mva, mva > most, lambda k: tree_branch_name(instance, k))
        rated = np.isfinite(instance.branch_pu)
        normal = instance.snapshot.network.limits.loading_normal_percent
        over = rated & (percent > allowed_percent(instance) * (1 + LIMIT_MARGIN))
        collect(
            "branch current", percent, np.full(percent.shape, normal), over, lambda k: tree_branch_name(instance, k)
        )
        self._ties(p, q, collect)
        return found

    def _ties(self, p: Array, q: Array, collect: Any) -> None:
        instance = self.instance
        for root, place in enumerate(instance.tie):
            if place < 0:
                continue
            tie = instance.case.ties[place]
            name = (lambda r: lambda _: f"source at {instance.node_label(int(instance.feeder.roots[r]))}")(root)
            own_p, own_q = p[:, [root]], q[:, [root]]
            room = LIMIT_MARGIN * max(1.0, min(tie.s_mva, np.nanmax(np.abs(own_p), initial=1.0)))
            s = np.hypot(own_p, own_q)
            for kind, value, limit, over in (
                ("import", own_p, tie.p_max_mw, own_p > tie.p_max_mw + room),
                ("export", own_p, tie.p_min_mw, own_p < tie.p_min_mw - room),
                ("reactive import", own_q, tie.q_max_mvar, own_q > tie.q_max_mvar + room),
                ("reactive export", own_q, tie.q_min_mvar, own_q < tie.q_min_mvar - room),
                ("exchange", s, tie.s_mva, s > tie.s_mva + room),
            ):
                collect(kind, value, np.array(limit), over, name)
            for kind, value, per_hour, initial in (
                ("import ramp", own_p, tie.p_ramp_mw_per_h, tie.initial_p_mw),
                ("reactive ramp", own_q, tie.q_ramp_mvar_per_h, tie.initial_q_mvar),
            ):
                horizon = instance.horizon
                before = np.where(horizon.previous[:, None] >= 0, value[horizon.previous], initial)
                change = np.abs(value - before)
                limit = per_hour * horizon.hours
                collect(kind, change, np.array(limit), change > limit + 2 * room, name)


def allowed_percent(instance: Instance) -> Array:
    """``(n_branch,)`` the loading a branch may have, percent."""
    return np.maximum(instance.snapshot.network.limits.loading_normal_percent, _own_normal(instance))


def _own_normal(instance: Instance) -> Array:
    """``(n_branch,)`` percent: where a branch has an own limit above the common one it counts."""
    feeder = instance.feeder
    own = np.zeros(len(feeder.model.pi))
    for table in ("line", "trafo"):
        values = instance.snapshot.network[table]
        if "max_loading_percent" in values:
            own[feeder.model.part[table]] = np.nan_to_num(values["max_loading_percent"].astype(float))
    return own[feeder.table_row]
