"""What the protection must still see after a restoration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.protection.curves import Stage
from engines.protection.fault import Fault, FaultKind
from engines.protection.grading import derive_settings
from engines.protection.options import Case, ShortCircuitOptions
from engines.protection.settings import DeviceProtection, ProtectionSettings, RelaySettings
from engines.protection.short_circuit import ShortCircuitModel
from engines.restoration.options import RestorationOptions
from engines.restoration.planned_outage import planned_outage
from engines.restoration.reach import DERIVED, UNCHECKED, UNKNOWN
from engines.restoration.replaying import replay
from engines.restoration.restoring import recheck, restore
from engines.restoration.returning import reprove, return_to_normal
from engines.restoration.tripping import tripped
from engines.values.frozen import FrozenMap
from engines.values.switching_plan import PlanStatus
from engines.values.validation import InputError
from tests.engines.restoration.three_feeders import after_trip, three_feeders

AT_ONCE = RestorationOptions(seconds=0.0)


def set_to(network: Network, ampere: dict[str, float]) -> ProtectionSettings:
    """Breakers that pick up at these currents."""
    ids = network["switch"].id.tolist()
    stages = {name: (Stage(i / 1e3, 0.5),) for name, i in ampere.items()}
    devices = {ids.index(name): DeviceProtection((RelaySettings(phase),)) for name, phase in stages.items()}
    return ProtectionSettings(FrozenMap(devices))


def test_a_plan_whose_ends_the_protection_cannot_see_is_not_taken() -> None:
    snapshot = tripped(Snapshot(open_network("north")[0]), "line:F1-W03")[0]
    seen = restore(snapshot, "line:F1-W03", replace(AT_ONCE, reach_factor=0.5))
    assert seen.is_usable
    assert seen.unserved_kw < seen.dead_kw
    # No device sees ten times its pickup at the end of a feeder: nothing is picked up, and that is said.
    blind = restore(snapshot, "line:F1-W03", replace(AT_ONCE, reach_factor=10.0))
    assert blind.unserved_kw == blind.dead_kw
    assert any("times its pickup" in note for note in blind.notes)


def test_reach_is_checked_without_asking() -> None:
    network = three_feeders()
    snapshot = after_trip(network)
    sharp = set_to(network, {"Q1": 600.0, "Q2": 600.0, "Q3": 600.0})
    plan = restore(snapshot, "line:Q1", replace(AT_ONCE, protection=sharp))
    assert plan.status is PlanStatus.COMPLETE
    # Behind the third feeder's breaker a fault at the far end would draw too little for what it is set to.
    blunt = set_to(network, {"Q1": 600.0, "Q2": 600.0, "Q3": 20_000.0})
    other = restore(snapshot, "line:Q1", replace(AT_ONCE, protection=blunt))
    assert other.is_usable
    assert other.customers_unserved > plan.customers_unserved
    assert "Q3 would see" in "".join(other.notes)
    again = recheck(snapshot, plan, "line:Q1", replace(AT_ONCE, protection=blunt))
    assert again.status is PlanStatus.NOT_ACCEPTED
    assert "Q3 would see" in again.reason


def test_what_is_picked_up_is_cut_back_to_what_is_seen() -> None:
    """Bus 3 is near enough to the second feeder's breaker to be seen, bus 2 behind it is not."""
    network = three_feeders(load_mw=(1.0, 0.2, 0.2, 1.0, 0.6, 1.5, 0.5, 0.5))
    snapshot = after_trip(network)
    current = ShortCircuitModel(
        snapshot.with_values("switch", "position", [1, 8], [0, 1]), ShortCircuitOptions(case=Case.MIN)
    ).bus_currents(FaultKind.TWO_PHASE)
    # T3 ends at bus 3, so that bus 2 is the farther one.
    between_a = 1e3 * float(current[2] + current[3]) / 2 / 1.1
    plan = restore(
        snapshot, "line:Q1", replace(AT_ONCE, protection=set_to(network, {"Q1": 600, "Q2": between_a, "Q3": 2e4}))
    )
    assert plan.is_usable
    assert {"S23", "T3"} == {step.element_id for step in plan.steps}
    assert plan.customers_unserved == 100 + 160


def test_settings_that_are_not_known_are_said() -> None:
    network = three_feeders()
    plan = restore(after_trip(network), "line:Q1", AT_ONCE)
    assert DERIVED in plan.notes
    known = set_to(network, {"Q1": 600.0, "Q2": 600.0})
    partly = restore(after_trip(network), "line:Q1", replace(AT_ONCE, protection=known))
    assert partly.is_usable
    assert any("no pickup is known" in note for note in partly.notes)


