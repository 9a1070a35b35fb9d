"""What has no solution says so, names the place, and is never secure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, make_network, make_table, with_tables
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver, solve
from engines.values.loadflow import LoadFlowResult, SolveStatus

from .conftest import ring_network  # type: ignore[import-not-found,unused-ignore]


def failed(network: Network, status: SolveStatus, engine: str = "auto") -> LoadFlowResult:
    result = solve(Snapshot(network), LoadFlowOptions(engine=engine))  # type: ignore[arg-type]
    assert result.status is status, result.cause
    assert result.cause
    assert not result.is_converged
    assert not result.is_secure
    assert np.isnan(result.vm_pu).all()
    assert not result.is_energized.any()
    assert np.isnan(result.losses_kw)
    return result


@pytest.mark.parametrize("engine", ["auto", "pandapower"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"load": {"p_mw": [0.5, float("nan")]}}, ("load:1", "bus:5", "active power")),
        ({"load": {"q_mvar": [float("inf"), 0.1]}}, ("load:0", "reactive power")),
        ({"line": {"length_km": [2.0, float("nan"), 2.5, 4.0]}}, ("line:1", "length_km")),
        ({"line": {"length_km": [2.0, -3.0, 2.5, 4.0]}}, ("line:1", "negative length")),
        ({"line": {"length_km": [2.0, 0.0, 2.5, 4.0]}}, ("line:1", "no impedance")),
        ({"line": {"to_bus": [1, 2, 77, 0]}}, ("line:2", "bus 77", "does not exist")),
        ({"bus": {"vn_kv": [20.0, 20.0, 0.0, 20.0, 20.0, 0.4]}}, ("bus:2", "nominal voltage")),
        ({"bus": {"vn_kv": [20.0, 20.0, 20000.0, 20.0, 20.0, 0.4]}}, ("bus:2", "volts instead of kilovolts")),
        ({"trafo": {"sn_mva": [float("nan")]}}, ("trafo:0", "sn_mva")),
        ({"ext_grid": {"vm_pu": [20.4]}}, ("ext_grid:0", "vm_pu")),
        ({"trafo": {"vkr_percent": [7.0]}}, ("trafo:0", "vkr_percent above")),
        ({"trafo": {"tap_changer_type": ["Ideal"], "tap_neutral": [float("nan")]}}, ("trafo:0", "tap_neutral")),
        ({"ext_grid": {"bus": [1, 4], "vm_pu": [1.0, 1.02]}}, ("ext_grid:0", "ext_grid:1", "different voltages")),
    ],
)
def test_values_no_engine_can_solve_with_are_named(
    changes: dict[str, Any], words: tuple[str, ...], engine: str
) -> None:
    result = failed(ring_network(**changes), SolveStatus.INVALID_INPUT, engine)
    for word in words:
        assert word in result.cause


@pytest.mark.parametrize("engine", ["auto", "pandapower"])
def test_network_without_source_says_so(ring: Network, engine: str) -> None:
    bare = with_tables(ring, {"ext_grid": make_table("ext_grid", {})})
    assert "no external grid" in failed(bare, SolveStatus.NO_SOURCE, engine).cause
    off = ring_network(ext_grid={"in_service": [False]})
    assert "out of service" in failed(off, SolveStatus.NO_SOURCE, engine).cause


def test_empty_network_says_so() -> None:
    assert "no buses" in failed(make_network("empty", {}), SolveStatus.INVALID_INPUT).cause


def test_source_bus_out_of_service_is_no_source(ring: Network) -> None:
    result = solve(Snapshot(ring).with_values("bus", "in_service", [0], False))
    assert result.status is SolveStatus.NO_SOURCE


def test_kilowatts_entered_as_megawatts_are_recognised() -> None:
    result = failed(ring_network(load={"p_mw": [500.0, 200.0]}), SolveStatus.DIVERGED)
    assert "load:1" in result.cause
    assert "kW entered as MW" in result.cause
    assert result.worst_bus_row == 5


@pytest.mark.parametrize("engine", ["auto", "pandapower"])
def test_overload_says_where_and_how_much_would_still_work(engine: str) -> None:
    result = failed(ring_network(load={"p_mw": [90.0, 2.0]}), SolveStatus.DIVERGED, engine)
    assert "collapses first at bus" in result.cause
    assert "%" in result.cause
    assert result.worst_bus_row >= 0


def test_pandapower_divergence_is_a_status_not_an_exception() -> None:
    result = failed(ring_network(load={"p_mw": [500.0, 200.0]}), SolveStatus.DIVERGED, "pandapower")
    assert "kW entered as MW" in result.cause


def test_solver_recovers_after_a_failure(ring: Network) -> None:
    solver = LoadFlowSolver(ring)
    base = Snapshot(ring)
    before = solver.solve(base)
    nan = base.with_values("load", "p_mw", [0], float("nan"))
    assert solver.solve(nan).status is SolveStatus.INVALID_INPUT
    huge = base.with_values("load", "p_mw", [0], 500.0)
    assert solver.solve(huge).status is SolveStatus.DIVERGED
    assert solver.solve(base).vm_pu == pytest.approx(before.vm_pu, abs=1e-12)


def test_nan_load_out_of_service_is_no_obstacle() -> None:
    network = ring_network(load={"p_mw": [0.5, float("nan")], "in_service": [True, False]})
    result = solve(Snapshot(network), verify=False)
    assert result.is_converged, result.cause


def test_everything_dead_but_the_source_is_a_solution_and_not_hidden(ring: Network) -> None:
    result = solve(Snapshot(ring).with_values("line", "in_service", [0], False))
    assert result.is_converged
    assert result.is_energized.tolist() == [True, False, False, False, False, False]


def test_snapshot_of_another_structure_is_refused(ring: Network) -> None:
    solver = LoadFlowSolver(ring)
    other = ring_network(line={"length_km": [1.0] * 4})
    with pytest.raises(ValueError, match="another structure"):
        solver.solve(Snapshot(other))


def test_result_survives_pickling(ring: Network) -> None:
    import pickle

    result = solve(Snapshot(ring), verify=False)
    again = pickle.loads(pickle.dumps(result))
    assert np.array_equal(again.vm_pu, result.vm_pu, equal_nan=True)
    assert again.branches["line"].p_from_mw == pytest.approx(result.branches["line"].p_from_mw)
    assert again.status is SolveStatus.CONVERGED
    for array in (again.vm_pu, again.branches["line"].p_from_mw):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_arrays_of_a_result_cannot_be_written(ring: Network) -> None:
    result = solve(Snapshot(ring), verify=False)
    for array in (result.vm_pu, result.va_degree, result.is_energized, result.branches["line"].p_from_mw):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_second_solve_does_not_change_an_earlier_result(ring: Network) -> None:
    solver = LoadFlowSolver(ring)
    first = solver.solve(Snapshot(ring))
    voltages, flows = first.vm_pu.copy(), first.branches["line"].p_from_mw.copy()
    source = first.source_p_mw.copy()
    solver.solve(Snapshot(ring).with_state({("load", "p_mw"): ring["load"]["p_mw"] * 3}))
    assert np.array_equal(first.vm_pu, voltages)
    assert np.array_equal(first.branches["line"].p_from_mw, flows)
    assert np.array_equal(first.source_p_mw, source)


def test_invalid_base_value_does_not_hide_what_the_fast_engine_cannot_represent(ring: Network) -> None:
    gen = make_table("gen", {"bus": [2], "p_mw": [0.3], "vm_pu": [1.01]})
    network = with_tables(ring_network(load={"p_mw": [0.5, float("nan")]}), {"gen": gen})
    result = solve(Snapshot(network).with_values("load", "p_mw", [1], 0.2))
    assert result.is_converged, result.cause
    assert result.vm_pu[2] == pytest.approx(1.01)


def test_smallest_networks_are_solved() -> None:
    one = {"bus": make_table("bus", {"vn_kv": [20.0]}), "ext_grid": make_table("ext_grid", {"bus": [0]})}
    assert solve(Snapshot(make_network("one", one)), verify=False).vm_pu.tolist() == pytest.approx([1.0])
    loaded = {**one, "load": make_table("load", {"bus": [0], "p_mw": [1.0]})}
    result = solve(Snapshot(make_network("loaded", loaded)), verify=False)
    assert result.source_p_mw == pytest.approx([1.0])
    assert result.losses_kw == 0.0


def test_line_without_a_rating_has_no_loading_and_no_violation() -> None:
    result = solve(Snapshot(ring_network(line={"max_i_ka": [0.0, float("nan"), 0.25, 0.25]})), verify=False)
    assert result.is_converged
    assert np.isnan(result.branches["line"].loading_percent[:2]).all()
    assert result.is_secure


def test_switch_that_joins_two_sources_of_different_voltage_is_told() -> None:
    network = ring_network(ext_grid={"bus": [1, 4], "vm_pu": [1.0, 1.02]})
    solver = LoadFlowSolver(network)
    apart = Snapshot(network).with_values("switch", "position", [0], 0)
    assert solver.solve(apart).is_converged
    joined = solver.solve(apart.with_values("switch", "position", [0], 1))
    assert joined.status is SolveStatus.INVALID_INPUT
    assert "different voltages" in joined.cause
    assert solver.solve(apart).is_converged
