"""Predicting what an operation does: topology and load flow of a copy, compared with the present."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from engines.grid.limit_check import LimitArrays, limit_arrays
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Array, Snapshot
from engines.grid.topology import analyse
from engines.grid.tracing import CustomersByBus, customers_at, supply_loss
from engines.switching.consequence import Consequence, LoadingChange, NewLoop, VoltageChange
from engines.switching.dressed import with_mobile_sources
from engines.switching.operation import Operation, operated
from engines.switching.telling import sentences
from engines.values.loadflow import LoadFlowResult
from engines.values.site import SiteState
from engines.values.topology import Topology
from engines.values.violations import ViolationKind

MOST_CHANGED = 5
"""How many branches are named for having changed, beside those beyond their limit."""
NOTEWORTHY_PERCENT = 0.5
"""A loading that changes by less is not named."""
_CRITICAL = 2


class Solver(Protocol):
    """What predicts need of a load flow, as :class:`engines.loadflow.solving.LoadFlowSolver` has it."""

    def solve(self, snapshot: Snapshot) -> LoadFlowResult:
        """Solve; whatever goes wrong is a status."""


def predict(
    solver: Solver,
    before: Snapshot,
    site: SiteState,
    operation: Operation,
    *,
    topology: Topology | None = None,
    result: LoadFlowResult | None = None,
    revision: int | None = None,
    customers: CustomersByBus | None = None,
) -> Consequence:
    """What the operation would do to ``before``, a dressed snapshot.

    Args:
        solver: compiled for the structure of ``before``.
        topology, result: of ``before``, where they are known already.
        revision: of the snapshot ``before`` was dressed from.
        customers: who counts; ``None``: those of the network.
    """
    bound = before.revision if revision is None else revision
    topology = topology or analyse(before)
    result = result or solver.solve(before)
    after = operated(before, operation, result)
    if after is None:
        nothing = Consequence(bound, before.network.structure_revision, result.status, result.cause, has_effect=False)
        return replace(nothing, sentences=sentences(nothing))
    after = with_mobile_sources(after, site)
    solved = analyse(after), solver.solve(after)
    return consequence(before, topology, result, after, *solved, site, operation, bound, customers)


def consequence(
    before: Snapshot,
    topology: Topology,
    result: LoadFlowResult,
    after: Snapshot,
    topology_after: Topology,
    result_after: LoadFlowResult,
    site: SiteState,
    operation: Operation,
    revision: int,
    customers: CustomersByBus | None = None,
) -> Consequence:
    """Compare two solved moments of one structure."""
    network = before.network
    loss = supply_loss(before, topology, topology_after, customers)
    gained = ~topology.is_energized & topology_after.is_energized
    lost = topology.is_energized & ~topology_after.is_energized
    limits = limit_arrays(network)
    bus_ids = network.bus.id
    both = result.is_converged, result_after.is_converged
    found = Consequence(
        snapshot_revision=revision,
        structure_revision=network.structure_revision,
        status=result_after.status,
        cause=result_after.cause,
        status_before=result.status,
        cause_before=result.cause,
        customers_lost=loss.customers.total,
        customers_gained=customers_at(network, gained, customers).total,
        critical_lost=_critical(network, lost, customers),
        critical_gained=_critical(network, gained, customers),
        load_lost_kw=loss.load_kw,
        buses_lost=tuple(bus_ids[list(loss.bus_rows)].tolist()),
        buses_gained=tuple(bus_ids[gained].tolist()),
        buses_held_up=tuple(bus_ids[list(loss.backfed_bus_rows)].tolist()),
        loops=_new_loops(network, topology, topology_after, after),
        loops_left=len(topology_after.feeder_loop_branches),
        loadings=_loadings(network, limits, result, result_after) if both[1] else (),
        voltages=_voltages(network, limits, result, result_after) if both[1] else (),
        losses_before_kw=result.losses_kw,
        losses_after_kw=result_after.losses_kw,
        verification=result_after.verification,
    )
    return replace(found, sentences=sentences(found, before, after, result_after, site, operation))


def _critical(network: Network, buses: Array, told: CustomersByBus | None) -> tuple[str, ...]:
    if told is not None:
        return tuple(name for row, name in told.critical if buses[row])
    customer = network["customer"]
    if not len(customer) or not buses.any():
        return ()
    wanted = np.flatnonzero(customer["priority"] >= _CRITICAL)
    at = np.array(network.bus_row(customer["bus"][wanted]))
    load = customer["load"][wanted]
    for k in np.flatnonzero(at < 0).tolist():
        rows = np.flatnonzero(network["load"].index == load[k])
        at[k] = int(network.bus_row(int(network["load"]["bus"][rows[0]]))) if len(rows) else -1
    touched = (at >= 0) & buses[at]
    return tuple(network.label(ElementRef("customer", int(r))) for r in wanted[touched])


def _new_loops(network: Network, before: Topology, after: Topology, snapshot: Snapshot) -> tuple[NewLoop, ...]:
    # Another switch closed moves the place at which a loop is named, so that only their number can be compared.
    new = len(after.loop_branches) - len(before.loop_branches)
    if new <= 0:
        return ()
    known = set(before.loop_branches)
    fresh = [branch for branch in after.loop_branches if branch not in known] or list(after.loop_branches)
    return tuple(_loop(network, after, table, row) for table, row in fresh[:new])


def _loop(network: Network, after: Topology, table: str, row: int) -> NewLoop:
    ends = {"line": ("from_bus", "to_bus"), "impedance": ("from_bus", "to_bus"), "switch": ("bus", "element")}
    columns = ends.get(table, ("hv_bus", "lv_bus"))
    buses = [int(network.bus_row(int(network[table][c][row]))) for c in columns]
    feeders = sorted({int(after.feeder[b]) for b in buses if b >= 0})
    names = tuple(after.feeders[f].name for f in feeders if f >= 0)
    return NewLoop(names, str(network[table].id[row]))


def _loadings(
    network: Network, limits: LimitArrays, result: LoadFlowResult, after: LoadFlowResult
) -> tuple[LoadingChange, ...]:
    violations = after.violations
    violated: dict[tuple[str, int], float] = {
        (str(t), int(r)): float(limit)
        for t, r, kind, limit in zip(violations.table, violations.row, violations.kind, violations.limit, strict=True)
        if kind == ViolationKind.OVERLOAD
    }
    moved: list[tuple[float, str, int]] = []
    for table, flow in after.branches.items():
        if not result.is_converged:
            break
        change = np.abs(np.nan_to_num(flow.loading_percent) - np.nan_to_num(_loading(result, table)))
        most = np.argsort(-change, kind="stable")[:MOST_CHANGED]
        moved += [(float(change[r]), table, int(r)) for r in most if change[r] >= NOTEWORTHY_PERCENT]
    moved.sort(key=lambda m: -m[0])
    named = list(violated) + [(t, r) for _, t, r in moved[:MOST_CHANGED] if (t, r) not in violated]
    return tuple(
        LoadingChange(
            element_id=str(network[t].id[r]),
            name=network.label(ElementRef(t, r)),
            before_percent=float(_loading(result, t)[r]) if result.is_converged else float("nan"),
            after_percent=float(_loading(after, t)[r]),
            limit_percent=violated.get((t, r), float(limits.normal_percent[t][r])),
            is_violated=(t, r) in violated,
        )
        for t, r in named
    )


def _loading(result: LoadFlowResult, table: str) -> Array:
    return result.branches[table].loading_percent


def _voltages(
    network: Network, limits: LimitArrays, result: LoadFlowResult, after: LoadFlowResult
) -> tuple[VoltageChange, ...]:
    now = _broken(result) if result.is_converged else {}
    then = _broken(after)
    return tuple(
        VoltageChange(
            bus_id=str(network.bus.id[r]),
            name=network.label(ElementRef("bus", r)),
            before_pu=float(result.vm_pu[r]) if result.is_converged else float("nan"),
            after_pu=float(after.vm_pu[r]),
            limit_pu=then[r] if r in then else now[r],
            is_violated_before=r in now,
            is_violated_after=r in then,
        )
        for r in dict.fromkeys([*then, *now])
    )


def _broken(result: LoadFlowResult) -> dict[int, float]:
    violations = result.violations
    rows = np.flatnonzero(violations.table == "bus")
    return {int(violations.row[k]): float(violations.limit[k]) for k in rows}
