"""Checks and prediction in a worker that keeps its solvers compiled. Importing this module imports no solver."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.grid.topology import analyse
from engines.grid.tracing import CustomersByBus
from engines.loadflow.requests import Missing, SolveReply, SolveRequest
from engines.loadflow.work import snapshot_for, solver_for
from engines.switching.consequence import Consequence
from engines.switching.device import DeviceState
from engines.switching.dressed import dressed_snapshot, earthed_ids
from engines.switching.earthing import earthing_checks
from engines.switching.limits import SwitchingLimits
from engines.switching.network_checks import network_checks
from engines.switching.operation import Operation
from engines.switching.prediction import predict
from engines.switching.verdicts import Check
from engines.values.site import SiteState
from engines.values.work import WorkContext


@dataclass(frozen=True, slots=True, eq=False)
class AssessRequest:
    """An operation to be looked at before it is done.

    Attributes:
        solve: the snapshot, plain or dressed, as changes to one the worker knows
            (:class:`engines.loadflow.requests.RequestLine`).
        customers: who counts; ``None``: those of the network.
    """

    solve: SolveRequest
    site: SiteState
    operation: Operation
    device: DeviceState
    limits: SwitchingLimits = field(default_factory=SwitchingLimits)
    customers: CustomersByBus | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AssessReply:
    """What the network's rules say and what would happen, or what has to be sent first.

    Attributes:
        solve: for the line the request came from (``RequestLine.replied``).
        checks: the earthing interlock and the rules of the network.
    """

    solve: SolveReply
    checks: tuple[Check, ...] = ()
    consequence: Consequence | None = None


def work_assess(context: WorkContext, request: AssessRequest) -> AssessReply:
    """Check the operation against the network and predict what it does."""
    plain, missing = snapshot_for(context, request.solve)
    reply = SolveReply(request.solve.snapshot_revision, missing)
    if plain is None or missing is not Missing.NOTHING:
        return AssessReply(reply)
    site, operation, told = request.site, request.operation, request.customers
    before = dressed_snapshot(plain, site)
    solver = solver_for(context, before.network, request.solve)
    result = solver.solve(before)
    topology = analyse(before, earthed=earthed_ids(before.network, site))
    checks = (
        *earthing_checks(before, site, operation),
        *network_checks(before, topology, result, site, operation, request.device, request.limits, told),
    )
    found = predict(
        solver, before, site, operation, topology=topology, result=result, revision=plain.revision, customers=told
    )
    return AssessReply(reply, checks, found)
