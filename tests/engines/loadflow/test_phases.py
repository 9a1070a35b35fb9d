"""Phases apart: against hand calculation, and never a false convergence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table, with_tables
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions, PhaseChoice
from engines.loadflow.phases import phase_voltages, representative
from engines.loadflow.solving import LoadFlowSolver, solve
from engines.values.loadflow import Engine, SolveStatus, VerificationStatus
from engines.values.validation import InputError

Z_OHM = 0.4 + 0.3j
LOADS_MW = {"a": 0.008 + 0.002j, "b": 0.002 + 0.0005j, "c": 0.0 + 0.0j}


def phase_voltage_pu(power_mva: complex, vn_kv: float, z_ohm: complex, source_pu: float = 1.0) -> float:
    """Magnitude at the end of one phase behind ``z_ohm``: |V|^4 + (2 Re(zS*) - E^2)|V|^2 + |zS|^2 = 0."""
    base_ohm = (vn_kv / np.sqrt(3)) ** 2
    drop = z_ohm / base_ohm * np.conj(power_mva)
    b = 2 * drop.real - source_pu**2
    return float(np.sqrt((-b + np.sqrt(b * b - 4 * abs(drop) ** 2)) / 2))


def two_buses(**line: Any) -> Network:
    """A source, one line whose sequences are alike (so that phases do not feel each other), one uneven load."""
    sequence = {"r0_ohm_per_km": [0.4], "x0_ohm_per_km": [0.3], "c0_nf_per_km": [0.0]}
    columns = {"from_bus": [0], "to_bus": [1], "length_km": [1.0], "r_ohm_per_km": [0.4], "x_ohm_per_km": [0.3]}
    load = {f"p_{p}_mw": [s.real] for p, s in LOADS_MW.items()} | {f"q_{p}_mvar": [s.imag] for p, s in LOADS_MW.items()}
    source = {"s_sc_max_mva": [1e7], "rx_max": [0.1], "x0x_max": [1.0], "r0x0_max": [0.1]}
    tables = {
        "bus": make_table("bus", {"vn_kv": [0.4, 0.4]}),
        "line": make_table("line", {**columns, **sequence, **line}),
        "asymmetric_load": make_table("asymmetric_load", {"bus": [1], **load}),
        "ext_grid": make_table("ext_grid", {"bus": [0], **source}),
    }
    return make_network("two", tables)


def test_each_phase_is_what_a_hand_calculation_gives() -> None:
    result = solve(Snapshot(two_buses()))
    assert result.is_converged, result.cause
    assert result.engine is Engine.PANDAPOWER
    assert "phases" in result.engine_reason
    assert result.phases is not None
    expected = [phase_voltage_pu(s, 0.4, Z_OHM) for s in LOADS_MW.values()]
    assert result.phases.vm_pu[1] == pytest.approx(expected, abs=1e-5)
    assert result.phases.unbalance_percent[1] > 1.0
    assert result.phases.unbalance_percent[0] < 1e-3
    total = sum(s.real for s in LOADS_MW.values())
    assert result.source_p_mw[0] == pytest.approx(total + result.losses_kw / 1e3, abs=1e-6)
    # Phase a lies below 0.95 although the positive sequence does not.
    assert result.vm_pu[1] > 0.95 > expected[0]
    assert not result.is_secure


def test_without_zero_sequence_it_is_solved_balanced_and_says_so() -> None:
    network = two_buses()
    line = make_table("line", {k: v for k, v in network["line"].columns.items() if not k.endswith("0_ohm_per_km")})
    bare = with_tables(network, {"line": line})
    result = solve(Snapshot(bare))
    assert result.is_converged
    assert result.phases is None
    assert "balanced" in result.engine_reason
    assert "r0_ohm_per_km" in result.engine_reason
    with pytest.raises(InputError, match="r0_ohm_per_km"):
        solve(Snapshot(bare), LoadFlowOptions(phases=PhaseChoice.UNBALANCED))


def test_balanced_is_solved_when_asked_for() -> None:
    result = solve(Snapshot(two_buses()), LoadFlowOptions(phases=PhaseChoice.BALANCED), verify=False)
    assert result.engine is Engine.PGM
    assert result.phases is None


@pytest.mark.parametrize("p_mw", [50.0, 0.5])
def test_overloaded_phases_are_never_called_converged(p_mw: float) -> None:
    snapshot = Snapshot(two_buses()).with_state({("asymmetric_load", "p_a_mw"): [p_mw]})
    result = solve(snapshot)
    assert result.status in (SolveStatus.DIVERGED, SolveStatus.FAILED)
    assert result.cause
    assert not result.is_secure


def test_sequence_of_a_symmetric_set_has_no_unbalance() -> None:
    v = np.array([[1.0, np.exp(-2j * np.pi / 3), np.exp(2j * np.pi / 3)], [0.97, np.nan, np.nan]])
    phases = phase_voltages(v)
    assert phases.unbalance_percent[0] == pytest.approx(0.0, abs=1e-10)
    assert np.isnan(phases.unbalance_percent[1])
    vm, va = representative(v)
    assert vm == pytest.approx([1.0, 0.97])
    assert va == pytest.approx([0.0, 0.0], abs=1e-9)


SCRIPT = """clear
new circuit.two basekv=0.4 pu=1.0 phases=3 bus1=src MVAsc3=10000000 MVAsc1=10000000
new linecode.alike nphases=3 r1=0.4 x1=0.3 r0=0.4 x0=0.3 c1=0 c0=0 units=km
new line.feed bus1=src bus2=mid linecode=alike length=1 units=km normamps=60
new line.sw bus1=mid bus2=end switch=yes
new load.a bus1=end.1 phases=1 kv=0.2309401077 kw=8 kvar=2 model=1 vminpu=0.5
new load.b bus1=end.2 phases=1 kv=0.2309401077 kw=2 kvar=0.5 model=1 vminpu=0.5
new load.all bus1=end phases=3 kv=0.4 kw=3 kvar=0 model=1 vminpu=0.5
new capacitor.bank bus1=mid kv=0.4 kvar=6 numsteps=2
set voltagebases=[0.4]
calcvoltagebases
solve
"""


@pytest.fixture
def circuit(tmp_path: Path) -> Network:
    from engines.exchange.opendss import read_opendss

    path = tmp_path / "two.dss"
    path.write_text(SCRIPT, encoding="utf-8")
    return read_opendss(path)[0]


def test_opendss_network_is_solved_by_opendss_and_meets_a_hand_calculation(circuit: Network) -> None:
    without_bank = Snapshot(circuit).with_values("shunt", "step", [0], 0.0)
    result = solve(without_bank)
    assert result.is_converged, result.cause
    assert result.engine is Engine.OPENDSS
    assert result.verification is VerificationStatus.REFERENCE
    assert result.phases is not None
    end = int(np.flatnonzero(circuit.bus["dss_name"] == "end")[0])
    third = 0.001
    expected = [phase_voltage_pu(s + third, 0.4, Z_OHM) for s in LOADS_MW.values()]
    # OpenDSS keeps a closed switch as a milliohm: 1e-3 ohm * 9 kVA / 0.053 kV^2 is 1.7e-4 pu.
    assert result.phases.vm_pu[end] == pytest.approx(expected, abs=1e-3)
    line = result.branches["line"]
    assert line.p_from_mw[0] == pytest.approx(0.013 + result.losses_kw / 1e3, abs=2e-4)
    assert result.source_p_mw[0] == pytest.approx(0.013 + result.losses_kw / 1e3, abs=2e-4)
    assert line.loss_mw[0] * 1e3 == pytest.approx(result.losses_kw, rel=0.05)


def test_opendss_follows_switches_loads_and_capacitor_steps(circuit: Network) -> None:
    solver = LoadFlowSolver(circuit)
    base = Snapshot(circuit)
    first = solver.solve(base)
    end = int(np.flatnonzero(circuit.bus["dss_name"] == "end")[0])
    opened = solver.solve(base.with_values("switch", "position", [0], 0))
    assert not opened.is_energized[end]
    assert np.isnan(opened.vm_pu[end])
    assert opened.losses_kw < 0.2 * first.losses_kw  # the bank's own current remains
    heavier = solver.solve(base.with_values("load", "p_mw", [0], 0.009))
    assert heavier.source_p_mw[0] - first.source_p_mw[0] == pytest.approx(0.006, rel=0.2)
    less = solver.solve(base.with_values("shunt", "step", [0], 1.0))
    assert less.source_q_mvar[0] - first.source_q_mvar[0] == pytest.approx(0.003, rel=0.1)
    again = solver.solve(base)
    assert again.vm_pu == pytest.approx(first.vm_pu, abs=1e-7)
    assert again.losses_kw == pytest.approx(first.losses_kw, rel=1e-5)


def test_opendss_names_a_load_that_is_not_a_number(circuit: Network) -> None:
    result = solve(Snapshot(circuit).with_values("load", "p_mw", [0], float("nan")))
    assert result.status is SolveStatus.INVALID_INPUT
    assert "load.all" in result.cause


def test_opendss_is_refused_where_there_is_no_circuit() -> None:
    with pytest.raises(InputError, match="not read from OpenDSS"):
        solve(Snapshot(two_buses()), LoadFlowOptions(engine=EngineChoice.OPENDSS))


def test_broken_circuit_is_a_status_and_not_an_exception(circuit: Network) -> None:
    from dataclasses import replace

    from engines.values.frozen import FrozenMap

    broken = replace(circuit, attachments=FrozenMap({"opendss": "new circuit.x\nnew line.a bus1=u linecode=none\n"}))
    result = solve(Snapshot(broken))
    assert result.status in (SolveStatus.INVALID_INPUT, SolveStatus.FAILED)
    assert "OpenDSS" in result.cause


def test_opendss_network_solved_balanced_says_what_is_left_out(circuit: Network) -> None:
    result = solve(Snapshot(circuit), LoadFlowOptions(phases=PhaseChoice.BALANCED), verify=False)
    assert result.engine is Engine.PGM
    assert "positive sequence" in result.engine_reason
