"""A regulated, unbalanced feeder in OpenDSS: regulators, generators, storage and taps set by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.series import solve_series
from engines.loadflow.solving import LoadFlowSolver
from engines.values.loadflow import Engine, LoadFlowResult
from engines.values.validation import InputError


def regulator(phase: int) -> str:
    letter = "abc"[phase - 1]
    return f"""new transformer.reg{letter} phases=1 windings=2 buses=(bar.{phase},rg.{phase}) conns=(wye,wye) \
kvs=(2.4,2.4) kvas=(1666,1666) xhl=0.01 %loadloss=0.01
new regcontrol.r{letter} transformer=reg{letter} winding=2 vreg=122 band=2 ptratio=20 ctprim=700 R=0 X=0
"""


SCRIPT = f"""clear
new circuit.reg basekv=66 pu=1.0 phases=3 bus1=src MVAsc3=2000 MVAsc1=2100
new transformer.sub phases=3 windings=2 xhl=8 buses=(src,bar) conns=(delta,wye) kvs=(66,4.16) kvas=(5000,5000)
{regulator(1)}{regulator(2)}{regulator(3)}
new linecode.l nphases=3 r1=0.2 x1=0.4 r0=0.5 x0=1.2 c1=0 c0=0 units=km
new line.f bus1=rg bus2=e linecode=l length=1 units=km normamps=300
new load.a bus1=e.1 phases=1 kv=2.4 kw=700 kvar=300 vminpu=0.7
new load.b bus1=e.2 phases=1 kv=2.4 kw=200 kvar=100 vminpu=0.7
new load.d bus1=e phases=3 kv=4.16 conn=delta kw=600 kvar=200 vminpu=0.7
new generator.g bus1=e phases=3 kv=4.16 kw=100 kvar=0 model=1
new pvsystem.p bus1=e phases=3 kv=4.16 kva=300 pmpp=250 irradiance=0.8 %cutin=0 %cutout=0
new storage.s bus1=e phases=3 kv=4.16 kwrated=100 kwhrated=400 %idlingkw=0
set voltagebases=[66 4.16]
calcvoltagebases
solve
"""


@pytest.fixture(scope="module")
def feeder(tmp_path_factory: pytest.TempPathFactory) -> Network:
    from engines.exchange.opendss import read_opendss

    path = tmp_path_factory.mktemp("dss") / "feeder.dss"
    path.write_text(SCRIPT, encoding="utf-8")
    return read_opendss(path)[0]


def solved(solver: LoadFlowSolver, snapshot: Snapshot) -> LoadFlowResult:
    result = solver.solve(snapshot)
    assert result.is_converged, result.cause
    assert result.engine is Engine.OPENDSS
    return result


def test_power_balances_over_the_feeder(feeder: Network) -> None:
    result = solved(LoadFlowSolver(feeder), Snapshot(feeder))
    # 1.5 MW of load less 0.1 MW of generator and 0.25 * 0.8 MW of photovoltaics.
    assert result.source_p_mw[0] == pytest.approx(1.2 + result.losses_kw / 1e3, abs=2e-3)
    by_branch = sum(float(np.nansum(flow.loss_mw)) for flow in result.branches.values())
    assert by_branch * 1e3 == pytest.approx(result.losses_kw, rel=1e-6)
    trafo = result.branches["trafo"]
    assert trafo.p_from_mw[0] == pytest.approx(result.source_p_mw[0], abs=1e-6)
    assert trafo.p_from_mw[1:].sum() == pytest.approx(-trafo.p_to_mw[0], abs=1e-6)
    assert result.phases is not None
    end = int(np.flatnonzero(feeder.bus["dss_name"] == "e")[0])
    assert result.phases.vm_pu[end].argmin() == 0  # phase a carries most
    assert result.phases.unbalance_percent[end] > 1.0


def test_regulators_move_their_taps_unless_one_is_set_by_hand(feeder: Network) -> None:
    solver, base = LoadFlowSolver(feeder), Snapshot(feeder)
    free = solved(solver, base)
    taps = free.extra["trafo_tap_pos"]
    assert taps[1] > taps[3] > 0  # phase a is the lowest, so its regulator goes up most
    by_hand = solved(solver, base.with_values("trafo", "tap_pos", [1], 3.0))
    assert by_hand.extra["trafo_tap_pos"][1] == pytest.approx(3.0)
    assert by_hand.phases is not None
    assert free.phases is not None
    end = int(np.flatnonzero(feeder.bus["dss_name"] == "e")[0])
    assert by_hand.phases.vm_pu[end, 0] < free.phases.vm_pu[end, 0] - 0.01
    again = solved(solver, base)
    assert again.extra["trafo_tap_pos"] == pytest.approx(taps)
    assert again.vm_pu == pytest.approx(free.vm_pu, abs=1e-6)


@pytest.mark.parametrize(
    ("table", "row", "p_mw", "more_from_source"),
    [("sgen", 0, 0.3, -0.2), ("sgen", 1, 0.1, 0.1), ("storage", 0, -0.08, -0.08), ("load", 0, 0.8, 0.2)],
)
def test_powers_follow_the_snapshot(
    feeder: Network, table: str, row: int, p_mw: float, more_from_source: float
) -> None:
    solver, base = LoadFlowSolver(feeder), Snapshot(feeder)
    before = solved(solver, base)
    after = solved(solver, base.with_values(table, "p_mw", [row], p_mw))
    change = after.source_p_mw[0] - before.source_p_mw[0]
    assert change == pytest.approx(more_from_source, rel=0.15)
    losses = (after.losses_kw - before.losses_kw) / 1e3
    assert change - losses == pytest.approx(more_from_source, rel=0.03)


def test_line_and_load_out_of_service(feeder: Network) -> None:
    solver, base = LoadFlowSolver(feeder), Snapshot(feeder)
    before = solved(solver, base)
    without = solved(solver, base.with_values("load", "in_service", [0], False))
    assert before.source_p_mw[0] - without.source_p_mw[0] == pytest.approx(0.6, rel=0.1)
    back = solved(solver, base)
    assert back.source_p_mw == pytest.approx(before.source_p_mw, abs=1e-5)


def test_overloaded_line_and_low_phase_are_violations(feeder: Network) -> None:
    result = solved(LoadFlowSolver(feeder), Snapshot(feeder).with_values("asymmetric_load", "p_a_mw", [0], 1.1))
    kinds = {(t, k) for t, k in zip(result.violations.table, result.violations.kind, strict=True)}
    assert ("line", "overload") in kinds
    assert ("bus", "undervoltage") in kinds
    assert not result.is_secure


def test_series_needs_profiles(feeder: Network) -> None:
    with pytest.raises(InputError, match="no profiles"):
        solve_series(LoadFlowSolver(feeder), Snapshot(feeder))
