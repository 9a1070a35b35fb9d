"""Estimates of many moments: a recorded day, solved together and judged one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.estimation.estimating import Posed, estimate, finish, pose
from engines.estimation.fast_solver import FastSolver, are_alike
from engines.estimation.grid_model import GridModel, build_grid_model
from engines.estimation.measurements import Accuracy, Measurements
from engines.grid.snapshot import Snapshot
from engines.values.estimate import Estimate
from engines.values.work import WorkContext

MOST_AT_ONCE = 96


def estimate_series(
    moments: Sequence[tuple[Snapshot, Measurements]],
    accuracy: Accuracy = Accuracy(),  # noqa: B008  frozen
    context: WorkContext | None = None,
) -> list[Estimate]:
    """:func:`engines.estimation.estimating.estimate` of each moment.

    Moments that follow each other with the same positions and the same measured points are solved in one call.

    Args:
        moments: what is assumed and what is measured at each; all of one network.
        context: told how many are done, asked whether to go on; raises what it raises.
    """
    found: list[Estimate] = []
    solver = FastSolver()
    grid: GridModel | None = None
    before: Snapshot | None = None
    run: list[Posed] = []

    def solve_run() -> None:
        if run:
            fast = solver.solve_series(run[0].grid, [p.equations for p in run], run[0].snapshot.network.f_hz)
            found.extend(finish(posed, point) for posed, point in zip(run, fast, strict=True))
            run.clear()
        if context is not None:
            context.report(len(found) / len(moments))

    for snapshot, told in moments:
        if grid is None or before is None or not _stands_alike(before, snapshot):
            grid, before = build_grid_model(snapshot), snapshot
        posed = pose(snapshot, told, accuracy, grid)
        if run and (
            isinstance(posed, Estimate)
            or len(run) >= MOST_AT_ONCE
            or posed.grid is not run[0].grid
            or not are_alike(posed.equations, run[0].equations)
        ):
            solve_run()
        if isinstance(posed, Estimate):
            found.append(posed)
        else:
            run.append(posed)
    solve_run()
    return found


def _stands_alike(one: Snapshot, other: Snapshot) -> bool:
    """Whether the grid of two snapshots is the same: all state but what feeds and loads it."""
    if one.network is not other.network:
        return False
    keys = {key for key in (*one.state, *other.state) if key[0] not in ("load", "sgen", "storage")}
    return all(np.array_equal(one.column(*key), other.column(*key), equal_nan=True) for key in keys)


__all__ = ["estimate", "estimate_series"]
