"""What the field says of devices: locked out by its own word or by time, out of reach, refusing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.faults.devices import Devices
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.points import LinkHealth, LinkState, PointQuality, Quantity
from tests.console.faults.field import Field, network, with_position

BREAKER, RECLOSER, BY_HAND = "switch:F2-Q0", "switch:F1-R1", "switch:F2-LS2"


@pytest.fixture
def field() -> Field:
    return Field()


@pytest.fixture
def devices(field: Field) -> Devices:
    return Devices(field.network, field.store, lockout_s=60.0)


def opened(switch_id: str) -> Snapshot:
    return with_position(Snapshot(network()), switch_id, SwitchPosition.OPEN)


def test_a_device_that_tells_its_lockout_is_believed(field: Field, devices: Devices) -> None:
    field.say(BREAKER, Quantity.IS_LOCKED_OUT, 0.0)
    assert not devices.is_locked_out(BREAKER, opened(BREAKER), 1e6), "it says that it will reclose"
    field.say(BREAKER, Quantity.IS_LOCKED_OUT, 1.0)
    assert devices.is_locked_out(BREAKER, opened(BREAKER), 0.0)
    assert not devices.is_locked_out(BREAKER, Snapshot(network()), 1e6), "it is closed"


def test_a_device_that_is_silent_has_locked_out_after_its_time(field: Field, devices: Devices) -> None:
    assert not devices.is_locked_out(BREAKER, opened(BREAKER), 59.9)
    assert devices.is_locked_out(BREAKER, opened(BREAKER), 60.0)
    field.say(BREAKER, Quantity.IS_LOCKED_OUT, 1.0, PointQuality.INVALID)
    assert not devices.is_locked_out(BREAKER, opened(BREAKER), 59.9), "an invalid word says nothing"


def test_a_device_without_a_word_of_it_locks_out_by_time_alone(devices: Devices) -> None:
    assert not devices.is_locked_out(BY_HAND, opened(BY_HAND), 1.0)
    assert devices.is_locked_out(BY_HAND, opened(BY_HAND), 61.0)


def test_a_position_nobody_knows_is_neither_open_nor_closed_nor_locked_out(devices: Devices) -> None:
    unknown = with_position(Snapshot(network()), BREAKER, SwitchPosition.UNKNOWN)
    assert not devices.is_open(BREAKER, unknown)
    assert not devices.is_closed(BREAKER, unknown)
    assert not devices.is_locked_out(BREAKER, unknown, 1e9)
    assert not devices.is_open("switch:nowhere", unknown)
    assert not devices.is_closed("line:F2-W01", unknown)


@given(st.floats(0.0, 1e9), st.floats(0.0, 1e9))
def test_who_has_locked_out_stays_so_with_time(first: float, later: float) -> None:
    field = Field()
    devices = Devices(field.network, field.store, lockout_s=60.0)
    early, late = sorted((first, later))
    snapshot = opened(BREAKER)
    assert devices.is_locked_out(BREAKER, snapshot, late) >= devices.is_locked_out(BREAKER, snapshot, early)


def test_values_are_told_only_where_they_can_be_used(field: Field, devices: Devices) -> None:
    assert devices.value(BREAKER, Quantity.POSITION) is None, "nothing was heard yet"
    field.say(BREAKER, Quantity.POSITION, 1.0)
    assert devices.value(BREAKER, Quantity.POSITION) == 1.0
    field.say(BREAKER, Quantity.POSITION, float("nan"))
    assert devices.value(BREAKER, Quantity.POSITION) is None
    assert devices.value(BY_HAND, Quantity.POSITION) is None
    assert not devices.has(BY_HAND, Quantity.POSITION)


def test_what_refuses_and_what_is_local_is_named(field: Field, devices: Devices) -> None:
    assert devices.unusable() == frozenset()
    for switch in (BREAKER, RECLOSER):
        field.say(switch, Quantity.POSITION, 1.0)
    before = devices.out_of_reach()
    assert not before & {BREAKER, RECLOSER}, "they are heard"
    field.say(BREAKER, Quantity.IS_CLOSING_BLOCKED, 1.0)
    field.say(RECLOSER, Quantity.IS_LOCAL, 1.0)
    assert devices.unusable() == {BREAKER}
    assert devices.out_of_reach() == before | {RECLOSER}


def test_a_silent_field_is_out_of_reach_as_a_whole(field: Field, devices: Devices) -> None:
    field.say(BREAKER, Quantity.POSITION, 1.0)
    field.store.set_health(LinkHealth("district", LinkState.DOWN, "the cable is out"))
    assert BREAKER in devices.out_of_reach()
    assert all(element.startswith("switch:") for element in devices.out_of_reach())


def test_reclosing_not_known_to_be_off_counts_as_on(field: Field, devices: Devices) -> None:
    assert RECLOSER in devices.recloses()
    field.say(RECLOSER, Quantity.IS_RECLOSING_ON, 0.0)
    assert RECLOSER not in devices.recloses()
    assert BREAKER not in devices.recloses(), "it has none"


def test_what_cannot_be_commanded_is_uncontrolled(devices: Devices) -> None:
    assert devices.uncontrolled((BREAKER, BY_HAND)) == {BY_HAND}
