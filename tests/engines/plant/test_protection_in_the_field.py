"""Faults in the district: who trips, who recloses, who flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network, with_tables
from engines.grid.switches import SwitchPosition
from engines.plant.events import (
    BlockedDrive,
    HandOperation,
    NetworkFault,
    StickingPlace,
    StuckDrive,
    WrongIndication,
)
from engines.plant.options import MeterOptions, PlantOptions
from engines.plant.plant import Plant
from engines.protection.fault import FaultKind
from engines.protection.options import NeutralEarthing, NeutralTreatment, ShortCircuitOptions
from engines.values.points import PointQuality, Quantity

OPEN, CLOSED = SwitchPosition.OPEN, SwitchPosition.CLOSED
BEHIND_LR2 = "line:F1-W16"


def opened(field: Any) -> set[str]:
    """Protective switches that are open against their normal state."""
    switch = field.plant.network["switch"]
    position = field.plant.snapshot.switch_position
    return set(switch["name"][(position != CLOSED) & switch["normal_closed"]].tolist())


@pytest.mark.parametrize("kind", list(FaultKind))
@pytest.mark.parametrize("fraction", [0.0, 0.5, 1.0])
def test_a_fault_behind_a_recloser_trips_the_recloser_alone(field: Any, kind: FaultKind, fraction: float) -> None:
    field.inject(NetworkFault(BEHIND_LR2, kind, fraction), 25)
    assert opened(field) == {"F1-LR2"}
    for device, flag in (("F1-LR2", 1), ("F1-R1", 0), ("F1-Q0", 0)):
        assert field.value(f"switch:{device}/has_tripped") == flag
    assert field.value("switch:F1-LR2/fault_i_ka") > 0.3


def test_a_transient_fault_is_gone_after_reclosing(field: Any) -> None:
    field.plant.inject(NetworkFault(BEHIND_LR2, is_permanent=False))
    seen = field.history("switch:F1-LR2/position", 5)
    assert seen == [1, 2, 0, 2, 1]
    assert field.plant.active_events == ()
    field.plant.step(60)
    assert opened(field) == set()
    assert field.value("switch:F1-LR2/has_tripped") == 0
    assert field.value("switch:F1-LR2/fault_i_ka") > 0.5
    assert field.value("switch:F1-LR2/is_locked_out") == 0


def test_a_permanent_fault_locks_out_after_two_attempts(field: Any) -> None:
    field.plant.inject(NetworkFault(BEHIND_LR2))
    seen = field.history("switch:F1-LR2/position", 30, 0.05)
    assert seen == [1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 0]
    assert field.value("switch:F1-LR2/is_locked_out") == 1
    field.plant.step(60)
    assert field.value("switch:F1-LR2/position") == OPEN


def test_after_repair_the_switch_closes_and_holds(field: Any) -> None:
    event_id = field.inject(NetworkFault(BEHIND_LR2), 60)
    field.plant.clear(event_id)
    field.command("switch:F1-LR2/position", CLOSED, 60)
    assert field.value("switch:F1-LR2/position") == CLOSED
    assert field.value("switch:F1-LR2/has_tripped") == 0
    assert field.value("switch:F1-LR2/is_locked_out") == 0
    assert field.plant.status.is_solved


def test_closing_onto_a_fault_trips_once_and_for_good(field: Any) -> None:
    field.inject(NetworkFault(BEHIND_LR2), 60)
    field.command("switch:F1-LR2/position", CLOSED)
    assert field.history("switch:F1-LR2/position", 60, 0.05) == [0, 2, 1, 2, 0]


def test_with_reclosing_off_the_first_trip_is_the_last(field: Any) -> None:
    field.command("switch:F1-LR2/is_reclosing_on", 0, 3)
    assert field.value("switch:F1-LR2/is_reclosing_on") == 0
    field.plant.inject(NetworkFault(BEHIND_LR2, is_permanent=False))
    assert field.history("switch:F1-LR2/position", 60, 0.05) == [1, 2, 0]


def test_switching_reclosing_off_stops_a_sequence_that_waits(field: Any) -> None:
    field.inject(NetworkFault(BEHIND_LR2), 5)
    field.command("switch:F1-LR2/is_reclosing_on", 0, 60)
    assert field.value("switch:F1-LR2/position") == OPEN
    assert field.position("F1-LR2") == OPEN


def test_opening_by_command_is_not_taken_for_a_trip(field: Any) -> None:
    field.inject(NetworkFault(BEHIND_LR2, is_permanent=False), 3)
    assert field.value("switch:F1-LR2/position") == CLOSED
    field.command("switch:F1-LR2/position", OPEN, 40)
    assert field.value("switch:F1-LR2/position") == OPEN


@pytest.mark.parametrize("defect", [StuckDrive("switch:F1-LR2"), BlockedDrive("switch:F1-LR2")])
def test_what_does_not_open_is_backed_up_by_the_next_one(field: Any, defect: Any) -> None:
    field.inject(defect)
    field.inject(NetworkFault(BEHIND_LR2), 60)
    assert opened(field) == {"F1-R1"}


def test_a_recloser_stuck_between_its_positions_says_so(field: Any) -> None:
    field.inject(StuckDrive("switch:F1-LR2", StickingPlace.BETWEEN))
    field.inject(NetworkFault(BEHIND_LR2), 60)
    assert field.value("switch:F1-LR2/position") == SwitchPosition.INTERMEDIATE


def test_a_fuse_blows_and_is_replaced_by_hand(field: Any) -> None:
    event_id = field.inject(NetworkFault("line:F1-W12"), 60)
    assert opened(field) == {"F1-LF1"}
    field.plant.clear(event_id)
    field.inject(HandOperation("switch:F1-LF1", is_closed=True), 30)
    assert opened(field) == set()


def test_a_cable_feeder_trips_without_reclosing(field: Any) -> None:
    field.plant.inject(NetworkFault("line:F2-W10", is_permanent=False))
    assert field.history("switch:F2-Q0/position", 30, 0.1)[-1] == OPEN
    assert field.value("switch:F2-Q0/is_locked_out") == 1
    assert "switch:F2-Q0/is_reclosing_on" not in field.row


@pytest.mark.parametrize(("kind", "breakers"), [
    (FaultKind.THREE_PHASE, {"NORTH TR1-Q2"}),
    (FaultKind.EARTH, {"NORTH TR1-Q2"}),
])  # fmt: skip
def test_a_fault_on_a_bar_trips_its_transformer(field: Any, kind: FaultKind, breakers: set[str]) -> None:
    field.inject(NetworkFault("bus:NORTH 20", kind), 30)
    assert opened(field) == breakers
    assert field.value("bus:NORTH 20/vm_pu") == 0
    assert field.value("bus:SOUTH 20/vm_pu") > 0.9


@pytest.mark.parametrize("kind", list(FaultKind))
@pytest.mark.parametrize("treatment", [NeutralTreatment.LOW_RESISTANCE, NeutralTreatment.RESONANT])
def test_indicators_between_source_and_fault_flag_and_no_others(
    make_field: Callable[..., Any], kind: FaultKind, treatment: NeutralTreatment
) -> None:
    options = PlantOptions(short_circuit=ShortCircuitOptions(neutral=NeutralEarthing(treatment)))
    field = make_field(options=options)
    field.inject(NetworkFault("line:F2-W12", kind), 5)
    flagged = {name for name in field.row if name.endswith("fault_passage") and field.value(name)}
    assert flagged == {"line:F2-W05/fault_passage", "switch:F2-S2/fault_passage"}


def test_an_indicator_is_reset_by_command_or_by_itself(make_field: Callable[..., Any]) -> None:
    field = make_field(options=PlantOptions(indicator_reset_s=60.0))
    field.inject(NetworkFault("line:F2-W12"), 5)
    field.command("switch:F2-S2/fault_passage", 0, 3)
    assert field.value("switch:F2-S2/fault_passage") == 0
    assert field.value("line:F2-W05/fault_passage") == 1
    field.plant.step(60)
    assert field.value("line:F2-W05/fault_passage") == 0


def test_a_wrong_indicator_says_what_it_was_told(field: Any) -> None:
    field.inject(WrongIndication("line:F2-W05", Quantity.FAULT_PASSAGE, 0.0))
    field.inject(NetworkFault("line:F2-W12"), 5)
    assert field.value("line:F2-W05/fault_passage") == 0
    assert field.value("switch:F2-S2/fault_passage") == 1


def test_under_a_coil_an_earth_fault_burns_on_and_the_district_with_it(make_field: Callable[..., Any]) -> None:
    neutral = NeutralEarthing(NeutralTreatment.RESONANT)
    field = make_field(options=PlantOptions(short_circuit=ShortCircuitOptions(neutral=neutral)))
    field.inject(NetworkFault("line:F2-W12", FaultKind.EARTH), 60)
    assert opened(field) == set()
    assert field.plant.status.is_solved
    assert field.value("load:F2-15/is_powered") == 1


def test_while_a_short_circuit_is_fed_no_measured_value_is_called_good(field: Any) -> None:
    for device in ("F1-LR2", "F1-R1", "F1-Q0", "NORTH TR1-Q2", "NORTH TR1-Q1"):
        field.inject(BlockedDrive(f"switch:{device}"))
    before = field.value("switch:F1-Q0/p_mw")
    event_id = field.inject(NetworkFault(BEHIND_LR2), 10)
    assert not field.plant.status.is_solved
    assert BEHIND_LR2 in field.plant.status.reason
    assert field.value("switch:F1-Q0/p_mw") == before
    assert field.quality("switch:F1-Q0/p_mw") is PointQuality.QUESTIONABLE
    assert field.quality("switch:F1-Q0/position") is PointQuality.GOOD
    field.plant.clear(event_id)
    field.plant.step(2)
    assert field.plant.status.is_solved
    assert field.quality("switch:F1-Q0/p_mw") is PointQuality.GOOD


def test_a_fault_on_a_dead_line_shows_when_it_is_closed_onto(field: Any) -> None:
    field.command("switch:F2-Q0/position", OPEN, 5)
    field.inject(NetworkFault("line:F2-W03"), 5)
    assert field.value("switch:F2-Q0/has_tripped") == 0
    field.command("switch:F2-Q0/position", CLOSED, 5)
    assert field.value("switch:F2-Q0/has_tripped") == 1
    assert field.value("switch:F2-Q0/position") == OPEN


def test_a_reset_indicator_stays_reset_while_an_earth_fault_burns_on(make_field: Callable[..., Any]) -> None:
    neutral = NeutralEarthing(NeutralTreatment.RESONANT)
    field = make_field(options=PlantOptions(short_circuit=ShortCircuitOptions(neutral=neutral)))
    field.inject(NetworkFault("line:F2-W12", FaultKind.EARTH), 5)
    assert field.value("switch:F2-S2/fault_passage") == 1
    field.command("switch:F2-S2/fault_passage", 0, 30)
    assert field.value("switch:F2-S2/fault_passage") == 0


def test_a_fault_at_low_voltage_blows_the_fuse_of_its_transformer(field: Any) -> None:
    field.inject(NetworkFault("bus:F2-11L1"), 60)
    assert opened(field) == {"F2-F11"}


def test_an_overloaded_feeder_trips(north: Network) -> None:
    feeder = np.array([str(name).startswith("load:F2-") for name in north["load"].id])
    p_mw = north["load"]["p_mw"] * np.where(feeder, 16.0, 1.0)
    field = Plant(with_tables(north, {"load": north["load"].with_columns({"p_mw": p_mw})}))
    current = [p.point_id for p in field.points].index("switch:F2-Q0/i_ka")
    assert field.readings().value[current] > field.settings.devices[13].groups[0].phase[0].pickup_ka
    field.step(120)
    tripped = [p.point_id for p in field.points].index("switch:F2-Q0/has_tripped")
    assert field.readings().value[tripped] == 1


def test_the_setting_group_can_be_changed(field: Any) -> None:
    field.command("switch:F1-Q0/setting_group", 2, 3)
    assert field.value("switch:F1-Q0/setting_group") == 2
    first, second = field.plant.settings.devices[8].groups
    assert second.phase[0].pickup_ka > first.phase[0].pickup_ka


def test_meters_behind_the_fault_gasp_within_their_time(field: Any) -> None:
    field.inject(NetworkFault("line:F2-W03"), 20)
    dead = {name for name in field.row if name.endswith("is_powered") and field.value(name) == 0}
    assert dead
    assert all(name.startswith("load:F2-") for name in dead)
    assert field.quality(next(iter(dead)).replace("is_powered", "vm_pu")) is PointQuality.INVALID


def test_some_last_gasps_get_lost(make_field: Callable[..., Any]) -> None:
    meter = MeterOptions(last_gasp_lost=0.5)
    field = make_field(options=replace(PlantOptions(), meter=meter))
    field.command("switch:F2-Q0/position", OPEN, 30)
    told = [field.value(n) for n in field.row if n.startswith("load:F2-") and n.endswith("is_powered")]
    assert 0 < sum(told) < len(told)
