"""Cases in which the relaxation may lie: no plan may be called proven that the load flow contradicts."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.options import DispatchOptions
from engines.dispatch.search import Search
from engines.exchange.ieee33 import ieee33
from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import solve
from engines.values.dispatch import DispatchPlan, DispatchStatus
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import bare, plan, sample, sized_for

OPTIONS = DispatchOptions(seconds=20.0, gap=1e-3, verify=False, explain=False)


def stressed(sun: float, price: float, is_export: bool, loss: float) -> DispatchCase:
    """Six hours around noon of the sample, with more sun and wind, another price then, and export or none."""
    case = sample()
    hours = slice(9, 15)
    grid = case.prices.grid[hours].copy()
    grid[1:5] = price
    return replace(
        case,
        n_step=6,
        prices=replace(case.prices, grid=grid, loss=loss),
        profiles=FrozenMap({name: values[hours] for name, values in case.profiles.items()}),
        renewables=tuple(replace(r, s_mva=sun * r.s_mva, p_mw=sun * r.p_mw) for r in case.renewables),
        ties=(replace(case.ties[0], p_min_mw=-6.0 if is_export else 0.0),),
    )


@pytest.mark.parametrize("sun", [1.0, 3.0])
@pytest.mark.parametrize("price", [-60.0, 0.0, 135.0])
@pytest.mark.parametrize("is_export", [False, True])
@pytest.mark.parametrize("loss", [0.0, 60.0])
def test_no_plan_is_called_proven_that_the_load_flow_contradicts(
    sun: float, price: float, is_export: bool, loss: float
) -> None:
    case = stressed(sun, price, is_export, loss)
    day = plan(case, options=OPTIONS)
    assert day.status in (DispatchStatus.OPTIMAL, DispatchStatus.FEASIBLE, DispatchStatus.RELAXATION_INEXACT)
    if day.is_acceptable:
        hold_against_the_load_flow(case, day)
        assert day.lower_bound <= day.cost + 1e-6 * abs(day.cost)
    else:
        assert np.isnan(day.cost)
        assert day.ac.cause


def hold_against_the_load_flow(case: DispatchCase, day: DispatchPlan) -> None:
    """Solve each step anew on a plain network: injections of the schedule added to the loads."""
    network = ieee33()
    for step in range(case.n_step):
        factor = case.profiles["load"][step]
        p, q = (network["load"][c] * factor for c in ("p_mw", "q_mvar"))
        root = 1.0
        for device in day.schedule:
            row = int(device.bus.removeprefix("bus:")) - 2
            if device.kind == "substation_tap":
                assert device.position is not None
                root = 0.95 + 0.1 * device.position[step] / 16
            elif device.kind == "demand_response":
                assert device.p_mw is not None
                assert device.q_mvar is not None
                p[row], q[row] = device.p_mw[step], device.q_mvar[step]
        for device in day.schedule:
            row = int(device.bus.removeprefix("bus:")) - 2
            if device.kind in ("substation_tap", "demand_response", "tie"):
                continue
            p[row] -= 0.0 if device.p_mw is None else device.p_mw[step]
            q[row] -= 0.0 if device.q_mvar is None else device.q_mvar[step]
        state = {("load", "p_mw"): p, ("load", "q_mvar"): q, ("ext_grid", "vm_pu"): np.array([root])}
        result = solve(Snapshot(network).with_state(state), verify=False)
        assert result.is_converged
        assert result.vm_pu == pytest.approx(day.vm_pu[step], abs=1e-6)
        assert result.vm_pu.min() >= 0.95 - 3e-6
        assert result.vm_pu.max() <= 1.05 + 3e-6
        assert result.losses_kw / 1000 == pytest.approx(day.losses_mw[step], rel=1e-4, abs=1e-7)


def test_an_inexact_relaxation_is_said_and_its_value_stays_a_bound() -> None:
    day = plan(stressed(1.0, -60.0, True, 0.0), options=OPTIONS)
    assert day.status is DispatchStatus.FEASIBLE
    assert "relaxation inexact: voltages differ" in day.record[0]
    assert "on the network as it is" in day.record[1]
    assert "the load flow agrees" in day.record[1]
    assert day.relaxed_cost < day.cost
    assert day.lower_bound <= day.relaxed_cost
    assert day.ac.max_dv_pu <= 1e-6
    assert "not exact" in day.reason


def test_a_tap_that_holds_only_while_a_little_is_burnt_is_moved() -> None:
    # With nothing but the taps of the substation, burning 8e-5 pu away seemed cheaper than a step of the tap.
    network = open_network("synthetic:33:3")[0]
    names = ("renewables", "storages", "turbines", "responses", "capacitors", "compensators")
    case = replace(sized_for(network), **dict.fromkeys(names, ()))  # type: ignore[arg-type]
    day = plan(case, network)
    assert day.is_acceptable, day.reason
    assert day.ac.violations == ()
    assert day.gap <= 2e-3


def test_overloaded_branches_are_kept_within_their_ratings() -> None:
    """A rating that binds: the source's branch carries all but what the far storage and sun spare it."""
    case = sample()
    free = plan(replace(case, branch_limit_mva=8.0))
    tie = next(d for d in free.schedule if d.kind == "tie")
    assert tie.p_mw is not None
    limit = 0.9 * float(tie.p_mw.max())
    day = plan(replace(case, branch_limit_mva=limit))
    assert day.is_acceptable
    assert np.hypot(day.branch_p_mw, day.branch_q_mvar).max() <= limit * (1 + 1e-5)
    assert any(b.kind == "power" and b.unit == "MVA" for b in day.binding)
    assert day.cost > free.lower_bound


def test_ratings_of_the_network_hold_where_the_case_has_no_limit() -> None:
    network = ieee33()
    loaded = solve(Snapshot(network), verify=False).branches["line"].loading_percent
    assert np.nanmax(loaded) < 100.0
    day = plan(bare())
    assert day.ac.holds
    from engines.grid.network import with_tables

    weak = network["line"]["max_i_ka"].copy()
    weak[0] *= np.nanmax(loaded) / 100 * 0.8
    worn = with_tables(network, {"line": network["line"].with_columns({"max_i_ka": weak})})
    assert plan(bare(), worn).status is DispatchStatus.INFEASIBLE


def test_a_model_that_lies_a_little_is_found_out() -> None:
    """One resistance 2 % off in the model, not in the network: no plan of it may be called proven."""
    instance = attach(stressed(1.0, 100.0, False, 60.0), Snapshot(ieee33()))
    r_pu = instance.feeder.r_pu.copy()
    r_pu[5] *= 1.02
    wrong = replace(instance, feeder=replace(instance.feeder, r_pu=r_pu))
    search = Search(wrong, OPTIONS, DirectContext(), time.perf_counter())
    search.run()
    assert search.best is not None
    assert not search.best.holds
    assert "differ by" in search.best.day.proof.cause
    assert any("relaxation inexact" in line for line in search.record)
