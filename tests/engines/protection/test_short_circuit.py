"""Fault currents by hand, earth faults by neutral treatment, and what cannot be calculated."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.shipped import load_shipped
from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.protection.fault import Fault, FaultKind
from engines.protection.options import Case, NeutralEarthing, NeutralTreatment, ShortCircuitOptions
from engines.protection.result import FaultStatus
from engines.protection.short_circuit import ShortCircuitModel, short_circuit


def feeder() -> Network:
    """110 kV grid, 25 MVA transformer, one overhead line of 10 km and one cable of 20 km, each with a breaker."""
    return make_network(
        "feeder",
        {
            "bus": make_table("bus", {"vn_kv": [110.0, 20.0, 20.0, 20.0]}),
            "ext_grid": make_table("ext_grid", {"bus": [0], "s_sc_max_mva": [2500.0]}),
            "trafo": make_table(
                "trafo",
                {"hv_bus": [0], "lv_bus": [1], "sn_mva": [25.0], "vn_hv_kv": [110.0], "vn_lv_kv": [20.0],
                 "vk_percent": [12.0], "vkr_percent": [0.41], "vector_group": ["YNd5"], "shift_degree": [150.0]},
            ),
            "line": make_table(
                "line",
                {"from_bus": [1, 1], "to_bus": [2, 3], "length_km": [10.0, 20.0], "r_ohm_per_km": [0.3, 0.12],
                 "x_ohm_per_km": [0.35, 0.11], "c_nf_per_km": [10.0, 300.0], "max_i_ka": [0.35, 0.4],
                 "type": ["ol", "cs"]},
            ),
            "switch": make_table(
                "switch", {"bus": [1, 1], "element": [0, 1], "et": ["l", "l"], "kind": ["breaker", "breaker"]}
            ),
        },
    )  # fmt: skip


def test_the_bar_by_hand() -> None:
    """IEC 60909-0: Z_Q = c U²/S"kQ, Z_T with K_T, I"k = c U/(sqrt(3) Z), at 20 kV."""
    z_q = 1.1 * 20**2 / 2500 * (0.1 + 1j) / np.hypot(0.1, 1)
    x_t = np.sqrt(0.12**2 - 0.0041**2)
    k_t = 0.95 * 1.1 / (1 + 0.6 * x_t)
    z = z_q + k_t * (0.0041 + 1j * x_t) * 20**2 / 25
    result = short_circuit(Snapshot(feeder()), Fault("bus", 1))
    assert result.z1_ohm == pytest.approx(z, rel=1e-4)
    assert result.ikss_ka == pytest.approx(1.1 * 20 / (np.sqrt(3) * abs(z)), rel=1e-4)
    assert result.skss_mva == pytest.approx(np.sqrt(3) * 20 * result.ikss_ka)
    two = short_circuit(Snapshot(feeder()), Fault("bus", 1, FaultKind.TWO_PHASE))
    assert two.ikss_ka == pytest.approx(np.sqrt(3) / 2 * result.ikss_ka)


def test_resistance_at_the_fault_by_hand() -> None:
    model = ShortCircuitModel(Snapshot(feeder()))
    z = model.solve(Fault("bus", 2)).z1_ohm
    through = model.solve(Fault("bus", 2, r_ohm=5.0)).ikss_ka
    assert through == pytest.approx(1.1 * 20 / np.sqrt(3) / abs(z + 5.0))


def test_a_two_phase_fault_beyond_a_delta_shows_in_all_three_phases_above_it() -> None:
    """Below: two phases with sqrt(3)/2 of the three-phase current; above: one with the whole of it (1-2-1)."""
    snapshot = Snapshot(feeder())
    three = short_circuit(snapshot, Fault("bus", 1)).branch_i_ka["trafo"][0]
    two = short_circuit(snapshot, Fault("bus", 1, FaultKind.TWO_PHASE)).branch_i_ka["trafo"][0]
    assert two[1] == pytest.approx(three[1] * np.sqrt(3) / 2, rel=1e-6)
    assert two[0] == pytest.approx(three[0], rel=1e-6)


def test_current_flows_through_the_way_to_the_fault_only() -> None:
    for kind in (FaultKind.THREE_PHASE, FaultKind.TWO_PHASE):
        result = short_circuit(Snapshot(feeder()), Fault("line", 0, kind, 0.5))
        assert result.switch_i_ka[0] == pytest.approx(result.ikss_ka, rel=1e-6)
        assert result.switch_i_ka[1] == pytest.approx(0, abs=1e-9)
        np.testing.assert_allclose(result.switch_share, [1, 0], atol=1e-6)
        assert result.branch_i_ka["line"][0, 1] == pytest.approx(0, abs=1e-6)


def earth_fault(neutral: NeutralEarthing, row: int = 1) -> float:
    options = ShortCircuitOptions(neutral=neutral)
    return short_circuit(Snapshot(feeder()), Fault("bus", row, FaultKind.EARTH), options).ikss_ka


CAPACITIVE_KA = np.sqrt(3) * 2 * np.pi * 50 * (0.5 * 10e-9 * 10 + 300e-9 * 20) * 1.1 * 20
"""Earth-fault current of an isolated grid: sqrt(3) c U omega C_0 (IEC 60909-3), in kA."""


def test_an_isolated_grid_has_its_capacitive_current() -> None:
    assert earth_fault(NeutralEarthing(NeutralTreatment.ISOLATED)) == pytest.approx(CAPACITIVE_KA, rel=0.02)


def test_a_coil_leaves_the_residual_current() -> None:
    residual = earth_fault(NeutralEarthing(NeutralTreatment.RESONANT, detuning=0.05, damping=0.03))
    assert residual == pytest.approx(CAPACITIVE_KA * np.hypot(0.05, 0.03), rel=0.02)


def test_a_resistor_lets_its_current_through() -> None:
    current = earth_fault(NeutralEarthing(NeutralTreatment.LOW_RESISTANCE, limit_ka=0.5))
    assert current == pytest.approx(np.hypot(0.5 * 1.1, CAPACITIVE_KA), rel=0.05)


def test_solidly_earthed_the_current_is_of_the_size_of_a_short_circuit() -> None:
    three = short_circuit(Snapshot(feeder()), Fault("bus", 1)).ikss_ka
    assert 0.8 * three < earth_fault(NeutralEarthing(NeutralTreatment.SOLID)) < 1.5 * three


def test_earth_currents_add_up_at_the_bar() -> None:
    """Through the neutral and back through the healthy feeder's capacitance; none passes the delta."""
    result = short_circuit(Snapshot(feeder()), Fault("bus", 2, FaultKind.EARTH))
    assert result.switch_earth_i_ka[0] == pytest.approx(result.ikss_ka, rel=0.01)
    assert result.branch_earth_i_ka["trafo"][0].max() == pytest.approx(0, abs=1e-9)
    assert np.hypot(result.neutral_i_ka[1], result.switch_earth_i_ka[1]) == pytest.approx(result.ikss_ka, rel=0.02)


