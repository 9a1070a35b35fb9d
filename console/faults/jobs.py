"""What fault repair asks of its workers: where the fault lies, and what to switch. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from console.faults.cut_off import among_the_dead, cut_off, elements_in, loads_in, of_this
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot, StateKey
from engines.restoration.location_options import LocationOptions
from engines.restoration.options import RestorationOptions
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult
from engines.values.location import Location
from engines.values.switching_plan import PlanPurpose, StepKind, SwitchingPlan
from engines.values.topology import Topology
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]
NETWORK_KEY, SOLVER_KEY = "console.faults.network", "console.faults.solver"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A snapshot on its way to a worker, which knows the network after the first time.

    Attributes:
        network: only when the worker has to be told it.
    """

    structure_revision: str
    snapshot_revision: int
    state: FrozenMap[StateKey, Array]
    mode: Mode
    time: np.datetime64 | None = None
    network: Network | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LocateRequest:
    """Evidence of one incident.

    Attributes:
        ground: right before the fault.
        device_ids: what has tripped in this incident; other_ids: only in others that are under way at the same time.
        is_alone: no other incident is under way.
        silent_ids: loads whose meters are without voltage where nothing has tripped.
        position: ``(n_switch,)`` of the present: what stands under voltage is not suspected.
    """

    ground: Ground
    evidence: tuple[FaultEvidence, ...]
    instruments: Instruments
    device_ids: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    is_alone: bool = True
    silent_ids: tuple[str, ...] = ()
    position: Array | None = None
    options: LocationOptions = field(default_factory=LocationOptions)


@dataclass(frozen=True, slots=True, eq=False)
class LocateReply:
    """Where it is suspected.

    Attributes:
        credible: zones that hold the level asked for; credible_ids: what lies in them.
        lost_ids: loads that lose supply where the devices open.
    """

    location: Location
    credible: tuple[int, ...]
    lost_ids: tuple[str, ...] = ()
    credible_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PlanRequest:
    """What is to be planned from the present.

    Attributes:
        fault: element id, or probability by zone; "" for the way back to normal.
        is_cut_off: protection has tripped: the fault lies in what is dead now.
        elements: of a planned outage, also of one to be proven anew.
        plan: to be proven anew instead of planning; without: numbers of its steps a person removed.
        reclosing_off: switches whose reclosing is to be on again at the end.
    """

    ground: Ground
    purpose: PlanPurpose
    options: RestorationOptions
    fault: str | FrozenMap[int, float] = ""
    is_cut_off: bool = False
    elements: tuple[str, ...] = ()
    plan: SwitchingPlan | None = None
    without: tuple[int, ...] = ()
    reclosing_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PlayedStep:
    """The network as it is promised after a step; ``number`` 0: before the first."""

    number: int
    state: FrozenMap[StateKey, Array]
    topology: Topology
    result: LoadFlowResult | None


PlannedSteps = tuple[PlayedStep, ...]


class Isolation(NamedTuple):
    """Ids of the open switches around a part, and of the generation within it that no switch parts from it."""

    points: tuple[str, ...]
    generation: tuple[str, ...]


def locate_job(context: WorkContext, request: LocateRequest) -> LocateReply | None:
    """Where the fault is suspected; ``None`` where the network has to be sent first."""
    from engines.restoration.narrowing import at_wires, device_of_silent, lost_zones, within
    from engines.restoration.work import work_locate

    snapshot = _snapshot(context, request.ground)
    if snapshot is None:
        return None
    area = cut_off(snapshot, request.device_ids)
    evidence = request.evidence
    if not request.is_alone:
        evidence = tuple(of_this(snapshot, area, evidence, request.device_ids, request.other_ids))
    location = work_locate(context, snapshot, evidence, request.instruments, request.options)
    devices = request.device_ids
    if not devices and request.silent_ids:
        nearest = device_of_silent(snapshot, request.silent_ids)
        devices = (nearest,) if nearest else ()
    wires = [item.element_id for item in request.evidence if item.kind is EvidenceKind.WIRE_DOWN]
    if wires and not request.device_ids:
        location = at_wires(snapshot, location, wires)
    elif devices:
        location = within(location, lost_zones(snapshot, devices, request.position))
    credible = location.credible_zones(request.options.level) if len(location.all_probability) else ()
    return LocateReply(location, credible, loads_in(snapshot, area), elements_in(snapshot.network, credible))


