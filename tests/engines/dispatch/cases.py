"""Cases and networks the dispatch tests plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.case_file import open_case
from engines.dispatch.options import DispatchOptions
from engines.dispatch.planning import plan_dispatch
from engines.exchange.ieee33 import ieee33
from engines.grid.network import Network, make_network, make_table, with_tables
from engines.grid.snapshot import Snapshot
from engines.values.dispatch import DispatchPlan
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap

FAST = DispatchOptions(seconds=30.0, verify=False, explain=False)


def sample(**changes: Any) -> DispatchCase:
    """The sample case, some of its fields replaced."""
    return replace(open_case("ieee33"), **changes)


def plan(case: DispatchCase, network: Network | None = None, options: DispatchOptions = FAST) -> DispatchPlan:
    """A plan on IEEE 33 or another network."""
    return plan_dispatch(case, Snapshot(network or ieee33()), options)


def constant_prices(n_step: int, grid: float, **others: float) -> Prices:
    """Prices that do not change."""
    return Prices(np.full(n_step, grid), **others)


def bare(n_step: int = 1, price: float = 50.0, load: float = 1.0, **fields: Any) -> DispatchCase:
    """A case without devices: constant price and load."""
    base: dict[str, Any] = {
        "name": "bare",
        "network": "ieee33",
        "n_step": n_step,
        "step_hours": 1.0,
        "prices": constant_prices(n_step, price, loss=10.0),
        "profiles": FrozenMap({"load": np.full(n_step, load)}),
        "v_min_pu": 0.85,
        "v_max_pu": 1.1,
    }
    return DispatchCase(**{**base, **fields})


def ieee33_variant() -> Network:
    """The 33-bus variant of DER-placement papers: branch 7-8 is 1.7114 + j1.2351 ohm."""
    network = ieee33()
    line = network["line"]
    r, x = line["r_ohm_per_km"].copy(), line["x_ohm_per_km"].copy()
    r[6], x[6] = 1.7114, 1.2351
    return with_tables(network, {"line": line.with_columns({"r_ohm_per_km": r, "x_ohm_per_km": x})})


def regulated_feeder(length_km: float = 8.0) -> Network:
    """Six buses of 20 kV with a regulating transformer 20/20 kV in the middle, cables with capacitance."""
    return make_network(
        "regulated",
        {
            "bus": make_table("bus", {"vn_kv": np.full(6, 20.0)}),
            "line": make_table(
                "line",
                {
                    "from_bus": [0, 1, 3, 4],
                    "to_bus": [1, 2, 4, 5],
                    "length_km": np.full(4, length_km),
                    "r_ohm_per_km": np.full(4, 0.3),
                    "x_ohm_per_km": np.full(4, 0.35),
                    "c_nf_per_km": np.full(4, 10.0),
                    "max_i_ka": np.full(4, 0.4),
                },
            ),
            "trafo": make_table(
                "trafo",
                {
                    "hv_bus": [2],
                    "lv_bus": [3],
                    "sn_mva": [10.0],
                    "vn_hv_kv": [20.0],
                    "vn_lv_kv": [20.0],
                    "vk_percent": [4.0],
                    "vkr_percent": [0.5],
                    "tap_side": ["hv"],
                    "tap_neutral": [0.0],
                    "tap_min": [-8.0],
                    "tap_max": [8.0],
                    "tap_step_percent": [1.25],
                    "tap_pos": [0.0],
                    "tap_changer_type": ["Ratio"],
                },
            ),
            "load": make_table(
                "load", {"bus": [1, 2, 4, 5], "p_mw": [0.8, 0.8, 1.2, 1.4], "q_mvar": [0.3, 0.3, 0.5, 0.6]}
            ),
            "ext_grid": make_table("ext_grid", {"bus": [0], "vm_pu": [1.0]}),
        },
    )


def sized_for(network: Network, seed: int = 7) -> DispatchCase:
    """The sample's devices, sized by a district's load, at medium-voltage buses drawn by a fixed seed."""
    case, size = sample(branch_limit_mva=float("nan"), name=network.name), float(network["load"]["p_mw"].sum()) / 3.715
    medium = network.bus.index[(network.bus["vn_kv"] > 1) & (network.bus["vn_kv"] < 60)]
    drawn = iter(np.random.default_rng(seed).permutation(medium).tolist())
    sizes = ("s_mva", "p_mw", "e_mwh", "e_initial_mwh", "e_min_mwh", "e_final_mwh", "step_mvar", "ramp_mw_per_h")

    def grown(device: Any, *names: str) -> Any:
        return replace(device, **{n: getattr(device, n) * size for n in names if hasattr(device, n)})

    def placed(devices: Any) -> Any:
        both = (*sizes, "q_min_mvar", "q_max_mvar")
        return tuple(replace(grown(d, *both), bus=int(next(drawn))) for d in devices)

    tie = ("s_mva", "p_max_mw", "q_min_mvar", "q_max_mvar", "p_ramp_mw_per_h", "q_ramp_mvar_per_h")
    loaded = network["load"]["bus"][np.argsort(-network["load"]["p_mw"])[: len(case.responses)]].tolist()
    return replace(
        case,
        ties=tuple(grown(t, *tie) for t in case.ties),
        renewables=placed(case.renewables),
        storages=placed(case.storages),
        turbines=placed(case.turbines),
        capacitors=placed(case.capacitors),
        compensators=placed(case.compensators),
        responses=tuple(replace(r, bus=int(b)) for r, b in zip(case.responses, loaded, strict=True)),
    )
