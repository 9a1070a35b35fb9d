"""A small network with one of everything a study can change, with a day of profiles."""

from __future__ import annotations

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table
from engines.grid.profiles import ProfileAssignment, make_profiles

DAY = np.datetime64("2026-01-14T00:00:00", "s")


@pytest.fixture
def network() -> Network:
    """(0)─⦾⦾ T1─(1)─▪ CB─line 0─(2)─line 1─(3)   with a load at 2 and 3, PV and a battery at 3, a capacitor at 2."""
    hours = np.arange(24)
    shapes = np.vstack([0.5 + 0.5 * np.sin(hours / 24 * np.pi), np.clip(np.sin((hours - 6) / 12 * np.pi), 0, 1)])
    assignments = (
        ProfileAssignment("load", "p_mw", np.array([0, 1]), np.array([0, 0])),
        ProfileAssignment("load", "q_mvar", np.array([0, 1]), np.array([0, 0])),
        ProfileAssignment("sgen", "p_mw", np.array([0]), np.array([1])),
    )
    line = {
        "name": np.array(["L0", "L1"]),
        "from_bus": np.array([1, 2]),
        "to_bus": np.array([2, 3]),
        "length_km": np.array([2.0, 3.0]),
        "r_ohm_per_km": np.array([0.313, 0.313]),
        "x_ohm_per_km": np.array([0.132, 0.132]),
        "c_nf_per_km": np.array([216.0, 216.0]),
        "max_i_ka": np.array([0.252, 0.252]),
        "std_type": np.array(["NA2XS2Y 1x95 RM/25 12/20 kV"] * 2),
        "type": np.array(["cs", "cs"]),
        "r0_ohm_per_km": np.array([0.626, np.nan]),
    }
    trafo = {
        "name": np.array(["T1"]),
        "hv_bus": np.array([0]),
        "lv_bus": np.array([1]),
        "sn_mva": np.array([25.0]),
        "vn_hv_kv": np.array([110.0]),
        "vn_lv_kv": np.array([20.0]),
        "vk_percent": np.array([12.0]),
        "vkr_percent": np.array([0.4]),
        "tap_side": np.array(["hv"]),
        "tap_neutral": np.array([0.0]),
        "tap_min": np.array([-9.0]),
        "tap_max": np.array([9.0]),
        "tap_step_percent": np.array([1.5]),
        "tap_pos": np.array([0.0]),
        "tap_changer_type": np.array(["Ratio"]),
    }
    switch = {
        "name": np.array(["CB", "S2"]),
        "bus": np.array([1, 2]),
        "element": np.array([0, 1]),
        "et": np.array(["l", "l"]),
        "kind": np.array(["breaker", "load_break_switch"]),
        "remote": np.array([True, False]),
    }
    tables = {
        "bus": make_table(
            "bus",
            {
                "name": np.array(["HV", "bar", "mid", "end"]),
                "vn_kv": np.array([110.0, 20, 20, 20]),
                "substation": np.array(["West", "West", "", ""]),
            },
        ),
        "line": make_table("line", line),
        "trafo": make_table("trafo", trafo),
        "switch": make_table("switch", switch),
        "load": make_table(
            "load",
            {
                "name": np.array(["village", "mill"]),
                "bus": np.array([2, 3]),
                "p_mw": np.array([1.0, 2.0]),
                "q_mvar": np.array([0.2, 0.4]),
            },
        ),
        "sgen": make_table(
            "sgen",
            {
                "name": np.array(["roof"]),
                "bus": np.array([3]),
                "p_mw": np.array([0.8]),
                "sn_mva": np.array([1.0]),
                "type": np.array(["pv"]),
            },
        ),
        "storage": make_table("storage", {"bus": np.array([3]), "sn_mva": np.array([0.5])}),
        "shunt": make_table("shunt", {"bus": np.array([2]), "q_mvar": np.array([-0.3]), "max_step": np.array([3.0])}),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    profiles = make_profiles(DAY, 3600, shapes, np.array(["household", "sun"]), assignments)
    return make_network("small", tables, profiles=profiles, source="small.json")
