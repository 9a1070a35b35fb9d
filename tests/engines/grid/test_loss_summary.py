"""Losses by element, feeder and voltage level add up to the whole."""

from __future__ import annotations

import numpy as np
import pytest

from engines.grid.loss_summary import branch_levels, summarise_losses
from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import solve


def two_feeders() -> Network:
    """110/20 kV station with two feeders of one and two lines."""
    trafo = {
        "hv_bus": [0],
        "lv_bus": [1],
        "sn_mva": [25.0],
        "vn_hv_kv": [110.0],
        "vn_lv_kv": [20.0],
        "vk_percent": [12.0],
        "vkr_percent": [0.4],
        "pfe_kw": [14.0],
        "i0_percent": [0.07],
    }
    line = {
        "from_bus": [1, 2, 1],
        "to_bus": [2, 3, 4],
        "length_km": [4.0, 3.0, 5.0],
        "r_ohm_per_km": [0.3] * 3,
        "x_ohm_per_km": [0.12] * 3,
        "max_i_ka": [0.3] * 3,
    }
    tables = {
        "bus": make_table("bus", {"vn_kv": [110.0, 20.0, 20.0, 20.0, 20.0]}),
        "trafo": make_table("trafo", trafo),
        "line": make_table("line", line),
        "load": make_table("load", {"bus": [2, 3, 4], "p_mw": [1.0, 0.5, 2.0]}),
        "ext_grid": make_table("ext_grid", {"bus": [0]}),
    }
    return make_network("two feeders", tables)


def test_groups_add_up_to_the_total() -> None:
    network = two_feeders()
    snapshot = Snapshot(network)
    result = solve(snapshot, verify=False)
    topology = analyse(snapshot)
    summary = summarise_losses(network, result, topology)
    assert summary.total_kw == pytest.approx(result.losses_kw, rel=1e-9)
    assert sum(g.loss_kw for g in summary.by_feeder) == pytest.approx(result.losses_kw, rel=1e-9)
    assert sum(g.loss_kvar for g in summary.by_level) == pytest.approx(result.losses_kvar, rel=1e-9)
    assert {g.name for g in summary.by_level} == {"20 kV", "110/20 kV"}
    line_kw = result.branches["line"].loss_mw * 1e3
    by_key = {g.key: g.loss_kw for g in summary.by_feeder}
    first, second = topology.feeder[3], topology.feeder[4]
    assert by_key[int(first)] == pytest.approx(line_kw[0] + line_kw[1], rel=1e-9)
    assert by_key[int(second)] == pytest.approx(line_kw[2], rel=1e-9)
    assert by_key[-1] == pytest.approx(result.branches["trafo"].loss_mw[0] * 1e3, rel=1e-9)
    assert summary.loss_kw.tolist() == sorted(summary.loss_kw, reverse=True)


def test_dead_branches_are_left_out_and_an_unsolved_result_has_no_losses() -> None:
    network = two_feeders()
    snapshot = Snapshot(network).with_values("line", "in_service", [2], False)
    result = solve(snapshot, verify=False)
    summary = summarise_losses(network, result, analyse(snapshot))
    assert len(summary.loss_kw) == 3
    failed = solve(Snapshot(network).with_values("load", "p_mw", [0], np.nan), verify=False)
    empty = summarise_losses(network, failed, analyse(snapshot))
    assert len(empty.loss_kw) == 0
    assert empty.by_feeder == ()


def test_levels_are_named_as_people_say_them() -> None:
    levels = branch_levels(two_feeders())
    assert levels["line"].tolist() == ["20 kV"] * 3
    assert levels["trafo"].tolist() == ["110/20 kV"]


def test_switch_with_an_impedance_loses_power_too() -> None:
    from engines.grid.network import with_tables

    network = two_feeders()
    bus = make_table("bus", {"vn_kv": [110.0, 20.0, 20.0, 20.0, 20.0, 20.0]})
    switch = make_table("switch", {"bus": [4, 1], "element": [5, 0], "et": ["b", "l"], "z_ohm": [0.5, 0.0]})
    load = make_table("load", {"bus": [2, 3, 5], "p_mw": [1.0, 0.5, 2.0]})
    network = with_tables(network, {"bus": bus, "switch": switch, "load": load})
    snapshot = Snapshot(network)
    result = solve(snapshot, verify=False)
    summary = summarise_losses(network, result, analyse(snapshot))
    assert summary.total_kw == pytest.approx(result.losses_kw, rel=1e-9)
    assert summary.loss_kw[summary.table == "switch"] > 1.0
    assert sum(g.loss_kw for g in summary.by_feeder) == pytest.approx(result.losses_kw, rel=1e-9)
