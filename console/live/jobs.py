"""What the live district asks of a worker: allocate, solve, look at the topology. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from engines.allocation.field_state import Allocation, FieldState
from engines.grid.network import Network
from engines.grid.snapshot import Array, Mode, Snapshot, StateKey
from engines.loadflow.requests import Missing, SolveRequest
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult, Verification
from engines.values.points import PointDefinition
from engines.values.site import SiteState
from engines.values.topology import Topology
from engines.values.work import WorkContext

STATE_KEY, LAST_KEY = "console.live", "console.live.last"
ALONE_TURNS = 4
"""How often a moment without one before it is allocated and solved, each time with the losses found: they settle."""


@dataclass(frozen=True, slots=True, eq=False)
class LiveRequest:
    """What the field says, to be made a solved snapshot.

    Attributes:
        network: only when the worker has to be primed.
        site: earths, cuts, jumpers and mobile generators count; positions by hand are in ``measured`` already.
        snapshot_revision: the revision the snapshot gets.
    """

    structure_revision: str
    snapshot_revision: int
    measured: FieldState
    mode: Mode
    network: Network | None = None
    verification: Verification | None = None
    site: SiteState = field(default_factory=SiteState)


@dataclass(frozen=True, slots=True, eq=False)
class LiveReply:
    """The snapshot's state with all that was found out, or what has to be sent first."""

    snapshot_revision: int
    missing: Missing
    state: FrozenMap[StateKey, Array] | None = None
    time: np.datetime64 | None = None
    allocation: Allocation | None = None
    result: LoadFlowResult | None = None
    topology: Topology | None = None


def live_job(context: WorkContext, request: LiveRequest) -> LiveReply:
    """Allocate what nobody measures, solve, and analyse the topology of one moment.

    What people have added to the network is solved with it; the answer speaks of the plain network's rows.
    """
    from engines.allocation.allocating import live_snapshot
    from engines.grid.topology import analyse
    from engines.loadflow.work import work_solve
    from engines.switching.dressed import dressed_snapshot, earthed_ids
    from engines.switching.plain import plain_result, plain_topology

    known: dict[str, Network] = context.state.setdefault(STATE_KEY, {})
    network = request.network or known.get(request.structure_revision)
    if network is None:
        return LiveReply(request.snapshot_revision, Missing.NETWORK)
    known.clear()
    known[request.structure_revision] = network
    last_key = f"{LAST_KEY} {request.mode}"
    last = context.state.get(last_key)
    if not isinstance(last, LoadFlowResult) or last.structure_revision != request.structure_revision:
        last = None
    if request.mode is Mode.REPLAY:
        # A past moment is what it is, whatever was looked at before it: losses and voltages are its own.
        last = None
    ground = Snapshot(network, mode=request.mode, time=request.measured.time, revision=request.snapshot_revision)
    for _ in range(ALONE_TURNS if request.mode is Mode.REPLAY else 1):
        snapshot, allocation = live_snapshot(ground, request.measured, last)
        dressed = dressed_snapshot(snapshot, replace(request.site, dressed=()))
        reply = work_solve(context, _solve_request(request, dressed))
        result = plain_result(reply.result, network) if reply.result is not None else None
        last = result if result is not None and result.is_converged else None
    topology = analyse(dressed, earthed=earthed_ids(network, request.site))
    context.state[last_key] = result
    return LiveReply(
        request.snapshot_revision,
        Missing.NOTHING,
        snapshot.state,
        snapshot.time,
        allocation,
        result,
        plain_topology(topology, network),
    )


def _solve_request(request: LiveRequest, dressed: Snapshot) -> SolveRequest:
    return SolveRequest(
        client=f"district {request.mode}",
        structure_revision=dressed.network.structure_revision,
        snapshot_revision=request.snapshot_revision,
        columns=dressed.state,
        network=dressed.network,
        time=dressed.time,
        mode=request.mode,
        verification=request.verification,
    )


def simulated_points_job(context: WorkContext, network: Network) -> tuple[PointDefinition, ...]:
    """The points a simulator of this network has, in its order."""
    from engines.plant.plant import Plant

    return Plant(network).points