def plan_job(context: WorkContext, request: PlanRequest) -> SwitchingPlan | None:
    """A plan from the present, or one proven anew; ``None`` where the network has to be sent first."""
    from engines.restoration.planned_outage import planned_outage
    from engines.restoration.restoring import recheck, restore
    from engines.restoration.returning import reprove, return_to_normal

    snapshot = _snapshot(context, request.ground)
    if snapshot is None:
        return None
    solver = _solver(context, snapshot)
    fault: str | dict[int, float] = request.fault if isinstance(request.fault, str) else dict(request.fault)
    if request.is_cut_off and not isinstance(fault, str):
        fault = among_the_dead(snapshot, fault)
    if request.plan is not None:
        if request.purpose in (PlanPurpose.RESTORE, PlanPurpose.ISOLATE):
            return recheck(snapshot, request.plan, fault, request.options, without=request.without, solver=solver)
        return reprove(
            snapshot, request.plan, request.options,
            elements=request.elements, without=request.without, solver=solver,
        )  # fmt: skip
    if request.purpose is PlanPurpose.RETURN_TO_NORMAL:
        return return_to_normal(snapshot, request.options, reclosing_off=request.reclosing_off, solver=solver)
    if request.purpose is PlanPurpose.PLANNED_OUTAGE:
        return planned_outage(snapshot, request.elements, request.options, solver=solver)
    return restore(snapshot, fault, request.options, solver=solver)


def play_job(context: WorkContext, ground: Ground, plan: SwitchingPlan) -> PlannedSteps | None:
    """The network after each step of a plan, solved; ``None`` where the network has to be sent first."""
    from engines.grid.topology import analyse
    from engines.restoration.island_playing import held_up
    from engines.restoration.replaying import replay

    snapshot = _snapshot(context, ground)
    if snapshot is None:
        return None
    solver, units = _solver(context, snapshot), []
    played = [PlayedStep(0, snapshot.state, analyse(snapshot), solver.solve(snapshot))]
    for number, (step, state) in enumerate(zip(plan.steps, replay(snapshot, plan), strict=True), start=1):
        context.check_cancelled()
        if step.kind is StepKind.ISLAND:
            units.append(step.element_id)
        moment = held_up(state, units) if units else (analyse(state), solver.solve(state))
        played.append(PlayedStep(number, state.state, *moment))
    return tuple(played)


def isolating_job(context: WorkContext, ground: Ground, element_ids: tuple[str, ...]) -> Isolation | None:
    """What keeps voltage away from some elements; ``None`` where the network has to be sent first."""
    from engines.restoration.isolating_points import generation_inside, isolating_points

    snapshot = _snapshot(context, ground)
    if snapshot is None:
        return None
    return Isolation(isolating_points(snapshot, element_ids), generation_inside(snapshot, element_ids))


def prepare_planning_job(context: WorkContext, ground: Ground) -> bool | None:
    """Import, compile and compare with the reference engine before anybody waits for it."""
    import highspy  # noqa: F401

    from engines.restoration import planned_outage, refinement, restoring, returning  # noqa: F401

    snapshot = _snapshot(context, ground)
    if snapshot is None:
        return None
    _solver(context, snapshot).solve(snapshot)
    return True


def prepare_proving_job(context: WorkContext, ground: Ground) -> bool | None:
    """The same for what is only proven."""
    from engines.restoration import restoring, returning  # noqa: F401

    snapshot = _snapshot(context, ground)
    if snapshot is None:
        return None
    _solver(context, snapshot).solve(snapshot)
    return True


def prepare_locating_job(context: WorkContext, ground: Ground) -> bool | None:
    """The same for locating."""
    from engines.restoration.location import Locator

    snapshot = _snapshot(context, ground)
    if snapshot is None:
        return None
    Locator(snapshot)
    return True


def _snapshot(context: WorkContext, ground: Ground) -> Snapshot | None:
    known: dict[str, Network] = context.state.setdefault(NETWORK_KEY, {})
    network = ground.network or known.get(ground.structure_revision)
    if network is None:
        return None
    if ground.network is not None:
        known.clear()
        known[ground.structure_revision] = network
    return Snapshot(network, ground.state, ground.time, ground.mode, ground.snapshot_revision)


def _solver(context: WorkContext, snapshot: Snapshot) -> Any:
    from engines.loadflow.solving import LoadFlowSolver

    kept = context.state.get(SOLVER_KEY)
    if kept is None or kept[0] != snapshot.network.structure_revision:
        kept = (snapshot.network.structure_revision, LoadFlowSolver(snapshot.network))
        # A result nobody has compared with the reference engine decides about nothing.
        kept[1].verify(snapshot)
        context.state[SOLVER_KEY] = kept
    return kept[1]
