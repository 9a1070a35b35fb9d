"""A feeder of three buses and days of three steps: few enough positions to try every one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.joint.case_units import case_units
from engines.dispatch.scenarios.options import ScenarioOptions
from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import (
    CapacitorBank,
    DispatchCase,
    MicroTurbine,
    Renewable,
    StorageUnit,
    SubstationTapChanger,
)
from engines.values.frozen import FrozenMap
from engines.values.joint_model import Scenarios
from tests.engines.dispatch.cases import bare, constant_prices

Array = np.ndarray[Any, Any]

WHOLE = ScenarioOptions(seconds=60.0, gap=1e-5, verify=False)
PARTS = ScenarioOptions(seconds=60.0, gap=1e-5, one_group=1, group_size=1, verify=False)
LOAD_MW = 3.0


def three_buses() -> Network:
    """A 20 kV line with a load in the middle and one at its end."""
    return make_network(
        "three",
        {
            "bus": make_table("bus", {"vn_kv": np.full(3, 20.0)}),
            "line": make_table(
                "line",
                {
                    "from_bus": [0, 1],
                    "to_bus": [1, 2],
                    "length_km": np.full(2, 12.0),
                    "r_ohm_per_km": np.full(2, 0.35),
                    "x_ohm_per_km": np.full(2, 0.35),
                    "c_nf_per_km": np.full(2, 0.0),
                    "max_i_ka": np.full(2, 0.4),
                },
            ),
            "load": make_table("load", {"bus": [1, 2], "p_mw": [1.0, 2.0], "q_mvar": [0.4, 0.9]}),
            "ext_grid": make_table("ext_grid", {"bus": [0], "vm_pu": [1.0]}),
        },
    )


def small_case(**fields: Any) -> DispatchCase:
    """Three steps: taps, a bank, a storage, a turbine and a wind unit at the end of the line."""
    prices = replace(constant_prices(3, 50.0, loss=20.0, mt=80.0, tap_move=0.3), grid=np.array([40.0, 120.0, 60.0]))
    case = bare(
        3,
        network="three",
        profiles=FrozenMap({"load": np.ones(3), "wind": np.ones(3)}),
        prices=prices,
        renewables=(Renewable("wt", 2, 2.0, 2.0, "wind"),),
        storages=(StorageUnit(2, 0.4, 0.5, 1.0, 0.5, 0.1, 0.5, 0.95, 0.95),),
        turbines=(MicroTurbine(1, 0.8),),
        capacitors=(CapacitorBank(2, 0.4, 1, 0, 2, 1),),
        substation_taps=(SubstationTapChanger(0.97, 1.05, 3, 1, 2, 1),),
    )
    return replace(case, **{"v_min_pu": 0.95, "v_max_pu": 1.05, **fields})


def weather(case: DispatchCase, wind: Any, load: Any, probability: Any) -> Scenarios:
    """Scenarios: ``(n_scenario, n_step)`` wind and load per unit."""
    p_mw = np.stack([2.0 * np.asarray(wind, float), LOAD_MW * np.asarray(load, float)], axis=1)
    return Scenarios(case_units(case, LOAD_MW), case.step_hours, p_mw, np.asarray(probability, float))


CALM_AND_WINDY = ([[0.0, 0.1, 0.1], [0.9, 0.8, 0.5]], [[0.5, 1.0, 0.7], [0.4, 0.8, 0.6]], [0.4, 0.6])


def snapshot() -> Snapshot:
    """The three buses."""
    return Snapshot(three_buses())
