"""Interruptible loads give way to those that are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.restoration.replaying import replay
from engines.restoration.restoring import restore
from engines.values.switching_plan import PlanStatus, StepKind

AT_ONCE = RestorationOptions(seconds=0.0)


def test_switching_interruptible_load_off_lets_others_have_supply() -> None:
    network = open_network("ieee33")[0]
    solver = LoadFlowSolver(network)
    snapshot = Snapshot(network).with_values("switch", "position", [0], 0)
    # The one way around line 2 does not bear all; a single customer of 200 kW may be interrupted.
    plain = restore(snapshot, "line:2", AT_ONCE, solver=solver)
    assert plain.status is PlanStatus.PARTIAL
    options = replace(AT_ONCE, sheddable=("load:30",))
    plan = restore(snapshot, "line:2", options, solver=solver)
    assert plan.is_usable
    weighed = [p.unserved_kw + p.customers_unserved for p in (plain, plan)]
    assert (plan.critical_unserved, weighed[1]) < (plain.critical_unserved, weighed[0])
    off = [step for step in plan.steps if step.kind is StepKind.SHED]
    assert [step.element_id for step in off] == ["load:30"]
    assert [step.number for step in plan.steps] == list(range(1, len(plan.steps) + 1))
    assert plan.steps[-1].proof.unserved_kw == pytest.approx(plan.unserved_kw)
    for state in replay(snapshot, plan):
        result = solver.solve(state)
        assert result.is_converged
        assert np.nanmin(result.vm_pu) >= 0.88


def test_nothing_is_switched_off_where_all_can_be_supplied() -> None:
    network = open_network("ieee33")[0]
    snapshot = Snapshot(network).with_values("switch", "position", [0], 0)
    plan = restore(snapshot, "line:6", replace(AT_ONCE, sheddable=("load:24",)))
    assert not [step for step in plan.steps if step.kind is StepKind.SHED]