def test_what_is_not_connected_is_not_fed() -> None:
    snapshot = Snapshot(feeder()).with_values("switch", "position", [0], SwitchPosition.OPEN)
    for fault in (Fault("bus", 2), Fault("line", 0)):
        result = short_circuit(snapshot, fault)
        assert result.status is FaultStatus.NOT_FED
        assert result.ikss_ka == 0
    assert short_circuit(snapshot, Fault("bus", 3)).status is FaultStatus.CALCULATED


def test_a_grid_of_unknown_strength_is_said_or_assumed() -> None:
    network = feeder()
    grid = network["ext_grid"].with_columns({"s_sc_max_mva": [np.nan]})
    unknown = Snapshot(make_network("unknown", {**dict(network.tables), "ext_grid": grid}))
    assert short_circuit(unknown, Fault("bus", 1)).status is FaultStatus.NOT_FED
    assumed = short_circuit(unknown, Fault("bus", 1), ShortCircuitOptions(assumed_s_sc_mva=2500.0))
    assert assumed.ikss_ka == pytest.approx(short_circuit(Snapshot(network), Fault("bus", 1)).ikss_ka)
    assert any("2500" in sentence for sentence in assumed.assumptions)


@pytest.mark.parametrize("fault", [Fault("bus", 99), Fault("load", 0), Fault("line", -1)])
def test_a_fault_outside_the_network_is_an_error(fault: Fault) -> None:
    with pytest.raises(ValueError):
        short_circuit(Snapshot(feeder()), fault)


def test_all_buses_at_once_are_each_bus_alone() -> None:
    snapshot = Snapshot(load_shipped("north").network)
    for case in Case:
        model = ShortCircuitModel(snapshot, ShortCircuitOptions(case, der_k=0.0))
        for kind in FaultKind:
            together = model.bus_currents(kind)
            for row in (0, 1, 20, 150, 280, 299):
                assert together[row] == pytest.approx(model.solve(Fault("bus", row, kind)).ikss_ka, rel=1e-9)


def test_inverters_are_limited() -> None:
    snapshot = Snapshot(load_shipped("north").network)
    network = snapshot.network
    most = 1.1 * (network["sgen"]["sn_mva"].sum() + network["storage"]["sn_mva"].sum()) / (np.sqrt(3) * 20)
    result = short_circuit(snapshot, Fault("bus", 20))
    assert 0 < result.ikss_der_ka < most
    assert result.ikss_ka == pytest.approx(result.ikss_grid_ka + result.ikss_der_ka)
    off = snapshot.with_state({("sgen", "in_service"): np.zeros(len(network["sgen"]), bool),
                               ("storage", "in_service"): np.zeros(len(network["storage"]), bool)})  # fmt: skip
    assert short_circuit(off, Fault("bus", 20)).ikss_der_ka == 0


def test_the_voltage_is_gone_at_the_fault_and_there_far_from_it() -> None:
    result = short_circuit(Snapshot(feeder()), Fault("bus", 2))
    assert result.vm_pu[2] == pytest.approx(0, abs=1e-9)
    assert 0.2 < result.vm_pu[1] < 0.9 < result.vm_pu[0]
