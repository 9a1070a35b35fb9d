"""Networks the load flow tests share; pandapower's are converted once per test run."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table


def converted(net: Any, name: str = "test") -> Network:
    """A pandapower net as a network."""
    from engines.exchange.from_pandapower import from_pandapower

    return from_pandapower(net, name=name, source=name)[0]


@pytest.fixture(scope="session")
def ieee33() -> Network:
    """The 33-bus feeder of Baran and Wu (1989): ties are lines 33 to 37, out of service."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandapower.networks as pn

        return converted(pn.case33bw(), "ieee33")


@pytest.fixture
def ring() -> Network:
    r"""A 20 kV ring of four buses, closed by a tie, with a 20/0.4 kV transformer::

    grid 0 ──l0── 1 ──l1── 2 ──l2── 3 ──╱ tie ── 0
                  |                 |
                  s (bus-bus)       trafo ── 5
                  4                          load 0.2 MW
                  load 0.5 MW
    """
    return ring_network()


def ring_network(**changes: dict[str, Any]) -> Network:
    """The ring; ``changes`` replace or add columns by table."""
    columns: dict[str, dict[str, Any]] = {
        "bus": {"vn_kv": [20.0, 20.0, 20.0, 20.0, 20.0, 0.4]},
        "line": {
            "from_bus": [0, 1, 2, 3],
            "to_bus": [1, 2, 3, 0],
            "length_km": [2.0, 3.0, 2.5, 4.0],
            "r_ohm_per_km": [0.3] * 4,
            "x_ohm_per_km": [0.12] * 4,
            "c_nf_per_km": [240.0] * 4,
            "max_i_ka": [0.25] * 4,
        },
        "trafo": {
            "hv_bus": [3],
            "lv_bus": [5],
            "sn_mva": [0.4],
            "vn_hv_kv": [20.0],
            "vn_lv_kv": [0.4],
            "vk_percent": [6.0],
            "vkr_percent": [1.4],
            "pfe_kw": [1.3],
            "i0_percent": [0.3],
            "shift_degree": [150.0],
            "tap_side": ["hv"],
            "tap_neutral": [0.0],
            "tap_min": [-2.0],
            "tap_max": [2.0],
            "tap_step_percent": [2.5],
            "tap_pos": [0.0],
            "tap_changer_type": ["Ratio"],
        },
        "switch": {
            "bus": [1, 3],
            "element": [4, 3],
            "et": ["b", "l"],
            "position": np.array([1, 0], np.int8),
            "normal_closed": [True, False],
        },
        "load": {"bus": [4, 5], "p_mw": [0.5, 0.2], "q_mvar": [0.15, 0.08]},
        "ext_grid": {"bus": [0], "vm_pu": [1.02]},
    }
    for table, extra in changes.items():
        columns[table] = {**columns.get(table, {}), **extra}
    return make_network("ring", {kind: make_table(kind, values) for kind, values in columns.items()})
