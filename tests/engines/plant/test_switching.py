"""Switches: travel, refusals with their reason, drives that stick."""

from __future__ import annotations

from typing import Any

import pytest

from engines.grid.switches import SwitchPosition
from engines.plant.events import (
    BlockedDrive,
    HandOperation,
    LostCommunication,
    StickingPlace,
    StuckDrive,
    SwitchedToLocal,
)

OPEN, CLOSED, INTERMEDIATE = SwitchPosition.OPEN, SwitchPosition.CLOSED, SwitchPosition.INTERMEDIATE
S2 = "switch:F2-S2/position"


def test_a_motor_takes_its_time_between_the_positions(field: Any) -> None:
    field.command(S2, OPEN)
    assert field.value(S2) == CLOSED
    field.plant.step(1.0)
    assert field.value(S2) == INTERMEDIATE
    field.plant.step(4.0)
    assert field.value(S2) == OPEN


def test_a_breaker_opens_and_its_feeder_goes_dark(field: Any) -> None:
    field.command("switch:F1-Q0/position", OPEN, 60)
    assert field.value("switch:F1-Q0/position") == OPEN
    assert field.value("switch:F1-Q0/i_ka") == 0
    assert field.value("switch:F1-Q0/p_mw") == 0
    assert field.value("load:F1-02/is_powered") == 0
    assert field.value("switch:F1-Q0/has_tripped") == 0


@pytest.mark.parametrize(
    ("point", "value", "reason"),
    [
        (S2, CLOSED, "already closed"),
        (S2, INTERMEDIATE, "out of range"),
        (S2, float("nan"), "no value"),
        (S2, 0.5, "whole numbers"),
        ("switch:F2-S1/position", OPEN, "no point"),
        ("switch:F1-Q0/p_mw", 1.0, "cannot be commanded"),
        ("trafo:NORTH TR1/tap_pos", 3, "regulator is on"),
        ("trafo:NORTH TR1/vm_setpoint_pu", 1.3, "out of range"),
        ("storage:BAT F2-07/p_setpoint_mw", 5, "out of range"),
        ("shunt:CAP F1-08/step", 1, "already at step 1"),
        ("switch:F2-S2/fault_passage", 1, "out of range"),
        ("nothing/at_all", 1, "no point"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(field: Any, point: str, value: float, reason: str) -> None:
    for answer in (field.plant.check(point, value), field.plant.command(point, value)):
        assert not answer.accepted
        assert reason in answer.reason


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (SwitchedToLocal("switch:F2-S2"), "switched to local"),
        (BlockedDrive("switch:F2-S2", is_closing_blocked=False), "opening is blocked"),
        (LostCommunication("switch:F2-S2"), "no communication"),
    ],
)
def test_a_device_that_may_not_move_says_why_until_repaired(field: Any, event: Any, reason: str) -> None:
    event_id = field.inject(event)
    assert reason in field.plant.check(S2, OPEN).reason
    field.plant.clear(event_id)
    assert field.plant.check(S2, OPEN).accepted


def test_nobody_moves_a_blocked_drive_by_hand_either(field: Any) -> None:
    event_id = field.inject(BlockedDrive("switch:F2-S2", is_closing_blocked=False))
    field.inject(HandOperation("switch:F2-S2", False), 5.0)
    assert field.position("F2-S2") == CLOSED
    field.plant.clear(event_id)
    field.inject(HandOperation("switch:F2-S2", False), 5.0)
    assert field.position("F2-S2") == OPEN


def test_local_and_blocked_are_told(field: Any) -> None:
    field.inject(SwitchedToLocal("switch:F2-S2"))
    field.inject(BlockedDrive("switch:F2-S2", is_opening_blocked=False))
    assert field.value("switch:F2-S2/is_local") == 1
    assert field.value("switch:F2-S2/is_closing_blocked") == 1
    assert field.value("switch:F2-S2/is_opening_blocked") == 0
    assert field.plant.check("trafo:NORTH TR1/is_regulating", 0).accepted
    field.inject(SwitchedToLocal("trafo:NORTH TR1"))
    assert "local" in field.plant.check("trafo:NORTH TR1/is_regulating", 0).reason


def test_no_second_command_while_the_drive_moves(field: Any) -> None:
    field.command(S2, OPEN, 1.0)
    assert "still moving" in field.plant.check(S2, CLOSED).reason
    field.plant.step(5.0)
    assert field.plant.check(S2, CLOSED).accepted


def test_a_drive_stuck_at_its_start_never_moves(field: Any) -> None:
    field.inject(StuckDrive("switch:F2-S2"))
    field.command(S2, OPEN, 30)
    assert field.value(S2) == CLOSED


def test_a_drive_stuck_between_ends_between_and_moves_again_after_repair(field: Any) -> None:
    event_id = field.inject(StuckDrive("switch:F2-S2", StickingPlace.BETWEEN))
    field.command(S2, OPEN, 30)
    assert field.value(S2) == INTERMEDIATE
    field.plant.clear(event_id)
    field.plant.step(30)
    assert field.value(S2) == INTERMEDIATE
    field.command(S2, OPEN, 6)
    assert field.value(S2) == OPEN


def test_people_operate_what_has_no_drive(field: Any) -> None:
    field.inject(HandOperation("switch:F2-S1", is_closed=False), 5)
    assert field.position("F2-S1") == OPEN
    assert field.plant.active_events == ()
    assert field.value("load:F2-08/vm_pu") >= 0
    field.inject(HandOperation("switch:F2-S1", is_closed=True), 5)
    assert field.position("F2-S1") == CLOSED


def test_an_unreachable_device_keeps_working_and_catches_up(field: Any) -> None:
    event_id = field.inject(LostCommunication("switch:F1-R1"))
    reachable = field.plant.readings().is_reachable
    own = [row for name, row in field.row.items() if name.startswith("switch:F1-R1/")]
    assert not reachable[own].any()
    assert reachable.sum() == len(reachable) - len(own)
    before = field.value("switch:F1-R1/p_mw")
    field.command("switch:F1-Q0/position", OPEN, 10)
    assert field.value("switch:F1-R1/p_mw") == before
    field.plant.clear(event_id)
    field.plant.step(2)
    assert field.plant.readings().is_reachable.all()
    assert field.value("switch:F1-R1/p_mw") == 0
