"""A district of two feeders that meet at an open tie, with one of everything that can be switched."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition


def two_feeders(*, two_sources: bool = False, shift_degree: tuple[float, float] = (0.0, 0.0)) -> Network:
    """Two primary transformers on one grid, or on two.

    ::

        (0)─⦾⦾ TA─(1)─▪ CB A ─line 0─(2)─▪ D ─line 1─(3)─ tie, open ─(7)
                                      load             load, PV
        (0 or 4)─⦾⦾ TB─(5)─▪ CB B ─line 2─(6)─▪ S ─line 3─(7)─▪ FUSE ─line 4─(8)
                                           load           load                load
    """
    bus = {
        "name": np.array([f"bus {k}" for k in range(9)]),
        "vn_kv": np.array([110.0, 20, 20, 20, 110, 20, 20, 20, 20]),
        "zone": np.array(["", "", "F1", "F1", "", "", "F2", "F2", "F2"]),
    }
    line = {
        "name": np.array([f"line {k}" for k in range(5)]),
        "from_bus": np.array([1, 2, 5, 6, 7]),
        "to_bus": np.array([2, 3, 6, 7, 8]),
        "length_km": np.array([2.0, 3, 2, 3, 1]),
        "r_ohm_per_km": np.full(5, 0.2),
        "x_ohm_per_km": np.full(5, 0.12),
        "max_i_ka": np.full(5, 0.2),
    }
    trafo = {
        "name": np.array(["TA", "TB"]),
        "hv_bus": np.array([0, 4 if two_sources else 0]),
        "lv_bus": np.array([1, 5]),
        "sn_mva": np.full(2, 25.0),
        "vn_hv_kv": np.full(2, 110.0),
        "vn_lv_kv": np.full(2, 20.0),
        "vk_percent": np.full(2, 12.0),
        "vkr_percent": np.full(2, 0.4),
        "shift_degree": np.array(shift_degree),
        "tap_side": np.full(2, "hv"),
        "tap_neutral": np.zeros(2),
        "tap_min": np.full(2, -9.0),
        "tap_max": np.full(2, 9.0),
        "tap_step_percent": np.full(2, 1.5),
        "tap_pos": np.zeros(2),
        "tap_changer_type": np.full(2, "Ratio"),
    }
    switch = {
        "name": np.array(["CB A", "D", "CB B", "S", "tie", "FUSE"]),
        "bus": np.array([1, 2, 5, 6, 3, 7]),
        "element": np.array([0, 1, 2, 3, 7, 4]),
        "et": np.array(["l", "l", "l", "l", "b", "l"]),
        "kind": np.array(["breaker", "disconnector", "breaker", "load_break_switch", "load_break_switch", "fuse"]),
        "position": np.array([1, 1, 1, 1, 0, 1], np.int8),
        "normal_closed": np.array([True, True, True, True, False, True]),
        "in_ka": np.full(6, 0.4),
    }
    sources = [0, 4] if two_sources else [0]
    load = {"bus": np.array([2, 3, 6, 7, 8]), "p_mw": np.array([1.0, 2, 1, 1.5, 0.3]), "q_mvar": np.full(5, 0.2)}
    customer = {
        "name": np.array(["village", "hospital", "mill", "farm", "school"]),
        "bus": np.array([2, 3, 6, 7, 8]),
        "count": np.array([40, 1, 20, 10, 1]),
        "priority": np.array([0, 2, 0, 0, 1]),
    }
    tables = {
        "bus": make_table("bus", bus),
        "line": make_table("line", line, ids=[f"line:{k}" for k in range(5)]),
        "trafo": make_table("trafo", trafo),
        "switch": make_table("switch", switch, ids=[f"switch:{n}" for n in switch["name"]]),
        "ext_grid": make_table(
            "ext_grid", {"name": np.array(["grid A", "grid B"][: len(sources)]), "bus": np.array(sources)}
        ),
        "load": make_table("load", load),
        "sgen": make_table("sgen", {"bus": np.array([3]), "p_mw": np.array([0.4]), "sn_mva": np.array([0.5])}),
        "shunt": make_table("shunt", {"bus": np.array([6]), "q_mvar": np.array([-0.3]), "max_step": np.array([3.0])}),
        "customer": make_table("customer", customer),
    }
    return make_network("two feeders", tables)


@pytest.fixture
def network() -> Network:
    """Both transformers on one grid."""
    return two_feeders()


@pytest.fixture
def make() -> Callable[..., Network]:
    """:func:`two_feeders`."""
    return two_feeders


@pytest.fixture
def placed() -> Callable[..., Snapshot]:
    """A snapshot with switches, by name, in positions."""

    def place(network: Network, **positions: SwitchPosition | int) -> Snapshot:
        position = network["switch"]["position"].copy()
        for name, wanted in positions.items():
            position[network["switch"]["name"].tolist().index(name.replace("_", " "))] = wanted
        return Snapshot(network).with_state({("switch", "position"): position})

    return place
