"""Any network, however switched and tapped: power balances, and both engines agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver, solve
from engines.loadflow.verification import largest_difference
from engines.values.loadflow import Engine


def random_network(seed: int, n: int) -> Network:
    """A 20 kV tree with a few rings, switches at lines and between buses, and two transformers."""
    rng = np.random.default_rng(seed)
    parent = [int(rng.integers(0, k)) for k in range(1, n)]
    ring = [(int(a), int(b)) for a, b in rng.integers(0, n, (3, 2)) if a != b]
    from_bus, to_bus = parent + [a for a, _ in ring], [*range(1, n), *(b for _, b in ring)]
    m = len(from_bus)
    at_line = rng.choice(m, size=min(m, 6), replace=False)
    bars = rng.choice(np.arange(1, n), size=2, replace=False)
    ends = np.where(rng.random(len(at_line)) < 0.5, np.array(from_bus)[at_line], np.array(to_bus)[at_line])
    # Buses n, n+1 hang on bus-bus switches, n+2, n+3 are low sides.
    tables = {
        "bus": make_table("bus", {"vn_kv": [20.0] * (n + 2) + [0.4, 0.4]}),
        "line": make_table(
            "line",
            {
                "from_bus": from_bus,
                "to_bus": to_bus,
                "length_km": rng.uniform(0.1, 2.0, m),
                "r_ohm_per_km": rng.uniform(0.1, 0.5, m),
                "x_ohm_per_km": rng.uniform(0.08, 0.35, m),
                "c_nf_per_km": rng.uniform(0, 300, m),
                "max_i_ka": np.full(m, 0.3),
                "in_service": rng.random(m) < 0.97,
            },
        ),
        "trafo": make_table(
            "trafo",
            {
                "hv_bus": [int(bars[0]), n],
                "lv_bus": [n + 2, n + 3],
                "sn_mva": [0.63, 0.4],
                "vn_hv_kv": [20.0, 21.0],
                "vn_lv_kv": [0.4, 0.41],
                "vk_percent": [6.0, 4.0],
                "vkr_percent": [1.2, 1.5],
                "pfe_kw": [1.1, 0.8],
                "i0_percent": [0.2, 0.3],
                "shift_degree": [150.0, 0.0],
                "tap_side": ["hv", "lv"],
                "tap_neutral": [0.0, 0.0],
                "tap_step_percent": [2.5, 1.25],
                "tap_pos": rng.uniform(-2, 2, 2),
                "tap_changer_type": ["Ratio", "Symmetrical"],
            },
        ),
        "switch": make_table(
            "switch",
            {
                "bus": [*ends, *bars],
                "element": [*at_line, n, n + 1],
                "et": ["l"] * len(at_line) + ["b", "b"],
                "position": rng.choice([0, 1, 1, 1, 2, 3], len(at_line) + 2).astype(np.int8),
            },
        ),
        "load": make_table(
            "load",
            {
                "bus": rng.integers(1, n + 4, n),
                "p_mw": rng.uniform(0.0, 0.1, n),
                "q_mvar": rng.uniform(-0.02, 0.05, n),
            },
        ),
        "sgen": make_table("sgen", {"bus": rng.integers(1, n, 3), "p_mw": rng.uniform(0, 0.4, 3)}),
        "shunt": make_table("shunt", {"bus": [int(rng.integers(1, n))], "q_mvar": [-0.15], "vn_kv": [20.0]}),
        "ext_grid": make_table("ext_grid", {"bus": [0], "vm_pu": [1.01]}),
    }
    return make_network(f"random {seed}", tables)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), n=st.integers(4, 30))
def test_both_engines_agree_and_power_balances(seed: int, n: int) -> None:
    network = random_network(seed, n)
    solver = LoadFlowSolver(network, LoadFlowOptions(engine=EngineChoice.PGM))
    snapshot = Snapshot(network)
    for _ in range(2):
        fast = solver.solve(snapshot)
        slow = solve(snapshot, LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
        assert fast.is_converged, fast.cause
        assert slow.is_converged, slow.cause
        assert fast.engine is Engine.PGM
        difference, worst = largest_difference(fast, slow)
        assert difference < 1e-6, f"bus {worst}"
        assert fast.losses_kw == pytest.approx(slow.losses_kw, rel=1e-5, abs=1e-4)
        assert fast.source_p_mw == pytest.approx(slow.source_p_mw, abs=1e-6)
        assert fast.source_q_mvar == pytest.approx(slow.source_q_mvar, abs=1e-6)
        # A second state through the same compiled model: every switch the other way, taps elsewhere.
        flipped = np.where(snapshot.switch_position == 1, 0, 1)
        snapshot = snapshot.with_state({("switch", "position"): flipped, ("trafo", "tap_pos"): [1.0, -1.0]})
