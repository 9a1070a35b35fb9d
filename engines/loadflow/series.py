"""Load flow over time: any span of the profiles, or any scenarios, reduced on the way."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.grid.limit_check import limit_arrays
from engines.grid.loss_summary import branch_feeders
from engines.grid.profiles import ProfileAssignment
from engines.grid.snapshot import Snapshot, StateKey
from engines.grid.topology import analyse
from engines.loadflow.batch import BatchSolution, solve_batch
from engines.loadflow.branch_model import build_branch_model
from engines.loadflow.diagnosis import find_invalid
from engines.loadflow.injections import row_power
from engines.loadflow.pgm_model import NotANumber, PgmModel
from engines.loadflow.requests import SeriesOptions
from engines.loadflow.series_reduction import Reduction, ReductionPlan
from engines.loadflow.solving import LoadFlowSolver
from engines.loadflow.step_power import GROUPS, PowerSteps, StepPower, can_batch, scenario_values
from engines.values.frozen import FrozenMap
from engines.values.loadflow import Engine, LoadFlowResult, VerificationStatus
from engines.values.series import SeriesResult
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkContext

Array = np.ndarray[Any, Any]

CHUNK_VALUES = 400_000
"""Branch values solved at once: some tens of megabytes, and progress several times a second."""
CAUSES_KEPT = 100


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Steps to solve: factors (or values) and what follows them."""

    times: Array
    step_hours: float
    shapes: Array
    assignments: tuple[ProfileAssignment, ...]
    are_values: bool = False

    def values(self, snapshot: Snapshot, assignment: ProfileAssignment, step: int) -> Array:
        """What an assignment's rows are at ``step``."""
        shape = np.asarray(self.shapes[assignment.shape, step], np.float64)
        own = snapshot.network[assignment.table][assignment.column][assignment.row]
        return shape if self.are_values else np.asarray(own * shape)


def solve_series(
    solver: LoadFlowSolver,
    snapshot: Snapshot,
    steps: range | None = None,
    options: SeriesOptions | None = None,
    context: WorkContext | None = None,
) -> SeriesResult:
    """Solve consecutive steps of the network's profiles on the state of ``snapshot``.

    Columns under a profile follow it; switches, taps and all else stay as in ``snapshot``.

    Args:
        solver: of this network.
        snapshot: the state.
        steps: steps of the profiles with step 1; all when ``None``.
        options: what to keep.
        context: told the progress; asked for cancellation between chunks (raises ``WorkCancelled``).

    Raises:
        InputError: the network has no profiles, or the steps lie outside them.
    """
    profiles = snapshot.network.profiles
    if profiles is None:
        raise InputError(snapshot.network.name, "has no profiles to run through", "open a network with profiles")
    steps = range(profiles.n_step) if steps is None else steps
    if len(steps) == 0 or steps.step != 1 or steps.start < 0 or steps.stop > profiles.n_step:
        reason = f"steps {steps.start} to {steps.stop} lie outside its profiles"
        raise InputError(snapshot.network.name, reason, f"choose steps between 0 and {profiles.n_step}")
    times = profiles.start + np.arange(steps.start, steps.stop) * np.timedelta64(profiles.step_s, "s")
    plan = _Steps(times, profiles.step_s / 3600, profiles.shapes[:, steps.start : steps.stop], profiles.assignments)
    return _solve(solver, snapshot, plan, options or SeriesOptions(), context or DirectContext())


def solve_scenarios(
    solver: LoadFlowSolver,
    snapshot: Snapshot,
    columns: Mapping[StateKey, Array],
    options: SeriesOptions | None = None,
    context: WorkContext | None = None,
) -> SeriesResult:
    """Solve scenarios: whole power columns, ``(n_scenario, n)`` each, on the state of ``snapshot``.

    The result's steps are the scenarios (``times`` counts them, energies take an hour each).

    Raises:
        ValueError: a column is not a power of load, sgen or storage, or has not one value per row.
    """
    for (table, column), scenarios in columns.items():
        if table not in snapshot.network.tables or np.shape(scenarios)[1:] != (len(snapshot.network[table]),):
            raise ValueError(f"{table}.{column}: scenarios must have one value per row")
    shapes, assignments = scenario_values(columns)
    if not can_batch(assignments):
        raise ValueError("scenarios may vary p_mw and q_mvar of load, sgen and storage only")
    plan = _Steps(np.arange(shapes.shape[1]), 1.0, shapes, assignments, are_values=True)
    return _solve(solver, snapshot, plan, options or SeriesOptions(), context or DirectContext())


