"""One step against Gurobi, whose restricted licence is large enough for it. It is no part of the product."""

from __future__ import annotations

import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.conic import solve_conic
from engines.dispatch.options import DispatchOptions
from engines.dispatch.planning import plan_dispatch
from engines.dispatch.programme import build_programme
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from tests.engines.dispatch.cases import sample

pytest.importorskip("gurobipy", reason="gurobipy is not installed: one step is compared with it where it is")


@pytest.mark.parametrize("hour", [3, 12, 19])
def test_one_step_costs_what_gurobi_says(hour: int) -> None:
    from benchmarks.dispatch_rivals import gurobi_optimum, one_step

    case, snapshot = one_step(sample(), hour), Snapshot(ieee33())
    programme = build_programme(attach(case, snapshot))
    relaxed = solve_conic(programme).value
    assert relaxed == pytest.approx(gurobi_optimum(programme, is_whole=False), rel=1e-5)
    plan = plan_dispatch(case, snapshot, DispatchOptions(gap=1e-6, seconds=10.0, verify=False, explain=False))
    whole = gurobi_optimum(programme, is_whole=True)
    assert plan.cost == pytest.approx(whole, rel=1e-5)
    assert plan.lower_bound <= whole * (1 + 1e-6)
