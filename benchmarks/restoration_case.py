"""A large overhead and cable district for measuring restoration: 10 001 buses, 8 feeders, 40 ties.

Two bars of 20 kV with four feeders each. A feeder is a trunk of 250 buses with side branches; a switch stands about
every twelfth trunk section and at every third side branch. Ties join trunk or branch ends of different feeders.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, make_network, make_table
from engines.grid.switches import SwitchKind

N_FEEDER, N_PER_FEEDER, N_TRUNK, N_TIE = 8, 1250, 250, 40
VN_KV, TRUNK_KM, BRANCH_KM = 20.0, 0.03, 0.04
TRUNK = {"r_ohm_per_km": 0.125, "x_ohm_per_km": 0.11, "c_nf_per_km": 280.0, "max_i_ka": 0.42}
BRANCH = {"r_ohm_per_km": 0.32, "x_ohm_per_km": 0.12, "c_nf_per_km": 200.0, "max_i_ka": 0.25}


def large_district(load_mw: float, seed: int) -> Network:
    """The district with ``load_mw`` in all; ``seed`` decides its side branches, loads, switches and ties."""
    random = np.random.default_rng(seed)
    bars = [0, 1]
    lines: list[tuple[int, int, bool]] = []
    switches: list[tuple[int, int, str, bool]] = []
    feeders = [_feeder(random, 2 + k * N_PER_FEEDER, bars[k % 2], lines, switches) for k in range(N_FEEDER)]
    for _ in range(N_TIE):
        a, b = random.choice(N_FEEDER, 2, replace=False)
        first, second = int(random.choice(feeders[a])), int(random.choice(feeders[b]))
        switches.append((first, len(lines), str(SwitchKind.LOAD_BREAK_SWITCH), False))
        lines.append((first, second, True))
    n_bus = 2 + N_FEEDER * N_PER_FEEDER
    limits = Limits(voltage_bands=(VoltageBand(0.0, float("inf"), 0.95, 1.05, 0.92, 1.08),))
    ends = np.array([(a, b) for a, b, _ in lines])
    is_trunk = np.array([t for *_, t in lines])
    line: dict[str, Any] = {
        "from_bus": ends[:, 0],
        "to_bus": ends[:, 1],
        "length_km": np.where(is_trunk, TRUNK_KM, BRANCH_KM),
        **{name: np.where(is_trunk, TRUNK[name], BRANCH[name]) for name in TRUNK},
    }
    at, element, kind, closed = zip(*switches, strict=True)
    weight = random.gamma(1.0, 1.0, n_bus - 2)
    p_mw = load_mw * weight / weight.sum()
    tables = {
        "bus": make_table("bus", {"vn_kv": np.full(n_bus, VN_KV)}),
        "line": make_table("line", line),
        "switch": make_table(
            "switch",
            {
                "bus": np.array(at),
                "element": np.array(element),
                "et": np.full(len(at), "l"),
                "kind": np.array(kind),
                "position": np.array(closed, np.int8),
                "normal_closed": np.array(closed),
            },
        ),
        "load": make_table("load", {"bus": np.arange(2, n_bus), "p_mw": p_mw, "q_mvar": 0.25 * p_mw}),
        "ext_grid": make_table("ext_grid", {"bus": np.array(bars), "vm_pu": np.full(2, 1.03)}),
    }
    return make_network(f"district of {load_mw:g} MW, seed {seed}", tables, limits=limits)


def _feeder(
    random: np.random.Generator,
    first: int,
    bar: int,
    lines: list[tuple[int, int, bool]],
    switches: list[tuple[int, int, str, bool]],
) -> list[int]:
    """Add a feeder; returns the buses at which ties may begin."""
    switches.append((bar, len(lines), str(SwitchKind.BREAKER), True))
    lines.append((bar, first, True))
    for k in range(1, N_TRUNK):
        if k % 12 == 0:
            switches.append((first + k - 1, len(lines), str(SwitchKind.LOAD_BREAK_SWITCH), True))
        lines.append((first + k - 1, first + k, True))
    ends = [first + N_TRUNK - 1, *(first + k for k in range(60, N_TRUNK, 12))]
    bus, end, count = first + N_TRUNK, first + N_PER_FEEDER, 0
    while bus < end:
        length = min(int(random.integers(3, 25)), end - bus)
        before = first + int(random.integers(2, N_TRUNK))
        for k in range(length):
            if k == 0 and count % 3 == 0:
                switches.append((before, len(lines), str(SwitchKind.LOAD_BREAK_SWITCH), True))
            lines.append((before, bus, False))
            before, bus = bus, bus + 1
        count += 1
    return ends