def _solve(
    solver: LoadFlowSolver, snapshot: Snapshot, steps: _Steps, options: SeriesOptions, context: WorkContext
) -> SeriesResult:
    begin = time.perf_counter()
    topology = analyse(snapshot)
    plan = _plan(snapshot, steps, options, branch_feeders(snapshot.network, topology), len(topology.feeders))
    reduction = Reduction(plan)
    in_batches = can_batch(steps.assignments) and not solver.uses_reference
    chunks = _batches(solver, snapshot, steps, plan) if in_batches else _one_by_one(solver, snapshot, steps)
    engine, reason = (Engine.PGM, "") if in_batches else (Engine.NONE, solver.engine_reason)
    n = len(steps.times)
    for first, power, solution, used in chunks:
        reduction.add(first, power, solution)
        engine = used
        done = first + len(solution.is_converged)
        context.report(done / n, f"{done} of {n} steps")
        context.check_cancelled()
    causes = dict(sorted(reduction.causes.items())[:CAUSES_KEPT])
    return SeriesResult(
        structure_revision=snapshot.network.structure_revision,
        snapshot_revision=snapshot.revision,
        times=steps.times,
        step_hours=steps.step_hours,
        is_converged=reduction.is_converged,
        engine=engine,
        engine_reason=reason,
        verification=solver.verification.status if engine is Engine.PGM else VerificationStatus.REFERENCE,
        steps=reduction.steps(),
        buses=reduction.buses(),
        branches=reduction.branches(),
        branch_tables=tuple(name for name, _ in plan.parts),
        feeder_names=tuple(f.name for f in topology.feeders),
        feeder_losses_kw=reduction.feeder_losses_kw,
        quantile_levels=options.quantile_levels,
        quantile_stride=plan.quantile_stride,
        causes=FrozenMap(causes),
        kept=reduction.kept(),
        seconds=time.perf_counter() - begin,
    )


def _plan(
    snapshot: Snapshot, steps: _Steps, options: SeriesOptions, feeders: dict[str, Array], n_feeder: int
) -> ReductionPlan:
    model = build_branch_model(snapshot)
    limits = limit_arrays(snapshot.network)
    parts = tuple((t, p) for t, p in model.part.items() if p.stop > p.start)
    normal, feeder = np.full(len(model.pi), np.inf), np.full(len(model.pi), n_feeder)
    for table, part in model.part.items():
        legs = 3 if table == "trafo3w" else 1
        own = limits.normal_percent[table]
        normal[part] = np.tile(own if table != "switch" else own[model.switch_rows], legs)
        of_rows = feeders[table][model.switch_rows] if table == "switch" else feeders[table]
        feeder[part] = np.tile(np.where(of_rows < 0, n_feeder, of_rows), legs)
    return ReductionPlan(
        n_step=len(steps.times),
        n_bus=len(snapshot.network.bus),
        parts=parts,
        limits=limits,
        normal_percent=normal,
        feeder=feeder,
        n_feeder=n_feeder,
        quantile_levels=options.quantile_levels,
        keep_all=options.keep_all,
        step_hours=steps.step_hours,
    )


_Chunk = tuple[int, StepPower, BatchSolution, Engine]


