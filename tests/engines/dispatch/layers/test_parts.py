"""Regions and the layer above as programmes of their own: together they say what the whole says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.conic import solve_conic
from engines.dispatch.instance import Instance
from engines.dispatch.layers.boundary import Layer, region_layer, upper_layer
from engines.dispatch.layers.cutting import Region, balanced_cuts, cut_branches
from engines.dispatch.layers.part import region_part, upper_part
from engines.dispatch.layers.planning import find_regions
from engines.dispatch.programme import build_programme, limited_branches
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import CapacitorBank, CaseRegion, FeederTapChanger, StorageUnit, SubstationTapChanger
from engines.values.validation import InputError
from tests.engines.dispatch.cases import bare, constant_prices, regulated_feeder, sample


def layers_of(whole: Instance, regions: tuple[Region, ...]) -> tuple[Layer, list[Layer]]:
    """The layer above and the regions."""
    limited = limited_branches(whole)
    parts = [region_part(whole, region) for region in regions]
    upper = upper_part(whole, regions)
    return (
        upper_layer(upper, regions, limited[upper.branches]),
        [region_layer(part, limited[part.branches]) for part in parts],
    )


def regulated() -> Instance:
    """Cables with capacitance, a regulator within the region, a bank that follows the voltage, deviation priced."""
    case = bare(
        3,
        prices=constant_prices(3, 50.0, loss=10.0, voltage_deviation=5.0),
        storages=(StorageUnit(5, 0.4, 0.5, 1.0, 0.5, 0.1, 0.5, 0.95, 0.95),),
        capacitors=(CapacitorBank(4, 0.2, 3, follows_voltage=True), CapacitorBank(1, 0.1, 2)),
        substation_taps=(SubstationTapChanger(0.95, 1.05, 9, 4),),
        feeder_taps=(FeederTapChanger("trafo:0"),),
    )
    network = regulated_feeder()
    name = str(network["trafo"].id[0])
    return attach(replace(case, feeder_taps=(FeederTapChanger(name),)), Snapshot(network))


@pytest.mark.parametrize("which", ["ieee33", "regulated"])
def test_what_holds_for_the_whole_holds_for_its_layers_at_the_same_cost(which: str) -> None:
    whole = attach(sample(), Snapshot(ieee33())) if which == "ieee33" else regulated()
    regions = cut_branches(whole, balanced_cuts(whole, 3) if which == "ieee33" else [1])
    programme = build_programme(whole)
    x, all_columns = programme.layout, solve_conic(programme).x
    upper, below = layers_of(whole, regions)
    cost = 0.0
    for number, layer in enumerate([upper, *below]):
        part, own, p = layer.part, layer.programme.layout, layer.programme
        columns = np.zeros(own.n_column)
        columns[own["u"]] = all_columns[x["u"][:, part.nodes]]
        columns[own["um"]] = all_columns[x["um"][:, part.taps]]
        for name in ("p", "q", "l"):
            columns[own[name]] = all_columns[x[name][:, part.branches]]
        for names, kind in (
            (("rp", "rq"), "ren"), (("ec", "ed", "eq", "ee"), "es"), (("gp", "gq"), "mt"), (("dp", "dx"), "dr"),
            (("cn", "cw"), "cb"), (("sq",), "svc"),
        ):  # fmt: skip
            for name in names:
                columns[own[name]] = all_columns[x[name][:, part.devices[kind]]]
        if x["vd"].shape[1]:
            columns[own["vd"]] = all_columns[x["vd"][:, part.nodes]]
        if number == 0:
            columns[own["tp"]], columns[own["tq"]] = all_columns[x["tp"]], all_columns[x["tq"]]
        into = regions if number == 0 else [regions[number - 1]]
        for region, at in zip(into, layer.boundary, strict=True):
            first = whole.feeder
            send = all_columns[x["u"][:, region.above]] / first.send_ratio[region.cut] ** 2
            columns[at[0]] = all_columns[x["p"][:, region.cut]] + first.g_send[region.cut] * send
            columns[at[1]] = all_columns[x["q"][:, region.cut]] - first.b_send[region.cut] * send
            columns[at[2]] = all_columns[x["u"][:, region.above]]
        if number:
            # The column of the voltage a region begins with is its last.
            columns[-len(whole.horizon) :] = all_columns[x["u"][:, regions[number - 1].above]]
        assert np.abs(p.equal @ columns - p.equal_right).max() < 1e-6
        assert (p.upper @ columns - p.upper_right).max() < 1e-6
        cost += float(p.cost @ columns) + p.constant
    assert cost == pytest.approx(float(programme.cost @ all_columns) + programme.constant, rel=1e-9)


def test_regions_are_balanced_and_lie_side_by_side() -> None:
    whole = attach(sample(), Snapshot(ieee33()))
    regions = cut_branches(whole, balanced_cuts(whole, 3))
    held = np.concatenate([r.nodes for r in regions])
    assert len(np.unique(held)) == len(held)
    assert max(len(r.nodes) for r in regions) <= 11
    assert len({r.name for r in regions}) == 3
    for region in regions:
        assert region.above not in held
        assert set(whole.feeder.child[region.branches]) == set(region.nodes)


def test_regions_of_a_case_are_found_by_the_branch_they_begin_with() -> None:
    case = sample(regions=(CaseRegion("line:6", "west"), CaseRegion("line:24")))
    whole = attach(case, Snapshot(ieee33()))
    regions = find_regions(whole, 0)
    assert [r.name for r in regions] == ["west", "behind line:24"]
    assert {whole.node_label(int(n)) for n in regions[0].nodes} == {f"bus {k}" for k in range(7, 19)}


@pytest.mark.parametrize(
    ("regions", "count", "said"),
    [
        ((), 0, "names no regions"),
        ((CaseRegion("line:55"),), 0, "no branch in service is called line:55; did you mean line:5"),
        ((CaseRegion("line:5"), CaseRegion("line:8")), 0, "the region behind line:8 lies within that behind line:5"),
        ((CaseRegion("line:5"), CaseRegion("line:5")), 0, "line:5 twice"),
        ((), 30, "falls into"),
        ((), 101, "cannot be made"),
    ],
)
def test_regions_that_cannot_be_are_refused(regions: tuple[CaseRegion, ...], count: int, said: str) -> None:
    whole = attach(sample(regions=regions), Snapshot(ieee33()))
    with pytest.raises(InputError, match=said):
        find_regions(whole, count)
