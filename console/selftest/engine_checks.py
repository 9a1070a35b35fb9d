"""Whether the engines give what they are known to give on this machine."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from console.selftest.result import CheckResult, failed, ok

LOSSES_KW, LOSSES_KVAR = 202.677, 135.141
"""Base case of the 33-bus feeder of Baran and Wu (1989)."""
TOLERANCE_KW = 0.001
REINSTALL = "install the package again; a processor without AVX cannot run it"


def check_load_flow(losses_kw: float = LOSSES_KW) -> CheckResult:
    """Both load flow engines on the feeder whose losses are published."""
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot
    from engines.loadflow.options import EngineChoice, LoadFlowOptions
    from engines.loadflow.solving import solve

    network, _ = open_network("ieee33")
    snapshot = Snapshot(network)
    told = []
    for choice in (EngineChoice.PGM, EngineChoice.PANDAPOWER):
        result = solve(snapshot, LoadFlowOptions(engine=choice))
        if not result.is_converged:
            return failed(f"{choice} found no solution of IEEE 33 ({result.status})", REINSTALL)
        if abs(result.losses_kw - losses_kw) > TOLERANCE_KW or abs(result.losses_kvar - LOSSES_KVAR) > TOLERANCE_KW:
            wrong = f"{choice} gives IEEE 33 losses of {result.losses_kw:.3f} kW instead of {losses_kw:.3f} kW"
            return failed(wrong, REINSTALL)
        told.append(str(choice))
    return ok(f"IEEE 33 has {losses_kw:.3f} kW of losses with {' and '.join(told)}")


def check_optimisers() -> CheckResult:
    """The two solvers behind plans, each on a problem whose answer is known by hand."""
    mixed = solve_small_mixed_integer()
    if not math.isclose(mixed, 3.0, abs_tol=1e-9):
        return failed(f"HiGHS gives {mixed} instead of 3", REINSTALL)
    cone = solve_small_cone()
    if not math.isclose(cone, math.sqrt(2.0), abs_tol=1e-6):
        return failed(f"Clarabel gives {cone} instead of the square root of 2", REINSTALL)
    return ok("HiGHS and Clarabel give the known optimum")


def solve_small_mixed_integer() -> float:
    """Largest ``x + y`` of integers with ``2x + 2y <= 7``: 3, not 3.5."""
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    x, y = (solver.addVariable(lb=0.0, ub=10.0, type=highspy.HighsVarType.kInteger) for _ in range(2))
    solver.addConstr(2.0 * x + 2.0 * y <= 7.0)
    solver.maximize(x + y)
    return float(solver.getObjectiveValue())


def solve_small_cone() -> float:
    """Length of the vector (1, 1), as the least ``t`` with ``|(1, 1)| <= t``."""
    import clarabel
    from scipy import sparse

    settings = clarabel.DefaultSettings()
    settings.verbose = False
    matrix = sparse.csc_matrix(np.array([[-1.0], [0.0], [0.0]]))
    cones = [clarabel.SecondOrderConeT(3)]
    quadratic = sparse.csc_matrix((1, 1))
    solver = clarabel.DefaultSolver(quadratic, np.ones(1), matrix, np.array([0.0, 1.0, 1.0]), cones, settings)
    return float(solver.solve().obj_val)
