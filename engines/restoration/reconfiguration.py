"""Open points with the least losses: searched on a radial sweep, accepted only by the real load flow."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.reconfiguration_answer import MOST_CHECKED, Answer
from engines.restoration.reconfiguration_demand import demand_of
from engines.restoration.reconfiguration_network import NotPossible, switchable_network
from engines.restoration.reconfiguration_options import ReconfigurationOptions, require_switches
from engines.restoration.reconfiguration_proof import look_at_all
from engines.restoration.reconfiguration_search import Search
from engines.values.reconfiguration import Reconfiguration, ReconfigurationStatus
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkContext

Array = np.ndarray[Any, Any]

FEW = 1000
"""Up to this many configurations a search would take longer than to look at all."""
_MOST_RESERVED = 0.4
"""Share of the time that is kept for the checks at most."""
DEFAULT_OPTIONS = ReconfigurationOptions()


def reconfigure(
    snapshot: Snapshot,
    options: ReconfigurationOptions = DEFAULT_OPTIONS,
    *,
    solver: LoadFlowSolver | None = None,
    context: WorkContext | None = None,
) -> Reconfiguration:
    """The open points with the least losses at one moment, and the operations that lead there.

    Every bus supplied now stays supplied, and the network is radial afterwards (but for loops that no switch which
    may be operated can open). What is dead now and the substations themselves are left as they are.

    Args:
        snapshot: the state now.
        options: time, limits, what may be operated.
        solver: of this network, where there is one already.
        context: told the progress, asked for cancellation.

    Raises:
        InputError: a switch of ``options.fixed`` is not in the network, or the cap is negative.
    """
    require_switches(snapshot, options.fixed)
    if options.max_operations is not None and options.max_operations < 0:
        raise InputError(f"{options.max_operations} operations", "cannot be a cap", "give 0 or more")
    begin = time.perf_counter()
    solver = solver or LoadFlowSolver(snapshot.network)
    found = _reconfigure(snapshot, options, solver, context or DirectContext(), begin)
    return replace(found, verification=solver.verification.status, seconds=time.perf_counter() - begin)


def _reconfigure(
    snapshot: Snapshot, options: ReconfigurationOptions, solver: LoadFlowSolver, context: WorkContext, begin: float
) -> Reconfiguration:
    now = solver.solve(snapshot)
    nothing = Reconfiguration(
        snapshot.network.structure_revision, snapshot.revision, snapshot.time, ReconfigurationStatus.NOT_POSSIBLE, ""
    )
    if not now.is_converged:
        reason = f"the load flow of the state now has no solution: {now.cause}"
        return replace(nothing, status=ReconfigurationStatus.NOT_CONVERGED, reason=reason)
    try:
        net = switchable_network(snapshot, now, remote_only=options.remote_only, fixed=options.fixed)
        demand = demand_of(net, [snapshot], np.ones(1))
        search = Search(net, demand, respect_limits=options.respect_limits, seed=options.seed)
    except NotPossible as error:
        return replace(nothing, reason=str(error))
    picture = search.picture(search.start)
    if picture is None:
        reason = "the radial sweep finds no solution for the state now"
        return replace(nothing, status=ReconfigurationStatus.NOT_CONVERGED, reason=reason)
    context.report(0.05, f"{len(search.start)} open points")
    reserve = min(_checking_s(snapshot, solver, search), _MOST_RESERVED * options.seconds)
    is_proven = _search(search, options, begin + options.seconds - reserve, context)
    answer = Answer(snapshot, now, solver, search, options)
    return answer.best(is_proven, picture.count())


def _checking_s(snapshot: Snapshot, solver: LoadFlowSolver, search: Search) -> float:
    """What the checks after the search will take at most, as fast as the machine is now.

    The best few are solved by the real engine, and so is every operation on the way, most of them once.
    """
    begin = time.perf_counter()
    solver.solve(snapshot)
    solved = time.perf_counter()
    search.picture(search.start)
    search.flow.solve(search.mask(search.start), search.fixed_chords)
    swept = time.perf_counter()
    return (solved - begin) * (MOST_CHECKED + 3 * len(search.start)) + 2 * (swept - solved) * len(search.start)


def _search(search: Search, options: ReconfigurationOptions, end: float, context: WorkContext) -> bool:
    """Fill the search's candidates until ``end``; whether all there are were looked at."""
    picture = search.picture(search.start)
    is_small = picture is not None and picture.count() <= FEW
    if is_small and _prove(search, options, end, context):
        return True
    if options.max_operations is not None:
        for _ in search.within(options.max_operations, context):
            pass
        return _prove(search, options, end, context)
    search.run(end - time.perf_counter(), options.rounds, context)
    context.report(0.7, f"{len(search.candidates)} configurations solved")
    return _prove(search, options, end, context)


def _prove(search: Search, options: ReconfigurationOptions, end: float, context: WorkContext) -> bool:
    return look_at_all(search, end - time.perf_counter(), options.most_for_proof, context)


def work_reconfigure(context: WorkContext, snapshot: Snapshot, options: ReconfigurationOptions) -> Reconfiguration:
    """:func:`reconfigure` for a worker."""
    return reconfigure(snapshot, options, context=context)
