"""An estimate with its proof: solved, held against the equations, cleared of bad measurements, judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from engines.estimation.fast_solver import FastSolver
from engines.estimation.grid_model import GridModel, build_grid_model
from engines.estimation.least_squares import OPEN_VARIANCE, Solution, WeightedLeastSquares
from engines.estimation.measurements import QUANTITIES, Accuracy, Measurements
from engines.estimation.parts import unobservable_parts
from engines.estimation.positions import suspect_switches
from engines.estimation.problem import Basis, Equations, Kind, build_equations
from engines.grid.snapshot import Snapshot
from engines.values.estimate import (
    BASES,
    VERDICTS,
    BusBasis,
    Estimate,
    EstimateStatus,
    MeasurementVerdict,
    SuspectMeasurement,
    SuspectSwitch,
)
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]
BAD_DEVIATIONS = 4.0
"""A normalised residual beyond that is no accident among some hundred measurements (6 in 100,000)."""
MOST_BAD = 20
CONFIDENCE = 0.99
CRITICAL_SHARE = 1e-4
"""A residual that can hardly vary, whatever the measurement says, belongs to a measurement nothing else checks."""
LIMITS = {"vm_pu": (0.0, 2.0), "p_mw": (-1e4, 1e4), "q_mvar": (-1e4, 1e4)}


@dataclass(slots=True)
class _Work:
    """What is known while bad measurements are taken out one after the other."""

    equations: Equations
    solution: Solution
    least_squares: WeightedLeastSquares
    variance: Array
    residual_variance: Array
    suspects: list[SuspectMeasurement]
    bad: set[int]


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """One estimate before it is solved: the grid, the equations, and which measurements stand in them."""

    snapshot: Snapshot
    told: Measurements
    grid: GridModel
    equations: Equations
    used: Array


def estimate(
    snapshot: Snapshot,
    told: Measurements,
    accuracy: Accuracy = Accuracy(),  # noqa: B008  frozen
    start: tuple[Array, Array] | None = None,
    solver: FastSolver | None = None,
) -> Estimate:
    """State estimate of a snapshot whose loads are those assumed where nobody measures.

    Args:
        start: ``(n_bus,)`` vm_pu and va_degree of a load flow, where the fast solver finds nothing.
        solver: one that is kept from estimate to estimate, for those that follow each other.

    Whatever is wrong is a status with its reason; voltages are given only with ``ESTIMATED``.
    """
    posed = pose(snapshot, told, accuracy)
    if isinstance(posed, Estimate):
        return posed
    fast = (solver or FastSolver()).solve(posed.grid, posed.equations, snapshot.network.f_hz)
    return finish(posed, fast, start)


def pose(snapshot: Snapshot, told: Measurements, accuracy: Accuracy, grid: GridModel | None = None) -> Posed | Estimate:
    """The equations of an estimate, or the estimate that says why there can be none.

    Args:
        grid: of the same network with the same positions, where it is built already.
    """
    wrong = _wrong_input(told)
    if wrong:
        return _none(snapshot, EstimateStatus.BAD_INPUT, wrong)
    grid = grid or build_grid_model(snapshot)
    if grid is None:
        return _none(snapshot, EstimateStatus.NO_SOURCE, "no source feeds any part of the network")
    equations, used = build_equations(snapshot, grid, told, accuracy)
    if not (equations.basis == Basis.MEASURED).any():
        return _none(snapshot, EstimateStatus.NO_MEASUREMENTS, "nothing usable is measured")
    if not _every_island_has_a_voltage(grid, equations):
        reason = "a supplied part of the network has no measured voltage"
        return _none(snapshot, EstimateStatus.NO_MEASUREMENTS, reason)
    return Posed(snapshot, told, grid, equations, used)


def finish(posed: Posed, fast: tuple[Array, Array] | None, start: tuple[Array, Array] | None = None) -> Estimate:
    """Check what the fast solver found (``None``: nothing), clear it of bad measurements, and judge it."""
    work = _solved(posed, fast or _slow_start(posed.grid, start))
    if work is None:
        return _none(posed.snapshot, EstimateStatus.NOT_CONVERGED, "no state fits the measurements")
    return _judged(posed.snapshot, posed.grid, posed.told, posed.used, work, fast is not None)


def _solved(posed: Posed, point: tuple[Array, Array]) -> _Work | None:
    """Solve, and take the worst measurement out until none is beyond belief."""
    grid, equations, told = posed.grid, posed.equations, posed.told
    suspects: list[SuspectMeasurement] = []
    bad: set[int] = set()
    work: _Work | None = None
    for _ in range(MOST_BAD + 1):
        least_squares = WeightedLeastSquares(grid, equations)
        solution = least_squares.solve(*point)
        if solution is None and work is None:
            solution = least_squares.solve(*_flat(grid))
        if solution is None:
            return work
        try:
            variance, residual_variance = least_squares.covariance(solution)
        except RuntimeError:
            return work
        work = _Work(equations, solution, least_squares, variance, residual_variance, suspects, bad)
        worst, deviations = _worst(work)
        if worst < 0 or len(bad) >= MOST_BAD:
            return work
        source = int(equations.source[worst])
        residual = float(least_squares.residuals(solution)[worst])
        sign = float(equations.sign[worst])
        measured = float(told.value[source])
        # With its own pull removed the others say: the residual grows by the share it had hidden.
        grown = residual * equations.std[worst] ** 2 / residual_variance_of(work, worst)
        suspects.append(
            SuspectMeasurement(
                str(told.point_id[source]),
                str(told.point_id[source]).rpartition("/")[0],
                measured,
                measured - sign * float(grown),
                deviations,
            )
        )
        bad.add(source)
        equations = equations.without(worst)
        point = solution.va, solution.vm
    return work


def residual_variance_of(work: _Work, row: int) -> float:
    """Variance of one residual, never quite zero."""
    return max(float(work.residual_variance[row]), 1e-300)


def _slow_start(grid: GridModel, start: tuple[Array, Array] | None) -> tuple[Array, Array]:
    if start is None:
        return _flat(grid)
    vm_bus, va_bus = start
    va, vm = np.zeros(grid.n), np.ones(grid.n)
    rows = np.flatnonzero((grid.node_of_bus >= 0) & np.isfinite(vm_bus) & np.isfinite(va_bus))
    va[grid.node_of_bus[rows]], vm[grid.node_of_bus[rows]] = np.deg2rad(va_bus[rows]), vm_bus[rows]
    island = np.searchsorted(np.unique(grid.island), grid.island)
    return va - va[grid.reference][island], vm


def _flat(grid: GridModel) -> tuple[Array, Array]:
    """Nominal voltage everywhere, with the angles by which transformers shift."""
    va = np.zeros(grid.n)
    shift = np.angle(-grid.ytf / np.abs(grid.ytf)) - np.angle(-grid.yft / np.abs(grid.yft))
    neighbours: dict[int, list[tuple[int, float]]] = {}
    for f, t, angle in zip(grid.from_node.tolist(), grid.to_node.tolist(), (shift / 2).tolist(), strict=True):
        neighbours.setdefault(f, []).append((t, angle))
        neighbours.setdefault(t, []).append((f, -angle))
    seen = set(grid.reference.tolist())
    waiting = list(seen)
    while waiting:
        here = waiting.pop()
        for there, angle in neighbours.get(here, []):
            if there not in seen:
                seen.add(there)
                va[there] = va[here] + angle
                waiting.append(there)
    return va, np.ones(grid.n)


def _worst(work: _Work) -> tuple[int, float]:
    """The measurement that is furthest beyond belief, -1 where none is, and by how many deviations."""
    equations = work.equations
    normalised = normalised_residuals(work)
    candidates = np.flatnonzero((equations.basis == Basis.MEASURED) & (equations.source >= 0) & np.isfinite(normalised))
    if not len(candidates):
        return -1, 0.0
    worst = int(candidates[np.argmax(np.abs(normalised[candidates]))])
    deviations = float(abs(normalised[worst]))
    return (worst, deviations) if deviations > BAD_DEVIATIONS else (-1, deviations)


def normalised_residuals(work: _Work) -> Array:
    """``(m,)`` residuals over their deviation; NaN where a measurement is critical."""
    residual = work.least_squares.residuals(work.solution)
    is_critical = work.residual_variance < CRITICAL_SHARE * work.equations.std**2
    deviation = np.sqrt(np.where(is_critical, np.nan, np.maximum(work.residual_variance, 0.0)))
    with np.errstate(invalid="ignore", divide="ignore"):
        return residual / deviation


def _judged(
    snapshot: Snapshot, grid: GridModel, told: Measurements, used: Array, work: _Work, is_fast: bool
) -> Estimate:
    equations, solution = work.equations, work.solution
    residual = work.least_squares.residuals(solution)
    chi_square = float(((residual / equations.std) ** 2).sum())
    redundancy = len(equations) - (2 * grid.n - len(grid.reference))
    limit = chi_square_limit(redundancy) if redundancy > 0 else float("inf")
    normalised = normalised_residuals(work)
    switches = suspect_switches(snapshot, grid, told, equations, solution)
    status, reason = EstimateStatus.ESTIMATED, ""
    is_beyond = chi_square > limit or len(work.bad) >= MOST_BAD
    if is_beyond:
        status = EstimateStatus.CONTRADICTORY
        reason = "the measurements contradict each other beyond their accuracy, and no single one explains it"
        if switches:
            reason = f"the flow through {switches[0].switch_id} contradicts its position"
    n_bus = len(snapshot.network.bus)
    vm, va, std = np.full(n_bus, np.nan), np.full(n_bus, np.nan), np.full(n_bus, np.nan)
    basis = np.full(n_bus, BASES.index(BusBasis.NONE), np.uint8)
    rows = np.flatnonzero(grid.node_of_bus >= 0)
    nodes = grid.node_of_bus[rows]
    open_variance = work.least_squares.loose_variance(solution)
    is_open = open_variance[nodes] > OPEN_VARIANCE
    if status.is_usable:
        vm[rows], va[rows] = solution.vm[nodes], np.rad2deg(solution.va[nodes])
        std[rows] = np.sqrt(work.variance[nodes])
        basis[rows] = np.where(is_open, BASES.index(BusBasis.PSEUDO), BASES.index(BusBasis.MEASURED))
    verdict, measured, estimated, shown = _verdicts(told, used, work, normalised)
    return Estimate(
        snapshot.network.structure_revision,
        snapshot.revision,
        status,
        reason,
        frozen_array(vm),
        frozen_array(va),
        frozen_array(std),
        frozen_array(basis),
        unobservable_parts(snapshot, grid, open_variance > OPEN_VARIANCE),
        tuple(told.point_id.tolist()),
        verdict,
        measured,
        estimated,
        shown,
        tuple(work.suspects),
        switches,
        chi_square,
        limit,
        redundancy,
        solution.steps,
        "power-grid-model, checked by weighted least squares" if is_fast else "weighted least squares",
    )


def chi_square_limit(redundancy: int) -> float:
    """What the weighted squares of the residuals exceed with a probability of 1 - ``CONFIDENCE`` when all is well.

    The quantile of the chi-square distribution, :math:`2 P^{-1}(k/2, p)` with the regularised lower incomplete gamma
    function :math:`P`.
    """
    return 2.0 * float(gammaincinv(0.5 * redundancy, CONFIDENCE))


def _verdicts(told: Measurements, used: Array, work: _Work, normalised: Array) -> tuple[Array, Array, Array, Array]:
    """Per measurement: verdict, measured, estimated, normalised residual."""
    m = len(told)
    verdict = np.full(m, VERDICTS.index(MeasurementVerdict.UNUSED), np.uint8)
    verdict[used] = VERDICTS.index(MeasurementVerdict.GOOD)
    estimated, shown = np.full(m, np.nan), np.full(m, np.nan)
    equations = work.equations
    residual = work.least_squares.residuals(work.solution)
    for row in np.flatnonzero(equations.source >= 0).tolist():
        source = int(equations.source[row])
        estimated[source] = told.value[source] - equations.sign[row] * residual[row]
        shown[source] = normalised[row]
        if not np.isfinite(normalised[row]):
            verdict[source] = VERDICTS.index(MeasurementVerdict.CRITICAL)
    for suspect, source in zip(work.suspects, sorted(work.bad, key=list(work.bad).index), strict=False):
        del suspect
        verdict[source] = VERDICTS.index(MeasurementVerdict.BAD)
    for suspect in work.suspects:
        source = int(np.flatnonzero(told.point_id == suspect.point_id)[0])
        estimated[source], shown[source] = suspect.estimated, suspect.deviations
    return frozen_array(verdict), frozen_array(told.value), frozen_array(estimated), frozen_array(shown)


def _every_island_has_a_voltage(grid: GridModel, equations: Equations) -> bool:
    measured = grid.island[equations.place[equations.kind == Kind.VM]]
    return bool(np.isin(np.unique(grid.island), measured).all())


def _wrong_input(told: Measurements) -> str:
    """What no measurement can be; "" where all can."""
    for k in range(len(told)):
        name = str(QUANTITIES[int(told.quantity[k])])
        low, high = LIMITS[name]
        if not np.isfinite(told.value[k]):
            return f"{told.point_id[k]} is not a number"
        if not low <= told.value[k] <= high:
            return f"{told.point_id[k]} = {told.value[k]:g} is no value it can have"
        if np.isfinite(told.std[k]) and told.std[k] <= 0:
            return f"{told.point_id[k]} has a deviation of {told.std[k]:g}; it must be positive"
    return ""


def _none(snapshot: Snapshot, status: EstimateStatus, reason: str) -> Estimate:
    nothing = frozen_array(np.full(len(snapshot.network.bus), np.nan))
    return Estimate(
        snapshot.network.structure_revision, snapshot.revision, status, reason, nothing, nothing, nothing,
        frozen_array(np.full(len(nothing), BASES.index(BusBasis.NONE)), np.uint8),
    )  # fmt: skip


__all__ = ["SuspectSwitch", "estimate"]
