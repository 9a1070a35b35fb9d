"""A plan that was kept is put back on its network: the load flow of each step is that of its proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from console.cli.case import open_case as open_network
from engines.dispatch.case_file import open_case
from engines.dispatch.options import DispatchOptions
from engines.dispatch.planned_steps import PlannedSteps
from engines.dispatch.planning import plan_dispatch
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import solve
from engines.values.dispatch import DeviceKind, DispatchPlan
from engines.values.dispatch_case import DemandResponse, DispatchCase
from engines.values.validation import InputError
from tests.engines.dispatch.cases import sample

QUICK = DispatchOptions(seconds=6.0, gap=0.05, verify=False, explain=False)
NORTH = """
[horizon]
steps = 3
step_hours = 1.0
start = "2027-03-17T10:00"
[network]
file = "north"
v_max_pu = 1.04
[price]
loss = 60.0
grid = 90.0
[profiles]
wind = [0.5, 0.6, 0.7]
[[es]]
bus = 31
element = "storage:BAT F2-07"
p_mw = 0.4
s_mva = 0.44
e_mwh = 1.6
e_initial_mwh = 0.8
e_min_mwh = 0.16
[[wt]]
bus = 11
element = "sgen:WT F1-08"
s_mva = 1.2397
p_mw = 1.1
profile = "wind"
[[cb]]
bus = 11
element = "shunt:CAP F1-08"
step_mvar = 0.15
steps = 4
initial_step = 1
follows_voltage = true
[[regulator]]
trafo = "trafo:NORTH TR1"
"""


@pytest.fixture(scope="module")
def on_top() -> tuple[DispatchCase, Snapshot, DispatchPlan]:
    """The sample, nothing of which is in its network."""
    case, snapshot = sample(), Snapshot(ieee33())
    return case, snapshot, plan_dispatch(case, snapshot, QUICK)


@pytest.fixture(scope="module")
def within(tmp_path_factory: pytest.TempPathFactory) -> tuple[DispatchCase, Snapshot, DispatchPlan]:
    """A case all of whose devices are in the network."""
    path: Path = tmp_path_factory.mktemp("case") / "north.toml"
    path.write_text(NORTH, "utf-8")
    case, snapshot = open_case(str(path)), open_network("north")[0]
    return case, snapshot, plan_dispatch(case, snapshot, QUICK)


def test_voltages_losses_and_exchange_are_those_of_the_proof(
    on_top: tuple[DispatchCase, Snapshot, DispatchPlan], within: tuple[DispatchCase, Snapshot, DispatchPlan]
) -> None:
    for case, snapshot, plan in (on_top, within):
        assert plan.is_acceptable, plan.reason
        steps = PlannedSteps(case, snapshot, plan.schedule)
        for step in range(case.n_step):
            found = steps.at(step).result
            assert found.is_converged
            np.testing.assert_allclose(found.vm_pu, plan.vm_pu[step], atol=1e-7)
            assert found.losses_kw / 1000 == pytest.approx(plan.losses_mw[step], rel=1e-5)
            assert float(found.source_p_mw.sum()) == pytest.approx(plan.purchase_mw[step], abs=1e-6)


def test_the_state_shown_solves_to_the_same_where_the_network_has_every_device(
    within: tuple[DispatchCase, Snapshot, DispatchPlan],
) -> None:
    case, snapshot, plan = within
    steps = PlannedSteps(case, snapshot, plan.schedule)
    assert steps.beyond == ()
    for step in range(case.n_step):
        planned = steps.at(step)
        assert planned.snapshot.network is snapshot.network
        assert planned.result.snapshot_revision == planned.snapshot.revision
        assert planned.result.structure_revision == snapshot.network.structure_revision
        np.testing.assert_allclose(solve(planned.snapshot, verify=False).vm_pu, plan.vm_pu[step], atol=1e-5)
    battery = snapshot.network["storage"].id == "storage:BAT F2-07"
    (device,) = (d for d in plan.schedule if d.kind is DeviceKind.STORAGE)
    assert device.p_mw is not None
    consumed = [float(steps.at(k).snapshot.column("storage", "p_mw")[battery][0]) for k in range(case.n_step)]
    np.testing.assert_allclose(consumed, -device.p_mw, atol=1e-12)


def test_what_comes_on_top_is_named(on_top: tuple[DispatchCase, Snapshot, DispatchPlan]) -> None:
    case, snapshot, plan = on_top
    steps = PlannedSteps(case, snapshot, plan.schedule)
    assert len(steps.beyond) == sum(
        len(part) for part in (case.renewables, case.storages, case.turbines, case.capacitors, case.compensators)
    )
    assert not any("demand response" in name for name in steps.beyond)


def test_shifted_demand_is_seen_at_its_loads(within: tuple[DispatchCase, Snapshot, DispatchPlan]) -> None:
    case, snapshot, plan = within
    bus = int(snapshot.network["load"]["bus"][0])
    shifting = replace(case, responses=(DemandResponse(bus, 0.3),))
    usual = PlannedSteps(case, snapshot, plan.schedule).at(0).snapshot.column("load", "p_mw")[0]
    other = plan_dispatch(shifting, snapshot, QUICK)
    (device,) = (d for d in other.schedule if d.kind is DeviceKind.DEMAND_RESPONSE)
    assert device.p_mw is not None
    found = PlannedSteps(shifting, snapshot, other.schedule).at(0).snapshot
    at_bus = snapshot.network["load"]["bus"] == bus
    scaling = snapshot.column("load", "scaling")
    taken = float((found.column("load", "p_mw") * scaling)[at_bus].sum())
    assert taken == pytest.approx(float(device.p_mw[0]), rel=1e-9)
    assert usual > 0.0


def test_a_step_that_cannot_be_supplied_has_a_cause_and_no_voltage(
    on_top: tuple[DispatchCase, Snapshot, DispatchPlan],
) -> None:
    case, snapshot, plan = on_top
    much = snapshot.with_state({("load", "p_mw"): snapshot.column("load", "p_mw") * 20})
    found = PlannedSteps(case, much, plan.schedule).at(0).result
    assert not found.is_converged
    assert found.cause
    assert not np.isfinite(found.vm_pu).any()


def test_a_schedule_of_another_case_is_refused(on_top: tuple[DispatchCase, Snapshot, DispatchPlan]) -> None:
    case, snapshot, plan = on_top
    with pytest.raises(InputError, match="plan it again"):
        PlannedSteps(replace(case, storages=()), snapshot, plan.schedule)