def test_an_unknown_fault_level_is_said() -> None:
    snapshot = tripped(Snapshot(open_network("ieee33")[0]), "line:6")[0]
    plan = restore(snapshot, "line:6", AT_ONCE)
    assert plan.is_usable
    assert UNKNOWN in plan.notes


def test_a_check_that_is_switched_off_is_said() -> None:
    plan = restore(after_trip(three_feeders()), "line:Q1", replace(AT_ONCE, reach_factor=0.0))
    assert UNCHECKED in plan.notes


def test_a_planned_outage_is_held_to_it_too() -> None:
    network = three_feeders(load_mw=(1.0, 0.1, 0.1, 1.0, 0.6, 1.5, 0.5, 0.5))
    blunt = set_to(network, {"Q1": 600.0, "Q2": 20_000.0, "Q3": 20_000.0})
    plan = planned_outage(Snapshot(network), ["bus:2"], replace(AT_ONCE, protection=blunt))
    assert plan.is_usable
    assert "T3" not in {step.element_id for step in plan.steps}


def test_a_way_back_says_where_a_fault_would_not_be_seen_on_it() -> None:
    network = three_feeders(load_mw=(0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3))
    rows = [network["switch"].id.tolist().index(name) for name in ("S45", "S56", "T3", "T9")]
    lent = Snapshot(network).with_values("switch", "position", rows, [0, 0, 1, 1])
    options = replace(AT_ONCE, protection=set_to(network, {"Q1": 20_000.0, "Q2": 600.0, "Q3": 600.0}))
    plan = return_to_normal(lent, options)
    assert plan.status is PlanStatus.COMPLETE
    assert not any("times its pickup" in note for step in plan.steps for note in step.notes)
    # The other way about, the end of the second feeder hangs on the first one's breaker for a while.
    order = sorted(plan.steps, key=lambda step: step.element_id not in ("S56", "T9"))
    other = replace(plan, steps=tuple(replace(step, number=k) for k, step in enumerate(order, 1)))
    again = reprove(lent, other, options)
    assert again.is_usable
    blind = [step.element_id for step in again.steps if any("Q1 would see" in note for note in step.notes)]
    assert blind == ["T9"]
    assert UNCHECKED in reprove(lent, other, replace(AT_ONCE, reach_factor=0.0)).notes


@pytest.mark.parametrize("name", ["north", "synthetic:300:2"])
def test_every_fault_in_what_was_picked_up_trips_somebody(name: str) -> None:
    """The relays as the simulated district sets them, at the currents of a calculation of each fault by itself."""
    network = open_network(name)[0]
    solver, settings = LoadFlowSolver(network), derive_settings(Snapshot(network))
    looked_at = 0
    ids = network["line"].id
    for row in np.unique(np.linspace(0, len(ids) - 1, 16).astype(int)):
        try:
            snapshot, _ = tripped(Snapshot(network), str(ids[row]))
        except InputError:
            continue
        plan = restore(snapshot, str(ids[row]), AT_ONCE, solver=solver)
        if not plan.is_usable or not plan.steps:
            continue
        end = replay(snapshot, plan)[-1]
        model = ShortCircuitModel(end, ShortCircuitOptions(case=Case.MIN))
        picked = analyse(end).is_energized & ~analyse(snapshot).is_energized
        for bus in np.flatnonzero(picked)[::7].tolist():
            result = model.solve(Fault("bus", bus, FaultKind.TWO_PHASE))
            times = [
                device.groups[0].operate_s(float(result.switch_i_ka[k]))
                for k, device in settings.devices.items()
                if result.switch_share[k] > 0.5
            ]
            assert min(times) < 300.0, (ids[row], network.bus.id[bus])
            looked_at += 1
    assert looked_at


def test_more_time_loses_nothing_that_was_found_without_it() -> None:
    network = open_network("north")[0]
    snapshot, _ = tripped(Snapshot(network), "bus:NORTH 20")
    first = restore(snapshot, "bus:NORTH 20", RestorationOptions(seconds=0.0))
    refined = restore(snapshot, "bus:NORTH 20", RestorationOptions(seconds=1.0))
    assert first.is_usable
    assert (refined.critical_unserved, refined.customers_unserved) <= (
        first.critical_unserved,
        first.customers_unserved,
    )
