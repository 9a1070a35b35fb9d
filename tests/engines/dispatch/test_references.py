"""Published and recomputed figures: what the plan's load flow and model must come to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.ieee33 import ieee33
from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import solve
from engines.values.dispatch import DispatchStatus
from engines.values.dispatch_case import (
    CapacitorBank,
    DispatchCase,
    FeederTapChanger,
    Renewable,
    StorageUnit,
)
from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap
from tests.engines.dispatch.cases import FAST, bare, ieee33_variant, plan, sample

ONE = FrozenMap({"load": np.ones(1), "one": np.ones(1)})


def test_without_devices_a_plan_is_the_plain_load_flow() -> None:
    day = plan(bare(price=50.0))
    result = solve(Snapshot(ieee33()), verify=False)
    assert day.status is DispatchStatus.OPTIMAL
    assert 1000 * day.losses_mwh == pytest.approx(202.677, abs=1e-3)
    assert day.losses_mwh == pytest.approx(result.losses_kw / 1000, abs=1e-8)
    assert day.cost == pytest.approx(50.0 * result.source_p_mw.sum() + 10.0 * result.losses_kw / 1000, rel=1e-7)
    assert day.vm_pu[0] == pytest.approx(result.vm_pu, abs=1e-8)
    assert day.lower_bound <= day.cost
    assert day.gap < 1e-6


def test_without_devices_the_sample_s_day_is_the_load_flow_of_every_hour() -> None:
    case = sample()
    empty = replace(
        case,
        **dict.fromkeys(
            (
                "renewables",
                "storages",
                "turbines",
                "responses",
                "capacitors",
                "compensators",
                "substation_taps",
                "ties",
            ),
            (),
        ),
        v_min_pu=0.9,
    )
    day = plan(empty)
    network, cost = ieee33(), 0.0
    for hour in range(24):
        factor = case.profiles["load"][hour]
        state = {("load", c): network["load"][c] * factor for c in ("p_mw", "q_mvar")}
        result = solve(Snapshot(network).with_state(state), verify=False)
        assert day.losses_mw[hour] == pytest.approx(result.losses_kw / 1000, abs=1e-7)
        assert day.purchase_mw[hour] == pytest.approx(result.source_p_mw.sum(), abs=1e-7)
        cost += case.prices.grid[hour] * result.source_p_mw.sum() + 60.0 * result.losses_kw / 1000
    assert day.cost == pytest.approx(cost, rel=1e-7)
    assert not day.actions


@pytest.mark.parametrize(
    ("placed", "losses_kw"),
    [
        ((), 210.998),
        (((6, 2.590),), 111.03),
        (((13, 0.8018), (24, 1.0913), (30, 1.0536)), 72.787),
    ],
)
def test_generation_placed_on_the_variant(placed: tuple[tuple[int, float], ...], losses_kw: float) -> None:
    units = tuple(Renewable("pv", bus, mw, mw, "one", power_factor_min=1.0) for bus, mw in placed)
    day = plan(bare(renewables=units, profiles=ONE), ieee33_variant())
    assert day.is_acceptable
    assert 1000 * day.losses_mwh == pytest.approx(losses_kw, abs=2e-3)


@pytest.mark.parametrize(("is_variant", "losses_kw"), [(True, 138.429), (False, 132.37)])
def test_capacitors_placed(is_variant: bool, losses_kw: float) -> None:
    banks = tuple(CapacitorBank(bus, mvar, 1, 1, 0) for bus, mvar in ((12, 0.450), (24, 0.450), (30, 1.050)))
    day = plan(bare(capacitors=banks), ieee33_variant() if is_variant else None)
    assert day.is_acceptable
    assert 1000 * day.losses_mwh == pytest.approx(losses_kw, abs=2e-3)


def test_a_district_s_own_equipment_is_planned_over_its_own_profiles() -> None:
    """A transformer with a regulator, a bank, a storage and generators that are in the network already."""
    network = open_network("synthetic:69:1")[0]
    bank, storage = network["shunt"], network["storage"]
    energy = float(storage["max_e_mwh"][0])
    case = DispatchCase(
        "own",
        "synthetic:69:1",
        4,
        6.0,
        Prices(np.array([40.0, 60.0, 60.0, 150.0]), loss=60.0),
        start=np.datetime64("2026-01-14T00:00:00"),
        storages=(
            StorageUnit(
                int(storage["bus"][0]), 0.1, 0.2, energy, energy / 2, 0.0, energy / 2, 0.9, 0.9, str(storage.id[0])
            ),
        ),
        feeder_taps=(FeederTapChanger("trafo:NORTH TR1", None, 2, 3, is_automatic=True),),
        capacitors=(
            CapacitorBank(
                int(bank["bus"][0]),
                -float(bank["q_mvar"][0]),
                4,
                0,
                2,
                2,
                follows_voltage=True,
                element=str(bank.id[0]),
            ),
        ),
    )
    day = plan(case, network, replace(FAST, gap=5e-3))
    assert day.is_acceptable
    assert day.ac.max_dv_pu <= 1e-6
    assert network.profiles is not None
    moment = network.profiles.same_moment(np.datetime64("2026-01-14T12:00:00"))
    at_noon = Snapshot(network).at(moment)
    own = at_noon.column("sgen", "p_mw").sum() - at_noon.column("storage", "p_mw")[1:].sum()
    given = {d.kind: d.p_mw[2] for d in day.schedule if d.p_mw is not None}
    assert sum(given.values()) + own - at_noon.column("load", "p_mw").sum() == pytest.approx(day.losses_mw[2], abs=1e-6)
    elements = {d.element for d in day.schedule}
    assert {"trafo:NORTH TR1", str(bank.id[0]), str(storage.id[0])} <= elements
