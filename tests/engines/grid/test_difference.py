from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.grid.difference import PHRASES, Moment, StateChange, state_change
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.values.frozen import FrozenMap
from engines.values.loadflow import Engine, LoadFlowResult, SolveStatus
from engines.values.violations import Violations, no_violations

Turn = Callable[[Snapshot, str, SwitchPosition], Snapshot]


def solved(
    snapshot: Snapshot, losses_kw: float, below: int = 0, status: SolveStatus = SolveStatus.CONVERGED
) -> LoadFlowResult:
    n = len(snapshot.network.bus)
    violations = Violations(
        np.full(below, "bus"),
        np.arange(below),
        np.full(below, "undervoltage"),
        np.full(below, 0.94),
        np.full(below, 0.95),
        np.full(below, 2),
    )
    return LoadFlowResult(
        snapshot.revision,
        snapshot.network.structure_revision,
        None,
        status,
        Engine.PGM,
        np.ones(n),
        np.zeros(n),
        np.ones(n, bool),
        FrozenMap(),
        np.zeros(1),
        np.zeros(1),
        losses_kw,
        0.0,
        violations if below else no_violations(),
        cause="" if status is SolveStatus.CONVERGED else "overload at bus 5",
    )


def test_status_line_says_losses_and_voltages(two_feeders: Network) -> None:
    snapshot = Snapshot(two_feeders)
    change = state_change(
        Moment(snapshot, result=solved(snapshot, 412.2)), Moment(snapshot, result=solved(snapshot, 468.0, 2))
    )
    assert change.text == "losses 412 → 468 kW, 2 buses below 0.95"
    back = state_change(
        Moment(snapshot, result=solved(snapshot, 468.0, 2)), Moment(snapshot, result=solved(snapshot, 412.2))
    )
    assert back.text == "losses 468 → 412 kW, all voltages within limits again"


def test_solution_that_failed_is_never_reported_as_within_limits(two_feeders: Network) -> None:
    snapshot = Snapshot(two_feeders)
    failed = solved(snapshot, float("nan"), status=SolveStatus.DIVERGED)
    change = state_change(Moment(snapshot, result=solved(snapshot, 412.0, 2)), Moment(snapshot, result=failed))
    assert change.text == "load flow did not converge: overload at bus 5"
    assert np.isnan(change.losses_kw_after)


def test_lost_supply_comes_first_and_names_the_critical(two_feeders: Network, turned: Turn) -> None:
    before = Snapshot(two_feeders)
    after = turned(before, "CB north", SwitchPosition.OPEN)
    change = state_change(Moment(before, analyse(before)), Moment(after, analyse(after)))
    assert change.text == "50 customers lost supply, 10 of them critical"
    assert change.buses_lost == 4
    regained = state_change(Moment(after, analyse(after)), Moment(before, analyse(before)))
    assert regained.text == "50 customers regained supply"


def test_loop_is_told_when_made_and_when_gone(two_feeders: Network, turned: Turn) -> None:
    before = Snapshot(two_feeders)
    after = turned(before, "tie", SwitchPosition.CLOSED)
    assert state_change(Moment(before, analyse(before)), Moment(after, analyse(after))).text == "1 loop closed"
    assert state_change(Moment(after, analyse(after)), Moment(before, analyse(before))).text == "radial again"


def test_nothing_changed_says_nothing(two_feeders: Network) -> None:
    moment = Moment(Snapshot(two_feeders), result=solved(Snapshot(two_feeders), 412.0))
    assert state_change(moment, moment).text == ""


@pytest.mark.parametrize("change", [StateChange(losses_kw_before=3.0, losses_kw_after=4.0, overloads_after=3)])
def test_every_phrase_said_is_offered_for_translation(change: StateChange) -> None:
    assert {p.template for p in change.phrases()} <= set(PHRASES)
    assert change.text == "losses 3.00 → 4.00 kW, 3 overloaded branches"
