"""Events as values, as dictionaries, and those that do not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engines.plant.events import (
    EVENT_KINDS,
    BlockedDrive,
    DriftingMeasurement,
    FrozenMeasurement,
    HandOperation,
    LostCommunication,
    NetworkFault,
    PlantEvent,
    StickingPlace,
    StuckDrive,
    SwitchedToLocal,
    WrongIndication,
    event_from,
    event_to_dict,
)
from engines.protection.fault import FaultKind
from engines.values.points import Quantity
from engines.values.validation import InputError

EVENTS: list[PlantEvent] = [
    NetworkFault("line:F1-W05", FaultKind.EARTH, 0.25, is_permanent=False, r_ohm=3.0),
    StuckDrive("switch:F1-Q0", StickingPlace.BETWEEN),
    LostCommunication("switch:F1-Q0"),
    WrongIndication("switch:F1-Q0", Quantity.POSITION, 0.0),
    FrozenMeasurement("switch:F1-Q0", Quantity.P_MW),
    DriftingMeasurement("switch:F1-Q0", Quantity.P_MW, 0.1),
    SwitchedToLocal("switch:F1-Q0"),
    BlockedDrive("switch:F1-Q0", is_closing_blocked=False),
    HandOperation("switch:F2-S1", is_closed=False),
]


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_survives_the_way_through_a_file(event: PlantEvent) -> None:
    assert event_from(json.loads(json.dumps(event_to_dict(event)))) == event


def test_every_kind_is_among_them() -> None:
    assert {type(event) for event in EVENTS} == set(EVENT_KINDS.values())


def test_defaults_may_be_left_out_and_whole_numbers_are_numbers() -> None:
    entry = {"event": "network_fault", "element_id": "line:F1-W05", "fraction": 1}
    assert event_from(entry) == NetworkFault("line:F1-W05", fraction=1.0)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({}, "no kind of event"),
        ({"event": ["a"]}, "no kind of event"),
        ({"event": "earthquake"}, "no kind of event"),
        ({"event": "stuck_drive"}, "'element_id' is missing"),
        ({"event": "stuck_drive", "element_id": 5}, "not text"),
        ({"event": "stuck_drive", "element_id": "a", "place": "above"}, "start, between"),
        ({"event": "stuck_drive", "element_id": "a", "plaec": "start"}, "not one of its fields"),
        ({"event": "network_fault", "element_id": "a", "fraction": float("nan")}, "not a number"),
        ({"event": "network_fault", "element_id": "a", "is_permanent": 1}, "not true or false"),
        ({"event": "network_fault", "element_id": "a", "kind": ["earth"]}, "not known"),
        ({"event": "wrong_indication", "element_id": "a", "quantity": "colour", "value": 1}, "not known"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as error:
        event_from(entry)
    assert said in str(error.value)


@pytest.mark.parametrize(
    "event",
    [
        NetworkFault("line:nowhere"),
        NetworkFault("switch:F1-Q0"),
        NetworkFault("line:F1-W05", fraction=1.5),
        NetworkFault("line:F1-W05", r_ohm=-1.0),
        StuckDrive("load:F1-02"),
        LostCommunication("line:F1-W05"),
        WrongIndication("switch:F2-S1", Quantity.POSITION, 0.0),
        FrozenMeasurement("switch:F1-Q0", Quantity.SOC_PERCENT),
        SwitchedToLocal("bus:NORTH 20"),
        BlockedDrive("trafo:NORTH TR1"),
        HandOperation("line:F1-W05", is_closed=True),
    ],
)
def test_an_event_that_does_not_fit_the_district_is_refused(field: Any, event: PlantEvent) -> None:
    with pytest.raises(InputError) as error:
        field.plant.inject(event)
    assert event.element_id in str(error.value)
    assert field.plant.active_events == ()


def test_events_are_listed_until_cleared(field: Any) -> None:
    first, second = field.inject(EVENTS[1]), field.inject(EVENTS[6])
    assert field.plant.active_events == ((first, EVENTS[1]), (second, EVENTS[6]))
    field.plant.clear(first)
    assert field.plant.active_events == ((second, EVENTS[6]),)
    with pytest.raises(InputError):
        field.plant.clear(first)


def test_two_defects_of_one_device_are_repaired_one_by_one(field: Any) -> None:
    first = field.inject(SwitchedToLocal("switch:F1-Q0"))
    second = field.inject(SwitchedToLocal("switch:F1-Q0"))
    field.plant.clear(first)
    field.plant.step(1)
    assert field.value("switch:F1-Q0/is_local") == 1
    field.plant.clear(second)
    field.plant.step(1)
    assert field.value("switch:F1-Q0/is_local") == 0
