"""Three feeders of one bar, where the only way to the end of the first leads over the second, which is nearly full.

::

    bar ─[Q1]─ 1 ─[S12]─ 2 ─[S23]─ 3          faults lie on 1-2 or at 1
                                   /  T3, open
    bar ─[Q2]─ 4 ────────[S45]──── 5 ─[S56]─ 6
                                             /  T9, open
    bar ─[Q3]─ 7 ────────[S78]──────────────8
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.grid.limits import Limits
from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.values.frozen import FrozenMap

LINES = {
    "Q1": (0, 1, "breaker", True), "S12": (1, 2, "load_break_switch", True), "S23": (2, 3, "load_break_switch", True),
    "Q2": (0, 4, "breaker", True), "S45": (4, 5, "load_break_switch", True), "S56": (5, 6, "load_break_switch", True),
    "Q3": (0, 7, "breaker", True), "S78": (7, 8, "load_break_switch", True),
    "T3": (3, 5, "load_break_switch", False), "T9": (6, 8, "load_break_switch", False),
}  # fmt: skip
LOAD_MW = (1.0, 1.6, 1.2, 1.0, 0.6, 1.5, 0.5, 0.5)
"""At buses 1 to 8."""
CUSTOMERS = (100, 160, 120, 50, 30, 75, 25, 25)
RATED_KA = {"Q2": 0.1}
"""At 20 kV 3.5 MVA, 4.2 MVA in an emergency; 3.1 MW are carried already. All others 0.3 kA."""


def three_feeders(
    *,
    s_sc_mva: float = 300.0,
    load_mw: tuple[float, ...] = LOAD_MW,
    customers: tuple[int, ...] = CUSTOMERS,
    ties: Mapping[str, tuple[int, int]] = FrozenMap(),
    rated_ka: Mapping[str, float] = FrozenMap(),
    generation_mw: Mapping[int, float] = FrozenMap(),
    storage_mwh: Mapping[int, float] = FrozenMap(),
) -> Network:
    """The district.

    Args:
        s_sc_mva: NaN: the fault level is not known.
        ties: more open switches, by name the buses they join.
        rated_ka: of lines, over what is usual here; generation_mw: by bus.
        storage_mwh: by bus, of half-full storage rated 2 MVA.
    """
    lines = LINES | {name: (*ends, "load_break_switch", False) for name, ends in ties.items()}
    rated = RATED_KA | dict(rated_ka)
    first, second, kind, closed = zip(*lines.values(), strict=True)
    n = len(lines)
    tables = {
        "bus": make_table("bus", {"vn_kv": np.full(9, 20.0)}),
        "line": make_table("line", {
            "from_bus": first, "to_bus": second, "length_km": np.full(n, 1.0), "r_ohm_per_km": np.full(n, 0.2),
            "x_ohm_per_km": np.full(n, 0.15), "max_i_ka": [rated.get(name, 0.3) for name in lines],
        }, ids=[f"line:{name}" for name in lines]),
        "switch": make_table("switch", {
            "bus": first, "element": np.arange(n), "et": ["l"] * n, "kind": kind,
            "position": np.array(closed, np.int8), "normal_closed": closed, "name": list(lines),
        }, ids=list(lines)),
        "load": make_table("load", {"bus": np.arange(1, 9), "p_mw": load_mw, "q_mvar": np.zeros(8)}),
        "customer": make_table("customer", {"load": np.arange(8), "bus": np.arange(1, 9), "count": customers}),
        "storage": make_table("storage", {
            "bus": list(storage_mwh), "max_e_mwh": list(storage_mwh.values()), "p_mw": np.zeros(len(storage_mwh)),
            "sn_mva": np.full(len(storage_mwh), 2.0), "soc_percent": np.full(len(storage_mwh), 50.0),
        }),
        "sgen": make_table("sgen", {"bus": list(generation_mw), "p_mw": list(generation_mw.values()),
                                    "q_mvar": np.zeros(len(generation_mw))}),
        "ext_grid": make_table("ext_grid", {"bus": [0], "s_sc_max_mva": [s_sc_mva]}),
    }  # fmt: skip
    return make_network("three feeders", tables, limits=Limits())


def after_trip(network: Network) -> Snapshot:
    """The first feeder's breaker has opened."""
    return Snapshot(network).with_values("switch", "position", [0], 0)
