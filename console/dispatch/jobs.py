"""What the Dispatch workspace asks of its workers. Free of Qt; the solvers are imported only inside."""

from __future__ import annotations

import time
import uuid
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.dispatch.folder import KeptPlans, read_plans, remove_plan, write_plan
from console.dispatch.kept import KeptPlan, PlannedDay, VoltageEdge
from engines.values.dispatch import DeviceKind, DispatchPlan
from engines.values.frozen import frozen_array
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.dispatch.instance import Instance
    from engines.grid.snapshot import Snapshot

Array = np.ndarray[Any, Any]


def read_plans_job(context: WorkContext, folder: Path) -> KeptPlans:
    """The plans a site keeps."""
    return read_plans(folder)


def write_plan_job(context: WorkContext, folder: Path, plan: KeptPlan) -> KeptPlan:
    """Keep a plan."""
    write_plan(folder, plan)
    return plan


def remove_plan_job(context: WorkContext, folder: Path, plan_id: str) -> str:
    """Forget a plan."""
    remove_plan(folder, plan_id)
    return plan_id


def open_case_job(context: WorkContext, folder: Path, name_or_path: str, author: str) -> KeptPlan:
    """Read a case, put it on its network, and keep it. Raises ``InputError`` naming place and remedy."""
    from engines.dispatch.attaching import attach
    from engines.dispatch.case_file import open_case

    case = open_case(name_or_path)
    # A network file named in a case lies beside it.
    beside = Path(name_or_path).expanduser().resolve().parent / case.network
    network = str(beside) if beside.is_file() else case.network
    context.report(0.3, "network")
    attach(case, open_snapshot(network))
    context.check_cancelled()
    kept = KeptPlan(new_id(), case.name, case, network, time.time(), author)
    write_plan(folder, kept)
    return kept


def new_id() -> str:
    """An id no other console gives."""
    return uuid.uuid4().hex


def engine_versions() -> str:
    """What plans here, with its versions."""
    found = []
    for name in ("tieline", "clarabel", "highspy", "power-grid-model"):
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return ", ".join(found)


def plan_job(context: WorkContext, folder: Path, kept: KeptPlan) -> KeptPlan:
    """Plan a case, and keep what came of it. Raises ``InputError`` where case and network do not fit."""
    from engines.dispatch.attaching import attach
    from engines.dispatch.layers.options import LayerOptions
    from engines.dispatch.layers.planning import plan_in_regions
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch

    context.report(0.02, "network")
    snapshot = snapshot_of(kept)
    context.check_cancelled()
    context.report(0.1, "relaxation")
    options = DispatchOptions()
    if kept.region_count or kept.case.regions:
        # A worker of the task runner must not start processes: the regions plan one after the other.
        options = LayerOptions(regions=kept.region_count)
        plan = plan_in_regions(kept.case, snapshot, options, context=context)
    else:
        plan = plan_dispatch(kept.case, snapshot, options, context=context)
    # Whoever gave it up does not want the best so far either.
    context.check_cancelled()
    day = planned_day(attach(kept.case, snapshot), plan, options.gap)
    done = replace(kept, planned=day, planned_at=time.time(), problem="", made_with=engine_versions())
    write_plan(folder, done)
    return done


def planned_day(instance: Instance, plan: DispatchPlan, gap: float) -> PlannedDay:
    """A plan with what is drawn beside it; ``instance`` is its case on its network."""
    if not plan.schedule:
        return PlannedDay(plan, gap, frozen_array(np.empty(0)))
    n_step = instance.horizon.n_step
    usual = instance.p_load_mw[:n_step].sum(axis=1) - instance.response_p_mw[:n_step].sum(axis=1)
    for device in plan.schedule:
        if device.kind is DeviceKind.DEMAND_RESPONSE and device.p_mw is not None:
            usual = usual + device.p_mw
    edges = [_edge(instance, plan.vm_pu, is_lowest=is_lowest) for is_lowest in (True, False)]
    return PlannedDay(plan, gap, frozen_array(usual), *edges)


def _edge(instance: Instance, vm_pu: Array, *, is_lowest: bool) -> VoltageEdge:
    """Of each step the bus with the least room to its lowest or highest voltage."""
    node = instance.feeder.node_of_bus
    live = np.flatnonzero(node >= 0)
    v = vm_pu[:, live]
    limit = np.broadcast_to((instance.v_min_pu if is_lowest else instance.v_max_pu)[node[live]], v.shape)
    room = v - limit if is_lowest else limit - v
    # A step without a solution has no worst bus: whatever stands there reads as missing.
    at = np.where(np.isfinite(room), room, np.inf).argmin(axis=1)
    rows, step = live[at], np.arange(len(v))
    names = [instance.node_label(int(node[row])) for row in rows.tolist()]
    return VoltageEdge(frozen_array(v[step, at]), frozen_array(limit[step, at]), tuple(names))


def snapshot_of(kept: KeptPlan) -> Snapshot:
    """The network of a case, its switches as its plan takes them. Raises ``InputError``."""
    snapshot = open_snapshot(kept.network)
    if kept.switch_position is None:
        return snapshot
    return snapshot.with_state({("switch", "position"): _positions(kept, snapshot)})


def open_snapshot(network: str) -> Snapshot:
    """A network by its name or file, as it stands there. Raises ``InputError``."""
    from console.cli.case import open_case as open_network

    return open_network(network)[0]


def _positions(kept: KeptPlan, snapshot: Snapshot) -> Array:
    position = snapshot.column("switch", "position")
    if kept.switch_position is None or len(kept.switch_position) != len(position):
        reason = "has other switches than the district the plan was made from"
        raise InputError(kept.network, reason, "open the network of the district again, and plan anew")
    return np.asarray(kept.switch_position).astype(position.dtype)
