"""A small feeder every widget test can draw, with values worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.grid.difference import Moment
from engines.grid.limit_check import check_limits, limit_arrays
from engines.grid.network import Network, make_network, make_table
from engines.grid.profiles import ProfileAssignment, make_profiles
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.values.frozen import FrozenMap
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus
from engines.values.violations import no_violations

VM_PU = (1.02, 1.00, 0.97, 0.94, 0.99, 0.88)


def two_feeders() -> Network:
    """Two feeders from one bar and an open tie between their ends.

    ::

        bar 0 --S0-- line 0 -- b1 -- line 1 -- b2 -- line 2 -- b3
          |                                                     |  S2 (tie, open, at b3 into line 4)
        bar 0 --S1-- line 3 ------------- b4 --- line 4 --------+
                                           |
                                          trafo 0 -- b5 (0.4 kV)
    """
    day = np.concatenate([np.linspace(0.2, 1.0, 48), np.linspace(1.0, 0.2, 48)])
    profiles = make_profiles("2026-01-14", 900, [day], ["home"], (ProfileAssignment("load", "p_mw", [0, 1], [0, 0]),))
    return make_network(
        "two feeders",
        {
            "bus": make_table(
                "bus",
                {
                    "name": ["Bar", "B1", "B2", "B3", "B4", "Kiosk"],
                    "vn_kv": [20.0, 20.0, 20.0, 20.0, 20.0, 0.4],
                    "type": ["b", "n", "n", "n", "n", "n"],
                    "substation": ["NORTH", "", "", "", "", ""],
                },
            ),
            "line": make_table(
                "line",
                {
                    "name": ["L0", "L1", "L2", "L3", "L4"],
                    "from_bus": [0, 1, 2, 0, 4],
                    "to_bus": [1, 2, 3, 4, 3],
                    "length_km": [1.0, 2.0, 1.5, 4.0, 3.0],
                    "r_ohm_per_km": [0.3] * 5,
                    "x_ohm_per_km": [0.4] * 5,
                    "max_i_ka": [0.2] * 5,
                    "type": ["cs", "ol", "ol", "cs", "cs"],
                },
            ),
            "trafo": make_table(
                "trafo", {"name": ["T0"], "hv_bus": [4], "lv_bus": [5], "sn_mva": [0.4], "tap_pos": [1.0]}
            ),
            "switch": make_table(
                "switch",
                {
                    "name": ["F1-Q0", "F2-Q0", "TIE"],
                    "bus": [0, 0, 3],
                    "element": [0, 3, 4],
                    "et": ["l", "l", "l"],
                    "position": [1, 1, 0],
                    "normal_closed": [True, True, False],
                    "kind": ["breaker", "breaker", "load_break_switch"],
                },
            ),
            "load": make_table(
                "load", {"name": ["Mill", "Harbour"], "bus": [3, 5], "p_mw": [1.5, 0.2], "q_mvar": [0.3, 0.05]}
            ),
            "ext_grid": make_table("ext_grid", {"name": ["Grid"], "bus": [0], "vm_pu": [1.02]}),
            "customer": make_table(
                "customer",
                {"name": ["Smith", "Hospital"], "load": [0, 1], "bus": [3, 5], "count": [40, 1], "priority": [0, 2]},
            ),
        },
        profiles=profiles,
    )


def flow(p_from_mw: list[float], loss_mw: list[float], loading_percent: list[float]) -> BranchFlow:
    """Flows with made-up reactive power and currents."""
    p, loss, loading = (np.array(v, float) for v in (p_from_mw, loss_mw, loading_percent))
    return BranchFlow(p, p * 0.2, loss - p, -p * 0.2, loading * 0.002, loading * 0.002, loading)


def solved(network: Network) -> Moment:
    """The network with a converged result: B3 below its normal, the kiosk below its emergency limit."""
    snapshot = Snapshot(network).at(np.datetime64("2026-01-14T12:00:00"))
    branches = {
        "line": flow([1.6, 1.58, 1.55, 0.4, 0.0], [0.02, 0.03, 0.01, 0.005, 0.0], [110.0, 80.0, 79.0, 20.0, 0.0]),
        "trafo": flow([0.21], [0.004], [55.0]),
    }
    result = LoadFlowResult(
        snapshot_revision=snapshot.revision,
        structure_revision=network.structure_revision,
        time=snapshot.time,
        status=SolveStatus.CONVERGED,
        engine=Engine.PGM,
        vm_pu=np.array(VM_PU),
        va_degree=np.linspace(0.0, -3.0, 6),
        is_energized=np.ones(6, bool),
        branches=FrozenMap(branches),
        source_p_mw=np.array([2.0]),
        source_q_mvar=np.array([0.4]),
        losses_kw=69.0,
        losses_kvar=14.0,
        violations=no_violations(),
    )
    found = check_limits(limit_arrays(network), result.vm_pu, {t: f.loading_percent for t, f in branches.items()})
    return Moment(snapshot, analyse(snapshot), replace(result, violations=found))


def diverged(moment: Moment) -> Moment:
    """The same moment without a solution."""
    assert moment.result is not None
    result = replace(
        moment.result,
        status=SolveStatus.DIVERGED,
        cause="the load is too large",
        violations=no_violations(),
        losses_kw=float("nan"),
    )
    return Moment(moment.snapshot, moment.topology, result)


@pytest.fixture
def moment() -> Moment:
    """Two feeders, solved."""
    return solved(two_feeders())


@pytest.fixture
def unsolved(moment: Moment) -> Moment:
    """Two feeders whose load flow did not converge."""
    return diverged(moment)
