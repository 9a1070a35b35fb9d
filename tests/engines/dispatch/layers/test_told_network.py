"""What a region tells of its network is what its network does: held against the region solved anew."""

from __future__ import annotations

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.conic import ConicSolution, solve_conic
from engines.dispatch.driver_columns import DRIVERS, driver_columns
from engines.dispatch.holding import held
from engines.dispatch.instance import Instance
from engines.dispatch.layers.boundary import Layer, region_layer
from engines.dispatch.layers.cutting import balanced_cuts, cut_branches
from engines.dispatch.layers.part import region_part
from engines.dispatch.layers.told_network import flow_of_network, told_network
from engines.dispatch.programme import limited_branches
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from tests.engines.dispatch.cases import sample
from tests.engines.dispatch.layers.test_parts import regulated

PRICE = 60.0


def priced(layer: Layer, drivers: np.ndarray | None = None) -> ConicSolution:
    """The region at a price, its drivers as given or as is best at a low voltage."""
    programme, columns = layer.programme, layer.boundary[0]
    cost, quadratic = programme.cost.copy(), np.zeros(programme.layout.n_column)
    cost[columns[0]] += PRICE
    fixing = None
    if drivers is None:
        cost[columns[2]] -= 1e4 * 0.97**2
        quadratic[columns[2]] = 1e4
    else:
        own = np.concatenate([driver_columns(programme), columns[2][:, None]], axis=1)
        fixing = held(drivers.ravel(), own.ravel(), programme.layout.n_column)
    found = solve_conic(programme, fixing, cost=cost, quadratic=quadratic)
    assert found.is_solved, found.word
    return found


def first_region(whole: Instance, cut: int | None) -> Layer:
    """The first of three regions, or that behind a branch."""
    cuts = balanced_cuts(whole, 3) if cut is None else [cut]
    part = region_part(whole, cut_branches(whole, cuts)[0])
    return region_layer(part, limited_branches(whole)[part.branches])


def test_intake_losses_and_voltages_follow_as_told() -> None:
    whole = attach(sample(), Snapshot(ieee33()))
    layer = first_region(whole, None)
    # The day begins at the middle of what its devices can do, where no limit keeps one from being moved a little.
    before = priced(layer)
    told = told_network(layer, before.x)
    generator = np.random.default_rng(5)
    free = [k for k, name in enumerate(_names(layer)) if name in ("rq", "eq", "gq", "sq")]
    change = np.zeros_like(told.at)
    change[:, free] = -0.02 * np.sign(told.at[:, free]) * generator.random((len(told.at), len(free)))
    change[:, -1] = 0.002 * generator.standard_normal(len(told.at))
    after = priced(layer, told.at + change)
    taken = after.x[layer.boundary[0][:2]]
    expected = told.taken + np.einsum("jmd,md->jm", told.slope, change)
    expected += 0.5 * np.einsum("jmde,md,me->jm", told.curvature, change, change)
    moved = np.abs(taken - told.taken).max(axis=1)
    assert moved[0] > 1e-5
    assert moved[1] > 1e-3
    assert np.abs(taken - expected)[0].max() < 0.02 * moved[0]
    assert np.abs(taken - expected)[1].max() < 0.002 * moved[1]
    x, programme = layer.programme.layout, layer.programme
    r = programme.instance.feeder.r_pu
    lost = (after.x[x["l"]] - before.x[x["l"]]) @ r
    curved = 0.5 * np.einsum("mde,md,me->m", told.curvature[0], change, change)
    assert np.abs(lost - np.einsum("md,md->m", told.lost, change) - curved).max() < 0.02 * np.abs(lost).max()
    u = after.x[x["u"][:, 1:]]
    low, high = programme.instance.v_min_pu[1:] ** 2, programme.instance.v_max_pu[1:] ** 2
    room = told.limit_room - (told.limit_slope * change[told.limit_moment]).sum(axis=1)
    # Each limit told is one of those of the network, as far away as it is there.
    assert len(room)
    for moment, left in zip(told.limit_moment, room, strict=True):
        there = np.concatenate([u[moment] - low, high - u[moment]])
        assert np.abs(there - left).min() < 2e-5


def test_banks_that_follow_the_voltage_and_regulators_are_told() -> None:
    layer = first_region(regulated(), 1)
    before = priced(layer)
    told = told_network(layer, before.x)
    assert np.isfinite(told.slope).all()
    bank = _names(layer).index("cn")
    # One step more gives about its size where the voltage is near 1, and saves what it need not carry.
    assert (told.slope[1, :, bank] < -0.15).all()
    assert (told.slope[1, :, bank] > -0.3).all()
    # A higher voltage, with constant powers, has a bank give more.
    assert (told.slope[1, :, -1] < 0).all() or (before.x[layer.programme.layout["cn"]] < 1e-3).any()


def test_what_a_regulator_changes_is_told() -> None:
    layer = first_region(regulated(), 1)
    columns = layer.programme.layout["um"]
    flows = flow_of_network(layer, priced(layer).x)
    told = told_network(layer, flows)
    low, high = told.ratio_range
    at = told.at[:, -2:-1]
    # Eight steps of 1.25 % on the high side, to both sides.
    assert low == pytest.approx(1 / 1.1**2)
    assert high == pytest.approx(1 / 0.9**2)
    assert (low - 1e-6 <= at).all()
    assert (at <= high + 1e-6).all()
    other = flows.copy()
    other[columns] *= 1.004
    after, change = flow_of_network(layer, other), 0.004 * at[:, 0]
    moved = after[layer.boundary[0][:2]] - told.taken
    # Powers are constant, so a ratio moves intake by losses, banks and cables alone: mostly Mvar.
    assert np.abs(moved[1]).min() > 1e-5
    assert moved == pytest.approx(told.slope[:, :, -2] * change, rel=0.03, abs=2e-6)
    u = layer.programme.layout["u"][:, 1:]
    assert after[u] - flows[u] == pytest.approx(told.u_slope[:, :, -2] * change[:, None], rel=0.02, abs=1e-6)
    assert np.array_equal(*told.still().ratio_range)
    assert told.still().ratio_range[0] == pytest.approx(at)


def _names(layer: Layer) -> list[str]:
    return [name for name, _ in DRIVERS for _ in range(layer.programme.layout[name].shape[1])]
