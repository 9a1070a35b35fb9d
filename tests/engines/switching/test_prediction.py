"""A prediction equals what a second, independent look at the two moments says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.grid.tracing import CustomersByBus
from engines.loadflow.requests import Missing, RequestLine
from engines.loadflow.solving import LoadFlowSolver
from engines.switching.consequence import Consequence
from engines.switching.device import DeviceState
from engines.switching.dressed import dressed_snapshot
from engines.switching.operation import Operation
from engines.switching.prediction import predict
from engines.switching.verdicts import Rule
from engines.switching.work import AssessReply, AssessRequest, work_assess
from engines.values.loadflow import SolveStatus
from engines.values.points import Quantity
from engines.values.site import MobileGenerator, SiteState
from engines.values.work import DirectContext

SITE = SiteState()


def switching(name: str, value: float) -> Operation:
    return Operation(f"switch:{name}", Quantity.POSITION, value)


def predicted(snapshot: Snapshot, operation: Operation, site: SiteState = SITE) -> Consequence:
    dressed = dressed_snapshot(snapshot, site)
    return predict(LoadFlowSolver(dressed.network), dressed, site, operation, revision=snapshot.revision)


def said(found: Consequence) -> list[str]:
    return [s.text for s in found.sentences]


def test_a_loop_is_told_as_an_operator_says_it(network: Network) -> None:
    snapshot = Snapshot(network)
    found = predicted(snapshot, switching("tie", 1))
    assert [loop.feeders for loop in found.loops] == [("F1", "F2")]
    assert "loop between F1 and F2 for this step" in said(found)
    assert "no customer loses supply" in said(found)
    assert found.snapshot_revision == snapshot.revision
    # The same moment solved on its own.
    solver = LoadFlowSolver(network)
    before = solver.solve(snapshot).branches["line"].loading_percent.copy()
    after = solver.solve(snapshot.with_values("switch", "position", [4], 1))
    change = next(c for c in found.loadings if c.element_id == "line:1")
    assert change.before_percent == pytest.approx(before[1])
    assert change.after_percent == pytest.approx(after.branches["line"].loading_percent[1])
    assert found.losses_after_kw == pytest.approx(after.losses_kw)


def test_opening_tells_who_loses_supply_and_names_the_critical(network: Network) -> None:
    found = predicted(Snapshot(network), switching("CB A", 0))
    assert (found.customers_lost, found.critical_lost) == (41, ("hospital",))
    assert found.load_lost_kw == pytest.approx(3000.0)
    assert found.buses_lost == ("bus:2", "bus:3") == found.buses_held_up
    assert said(found)[:3] == [
        "41 customers lose supply",
        "critical without supply: hospital",
        "generation may hold up a voltage at 2 buses that lose supply",
    ]


def test_where_a_file_says_who_is_supplied_predictions_count_as_plans_do(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    count = np.zeros((len(network.bus), 4), np.int64)
    rows = [network.bus.id.tolist().index(bus) for bus in ("bus:2", "bus:3")]
    count[rows[0], 0], count[rows[1], 3] = 700, 2
    told = CustomersByBus(count, ((rows[1], "Frau Meier"),))
    line, context = RequestLine("test"), DirectContext()

    def assessed(snapshot: Snapshot, operation: Operation, value: float) -> AssessReply:
        for _ in range(2):
            request = AssessRequest(line.request(snapshot), SITE, operation, DeviceState(value=value), customers=told)
            reply = work_assess(context, request)
            if not line.replied(reply.solve):
                return reply
        raise AssertionError(reply)

    opened = assessed(Snapshot(network), switching("CB A", 0), 1.0).consequence
    assert opened is not None
    assert (opened.customers_lost, opened.critical_lost) == (702, ("Frau Meier",))
    closed = assessed(placed(network, D=0), switching("tie", 1), 0.0)
    assert closed.consequence is not None
    assert (closed.consequence.customers_gained, closed.consequence.critical_gained) == (2, ("Frau Meier",))
    assert any("2 customers" in check.sentence.text for check in closed.checks)


def test_closing_tells_who_is_supplied_again(network: Network, placed: Callable[..., Snapshot]) -> None:
    found = predicted(placed(network, D=0), switching("tie", 1))
    assert (found.customers_gained, found.critical_gained) == (1, ("hospital",))
    assert not found.loops
    assert "1 customer is supplied again" in said(found)


def test_every_violation_is_told_with_its_limit(network: Network) -> None:
    heavy = Snapshot(network).with_values("load", "p_mw", [3], 7.5)
    found = predicted(heavy, switching("CB A", 0))
    overloaded = {c.element_id for c in found.loadings if c.is_violated}
    assert overloaded == {"line:2", "line:3"}
    assert {"line:2", "line:3"} <= found.violated
    assert any(s.startswith("line 2: ") and s.endswith(", above 100 %") for s in said(found))
    low = {v.bus_id for v in found.voltages if v.is_violated_after}
    result = LoadFlowSolver(network).solve(heavy.with_values("switch", "position", [0], 0))
    assert low == {f"bus:{r}" for r in np.flatnonzero(result.vm_pu < 0.95)}


def test_what_does_not_converge_is_never_a_good_consequence(network: Network) -> None:
    impossible = Snapshot(network).with_values("load", "p_mw", [1], 400.0)
    assert LoadFlowSolver(network).solve(impossible).status is SolveStatus.DIVERGED
    relieved = predicted(impossible, switching("CB A", 0))
    assert relieved.is_converged
    assert relieved.status_before is SolveStatus.DIVERGED
    assert np.isnan(relieved.losses_before_kw)
    assert any("does not converge as things are" in s for s in said(relieved))
    still = predicted(impossible, switching("tie", 1))
    assert not still.is_converged
    assert not still.loadings
    assert not still.violated
    assert said(still)[0].startswith("the load flow does not converge after this step")
    # Who hangs together is known all the same.
    assert [loop.feeders for loop in still.loops] == [("F1", "F2")]


@pytest.mark.parametrize(
    ("element_id", "quantity", "value", "column"),
    [
        ("trafo:0", Quantity.TAP_POS, 1.0, ("trafo", "tap_pos")),
        ("shunt:0", Quantity.STEP, 2.0, ("shunt", "step")),
        ("sgen:0", Quantity.P_LIMIT_MW, 0.1, ("sgen", "p_mw")),
        ("sgen:0", Quantity.Q_SETPOINT_MVAR, 0.2, ("sgen", "q_mvar")),
    ],
)
def test_setpoints_are_solved_as_the_state_they_lead_to(
    network: Network, element_id: str, quantity: Quantity, value: float, column: tuple[str, str]
) -> None:
    snapshot = Snapshot(network)
    found = predicted(snapshot, Operation(element_id, quantity, value))
    wanted = LoadFlowSolver(network).solve(snapshot.with_values(*column, [0], value))
    assert found.losses_after_kw == pytest.approx(wanted.losses_kw, rel=1e-9)
    assert found.losses_after_kw != found.losses_before_kw


def test_a_limit_above_the_present_power_changes_nothing(network: Network) -> None:
    found = predicted(Snapshot(network), Operation("sgen:0", Quantity.P_LIMIT_MW, 0.5))
    assert found.losses_after_kw == found.losses_before_kw


def test_a_regulator_is_expected_at_the_tap_that_holds_its_voltage(network: Network) -> None:
    snapshot = Snapshot(network)
    found = predicted(snapshot, Operation("trafo:0", Quantity.VM_SETPOINT_PU, 1.03))
    solver = LoadFlowSolver(network)
    wanted_pu = [
        abs(float(solver.solve(snapshot.with_values("trafo", "tap_pos", [0], tap)).vm_pu[1]) - 1.03)
        for tap in range(-9, 10)
    ]
    best = int(np.argmin(wanted_pu)) - 9
    assert f"the regulator is expected to go to tap {best}" in said(found)


def test_what_the_load_flow_does_not_know_is_said_to_have_no_effect_on_it(network: Network) -> None:
    found = predicted(Snapshot(network), Operation("switch:CB A", Quantity.IS_RECLOSING_ON, 1.0))
    assert not found.has_effect
    assert said(found) == ["no effect on the load flow"]


def test_a_mobile_generator_beyond_its_rating_is_told(network: Network, placed: Callable[..., Snapshot]) -> None:
    site = SiteState(generators=(MobileGenerator("g", "bus:2", 1.5, "Ada", 0, True),))
    found = predicted(placed(network, CB_A=0, D=0), switching("D", 1), site)
    assert any(s.startswith("mobile generator g: 2.6") for s in said(found))
    # Opening the feeder's breaker leaves the generator to supply all of it.
    takes_over = predicted(Snapshot(network), switching("CB A", 0), site)
    assert takes_over.customers_lost == 0


def test_figures_that_move_within_limits_say_the_same(network: Network) -> None:
    snapshot = Snapshot(network)
    first = predicted(snapshot, switching("tie", 1))
    assert predicted(snapshot.with_values("load", "p_mw", [0], 1.1), switching("tie", 1)).says_the_same_as(first)
    overloaded = predicted(snapshot.with_values("load", "p_mw", [3], 12.0), switching("tie", 1))
    assert overloaded.violated
    assert not overloaded.says_the_same_as(first)
    assert not replace(first, customers_lost=1).says_the_same_as(first)


def test_every_switch_of_north_is_predicted_in_agreement_with_topology() -> None:
    network, _ = open_network("north")
    snapshot = Snapshot(network).at(np.datetime64("2026-01-14T18:00"))
    solver, before = LoadFlowSolver(network), analyse(snapshot)
    for row in range(0, len(network["switch"]), 5):
        value = 1 - int(snapshot.switch_position[row])
        operation = Operation(str(network["switch"].id[row]), Quantity.POSITION, value)
        found = predict(solver, snapshot, SITE, operation, topology=before)
        after = analyse(snapshot.with_values("switch", "position", [row], value))
        lost = before.is_energized & ~after.is_energized
        assert found.is_converged
        assert found.buses_lost == tuple(network.bus.id[lost])
        assert len(found.loops) == max(len(after.loop_branches) - len(before.loop_branches), 0)
        assert found.sentences


def test_a_worker_says_what_it_lacks_and_then_answers(network: Network) -> None:
    context, line = DirectContext(), RequestLine("control")
    snapshot = Snapshot(network)
    first = work_assess(
        context, AssessRequest(line.request(snapshot), SITE, switching("tie", 1), DeviceState(value=0.0))
    )
    assert first.solve.missing is Missing.NOTHING
    assert not line.replied(first.solve)
    assert first.consequence is not None
    assert [c.rule for c in first.checks] == [Rule.LOOP]

    moved = snapshot.with_values("switch", "position", [4], 1)
    request = AssessRequest(line.request(moved), SITE, switching("CB A", 0), DeviceState(value=1.0))
    assert request.solve.network is None
    second = work_assess(context, request)
    assert second.consequence is not None
    assert second.consequence.customers_lost == 0

    lost = work_assess(DirectContext(), AssessRequest(line.request(moved), SITE, switching("CB A", 0), DeviceState()))
    assert lost.solve.missing is not Missing.NOTHING
    assert lost.consequence is None
    assert line.replied(lost.solve)
