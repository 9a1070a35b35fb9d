"""Who clears a fault, and that a plan never leaves voltage on what is suspected."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.isolation import zone_numbers
from engines.restoration.options import DEFAULT_OPTIONS, RestorationOptions
from engines.restoration.replaying import replay
from engines.restoration.restoring import recheck, restore
from engines.restoration.tripping import tripped
from engines.restoration.zone_state import zone_state
from engines.values.switching_plan import PlanStatus
from engines.values.validation import InputError


@cache
def north() -> Network:
    return open_network("north")[0]


def test_the_nearest_protective_device_trips() -> None:
    network = north()
    after, (device,) = tripped(Snapshot(network), "line:F1-W03")
    assert device == "switch:F1-Q0"
    assert after.switch_position[network.find(device).row] == SwitchPosition.OPEN  # type: ignore[union-attr]
    assert tripped(Snapshot(network), "line:F1-W06")[1] == ("switch:F1-R1",)


def test_what_is_dead_already_trips_nothing() -> None:
    after = tripped(Snapshot(north()), "line:F1-W03")[0]
    assert tripped(after, "line:F1-W03") == (after, ())


@pytest.mark.parametrize(
    ("switch", "devices"),
    [
        ("switch:F4-R2", {"switch:F4-Q0"}),  # a recloser
        ("switch:F4-F22", {"switch:F4-LR4"}),  # a fuse behind a lateral's recloser
        ("switch:F4-S1", {"switch:F4-Q0"}),  # protects nothing
        ("switch:T10", {"switch:F4-R2", "switch:F9-R2"}),  # stands open between two live feeders
    ],
)
def test_a_faulty_switch_never_clears_itself_and_both_its_sides_are_dead(switch: str, devices: set[str]) -> None:
    network = north()
    after, opened = tripped(Snapshot(network), switch)
    assert set(opened) == devices
    state = zone_state(after, DEFAULT_OPTIONS)
    assert not state.is_live[list(zone_numbers(network, state.zones, switch, "fault"))].any()


def test_a_fault_at_the_first_switch_of_all_has_nobody_to_clear_it() -> None:
    with pytest.raises(InputError, match="no breaker, recloser or fuse stands before"):
        tripped(Snapshot(open_network("ieee33")[0]), "switch:1")


@pytest.mark.parametrize("switch", ["switch:F4-R2", "switch:T10"])
def test_a_plan_around_a_faulty_switch_keeps_both_its_sides_dead(switch: str) -> None:
    network = north()
    solver = LoadFlowSolver(network)
    after, _ = tripped(Snapshot(network), switch)
    plan = restore(after, switch, RestorationOptions(seconds=0.0), solver=solver)
    assert plan.is_usable
    assert plan.unserved_kw <= plan.dead_kw
    assert plan.customers_unserved <= plan.customers_dead
    end = [after, *replay(after, plan)][-1]
    state = zone_state(end, DEFAULT_OPTIONS)
    suspected = np.zeros(state.zones.count, bool)
    suspected[list(zone_numbers(network, state.zones, switch, "fault"))] = True
    assert not analyse(end).is_energized[state.bus_mask(suspected)].any()


def test_nothing_left_to_do_is_not_said_of_a_suspected_part_with_voltage() -> None:
    network = north()
    solver = LoadFlowSolver(network)
    normal = Snapshot(network)
    plan = restore(normal, "switch:F4-R2", RestorationOptions(seconds=0.0), solver=solver)
    left = recheck(normal, plan, "switch:F4-R2", without={step.number for step in plan.steps}, solver=solver)
    assert not left.steps
    assert left.status is PlanStatus.NOT_ACCEPTED
    assert not left.is_usable
    assert "voltage" in left.reason