def _batches(solver: LoadFlowSolver, snapshot: Snapshot, steps: _Steps, plan: ReductionPlan) -> Iterator[_Chunk]:
    """The fast way: powers as matrices, the engine called once for many steps."""
    still = _without_gaps(snapshot, steps)
    invalid = find_invalid(still)
    n = len(steps.times)
    if invalid is not None:
        raise InputError(snapshot.network.name, invalid.cause, "correct it first")
    try:
        model = PgmModel(still, solver.options.tolerance, solver.options.max_iterations)
    except NotANumber as error:
        raise InputError(snapshot.network.name, "contains values that are not numbers", "check the network") from error
    powers = PowerSteps(snapshot, model.injections, steps.shapes, steps.assignments, are_values=steps.are_values)
    size = max(1, min(n, CHUNK_VALUES // max(1, plan.n_branch), 4096))
    for first in range(0, n, size):
        power = powers.at(slice(first, min(first + size, n)))
        solution = solve_batch(model, power, solver.options.tolerance, solver.options.max_iterations)
        yield first, power, solution, Engine.PGM


def _without_gaps(snapshot: Snapshot, steps: _Steps) -> Snapshot:
    """The snapshot with zeros in the columns that vary, so that it can be compiled whatever they will be."""
    columns: dict[StateKey, Array] = {}
    for a in steps.assignments:
        key = (a.table, a.column)
        values = columns.get(key)
        if values is None:
            values = columns[key] = snapshot.column(*key).copy()
        values[a.row] = 0.0
    return replace(snapshot, state=snapshot.state.updated(columns))


def _one_by_one(solver: LoadFlowSolver, snapshot: Snapshot, steps: _Steps) -> Iterator[_Chunk]:
    """The slow way, for the reference engine and for profiles of other columns than powers."""
    for k in range(len(steps.times)):
        moment = _at(snapshot, steps, k)
        result = solver.solve(moment)
        yield k, _power_of(moment), _as_batch(snapshot, result), result.engine


def _at(snapshot: Snapshot, steps: _Steps, k: int) -> Snapshot:
    columns: dict[StateKey, Array] = {}
    for a in steps.assignments:
        key = (a.table, a.column)
        values = columns.get(key)
        if values is None:
            values = columns[key] = snapshot.column(*key).copy()
        values[a.row] = steps.values(snapshot, a, k)
    return snapshot.with_state(columns)


def _power_of(snapshot: Snapshot) -> StepPower:
    totals = np.zeros((2, 3, 1))
    for table, group in GROUPS.items():
        if len(snapshot.network[table]):
            p, q = row_power(snapshot, table)
            totals[:, group, 0] += p.sum(), q.sum()
    gen = snapshot.network["gen"]
    if len(gen):
        on = np.where(snapshot.column("gen", "in_service"), snapshot.column("gen", "scaling"), 0.0)
        totals[0, 1, 0] += float((on * snapshot.column("gen", "p_mw")).sum())
    nothing = np.zeros((1, 0))
    return StepPower(nothing, nothing, totals[0], totals[1], np.ones(1, bool))


def _as_batch(snapshot: Snapshot, result: LoadFlowResult) -> BatchSolution:
    """One result as a batch of one, in the branch order of the compiled model."""
    loading, p_from, loss, loss_q = (_in_model_order(snapshot, result, f) for f in _FIELDS)
    return BatchSolution(
        np.array([result.is_converged]),
        result.vm_pu[None, :],
        loading,
        p_from,
        np.nan_to_num(loss),
        np.nan_to_num(loss_q),
        np.array([np.nansum(result.source_p_mw)]),
        np.array([np.nansum(result.source_q_mvar)]),
        {} if result.is_converged else {0: result.cause},
    )


_FIELDS = ("loading_percent", "p_from_mw", "loss_mw", "loss_mvar")


def _in_model_order(snapshot: Snapshot, result: LoadFlowResult, name: str) -> Array:
    network = snapshot.network
    pieces = []
    for table in ("line", "trafo", "trafo3w", "impedance", "switch"):
        rows = np.flatnonzero(network["switch"]["et"] == "b") if table == "switch" else np.arange(len(network[table]))
        flow = result.branches.get(table)
        values = np.full(len(rows), np.nan) if flow is None else np.asarray(getattr(flow, name))[rows]
        if table == "trafo3w":
            # The first leg stands for the whole transformer.
            values = np.concatenate([values, np.full(2 * len(rows), np.nan)])
        pieces.append(values)
    return np.concatenate(pieces)[None, :]
