"""State estimation against a known truth: accuracy, honesty of its band, bad meters, wrong positions, bad input."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

from engines.estimation.estimating import estimate
from engines.estimation.fast_solver import FastSolver
from engines.estimation.grid_model import build_grid_model
from engines.estimation.measurements import Accuracy, Measurements, no_measurements
from engines.estimation.problem import Kind, build_equations
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.estimate import BASES, VERDICTS, BusBasis, Estimate, EstimateStatus, MeasurementVerdict
from tests.engines.estimation.field import VM_STD, Field, field_of, measure

MEASURED, PSEUDO = BASES.index(BusBasis.MEASURED), BASES.index(BusBasis.PSEUDO)


@pytest.fixture(scope="module")
def network() -> Network:
    """The district the console starts with: two stations, smart meters, reclosers."""
    return open_network("north")[0]


@pytest.fixture(scope="module")
def field(network: Network) -> Field:
    """One true state of it."""
    return field_of(network, 1)


def error(found: Estimate, field: Field) -> np.ndarray:
    """Estimated less true voltage."""
    return found.vm_pu - field.result.vm_pu


def test_exact_measurements_of_everything_give_the_true_state(network: Network) -> None:
    field = field_of(network, 3, load_error=0.0)
    found = estimate(field.assumed, measure(field, 0, noise=0.0))
    assert found.status is EstimateStatus.ESTIMATED
    assert np.abs(error(found, field)).max() < 2e-5
    shift = found.va_degree - field.result.va_degree
    assert np.abs(shift - np.round(shift / 30.0) * 30.0).max() < 0.01


@pytest.mark.parametrize(("meters", "rms"), [(1.0, 0.0008), (0.3, 0.0015), (0.0, 0.003)])
def test_few_meters_still_tell_every_bus_with_a_band_that_holds(network: Network, meters: float, rms: float) -> None:
    squares, beyond, count = [], 0, 0
    for seed in range(6):
        field = field_of(network, 10 + seed)
        found = estimate(field.assumed, measure(field, seed, meters=meters))
        assert found.status is EstimateStatus.ESTIMATED, found.reason
        off = error(found, field)
        squares.append(np.mean(off**2))
        beyond += int(np.count_nonzero(np.abs(off) > 3 * found.vm_std_pu))
        count += len(off)
    assert np.sqrt(np.mean(squares)) < rms
    assert beyond / count < 0.03, "three deviations hold 99.7 of 100 where loads vary as assumed"


def test_what_only_assumed_loads_determine_says_so_and_is_named(field: Field) -> None:
    found = estimate(field.assumed, measure(field, 2, meters=0.0))
    assert found.status is EstimateStatus.ESTIMATED
    assert np.count_nonzero(found.basis == PSEUDO) > 100
    assert sum(count for _, count in found.unobservable) == np.count_nonzero(found.basis == PSEUDO)
    assert all(name for name, _ in found.unobservable)
    measured_band = np.median(found.vm_std_pu[found.basis == MEASURED])
    assert np.median(found.vm_std_pu[found.basis == PSEUDO]) > measured_band
    everything = estimate(field.assumed, measure(field, 2, meters=1.0))
    assert everything.unobservable == ()


def test_a_meter_that_lies_is_named_and_left_out(network: Network) -> None:
    """Gross errors of 8 to 30 deviations in voltages and flows, one at a time."""
    random = np.random.default_rng(7)
    found_count = tried = good_flagged = good_count = 0
    for seed in range(30):
        field = field_of(network, 100 + seed % 5)
        told = measure(field, seed, meters=0.6)
        k = int(random.integers(0, len(told)))
        gross = float(random.uniform(8.0, 30.0) * random.choice([-1, 1]))
        value = told.value.copy()
        value[k] += gross * told.std[k]
        bad = replace(told, value=value)
        healthy = estimate(field.assumed, told)
        found = estimate(field.assumed, bad)
        good_flagged += len(healthy.suspects)
        good_count += len(told)
        if healthy.verdict[k] != VERDICTS.index(MeasurementVerdict.GOOD):
            continue
        if not _is_redundant(healthy, told, k):
            continue
        tried += 1
        found_count += any(s.point_id == told.point_id[k] for s in found.suspects)
    assert tried >= 15
    assert found_count / tried >= 0.95
    assert good_flagged / good_count <= 0.01


def _is_redundant(healthy: Estimate, told: Measurements, k: int) -> bool:
    """Whether the others alone tell this measurement within a few of its deviations: then an error must show."""
    hidden = abs(told.value[k] - healthy.estimated[k])
    seen = abs(healthy.residual[k]) * told.std[k]
    return not (np.isfinite(seen) and hidden > 0 and hidden / max(seen, 1e-12) < 0.5)


def test_the_estimate_without_the_liar_is_as_good_as_before(field: Field) -> None:
    told = measure(field, 4)
    value = told.value.copy()
    value[10] += 0.08
    found = estimate(field.assumed, replace(told, value=value))
    assert [s.point_id for s in found.suspects] == [told.point_id[10]]
    suspect = found.suspects[0]
    assert suspect.estimated == pytest.approx(told.value[10], abs=4 * VM_STD)
    assert suspect.deviations > 20
    assert found.verdict[10] == VERDICTS.index(MeasurementVerdict.BAD)
    assert found.status is EstimateStatus.ESTIMATED
    assert np.sqrt(np.mean(error(found, field) ** 2)) < 0.001


def test_several_liars_at_once_are_all_named(field: Field) -> None:
    told = measure(field, 5)
    value = told.value.copy()
    liars = [6, 60, 120, 200]
    for k, by in zip(liars, (0.05, -0.06, 0.04, -0.05), strict=True):
        value[k] += by
    found = estimate(field.assumed, replace(told, value=value))
    assert {s.point_id for s in found.suspects} == {str(told.point_id[k]) for k in liars}


def test_a_critical_measurement_is_named_as_one_nobody_checks(field: Field) -> None:
    told = measure(field, 6, meters=0.0, flows=False)
    found = estimate(field.assumed, told)
    assert found.status is EstimateStatus.ESTIMATED
    assert set(found.verdict.tolist()) == {VERDICTS.index(MeasurementVerdict.CRITICAL)}
    value = told.value.copy()
    value[0] += 0.05
    wrong = estimate(field.assumed, replace(told, value=value))
    assert wrong.suspects == (), "nothing else could tell, and it does not pretend to"


def test_a_switch_said_to_be_open_that_carries_current_is_suspected(field: Field, network: Network) -> None:
    told = measure(field, 8)
    switch = network.find("switch:F3-Q0")
    assert switch is not None
    position = field.assumed.switch_position.copy()
    position[switch.row] = SwitchPosition.OPEN
    found = estimate(field.assumed.with_state({("switch", "position"): position}), told)
    assert [s.switch_id for s in found.switches] == ["switch:F3-Q0"]
    assert not found.switches[0].is_said_closed


def test_a_closed_switch_that_carries_nothing_is_suspected(field: Field) -> None:
    told = measure(field, 9)
    at = np.flatnonzero(np.char.startswith(told.point_id, "switch:F2-Q0"))
    value = told.value.copy()
    value[at] = 0.0
    found = estimate(field.assumed, replace(told, value=value))
    assert "switch:F2-Q0" in [s.switch_id for s in found.switches]


def test_measurements_that_cannot_all_be_true_give_no_figure(field: Field) -> None:
    told = measure(field, 11)
    random = np.random.default_rng(0)
    value = told.value + 15 * told.std * random.standard_normal(len(told))
    found = estimate(field.assumed, replace(told, value=value))
    assert found.status is EstimateStatus.CONTRADICTORY
    assert np.isnan(found.vm_pu).all()
    assert found.reason


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": np.nan}, "is not a number"),
        ({"value": np.inf}, "is not a number"),
        ({"value": 7.0}, "no value it can have"),
        ({"std": -0.01}, "must be positive"),
        ({"std": 0.0}, "must be positive"),
    ],
)
def test_absurd_input_is_named(field: Field, change: dict[str, float], words: str) -> None:
    told = measure(field, 12)
    ((name, value),) = change.items()
    column = getattr(told, name).copy()
    column[3] = value
    found = estimate(field.assumed, replace(told, **{name: column}))
    assert found.status is EstimateStatus.BAD_INPUT
    assert words in found.reason
    assert str(told.point_id[3]) in found.reason
    assert np.isnan(found.vm_pu).all()


def test_nothing_measured_or_no_voltage_anywhere_is_a_state_of_its_own(field: Field) -> None:
    assert estimate(field.assumed, no_measurements()).status is EstimateStatus.NO_MEASUREMENTS
    flows_only = measure(field, 13, meters=0.0, stations=False)
    found = estimate(field.assumed, flows_only)
    assert found.status is EstimateStatus.NO_MEASUREMENTS
    assert "voltage" in found.reason
    dark = field.assumed.with_state({("ext_grid", "in_service"): np.zeros(2, bool)})
    assert estimate(dark, measure(field, 13)).status is EstimateStatus.NO_SOURCE


def test_parts_without_voltage_have_no_figure(field: Field, network: Network) -> None:
    switch = network.find("switch:F3-Q0")
    assert switch is not None
    position = field.assumed.switch_position.copy()
    position[switch.row] = SwitchPosition.OPEN
    open_ = field.assumed.with_state({("switch", "position"): position})
    told = measure(field, 14)
    dead = np.char.startswith(told.point_id, "load:F3-") | np.char.startswith(told.point_id, "switch:F3-")
    found = estimate(open_, told.taken(~dead))
    assert found.status is EstimateStatus.ESTIMATED
    gone = np.isnan(found.vm_pu)
    assert 20 < np.count_nonzero(gone) < 60
    assert (found.basis[gone] == BASES.index(BusBasis.NONE)).all()


def test_buses_joined_by_closed_switches_are_one(network: Network) -> None:
    """A SimBench grid stands on bus-bus switches; an estimator that does not join their buses is 2e-2 pu off."""
    pytest.importorskip("simbench")
    grid, _ = open_network("simbench:1-MV-rural--0-sw")
    field = field_of(grid, 2, load_error=0.2)
    told = measure(field, 3, flows=False)
    found = estimate(field.assumed, told)
    assert found.status is EstimateStatus.ESTIMATED, found.reason
    live = np.isfinite(found.vm_pu) & np.isfinite(field.result.vm_pu)
    assert live.sum() == np.isfinite(field.result.vm_pu).sum()
    assert np.sqrt(np.mean((found.vm_pu - field.result.vm_pu)[live] ** 2)) < 0.001


def test_it_agrees_with_pandapower_where_that_can_be_trusted() -> None:
    """IEEE 33, every bus and feeder head measured: both find the same state."""
    import pandapower as pp
    import pandapower.estimation as est
    import pandapower.networks as nw

    network, _ = open_network("ieee33")
    field = field_of(network, 4, load_error=0.0)
    told = measure(field, 1, flows=False)
    found = estimate(field.assumed, told)
    net = nw.case33bw()
    pp.runpp(net)
    buses = network.bus_row(network["load"]["bus"])
    by_bus = {r: float(v) for t, r, v in zip(told.table, told.row, told.value, strict=True)
              for r in [int(buses[r]) if t == "load" else int(r)]}  # fmt: skip
    for bus, value in by_bus.items():
        pp.create_measurement(net, "v", "bus", value, VM_STD, element=bus)
    for bus in net.bus.index:
        p, q = net.load[net.load.bus == bus][["p_mw", "q_mvar"]].sum()
        if bus != int(net.ext_grid.bus.iloc[0]):
            std = 0.4 * abs(p) + 0.002, 0.4 * abs(q) + 0.002
            pp.create_measurement(net, "p", "bus", p, std[0] if p else 1e-4, element=bus)
            pp.create_measurement(net, "q", "bus", q, std[1] if q else 1e-4, element=bus)
    with warnings.catch_warnings():
        # Its own use of pandas.
        warnings.simplefilter("ignore")
        assert est.estimate(net, init="flat", zero_injection=None)["success"]
    theirs = net.res_bus_est.vm_pu.to_numpy()
    ours = np.sqrt(np.mean((found.vm_pu - field.result.vm_pu) ** 2))
    assert ours <= 1.05 * np.sqrt(np.mean((theirs - field.result.vm_pu) ** 2))


def test_what_the_fast_solver_returns_is_not_believed_unseen(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(solver: object, grid: object, equations: object, frequency_hz: float) -> tuple[np.ndarray, np.ndarray]:
        n = grid.n  # type: ignore[attr-defined]
        return np.zeros(n), np.full(n, 1.02)

    told = measure(field, 15)
    honest = estimate(field.assumed, told)
    monkeypatch.setattr(FastSolver, "solve", wrong)
    found = estimate(field.assumed, told)
    assert found.status is not EstimateStatus.ESTIMATED or np.abs(found.vm_pu - honest.vm_pu).max() < 1e-5
    monkeypatch.setattr(FastSolver, "solve", lambda *_: None)
    alone = estimate(field.assumed, told, start=(field.result.vm_pu, field.result.va_degree))
    assert alone.status is EstimateStatus.ESTIMATED
    assert np.abs(alone.vm_pu - honest.vm_pu).max() < 1e-5


def test_a_kept_solver_gives_what_a_new_one_gives_whatever_changes_in_between(field: Field) -> None:
    kept = FastSolver()
    opened = field.assumed.with_values("line", "in_service", [len(field.assumed.network["line"]) - 1], [False])
    for seed, flows, snapshot in (
        (1, True, field.assumed), (2, True, field.assumed), (3, False, field.assumed), (4, True, opened),
        (5, True, opened), (6, True, field.assumed),
    ):  # fmt: skip
        told = measure(field, seed, flows=flows)
        found, alone = estimate(snapshot, told, solver=kept), estimate(snapshot, told)
        assert found.status is alone.status
        assert np.allclose(found.vm_pu, alone.vm_pu, rtol=0, atol=1e-9, equal_nan=True)
        assert np.allclose(found.va_degree, alone.va_degree, rtol=0, atol=1e-7, equal_nan=True)


def test_a_kept_solver_forgets_values_that_led_nowhere(field: Field) -> None:
    grid = build_grid_model(field.assumed)
    assert grid is not None
    equations, _ = build_equations(field.assumed, grid, measure(field, 7), Accuracy())
    kept, hz = FastSolver(), field.assumed.network.f_hz
    good = kept.solve(grid, equations, hz)
    assert good is not None
    broken = replace(equations, value=np.where(equations.kind == Kind.VM, np.nan, equations.value))
    assert kept.solve(grid, broken, hz) is None
    again = kept.solve(grid, equations, hz)
    assert again is not None
    assert np.allclose(again[1], good[1], rtol=0, atol=1e-12)


def test_snapshot_and_structure_are_carried(field: Field) -> None:
    found = estimate(field.assumed, measure(field, 16))
    assert isinstance(field.assumed, Snapshot)
    assert found.snapshot_revision == field.assumed.revision
    assert found.structure_revision == field.assumed.network.structure_revision
