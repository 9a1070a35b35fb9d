"""The sample case: its plan, proof and properties."""

from __future__ import annotations

import pickle
import time
from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.binding import binding_constraints
from engines.dispatch.conic import solve_conic
from engines.dispatch.options import DispatchOptions
from engines.dispatch.rounding import fix_switching
from engines.dispatch.search import Search
from engines.dispatch.work import work_dispatch
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DeviceKind, DeviceSchedule, DispatchPlan, DispatchStatus
from engines.values.frozen import FrozenMap
from engines.values.loadflow import VerificationStatus
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import plan, sample


@pytest.fixture(scope="module")
def day() -> DispatchPlan:
    return plan(sample(), options=DispatchOptions(seconds=30.0, verify=False))


def of(day: DispatchPlan, kind: DeviceKind) -> list[DeviceSchedule]:
    return [d for d in day.schedule if d.kind is kind]


def test_the_plan_is_proven(day: DispatchPlan) -> None:
    assert day.status is DispatchStatus.OPTIMAL
    assert day.is_acceptable
    assert day.ac.holds
    assert (day.ac.solved, day.ac.steps) == (24, 24)
    # The command line asks the reference engine; here nobody has.
    assert day.ac.verification is VerificationStatus.PENDING
    assert day.ac.max_dv_pu <= 1e-6
    assert day.ac.loss_error <= 1e-4
    assert day.lower_bound <= day.cost <= day.lower_bound * 1.0002
    assert day.cost == pytest.approx(1919.4, abs=0.5)
    assert sum(day.cost_by_kind.values()) == pytest.approx(day.cost)


def test_voltages_and_exchange_keep_their_limits(day: DispatchPlan) -> None:
    assert day.vm_pu.min() >= 0.95 - 2e-6
    assert day.vm_pu.max() <= 1.05 + 2e-6
    (tie,) = of(day, DeviceKind.TIE)
    assert tie.p_mw is not None
    assert tie.q_mvar is not None
    assert tie.p_mw.min() >= -1e-5
    assert np.abs(np.diff(tie.p_mw)).max() <= 2.0 + 1e-5
    assert np.abs(np.diff(tie.q_mvar)).max() <= 1.5 + 1e-5
    assert np.hypot(tie.p_mw, tie.q_mvar).max() <= 6.0


def test_power_balances_by_the_load_flow(day: DispatchPlan) -> None:
    case = sample()
    load = 3.715 * case.profiles["load"]
    given = np.zeros(24)
    for device in day.schedule:
        if device.kind is DeviceKind.DEMAND_RESPONSE or device.p_mw is None:
            continue
        given += device.p_mw
    for device, response in zip(of(day, DeviceKind.DEMAND_RESPONSE), case.responses, strict=True):
        base = {8: 0.2, 24: 0.42, 30: 0.2}[int(response.bus)] * case.profiles["load"]
        assert device.p_mw is not None
        load = load + device.p_mw - base
    assert given - load == pytest.approx(day.losses_mw, abs=1e-6)
    assert day.purchase_mw.sum() == pytest.approx(day.purchase_mwh)


def test_demand_response_conserves_energy(day: DispatchPlan) -> None:
    case = sample()
    for device, response in zip(of(day, DeviceKind.DEMAND_RESPONSE), case.responses, strict=True):
        base = {8: 0.2, 24: 0.42, 30: 0.2}[int(response.bus)] * case.profiles["load"]
        assert device.p_mw is not None
        assert device.energy_mwh is not None
        assert device.p_mw.sum() == pytest.approx(base.sum(), abs=1e-6)
        assert np.all(np.abs(device.p_mw - base) <= response.flexible_fraction * base + 1e-6)
        assert device.energy_mwh[-1] == pytest.approx(0.0, abs=1e-6)


def test_storages_keep_their_energy_and_end_as_they_began(day: DispatchPlan) -> None:
    for device, unit in zip(of(day, DeviceKind.STORAGE), sample().storages, strict=True):
        assert device.p_mw is not None
        assert device.energy_mwh is not None
        assert device.q_mvar is not None
        charge, discharge = np.maximum(-device.p_mw, 0), np.maximum(device.p_mw, 0)
        held = unit.e_initial_mwh + np.cumsum(0.95 * charge - discharge / 0.95)
        # Were it to charge and discharge at once, the net power would not explain what it holds.
        assert device.energy_mwh == pytest.approx(held, abs=1e-5)
        assert held.min() >= unit.e_min_mwh - 1e-5
        assert held.max() <= unit.e_mwh + 1e-5
        assert held[-1] >= unit.e_initial_mwh - 1e-5
        assert np.abs(device.p_mw).max() <= unit.p_mw + 1e-6
        assert np.hypot(device.p_mw, device.q_mvar).max() <= unit.s_mva + 1e-6


