"""Where converters between the two engines are known to go wrong: each agrees, or falls back and says why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, make_table, with_tables
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver, solve
from engines.values.loadflow import Engine, LoadFlowResult, VerificationStatus
from engines.values.validation import InputError

from .conftest import ring_network  # type: ignore[import-not-found,unused-ignore]

AGREED_PU = 1e-7


def agreed(snapshot: Snapshot) -> LoadFlowResult:
    """The fast engine's result, after the reference engine has agreed to it."""
    solver = LoadFlowSolver(snapshot.network, LoadFlowOptions(engine=EngineChoice.PGM))
    result = solver.solve(snapshot)
    assert result.is_converged, result.cause
    assert result.engine is Engine.PGM
    verdict = solver.verify(snapshot, result)
    assert verdict.status is VerificationStatus.VERIFIED, verdict.reason
    assert verdict.max_dv_pu < AGREED_PU
    reference = solve(snapshot, LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
    assert result.losses_kw == pytest.approx(reference.losses_kw, rel=1e-5, abs=1e-4)
    assert result.losses_kvar == pytest.approx(reference.losses_kvar, rel=1e-5, abs=1e-4)
    for table, flow in reference.branches.items():
        mine = result.branches[table]
        assert np.allclose(mine.loss_mw, flow.loss_mw, atol=1e-6, equal_nan=table != "switch") or table == "switch"
        assert np.allclose(mine.i_ka, flow.i_ka, atol=1e-6, equal_nan=True) or table == "switch"
    return result


def fallback(network: Network) -> str:
    """Why the reference engine solved it."""
    result = solve(Snapshot(network))
    assert result.is_converged, result.cause
    assert result.engine is Engine.PANDAPOWER
    assert result.verification is VerificationStatus.REFERENCE
    with pytest.raises(InputError, match="cannot solve"):
        LoadFlowSolver(network, LoadFlowOptions(engine=EngineChoice.PGM))
    return result.engine_reason


def test_plain_ring_agrees(ring: Network) -> None:
    result = agreed(Snapshot(ring))
    # The vector group turns the low side by 150 degrees.
    assert result.va_degree[5] == pytest.approx(-150.0, abs=2.0)


def test_tap_changer_without_a_type_moves_nothing() -> None:
    moved = ring_network(trafo={"tap_pos": [2.0], "tap_changer_type": [""]})
    still = ring_network(trafo={"tap_pos": [0.0], "tap_changer_type": [""]})
    assert agreed(Snapshot(moved)).vm_pu == pytest.approx(agreed(Snapshot(still)).vm_pu, abs=1e-12)


@pytest.mark.parametrize("side", ["hv", "lv"])
@pytest.mark.parametrize("position", [-2.0, 1.37])
def test_ratio_taps_agree_even_between_positions(side: str, position: float) -> None:
    result = agreed(Snapshot(ring_network(trafo={"tap_side": [side], "tap_pos": [position]})))
    untapped = agreed(Snapshot(ring_network()))
    sign = -1.0 if side == "hv" else 1.0
    assert np.sign(result.vm_pu[5] - untapped.vm_pu[5]) == sign * np.sign(position)


@pytest.mark.parametrize("side", ["hv", "lv"])
@pytest.mark.parametrize(
    "tap",
    [
        {"tap_changer_type": ["Ideal"], "tap_step_degree": [3.0], "tap_step_percent": [0.0]},
        {"tap_changer_type": ["Ideal"], "tap_step_degree": [0.0], "tap_step_percent": [2.5]},
        {"tap_changer_type": ["Symmetrical"], "tap_step_degree": [90.0]},
        {"tap_changer_type": ["Ratio"], "tap_step_degree": [30.0]},
    ],
)
def test_phase_shifting_taps_agree(side: str, tap: dict[str, Any]) -> None:
    agreed(Snapshot(ring_network(trafo={"tap_side": [side], "tap_pos": [1.5], **tap})))


def test_second_tap_changer_agrees() -> None:
    second = {
        "tap2_side": ["lv"],
        "tap2_neutral": [0.0],
        "tap2_step_percent": [1.0],
        "tap2_step_degree": [0.0],
        "tap2_pos": [2.0],
        "tap2_changer_type": ["Ratio"],
        "tap2_min": [-3.0],
        "tap2_max": [3.0],
    }
    agreed(Snapshot(ring_network(trafo=second)))


def test_tap_moved_in_a_compiled_model_equals_a_fresh_one(ring: Network) -> None:
    solver = LoadFlowSolver(ring)
    base = Snapshot(ring)
    before = solver.solve(base)
    moved = base.with_values("trafo", "tap_pos", [0], -2.0)
    after = solver.solve(moved)
    assert after.vm_pu[5] > before.vm_pu[5] + 0.02
    assert after.vm_pu == pytest.approx(agreed(moved).vm_pu, abs=1e-10)


def test_source_is_ideal_whatever_its_short_circuit_power() -> None:
    weak = ring_network(ext_grid={"s_sc_max_mva": [10.0], "rx_max": [0.1]})
    result = agreed(Snapshot(weak))
    assert result.vm_pu[0] == pytest.approx(1.02, abs=1e-8)


def test_source_angle_is_held() -> None:
    result = agreed(Snapshot(ring_network(ext_grid={"va_degree": [30.0]})))
    assert result.va_degree[0] == pytest.approx(30.0, abs=1e-6)


def test_bus_bus_switch_joins_its_buses_and_carries_their_power(ring: Network) -> None:
    result = agreed(Snapshot(ring))
    assert result.vm_pu[4] == pytest.approx(result.vm_pu[1], abs=1e-7)
    switch = result.branches["switch"]
    assert switch.p_from_mw[0] == pytest.approx(0.5, abs=1e-6)
    assert np.isnan(switch.p_from_mw[1])  # a switch in a line is no branch of its own


def test_open_bus_bus_switch_leaves_the_other_side_dead(ring: Network) -> None:
    result = agreed(Snapshot(ring).with_values("switch", "position", [0], 0))
    assert result.is_energized.tolist() == [True, True, True, True, False, True]
    assert np.isnan(result.vm_pu[4])


@pytest.mark.parametrize("position", [2, 3])
def test_intermediate_and_unknown_positions_count_as_open_for_supply(ring: Network, position: int) -> None:
    result = agreed(Snapshot(ring).with_values("switch", "position", [0], position))
    assert not result.is_energized[4]


def test_switch_impedance_agrees() -> None:
    result = agreed(Snapshot(ring_network(switch={"z_ohm": [2.0, 0.0]})))
    assert result.vm_pu[1] - result.vm_pu[4] > 1e-3


def test_line_open_at_one_end_stays_charged_from_the_other(ring: Network) -> None:
    result = agreed(Snapshot(ring))
    tie = result.branches["line"]
    # 4 km of 240 nF/km at 20 kV: 2 pi 50 * 0.96e-6 * 20e3^2 = 0.1206 Mvar, delivered into bus 0.
    assert tie.q_to_mvar[3] == pytest.approx(-0.1206 * 1.02**2, rel=2e-3)
    assert tie.i_from_ka[3] == 0.0


def test_closing_the_tie_of_a_compiled_model_agrees(ring: Network) -> None:
    solver = LoadFlowSolver(ring)
    base = Snapshot(ring)
    opened = solver.solve(base)
    closed_snapshot = base.with_values("switch", "position", [1], 1)
    closed = solver.solve(closed_snapshot)
    assert closed.losses_kw < opened.losses_kw
    assert closed.vm_pu == pytest.approx(agreed(closed_snapshot).vm_pu, abs=1e-10)
    assert solver.solve(base).vm_pu == pytest.approx(opened.vm_pu, abs=1e-10)


@pytest.mark.parametrize("bus", [3, 5])
def test_open_transformer_switch_agrees(ring: Network, bus: int) -> None:
    switch = make_table(
        "switch", {"bus": [1, bus], "element": [4, 0], "et": ["b", "t"], "position": np.array([1, 0], np.int8)}
    )
    result = agreed(Snapshot(with_tables(ring, {"switch": switch})))
    assert not result.is_energized[5]
    iron_kw = result.branches["trafo"].loss_mw[0] * 1e3
    if bus == 5:
        assert iron_kw == pytest.approx(1.3, rel=0.1)  # magnetised from the high side
    else:
        assert np.isnan(iron_kw)


def test_voltage_dependent_loads_agree() -> None:
    shares = {
        "const_z_p_percent": [30.0, 0.0],
        "const_i_p_percent": [20.0, 40.0],
        "const_z_q_percent": [50.0, 10.0],
        "const_i_q_percent": [0.0, 60.0],
    }
    network = ring_network(load=shares)
    result = agreed(Snapshot(network))
    # The solver's balance check runs on the same shares; a second state must pass it too.
    solver = LoadFlowSolver(network)
    solver.solve(Snapshot(network))
    doubled = Snapshot(network).with_state({("load", "p_mw"): network["load"]["p_mw"] * 2})
    assert solver.solve(doubled).losses_kw > result.losses_kw


def test_storages_generators_and_scaling_agree(ring: Network) -> None:
    network = with_tables(
        ring,
        {
            "sgen": make_table("sgen", {"bus": [2, 3], "p_mw": [1.0, 0.4], "q_mvar": [-0.1, 0.2], "scaling": [0.5, 1]}),
            "storage": make_table("storage", {"bus": [1], "p_mw": [0.3], "q_mvar": [0.05]}),
        },
    )
    agreed(Snapshot(network))
    agreed(Snapshot(network).with_state({("sgen", "in_service"): [False, True]}))


def test_shunt_steps_and_rated_voltage_agree(ring: Network) -> None:
    shunt = make_table("shunt", {"bus": [2, 2], "q_mvar": [-0.2, -0.1], "p_mw": [0.01, 0.0], "vn_kv": [21.0, 20.0]})
    network = with_tables(ring, {"shunt": shunt.with_columns({"step": np.array([3.0, 1.0])})})
    agreed(Snapshot(network))
    solver = LoadFlowSolver(network)
    solver.solve(Snapshot(network))
    fewer = Snapshot(network).with_values("shunt", "step", [0], 1.0)
    assert solver.solve(fewer).vm_pu == pytest.approx(agreed(fewer).vm_pu, abs=1e-10)


def test_impedances_agree_and_uneven_ones_fall_back(ring: Network) -> None:
    columns = {"from_bus": [2], "to_bus": [0], "rft_pu": [0.02], "xft_pu": [0.05], "rtf_pu": [0.02], "xtf_pu": [0.05]}
    even = make_table("impedance", {**columns, "sn_mva": [2.0]})
    agreed(Snapshot(with_tables(ring, {"impedance": even})))
    uneven = make_table("impedance", {**columns, "xtf_pu": [0.09], "sn_mva": [2.0]})
    assert "differs between its ends" in fallback(with_tables(ring, {"impedance": uneven}))


def test_parallel_systems_derating_and_conductance_agree() -> None:
    network = ring_network(
        line={"parallel": [2, 1, 3, 1], "df": [0.8, 1.0, 1.0, 1.0], "g_us_per_km": [5.0, 0.0, 2.0, 0.0]},
        trafo={"parallel": [2], "df": [0.9]},
    )
    result = agreed(Snapshot(network))
    reference = solve(Snapshot(network), LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
    for table in ("line", "trafo"):
        ours, theirs = result.branches[table].loading_percent, reference.branches[table].loading_percent
        assert ours == pytest.approx(theirs, abs=1e-5)


def test_uneven_leakage_of_a_transformer_falls_back() -> None:
    network = ring_network(trafo={"leakage_resistance_ratio_hv": [0.3], "leakage_reactance_ratio_hv": [0.3]})
    assert "differs between its ends" in fallback(network)


@pytest.mark.parametrize("model", ["no iron", "heavy iron"])
def test_transformer_model_is_the_t_model(model: str) -> None:
    plate = {"pfe_kw": [0.0], "i0_percent": [0.0]} if model == "no iron" else {"pfe_kw": [8.0], "i0_percent": [5.0]}
    agreed(Snapshot(ring_network(trafo=plate)))


def test_several_sources_agree(ring: Network) -> None:
    network = with_tables(ring, {"ext_grid": make_table("ext_grid", {"bus": [0, 2], "vm_pu": [1.02, 1.01]})})
    result = agreed(Snapshot(network))
    reference = solve(Snapshot(network), LoadFlowOptions(engine=EngineChoice.PANDAPOWER))
    assert result.source_p_mw == pytest.approx(reference.source_p_mw, abs=1e-5)
    one = Snapshot(network).with_state({("ext_grid", "in_service"): [False, True]})
    agreed(one)


def test_elements_and_buses_out_of_service_agree(ring: Network) -> None:
    base = Snapshot(ring)
    agreed(base.with_values("line", "in_service", [2], False))
    agreed(base.with_values("bus", "in_service", [5], False))
    # A line to a bus out of service stays charged from its other end.
    result = agreed(base.with_values("bus", "in_service", [2], False))
    assert not result.is_energized[3]
    assert np.isfinite(result.branches["line"].q_from_mvar[1])


def test_isolated_bus_is_dead_and_disturbs_nothing(ring: Network) -> None:
    bus = make_table("bus", {"vn_kv": [20.0] * 5 + [0.4, 20.0]})
    load = make_table("load", {"bus": [4, 5, 6], "p_mw": [0.5, 0.2, 0.3], "q_mvar": [0.15, 0.08, 0.1]})
    result = agreed(Snapshot(with_tables(ring, {"bus": bus, "load": load})))
    assert not result.is_energized[6]
    assert result.vm_pu[:6] == pytest.approx(agreed(Snapshot(ring)).vm_pu, abs=1e-8)


def test_unbalanced_loads_count_as_their_sum_in_a_balanced_solution(ring: Network) -> None:
    columns = {"bus": [2], "p_a_mw": [0.1], "p_b_mw": [0.2], "p_c_mw": [0.05], "q_b_mvar": [0.06]}
    network = with_tables(ring, {"asymmetric_load": make_table("asymmetric_load", columns)})
    from engines.loadflow.options import PhaseChoice

    solver = LoadFlowSolver(network, LoadFlowOptions(engine=EngineChoice.PGM, phases=PhaseChoice.BALANCED))
    result = solver.solve(Snapshot(network))
    assert solver.verify(Snapshot(network), result).status is VerificationStatus.VERIFIED


def test_generator_that_holds_a_voltage_falls_back(ring: Network) -> None:
    gen = make_table("gen", {"bus": [2], "p_mw": [0.3], "vm_pu": [1.01]})
    network = with_tables(ring, {"gen": gen})
    assert "hold a voltage" in fallback(network)
    assert solve(Snapshot(network)).vm_pu[2] == pytest.approx(1.01)


def test_frequency_changes_the_charging() -> None:
    from dataclasses import replace

    network = replace(ring_network(), f_hz=60.0)
    tie = agreed(Snapshot(network)).branches["line"]
    assert tie.q_to_mvar[3] == pytest.approx(-0.1206 * 1.2 * 1.02**2, rel=2e-3)


def test_disagreement_is_told_and_the_reference_takes_over(ring: Network) -> None:
    # Agreement to zero is asked for: no two programs reach that.
    options = LoadFlowOptions(agreement_pu=0.0)
    solver = LoadFlowSolver(ring, options)
    first = solver.solve(Snapshot(ring))
    assert first.engine is Engine.PGM
    assert first.verification is VerificationStatus.PENDING
    verdict = solver.verify(Snapshot(ring), first)
    assert verdict.status is VerificationStatus.REFUTED
    second = solver.solve(Snapshot(ring))
    assert second.engine is Engine.PANDAPOWER
    assert "differ by" in second.engine_reason
    one_shot = solve(Snapshot(ring), options)
    assert one_shot.engine is Engine.PANDAPOWER


def test_reference_engine_kept_between_solves_equals_a_fresh_one(ring: Network) -> None:
    options = LoadFlowOptions(engine=EngineChoice.PANDAPOWER)
    solver = LoadFlowSolver(ring, options)
    base = Snapshot(ring)
    solver.solve(base)
    changes: list[dict[tuple[str, str], Any]] = [
        {("load", "p_mw"): [0.7, 0.1]},
        {("switch", "position"): [0, 1]},
        {("switch", "position"): [1, 1], ("trafo", "tap_pos"): [1.5]},
        {("line", "in_service"): [False, True, True, True], ("switch", "position"): [1, 1]},
        {},
    ]
    for change in changes:
        snapshot = base.with_state(change)
        kept, fresh = solver.solve(snapshot), solve(snapshot, options)
        assert kept.is_converged, kept.cause
        assert kept.is_energized.tolist() == fresh.is_energized.tolist()
        assert np.allclose(kept.vm_pu, fresh.vm_pu, atol=1e-8, equal_nan=True)
        assert kept.losses_kw == pytest.approx(fresh.losses_kw, rel=1e-6)


def test_line_between_a_bus_and_itself_goes_to_the_reference_engine() -> None:
    assert "begins and ends at one bus" in fallback(ring_network(line={"to_bus": [1, 2, 3, 3]}))
