"""A small network to study."""

from __future__ import annotations

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table
from engines.grid.profiles import ProfileAssignment, make_profiles
from engines.study.study import Study, new_study

START = np.datetime64("2026-01-14T00:00:00", "s")


def small_network() -> Network:
    """(0)─▪ CB─line 0─(1)─▪ S2─line 1─(2)   with a load at 1 and 2 that follows a day."""
    line = {
        "name": np.array(["L0", "L1"]),
        "from_bus": np.array([0, 1]),
        "to_bus": np.array([1, 2]),
        "length_km": np.array([1.0, 1.0]),
        "r_ohm_per_km": np.array([0.3, 0.3]),
        "x_ohm_per_km": np.array([0.1, 0.1]),
    }
    switch = {
        "name": np.array(["CB", "S2"]),
        "bus": np.array([0, 1]),
        "element": np.array([0, 1]),
        "et": np.array(["l", "l"]),
    }
    load = {"name": np.array(["a", "b"]), "bus": np.array([1, 2]), "p_mw": np.array([1.0, 2.0])}
    shapes = np.linspace(0, 1, 24)[None, :]
    follows = ProfileAssignment("load", "p_mw", np.array([0, 1]), np.array([0, 0]))
    tables = {
        "bus": make_table("bus", {"vn_kv": np.full(3, 20.0)}),
        "line": make_table("line", line),
        "switch": make_table("switch", switch),
        "load": make_table("load", load),
        "ext_grid": make_table("ext_grid", {"bus": np.array([0])}),
    }
    return make_network("small", tables, profiles=make_profiles(START, 3600, shapes, np.array(["day"]), (follows,)))


@pytest.fixture
def study() -> Study:
    """A study without changes at six in the evening."""
    return new_study(small_network(), "relief", np.datetime64("2026-01-14T18:00:00", "s"))