def test_units_keep_their_ratings_and_ramps(day: DispatchPlan) -> None:
    for device in (*of(day, DeviceKind.PV), *of(day, DeviceKind.WIND)):
        assert device.p_mw is not None
        assert device.available_mw is not None
        assert np.all(device.p_mw <= device.available_mw + 1e-9)
        assert device.p_mw.min() >= 0
    (turbine,) = of(day, DeviceKind.TURBINE)
    assert turbine.p_mw is not None
    assert np.abs(np.diff(turbine.p_mw)).max() <= 0.3 + 1e-6
    assert np.hypot(turbine.p_mw, turbine.q_mvar).max() <= 0.8 + 1e-6
    (svc,) = of(day, DeviceKind.SVC)
    assert svc.q_mvar is not None
    assert svc.q_mvar.min() >= -0.3 - 1e-6
    assert svc.q_mvar.max() <= 0.5 + 1e-6


def test_moves_keep_their_limits(day: DispatchPlan) -> None:
    (tap,) = of(day, DeviceKind.SUBSTATION_TAP)
    assert tap.position is not None
    changes = np.diff(tap.position, prepend=8)
    assert np.abs(changes).max() <= 4
    assert np.count_nonzero(changes) <= 8
    assert tap.position.min() >= 0
    assert tap.position.max() <= 16
    for bank in of(day, DeviceKind.CAPACITOR):
        assert bank.position is not None
        assert np.count_nonzero(np.diff(bank.position, prepend=0)) <= 6
        assert bank.position.max() <= 5


def test_every_move_is_explained_and_limits_have_their_price(day: DispatchPlan) -> None:
    (tap,) = of(day, DeviceKind.SUBSTATION_TAP)
    assert tap.position is not None
    told = [a for a in day.actions if a.kind is DeviceKind.SUBSTATION_TAP]
    assert len(told) == np.count_nonzero(np.diff(tap.position, prepend=8))
    texts = [a.text for a in day.actions]
    assert any(t.startswith("tap ") and "at 18:00: bus" in t and "pu, the limit is 1.05" in t for t in texts)
    assert any("storage at bus 15 charges" in t for t in texts)
    assert any("turbine at bus 29 gives" in t for t in texts)
    highest = [b for b in day.binding if b.kind == "highest voltage"]
    assert highest
    assert all(b.limit == pytest.approx(1.05) and b.shadow_price > 0 for b in highest)


def test_quarter_hours_scale_ramps_and_keep_the_proof() -> None:
    from engines.dispatch.case_file import parse_case
    from tests.engines.dispatch.texts import SAMPLE

    quarter = parse_case(SAMPLE.replace("steps = 24", "steps = 96", 1).replace("step_hours = 1.0", "step_hours = 0.25"))
    assert quarter.prices.grid[40] == 135.0
    assert quarter.prices.grid[39] == 85.0
    assert quarter.profiles["load"][2] == pytest.approx((0.62 + 0.58) / 2)
    day = plan(quarter, options=DispatchOptions(seconds=60.0, gap=1e-3, verify=False, explain=False))
    assert day.is_acceptable
    (turbine,) = of(day, DeviceKind.TURBINE)
    assert turbine.p_mw is not None
    assert np.abs(np.diff(turbine.p_mw)).max() <= 0.075 + 1e-6
    (tie,) = of(day, DeviceKind.TIE)
    assert tie.p_mw is not None
    assert np.abs(np.diff(tie.p_mw)).max() <= 0.5 + 1e-5


def test_a_shadow_price_is_what_a_little_more_room_saves() -> None:
    """The dearest voltage limit of the held plan, widened by hand."""
    search = Search(
        attach(sample(), Snapshot(ieee33())),
        DispatchOptions(seconds=30.0, gap=1e-3),
        DirectContext(),
        time.perf_counter(),
    )
    search.run()
    assert search.best is not None
    programme, fixing = search.programme, fix_switching(search.programme, search.best.switching)
    held = solve_conic(programme, fixing)
    dearest = next(b for b in binding_constraints(programme, held) if b.kind == "highest voltage")
    block = programme.upper_blocks["voltage_max"]
    labels = np.array([programme.instance.node_label(int(k)) for k in block.element])
    (row,) = block.rows[(block.moment == dearest.step) & (labels == dearest.place)]
    right = programme.upper_right.copy()
    room = 1e-3
    right[row] = (dearest.limit + room) ** 2
    wider = solve_conic(replace(programme, upper_right=right), fixing)
    assert held.value - wider.value == pytest.approx(dearest.shadow_price * room, rel=0.15)


def test_a_plan_comes_through_a_worker_s_pipe_unwriteable() -> None:
    context = DirectContext()
    case = sample(n_step=6, profiles=FrozenMap({n: v[9:15] for n, v in sample().profiles.items()}))
    case = replace(case, prices=replace(case.prices, grid=case.prices.grid[9:15]))
    day = work_dispatch(context, case, Snapshot(ieee33()), DispatchOptions(verify=False))
    again = pickle.loads(pickle.dumps(day))
    assert again.cost == day.cost
    assert again.actions == day.actions
    assert not again.vm_pu.flags.writeable
    assert not again.schedule[0].p_mw.flags.writeable
