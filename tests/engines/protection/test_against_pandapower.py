"""Fault currents against pandapower's calculation of record (pandapower.shortcircuit, IEC 60909)."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from engines.exchange.cigre import cigre_lv, cigre_mv
from engines.exchange.shipped import load_shipped
from engines.exchange.to_pandapower import to_pandapower
from engines.grid.network import Network, make_network, make_table, with_tables
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.protection.fault import Fault, FaultKind
from engines.protection.options import (
    Case,
    NeutralEarthing,
    NeutralTreatment,
    ShortCircuitOptions,
)
from engines.protection.short_circuit import ShortCircuitModel

TOLERANCE = 2e-4
"""Relative. The load flow's pi equivalent of a transformer counts its no-load branch in, pandapower's does not."""
PP_KINDS = {FaultKind.THREE_PHASE: "3ph", FaultKind.TWO_PHASE: "2ph", FaultKind.EARTH: "1ph"}


def reference(snapshot: Snapshot, kind: FaultKind, case: Case, **more: Any) -> Any:
    from pandapower.shortcircuit import calc_sc

    net = to_pandapower(snapshot)
    if "k" not in net.sgen:
        net.sgen["k"] = 1.1
    net.sgen["current_source"] = True
    net.sgen["in_service"] = bool(more.pop("with_sgen", False))
    net.line["endtemp_degree"] = 80.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calc_sc(net, fault=PP_KINDS[kind], case=str(case), ip=False, ith=False, **more)
    return net


def with_source(network: Network, **columns: float) -> Network:
    """The network with the data of its feeding grid that pandapower asks for."""
    n = len(network["ext_grid"])
    table = network["ext_grid"].with_columns({name: np.full(n, value) for name, value in columns.items()})
    return with_tables(network, {"ext_grid": table})


NETWORKS = {
    "north": lambda: load_shipped("north").network,
    "cigre_mv": lambda: cigre_mv()[0],
    "cigre_lv": lambda: cigre_lv()[0],
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize("kind", [FaultKind.THREE_PHASE, FaultKind.TWO_PHASE])
def test_every_bus_of_a_network(name: str, case: Case, kind: FaultKind) -> None:
    network = with_source(NETWORKS[name](), s_sc_max_mva=2500.0, s_sc_min_mva=2000.0, rx_max=0.1, rx_min=0.1)
    snapshot = Snapshot(network)
    model = ShortCircuitModel(snapshot, ShortCircuitOptions(case, der_k=0.0))
    expected = reference(snapshot, kind, case).res_bus_sc["ikss_ka"].to_numpy()
    ours = np.array([model.solve(Fault("bus", row, kind)).ikss_ka for row in range(len(network.bus))])
    fed = np.isfinite(expected)
    assert fed.sum() > 10
    np.testing.assert_allclose(ours[fed], expected[fed], rtol=TOLERANCE)
    assert np.all(ours[~fed] == 0)


def test_inverters_add_to_the_current() -> None:
    network = with_source(load_shipped("north").network, rx_max=0.1)
    off = make_table("storage", {})
    snapshot = Snapshot(with_tables(network, {"storage": off}))
    model = ShortCircuitModel(snapshot)
    expected = reference(snapshot, FaultKind.THREE_PHASE, Case.MAX, with_sgen=True).res_bus_sc["ikss_ka"].to_numpy()
    ours = np.array([model.solve(Fault("bus", row)).ikss_ka for row in range(len(network.bus))])
    without = ShortCircuitModel(snapshot, ShortCircuitOptions(der_k=0.0)).solve(Fault("bus", 20)).ikss_ka
    assert ours[20] > 1.05 * without
    # pandapower gives each inverter the angle of its own bus, we all of them that of the fault, as magnitudes add.
    grid = np.array([model.solve(Fault("bus", row)).ikss_grid_ka for row in range(len(network.bus))])
    medium = network.bus["vn_kv"] > 1
    np.testing.assert_allclose(ours[medium], expected[medium], rtol=5e-3)
    np.testing.assert_allclose((ours - grid)[medium], (expected - grid)[medium], rtol=0.05)


def test_flow_in_every_line_during_a_fault() -> None:
    network = with_source(load_shipped("north").network, rx_max=0.1)
    snapshot = Snapshot(network)
    net = reference(snapshot, FaultKind.THREE_PHASE, Case.MAX, bus=20, branch_results=True)
    result = ShortCircuitModel(snapshot, ShortCircuitOptions(der_k=0.0)).solve(Fault("bus", 20))
    expected = np.nan_to_num(net.res_line_sc["ikss_ka"].to_numpy())
    np.testing.assert_allclose(result.branch_i_ka["line"].max(axis=1), expected, rtol=TOLERANCE, atol=1e-6)
    high = np.nan_to_num(net.res_trafo_sc["ikss_hv_ka"].to_numpy())
    np.testing.assert_allclose(result.branch_i_ka["trafo"][:, 0], high, rtol=TOLERANCE, atol=1e-6)


def earthed_network(group: str) -> Network:
    """A 110 kV grid, a transformer of some vector group and two lines, all with zero-sequence data."""
    return make_network(
        group,
        {
            "bus": make_table("bus", {"vn_kv": [110.0, 20.0, 20.0, 20.0]}),
            "ext_grid": make_table(
                "ext_grid",
                {"bus": [0], "s_sc_max_mva": [2500.0], "s_sc_min_mva": [1800.0], "rx_max": [0.1], "rx_min": [0.1],
                 "x0x_max": [1.3], "r0x0_max": [0.2], "x0x_min": [1.3], "r0x0_min": [0.2]},
            ),
            "trafo": make_table(
                "trafo",
                {"hv_bus": [0], "lv_bus": [1], "sn_mva": [25.0], "vn_hv_kv": [110.0], "vn_lv_kv": [20.0],
                 "vk_percent": [12.0], "vkr_percent": [0.41], "pfe_kw": [0.0], "i0_percent": [0.0],
                 "vector_group": [group], "vk0_percent": [10.5], "vkr0_percent": [0.5],
                 "mag0_percent": [1e7], "mag0_rx": [0.0], "si0_hv_partial": [0.5]},
            ),
            "line": make_table(
                "line",
                {"from_bus": [1, 2], "to_bus": [2, 3], "length_km": [4.0, 3.0], "r_ohm_per_km": [0.3, 0.2],
                 "x_ohm_per_km": [0.35, 0.12], "c_nf_per_km": [10.0, 250.0], "max_i_ka": [0.3, 0.3],
                 "r0_ohm_per_km": [0.45, 0.8], "x0_ohm_per_km": [1.4, 0.4], "c0_nf_per_km": [5.0, 250.0]},
            ),
        },
    )  # fmt: skip


@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize("group", ["Dyn", "YNd", "YNyn"])
def test_earth_faults(group: str, case: Case) -> None:
    network = earthed_network(group)
    snapshot = Snapshot(network)
    isolated = NeutralEarthing(NeutralTreatment.ISOLATED)
    model = ShortCircuitModel(snapshot, ShortCircuitOptions(case, neutral=isolated))
    expected = reference(snapshot, FaultKind.EARTH, case).res_bus_sc["ikss_ka"].to_numpy()
    ours = np.array([model.solve(Fault("bus", row, FaultKind.EARTH)).ikss_ka for row in range(4)])
    # Below a delta the current is the capacitive one alone.
    np.testing.assert_allclose(ours, expected, rtol=2e-3, atol=1e-5)
    assert ours[3] > (0.001 if group == "YNd" else 0.5)


def test_a_fault_within_a_line_is_a_bus_there() -> None:
    """A line divided by a bus at 30 % of its length, against the fault at that share of the whole line."""
    network = with_source(load_shipped("north").network, rx_max=0.1)
    line, bus = network["line"], network.bus
    at, share = 5, 0.3
    columns = {name: np.append(values, values[at]) for name, values in line.columns.items()}
    middle = int(bus.index.max()) + 1
    columns["to_bus"] = columns["to_bus"].copy()
    columns["from_bus"], columns["length_km"] = columns["from_bus"].copy(), columns["length_km"].copy()
    columns["to_bus"][at], columns["from_bus"][-1] = middle, middle
    columns["length_km"][[at, -1]] = line["length_km"][at] * np.array([share, 1 - share])
    divided = with_tables(
        network,
        {
            "line": make_table("line", columns, ids=[*line.id, "line:half"], index=[*line.index, 10_000]),
            "bus": make_table(
                "bus",
                {name: np.append(values, values[5]) for name, values in bus.columns.items()},
                ids=[*bus.id, "bus:middle"],
                index=[*bus.index, middle],
            ),
        },
    )
    # A fault in a ring: close a tie, so that both ends feed.
    tie = int(np.flatnonzero(network["switch"].id == "switch:T5")[0])
    for kind in FaultKind:
        results = [
            ShortCircuitModel(Snapshot(n).with_values("switch", "position", [tie], SwitchPosition.CLOSED)).solve(fault)
            for n, fault in ((network, Fault("line", at, kind, share)), (divided, Fault("bus", len(bus), kind)))
        ]
        assert results[0].ikss_ka == pytest.approx(results[1].ikss_ka, rel=1e-3)
        np.testing.assert_allclose(results[0].switch_i_ka, results[1].switch_i_ka, rtol=5e-3, atol=1e-5)
        np.testing.assert_allclose(
            results[0].branch_i_ka["line"][at, 0], results[1].branch_i_ka["line"][at, 0], rtol=1e-3
        )
        np.testing.assert_allclose(
            results[0].branch_i_ka["line"][at, 1], results[1].branch_i_ka["line"][-1, 1], rtol=1e-3, atol=1e-4
        )
