"""What a worker process does: solve, verify, run a series, warm up. Importing this module imports no solver."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Array, Snapshot, StateKey
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.requests import Missing, SeriesOptions, SeriesReply, SolveReply, SolveRequest, VerifyReply
from engines.values.frozen import FrozenMap
from engines.values.loadflow import Engine, VerificationStatus
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.loadflow.solving import LoadFlowSolver

STATE_KEY = "engines.loadflow"
STRUCTURES_KEPT = 6
"""How many structures (times options) a worker keeps compiled."""
STATES_KEPT = 4
"""How many snapshots back a client may refer to."""


@dataclass(slots=True)
class _Memory:
    """What a worker remembers between calls."""

    networks: OrderedDict[str, Network] = field(default_factory=OrderedDict)
    solvers: OrderedDict[tuple[str, LoadFlowOptions], LoadFlowSolver] = field(default_factory=OrderedDict)
    states: dict[str, deque[Snapshot]] = field(default_factory=dict)


def work_solve(context: WorkContext, request: SolveRequest) -> SolveReply:
    """Solve what the request describes, or say what is missing to do so."""
    memory = _memory(context)
    snapshot, missing = _snapshot(memory, request)
    if snapshot is None:
        return SolveReply(request.snapshot_revision, missing)
    result = _solver(memory, snapshot.network, request).solve(snapshot)
    return SolveReply(request.snapshot_revision, Missing.NOTHING, result)


def work_verify(context: WorkContext, request: SolveRequest) -> VerifyReply:
    """Compare the fast engine with the reference engine on the request's snapshot, once per structure.

    The result that comes back carries the verdict; where the engines disagree it is the reference engine's.
    """
    memory = _memory(context)
    snapshot, missing = _snapshot(memory, request)
    if snapshot is None:
        return VerifyReply(request.snapshot_revision, missing)
    solver = _solver(memory, snapshot.network, request)
    result = solver.solve(snapshot)
    # What could not be compared on one state may be comparable on another.
    if solver.verification.status in (VerificationStatus.PENDING, VerificationStatus.NOT_POSSIBLE):
        context.report(0.0, "comparing with the reference engine")
        solver.verify(snapshot, result)
    verdict = solver.verification
    if verdict.status is VerificationStatus.REFUTED and result.engine is Engine.PGM:
        result = solver.solve(snapshot)
    elif result.engine is Engine.PGM:
        result = replace(result, verification=verdict.status)
    return VerifyReply(request.snapshot_revision, Missing.NOTHING, verdict, result)


def work_series(
    context: WorkContext, request: SolveRequest, steps: range | None = None, options: SeriesOptions | None = None
) -> SeriesReply:
    """Run steps of the profiles on the request's snapshot; all of them when ``steps`` is ``None``.

    Reports progress; raises ``WorkCancelled`` between chunks and ``InputError`` where there are no profiles.
    """
    from engines.loadflow.series import solve_series

    memory = _memory(context)
    snapshot, missing = _snapshot(memory, request)
    if snapshot is None:
        return SeriesReply(request.snapshot_revision, missing)
    result = solve_series(_solver(memory, snapshot.network, request), snapshot, steps, options, context)
    return SeriesReply(request.snapshot_revision, Missing.NOTHING, result)


def work_scenarios(
    context: WorkContext,
    request: SolveRequest,
    columns: Mapping[StateKey, Array],
    options: SeriesOptions | None = None,
) -> SeriesReply:
    """Solve scenarios of whole power columns, ``(n_scenario, n)`` each, on the request's snapshot."""
    from engines.loadflow.series import solve_scenarios

    memory = _memory(context)
    snapshot, missing = _snapshot(memory, request)
    if snapshot is None:
        return SeriesReply(request.snapshot_revision, missing)
    result = solve_scenarios(_solver(memory, snapshot.network, request), snapshot, columns, options, context)
    return SeriesReply(request.snapshot_revision, Missing.NOTHING, result)


def work_warm(context: WorkContext, with_reference: bool = False) -> None:
    """Import what solving needs and solve something tiny, so that the first real solve is fast.

    Args:
        context: of the worker.
        with_reference: import pandapower too (seconds).
    """
    from engines.loadflow.solving import LoadFlowSolver

    network = tiny_network()
    solver = LoadFlowSolver(network)
    solver.solve(Snapshot(network))
    if with_reference:
        solver.verify(Snapshot(network))
    _memory(context)


def snapshot_for(context: WorkContext, request: SolveRequest) -> tuple[Snapshot | None, Missing]:
    """The snapshot a request describes, or what is missing to know it; for work that does more than solve."""
    return _snapshot(_memory(context), request)


def solver_for(context: WorkContext, network: Network, request: SolveRequest) -> LoadFlowSolver:
    """The compiled solver of ``network``, the request's own or one made from it, under the request's options."""
    return _solver(_memory(context), network, request)


def latest_snapshot(context: WorkContext, client: str) -> Snapshot | None:
    """The snapshot this client asked about last; ``None`` where the worker knows none."""
    states = _memory(context).states.get(client)
    return states[-1] if states else None


def tiny_network() -> Network:
    """Two buses, one line, one load."""
    tables = {
        "bus": make_table("bus", {"vn_kv": [10.0, 10.0]}),
        "line": make_table(
            "line",
            {"from_bus": [0], "to_bus": [1], "length_km": [1.0], "r_ohm_per_km": [0.1], "x_ohm_per_km": [0.1]},
        ),
        "load": make_table("load", {"bus": [1], "p_mw": [0.1]}),
        "ext_grid": make_table("ext_grid", {"bus": [0]}),
    }
    return make_network("tiny", tables)


def _memory(context: WorkContext) -> _Memory:
    memory = context.state.get(STATE_KEY)
    if not isinstance(memory, _Memory):
        memory = context.state[STATE_KEY] = _Memory()
    return memory


def _snapshot(memory: _Memory, request: SolveRequest) -> tuple[Snapshot | None, Missing]:
    """The snapshot a request describes, and remember it as the client's latest."""
    network = request.network or memory.networks.get(request.structure_revision)
    if network is None:
        return None, Missing.NETWORK
    memory.networks[request.structure_revision] = network
    memory.networks.move_to_end(request.structure_revision)
    while len(memory.networks) > STRUCTURES_KEPT:
        memory.networks.popitem(last=False)
    states = memory.states.setdefault(request.client, deque(maxlen=STATES_KEPT))
    columns = request.columns
    if request.base_revision >= 0:
        base = next((s for s in states if s.revision == request.base_revision), None)
        if base is None or base.network.structure_revision != request.structure_revision:
            return None, Missing.STATE
        # The worker's own network, so that the solver recognises it without comparing digests.
        columns = base.state.updated(request.columns)
    snapshot = Snapshot(network, FrozenMap(columns), request.time, request.mode, request.snapshot_revision)
    states.append(snapshot)
    return snapshot, Missing.NOTHING


def _solver(memory: _Memory, network: Network, request: SolveRequest) -> LoadFlowSolver:
    from engines.loadflow.solving import LoadFlowSolver

    key = (network.structure_revision, request.options)
    solver = memory.solvers.get(key)
    if solver is None:
        solver = memory.solvers[key] = LoadFlowSolver(network, request.options)
    memory.solvers.move_to_end(key)
    while len(memory.solvers) > STRUCTURES_KEPT:
        memory.solvers.popitem(last=False)
    if request.verification is not None:
        solver.accept(request.verification)
    return solver
