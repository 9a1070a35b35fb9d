"""A region whose relaxed plan would burn power plans again on its network as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.layers.boundary import Layer, region_layer
from engines.dispatch.layers.cutting import balanced_cuts, cut_branches
from engines.dispatch.layers.margins import missed_limit
from engines.dispatch.layers.part import region_part
from engines.dispatch.layers.region_ask import RegionAsk
from engines.dispatch.layers.region_solving import on_network, solved
from engines.dispatch.layers.told_network import flow_of_network
from engines.dispatch.network_rows import impedance_voltage
from engines.dispatch.programme import limited_branches
from engines.dispatch.tangent_network import tangent_rows
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_prices import Prices
from tests.engines.dispatch.cases import sample


def windy(times: float) -> list[Layer]:
    """The sample's regions with so many times its wind and PV, and a price that wants all of it."""
    case = sample()
    renewables = tuple(replace(u, p_mw=u.p_mw * times, s_mva=u.s_mva * times) for u in case.renewables)
    case = replace(case, renewables=renewables, prices=Prices(case.prices.grid, curtailment=200.0))
    whole = attach(case, Snapshot(ieee33()))
    limited = limited_branches(whole)
    parts = [region_part(whole, region) for region in cut_branches(whole, balanced_cuts(whole, 3))]
    return [region_layer(part, limited[part.branches]) for part in parts]


def asked(layer: Layer) -> RegionAsk:
    """What it takes in is hardly worth anything, and it begins near the upper limit of voltage."""
    m = layer.boundary[0].shape[1]
    one = np.ones(m)
    return RegionAsk(0, np.stack([5.0 * one, 0 * one, 0 * one]), np.stack([0 * one, 0 * one, 1.045**2 * one]),
                     np.stack([0 * one, 0 * one, 0 * one]), holds_voltage=True)  # fmt: skip


def test_limits_the_cones_only_seem_to_keep_are_kept() -> None:
    mended = 0
    for layer in windy(6.0):
        ask = asked(layer)
        relaxed = solved(layer, ask, None, holds_voltage=True)
        assert relaxed.is_solved
        before = missed_limit(layer.programme, flow_of_network(layer, relaxed.x))
        found, kept = on_network(layer, ask, None, relaxed, kept=True)
        after = missed_limit(layer.programme, flow_of_network(layer, found.x))
        assert kept
        assert after <= 1e-5
        # Duals stand where those of the relaxed one would.
        assert found.cone_dual.shape == relaxed.cone_dual.shape
        if before > 1e-3:
            mended += 1
            # Nothing is cheaper than what the relaxation believes in.
            programme = layer.programme
            believed, real = (float(programme.cost @ s.x) + float(ask.price[0] @ s.x[layer.boundary[0][0]])
                              for s in (relaxed, found))  # fmt: skip
            assert real >= believed - 1e-6 * abs(believed)
    assert mended


def test_what_keeps_its_limits_is_left_as_it_is() -> None:
    for layer in windy(1.0):
        ask = replace(asked(layer), anchor=np.stack([*asked(layer).anchor[:2], np.ones(len(asked(layer).anchor[2]))]))
        relaxed = solved(layer, ask, None, holds_voltage=True)
        assert on_network(layer, ask, None, relaxed, kept=True)[0] is relaxed


def test_tangents_touch_the_currents() -> None:
    layer = windy(1.0)[0]
    programme, x = layer.programme, layer.programme.layout
    flows = flow_of_network(layer, solved(layer, asked(layer), None, holds_voltage=True).x)
    rows = tangent_rows(programme, flows)
    assert np.abs(rows.matrix @ flows - rows.right).max() < 1e-9
    generator = np.random.default_rng(3)
    moved = flows.copy()
    for name in ("p", "q", "u"):
        moved[x[name]] *= 1 + 1e-4 * generator.standard_normal(x[name].shape)
    send, factor = impedance_voltage(x, programme.instance, True)
    moved[x["l"]] = (moved[x["p"]] ** 2 + moved[x["q"]] ** 2) / (moved[send] * factor)
    # What is left is of second order, and the tangent lies below.
    left = rows.matrix @ moved
    assert left.min() > -1e-9
    assert left.max() < 1e-6 * max(float(flows[x["l"]].max()), 1.0)


def test_where_no_plan_keeps_the_voltage_it_was_told_the_nearest_is_taken() -> None:
    layer = windy(4.0)[0]
    ask = asked(layer)
    ask = replace(ask, anchor=np.stack([*ask.anchor[:2], np.full(ask.anchor.shape[1], 1.2**2)]))
    relaxed = solved(layer, ask, None, holds_voltage=False)
    found, kept = on_network(layer, ask, None, relaxed, kept=False)
    assert not kept
    assert missed_limit(layer.programme, flow_of_network(layer, found.x)) <= 1e-5


@pytest.mark.parametrize("name", ["voltage_min", "voltage_max"])
def test_a_limit_is_missed_by_what_it_lacks(name: str) -> None:
    layer = windy(1.0)[0]
    programme, x = layer.programme, layer.programme.layout
    flows = flow_of_network(layer, solved(layer, asked(layer), None, holds_voltage=True).x)
    instance = programme.instance
    edge = instance.v_max_pu[2] ** 2 + 0.01 if name == "voltage_max" else instance.v_min_pu[2] ** 2 - 0.01
    flows[x["u"][5, 2]] = edge
    assert missed_limit(programme, flows) == pytest.approx(0.01, abs=1e-9)
